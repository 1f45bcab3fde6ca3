"""What readers can do: join, follow, stop, and find articles again."""

import asyncio
from datetime import timedelta

import pytest

from bot.domain.article import ArticleState, Related
from bot.domain.delivery import Kind
from bot.domain.errors import RefusedError
from bot.domain.people import Person, ReaderState
from bot.domain.reasons import Reason, ReasonCode
from tests.builders import (
    POLITYKA,
    SVIT,
    TARAS,
    VIINA,
    a_content,
    a_draft,
    a_page,
    a_published_article,
    a_reader,
    an_altered,
    transactions,
)
from tests.clock import NOON
from tests.usecases.house import House


async def state(house: House) -> ReaderState:
    reader = (await house.recognition.person(TARAS)).reader
    assert reader
    return reader.state


async def follows(house: House, chat_id: int = TARAS) -> frozenset[int]:
    return (await house.recognition.person(chat_id)).follows


async def join(house: House, code: str | None) -> str:
    return await house.readers.join(await house.recognition.person(TARAS), code)


async def follow(house: House, section_id: int, *, on: bool) -> Person:
    person = await house.recognition.person(TARAS)
    return await house.readers.follow(person, section_id, on=on, language_code="uk")


# --- following ---


@pytest.mark.slow
@pytest.mark.parametrize(("code", "language"), [("uk", "uk"), ("en-GB", "en"), (None, "uk")])
async def test_a_new_reader_is_spoken_to_in_the_language_of_their_telegram(
    house: House, code: str | None, language: str
) -> None:
    assert await join(house, code) == language
    reader = (await house.recognition.person(TARAS)).reader
    assert reader
    assert (reader.language, reader.state) == (language, ReaderState.ACTIVE)


async def test_a_reader_who_starts_again_keeps_the_language_they_chose(house: House) -> None:
    await join(house, "en")
    await house.readers.set_language(TARAS, "uk")
    assert await join(house, "en") == "uk"


async def test_topics_show_what_there_is_and_what_is_followed(house: House) -> None:
    assert await follows(house) == frozenset()  # nobody yet
    await a_reader(house.storage, follows=[SVIT, VIINA])
    person = await house.recognition.person(TARAS)
    assert len(person.sections) == 7
    assert person.follows == {SVIT, VIINA}


async def test_a_switch_pressed_twice_stays_as_it_was_asked_for(house: House) -> None:
    await a_reader(house.storage, follows=[])
    for on in (True, True):
        assert (await follow(house, SVIT, on=on)).follows == {SVIT}
    assert await follows(house) == {SVIT}
    for on in (False, False):
        await follow(house, SVIT, on=on)
    assert await follows(house) == frozenset()


async def test_what_several_wish_at_once_is_written_down_once(house: House) -> None:
    await a_reader(house.storage, TARAS, follows=[SVIT, VIINA])
    people = [await house.recognition.person(TARAS + number) for number in range(4)]
    wishes = [(VIINA, False), (SVIT, True), (POLITYKA, True), (SVIT, False)]
    with transactions() as begun:
        await asyncio.gather(
            *(
                house.readers.follow(person, section_id, on=on, language_code="en")
                for person, (section_id, on) in zip(people, wishes, strict=True)
            )
        )
    assert len(begun) == 1
    assert [await follows(house, TARAS + number) for number in range(4)] == [
        {SVIT},
        {SVIT},
        {POLITYKA},
        frozenset(),
    ]
    languages = [(await house.recognition.person(TARAS + n)).language for n in range(4)]
    assert languages == ["uk", "en", "en", "en"]  # whoever wishes for anything is a reader


async def test_what_is_so_already_is_not_written_down_again(house: House) -> None:
    await join(house, "uk")
    await follow(house, SVIT, on=True)
    person = await house.recognition.person(TARAS)
    with transactions() as begun:
        await house.readers.join(person, "uk")
        await house.readers.follow(person, SVIT, on=True, language_code="uk")
        await house.readers.follow(person, VIINA, on=False, language_code="uk")
    assert not begun


async def test_what_is_not_there_cannot_be_followed(house: House) -> None:
    with pytest.raises(RefusedError, match=r"^section_unknown$"):
        await follow(house, 404, on=True)


async def test_a_reader_who_stops_is_owed_nothing_and_keeps_their_topics(house: House) -> None:
    await a_reader(house.storage)
    article = await house.published(a_page())
    async with house.storage.writing() as tx:
        await tx.ledger.fan_out(article.id, house.clock())
    assert house.owed(Kind.ARTICLE, TARAS) == [article.id]
    await house.readers.stop(TARAS)
    assert house.owed(Kind.ARTICLE, TARAS) == []
    assert await state(house) is ReaderState.STOPPED
    assert await follows(house) == {SVIT}
    progress = (await house.reports.status(article.id)).progress
    assert progress.reasons == {Reason(ReasonCode.READER_STOPPED): 1}


async def test_who_has_stopped_is_written_to_again_only_when_they_say_so(house: House) -> None:
    await a_reader(house.storage)
    await house.readers.stop(TARAS)
    for section, on in ((SVIT, False), (POLITYKA, True)):
        await follow(house, section, on=on)
        assert await state(house) is ReaderState.STOPPED
    assert (await house.recognition.person(TARAS)).follows == {POLITYKA}
    await join(house, "uk")
    assert await state(house) is ReaderState.ACTIVE


