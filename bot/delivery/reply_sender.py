"""Replies to people: by the same door as all that the ledger sends, and in the same words.

They are encoded, paced and tried again like deliveries, but not written down: what only matters at
once is not sent after a restart.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, AsyncExitStack, nullcontext
from functools import partial
from typing import ClassVar, TypeVar

from bot.delivery.concurrency import Place, current_place
from bot.delivery.pacer import Pacer
from bot.delivery.rich_encoding import encode_rich
from bot.delivery.telegram import Telegram, encode, encoded, in_thread, keyboard_as_parameter
from bot.delivery.uploads import Upload
from bot.domain.api_answers import (
    Accepted,
    Answer,
    Lost,
    NotSent,
    Refusal,
    has_nothing_to_edit,
    is_id,
    is_unreachable,
    means_token,
    of_new_method,
)
from bot.domain.picture import Picture
from bot.domain.post import Keyboard, Post
from bot.domain.reasons import ReasonCode
from bot.domain.rich_post import RichPost
from bot.domain.verdicts import wait_before

_logger = logging.getLogger(__name__)

_TRIES = 6  # half a minute with the waits between: so long a server is restarted, or a line cut
_BAD_CONTENT = (400, 413)
_SOON = 0.5  # seconds
_FIRST_PAUSE, _LONGEST_PAUSE = 0.5, 10.0  # seconds, while the disk is away
Done = TypeVar("Done")
Respond = Callable[[str, Mapping[str, object]], bool]
_Request = Callable[[], Awaitable[Answer]]


class NotTakenError(Exception):
    """A reply did not reach Telegram, or was refused by it."""

    def __init__(self, answer: Refusal | NotSent | Lost) -> None:
        words = answer.description if isinstance(answer, Refusal) else answer.words
        super().__init__(words)
        self._answer = answer

    @property
    def code(self) -> int | None:
        """Of Telegram's refusal; None where the line failed."""
        return self._answer.code if isinstance(self._answer, Refusal) else None

    @property
    def is_unreachable(self) -> bool:
        """Whether the person takes nothing from this bot."""
        return isinstance(self._answer, Refusal) and is_unreachable(self._answer)

    @property
    def is_about_content(self) -> bool:
        """Whether Telegram refuses what was sent, and not whoever sent it or where."""
        return self.code in _BAD_CONTENT and not self.is_unreachable

    @property
    def is_about_rights(self) -> bool:
        answer = self._answer
        return isinstance(answer, Refusal) and answer.reason.code is ReasonCode.RIGHTS


