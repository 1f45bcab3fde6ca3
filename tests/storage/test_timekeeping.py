"""The latest time that was seen, and what a clock that is set back does to each wait."""

from datetime import timedelta

from bot.domain.people import Role
from bot.domain.rate import Rate, Tariff
from storage.ledger_view import NEVER
from storage.pace import Halt
from storage.schema import delivery
from storage.storage import Storage
from tests import tables
from tests.builders import CHANNEL, IHOR, TARAS
from tests.clock import NOON
from tests.storage.changes import changes, put

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
    async with storage.writing() as tx:
        await tx.pace.hold_token(SOON, [Rate(30)], NOW)
        await tx.pace.await_probe(Halt(SOON, TARAS, SOON))
        for chat_id, until in ((TARAS, SOON), (CHANNEL, NOW)):
            await tx.pace.hold_chat(chat_id, until)
            await tx.desk.keep_part(chat_id, 1, "…", at=NOW, complete_at=until)
            await tx.people.invite(f"for {chat_id}", Role.EDITOR, IHOR, until)
            url = f"https://site{chat_id}.example/rss"
            await tx.feeds.ask_for(url, HOUR, IHOR, until)
            await tx.desk.await_page(chat_id, url, article_id=None, asked_at=SOON, now=until)
        await tx.desk.note_file(IHOR, 1, SOON)  # it waits for nothing
    due, doubt, never, leased, over, past = await put(
        storage,
        {"chat_id": 1, "not_before": SOON, "lease_until": None, "enqueued_at": SOON},
        {"chat_id": 2, "not_before": SOON, "lease_until": SOON, "state": "unknown"},
        {"chat_id": 3, "not_before": NEVER, "lease_until": None, "state": "unknown"},
        {"chat_id": 4, "not_before": NOW, "lease_until": SOON, "state": "sending"},
        {"chat_id": 5, "not_before": SOON, "lease_until": None, "state": "shown"},
        {"chat_id": 6, "not_before": NOW, "lease_until": NOW},
    )
    found = await changes(storage, lambda tx: tx.time.set_back(2 * HOUR, NOW))
    then = SOON - 2 * HOUR
    digests = [found.pop(place) for place in [*found] if place[0] == "invitation"]
    assert digests == [{"expires_at": then}]
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
    }
    kept = {row.id: row.not_before for row in tables.rows(storage, delivery.select())}
    assert [kept[row] for row in (never, over, past)] == [NEVER, SOON, NOW]
