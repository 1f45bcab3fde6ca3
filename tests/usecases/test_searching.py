"""A search finds every form of what is looked for, among what readers may see, alike on both."""

from dataclasses import replace
from datetime import timedelta
from itertools import product
from typing import Any

import pytest
from sqlalchemy import text

from bot.domain.article import Reading
from bot.domain.errors import RefusedError
from bot.domain.filters import Said
from bot.domain.found import PHRASES_COUNTED_TO
from bot.domain.topics import Matter, Topic, TopicKind, word_topic
from bot.language.indexing import Index
from bot.language.terms import Language
from bot.usecases.index_filling import Indexing
from storage.imports import NewArticle
from storage.search_tables import search_state
from storage.storage import Storage
from tests import tables
from tests.builders import SVIT, VIINA, a_content, a_page, an_editor
from tests.clock import NOON
from tests.databases import on_postgresql, on_sqlite
from tests.gold_pairs import FOUND, NOT_FOUND, pairs
from tests.newsroom import LANGUAGE
from tests.usecases.house import House

READER, OTHER = 2001, 2002
DAY = timedelta(days=1)


async def found(house: House, words: str, section: str | None = None) -> list[str]:
    """The headlines of what is found, the best first."""
    _, articles = await house.searching.all_of(words, section, 100)
    return [article.content.headline for article in articles]


async def test_words_find_each_other_in_their_forms_and_no_others(house: House) -> None:
    wanted, unwanted = pairs(FOUND), pairs(NOT_FOUND)
    assert len(wanted) >= 150
    assert len(unwanted) >= 80
    texts = sorted({text for _, text in wanted + unwanted})
    bare = [Reading(a_content(text, lead=None, body=())) for text in texts]
    await house.imports.keep(bare)
    by_query = {query: set(await found(house, query)) for query, _ in wanted + unwanted}
    assert [(query, text) for query, text in wanted if text not in by_query[query]] == []
    assert [(query, text) for query, text in unwanted if text in by_query[query]] == []


async def test_the_best_come_first_and_then_the_newest(house: House) -> None:
    for number, (headline, lead, body) in enumerate(
        (
            ("Міст у тексті", "Лід.", "Тут є річка."),
            ("Стара річка: міст", "Лід.", "Текст."),
            ("Міст у ліді", "Через річку.", "Текст."),
            ("Міст і нова річка", "Лід.", "Текст."),
            ("Інше", "Лід.", "Самі мости."),
        )
    ):
        content = a_content(headline, lead=lead, body=(body,), published_at=NOON + number * DAY)
        await house.archived(content)
    best = ["Міст і нова річка", "Стара річка: міст", "Міст у ліді", "Міст у тексті"]
    assert await found(house, "річка МОСТИ") == best
    page = await house.searching.search("річка мости", by=READER)
    assert [hit.article.content.headline for hit in page.hits] == best
    assert page.total == 4
    newest = await house.searching.page(page.search_id, 0, newest=True, by=READER)
    assert [hit.article.content.headline for hit in newest.hits][:2] == [best[0], best[2]]


async def test_the_best_of_a_phrase_come_first_however_few_are_wanted(house: House) -> None:
    for number, (headline, lead, body) in enumerate(
        (
            ("Новий міст відкрито", "Лід.", "Текст."),
            ("Відкрито міст", "Лід.", "Новий міст."),
            ("У ліді", "Новий міст.", "Текст."),
            ("У тексті", "Лід.", "Новий міст."),
            ("Без слів у ряд", "Лід.", "Новий великий міст відкрито."),
        )
    ):
        content = a_content(headline, lead=lead, body=(body,), published_at=NOON + number * DAY)
        await house.archived(content)
    assert await found(house, '"новий міст"') == [
        "Новий міст відкрито",
        "У ліді",
        "У тексті",
        "Відкрито міст",
    ]
    assert await found(house, '"новий міст" відкрито') == ["Новий міст відкрито", "Відкрито міст"]
    _, (best,) = await house.searching.all_of('"новий міст"', None, 1)
    assert best.content.headline == "Новий міст відкрито"


