"""Which channels there are and which sections go there; owners change it."""

import logging

from aiogram import Bot, Router
from aiogram.exceptions import TelegramAPIError
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message

from bot.channels import Channels
from bot.domain.audience import ChannelState
from bot.domain.buttons import (
    ResumeChannel,
    RouteSection,
    ShowChannel,
    ShowChannels,
    TakeChannel,
)
from bot.domain.people import Editor
from bot.rendering.channels import ChannelDeclined, ChannelList, ChannelPage, ChannelTaken
from handlers.callbacks import Pressed
from handlers.filters import IsEditor
from handlers.replies import Reply

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
    sections = await channels.sections()
    await reply.pop_up()
    await reply.show(ChannelPage(channel=channel, sections=sections))


async def route_section(
    _press: CallbackQuery,
    pressed: RouteSection,
    editor: Editor,
    channels: Channels,
    reply: Reply,
) -> None:
    channel = await channels.route(pressed.chat_id, pressed.section_id, on=pressed.on, by=editor)
    sections = await channels.sections()
    await reply.pop_up()
    await reply.show(ChannelPage(channel=channel, sections=sections))


async def resume_channel(
    _press: CallbackQuery,
    pressed: ResumeChannel,
    editor: Editor,
    channels: Channels,
    reply: Reply,
) -> None:
    channel = await channels.resume(pressed.chat_id, by=editor)
    sections = await channels.sections()
    await reply.pop_up()
    await reply.show(ChannelPage(channel=channel, sections=sections))


async def take_channel(
    _press: CallbackQuery,
    pressed: TakeChannel,
    editor: Editor,
    channels: Channels,
    bot: Bot,
    reply: Reply,
) -> None:
    """An owner's answer; where another owner was faster, theirs stands."""
    channel = await channels.take(pressed.chat_id, taken=pressed.taken, by=editor)
    if channel.state is ChannelState.LEFT:
        await reply.pop_up(ChannelDeclined(title=channel.title))
        await _leave(bot, channel.chat_id)
    else:
        await reply.pop_up(ChannelTaken(channel=channel))
    await reply.show_keyboard(())


async def _list(channels: Channels) -> ChannelList:
    return ChannelList(channels=await channels.channels(), sections=await channels.sections())


async def _leave(bot: Bot, chat_id: int) -> None:
    try:
        await bot.leave_chat(chat_id)
    except TelegramAPIError as error:
        _logger.info("the declined channel %d could not be left: %s", chat_id, error)


def build() -> Router:
    router = Router(name=__name__)
    router.message.register(list_channels, Command("channels"), IsEditor())
    router.callback_query.register(show_channels, Pressed(ShowChannels), IsEditor())
    router.callback_query.register(show_channel, Pressed(ShowChannel), IsEditor())
    router.callback_query.register(route_section, Pressed(RouteSection), IsEditor())
    router.callback_query.register(resume_channel, Pressed(ResumeChannel), IsEditor())
    router.callback_query.register(take_channel, Pressed(TakeChannel), IsEditor())
    return router
