"""Every statement that storage makes is understood by PostgreSQL too."""

import inspect
import re
from dataclasses import dataclass, replace
from datetime import UTC, timedelta
from functools import cached_property
from pathlib import Path
from typing import Any, cast

import pytest
from sqlalchemy import false, literal, make_url, select
from sqlalchemy.dialects import sqlite
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.schema import CreateIndex, CreateTable

from bot.domain.article import Article, Reading, Related
from bot.domain.article_forms import Form
from bot.domain.channel import Channel, ChannelState
from bot.domain.channel_words import ChannelWords
from bot.domain.deed_log import About, Did, Subject, deed
from bot.domain.delivery import Audience, Kind, Lane, Partial, Retry, Shown, State, Unknown
from bot.domain.digest import Digest
from bot.domain.duties import Duty
from bot.domain.errors import RefusedError
from bot.domain.feeds import Category, FeedFault, FeedState
from bot.domain.filters import WrittenFilter
from bot.domain.formatted import Formatted
from bot.domain.forum import REST, Thread, ThreadState
from bot.domain.letter import AnswerPart, Letter, LetterKind, Written
from bot.domain.notices import CopyLeft
from bot.domain.outside_look import Look, Seen, Target
from bot.domain.own_words import Attached, Typed
from bot.domain.people import BotIdentity, ReaderState, Role
from bot.domain.picture import Layout, Picture
from bot.domain.question_kinds import Asked, Question
from bot.domain.quiet_hours import QuietHours
from bot.domain.rate import Rate, Tariff
from bot.domain.reading_times import Moments, ReadingTimes
from bot.domain.reasons import Reason, ReasonCode
from bot.domain.round_up import RoundUpRule
from bot.domain.routing import Pace, Standing
from bot.domain.search_terms import Entry, Match
from bot.domain.second_look import Wish
from bot.domain.shelves import ArchiveName, Shelf
from bot.domain.topics import Matter, Topic, TopicKind
from bot.domain.update_facts import KeptUpdate
from storage import statements
from storage.claims import AFTER_PAID, BEFORE_PAID, Lanes
from storage.engine import open_engine
from storage.entry_maker import EntryMaker
from storage.imports import NewArticle
from storage.inbox import Hands
from storage.pace import Halt
from storage.schema import channel, metadata
from storage.storage import Snapshot, Transaction
from storage.transaction import Part
from tests.builders import (
    CHANNEL,
    IHOR,
    POLITYKA,
    SVIT,
    TARAS,
    VIINA,
    a_content,
    a_section,
    address_of,
    an_editor,
    said,
)
from tests.clock import NOON

POSTGRES = make_url("postgresql+asyncpg://").get_dialect()()
LATER = NOON + timedelta(hours=1)
MINUTE = timedelta(minutes=1)


@pytest.fixture
def database(sqlite_file: Path) -> Path:
    """SQLite's own: PostgreSQL has no file."""
    return sqlite_file


class Watched:
    """A store whose methods are written down when they are called."""

    def __init__(self, store: Any, called: set[str]) -> None:
        self._store = store
        self._called = called

    def __getattr__(self, name: str) -> Any:
        self._called.add(f"{type(self._store).__name__}.{name}")
        return getattr(self._store, name)


def parts_of(tx: Snapshot) -> dict[str, Any]:
    return {
        name: getattr(tx, name)
        for kind in type(tx).__mro__
        for name, part in vars(kind).items()
        if isinstance(part, Part | cached_property)
    }


def watched(tx: Transaction, called: set[str]) -> Any:
    seen = Transaction(cast("AsyncConnection", None))
    vars(seen).update({name: Watched(store, called) for name, store in parts_of(tx).items()})
    return seen


def methods_of(tx: Transaction) -> set[str]:
    return {
        f"{type(store).__name__}.{name}"
        for store in parts_of(tx).values()
        for name, _ in inspect.getmembers(type(store), inspect.isfunction)
        if not name.startswith("_")
    }


async def use_articles(tx: Any) -> None:
    drafts = [
        await tx.articles.add_draft(
            a_content(link="https://example.com/1"),
            section_id=SVIT,
            warnings=["no_link"],
            resembles=None,
            by=IHOR,
            now=NOON,
        )
        for _ in range(2)
    ]
    article = await tx.articles.get(drafts[0])
    await tx.articles.existing(drafts[0], lock=True)
    await tx.articles.same_page(article.content)
    await tx.articles.public_at("example.org/news/7")
    await tx.articles.alike(article.content)
    await tx.articles.save(article)
    await tx.articles.rewrite(article.rewrite(article.content, []))
    await tx.articles.drafts(10)
    article = article.publish(NOON, breaking=True)
    await tx.articles.publish(article, by=IHOR)
    article = article.revise(article.content, LATER, marked=True)
    await tx.articles.revise(article, by=IHOR, now=LATER)
    await tx.articles.revisions(1)
    await tx.articles.prove(1, 1)
    await tx.amendments.of(1, IHOR)
    await tx.amendments.base(1, 1)
    await tx.archive.published(SVIT, 10, 0)
    await use_archive(tx)
    await tx.cards.card(article.id)
    await tx.cards.status(article.id)
    await tx.totals.progress(article.id)