async def test_a_query_means_what_it_says(house: House) -> None:
    stories: tuple[tuple[str, str, dict[str, Any]], ...] = (
        ("Перша", "У порту світанок.", {"author": "Олена Коваль"}),
        ("Друга", "Порт у порту в Одесі.", {"section": "ПОЛІТИКА", "tags": ("Енергетика",)}),
        ("Третя", "Порт нового терміналу.", {"author": "Іван Сич, Петро Коваль"}),
        ("Інша", "Зовсім інше.", {}),
    )
    for number, (headline, lead, more) in enumerate(stories):
        at = NOON + number * DAY
        await house.archived(a_content(headline, lead=lead, body=(), published_at=at, **more))
    for words, headlines in (
        ("порт", {"Перша", "Друга", "Третя"}),
        ("порт -Одеса", {"Перша", "Третя"}),
        ('порт -"нового терміналу"', {"Перша", "Друга"}),
        ('"порту в одесі"', {"Друга"}),
        ('"одесі порту"', set()),
        ("рубрика:Світ порт", {"Перша", "Третя"}),
        ("section:pol порт", {"Друга"}),
        ("рубрика:Немає порт", set()),
        ("порт -рубрика:Світ", {"Друга"}),
        ("-рубрика:полі", {"Перша", "Третя", "Інша"}),
        ("порт -section:pol -рубрика:Немає", {"Перша", "Третя"}),
        ("порт -автор:коваль", {"Перша", "Друга", "Третя"}),
        ("автор:коваль", {"Перша", "Третя"}),
        ('автор:"Олена Коваль"', {"Перша"}),
        ("тег:енергетики", {"Друга"}),
        ("від:11.05.2023 порт", {"Друга", "Третя"}),
        ("від:11.05.2023 до:11.05.2023", {"Друга"}),
        ("від:12 травня 2023 порт", {"Третя"}),
        ("порт до: 10 May 2023", {"Перша"}),
        ("від:12.05.23 порт", {"Третя"}),
        ("до:2023-05", {"Перша", "Друга", "Третя", "Інша"}),
        ("увага: порт", set()),
        ("-порт", {"Інша"}),
        ("порт на світанок", {"Перша"}),
        ("порт у м. Одеса", {"Друга"}),
        ("\" ) ' AND порт* NEAR(", set()),
    ):
        assert set(await found(house, words)) == headlines, words


async def test_a_name_has_as_many_words_as_the_archive_knows(house: House) -> None:
    for headline, lead, more in (
        ("Перша", "У порту світанок.", {"author": "Олена Коваль", "tags": ("Зелена енергія",)}),
        ("Друга", "Порт.", {"author": "Олена Сич", "tags": ("освіта",), "section": "ПОЛІТИКА"}),
        ("Третя", "Про #НАТО.", {"author": "Олена Коваль"}),
    ):
        await house.archived(a_content(headline, lead=lead, body=(), **more))
    for words, headlines in (
        ("автор: Олена Коваль", {"Перша", "Третя"}),
        ("Автор : Олена Коваль порт", {"Перша"}),
        ("порт автор:Олена", {"Перша", "Друга"}),
        ("автор:Олена порт рубрика:Світ", {"Перша"}),
        ("тег: зелена енергія порт", {"Перша"}),
        ("тег:освіта порт", {"Друга"}),
        ("#освіта", {"Друга"}),
        ("#Зелена_енергія порту", {"Перша"}),
        ("#Політика", {"Друга"}),
        ("#Полі", set()),
        ("порт -рубрика: Політика", {"Перша"}),
        ("#НАТО", {"Третя"}),
    ):
        assert set(await found(house, words)) == headlines, words


async def test_an_author_or_tag_whose_name_stands_in_no_article_is_proposed(house: House) -> None:
    await house.archived(a_content("Перша", author="Марта Довженко", tags=("Зелена енергія",)))
    for words, proposed in (
        ("марта довженко", "автор:«марта довженко»"),
        ("Довженка", "автор:Довженка"),
        ("зелена енергія", "тег:«зелена енергія»"),
    ):
        page = await house.searching.search(words, by=READER)
        assert (page.hits, str(page.instead)) == ((), proposed)
        page = await house.searching.instead(page.search_id, by=READER, language="uk")
        assert [hit.article.content.headline for hit in page.hits] == ["Перша"]


