"""Faults on order: what the stand-in does to matching calls, the next ones or at random."""

from collections.abc import Callable
from dataclasses import dataclass
from random import Random
from typing import Literal, get_args

from bot.sandbox.refusals import BotApiError, forbidden, too_many_requests

Kind = Literal[
    "retry_after",  # 429, try again in `seconds`; nothing is accepted
    "server_error",  # 500; nothing is accepted
    "forbidden",  # 403, the bot was blocked; nothing is accepted
    "refuse",  # `code` and `description`; nothing is accepted
    "close_before",  # the connection is closed; nothing is accepted
    "close_after",  # accepted, then the connection is closed without an answer
    "restart",  # accepted, and yet answered with 500
    "slow",  # accepted at once, answered after `seconds`
    "unread",  # the request is read in part, and for `seconds` no further; nothing is accepted
    "half",  # of an album the first half is accepted, and the next item refused
]
KINDS: tuple[str, ...] = get_args(Kind)
_AFTERWARDS = ("close_after", "restart", "slow", "half")


@dataclass
class Fault:
    """`times` calls are hit, 0 for every one, once `after` others have been spared."""

    kind: Kind
    method: str | None = None
    chat_id: int | None = None
    times: int = 1
    after: int = 0
    probability: float = 1
    seed: int = 0
    seconds: float = 1
    code: int = 400
    description: str = "Bad Request"

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise ValueError(f"no such fault: {self.kind!r}; there are {', '.join(KINDS)}")
        if self.times < 0 or self.after < 0:
            raise ValueError("a fault hits and spares a number of calls that is not below 0")
        if not 0 < self.probability <= 1:
            raise ValueError("a probability is above 0 and at most 1")
        self._chance = Random(self.seed)  # noqa: S311 - chance that can be repeated
        self._hits = 0

    def fits(self, method: str, chat_id: int | None) -> bool:
        """Polling is spared unless it is meant."""
        if self.method is None:
            meant = method.lower() != "getupdates"
        else:
            meant = self.method.lower() == method.lower()
        return meant and self.chat_id in (None, chat_id)

    def strikes(self) -> bool:
        """Whether it hits this call, which fits: its turn has come, and the dice say so."""
        if self.after:
            self.after -= 1
            return False
        if self.probability < 1 and self._chance.random() >= self.probability:
            return False
        self._hits += 1
        return True

    @property
    def is_over(self) -> bool:
        return 0 < self.times <= self._hits

    @property
    def accepts(self) -> bool:
        """Whether the call is carried out all the same."""
        return self.kind in _AFTERWARDS

    @property
    def closes(self) -> bool:
        return self.kind in ("close_before", "close_after")

    def refusal(self) -> BotApiError:
        match self.kind:
            case "retry_after":
                return too_many_requests(max(1, round(self.seconds)))
            case "forbidden":
                return forbidden("bot was blocked by the user")
            case "refuse":
                return BotApiError(self.code, self.description)
            case "restart":
                return BotApiError(500, "Internal Server Error: restart")
            case _:
                return BotApiError(500, "Internal Server Error")


class Faults:
    """The faults that are still to come, the oldest order first."""

    def __init__(self) -> None:
        self._ordered: list[Fault] = []

    def __len__(self) -> int:
        return len(self._ordered)

    def add(
        self,
        kind: Kind,
        *,
        method: str | None = None,
        chat_id: int | None = None,
        times: int = 1,
        after: int = 0,
        probability: float = 1,
        seed: int = 0,
        seconds: float = 1,
        code: int = 400,
        description: str = "Bad Request",
    ) -> None:
        """Order a fault; without a method it hits any call but getUpdates."""
        what = Fault(
            kind, method, chat_id, times, after, probability, seed, seconds, code, description
        )
        self._ordered.append(what)

    def clear(self) -> None:
        self._ordered.clear()

    def take(self, method: str, chat_id: int | None) -> Fault | None:
        """The fault for this call, which is thereby used up once."""
        return self._take(method, chat_id, lambda fault: fault.kind != "unread")

    def take_unread(self, method: str) -> Fault | None:
        """The same before anything but the method is known of it."""
        return self._take(method, None, lambda fault: fault.kind == "unread")

    def _take(
        self, method: str, chat_id: int | None, is_meant: Callable[[Fault], bool]
    ) -> Fault | None:
        for fault in filter(is_meant, self._ordered):
            if fault.fits(method, chat_id) and fault.strikes():
                if fault.is_over:
                    self._ordered.remove(fault)
                return fault
        return None
