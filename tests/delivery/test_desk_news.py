"""What the desk is told of a delivery that went wrong, and by how many messages."""

from datetime import timedelta
from typing import Any

import pytest

from bot.delivery.desk_news import DeskNews
from bot.domain.article import ArticleState
from bot.domain.channel import ChannelState
from bot.domain.delivery import Delivery, Kind, Shown, State
from storage.storage import Storage
from tests import tables
from tests.builders import (
    CHANNEL,
    OLENA,
    a_channel,
    a_delivery,
    a_published_article,
    an_altered,
    said,
)
from tests.clock import Clock

OPEN = CHANNEL - 1  # a channel with a name of its own
REASON = said("Bad Request: not enough rights")
SAID = {"code": REASON.code, "words": REASON.words}
TEN_MINUTES = timedelta(minutes=10)


@pytest.fixture
async def news(storage: Storage, clock: Clock) -> DeskNews:
    """One article, in a channel and in one that has a name."""
    await a_published_article(storage, "Міст")
    await a_channel(storage, title="Світ")
    async with storage.writing() as tx:
        await tx.channels.save(OPEN, "Відкритий", "svit", ChannelState.ACTIVE)
    return DeskNews(clock, OLENA)


async def told(storage: Storage, news: DeskNews, step: str, row: Delivery, what: Any) -> Any:
    """What the desk is told by this step, by kinds and facts; the reason is always the same."""
    async with storage.writing() as tx:
        await getattr(news, step)(tx, row, what)
    notices = tables.notices(storage, OLENA)
    for _, details in notices:
        assert details.pop("reason", SAID) == SAID
    return notices


def about(row: Delivery, **more: Any) -> dict[str, Any]:
    return {
        "delivery_id": row.id,
        "chat_id": row.chat_id,
        "article_id": 1,
        "headline": "Міст",
        "title": "Відкритий" if row.chat_id == OPEN else "Світ",
        "is_group": False,
    } | more


AS_IS = {"case": "found", "words": "", "other_file": False, "beside": False}


POST = a_delivery(subject_id=1)
STANDS = a_delivery(subject_id=1, message_id=50)
IN_OPEN = a_delivery(subject_id=1, message_id=50, chat_id=OPEN)
CARD = a_delivery(subject_id=1, message_id=50, kind=Kind.CARD)
HERE, THERE = "https://t.me/c/1000000001/50", "https://t.me/svit/50"
FOUND, LOST = Shown(50, 1, by_hand=True), Shown(None, 1)
NOTICES: list[tuple[str, Delivery, Any, list[tuple[str, dict[str, Any]]]]] = [
    ("cannot_tell", POST, REASON, [("cannot_tell", about(POST))]),
    ("cannot_pin", STANDS, REASON, [("cannot_pin", about(STANDS))]),
    ("not_recorded", POST, REASON, [("not_recorded", about(POST))]),
    ("rejected", POST, REASON, [("post_rejected", about(POST, everywhere=True))]),
    ("edited_by_hand", POST, FOUND, [("edited_by_hand", about(POST, link=HERE, **AS_IS))]),
    (
        "edited_by_hand",
        IN_OPEN,
        FOUND,
        [("edited_by_hand", about(IN_OPEN, link=THERE, **AS_IS))],
    ),
    (
        "edited_by_hand",
        POST,
        Shown(None, 1),
        [("edited_by_hand", about(POST, link=None, **AS_IS))],
    ),
    ("failed", POST, REASON, [("post_rejected", about(POST, everywhere=False))]),
    ("failed", STANDS, REASON, [("still_stands", about(STANDS, withdrawing=False, link=HERE))]),
    ("failed", IN_OPEN, REASON, [("still_stands", about(IN_OPEN, withdrawing=False, link=THERE))]),
    ("set_aside", POST, REASON, [("cannot_tell", about(POST))]),
    ("set_aside", STANDS, REASON, [("still_stands", about(STANDS, withdrawing=False, link=HERE))]),
    ("set_aside", CARD, REASON, []),
]


@pytest.mark.slow
@pytest.mark.parametrize(("given", "notices"), [(given, notices) for *given, notices in NOTICES])
async def test_the_desk_is_told_of_which_post_and_where_it_stands(
    storage: Storage, news: DeskNews, given: Any, notices: Any
) -> None:
    assert await told(storage, news, *given) == notices


@pytest.mark.parametrize("state", ArticleState)
async def test_of_a_post_that_stands_the_desk_is_told_whether_it_is_to_go(
    storage: Storage, news: DeskNews, state: ArticleState
) -> None:
    async with storage.writing() as tx:
        await an_altered(tx, 1, state=state)
    ((_, details),) = await told(storage, news, "failed", STANDS, REASON)
    assert details["withdrawing"] is (state is ArticleState.RETRACTED)


@pytest.mark.parametrize(
    ("after", "together"),
    [
        (timedelta(), True),
        (TEN_MINUTES, True),
        (TEN_MINUTES + timedelta(milliseconds=1), False),
    ],
)
async def test_channels_that_are_lost_within_ten_minutes_are_one_message(
    storage: Storage, news: DeskNews, clock: Clock, after: timedelta, *, together: bool
) -> None:
    async with storage.writing() as tx:
        channels = await tx.channels.all()
        await news.channel_lost(tx, channels[0], REASON)
    (row,) = tables.deliveries(storage)
    async with storage.writing() as tx:
        known = await tx.ledger.find(row.id)
        assert known
        await tx.ledger.record_shown([(known, Shown(9, 1))], clock())
    clock.pass_by(after.total_seconds())
    for channel in (channels[1], channels[0]):
        async with storage.writing() as tx:
            await news.channel_lost(tx, channel, REASON)
    first, *others = tables.notices(storage)
    assert others == ([] if together else [("channels_lost", others[0][1])])
    titles = ["Відкритий", "Світ", "Відкритий"]
    if together:
        assert first[1]["titles"] == titles
        (changed,) = tables.deliveries(storage)
        assert (changed.state, changed.message_id) == (State.DUE, 9), "the same message grows"
    else:
        assert first == (
            "channel_rights_lost",
            {"chat_id": OPEN, "title": "Відкритий", "is_group": False},
        )
        assert others[0][1]["titles"] == titles[1:]