async def test_a_section_whose_name_stands_in_no_article_is_proposed(house: House) -> None:
    """Not «свій», which is spelled nearly so."""
    await house.archived(a_content("Своїх не кидають"))
    page = await house.searching.search("світ", by=READER)
    assert (page.hits, str(page.instead)) == ((), "рубрика:світ")
    page = await house.searching.instead(page.search_id, by=READER, language="uk")
    assert [hit.article.content.headline for hit in page.hits] == ["Своїх не кидають"]
    page = await house.searching.search("війна", by=READER)
    assert page.instead is None  # no article stands in that section


async def test_what_nothing_has_either_is_not_proposed(house: House) -> None:
    await house.archived(a_content("Минулий рік", author="Марта Коваль"))
    for typed in ("Кривий Ріг", "автор:Ковал кривий"):
        assert (await house.searching.search(typed, by=READER)).instead is None, typed
    page = await house.searching.search("мнулий рік", by=READER)
    assert str(page.instead) == "Минулий рік"


@pytest.mark.parametrize(
    ("words", "near", "instead"),
    [
        ("порт рубрика:Свіь", ("Світ", 7), "порт рубрика:Світ"),
        ("порт рубрика:Клумба", (None, 7), "None"),
        ("автор:ковал порт", ("Марта Коваль", 1), "порт автор:«Марта Коваль»"),
        ("тег:освату", ("освіта", 1), "тег:освіта"),
        ("тег:море", (None, 0), "None"),
        ("порт -рубрика:Полтика", ("Політика", 7), "None"),
        ("порт", None, "None"),
    ],
)
async def test_a_name_that_there_is_not_is_said_with_those_that_are_nearest(
    house: House, words: str, near: tuple[str | None, int] | None, instead: str
) -> None:
    await house.archived(a_content("Порт", author="Марта Коваль", tags=("освіта",)))
    page = await house.searching.search(words, by=READER)
    assert str(page.instead) == instead
    assert bool(page.hits) == (near is None or "-" in words)
    if near is None:
        assert page.unknown == ()
        return
    (unknown,) = page.unknown
    assert (unknown.name in words, len(unknown.near)) == (True, near[1])
    assert near[0] in (None, *unknown.near[:1])
    if page.instead:
        again = await house.searching.instead(page.search_id, by=READER, language="uk")
        assert len(again.hits) == 1


async def test_the_newest_come_first_over_weeks_and_years(house: House) -> None:
    days = (0, 1, 6, 7, 8, 20, 40, 41, 300, 900, 2500, 20000)
    for ago in days:
        content = a_content(
            f"Порт {ago}", lead="Нова хвиля.", body=("Через шторм у порту стало.",)
        )
        await house.archived(replace(content, published_at=NOON - ago * DAY))
    in_order = [f"Порт {ago}" for ago in days]
    for words in ("порт", '"нова хвиля"', '"шторм у порту"', "хвиля шторм порт стати"):
        assert await found(house, words) == in_order, words
    at = NOON - 20 * DAY
    assert await found(house, f"порт від:{at:%d.%m.%Y}") == in_order[:6]
    assert await found(house, f"порт до:{at:%d.%m.%Y}") == in_order[5:]
    page = await house.searching.search("порт", by=READER)
    second = await house.searching.page(page.search_id, 1, newest=True, by=READER)
    assert [hit.article.content.headline for hit in second.hits] == in_order[5:10]
    assert second.total == len(days)


async def test_a_star_stands_for_any_end_of_a_word(house: House) -> None:
    for headline, *body in (
        ("Трамвай у Харкові",),
        ("Харківський трамвай",),
        ("Харчі подорожчали",),
        ("Порт", "Тут харків’яни."),
    ):
        await house.archived(a_content(headline, lead=None, body=tuple(body)))
    of_city = {"Трамвай у Харкові", "Харківський трамвай", "Порт"}
    assert set(await found(house, "ХАРКІВ*")) == of_city
    assert await found(house, "харківськ*") == ["Харківський трамвай"]
    assert set(await found(house, "трамвай харків*")) == of_city - {"Порт"}
    assert await found(house, "трамвай -харківськ*") == ["Трамвай у Харкові"]
    assert await found(house, "хар*") == [], "so few letters say nothing"
    page = await house.searching.search("харків*", by=READER)
    assert page.query.topic is None, "nobody can follow that"
    bold = {hit.headline.text: hit.headline.formats for hit in page.hits}
    assert len(bold["Харківський трамвай"]) == 1
    assert page.hits[-1].snippet.formats, "what stands in the text alone is the last, and in bold"
    page = await house.searching.search("автобус або трамвай", by=READER)
    assert {len(hit.headline.formats) for hit in page.hits} == {1}, "either of them is in bold"


