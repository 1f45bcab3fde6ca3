"""Which articles an import finds again, by their words or by their page."""

from bot.domain.article import (
    ArticleState,
    Reading,
)
from bot.domain.content_values import as_record
from storage.imports import NewArticle
from storage.storage import Storage, Transaction
from tests.builders import a_content, a_draft, a_section
from tests.clock import NOON
from tests.storage.changes import changes
from tests.storage.test_articles import HOUR, LINK, numbers, set_state


async def test_an_import_finds_the_words_first_and_else_the_page(storage: Storage) -> None:
    """Of several the newest counts; one that was taken back comes after all others."""
    words, page = a_content("Міст"), a_content("Інше", link=LINK)
    ours = [await a_draft(storage, "Міст") for _ in range(3)]
    at_page = [await a_draft(storage, name, link=LINK) for name in ("А", "Б", "В", "Г")]
    await set_state(storage, ours[2], at_page[2], state=ArticleState.RETRACTED)
    await set_state(storage, at_page[3], state=ArticleState.DISCARDED)
    async with storage.reading() as tx:
        known = await tx.imports.known([words, page, a_content("Немає")])
        assert numbers(known.by_words.values()) == [ours[1]]
        assert numbers(known.by_page.values()) == [at_page[1]]
    await set_state(storage, *ours[:2], *at_page[:2], state=ArticleState.MERGED)
    async with storage.reading() as tx:
        known = await tx.imports.known([words, page])
        assert numbers(known.by_words.values()) == [ours[2]]
        assert numbers(known.by_page.values()) == [at_page[2]]


async def test_what_an_import_knows_by_its_words_it_does_not_look_for_by_its_page(
    storage: Storage,
) -> None:
    both = await a_draft(storage, "Міст", link=LINK)
    async with storage.reading() as tx:
        known = await tx.imports.known([a_content("Міст", link=LINK)])
    assert numbers(known.by_words.values()) == [both]
    assert known.by_page == {}


async def test_what_is_imported_is_written_with_its_first_revision(storage: Storage) -> None:
    pages = [
        NewArticle(Reading(a_content("Міст"), ("no_date",)), a_section(), NOON),
        NewArticle(Reading(a_content("Інше", link=LINK)), None, NOON - HOUR),
    ]
    ids: list[int] = []

    async def deed(tx: Transaction) -> None:
        ids.extend(await tx.imports.add(pages, NOON + HOUR))
        assert await tx.imports.add([], NOON) == []

    found = await changes(storage, deed)
    assert ids == [1, 2]
    assert [*found] == [("article", 1), ("article", 2), ("revision", (1, 1)), ("revision", (2, 1))]
    for number, page in enumerate(pages, 1):
        kept, first = found["article", number], found["revision", (number, 1)]
        assert kept["state"] == "archived"
        assert kept["warnings"] == [*page.reading.warnings]
        assert (kept["revision"], kept["section_id"], first["section_id"]) == (
            1,
            page.section_id,
            page.section_id,
        )
        assert (kept["created_at"], first["made_at"]) == (NOON + HOUR, NOON + HOUR)
        assert (kept["released_at"], first["made_by"]) == (page.released_at, None)
        assert kept["content"] == first["content"] == as_record(page.reading.content)
