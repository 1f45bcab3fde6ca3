"""Letters to the desk: no flood, none twice, none from whoever is blocked, and none for ever."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy.exc import DBAPIError

from bot.domain.errors import RefusedError
from bot.domain.letter import (
    ALBUM_WHOLE_AFTER,
    AWAITED_FOR,
    FLOOD,
    FLOOD_WITHIN,
    LETTERS_KEPT,
    AnswerPart,
    LetterKind,
    Written,
)
from bot.domain.people import Person
from bot.domain.update_facts import KeptUpdate
from bot.usecases.album_answers import AlbumAnswers
from bot.usecases.letters import Awaited, erase_letters
from storage.schema import letter, question
from tests import tables
from tests.builders import IHOR, OLENA, TARAS, an_editor, an_owner
from tests.usecases.house import House

DESK_MESSAGE = 70


def a_letter(message_id: int = 1, *, name: str | None = None, album: str | None = None) -> Written:
    return Written(TARAS, message_id, LetterKind.TEXT, f"Лист {message_id}", name, album)


async def test_after_the_question_one_message_is_a_letter(house: House) -> None:
    assert await house.letters.awaited(TARAS, None) is None
    await house.letters.ask(TARAS, signed=False)
    await house.letters.stands_in(TARAS, 5)
    assert await house.letters.awaited(TARAS, None) == Awaited(signed=False)
    await house.letters.ask(TARAS, signed=True, in_message=5)
    assert await house.letters.awaited(TARAS, None) == Awaited(signed=True)
    assert house.notices() == []
    await house.letters.receive(a_letter(1, name="Тарас"))
    assert [facts["ending"] for _, facts in house.notices(TARAS)] == ["answered"]
    assert await house.letters.awaited(TARAS, None) is None
    assert await house.letters.awaited(TARAS, 1) == Awaited(signed=True)
    assert not await house.letters.cancel(TARAS)


async def test_a_letter_is_waited_for_a_day_and_then_words_are_looked_for(house: House) -> None:
    await house.letters.ask(TARAS, signed=True)
    house.clock.now += AWAITED_FOR - timedelta(seconds=1)
    await house.letters.tidy()
    assert await house.letters.awaited(TARAS, None)
    house.clock.now += timedelta(seconds=1)
    assert await house.letters.awaited(TARAS, None) is None
    assert await house.letters.cancel(TARAS), "whoever presses says so themselves"
    await house.letters.ask(TARAS, signed=False)
    house.clock.now += AWAITED_FOR
    await house.letters.tidy()
    assert not tables.mappings(house.storage, question)
    await house.letters.ask(TARAS, signed=False)
    assert await house.letters.awaited(TARAS, None)


async def test_no_thread_tells_who_wrote_an_unsigned_letter(house: House) -> None:
    for number, name in ((1, "Тарас"), (2, None), (3, "Тарас"), (4, None)):
        await house.letters.receive(a_letter(number, name=name))
    assert [facts["follows"] for _, facts in house.notices(OLENA)] == [None, None, 1, 2]
    replied = replace(a_letter(5, name="Тарас"), replied_to=4)
    await house.letters.receive(replied)
    assert house.notices(OLENA)[-1][1]["follows"] == 3
    await house.letters.block(5, on=True, by=an_editor())
    blocked = [facts["blocked"] for _, facts in house.notices(OLENA)]
    assert blocked == [True, False, True, False, True]


async def test_the_same_message_is_one_letter(house: House) -> None:
    first = await house.letters.receive(a_letter())
    assert await house.letters.receive(a_letter()) == first
    assert len(house.notices(OLENA)) == 1


async def test_an_album_is_one_letter_whatever_it_consists_of(house: House) -> None:
    await house.letters.ask(TARAS, signed=False)
    first, second, third = (
        Written(TARAS, number, kind, text, album="77")
        for number, kind, text in (
            (1, LetterKind.PHOTO, ""),
            (2, LetterKind.PHOTO, "Двір"),
            (3, LetterKind.VIDEO, ""),
        )
    )
    number = await house.letters.receive(first)
    assert await house.letters.awaited(TARAS, None, "77") == Awaited(signed=False, is_part=True)
    assert await house.letters.awaited(TARAS, None, "78") is None
    for part in (second, second):  # killed in between
        await house.letters.add_part(part)
    ((_, told),) = house.notices(OLENA)
    assert (told["kind"], told["more"], told["rest"]) == ("photo", 1, ["Двір"])
    await house.letters.add_part(third)
    ((_, told),) = house.notices(OLENA)
    assert (told["kind"], told["more"], told["rest"]) == ("mixed", 2, ["Двір", ""])
    assert (await house.letters.letter(number)).messages == (1, 2, 3)


@pytest.mark.parametrize(("sender", "waits"), [(OLENA, True), (TARAS, False)])
async def test_an_album_that_answers_waits_for_what_the_desk_has_sent_of_it_alone(
    house: House, sender: int, *, waits: bool
) -> None:
    number = await house.letters.receive(a_letter())
    answers = AlbumAnswers(house.storage, house.clock)
    await answers.add(number, AnswerPart(OLENA, 71, "замки", {"type": "photo"}, "Олена"))
    message = {
        "message_id": 72,
        "date": 0,
        "chat": {"id": sender, "type": "private"},
        "from": {"id": sender, "is_bot": False, "first_name": "Хтось"},
        "media_group_id": "замки",
    }
    async with house.storage.writing() as tx:
        kept = KeptUpdate({"update_id": 1, "message": message}, house.clock())
        await tx.inbox.keep([kept], house.clock())
    house.clock.now += ALBUM_WHOLE_AFTER
    assert [album.letter.id for album in await answers.due()] == ([] if waits else [number])


async def test_the_desk_reads_a_letter_as_its_writer_has_edited_it(house: House) -> None:
    number = await house.letters.receive(a_letter(1))
    assert await house.letters.is_letter(TARAS, 1)
    assert await house.letters.change(TARAS, 1, "Лист 1") is None, "a preview has come"
    assert await house.letters.change(TARAS, 2, "Інше") is None
    assert await house.letters.change(TARAS, 1, "Лист, перечитаний") == number
    ((_, told),) = house.notices(OLENA)
    assert (told["text"], told["changed"]) == ("Лист, перечитаний", True)
    await house.letters.block(number, on=True, by=an_editor())
    with pytest.raises(RefusedError, match="letters_blocked"):
        await house.letters.change(TARAS, 1, "Ще одне")


async def test_an_edit_of_one_message_of_an_album_leaves_the_words_of_the_others(
    house: House,
) -> None:
    first, *others = (
        Written(TARAS, number, LetterKind.PHOTO, text, album="77")
        for number, text in ((1, "Двір"), (2, ""), (3, "Дах"))
    )
    number = await house.letters.receive(first)
    for part in others:
        await house.letters.add_part(part)
    assert await house.letters.change(TARAS, 1, "Двір", "77") is None, "a preview has come"
    assert await house.letters.change(TARAS, 1, "Подвір’я", "77") == number
    assert await house.letters.is_letter(TARAS, 3, "77")
    assert await house.letters.change(TARAS, 3, "Стріха", "77") == number
    assert not await house.letters.is_letter(TARAS, 4, "77")
    assert words_told(house) == "Подвір’я\n\nСтріха"
    async with house.storage.writing() as tx:
        await erase_letters(tx, TARAS, house.clock())
    assert words_told(house) == ""


def words_told(house: House) -> str:
    """What the desk reads of the one letter."""
    ((_, told),) = house.notices(OLENA)
    return "\n\n".join(filter(None, (told["text"], *told["rest"])))


async def test_whoever_floods_the_desk_waits(house: House) -> None:
    for number in range(FLOOD):
        await house.letters.receive(a_letter(number))
    for refused in (house.letters.receive(a_letter(99)), house.letters.ask(TARAS, signed=False)):
        with pytest.raises(RefusedError, match="letters_too_many") as told:
            await refused
        assert told.value.details == {"count": FLOOD, "minutes": 60}
    house.clock.now += FLOOD_WITHIN + timedelta(seconds=1)
    await house.letters.receive(a_letter(99))


async def test_the_desk_can_have_enough_and_think_again(house: House) -> None:
    number = await house.letters.receive(a_letter())
    await house.letters.block(number, on=True, by=an_editor())
    await house.privacy.forget(Person(TARAS))
    with pytest.raises(RefusedError, match="letters_blocked"):
        await house.letters.receive(a_letter(2))


async def test_a_block_is_lifted_by_any_letter(house: House) -> None:
    first, second = [await house.letters.receive(a_letter(number)) for number in (1, 2)]
    await house.letters.block(second, on=True, by=an_editor())
    assert [facts["blocked"] for _, facts in house.notices(OLENA)] == [True, True]
    await house.letters.block(first, on=False, by=an_editor())
    assert [facts["blocked"] for _, facts in house.notices(OLENA)] == [False, False]
    await house.letters.receive(a_letter(3))


async def test_an_answer_goes_out_until_it_is_known_to_have_arrived(house: House) -> None:
    number = await house.letters.receive(a_letter())
    for _ in range(2):  # killed in between
        assert await house.letters.begin_answer(number, OLENA, DESK_MESSAGE)
    for editor in (an_owner(), an_editor(), an_owner()):
        await house.letters.answered(number, OLENA, DESK_MESSAGE, sent_as=8, by=editor)
    assert not await house.letters.begin_answer(number, OLENA, DESK_MESSAGE)
    (told,) = house.notices(OLENA)
    assert told[1]["answered_by"] == ["Олена", "Ігор"]
    assert await house.letters.awaited(TARAS, 8) == Awaited(signed=False)


async def test_who_takes_their_letters_along_does_not_learn_who_of_the_desk_has_answered(
    house: House,
) -> None:
    number = await house.letters.receive(a_letter(1, album="77"))
    await house.letters.add_part(a_letter(2, album="77"))
    await house.letters.begin_answer(number, IHOR, DESK_MESSAGE)
    kept = (await house.privacy.data(TARAS)).tables
    (told,), (answer,) = kept["letter"], kept["letter_answer"]
    assert (told["text"], told["rest"]) == ("Лист 1", ["Лист 2"])
    assert answer.keys() & {"letter_id", "desk_chat_id", "by"} == {"letter_id"}
    assert IHOR not in answer.values()


async def test_while_the_disk_is_full_an_answer_is_not_begun_again(house: House) -> None:
    number = await house.letters.receive(a_letter())
    await tables.refuse(house.storage, "letter_answer", "UPDATE", saying=tables.FULL)
    answers = (OLENA, DESK_MESSAGE)
    assert await house.letters.begin_answer(number, *answers)
    with pytest.raises(DBAPIError, match=tables.FULL[0]):
        await house.letters.answered(number, *answers, sent_as=5, by=an_editor())
    with pytest.raises(DBAPIError, match=tables.FULL[0]):
        await house.letters.begin_answer(number, *answers)
    await tables.take_again(house.storage, "letter_answer")
    assert await house.letters.begin_answer(number, *answers)


async def test_letters_are_kept_for_a_while_and_no_longer(house: House) -> None:
    number = await house.letters.receive(a_letter())
    await house.letters.begin_answer(number, OLENA, DESK_MESSAGE)
    house.clock.now += LETTERS_KEPT
    await house.letters.tidy()
    assert tables.mappings(house.storage, letter)
    house.clock.now += timedelta(seconds=1)
    await house.letters.tidy()
    assert not tables.mappings(house.storage, letter)
    with pytest.raises(RefusedError, match="letter_unknown"):
        await house.letters.letter(number)


async def test_no_word_of_a_letter_is_kept_for_longer_than_the_letter(house: House) -> None:
    for number in (1, 2):
        await house.letters.receive(a_letter(number, name="Тарас"))
        house.clock.now += timedelta(seconds=2)
    house.clock.now += LETTERS_KEPT - timedelta(seconds=3)  # the second one is younger than that
    await house.letters.tidy()
    kept = [(facts["text"], facts["name"]) for _, facts in house.notices(OLENA)]
    assert kept == [("", None), ("Лист 2", "Тарас")]
