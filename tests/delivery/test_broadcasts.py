"""A breaking story that is paid for: faster where the Stars suffice, else for free."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import asdict, replace
from typing import Any, cast

import pytest

from bot.delivery.broadcasts import (
    LOOK_AGAIN,
    PaidBroadcasts,
)
from bot.delivery.pacer import Pacer
from bot.delivery.rates import Rates
from bot.delivery.telegram import Telegram
from bot.domain.api_answers import Accepted, Answer, Lost, NotSent, Refusal
from bot.domain.article import Article
from bot.domain.delivery import Audience, Kind, Lane, State
from bot.domain.reasons import Reason, ReasonCode
from bot.sandbox.journal import Request
from storage.storage import Snapshot, Storage
from tests.builders import CHANNEL, OLENA, a_draft, an_owner, said
from tests.delivery.office import Office

HEADLINE = "Порт відкрив термінал"
FLAG = "allow_paid_broadcast"
FIRST = 5000  # the readers' chats
PAID: dict[str, Any] = {"paid_per_second": 1000.0}


async def paid_story(office: Office, readers: int, headline: str = HEADLINE) -> int:
    """A story that Олена decided to pay for, with so many readers."""
    await office.add_readers(range(FIRST, FIRST + readers))
    article_id = await a_draft(office.storage, headline)
    await office.publishing.publish(article_id, by=an_owner(), paid=True)
    return article_id


async def story(office: Office, article_id: int) -> Article:
    return (await office.reports.status(article_id)).article


def sends(office: Office, chat_id: int) -> list[Request]:
    return office.world.calls("sendMessage", chat_id)


def to_readers(office: Office, readers: int) -> list[Request]:
    people = range(FIRST, FIRST + readers)
    return [call for call in office.world.calls("sendMessage") if call.chat_id in people]


def told(office: Office) -> list[dict[str, Any]]:
    return [details for template, details in office.notices() if template == "paid_ended"]


def everybody_has_it_once(office: Office, readers: int) -> bool:
    people = range(FIRST, FIRST + readers)
    return all(len(office.posts(person, HEADLINE)) == 1 for person in people)


# --- with Stars ---


@pytest.mark.slow
async def test_readers_are_served_for_stars_and_a_channel_is_not(office: Office) -> None:
    office.world.give_stars(1)
    article_id = await paid_story(office, 10)
    async with office.at_work(**PAID):
        await office.settled(article_id)
    assert everybody_has_it_once(office, 10)
    assert all(call.params[FLAG] for call in to_readers(office, 10))
    (post,) = sends(office, CHANNEL)
    assert FLAG not in post.params
    assert not told(office)
    paid = await story(office, article_id)
    assert (paid.paid, paid.breaking, paid.unpaid_because) == (True, True, None)


async def test_a_paid_broadcast_is_not_held_to_the_free_limit_and_costs_what_is_above_it(
    office: Office,
) -> None:
    office.world.limits.set(per_second=5, private_per_second=0, channel_per_minute=0)
    office.world.give_stars(6)
    article_id = await paid_story(office, 60)
    async with office.at_work(**PAID, per_second=4):
        await office.settled(article_id)
    assert everybody_has_it_once(office, 60)
    assert not office.world.wasted
    assert sum(call.price for call in office.world.calls("sendMessage")) > 0
    assert office.world.stars.tenths >= 0


@pytest.mark.slow
async def test_other_readers_are_served_for_free_at_the_same_time(office: Office) -> None:
    office.world.give_stars(100)
    article_id = await paid_story(office, 10)
    other = await office.publish("Музей шукає волонтерів")
    async with office.at_work(**PAID):
        await office.settled(article_id)
        await office.settled(other)
    flagged = [FLAG in call.params for call in to_readers(office, 10)]
    assert flagged.count(True) == flagged.count(False) == 10


async def test_the_choice_outlives_a_restart(office: Office) -> None:
    office.world.give_stars(2)
    article_id = await paid_story(office, 20)
    office.world.faults.add("slow", method="sendMessage", times=0, seconds=0.05)
    async with office.at_work(**PAID):
        await office.world.wait_until(lambda: len(to_readers(office, 20)) > 2)
    async with office.at_work(**PAID):
        await office.settled(article_id)
    assert everybody_has_it_once(office, 20)
    assert all(call.params[FLAG] for call in to_readers(office, 20))


@pytest.mark.slow
async def test_an_edit_is_never_paid_for(office: Office) -> None:
    office.world.give_stars(1)
    article_id = await paid_story(office, 3)
    async with office.at_work(**PAID):
        await office.settled(article_id)
        await office.correct(article_id, "Порт закрив термінал")
        await office.until_row(article_id, FIRST, State.SHOWN)
        await office.settled(article_id)
    edits = [
        call
        for call in office.world.calls("editMessageText")
        if call.chat_id in range(FIRST, FIRST + 3)
    ]
    assert len(edits) == 3
    assert not any(FLAG in call.params for call in edits)


@pytest.mark.slow
async def test_the_balance_is_looked_at_again_while_it_goes_on(office: Office) -> None:
    """Somebody else has spent the Stars meanwhile: the rest goes for free."""
    office.world.give_stars(6)
    article_id = await paid_story(office, 60)
    async with office.at_work(paid_per_second=20):
        await office.world.wait_until(lambda: to_readers(office, 60))
        office.world.give_stars(-6)
        office.clock.pass_by(LOOK_AGAIN.total_seconds())
        await office.settled(article_id)
    assert everybody_has_it_once(office, 60)
    (details,) = told(office)
    assert (details["reason"]["code"], details["has"]) == (ReasonCode.TOO_FEW_STARS, 0)
    assert not all(FLAG in call.params for call in to_readers(office, 60))


# --- without ---


@pytest.mark.slow
async def test_with_too_few_stars_it_goes_for_free_and_the_desk_is_told_once(
    office: Office,
) -> None:
    office.world.give_stars(1.9)
    article_id = await paid_story(office, 20)
    async with office.at_work(**PAID):
        await office.settled(article_id)
    async with office.at_work(**PAID):
        await office.until_row(article_id, CHANNEL, State.SHOWN)
        await office.until_row(1, OLENA, State.SHOWN, Kind.NOTICE)
    assert everybody_has_it_once(office, 20)
    assert not any(FLAG in call.params for call in office.world.calls("sendMessage"))
    assert office.world.stars.tenths == 19
    assert told(office) == [
        {
            "article_id": article_id,
            "headline": HEADLINE,
            "reason": asdict(Reason(ReasonCode.TOO_FEW_STARS)),
            "has": 1,
            "needs": 2,
        }
    ]
    assert (await story(office, article_id)).unpaid_because == Reason(ReasonCode.TOO_FEW_STARS)


async def test_a_server_that_knows_no_token_for_a_moment_has_said_nothing_of_stars(
    office: Office,
) -> None:
    office.world.give_stars(100)
    office.world.faults.add(
        "refuse", method="getMyStarBalance", code=401, description="Unauthorized"
    )
    article_id = await paid_story(office, 3)
    async with office.at_work(**PAID):
        await office.settled(article_id)
    assert everybody_has_it_once(office, 3)
    assert (await story(office, article_id)).unpaid_because is None
    assert not told(office)


async def test_a_refused_look_at_the_balance_lets_it_go_for_free(office: Office) -> None:
    office.world.give_stars(100)
    office.world.faults.add(
        "refuse", method="getMyStarBalance", code=400, description="Bad Request: METHOD_INVALID"
    )
    article_id = await paid_story(office, 3)
    async with office.at_work(**PAID):
        await office.settled(article_id)
    assert everybody_has_it_once(office, 3)
    assert [details["reason"] for details in told(office)] == [
        asdict(said("Bad Request: METHOD_INVALID"))
    ]


@pytest.mark.slow
async def test_a_balance_that_nobody_can_learn_lets_it_go_for_free(office: Office) -> None:
    office.world.give_stars(100)
    office.world.faults.add("retry_after", method="getMyStarBalance", seconds=1)
    office.world.faults.add("server_error", method="getMyStarBalance", times=0)
    article_id = await paid_story(office, 3)
    async with office.at_work(**PAID):
        await office.settled(article_id)
    assert len(office.world.calls("getMyStarBalance")) == 3
    assert everybody_has_it_once(office, 3)
    assert [details["reason"]["code"] for details in told(office)] == [ReasonCode.STARS_UNKNOWN]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("code", "words"),
    [
        (400, "Bad Request: BALANCE_TOO_LOW"),
        (403, "Forbidden: the bot can't use paid broadcasts"),
        (400, "Bad Request: not enough Stars"),
    ],
)
async def test_what_telegram_does_not_send_for_stars_is_sent_for_free(
    office: Office, code: int, words: str
) -> None:
    office.world.give_stars(100)
    article_id = await paid_story(office, 10)
    office.world.faults.add(
        "refuse", method="sendMessage", chat_id=FIRST + 4, code=code, description=words
    )
    async with office.at_work(**PAID):
        await office.settled(article_id)
    assert everybody_has_it_once(office, 10)
    assert [details["reason"] for details in told(office)] == [asdict(said(words))]
    again = sends(office, FIRST + 4)
    assert [FLAG in call.params for call in again] == [True, False]


async def test_a_reader_who_blocked_the_bot_ends_no_broadcast(office: Office) -> None:
    office.world.give_stars(100)
    article_id = await paid_story(office, 5)
    office.world.block(FIRST)
    async with office.at_work(**PAID):
        progress = await office.settled(article_id)
    assert progress.readers == {State.SHOWN: 4, State.FAILED: 1}
    assert not told(office)


async def test_a_pace_that_telegram_goes_on_refusing_is_given_up(office: Office) -> None:
    office.world.give_stars(100)
    article_id = await paid_story(office, 5)
    rates = Rates(per_second=200, per_channel_minute=60_000, paid_per_second=1000)
    pacer = Pacer(office.storage, office.clock, rates, office.clock.sleep)
    for _ in range(4):
        await pacer.halt(FIRST, 1)
        office.clock.pass_by(1.5)
    async with office.at_work(pacer=pacer):
        await office.settled(article_id)
    assert everybody_has_it_once(office, 5)
    assert [details["reason"]["code"] for details in told(office)] == [ReasonCode.PACE_REFUSED]


@pytest.mark.slow
async def test_nobody_else_waits_until_the_balance_is_known(office: Office) -> None:
    office.world.give_stars(100)
    office.world.faults.add("slow", method="getMyStarBalance", seconds=3)
    article_id = await paid_story(office, 3)
    async with office.at_work(**PAID):
        await office.until_row(article_id, CHANNEL, State.SHOWN)
        await office.until_row(article_id, OLENA, State.DUE, Kind.PROGRESS)
        assert not to_readers(office, 3)
        await office.settled(article_id)
    assert everybody_has_it_once(office, 3)


class Outrun(Storage):
    """Something is written right behind what is looked at, before what follows from the look."""

    meanwhile: Callable[[], Awaitable[object]]

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[Snapshot]:
        async with super().reading() as seen:
            yield seen
        await self.meanwhile()


async def test_readers_who_are_written_down_between_a_look_and_its_claim_wait_for_the_balance(
    office: Office,
) -> None:
    article_id = await paid_story(office, 3)

    async def written_down() -> None:
        async with office.storage.writing() as tx:
            assert await tx.ledger.fan_out(article_id, office.clock()) == 3

    outrun = Outrun.open(office.storage.url)
    assert isinstance(outrun, Outrun)
    outrun.meanwhile = written_down
    app = replace(office.app, storage=outrun)
    other = Office(app, office.sandbox, office.transport, office.clock)
    claimed = await other.worker(**PAID).claiming.claim()
    await outrun.close()
    assert claimed, "the channel's post and the report"
    assert Audience.READER not in {row.audience for row, _ in claimed}
    assert office.row(article_id, FIRST).state == State.DUE


async def test_where_the_settings_allow_no_payment_any_more_it_goes_for_free(
    office: Office,
) -> None:
    office.world.give_stars(100)
    article_id = await paid_story(office, 3)
    async with office.at_work():
        await office.settled(article_id)
    assert everybody_has_it_once(office, 3)
    assert not office.world.calls("getMyStarBalance")
    assert not any(FLAG in call.params for call in office.world.calls("sendMessage"))


async def test_what_another_process_has_ended_is_not_paid_for(office: Office) -> None:
    office.world.give_stars(100)
    article_id = await paid_story(office, 3)
    async with office.storage.writing() as tx:
        assert await tx.broadcasts.end(article_id, Reason(ReasonCode.TOO_FEW_STARS))
        assert not await tx.broadcasts.end(article_id, Reason(ReasonCode.PACE_REFUSED))
        await tx.ledger.enqueue(
            Kind.ARTICLE,
            article_id,
            [FIRST],
            audience=Audience.READER,
            lane=Lane.PAID,
            now=office.clock(),
        )
    async with office.at_work(**PAID):
        await office.settled(article_id)
    assert everybody_has_it_once(office, 3)
    assert not any(FLAG in call.params for call in office.world.calls("sendMessage"))
    assert not told(office)


# --- the look at the balance ---


class ScriptedTelegram:
    """Gives these answers in turn, or raises them; the last one for good."""

    def __init__(self, *answers: Answer | Exception | Callable[[], Answer]) -> None:
        self.answers = list(answers)
        self.asked = 0

    async def call(self, method: str, wait: float | None = None, **_: object) -> Answer:
        assert (method, wait) == ("getMyStarBalance", 5.0)
        self.asked += 1
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        if isinstance(answer, Exception):
            raise answer
        return answer() if callable(answer) else answer


@asynccontextmanager
async def looking(
    office: Office, telegram: ScriptedTelegram
) -> AsyncIterator[tuple[PaidBroadcasts, int]]:
    """A paid story of one reader, and what decides on it, with no worker beside it."""
    article_id = await paid_story(office, 1)
    rates = Rates(per_second=200, paid_per_second=1000)
    paid = PaidBroadcasts(
        storage=office.storage,
        telegram=cast("Telegram", telegram),
        pacer=Pacer(office.storage, office.clock, rates, office.clock.sleep),
        clock=office.clock,
        wake=office.wake,
        desk_chat_id=None,
    )
    async with asyncio.TaskGroup() as group:
        group.create_task(paid.run())
        try:
            yield paid, article_id
        finally:
            paid.stop()


async def decided(office: Office, paid: PaidBroadcasts, story: int) -> bool:
    async def answer() -> str | None:
        may_go = paid.may_go(story)
        return None if may_go is None else str(may_go)

    return await office.until(answer) == "True"


RICH = Accepted({"amount": 10})


async def test_a_fault_of_ours_decides_nothing_and_is_tried_again(
    office: Office, caplog: pytest.LogCaptureFixture
) -> None:
    async with looking(office, ScriptedTelegram(RuntimeError("a bug"), RICH)) as (paid, story_id):
        assert await decided(office, paid, story_id)
    assert "nobody knows yet" in caplog.text
    assert not told(office)


async def test_a_look_waits_as_long_as_telegram_asks_and_a_line_that_breaks_is_tried_again(
    office: Office,
) -> None:
    telegram = ScriptedTelegram(Refusal(429, "later", retry_after=2.0), NotSent("no line"), RICH)
    async with looking(office, telegram) as (paid, story_id):
        assert await decided(office, paid, story_id)
    assert telegram.asked == 3


async def test_an_answer_that_is_no_balance_lets_it_go_for_free_and_owners_are_told(
    office: Office,
) -> None:
    async with looking(office, ScriptedTelegram(Accepted({"amount": None}))) as (paid, story_id):
        assert not await decided(office, paid, story_id)
        await office.until_seen(lambda: told(office))
    assert [details["reason"]["code"] for details in told(office)] == [ReasonCode.STARS_UNKNOWN]
    assert office.row(1, OLENA, Kind.NOTICE).state == State.DUE


async def test_a_stop_while_the_line_is_down_decides_nothing(office: Office) -> None:
    async with looking(office, ScriptedTelegram(Lost("cut off"))) as (paid, story_id):
        assert paid.may_go(story_id) is None
        await asyncio.sleep(0)
    assert paid.may_go(story_id) is None
    assert (await story(office, story_id)).unpaid_because is None


async def test_what_telegram_refuses_while_the_balance_is_looked_at_stays_refused(
    office: Office,
) -> None:
    def refused_meanwhile() -> Answer:
        paid.refuse(story_id, said("Bad Request: BALANCE_TOO_LOW"))
        return RICH

    async with looking(office, ScriptedTelegram(refused_meanwhile)) as (paid, story_id):
        assert paid.may_go(story_id) is None
        await office.until_seen(lambda: told(office))
        assert paid.may_go(story_id) is False
    assert [d["reason"] for d in told(office)] == [asdict(said("Bad Request: BALANCE_TOO_LOW"))]


async def test_two_stories_have_to_fit_into_one_balance(office: Office) -> None:
    telegram = ScriptedTelegram(Accepted({"amount": 0, "nanostar_amount": 100_000_000}))
    async with looking(office, telegram) as (paid, first):
        assert await decided(office, paid, first)
        second = await a_draft(office.storage, "Музей шукає волонтерів")
        await office.publishing.publish(second, by=an_owner(), paid=True)
        assert not await decided(office, paid, second)
        assert paid.may_go(first)
        await office.until_seen(lambda: told(office))
    assert [(d["article_id"], d["needs"]) for d in told(office)] == [(second, 1)]
