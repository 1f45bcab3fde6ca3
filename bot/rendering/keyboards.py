"""What several keyboards share: names short enough for two to a row, and no endless lists."""

from collections.abc import Iterable
from typing import TypeVar

from bot.domain.buttons import FollowHere
from bot.domain.letter_buttons import BlockWriter
from bot.domain.post import Button
from bot.domain.press import Press
from bot.domain.section import Section
from bot.domain.shelves import ArchiveName
from bot.domain.text import clean_name
from bot.domain.topic_buttons import FollowName
from bot.rendering.page import Label
from bot.rendering.words import short

Thing = TypeVar("Thing")

_MOST_CHOICES = 90  # Telegram takes 100 buttons; the rest is for going on and back
_NAME_LIMIT = 28


def button_name(name: str) -> str:
    """A name shortened to what a button shows; never empty, Telegram refuses such a button."""
    return short(clean_name(name), _NAME_LIMIT)


def section_name(section: Section) -> str:
    """«🌍 Світ»."""
    return button_name(section.label)


def switch(name: str, press: Press, *, on: bool) -> Button:
    """A button that shows whether its thing is on."""
    return Button(f"✅ {name}" if on else name, press=press)


def block_button(letter_id: int, label: Label, *, blocked: bool) -> Button:
    """Take no letters from whoever wrote this one, or take them again."""
    word = "unblock_writer" if blocked else "block_writer"
    return Button(label(word), press=BlockWriter(letter_id, on=not blocked))


def follow_button(section: Section, label: Label, *, followed: bool) -> Button:
    """Under an article: follow its section, or not any more."""
    words = label("unfollow_here" if followed else "follow_here", name=clean_name(section.name))
    return Button(words, press=FollowHere(section.id, on=not followed))


def follow_name_button(name: ArchiveName, label: Label, *, followed: bool) -> Button:
    """On the archive's page of an author or a tag: the same."""
    shown = clean_name(name.topic.label)
    words = label("unfollow_here" if followed else "follow_here", name=shown)
    return Button(words, press=FollowName(name.id, on=not followed))


def first_choices(things: Iterable[Thing]) -> tuple[Thing, ...]:
    return tuple(things)[:_MOST_CHOICES]
