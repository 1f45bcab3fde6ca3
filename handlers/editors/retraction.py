"""Editors take an article back."""

from aiogram import Router
from aiogram.filters import Command, CommandObject
from aiogram.types import CallbackQuery, Message

from bot.domain.article import ArticleState
from bot.domain.article_forms import Form
from bot.domain.buttons import (
    AskRetraction,
    KeepPosted,
    Retract,
)
from bot.domain.errors import RefusedError
from bot.domain.people import Editor
from bot.rendering.editors import (
    KeptPosted,
    Retracting,
    RetractionQuestion,
)
from bot.usecases.finding import Finding
from bot.usecases.publishing import Publishing
from bot.usecases.questions import Questions
from bot.usecases.reports import Reports
from bot.usecases.retraction import Retraction
from handlers.callbacks import Pressed, message_under
from handlers.editors.numbers import number_after
from handlers.editors.own_forms import open_form
from handlers.filters import IsEditor
from handlers.replies import Reply


async def ask_retraction(
    _press: CallbackQuery,
    *,
    pressed: AskRetraction,
    editor: Editor,
    reports: Reports,
    questions: Questions,
    reply: Reply,
) -> None:
    page = await retraction_question(reports, pressed.article_id)
    await reply.pop_up()
    await open_form(
        page, pressed.article_id, Form.RETRACTION, editor=editor, questions=questions, reply=reply
    )


async def retract_typed(
    _message: Message,
    *,
    command: CommandObject,
    editor: Editor,
    reports: Reports,
    finding: Finding,
    questions: Questions,
    reply: Reply,
) -> None:
    if article_id := await number_after(command, finding.last_published, reply):
        await open_form(
            await retraction_question(reports, article_id),
            article_id,
            Form.RETRACTION,
            editor=editor,
            questions=questions,
            reply=reply,
        )


async def retract(
    press: CallbackQuery,
    *,
    pressed: Retract,
    drawn: int | None,
    editor: Editor,
    retraction: Retraction,
    questions: Questions,
    reply: Reply,
) -> None:
    """The question has had its answer; how far it is comes by the ledger."""
    article = await retraction.retract(
        pressed.article_id, by=editor, tell=pressed.tell, drawn=drawn
    )
    await reply.settle(Retracting(article=article, tell=pressed.tell))
    await questions.answered(message_under(press), by=editor)


async def keep_posted(
    press: CallbackQuery,
    *,
    pressed: KeepPosted,
    editor: Editor,
    publishing: Publishing,
    questions: Questions,
    reply: Reply,
) -> None:
    """Not where it has been taken back meanwhile: it does not stay."""
    article = (await publishing.card(pressed.article_id)).article
    if article.state is ArticleState.RETRACTED:
        raise RefusedError("article_retracted", id=article.id)
    await reply.settle(KeptPosted(id=pressed.article_id))
    await questions.answered(message_under(press), by=editor)


async def retraction_question(reports: Reports, article_id: int) -> RetractionQuestion:
    """Whether the article is to be taken back, if there is something to take, from how many."""
    status = await reports.status(article_id)
    article, progress = status.article.as_public(), status.progress
    shown = progress.channels_shown, progress.readers_shown
    return RetractionQuestion(
        article,
        *shown,
        spaced=progress.spaced,
        staying=await reports.count_staying(article_id),
        rounded_up=any(channel.in_round_up for channel in progress.channels),
    )


def build() -> Router:
    router = Router(name=__name__)
    router.message.register(retract_typed, Command("retract"), IsEditor())
    router.callback_query.register(ask_retraction, Pressed(AskRetraction), IsEditor())
    router.callback_query.register(retract, Pressed(Retract), IsEditor())
    router.callback_query.register(keep_posted, Pressed(KeepPosted), IsEditor())
    return router
