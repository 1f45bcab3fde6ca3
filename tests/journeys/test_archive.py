"""The desk sets tags, and a reader goes through the archive by them and by days."""

from datetime import timedelta

import pytest

from bot.domain.archive_buttons import Browse, ShowCalendar, ShowNames
from bot.domain.buttons import Correct, Publish
from bot.domain.field_buttons import EditField, OpenFields, ShowFields
from tests.journeys.desk import OLENA, TARAS, Desk
from tests.journeys.pages import a_page

FIRST = "Порт Роттердама відкрив зелений термінал"
SECOND = "Осло заборонило автомобілі в центрі"
DAY = {"uk": "· 10 травня 2023", "en": "· 10 May 2023"}


@pytest.mark.slow
@pytest.mark.parametrize("language", ["uk", "en"])
async def test_what_the_desk_tags_is_found_under_its_tags_and_days(
    desk: Desk, language: str
) -> None:
    await desk.channel()
    desk.come(TARAS, "Тарас", language_code=language)
    await desk.reader(TARAS)

    async def tag(article_id: int, words: str) -> None:
        desk.clock.off += timedelta(seconds=9)
        await desk.press(OLENA, lambda p: p == OpenFields(article_id))
        await desk.press(OLENA, lambda p: p == EditField(article_id, "tags"), "Теги")
        await desk.until(lambda: desk.button(OLENA, lambda p: p == ShowFields(article_id)))
        desk.clock.off += timedelta(seconds=9)
        desk.world.say(OLENA, words)

    # A draft and a published article get their tags, each in its own way.
    desk.world.say(OLENA, a_page(FIRST))
    await desk.until(lambda: desk.button(OLENA, lambda p: isinstance(p, Publish)))
    await tag(1, "Зелена енергія, порт")
    await desk.until(lambda: desk.posts(OLENA, "Теги: Зелена енергія, порт"))
    await desk.press(OLENA, lambda p: isinstance(p, Publish) and not p.breaking)
    await desk.settled(1)
    desk.clock.off += timedelta(seconds=9)
    await desk.settled(await desk.publish(a_page(SECOND)))
    await tag(2, "#зелена_енергія")
    await desk.press(OLENA, lambda p: isinstance(p, Correct) and not p.marked)

    # One message, edited in place: tags, the articles of one, its calendar, a day of it.
    archive = desk.world.say(TARAS, "/archive")
    shown = (await desk.answer(TARAS, archive))["message_id"]
    await desk.press(TARAS, lambda p: isinstance(p, ShowNames) and p.kind == "tag")
    await desk.press(TARAS, lambda p: isinstance(p, Browse) and p.is_name, "Зелена енергія · 2")
    (page,) = await desk.until(lambda: desk.posts(TARAS, "#\u2060Зелена енергія"))
    assert FIRST in page["text"]
    assert SECOND in page["text"]
    await desk.press(TARAS, lambda p: isinstance(p, ShowCalendar) and p.is_name)
    await desk.press(TARAS, lambda p: isinstance(p, Browse) and bool(p.is_name and p.day))
    (day,) = await desk.until(lambda: desk.posts(TARAS, DAY[language]))
    assert day["message_id"] == shown
    assert FIRST in day["text"]