async def use_archive(tx: Any) -> None:
    span = (NOON, LATER)
    name = ArchiveName(1, Topic(TopicKind.TAG, "порт", "порт"), 1)
    for shelf in (Shelf(), Shelf(a_section()), Shelf(name=name)):
        await tx.archive.page(shelf, 8, (NOON, 1), newer=True, span=span)
        await tx.archive.has(shelf, (NOON, 1), newer=False, span=span)
        await tx.archive.nearest(shelf, span, first=True)
        await tx.archive.has_any(shelf, [span, span])
        await tx.archive.count(shelf, 10, span)
    await tx.archive.place(1)
    tagged = await tx.articles.get(1)
    tagged = replace(tagged, content=a_content(tags=("Порт", "Море"), author="Олена Коваль"))
    await tx.archive_names.put([tagged])
    await tx.archive_names.put([replace(tagged, content=a_content(tags=("Порт",)))])
    await tx.archive_names.get(1)
    await tx.archive_names.of(1)
    await tx.archive_names.most(TopicKind.TAG, 20, 0)
    await tx.archive_names.count(TopicKind.TAG)
    await tx.archive_names.spelled([name.topic])


async def use_round_ups(tx: Any) -> None:
    rule = RoundUpRule(3, 10)
    await tx.channels.save(CHANNEL, "Світ", None, ChannelState.ACTIVE)
    await tx.channels.set_round_up(CHANNEL, rule)
    known = Channel(CHANNEL, "Світ", None, ChannelState.ACTIVE, round_up=rule)
    await tx.round_ups.place(known, 1, NOON)
    at_once = Channel(CHANNEL, "Світ", None, ChannelState.ACTIVE, round_up=RoundUpRule(0, 10))
    number = await tx.round_ups.place(at_once, 1, NOON)
    await tx.publishing.owe_round_up(number, known, NOON)
    await tx.publishing.change_round_ups(1, NOON, chat_id=CHANNEL)
    await tx.ledger.replay_round_up(number, NOON)
    await tx.round_ups.is_owed(number)
    await tx.round_ups.get(number)
    await tx.round_ups.articles(number)
    await tx.round_ups.at(CHANNEL, 1)
    await tx.round_ups.post_of(1, CHANNEL)
    await tx.round_ups.change(1)
    await tx.round_ups.carry_on(number, 0, NOON)
    await tx.channels.set_pinned_hours(CHANNEL, 3)
    await tx.ledger.unpin_due(NOON)
    await tx.ledger.next_unpinning()
    await tx.round_ups.move_chat(CHANNEL, CHANNEL)


async def use_forums(tx: Any) -> None:
    await tx.channels.save(CHANNEL, "Форум", None, ChannelState.ACTIVE)
    await tx.forums.set_forum(CHANNEL, is_forum=True)
    await tx.forums.keep(CHANNEL, Thread(5, "Світ"))
    await tx.forums.choose(CHANNEL, REST, 5)
    await tx.forums.choose(CHANNEL, SVIT, 5)
    await tx.forums.refuse(CHANNEL, 5, ThreadState.CLOSED)
    await tx.forums.open_closed(CHANNEL)
    await tx.forums.threads(CHANNEL)
    known = await tx.channels.get(CHANNEL)
    await tx.forums.place(known, 5)
    await tx.round_ups.post_of(1, CHANNEL, 5)
    await tx.ledger.post_in(1, CHANNEL, 5)
    rounding = replace(known, round_up=RoundUpRule(3, 10))
    await tx.round_ups.place(rounding, 1, NOON, SVIT)


async def use_schedule(tx: Any) -> None:
    await tx.ledger.post_in(1, CHANNEL)
    await tx.schedule.queue(8)
    await tx.schedule.spaced(NOON, 8)
    await tx.schedule.count_spaced(NOON)
    await tx.schedule.count()
    await tx.schedule.times(10)
    await tx.channels.last_posts()
    await tx.schedule.count_before(NOON, 1)
    await tx.schedule.bound_for(1, [1, 2])
    await tx.schedule.of([1, 2])
    await tx.schedule.next_at()
    await tx.schedule.due(NOON, 8)


async def use_health(tx: Any) -> None:
    await tx.health.queue(NOON)
    await tx.health.readers_waiting()
    await tx.health.in_doubt()
    await tx.health.faulty()
    await tx.health.refused()
    await tx.health.given_up(NOON, LATER, [CHANNEL])
    await tx.health.is_heard(TARAS)
    await tx.health.kept()
    await tx.health.silent(NOON, LATER)
    await tx.health.halted_until(NOON)
    await tx.health.worry("queue", NOON)
    await tx.health.worries()
    await tx.health.calm({"queue"})


