"""Gives Telegram an article's pictures, each once: fetched, checked, made smaller, uploaded.

They are uploaded to the desk's chat, without a sound, and taken away again, so that every post
with a picture is a small request by its file id, and no bytes arrive late in a channel.
"""

import asyncio
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Final
from weakref import WeakValueDictionary

from bot import pictures
from bot.delivery.looks import Looks
from bot.delivery.pacer import Pacer
from bot.delivery.subjects.illustration import BLANK
from bot.delivery.telegram import Telegram
from bot.delivery.uploads import Upload
from bot.domain.api_answers import Accepted, Answer, Lost, Refusal, is_gone, is_id, means_token
from bot.domain.article import Image
from bot.domain.clock import Clock
from bot.domain.delivery import Delivery
from bot.domain.errors import RefusedError
from bot.domain.notice import Notice
from bot.domain.notices import PictureLeft, PictureMissing
from bot.domain.picture import Picture
from bot.domain.reasons import Reason
from bot.fetching import Bounds, Fetcher
from bot.intake.executor import Parsing
from storage.storage import Snapshot, Storage, Transaction

BOUNDS: Final = Bounds(seconds=12.0, size=20_000_000)
_AT_ONCE: Final = 2  # whole pictures are in memory
_TRIES: Final = 3
_TRIES_AT_ALBUM: Final = 6  # with the look at what has arrived, and its deletion


