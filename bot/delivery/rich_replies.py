"""Articles as rich messages, where Telegram takes them: what it refuses is not tried each time."""

import logging
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from typing import Final, TypeVar

from bot.delivery.reply_sender import NotTakenError, ReplySender
from bot.domain.rich_post import RichPost

_NO_SUCH_METHOD: Final = 404
_REMEMBERED: Final = 10_000  # texts of which something was refused
_logger = logging.getLogger(__name__)

Text = tuple[int, int]  # an article and its revision
Form = Sequence[RichPost]
Shown = TypeVar("Shown")


class RichReplies:
    """Each article comes in several forms; the first that Telegram takes is shown.

    Of a server that knows no rich messages nothing more is asked while this process lives.
    """

    def __init__(self, sender: ReplySender) -> None:
        self._sender = sender
        self._is_known = True
        self._refused: OrderedDict[Text, int] = OrderedDict()  # so many of its forms

    @property
    def is_known(self) -> bool:
        """Whether the server may know rich messages."""
        return self._is_known

    async def send(self, chat_id: int, text: Text, forms: Sequence[Form]) -> bool:
        """Whether new messages show the article. Raises `NotTakenError`, but for its content."""

        async def show(form: Form) -> None:
            shown: list[int] = []
            try:
                for post in form:
                    message_id = await self._sender.send_rich(chat_id, post)
                    shown.append(message_id)
            except NotTakenError as error:
                if shown and error.is_about_content:  # it comes from its start in another form
                    await self._take_back(chat_id, shown)
                raise

        return await self._first_taken(text, forms, show)

    async def edit(
        self, chat_id: int, message_id: int, text: Text, forms: Sequence[RichPost]
    ) -> bool:
        """Whether a message shows the article in place of what it showed. Raises the same."""
        show = partial(self._sender.edit_rich, chat_id, message_id)
        return await self._first_taken(text, forms, show)

    async def _take_back(self, chat_id: int, message_ids: Sequence[int]) -> None:
        """Where that fails, a part of the article stands there twice: better than never."""
        try:
            await self._sender.ask("deleteMessages", chat_id=chat_id, message_ids=message_ids)
        except NotTakenError as error:
            _logger.warning("the beginning of an article stays in a chat: %s", error)

    async def _first_taken(
        self, text: Text, forms: Sequence[Shown], show: Callable[[Shown], Awaitable[None]]
    ) -> bool:
        for at, form in enumerate(forms):
            if not self._is_known:
                break
            if at < self._refused.get(text, 0):
                continue
            try:
                await show(form)
            except NotTakenError as error:
                self._learn(error, text, at)
            else:
                return True
        return False

    def _learn(self, error: NotTakenError, text: Text, at: int) -> None:
        """Raises the error where it is not about what was sent."""
        if error.code == _NO_SUCH_METHOD:
            self._is_known = False
            _logger.warning("this Bot API server knows no rich messages: articles come in pages")
            return
        if not error.is_about_content:
            raise error
        _logger.warning("article %d is not taken as a rich message: %s", text[0], error)
        self._refused[text] = at + 1
        self._refused.move_to_end(text)
        if len(self._refused) > _REMEMBERED:
            self._refused.popitem(last=False)
