"""Two sections that become one: what moves, and how much of it."""

from dataclasses import dataclass

from bot.domain.section import Section


@dataclass(frozen=True, slots=True)
class SectionUses:
    """How much is in a section; `editors`: whose own it is."""

    articles: int = 0
    channels: int = 0
    followers: int = 0
    feeds: int = 0
    editors: int = 0


@dataclass(frozen=True, slots=True)
class Merger:
    """`gone` becomes part of `into`; `both`: so many readers follow the two of them."""

    gone: Section
    into: Section
    uses: SectionUses
    both: int = 0
