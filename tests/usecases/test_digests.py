"""Each article comes once: as it goes out, or in the digest that it waits for."""

import asyncio
import random
from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, insert, select, update
from sqlalchemy.exc import DBAPIError

from bot.delivery.fan_out import FanOut
from bot.domain.article import Image
from bot.domain.delivery import Kind
from bot.domain.errors import RefusedError
from bot.domain.reading_times import CITIES, EVENING, MORNING
from bot.domain.round_up import RoundUpRule
from bot.usecases.digests import Digests
from storage.reader_tables import reader
from storage.schema import delivery, digest, round_up_item
from tests import tables
from tests.builders import CHANNEL, TARAS, a_channel, a_draft, a_reader, an_editor, some_readers
from tests.clock import NOON
from tests.newsroom import LANGUAGE
from tests.tables import rows, values
from tests.usecases.house import KYIV, House

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
ITEM = {"round_up_id": 1, "added_at": NOON, "first": 1, "since": 1}
ZONES = ("Europe/Kyiv", "Europe/London", "America/New_York", "Asia/Tokyo")


async def killed_in_it(digests: Digests, dice: random.Random) -> None:
    """Begin to make digests, and die somewhere in it; or be done before."""
    digests.next_look.at_once()
    making = asyncio.create_task(digests.prepare())
    await asyncio.wait([making], timeout=dice.choice([0.0005, 0.002, 0.005, 0.01]))
    making.cancel()
    await asyncio.wait([making])


def is_due(house: House) -> bool:
    """Whether there is anything to die in."""
    return bool(
        values(house.storage, select(reader.c.id).where(reader.c.next_at <= house.clock()))
    )


async def publish(house: House, headline: str, *, breaking: bool = False) -> int:
    article_id = await a_draft(house.storage, headline)
    await house.publishing.publish(article_id, by=an_editor(), breaking=breaking)
    return article_id


async def fan_out(house: House) -> None:
    writer = FanOut(house.storage, house.clock, LANGUAGE.said)
    while await writer.write_chunk():
        pass


async def prepare(house: House) -> None:
    house.digests.next_look.at_once()
    await house.digests.prepare()


async def each_day(house: House, chat_id: int, zone: str) -> None:
    """Have a digest at eight by the clock of a zone."""
    await change(house, "zone", CITIES.index(zone), chat_id)
    await change(house, "pace", 1, chat_id)
    await change(house, "hour", MORNING, chat_id)
    await change(house, "nohour", EVENING, chat_id)  # the usual one


def digests_of(house: House, chat_id: int) -> list[tuple[datetime, list[int]]]:
    asked = (
        select(digest.c.local, digest.c.articles)
        .join(delivery, delivery.c.subject_id == digest.c.id)
        .where(delivery.c.kind == Kind.DIGEST, delivery.c.chat_id == chat_id)
        .order_by(delivery.c.id)
    )
    return [
        (row.local, [int(each) for each in row.articles.split(",") if each])
        for row in rows(house.storage, asked)
    ]


def received(house: House, chat_id: int) -> Counter[int]:
    """How often each article has come, at once or in a digest."""
    at_once = values(
        house.storage,
        select(delivery.c.subject_id).where(
            delivery.c.kind == Kind.ARTICLE, delivery.c.chat_id == chat_id
        ),
    )
    in_digests = [each for _, articles in digests_of(house, chat_id) for each in articles]
    return Counter(at_once + in_digests)


async def change(house: House, what: str, value: int, chat_id: int = TARAS) -> None:
    person = await house.recognition.person(chat_id)
    await house.reading_settings.set(person, what, value, language_code="uk")


async def taken(house: House, kind: Kind = Kind.ARTICLE) -> list[int]:
    """The subjects of what a claim takes for the reader."""
    async with house.storage.writing() as tx:
        claimed = await tx.ledger.claim(10, house.clock(), timedelta(minutes=5))
    return [row.subject_id for row in claimed if row.chat_id == TARAS and row.kind is kind]


# --- one reader -------------------------------------------------------------------------------