async def use_topics(tx: Any) -> None:
    word = await tx.topics.known(Topic(TopicKind.WORD, "харків", "Харків"))
    await tx.topics.get(word.id)
    await tx.topics.find(word)
    await tx.topics.choose(TARAS, word.id, mutes=True)
    await tx.topics.chosen([TARAS])
    await tx.topics.words_after(0, 10)
    await tx.topics.renew(word, Topic(TopicKind.WORD, "харковий", "Харків"))
    (word,) = await tx.topics.words_after(0, 10)
    old = await tx.topics.known(Topic(TopicKind.WORD, "харкова", "Харків"))
    await tx.topics.renew(old, word)
    named = frozenset([Topic(TopicKind.TAG, "мости", "Мости")])
    await tx.topics.candidates(Matter(named, ((frozenset(["харків"]),),)))
    await tx.topics.note(1, [word], "uk")
    await tx.topics.are_noted(1)
    await tx.topics.of_article(1)
    await tx.ledger.fan_out(1, NOON)
    await tx.topics.drop(TARAS, word.id)
    await tx.topics.tidy()


async def use_digests(tx: Any) -> None:
    times = ReadingTimes(UTC, Pace.DIGEST)
    await tx.digests.set_times(TARAS, times, "Europe/Lisbon")
    moments = Moments(Standing(), 1, NOON)
    await tx.digests.set_moments(TARAS, moments)
    await tx.ledger.quiet_ends(TARAS, NOON, NOON)
    await tx.digests.times(TARAS, UTC)
    await tx.digests.zone_name(TARAS)
    await tx.digests.next_at()
    await tx.digests.not_noted()
    await tx.digests.notable([1, 2])
    await tx.digests.candidates(NOON, LATER)
    ((reader, _),) = await tx.digests.due(NOON, await tx.digests.due_ids(NOON, 10, [7]), UTC)
    made = Digest(0, NOON.replace(tzinfo=None), (1,))
    await tx.digests.owe({"key": made}, {"key": [reader.chat_id]}, NOON)
    await tx.digests.move({reader.id: moments})
    await tx.digests.articles(await tx.digests.digest(1))
    await tx.ledger.mark_changed(Kind.DIGEST, await tx.digests.change(1, NOON), NOON)
    await tx.digests.tidy(LATER)


async def use_statistics(tx: Any) -> None:
    await tx.statistics.note_size(CHANNEL, 5, NOON)
    await tx.statistics.note_reactions(CHANNEL, 5, 7, NOON)
    await tx.statistics.releases(NOON, LATER)
    await tx.statistics.changed(NOON, LATER)
    await tx.statistics.posts(NOON, LATER)
    await tx.statistics.posts_of([1], [CHANNEL])
    await tx.statistics.readers()
    await tx.statistics.followers()
    await tx.statistics.note_followers({SVIT: 3}, NOON)
    await tx.statistics.followers_before(NOON)
    await tx.statistics.followers_are_counted(NOON)
    await tx.statistics.some_readers(300)
    await tx.statistics.joined(NOON)
    await tx.statistics.left(NOON)
    await tx.statistics.sizes(NOON)
    await tx.statistics.reactions(NOON)
    await tx.statistics.counted_on(NOON)
    await tx.statistics.headlines([1])


async def use_audience(tx: Any) -> None:
    await tx.sections.all()
    await tx.sections.taken_over()
    await tx.sections.get(SVIT)
    await tx.sections.named("Світ")
    await tx.sections.add("Одеса", "🗞")
    await tx.sections.rename(SVIT, "Планета")
    await tx.sections.outdate_drafts(SVIT)
    await tx.sections.hide(SVIT, on=True)
    await tx.sections.hidden()
    await tx.sections.set_emoji(SVIT, "🪐")
    await tx.sections.set_hashtag(SVIT, "#Планета")
    await tx.sections.move(SVIT, 2)
    await tx.sections.uses(SVIT)
    await tx.sections.following_both(SVIT, POLITYKA)
    await tx.sections.merge(VIINA, POLITYKA)
    await tx.channels.save(CHANNEL, "Світ", None, ChannelState.ACTIVE)
    await tx.channels.set_spacing(CHANNEL, 10)
    await tx.channels.take_turn(CHANNEL, NOON, at_once=False)
    await tx.channels.set_left(CHANNEL, NOON)
    await tx.channels.left_at(CHANNEL)
    await tx.channels.set_state(CHANNEL, ChannelState.ACTIVE)
    await tx.channels.route(CHANNEL, SVIT, on=True)
    await tx.channels.get(CHANNEL)
    await tx.channels.all()
    await tx.channels.of_section(SVIT)
    await tx.channels.saw_message(CHANNEL, 5)
    await tx.channels.last_message_id(CHANNEL)
    await tx.channels.set_pins(CHANNEL, on=True)
    await tx.channels.set_template(CHANNEL, "brief")
    await tx.channel_words.set(1, CHANNEL, ChannelWords(headline="Інакше"))
    await tx.channel_words.of(1)
    await tx.channel_words.move_chat(CHANNEL, CHANNEL)
    await tx.ledger.mark_post_changed(1, CHANNEL, NOON)
    await tx.channels.set_quiet(CHANNEL, QuietHours(0, 360))
    await tx.channels.set_layout(CHANNEL, Layout.PHOTO)
    await tx.channels.quiet_hours(CHANNEL)
    await tx.channels.offer(CHANNEL, TARAS, NOON)
    await tx.channels.announce(CHANNEL, 1, NOON)
    await tx.channels.announcements(CHANNEL, NOON)
    await tx.channels.offers_announced(NOON, TARAS)
    await tx.channels.move_chat(CHANNEL, CHANNEL - 1)
    await tx.channels.route(CHANNEL - 1, SVIT, on=False)