async def test_the_index_follows_an_article_in_its_own_transaction(house: House) -> None:
    draft = await house.pasted(a_page("Порт запрацював"))
    assert await found(house, "порти") == []
    await house.publishing.publish(draft.id, by=an_editor())
    assert await found(house, "порти") == ["Порт запрацював"]
    fresh = await house.pasted(a_page("Термінал запрацював"))
    await house.publishing.correct(fresh.id, draft.id, by=an_editor())
    assert await found(house, "порти") == []
    assert await found(house, "термінали") == ["Термінал запрацював"]
    await house.retraction.retract(draft.id, by=an_editor())
    assert await found(house, "термінали") == []


async def test_a_section_that_took_another_over_has_its_articles(house: House) -> None:
    await house.archived(a_content("Порт запрацював"))
    async with house.storage.writing() as tx:
        await tx.sections.merge(SVIT, VIINA)
    assert await found(house, "порт рубрика:Війна") == ["Порт запрацював"]
    assert await found(house, "порт рубрика:Спорт") == []
    newest = await house.searching.newest("порт", VIINA, 5, 0)
    assert [each.content.headline for each in newest] == ["Порт запрацював"]


@pytest.mark.slow
async def test_a_text_of_a_megabyte_is_found_by_its_beginning(house: House) -> None:
    """PostgreSQL refuses a row of more than a megabyte; no two of these words are one."""
    syllables = ("ба", "во", "гу", "де", "жи", "ка", "ло", "му", "не", "ри")
    words = ("".join(each) for each in product(syllables, repeat=5))
    await house.archived(a_content("Словник", body=(" ".join(words),)))
    assert await found(house, "бабабабаво") == ["Словник"]
    assert await found(house, "ририририри") == []


async def test_pages_turn_and_a_search_is_its_owners_for_a_day(house: House) -> None:
    await house.imports.keep([Reading(a_content(f"Порт {n}", body=())) for n in range(12)])
    page = await house.searching.search("порт", by=READER)
    assert (page.total, len(page.hits), page.has_more) == (12, 5, True)
    third = await house.searching.page(page.search_id, 2, newest=False, by=READER)
    assert (third.total, len(third.hits), third.has_more) == (12, 2, False)
    with pytest.raises(RefusedError, match="search_unknown"):
        await house.searching.page(page.search_id, 0, newest=False, by=OTHER)
    house.clock.pass_by(2 * DAY.total_seconds())
    await house.searching.tidy()
    with pytest.raises(RefusedError, match="search_unknown"):
        await house.searching.page(page.search_id, 0, newest=False, by=READER)


async def test_of_a_phrase_fewer_are_counted_than_of_words(house: House) -> None:
    one_more = range(PHRASES_COUNTED_TO + 1)
    days = [a_content(f"Зелений термінал, день {n}", lead=None, body=()) for n in one_more]
    await house.imports.keep([Reading(day) for day in days])
    words = await house.searching.search("зелений термінал", by=READER)
    phrase = await house.searching.search('"зелений термінал"', by=READER)
    assert (words.total, words.is_many) == (PHRASES_COUNTED_TO + 1, False)
    assert (phrase.total, phrase.is_many) == (PHRASES_COUNTED_TO, True)


async def test_where_nothing_is_found_the_nearest_spelling_is_proposed(house: House) -> None:
    await house.archived(a_content("Харків: новий трамвай"))
    for typed, meant in (
        ("Харьків трамвай", "Харків трамвай"),
        ("Хакрів", "Харків"),
        ("[fhrsd", "Харків"),
        ("[fhrsd nhfvdfq", "Харків трамвай"),
        ("d {fhrjds nf nhfvdf]", "в Харків та трамвай"),
        ("Харквів новий трмавай", "Харків новий трамвай"),
        ("Харквів", "Харків"),
        ("новий трам вай", "новий трамвай"),
        ("новийтрамвай", "новий трамвай"),
        ("щось", None),
    ):
        page = await house.searching.search(typed, by=READER)
        assert (page.instead and str(page.instead)) == meant, typed
        if meant:
            there = await house.searching.instead(page.search_id, by=READER, language="uk")
            assert (there.words, there.total) == (meant, 1)


