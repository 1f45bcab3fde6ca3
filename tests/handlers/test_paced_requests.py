"""Replies leave in turn, wait for what passes, and hide nothing else."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from bot.delivery.http_transport import HttpTransport
from bot.delivery.pacer import Pacer
from bot.delivery.rates import Rates
from bot.delivery.reply_sender import NotTakenError, ReplySender
from bot.delivery.telegram import Telegram
from bot.domain.api_answers import Accepted, Answer, Lost, NotSent, Refusal
from bot.domain.post import Post
from tests.clock import NOON, Clock
from tests.handlers.house import READER, House

REPLY = Post("Вітаю!")
SLOW_DOWN = Refusal(429, "Too Many Requests: retry after 3", retry_after=3.0)


class Answers(Telegram):
    """Gives one answer a request, or raises it, and then takes the message as number 7."""

    def __init__(self, *answers: Answer | Exception) -> None:
        super().__init__(HttpTransport("http://telegram.invalid"), "1:test")
        self.requests: list[str] = []
        self._answers: Iterator[Answer | Exception] = iter(answers)

    async def _post(self, method: str, body: bytes, within: float = 0) -> Answer:  # noqa: ARG002
        self.requests.append(method)
        answer = next(self._answers, Accepted({"message_id": 7}))
        if isinstance(answer, Exception):
            raise answer
        return answer


@pytest.fixture
def clock() -> Clock:
    return Clock(NOON)


class Sender(ReplySender):
    def __init__(self, telegram: Telegram, house: House, clock: Clock) -> None:
        pacer = Pacer(house.storage, clock, Rates(), sleep=clock.sleep)
        super().__init__(telegram, pacer, lambda e: isinstance(e, OSError), sleep=clock.sleep)


async def test_a_disk_that_is_away_is_waited_for(house: House, clock: Clock) -> None:
    telegram = Answers(OSError("no space left"))
    assert await Sender(telegram, house, clock).send(READER, REPLY) == 7
    assert len(telegram.requests) == 2


async def test_a_refusal_is_not_tried_again(house: House, clock: Clock) -> None:
    telegram = Answers(Refusal(400, "Bad Request: chat not found"))
    with pytest.raises(NotTakenError, match="chat not found"):
        await Sender(telegram, house, clock).send(READER, REPLY)
    assert len(telegram.requests) == 1


async def test_neither_is_a_fault_of_ours(house: House, clock: Clock) -> None:
    telegram = Answers(ZeroDivisionError())
    with pytest.raises(ZeroDivisionError):
        await Sender(telegram, house, clock).send(READER, REPLY)
    assert len(telegram.requests) == 1


async def test_a_wait_that_telegram_asks_for_is_waited(house: House, clock: Clock) -> None:
    telegram = Answers(SLOW_DOWN)
    assert await Sender(telegram, house, clock).send(READER, REPLY) == 7
    assert clock() >= NOON + timedelta(seconds=3)
    assert len(telegram.requests) == 2


@pytest.mark.parametrize("answer", [Lost("the line broke"), NotSent("no connection")])
async def test_a_reply_that_may_be_lost_is_sent_again(
    house: House, clock: Clock, answer: Answer
) -> None:
    telegram = Answers(answer)
    assert await Sender(telegram, house, clock).send(READER, REPLY) == 7
    assert len(telegram.requests) == 2


async def test_whatever_telegram_says_at_last_is_what_became_of_it(
    house: House, clock: Clock
) -> None:
    telegram = Answers(*(SLOW_DOWN for _ in range(9)))
    with pytest.raises(NotTakenError, match="Too Many Requests"):
        await Sender(telegram, house, clock).send(READER, REPLY)
    assert len(telegram.requests) == 6


async def test_an_edit_that_has_nothing_to_change_is_done(house: House, clock: Clock) -> None:
    telegram = Answers(Refusal(400, "Bad Request: message to edit not found"))
    await Sender(telegram, house, clock).edit(READER, 5, REPLY)
    assert telegram.requests == ["editMessageText"]


async def test_what_shows_nothing_waits_for_no_slot_and_is_tried_once_more(
    house: House, clock: Clock
) -> None:
    telegram = Answers(Lost("the line broke"), Lost("and again"))
    with pytest.raises(NotTakenError, match="and again"):
        await Sender(telegram, house, clock).ask("leaveChat", chat_id=READER)
    assert (len(telegram.requests), clock()) == (2, NOON + timedelta(seconds=0.5))
