"""Faults on order: what the stand-in does to the next matching call."""

from dataclasses import dataclass
from typing import Literal, get_args

from bot.sandbox.refusals import Refusal, forbidden, too_many_requests

Kind = Literal[
    "retry_after",  # 429, try again in `seconds`; nothing is accepted
    "server_error",  # 500; nothing is accepted
    "forbidden",  # 403, the bot was blocked; nothing is accepted
    "refuse",  # `code` and `description`; nothing is accepted
    "close_before",  # the connection is closed; nothing is accepted
    "close_after",  # accepted, then the connection is closed without an answer
    "restart",  # accepted, and yet answered with 500
    "slow",  # accepted at once, answered after `seconds`
]
KINDS: tuple[str, ...] = get_args(Kind)
_AFTERWARDS = ("close_after", "restart", "slow")


@dataclass
class Fault:
    kind: Kind
    method: str | None = None
    chat_id: int | None = None
    times: int = 1
    seconds: float = 1
    code: int = 400
    description: str = "Bad Request"

    def fits(self, method: str, chat_id: int | None) -> bool:
        return (self.method is None or self.method.lower() == method.lower()) and (
            self.chat_id is None or self.chat_id == chat_id
        )

    @property
    def accepts(self) -> bool:
        """Whether the call is carried out all the same."""
        return self.kind in _AFTERWARDS

    @property
    def closes(self) -> bool:
        return self.kind in ("close_before", "close_after")

    def refusal(self) -> Refusal:
        match self.kind:
            case "retry_after":
                return too_many_requests(max(1, round(self.seconds)))
            case "forbidden":
                return forbidden("bot was blocked by the user")
            case "refuse":
                return Refusal(self.code, self.description)
            case "restart":
                return Refusal(500, "Internal Server Error: restart")
            case _:
                return Refusal(500, "Internal Server Error")


class Faults:
    """The faults that are still to come; each hits `times` calls, the oldest order first."""

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
        seconds: float = 1,
        code: int = 400,
        description: str = "Bad Request",
    ) -> None:
        """Order a fault; without a method it hits any call but getUpdates."""
        if kind not in KINDS:
            raise ValueError(f"no such fault: {kind!r}; there are {', '.join(KINDS)}")
        if times < 1:
            raise ValueError("a fault hits at least one call")
        self._ordered.append(Fault(kind, method, chat_id, times, seconds, code, description))

    def clear(self) -> None:
        self._ordered.clear()

    def take(self, method: str, chat_id: int | None) -> Fault | None:
        """The fault for this call, which is thereby used up once."""
        for fault in self._ordered:
            if fault.fits(method, chat_id) and (fault.method or method.lower() != "getupdates"):
                fault.times -= 1
                if not fault.times:
                    self._ordered.remove(fault)
                return fault
        return None
