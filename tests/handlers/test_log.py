"""The desk's log on the screen, and as a file."""

import csv
from datetime import UTC, datetime
from io import StringIO
from zoneinfo import ZoneInfo

import pytest
from aiogram.methods import EditMessageText, SendDocument
from aiogram.types import BufferedInputFile

from bot.domain.buttons import Publish, pack
from bot.domain.deed_log import PAGE, About, Change, Deed, Did, Subject
from bot.domain.desk_buttons import ExportLog, ShowLog
from bot.domain.people import Role
from bot.rendering import LANGUAGES
from bot.rendering.log_csv import COLUMNS, log_as_csv
from tests.handlers.house import EDITOR, OWNER, House
from tests.rendering.examples import renderer


async def test_the_log_says_who_did_what(house: House) -> None:
    await house.channel()
    article = await house.draft()
    await house.press(EDITOR, Publish(article.id, breaking=False))
    await house.write(OWNER, "/log")
    (text,) = house.telegram.said
    assert f"10 травня, 15:30 · Ігор\nОпубліковано №{article.id} «НАТО поглибить" in text
    assert house.telegram.data_under_last() == [pack(ExportLog())]


async def test_the_log_turns_its_pages_in_place(house: House) -> None:
    for number in range(PAGE + 1):
        await house.published(headline=f"Новина {number}")
    await house.write(OWNER, "/log")
    assert pack(ShowLog(0, 1)) in house.telegram.data_under_last()
    await house.press(OWNER, ShowLog(0, 1))
    (edit,) = house.telegram.of(EditMessageText)
    assert "Новина 0" in (edit.text or "")
    assert "Сторінка 2 з 2" in (edit.text or "")
    assert pack(ShowLog(0, 0)) in house.telegram.data_under_last()


async def test_the_log_of_one_article(house: House) -> None:
    for number in range(2):
        await house.published(headline=f"Новина {number}")
    await house.write(EDITOR, "/log №2")
    (text,) = house.telegram.said
    assert "Журнал редакції</b>: №2" in text
    assert "Новина 0" not in text


async def test_the_log_of_one_person_and_its_pages(house: House) -> None:
    await house.channel()
    for number in range(PAGE + 1):
        await house.published(headline=f"Новина {number}")
    article = await house.draft(headline="Інша", lead="Інше.")
    await house.press(EDITOR, Publish(article.id, breaking=False))
    for typed in ("/log Ігор", "/log ігор"):
        await house.write(OWNER, typed)
        text = house.telegram.said[-1]
        assert "Журнал редакції</b>: Ігор" in text
        assert f"Опубліковано №{article.id} «Інша" in text
        assert "Новина" not in text
    await house.press(OWNER, ShowLog(0, 7, by=EDITOR))
    (edit,) = house.telegram.of(EditMessageText)
    assert "</b>: Ігор" in (edit.text or "")


async def test_who_has_done_nothing_has_an_empty_log(house: House) -> None:
    await house.published()
    await house.hire(EDITOR, Role.EDITOR)
    await house.write(OWNER, "/log Ігор")
    assert "ця людина нічого не публікувала" in house.telegram.said[-1]
    await house.write(OWNER, "/log 404")
    assert "З цією статтею" in house.telegram.said[-1]


async def test_of_what_is_not_understood_the_log_says_so(house: House) -> None:
    await house.published()
    await house.write(OWNER, "/log x")
    text = house.telegram.said[-1]
    assert "«x» – не номер статті" in text
    assert "Опубліковано №1" in text


