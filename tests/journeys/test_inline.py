"""In any chat somebody types behind the bot's name, chooses an article, and sends it there."""

import pytest

from bot.domain.article import Content, Reading
from bot.sandbox.journal import InlineQuery
from tests.journeys.desk import OLENA, TARAS, Desk
from tests.journeys.pages import a_page

HEADLINES = (
    "Міст відкрили для руху",
    "Порт чекає на кораблі",
    "Учителів бракує всюди",
    "Театр повертається додому",
    "Пшениця подешевшала",
    "Метро працюватиме довше",
    "Сакура зацвіла",
    "Лікарня отримала апарат",
    "Бібліотека шукає волонтерів",
    "Річка вийшла з берегів",
    "Вчені знайшли новий вид",
)


async def asked(desk: Desk, words: str, offset: str = "") -> InlineQuery:
    query = desk.world.inline_queries[desk.world.ask_inline(TARAS, words, offset=offset)]
    await desk.until(lambda: query.results is not None)
    return query


@pytest.mark.slow
@pytest.mark.parametrize("language", ["uk", "en"])
async def test_an_article_is_found_behind_the_bots_name_and_sent_to_a_group(
    desk: Desk, language: str
) -> None:
    assert desk.app is not None
    leads = (*(f"{each} сьогодні." for each in HEADLINES[:-1]), None)
    for headline, lead in zip(HEADLINES, leads, strict=True):
        tags = ("Рідкісні види",) if headline == HEADLINES[-1] else ()
        body = ("Про це пише «Вісник».",)
        written = Content(headline=headline, lead=lead, body=body, tags=tags)
        await desk.app.imports.keep([Reading(written)])
    await desk.paste(a_page("Чернетка про сакури, якої ніхто не бачив"))
    desk.come(TARAS, "Тарас", language_code=language)
    group = desk.world.add_group("Друзі", OLENA)
    desk.world.set_bot_rights(group, OLENA, status="member")

    newest = await asked(desk, "")
    assert len(newest.results or {}) == 10
    assert next(iter((newest.results or {}).values()))["description"] == "Про це пише «Вісник»."
    rest = await asked(desk, "", newest.next_offset)
    titles = [r["title"] for q in (newest, rest) for r in (q.results or {}).values()]
    assert titles == list(reversed(HEADLINES))
    assert rest.next_offset == ""

    found = await asked(desk, "сакури")
    ((number, result),) = (found.results or {}).items()
    assert result["title"] == "Сакура зацвіла"
    desk.world.choose_inline(found.id, number, group)
    (post,) = desk.posts(group, "Сакура зацвіла")
    assert any("start=a" in entity.get("url", "") for entity in post["entities"])

    nearest = await asked(desk, "сакрра")
    assert [r["title"] for r in (nearest.results or {}).values()] == ["Сакура зацвіла"]
    nothing = await asked(desk, "крокодил")
    said = {"uk": ("сакур", "Нічого не знайшлося"), "en": ("сакур", "Nothing found")}[language]
    for query, words in zip((nearest, nothing), said, strict=True):
        assert (
            words in (query.button or {})["text"].lower() or words in (query.button or {})["text"]
        )
    assert not nothing.results
    assert (found.button, newest.button) == (None, None)

    tagged = await asked(desk, "рідкісні види")
    quoted = {"uk": "«тег:„рідкісні види“»", "en": "“tag:«рідкісні види»”"}[language]
    assert quoted in (tagged.button or {})["text"]

    before = len(desk.texts(TARAS))
    desk.world.say(TARAS, "/start")
    desk.world.choose_inline(found.id, number, TARAS)
    desk.world.say(TARAS, "/help")
    await desk.until(lambda: desk.posts(TARAS, "/topics"))
    assert len(desk.texts(TARAS)) == before + 5, "the card itself is answered by nothing"
