"""An album of the desk's goes to the reader whom it answers, when the clock asks."""

import pytest
from aiogram.methods import CopyMessage
from sqlalchemy.exc import IntegrityError

from bot.domain.letter import ALBUM_WHOLE_AFTER, AnswerPart, LetterKind, Written
from bot.domain.letter_notices import AnswerInDoubt
from bot.usecases.album_answers import AlbumAnswers
from handlers.editors.answer_albums import AlbumsOut
from tests.clock import Clock
from tests.handlers.clock import NOW
from tests.handlers.house import EDITOR, READER, House
from tests.tables import FULL, refuse, take_again


async def an_album(house: House, answers: AlbumAnswers, message_id: int) -> None:
    """An answer to a letter of the reader's, of a photo alone."""
    letter = Written(READER, message_id - 64, LetterKind.TEXT, "Які замки відкриті?", None)
    number = await house.app.letters.receive(letter)
    part = AnswerPart(EDITOR, message_id, f"замки {message_id}", {"type": "photo"}, "Ігор")
    await answers.add(number, part)


async def test_while_the_disk_is_full_no_reader_gets_an_album_again_and_again(
    house: House,
) -> None:
    clock = Clock(NOW)
    answers = AlbumAnswers(house.storage, clock)
    albums = AlbumsOut(answers, house.sender, house.app.pages, "uk")
    await an_album(house, answers, 71)
    clock.now += ALBUM_WHOLE_AFTER
    await refuse(house.storage, "letter_answer", "UPDATE", saying=FULL)
    for _ in range(2):
        with pytest.raises(IntegrityError, match="full"):
            await albums.send_due()
    assert not house.telegram.of(CopyMessage)
    await take_again(house.storage, "letter_answer")
    for _ in range(2):
        with house.telegram.in_order():
            await albums.send_due()
        clock.now += ALBUM_WHOLE_AFTER
    assert [each.chat_id for each in house.telegram.of(CopyMessage)] == [READER]


async def test_an_album_with_a_fault_of_ours_holds_up_no_other(
    house: House, caplog: pytest.LogCaptureFixture
) -> None:
    clock = Clock(NOW)
    answers = AlbumAnswers(house.storage, clock)
    albums = AlbumsOut(answers, house.sender, house.app.pages, "uk")
    for message_id in (71, 72):
        await an_album(house, answers, message_id)
    clock.now += ALBUM_WHOLE_AFTER
    await refuse(house.storage, "letter_answer", "UPDATE", "OLD.desk_message_id = 71")
    with pytest.raises(IntegrityError):
        await albums.send_due()
    assert [each.message_id for each in house.telegram.of(CopyMessage)] == [72]
    assert "an answer to a letter did not go out" in caplog.text
    caplog.clear()
    await take_again(house.storage, "letter_answer")
    await albums.send_due()
    assert [each.message_id for each in house.telegram.of(CopyMessage)] == [72, 71]


async def test_an_album_that_fails_behind_its_arrival_is_sent_three_times_at_most(
    house: House, caplog: pytest.LogCaptureFixture
) -> None:
    clock = Clock(NOW)
    answers = AlbumAnswers(house.storage, clock)
    albums = AlbumsOut(answers, house.sender, house.app.pages, "uk")
    await an_album(house, answers, 71)
    await refuse(house.storage, "letter_answer", "UPDATE", "NEW.sent_as IS NOT NULL")
    for _ in range(3):
        clock.now += ALBUM_WHOLE_AFTER
        with pytest.raises(IntegrityError):
            await albums.send_due()
    for _ in range(3):
        clock.now += ALBUM_WHOLE_AFTER
        await albums.send_due()
    assert len(house.telegram.of(CopyMessage)) == 3
    assert caplog.text.count("an answer to a letter did not go out") == 3
    async with house.storage.reading() as tx:
        told = await tx.desk.latest_notice([AnswerInDoubt], clock() - 4 * ALBUM_WHOLE_AFTER)
    assert told is not None, "the desk hears of it"
    assert told[1] == AnswerInDoubt(1)
    caplog.clear()
