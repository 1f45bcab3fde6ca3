"""The latest time that was seen, and what a clock that is set back does to each wait."""

from datetime import timedelta

from bot.domain.channel import Channel, ChannelState
from bot.domain.letter import AnswerPart, LetterKind, Written
from bot.domain.notices import CopyLeft
from bot.domain.outside_look import Look, Seen, Target
from bot.domain.people import Role
from bot.domain.question_kinds import Asked, Question
from bot.domain.rate import Rate, Tariff
from bot.domain.reading_times import Moments
from bot.domain.round_up import RoundUpRule
from bot.domain.routing import Standing
from bot.domain.update_facts import KeptUpdate
from storage import timekeeping
from storage.ledger_view import NEVER
from storage.pace import Halt
from storage.schema import delivery, metadata
from storage.storage import Storage
from storage.types import Moment
from tests import tables
from tests.builders import CHANNEL, IHOR, TARAS, a_channel, a_draft
from tests.clock import NOON
from tests.storage.changes import changes, put

# What is no wait: what has happened, what is meant by the clock on the wall, and by another clock.
HAPPENED = {
    *("at", "since", "told_at", "asked_at", "asked_by", "kept_at", "aside_at", "heard_at"),
    *("made_at", "marked_at", "added_at", "arrived_at", "created_at", "published_at", "dated_at"),
    *("released_at", "corrected_at", "retracted_at", "enqueued_at", "sent_at", "shown_at"),
    *("first_shown_at", "last_shown_at", "looked_at", "seen_at", "taken_at", "restored_at"),
    *("begun_at", "joined_at", "left_at", "offered_at", "announced_at"),
}
BY_THE_WALL = {"scheduled_at", "embargo_until", "local"}
OF_DIGESTS = {"holds_from", "capped_from", "cut_at", "next_at"}  # reckoned anew
BY_THE_DATABASE = {"until"}  # `process`

HOUR, MOMENT = timedelta(hours=1), timedelta(milliseconds=1)
SOON, NOW = NOON + HOUR, NOON - HOUR


async def test_the_latest_time_is_seen_whatever_comes_after_it(storage: Storage) -> None:
    async with storage.writing() as tx:
        assert await tx.time.last_seen() is None
        for at, seen in ((NOON, NOON), (NOON - MOMENT, NOON), (SOON, SOON), (NOON, SOON)):
            await tx.time.see(at)
            assert await tx.time.last_seen() == seen


async def test_the_time_that_either_tariff_has_seen_counts(storage: Storage) -> None:
    async with storage.writing() as tx:
        for tariff, at in ((Tariff.PAID, SOON), (Tariff.FREE, NOON)):
            await tx.pace.take_slots(1, Rate(30, tariff=tariff), at)
        assert await tx.time.last_seen() == SOON


