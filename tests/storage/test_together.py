"""What several ask at once is done once for all, and nobody's trouble is another's."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field

import pytest

from storage.together import Together


@dataclass
class Deed:
    """Doubles numbers once it may; `groups` are those that it was asked for together."""

    may_go: asyncio.Event = field(default_factory=asyncio.Event)
    groups: list[list[int]] = field(default_factory=list)
    faults: dict[int, Exception] = field(default_factory=dict)

    async def __call__(self, numbers: Sequence[int]) -> list[int]:
        self.groups.append(list(numbers))
        await self.may_go.wait()
        for number in numbers:
            if fault := self.faults.get(number):
                raise fault
        return [2 * number for number in numbers]


async def in_hand(deed: Deed, count: int = 1) -> None:
    """Until so many groups were begun."""
    for _ in range(20):
        await asyncio.sleep(0)
    assert len(deed.groups) == count


async def test_who_comes_alone_waits_for_nobody() -> None:
    deed = Deed()
    deed.may_go.set()
    together = Together(deed)
    assert [await together.ask(number) for number in (1, 2)] == [2, 4]
    assert deed.groups == [[1], [2]]


async def test_who_comes_at_once_is_a_group_and_who_comes_meanwhile_the_next() -> None:
    deed = Deed()
    together = Together(deed)
    async with asyncio.TaskGroup() as group:
        first = [group.create_task(together.ask(number)) for number in (1, 2)]
        await in_hand(deed)
        second = [group.create_task(together.ask(number)) for number in (3, 4, 5)]
        await asyncio.sleep(0)
        deed.may_go.set()
    assert [task.result() for task in first + second] == [2, 4, 6, 8, 10]
    assert deed.groups == [[1, 2], [3, 4, 5]]


async def test_a_group_is_no_larger_than_it_may_be() -> None:
    deed = Deed()
    deed.may_go.set()
    together = Together(deed, most=lambda: 2)
    answers = await asyncio.gather(*map(together.ask, range(5)))
    assert answers == [0, 2, 4, 6, 8]
    assert deed.groups == [[0, 1], [2, 3], [4]]


async def test_one_that_fails_fails_by_itself() -> None:
    deed = Deed(faults={2: ValueError("two")})
    deed.may_go.set()
    together = Together(deed)
    answers = await asyncio.gather(*map(together.ask, (1, 2, 3)), return_exceptions=True)
    assert answers[0] == 2
    assert answers[2] == 6
    assert isinstance(answers[1], ValueError)
    assert deed.groups == [[1, 2, 3], [1], [2], [3]]


async def test_a_fault_that_passes_is_everybodys_and_not_tried_once_for_each() -> None:
    deed = Deed(faults={2: ConnectionError("no line")})
    deed.may_go.set()
    together = Together(deed)
    answers = await asyncio.gather(*map(together.ask, (1, 2, 3)), return_exceptions=True)
    assert [type(answer) for answer in answers] == [ConnectionError] * 3
    assert deed.groups == [[1, 2, 3]]
    assert await together.ask(4) == 8


async def test_whoever_sees_to_it_goes_and_the_others_have_their_answers_all_the_same() -> None:
    deed = Deed()
    together = Together(deed)
    first, *others = [asyncio.ensure_future(together.ask(number)) for number in (1, 2, 3)]
    await in_hand(deed)
    first.cancel()
    await in_hand(deed, 2)
    deed.may_go.set()
    assert await asyncio.gather(*others) == [4, 6]
    assert first.cancelled()
    assert deed.groups == [[1, 2, 3], [2, 3]]


async def test_whoever_waits_and_goes_is_left_out_also_where_it_was_about_to_see_to_it() -> None:
    deed = Deed()
    together = Together(deed)
    first = asyncio.ensure_future(together.ask(1))
    await in_hand(deed)
    waiting = [asyncio.ensure_future(together.ask(number)) for number in (2, 3, 4)]
    await asyncio.sleep(0)
    waiting[1].cancel()
    deed.may_go.set()
    assert await first == 2
    waiting[0].cancel()  # it has been told to go on, and did not yet
    assert await waiting[2] == 8
    assert deed.groups == [[1], [4]]
    with pytest.raises(asyncio.CancelledError):
        await waiting[0]
