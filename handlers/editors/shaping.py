"""How a channel's posts follow upon each other; owners change it."""

from aiogram import Router
from aiogram.types import CallbackQuery

from bot.domain.people import Editor
from bot.domain.shaping_buttons import (
    ApplyRouting,
    SetPinned,
    SetRoundUp,
    TryRouting,
    TrySection,
)
from bot.rendering.channel_pages import ChannelPage
from bot.rendering.shaping_pages import (
    PinnedPage,
    RoundUpPage,
    RoutingTrialPage,
    SectionTrialPage,
)
from bot.usecases.channels import Channels
from bot.usecases.shaping import Shaping
from handlers.callbacks import Pressed
from handlers.filters import IsEditor
from handlers.replies import Reply


async def set_round_up(
    _press: CallbackQuery, pressed: SetRoundUp, editor: Editor, shaping: Shaping, reply: Reply
) -> None:
    channel = await shaping.set_round_up(
        pressed.chat_id, pressed.posts, pressed.minutes, by=editor
    )
    await reply.pop_up()
    await reply.show(RoundUpPage(channel=channel))


async def set_pinned(
    _press: CallbackQuery, pressed: SetPinned, editor: Editor, shaping: Shaping, reply: Reply
) -> None:
    channel = await shaping.set_pinned_hours(pressed.chat_id, pressed.hours, by=editor)
    await reply.pop_up()
    await reply.show(PinnedPage(channel=channel))


async def try_routing(
    _press: CallbackQuery, pressed: TryRouting, shaping: Shaping, reply: Reply
) -> None:
    trial = await shaping.try_routing(pressed.chat_id, pressed.proposed)
    await reply.pop_up()
    await reply.show(RoutingTrialPage(trial=trial))


async def try_section(
    _press: CallbackQuery, pressed: TrySection, shaping: Shaping, reply: Reply
) -> None:
    trial = await shaping.try_section(pressed.section_id)
    await reply.pop_up()
    await reply.show(SectionTrialPage(trial=trial))


async def apply_routing(
    _press: CallbackQuery,
    *,
    pressed: ApplyRouting,
    editor: Editor,
    shaping: Shaping,
    channels: Channels,
    reply: Reply,
) -> None:
    """What was tried holds from now on; where others were faster, the trial is shown anew."""
    trial, applied = await shaping.apply_routing(
        pressed.chat_id, pressed.proposed, pressed.base, by=editor
    )
    await reply.pop_up()
    if applied:
        await reply.show(ChannelPage(channel=trial.channel, sections=await channels.sections()))
    else:
        await reply.show(RoutingTrialPage(trial=trial))


def build() -> Router:
    router = Router(name=__name__)
    router.callback_query.register(set_round_up, Pressed(SetRoundUp), IsEditor())
    router.callback_query.register(set_pinned, Pressed(SetPinned), IsEditor())
    router.callback_query.register(try_routing, Pressed(TryRouting), IsEditor())
    router.callback_query.register(try_section, Pressed(TrySection), IsEditor())
    router.callback_query.register(apply_routing, Pressed(ApplyRouting), IsEditor())
    return router
