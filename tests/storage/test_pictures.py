"""What is kept of pictures: those that can be had anew are forgotten, an article's own never."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from bot.domain.article import ArticleState, Image
from bot.domain.picture import Picture, sent_picture
from storage.storage import Storage
from tests.builders import a_draft
from tests.clock import NOON

SITE, OTHER, BROKEN = (f"https://vistnyk.example/{name}.jpg" for name in ("1", "2", "3"))
OWN, UNUSED = sent_picture("voice:one"), sent_picture("two")
_LASTS = timedelta(seconds=10)
LATER = NOON + timedelta(days=91)


async def forgotten(storage: Storage) -> list[int]:
    """How many in each chunk."""
    gone: list[int] = []
    while not gone or gone[-1] == 2:
        async with storage.writing() as tx:
            gone.append(await tx.pictures.forget_old(LATER - timedelta(days=90), 2))
    return gone


async def test_what_no_article_needs_is_forgotten_in_chunks(storage: Storage) -> None:
    async with storage.writing() as tx:
        for url in (SITE, OWN, UNUSED):
            await tx.pictures.keep(url, Picture(url, url[-8:]), NOON)
        await tx.pictures.refuse(BROKEN, "picture_unreadable", {}, NOON)
    await a_draft(storage, images=(Image(OWN),))
    async with storage.writing() as tx:
        await tx.pictures.keep(OWN, Picture("again", "voice:one"), NOON)  # sent once more
        await tx.pictures.keep(OTHER, Picture("new", "new"), LATER)
    assert await forgotten(storage) == [2, 1]
    async with storage.reading() as tx:
        known = await tx.pictures.known([SITE, OTHER, BROKEN, OWN, UNUSED], LATER)
    assert known == {OTHER: Picture("new", "new"), OWN: Picture("again", "voice:one")}


async def is_kept(storage: Storage) -> bool:
    await forgotten(storage)
    async with storage.reading() as tx:
        return OWN in await tx.pictures.known([OWN], LATER)


async def changed(storage: Storage, article_id: int, *, revised: bool = False, **to: Any) -> None:
    async with storage.writing() as tx:
        article = await tx.articles.existing(article_id)
        images = to.pop("images", article.content.images)
        new = replace(article, content=replace(article.content, images=images), **to)
        if revised:
            new = replace(new, revision=new.revision + 1)
            await tx.articles.revise(new, by=None, now=NOON)
        elif new.content == article.content:
            await tx.articles.save(new)
        else:
            await tx.articles.rewrite(new)


async def test_what_an_editor_has_sent_is_kept_while_any_article_shows_it(
    storage: Storage,
) -> None:
    own = (Image(OWN),)
    async with storage.writing() as tx:
        await tx.pictures.keep(OWN, Picture("file", "voice:one"), NOON)
    first = await a_draft(storage, "Порт відкрив термінал", images=own)
    second = await a_draft(storage, "Міст відкрили")
    await changed(storage, second, images=own)
    await changed(storage, second, breaking=True)
    await changed(storage, first, state=ArticleState.MERGED, resembles=second)
    assert await is_kept(storage)
    await changed(storage, second, revised=True, images=(*own, Image(OTHER)))
    assert await is_kept(storage)
    await changed(storage, second, revised=True, images=(Image(OTHER),))
    assert not await is_kept(storage)


async def test_what_was_taken_back_shows_nothing_any_more(storage: Storage) -> None:
    async with storage.writing() as tx:
        await tx.pictures.keep(OWN, Picture("file", "voice:one"), NOON)
    article_id = await a_draft(storage, images=(Image(OWN),))
    await changed(storage, article_id, state=ArticleState.DISCARDED)  # may be taken up again
    assert await is_kept(storage)
    await changed(storage, article_id, state=ArticleState.RETRACTED)
    assert not await is_kept(storage)


async def test_of_uploads_those_of_processes_that_are_gone_are_in_doubt(storage: Storage) -> None:
    async with storage.writing() as tx:
        await tx.processes.join("alive", "machine 1", _LASTS)
        for holder in ("alive", "dead", ""):
            await tx.pictures.begin_upload(SITE, holder)
        await tx.pictures.begin_upload(OTHER, "alive")
        await tx.pictures.end_upload(OTHER, "alive")
        assert await tx.pictures.drop_uploads_of_dead(all_rows=False) == 1
        assert await tx.pictures.drop_uploads_of_dead(all_rows=True) == 2
