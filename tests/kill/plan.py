"""What a run is to be: how many people, how fast, and how often it is killed, and when."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from random import Random

from tests.kill.victim import alone


class Moment(StrEnum):
    """When a kill falls."""

    AT_RANDOM = "at random"
    IN_FAN_OUT = "with a fan-out half written"
    IN_CHANNELS = "with channel posts in hand"
    IN_READERS = "with readers' messages in hand"
    LOOKING = "while looking up a post"
    STARTING = "while starting"


class Change(StrEnum):
    """What becomes of an article while its first posts go out."""

    CORRECTED = "corrected"
    RETRACTED = "retracted"


class Hitch(StrEnum):
    """What a process lives through, and must do no harm after."""

    PAUSE = "paused"
    RESTART = "without its database"


# For the first, the second … article, and then anew: after how many further starts comes what.
_CHANGES: tuple[tuple[tuple[int, Change], ...], ...] = (
    ((1, Change.CORRECTED),),
    ((2, Change.RETRACTED),),
    (),
    ((1, Change.CORRECTED), (3, Change.CORRECTED)),
    (),
)

_AT_FIRST = (Moment.IN_FAN_OUT, Moment.IN_CHANNELS)
_LATER = {Moment.AT_RANDOM: 4, Moment.IN_READERS: 3, Moment.LOOKING: 2, Moment.STARTING: 1}


@dataclass(frozen=True, slots=True)
class Plan:
    """`rate` is in messages a second; `faults` as `python -m bot.sandbox.rapid` takes them.

    `victims` are what is run, in turn; `looks` is how many messages a second a person
    gets, which is the pace of look-ups: Telegram allows one.
    """

    seed: int
    kills: int = 30
    readers: int = 20_000
    channels: int = 20
    rate: int = 1000
    articles: int = 5
    chunk: int = 2000
    looks: float = 1
    latency: float = 0.05
    blocked: float = 0.01
    faults: str = (
        "server_error=0.0015,restart=0.0015,close_before=0.0015,close_after=0.0015,"
        "slow=0.001:2,retry_after=0.00005:1"
    )
    victims: tuple[Callable[[], None], ...] = (alone,)
    replicas: int = 1  # at work together, on PostgreSQL
    pauses: int = 0  # of one more of them, for longer than it counts as alive
    restarts: int = 0  # of the database

    def moments(self, rng: Random) -> list[Moment]:
        """A kill for each publication, at its beginning; the others fall as the dice say."""
        moments = rng.choices(list(_LATER), list(_LATER.values()), k=self.kills)
        for number, place in enumerate(self.publications()):
            moments[place] = _AT_FIRST[number % len(_AT_FIRST)]
        return moments

    def publications(self) -> list[int]:
        """The kills before which an article is published."""
        return sorted({number * self.kills // self.articles for number in range(self.articles)})

    @staticmethod
    def changes(article: int) -> tuple[tuple[int, Change], ...]:
        """What becomes of the n-th article, and after how many further starts."""
        return _CHANGES[article % len(_CHANGES)]

    def hitches(self, rng: Random) -> dict[int, list[Hitch]]:
        """What befalls the replicas and their database beside which kill."""
        hitches = [Hitch.PAUSE] * self.pauses + [Hitch.RESTART] * self.restarts
        found: dict[int, list[Hitch]] = {}
        for hitch in hitches:
            found.setdefault(rng.randrange(self.kills), []).append(hitch)
        return found

    def longest_pause(self) -> float:
        """Seconds between kills, so that the broadcasts last until the last of them."""
        kills_per_article = max(1.0, self.kills / self.articles)
        return 2 * self.readers / self.rate / kills_per_article
