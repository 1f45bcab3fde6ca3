"""What the desk is shown of channels: where posts go, and where they cannot."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from bot.domain.buttons import (
    ResumeChannel,
    RouteSection,
    SetPins,
    SetQuietHours,
    ShowChannel,
    ShowChannels,
    ShowQuietHours,
)
from bot.domain.channel import SPACINGS, Channel, ChannelState
from bot.domain.forum_buttons import ShowForum
from bot.domain.picture import Layout
from bot.domain.picture_buttons import SetLayout, ShowLayouts
from bot.domain.post import Button, Keyboard, rows
from bot.domain.post_buttons import ShowTemplates
from bot.domain.quiet_hours import DAY, QuietHours, clock_face
from bot.domain.routing_trial import as_mask
from bot.domain.schedule_buttons import SetSpacing, ShowSpacing
from bot.domain.section import Section
from bot.domain.shaping_buttons import ShowPinned, ShowRoundUps, TryRouting
from bot.rendering.editors.notice_pages import taking
from bot.rendering.keyboards import button_name, first_choices, section_name, switch
from bot.rendering.page import Label, PlainPage, PostPage

MOST_CHANNELS = 20
_USUAL_HOURS: Final = tuple(
    QuietHours(start * 60, end * 60) for start, end in ((22, 7), (23, 8), (0, 6))
)
_STEP = 30  # minutes


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
        tried = TryRouting(self.channel.chat_id, as_mask(self.channel.section_ids))
        trial = (Button(label("try_routing"), press=tried),)
        ready = (Button(label("ready"), press=ShowChannels()),)
        return (*resume, *rows(choices, 2), trial, *self._wishes(label), ready)

    def _wishes(self, label: Label) -> Keyboard:
        """What the channel wants of breaking posts, and of nights."""
        channel = self.channel
        pins = switch(
            label("pins"), SetPins(channel.chat_id, on=not channel.pins), on=channel.pins
        )
        hours = switch(
            label("quiet_hours"), ShowQuietHours(channel.chat_id), on=channel.quiet is not None
        )
        looks = Button(label("pictures"), press=ShowLayouts(channel.chat_id))
        template = Button(label("post_templates"), press=ShowTemplates(channel.chat_id))
        spacing = switch(label("spacing"), ShowSpacing(channel.chat_id), on=bool(channel.spacing))
        rounding = switch(
            label("round_ups"), ShowRoundUps(channel.chat_id), on=channel.round_up is not None
        )
        pinned = switch(
            label("pinned"), ShowPinned(channel.chat_id), on=bool(channel.pinned_hours)
        )
        pinning = (pins, pinned) if channel.pins else (pins,)
        wishes = (pinning, (hours,), (spacing,), (rounding,), (looks, template))
        if channel.threads is None:
            return wishes
        return ((Button(label("forum"), press=ShowForum(channel.chat_id)),), *wishes)

    def context(self) -> Mapping[str, Any]:
        return {**super().context(), **_clocks(self.channel)}


@dataclass(frozen=True)
class SpacingPage(PostPage):
    """How far apart a channel's ordinary posts come."""

    template = "channels/spacing"
    channel: Channel

    def keyboard(self, label: Label) -> Keyboard:
        id_, chosen = self.channel.chat_id, self.channel.spacing
        choices = (
            switch(
                label("minutes", count=minutes) if minutes else label("no_spacing"),
                SetSpacing(id_, minutes),
                on=minutes == chosen,
            )
            for minutes in SPACINGS
        )
        return (*rows(choices, 3), (Button(label("back"), press=ShowChannel(id_)),))


@dataclass(frozen=True)
class QuietHoursPage(PostPage):
    """When a channel's ordinary posts make no sound: usual hours, and half an hour to and fro."""

    template = "channels/quiet_hours"
    channel: Channel

    def keyboard(self, label: Label) -> Keyboard:
        quiet = self.channel.quiet
        none = switch(label("always_sounds"), self._set(0, 0), on=quiet is None)
        usual = (
            switch(str(hours), self._set(hours.start, hours.end), on=hours == quiet)
            for hours in _USUAL_HOURS
        )
        back = (Button(label("back"), press=ShowChannel(self.channel.chat_id)),)
        return (*rows((none, *usual), 2), *self._steps(label), back)

    def _steps(self, label: Label) -> Keyboard:
        """The hours half an hour earlier and later, at either end, but never none at all."""
        if (quiet := self.channel.quiet) is None:
            return ()
        moves = (-_STEP, _STEP)
        starts = (((quiet.start + move) % DAY, quiet.end) for move in moves)
        ends = ((quiet.start, (quiet.end + move) % DAY) for move in moves)
        return (
            tuple(
                Button(label("quiet_from", clock=clock_face(start)), press=self._set(start, end))
                for start, end in starts
                if start != end
            ),
            tuple(
                Button(label("quiet_until", clock=clock_face(end)), press=self._set(start, end))
                for start, end in ends
                if start != end
            ),
        )

    def _set(self, start: int, end: int) -> SetQuietHours:
        return SetQuietHours(self.channel.chat_id, start, end)

    def context(self) -> Mapping[str, Any]:
        return {**super().context(), **_clocks(self.channel)}


@dataclass(frozen=True)
class LayoutPage(PostPage):
    """How a channel's posts show pictures."""

    template = "channels/pictures"
    channel: Channel

    def keyboard(self, label: Label) -> Keyboard:
        chat_id, chosen = self.channel.chat_id, self.channel.layout
        choices = (
            switch(label("layout", layout=one), SetLayout(chat_id, one.value), on=one is chosen)
            for one in Layout
        )
        back = Button(label("back"), press=ShowChannel(chat_id))
        return (*rows(choices, 1), (back,))


def _clocks(channel: Channel) -> Mapping[str, str | None]:
    quiet = channel.quiet
    return {
        "quiet_from": clock_face(quiet.start) if quiet else None,
        "quiet_until": clock_face(quiet.end) if quiet else None,
    }


def _route(channel: Channel, section: Section) -> Button:
    on = section.id in channel.section_ids
    press = RouteSection(channel.chat_id, section.id, on=not on)
    return switch(section_name(section), press, on=on)


@dataclass(frozen=True)
class ChannelTaken(PlainPage):
    template = "channels/taken"
    channel: Channel


@dataclass(frozen=True)
class ChannelDeclined(PlainPage):
    template = "channels/declined"
    title: str
