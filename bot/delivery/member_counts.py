"""How many members channels have, asked of Telegram once a day."""

from datetime import date, timedelta

from bot.delivery.telegram import Telegram
from bot.domain.api_answers import Accepted, Refusal, means_token
from bot.domain.channel import ChannelState
from bot.domain.clock import Clock
from storage.storage import Storage

EVERY = 60.0  # seconds between two looks for a channel that was not counted today
_WITHIN = 10.0  # seconds for Telegram's answer


class MemberCounts:
    def __init__(self, storage: Storage, telegram: Telegram, clock: Clock) -> None:
        self._storage = storage
        self._telegram = telegram
        self._clock = clock
        self._refused: dict[int, date] = {}  # on which day Telegram last did not say
        self._not_before = clock()

    async def count(self) -> None:
        """Ask for each channel that was not counted today; one that is refused, tomorrow."""
        today = self._clock()
        if today < self._not_before:  # Telegram has asked to wait
            return
        async with self._storage.reading() as tx:
            counted = await tx.statistics.counted_on(today)
            channels = await tx.channels.all()
        for channel in channels:
            if channel.state is not ChannelState.ACTIVE or channel.chat_id in counted:
                continue
            if self._refused.get(channel.chat_id) == today.date():
                continue
            answer = await self._telegram.call(
                "getChatMemberCount", _WITHIN, chat_id=channel.chat_id
            )
            if isinstance(answer, Accepted) and isinstance(answer.result, int):
                async with self._storage.writing() as tx:
                    await tx.statistics.note_size(channel.chat_id, answer.result, today)
            elif isinstance(answer, Refusal) and answer.retry_after is not None:
                self._not_before = today + timedelta(seconds=answer.retry_after)
                return
            elif isinstance(answer, Refusal) and means_token(answer):
                return  # it says nothing of the channel, and may pass
            elif isinstance(answer, Refusal):
                self._refused[channel.chat_id] = today.date()
