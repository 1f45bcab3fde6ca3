"""Places to work at: how many there are, who takes the next one, and who leaves theirs."""

import asyncio
from contextlib import suppress
from datetime import timedelta

import pytest

from bot.delivery.concurrency import Place, Room, current_place, working_at


def a_place(room: Room, *, of_desk: bool = False) -> Place:
    return Place(room, of_desk=of_desk, age=lambda: timedelta(seconds=5))


class Line:
    """Who has come in, in order."""

    def __init__(self, room: Room) -> None:
        self.room = room
        self.inside: list[str] = []

    async def come(self, name: str, *, again: bool = False) -> asyncio.Task[None]:
        async def enter() -> None:
            await self.room.enter(again=again)
            self.inside.append(name)

        task = asyncio.get_running_loop().create_task(enter())
        await settle()
        return task

    async def goes(self) -> list[str]:
        self.room.leave()
        await settle()
        return self.inside


async def settle() -> None:
    for _ in range(3):
        await asyncio.sleep(0)


async def test_so_many_work_at_once_and_the_others_one_by_one_in_their_order() -> None:
    line = Line(Room(2))
    for name in ("first", "second", "third", "fourth"):
        await line.come(name)
    assert line.inside == ["first", "second"]
    assert await line.goes() == ["first", "second", "third"]
    assert await line.goes() == ["first", "second", "third", "fourth"]
    for _ in range(2):
        await line.goes()
    for name in ("fifth", "sixth", "seventh"):
        await line.come(name)
    assert line.inside[4:] == ["fifth", "sixth"]


async def test_who_comes_back_goes_before_who_is_new() -> None:
    line = Line(Room(1))
    await line.come("at work")
    await line.come("new")
    await line.come("back", again=True)
    assert await line.goes() == ["at work", "back"]
    assert await line.goes() == ["at work", "back", "new"]


async def test_a_closed_room_takes_back_whoever_was_there_and_nobody_new() -> None:
    line = Line(Room(2))
    line.room.close()
    await line.come("new")
    await line.come("back", again=True)
    await line.come("back, too", again=True)
    await line.come("back, third", again=True)
    assert line.inside == ["back", "back, too"]
    assert await line.goes() == ["back", "back, too", "back, third"]
    assert (await line.goes())[3:] == []
    line.room.open()
    await settle()
    assert line.inside[3:] == ["new"]
    await line.come("newer")
    assert line.inside[3:] == ["new"]


@pytest.mark.parametrize("has_just_come", [False, True])
async def test_who_gives_up_takes_no_place_from_others(*, has_just_come: bool) -> None:
    line = Line(Room(1))
    await line.come("at work")
    waiting = await line.come("gives up")
    await line.come("next")
    if has_just_come:
        line.room.leave()
        waiting.cancel()
        await settle()
    else:
        waiting.cancel()
        await settle()
        assert line.inside == ["at work"]
        await line.goes()
    assert line.inside == ["at work", "next"]
    assert await line.goes() == ["at work", "next"]
    await line.come("later")
    assert line.inside[2:] == ["later"]


async def test_a_place_is_taken_said_and_given_back() -> None:
    room = Room(1)
    place = a_place(room, of_desk=True)
    assert (place.of_desk, place.is_asked_again, place.only_waits) == (True, False, False)
    assert place.age() == timedelta(seconds=5)
    assert current_place() is None
    async with working_at(place):
        assert current_place() is place
        assert not place.was_left.is_set()
    assert current_place() is None
    assert place.was_left.is_set()
    place.leave()  # once more frees nothing
    line = Line(room)
    for name in ("one", "two"):
        await line.come(name)
    assert line.inside == ["one"]


@pytest.mark.parametrize("fails", [False, True])
async def test_while_one_waits_another_works_and_then_it_goes_on(*, fails: bool) -> None:
    room = Room(1)
    line = Line(room)
    place = a_place(room)
    async with working_at(place):
        await line.come("other")
        assert line.inside == []
        with suppress(ZeroDivisionError):
            async with place.left():
                await settle()
                assert line.inside == ["other"]
                await line.come("third")
                asyncio.get_running_loop().call_soon(room.leave)
                assert 1 // (not fails)
        await settle()
        assert line.inside == ["other"], "it has its place again"
    await settle()
    assert line.inside == ["other", "third"]


async def test_who_is_cancelled_in_a_wait_does_not_wait_for_a_place() -> None:
    room = Room(1)
    line = Line(room)

    async def wait() -> None:
        async with working_at(a_place(room)), a_place(room).left():
            await line.come("other")
            await asyncio.sleep(60)

    task = asyncio.get_running_loop().create_task(wait())
    await settle()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task


def test_it_is_said_whether_only_a_wait_is_left() -> None:
    place = a_place(Room(1))
    with place.waiting():
        assert place.only_waits
    assert not place.only_waits
    with pytest.raises(ZeroDivisionError), place.waiting():
        raise ZeroDivisionError
    assert not place.only_waits


def test_who_asks_again_lets_go_of_what_waits_for_them() -> None:
    place = a_place(Room(1))
    let_go: list[str] = []
    with place.letting_go(lambda: let_go.append("first")):
        pass
    place.ask_again()
    assert (place.is_asked_again, let_go) == (True, [])
    with place.letting_go(lambda: let_go.append("second")):
        place.ask_again()
    assert let_go == ["second"]
