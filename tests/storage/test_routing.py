"""Who gets an article: the rule in SQL is the rule in Python."""

import random
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select, update

from bot.delivery.fan_out import FanOut
from bot.domain.delivery import Audience, Lane
from bot.domain.quiet_hours import QuietHours
from bot.domain.reading_times import (
    CAPS,
    LANGUAGES,
    PACES,
    QUIET,
    TICK,
    ReadingTimes,
    after_change,
    after_digest,
)
from bot.domain.routing import Choices, Pace, Standing, wants
from bot.domain.section import FIRST_SECTIONS
from bot.domain.topics import (
    Topic,
    author_topic,
    matter_of,
    section_topic,
    tag_topic,
    word_topic,
)
from storage.schema import delivery, reader
from storage.storage import Storage
from tests.builders import POLITYKA, SVIT, a_draft, a_release
from tests.clock import NOON, Clock
from tests.newsroom import LANGUAGE
from tests.tables import change, values

MINUTE = timedelta(minutes=1)
WORDS = ("Харків", "міст", "НАТО", "зернова угода", "новий міст", "energy")
BODIES = (
    "У Харкові відкрили новий міст.",
    "Про зернову угоду говорили в НАТО.",
    "Нового мосту не буде, сказав міністр.",
    "Energy prices fell. Зерно дорожчає, угоди немає.",
)
TAGS, AUTHORS = ("Енергетика", "Чорне море"), ("Олена Коваль", "Ігор Сич")
TOPICS = (
    *(word_topic(word, LANGUAGE.asked) for word in WORDS),
    *map(tag_topic, TAGS),
    *map(author_topic, AUTHORS),
    section_topic(FIRST_SECTIONS[0]),
)
DAYS = timedelta(days=2)
ZONES = [
    ZoneInfo(name)
    for name in ("Europe/Kyiv", "Europe/Lisbon", "America/New_York", "Australia/Sydney")
]
# When clocks are set forward and back in these zones.
CHANGES = [
    datetime(2026, month, day, hour, tzinfo=UTC)
    for month, day, hour in (
        (3, 8, 7),
        (3, 29, 1),
        (4, 4, 16),
        (10, 3, 16),
        (10, 25, 1),
        (11, 1, 6),
    )
]


def a_choice(dice: random.Random, count: int) -> dict[Topic, bool]:
    """Topics with whether they are muted."""
    return {topic: dice.random() < 0.25 for topic in dice.sample(TOPICS, count)}


Known = dict[int, tuple[Choices, Standing]]


def a_standing(dice: random.Random, now: datetime) -> tuple[Standing, ReadingTimes]:
    """What somebody's times came to in the days before, with another's before those, or none."""
    old, new = some_times(dice), some_times(dice)
    digest = now - dice.random() * DAYS
    paused = dice.choice((*[None] * 12, now, now + MINUTE, now + DAYS))
    moments = after_digest(old, Standing(paused_until=paused), digest)
    moments = after_change(new, moments, digest + dice.random() * (now - digest))
    capped = dice.choice((*[None] * 9, now - MINUTE, now, now + MINUTE))
    return replace(moments.standing, capped_from=capped), new


def some_times(dice: random.Random) -> ReadingTimes:
    return ReadingTimes(
        dice.choice(ZONES),
        dice.choice((*[Pace.INSTANT] * 6, *PACES)),
        tuple(sorted(dice.sample(range(0, 1440, 30), dice.randint(1, 2)))),
        dice.choice((None, None, 0, 6)),
        dice.choice((*[None] * 3, *QUIET, QuietHours(90, 210))),
        dice.choice(CAPS),
        dice.choice((*[None] * 3, *LANGUAGES)),
    )


