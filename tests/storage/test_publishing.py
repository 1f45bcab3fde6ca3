"""What goes out, is corrected or taken back writes all the rows of such a step, and no others."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.article import Article
from bot.domain.delivery import Kind, Lane, Shown, State
from bot.domain.errors import RefusedError
from bot.domain.progress import Spaced
from bot.domain.reasons import Reason, ReasonCode
from storage.enqueue import NUMBER_UNKNOWN
from storage.reasons import because
from storage.storage import Storage
from tests import tables
from tests.builders import (
    CHANNEL,
    IHOR,
    POLITYKA,
    SVIT,
    TARAS,
    VIINA,
    a_channel,
    a_content,
    a_draft,
    a_reader,
    said,
)
from tests.clock import NOON
from tests.storage.changes import Changes, changes, put

LATER = NOON + timedelta(minutes=1)
ARTICLE, OTHER = 1, 2


@pytest.fixture
async def house(storage: Storage) -> Storage:
    """Two drafts of «Світ», each with a card; three channels, two of which take the section."""
    for headline in ("Перша новина", "Друга новина"):
        await a_draft(storage, headline)
    await a_channel(storage)
    await a_channel(storage, CHANNEL - 1, takes=[SVIT, POLITYKA])
    await a_channel(storage, CHANNEL - 2, takes=[VIINA])
    await a_reader(storage)
    card = {"kind": "card", "audience": "desk", "chat_id": IHOR, "lane": Lane.REPLY}
    shown = {"state": "shown", "message_id": 50, "again": False}
    await put(storage, *(card | shown | {"subject_id": each} for each in (ARTICLE, OTHER)))
    return storage


async def article(storage: Storage) -> Article:
    async with storage.reading() as tx:
        return await tx.articles.existing(ARTICLE)


def owed(found: Changes) -> list[tuple[int, int, str]]:
    """The new rows of the ledger: chat, lane, state."""
    return [
        (row["chat_id"], row["lane"], row["state"])
        for (table, _), row in found.items()
        if table == "delivery" and "id" in row
    ]


CARD_IS_DUE = {"state": "due", "not_before": LATER, "attempts": 0}


@pytest.mark.slow
@pytest.mark.parametrize(
    ("breaking", "paid", "channels", "readers"),
    [
        (False, False, Lane.CHANNEL, Lane.READER),
        (True, False, Lane.BREAKING, Lane.BREAKING_READER),
        (True, True, Lane.BREAKING, Lane.PAID),
    ],
)
async def test_a_release_owes_its_channels_and_says_which_readers_are_meant(
    house: Storage, *, breaking: bool, paid: bool, channels: Lane, readers: Lane
) -> None:
    draft = await article(house)
    found = await changes(
        house,
        lambda tx: tx.publishing.publish(
            draft.publish(LATER, breaking=breaking, paid=paid), by=IHOR, now=LATER
        ),
    )
    assert sorted(owed(found)) == [(CHANNEL - 1, channels, "due"), (CHANNEL, channels, "due")]
    assert {
        (row["kind"], row["subject_id"]) for row in found.values() if "enqueued_at" in row
    } == {(Kind.ARTICLE, ARTICLE)}
    mark = found["fan_out", ARTICLE]
    assert (mark["section_id"], mark["lane"], mark["last_id"], mark["high_id"]) == (
        SVIT,
        readers,
        0,
        1,
    )
    assert found["delivery", 1] == CARD_IS_DUE
    released = found["article", ARTICLE]
    assert (released["state"], released["released_by"], released["released_at"]) == (
        "published",
        IHOR,
        LATER,
    )
    assert (released.get("breaking", False), released.get("paid", False)) == (breaking, paid)
    assert len(found) == 7


async def test_without_a_section_nothing_is_released(house: Storage) -> None:
    published = replace((await article(house)).publish(LATER), section=None)
    with pytest.raises(RefusedError, match=r"^article_no_section$"):
        await changes(house, lambda tx: tx.publishing.publish(published, by=IHOR, now=LATER))


@pytest.fixture
async def published(house: Storage) -> Storage:
    """The first article is out: shown, failed and due in its chats, and its text was rejected."""
    draft = await article(house)
    async with house.writing() as tx:
        await tx.publishing.publish(draft.publish(NOON), by=IHOR, now=NOON)
        await tx.ledger.skip_unsent(Kind.ARTICLE, ARTICLE, said("its rows are those below"))
        await tx.ledger.stop_article(ARTICLE, said("rejected"))
        card = await tx.ledger.find(1)
        assert card
        await tx.ledger.record_shown([(card, Shown(50, 1))], NOON)
    post = {"subject_id": ARTICLE, "lease_until": None, "again": False}
    await put(
        house,
        post | {"chat_id": -11, "state": "shown", "message_id": 50},
        post | {"chat_id": -12, "state": "failed"},
        post | {"chat_id": -13, "state": "failed", "message_id": 50},
        post | {"chat_id": -14},
        post | {"chat_id": -15, "state": "unknown"},
        post | {"chat_id": -16, "state": "shown"},
        post | {"chat_id": TARAS, "audience": "reader", "state": "sending"},
        post | {"chat_id": -11, "state": "shown", "message_id": 50, "subject_id": OTHER},
        post | {"chat_id": -12, "state": "failed", "subject_id": OTHER},
    )
    return house


async def test_a_correction_is_owed_to_all_who_have_it_or_were_to_have_it(
    published: Storage,
) -> None:
    old = await article(published)
    text = a_content("Перша новина, доповнена")
    found = await changes(
        published,
        lambda tx: tx.publishing.revise(old.revise(text, LATER, marked=True), by=IHOR, now=LATER),
    )
    due_again = {"state": "due", "not_before": LATER, "attempts": 0}
    assert by_row(found) == {
        -11: due_again,
        -12: due_again,  # its text was rejected; this is another one
        -13: due_again,
        -15: {"again": True},
        -16: {**because(NUMBER_UNKNOWN)},
        TARAS: {"again": True},
        IHOR: {"state": "due", "not_before": LATER},
    }
    assert found["fan_out", ARTICLE] == {"paused": False}
    assert found["article", ARTICLE]["revision"] == 2
    assert "section_id" not in found["article", ARTICLE]
    assert found["revision", (ARTICLE, 2)]["section_id"] == SVIT


async def test_a_retraction_reaches_every_chat_that_has_it_and_no_other(
    published: Storage,
) -> None:
    old = await article(published)
    found = await changes(published, lambda tx: tx.publishing.retract(old.retract(LATER), LATER))
    due_again = {"state": "due", "not_before": LATER, "attempts": 0}
    let_off = {"state": State.SKIPPED, **because(Reason(ReasonCode.RETRACTED))}
    assert by_row(found) == {
        -11: due_again,
        -12: let_off | {"not_before": LATER, "attempts": 0},
        -13: due_again,  # its correction failed: the post stands there
        -14: let_off,
        -15: {"again": True},
        -16: {**because(NUMBER_UNKNOWN)},
        TARAS: {"again": True},
        IHOR: {"state": "due", "not_before": LATER},
    }
    assert found["fan_out", ARTICLE] == {"last_id": 1, "paused": False}
    assert found["article", ARTICLE] == {
        "state": "retracted",
        "retracted_at": LATER,
        "version": old.version + 1,
    }


def by_row(found: Changes) -> dict[int, dict[str, object]]:
    """What changed in the ledger, by the chats of the rows above."""
    chats = {1: IHOR, 5: -11, 6: -12, 7: -13, 8: -14, 9: -15, 10: -16, 11: TARAS}
    return {chats[key]: row for (table, key), row in found.items() if table == "delivery"}


# --- posts of a channel keep their distance ---


async def test_ordinary_posts_keep_their_distance_and_breaking_ones_come_at_once(
    storage: Storage,
) -> None:
    await a_channel(storage)
    await a_channel(storage, CHANNEL - 1)
    async with storage.writing() as tx:
        await tx.channels.set_spacing(CHANNEL, 10)
    minutes = [(0, False), (1, False), (2, True), (3, False), (40, False)]
    for minute, breaking in minutes:
        article_id = await a_draft(storage, f"Новина о {minute}")
        now = NOON + timedelta(minutes=minute)
        async with storage.writing() as tx:
            draft = await tx.articles.existing(article_id)
            await tx.publishing.publish(draft.publish(now, breaking=breaking), by=None, now=now)
    came: dict[int, list[int]] = {}
    for row in tables.deliveries(storage):
        came.setdefault(row.chat_id, []).append((row.not_before - NOON) // timedelta(minutes=1))
    assert came == {CHANNEL: [0, 10, 2, 20, 40], CHANNEL - 1: [0, 1, 2, 3, 40]}
    async with storage.reading() as tx:
        posts = (await tx.totals.progress(2)).channels
        waiting = await tx.schedule.spaced(NOON + timedelta(minutes=3), 1)
        count = await tx.schedule.count_spaced(NOON + timedelta(minutes=15))
    until = {post.chat_id: post.waits_until for post in posts}
    assert until == {CHANNEL: NOON + timedelta(minutes=10), CHANNEL - 1: None}
    assert waiting == [Spaced(2, "Новина о 1", "Світ", NOON + timedelta(minutes=10))]
    assert count == 3  # the fourth at 20, and the fifth, whose minute has not come


async def test_after_a_restoration_a_group_that_moves_may_have_the_post_however_often_it_is_told(
    house: Storage,
) -> None:
    moved = CHANNEL - 9
    async with house.writing() as tx:
        await tx.restored.begin(NOON, NOON)
    for _ in range(2):  # by the group itself, and by the refusal of what was sent there
        async with house.writing() as tx:
            await tx.move_chat(CHANNEL, moved)
    published = (await article(house)).publish(LATER)
    found = await changes(house, lambda tx: tx.publishing.publish(published, by=IHOR, now=LATER))
    assert {chat: state for chat, _, state in owed(found)} == {
        moved: State.UNKNOWN,
        CHANNEL - 1: State.UNKNOWN,
    }