async def use_files(tx: Any) -> None:
    sent = Typed(90, Formatted(""), NOON, attached=(Attached("telegram:voice:1"),))
    await tx.desk.keep_file(IHOR, sent, "album")
    await tx.desk.belongs(IHOR, 90, 1)
    await tx.desk.begins_album(IHOR, 90, "album")
    await tx.desk.article_of(IHOR, 90)
    await tx.desk.message(IHOR, 90)
    await tx.desk.keep_part(IHOR, 88, "Початок.", at=NOON, complete_at=NOON)
    await tx.desk.belongs(IHOR, 88, 1)
    await tx.desk.text_before(IHOR, 90, NOON)
    await tx.desk.article_of_group(IHOR, "album")


async def use_desk(tx: Any) -> None:
    await tx.desk.keep_part(IHOR, 1, "…", at=NOON, complete_at=LATER)
    await tx.desk.open_pastes()
    await tx.desk.parts(IHOR)
    await tx.desk.waiting(IHOR)
    await tx.desk.told_of_retraction(1)
    await tx.people.why_not(1, NOON)
    await tx.desk.message(IHOR, 1)
    done = deed(Did.PUBLISHED, Subject(About.ARTICLE, 1), by=an_editor(), at=NOON)
    await tx.deeds.add(done)
    await tx.deeds.page(0, article_id=1)
    await tx.deeds.page(0, by=an_editor())
    await tx.deeds.newest(5)
    await tx.desk.take_parts(IHOR)
    await tx.desk.forget_parts(LATER)
    await tx.desk.await_page(IHOR, "https://a.example", article_id=1, asked_at=NOON, now=NOON)
    await tx.desk.next_awaited_page()
    for page in await tx.desk.take_awaited_pages(NOON, LATER, 5):
        await tx.desk.page_came(page.id)
    await tx.questions.ask(Question(IHOR, Asked.LINK, 1), NOON)
    await tx.questions.stands_in(IHOR, 5)
    await tx.questions.saw(IHOR, 7)
    await tx.questions.of(IHOR)
    await tx.questions.of_late(IHOR, NOON)
    await tx.questions.forget_letters(NOON)
    await tx.questions.about_article(1)
    await tx.questions.about_feed(1)
    await tx.questions.close(IHOR)
    await tx.desk.notice(await tx.desk.add_notice(CopyLeft("Світ"), NOON))
    await tx.desk.change_part(IHOR, 1, "текст")
    await tx.desk.note_file(IHOR, 2, NOON)
    await use_files(tx)
    await tx.inbox.keep([KeptUpdate({"update_id": 1}, NOON)], NOON)
    await tx.inbox.is_left(NOON)
    await tx.inbox.newest()
    await tx.inbox.claim(Hands(1, 1, {TARAS: 1}, 1), "we", NOON, MINUTE)
    await tx.inbox.hold([1], "we", NOON)
    await tx.inbox.renew([1], "we", NOON)
    await tx.inbox.forgive([1], "we")
    await tx.inbox.begin_again(1, "we")
    await tx.inbox.put_back([1], "we")
    await tx.inbox.take_from_dead(NOON)
    await tx.inbox.set_aside(1, NOON)
    await tx.inbox.aside()
    await tx.inbox.done([1], "we")
    await tx.inbox.forget(LATER, LATER)
    await tx.inbox.heard(NOON)
    await tx.inbox.heard_at()


async def use_what_is_open(tx: Any) -> None:
    await tx.sections.need_second(SVIT, on=True)
    await tx.sections.needing_second()
    await tx.sections.need_second(SVIT, on=False)
    await tx.wishes.keep(1, Wish(IHOR, "Ігор", breaking=False, of=""), NOON)
    await tx.wishes.of(1)
    await tx.wishes.by(IHOR)
    await tx.wishes.wanted()
    await tx.wishes.told(1, 1)
    await tx.wishes.told_by(1)
    await tx.wishes.lapse(1)
    await tx.wishes.drop(1)
    await tx.questions.begin_form(IHOR, 1, Form.FIELDS)
    await tx.questions.open_form(IHOR, 1, Form.FIELDS, 5)
    await tx.questions.close_form(IHOR, 5)
    await tx.questions.close_forms(1, Form.OUTLETS)


async def use_people(tx: Any) -> None:
    await tx.people.set_own_sections(IHOR, [SVIT])
    await tx.ledger.mark_chat_changed(Kind.CARD, IHOR, NOON)
    await tx.people.join({TARAS: "uk"}, NOON)
    await tx.people.reader(TARAS)
    await tx.people.known([TARAS, IHOR])
    await tx.people.set_reader_state(TARAS, ReaderState.ACTIVE)
    await tx.people.set_language(TARAS, "en")
    await tx.people.set_paged(TARAS, on=True)
    await tx.people.set_thread(TARAS, None)
    await tx.people.thread_of(TARAS)
    await tx.people.move_group(TARAS, TARAS)
    await tx.people.follow([(TARAS, SVIT)], on=True)
    await tx.people.count_followers(SVIT)
    await tx.people.follow([(TARAS, SVIT)], on=False)
    await tx.people.save_editor(an_editor(), NOON)
    await tx.people.editor(IHOR)
    await tx.people.editors()
    await tx.people.owners()
    await tx.people.invite("token", Role.EDITOR, IHOR, LATER)
    await tx.people.invitation("token")
    await tx.people.use_invitation("token", TARAS)
    await tx.people.dismiss(IHOR)


