"""Editors have what failed of an article tried again."""

from aiogram import Router
from aiogram.types import CallbackQuery

from bot.domain.article import ArticleState
from bot.domain.buttons import Replay
from bot.domain.people import Editor
from bot.rendering.editors import Replaying
from bot.usecases.replays import Replays
from bot.usecases.reports import Reports
from handlers.callbacks import Pressed
from handlers.editors.reports import status_page
from handlers.filters import IsEditor
from handlers.replies import Reply


async def replay(
    _press: CallbackQuery,
    *,
    pressed: Replay,
    editor: Editor,
    reports: Reports,
    replays: Replays,
    reply: Reply,
) -> None:
    """The pressed status says at once what is left."""
    chats = await replays.replay(pressed.article_id, by=editor)
    page = await status_page(pressed.article_id, reports)
    withdrawing = page.status.article.state is ArticleState.RETRACTED
    await reply.pop_up(Replaying(chats=chats, left=page.status.failed, withdrawing=withdrawing))
    await reply.show(page)


def build() -> Router:
    router = Router(name=__name__)
    router.callback_query.register(replay, Pressed(Replay), IsEditor())
    return router
