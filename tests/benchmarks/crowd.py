"""A crowd that writes to a bot through the stand-in, and when each of them has their answer."""

import os
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from bot.domain.buttons import Follow, pack
from bot.sandbox.rapid.process import RapidProcess
from tests.benchmarks.press import Figures
from tests.builders import SVIT

_FIRST_PERSON = 3_000_000_001
_AT_ONCE = 500  # updates handed in by one request
_TICK = 0.01  # seconds
_PATIENCE = 20.0  # seconds without another answer
_LOOK = 0.05
_REST = 0.3  # seconds for what the bot does after its answers
_TICKS = os.sysconf("SC_CLK_TCK")


class Asked(StrEnum):
    """What a person does."""

    START = "/start"
    LATEST = "/latest"
    FOLLOW = "follow"


@dataclass(frozen=True, slots=True)
class AtFull:
    """Everybody wrote at once: updates a second, CPU for each, and how many went unanswered."""

    updates: int
    per_second: float
    cpu_ms: float
    unanswered: int


@dataclass(frozen=True, slots=True)
class AtPace:
    """They wrote at a pace that it can keep: so many a second."""

    rate: float
    cpu_ms: float
    answers: Figures
    unanswered: int


class Crowd:
    """`process_id`: the bot's. Each person writes once in a run; those of the first are known."""

    def __init__(self, rapid: RapidProcess, process_id: int) -> None:
        self._rapid = rapid
        self._process_id = process_id
        self._numbers = iter(range(1, 10**9))
        self._next_person = _FIRST_PERSON
        self._known = range(0)

    def begin(self) -> None:
        """The bot has answered one person: it is at work, and has loaded what it needs."""
        for asked in Asked:
            self._wait(asked, self._hand_in(asked, self._people(asked, 1)))

    def at_full(self, asked: Asked, count: int) -> AtFull:
        people = self._people(asked, count)
        cpu, began = self._cpu_seconds(), time.time()
        done = self._wait(asked, self._hand_in(asked, people))
        time.sleep(_REST)
        cpu = self._cpu_seconds() - cpu
        return AtFull(
            count,
            per_second=round(len(done) / (max(done.values()) - began), 1),
            cpu_ms=round(1000 * cpu / count, 2),
            unanswered=count - len(done),
        )

    def press_at_once(self, count: int) -> dict[int, float]:
        """So many strangers press a button; when."""
        first, self._next_person = self._next_person, self._next_person + count
        return self._hand_in(Asked.FOLLOW, range(first, first + count))

    def waited(self, pressed_at: dict[int, float]) -> list[float]:
        """For how many seconds those waited whose press is answered, once no more are."""
        answered = self._wait(Asked.FOLLOW, pressed_at, only_pop_ups=True)
        return [at - pressed_at[person] for person, at in answered.items()]

    def at_pace(self, asked: Asked, rate: float, seconds: float) -> AtPace:
        cpu = self._cpu_seconds()
        people = self._people(asked, round(rate * seconds))
        said_at: dict[int, float] = {}
        left = list(people)
        began = time.monotonic()
        while left:
            due = round((time.monotonic() - began) * rate) - len(said_at)
            now, left = left[: max(due, 0)], left[max(due, 0) :]
            said_at |= self._hand_in(asked, now)
            time.sleep(_TICK)
        answered = self._wait(asked, said_at)
        times = [answered[person] - said_at[person] for person in answered]
        cpu_ms = round(1000 * (self._cpu_seconds() - cpu) / len(people), 2)
        return AtPace(round(rate, 1), cpu_ms, Figures.of(times), len(people) - len(answered))

    # --- what they do ---

    def _people(self, asked: Asked, count: int) -> Sequence[int]:
        """Whoever writes `/start` is new; what else there is, is asked by those who did."""
        if asked is Asked.START:
            first, self._next_person = self._next_person, self._next_person + count
            people = range(first, first + count)
            if len(people) > len(self._known):
                self._known = people
            return people
        return self._known[:count]

    def _hand_in(self, asked: Asked, people: Sequence[int]) -> dict[int, float]:
        """When each of them wrote."""
        if not people:
            return {}
        make = self._press(people) if asked is Asked.FOLLOW else self._saying(asked)
        updates = [make(person) for person in people]
        said_at: dict[int, float] = {}
        for start in range(0, len(updates), _AT_ONCE):
            said_at |= dict.fromkeys(people[start : start + _AT_ONCE], time.time())
            self._rapid.add_updates(*updates[start : start + _AT_ONCE])
        return said_at

    def _saying(self, text: str) -> Callable[[int], dict[str, Any]]:
        entity = {"type": "bot_command", "offset": 0, "length": len(text)}

        def say(person: int) -> dict[str, Any]:
            told = {"from": _user(person), "text": text, "entities": [entity]}
            return {"message": self._message(person, next(self._numbers), **told)}

        return say

    def _press(self, people: Sequence[int]) -> Callable[[int], dict[str, Any]]:
        """On the button under the newest message that they have of the bot."""
        shown = self._rapid.newest(range(min(people), max(people) + 1))
        button = {"text": "Світ", "callback_data": pack(Follow(SVIT, on=True))}
        markup = {"inline_keyboard": [[button]]}

        def press(person: int) -> dict[str, Any]:
            number = shown.get(person, 1)
            under = self._message(person, number, text="…", reply_markup=markup)
            return {
                "callback_query": {
                    "id": f"{person}",
                    "from": _user(person),
                    "chat_instance": "1",
                    "message": under,
                    "data": button["callback_data"],
                }
            }

        return press

    def _message(self, person: int, number: int, **told: object) -> dict[str, Any]:
        chat = {"id": person, "type": "private", "first_name": "Надія"}
        return {"message_id": number, "date": int(time.time()), "chat": chat, **told}

    # --- what they see ---

    def _wait(
        self, asked: Asked, said_at: dict[int, float], *, only_pop_ups: bool = False
    ) -> dict[int, float]:
        """When each was answered, once all are, or nobody has been for a while."""
        since, found = min(said_at.values()), 0
        until = time.monotonic() + _PATIENCE
        while time.monotonic() < until:
            answered, is_done = self._answers(asked, said_at, since)
            if is_done or (only_pop_ups and len(answered) == len(said_at)):
                break
            if len(answered) > found:
                found, until = len(answered), time.monotonic() + _PATIENCE
            time.sleep(_LOOK)
        return answered

    def _answers(
        self, asked: Asked, people: dict[int, float], since: float
    ) -> tuple[dict[int, float], bool]:
        """When each was answered, and whether that is all there is to come."""
        chats = range(min(people), max(people) + 1)
        if asked is Asked.FOLLOW:
            pop_ups, keyboards = self._rapid.presses(chats)
            answered = {
                int(n): at for n, at in pop_ups.items() if int(n) in people and at >= since
            }
            changed = sum(at >= since for _, at in keyboards)
            return answered, len(answered) == len(people) == changed
        answered = {}
        for person, at in self._rapid.arrivals(chats):
            if at >= since:
                answered.setdefault(person, at)
        return answered, len(answered) == len(people)

    def _cpu_seconds(self) -> float:
        """User and system time of the bot, its threads included."""
        _, _, stat = Path(f"/proc/{self._process_id}/stat").read_text().rpartition(") ")
        user, system = stat.split()[11:13]
        return (int(user) + int(system)) / _TICKS


def _user(person: int) -> dict[str, Any]:
    return {"id": person, "is_bot": False, "first_name": "Надія", "language_code": "uk"}
