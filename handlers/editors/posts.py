"""Editors find what was published."""

from aiogram import Router
from aiogram.filters import Command, CommandObject, Filter
from aiogram.types import CallbackQuery, Message, MessageOriginChannel

from bot.domain.article import Article
from bot.domain.finding_buttons import ChoosePostSection, ShowPosts
from bot.domain.people import Editor
from bot.rendering.editors import FoundPostsPage, PostSections
from bot.rendering.shaping_pages import RoundUpArticles
from bot.usecases.finding import Finding
from bot.usecases.publishing import Publishing
from handlers.callbacks import Pressed
from handlers.editors.numbers import number_in, number_of
from handlers.editors.questions import AskedNothing
from handlers.filters import IsEditor
from handlers.replies import Reply


class IsOurPost(Filter):
    """Lets through what is forwarded from a channel and shows an article: gives `articles`."""

    async def __call__(
        self, message: Message, editor: Editor | None, finding: Finding
    ) -> bool | dict[str, tuple[Article, ...]]:
        origin = message.forward_origin
        if editor is None or not isinstance(origin, MessageOriginChannel):
            return False
        articles = await finding.of_post(origin.chat.id, origin.message_id)
        return {"articles": articles} if articles else False


class NamesOurPost(Filter):
    """Lets through the address of a post that shows an article: gives `articles`."""

    async def __call__(
        self, message: Message, finding: Finding
    ) -> bool | dict[str, tuple[Article, ...]]:
        articles = await finding.of_post_link(message.text or "")
        return {"articles": articles} if articles else False


class NamesNumber(Filter):
    """Lets through a number, as articles have one, and nothing besides it."""

    async def __call__(self, message: Message) -> bool | dict[str, int]:
        number = number_of(message.text or "")
        return {"article_id": number} if number else False


async def open_numbered(
    _message: Message, article_id: int, editor: Editor, publishing: Publishing
) -> None:
    """Whoever types «№12» wants its card, and no post of these two figures: not even of none."""
    await publishing.show_card(article_id, by=editor)


async def open_forwarded(
    _message: Message,
    articles: tuple[Article, ...],
    editor: Editor,
    publishing: Publishing,
    reply: Reply,
) -> None:
    """A post of ours is a way to its card, and no page; a round-up, to several."""
    if len(articles) == 1:
        await publishing.show_card(articles[0].id, by=editor)
    else:
        await reply.say(RoundUpArticles(articles=articles))


async def posts_typed(
    _message: Message,
    *,
    command: CommandObject,
    editor: Editor,
    finding: Finding,
    publishing: Publishing,
    reply: Reply,
) -> None:
    """All that was published; behind it words, or the number of an article, whose card comes.

    A figure that is neither is taken for a number: that there is no such article says more.
    """
    number = number_in(command)
    if number is not None and await finding.knows(number):
        await publishing.show_card(number, by=editor)
        return
    found = await finding.search(command.args or "", by=editor)
    if number is not None and not found.articles:
        await publishing.show_card(number, by=editor)
        return
    await reply.say(FoundPostsPage(found=found))


async def show_posts(
    _press: CallbackQuery, pressed: ShowPosts, editor: Editor, finding: Finding, reply: Reply
) -> None:
    found = await finding.page(pressed.section_id, pressed.page, pressed.search_id, by=editor)
    await reply.pop_up()
    await reply.show(FoundPostsPage(found=found))


async def choose_section(
    _press: CallbackQuery, pressed: ChoosePostSection, finding: Finding, reply: Reply
) -> None:
    sections = await finding.sections()
    await reply.pop_up()
    await reply.show(PostSections(sections=sections, search_id=pressed.search_id))


def build() -> Router:
    router = Router(name=__name__)
    router.message.register(open_forwarded, IsOurPost(), IsEditor())
    router.message.register(posts_typed, Command("posts"), IsEditor())
    router.callback_query.register(show_posts, Pressed(ShowPosts), IsEditor())
    router.callback_query.register(choose_section, Pressed(ChoosePostSection), IsEditor())
    return router


def numbers() -> Router:
    """Stands behind what answers a question."""
    router = Router(name=f"{__name__}.numbers")
    router.message.register(open_forwarded, IsEditor(), AskedNothing(), NamesOurPost())
    router.message.register(open_numbered, IsEditor(), NamesNumber(), AskedNothing())
    return router
