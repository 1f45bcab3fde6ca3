"""Sections: found by what they are called and were called, and one that takes another over."""

from datetime import timedelta

import pytest

from bot.domain.errors import RefusedError
from bot.domain.feeds import Category
from bot.domain.people import Role
from bot.domain.section_merger import SectionUses
from bot.domain.topics import section_topic
from storage.schema import fan_out
from storage.storage import Storage
from tests import tables
from tests.builders import (
    CHANNEL,
    IHOR,
    POLITYKA,
    SVIT,
    TARAS,
    VIINA,
    a_channel,
    a_draft,
    a_published_article,
    a_reader,
    an_editor,
    hired,
)
from tests.clock import NOON


async def named(storage: Storage, name: str) -> int | None:
    async with storage.reading() as tx:
        found = await tx.sections.named(name)
    return found.id if found else None


async def test_a_section_is_found_by_what_it_was_called_until_another_is_called_so(
    storage: Storage,
) -> None:
    async with storage.writing() as tx:
        await tx.sections.rename(SVIT, "Планета")
        await tx.sections.rename(SVIT, "Глобус")
    assert [await named(storage, name) for name in ("СВІТ", "Планета", "глобус")] == [SVIT] * 3
    async with storage.writing() as tx:
        new = await tx.sections.add("Світ", "🌍")
        await tx.sections.rename(POLITYKA, "Планета")
    assert await named(storage, "Світ") == new.id
    assert await named(storage, "Планета") == POLITYKA
    async with storage.writing() as tx:
        await tx.sections.rename(POLITYKA, "Політика")  # its own former name again
        with pytest.raises(RefusedError, match="section_name_taken"):
            await tx.sections.rename(POLITYKA, "СВІТ")
    assert await named(storage, "Планета") == POLITYKA


async def test_one_section_takes_over_all_that_another_has(storage: Storage) -> None:
    """Who has both has one; nobody else's is touched."""
    both, one, other = TARAS, TARAS + 1, TARAS + 2
    for reader, follows in ((both, (SVIT, VIINA)), (one, (SVIT,)), (other, (POLITYKA,))):
        await a_reader(storage, reader, follows=follows)
    await a_channel(storage, CHANNEL, takes=(SVIT, VIINA))
    await a_channel(storage, CHANNEL - 1, takes=(SVIT,))
    await hired(storage, an_editor(IHOR, Role.EDITOR))
    draft, public = await a_draft(storage), await a_published_article(storage, "Інша новина")
    elsewhere = await a_draft(storage, "Третя новина", section_id=POLITYKA)
    async with storage.writing() as tx:
        feed = await tx.feeds.ask_for("https://a.example/rss", timedelta(hours=1), IHOR, NOON)
        await tx.feeds.change(feed.id, section_id=SVIT)
        await tx.feeds.set_categories(feed.id, [Category("а", SVIT), Category("б", POLITYKA)])
        await tx.people.set_own_sections(IHOR, [SVIT, POLITYKA])
        await tx.sections.rename(SVIT, "Планета")
        before = (await tx.articles.existing(draft)).version
        assert await tx.sections.uses(SVIT) == SectionUses(2, 2, 2, 1, 1)
        assert await tx.sections.following_both(SVIT, VIINA) == 1

    async with storage.writing() as tx:
        assert await tx.sections.merge(SVIT, VIINA) == [draft]

    async with storage.reading() as tx:
        assert await tx.sections.uses(SVIT) == SectionUses()
        assert await tx.sections.uses(VIINA) == SectionUses(2, 2, 2, 1, 1)
        assert SVIT not in [section.id for section in await tx.sections.all()]
        assert (await tx.articles.existing(draft)).version == before + 1
        for article, section_id in ((draft, VIINA), (public, VIINA), (elsewhere, POLITYKA)):
            section = (await tx.articles.existing(article)).section
            assert section
            assert section.id == section_id
        kept = await tx.feeds.feed(feed.id)
        assert kept
        assert kept.section_id == VIINA
        assert kept.categories == (Category("а", VIINA), Category("б", POLITYKA))
        editor = await tx.people.editor(IHOR)
        assert editor
        assert editor.section_ids == {VIINA, POLITYKA}
        gone = await tx.sections.get(SVIT)
        assert gone
        assert gone.id == VIINA
        assert await tx.people.count_followers(POLITYKA) == 1
    assert [await named(storage, name) for name in ("Світ", "Планета")] == [VIINA, VIINA]

    # What has taken one over may go the same way, and the names go with it.
    async with storage.writing() as tx:
        await tx.sections.merge(VIINA, POLITYKA)
        gone = await tx.sections.get(SVIT)
    assert gone
    assert gone.id == POLITYKA
    assert [await named(storage, name) for name in ("Світ", "Війна")] == [POLITYKA, POLITYKA]


async def test_what_is_on_its_way_to_readers_goes_on_and_a_mute_does_not_move(
    storage: Storage,
) -> None:
    await a_reader(storage)
    article = await a_draft(storage)
    async with storage.writing() as tx:
        section = await tx.sections.get(SVIT)
        assert section
        muted = await tx.topics.known(section_topic(section))
        await tx.topics.choose(TARAS, muted.id, mutes=True)
        public = (await tx.articles.existing(article)).publish(NOON)
        await tx.publishing.publish(public, by=IHOR, now=NOON)
        await tx.sections.merge(SVIT, VIINA)
        assert await tx.topics.chosen([TARAS]) == {TARAS: ([], [])}
    (mark,) = tables.mappings(storage, fan_out)
    assert mark["section_id"] == VIINA


async def test_whoever_has_muted_a_section_does_not_follow_it_for_having_followed_another(
    storage: Storage,
) -> None:
    await a_reader(storage)
    await a_reader(storage, TARAS + 1)
    async with storage.writing() as tx:
        into = await tx.sections.get(VIINA)
        assert into
        muted = await tx.topics.known(section_topic(into))
        await tx.topics.choose(TARAS, muted.id, mutes=True)
        await tx.sections.merge(SVIT, VIINA)
        people, _ = await tx.people.known([TARAS, TARAS + 1])
        assert [people[chat].follows for chat in (TARAS, TARAS + 1)] == [frozenset(), {VIINA}]
        _, (still,) = (await tx.topics.chosen([TARAS]))[TARAS]
    assert still.id == muted.id
