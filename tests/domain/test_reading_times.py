"""When a reader wants news, over changes of the clock, and what that comes to in moments."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.errors import RefusedError
from bot.domain.quiet_hours import QuietHours, moment_of
from bot.domain.reading_times import (
    CITIES,
    MORNING,
    TICK,
    Moments,
    ReadingTimes,
    after_change,
    after_digest,
    check_minute,
    read_quiet,
    read_zone,
    zone_named,
)
from bot.domain.routing import Pace, Standing

KYIV, HOUR, DAY = ZoneInfo("Europe/Kyiv"), timedelta(hours=1), timedelta(days=1)
NIGHT = QuietHours(22 * 60, 7 * 60)


def kyiv(day: int, hour: int, minute: int = 0, *, month: int = 11) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=KYIV).astimezone(UTC)


def digests(*at: int, day: int | None = None) -> ReadingTimes:
    return ReadingTimes(KYIV, Pace.DIGEST, at or (MORNING,), day)


@pytest.mark.parametrize(
    ("times", "after", "slot"),
    [
        (ReadingTimes(KYIV), kyiv(10, 9), None),
        (ReadingTimes(KYIV, Pace.BREAKING), kyiv(10, 9), None),
        (ReadingTimes(KYIV, Pace.BREAKING, cap=5), kyiv(10, 9), None),
        (ReadingTimes(KYIV, Pace.BREAKING, cap=5, quiet=NIGHT), kyiv(10, 9), kyiv(11, 7)),
        (digests(), kyiv(10, 7, 59), kyiv(10, 8)),
        (digests(), kyiv(10, 8), kyiv(11, 8)),
        (digests(480, 1200), kyiv(10, 9), kyiv(10, 20)),
        (digests(480, day=0), kyiv(10, 9), kyiv(16, 8)),  # the 10th is a Tuesday
        (digests(480, day=1), kyiv(10, 8), kyiv(17, 8)),
        (ReadingTimes(KYIV, quiet=NIGHT), kyiv(10, 9), kyiv(11, 7)),
        (ReadingTimes(KYIV, Pace.BREAKING, quiet=NIGHT), kyiv(10, 3), kyiv(10, 7)),
        (ReadingTimes(KYIV, cap=5), kyiv(10, 9), kyiv(10, 20)),
        (ReadingTimes(KYIV, cap=5, quiet=NIGHT), kyiv(10, 9), kyiv(10, 20)),
        (ReadingTimes(KYIV, cap=5, quiet=QuietHours(1080, 420)), kyiv(10, 9), kyiv(11, 7)),
        (ReadingTimes(KYIV, Pace.DIGEST, (1380,), quiet=NIGHT), kyiv(10, 9), kyiv(10, 23)),
    ],
)
def test_the_next_digest(times: ReadingTimes, after: datetime, slot: datetime | None) -> None:
    assert times.next_slot(after) == slot


@pytest.mark.parametrize(
    ("times", "now", "start"),
    [
        (ReadingTimes(KYIV), kyiv(10, 9), None),
        (ReadingTimes(KYIV, cap=5), kyiv(10, 9), None),
        (digests(), kyiv(10, 9), kyiv(10, 9)),
        (ReadingTimes(KYIV, quiet=NIGHT), kyiv(10, 9), kyiv(10, 22)),
        (ReadingTimes(KYIV, quiet=NIGHT), kyiv(10, 23), kyiv(10, 23)),
        (ReadingTimes(KYIV, quiet=NIGHT), kyiv(10, 7), kyiv(10, 22)),
    ],
)
def test_from_when_on_news_wait(
    times: ReadingTimes, now: datetime, start: datetime | None
) -> None:
    assert times.holds_from(now) == start


def test_a_slot_that_a_change_leaves_out_comes_as_long_after_it() -> None:
    spring = date(2027, 3, 28)
    assert moment_of(spring, 3 * 60 + 30, KYIV) == datetime(2027, 3, 28, 1, 30, tzinfo=UTC)


def test_an_hour_that_comes_twice_belongs_to_the_quiet_hours_as_they_began() -> None:
    """From the first 01:30 to 03:30, three hours: the second 01:00 ends nothing."""
    quiet, zone = QuietHours(90, 210), ZoneInfo("America/New_York")
    night = datetime(2026, 11, 1, tzinfo=UTC)
    quarters = [night + timedelta(minutes=15 * number) for number in range(4 * 12)]
    assert [at for at in quarters if quiet.is_quiet(at, zone)] == quarters[22:34]
    times = ReadingTimes(zone, quiet=quiet)
    assert all(times.holds_from(at) == max(at, quarters[22]) for at in quarters[:34])


@given(
    st.sampled_from([ZoneInfo(name) for name in CITIES]),
    st.integers(0, 1439),
    st.integers(0, 700 * 24 * 60),
)
def test_each_day_has_each_slot_once(zone: ZoneInfo, minute: int, start: int) -> None:
    times = ReadingTimes(zone, Pace.DIGEST, (minute,))
    at = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=start)
    days = []
    for _ in range(12):
        following = times.next_slot(at)
        assert following
        assert timedelta() < following - at <= DAY + HOUR + HOUR
        at = following
        days.append(at.astimezone(zone).date())
    assert all(later - earlier == DAY for earlier, later in pairwise(days))


# --- moments ---


def test_after_a_digest_a_new_count_begins() -> None:
    times = ReadingTimes(KYIV, cap=5, quiet=NIGHT)
    now = kyiv(10, 20)
    old = Standing(kyiv(9, 22), kyiv(10, 15), kyiv(10, 7), kyiv(12, 0))
    assert after_digest(times, old, now) == Moments(
        Standing(kyiv(10, 22), None, now, kyiv(12, 0)), 5, kyiv(11, 7)
    )
    over = after_digest(times, Standing(paused_until=now), now)
    assert over.standing.paused_until is None


def test_a_change_keeps_what_waits_or_sends_it() -> None:
    noon = kyiv(10, 12)
    at_once, nightly = ReadingTimes(KYIV), ReadingTimes(KYIV, quiet=NIGHT)
    morning = after_change(digests(), Moments(), noon)
    assert (morning.standing.holds_from, morning.next_at) == (noon + TICK, kyiv(11, 8))
    later = noon + HOUR
    evening = after_change(digests(1200), morning, later)
    assert (evening.standing.holds_from, evening.next_at) == (noon + TICK, kyiv(10, 20))
    for times in (at_once, nightly):
        flushed = after_change(times, morning, later)
        assert (flushed.standing.holds_from, flushed.next_at) == (noon + TICK, later)
    quiet = after_change(nightly, Moments(), noon)
    assert (quiet.standing.holds_from, quiet.next_at) == (kyiv(10, 22), kyiv(11, 7))
    assert after_change(at_once, quiet, later) == Moments()


def test_who_has_had_enough_and_wants_more_gets_the_rest_at_once() -> None:
    now = kyiv(10, 12)
    capped = Moments(Standing(capped_from=now - HOUR, cut_at=now - DAY), 0, kyiv(10, 20))
    more = after_change(ReadingTimes(KYIV, cap=20), capped, now)
    assert (more.standing, more.next_at) == (capped.standing, now)
    digest = after_change(digests(1200), capped, now)
    assert digest.standing == Standing(now + TICK, now - HOUR, now - DAY)
    assert digest.next_at == kyiv(10, 20)


def test_a_change_does_not_say_that_anything_was_dealt_with() -> None:
    """What goes out this minute may not have come to this reader yet."""
    cut = kyiv(10, 7)
    changed = after_change(digests(), Moments(Standing(cut_at=cut)), kyiv(10, 12))
    assert changed.standing.cut_at == cut


# --- what is typed ---


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("Europe/Paris", "Europe/Paris"),
        ("america/argentina/buenos aires", "America/Argentina/Buenos_Aires"),
    ],
)
def test_a_zone_is_typed(typed: str, name: str) -> None:
    assert zone_named(typed) == name


@pytest.mark.parametrize("typed", ["Марс", "../etc/passwd", "utc", "", "Europe/Atlantis", "/x"])
def test_what_is_no_zone_is_none(typed: str) -> None:
    assert zone_named(typed) is None


def test_every_city_is_a_zone_and_a_lost_one_is_the_newsrooms() -> None:
    assert [zone_named(name) for name in CITIES] == list(CITIES)
    assert read_zone("Europe/Atlantis", KYIV) is KYIV
    assert read_zone(None, KYIV) is KYIV
    assert read_zone("Asia/Tokyo", KYIV) == ZoneInfo("Asia/Tokyo")


def test_quiet_hours_are_typed() -> None:
    assert read_quiet("23:30–6:45") == QuietHours(1410, 405)
    for typed in (" 22-7 ", "з 22 до 7", "Тихі години: 22:00 – 07:00", "from 22 to 7"):
        assert read_quiet(typed) == NIGHT, typed
    assert read_quiet("Київ") is None
    for typed in ("25-7", "22:70-7", "7-7"):
        with pytest.raises(RefusedError, match="hours_invalid"):
            read_quiet(typed)


@pytest.mark.parametrize("minute", [-1, 1440])
def test_a_minute_that_no_day_has_is_refused(minute: int) -> None:
    assert check_minute(1439) == 1439
    with pytest.raises(RefusedError, match="hours_invalid"):
        check_minute(minute)