async def test_a_reader_who_blocked_the_bot_comes_back_with_their_first_word(
    house: House,
) -> None:
    await a_reader(house.storage)
    await house.readers.blocked(TARAS)
    assert await state(house) is ReaderState.BLOCKED
    await join(house, "uk")
    assert await state(house) is ReaderState.ACTIVE


# --- finding ---


async def test_the_latest_are_the_newest_few(house: House) -> None:
    ids = [await a_published_article(house.storage, f"Новина {n}") for n in range(7)]
    assert [article.id for article in await house.archive.latest()] == ids[:1:-1]


async def test_only_what_is_public_is_read(house: House) -> None:
    draft = await a_draft(house.storage)
    for article_id in (draft, 404):
        with pytest.raises(RefusedError, match=r"^story_unknown$"):
            await house.archive.article(article_id)
    await house.publishing.publish(draft)
    assert (await house.archive.article(draft)).id == draft


# --- «Читайте також» ---


async def test_what_an_article_names_is_found_also_when_it_comes_in_later(house: House) -> None:
    items = tuple(
        Related("Світ", headline, None, "10 травня, 14:00")
        for headline in ("Пізніша новина", "Немає такої", "Чернетка")
    )
    article = await house.archived(a_content(related=items))
    assert await house.archive.related(article) == ()
    await a_draft(house.storage, "Чернетка")
    later = await house.archived(a_content("«Пізніша» новина"))
    await house.archived(a_content("Пізніша новина", published_at=NOON + timedelta(days=1)))
    assert await house.archive.related(article) == (later,)


@pytest.mark.parametrize("state", ReaderState)
async def test_whoever_joins_again_is_on_again_with_what_they_had(
    house: House, state: ReaderState
) -> None:
    before = await a_reader(house.storage, follows=[SVIT, VIINA], language="en")
    await a_reader(house.storage, TARAS + 1, follows=[SVIT])
    async with house.storage.writing() as tx:
        await tx.people.set_reader_state(TARAS, state)
    for _ in range(2):
        assert await join(house, "uk") == "en"
        assert (await house.recognition.person(TARAS)).reader == before
    assert await follows(house) == {SVIT, VIINA}


@pytest.mark.parametrize(
    ("deed", "state", "code"),
    [
        ("stop", ReaderState.STOPPED, ReasonCode.READER_STOPPED),
        ("blocked", ReaderState.BLOCKED, ReasonCode.BLOCKED),
    ],
)
async def test_of_two_readers_only_the_one_who_goes_is_owed_nothing(
    house: House, deed: str, state: ReaderState, code: ReasonCode
) -> None:
    await a_reader(house.storage)
    other = await a_reader(house.storage, TARAS + 1)
    article = await house.published(a_page())
    async with house.storage.writing() as tx:
        await tx.ledger.fan_out(article.id, house.clock())
    for _ in range(2):
        await getattr(house.readers, deed)(TARAS)
    assert (await house.recognition.person(TARAS + 1)).reader == other
    reader = (await house.recognition.person(TARAS)).reader
    assert reader
    assert reader.state is state
    assert house.owed(Kind.ARTICLE, TARAS) == []
    assert house.owed(Kind.ARTICLE, TARAS + 1) == [article.id]
    progress = (await house.reports.status(article.id)).progress
    assert progress.reasons == {Reason(code): 1}


async def test_a_language_and_a_topic_are_one_readers_own(house: House) -> None:
    await a_reader(house.storage, follows=[SVIT])
    other = await a_reader(house.storage, TARAS + 1, follows=[SVIT])
    await house.readers.set_language(TARAS, "en")
    followed = await follow(house, POLITYKA, on=True)
    assert followed.section(POLITYKA).name == "Політика"
    await follow(house, SVIT, on=False)
    changed = (await house.recognition.person(TARAS)).reader
    assert changed
    assert changed.language == "en"
    assert await follows(house) == {POLITYKA}
    assert (await house.recognition.person(TARAS + 1)).reader == other
    assert await follows(house, TARAS + 1) == {SVIT}


@pytest.mark.parametrize("state", [ReaderState.STOPPED, ReaderState.BLOCKED])
async def test_letting_a_topic_go_switches_nobody_on(house: House, state: ReaderState) -> None:
    await a_reader(house.storage, follows=[SVIT])
    async with house.storage.writing() as tx:
        await tx.people.set_reader_state(TARAS, state)
    await follow(house, SVIT, on=False)
    reader = (await house.recognition.person(TARAS)).reader
    assert reader
    assert reader.state is state


@pytest.mark.parametrize("state", ArticleState)
async def test_what_is_public_is_read_and_what_was_taken_back_says_so(
    house: House, state: ArticleState
) -> None:
    number = await a_draft(house.storage)
    async with house.storage.writing() as tx:
        await an_altered(tx, number, state=state)
    if state in (ArticleState.PUBLISHED, ArticleState.ARCHIVED):
        assert (await house.archive.article(number)).id == number
        return
    code = "article_withdrawn" if state is ArticleState.RETRACTED else "story_unknown"
    with pytest.raises(RefusedError, match=rf"^{code}$"):
        await house.archive.article(number)


async def test_an_article_is_not_related_to_itself(house: House) -> None:
    own = Related(None, "Порт Роттердама відкрив зелений термінал", None, None)
    other = Related(None, "Інша новина", None, None)
    article = await house.archived(a_content(related=(own, other)))
    named = await house.archived(a_content("Інша новина", body=("Слова.",)))
    assert await house.archive.related(article) == (named,)
    assert await house.archive.related(named) == ()
