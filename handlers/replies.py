"""How the bot answers one person: a post sent or edited in place, or a pop-up over a button."""

import logging
from collections.abc import Iterable
from contextlib import suppress
from html import escape
from typing import Final

from aiogram.types import CallbackQuery, Message

from bot.delivery.concurrency import current_place
from bot.delivery.reply_queue import NobodyWaitsError
from bot.delivery.reply_sender import NotTakenError, ReplySender
from bot.domain.picture import Picture
from bot.domain.post import Keyboard, Post
from bot.domain.text import MESSAGE_LIMIT, shorten, utf16_length
from bot.rendering import Renderer
from bot.rendering.page import PlainPage, PostPage

_POP_UP_LIMIT: Final = 200  # characters (Bot API, answerCallbackQuery)
_logger = logging.getLogger(__name__)


class Reply:
    """The way back to whoever sent one update, in their language.

    A pressed button is answered once: a second pop-up for the same press is not sent.
    """

    def __init__(
        self,
        sender: ReplySender,
        pages: Renderer,
        *,
        chat_id: int,
        language: str,
        press: CallbackQuery | None = None,
        thread_id: int | None = None,
    ) -> None:
        """`thread_id`: of the forum that the chat is."""
        self.language = language
        self._sender = sender
        self._pages = pages
        self._chat_id = chat_id
        self._press = press
        self._thread_id = thread_id
        self._answered = press is None

    @property
    def owes_pop_up(self) -> bool:
        """Whether a button was pressed that waits for its answer."""
        return not self._answered

    @property
    def has_popped_up(self) -> bool:
        """Whether a button was pressed and has had its answer."""
        return self._press is not None and self._answered

    async def say(self, page: PostPage, language: str | None = None) -> int:
        """Send a page to the person, in their language or another; the number of its message."""
        post = self._pages.post(page, language or self.language)
        return await self._sender.send(self._chat_id, post, self._thread_id)

    async def send_file(self, name: str, data: bytes, page: PlainPage | None = None) -> None:
        """Send the person a document, and below it what it is."""
        caption = self._pages.plain(page, self.language).text if page else ""
        await self._sender.send_file(self._chat_id, name, data, caption=caption)

    async def send_photo(self, name: str, data: bytes) -> None:
        """Send the person a picture."""
        await self._sender.send_file(self._chat_id, name, data, "photo")

    async def send_files(self, files: Iterable[Picture]) -> None:
        """Send the person files that Telegram has, several as an album."""
        await self._sender.send_files(self._chat_id, tuple(files))

    async def send(self, post: Post) -> None:
        """Send the person a post that is made already."""
        await self._sender.send(self._chat_id, post)

    async def tell(self, page: PlainPage) -> None:
        """Say a notice where the person looks: over the pressed button, or as a message.

        It becomes a message as well if Telegram takes no pop-up for the press any more.
        """
        if self.owes_pop_up and await self.pop_up(page, alert=True):
            return
        text = self._pages.plain(page, self.language).text
        post = Post(escape(text, quote=False))
        await self._sender.send(self._chat_id, post, self._thread_id)

    async def pop_up(self, page: PlainPage | None = None, *, alert: bool = False) -> bool:
        """Answer the pressed button; without a page the button only stops waiting.

        Returns false if words were not taken, as Telegram takes none for a press of long ago.
        """
        if self._press is None or self._answered:
            return True
        if (place := current_place()) and place.is_stale:
            self._answered = True
            return True
        text = self._pages.plain(page, self.language).text if page else None
        self._answered = True
        try:
            await self._sender.ask(
                "answerCallbackQuery",
                callback_query_id=self._press.id,
                text=text and shorten(text, _POP_UP_LIMIT),
                show_alert=alert or None,
            )
        except NotTakenError as error:  # most often: pressed so long ago that nobody waits
            _logger.info("a pressed button could not be answered: %s", error)
            return False
        return True

    async def settle(self, page: PlainPage, *, alert: bool = False) -> None:
        """Answer a question's button: under the question stands how it ended, and no buttons."""
        await self.pop_up(page, alert=alert)
        words = self._pages.plain(page, self.language).text
        asked = self._press.message if self._press else None
        if isinstance(asked, Message) and asked.text:
            if asked.text.endswith(f"\n\n{words}"):  # pressed before the buttons were seen to go
                return
            ended = f"{asked.text}\n\n{words}"
            if utf16_length(ended) <= MESSAGE_LIMIT:
                post = Post(f"{asked.html_text}\n\n{escape(words, quote=False)}")
                await self._sender.edit(asked.chat.id, asked.message_id, post)
                return
        await self.show_keyboard(())

    async def show(self, page: PostPage, language: str | None = None) -> None:
        """Edit the message with the pressed button into a page."""
        await self.put(self._pages.post(page, language or self.language))

    async def put(self, post: Post) -> None:
        """Edit the message with the pressed button into a post that is made already."""
        if self._press and (message := self._press.message):
            await self._sender.edit(message.chat.id, message.message_id, post)

    async def mark(self, keyboard: Keyboard) -> None:
        """Show on the buttons what the pop-up has said; left out while many wait for answers."""
        if place := current_place():
            place.is_told = True
        with suppress(NobodyWaitsError):
            await self.show_keyboard(keyboard)

    async def show_keyboard(self, keyboard: Keyboard) -> None:
        """Edit only the buttons of the message with the pressed button."""
        if self._press and (message := self._press.message):
            await self._sender.edit_keyboard(message.chat.id, message.message_id, keyboard)