async def use_pictures(tx: Any) -> None:
    await tx.pictures.keep("https://a.example/1.jpg", Picture("file", "unique"), NOON)
    await tx.pictures.refuse("https://a.example/2.jpg", "site_broken", {}, NOON)
    await tx.pictures.known(["https://a.example/1.jpg"], NOON)
    await tx.pictures.codes(["https://a.example/2.jpg"])
    await tx.pictures.senders(1, "https://a.example/1.jpg")
    await tx.pictures.refuse_unless_had("https://a.example/2.jpg", "picture_gone", {}, NOON)
    target = Target("https://a.example/2.jpg", is_picture=True)
    await tx.looks.ask(1, [target], NOON)
    await tx.looks.next_at()
    await tx.looks.take(NOON, LATER, 4)
    await tx.looks.found(Look(target, NOON, Seen("site_status", {"status": 404})))
    await tx.looks.seen([target.url])
    await tx.looks.forget(LATER)
    await tx.pictures.give_up(["unique"], "picture_refused", NOON)
    await tx.pictures.forget(["unique"])
    await tx.pictures.forget_old(NOON, 5)
    await tx.pictures.begin_upload("https://a.example/1.jpg", "")
    await tx.pictures.end_upload("https://a.example/1.jpg", "")
    for all_rows in (True, False):
        await tx.pictures.drop_uploads_of_dead(all_rows=all_rows)


async def use_hands(tx: Any) -> None:
    ledger = tx.ledger
    await ledger.enqueue(
        Kind.ARTICLE, 1, [CHANNEL], audience=Audience.CHANNEL, lane=Lane.CHANNEL, now=NOON
    )
    await ledger.article_in(CHANNEL, 5)
    await ledger.is_undecided(1)
    await ledger.give_back_unseen("one", {1})
    await ledger.chats_of([1])
    await ledger.post_at(CHANNEL, 5)
    await ledger.files_of_old_posts(1, NOON)
    await ledger.note_edit(1, "0" * 16)
    await ledger.note_by_hand(1, changed=True)
    await ledger.restore(1, NOON)
    await tx.ledger.catch_up(CHANNEL, NOON)
    await tx.ledger.correct_again(CHANNEL, NOON)


async def use_ledger(tx: Any) -> None:
    ledger = tx.ledger
    await ledger.enqueue(
        Kind.ARTICLE, 1, [CHANNEL], audience=Audience.CHANNEL, lane=Lane.CHANNEL, now=NOON
    )
    await ledger.enqueue_again(Kind.CARD, 1, IHOR, NOON)
    await ledger.mark_changed(Kind.CARD, 1, NOON)
    await ledger.told_of_in(IHOR, 5)
    await ledger.pictures_in_channels(1)
    await ledger.kept_distance({1})
    await ledger.mark_cards_changed(1, NOON)
    await ledger.message_of(Kind.CARD, 1, IHOR)
    await ledger.start_fan_out(1, SVIT, Lane.READER)
    await ledger.open_fan_outs()
    await tx.people.join({TARAS: "uk"}, NOON)
    await tx.people.follow([(TARAS, SVIT)], on=True)
    await ledger.start_fan_out(2, SVIT, Lane.READER)
    await ledger.fan_out(2, NOON)
    await ledger.has_due(NOON)
    await ledger.next_due(NOON)
    row = (await ledger.claim(10, NOON, MINUTE))[0]
    await ledger.renew([row.id], LATER)
    await ledger.note_send(row.id, 1, NOON, after=0)
    await ledger.held([row.id], ["one"])
    await ledger.give_back(LATER, MINUTE)
    await ledger.record_shown([(row, Shown(5, 1))], NOON)
    await ledger.enqueue_pin(row, NOON)
    await ledger.record_pin_settled(row, NOON)
    await ledger.record_retry(row, Retry(LATER, said("no connection"), may_arrive_until=LATER))
    await ledger.record_unknown(row, Unknown(LATER, said("timeout")))
    await ledger.record_undecided(row, said("protected"))
    partial = Partial((5, 6), ("unique",), Reason(ReasonCode.ALBUM_PARTIAL))
    await ledger.record_partial(row, partial, NOON)
    await ledger.record_cleared(row, Reason(ReasonCode.DELETED), NOON)
    await ledger.record_due(row.id, NOON)
    await ledger.record_end(row, State.SKIPPED, said("nothing is owed any more"))
    await ledger.record_failure(row, said("rejected"), NOON)
    await ledger.record_set_aside(row, said("not written down"))
    await ledger.skip_chat(TARAS, said("stopped"))
    await ledger.move_chat(CHANNEL, CHANNEL - 1)
    await ledger.find(row.id)
    await ledger.others_there(row)
    await ledger.settle_unknown(row, there=True, now=NOON)
    await ledger.is_open()
    await ledger.skip_unsent(Kind.ARTICLE, 1, said("retracted"))
    await ledger.stop_article(1, said("rejected"))
    await ledger.would_replay(1)
    await ledger.replay(1, NOON)
    await ledger.tell_receivers(1, 1, NOON)
    await ledger.enqueue_withdrawals(NOON, article_id=1, chat_id=CHANNEL)
    await ledger.would_withdraw(1)
    await ledger.record_taken_away(row.id)
    await ledger.end_fan_out(1)