async def test_an_index_that_is_missing_or_made_otherwise_is_filled(house: House) -> None:
    await house.imports.keep([Reading(a_content(f"Порт {n}", body=())) for n in range(7)])
    indexing = Indexing(house.storage, house.app.language)
    async with house.storage.writing() as tx:
        await tx.search.begin("another dictionary")
    assert await found(house, "порт") == []
    assert await indexing.step(5) == 5
    await house.archived(a_content("Порт тим часом", body=()))
    await indexing.fill()
    assert len(await found(house, "порт")) == 8
    assert await indexing.step() is None
    assert tables.mappings(house.storage, search_state)[0]["up_to"] is None


async def test_of_an_index_that_lacks_articles_it_is_said_where_nothing_is_found(
    house: House,
) -> None:
    async def is_partial(words: str) -> bool:
        return (await house.searching.search(words, by=READER)).is_partial

    indexing = Indexing(house.storage, house.app.language)
    assert not await is_partial("міст")  # nor has the archive any
    await house.imports.keep([Reading(a_content(f"Порт {n}", body=())) for n in range(7)])
    assert not await is_partial("міст")  # a new bot, whose index nobody has looked through yet
    async with house.storage.writing() as tx:
        await tx.search.clear()
    assert await is_partial("порт")  # as after a move
    await indexing.begin()
    assert await is_partial("порт")
    await indexing.step(5)
    assert not await is_partial("порт")
    assert await is_partial("міст")
    await indexing.fill()
    assert not await is_partial("міст")


async def test_followed_words_have_the_terms_of_now_once_the_index_is_made_otherwise(
    house: House,
) -> None:
    now = word_topic("порти", house.app.language.asked)
    before = Topic(TopicKind.WORD, "порти", "порти")  # by a dictionary without forms
    other = Topic(TopicKind.WORD, "портик", "порти")
    async with house.storage.writing() as tx:
        await tx.people.join({READER: "uk", OTHER: "uk"}, house.clock())
        ids = [(await tx.topics.known(each)).id for each in (before, other)]
        for chat, topic_id, mutes in ((READER, ids[0], False), (OTHER, ids[1], True)):
            await tx.topics.choose(chat, topic_id, mutes=mutes)
        await tx.search.begin("another dictionary")
    await Indexing(house.storage, house.app.language).fill()
    async with house.storage.reading() as tx:
        chosen = await tx.topics.chosen([READER, OTHER])
        about = await tx.topics.candidates(Matter(frozenset(), (house.app.language.said("порт"),)))
    assert [topic.key for topic in about] == [now.key]
    assert chosen[READER] == ([now], [])
    assert chosen[OTHER] == ([], [now])


async def test_what_happens_while_the_index_is_made_anew_is_in_it(house: House) -> None:
    early, late = [await house.pasted(a_page(f"Порт {when}")) for when in ("рано", "пізно")]
    for draft in (early, late):
        await house.publishing.publish(draft.id, by=an_editor())
    await house.imports.keep([Reading(a_content(f"Порт {n}", body=())) for n in range(6)])
    indexing = Indexing(house.storage, house.app.language)
    assert await indexing.begin() == 8
    assert await found(house, "порт") == []
    assert await indexing.step(1) == 1  # the first article, and none of the others
    await house.retraction.retract(early.id, by=an_editor())
    fresh = await house.pasted(a_page("Термінал пізно"))
    await house.publishing.correct(fresh.id, late.id, by=an_editor())
    await house.archived(a_content("Порт тим часом", body=()))
    await indexing.fill()
    await indexing.merge()
    headlines = [f"Порт {n}" for n in range(6)]
    assert sorted(await found(house, "порти")) == [*headlines, "Порт тим часом"]
    assert await found(house, "термінали") == ["Термінал пізно"]
    assert await indexing.step() is None


