"""Pictures that Telegram has of us, by their addresses, and those that it could not be given."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import and_, delete, exists, or_, select, update

from bot.domain.article import ArticleState
from bot.domain.picture import Picture, picture_key, sent_picture
from storage import statements
from storage.schema import article, article_file, paste_part, picture, process, upload
from storage.view import View

_TRIED_AGAIN_AFTER: Final = timedelta(minutes=10)


class PictureView(View):
    async def known(self, urls: Collection[str], now: datetime) -> dict[str, Picture | None]:
        """What is known of these addresses: the picture, or None for one that was just refused.

        One that is not there is still to be brought.
        """
        found = await self._connection.execute(
            select(picture).where(picture.c.key.in_([picture_key(url) for url in urls]))
        )
        known = {
            row.key: Picture(row.file_id, row.unique_id) if row.file_id else None
            for row in found
            if row.file_id or now - row.at < _TRIED_AGAIN_AFTER
        }
        return {url: known[picture_key(url)] for url in urls if picture_key(url) in known}

    async def codes(self, urls: Iterable[str]) -> dict[str, str | None]:
        """Why these could not be had when they were tried last: a code; None of what is there."""
        keys = [picture_key(url) for url in urls]
        if not keys:
            return {}
        found = await self._connection.execute(
            select(picture.c.url, picture.c.code, picture.c.file_id).where(picture.c.key.in_(keys))
        )
        return {row.url: None if row.file_id else row.code or "" for row in found}

    async def senders(self, article_id: int, url: str) -> list[int]:
        """Who has sent this file for an article, as long as their messages are kept.

        Or for a draft that has become its text.
        """
        merged = and_(article.c.resembles == article_id, article.c.state == ArticleState.MERGED)
        found = await self._connection.execute(
            select(paste_part.c.chat_id, paste_part.c.attached)
            .join(article, article.c.id == paste_part.c.article_id)
            .where(or_(article.c.id == article_id, merged), paste_part.c.attached.is_not(None))
        )
        return sorted({row.chat_id for row in found if row.attached["url"] == url})


class PictureStore(PictureView):
    async def keep(self, url: str, kept: Picture, now: datetime) -> None:
        """Telegram has this picture."""
        await self._put(
            url, file_id=kept.file_id, unique_id=kept.unique_id, code=None, details=None, at=now
        )

    async def refuse(self, url: str, code: str, details: Mapping[str, Any], now: datetime) -> None:
        """Telegram cannot be given this picture, for a reason that a sentence tells."""
        await self._put(
            url, file_id=None, unique_id=None, code=code, details=dict(details), at=now
        )

    async def refuse_unless_had(
        self, url: str, code: str, details: Mapping[str, Any], now: datetime
    ) -> None:
        """The same of one that Telegram does not have already."""
        if not (await self.known([url], now)).get(url):
            await self.refuse(url, code, details, now)

    async def forget(self, unique_ids: Iterable[str]) -> None:
        """Telegram does not know these any more: they are to be brought anew.

        What an editor has sent stands nowhere else, so that it is kept.
        """
        await self._connection.execute(
            delete(picture).where(
                picture.c.unique_id.in_([*unique_ids]), ~picture.c.url.startswith(sent_picture(""))
            )
        )

    async def forget_old(self, before: datetime, limit: int) -> int:
        """Drop at most `limit` that nobody has asked for since; how many there were.

        A site's picture is given to Telegram anew where a correction asks for it. What an editor
        has sent stays as long as an article shows it.
        """
        shown = exists().where(article_file.c.key == picture.c.key)
        old = (
            select(picture.c.key)
            .where(~shown, picture.c.at < before)
            .order_by(picture.c.at)
            .limit(limit)
        )
        gone = await self._connection.execute(delete(picture).where(picture.c.key.in_(old)))
        return gone.rowcount

    async def give_up(self, unique_ids: Iterable[str], code: str, now: datetime) -> list[str]:
        """Telegram shows these in no post; their addresses."""
        given_up = await self._connection.execute(
            update(picture)
            .where(picture.c.unique_id.in_([*unique_ids]))
            .values(file_id=None, unique_id=None, code=code, details={}, at=now)
            .returning(picture.c.url)
        )
        return list(given_up.scalars())

    async def begin_upload(self, url: str, holder: str) -> None:
        """A process is about to upload it; `holder` is "" for one that is alone."""
        begun = statements.insert(self._connection, upload).values(
            key=picture_key(url), holder=holder
        )
        await self._connection.execute(begun.on_conflict_do_nothing())

    async def end_upload(self, url: str, holder: str) -> None:
        """What came of it is known, or told."""
        await self._connection.execute(
            delete(upload).where(upload.c.key == picture_key(url), upload.c.holder == holder)
        )

    async def drop_uploads_of_dead(self, *, all_rows: bool) -> int:
        """What dead processes were uploading; `all_rows`: whoever it was. How many there were."""
        lives = exists().where(process.c.name == upload.c.holder)
        of_dead = (
            delete(upload) if all_rows else delete(upload).where(~lives, upload.c.holder != "")
        )
        return (await self._connection.execute(of_dead)).rowcount

    async def _put(self, url: str, **values: object) -> None:
        statement = statements.insert(self._connection, picture).values(
            key=picture_key(url), url=url, **values
        )
        await self._connection.execute(
            statement.on_conflict_do_update(index_elements=[picture.c.key], set_=values)
        )