async def use_retention(tx: Any) -> None:
    """Тарас was shown the article of `use_ledger`, and nobody has touched it for long."""
    owed = [await tx.ledger.find(number) for number in range(1, 10)]
    (his,) = (row for row in owed if row and row.audience is Audience.READER)
    await tx.ledger.record_shown([(his, Shown(6, 1))], NOON)
    await tx.retention.old_articles(LATER)
    assert await tx.retention.roll_up(2, LATER, 10) == 1
    await tx.retention.forget_desk(LATER, 10)
    await tx.retention.forget_notices(LATER, 10)
    await tx.retention.fold_chat(TARAS)


async def use_letters(tx: Any) -> None:
    written = Written(TARAS, 5, LetterKind.TEXT, "Вітаю")
    number = await tx.letters.add(written, 1, NOON)
    await tx.letters.get(number)
    await tx.letters.sent_as(TARAS, 5)
    whole = await tx.letters.of_album(TARAS, "1")
    await tx.letters.add_part(whole or Letter(number, TARAS, 5, 1, None), 6)
    await tx.letters.talk_at(TARAS, 6)
    for signed in (True, False):
        await tx.letters.newest_of(TARAS, signed=signed)
    await tx.letters.of(TARAS)
    await tx.letters.written_since(TARAS, NOON)
    await tx.letters.begin_answer(number, CHANNEL, 8)
    await tx.letters.answered(CHANNEL, 8, 9)
    part = AnswerPart(CHANNEL, 10, "1", {"type": "photo", "media": "A"}, "Олена")
    await tx.letters.add_to_answer(number, part, NOON)
    await tx.letters.begin_album(CHANNEL, "1", LATER)
    await tx.letters.put_off(CHANNEL, "1", LATER)
    await tx.letters.albums_due(LATER)
    await tx.letters.next_album_at()
    await tx.letters.answered_by_album(CHANNEL, "1")
    for on in (True, False):
        await tx.letters.block(TARAS, NOON, on=on)
    await tx.letters.is_blocked(TARAS)
    await tx.letters.forget(LATER)


async def use_saved(tx: Any) -> None:
    for on in (True, False):
        await tx.saved.keep(TARAS, 1, NOON, on=on)
    await tx.saved.has(TARAS, 1)
    await tx.saved.count(TARAS)
    await tx.saved.ids(TARAS, 10, 0)


async def use_personal(tx: Any) -> None:
    await tx.personal.of(TARAS)
    await tx.personal.rested(NOON, 10)
    await tx.personal.forget_pace([TARAS], NOON)
    await tx.personal.forget(TARAS, of_desk=True)
    await tx.personal.forget(TARAS, of_desk=False)


async def use_broadcasts(tx: Any) -> None:
    await tx.broadcasts.next_story(NOON)
    await tx.broadcasts.owed({1, 2})
    await tx.broadcasts.end(1, said("not enough Stars"))
    await tx.broadcasts.release(1, 10)
    for lanes in (BEFORE_PAID, AFTER_PAID, Lanes(paid=(1,))):
        await tx.ledger.claim(10, NOON, MINUTE, lanes)


async def use_origins(tx: Any) -> None:
    await tx.origins.take("site", "12", NOON)
    await tx.origins.put("site", "12", 1, now=NOON, revision=2, digest="d")
    await tx.origins.find("site", "12")
    await tx.origins.known("site", ["12"])
    await tx.origins.see("site", {"13": None}, NOON)
    await tx.origins.of_article(1)
    await tx.origins.withdraw("site", "12")
    await tx.origins.repoint(1, 1)
    await tx.stories.candidates(a_content(link="https://example.com/1"), NOON)
    await tx.stories.meant_by([Related("Світ", "Порт", None, None)], but=1)
    await tx.stories.meant_by([Related("Світ", "Порт", None, None)], but=1, before=NOON)
    await tx.stories.related(await tx.articles.existing(1))
    await tx.totals.posts(1)
    await tx.totals.report_under_way(1, IHOR)
    await tx.totals.channels(1)
    content = a_content("Архів", link="https://example.com/2")
    await tx.imports.known([content])
    await tx.imports.add([NewArticle(Reading(content), a_section(), NOON)], NOON)


def described(_: Article) -> Entry:
    return Entry(("wпорт",), frozenset(("z", "aпорт")))


async def use_search(tx: Any) -> None:
    await tx.search.clear()
    match = Match((frozenset({"aпорт"}),))
    await tx.search.begin("pymorphy3 1")
    await tx.search.state()
    await tx.search.put(await tx.archive.public_after(0, 5))
    await tx.search.put(await tx.archive.those([1, 2]))
    await tx.search.reached(None)
    await tx.search.merge(5)
    await tx.search.newest(match, 5, days=(NOON, LATER))
    await tx.search.among([1], match, 5, days=(NOON, LATER))
    await tx.search.count(match, 5)
    await tx.search.known(["порт"])
    await tx.search.posts([1])
    await tx.search.words(await tx.search.keep(TARAS, "порт", NOON, 5), TARAS)
    await tx.search.typed_in(5, TARAS)
    await tx.search.forget(NOON)


