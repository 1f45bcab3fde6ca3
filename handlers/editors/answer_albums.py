"""An album of the desk's that answers a letter: kept as it comes, sent as one once it is whole."""

import logging
from collections.abc import Mapping
from contextlib import suppress
from datetime import timedelta
from typing import Any, Final

from aiogram.enums import ContentType
from aiogram.types import Message

from bot.delivery.reply_sender import NotTakenError, ReplySender
from bot.domain.letter import AlbumAnswer
from bot.domain.post import Post
from bot.rendering import Renderer
from bot.rendering.refused import RefusedPage
from bot.usecases.album_answers import AlbumAnswers
from bot.usecases.one_by_one import for_each

_logger = logging.getLogger(__name__)

ARRIVED: Final = "👌"
EVERY: Final = 0.5  # seconds between two looks for one that is whole
_AGAIN_AFTER: Final = timedelta(seconds=30)  # where the line has failed
_KINDS: Final = ("photo", "video", "document", "audio")


def file_of(message: Message) -> Mapping[str, Any] | None:
    """The InputMedia by which a message of an album is sent again; None of one that is in none."""
    if message.media_group_id is None or message.content_type not in _KINDS:
        return None
    kind = ContentType(message.content_type).value
    sent = message.photo[-1] if message.photo else getattr(message, kind)
    entities = [each.model_dump(exclude_none=True) for each in message.caption_entities or ()]
    media = {
        "type": kind,
        "media": sent.file_id,
        "caption": message.caption,
        "caption_entities": entities,
        "has_spoiler": message.has_media_spoiler,
        "show_caption_above_media": message.show_caption_above_media,
    }
    return {name: value for name, value in media.items() if value}


async def sign_arrival(sender: ReplySender, chat_id: int, message_id: int) -> None:
    """By a reaction to what the editor wrote; where none may be, the letter says it anyway."""
    with suppress(NotTakenError):
        sign = [{"type": "emoji", "emoji": ARRIVED}]
        await sender.ask(
            "setMessageReaction", chat_id=chat_id, message_id=message_id, reaction=sign
        )


class AlbumsOut:
    """What the clock asks for: the albums that are whole."""

    def __init__(
        self, answers: AlbumAnswers, sender: ReplySender, pages: Renderer, language: str
    ) -> None:
        """`language`: in which the desk is told that a reader cannot be reached."""
        self._answers = answers
        self._sender = sender
        self._pages = pages
        self._language = language

    async def send_due(self) -> None:
        """Killed in between, an album goes out once more: rather twice than not at all.

        Where it comes to no end three times, by kills or faults of ours, it is begun no more, and
        the desk is told: the reader may have had it each time.
        """
        albums = await self._answers.due()
        await for_each(albums, self._send_one, lambda _: "an answer to a letter did not go out")

    async def _send_one(self, album: AlbumAnswer) -> None:
        if album.in_doubt:
            await self._answers.give_up(album)
            return
        await self._answers.begin(album)
        try:
            sent_as = await self._send(album)
        except NotTakenError as error:
            await self._end_untaken(album, error)
        else:
            await self._answers.end(album, sent_as)
            first = album.parts[0]
            await sign_arrival(self._sender, first.chat_id, first.message_id)

    async def _send(self, album: AlbumAnswer) -> list[int]:
        """One file alone, and what Telegram takes for no album, goes as a copy of its message."""
        letter = album.letter
        if len(album.parts) > 1:
            try:
                files = [part.file for part in album.parts]
                return await self._sender.send_album(
                    letter.chat_id, files, reply_to=letter.message_id
                )
            except NotTakenError as error:
                if not error.is_about_content:
                    raise
        return [
            await self._sender.copy(
                letter.chat_id, (part.chat_id, part.message_id), reply_to=letter.message_id
            )
            for part in album.parts
        ]

    async def _end_untaken(self, album: AlbumAnswer, error: NotTakenError) -> None:
        if not (error.is_unreachable or error.is_about_content):
            _logger.warning("an answer to a letter did not go out: %s", error)
            await self._answers.put_off(album, _AGAIN_AFTER)
            return
        await self._answers.end(album, ())
        page = RefusedPage(code="letter_unanswerable", details={})
        words = self._pages.plain(page, self._language).text
        with suppress(NotTakenError):
            await self._sender.send(album.parts[0].chat_id, Post(words))
