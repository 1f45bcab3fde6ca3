"""How many members channels have is asked once a day, whatever Telegram says."""

from typing import cast

from bot.delivery.member_counts import MemberCounts
from bot.delivery.telegram import Telegram
from bot.domain.api_answers import Accepted, Answer, Refusal
from tests.builders import CHANNEL
from tests.clock import Clock
from tests.delivery.office import Office


class CountingTelegram:
    def __init__(self, *answers: Answer) -> None:
        self.answers = list(answers)

    async def call(self, method: str, wait: float, *, chat_id: int) -> Answer:
        assert (method, wait, chat_id) == ("getChatMemberCount", 10.0, CHANNEL)
        return self.answers.pop(0)


async def test_a_channel_is_asked_again_tomorrow_whether_it_was_counted_or_refused(
    office: Office,
) -> None:
    clock = Clock()
    telegram = CountingTelegram(Refusal(400, "Bad Request: chat not found"), Accepted(7))
    counts = MemberCounts(office.storage, cast("Telegram", telegram), clock)
    for left in (1, 0):
        for _ in range(3):
            await counts.count()
            assert len(telegram.answers) == left
        clock.pass_by(24 * 3600)
    async with office.storage.reading() as tx:
        assert (await tx.statistics.sizes(clock()))[CHANNEL][0] == 7


async def test_for_as_long_as_telegram_asks_to_wait_nothing_is_asked(office: Office) -> None:
    clock = Clock()
    telegram = CountingTelegram(Refusal(429, "Too Many Requests", retry_after=300), Accepted(7))
    counts = MemberCounts(office.storage, cast("Telegram", telegram), clock)
    for passed, left in ((0, 1), (60, 1), (239, 1), (1, 0)):
        clock.pass_by(passed)
        await counts.count()
        assert len(telegram.answers) == left


async def test_a_token_that_is_unknown_for_a_moment_costs_no_day(office: Office) -> None:
    clock = Clock()
    telegram = CountingTelegram(Refusal(401, "Unauthorized"), Accepted(7))
    counts = MemberCounts(office.storage, cast("Telegram", telegram), clock)
    for left in (1, 0):
        await counts.count()
        assert len(telegram.answers) == left
        clock.pass_by(60)
