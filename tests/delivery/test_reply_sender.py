"""Each way of telling a person something says whether it was taken, and waits out what passes."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

import pytest

from bot.app import App
from bot.delivery.http_transport import HttpTransport
from bot.delivery.pacer import Pacer
from bot.delivery.rates import Rates
from bot.delivery.reply_sender import NotTakenError, ReplySender
from bot.delivery.telegram import Telegram, encode
from bot.domain.api_answers import Accepted, Answer, Lost, NotSent, Refusal
from bot.domain.people import BotIdentity
from bot.domain.post import Post
from bot.domain.rich_post import Heading, RichPost
from bot.domain.verdicts import TOKEN_UNKNOWN_WAIT
from bot.telegram_side import connect_to
from storage.storage import Storage
from tests.builders import IHOR, TARAS
from tests.clock import Clock

REPLY = Post("Вітаю!")
TAKEN = Accepted({"message_id": 7})


class Answers(Telegram):
    """Gives one answer a request, or raises it, and then takes everything."""

    def __init__(self, *answers: Answer | Exception) -> None:
        super().__init__(HttpTransport("http://telegram.invalid"), "1:test")
        self.requests: list[str] = []
        self._answers = iter(answers)

    async def _post(self, method: str, body: bytes, within: float = 0) -> Answer:  # noqa: ARG002
        self.requests.append(method)
        answer = next(self._answers, TAKEN)
        if isinstance(answer, Exception):
            raise answer
        return answer


class Sender(ReplySender):
    """It sleeps no real time, and says how long it would have."""

    def __init__(self, telegram: Telegram, storage: Storage, clock: Clock) -> None:
        self.slept: list[float] = []

        async def sleep(seconds: float) -> None:
            self.slept.append(seconds)
            await clock.sleep(seconds)

        pacer = Pacer(storage, clock, Rates(), sleep=clock.sleep)
        super().__init__(telegram, pacer, lambda e: isinstance(e, OSError), sleep=sleep)


Way = Callable[[ReplySender], Awaitable[Any]]
WAYS: dict[str, Way] = {
    "sendMessage": lambda sender: sender.send(TARAS, REPLY),
    "editMessageText": lambda sender: sender.edit(TARAS, 5, REPLY),
    "editMessageReplyMarkup": lambda sender: sender.edit_keyboard(TARAS, 5, ()),
    "leaveChat": lambda sender: sender.ask("leaveChat", chat_id=TARAS),
    "getFile": lambda sender: sender.download("file", 5),
}


async def test_a_server_without_rich_messages_holds_up_nobody(
    storage: Storage, clock: Clock
) -> None:
    """«Not Found» is what a token is told that nobody knows: then everything would stand still."""
    sender = Sender(Answers(Refusal(404, "Not Found")), storage, clock)
    before = clock()
    with pytest.raises(NotTakenError):
        await sender.send_rich(TARAS, RichPost((Heading("Порт", 1),)))
    assert await sender.send(IHOR, REPLY) == 7
    assert clock() - before < timedelta(seconds=1)


@pytest.mark.parametrize(("method", "way"), WAYS.items(), ids=WAYS)
@pytest.mark.parametrize(
    ("words", "unreachable"),
    [("Forbidden: bot was blocked by the user", True), ("Bad Request: odd", False)],
)
async def test_what_telegram_refuses_is_told_to_whoever_has_asked_for_it(
    storage: Storage, clock: Clock, method: str, way: Way, words: str, *, unreachable: bool
) -> None:
    telegram = Answers(Refusal(403 if unreachable else 400, words))
    with pytest.raises(NotTakenError, match=words) as caught:
        await way(Sender(telegram, storage, clock))
    assert caught.value.is_unreachable is unreachable
    assert telegram.requests == [method]


@pytest.mark.parametrize("method", ["editMessageText", "editMessageReplyMarkup"])
async def test_an_edit_that_has_nothing_to_change_is_done(
    storage: Storage, clock: Clock, method: str
) -> None:
    telegram = Answers(Refusal(400, "Bad Request: message is not modified"))
    await WAYS[method](Sender(telegram, storage, clock))
    assert telegram.requests == [method]


async def test_a_message_without_its_number_is_not_taken_for_sent(
    storage: Storage, clock: Clock
) -> None:
    with pytest.raises(NotTakenError, match="without its number") as caught:
        await Sender(Answers(Accepted(True)), storage, clock).send(TARAS, REPLY)  # noqa: FBT003
    assert not caught.value.is_unreachable


async def test_a_disk_that_is_away_is_asked_less_and_less_often(
    storage: Storage, clock: Clock
) -> None:
    sender = Sender(Answers(*(OSError() for _ in range(7))), storage, clock)
    assert await sender.send(TARAS, REPLY) == 7
    assert sender.slept == [0.5, 1, 2, 4, 8, 10, 10]


async def test_a_line_that_is_away_for_half_a_minute_loses_no_reply(
    storage: Storage, clock: Clock
) -> None:
    line = Lost("cut"), NotSent("no line"), Lost("cut"), NotSent("away"), Lost("cut")
    sender = Sender(Answers(*line), storage, clock)
    assert await sender.send(TARAS, REPLY) == 7
    assert sender.slept == [1, 2, 4, 8, 16]


async def test_a_token_that_is_unknown_for_a_moment_loses_no_reply(
    storage: Storage, clock: Clock
) -> None:
    before = clock()
    telegram = Answers(*[Refusal(401, "Unauthorized")] * 2)
    assert await Sender(telegram, storage, clock).send(TARAS, REPLY) == 7
    assert clock() - before == pytest.approx(TOKEN_UNKNOWN_WAIT * 2, abs=timedelta(seconds=1))


async def test_a_line_that_stays_away_is_given_up(storage: Storage, clock: Clock) -> None:
    telegram = Answers(*[Lost("cut")] * 5, NotSent("away"))
    with pytest.raises(NotTakenError, match="away"):
        await Sender(telegram, storage, clock).send(TARAS, REPLY)
    assert len(telegram.requests) == 6


async def test_a_pop_up_waits_for_a_moment_if_telegram_asks_for_that(
    storage: Storage, clock: Clock
) -> None:
    telegram = Answers(Refusal(429, "Too Many Requests", retry_after=2))
    sender = Sender(telegram, storage, clock)
    await sender.ask("answerCallbackQuery", callback_query_id="1")
    assert sender.slept == [pytest.approx(2, abs=0.5)]
    assert telegram.requests == ["answerCallbackQuery"] * 2


@pytest.mark.parametrize("failed", [Lost("cut"), NotSent("no line")])
async def test_a_pop_up_is_tried_once_more_where_the_line_breaks(
    storage: Storage, clock: Clock, failed: Answer
) -> None:
    telegram = Answers(failed)
    await Sender(telegram, storage, clock).ask("answerCallbackQuery", callback_query_id="1")
    assert telegram.requests == ["answerCallbackQuery"] * 2
    telegram = Answers(failed, failed)
    with pytest.raises(NotTakenError):
        await Sender(telegram, storage, clock).ask("answerCallbackQuery", callback_query_id="1")
    assert telegram.requests == ["answerCallbackQuery"] * 2


async def test_while_telegram_asks_to_wait_for_long_no_more_pop_ups_are_tried(
    storage: Storage, clock: Clock
) -> None:
    telegram = Answers(Refusal(429, "Too Many Requests", retry_after=60))
    sender = Sender(telegram, storage, clock)
    for _ in range(3):
        with pytest.raises(NotTakenError):
            await sender.ask("answerCallbackQuery", callback_query_id="1")
    assert telegram.requests == ["answerCallbackQuery"]
    await sender.ask("leaveChat", chat_id=TARAS)
    assert sender.slept == []


async def test_a_person_waits_for_a_hung_answer_less_long_than_the_ledger(app: App) -> None:
    """What they do next is handled once it is over."""
    waits: list[float] = []

    class Line(HttpTransport):
        async def post(self, path: str, body: bytes, within: float) -> tuple[int, bytes]:  # noqa: ARG002
            waits.append(within)
            return 200, b'{"ok":true,"result":{"message_id":7}}'

    telegram = Telegram(Line("http://telegram.invalid"), "1:test")
    connection = connect_to(app, telegram, BotIdentity(1, "vistnyk_demo_bot"), {})
    await connection.sender.send(TARAS, REPLY)
    await connection.sender.ask("answerCallbackQuery", callback_query_id="1")
    await telegram.show(TARAS, encode(REPLY))
    assert waits == [20, 5, 60]
