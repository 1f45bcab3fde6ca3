"""Which channels there are and which sections go there; owners change it."""

import logging
from collections.abc import Callable, Mapping
from typing import Final

from aiogram import Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message

from bot.delivery.reply_sender import NotTakenError, ReplySender
from bot.domain.buttons import (
    ResumeChannel,
    RouteSection,
    SetPins,
    SetQuietHours,
    ShowChannel,
    ShowChannels,
    ShowQuietHours,
    TakeChannel,
)
from bot.domain.channel import Channel, ChannelState
from bot.domain.people import Editor
from bot.domain.picture_buttons import SetLayout, ShowLayouts
from bot.domain.schedule_buttons import SetSpacing, ShowSpacing
from bot.domain.shaping_buttons import ShowPinned, ShowRoundUps
from bot.rendering.channel_pages import (
    ChannelDeclined,
    ChannelList,
    ChannelPage,
    ChannelTaken,
    LayoutPage,
    QuietHoursPage,
    SpacingPage,
)
from bot.rendering.page import PostPage
from bot.rendering.shaping_pages import PinnedPage, RoundUpPage
from bot.usecases.channels import Channels
from handlers.callbacks import Pressed
from handlers.filters import IsEditor
from handlers.replies import Reply

_CHOICES: Final[Mapping[type, Callable[[Channel], PostPage]]] = {
    ShowQuietHours: QuietHoursPage,
    ShowSpacing: SpacingPage,
    ShowLayouts: LayoutPage,
    ShowRoundUps: RoundUpPage,
    ShowPinned: PinnedPage,
}
_logger = logging.getLogger(__name__)


async def list_channels(_message: Message, channels: Channels, reply: Reply) -> None:
    await reply.say(await _list(channels))


async def show_channels(_press: CallbackQuery, channels: Channels, reply: Reply) -> None:
    page = await _list(channels)
    await reply.pop_up()
    await reply.show(page)


async def show_channel(
    _press: CallbackQuery, pressed: ShowChannel, channels: Channels, reply: Reply
) -> None:
    channel = await channels.channel(pressed.chat_id)
    await _show(channel, channels, reply)


async def route_section(
    _press: CallbackQuery,
    pressed: RouteSection,
    editor: Editor,
    channels: Channels,
    reply: Reply,
) -> None:
    channel = await channels.route(pressed.chat_id, pressed.section_id, on=pressed.on, by=editor)
    await _show(channel, channels, reply)


async def resume_channel(
    _press: CallbackQuery,
    pressed: ResumeChannel,
    editor: Editor,
    channels: Channels,
    reply: Reply,
) -> None:
    channel = await channels.resume(pressed.chat_id, by=editor)
    await _show(channel, channels, reply)


async def set_pins(
    _press: CallbackQuery, pressed: SetPins, editor: Editor, channels: Channels, reply: Reply
) -> None:
    channel = await channels.set_pins(pressed.chat_id, on=pressed.on, by=editor)
    await _show(channel, channels, reply)


async def show_choices(
    _press: CallbackQuery,
    pressed: ShowQuietHours | ShowSpacing | ShowLayouts | ShowRoundUps | ShowPinned,
    channels: Channels,
    reply: Reply,
) -> None:
    """What one setting of a channel may be."""
    channel = await channels.channel(pressed.chat_id)
    await reply.pop_up()
    await reply.show(_CHOICES[type(pressed)](channel))


async def set_quiet_hours(
    _press: CallbackQuery,
    pressed: SetQuietHours,
    editor: Editor,
    channels: Channels,
    reply: Reply,
) -> None:
    channel = await channels.set_quiet_hours(
        pressed.chat_id, pressed.start, pressed.end, by=editor
    )
    await reply.pop_up()
    await reply.show(QuietHoursPage(channel=channel))


async def set_spacing(
    _press: CallbackQuery, pressed: SetSpacing, editor: Editor, channels: Channels, reply: Reply
) -> None:
    channel = await channels.set_spacing(pressed.chat_id, pressed.minutes, by=editor)
    await reply.pop_up()
    await reply.show(SpacingPage(channel=channel))


async def set_layout(
    _press: CallbackQuery, pressed: SetLayout, editor: Editor, channels: Channels, reply: Reply
) -> None:
    channel = await channels.set_layout(pressed.chat_id, pressed.layout, by=editor)
    await reply.pop_up()
    await reply.show(LayoutPage(channel=channel))


async def take_channel(
    _press: CallbackQuery,
    pressed: TakeChannel,
    editor: Editor,
    channels: Channels,
    sender: ReplySender,
    reply: Reply,
) -> None:
    """An owner's answer; where another owner was faster, theirs stands."""
    channel = await channels.take(pressed.chat_id, taken=pressed.taken, by=editor)
    if channel.state is ChannelState.LEFT:
        await reply.settle(ChannelDeclined(title=channel.title))
        await _leave(sender, channel.chat_id)
    else:
        await reply.settle(ChannelTaken(channel=channel))


async def _list(channels: Channels) -> ChannelList:
    return ChannelList(channels=await channels.channels(), sections=await channels.sections())


async def _show(channel: Channel, channels: Channels, reply: Reply) -> None:
    sections = await channels.sections()
    await reply.pop_up()
    await reply.show(ChannelPage(channel=channel, sections=sections))


async def _leave(sender: ReplySender, chat_id: int) -> None:
    try:
        await sender.ask("leaveChat", chat_id=chat_id)
    except NotTakenError as error:
        _logger.info("the declined channel %d could not be left: %s", chat_id, error)


def build() -> Router:
    router = Router(name=__name__)
    router.message.register(list_channels, Command("channels"), IsEditor())
    router.callback_query.register(show_channels, Pressed(ShowChannels), IsEditor())
    router.callback_query.register(show_channel, Pressed(ShowChannel), IsEditor())
    router.callback_query.register(route_section, Pressed(RouteSection), IsEditor())
    router.callback_query.register(resume_channel, Pressed(ResumeChannel), IsEditor())
    router.callback_query.register(set_pins, Pressed(SetPins), IsEditor())
    for each in _CHOICES:
        router.callback_query.register(show_choices, Pressed(each), IsEditor())
    router.callback_query.register(set_quiet_hours, Pressed(SetQuietHours), IsEditor())
    router.callback_query.register(set_spacing, Pressed(SetSpacing), IsEditor())
    router.callback_query.register(set_layout, Pressed(SetLayout), IsEditor())
    router.callback_query.register(take_channel, Pressed(TakeChannel), IsEditor())
    return router