class UploadDelayedError(Exception):
    """A picture cannot be uploaded for the time being; the fault is not the picture's."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(str(reason))
        self.reason = reason


class PictureUploads:
    """Uploads pictures by showing each to the desk's chat for a moment."""

    def __init__(
        self,
        storage: Storage,
        telegram: Telegram,
        pacer: Pacer,
        clock: Clock,
        *,
        fetcher: Fetcher | None,
        looks: Looks,
        holder: Callable[[], str],
    ) -> None:
        """`holder`: what this process is called among those that share the database."""
        self._storage = storage
        self._telegram = telegram
        self._pacer = pacer
        self._clock = clock
        self._fetcher = fetcher or Fetcher(bounds=BOUNDS)
        self._looks = looks
        self._holder = holder
        self._parsing = Parsing()
        self._room = asyncio.Semaphore(_AT_ONCE)
        self._turns: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    async def bring(self, images: Iterable[Image], article_id: int) -> None:
        """Give Telegram these pictures; the desk is told of each that it cannot be given.

        Raises `UploadDelayedError` where Telegram cannot be reached now.
        """
        await asyncio.gather(*(self._bring_once(image.url, article_id) for image in images))

    async def take_back(self, *, everything: bool) -> None:
        """Tell the desk of uploads that dead processes left; `everything`: all others are dead."""
        desk = await self._looks.desk()
        async with self._storage.writing() as tx:
            if await tx.pictures.drop_uploads_of_dead(all_rows=everything):
                await self._tell(tx, desk, PictureLeft())

    async def refused(self, unique_ids: Sequence[str], words: str, row: Delivery) -> None:
        """Telegram does not know these: give it them anew, and at last do without."""
        if row.attempts < _TRIES:
            async with self._storage.writing() as tx:
                await tx.pictures.forget(unique_ids)
        else:
            await self._give_up(unique_ids, words, row)

    async def half_done(self, unique_ids: Sequence[str], words: str, row: Delivery) -> None:
        """Some of an album was refused: most often for no fault of its pictures."""
        if row.attempts >= _TRIES_AT_ALBUM:
            await self._give_up(unique_ids, words, row)

    async def _give_up(self, unique_ids: Sequence[str], words: str, row: Delivery) -> None:
        refusal = RefusedError("picture_refused", words=words)
        desk = await self._looks.desk()
        async with self._storage.writing() as tx:
            for url in await tx.pictures.give_up(unique_ids, refusal.code, self._clock()):
                await self._tell_missing(tx, desk, url, row.subject_id, refusal)

    async def _bring_once(self, url: str, article_id: int) -> None:
        """Upload each picture once, though several channels may ask for it at the same time."""
        turn = self._turns.setdefault(url, asyncio.Lock())  # as long as anybody holds or awaits it
        async with turn:
            async with self._storage.reading() as tx:
                known = await tx.pictures.known([url], self._clock())
            if url not in known:
                async with self._room:
                    await self._settle(url, article_id)

    async def _settle(self, url: str, article_id: int) -> None:
        holder = self._holder()
        try:
            photo = await self._photo(url)
            async with self._storage.writing() as tx:
                await tx.pictures.begin_upload(url, holder)
            kept = await self._upload(photo)
        except RefusedError as refusal:
            desk = await self._looks.desk()
            async with self._storage.writing() as tx:
                await tx.pictures.end_upload(url, holder)
                await tx.pictures.refuse(url, refusal.code, refusal.details, self._clock())
                await self._tell_missing(tx, desk, url, article_id, refusal)
        except UploadDelayedError:
            async with self._storage.writing() as tx:
                await tx.pictures.end_upload(url, holder)
            raise
        else:
            async with self._storage.writing() as tx:
                await tx.pictures.end_upload(url, holder)
                await tx.pictures.keep(url, kept, self._clock())

    async def _photo(self, url: str) -> bytes:
        """What is to be uploaded. Raises `RefusedError`."""
        if url == BLANK.url:
            return await self._parsing(pictures.blank)
        if not Image(url).is_on_the_web:
            raise RefusedError("picture_gone")
        came = await self._fetcher.fetch_page(url)
        return await self._parsing(pictures.as_photo, came.data)

    async def _upload(self, photo: bytes) -> Picture:
        """Show it to the desk for a moment. Raises `RefusedError` and `UploadDelayedError`."""
        desk = await self._looks.desk()
        if desk is None:
            raise RefusedError("picture_no_desk")
        in_doubt = False
        for _ in range(_TRIES):
            async with self._looks.turn(desk) as look:
                answer = await self._telegram.upload(
                    "sendPhoto",
                    Upload("photo", "photo.jpg", photo),
                    chat_id=desk,
                    disable_notification=True,
                )
                look.showed = isinstance(answer, Accepted | Lost)
            answer = await self._pacer.apply_retry_after(desk, answer)
            in_doubt |= isinstance(answer, Lost)
            if isinstance(answer, Accepted) or _is_final(answer):
                break
        if isinstance(answer, Accepted):
            in_doubt |= not await self._take_away(desk, answer.result)
        if in_doubt:
            async with self._storage.writing() as tx:
                await self._tell(tx, desk, PictureLeft())
        return _uploaded(answer)

    async def _take_away(self, desk: int, message: object) -> bool:
        """Delete an uploaded photo from the desk's chat. Returns whether it is gone."""
        message_id = message.get("message_id") if isinstance(message, Mapping) else None
        for _ in range(_TRIES if is_id(message_id) else 0):
            async with self._pacer.aside(desk):
                answer = await self._telegram.call(
                    "deleteMessage", chat_id=desk, message_id=message_id
                )
            answer = await self._pacer.apply_retry_after(desk, answer)
            if isinstance(answer, Accepted) or (isinstance(answer, Refusal) and is_gone(answer)):
                return True
        return False

    async def _tell_missing(
        self, tx: Transaction, desk: int | None, url: str, article_id: int, refusal: RefusedError
    ) -> None:
        """But not of what was to cover a picture: that stands, which is told of by itself."""
        if url != BLANK.url:
            await self._tell(tx, desk, await _missing(tx, url, article_id, refusal))

    async def _tell(self, tx: Transaction, desk: int | None, notice: Notice) -> None:
        """With what it tells of: killed in between, the desk would never hear of that."""
        await tx.tell([] if desk is None else [desk], notice, self._clock())
        tx.wake()


async def _missing(
    tx: Snapshot, url: str, article_id: int, refusal: RefusedError
) -> PictureMissing:
    article = await tx.articles.get(article_id)
    headline = article.content.headline if article else ""
    return PictureMissing(article_id, headline, url, refusal.code, refusal.details)


def _is_final(answer: Answer) -> bool:
    return isinstance(answer, Refusal) and answer.retry_after is None and not means_token(answer)


def _uploaded(answer: Answer) -> Picture:
    """What Telegram calls the photo. Raises `RefusedError` and `UploadDelayedError`."""
    match answer:
        case Accepted({"photo": [*sizes]}):
            known = [size for size in sizes if isinstance(size, Mapping)]
            largest = max(known, key=_area, default={})
            match largest:
                case {"file_id": str(file_id), "file_unique_id": str(unique_id)}:
                    return Picture(file_id, unique_id)
            raise RefusedError("picture_refused")
        case Accepted():
            raise RefusedError("picture_refused")
        case Refusal() if _is_final(answer):
            raise RefusedError("picture_refused", words=answer.description)
        case _:
            raise UploadDelayedError(answer.reason)


def _area(size: Mapping[str, Any]) -> int:
    sides = size.get("width"), size.get("height")
    return sides[0] * sides[1] if type(sides[0]) is type(sides[1]) is int else 0
