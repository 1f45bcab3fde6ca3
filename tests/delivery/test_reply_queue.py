"""Whose reply goes next, and which are not sent any more."""

import asyncio
from dataclasses import dataclass, field
from datetime import timedelta

import pytest

from bot.delivery.concurrency import Place, Room
from bot.delivery.pacer import Pacer
from bot.delivery.rates import Rates
from bot.delivery.reply_queue import NobodyWaitsError, ReplyQueue
from storage.storage import Storage
from tests.clock import Clock


def a_place(
    *, of_desk: bool = False, asked_again: bool = False, told: bool = False, least_age: float = 0
) -> Place:
    place = Place(
        Room(1), of_desk=of_desk, age=timedelta, least_age=lambda: timedelta(minutes=least_age)
    )
    place.is_told = told
    if asked_again:
        place.ask_again()
    return place


@dataclass
class Replies:
    """They wait while the first one has the turn, and leave one after another."""

    line: ReplyQueue = field(default_factory=ReplyQueue)
    left: list[str] = field(default_factory=list)
    dropped: list[str] = field(default_factory=list)

    async def reply(self, name: str, place: Place | None) -> None:
        try:
            async with self.line.turn(place):
                self.left.append(name)
        except NobodyWaitsError:
            self.dropped.append(name)

    async def all_of(self, *waiting: tuple[str, Place | None], pause: float = 0) -> None:
        async with asyncio.TaskGroup() as group, self.line.turn(None):
            for name, place in waiting:
                group.create_task(self.reply(name, place))
                await asyncio.sleep(pause)


async def test_the_desk_goes_first_and_then_the_newest() -> None:
    replies = Replies()
    await replies.all_of(
        ("first", a_place()),
        ("second", a_place()),
        ("an editor", a_place(of_desk=True)),
        ("the desk", None),
        ("third", a_place()),
    )
    assert replies.left == ["an editor", "the desk", "third", "second", "first"]
    assert replies.dropped == []


async def test_what_is_too_old_is_dropped_where_a_newer_one_goes_first() -> None:
    replies = Replies(ReplyQueue(patience=0.5))
    old = [(f"old {number}", a_place()) for number in range(3)]
    async with asyncio.TaskGroup() as group, replies.line.turn(None):
        for name, place in old:
            group.create_task(replies.reply(name, place))
        await asyncio.sleep(0.7)
        group.create_task(replies.reply("new", a_place()))
        await asyncio.sleep(0)
    assert replies.left == ["new"]
    assert replies.dropped == ["old 0", "old 1", "old 2"]


