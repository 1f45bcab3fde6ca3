"""Tags that the desk sets: followers, searches, digests and the archive see them at once."""

import asyncio
from datetime import timedelta

import pytest

from bot.delivery.fan_out import FanOut
from bot.domain.article_fields import MOST_TAGS, Field, read_tags
from bot.domain.errors import RefusedError
from bot.domain.filters import Said
from bot.domain.topics import Choice, tag_topic
from tests.builders import TARAS, a_content, a_page, an_editor
from tests.newsroom import LANGUAGE
from tests.usecases.house import House
from tests.usecases.test_archive import tags
from tests.usecases.test_digests import change, digests_of, fan_out, prepare


async def type_tags(house: House, article_id: int, typed: str) -> None:
    house.clock.pass_by(5)  # what is typed at once is one text
    await house.editing.ask(article_id, Field.TAGS, by=an_editor())
    await house.paste(typed)


async def correct(house: House) -> None:
    (draft, *_) = await house.publishing.drafts()
    target = draft.resembles
    assert target
    await house.publishing.correct(draft.id, target, by=an_editor(), marked=False)


async def found(house: House, words: str) -> list[int]:
    page = await house.searching.search(words, by=TARAS)
    return [hit.article.id for hit in page.hits]


async def follow(house: House, name: str) -> None:
    person = await house.recognition.person(TARAS)
    await house.following.choose(person, tag_topic(name), Choice.FOLLOW, language_code="uk")


async def test_what_the_desk_types_is_spelled_as_in_the_archive_and_found_at_once(
    house: House,
) -> None:
    await house.archived(a_content("Стара новина", tags=("Зелена енергія",)))
    draft = await house.pasted(a_page())
    await type_tags(house, draft.id, "#зелена_енергія, Порт , порт")
    assert (await house.article(draft.id)).content.tags == ("Зелена енергія", "Порт")
    assert await tags(house) == {"Зелена енергія": 1}
    await house.publishing.publish(draft.id, by=an_editor())
    assert await tags(house) == {"Зелена енергія": 2, "Порт": 1}
    assert await found(house, "тег:порт") == [draft.id]


async def test_a_published_articles_tags_change_with_its_correction_for_digests_too(
    house: House,
) -> None:
    for name in ("Порт", "море"):
        await follow(house, name)
    await change(house, "pace", 1)
    house.clock.pass_by(60)
    one = await house.published(a_page())
    other = await house.published(a_page("Їжаки прокинулися раніше", body="Тепло."))
    await fan_out(house)
    await type_tags(house, one.id, "порт")
    assert await found(house, "тег:порт") == []  # it is only proposed
    await correct(house)
    assert (await house.article(one.id)).content.tags == ("порт",)
    assert await tags(house) == {"порт": 1}
    assert await found(house, "тег:порт") == [one.id]
    await type_tags(house, other.id, "море")
    await correct(house)
    await house.editing.clear(other.id, Field.TAGS, by=an_editor())
    await correct(house)
    house.clock.pass_by(timedelta(days=1).total_seconds())
    await prepare(house)
    ((_, articles),) = digests_of(house, TARAS)
    assert articles == [one.id]


async def test_a_pasted_text_keeps_the_tags_of_the_article_that_it_corrects(house: House) -> None:
    article = await house.published(a_page())
    await type_tags(house, article.id, "порт")
    await correct(house)
    await house.pasted(a_page(body="Зовсім інші слова про те саме."))
    await correct(house)
    assert (await house.article(article.id)).content.tags == ("порт",)


async def test_what_is_corrected_while_its_topics_are_looked_for_is_looked_at_again(
    house: House,
) -> None:
    for name in ("порт", "море"):
        await follow(house, name)
    article = await house.published(a_page())
    await type_tags(house, article.id, "порт")
    loop, asked = asyncio.get_running_loop(), []

    def said(text: str) -> Said:
        """In a thread of its own: the correction comes while it is at it."""
        asked.append(text)
        if len(asked) == 1:
            asyncio.run_coroutine_threadsafe(correct(house), loop).result(timeout=30)
        return LANGUAGE.said(text)

    await FanOut(house.storage, house.clock, said).write_chunk()
    async with house.storage.reading() as tx:
        noted = await tx.topics.of_article(article.id)
    assert [topic.name for topic in noted] == ["порт"]


@pytest.mark.parametrize(
    "typed", ["###", "порт, …", "т" * 61, ",", ", ".join(f"тег {n}" for n in range(MOST_TAGS + 1))]
)
def test_what_is_no_tag_is_refused(typed: str) -> None:
    with pytest.raises(RefusedError, match=r"^tags_not_read$"):
        read_tags(typed)


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("порт, зелена енергія;море", ["порт", "зелена енергія", "море"]),
        ("#порт #зелена_енергія", ["порт", "зелена енергія"]),
        ("порт, Порт, ПОРТ", ["порт"]),
    ],
)
def test_tags_are_typed_with_commas_or_signs(typed: str, names: list[str]) -> None:
    assert [topic.name for topic in read_tags(typed)] == names