async def test_all_that_waits_comes_nearer_and_nothing_that_is_over_or_has_happened(
    storage: Storage,
) -> None:
    """Each wait once before the new time, or at it, and once after it."""
    draft = await a_draft(storage)
    async with storage.writing() as tx:
        letter = await tx.letters.add(Written(TARAS, 1, LetterKind.TEXT, "…"), 1, NOW)
        await tx.pace.hold_token(SOON, [Rate(30)], NOW)
        await tx.pace.await_probe(Halt(SOON, TARAS, SOON))
        for chat_id, until in ((TARAS, SOON), (CHANNEL, NOW)):
            await tx.pace.hold_chat(chat_id, until)
            await tx.desk.keep_part(chat_id, 1, "…", at=NOW, complete_at=until)
            await tx.people.invite(f"for {chat_id}", Role.EDITOR, IHOR, until)
            url = f"https://site{chat_id}.example/rss"
            await tx.feeds.ask_for(url, HOUR, IHOR, until)
            await tx.desk.await_page(chat_id, url, article_id=None, asked_at=SOON, now=until)
            await tx.looks.ask(draft, [Target(url, is_picture=False)], until)
            part = AnswerPart(chat_id, 1, f"album {chat_id}", {}, "Ігор")
            await tx.letters.add_to_answer(letter, part, until)
            await tx.people.join({chat_id: "uk"}, NOW)
            await tx.digests.set_moments(chat_id, Moments(Standing(paused_until=until)))
            await tx.inbox.keep([KeptUpdate({"update_id": abs(chat_id)}, NOW)], NOW)
            await tx.inbox.hold([abs(chat_id)], "we", until)
        await tx.desk.note_file(IHOR, 1, SOON)  # it waits for nothing
    due, doubt, never, leased, over, past, pinned = await put(
        storage,
        {"chat_id": 1, "not_before": SOON, "lease_until": None, "enqueued_at": SOON},
        {"chat_id": 2, "not_before": SOON, "lease_until": SOON, "state": "unknown"},
        {"chat_id": 3, "not_before": NEVER, "lease_until": None, "state": "unknown"},
        {"chat_id": 4, "not_before": NOW, "lease_until": SOON, "state": "sending"},
        {"chat_id": 5, "not_before": SOON, "lease_until": None, "state": "shown"},
        {"chat_id": 6, "not_before": NOW, "lease_until": NOW},
        {"chat_id": 7, "not_before": NOW, "lease_until": None, "unpin_at": SOON, "state": "shown"},
    )
    found = await changes(storage, lambda tx: tx.time.set_back(2 * HOUR, NOW))
    then = SOON - 2 * HOUR
    by_digest = {p[0]: found.pop(p) for p in [*found] if p[0] in {"invitation", "look"}}
    assert by_digest == {"invitation": {"expires_at": then}, "look": {"due_at": then}}
    assert found == {
        ("token_pace", "token"): {
            "next_at": then,
            "halted_until": then,
            "probe_at": then,
            "seen_at": NOW,
        },
        ("chat_pace", TARAS): {"next_at": then, "held_until": then},
        ("paste_part", 1): {"complete_at": then},
        ("awaited_page", 1): {"due_at": then},
        ("feed", 1): {"next_poll_at": then},
        ("delivery", due): {"not_before": then},
        ("delivery", doubt): {"not_before": then, "lease_until": then},
        ("delivery", leased): {"lease_until": then},
        ("delivery", pinned): {"unpin_at": then},
        ("reader", 1): {"paused_until": then},
        ("inbox", TARAS): {"held_until": then},
        ("letter_answer", 1): {"due_at": then},
    }
    kept = {row.id: row.not_before for row in tables.rows(storage, delivery.select())}
    assert [kept[row] for row in (never, over, past)] == [NEVER, SOON, NOW]


async def test_what_is_not_to_come_again_too_soon_came_now_at_the_latest(
    storage: Storage,
) -> None:
    """Or nobody could write a letter, say, until the clock is where it was."""
    draft = await a_draft(storage)
    url = "https://site.example/1.jpg"
    await a_channel(storage, CHANNEL)
    async with storage.writing() as tx:
        await tx.letters.add(Written(TARAS, 1, LetterKind.TEXT, "…"), 1, SOON)
        await tx.desk.add_notice(CopyLeft("Світ"), SOON)
        await tx.channels.announce(CHANNEL, 1, SOON)
        await tx.pictures.refuse(url, "site_status", {}, SOON)
        await tx.looks.ask(draft, [Target(url, is_picture=True)], NOW)
        await tx.looks.found(Look(Target(url, is_picture=True), SOON, Seen(None)))
        await tx.questions.ask(Question(TARAS, Asked.LETTER), SOON)
        rule = RoundUpRule(0, 10)
        channel = Channel(CHANNEL, "Світ", None, ChannelState.ACTIVE, round_up=rule)
        await tx.round_ups.place(channel, draft, SOON)
    found = await changes(storage, lambda tx: tx.time.set_back(2 * HOUR, NOW))
    moved = {(table, column) for (table, _), by in found.items() for column in by}
    assert moved == {(column.table.name, column.name) for column in timekeeping.LATELY}


def test_every_moment_is_a_wait_or_none() -> None:
    waits = {column for column, _ in timekeeping.WAITING}
    others = {
        column.name
        for table in metadata.sorted_tables
        for column in table.c
        if isinstance(column.type, Moment) and column not in waits
    }
    assert others == HAPPENED | BY_THE_WALL | OF_DIGESTS | BY_THE_DATABASE


async def test_whoever_died_before_the_databases_clock_was_set_back_is_not_alive(
    storage: Storage,
) -> None:
    year = timedelta(days=365)
    async with storage.writing() as tx:
        now = await tx.processes.time()
        await tx.processes.join("dead", "dead", year - HOUR)
        await tx.processes.join("not renewed yet", "paused", year + HOUR)
        await tx.processes.join("alive", "alive", HOUR / 360)
        await tx.time.set_back(year, now)
        assert await tx.processes.alive() == ["alive", "paused"]
