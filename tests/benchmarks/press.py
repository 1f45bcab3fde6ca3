"""A newsroom at work for a benchmark: the whole bot as a process, and people who write to it."""

import asyncio
import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from bot.app import assemble
from bot.config import FixedSettings
from bot.domain.buttons import Publish, pack
from bot.sandbox.rapid.process import RapidProcess, rapid_process
from tests.builders import a_draft
from tests.journeys.processes import bot_process
from tests.kill.house import House
from tests.kill.plan import Plan

Found = TypeVar("Found")

_ROOT = Path(__file__).parents[2]
_PATIENCE = 60.0  # seconds
_LOOK = 0.02
_FIRST_PERSON = 3_000_000_001  # none of the readers; each writes once
_COMMANDS = ("/start", "/help")


@dataclass(frozen=True, slots=True)
class Figures:
    """Of some times in milliseconds: how many, the median, the 99th percentile, the longest."""

    count: int
    median_ms: float
    p99_ms: float
    longest_ms: float

    @classmethod
    def of(cls, seconds: Sequence[float]) -> "Figures":
        ordered = sorted(1000 * second for second in seconds)
        return cls(
            len(ordered),
            round(statistics.median(ordered), 1),
            round(ordered[-(-99 * len(ordered) // 100) - 1], 1),
            round(ordered[-1], 1),
        )


class Press:
    """Updates go in, and the stand-in says when their effects arrived."""

    def __init__(
        self, rapid: RapidProcess, house: House, drafts: Sequence[int], process_id: int
    ) -> None:
        self.rapid = rapid
        self.process_id = process_id
        self.house = house
        self._drafts = list(drafts)
        self._numbers = iter(range(1, 10**9))
        self._asked: dict[int, float] = {}

    # --- what people do ---

    def write(self, seconds: float, every: float) -> range:
        """Let a new person write each `every` seconds; those people."""
        first = _FIRST_PERSON + len(self._asked)
        until = time.monotonic() + seconds
        while (now := time.monotonic()) < until:
            self._say(_COMMANDS[len(self._asked) % len(_COMMANDS)])
            time.sleep(max(0.0, every - (time.monotonic() - now)))
        return range(first, _FIRST_PERSON + len(self._asked))

    def publish(self, *, breaking: bool = False) -> float:
        """Press «publish» under the next draft; when."""
        desk = self.house.desk
        message = {
            "message_id": next(self._numbers),
            "date": int(time.time()),
            "chat": {"id": desk, "type": "private", "first_name": "Олена"},
            "text": "…",
        }
        press = {
            "id": str(next(self._numbers)),
            "from": _person(desk),
            "chat_instance": "1",
            "message": message,
            "data": pack(Publish(self._drafts.pop(0), breaking)),
        }
        pressed_at = time.time()
        self.rapid.add_updates({"callback_query": press})
        return pressed_at

    def _say(self, text: str) -> None:
        person = _FIRST_PERSON + len(self._asked)
        entity = {"type": "bot_command", "offset": 0, "length": len(text)}
        message = {
            "message_id": next(self._numbers),
            "date": int(time.time()),
            "chat": {"id": person, "type": "private", "first_name": "Надія"},
            "from": _person(person),
            "text": text,
            "entities": [entity],
        }
        self._asked[person] = time.time()
        self.rapid.add_updates({"message": message})

    # --- what they see ---

    def replies(self, people: range) -> list[float]:
        """Seconds from each person's words to the first message that they got."""
        waiting = set(people)

        def arrived() -> dict[int, float]:
            found: dict[int, float] = {}
            for person, at in self.rapid.arrivals(people):
                found.setdefault(person, at)
            return found

        answered = _until(arrived, lambda found: waiting <= found.keys())
        return [answered[person] - self._asked[person] for person in people]

    def posts(self, since: float) -> list[float]:
        """Seconds from then until each channel's post, once all of them have one."""
        channels = self.house.channels
        chats = range(min(channels), max(channels) + 1)

        def arrived() -> list[tuple[int, float]]:
            return [(chat, at) for chat, at in self.rapid.arrivals(chats) if at >= since]

        found = _until(arrived, lambda posts: len({chat for chat, _ in posts}) == len(channels))
        return sorted(at - since for _, at in found)

    def memory_mb(self) -> tuple[float, float]:
        """The bot's resident memory: now, and the most that it has had."""
        status = Path(f"/proc/{self.process_id}/status").read_text()
        now, most = (
            int(status.split(f"{name}:")[1].split()[0]) / 1024 for name in ("VmRSS", "VmHWM")
        )
        return now, most

    def accepted(self) -> int:
        accepted: int = self.rapid.count()["accepted"]
        return accepted

    def refused(self) -> int:
        return sum(self.rapid.count()["refused"].values())


@contextmanager
def publishing(
    folder: Path, *, readers: int, channels: int, rate: int, drafts: int, limits: Sequence[str]
) -> Iterator[Press]:
    """The bot, in an empty folder, against a stand-in with these limits; its newsroom is filled.

    It has answered somebody when this begins.
    """
    house = House(folder / "press.db", Plan(seed=0, readers=readers, channels=channels))
    with rapid_process(*limits) as rapid:
        settings = FixedSettings.model_validate(
            {
                "bot_token": rapid.token,
                "telegram_api_url": rapid.address,
                "database_url": house.url,
                "owner_ids": (house.desk,),
            }
        )
        numbers = asyncio.run(_prepare(house, settings, drafts))
        changed = {"PYTHONPATH": str(_ROOT), "RATE_PER_SECOND": str(rate)}
        with bot_process(settings, folder, **changed) as process:
            press = Press(rapid, house, numbers, process.pid)
            press.replies(press.write(1, 0.5))
            yield press


async def _prepare(house: House, settings: FixedSettings, drafts: int) -> list[int]:
    await house.build()
    app = assemble(settings)
    try:
        await app.start()
        return [
            await a_draft(app.storage, f"Порт номер {number:03} відкрив зелений термінал")
            for number in range(drafts)
        ]
    finally:
        await app.close()


def _person(user_id: int) -> dict[str, Any]:
    return {"id": user_id, "is_bot": False, "first_name": "Надія", "language_code": "uk"}


def _until(look: Callable[[], Found], enough: Callable[[Found], bool]) -> Found:
    """Look until there is enough, or for a minute."""
    until = time.monotonic() + _PATIENCE
    while not enough(found := look()):
        if time.monotonic() > until:
            raise SystemExit("the bot did not do it within a minute")
        time.sleep(_LOOK)
    return found
