"""Who has asked too much of Telegram, how long they wait, and how many requests that wasted."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from math import ceil
from typing import Any

from bot.sandbox.chats import Chat, SandboxChannel
from bot.sandbox.limits import NO_LIMITS, Bucket, Limits, SlidingWindow, Window
from bot.sandbox.refusals import BALANCE_TOO_LOW, BotApiError, Json, bad_request, too_many_requests

_COUNTED = ("send", "forward", "copy", "edit")
_NOT_COUNTED = frozenset({"sendchataction"})
_MINUTE = 60
# What comes so soon after a refusal may have been on its way already: it ignores nothing.
_ON_ITS_WAY_S = 0.5
_LONGEST_WAIT_S = 300
_TIDY_ABOVE = 10_000
Scope = tuple[str, int]


@dataclass
class FloodWait:
    """What a scope was told: nothing before `until`."""

    until: float
    told_at: float
    seconds: int


@dataclass(frozen=True)
class Admission:
    """A request may go on, at a price in tenths of a Star, or it is refused within a scope."""

    refusal: BotApiError | None = None
    scope: str = ""
    price: int = 0


class FloodControl:
    """Measures every send, edit, forward and copy; everything else is free."""

    def __init__(self, limits: Limits = NO_LIMITS) -> None:
        self.rules = limits
        self.wasted: Counter[str] = Counter()
        self._start_anew()

    @property
    def on(self) -> bool:
        return self.rules != NO_LIMITS

    def set(self, limits: Limits | None = None, **changes: Any) -> None:  # noqa: ANN401
        """These limits, or the present ones with some changed; every window is empty again."""
        self.rules = replace(self.rules if limits is None else limits, **changes)
        self._start_anew()

    def clear(self) -> None:
        """No limits at all."""
        self.set(NO_LIMITS)

    def form(self) -> Json:
        """As it is told over HTTP."""
        return {"on": self.on, "rules": vars(self.rules), "wasted": dict(self.wasted)}

    def admit(
        self, method: str, chat: Chat | None, now: float, *, paid: bool = False, stars: int = 0
    ) -> Admission:
        """Whether this request may go on; `paid` if the bot pays, from `stars` tenths of a Star.

        The chat is looked at before the bot, so that a busy chat costs the bot nothing.
        """
        if not (self.on and is_counted(method)):
            return Admission()
        paid = paid and can_be_paid(method)
        scopes = list(self._scopes(chat, paid=paid))
        for scope in scopes:
            if seconds := self._told(scope, now):
                self.wasted[scope[0]] += 1
                return Admission(too_many_requests(seconds), scope[0])
        price = self._price(now, paid=paid)
        if price > stars:
            return Admission(bad_request(BALANCE_TOO_LOW))
        for window in [*(self._window(scope, now) for scope in scopes), self._all]:
            window.take(now)
        return Admission(price=price)

    def too_many_at_once(self, active: int) -> BotApiError | None:
        """What one request too many is told, after it was held."""
        if not self.rules.at_once or active <= self.rules.at_once:
            return None
        self.wasted["at_once"] += 1
        return too_many_requests(self.rules.held_retry_after)

    def _start_anew(self) -> None:
        self._all = SlidingWindow(0, 1)  # counts alone: what this second has cost
        self._windows: dict[Scope, Window] = {}
        self._halts: dict[Scope, FloodWait] = {}
        self._tidy_above = _TIDY_ABOVE

    def _scopes(self, chat: Chat | None, *, paid: bool) -> Iterator[Scope]:
        rules = self.rules
        if isinstance(chat, SandboxChannel):
            kind = "group" if chat.is_group else "channel"
            if rules.group_per_minute if chat.is_group else rules.channel_per_minute:
                yield kind, chat.id
        elif chat is not None and rules.private_per_second:
            yield "private", chat.id
        if paid and rules.paid_per_second:
            yield "paid", 0
        elif rules.per_second and not paid:
            yield "bot", 0

    def _window(self, scope: Scope, now: float) -> Window:
        if scope not in self._windows:
            self._tidy(now)
            self._windows[scope] = self._new_window(scope[0])
        return self._windows[scope]

    def _new_window(self, kind: str) -> Window:
        rules = self.rules
        match kind:
            case "private":
                return Bucket(rules.private_per_second, rules.private_burst)
            case "group":
                return SlidingWindow(rules.group_per_minute, _MINUTE)
            case "channel":
                return SlidingWindow(rules.channel_per_minute, _MINUTE)
            case "paid":
                return SlidingWindow(rules.paid_per_second, 1)
            case _:
                return SlidingWindow(rules.per_second, 1)

    def _told(self, scope: Scope, now: float) -> int:
        """Whole seconds that this scope has to wait; whoever ignored them is told more."""
        halt = self._halts.get(scope)
        if halt is None or halt.until <= now:
            self._halts.pop(scope, None)
            wait = self._window(scope, now).wait(now)
            return self._halt(scope, now, ceil(wait)) if wait > 0 else 0
        if now - halt.told_at > _ON_ITS_WAY_S:
            return self._halt(scope, now, min(2 * halt.seconds, _LONGEST_WAIT_S))
        return max(1, ceil(halt.until - now))

    def _halt(self, scope: Scope, now: float, seconds: int) -> int:
        seconds = max(1, seconds)
        self._halts[scope] = FloodWait(now + seconds, now, seconds)
        return seconds

    def _price(self, now: float, *, paid: bool) -> int:
        """A message above the free ones of this second costs a tenth of a Star."""
        free = self.rules.per_second
        return 1 if paid and free and self._all.count(now) >= free else 0

    def _tidy(self, now: float) -> None:
        """Chats that are quiet again are forgotten, once there are many."""
        if len(self._windows) <= self._tidy_above:
            return
        self._windows = {s: w for s, w in self._windows.items() if not w.is_idle(now)}
        self._halts = {s: h for s, h in self._halts.items() if h.until > now}
        self._tidy_above = max(_TIDY_ABOVE, 2 * len(self._windows))


def can_be_paid(method: str) -> bool:
    """Whether a call knows `allow_paid_broadcast`: where it does not, it is not heeded."""
    name = method.lower()
    return name.startswith(("send", "copy")) and name != "copymessages"


def is_counted(method: str) -> bool:
    """Whether a call counts as a message."""
    name = method.lower()
    return name.startswith(_COUNTED) and name not in _NOT_COUNTED
