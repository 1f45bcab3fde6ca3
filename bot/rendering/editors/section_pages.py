"""Sections and what is set of each; and what is said where two people have to agree."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.domain.channel import Channel
from bot.domain.desk import SectionFacts
from bot.domain.desk_buttons import (
    AskMerger,
    ChooseMerger,
    ClearHashtag,
    EditSection,
    HideSection,
    ListSections,
    MergeSections,
    MoveSection,
    NeedSecond,
    SendSection,
    ShowSection,
)
from bot.domain.post import Button, Keyboard, rows
from bot.domain.routing_trial import can_be_tried
from bot.domain.second_look import Wanted
from bot.domain.section import Section
from bot.domain.section_merger import Merger
from bot.domain.shaping_buttons import TrySection
from bot.domain.topic_buttons import SendQr
from bot.rendering.keyboards import button_name, first_choices, section_name, switch
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
        qr = (Button(label("qr_code"), press=SendQr(self.facts.section.id)),)
        back = (Button(label("all_sections"), press=ListSections()),)
        return (*self._own(label), *self._channels(), *self._trying(label), qr, back)

    def _own(self, label: Label) -> Keyboard:
        if not self.may_change:
            return ()
        id_, strict = self.facts.section.id, self.facts.needs_second
        parts = tuple(
            Button(label(f"section_{part}"), press=EditSection(id_, part))
            for part in ("name", "emoji", "hashtag")
        )
        second = switch(label("two_people"), NeedSecond(id_, on=not strict), on=strict)
        hidden = self.facts.hidden
        hide = switch(label("hide_section"), HideSection(id_, on=not hidden), on=hidden)
        return (parts, *self._moving(label), (second,), (hide,), *self._merging(label))

    def _moving(self, label: Label) -> Keyboard:
        id_, place = self.facts.section.id, self.facts.place
        up = Button(label("section_up"), press=MoveSection(id_, place - 1))
        down = Button(label("section_down"), press=MoveSection(id_, place + 1))
        moves = (*((up,) if place else ()), *((down,) if place + 1 < self.facts.total else ()))
        return (moves,) if moves else ()

    def _merging(self, label: Label) -> Keyboard:
        if not self.may_send or self.facts.total < 2:  # noqa: PLR2004 - with another one
            return ()
        press = ChooseMerger(self.facts.section.id)
        return ((Button(label("merge_section"), press=press),),)

    def _trying(self, label: Label) -> Keyboard:
        section = self.facts.section
        if not self.may_send or not self.facts.channels or not can_be_tried(section):
            return ()
        return ((Button(label("try_routing"), press=TrySection(section.id)),),)

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
    """The question what the `name` shall be, or the `emoji`, or the `hashtag`."""

    template = "editors/ask_section"
    section: Section
    part: str

    def keyboard(self, label: Label) -> Keyboard:
        cancel = (Button(label("cancel"), press=ShowSection(self.section.id)),)
        if self.part != "hashtag" or not self.section.own_hashtag:
            return (cancel,)
        as_name = Button(label("hashtag_of_name"), press=ClearHashtag(self.section.id))
        return ((as_name,), cancel)


@dataclass(frozen=True)
class MergerChoice(PostPage):
    """Which section is to take this one over."""

    template = "editors/merger_choice"
    section: Section
    others: tuple[Section, ...]

    def keyboard(self, label: Label) -> Keyboard:
        id_ = self.section.id
        choices = (
            Button(section_name(other), press=AskMerger(id_, other.id))
            for other in first_choices(self.others)
        )
        return (*rows(choices, 2), (Button(label("cancel"), press=ShowSection(id_)),))


@dataclass(frozen=True)
class MergerQuestion(PostPage):
    """How much moves, before it does."""

    template = "editors/merger_question"
    merger: Merger

    def keyboard(self, label: Label) -> Keyboard:
        gone, into = self.merger.gone.id, self.merger.into.id
        return (
            (Button(label("merge_sure"), press=MergeSections(gone, into)),),
            (Button(label("cancel"), press=ShowSection(gone)),),
        )


@dataclass(frozen=True)
class Merged(PlainPage):
    template = "editors/merged"
    merger: Merger


@dataclass(frozen=True)
class WantedReply(PlainPage):
    """Publishing was pressed, and waits for another person's word."""

    template = "editors/wanted"
    wanted: Wanted


@dataclass(frozen=True)
class WishDenied(PlainPage):
    template = "editors/wish_denied"
    id: int
