"""Replies leave in turn, wait for what passes, and hide nothing else."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from aiogram import Bot
from aiogram.exceptions import (
    TelegramAPIError,
    TelegramBadRequest,
    TelegramNetworkError,
    TelegramRetryAfter,
)
from aiogram.methods import SendMessage, TelegramMethod

from bot.delivery.pacer import Pacer, Rates
from handlers.paced_requests import PacedRequests
from tests.clock import NOON, Clock
from tests.handlers.house import READER, House

REPLY = SendMessage(chat_id=READER, text="Вітаю!")


class Answers:
    """Telegram: raises what there is to raise, one a request, and then takes the message."""

    def __init__(self, *faults: Exception) -> None:
        self.requests = 0
        self._faults: Iterator[Exception] = iter(faults)

    async def __call__(self, _bot: Bot, _method: TelegramMethod[Any]) -> Any:
        self.requests += 1
        for fault in self._faults:
            raise fault
        return "taken"


async def send(paced: PacedRequests, telegram: Answers, house: House) -> object:
    return await paced(telegram, house.bot, REPLY)


@pytest.fixture
def clock() -> Clock:
    return Clock(NOON)


@pytest.fixture
def paced(house: House, clock: Clock) -> PacedRequests:
    pacer = Pacer(house.storage, clock, Rates(), sleep=clock.sleep)
    return PacedRequests(pacer, lambda error: isinstance(error, OSError))


async def test_a_disk_that_is_away_is_waited_for(house: House, paced: PacedRequests) -> None:
    telegram = Answers(OSError("no space left"))
    assert await send(paced, telegram, house) == "taken"
    assert telegram.requests == 2


@pytest.mark.parametrize("fault", [TelegramBadRequest(REPLY, "chat not found"), ValueError()])
async def test_any_other_fault_is_not_tried_again(
    house: House, paced: PacedRequests, fault: Exception
) -> None:
    telegram = Answers(fault)
    with pytest.raises(type(fault)):
        await send(paced, telegram, house)
    assert telegram.requests == 1


async def test_a_wait_that_telegram_asks_for_is_waited(
    house: House, paced: PacedRequests, clock: Clock
) -> None:
    telegram = Answers(TelegramRetryAfter(REPLY, "Too Many Requests", 3))
    assert await send(paced, telegram, house) == "taken"
    assert clock() >= NOON + timedelta(seconds=3)
    assert telegram.requests == 2


async def test_a_reply_that_may_be_lost_is_sent_again(house: House, paced: PacedRequests) -> None:
    telegram = Answers(TelegramNetworkError(REPLY, "the line broke"))
    assert await send(paced, telegram, house) == "taken"
    assert telegram.requests == 2


async def test_whatever_telegram_says_at_last_is_what_became_of_it(
    house: House, paced: PacedRequests
) -> None:
    telegram = Answers(*(TelegramRetryAfter(REPLY, "Too Many Requests", 1) for _ in range(9)))
    with pytest.raises(TelegramAPIError):
        await send(paced, telegram, house)
    assert telegram.requests == 4
