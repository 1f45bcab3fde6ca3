"""What is kept of pictures: those that can be had anew are forgotten, an article's own never."""

from datetime import timedelta

from bot.domain.picture import Picture, sent_picture
from storage.storage import Storage
from tests.clock import NOON

SITE, OTHER, BROKEN = (f"https://vistnyk.example/{name}.jpg" for name in ("1", "2", "3"))
OWN, UNUSED = sent_picture("voice:one"), sent_picture("two")
_LASTS = timedelta(seconds=10)
LATER = NOON + timedelta(days=91)


async def test_what_no_article_needs_is_forgotten_in_chunks(storage: Storage) -> None:
    async with storage.writing() as tx:
        for url in (SITE, OWN, UNUSED):
            await tx.pictures.keep(url, Picture(url, url[-8:]), NOON)
        await tx.pictures.refuse(BROKEN, "picture_unreadable", {}, NOON)
        await tx.pictures.use([OWN])
        await tx.pictures.keep(OWN, Picture("again", "voice:one"), NOON)  # sent once more
        await tx.pictures.keep(OTHER, Picture("new", "new"), LATER)
    before = LATER - timedelta(days=90)
    gone: list[int] = []
    while not gone or gone[-1] == 2:
        async with storage.writing() as tx:
            gone.append(await tx.pictures.forget_old(before, 2))
    assert gone == [2, 1]
    async with storage.reading() as tx:
        known = await tx.pictures.known([SITE, OTHER, BROKEN, OWN, UNUSED], LATER)
    assert known == {OTHER: Picture("new", "new"), OWN: Picture("again", "voice:one")}


async def test_of_uploads_those_of_processes_that_are_gone_are_in_doubt(storage: Storage) -> None:
    async with storage.writing() as tx:
        await tx.members.join("alive", "machine 1", _LASTS)
        for holder in ("alive", "dead", ""):
            await tx.pictures.begin_upload(SITE, holder)
        await tx.pictures.begin_upload(OTHER, "alive")
        await tx.pictures.end_upload(OTHER, "alive")
        assert await tx.pictures.drop_uploads_of_dead(all_rows=False) == 1
        assert await tx.pictures.drop_uploads_of_dead(all_rows=True) == 2
