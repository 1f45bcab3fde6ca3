"""What is in a reader's digest: what they want of the last hours, the most important first."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Final

from bot.domain.routing import Standing

FARTHEST: Final = timedelta(days=8)  # what is older is no news: a week's digest and a day
MOST: Final = 60  # articles in one digest; the archive has the rest
# A digest waits so long for what an article is about, which takes seconds. Where nobody finds it
# out, the article goes to those who follow its section, and the others get their digest.
NOTED_WITHIN: Final = timedelta(minutes=10)
CORRECTED_FOR: Final = timedelta(hours=24)  # a digest follows its articles for so long


@dataclass(frozen=True, slots=True)
class Notable:
    """How much there is to an article: channels where it stands, reactions there, pictures.

    Nobody counts who reads what.
    """

    channels: int = 0
    reactions: int = 0
    pictured: bool = False


@dataclass(frozen=True, slots=True)
class Candidate:
    """An article that may be in a digest.

    Of its readers, who are those up to `meant`, the ones up to `reached` have had it, unless it
    waits for them.
    """

    id: int
    section_id: int
    released_at: datetime
    breaking: bool
    language: str | None
    reached: int
    meant: int
    topics: frozenset[int]
    notable: Notable = Notable()

    @property
    def weight(self) -> tuple[bool, int, int, bool, datetime, int]:
        """What is more important comes first.

        That is breaking news; what the desk has sent to more channels; what drew more reactions,
        of which twice as many count, and a few more do not; what has pictures; what is newer.
        """
        own = self.notable
        resonance = own.reactions.bit_length()
        return self.breaking, own.channels, resonance, own.pictured, self.released_at, self.id


@dataclass(frozen=True, slots=True)
class Subscriber:
    """A reader whose digest is due: what they follow and mute, by the numbers of their rows."""

    id: int
    chat_id: int
    standing: Standing
    sections: frozenset[int] = frozenset()
    follows: frozenset[int] = frozenset()
    mutes: frozenset[int] = frozenset()
    reads: str | None = None
    breaking_only: bool = False
    due_at: datetime | None = None
    active: bool = True


class Pool:
    """Candidates by what they are about, so that a reader's are found without asking each."""

    def __init__(self, candidates: Iterable[Candidate]) -> None:
        self._ranked = sorted(candidates, key=lambda each: each.weight, reverse=True)
        self._sections: dict[int, set[int]] = {}
        self._topics: dict[int, set[int]] = {}
        for place, each in enumerate(self._ranked):
            self._sections.setdefault(each.section_id, set()).add(place)
            for topic in each.topics:
                self._topics.setdefault(topic, set()).add(place)

    def of(self, reader: Subscriber) -> tuple[int, ...]:
        """The articles of a reader's digest; `bot.domain.routing` is the rule."""
        if not reader.active:
            return ()
        wanted: set[int] = set()
        for section in reader.sections:
            wanted |= self._sections.get(section, set())
        for topic in reader.follows:
            wanted |= self._topics.get(topic, set())
        for topic in reader.mutes:
            wanted -= self._topics.get(topic, set())
        found = (self._ranked[place] for place in sorted(wanted))
        return tuple(each.id for each in found if _is_due(reader, each))[:MOST]


def _is_due(reader: Subscriber, article: Candidate) -> bool:
    """Not had yet: it waited, or the fan-out has not come to this reader by now."""
    if reader.breaking_only and not article.breaking:
        return False
    if reader.reads and article.language and reader.reads != article.language:
        return False
    standing, at = reader.standing, article.released_at
    to_come = article.reached < reader.id <= article.meant
    waits = to_come or standing.waits(at, breaking=article.breaking)
    return waits and standing.is_open(at)


@dataclass(frozen=True, slots=True)
class Digest:
    """One digest, for all whose slot by their own wall (`local`) and articles are the same."""

    id: int
    local: datetime
    articles: tuple[int, ...]
    revision: int = 1


def digest_key(local: datetime, articles: Sequence[int]) -> str:
    """What tells two digests apart."""
    said = f"{local.isoformat()} {','.join(map(str, articles))}"
    return sha256(said.encode()).hexdigest()
