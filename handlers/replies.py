"""How the bot answers one person: a post sent or edited in place, or a pop-up over a button."""

import logging
from collections.abc import Iterable
from typing import Final

from aiogram import Bot
from aiogram.enums import ParseMode
from aiogram.exceptions import TelegramAPIError, TelegramBadRequest
from aiogram.types import (
    CallbackQuery,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    LinkPreviewOptions,
)

from bot.domain.buttons import pack
from bot.domain.post import Button, Keyboard, Post, Preview
from bot.domain.text import shorten
from bot.rendering import Renderer
from bot.rendering.page import NoticePage, PostPage

_POP_UP_LIMIT: Final = 200  # characters (Bot API, answerCallbackQuery)
# Telegram's words for an edit that finds what it wants, or nothing that it could change.
_NOTHING_TO_EDIT: Final = (
    "message is not modified",
    "message to edit not found",
    "message can't be edited",
)
_logger = logging.getLogger(__name__)


class Reply:
    """The way back to whoever sent one update, in their language.

    A pressed button is answered once: a second pop-up for the same press is not sent.
    """

    def __init__(
        self,
        bot: Bot,
        pages: Renderer,
        *,
        chat_id: int,
        language: str,
        press: CallbackQuery | None = None,
    ) -> None:
        self.language = language
        self._bot = bot
        self._pages = pages
        self._chat_id = chat_id
        self._press = press
        self._answered = press is None

    @property
    def owes_pop_up(self) -> bool:
        """Whether a button was pressed that waits for its answer."""
        return not self._answered

    @property
    def has_popped_up(self) -> bool:
        """Whether a button was pressed and has had its answer."""
        return self._press is not None and self._answered

    async def say(self, page: PostPage) -> int:
        """Send a page to the person; the number of its message."""
        return await self._send(self._pages.post(page, self.language))

    async def say_all(self, posts: Iterable[Post]) -> None:
        """Send posts to the person, one after another."""
        for post in posts:
            await self._send(post)

    async def _send(self, post: Post) -> int:
        sent = await self._bot.send_message(
            self._chat_id,
            post.html,
            parse_mode=ParseMode.HTML,
            link_preview_options=preview_options(post.preview),
            reply_markup=markup(post.keyboard),
        )
        return sent.message_id

    async def tell(self, page: NoticePage) -> None:
        """Say a notice where the person looks: over the pressed button, or as a message."""
        if self.owes_pop_up:
            await self.pop_up(page, alert=True)
            return
        text = self._pages.notice(page, self.language).text
        await self._bot.send_message(self._chat_id, text, parse_mode=None)

    async def pop_up(self, page: NoticePage | None = None, *, alert: bool = False) -> None:
        """Answer the pressed button; without a page the button only stops waiting."""
        if self._press is None or self._answered:
            return
        text = self._pages.notice(page, self.language).text if page else None
        self._answered = True
        try:
            await self._bot.answer_callback_query(
                self._press.id,
                text=text and shorten(text, _POP_UP_LIMIT),
                show_alert=alert or None,
            )
        except TelegramAPIError as error:  # most often: pressed so long ago that nobody waits
            _logger.info("a pressed button could not be answered: %s", error)

    async def show(self, page: PostPage) -> None:
        """Edit the message with the pressed button into a page."""
        post = self._pages.post(page, self.language)
        if self._press is None or self._press.message is None:
            return
        try:
            await self._bot.edit_message_text(
                post.html,
                chat_id=self._press.message.chat.id,
                message_id=self._press.message.message_id,
                parse_mode=ParseMode.HTML,
                link_preview_options=preview_options(post.preview),
                reply_markup=markup(post.keyboard),
            )
        except TelegramBadRequest as error:
            _pass_if_nothing_to_edit(error)

    async def show_keyboard(self, keyboard: Keyboard) -> None:
        """Edit only the buttons of the message with the pressed button."""
        if self._press is None or self._press.message is None:
            return
        try:
            await self._bot.edit_message_reply_markup(
                chat_id=self._press.message.chat.id,
                message_id=self._press.message.message_id,
                reply_markup=markup(keyboard),
            )
        except TelegramBadRequest as error:
            _pass_if_nothing_to_edit(error)


def markup(keyboard: Keyboard) -> InlineKeyboardMarkup | None:
    """A keyboard as Telegram wants it."""
    if not keyboard:
        return None
    return InlineKeyboardMarkup(inline_keyboard=[[_button(b) for b in row] for row in keyboard])


def preview_options(preview: Preview) -> LinkPreviewOptions:
    if preview.url is None:
        return LinkPreviewOptions(is_disabled=True)
    return LinkPreviewOptions(
        url=preview.url,
        prefer_large_media=preview.large or None,
        prefer_small_media=None if preview.large else True,
    )


def _button(button: Button) -> InlineKeyboardButton:
    if button.press is None:
        return InlineKeyboardButton(text=button.text, url=button.url)
    return InlineKeyboardButton(text=button.text, callback_data=pack(button.press))


def _pass_if_nothing_to_edit(error: TelegramBadRequest) -> None:
    words = error.message.lower()
    if not any(known in words for known in _NOTHING_TO_EDIT):
        raise error
