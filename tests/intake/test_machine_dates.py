"""Dates as pages' data write them mean the moment that the site means."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from bot.intake.dates import DateDoubt
from bot.intake.machine_dates import machine_moment

KYIV = ZoneInfo("Europe/Kyiv")
IN_KYIV = "2026-05-10T15:25:00+03:00"


@pytest.mark.parametrize(
    "written",
    [
        "2026-05-10T15:25:00+03:00",
        "2026-05-10T15:25:00+0300",
        "2026-05-10T15:25+03",
        "2026-05-10T12:25:00Z",
        "2026-05-10T12:25:00.000Z",
        "2026-05-10T12:25:00.0000000Z",
        "2026-05-10 12:25:00Z",
        "2026-05-10T15:25:00",
        "2026-05-10 15:25",
        " 2026-05-10\t15:25:00 ",
        "20260510T152500",
        "20260510152500",
        "Sun, 10 May 2026 12:25:00 GMT",
        "Sun, 10 May 2026 15:25:00 +0300",
        "Sun May 10 2026 15:25:00 GMT+0300 (Eastern European Summer Time)",
        "1778415900",
        "1778415900000",
        "10.05.2026 15:25",
        "10 травня 2026, 15:25",
        "May 10, 2026 8:25 AM ET",
        "May 10, 2026 8:25 AM EDT",
        "10 May 2026, 13:25 BST",
        "10.05.2026, 14:25 (CEST)",
    ],
)
def test_a_moment(written: str) -> None:
    assert machine_moment(written, KYIV) == (datetime.fromisoformat(IN_KYIV), None)


@pytest.mark.parametrize("written", ["2026-05-10", "20260510", "10.05.2026", "May 10, 2026"])
def test_a_day(written: str) -> None:
    midnight = datetime.fromisoformat("2026-05-10T00:00:00+03:00")
    assert machine_moment(written, KYIV) == (midnight, DateDoubt.TIMELESS)


@pytest.mark.parametrize(
    "written",
    [
        "2026-13-40",
        "2026-05-10T25:61:00",
        "0001-01-01T00:00:00",
        "1970-01-01T00:00:00Z",
        "-0001-11-30T00:00:00",
        "Invalid date",
        "{{ date }}",
        "null",
        "9" * 5_000,
    ],
)
def test_what_is_no_date_is_none(written: str) -> None:
    at, trouble = machine_moment(written, KYIV)
    assert at is None
    assert trouble is DateDoubt.IMPOSSIBLE


def test_nothing_is_no_trouble() -> None:
    assert machine_moment("  ", KYIV) == (None, None)


def test_a_zone_that_nobody_knows_is_said() -> None:
    moment = datetime.fromisoformat(IN_KYIV)
    assert machine_moment("10 May 2026 15:25 XYZ", KYIV) == (moment, DateDoubt.ZONELESS)
