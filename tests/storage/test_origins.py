"""Items of sources are known again, whatever their ids look like."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.admission_rule import Origin
from storage.storage import Storage
from tests.builders import a_draft
from tests.clock import NOON

LATER = NOON + timedelta(hours=1)


async def test_an_item_that_was_never_told_of_is_unknown(storage: Storage) -> None:
    async with storage.reading() as tx:
        assert await tx.origins.find("site", "12") is None


async def test_an_item_that_was_only_seen_has_no_article(storage: Storage) -> None:
    async with storage.writing() as tx:
        seen = await tx.origins.take("feed 1", "12", NOON)
    assert seen == Origin("feed 1", "12", None, 0, None)


async def test_taking_an_item_again_finds_what_was_put(storage: Storage) -> None:
    article_id = await a_draft(storage)
    async with storage.writing() as tx:
        await tx.origins.take("site", "12", NOON)
        await tx.origins.put("site", "12", article_id, now=NOON, revision=3, digest="abc")
    known = Origin("site", "12", article_id, 3, "abc")
    async with storage.writing() as tx:
        assert await tx.origins.take("site", "12", LATER) == known
        assert await tx.origins.find("site", "12") == known
        await tx.origins.put("site", "12", article_id, now=LATER, revision=4)
        assert await tx.origins.of_article(article_id) == [replace(known, revision=4, digest=None)]


async def test_two_sources_may_give_the_same_id(storage: Storage) -> None:
    first, second = await a_draft(storage), await a_draft(storage, "Інша стаття")
    async with storage.writing() as tx:
        await tx.origins.put("site", "12", first, now=NOON)
        await tx.origins.put("feed 1", "12", second, now=NOON)
        found = [await tx.origins.find(source, "12") for source in ("site", "feed 1")]
    assert [origin and origin.article_id for origin in found] == [first, second]


@pytest.mark.parametrize("external_id", ["", "х" * 5000, "a\0b", "\ud800", "tag:x,2026:/1?a=б"])
async def test_an_id_of_any_shape_is_known_again(storage: Storage, external_id: str) -> None:
    article_id = await a_draft(storage)
    async with storage.writing() as tx:
        await tx.origins.put("site", external_id, article_id, now=NOON)
        found = await tx.origins.find("site", external_id)
        assert await tx.origins.find("site", f"{external_id}x") is None
    assert found
    assert found.article_id == article_id


async def test_what_a_source_took_back_is_so_until_it_tells_again(storage: Storage) -> None:
    article_id = await a_draft(storage)
    async with storage.writing() as tx:
        await tx.origins.put("site", "х" * 5000, article_id, now=NOON, revision=1_790_000_000_000)
        await tx.origins.withdraw("site", "х" * 5000)
        taken_back = await tx.origins.find("site", "х" * 5000)
        await tx.origins.put("site", "х" * 5000, article_id, now=NOON, revision=2)
        told_again = await tx.origins.find("site", "х" * 5000)
    assert taken_back
    assert (taken_back.withdrawn, taken_back.revision) == (True, 1_790_000_000_000)
    assert told_again
    assert not told_again.withdrawn


async def test_items_of_one_article_become_another_together(storage: Storage) -> None:
    first, second = await a_draft(storage), await a_draft(storage, "Інша стаття")
    async with storage.writing() as tx:
        await tx.origins.put("site", "1", first, now=NOON, revision=1)
        await tx.origins.put("feed 1", "2", first, now=LATER)
        await tx.origins.repoint(first, second)
        assert await tx.origins.of_article(first) == []
        moved = await tx.origins.of_article(second)
    assert [(one.source, one.revision) for one in moved] == [("feed 1", 0), ("site", 1)]
