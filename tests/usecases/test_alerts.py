"""What the desk is alerted to, and what its word on it changes."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.deed_log import About, Subject
from bot.domain.delivery import Audience, Delivery, Kind, Shown, State, Unknown
from bot.domain.errors import RefusedError
from bot.domain.notices import PasteRefused
from bot.domain.people import Editor
from bot.usecases.alerts import Alerts
from tests import tables
from tests.builders import (
    CHANNEL,
    IHOR,
    OLENA,
    SVIT,
    TARAS,
    VIINA,
    a_channel,
    a_page,
    a_reader,
    an_editor,
    an_owner,
    said,
)
from tests.usecases.house import House

Deed = Callable[[House, int], Awaitable[object]]
OTHER = CHANNEL - 1


async def posts(house: House) -> tuple[Delivery, Delivery]:
    """The posts of an article in two channels, both under way."""
    for chat_id in (CHANNEL, OTHER):
        await a_channel(house.storage, chat_id)
    await house.published(a_page())
    await house.show_everything_but(Kind.ARTICLE)
    async with house.storage.writing() as tx:
        await tx.articles.prove(1, 1)
        rows = await tx.ledger.claim(10, house.clock(), timedelta(minutes=5))
    by_chat = {row.chat_id: row for row in rows if row.audience is Audience.CHANNEL}
    return by_chat[CHANNEL], by_chat[OTHER]


async def in_doubt(house: House) -> Delivery:
    """Of two posts in doubt the first; each keeps its channel busy."""
    both = await posts(house)
    async with house.storage.writing() as tx:
        for row in both:
            await tx.ledger.record_undecided(row, said("protected"))
            await tx.pace.make_busy(row.chat_id, row.id, house.clock())
    return both[0]


async def left_standing(house: House) -> Delivery:
    """Of two posts of a retracted article that Telegram did not let go, the first."""
    both = await posts(house)
    async with house.storage.writing() as tx:
        await tx.ledger.record_shown([(row, Shown(5, 1)) for row in both], house.clock())
    await house.retraction.retract(1, by=an_editor())
    await house.show_everything_but(Kind.ARTICLE)
    async with house.storage.writing() as tx:
        for row in await tx.ledger.claim(10, house.clock(), timedelta(minutes=5)):
            if row.kind is Kind.ARTICLE:
                reason = said("Bad Request: message can't be deleted")
                await tx.ledger.record_failure(row, reason, house.clock())
    return both[0]


async def readers_stopped(house: House) -> None:
    await a_reader(house.storage)
    article = await house.published(a_page())
    async with house.storage.writing() as tx:
        await tx.ledger.fan_out(article.id, house.clock())
        await tx.reach.stop_all(1, house.clock())


def states(house: House) -> dict[int, State]:
    rows = tables.deliveries(house.storage)
    return {row.chat_id: row.state for row in rows if row.kind == Kind.ARTICLE}


async def refused(deed: Awaitable[object]) -> str:
    with pytest.raises(RefusedError) as refusal:
        await deed
    return refusal.value.code


# --- posts in doubt ---


@pytest.mark.slow
@pytest.mark.parametrize(("there", "state"), [(True, State.SHOWN), (False, State.DUE)])
async def test_of_two_posts_in_doubt_the_one_that_was_looked_at_is_settled(
    house: House, *, there: bool, state: State
) -> None:
    row = await in_doubt(house)
    house.woken()
    await house.alerts.settle_unknown(row.id, there=there, by=an_editor())
    assert house.woken()
    assert states(house) == {CHANNEL: state, OTHER: State.UNKNOWN}
    assert await refused(house.alerts.settle_unknown(row.id, there=not there, by=an_editor())) == (
        "delivery_settled"
    )
    assert states(house) == {CHANNEL: state, OTHER: State.UNKNOWN}


async def test_a_doubt_that_the_bot_looks_into_itself_is_not_the_desks(house: House) -> None:
    """By a button of an earlier doubt: «not there» would send it beside what the look finds."""
    row, _ = await posts(house)
    async with house.storage.writing() as tx:
        await tx.ledger.record_unknown(row, Unknown(house.clock(), said("timeout")))
    for there in (True, False):
        pressed = house.alerts.settle_unknown(row.id, there=there, by=an_editor())
        assert await refused(pressed) == "delivery_settled"
    assert states(house)[row.chat_id] == State.UNKNOWN


@pytest.mark.slow
@pytest.mark.parametrize("there", [True, False])
async def test_a_channel_whose_doubt_is_settled_takes_the_next_post(
    house: House, *, there: bool
) -> None:
    row = await in_doubt(house)
    other = await house.published(a_page("Їжаки прокинулися раніше", body="Тепло."))
    await house.alerts.settle_unknown(row.id, there=there, by=an_editor())
    claimed: set[tuple[int, int]] = set()
    for _ in range(3):
        house.clock.pass_by(60)
        await house.show_everything_but(Kind.ARTICLE)
        async with house.storage.writing() as tx:
            rows = await tx.ledger.claim(10, house.clock(), timedelta(seconds=30))
            claimed |= {(r.chat_id, r.subject_id) for r in rows if r.kind is Kind.ARTICLE}
            done = [(r, Shown(7, 1)) for r in rows if r.chat_id == CHANNEL]
            await tx.ledger.record_shown(done, house.clock())
    assert (CHANNEL, other.id) in claimed
    assert (OTHER, other.id) not in claimed, "its own post is in doubt still"


# --- posts that somebody has removed by hand ---


@pytest.mark.slow
async def test_a_post_that_was_taken_away_is_withdrawn_and_the_report_of_it_follows(
    house: House,
) -> None:
    row = await left_standing(house)
    assert states(house) == {CHANNEL: State.FAILED, OTHER: State.FAILED}
    assert house.owed(Kind.PROGRESS) == []
    house.woken()
    await house.alerts.taken_away(row.id, by=an_editor())
    assert house.woken()
    assert states(house) == {CHANNEL: State.WITHDRAWN, OTHER: State.FAILED}
    assert house.owed(Kind.PROGRESS, IHOR) == [1]
    for delivery_id in (row.id, 404):
        assert (
            await refused(house.alerts.taken_away(delivery_id, by=an_editor()))
            == "delivery_settled"
        )


# --- readers none of whom could be reached ---


@pytest.mark.slow
@pytest.mark.parametrize(("go_on", "state"), [(True, State.DUE), (False, State.FAILED)])
async def test_what_readers_wait_for_goes_out_or_fails_as_the_desk_says(
    house: House, *, go_on: bool, state: State
) -> None:
    await readers_stopped(house)
    house.woken()
    await house.alerts.decide_on_readers(go_on=go_on, by=an_editor())
    assert house.woken()
    assert states(house) == {TARAS: state}
    for again in (True, False):
        deed = house.alerts.decide_on_readers(go_on=again, by=an_editor())
        assert await refused(deed) == "delivery_settled"
    assert states(house) == {TARAS: state}


async def test_nothing_is_decided_on_readers_who_do_not_wait(house: House) -> None:
    assert (
        await refused(house.alerts.decide_on_readers(go_on=False, by=an_editor()))
        == "delivery_settled"
    )
    assert not house.woken()


# --- the bot's own faults ---


async def test_a_job_that_fails_is_told_to_the_owners_by_its_name(house: House) -> None:
    await house.alerts.job_fails("poll_feeds", ZeroDivisionError("secret words"))
    assert house.woken()
    told = [("job_fails", {"job": "poll_feeds", "error": "ZeroDivisionError"})]
    assert (house.notices(OLENA), house.notices(IHOR)) == (told, [])


async def test_a_job_that_fails_is_told_to_the_desk_chat_where_there_is_one(
    house: House,
) -> None:
    alerts = house.another(desk_chat_id=-77).alerts
    await alerts.job_fails("tidy", OSError())
    assert house.notices(-77) == [("job_fails", {"job": "tidy", "error": "OSError"})]
    assert house.notices(OLENA) == []


async def test_however_many_processes_see_that_the_webhook_fails_the_desk_is_told_once_an_hour(
    house: House,
) -> None:
    await house.alerts.webhook_fails("502 Bad Gateway", 7)
    assert house.woken()
    await house.another().alerts.webhook_fails("502 Bad Gateway", 8)
    assert not house.woken()
    told = [("webhook_fails", {"words": "502 Bad Gateway", "waiting": 7})]
    assert house.notices(OLENA) == told
    house.clock.pass_by(3601)
    await house.alerts.webhook_fails("502 Bad Gateway", 9)
    assert len(house.notices(OLENA)) == 2


# --- whose word it is ---


async def by_hand(house: House) -> Delivery:
    row, _ = await posts(house)
    async with house.storage.writing() as tx:
        await tx.ledger.record_shown([(row, Shown(5, 1))], house.clock())
        await tx.ledger.note_by_hand(row.id, changed=True)
    return row


@pytest.mark.parametrize(
    ("arranged", "pressed"),
    [
        (in_doubt, lambda alerts, row, by: alerts.settle_unknown(row, there=False, by=by)),
        (left_standing, lambda alerts, row, by: alerts.taken_away(row, by=by)),
        (by_hand, lambda alerts, row, by: alerts.keep_theirs(row, by=by)),
        (by_hand, lambda alerts, row, by: alerts.restore_ours(row, by=by)),
    ],
)
async def test_a_post_is_decided_on_by_whoever_is_in_charge_of_its_section(
    house: House,
    arranged: Callable[[House], Awaitable[Delivery]],
    pressed: Callable[[Alerts, int, Editor], Awaitable[None]],
) -> None:
    row = await arranged(house)
    before = tables.deliveries(house.storage)
    elsewhere = replace(an_editor(), section_ids=frozenset({VIINA}))
    assert await refused(pressed(house.alerts, row.id, elsewhere)) == "section_not_yours"
    assert tables.deliveries(house.storage) == before
    await pressed(house.alerts, row.id, replace(an_editor(), section_ids=frozenset({SVIT})))


async def test_the_log_names_the_article_of_a_withdrawal_in_doubt(house: House) -> None:
    """What is in doubt is the sentence by which readers of a channel are told."""
    both = await posts(house)
    async with house.storage.writing() as tx:
        await tx.ledger.record_shown([(row, Shown(5, 1)) for row in both], house.clock())
        for number in range(3):
            await tx.desk.add_notice(PasteRefused(f"{number}"), house.clock())
    await house.retraction.retract(1, by=an_editor(), tell=True)
    owed = [r for r in tables.deliveries(house.storage) if r.kind == Kind.NOTICE]
    (told,) = [r for r in owed if r.chat_id == CHANNEL]
    async with house.storage.writing() as tx:
        row = await tx.ledger.find(told.id)
        assert row
        await tx.ledger.record_undecided(row, said("protected"))
    await house.alerts.settle_unknown(row.id, there=True, by=an_editor())
    newest, *_ = await house.desk_log.export(by=an_owner())
    assert newest.subject == Subject(About.POST, 1, "Світ")
