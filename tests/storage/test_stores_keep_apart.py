"""A step of any store changes the rows that it is for, in what it is for, and no others."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import text

from bot.domain.article import ArticleState
from bot.domain.channel import ChannelState
from bot.domain.delivery import Lane
from bot.domain.feeds import Category, FeedFault, FeedState
from bot.domain.filters import WrittenFilter
from bot.domain.forum import AS_THE_REST, GENERAL, REST, Thread, ThreadState
from bot.domain.people import ReaderState, Role
from bot.domain.picture import Layout
from bot.domain.question_kinds import Asked, Question
from bot.domain.quiet_hours import QuietHours
from bot.domain.rate import Rate
from bot.domain.round_up import RoundUpRule
from bot.domain.update_facts import KeptUpdate
from storage.storage import Storage, Transaction
from tests.builders import (
    CHANNEL,
    IHOR,
    OLENA,
    POLITYKA,
    SVIT,
    TARAS,
    VIINA,
    a_channel,
    a_content,
    a_draft,
    a_published_article,
    a_reader,
    a_release,
    a_revision,
    an_altered,
    an_editor,
    an_owner,
    complete,
    hired,
    is_due,
    said,
)
from tests.clock import NOON
from tests.databases import on_postgresql
from tests.storage.changes import Changes, Deed, changes, put

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
LATER = NOON + MINUTE
GAP = MINUTE / 10
OTHER = CHANNEL - 1
URL, OTHER_URL = "https://bastion.example/rss", "https://vezha.example/rss"


# --- channels ---------------------------------------------------------------------------------


@pytest.fixture
async def channels(storage: Storage) -> Storage:
    """Two channels with all that a channel can have."""
    for chat_id in (CHANNEL, OTHER):
        await a_channel(storage, chat_id, takes=[SVIT, POLITYKA], title="Назва")
        async with storage.writing() as tx:
            await tx.channels.set_pins(chat_id, on=True)
            await tx.channels.set_pinned_hours(chat_id, 3)
            await tx.channels.set_layout(chat_id, Layout.PHOTO)
            await tx.channels.set_template(chat_id, "plain")
            await tx.channels.set_spacing(chat_id, 10)
            await tx.channels.set_round_up(chat_id, RoundUpRule(3, 30))
            await tx.channels.set_quiet(chat_id, QuietHours(60, 360))
            await tx.channels.saw_message(chat_id, 100)
            await tx.channels.offer(chat_id, TARAS, NOON)
            await tx.channels.announce(chat_id, 3, LATER)
            await tx.channels.set_left(chat_id, NOON)
            await tx.forums.set_forum(chat_id, is_forum=True)
            await tx.forums.keep(chat_id, Thread(5, "Світ", ThreadState.CLOSED))
            await tx.forums.choose(chat_id, REST, 5)
            await tx.forums.choose(chat_id, SVIT, 5)
    return storage


OF_CHANNELS: dict[str, tuple[Deed, dict[Any, Any]]] = {
    "a new title and state": (
        lambda tx: tx.channels.save(CHANNEL, "Нова", "nova", ChannelState.LEFT),
        {("channel", CHANNEL): {"title": "Нова", "username": "nova", "state": "left"}},
    ),
    "a state": (
        lambda tx: tx.channels.set_state(CHANNEL, ChannelState.PAUSED),
        {("channel", CHANNEL): {"state": "paused"}},
    ),
    "pins": (
        lambda tx: tx.channels.set_pins(CHANNEL, on=False),
        {("channel", CHANNEL): {"pins": False}},
    ),
    "quiet hours": (
        lambda tx: tx.channels.set_quiet(CHANNEL, QuietHours(30, 90)),
        {("channel", CHANNEL): {"quiet_from": 30, "quiet_until": 90}},
    ),
    "no quiet hours": (
        lambda tx: tx.channels.set_quiet(CHANNEL, None),
        {("channel", CHANNEL): {"quiet_from": None, "quiet_until": None}},
    ),
    "that the bot is back there": (
        lambda tx: tx.channels.set_left(CHANNEL, None),
        {("channel", CHANNEL): {"left_at": None}},
    ),
    "who brought the bot there": (
        lambda tx: tx.channels.offer(CHANNEL, IHOR, LATER),
        {("channel", CHANNEL): {"offered_by": IHOR, "offered_at": LATER}},
    ),
    "that the desk was told of it": (
        lambda tx: tx.channels.announce(CHANNEL, 4, NOON + HOUR),
        {("channel", CHANNEL): {"announced_at": NOON + HOUR, "announced": 4}},
    ),
    "a higher message": (
        lambda tx: tx.channels.saw_message(CHANNEL, 101),
        {("channel", CHANNEL): {"last_message_id": 101}},
    ),
    "a lower message": (lambda tx: tx.channels.saw_message(CHANNEL, 99), {}),
    "a section that goes there": (
        lambda tx: tx.channels.route(CHANNEL, VIINA, on=True),
        {
            ("channel_section", (CHANNEL, VIINA)): {
                "chat_id": CHANNEL,
                "section_id": VIINA,
                "thread_id": None,
            }
        },
    ),
    "a section that goes there already": (
        lambda tx: tx.channels.route(CHANNEL, SVIT, on=True),
        {},
    ),
    "a section that goes there no more": (
        lambda tx: tx.channels.route(CHANNEL, SVIT, on=False),
        {("channel_section", (CHANNEL, SVIT)): {"gone": True}},
    ),
    "no topics any more": (
        lambda tx: tx.forums.set_forum(CHANNEL, is_forum=False),
        {("channel", CHANNEL): {"is_forum": False}},
    ),
    "another thread of the rest": (
        lambda tx: tx.forums.choose(CHANNEL, REST, GENERAL),
        {("channel", CHANNEL): {"thread_id": GENERAL}},
    ),
    "no thread of a section's own": (
        lambda tx: tx.forums.choose(CHANNEL, SVIT, AS_THE_REST),
        {("channel_section", (CHANNEL, SVIT)): {"thread_id": None}},
    ),
    "a thread that is tried again": (
        lambda tx: tx.forums.open_closed(CHANNEL),
        {("forum_thread", (CHANNEL, 5)): {"state": "open"}},
    ),
    "a thread that is gone": (
        lambda tx: tx.forums.refuse(CHANNEL, 5, ThreadState.GONE),
        {("forum_thread", (CHANNEL, 5)): {"state": "gone"}},
    ),
    "a thread that is closed already": (
        lambda tx: tx.forums.refuse(CHANNEL, 5, ThreadState.CLOSED),
        {},
    ),
    "another layout": (
        lambda tx: tx.channels.set_layout(CHANNEL, Layout.ALBUM),
        {("channel", CHANNEL): {"layout": "album"}},
    ),
    "a group that moves": (
        lambda tx: tx.channels.move_chat(CHANNEL, -5),
        {
            ("channel", CHANNEL): {"gone": True},
            ("forum_thread", (CHANNEL, 5)): {"gone": True},
            ("channel_section", (CHANNEL, SVIT)): {"gone": True},
            ("channel_section", (CHANNEL, POLITYKA)): {"gone": True},
            ("channel", -5): {
                "chat_id": -5,
                "title": "Назва",
                "username": None,
                "state": "active",
                "is_group": False,
                "last_message_id": 0,
                "pins": True,
                "pinned_hours": 3,
                "layout": "photo",
                "template": "plain",
                "spacing": 10,
                "round_up_posts": 3,
                "round_up_minutes": 30,
                "is_forum": True,
                "thread_id": 5,
                "last_post_at": None,
                "left_at": NOON,
                "quiet_from": 60,
                "quiet_until": 360,
                "offered_by": TARAS,
                "offered_at": NOON,
                "announced_at": LATER,
                "announced": 3,
            },
            ("channel_section", (-5, SVIT)): {
                "chat_id": -5,
                "section_id": SVIT,
                "thread_id": None,
            },
            ("channel_section", (-5, POLITYKA)): {
                "chat_id": -5,
                "section_id": POLITYKA,
                "thread_id": None,
            },
        },
    ),
}


@pytest.mark.slow
@pytest.mark.parametrize(("deed", "changed"), OF_CHANNELS.values(), ids=OF_CHANNELS)
async def test_a_step_for_a_channel_leaves_the_other_as_it_is(
    channels: Storage, deed: Deed, changed: dict[Any, Any]
) -> None:
    assert await changes(channels, deed) == changed


async def test_what_is_read_of_a_channel_is_its_own(channels: Storage) -> None:
    await a_channel(channels, -7, takes=[VIINA], title="Аркуш", state=ChannelState.LEFT)
    async with channels.reading() as tx:
        known = await tx.channels.get(-7)
        assert known
        assert (known.title, known.section_ids) == ("Аркуш", frozenset([VIINA]))
        assert known.quiet is None
        assert await tx.channels.quiet_hours(-7) is None
        assert await tx.channels.quiet_hours(CHANNEL) == QuietHours(60, 360)
        assert await tx.channels.last_message_id(-7) == 0
        assert [c.chat_id for c in await tx.channels.all()] == [-7, OTHER, CHANNEL]
        assert await tx.channels.of_section(VIINA) == []
        assert len(await tx.channels.of_section(SVIT)) == 2
        assert await tx.channels.get(-8) is None


# --- people -----------------------------------------------------------------------------------


@pytest.fixture
async def people(storage: Storage) -> Storage:
    """Two readers who follow two sections, and two of the desk, one of whom reads, too."""
    await hired(storage, an_owner(), an_editor())
    for chat_id in (TARAS, IHOR):
        await a_reader(storage, chat_id, follows=[SVIT, POLITYKA])
    async with storage.writing() as tx:
        for by in (IHOR, OLENA):
            for word in ("used", "unused"):
                await tx.people.invite(f"{word} {by}", Role.EDITOR, by, LATER)
            await tx.people.use_invitation(f"used {by}", 77)
    return storage


OF_PEOPLE: dict[str, tuple[Deed, list[tuple[str, dict[str, Any]]]]] = {
    "a reader who stops": (
        lambda tx: tx.people.set_reader_state(TARAS, ReaderState.STOPPED),
        [("reader", {"state": "stopped"})],
    ),
    "a reader who comes again": (
        lambda tx: tx.people.join({TARAS: "en"}, LATER),
        [],
    ),
    "a person's language": (
        lambda tx: tx.people.set_language(IHOR, "en"),
        [("editor", {"language": "en"}), ("reader", {"language": "en"})],
    ),
    "a topic": (
        lambda tx: tx.people.follow([(TARAS, VIINA)], on=True),
        [("follow", {"reader_id": 1, "section_id": VIINA})],
    ),
    "a topic that is followed": (lambda tx: tx.people.follow([(TARAS, SVIT)], on=True), []),
    "a topic no more": (
        lambda tx: tx.people.follow([(TARAS, SVIT)], on=False),
        [("follow", {"gone": True})],
    ),
    "another role": (
        lambda tx: tx.people.save_editor(an_editor(role=Role.CHIEF), LATER),
        [("editor", {"role": "chief"})],
    ),
    "a person who goes, with the invitations that nobody has used": (
        lambda tx: tx.people.dismiss(IHOR),
        [("editor", {"gone": True}), ("invitation", {"gone": True})],
    ),
    "an invitation that is used": (
        lambda tx: tx.people.use_invitation(f"unused {IHOR}", 99),
        [("invitation", {"used_by": 99})],
    ),
}


@pytest.mark.slow
@pytest.mark.parametrize(("deed", "changed"), OF_PEOPLE.values(), ids=OF_PEOPLE)
async def test_a_step_for_a_person_leaves_the_others_as_they_are(
    people: Storage, deed: Deed, changed: list[tuple[str, dict[str, Any]]]
) -> None:
    found = await changes(people, deed)
    assert sorted((table for table, _ in found), key=str) == [table for table, _ in changed]
    assert sorted(found.values(), key=str) == sorted((row for _, row in changed), key=str)


async def test_what_is_read_of_people_is_their_own(people: Storage) -> None:
    async with people.writing() as tx:
        await tx.people.set_reader_state(TARAS, ReaderState.BLOCKED)
        await tx.people.follow([(TARAS, SVIT)], on=False)
        reader = await tx.people.reader(TARAS)
        assert reader
        assert (reader.id, reader.state) == (1, ReaderState.BLOCKED)
        known, _ = await tx.people.known([TARAS, IHOR])
        assert known[TARAS].follows == {POLITYKA}
        assert known[IHOR].follows == {SVIT, POLITYKA}
        assert await tx.people.count_followers(SVIT) == 1
        assert await tx.people.count_followers(POLITYKA) == 1
        assert await tx.people.count_followers(VIINA) == 0
        assert [person.user_id for person in await tx.people.owners()] == [OLENA]
        invitation = await tx.people.invitation(f"used {IHOR}")
        assert invitation
        assert (invitation.invited_by, invitation.used_by, invitation.expires_at) == (
            IHOR,
            77,
            LATER,
        )
        assert await tx.people.invitation("made up") is None


# --- feeds ------------------------------------------------------------------------------------


@pytest.fixture
async def feeds(storage: Storage) -> Storage:
    """Two feeds that broke and had something else in every column, too."""
    async with storage.writing() as tx:
        for url in (URL, OTHER_URL):
            known = await tx.feeds.ask_for(url, HOUR, IHOR, NOON)
            await tx.feeds.change(
                known.id,
                state=FeedState.BROKEN,
                title="Бастіон",
                failures=5,
                trouble={"code": "timeout", "details": {}},
                moves_to="https://new.example/rss",
                moves=2,
                etag='"1"',
                heard_at=NOON - DAY,
                next_poll_at=NOON + HOUR,
            )
            await tx.questions.ask(Question(IHOR + known.id, Asked.FILTER, feed_id=known.id), NOON)
    return storage


def of_feed(**values: Any) -> dict[Any, Any]:
    return {("feed", 1): values}


async def failed(tx: Transaction, *, breaks: bool) -> None:
    known = await tx.feeds.feed(1)
    assert known
    trouble = FeedFault("not_a_feed", {"line": 3})
    await tx.feeds.failed(known, trouble, LATER, breaks=breaks)


OF_FEEDS: dict[str, tuple[Deed, dict[Any, Any]]] = {
    "an answer": (
        lambda tx: tx.feeds.heard(1, LATER, etag='"2"'),
        of_feed(next_poll_at=LATER, failures=0, trouble=None, state="active", etag='"2"'),
    ),
    "a failure": (
        lambda tx: failed(tx, breaks=False),
        of_feed(
            failures=6,
            next_poll_at=LATER,
            trouble={"code": "not_a_feed", "details": {"line": 3}},
        ),
    ),
    "a first answer": (
        lambda tx: tx.feeds.first_heard(1, LATER),
        of_feed(heard_at=LATER),
    ),
    "another address": (
        lambda tx: tx.feeds.move(1, "https://new.example/rss"),
        of_feed(url="https://new.example/rss", moves_to=None, moves=0),
    ),
    "its own address, spelt otherwise": (
        lambda tx: tx.feeds.move(1, "http://www.bastion.example/rss/"),
        of_feed(url="http://www.bastion.example/rss/", moves_to=None, moves=0),
    ),
    "the other one's address": (lambda tx: tx.feeds.move(1, OTHER_URL), {}),
    "categories": (
        lambda tx: tx.feeds.set_categories(1, [Category("World", SVIT)]),
        of_feed(categories=[["World", SVIT]]),
    ),
    "phrases": (
        lambda tx: tx.feeds.set_filter(1, WrittenFilter(("міст",), ("спорт",))),
        of_feed(wanted=["міст"], unwanted=["спорт"]),
    ),
    "its end": (
        lambda tx: tx.feeds.remove(1),
        {("feed", 1): {"gone": True}, ("question", IHOR + 1): {"gone": True}},
    ),
    "being asked for once it was agreed to": (
        lambda tx: tx.feeds.ask_for(URL, MINUTE, OLENA, LATER),
        {},
    ),
}


@pytest.mark.slow
@pytest.mark.parametrize(("deed", "changed"), OF_FEEDS.values(), ids=OF_FEEDS)
async def test_a_step_for_a_feed_leaves_the_other_as_it_is(
    feeds: Storage, deed: Deed, changed: dict[Any, Any]
) -> None:
    found = await changes(feeds, deed)
    for row in found.values():
        row.pop("key", None)
    assert found == changed


async def test_a_failure_that_breaks_a_feed_is_written_so(storage: Storage) -> None:
    async with storage.writing() as tx:
        await tx.feeds.ask_for(URL, HOUR, IHOR, NOON)
    found = await changes(storage, lambda tx: failed(tx, breaks=True))
    assert found["feed", 1]["state"] == "broken"
    assert found["feed", 1]["failures"] == 1


@pytest.mark.parametrize("state", [FeedState.PAUSED, FeedState.OFFERED])
async def test_an_answer_does_not_let_go_on_what_was_stopped(
    feeds: Storage, state: FeedState
) -> None:
    async with feeds.writing() as tx:
        await tx.feeds.change(1, state=state)
    found = await changes(feeds, lambda tx: tx.feeds.heard(1, LATER))
    assert "state" not in found["feed", 1]


async def test_feeds_are_due_in_the_states_that_are_polled_who_waited_longest_first(
    storage: Storage,
) -> None:
    ids = {}
    async with storage.writing() as tx:
        for n, state in enumerate(FeedState):
            url = f"https://site-{n}.example/rss"
            known = await tx.feeds.ask_for(url, HOUR, IHOR, NOON)
            ids[state] = known.id
            await tx.feeds.change(
                known.id, state=state, next_poll_at=NOON - n * MINUTE, heard_at=NOON
            )
        late = await tx.feeds.ask_for("https://late.example/rss", HOUR, IHOR, LATER)
        polled = [FeedState.ASKED, FeedState.ACTIVE, FeedState.BROKEN]
        expected = sorted((ids[state] for state in polled), reverse=True)
        assert is_due(await tx.feeds.next_poll(), NOON)
        first = await tx.feeds.take_due(NOON, LATER + HOUR, 1)
        assert [known.id for known in first] == expected[:1]
        rest = await tx.feeds.take_due(NOON, LATER + HOUR, 9)
        assert sorted(known.id for known in rest) == sorted(expected[1:])
        assert not is_due(await tx.feeds.next_poll(), NOON)
        assert is_due(await tx.feeds.next_poll(), LATER)
        (last,) = await tx.feeds.take_due(LATER, LATER + HOUR, 9)
        assert last.id == late.id
        connected = [known.id for known in await tx.feeds.connected()]
        undecided = {ids[FeedState.ASKED], ids[FeedState.OFFERED], late.id}
        assert connected == sorted(set(ids.values()) - undecided)


async def test_only_what_was_asked_for_long_ago_and_not_agreed_to_is_forgotten(
    storage: Storage,
) -> None:
    async with storage.writing() as tx:
        for n, state in enumerate(FeedState):
            for at in (NOON - DAY, NOON):
                url = f"https://site-{n}-{at.day}.example/rss"
                known = await tx.feeds.ask_for(url, HOUR, IHOR, at)
                await tx.feeds.change(known.id, state=state)
    found = await changes(storage, lambda tx: tx.feeds.forget_undecided(NOON))
    assert len(found) == 2
    async with storage.reading() as seen:
        kept = await seen.feeds.connected()
    assert len(kept) == 2 * (len(FeedState) - 2)


async def test_what_nobody_has_agreed_to_is_asked_for_anew(storage: Storage) -> None:
    async with storage.writing() as tx:
        offered = await tx.feeds.ask_for(URL, HOUR, IHOR, NOON)
        await tx.feeds.change(offered.id, state=FeedState.OFFERED, first=3)
    found = await changes(
        storage,
        lambda tx: tx.feeds.ask_for("https://bastion.example/rss/", MINUTE, OLENA, LATER),
    )
    assert found == {
        ("feed", 1): {
            "url": "https://bastion.example/rss/",
            "state": "asked",
            "added_by": OLENA,
            "added_at": LATER,
            "next_poll_at": LATER,
        }
    }


# --- items of sources -------------------------------------------------------------------------


@pytest.fixture
async def items(storage: Storage) -> Storage:
    """Two items of two sources, of two articles, each with all that a source can tell."""
    ids = [await a_draft(storage, headline) for headline in ("Перша новина", "Друга новина")]
    async with storage.writing() as tx:
        for source in ("feed:1", "feed:2"):
            for key, article_id in zip(("a", "b"), ids, strict=True):
                await tx.origins.put(
                    source, key, article_id, now=NOON, revision=3, digest="old", withdrawn=False
                )
    return storage


OF_ITEMS: dict[str, tuple[Deed, dict[Any, Any]]] = {
    "a new word": (
        lambda tx: tx.origins.put("feed:1", "a", 2, now=LATER, revision=4, digest="new"),
        {
            ("origin", ("feed:1", "a")): {
                "article_id": 2,
                "revision": 4,
                "digest": "new",
                "told_at": LATER,
            }
        },
    ),
    "a withdrawal": (
        lambda tx: tx.origins.withdraw("feed:1", "a"),
        {("origin", ("feed:1", "a")): {"withdrawn": True}},
    ),
    "a merger": (
        lambda tx: tx.origins.repoint(1, 2),
        {
            ("origin", ("feed:1", "a")): {"article_id": 2},
            ("origin", ("feed:2", "a")): {"article_id": 2},
        },
    ),
    "what is seen again": (lambda tx: tx.origins.see("feed:1", {"a": "x", "b": None}, LATER), {}),
    "what is seen": (
        lambda tx: tx.origins.see("feed:1", {"a": "x", "c": "y"}, LATER),
        {
            ("origin", ("feed:1", "c")): {
                "source": "feed:1",
                "external_id": "c",
                "article_id": None,
                "revision": 0,
                "digest": "y",
                "withdrawn": False,
                "told_at": LATER,
            }
        },
    ),
    "what is taken again": (lambda tx: tx.origins.take("feed:1", "a", LATER), {}),
    "nothing": (lambda tx: tx.origins.see("feed:1", {}, LATER), {}),
}


@pytest.mark.slow
@pytest.mark.parametrize(("deed", "changed"), OF_ITEMS.values(), ids=OF_ITEMS)
async def test_a_step_for_an_item_leaves_the_others_as_they_are(
    items: Storage, deed: Deed, changed: dict[Any, Any]
) -> None:
    assert await changes(items, deed) == changed


async def test_what_is_known_of_an_item_is_its_own(items: Storage) -> None:
    async with items.writing() as tx:
        await tx.origins.put("feed:2", "a", 2, now=LATER, revision=9, digest="new", withdrawn=True)
        known = await tx.origins.known("feed:1", ["a", "b", "zzz"])
        assert {key: (one.article_id, one.digest) for key, one in known.items()} == {
            "a": (1, "old"),
            "b": (2, "old"),
        }
        other = await tx.origins.find("feed:2", "a")
        assert other
        assert (other.article_id, other.revision, other.digest) == (2, 9, "new")
        assert other.withdrawn
        assert [(one.source, one.external_id) for one in await tx.origins.of_article(2)] == [
            ("feed:2", "a"),
            ("feed:1", "b"),
            ("feed:2", "b"),
        ]
        assert await tx.origins.find("feed:3", "a") is None


# --- articles ---------------------------------------------------------------------------------


@pytest.fixture
async def two(storage: Storage) -> Storage:
    for headline in ("Перша новина", "Друга новина"):
        article_id = await a_draft(storage, headline)
        async with storage.writing() as tx:
            await an_altered(tx, article_id, resembles=1)
    return storage


def but_for_versions(found: Changes) -> Changes:
    """What changed besides how often it has; that rises for what resembles the article, too."""
    known = {
        key: {name: value for name, value in row.items() if name != "version"}
        for key, row in found.items()
    }
    return {key: row for key, row in known.items() if row}


async def test_whatever_changes_is_counted_and_also_for_drafts_that_resemble_it(
    two: Storage,
) -> None:
    async def versions() -> list[int]:
        async with two.reading() as tx:
            return [(await tx.articles.existing(number)).version for number in (1, 2)]

    before = await versions()
    async with two.writing() as tx:
        await an_altered(tx, 2, breaking=True)
    assert await versions() == [before[0], before[1] + 1]
    async with two.writing() as tx:
        await an_altered(tx, 1, state=ArticleState.DISCARDED, resembles=None)
    assert await versions() == [before[0] + 1, before[1] + 2]


OF_ARTICLES: dict[str, tuple[Deed, dict[str, Any]]] = {
    "a section": (
        lambda tx: an_altered(tx, 1, section_id=VIINA),
        {"section_id": VIINA},
    ),
    "a state": (
        lambda tx: an_altered(tx, 1, state=ArticleState.DISCARDED),
        {"state": "discarded"},
    ),
    "what it resembles": (lambda tx: an_altered(tx, 1, resembles=None), {"resembles": None}),
    "its release": (
        lambda tx: a_release(tx, 1, breaking=True, by=OLENA, now=LATER, paid=True),
        {
            "state": "published",
            "breaking": True,
            "paid": True,
            "released_at": LATER,
            "released_by": OLENA,
            "resembles": None,
        },
    ),
    "its retraction": (
        lambda tx: an_altered(tx, 1, state=ArticleState.RETRACTED, retracted_at=LATER),
        {"state": "retracted", "retracted_at": LATER},
    ),
    "the archive": (
        lambda tx: an_altered(
            tx, 1, state=ArticleState.ARCHIVED, released_at=LATER, resembles=None
        ),
        {"state": "archived", "released_at": LATER, "resembles": None},
    ),
    "proof": (lambda tx: tx.articles.prove(1, 2), {"proved": 2}),
}


@pytest.mark.slow
@pytest.mark.parametrize(("deed", "changed"), OF_ARTICLES.values(), ids=OF_ARTICLES)
async def test_a_step_for_an_article_leaves_the_other_as_it_is(
    two: Storage, deed: Deed, changed: dict[str, Any]
) -> None:
    assert but_for_versions(await changes(two, deed)) == {("article", 1): changed}


async def test_an_older_revision_that_is_taken_late_proves_nothing(two: Storage) -> None:
    async with two.writing() as tx:
        await tx.articles.prove(1, 2)
    assert await changes(two, lambda tx: tx.articles.prove(1, 1)) == {}


async def test_a_revision_keeps_what_was_before_it(two: Storage) -> None:
    words = a_content("Перша новина, доповнена", link="https://example.com/1")

    async def revise(tx: Transaction) -> None:
        old = await tx.articles.existing(1)
        await a_revision(tx, old, words, section_id=VIINA, by=OLENA, now=LATER, marked=True)

    found = but_for_versions(await changes(two, revise))
    assert found.keys() == {("article", 1), ("revision", (1, 2))}
    article, revision = found["article", 1], found["revision", (1, 2)]
    assert (article["revision"], article["section_id"]) == (2, VIINA)
    assert (article["corrected_at"], article["marked_at"]) == (LATER, LATER)
    assert article["link"] == "https://example.com/1"
    assert {"headline_key", "link_key", "fingerprint", "content"} <= article.keys()
    assert (revision["section_id"], revision["made_at"], revision["made_by"]) == (
        VIINA,
        LATER,
        OLENA,
    )
    assert revision["marked_at"] == LATER
    async with two.reading() as tx:
        first, _ = await tx.articles.revisions(1)
        assert first.content.headline == "Перша новина"
        assert [each.number for each in await tx.articles.revisions(1)] == [1, 2]
        assert [each.number for each in await tx.articles.revisions(2)] == [1]


async def test_a_mark_stays_where_a_later_correction_makes_none(two: Storage) -> None:
    async def revise(tx: Transaction, at: Any, *, marked: bool) -> None:
        old = await tx.articles.existing(1)
        words = a_content(f"Новина о {at:%H:%M}")
        await a_revision(tx, old, words, section_id=SVIT, by=OLENA, now=at, marked=marked)

    await changes(two, lambda tx: revise(tx, LATER, marked=True))
    await changes(two, lambda tx: revise(tx, LATER + HOUR, marked=False))
    async with two.reading() as tx:
        article = await tx.articles.existing(1)
    assert (article.marked_at, article.corrected_at) == (LATER, LATER + HOUR)


async def test_a_drafts_other_words_make_no_revision(two: Storage) -> None:
    async def rewrite(tx: Transaction) -> None:
        old = await tx.articles.existing(1)
        await tx.articles.rewrite(old.rewrite(a_content("Інші слова"), ["lead"]))

    found = but_for_versions(await changes(two, rewrite))
    assert found.keys() == {("article", 1), ("revision", (1, 1))}
    assert found["article", 1]["warnings"] == ["lead"]
    assert found["revision", (1, 1)]["content"]["headline"] == "Інші слова"


async def test_of_articles_with_the_same_words_the_newest_counts_and_one_taken_back_last(
    storage: Storage,
) -> None:
    words = a_content()
    ids = [await a_draft(storage) for _ in range(4)]
    of_that_time = await a_draft(storage, "Зовсім інша новина")
    async with storage.writing() as tx:

        async def same() -> int | None:
            found = await tx.articles.same_page(words)
            return found.id if found else None

        assert await same() == ids[3]
        await an_altered(tx, ids[3], state=ArticleState.MERGED)
        assert await same() == ids[2]
        await an_altered(tx, ids[2], state=ArticleState.RETRACTED, retracted_at=NOON)
        assert await same() == ids[1]
        await an_altered(tx, ids[1], state=ArticleState.DISCARDED)
        assert await same() == ids[1]
        alike = [each.id for each in await tx.articles.alike(words)]
        assert alike == [ids[0], of_that_time, ids[2]]


# --- what the desk is in the middle of --------------------------------------------------------


async def test_a_paste_waits_for_its_own_parts_alone(storage: Storage) -> None:
    async def keep(tx: Transaction, chat_id: int, number: int, seconds: int) -> bool:
        at = NOON + timedelta(seconds=seconds)
        return await tx.desk.keep_part(
            chat_id, number, f"{chat_id} {number}", at=NOON, complete_at=at
        )

    async with storage.writing() as tx:
        assert await keep(tx, IHOR, 2, 1)
        assert await keep(tx, IHOR, 1, 3)
        assert await keep(tx, OLENA, 1, 2)
        assert not await keep(tx, IHOR, 2, 9)
        assert complete(await tx.desk.open_pastes(), NOON + timedelta(seconds=2)) == [OLENA]
        assert sorted(complete(await tx.desk.open_pastes(), NOON + timedelta(seconds=3))) == [
            OLENA,
            IHOR,
        ]
        assert [text for text, _ in await tx.desk.take_parts(IHOR)] == [
            f"{IHOR} 1",
            f"{IHOR} 2",
        ]
        assert await tx.desk.take_parts(IHOR) == []
        assert len(await tx.desk.take_parts(OLENA)) == 1


async def test_pages_are_taken_in_hand_the_oldest_first_and_one_at_a_time(
    storage: Storage,
) -> None:
    async with storage.writing() as tx:
        for n in range(3):
            await tx.desk.await_page(
                IHOR, f"https://a.example/{n}", article_id=None, asked_at=NOON, now=NOON
            )
        first = await tx.desk.take_awaited_pages(NOON, LATER, 2)
        assert [(page.url, page.tries) for page in first] == [
            ("https://a.example/0", 1),
            ("https://a.example/1", 1),
        ]
        assert is_due(await tx.desk.next_awaited_page(), NOON)
        (last,) = await tx.desk.take_awaited_pages(NOON, LATER, 2)
        assert last.url == "https://a.example/2"
        assert not is_due(await tx.desk.next_awaited_page(), NOON)
        assert is_due(await tx.desk.next_awaited_page(), LATER)
        assert await tx.desk.page_came(first[0].id)
        assert not await tx.desk.page_came(first[0].id)
        again = await tx.desk.take_awaited_pages(LATER, LATER + HOUR, 9)
        assert [(page.id, page.tries) for page in again] == [(first[1].id, 2), (last.id, 2)]


@on_postgresql
async def test_no_more_is_taken_in_hand_than_was_asked_for_however_it_is_looked_for(
    storage: Storage,
) -> None:
    """A plain subquery would be run once for each row that there is."""
    async with storage.writing() as tx:
        for n in range(3):
            url = f"https://a.example/{n}"
            await tx.desk.await_page(IHOR, url, article_id=None, asked_at=NOON, now=NOON)
            await tx.feeds.ask_for(url, HOUR, IHOR, NOON)
    async with storage.writing() as tx:
        for way in ("hashagg", "hashjoin", "material", "mergejoin", "sort"):
            await tx.desk._connection.execute(text(f"SET LOCAL enable_{way} = off"))  # noqa: SLF001
        assert len(await tx.desk.take_awaited_pages(NOON, LATER, 2)) == 2
        assert len(await tx.feeds.take_due(NOON, LATER, 2)) == 2


async def test_an_answer_ends_the_question_of_its_own_chat(storage: Storage) -> None:
    article_id = await a_draft(storage)
    link = Question(IHOR, Asked.LINK, article_id)
    async with storage.writing() as tx:
        await tx.questions.ask(link, NOON)
        await tx.questions.ask(Question(OLENA, Asked.FEED), NOON)
        assert await tx.questions.about_article(article_id) == [link]
    assert await changes(storage, lambda tx: tx.questions.stands_in(OLENA, 7)) == {
        ("question", OLENA): {"message_id": 7}
    }
    assert await changes(storage, lambda tx: tx.questions.stands_in(OLENA, 8)) == {}
    assert await changes(storage, lambda tx: tx.questions.close(IHOR)) == {
        ("question", IHOR): {"gone": True}
    }


async def test_an_update_that_is_done_is_done_alone_and_forgotten_late(storage: Storage) -> None:
    async with storage.writing() as tx:
        for number, at in ((5, NOON), (6, NOON), (4, LATER)):
            await tx.inbox.keep([KeptUpdate({"update_id": number, "text": "…"}, at)], at)
        await tx.inbox.hold([4, 5, 6], "we", LATER)
    found = await changes(storage, lambda tx: tx.inbox.done([5], "we"))
    assert found == {("inbox", 5): {"done": True, "body": {}, "holder": None, "held_until": None}}
    async with storage.writing() as tx:
        await tx.inbox.done([4], "we")
        assert not await tx.inbox.keep([KeptUpdate({"update_id": 5}, NOON)], NOON)
    assert await changes(storage, lambda tx: tx.inbox.forget(LATER, NOON)) == {
        ("inbox", 5): {"gone": True}
    }


# --- pace -------------------------------------------------------------------------------------


async def next_at(storage: Storage, deed: Deed, chat_id: int = TARAS) -> Any:
    found = await changes(storage, deed)
    assert found.keys() <= {("chat_pace", chat_id)}
    return found.get(("chat_pace", chat_id), {}).get("next_at")


@pytest.mark.slow
async def test_a_longer_rest_of_a_chat_is_never_cut_short_and_is_its_own(
    storage: Storage,
) -> None:
    async with storage.writing() as tx:
        await tx.pace.rest({TARAS: LATER, IHOR: LATER})
    assert await next_at(storage, lambda tx: tx.pace.rest({TARAS: NOON})) is None
    later = LATER + MINUTE
    assert await next_at(storage, lambda tx: tx.pace.rest({TARAS: later})) == later
    assert await next_at(storage, lambda tx: tx.pace.rest({})) is None


async def test_a_longer_hold_of_a_chat_is_never_cut_short_and_is_its_own(
    storage: Storage,
) -> None:
    async with storage.writing() as tx:
        for chat_id in (TARAS, IHOR):
            await tx.pace.occupy([(chat_id, NOON, MINUTE)])
    held = await changes(storage, lambda tx: tx.pace.hold_chat(TARAS, LATER))
    assert held == {("chat_pace", TARAS): {"held_until": LATER}}
    assert await changes(storage, lambda tx: tx.pace.hold_chat(TARAS, NOON)) == {}
    longer = await changes(storage, lambda tx: tx.pace.hold_chat(TARAS, LATER + HOUR))
    assert longer == {("chat_pace", TARAS): {"held_until": LATER + HOUR}}


async def test_gaps_add_up_for_their_own_chat(storage: Storage) -> None:
    async with storage.writing() as tx:
        await tx.pace.occupy([(chat_id, NOON, GAP) for chat_id in (TARAS, IHOR, IHOR)])
        assert await tx.pace.rests([TARAS, IHOR]) == {TARAS: NOON + GAP, IHOR: NOON + 2 * GAP}
        assert await tx.pace.rests([OLENA]) == {}

    async def reply(tx: Transaction, at: datetime) -> None:
        await tx.pace.occupy([(TARAS, at, GAP)])

    assert await next_at(storage, lambda tx: reply(tx, NOON)) == NOON + 2 * GAP
    assert await next_at(storage, lambda tx: reply(tx, NOON + HOUR)) == NOON + HOUR + GAP


async def test_a_settled_send_frees_its_own_channel(storage: Storage) -> None:
    async with storage.writing() as tx:
        for chat_id, row_id in ((CHANNEL, 5), (OTHER, 6)):
            await tx.pace.make_busy(chat_id, row_id, NOON)
    found = await changes(storage, lambda tx: tx.pace.settle(5))
    assert found == {("chat_pace", CHANNEL): {"busy_with": None}}
    busy = await changes(storage, lambda tx: tx.pace.make_busy(OTHER, 7, LATER))
    assert busy == {("chat_pace", OTHER): {"busy_with": 7}}


@pytest.mark.slow
async def test_a_longer_halt_of_the_token_is_never_cut_short(storage: Storage) -> None:
    rate = Rate(30)

    async def hold(tx: Transaction, until: Any, now: Any) -> Sequence[Rate]:
        return await tx.pace.hold_token(until, [rate], now)

    await changes(storage, lambda tx: hold(tx, NOON + HOUR, NOON))
    assert await changes(storage, lambda tx: hold(tx, LATER, NOON)) == {}
    longer = await changes(storage, lambda tx: hold(tx, NOON + 2 * HOUR, NOON))
    assert longer == {
        ("token_pace", "token"): {
            "next_at": NOON + 2 * HOUR,
            "halted_until": NOON + 2 * HOUR,
        }
    }
    async with storage.writing() as tx:
        slots = await tx.pace.take_slots(1, rate, NOON)
        assert slots.first == NOON + 2 * HOUR
        assert slots.halted_until == NOON + 2 * HOUR
        assert slots.rate.per_second < 30
        (fallen,) = await hold(tx, NOON + 4 * HOUR, NOON + 3 * HOUR)
        assert fallen.per_second < slots.rate.per_second


# --- paid broadcasts --------------------------------------------------------------------------


async def test_the_end_of_a_paid_broadcast_is_its_own(storage: Storage) -> None:
    await a_reader(storage)
    for headline in ("Перша", "Друга"):
        article_id = await a_published_article(storage, headline)
        async with storage.writing() as tx:
            await a_release(tx, article_id, breaking=True, paid=True, by=IHOR, now=NOON)
            await tx.ledger.start_fan_out(article_id, SVIT, Lane.PAID)
    async with storage.reading() as seen:
        assert await seen.broadcasts.owed([1]) == 1
        assert await seen.broadcasts.owed([1, 2]) == 2
    found = await changes(storage, lambda tx: tx.broadcasts.end(1, said("no Stars")))
    assert found == {
        ("article", 1): {"unpaid_because": "refused", "unpaid_words": "no Stars"},
        ("fan_out", 1): {"lane": Lane.BREAKING_READER},
    }
    assert await changes(storage, lambda tx: tx.broadcasts.end(1, said("again"))) == {}


async def test_a_paid_story_lets_its_own_waiting_readers_go_for_free(storage: Storage) -> None:
    paid = {"lane": Lane.PAID, "audience": "reader", "lease_until": None}
    due, doubt, *_ = await put(
        storage,
        paid | {"chat_id": 1},
        paid | {"chat_id": 2, "state": "unknown"},
        paid | {"chat_id": 3, "state": "shown"},
        paid | {"chat_id": 4, "lane": Lane.READER},
        paid | {"chat_id": 5, "subject_id": 2, "not_before": NOON - DAY},
        paid | {"chat_id": 6, "kind": "notice"},
    )
    async with storage.reading() as tx:
        assert await tx.broadcasts.next_story(NOON) == 2
        assert await tx.broadcasts.owed([2]) == 1
    found = await changes(storage, lambda tx: tx.broadcasts.release(1, 10))
    free = {"lane": Lane.BREAKING_READER}
    assert found == {("delivery", due): free, ("delivery", doubt): free}