async def test_a_digest_has_what_came_since_it_was_wanted_and_is_made_once(house: House) -> None:
    await a_reader(house.storage)
    early = await publish(house, "Рано")
    await fan_out(house)
    await change(house, "pace", 1)
    house.clock.pass_by(60)
    late = await publish(house, "Пізно")
    await fan_out(house)
    await prepare(house)
    assert digests_of(house, TARAS) == []
    house.clock.pass_by(DAY.total_seconds())
    for _ in range(2):
        await prepare(house)
        ((local, articles),) = digests_of(house, TARAS)
        assert (local.hour, local.minute, articles) == (20, 0, [late])
    assert received(house, TARAS) == {early: 1, late: 1}


async def test_where_nothing_is_new_there_is_no_digest(house: House) -> None:
    await a_reader(house.storage)
    await change(house, "pace", 1)
    for _ in range(3):
        house.clock.pass_by(DAY.total_seconds())
        await prepare(house)
    assert digests_of(house, TARAS) == []


async def test_what_is_not_known_to_be_about_anything_holds_digests_up_for_ten_minutes_alone(
    house: House, caplog: pytest.LogCaptureFixture
) -> None:
    await a_reader(house.storage)
    await change(house, "pace", 1)
    evening = house.clock.now.astimezone(KYIV).replace(hour=20, minute=0, second=0)
    house.clock.now = evening - timedelta(minutes=1)
    early = await publish(house, "Про неї все відомо")
    await fan_out(house)
    odd = await publish(house, "Про неї не скаже ніхто")
    for minutes in (1, 9):
        house.clock.pass_by(60 * minutes)
        await prepare(house)
        assert digests_of(house, TARAS) == []
    house.clock.pass_by(60)
    for _ in range(2):
        await prepare(house)
    ((_, articles),) = digests_of(house, TARAS)
    assert articles == [odd, early]
    assert caplog.text.count(f"digests wait no more for what articles are about: [{odd}]") == 1


async def test_the_most_important_article_comes_first_on_either_database(house: House) -> None:
    await a_reader(house.storage)
    await change(house, "pace", 1)
    house.clock.pass_by(60)
    second = CHANNEL - 1
    for chat_id in (CHANNEL, second):
        await a_channel(house.storage, chat_id)
    image = Image("https://news.example/1.jpg", None)
    plain, liked, pictured, wide = [
        await a_draft(house.storage, name, images=images)
        for name, images in (
            ("Звичайна", ()),
            ("Зачепила", ()),
            ("Зі світлиною", (image,)),
            ("Усюди", ()),
        )
    ]
    for number in (plain, liked, pictured, wide):
        await house.publishing.publish(number, by=an_editor())
        await fan_out(house)
    async with house.storage.writing() as tx:
        for number in (plain, liked, pictured, wide):
            await tx.statistics.note_reactions(CHANNEL, number, 0, house.clock())
        await tx.statistics.note_reactions(CHANNEL, liked, 7, house.clock())
    await tables.change(
        house.storage,
        update(delivery)
        .where(delivery.c.chat_id == CHANNEL)
        .values(message_id=delivery.c.subject_id, state="shown"),
    )
    of_wide = (delivery.c.chat_id == second, delivery.c.subject_id == wide)
    await tables.change(house.storage, update(delivery).where(*of_wide).values(message_id=1))
    house.clock.pass_by(DAY.total_seconds())
    await prepare(house)
    ((_, articles),) = digests_of(house, TARAS)
    assert articles == [wide, liked, pictured, plain]


async def test_a_channel_that_has_an_article_in_a_round_up_counts_once(house: House) -> None:
    await a_channel(house.storage)
    alone, both, inside, gone = [await publish(house, name) for name in ("А", "Б", "В", "Г")]
    async with house.storage.writing() as tx:
        await tx.channels.set_round_up(CHANNEL, RoundUpRule(3, 10))
    rounded = await publish(house, "Ґ")
    await tables.change(
        house.storage,
        insert(round_up_item).values(
            [
                {"article_id": number, "gone": number == gone} | ITEM
                for number in (both, inside, gone)
            ]
        ),
        update(delivery)
        .where(delivery.c.subject_id.in_((alone, both)) | (delivery.c.kind == Kind.ROUND_UP))
        .values(message_id=delivery.c.id),
    )
    async with house.storage.reading() as tx:
        found = await tx.digests.notable([alone, both, inside, gone, rounded])
    assert [each.channels for each in found.values()] == [1, 1, 1, 0, 1]


