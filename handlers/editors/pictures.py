"""Editors send an article's pictures and files, and choose how its posts show them."""

from aiogram import F, Router
from aiogram.types import CallbackQuery, Message

from bot.domain.people import Editor
from bot.domain.picture_buttons import ChoosePictures, ClearPictures, SetPictures
from bot.rendering import Renderer
from bot.rendering.editors import LayoutSet, layout_choice
from bot.usecases.editing import Editing
from bot.usecases.illustrating import Illustrating
from bot.usecases.publishing import Publishing
from handlers.callbacks import Pressed
from handlers.editors.publishing import card_page
from handlers.filters import IsEditor
from handlers.replies import Reply
from handlers.sent_files import sent_in


async def choose_pictures(
    _press: CallbackQuery,
    *,
    pressed: ChoosePictures,
    drawn: int | None,
    editor: Editor,
    publishing: Publishing,
    pages: Renderer,
    bot_username: str,
    reply: Reply,
) -> None:
    """The card's buttons give way to the layouts, and come back."""
    card = await publishing.card(pressed.article_id, drawn=drawn)
    label = pages.label(reply.language)
    page = card_page(card, publishing, editor, bot_username)
    is_open = pressed.open and card.article.can_be_published
    await reply.pop_up()
    await reply.show_keyboard(
        layout_choice(card.article, label) if is_open else page.keyboard(label)
    )


async def set_pictures(
    _press: CallbackQuery,
    *,
    pressed: SetPictures,
    drawn: int | None,
    editor: Editor,
    editing: Editing,
    reply: Reply,
) -> None:
    article = await editing.set_layout(pressed.article_id, pressed.layout, by=editor, drawn=drawn)
    await reply.pop_up(LayoutSet(article=article))


async def clear_pictures(
    _press: CallbackQuery,
    *,
    pressed: ClearPictures,
    drawn: int | None,
    editor: Editor,
    illustrating: Illustrating,
    reply: Reply,
) -> None:
    await illustrating.clear(pressed.article_id, by=editor, drawn=drawn)
    await reply.pop_up()


async def receive_file(message: Message, editor: Editor, illustrating: Illustrating) -> None:
    """With a caption it is a story of its own; as a reply to a card it is that article's."""
    if sent := sent_in(message, editor):
        await illustrating.receive(sent, by=editor)


def build() -> Router:
    router = Router(name=__name__)
    router.callback_query.register(clear_pictures, Pressed(ClearPictures), IsEditor())
    router.callback_query.register(choose_pictures, Pressed(ChoosePictures), IsEditor())
    router.callback_query.register(set_pictures, Pressed(SetPictures), IsEditor())
    return router


def files() -> Router:
    """Stands behind every command. Documents come by way of what reads pages in them."""
    router = Router(name=f"{__name__}.files")
    files = F.photo | F.video | F.animation | F.audio | F.voice
    router.message.register(receive_file, files, IsEditor())
    return router
