"""Finds out whether a post whose answer was lost stands in its channel: by a look, no guess."""

import logging
from collections.abc import Awaitable, Callable, Mapping
from datetime import timedelta
from typing import Any

from bot.delivery.findings import Findings
from bot.delivery.looks import Looks
from bot.delivery.pacer import Pacer
from bot.delivery.subjects import DesiredPost
from bot.delivery.telegram import Telegram
from bot.domain.api_answers import (
    Accepted,
    Answer,
    Lost,
    NotSent,
    Refusal,
    is_about_thread,
    is_gone,
    is_id,
    is_unreachable,
    means_token,
)
from bot.domain.clock import Clock
from bot.domain.delivery import Absent, Delivery, Outcome, Retry, Undecided
from bot.domain.fingerprints import Print
from bot.domain.notices import CopyLeft
from bot.domain.reasons import Reason, ReasonCode
from bot.domain.verdicts import TOKEN_UNKNOWN_WAIT
from storage.storage import Storage

_logger = logging.getLogger(__name__)

Wanted = Callable[[Delivery], Awaitable[Outcome | DesiredPost]]
Unseen = Refusal | NotSent | Lost

# Ids in a channel run in sequence: after so many in a row that do not exist, it has ended.
_END_OF_CHANNEL = 20
_END_OF_UNKNOWN_CHANNEL = 100  # its posts may have been deleted up to the one that is looked for
AT_MOST = 300
LANDMARKS = (120, 160, 200, 300, 500, 800, 1200, 2000, 4000, 8000)
_BASIC_GROUPS = -(10**12)  # have higher numbers; supergroups and channels, lower ones
_TRIES = 4  # at one message
_AGAIN_AFTER = timedelta(seconds=3)


