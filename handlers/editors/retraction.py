"""Editors take an article back, send it again where it failed, and look where it went and why."""

from aiogram import Router
from aiogram.filters import Command, CommandObject
from aiogram.types import CallbackQuery, Message

from bot.domain.article import Article, ArticleState
from bot.domain.buttons import (
    AskRetraction,
    DecideOnReaders,
    KeepPosted,
    Replay,
    Retract,
    ShowStatus,
    TakenAway,
)
from bot.domain.errors import RefusedError
from bot.domain.people import Editor
from bot.rendering import Renderer
from bot.rendering.editors import (
    KeptPosted,
    PostTakenAway,
    ReadersDecided,
    Replaying,
    Retracting,
    RetractionQuestion,
    StatusPage,
    WhyPage,
)
from bot.usecases.publishing import Publishing
from bot.usecases.retraction import Retraction
from handlers.callbacks import Pressed, buttons_under
from handlers.editors.numbers import number_after
from handlers.filters import IsEditor
from handlers.replies import Reply

# --- taking back ---


async def ask_retraction(
    _press: CallbackQuery, pressed: AskRetraction, publishing: Publishing, reply: Reply
) -> None:
    article = await _public(publishing, pressed.article_id)
    await reply.pop_up()
    await reply.say(RetractionQuestion(article=article))


async def retract_typed(
    _message: Message, command: CommandObject, publishing: Publishing, reply: Reply
) -> None:
    if article_id := await number_after(command, reply):
        article = await _public(publishing, article_id)
        await reply.say(RetractionQuestion(article=article))


async def retract(
    _press: CallbackQuery, pressed: Retract, editor: Editor, retraction: Retraction, reply: Reply
) -> None:
    """The question has had its answer, so its buttons go; how far it is comes by the ledger."""
    article = await retraction.retract(pressed.article_id, by=editor, tell=pressed.tell)
    await reply.pop_up(Retracting(article=article, tell=pressed.tell))
    await reply.show_keyboard(())


async def keep_posted(_press: CallbackQuery, pressed: KeepPosted, reply: Reply) -> None:
    await reply.pop_up(KeptPosted(id=pressed.article_id))
    await reply.show_keyboard(())


async def _public(publishing: Publishing, article_id: int) -> Article:
    """The article, if there is something to take back."""
    article = (await publishing.status(article_id)).article
    if article.state is ArticleState.RETRACTED:
        raise RefusedError("article_retracted", id=article_id)
    if not article.is_public:
        raise RefusedError("not_published", id=article_id)
    return article


# --- sending again ---


async def replay(
    _press: CallbackQuery,
    *,
    pressed: Replay,
    editor: Editor,
    publishing: Publishing,
    retraction: Retraction,
    reply: Reply,
) -> None:
    """The pressed status says at once what is left."""
    chats = await retraction.replay(pressed.article_id, by=editor)
    page = await status_page(pressed.article_id, publishing, retraction)
    withdrawing = page.status.article.state is ArticleState.RETRACTED
    await reply.pop_up(Replaying(chats=chats, left=page.status.failed, withdrawing=withdrawing))
    await reply.show(page)


async def taken_away(
    _press: CallbackQuery, pressed: TakenAway, retraction: Retraction, reply: Reply
) -> None:
    """The notice has had its answer, so its buttons go."""
    await retraction.taken_away(pressed.delivery_id)
    await reply.pop_up(PostTakenAway())
    await reply.show_keyboard(())


async def decide_on_readers(
    _press: CallbackQuery,
    pressed: DecideOnReaders,
    retraction: Retraction,
    reply: Reply,
) -> None:
    """The question has had its answer, so its buttons go."""
    await retraction.decide_on_readers(go_on=pressed.go_on)
    await reply.pop_up(ReadersDecided(go_on=pressed.go_on))
    await reply.show_keyboard(())


# --- looking ---


async def show_status(
    press: CallbackQuery,
    *,
    pressed: ShowStatus,
    publishing: Publishing,
    retraction: Retraction,
    pages: Renderer,
    reply: Reply,
) -> None:
    """A status refreshes in place; under a card or a report it is a message of its own."""
    page = await status_page(pressed.article_id, publishing, retraction)
    refresh = pages.label(reply.language)("refresh")
    await reply.pop_up()
    if any(button.text == refresh for row in buttons_under(press) for button in row):
        await reply.show(page)
    else:
        await reply.say(page)


async def status_typed(
    _message: Message,
    command: CommandObject,
    publishing: Publishing,
    retraction: Retraction,
    reply: Reply,
) -> None:
    if article_id := await number_after(command, reply):
        await reply.say(await status_page(article_id, publishing, retraction))


async def why_typed(
    _message: Message, command: CommandObject, retraction: Retraction, reply: Reply
) -> None:
    if article_id := await number_after(command, reply):
        await reply.say(WhyPage(why=await retraction.why(article_id)))


async def status_page(
    article_id: int, publishing: Publishing, retraction: Retraction
) -> StatusPage:
    status = await publishing.status(article_id)
    return StatusPage(status=status, revisions=await retraction.revisions(article_id))


def build() -> Router:
    router = Router(name=__name__)
    router.message.register(retract_typed, Command("retract"), IsEditor())
    router.message.register(status_typed, Command("status"), IsEditor())
    router.message.register(why_typed, Command("why"), IsEditor())
    router.callback_query.register(ask_retraction, Pressed(AskRetraction), IsEditor())
    router.callback_query.register(retract, Pressed(Retract), IsEditor())
    router.callback_query.register(keep_posted, Pressed(KeepPosted), IsEditor())
    router.callback_query.register(replay, Pressed(Replay), IsEditor())
    router.callback_query.register(taken_away, Pressed(TakenAway), IsEditor())
    router.callback_query.register(decide_on_readers, Pressed(DecideOnReaders), IsEditor())
    router.callback_query.register(show_status, Pressed(ShowStatus), IsEditor())
    return router
