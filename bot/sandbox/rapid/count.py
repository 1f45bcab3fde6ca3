"""The server's own count: what it accepted, by text, and how fast.

`GET /rapid/count` answers::

    {"accepted": 20020, "edits": 0, "deletes": 0, "forwards": 12,
     "asked_who_it_is": 1,  # getMe: how often a bot has started
     "texts": {DIGEST: {"begins": "…", "private": {"chats_1": 19990, "chats_2": 9,
                        "chats_3_or_more": 1}, "twice": [chat ids with two or more]}},
     "channels": {"-1001": {"posts": [[message_id, DIGEST, revision, photo], …],
                            "deleted": [ids]}},
     "refused": {"token": 0, "channel": 0, "private": 0},   # the limits' 429s: all of them wasted
     "faults": {"close_after": 11, …}, "blocked": [chat ids that have answered 403],
     "first_at": 1.7e9, "last_at": 1.7e9, "overall_per_second": 987.6,
     "busiest_second": 1000, "sustained_per_second": 985.0}

Private chats that have accepted none of a text are those that the caller knows beyond these.
`revision` is 1 for a post as it was sent, and one more for each edit. `sustained_per_second` is
the highest mean over any `window` seconds; null where sending took less than that.
"""

import time
from array import array
from collections.abc import Callable
from hashlib import blake2b

_PAGE = 8  # bits: chats lie in pages of 256, so that ids in a row cost a byte each
_MOST = 255
_TWICE = 2
_TICKS = 10  # a second
_BEGINS = 160  # characters


class CountedText:
    """How many messages with one text each private chat has accepted."""

    def __init__(self, text: str) -> None:
        self.digest = blake2b(text.encode(), digest_size=8).hexdigest()
        self.begins = text[:_BEGINS]
        self.whole: str | None = None  # kept once it stands in a channel: it may be forwarded
        self.twice: list[int] = []
        self._pages: dict[int, bytearray] = {}
        self._chats = [0, 0, 0, 0]  # with none (not kept), one, two, three or more

    def add(self, chat_id: int) -> None:
        number = chat_id >> _PAGE
        page = self._pages.get(number)
        if page is None:
            page = self._pages[number] = bytearray(1 << _PAGE)
        place = chat_id & _MOST
        copies = page[place]
        page[place] = min(copies + 1, _MOST)
        self._chats[min(copies, 3)] -= 1
        self._chats[min(copies + 1, 3)] += 1
        if copies + 1 == _TWICE:
            self.twice.append(chat_id)

    def copies(self, chat_id: int) -> int:
        page = self._pages.get(chat_id >> _PAGE)
        return page[chat_id & _MOST] if page else 0

    def summary(self) -> dict[str, object]:
        _, one, two, more = self._chats
        private = {"chats_1": one, "chats_2": two, "chats_3_or_more": more}
        return {"begins": self.begins, "private": private, "twice": self.twice}


class Texts:
    """Every text that was sent, by a number; a text itself is not kept."""

    def __init__(self) -> None:
        self._numbers: dict[int, int] = {}
        self.all: list[CountedText] = []

    def number(self, text: str) -> int:
        key = hash(text)
        number = self._numbers.get(key)
        if number is None:
            number = self._numbers[key] = len(self.all)
            self.all.append(CountedText(text))
        return number

    def find(self, digest: str) -> CountedText | None:
        return next((text for text in self.all if text.digest == digest), None)


class Pace:
    """When messages were accepted, in tenths of a second."""

    def __init__(self, clock: Callable[[], float] = time.time) -> None:
        self._clock = clock
        self.accepted = 0
        self.first_at: float | None = None
        self.last_at: float | None = None
        self._ticks = array("I")

    def add(self) -> None:
        now = self._clock()
        if self.first_at is None:
            self.first_at = now
        self.last_at = now
        self.accepted += 1
        tick = int((now - self.first_at) * _TICKS)
        while len(self._ticks) <= tick:
            self._ticks.append(0)
        self._ticks[tick] += 1

    def summary(self, window: float) -> dict[str, object]:
        return {
            "accepted": self.accepted,
            "first_at": self.first_at,
            "last_at": self.last_at,
            "overall_per_second": self._overall(),
            "busiest_second": self._highest(_TICKS) or self.accepted,
            "sustained_per_second": self._mean(window),
        }

    def _overall(self) -> float | None:
        """The first message begins the time, so it does not count in it."""
        if self.first_at is None or self.last_at is None or self.last_at <= self.first_at:
            return None
        return (self.accepted - 1) / (self.last_at - self.first_at)

    def _mean(self, window: float) -> float | None:
        highest = self._highest(max(1, round(window * _TICKS)))
        return None if highest is None else highest / window

    def _highest(self, ticks: int) -> int | None:
        """The most that came within so many ticks; the last, half-filled tick is left out."""
        whole = self._ticks[:-1]
        if len(whole) < ticks:
            return None
        within = highest = sum(whole[:ticks])
        for index in range(ticks, len(whole)):
            within += whole[index] - whole[index - ticks]
            highest = max(highest, within)
        return highest
