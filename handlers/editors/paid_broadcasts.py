"""Whoever may spend the bot's Stars decides on a paid broadcast, story by story."""

from aiogram import Router
from aiogram.types import CallbackQuery

from bot.domain.buttons import AskPayment, Pay
from bot.domain.desk import Publication
from bot.domain.people import Editor
from bot.domain.second_look import Wanted
from bot.rendering.editors import (
    NotPaid,
    PaymentQuestion,
    PreflightPage,
    PublishingReply,
    WantedReply,
)
from bot.usecases.publishing import Publishing
from handlers.callbacks import Pressed
from handlers.filters import IsEditor
from handlers.replies import Reply


async def ask_payment(
    _press: CallbackQuery,
    *,
    pressed: AskPayment,
    drawn: int | None,
    editor: Editor,
    publishing: Publishing,
    reply: Reply,
) -> None:
    card = await publishing.paid_offer(pressed.article_id, by=editor, drawn=drawn)
    await reply.pop_up()
    await reply.say(PaymentQuestion(card=card))


async def pay(
    _press: CallbackQuery,
    *,
    pressed: Pay,
    drawn: int | None,
    editor: Editor,
    publishing: Publishing,
    reply: Reply,
) -> None:
    """The question has had its answer, so its buttons go."""
    if pressed.sure:
        outcome = await publishing.attempt(
            pressed.article_id, by=editor, breaking=True, paid=True, asked=None, drawn=drawn
        )
        if isinstance(outcome, Wanted):
            await reply.tell(WantedReply(wanted=outcome))
            await reply.show_keyboard(())
            return
        if not isinstance(outcome, Publication):
            await reply.pop_up()
            await reply.show(PreflightPage(preflight=outcome))
            return
        await reply.pop_up(PublishingReply(publication=outcome))
    else:
        await reply.pop_up(NotPaid(id=pressed.article_id))
    await reply.show_keyboard(())


def build() -> Router:
    router = Router(name=__name__)
    router.callback_query.register(ask_payment, Pressed(AskPayment), IsEditor())
    router.callback_query.register(pay, Pressed(Pay), IsEditor())
    return router