async def use_subscriptions(tx: Any) -> None:
    feed = await tx.feeds.ask_for("https://a.example/rss", MINUTE, IHOR, NOON)
    await tx.feeds.feed(feed.id, lock=True)
    await tx.feeds.at("https://a.example/rss")
    await tx.feeds.change(feed.id, state=FeedState.ACTIVE)
    await tx.feeds.set_categories(feed.id, [Category("Спорт", SVIT)])
    await tx.feeds.set_filter(feed.id, WrittenFilter(("Харків",), ("гороскоп",)))
    await tx.feeds.connected()
    await tx.feeds.next_poll()
    assert await tx.feeds.take_due(NOON, LATER, 8)
    await tx.feeds.first_heard(feed.id, NOON)
    await tx.feeds.heard(feed.id, LATER, etag='"1"')
    await tx.feeds.failed(feed, FeedFault("site_status", {"status": 410}), LATER, breaks=True)
    assert await tx.feeds.move(feed.id, "https://b.example/rss")
    await tx.feeds.remove(feed.id)
    await tx.feeds.forget_undecided(LATER)


async def use_identity(tx: Any) -> None:
    await tx.identity.write(BotIdentity(1, "bot"), NOON)
    await tx.identity.known()
    await tx.identity.holdings()
    await tx.identity.let_readers_go()
    await tx.identity.articles_with_readers()
    await tx.identity.forget_private_messages(NOON)
    await tx.identity.forget_pace()


async def use_pace(tx: Any) -> None:
    await tx.pace.taken_until(Tariff.FREE, NOON)
    await tx.pace.take_slots(3, Rate(29), NOON)
    await tx.pace.hold_token(LATER, [Rate(29)], NOON)
    await tx.pace.await_probe(Halt(LATER, TARAS, LATER))
    await tx.pace.halt(NOON)
    await tx.pace.is_held(TARAS, NOON)
    await tx.pace.lift(NOON)
    await tx.time.see(NOON)
    await tx.time.last_seen()
    await tx.time.set_back(MINUTE, NOON)
    await tx.pace.occupy([(TARAS, NOON, MINUTE)])
    await tx.pace.rests([TARAS])
    await tx.pace.free_from(CHANNEL, NOON)
    await tx.pace.rest({TARAS: LATER})
    await tx.pace.rest({})
    await tx.pace.hold_chat(TARAS, LATER)
    await tx.pace.make_busy(CHANNEL, 1, NOON)
    await tx.pace.settle(1)


async def use_publishing(tx: Transaction) -> None:
    draft_id = await tx.articles.add_draft(
        a_content(headline="Ще одна"), section_id=1, warnings=(), resembles=None, by=IHOR, now=NOON
    )
    draft = await tx.articles.existing(draft_id)
    published = draft.publish(NOON)
    await tx.publishing.publish(published, by=IHOR, now=NOON)
    revised = published.revise(a_content(), LATER, marked=True)
    await tx.publishing.revise(revised, by=None, now=LATER)
    await tx.publishing.make_up(CHANNEL, NOON, LATER)
    await tx.ledger.owe_again(CHANNEL)
    await tx.ledger.fail_unsent(CHANNEL)
    await tx.ledger.owe_missed(IHOR, NOON, LATER)
    await tx.publishing.retract(revised.retract(LATER), LATER)


async def use_restored(tx: Transaction) -> None:
    number = await tx.articles.add_draft(
        a_content(), section_id=1, warnings=(), resembles=None, by=IHOR, now=LATER
    )
    await tx.restored.begin(NOON, NOON)
    assert await tx.restored.may_be_out(await tx.articles.existing(number), NOON)
    new = replace(await tx.articles.existing(number), content=a_content(published_at=LATER))
    assert not await tx.restored.may_be_out(new, NOON)
    await tx.restored.doubt_posts(number)
    await tx.restored.move_chat(CHANNEL, CHANNEL - 1)


async def use_processes(tx: Any) -> None:
    await tx.processes.time()
    await tx.processes.alive()
    await tx.processes.join("one", "machine", MINUTE)
    await tx.processes.renew("one", MINUTE)
    await tx.processes.lead("one", Duty)
    await tx.processes.resign("one")
    await tx.processes.has_dead("one")
    await tx.processes.bury("one")
    await tx.processes.cut_off(MINUTE)
    await tx.processes.leave(["one"])


async def use_reach(tx: Any) -> None:
    await tx.reach.note(TARAS, [1])
    assert await tx.reach.in_a_row() == 1
    await tx.reach.in_hand()
    await tx.reach.stop_all(1, NOON)
    await tx.reach.take_back(said("chat not found"), NOON)
    await tx.reach.go_on()
    await tx.reach.stop()
    await tx.reach.reached()
    await tx.reach.let_off()
    notice_id = await tx.desk.add_notice(CopyLeft("Світ"), NOON)
    await tx.desk.latest_notice([CopyLeft], NOON)
    await tx.desk.change_notice(notice_id, CopyLeft("Війна"))


