"""Whether a post of which nobody knows stands in its channel: looked up, never guessed."""

import logging
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from bot.delivery.pacer import Pacer
from bot.delivery.subjects import Subjects
from bot.delivery.telegram import Telegram
from bot.domain.clock import Clock
from bot.domain.delivery import (
    Absent,
    Accepted,
    Delivery,
    Lost,
    NotSent,
    Outcome,
    Refusal,
    Retry,
    Shown,
    Undecided,
    wait_before,
)
from bot.domain.markup import parse_html
from storage.storage import Storage

_logger = logging.getLogger(__name__)

Unseen = Refusal | NotSent | Lost

# Ids in a channel run in sequence: so many in a row that do not exist are the end of it.
_END_OF_CHANNEL = 20
_AT_MOST = 300
_NO_SUCH_MESSAGE = ("message to forward not found", "message_id_invalid", "message not found")


class LookUp:
    """A bot cannot read history, but it can forward a message to the desk and look at that."""

    def __init__(
        self,
        storage: Storage,
        telegram: Telegram,
        subjects: Subjects,
        pacer: Pacer,
        clock: Clock,
        *,
        at_most: int = _AT_MOST,
    ) -> None:
        self._storage = storage
        self._telegram = telegram
        self._subjects = subjects
        self._pacer = pacer
        self._clock = clock
        self._at_most = at_most

    async def look(self, delivery: Delivery, desk_chat_id: int | None) -> Outcome:
        """Look for the post behind the last message id that is known in the channel."""
        if desk_chat_id is None:
            return Undecided("no desk chat to look from")
        post = await self._subjects.sent(delivery)
        if post is None:
            return Undecided("the article as it was sent is not known")
        text, _ = parse_html(post.html)
        async with self._storage.reading() as tx:
            last = await tx.audience.last_message_id(delivery.chat_id)
        missing = 0
        for message_id in range(last + 1, last + 1 + self._at_most):
            seen = await self._see(delivery.chat_id, message_id, desk_chat_id)
            if isinstance(seen, Mapping):
                missing = 0
                await self._remember(delivery.chat_id, message_id)
                if _same(seen.get("text", ""), text):
                    return Shown(message_id, delivery.sent_revision or 1)
                continue
            if isinstance(seen, Refusal) and _does_not_exist(seen):
                missing += 1
                if missing == _END_OF_CHANNEL:
                    return Absent()
                continue
            return self._cannot_see(seen, delivery)
        return Undecided(f"{self._at_most} messages looked at, and none is the post")

    async def _see(
        self, chat_id: int, message_id: int, desk_chat_id: int
    ) -> Mapping[str, Any] | Unseen:
        """Forward one message to the desk, silently, and take the copy away again."""
        await self._pacer.turn(desk_chat_id)
        answer = await self._telegram.call(
            "forwardMessage",
            chat_id=desk_chat_id,
            from_chat_id=chat_id,
            message_id=message_id,
            disable_notification=True,
        )
        if isinstance(answer, Refusal) and answer.retry_after is not None:
            await self._pacer.halt(desk_chat_id, answer.retry_after)
        if not isinstance(answer, Accepted):
            return answer
        copy: Mapping[str, Any] = answer.result
        deleted = await self._telegram.call(
            "deleteMessage", chat_id=desk_chat_id, message_id=copy["message_id"]
        )
        if not isinstance(deleted, Accepted):
            _logger.warning("a forwarded copy stays in the desk's chat: %s", deleted)
        return copy

    async def _remember(self, chat_id: int, message_id: int) -> None:
        async with self._storage.writing() as tx:
            await tx.audience.saw_message(chat_id, message_id)

    def _cannot_see(self, answer: Unseen, delivery: Delivery) -> Outcome:
        now = self._clock()
        match answer:
            case NotSent(reason) | Lost(reason):
                return Retry(now + wait_before(delivery.attempts), reason)
            case Refusal(retry_after=float() as seconds, description=words):
                return Retry(now + timedelta(seconds=seconds), words, counts=False)
            case Refusal(description=words):
                return Undecided(words)


def _does_not_exist(refusal: Refusal) -> bool:
    words = refusal.description.lower()
    return any(known in words for known in _NO_SUCH_MESSAGE)


def _same(one: str, other: str) -> bool:
    return " ".join(one.split()) == " ".join(other.split())