async def test_what_is_taken_back_is_in_no_digest(house: House) -> None:
    await a_reader(house.storage)
    await change(house, "pace", 1)
    house.clock.pass_by(60)
    gone, there = await publish(house, "Зникне"), await publish(house, "Лишиться")
    await fan_out(house)
    await house.retraction.retract(gone, by=an_editor(), tell=False)
    house.clock.pass_by(DAY.total_seconds())
    await prepare(house)
    ((_, articles),) = digests_of(house, TARAS)
    assert articles == [there]


async def test_a_correction_and_a_retraction_change_todays_digest(house: House) -> None:
    await a_reader(house.storage)
    await change(house, "pace", 1)
    house.clock.pass_by(60)
    number = await publish(house, "Новина")
    await fan_out(house)
    house.clock.pass_by(DAY.total_seconds())
    await prepare(house)
    (row,) = rows(house.storage, select(digest))
    found, articles = await house.digests.digest(row.id)
    assert (found.revision, [each.id for each in articles]) == (1, [number])
    await house.retraction.retract(number, by=an_editor(), tell=False)
    found, articles = await house.digests.digest(row.id)
    assert (found.revision, articles) == (2, [])
    house.clock.pass_by(DAY.total_seconds() * 40)
    await house.digests.tidy()
    with pytest.raises(RefusedError, match="digest_unknown"):
        await house.digests.digest(row.id)
    of_digests = delivery.c.kind == Kind.DIGEST
    assert values(house.storage, select(func.count()).where(of_digests)) == [0]


async def test_quiet_hours_end_with_one_message(house: House) -> None:
    await a_reader(house.storage)  # it is 15:00 in Kyiv
    await change(house, "quiet", 1)
    by_day = await publish(house, "Удень")
    await fan_out(house)
    house.clock.pass_by(8 * 3600)  # 23:00
    by_night = [await publish(house, "Вночі"), await publish(house, "Ще одна", breaking=True)]
    await fan_out(house)
    assert received(house, TARAS) == {by_day: 1}
    house.clock.pass_by(8 * 3600)
    await prepare(house)
    ((local, articles),) = digests_of(house, TARAS)
    assert (local.hour, articles) == (7, by_night[::-1])
    house.clock.pass_by(60)
    morning = await publish(house, "Уранці")
    await fan_out(house)
    assert received(house, TARAS) == dict.fromkeys([by_day, *by_night, morning], 1)


async def test_what_was_owed_before_quiet_hours_and_leaves_late_waits_for_their_end(
    house: House,
) -> None:
    """Behind a hundred thousand others, say: whatever it says, nobody is woken by it."""
    await a_reader(house.storage)  # it is 15:00 in Kyiv
    await change(house, "quiet", 1)
    owed = [await publish(house, "Увечері"), await publish(house, "Термінова", breaking=True)]
    await fan_out(house)
    house.clock.pass_by(8 * 3600)  # 23:00
    assert await taken(house) == []
    waiting = rows(house.storage, select(delivery.c.state, delivery.c.reason))
    assert {tuple(each) for each in waiting if each.reason} == {("due", "quiet_hours")}
    house.clock.pass_by(8 * 3600 - 1)
    assert await taken(house) == []
    house.clock.pass_by(1)  # 7:00
    await prepare(house)
    assert digests_of(house, TARAS) == []
    assert sorted([*await taken(house), *await taken(house)]) == sorted(owed)


async def test_quiet_hours_that_are_taken_back_hold_nothing_back_any_more(house: House) -> None:
    await a_reader(house.storage)
    await change(house, "quiet", 1)
    article_id = await publish(house, "Увечері")
    await fan_out(house)
    house.clock.pass_by(8 * 3600)  # 23:00
    assert await taken(house) == []
    await change(house, "quiet", 0)
    assert await taken(house) == [article_id]


async def test_what_stands_already_is_corrected_in_quiet_hours_too(house: House) -> None:
    await a_reader(house.storage)
    await change(house, "quiet", 1)
    article_id = await publish(house, "Увечері")
    await fan_out(house)
    await tables.change(house.storage, update(delivery).values(message_id=50))
    house.clock.pass_by(8 * 3600)
    assert await taken(house) == [article_id]


