"""Readers say when they want news, and turn the pages of a digest."""

from datetime import timedelta

import pytest

from bot.domain.archive_buttons import Browse
from bot.domain.buttons import Read
from bot.domain.digest import Digest, digest_key
from bot.domain.reading_buttons import PauseReading, SetReading, ShowReading, TurnDigest
from bot.domain.reading_here import ReadAs
from bot.domain.routing import Pace
from bot.domain.saved_buttons import Save
from bot.rendering.reading_pages import PAUSES
from bot.usecases.reading_settings import NewsTimes
from tests.handlers.clock import NOW
from tests.handlers.house import READER, House
from tests.handlers.test_readers import presses_under


async def times(house: House) -> NewsTimes:
    return await house.reading_settings.of(await house.recognition.person(READER))


async def test_settings_are_one_message_with_buttons_that_change_it_in_place(house: House) -> None:
    await house.write(READER, "/settings")
    assert SetReading("pace", 1) in presses_under(house)
    await house.press(READER, SetReading("pace", 1))
    assert (await times(house)).times.pace is Pace.DIGEST
    assert "20:00" in house.telegram.edits[-1]
    await house.press(READER, ShowReading("hour"))
    for _ in range(2):  # handed over once more after a kill
        await house.press(READER, SetReading("hour", 480))
        assert (await times(house)).times.digest_at == (480, 1200)
    assert SetReading("nohour", 480) in presses_under(house), "the list stays open"
    assert SetReading("hour", 540) in presses_under(house)
    for minute in (480, 480, 1200):
        await house.press(READER, SetReading("nohour", minute))
    assert (await times(house)).times.digest_at == (1200,), "one is left"
    assert len(house.telegram.said) == 1


@pytest.mark.parametrize(
    ("press", "said"),
    [
        (SetReading("quiet", 1), "22:00–07:00"),
        (SetReading("cap", 2), "5"),
        (SetReading("zone", 7), "Лісабон, зараз"),
        (SetReading("language", 1), "лише українською"),
        (SetReading("pace", 2), "Лише термінові"),
    ],
)
async def test_each_setting_is_set_and_said(house: House, press: SetReading, said: str) -> None:
    await house.press(READER, press)
    assert said in house.telegram.edits[-1]
    await house.write(READER, "/settings")
    assert said in house.telegram.said[-1]


async def test_a_location_sets_the_zone_and_nothing_else_is_done_with_it(house: House) -> None:
    here = {"latitude": 0.0, "longitude": 0.0}
    await house.send(READER, location={**here, "zone": "America/Argentina/Buenos_Aires"})
    assert (await times(house)).zone == "America/Argentina/Buenos_Aires"
    assert "Буенос-Айрес, зараз" in house.telegram.said[0]
    await house.send(READER, location=here)  # of a place that has no zone
    assert "не розумію" in house.telegram.said[1]


async def test_a_reader_sees_all_dates_by_their_own_clock_and_means_its_days(
    house: House,
) -> None:
    article = await house.published(published_at=NOW - timedelta(hours=9), body=("Текст.",))
    for who in ("/start", "/settings New York"):
        await house.write(READER, who)
    assert "06:30" in house.telegram.said[-2]
    own = "9 травня, 23:30"
    for words in ("/latest", "/start", "НАТО до:9.5.2023", "/follow НАТО"):
        await house.write(READER, words)
        assert own in house.telegram.said[-1], words
    await house.write(READER, "НАТО від:вчора до:вчора")
    assert own in house.telegram.said[-1]
    await house.press(READER, Read(article.id))
    assert own in house.telegram.said[-1]
    for press in (ReadAs(article.id, paged=True, revision=1), Browse(0)):
        await house.press(READER, press)
        assert own in house.telegram.edits[-1]
    await house.press(READER, Save(article.id, on=True, revision=1))
    await house.write(READER, "/saved")
    assert own in house.telegram.said[-1]
    await house.write(READER, "НАТО від:10.5.2023")
    assert own not in house.telegram.said[-1]


async def test_whoever_has_stopped_is_told_so_where_times_are_set(house: House) -> None:
    await house.write(READER, "/start")
    await house.write(READER, "/stop")
    await house.write(READER, "/settings 23:00–7:00")
    assert "ви їх зупинили" in house.telegram.said[-1]
    await house.write(READER, "/start")
    await house.write(READER, "/settings")
    assert "ви їх зупинили" not in house.telegram.said[-1]


