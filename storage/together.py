"""What several ask of the database at about the same time is done in one transaction for all.

Whoever comes first does it for those who come until it begins; what comes meanwhile is the next
group's. Nobody waits for company: where one comes alone, it is done for that one at once.
"""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from storage.engine import is_passing

Asked = TypeVar("Asked")
Answer = TypeVar("Answer")

_MOST = 100  # in a group


@dataclass(eq=False, slots=True)
class _One(Generic[Asked, Answer]):
    """`turn` comes with the answer, or where this one is to see to the next group (`leads`)."""

    asked: Asked
    answer: "asyncio.Future[Answer]"
    turn: asyncio.Event = field(default_factory=asyncio.Event)
    leads: bool = False


class Together(Generic[Asked, Answer]):
    """`do` answers a group, in its order. One that would fail fails by itself."""

    def __init__(
        self,
        do: Callable[[Sequence[Asked]], Awaitable[Sequence[Answer]]],
        most: Callable[[], int] = lambda: _MOST,
    ) -> None:
        """`most`: so many may be in the next group."""
        self._do = do
        self._most = most
        self._waiting: deque[_One[Asked, Answer]] = deque()
        self._is_led = False

    async def ask(self, asked: Asked) -> Answer:
        """Raises what `do` raises for this one; it may have been done twice, then."""
        one = _One[Asked, Answer](asked, asyncio.get_running_loop().create_future())
        if self._is_led:
            self._waiting.append(one)
            try:
                await one.turn.wait()
            except asyncio.CancelledError:
                one.answer.cancel()
                if one.leads:
                    self._pass_on()
                raise
            if not one.leads:
                return one.answer.result()
        self._is_led = True
        await self._lead(one)
        return one.answer.result()

    async def _lead(self, own: _One[Asked, Answer]) -> None:
        group = [own]
        try:
            await asyncio.sleep(0)  # whoever is about to ask comes along
            while self._waiting and len(group) < self._most():
                group.append(self._waiting.popleft())
            await self._answer([one for one in group if not one.answer.done()])
        finally:
            # Some are left where this one was cancelled: the next one does it for them.
            left = [one for one in group[1:] if not one.answer.done()]
            self._waiting.extendleft(reversed(left))
            self._pass_on()

    async def _answer(self, group: Sequence[_One[Asked, Answer]]) -> None:
        try:
            answers = await self._do([one.asked for one in group])
        except Exception as error:  # noqa: BLE001 - each of them raises it
            if len(group) > 1 and not is_passing(error):
                for one in group:
                    await self._answer([one])
                return
            for one in group:
                _settle(one, error)
            return
        for one, answer in zip(group, answers, strict=True):
            _settle(one, answer)

    def _pass_on(self) -> None:
        """The first of those who wait sees to the next group."""
        while self._waiting:
            one = self._waiting.popleft()
            if not one.answer.done():
                one.leads = True
                one.turn.set()
                return
        self._is_led = False


def _settle(one: _One[Asked, Answer], answer: Answer | Exception) -> None:
    if not one.answer.done():  # or nobody waits any more
        if isinstance(answer, Exception):
            one.answer.set_exception(answer)
        else:
            one.answer.set_result(answer)
    one.turn.set()
