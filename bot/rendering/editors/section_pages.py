"""Where two people have to agree before an article goes out, and what they are told of it."""

from dataclasses import dataclass

from bot.domain.desk_buttons import NeedSecond
from bot.domain.post import Keyboard, rows
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
                switch(button_name(name), NeedSecond(number, on=not strict), on=strict)
                for number, name, strict in first_choices(self.sections)
            ),
            2,
        )


@dataclass(frozen=True)
class WantedReply(PlainPage):
    """Publishing was pressed, and waits for another person's word."""

    template = "editors/wanted"
    wanted: Wanted


@dataclass(frozen=True)
class WishDenied(PlainPage):
    template = "editors/wish_denied"
    id: int
