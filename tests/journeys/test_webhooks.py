"""The whole newsroom by webhook: what polling promises holds here, and through a switch."""

import asyncio
from contextlib import ExitStack
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from bot.domain.buttons import Publish
from bot.sandbox.sandbox_server import Sandbox
from tests.balancer import balancing
from tests.databases import on_postgresql
from tests.journeys.desk import OLENA, TARAS, Desk, running, settings
from tests.journeys.pages import a_page
from tests.journeys.processes import forked_bot
from tests.journeys.test_locked import Later
from tests.ports import a_free_port

HEADLINE = "Порт Роттердама відкрив зелений термінал"
SECOND = "Осло заборонило автомобілі в центрі"
READERS = range(2001, 2007)
_START = 60.0  # seconds: a busy machine takes its time


def a_desk(sandbox: Sandbox, database: Path | str, **others: Any) -> Desk:
    """A newsroom that Telegram brings its updates to."""
    port = a_free_port()
    given = {"http_port": port, "webhook_url": f"http://127.0.0.1:{port}"} | others
    desk = Desk(sandbox, settings(sandbox, database, **given))
    desk.come(OLENA, "Олена")
    desk.world.say(OLENA, "/start")
    return desk


def wants_publishing(press: object) -> bool:
    return isinstance(press, Publish) and not press.breaking


async def greeted(desk: Desk) -> None:
    await desk.until(lambda: desk.after(OLENA, 0), within=_START)


async def test_a_pasted_page_becomes_a_post_and_its_press_is_answered_in_the_same_breath(
    sandbox: Sandbox, database: Path
) -> None:
    desk = a_desk(sandbox, database)
    async with running(desk):
        await greeted(desk)
        channel = await desk.channel()
        await desk.reader(TARAS)
        await desk.publish(a_page())
        await desk.until(lambda: desk.posts(channel, HEADLINE))
        await desk.until(lambda: desk.posts(TARAS, HEADLINE))
        await desk.settled(1)
    assert len(desk.posts(channel, HEADLINE)) == 1
    answers = desk.world.calls("answerCallbackQuery")
    # Whose response to an update holds a call names its method beside the parameters.
    assert [one for one in answers if "method" in one.params]
    assert all(one.accepted for one in answers)
    assert not desk.world.calls("getUpdates")


@pytest.mark.slow
async def test_what_comes_before_the_bot_can_take_it_comes_again_and_in_order(
    sandbox: Sandbox, database: Path
) -> None:
    """Telegram brings updates while the bot still waits for its first answer."""
    desk = a_desk(sandbox, database)
    async with running(desk):
        await greeted(desk)
        channel = await desk.channel()
    desk.world.say(OLENA, a_page())
    desk.world.faults.add("server_error", method="getMe", times=1)
    async with running(desk):
        await desk.until(lambda: "503" in desk.world.webhook.last_error, within=_START)
        await desk.press(OLENA, wants_publishing)
        await desk.until(lambda: desk.posts(channel, HEADLINE), within=_START)
    assert len(desk.posts(channel, HEADLINE)) == 1
    assert not desk.world.pending_updates()


@pytest.mark.slow
async def test_killed_between_kept_and_handled_it_is_handled_at_the_next_start(
    sandbox: Sandbox, database: Path, tmp_path: Path
) -> None:
    desk = a_desk(sandbox, database)
    hook = {
        "HTTP_PORT": str(desk.settings.http_port),
        "WEBHOOK_URL": str(desk.settings.webhook_url),
    }
    with forked_bot(desk.settings, tmp_path, **hook) as process:
        await greeted(desk)
        desk.come(TARAS, "Тарас")
        desk.world.faults.add("slow", method="sendMessage", chat_id=TARAS, seconds=60)
        desk.world.say(TARAS, "/start")
        await desk.until(lambda: desk.world.calls("sendMessage", TARAS), within=_START)
        await desk.until(lambda: not desk.world.pending_updates(), within=_START)
        process.kill()
        process.join()
    said = desk.world.say(TARAS, "/help")
    with forked_bot(desk.settings, tmp_path, **hook) as process:
        await desk.until(lambda: desk.after(TARAS, said), within=_START)
        await desk.until(lambda: len(desk.world.calls("sendMessage", TARAS)) == 3, within=_START)
        process.terminate()
        await asyncio.to_thread(process.join, 20)
        assert process.exitcode == 0
    assert len(desk.posts(TARAS, "/start")) == 1
    welcome = desk.world.calls("sendMessage", TARAS)
    assert welcome[0].params["text"] == welcome[1].params["text"] != welcome[2].params["text"]