class Reconciler:
    """A bot cannot read history, but it can forward a message to the desk and look at that."""

    def __init__(
        self,
        storage: Storage,
        telegram: Telegram,
        pacer: Pacer,
        looks: Looks,
        clock: Clock,
        *,
        at_most: int = AT_MOST,
    ) -> None:
        self._storage = storage
        self._telegram = telegram
        self._pacer = pacer
        self._looks = looks
        self._clock = clock
        self._at_most = at_most
        self._lost: set[tuple[int, int]] = set()  # forwards without an answer: channel, message

    async def look(self, delivery: Delivery, wanted: Wanted | None = None) -> Outcome:
        """Look for the post behind the last message id that is known in the channel.

        A post exactly as it was sent is preferred to one that only resembles it, wherever either
        stands. `wanted` renders what should be there now: after a restoration nothing says what
        was sent, so that the post is compared with that, and others may resemble it as well.
        """
        guessed = wanted is not None and delivery.sent_at is None
        if wanted and guessed:
            now = await wanted(delivery)
            if not isinstance(now, DesiredPost):
                return now
            delivery = delivery._replace(
                sent_revision=now.revision,
                sent_print=None if now.withdrawn else now.said(),
                sent_pictures=now.pictures,
            )
        if not await self._looks.places():
            return Undecided(Reason(ReasonCode.NO_DESK_CHAT))
        sent = Print.read(delivery.sent_print or "")
        if sent is None:
            return Undecided(Reason(ReasonCode.SENT_TEXT_UNKNOWN))
        if (
            delivery.sent_after is None and not guessed
        ):  # it went to the group that this one was before
            return Undecided(Reason(ReasonCode.MOVED))
        findings = Findings(sent, delivery, guessed=guessed)
        return findings.instead_of(await self._look(delivery, findings))

    async def _look(self, delivery: Delivery, findings: Findings) -> Outcome:
        async with self._storage.reading() as tx:
            others = await tx.ledger.others_there(delivery)
        # Not behind what people have posted since: the post may stand before that.
        last = delivery.sent_after or 0
        end = _END_OF_CHANNEL if last else _END_OF_UNKNOWN_CHANNEL
        missing = 0
        for message_id in range(last + 1, last + 1 + self._at_most):
            ours = message_id in others  # seen already, and not the post
            seen = {} if ours else await self._see_for_sure(delivery.chat_id, message_id)
            if isinstance(seen, Mapping):
                missing = 0
                if found := findings.take(message_id, seen):
                    return found
                await self._remember(delivery.chat_id, message_id)
                continue
            if isinstance(seen, Refusal) and is_gone(seen):
                missing += 1
                if missing == end:
                    known = last > 0
                    return await self._absent(delivery, message_id, known=known)
                continue
            if isinstance(seen, Refusal) and _is_kept_back(seen):
                trouble = await self._why_kept_back(seen, delivery.chat_id)
                if trouble not in (None, seen):
                    return self._cannot_see(trouble)
                if trouble and (undecided := findings.pass_over(message_id, seen.reason)):
                    return undecided
                missing = 0
                await self._remember(delivery.chat_id, message_id)
                continue
            return self._cannot_see(seen)
        return Undecided(Reason(ReasonCode.LOOKED_AT_MANY))

    async def _absent(self, delivery: Delivery, looked_to: int, *, known: bool) -> Outcome:
        """Nothing was found behind the last known message: the post is absent, or nobody can tell.

        With no message known, the look began at the first id: an old channel whose first posts
        were deleted looks empty there.
        """
        if not known:
            for landmark in (mark for mark in LANDMARKS if mark > looked_to):
                seen = await self._see_for_sure(delivery.chat_id, landmark)
                if not (isinstance(seen, Refusal) and is_gone(seen)):
                    return Undecided(Reason(ReasonCode.EARLIER_POSTS_UNKNOWN))
        return await self._unless_blind(delivery.chat_id)

    async def _unless_blind(self, chat_id: int) -> Outcome:
        """In a channel, what cannot be seen is not there; in a group it may be, and be hidden.

        A basic group's numbers are those of all the bot's private chats, too, so that many may
        be missing there. Elsewhere a plain member sees only what is meant for the bot.
        """
        if chat_id > _BASIC_GROUPS:
            return Undecided(Reason(ReasonCode.GROUP_UNSEEN))
        async with self._storage.reading() as tx:
            channel = await tx.channels.get(chat_id)
        if channel is None or not channel.is_group:
            return Absent()
        async with self._pacer.aside(chat_id):
            answer = await self._telegram.call(
                "getChatMember", chat_id=chat_id, user_id=self._telegram.bot_id
            )
        match answer:
            case Accepted({"status": "administrator"}):
                return Absent()
            case Accepted({"status": str()}):
                return Undecided(Reason(ReasonCode.GROUP_UNSEEN))
            case Accepted():
                return self._cannot_see(Lost("a member without a status"))
            case _:
                return self._cannot_see(answer)

    async def _why_kept_back(self, seen: Refusal, chat_id: int) -> Unseen | None:
        """Why a message that exists cannot be forwarded; None: it is a service message, no post.

        «… pinned a message» has an id like a post's and cannot be forwarded; neither can anything
        in a channel that protects its content.
        """
        async with self._pacer.aside(chat_id):
            answer = await self._telegram.call("getChat", chat_id=chat_id)
        match answer:
            case Accepted(Mapping() as chat):
                return seen if chat.get("has_protected_content") else None
            case Accepted():
                return Lost("a chat without its facts")
            case _:
                return answer

    async def _see_for_sure(self, chat_id: int, message_id: int) -> Mapping[str, Any] | Unseen:
        """Look at one message; again if Telegram asks to wait, or the line breaks."""
        for _ in range(_TRIES - 1):
            seen = await self._see_somewhere(chat_id, message_id)
            if not isinstance(seen, NotSent | Lost) and _wait_of(seen) is None:
                return seen
        return await self._see_somewhere(chat_id, message_id)

    async def _see_somewhere(self, chat_id: int, message_id: int) -> Mapping[str, Any] | Unseen:
        """Look where that is best; elsewhere, if that chat takes nothing from the bot.

        Of which of the two chats a refusal speaks is not said: the next place tells them apart.
        """
        seen: Mapping[str, Any] | Unseen = NotSent("nobody in whose chat to look")
        shut: list[int] = []
        for place in await self._looks.places():
            seen = await self._see(chat_id, message_id, place)
            if not (isinstance(seen, Refusal) and (is_unreachable(seen) or is_about_thread(seen))):
                self._looks.avoid(shut)
                return seen
            shut.append(place)
        return seen

    async def _see(
        self, chat_id: int, message_id: int, desk_chat_id: int
    ) -> Mapping[str, Any] | Unseen:
        """Forward one message, silently, and take the copy away again."""
        async with self._looks.turn(desk_chat_id) as look:
            answer = await self._telegram.call(
                "forwardMessage",
                chat_id=desk_chat_id,
                from_chat_id=chat_id,
                message_id=message_id,
                disable_notification=True,
            )
            look.showed = isinstance(answer, Accepted | Lost)
        if isinstance(answer, Refusal) and answer.retry_after is not None:
            await self._pacer.halt(desk_chat_id, answer.retry_after)
        original = (chat_id, message_id)
        if isinstance(answer, Accepted) and not _is_message(answer.result):
            answer = Lost("a message without its number")
        if isinstance(answer, Lost):
            self._lost.add(original)
        if not isinstance(answer, Accepted):
            return answer
        copy: Mapping[str, Any] = answer.result
        gone = await self._delete_copy(desk_chat_id, copy["message_id"])
        if original in self._lost or not gone:
            await self._tell_of_copy(chat_id, desk_chat_id)
        self._lost.discard(original)
        return copy

    async def _delete_copy(self, desk_chat_id: int, message_id: int) -> bool:
        """Delete a copy, in several tries. Returns whether it is gone."""
        answer: Answer = Lost("not tried")
        for _ in range(_TRIES):
            async with self._pacer.aside(desk_chat_id):
                answer = await self._telegram.call(
                    "deleteMessage", chat_id=desk_chat_id, message_id=message_id
                )
            if isinstance(answer, Accepted):
                return True
            if isinstance(answer, Refusal):
                if answer.retry_after is None:
                    break
                await self._pacer.halt(desk_chat_id, answer.retry_after)
        _logger.warning("a forwarded copy stays in the desk's chat: %s", answer)
        return isinstance(answer, Refusal) and is_gone(answer)

    async def _tell_of_copy(self, chat_id: int, desk_chat_id: int) -> None:
        """Tell the desk that a copy may stay: its id is not known, so that it cannot be deleted.

        The bot does not guess the id: it may delete people's own messages in that chat, too.
        """
        async with self._storage.writing() as tx:
            channel = await tx.channels.get(chat_id)
            title = channel.title if channel else str(chat_id)
            await tx.tell([desk_chat_id], CopyLeft(title), self._clock())

    async def _remember(self, chat_id: int, message_id: int) -> None:
        async with self._storage.writing() as tx:
            await tx.channels.saw_message(chat_id, message_id)

    def _cannot_see(self, answer: Unseen) -> Outcome:
        """A look-up that fails does not count as a try at sending: look again soon."""
        now = self._clock()
        match answer:
            case NotSent() | Lost():
                return Retry(now + _AGAIN_AFTER, answer.reason, counts=False)
            case Refusal(retry_after=float() as seconds):
                return Retry(now + timedelta(seconds=seconds), answer.reason, counts=False)
            case Refusal() if means_token(answer):
                return Retry(now + TOKEN_UNKNOWN_WAIT, answer.reason, counts=False)
            case Refusal(migrate_to=int()):
                return Undecided(Reason(ReasonCode.MOVED))
            case Refusal():
                return Undecided(answer.reason)


def _is_message(result: object) -> bool:
    return isinstance(result, Mapping) and is_id(result.get("message_id"))


def _wait_of(seen: Mapping[str, Any] | Unseen) -> float | None:
    return seen.retry_after if isinstance(seen, Refusal) else None


def _is_kept_back(refusal: Refusal) -> bool:
    return "can't be forwarded" in refusal.description.lower()