async def test_a_digest_at_its_hour_comes_whatever_quiet_hours_were_set_before(
    house: House,
) -> None:
    await a_reader(house.storage)
    await change(house, "quiet", 4)  # 0:00–8:00
    await change(house, "pace", 1)
    await change(house, "hour", 7 * 60)
    house.clock.pass_by(60)
    await publish(house, "Удень")
    await fan_out(house)
    house.clock.pass_by(16 * 3600)  # 7:00
    await prepare(house)
    assert len(await taken(house, Kind.DIGEST)) == 1


async def test_beyond_a_cap_the_rest_waits_and_breaking_news_do_not(house: House) -> None:
    await a_reader(house.storage)
    await change(house, "cap", 1)  # three
    first = [await publish(house, f"Новина {n}") for n in range(3)]
    await fan_out(house)
    house.clock.pass_by(60)
    fourth = await publish(house, "Четверта")
    breaking = await publish(house, "Термінова", breaking=True)
    await fan_out(house)
    assert received(house, TARAS) == dict.fromkeys([*first, breaking], 1)
    house.clock.pass_by(6 * 3600)
    await prepare(house)
    assert [articles for _, articles in digests_of(house, TARAS)] == [[fourth]]
    house.clock.pass_by(60)
    fifth = await publish(house, "П’ята")
    await fan_out(house)
    assert received(house, TARAS)[fifth] == 1
    assert len(digests_of(house, TARAS)) == 1


async def test_breaking_only_is_breaking_only(house: House) -> None:
    await a_reader(house.storage)
    await change(house, "pace", 2)
    await publish(house, "Звичайна")
    breaking = await publish(house, "Термінова", breaking=True)
    await fan_out(house)
    assert received(house, TARAS) == {breaking: 1}


async def test_a_pause_brings_nothing_of_what_came_in_it(house: House) -> None:
    await a_reader(house.storage)
    person = await house.recognition.person(TARAS)
    await house.reading_settings.pause(person, 2 * DAY, language_code="uk")
    await publish(house, "У паузі")
    await fan_out(house)
    assert not received(house, TARAS)
    house.clock.pass_by(2 * DAY.total_seconds())
    after = await publish(house, "Після")
    await fan_out(house)
    assert received(house, TARAS) == {after: 1}
    await house.reading_settings.pause(person, 2 * DAY, language_code="uk")
    await house.readers.join(await house.recognition.person(TARAS), "uk")
    more = await publish(house, "Після /start")
    await fan_out(house)
    assert received(house, TARAS) == {after: 1, more: 1}


@pytest.mark.parametrize("by", [HOUR / 60, HOUR, 400 * DAY], ids=["minute", "hour", "400 days"])
async def test_a_digest_that_was_made_ahead_of_its_time_has_dealt_with_nothing_that_comes_after(
    house: House, by: timedelta
) -> None:
    await a_reader(house.storage)
    house.clock.now += by  # it is that far ahead
    await house.app.timekeeping.check()
    await change(house, "pace", 1)
    house.clock.now += DAY
    await prepare(house)
    await house.app.timekeeping.check()
    house.clock.now -= by
    await house.app.timekeeping.check()
    await prepare(house)
    article = await publish(house, "За правильним годинником")
    await fan_out(house)
    assert not received(house, TARAS), "it waits for the digest"
    house.clock.now += DAY
    await prepare(house)
    assert received(house, TARAS) == {article: 1}


@pytest.mark.parametrize("length", [HOUR, 30 * DAY])
async def test_a_pause_keeps_its_length_when_the_clock_is_set_back(
    house: House, length: timedelta
) -> None:
    await a_reader(house.storage)
    person = await house.recognition.person(TARAS)
    await house.reading_settings.pause(person, length, language_code="uk")
    await house.app.timekeeping.check()
    house.clock.now -= 400 * DAY
    await house.app.timekeeping.check()
    paused = (await house.reading_settings.of(person)).paused_until
    assert paused == house.clock() + length


async def test_what_just_went_out_is_not_missing_from_a_digest(house: House) -> None:
    """Its topics are not known yet, nor has the fan-out come to this reader."""
    await a_reader(house.storage)
    await change(house, "quiet", 1)
    house.clock.pass_by(8 * 3600)
    number = await publish(house, "Вночі")
    house.clock.pass_by(8 * 3600)
    await prepare(house)
    assert digests_of(house, TARAS) == []
    await fan_out(house)
    await prepare(house)
    assert received(house, TARAS) == {number: 1}


# --- many readers, days and kills -------------------------------------------------------------