@pytest.mark.slow
async def test_switched_to_polling_and_back_nothing_that_was_sent_meanwhile_is_lost(
    sandbox: Sandbox, database: Path
) -> None:
    desk = a_desk(sandbox, database)
    by_webhook = desk.settings
    async with running(desk):
        await greeted(desk)
        channel = await desk.channel()
        await desk.paste(a_page())
    await desk.press(OLENA, wants_publishing)
    desk.settings = settings(sandbox, database)
    async with running(desk):
        await desk.until(lambda: desk.posts(channel, HEADLINE), within=_START)
        assert not desk.world.webhook.url
        await desk.paste(a_page(SECOND))
        await desk.until(lambda: desk.posts(OLENA, SECOND)[1:])
    await desk.press(OLENA, wants_publishing)
    desk.settings = by_webhook
    async with running(desk):
        await desk.until(lambda: desk.posts(channel, SECOND), within=_START)
        assert desk.world.webhook.url == by_webhook.webhook_url
    assert len(desk.posts(channel, HEADLINE)) == len(desk.posts(channel, SECOND)) == 1


@pytest.mark.slow
async def test_a_press_that_telegram_kept_for_long_is_asked_for_again(
    sandbox: Sandbox, database: Path
) -> None:
    desk, clock = a_desk(sandbox, database), Later()
    async with running(desk, clock=clock):
        await greeted(desk)
        channel = await desk.channel()
        await desk.paste(a_page())
    await desk.press(OLENA, wants_publishing)
    desk.world.say(OLENA, a_page(SECOND))
    clock.by = timedelta(minutes=10)
    async with running(desk, clock=clock):
        await desk.until(lambda: desk.posts(OLENA, "Нічого не зроблено"), within=_START)
        await desk.until(lambda: desk.posts(OLENA, SECOND)[1:], within=_START)
        assert not desk.posts(channel, HEADLINE)


@on_postgresql
async def test_updates_come_to_three_processes_and_one_that_is_killed_is_not_missed(
    sandbox: Sandbox, database: str, tmp_path: Path
) -> None:
    """A proxy gives each connection to the next process that is up."""
    ports = [a_free_port() for _ in range(3)]
    async with balancing(ports) as port:
        desk = a_desk(sandbox, database, webhook_url=f"http://127.0.0.1:{port}")
        hook = {"WEBHOOK_URL": str(desk.settings.webhook_url)}
        for person in READERS:
            desk.come(person, f"Читач {person}")
        with ExitStack() as stack:
            bots = [
                stack.enter_context(
                    forked_bot(desk.settings, tmp_path, HTTP_PORT=str(own), **hook)
                )
                for own in ports
            ]
            await greeted(desk)
            channel = await desk.channel()
            await desk.paste(a_page())
            await desk.until(lambda: desk.button(OLENA, wants_publishing))
            await everybody_is_answered(desk)
            asked = [desk.world.say(person, "/topics") for person in READERS]
            bots[0].kill()
            await desk.press(OLENA, wants_publishing)
            await everybody_is_answered(desk)
            for person, message_id in zip(READERS, asked, strict=True):
                assert desk.after(person, message_id)
            await desk.until(lambda: desk.posts(channel, HEADLINE), within=_START)
            await desk.until(lambda: not desk.world.pending_updates(), within=_START)
    assert len(desk.posts(channel, HEADLINE)) == 1
    assert not desk.world.calls("getUpdates")


async def everybody_is_answered(desk: Desk) -> None:
    said = {person: desk.world.say(person, "/start") for person in READERS}
    for person, message_id in said.items():
        await desk.until(partial(desk.after, person, message_id), within=_START)