EVERYTHING = (
    use_articles,
    use_statistics,
    use_health,
    use_schedule,
    use_round_ups,
    use_forums,
    use_audience,
    use_desk,
    use_what_is_open,
    use_origins,
    use_search,
    use_subscriptions,
    use_people,
    use_pictures,
    use_ledger,
    use_hands,
    use_retention,
    use_broadcasts,
    use_pace,
    use_publishing,
    use_topics,
    use_digests,
    use_identity,
    use_reach,
    use_processes,
    use_restored,
    use_letters,
    use_saved,
    use_personal,
)


class SpeaksPostgres:
    """A connection to SQLite whose statements are all written for PostgreSQL, and read so first.

    What PostgreSQL's own INSERT … ON CONFLICT is made of, SQLite's compiler understands too: so
    one run proves both.
    """

    dialect = POSTGRES

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection
        self.statements: list[str] = []

    async def execute(self, statement: Any, parameters: Any = None) -> Any:
        return await self._connection.execute(self._read(statement), parameters)

    async def scalar(self, statement: Any, parameters: Any = None) -> Any:
        return await self._connection.scalar(self._read(statement), parameters)

    def _read(self, statement: Any) -> Any:
        """The statement; of what PostgreSQL alone understands, one that finds nothing."""
        assert not isinstance(statement, sqlite.Insert)
        self.statements.append(str(statement.compile(dialect=self.dialect)))
        its_own = any(
            part in self.statements[-1]
            for part in ("@@", "pg_stat_activity", "set_config", "gin_clean_pending_list")
        )
        return select(literal(1)).where(false()) if its_own else statement


@dataclass(frozen=True)
class Run:
    statements: list[str]
    called: set[str]
    expected: set[str]


@pytest.fixture
async def run(database: Path) -> Run:
    """A run of every store, with every statement read as PostgreSQL would."""
    engine = open_engine(address_of(database))
    called: set[str] = set()
    async with engine.begin() as connection:
        postgres = SpeaksPostgres(connection)
        tx = Transaction(cast("AsyncConnection", postgres), EntryMaker(described))
        for use in EVERYTHING:
            await use(watched(tx, called))
    await engine.dispose()
    return Run(postgres.statements, called, methods_of(tx))


async def test_every_method_of_every_store_is_run_here(run: Run) -> None:
    assert len(run.expected) > 80
    assert run.expected - run.called == set()


async def test_every_statement_compiles_for_postgresql(run: Run) -> None:
    assert len(run.statements) > 100
    assert all(run.statements)


async def test_rows_that_others_may_take_are_locked_or_skipped_on_postgresql(run: Run) -> None:
    locked = [statement for statement in run.statements if "FOR UPDATE" in statement]
    tables = ("article", "fan_out", "token_pace", "invitation", "feed")
    for table in tables:
        assert any(f"FROM {table}" in statement for statement in locked), table
    claims = {s for s in locked if "FROM delivery" in s}
    assert len(claims) == 4, "of all lanes, of those before and after the paid one, and of it"
    assert all("FOR UPDATE OF delivery SKIP LOCKED" in claim for claim in claims)


@pytest.mark.parametrize("lock", [False, True])
async def test_what_is_read_to_be_changed_is_locked_and_nothing_else(
    database: Path, *, lock: bool
) -> None:
    engine = open_engine(address_of(database))
    async with engine.begin() as connection:
        postgres = SpeaksPostgres(connection)
        tx = Transaction(cast("AsyncConnection", postgres))
        await tx.feeds.feed(1, lock=lock)
        with pytest.raises(RefusedError):
            await tx.articles.existing(1, lock=lock)
    await engine.dispose()
    assert ["FOR UPDATE" in statement for statement in postgres.statements] == [lock, lock]


async def test_an_upsert_speaks_the_databases_own_dialect(run: Run, database: Path) -> None:
    upserts = [statement for statement in run.statements if "ON CONFLICT" in statement]
    assert len(upserts) > 10
    assert any("$1::" in statement for statement in upserts)  # PostgreSQL's parameters
    engine = open_engine(address_of(database))
    async with engine.connect() as connection:
        here = statements.insert(connection, channel)
    await engine.dispose()
    assert isinstance(here, sqlite.Insert)


def test_the_tables_can_be_made_on_postgresql() -> None:
    for table in metadata.sorted_tables:
        assert str(CreateTable(table).compile(dialect=POSTGRES))
        for index in table.indexes:
            made = str(CreateIndex(index).compile(dialect=POSTGRES))
            if index.name == "ix_delivery_open":
                assert "WHERE state IN ('due', 'unknown')" in made


@pytest.mark.parametrize("part", parts_of(Snapshot(cast("AsyncConnection", None))).values())
def test_what_only_looks_has_no_statement_that_changes_or_locks(part: object) -> None:
    classes = [kind for kind in type(part).__mro__ if kind.__module__.startswith("storage.")]
    source = "".join(map(inspect.getsource, classes))
    assert source
    assert not re.search(r"\b(insert|update|delete|with_for_update)\(", source)
