"""Sections and what is set of each; and what is said where two people have to agree."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.domain.audience import Channel, Section
from bot.domain.desk import SectionFacts
from bot.domain.desk_buttons import (
    EditSection,
    HideSection,
    ListSections,
    NeedSecond,
    SendSection,
    ShowSection,
)
from bot.domain.post import Button, Keyboard, rows
from bot.domain.second_look import Wanted
from bot.rendering.keyboards import button_name, first_choices, switch
from bot.rendering.page import Label, PlainPage, PostPage


@dataclass(frozen=True)
class SectionsPage(PostPage):
    """`sections`: number, label, and whether a second person is needed."""

    template = "editors/sections"
    sections: tuple[tuple[int, str, bool], ...]
    may_change: bool

    def keyboard(self, label: Label) -> Keyboard:  # noqa: ARG002 - sections name themselves
        if not self.may_change:
            return ()
        return rows(
            (
                Button(button_name(name), press=ShowSection(number))
                for number, name, _ in first_choices(self.sections)
            ),
            2,
        )


@dataclass(frozen=True)
class SectionPage(PostPage):
    """One section, with a switch for each channel that it may go to."""

    template = "editors/section"
    facts: SectionFacts
    may_change: bool
    may_send: bool

    def keyboard(self, label: Label) -> Keyboard:
        back = (Button(label("all_rubrics"), press=ListSections()),)
        return (*self._own(label), *self._channels(), back)

    def _own(self, label: Label) -> Keyboard:
        if not self.may_change:
            return ()
        id_, strict = self.facts.section.id, self.facts.needs_second
        name = Button(label("section_name"), press=EditSection(id_, emoji=False))
        emoji = Button(label("section_emoji"), press=EditSection(id_, emoji=True))
        second = switch(label("two_people"), NeedSecond(id_, on=not strict), on=strict)
        hidden = self.facts.hidden
        hide = switch(label("hide_section"), HideSection(id_, on=not hidden), on=hidden)
        return ((name, emoji), (second,), (hide,))

    def _channels(self) -> Keyboard:
        if not self.may_send:
            return ()
        return rows(map(self._channel, first_choices(self.facts.channels)), 2)

    def _channel(self, channel: Channel) -> Button:
        on = self.facts.goes_to(channel)
        press = SendSection(self.facts.section.id, channel.chat_id, on=not on)
        return switch(button_name(channel.title), press, on=on)

    def context(self) -> Mapping[str, Any]:
        there = [channel for channel in self.facts.channels if self.facts.goes_to(channel)]
        return {**super().context(), "channels": there}


@dataclass(frozen=True)
class AskSection(PostPage):
    """The question what the name shall be, or the emoji."""

    template = "editors/ask_section"
    section: Section
    emoji: bool

    def keyboard(self, label: Label) -> Keyboard:
        return ((Button(label("cancel"), press=ShowSection(self.section.id)),),)


@dataclass(frozen=True)
class WantedReply(PlainPage):
    """Publishing was pressed, and waits for another person's word."""

    template = "editors/wanted"
    wanted: Wanted


@dataclass(frozen=True)
class WishDenied(PlainPage):
    template = "editors/wish_denied"
    id: int
