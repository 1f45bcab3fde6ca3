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
from bot.rendering.log_csv import COLUMNS, log_as_csv
from tests.handlers.house import EDITOR, OWNER, House


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


async def test_the_log_comes_as_a_file_that_a_spreadsheet_reads(house: House) -> None:
    await house.published(headline="=HYPERLINK(«пастка»)")
    await house.press(OWNER, ExportLog())
    (sent,) = house.telegram.of(SendDocument)
    file = sent.document
    assert isinstance(file, BufferedInputFile)
    assert (sent.chat_id, file.filename) == (OWNER, "vistnyk-log.csv")
    table = StringIO(file.data.decode("utf-8-sig"))
    first, line = csv.reader(table, delimiter=";")
    assert first == list(COLUMNS)
    assert dict(zip(COLUMNS, line, strict=True)) == {
        "at": "2023-05-10T15:30:00+03:00",
        "by": "",
        "by_id": "",
        "did": "published",
        "about": "article",
        "number": "1",
        "name": "'=HYPERLINK(«пастка»)",
        "part": "",
        "before": "",
        "after": "",
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


@pytest.mark.parametrize(("language", "between"), [("uk", ";"), ("en", ",")])
def test_the_table_opens_in_columns_by_a_double_click_with_its_times_in_one_zone(
    language: str, between: str
) -> None:
    at = datetime(2023, 5, 10, 12, 30, tzinfo=UTC)
    change = Change("scheduled", "2023-05-11T07:00:00+00:00", None)
    deed = Deed(at, 1, "Ігор", Did.EDITED, Subject(About.ARTICLE, 7, "Міст"), (change,))
    _, line = csv.DictReader(
        StringIO(log_as_csv([deed], ZoneInfo("Europe/Kyiv"), language).decode("utf-8-sig")),
        fieldnames=COLUMNS,
        delimiter=between,
    )
    assert (line["at"], line["before"], line["after"]) == (
        "2023-05-10T15:30:00+03:00",
        "2023-05-11T10:00:00+03:00",
        "",
    )