@on_sqlite
async def test_what_came_one_by_one_is_put_together_in_small_steps(house: House) -> None:
    for number in range(30):
        lead = " ".join(f"Хвиля{number} слово{word}" for word in range(40))
        await house.archived(a_content(f"Порт {number}", lead=lead, body=()))
    before, parts = await found(house, "порт"), _parts(house)
    assert parts > 3
    steps, left = 0, True
    while left:
        async with house.storage.writing(patient=True) as tx:
            left = await tx.search.merge(1)
        steps += 1
    assert steps > 3, "nobody waits until all of it is done"
    for number in range(2):
        await house.archived(a_content(f"Новий порт {number}", body=()))
    await Indexing(house.storage, house.app.language).merge()
    assert _parts(house) <= 3 < parts
    assert await found(house, "порт -новий") == before


async def test_a_word_of_what_was_given_up_is_known_once_it_comes_again(house: House) -> None:
    new = NewArticle(Reading(a_content("Порт і термінал", body=())), None, NOON)

    async def give_up() -> None:
        async with house.storage.writing() as tx:
            await tx.imports.add([new], NOON)
            raise OSError("cut off")

    with pytest.raises(OSError, match="cut off"):
        await give_up()
    assert (await house.searching.search("тирмінал", by=READER)).instead is None
    await house.archived(new.reading.content)
    await house.archived(replace(new.reading.content, headline="Термінал і порт"))
    assert str((await house.searching.search("тирмінал", by=READER)).instead) == "Термінал"
    await Indexing(house.storage, house.app.language).begin()
    await Indexing(house.storage, house.app.language).fill()
    assert str((await house.searching.search("тирмінал", by=READER)).instead) == "Термінал"


@on_postgresql
async def test_what_came_one_by_one_waits_in_no_list_any_more(house: House) -> None:
    await house.archived(a_content("Порт", body=()))
    assert _pages_that_waited(house) > 0
    await house.archived(a_content("Новий порт", body=()))
    await Indexing(house.storage, house.app.language).merge()
    assert _pages_that_waited(house) == 0
    assert await found(house, "порти") == ["Новий порт", "Порт"]


def _pages_that_waited(house: House) -> int:
    """In the list of what PostgreSQL's index is still to get; it has been put there now."""
    with tables.engine_of(house.storage.url).begin() as line:
        return int(
            line.scalar(text("SELECT gin_clean_pending_list('ix_search_entry_terms')")) or 0
        )


def _parts(house: House) -> int:
    with tables.engine_of(house.storage.url).connect() as line:
        counted = "SELECT count(DISTINCT segid) FROM search_terms_idx"
        return int(line.scalar(text(counted)) or 0)


class Stumbling(Language):
    """Has a fault with one word."""

    def said(self, text: str) -> Said:
        if "Міст" in text:
            raise ZeroDivisionError("a fault of ours")
        return LANGUAGE.said(text)


async def test_an_article_that_the_index_cannot_take_holds_up_none_behind_it(
    house: House, caplog: pytest.LogCaptureFixture
) -> None:
    headlines = ["Порт 1", "Міст", "Порт 2", "Порт 3"]
    await house.imports.keep([Reading(a_content(each, body=())) for each in headlines])
    stumbling = Stumbling()
    own = Storage.open(house.storage.url, describe=Index(stumbling).entry)
    async with own.writing() as tx:
        await tx.search.begin("another dictionary")
    await Indexing(own, stumbling).fill()
    await own.close()
    assert sorted(await found(house, "порт")) == ["Порт 1", "Порт 2", "Порт 3"]
    assert await found(house, "міст") == []
    assert "cannot be found by its words" in caplog.text


async def test_where_the_index_can_take_nothing_none_of_it_is_passed_over(house: House) -> None:
    await house.imports.keep([Reading(a_content(f"Міст {n}", body=())) for n in range(2)])
    stumbling = Stumbling()
    own = Storage.open(house.storage.url, describe=Index(stumbling).entry)
    async with own.writing() as tx:
        await tx.search.begin("another dictionary")
    with pytest.raises(ZeroDivisionError):
        await Indexing(own, stumbling).fill()
    await own.close()
    await Indexing(house.storage, house.app.language).fill()
    assert sorted(await found(house, "міст")) == ["Міст 0", "Міст 1"]
