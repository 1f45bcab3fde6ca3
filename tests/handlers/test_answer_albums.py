"""An album of the desk's goes to the reader whom it answers, when the clock asks."""

import pytest
from aiogram.methods import CopyMessage
from sqlalchemy.exc import IntegrityError

from bot.domain.letter import ALBUM_WHOLE_AFTER, AnswerPart, LetterKind, Written
from bot.usecases.album_answers import AlbumAnswers
from handlers.editors.answer_albums import AlbumsOut
from tests.clock import Clock
from tests.handlers.clock import NOW
from tests.handlers.house import EDITOR, READER, House
from tests.tables import FULL, refuse, take_again


async def test_while_the_disk_is_full_no_reader_gets_an_album_again_and_again(
    house: House,
) -> None:
    clock = Clock(NOW)
    answers = AlbumAnswers(house.storage, clock)
    albums = AlbumsOut(answers, house.sender, house.app.pages, "uk")
    letter = Written(READER, 7, LetterKind.TEXT, "Які замки відкриті?", None)
    number = await house.app.letters.receive(letter)
    await answers.add(number, AnswerPart(EDITOR, 71, "замки", {"type": "photo"}, "Ігор"))
    clock.now += ALBUM_WHOLE_AFTER
    await refuse(house.storage, "letter_answer", "UPDATE", saying=FULL)
    for _ in range(2):
        with pytest.raises(IntegrityError, match="full"):
            await albums.send_due()
    assert not house.telegram.of(CopyMessage)
    await take_again(house.storage, "letter_answer")
    for _ in range(2):
        await albums.send_due()
        clock.now += ALBUM_WHOLE_AFTER
    assert [each.chat_id for each in house.telegram.of(CopyMessage)] == [READER]
