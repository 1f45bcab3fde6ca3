"""Posts with pictures or files: sent, edited and taken away as Telegram lets them be."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from bot.delivery.pacer import Pacer
from bot.delivery.picture_uploads import PictureUploads
from bot.delivery.subjects import DesiredPost
from bot.delivery.telegram import Telegram, as_media, captioned, keyboard_as_parameter
from bot.domain.api_answers import (
    Accepted,
    Answer,
    Lost,
    Refusal,
    is_bad_picture,
    is_gone,
    is_half_done,
    is_unchanged,
)
from bot.domain.clock import Clock
from bot.domain.delivery import Cleared, Delivery, GivenUp, Outcome, Retry, Shown, Withdrawn
from bot.domain.picture import Picture
from bot.domain.post import Post
from bot.domain.verdicts import SendPolicy, judge_deletion, judge_edit, judge_send, wait_before


class PicturePosts:
    """Shows posts that have files, or are to have some, on the deliverer's behalf."""

    def __init__(
        self,
        telegram: Telegram,
        pacer: Pacer,
        clock: Clock,
        policy: SendPolicy,
        uploads: PictureUploads,
    ) -> None:
        self._telegram = telegram
        self._pacer = pacer
        self._clock = clock
        self._policy = policy
        self._uploads = uploads

    async def show(self, delivery: Delivery, wanted: DesiredPost) -> Outcome:
        """Send or edit the post now; one that cannot be edited into it is deleted first."""
        if delivery.message_id is None:
            return await self._send(delivery, wanted)
        if wanted.anew:
            return await self._clear(delivery)
        answer = await self.edit(delivery, wanted)
        if isinstance(answer, Refusal) and is_bad_picture(answer):
            return await self.bring_anew(delivery, wanted, answer)
        outcome = judge_edit(
            answer, delivery, wanted.revision, now=self._clock(), policy=self._policy
        )
        return _with(outcome, wanted, delivery.more_ids)

    async def edit(self, delivery: Delivery, wanted: DesiredPost) -> Answer:
        """Replace the pictures that have changed, then the words.

        Returns the answer about the words, or the one that refuses a picture.
        """
        first, *others = zip(delivery.message_ids, _other(delivery.pictures, wanted), strict=False)
        for message_id, file in others:
            if file is None:
                continue
            async with self._pacer.turn(delivery.chat_id):
                answer = await self._change(delivery, message_id, file, None)
            if not _is_done(answer):
                return answer
        message_id, file = first
        return await self._change(delivery, message_id, file, wanted.post)

    async def delete(self, delivery: Delivery) -> Answer:
        """Delete all messages of a post at once."""
        if not delivery.more_ids:
            return await self._ask("deleteMessage", delivery, message_id=delivery.message_id)
        return await self._ask("deleteMessages", delivery, message_ids=delivery.message_ids)

    async def _send(self, delivery: Delivery, wanted: DesiredPost) -> Outcome:
        if len(wanted.pictures) > 1:  # each item of an album is a message
            await self._pacer.rest_after(delivery.chat_id, len(wanted.pictures))
        answer = await self._telegram.send(wanted.method, delivery.chat_id, wanted.request)
        answer = await self._pacer.apply_retry_after(delivery.chat_id, answer)
        if isinstance(answer, Refusal) and is_half_done(answer):
            # Some of it may stand there: that is looked up.
            if answer.retry_after is None:
                await self._uploads.half_done(wanted.pictures, answer.description, delivery)
            answer = Lost(answer.description)
        elif isinstance(answer, Refusal) and is_bad_picture(answer):
            return await self.bring_anew(delivery, wanted, answer)
        outcome = judge_send(
            answer, delivery, wanted.revision, now=self._clock(), policy=self._policy
        )
        return _with(outcome, wanted)

    async def _clear(self, delivery: Delivery) -> Outcome:
        answer = await self.delete(delivery)
        outcome = judge_deletion(answer, delivery, now=self._clock())
        match outcome, answer:
            case Withdrawn(reason), _:
                return Cleared(reason)
            case None, Refusal():
                return GivenUp(answer.reason)
            case _:
                return outcome or Retry(self._clock(), Lost("").reason)

    async def bring_anew(
        self, delivery: Delivery, wanted: DesiredPost, refusal: Refusal
    ) -> Outcome:
        """Telegram does not know a picture: have it uploaded anew before the next try."""
        await self._uploads.refused(wanted.pictures, refusal.description, delivery)
        return Retry(self._clock() + wait_before(delivery.attempts), refusal.reason)

    async def _change(
        self, delivery: Delivery, message_id: int, file: Picture | None, post: Post | None
    ) -> Answer:
        """Edit one message of the post; without a file, its words alone.

        An album cannot have buttons, neither when it is sent nor later.
        """
        if post is not None and delivery.more_ids:
            post = replace(post, keyboard=())
        if file is None and post is not None:
            return await self._ask(
                "editMessageCaption", delivery, message_id=message_id, **captioned(post)
            )
        keyboard = keyboard_as_parameter(post.keyboard) if post else None
        return await self._ask(
            "editMessageMedia",
            delivery,
            message_id=message_id,
            media=file and as_media(file, post),
            reply_markup=keyboard,
        )

    async def _ask(self, method: str, delivery: Delivery, **parameters: Any) -> Answer:  # noqa: ANN401
        answer = await self._telegram.call(method, chat_id=delivery.chat_id, **parameters)
        return await self._pacer.apply_retry_after(delivery.chat_id, answer)


def _other(standing: Sequence[str], wanted: DesiredPost) -> list[Picture | None]:
    """By place, the files that differ from those in the chat; None for those that stay."""
    return [
        None if place < len(standing) and standing[place] == picture else wanted.post.files[place]
        for place, picture in enumerate(wanted.pictures)
    ]


def _is_done(answer: Answer) -> bool:
    """Whether to go on; also if somebody has deleted this item of the album by hand."""
    if isinstance(answer, Refusal):
        return is_unchanged(answer) or is_gone(answer)
    return isinstance(answer, Accepted)


def _with(outcome: Outcome, wanted: DesiredPost, more_ids: tuple[int, ...] = ()) -> Outcome:
    """Note with the outcome which pictures and messages the chat shows."""
    if not isinstance(outcome, Shown):
        return outcome
    more_ids = outcome.more_ids or more_ids
    return replace(outcome, pictures=wanted.pictures, more_ids=more_ids)