@pytest.mark.timeout(300)  # 23 s of the processor, on a busy machine
@pytest.mark.parametrize(
    "start", [datetime(2026, 10, 23, tzinfo=UTC), datetime(2027, 3, 12, tzinfo=UTC)]
)
async def test_a_digest_of_eight_comes_once_in_four_zones_over_a_clock_change_and_kills(
    house: House, start: datetime
) -> None:
    """In autumn Kyiv, London and New York change theirs, in spring New York does."""
    house.clock.now = start
    chats = dict(enumerate(ZONES, start=1))
    for chat_id, zone in chats.items():
        await a_reader(house.storage, chat_id)
        await each_day(house, chat_id, zone)
    dice = random.Random(8)  # noqa: S311
    published = []
    for hour in range(11 * 24):
        if hour % 5 == 0 and hour < 10 * 24 - 24:
            published.append(await publish(house, f"Новина {hour}"))
            await fan_out(house)
        house.clock.pass_by(3600)
        if is_due(house):
            await killed_in_it(house.digests, dice)
        await prepare(house)
    for chat_id, zone in chats.items():
        made = digests_of(house, chat_id)
        assert {(local.hour, local.minute) for local, _ in made} == {(8, 0)}, zone
        assert len({local.date() for local, _ in made}) == len(made) >= 9, zone
        assert received(house, chat_id) == dict.fromkeys(published, 1), zone


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(2))
async def test_whatever_readers_set_each_article_comes_once(house: House, seed: int) -> None:
    dice = random.Random(seed)  # noqa: S311
    chats = range(1, 13)
    await some_readers(house.storage, chats)
    published = []
    for _ in range(60):
        house.clock.pass_by(1)
        if dice.random() < 0.6:
            published.append(await publish(house, "Новина", breaking=dice.random() < 0.2))
        if dice.random() < 0.7:
            await fan_out(house)
        for chat_id in dice.sample(chats, 2):
            what, most = dice.choice([("pace", 2), ("quiet", 5), ("cap", 3), ("zone", 18)])
            await change(house, what, dice.randrange(most), chat_id)
        house.clock.pass_by(dice.choice([60, 1800, 7200, 5 * 3600]))
        if dice.random() < 0.7:
            await prepare(house)
    await fan_out(house)
    house.clock.pass_by(1)
    for chat_id in chats:
        for what in ("pace", "quiet", "cap"):
            await change(house, what, 0, chat_id)
    house.clock.pass_by(1)
    await prepare(house)
    for chat_id in chats:
        assert received(house, chat_id) == dict.fromkeys(published, 1), chat_id


# --- faults of ours -----------------------------------------------------------------------------


async def test_a_reader_whose_digest_fails_holds_up_no_other_and_comes_behind_them(
    house: House, caplog: pytest.LogCaptureFixture
) -> None:
    numbers = range(301, 307)
    await some_readers(house.storage, numbers)
    for number in numbers:
        await change(house, "pace", 1, number)
    house.clock.pass_by(60)
    article_id = await publish(house, "Порт відкрив термінал")
    await fan_out(house)
    hers = update(reader).where(reader.c.chat_id == numbers[0])
    await tables.change(house.storage, hers.values(digest_at="8 год"))
    house.clock.now += DAY
    for _ in range(3):
        with pytest.raises(ValueError, match="8 год"):
            await house.digests.prepare()
    assert [received(house, each)[article_id] for each in numbers] == [0, 1, 1, 1, 1, 1]
    assert "a digest could not be made" in caplog.text
    await tables.change(house.storage, hers.values(digest_at=f"{MORNING}"))
    await house.digests.prepare()
    assert received(house, numbers[0])[article_id] == 1


async def test_no_reader_is_set_aside_while_the_disk_takes_no_writes(house: House) -> None:
    await a_reader(house.storage)
    await change(house, "pace", 1)
    house.clock.pass_by(60)
    article_id = await publish(house, "Порт відкрив термінал")
    await fan_out(house)
    house.clock.now += DAY
    await tables.refuse(house.storage, "digest", "INSERT", saying=tables.FULL)
    with pytest.raises(DBAPIError, match="full"):
        await house.digests.prepare()
    await tables.take_again(house.storage, "digest")
    await house.digests.prepare()
    assert received(house, TARAS)[article_id] == 1