async def an_audience(storage: Storage, dice: random.Random, now: datetime) -> Known:
    known: Known = {}
    async with storage.writing() as tx:
        for chat_id in range(1, 81):
            await tx.people.join({chat_id: "uk"}, NOON)
            sections = dice.sample([SVIT, POLITYKA], dice.randint(0, 2))
            await tx.people.follow([(chat_id, section_id) for section_id in sections], on=True)
            chosen = a_choice(dice, dice.randint(0, 4))
            for topic, mutes in chosen.items():
                row = await tx.topics.known(topic)
                await tx.topics.choose(chat_id, row.id, mutes=mutes)
            named = [section_topic(s) for s in FIRST_SECTIONS if s.id in sections]
            standing, times = a_standing(dice, now)
            known[chat_id] = (
                Choices(
                    frozenset(named) | {topic for topic, mutes in chosen.items() if not mutes},
                    frozenset(topic for topic, mutes in chosen.items() if mutes),
                    times.reads,
                    breaking_only=times.pace is Pace.BREAKING,
                ),
                standing,
            )
    for chat_id, (choices, standing) in known.items():
        pace = Pace.BREAKING if choices.breaking_only else Pace.INSTANT
        set_ = {
            "pace": pace,
            "reads": choices.reads,
            "holds_from": standing.holds_from,
            "capped_from": standing.capped_from,
            "cut_at": standing.cut_at,
            "paused_until": standing.paused_until,
        }
        await change(storage, update(reader).where(reader.c.chat_id == chat_id).values(**set_))
    return known


@pytest.mark.parametrize("seed", range(4))
async def test_the_rule_in_sql_is_the_rule_in_python(
    storage: Storage, clock: Clock, seed: int
) -> None:
    dice = random.Random(seed)  # noqa: S311
    now = dice.choice(CHANGES) + dice.uniform(-1, 1) * DAYS
    audience = await an_audience(storage, dice, now)
    for number in range(4):
        breaking = dice.random() < 0.3
        language = dice.choice((None, "uk", "en"))
        article_id = await a_draft(
            storage,
            f"Новина {number}",
            section_id=dice.choice((SVIT, POLITYKA)),
            body=tuple(dice.sample(BODIES, dice.randint(0, 2))),
            tags=tuple(dice.sample(TAGS, dice.randint(0, 1))),
            author=dice.choice((None, "Олена Коваль", "Ігор Сич та Олена Коваль")),
            language=language,
        )
        async with storage.writing() as tx:
            await a_release(tx, article_id, by=1, now=now, breaking=breaking)
            article = await tx.articles.existing(article_id)
            assert article.section
            lane = Lane.BREAKING_READER if breaking else Lane.READER
            await tx.ledger.start_fan_out(article_id, article.section.id, lane)
        fan_out = FanOut(storage, clock, LANGUAGE.said, chunk=7)
        while await fan_out.write_chunk():
            pass
        got = values(
            storage,
            select(delivery.c.chat_id).where(
                delivery.c.subject_id == article_id, delivery.c.audience == Audience.READER
            ),
        )
        matter = matter_of(article, LANGUAGE.said)
        meant = {
            chat_id
            for chat_id, (choices, standing) in audience.items()
            if wants(choices, matter, language=language, breaking=breaking).wanted
            and standing.comes_at_once(now, breaking=breaking)
        }
        assert set(got) == meant
        assert len(got) == len(meant)


@given(st.randoms(use_true_random=False))
def test_what_comes_in_quiet_hours_waits_whatever_clocks_are_set_to(dice: random.Random) -> None:
    """Until the next digest, by the wall's own clock."""
    quiet = dice.choice([hours for hours in (*QUIET, QuietHours(90, 210)) if hours])
    times = replace(some_times(dice), pace=Pace.INSTANT, quiet=quiet)
    digest = dice.choice(CHANGES) + dice.uniform(-1, 1) * DAYS
    moments = after_digest(times, Standing(), digest)
    assert moments.next_at
    at = digest + dice.random() * (moments.next_at - digest - TICK)
    assert moments.standing.waits(at, breaking=False) is quiet.is_quiet(at, times.zone)
