"""What the desk is shown of channels: where posts go, and where they cannot."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.domain.audience import Channel, ChannelState, Section
from bot.domain.buttons import ResumeChannel, RouteSection, ShowChannel, ShowChannels
from bot.domain.post import Button, Keyboard, rows
from bot.rendering.editors.notices import taking
from bot.rendering.keyboards import button_name, first_choices, section_name, switch
from bot.rendering.pages import Label, NoticePage, PostPage

MOST_CHANNELS = 20


@dataclass(frozen=True)
class ChannelList(PostPage):
    template = "channels/list"
    channels: tuple[Channel, ...]
    sections: tuple[Section, ...]

    def keyboard(self, label: Label) -> Keyboard:  # noqa: ARG002 - channels name themselves
        return rows(
            (
                Button(button_name(channel.title), press=ShowChannel(channel.chat_id))
                for channel in first_choices(self.channels)
            ),
            2,
        )

    def context(self) -> Mapping[str, Any]:
        return {
            "channels": self.channels[:MOST_CHANNELS],
            "more": max(len(self.channels) - MOST_CHANNELS, 0),
            "sections": self.sections,
        }


@dataclass(frozen=True)
class ChannelPage(PostPage):
    """One channel, with a switch for each section that may go there."""

    template = "channels/channel"
    channel: Channel
    sections: tuple[Section, ...]

    def keyboard(self, label: Label) -> Keyboard:
        if self.channel.state is ChannelState.OFFERED:
            back = (Button(label("all_channels"), press=ShowChannels()),)
            return (*taking(self.channel.chat_id, label), back)
        choices = (_route(self.channel, section) for section in first_choices(self.sections))
        resume: Keyboard = ()
        if self.channel.state is ChannelState.PAUSED:
            press = ResumeChannel(self.channel.chat_id)
            resume = ((Button(label("resume_channel"), press=press),),)
        ready = (Button(label("ready"), press=ShowChannels()),)
        return (*resume, *rows(choices, 2), ready)


def _route(channel: Channel, section: Section) -> Button:
    on = section.id in channel.section_ids
    press = RouteSection(channel.chat_id, section.id, on=not on)
    return switch(section_name(section), press, on=on)


@dataclass(frozen=True)
class ChannelTaken(NoticePage):
    template = "channels/taken"
    channel: Channel


@dataclass(frozen=True)
class ChannelDeclined(NoticePage):
    template = "channels/declined"
    title: str