class ReplySender:
    """Sends replies, each in a slot, and after whatever wait Telegram asks for.

    A reply that may not have arrived is sent again: better seen twice than never. While it waits,
    another update takes its place among those that are handled (`bot.delivery.concurrency`).
    """

    # Seconds for an answer of Telegram. What the person does next waits for it, so that this is
    # less than where nobody waits; a request that hangs is done again.
    WITHIN: ClassVar = 20.0
    # Of what shows nothing in a chat: so long somebody looks at a button that they have pressed.
    A_LOOK: ClassVar = 5.0

    def __init__(
        self,
        telegram: Telegram,
        pacer: Pacer,
        is_passing: Callable[[Exception], bool],
        respond: Respond = lambda _, __: False,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        """`is_passing` tells faults of the disk, which are waited out, from others.

        `respond` says whether a call goes back in the answer to the update that asks for it.
        """
        self._telegram = telegram
        self._pacer = pacer
        self._is_passing = is_passing
        self._respond = respond
        self._sleep = sleep
        self._asked_to_wait: dict[str, tuple[float, Refusal]] = {}  # until when, by methods

    async def send(self, chat_id: int, post: Post, thread_id: int | None = None) -> int:
        """Send a post. Returns the new message's id.

        `thread_id`: in a group with topics. Raises `NotTakenError`, and `NobodyWaitsError` if
        others wait for their replies and this person no longer does.
        """
        request = in_thread(encode(post), thread_id) if thread_id else encode(post)
        show = partial(self._telegram.show, chat_id, request)
        return _number_in(await self._paced(chat_id, show))

    async def send_files(self, chat_id: int, files: tuple[Picture, ...]) -> None:
        """Send files that Telegram has, without words, as an album. Raises as `send` does.

        Each file is a message of its own to Telegram, and the chat rests accordingly.
        """
        method, request = encoded(Post("", files=files))
        send = partial(self._telegram.send, method, chat_id, request)
        _check(await self._paced(chat_id, send))
        if len(files) > 1:
            await self._pacer.rest_after(chat_id, len(files))

    async def send_album(
        self, chat_id: int, media: Sequence[Mapping[str, object]], *, reply_to: int
    ) -> list[int]:
        """Send files that Telegram has, with the words of each, as an album; its messages.

        `reply_to`: the message that it answers, if that is still there. Raises as `send` does.
        """
        send = partial(
            self._telegram.call,
            "sendMediaGroup",
            chat_id=chat_id,
            media=media,
            reply_parameters=_replying(reply_to),
        )
        answer = await self._paced(chat_id, send)
        _check(answer)
        await self._pacer.rest_after(chat_id, len(media))
        match answer:
            case Accepted(list(messages)):
                return [_number_in(Accepted(message)) for message in messages]
        raise NotTakenError(Lost("an album without its messages"))

    async def send_rich(self, chat_id: int, post: RichPost) -> int:
        """The same with a rich message."""

        async def show() -> Answer:
            return of_new_method(await self._telegram.show_rich(chat_id, encode_rich(post)))

        return _number_in(await self._paced(chat_id, show))

    async def send_file(
        self, chat_id: int, name: str, data: bytes, kind: str = "document", caption: str = ""
    ) -> None:
        """Send a document, or a file of another kind («photo»). Raises as `send` does."""
        file = Upload(kind, name, data)
        method, words = f"send{kind.capitalize()}", {"caption": caption} if caption else {}
        send = partial(self._telegram.upload, method, file, chat_id=chat_id, **words)
        _check(await self._paced(chat_id, send))

    async def copy(
        self,
        chat_id: int,
        of: tuple[int, int],
        *,
        reply_to: int | None = None,
        keyboard: Keyboard = (),
    ) -> int:
        """Send a copy of a message (`of`: its chat and id), which does not say whose it was.

        `reply_to`: the message that it answers, if that is still there. Raises as `send` does.
        """
        from_chat_id, message_id = of
        copied = partial(
            self._telegram.call,
            "copyMessage",
            chat_id=chat_id,
            from_chat_id=from_chat_id,
            message_id=message_id,
            reply_parameters=_replying(reply_to) if reply_to else None,
            reply_markup=keyboard_as_parameter(keyboard) if keyboard else None,
        )
        return _number_in(await self._paced(chat_id, copied))

    async def edit(self, chat_id: int, message_id: int, post: Post) -> None:
        """Put a post in a message's place. Raises as `send` does."""
        show = partial(self._telegram.show, chat_id, encode(post), message_id)
        _check_edit(await self._paced(chat_id, show))

    async def edit_rich(self, chat_id: int, message_id: int, post: RichPost) -> None:
        """The same with a rich message."""
        show = partial(self._telegram.show_rich, chat_id, encode_rich(post), message_id)
        _check_edit(await self._paced(chat_id, show))

    async def edit_keyboard(self, chat_id: int, message_id: int, keyboard: Keyboard) -> None:
        """Change the buttons alone. Raises as `send` does."""
        change = partial(
            self._telegram.call,
            "editMessageReplyMarkup",
            chat_id=chat_id,
            message_id=message_id,
            reply_markup=keyboard_as_parameter(keyboard),
        )
        _check_edit(await self._paced(chat_id, change))

    async def ask(self, method: str, **parameters: object) -> None:
        """Call a method that shows nothing in a chat; it needs no slot. Raises `NotTakenError`.

        It is tried once more if the line fails, since doing it twice does no harm, or if Telegram
        asks to wait for a moment. If it asks for longer, the method is not called until then:
        nobody looks at a pop-up that late. Nor is what hung called again.
        """
        if self._respond(method, parameters):
            return
        began = asyncio.get_running_loop().time()
        async with _leaving(current_place()):
            answer = await self._ask(method, parameters)
            took = asyncio.get_running_loop().time() - began
            if isinstance(answer, NotSent | Lost) and took < self.A_LOOK:
                await self._sleep(_SOON)
                answer = await self._ask(method, parameters)
            elif isinstance(answer, Refusal) and answer.retry_after is not None:
                answer = await self._ask(method, parameters)
            _check(answer)

    async def _ask(self, method: str, parameters: Mapping[str, object]) -> Answer:
        now = asyncio.get_running_loop().time
        until, refusal = self._asked_to_wait.get(method, (0.0, None))
        if refusal and (left := until - now()) > 0:
            if left > self.A_LOOK:
                return refusal
            await self._sleep(left)
        answer = await self._telegram.call(method, self.A_LOOK, **parameters)
        if isinstance(answer, Refusal) and answer.retry_after is not None:
            self._asked_to_wait[method] = now() + answer.retry_after, answer
        return answer

    async def make_topic(self, chat_id: int, name: str) -> int:
        """Make a topic in a forum; tried once. Returns its thread. Raises `NotTakenError`."""
        async with _leaving(current_place()):
            answer = await self._telegram.call("createForumTopic", chat_id=chat_id, name=name)
        match answer:
            case Accepted({"message_thread_id": thread_id}) if is_id(thread_id):
                return thread_id
            case Accepted():
                raise NotTakenError(Lost("a topic without its number"))
        raise NotTakenError(answer)

    async def administrators(self, chat_id: int) -> frozenset[int]:
        """The ids of a group's administrators. Raises `NotTakenError`.

        Any bot in the group may ask for all of them; about one member only an administrator may.
        """
        async with _leaving(current_place()):
            answer = await self._telegram.call("getChatAdministrators", chat_id=chat_id)
        _check(answer)
        members = answer.result if isinstance(answer, Accepted) else None
        users = [each.get("user") for each in members or () if isinstance(each, Mapping)]
        ids = [user.get("id") for user in users if isinstance(user, Mapping)]
        return frozenset(number for number in ids if isinstance(number, int))

    async def download(self, file_id: str, within: float) -> bytes:
        """A file that a person has sent. Raises `NotTakenError`."""
        async with _leaving(current_place()):
            came = await self._telegram.download(file_id, within)
        if isinstance(came, bytes):
            return came
        raise NotTakenError(came)

    # --- in turn, and again ---

    async def _paced(self, chat_id: int, request: _Request) -> Answer:
        """Make a request in its turn, several times if need be. Returns the last answer.

        A refusal without a «retry after» is final, unless it is the token's: that may pass.
        Raises `NobodyWaitsError`.
        """
        place = current_place()
        async with _leaving(place):
            for attempt in range(1, _TRIES):
                answer = await self._in_turn(chat_id, request, place)
                match answer:
                    case NotSent(words) | Lost(words):
                        _logger.warning("a reply may not have arrived: %s", words)
                        await self._sleep(wait_before(attempt).total_seconds())
                    case Refusal() if answer.retry_after is not None or means_token(answer):
                        pass  # the pacer knows how long; the next turn comes after it
                    case _:
                        return answer
            return await self._in_turn(chat_id, request, place)

    async def _in_turn(self, chat_id: int, request: _Request, place: Place | None) -> Answer:
        async def once() -> Answer:
            async with AsyncExitStack() as turn:
                with place.waiting() if place else nullcontext():
                    await turn.enter_async_context(self._pacer.turn(chat_id, place))
                if place:
                    await place.make_sure()
                return await request()

        answer = await self._through_faults(once)
        return await self._through_faults(partial(self._pacer.apply_retry_after, chat_id, answer))

    async def _through_faults(self, deed: Callable[[], Awaitable[Done]]) -> Done:
        """Wait out faults of the disk, however long: what the reply tells of is done already."""
        pause = _FIRST_PAUSE
        while True:
            try:
                return await deed()
            except Exception as error:
                if not self._is_passing(error):
                    raise
            await self._sleep(pause)
            pause = min(pause * 2, _LONGEST_PAUSE)


def _replying(message_id: int) -> dict[str, object]:
    return {"message_id": message_id, "allow_sending_without_reply": True}


def _leaving(place: Place | None) -> AbstractAsyncContextManager[None]:
    return place.left() if place else nullcontext()


def _number_in(answer: Answer) -> int:
    match answer:
        case Accepted({"message_id": int(number)}):
            return number
        case Accepted():
            raise NotTakenError(Lost("a message without its number"))
        case refused:
            raise NotTakenError(refused)


def _check(answer: Answer) -> None:
    if isinstance(answer, Refusal | NotSent | Lost):
        raise NotTakenError(answer)


def _check_edit(answer: Answer) -> None:
    if not (isinstance(answer, Refusal) and has_nothing_to_edit(answer)):
        _check(answer)
