"""A crowd of strangers comes at once, and the desk does not wait for it."""

from pathlib import Path

import pytest

from bot.app import App
from bot.domain.buttons import Publish
from bot.sandbox.sandbox_server import Sandbox
from tests.builders import SVIT
from tests.clock import NOON
from tests.journeys.desk import OLENA, Desk, running, settings
from tests.journeys.pages import a_page

CROWD = range(50_001, 51_501)
READERS = range(60_001, 60_151)
HEADLINE = "Порт Роттердама відкрив зелений термінал"
EARLIER = "Осло заборонило автомобілі в центрі"
_AT_MOST = 60.0  # seconds; on a machine that does nothing else, less than two


def a_crowded_desk(sandbox: Sandbox, database: Path, **others: float) -> Desk:
    desk = Desk(sandbox, settings(sandbox, database, **others))
    desk.come(OLENA, "Олена")
    for person in (*CROWD, *READERS):
        desk.come(person, f"Хтось {person}")
    desk.world.say(OLENA, "/start")
    return desk


async def follow(app: App) -> None:
    """Everybody of the readers follows the section."""
    async with app.storage.writing() as tx:
        await tx.people.join(dict.fromkeys(READERS, "uk"), NOON)
        await tx.people.follow([(person, SVIT) for person in READERS], on=True)


def answered(desk: Desk) -> int:
    """How many of the crowd have had their answer."""
    return sum(call.chat_id in CROWD for call in desk.world.calls("sendMessage"))


async def publish_behind_a_crowd(desk: Desk, channel: int) -> None:
    """The press stands behind 1,500 others at Telegram, and the post comes before their answers.

    One queue for all, and each had its answer first: behind 1,500 it took 49 seconds.
    """
    await desk.until(lambda: desk.button(OLENA, lambda p: isinstance(p, Publish)))
    for person in CROWD:
        desk.world.say(person, "/start")
    await desk.press(OLENA, lambda p: isinstance(p, Publish) and not p.breaking)
    await desk.until(lambda: desk.posts(channel, HEADLINE), within=_AT_MOST)
    assert answered(desk) < len(CROWD) / 4
    assert desk.popups(OLENA)
    said = desk.world.say(OLENA, "/help")
    await desk.until(lambda: desk.after(OLENA, said), within=_AT_MOST)
    assert answered(desk) < len(CROWD) / 2


@pytest.mark.slow
async def test_a_publication_does_not_wait_for_a_crowd_at_a_high_pace(
    sandbox: Sandbox, database: Path
) -> None:
    desk = a_crowded_desk(sandbox, database, rate_per_second=1000)
    async with running(desk, to_its_end=False):
        await desk.until(lambda: desk.after(OLENA, 0), within=60)
        channel = await desk.channel()
        await desk.paste(a_page())
        await publish_behind_a_crowd(desk, channel)


@pytest.mark.slow
async def test_a_publication_waits_neither_for_a_crowd_nor_for_a_broadcast(
    sandbox: Sandbox, database: Path
) -> None:
    """Every slot is wanted: by the crowd, and by the readers of another story."""
    desk = a_crowded_desk(sandbox, database, rate_per_second=29)
    async with running(desk, to_its_end=False) as app:
        await desk.until(lambda: desk.after(OLENA, 0), within=60)
        channel = await desk.channel()
        await follow(app)
        await desk.publish(a_page(EARLIER))
        await desk.until(lambda: desk.posts(channel, EARLIER))
        await desk.paste(a_page())
        await publish_behind_a_crowd(desk, channel)
        reached = sum(call.chat_id in READERS for call in desk.world.calls("sendMessage"))
        assert 0 < reached < len(READERS)


@pytest.mark.slow
async def test_strangers_are_answered_while_telegram_hands_over_nothing_more(
    sandbox: Sandbox, database: Path
) -> None:
    """Telegram had more than it handed over, and answers no further question."""
    desk = Desk(sandbox, settings(sandbox, database, rate_per_second=1000))
    crowd = CROWD[:100]  # as many as an answer holds
    for person in crowd:
        desk.come(person, f"Хтось {person}")
        desk.world.say(person, "/start")
    desk.world.faults.add("server_error", method="getUpdates", after=1, times=0)
    async with running(desk):
        await desk.until(lambda: answered(desk) == len(crowd), within=_AT_MOST)
