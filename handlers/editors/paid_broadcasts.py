"""Whoever may spend the bot's Stars decides on a paid broadcast, story by story."""

from aiogram import Router
from aiogram.types import CallbackQuery

from bot.domain.article_forms import Form
from bot.domain.buttons import AskPayment, Pay
from bot.domain.people import Editor
from bot.domain.preflight import Preflight
from bot.domain.second_look import Wanted
from bot.rendering.editors import NotNow, PaymentQuestion, PreflightPage
from bot.usecases.publishing import Publishing
from bot.usecases.questions import Questions
from handlers.callbacks import Pressed, message_under
from handlers.editors.own_forms import open_form
from handlers.editors.publishing import said_of
from handlers.filters import IsEditor
from handlers.replies import Reply


async def ask_payment(
    _press: CallbackQuery,
    *,
    pressed: AskPayment,
    drawn: int | None,
    editor: Editor,
    publishing: Publishing,
    questions: Questions,
    reply: Reply,
) -> None:
    found = await publishing.paid_offer(pressed.article_id, by=editor, drawn=drawn)
    await reply.pop_up()
    page = PreflightPage if found.stops else PaymentQuestion
    await open_form(
        page(preflight=found),
        pressed.article_id,
        Form.PAYMENT,
        editor=editor,
        questions=questions,
        reply=reply,
    )


async def pay(
    press: CallbackQuery,
    *,
    pressed: Pay,
    drawn: int | None,
    editor: Editor,
    publishing: Publishing,
    questions: Questions,
    reply: Reply,
) -> None:
    """The question has had its answer, and says so."""
    if not pressed.sure:
        (await publishing.card(pressed.article_id)).article.as_draft()
        await reply.settle(NotNow(id=pressed.article_id))
    else:
        outcome = await publishing.attempt(
            pressed.article_id, by=editor, breaking=True, paid=True, asked=None, drawn=drawn
        )
        if isinstance(outcome, Preflight):
            await reply.pop_up()
            await reply.show(PreflightPage(preflight=outcome))
            return
        await reply.settle(said_of(outcome), alert=isinstance(outcome, Wanted))
    await questions.answered(message_under(press), by=editor)


def build() -> Router:
    router = Router(name=__name__)
    router.callback_query.register(ask_payment, Pressed(AskPayment), IsEditor())
    router.callback_query.register(pay, Pressed(Pay), IsEditor())
    return router