async def test_the_log_comes_as_a_file_that_a_spreadsheet_reads(house: House) -> None:
    await house.published(headline="=HYPERLINK(«пастка»)")
    await house.press(OWNER, ExportLog())
    (sent,) = house.telegram.of(SendDocument)
    file = sent.document
    assert isinstance(file, BufferedInputFile)
    assert (sent.chat_id, file.filename) == (OWNER, "vistnyk-log.csv")
    table = StringIO(file.data.decode("utf-8-sig"))
    (line,) = csv.DictReader(table, delimiter=";")
    assert line == {
        "Коли": "2023-05-10 15:30:00",
        "Хто": "",
        "Номер у Telegram": "",
        "Що зроблено": "Опубліковано",
        "З чим": "стаття",
        "Номер": "1",
        "Назва": "'=HYPERLINK(«пастка»)",
        "Що змінено": "",
        "Було": "",
        "Стало": "",
    }


async def test_an_editor_reads_the_log_and_has_no_file_of_it(house: House) -> None:
    await house.published()
    await house.write(EDITOR, "/log")
    assert "Опубліковано №1" in house.telegram.said[0]
    await house.press(EDITOR, ExportLog())
    assert not house.telegram.of(SendDocument)
    assert house.telegram.pop_ups == ["Це може зробити лише власник бота або головний редактор."]


async def test_a_chief_has_the_file(house: House) -> None:
    await house.hire(EDITOR, Role.CHIEF)
    await house.press(EDITOR, ExportLog())
    assert len(house.telegram.of(SendDocument)) == 1


AT = datetime(2023, 5, 10, 12, 30, tzinfo=UTC)


def table_of(
    language: str, did: Did, about: About, change: Change, number: int = 7
) -> list[list[str]]:
    deed = Deed(AT, 1, "Ігор", did, Subject(about, number, "Міст"), (change,))
    table = log_as_csv(renderer(), [deed], ZoneInfo("Europe/Kyiv"), language)
    return list(csv.reader(StringIO(table.decode("utf-8-sig")), delimiter=BETWEEN[language]))


BETWEEN = {"uk": ";", "en": ","}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_table_opens_in_columns_by_a_double_click_with_its_times_in_one_zone(
    language: str,
) -> None:
    change = Change("scheduled", "2023-05-11T07:00:00+00:00", None)
    _, line = table_of(language, Did.EDITED, About.ARTICLE, change)
    assert line[0] == "2023-05-10 15:30:00"
    assert line[-2:] == ["2023-05-11 10:00:00", ""]


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("uk", ["Змінено канал", "канал", "7", "Міст", "світлини в дописах", "альбом", ""]),
        ("en", ["Changed the channel", "channel", "7", "Міст", "pictures in posts", "album", ""]),
    ],
)
def test_the_table_speaks_the_language_of_whoever_opens_it(
    language: str, words: list[str]
) -> None:
    change = Change("layout", "album", None)
    _, line = table_of(language, Did.CHANNEL_CHANGED, About.CHANNEL, change)
    assert line[3:] == words


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_channels_number_is_text_so_that_a_spreadsheet_shows_all_of_it(language: str) -> None:
    change = Change.switched("pins", on=True)
    _, line = table_of(language, Did.CHANNEL_CHANGED, About.CHANNEL, change, -1001234567890)
    assert line[5] == "'-1001234567890"


@pytest.mark.parametrize(("language", "sent"), [("uk", "надіслані"), ("en", "sent")])
def test_of_pictures_that_editors_sent_it_says_how_many(language: str, sent: str) -> None:
    site, one, two = "https://a.example/1.jpg", "telegram:AQAD", "telegram:video:AgAD"
    change = Change("pictures", site, f"{site}\n{one}\n{two}")
    _, line = table_of(language, Did.EDITED, About.ARTICLE, change)
    assert line[-2:] == [site, f"{site}, 2\N{NO-BREAK SPACE}{sent}"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_deed_has_words_in_the_table_and_words_of_an_article_are_left_alone(
    language: str,
) -> None:
    for did in Did:
        for about in About:
            named, line = table_of(language, did, about, Change("headline", "album", "<b>&amp;"))
            assert len(named) == len(COLUMNS)
            assert all([line[3], line[4], *named])
            assert line[-2:] == ["album", "<b>&amp;"]
