"""The desk decides what the bot cannot know: is a post there, was it removed, go on or not.

A question that has had its answer says which, and loses its buttons.
"""

from aiogram import Router
from aiogram.types import CallbackQuery

from bot.domain.alert_buttons import DecideOnReaders, SettleUnknown, TakenAway
from bot.domain.hand_buttons import KeepTheirs, RestoreOurs
from bot.domain.people import Editor
from bot.rendering.editors import HandDecided, PostTakenAway, ReadersDecided, Settled
from bot.usecases.alerts import Alerts
from handlers.callbacks import Pressed
from handlers.filters import IsEditor
from handlers.replies import Reply


async def settle_unknown(
    _press: CallbackQuery,
    pressed: SettleUnknown,
    editor: Editor,
    alerts: Alerts,
    reply: Reply,
) -> None:
    await alerts.settle_unknown(pressed.delivery_id, there=pressed.there, by=editor)
    await reply.settle(Settled(there=pressed.there))


async def taken_away(
    _press: CallbackQuery, pressed: TakenAway, editor: Editor, alerts: Alerts, reply: Reply
) -> None:
    await alerts.taken_away(pressed.delivery_id, by=editor)
    await reply.settle(PostTakenAway())


async def decide_on_readers(
    _press: CallbackQuery,
    pressed: DecideOnReaders,
    editor: Editor,
    alerts: Alerts,
    reply: Reply,
) -> None:
    await alerts.decide_on_readers(go_on=pressed.go_on, by=editor)
    await reply.settle(ReadersDecided(go_on=pressed.go_on))


async def keep_theirs(
    _press: CallbackQuery, pressed: KeepTheirs, editor: Editor, alerts: Alerts, reply: Reply
) -> None:
    await alerts.keep_theirs(pressed.delivery_id, by=editor)
    await reply.settle(HandDecided(kept=True))


async def restore_ours(
    _press: CallbackQuery, pressed: RestoreOurs, editor: Editor, alerts: Alerts, reply: Reply
) -> None:
    await alerts.restore_ours(pressed.delivery_id, by=editor)
    await reply.settle(HandDecided(kept=False))


def build() -> Router:
    router = Router(name=__name__)
    router.callback_query.register(settle_unknown, Pressed(SettleUnknown), IsEditor())
    router.callback_query.register(taken_away, Pressed(TakenAway), IsEditor())
    router.callback_query.register(decide_on_readers, Pressed(DecideOnReaders), IsEditor())
    router.callback_query.register(keep_theirs, Pressed(KeepTheirs), IsEditor())
    router.callback_query.register(restore_ours, Pressed(RestoreOurs), IsEditor())
    return router
