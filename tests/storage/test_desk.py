"""What the desk is in the middle of: parts of a paste, files, and what it was told when."""

from datetime import timedelta

from bot.domain.notices import CopyLeft
from bot.domain.own_notices import HaltOver
from storage.storage import Storage
from tests.builders import IHOR, OLENA
from tests.clock import NOON
from tests.storage.changes import changes

LATER = NOON + timedelta(minutes=1)
MOMENT = timedelta(milliseconds=1)


async def test_another_text_replaces_its_own_part_until_the_paste_is_read(
    storage: Storage,
) -> None:
    async with storage.writing() as tx:
        for chat_id in (IHOR, OLENA):
            for number in (1, 2):
                await tx.desk.keep_part(chat_id, number, "перше", at=NOON, complete_at=LATER)
        assert not await tx.desk.change_part(IHOR, 3, "нове")
    found = await changes(storage, lambda tx: tx.desk.change_part(IHOR, 2, "нове"))
    assert found == {("paste_part", 2): {"text": "нове"}}
    async with storage.writing() as tx:
        assert await tx.desk.change_part(IHOR, 2, "новіше")
        assert await tx.desk.parts(IHOR) == [("перше", NOON), ("новіше", NOON)]
        assert await tx.desk.take_parts(IHOR) == [("перше", NOON), ("новіше", NOON)]
        assert not await tx.desk.change_part(IHOR, 2, "запізно")
        assert await tx.desk.parts(IHOR) == []
        assert len(await tx.desk.parts(OLENA)) == 2


async def test_the_last_part_says_how_long_the_whole_paste_waits(storage: Storage) -> None:
    async with storage.writing() as tx:
        await tx.desk.keep_part(OLENA, 1, "чужа", at=NOON, complete_at=LATER)
        for number, until in ((1, LATER), (2, NOON)):
            assert await tx.desk.keep_part(IHOR, number, "…", at=NOON, complete_at=until)
            assert await tx.desk.open_pastes() == {IHOR: until, OLENA: LATER}
        assert not await tx.desk.keep_part(IHOR, 1, "…", at=NOON, complete_at=LATER)
        assert await tx.desk.open_pastes() == {IHOR: NOON, OLENA: LATER}


async def test_a_file_is_read_once_and_is_no_part_of_a_paste(storage: Storage) -> None:
    found = await changes(storage, lambda tx: tx.desk.note_file(IHOR, 1, NOON))
    ((_, noted),) = found.items()
    assert (noted["arrived_at"], noted["taken"]) == (NOON, True)
    async with storage.writing() as tx:
        assert not await tx.desk.note_file(IHOR, 1, LATER)
        assert await tx.desk.note_file(OLENA, 1, LATER)
        assert await tx.desk.note_file(IHOR, 2, LATER)
        assert await tx.desk.open_pastes() == {}
        assert await tx.desk.parts(IHOR) == []


async def test_only_what_was_read_and_is_older_is_forgotten(storage: Storage) -> None:
    async with storage.writing() as tx:
        await tx.desk.keep_part(IHOR, 1, "ще чекає", at=NOON - MOMENT, complete_at=LATER)
        for number, at in ((2, NOON - MOMENT), (3, NOON)):
            await tx.desk.note_file(IHOR, number, at)
    assert await changes(storage, lambda tx: tx.desk.forget_parts(NOON)) == {
        ("paste_part", 2): {"gone": True}
    }


async def test_what_the_desk_was_told_is_found_by_its_kind_and_its_time(storage: Storage) -> None:
    async with storage.writing() as tx:
        assert await tx.desk.latest_notice([CopyLeft], NOON) is None
        for told, at in (
            (CopyLeft("Світ"), NOON - MOMENT),
            (CopyLeft("Війна"), NOON),
            (CopyLeft("Політика"), NOON),
            (HaltOver(NOON), LATER),
        ):
            await tx.desk.add_notice(told, at)
        assert await tx.desk.latest_notice([CopyLeft], NOON) == (3, CopyLeft("Політика"))
        assert await tx.desk.latest_notice([CopyLeft], NOON + MOMENT) is None
        assert await tx.desk.latest_notice([CopyLeft, HaltOver], NOON) == (4, HaltOver(NOON))
        assert await tx.desk.notice(2) == CopyLeft("Війна")
        assert await tx.desk.notice(5) is None


async def test_a_notice_that_says_something_else_keeps_its_number_and_time(
    storage: Storage,
) -> None:
    async with storage.writing() as tx:
        for title in ("Світ", "Війна"):
            await tx.desk.add_notice(CopyLeft(title), NOON)
    found = await changes(storage, lambda tx: tx.desk.change_notice(2, HaltOver(LATER)))
    assert [*found] == [("notice", 2)]
    assert found["notice", 2].keys() == {"kind", "details"}
    async with storage.reading() as seen:
        assert await seen.desk.notice(1) == CopyLeft("Світ")
        assert await seen.desk.notice(2) == HaltOver(LATER)