async def test_a_weekly_digest_and_back(house: House) -> None:
    await house.press(READER, SetReading("pace", 1))
    await house.press(READER, SetReading("day", 4))
    assert "щоп’ятниці" in house.telegram.edits[-1]
    await house.press(READER, SetReading("day", -1))
    assert "щодня" in house.telegram.edits[-1]


@pytest.mark.parametrize("what", ["hour", "day", "quiet", "cap", "zone", "language", "pause"])
async def test_each_list_can_be_left_again(house: House, what: str) -> None:
    await house.press(READER, ShowReading(what))
    assert presses_under(house)[-1] == ShowReading("all")


@pytest.mark.parametrize(
    "press",
    [
        SetReading("pace", 3),
        SetReading("pace", -1),
        SetReading("zone", 99),
        SetReading("day", 7),
        SetReading("hour", 1440),
        SetReading("nohour", -1),
        SetReading("nothing", 0),
    ],
)
async def test_what_nobody_was_offered_changes_nothing(house: House, press: SetReading) -> None:
    before = (await times(house)).times
    await house.press(READER, press)
    assert house.telegram.pop_ups[-1]
    assert (await times(house)).times == before


async def test_a_list_that_there_is_not_is_the_page(house: House) -> None:
    await house.press(READER, ShowReading("nothing"))
    assert SetReading("pace", 0) in presses_under(house)


async def test_zones_and_quiet_hours_are_typed_too(house: House) -> None:
    await house.write(READER, "/settings Europe/Paris")
    await house.write(READER, "/settings 23:30-6:45")
    now = await times(house)
    assert (now.zone, str(now.times.quiet)) == ("Europe/Paris", "23:30–06:45")
    await house.write(READER, "/settings у Харкові")
    now = await times(house)
    assert (now.zone, str(now.times.quiet)) == ("Europe/Kyiv", "23:30–06:45")
    await house.write(READER, "/settings 22:00–7:00")
    await house.write(READER, "/settings 23:30–6:45")
    assert "Київ, зараз" in house.telegram.said[-1]
    await house.write(READER, "/settings Марс")
    assert "Марс" in house.telegram.said[-1]
    for typed in ("25:99", "8", "08:30", "23 30"):
        await house.write(READER, f"/settings {typed}")
        assert f"«{typed}» – не тихі години" in house.telegram.said[-1]
    await house.write(READER, "/settings 25:99–30:00")
    assert "Таких годин не буває" in house.telegram.said[-1]
    assert await times(house) == now


async def test_a_pause_is_typed_or_chosen_and_ended(house: House) -> None:
    await house.write(READER, "/pause")
    assert PauseReading(24) in presses_under(house)
    await house.write(READER, "/pause 3 дні")
    now = await times(house)
    assert now.paused_until == house.app.clock() + timedelta(days=3)
    assert "до" in house.telegram.said[-1]
    await house.press(READER, PauseReading(0))
    assert (await times(house)).paused_until is None
    await house.press(READER, PauseReading(PAUSES[0]))
    assert (await times(house)).paused_until == house.app.clock() + timedelta(hours=8)
    await house.press(READER, PauseReading(5))  # no button of ours
    assert (await times(house)).paused_until is None
    await house.write(READER, "/pause колись")
    assert "колись" in house.telegram.said[-1]


async def test_who_pauses_is_offered_its_end_beside_other_lengths(house: House) -> None:
    await house.write(READER, "/pause")
    assert PauseReading(0) not in presses_under(house)
    await house.write(READER, "/pause 3 дні")
    await house.write(READER, "/pause")
    assert PauseReading(0) in presses_under(house)


async def test_start_ends_a_pause(house: House) -> None:
    await house.write(READER, "/pause тиждень")
    await house.write(READER, "/start")
    assert (await times(house)).paused_until is None


@pytest.mark.slow
async def test_the_pages_of_a_digest_turn_in_place(house: House) -> None:
    numbers = tuple([(await house.published(headline=f"Новина {n}")).id for n in range(22)])
    made = Digest(0, house.app.clock().replace(tzinfo=None), numbers)
    key = digest_key(made.local, numbers)
    async with house.storage.writing() as tx:
        await tx.digests.owe({key: made}, {key: [READER]}, house.app.clock())
    await house.press(READER, TurnDigest(1, 1))
    assert presses_under(house)[0] == TurnDigest(1, 0)
    assert "Новина 21" in house.telegram.edits[-1]
    for page, first in ((-5, "Новина 0"), (99, "Новина 20")):
        await house.press(READER, TurnDigest(1, page))
        assert first in house.telegram.edits[-1]
    await house.press(READER, TurnDigest(404, 0))
    assert "/latest" in (house.telegram.pop_ups[-1] or "")