async def test_whoever_asked_before_a_halt_of_two_minutes_is_answered_after_the_newest(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    replies, loop = Replies(), asyncio.get_running_loop()
    async with asyncio.TaskGroup() as group, replies.line.turn(None):
        group.create_task(replies.reply("old", a_place()))
        await asyncio.sleep(0)
        now = loop.time()
        monkeypatch.setattr(loop, "time", lambda: now + 120)
        group.create_task(replies.reply("new", a_place()))
        await asyncio.sleep(0)
    monkeypatch.undo()
    assert replies.left == ["new", "old"]


async def test_nobody_is_dropped_for_others_who_are_as_late() -> None:
    replies = Replies(ReplyQueue(patience=0.01))
    async with asyncio.TaskGroup() as group, replies.line.turn(None):
        for number in range(3):
            group.create_task(replies.reply(str(number), a_place()))
        await asyncio.sleep(0.1)
    assert sorted(replies.left) == ["0", "1", "2"]


async def test_only_so_many_wait() -> None:
    replies = Replies(ReplyQueue(most=2))
    await replies.all_of(*((str(number), a_place()) for number in range(4)))
    assert replies.left == ["3", "2"]
    assert replies.dropped == ["0", "1"]


async def test_of_two_answers_to_the_same_the_later_one_is_wanted() -> None:
    replies = Replies()
    earlier, editors = a_place(), a_place(of_desk=True, asked_again=True)
    async with asyncio.TaskGroup() as group, replies.line.turn(None):
        for name, place in (("earlier", earlier), ("an editor's", editors)):
            group.create_task(replies.reply(name, place))
        group.create_task(replies.reply("known at once", a_place(asked_again=True)))
        await asyncio.sleep(0)
        earlier.ask_again()
        group.create_task(replies.reply("later", a_place()))
        await asyncio.sleep(0)
    assert replies.left == ["an editor's", "later"]
    assert replies.dropped == ["known at once", "earlier"]


async def test_whoever_was_dropped_and_ended_at_once_gives_back_no_turn() -> None:
    replies, place = Replies(), a_place()
    async with replies.line.turn(None):
        ended = asyncio.ensure_future(replies.reply("ended", place))
        await asyncio.sleep(0)
        place.ask_again()
        ended.cancel()
        with pytest.raises(asyncio.CancelledError):
            await ended
        waits = asyncio.ensure_future(replies.reply("waits", a_place()))
        await asyncio.sleep(0.01)
        assert replies.left == []
    await waits
    assert replies.left == ["waits"]


@pytest.mark.parametrize(("minutes", "dropped"), [(15, 0), (15.1, 1)])
async def test_behind_many_nobody_waits_for_an_answer_to_what_was_asked_long_ago(
    minutes: float, dropped: int
) -> None:
    replies = Replies(ReplyQueue(many=2))
    await replies.all_of(
        ("old, behind few", a_place(least_age=60)),
        ("new", a_place()),
        ("old", a_place(least_age=minutes)),
        ("an editor's", a_place(of_desk=True, least_age=minutes)),
        ("newest", a_place()),
    )
    assert "old, behind few" in replies.left
    assert replies.dropped == ["old"] * dropped
    assert len(replies.left) == 5 - dropped


async def test_behind_many_nobody_waits_for_a_mark_of_what_they_have_been_told() -> None:
    replies = Replies(ReplyQueue(many=2))
    await replies.all_of(
        ("told, behind few", a_place(told=True)),
        ("new", a_place()),
        ("told", a_place(told=True)),
        ("an editor's", a_place(of_desk=True, told=True)),
        ("newest", a_place()),
    )
    assert replies.left == ["an editor's", "newest", "new", "told, behind few"]
    assert replies.dropped == ["told"]


async def test_as_many_have_their_turn_side_by_side_as_may_and_nobody_overtakes() -> None:
    line = ReplyQueue(at_once=lambda: 2)
    may_leave, inside = asyncio.Event(), list[int]()

    async def reply(number: int) -> None:
        async with line.turn(a_place(of_desk=True)):
            inside.append(number)
            await may_leave.wait()

    async with asyncio.TaskGroup() as group:
        for number in range(5):
            group.create_task(reply(number))
        for _ in range(5):
            await asyncio.sleep(0)
        assert inside == [0, 1]
        may_leave.set()
    assert inside == [0, 1, 2, 3, 4]


async def test_whoever_need_not_wait_is_answered_even_if_they_asked_twice() -> None:
    replies = Replies()
    await replies.reply("earlier", a_place(asked_again=True))
    assert replies.left == ["earlier"]


@pytest.mark.parametrize("turns", range(5))
async def test_a_reply_that_is_given_up_holds_nobody_up(turns: int) -> None:
    replies = Replies()
    async with asyncio.TaskGroup() as group:
        group.create_task(replies.reply("first", a_place()))
        leaving = group.create_task(replies.reply("second", a_place()))
        group.create_task(replies.reply("third", a_place()))
        for _ in range(turns):
            await asyncio.sleep(0)
        has_left = leaving.done()
        leaving.cancel()
    assert leaving.cancelled() is not has_left
    await replies.reply("later", a_place())
    assert replies.left[-1] == "later"
    assert "third" in replies.left


async def test_a_crowds_replies_take_no_slots_far_ahead(storage: Storage, clock: Clock) -> None:
    """A thousand slots were taken at once: the next post had the one behind them."""
    pacer = Pacer(storage, clock, Rates(per_second=10), sleep=clock.sleep)
    gate = asyncio.Event()

    async def reply(person: int) -> None:
        async with pacer.turn(person, a_place()):
            await gate.wait()

    start = clock()
    async with asyncio.TaskGroup() as group:
        crowd = [group.create_task(reply(person)) for person in range(1, 51)]
        await asyncio.sleep(0.2)
        async with storage.writing() as tx:
            (slot,) = await pacer.take_slots(tx, 1)
        assert slot - clock() < timedelta(seconds=1)
        gate.set()
        await asyncio.gather(*crowd)
    assert clock() - start >= timedelta(seconds=4)
