"""Killed at the worst moment, and started again: nothing lost, nothing doubled in a channel."""

import asyncio
from pathlib import Path

import pytest

from bot.sandbox.sandbox_server import Sandbox
from tests.journeys.desk import OLENA, TARAS, Desk, settings
from tests.journeys.pages import a_page
from tests.journeys.processes import forked_bot

HEADLINE = "Порт Роттердама відкрив зелений термінал"
_START = 30.0  # seconds within which a process is up
_WINDING_DOWN = 15.0  # seconds that requests under way have


def a_desk(sandbox: Sandbox, tmp_path: Path) -> Desk:
    desk = Desk(sandbox, settings(sandbox, tmp_path / "desk.db"))
    desk.come(OLENA, "Олена")
    return desk


async def answers(desk: Desk) -> None:
    """The process is up."""
    desk.world.say(OLENA, "/start")
    await desk.until(lambda: desk.after(OLENA, 0), within=_START)


async def test_killed_between_claim_and_record_the_channel_gets_its_post_once(
    sandbox: Sandbox, tmp_path: Path
) -> None:
    """Telegram has the post, and the bot dies before it hears of it."""
    desk = a_desk(sandbox, tmp_path)
    with forked_bot(desk.settings, tmp_path) as process:
        await answers(desk)
        channel = await desk.channel()
        await desk.reader(TARAS)
        desk.world.faults.add("slow", method="sendMessage", chat_id=channel, seconds=60)
        await desk.publish(a_page())
        await desk.until(lambda: desk.posts(channel, HEADLINE))
        await desk.until(lambda: desk.posts(TARAS, HEADLINE))
        process.kill()
        process.join()

    with forked_bot(desk.settings, tmp_path):
        looked = await desk.until(lambda: desk.world.calls("forwardMessage"), within=_START)
        assert looked
        second = "Осло заборонило автомобілі в центрі"
        await desk.publish(a_page(second))
        await desk.until(lambda: desk.posts(channel, second))
    assert len(desk.posts(channel, HEADLINE)) == 1
    assert len(desk.posts(channel, second)) == 1
    assert not [m for m in desk.world.messages(OLENA) if "forward_origin" in m]


async def test_killed_and_started_with_other_templates_the_channel_gets_its_post_once(
    sandbox: Sandbox, tmp_path: Path
) -> None:
    """What is looked for is what was sent, and not what posts look like by now."""
    desk = a_desk(sandbox, tmp_path)
    with forked_bot(desk.settings, tmp_path) as process:
        await answers(desk)
        channel = await desk.channel()
        desk.world.faults.add("slow", method="sendMessage", chat_id=channel, seconds=60)
        await desk.publish(a_page())
        await desk.until(lambda: desk.posts(channel, HEADLINE))
        process.kill()
        process.join()

    teaser = tmp_path / "ours" / "uk" / "teasers" / "teaser.html.j2"
    teaser.parent.mkdir(parents=True)
    teaser.write_text("{{ headline|upper }} | наш вісник", encoding="utf-8")
    with forked_bot(desk.settings, tmp_path, TEMPLATES_DIR=str(tmp_path / "ours")):
        await desk.until(lambda: desk.world.calls("forwardMessage"), within=_START)
        second = "Осло заборонило автомобілі в центрі"
        await desk.publish(a_page(second))
        await desk.until(lambda: desk.posts(channel, second.upper()))
    assert len(desk.texts(channel)) == 2


async def test_killed_before_telegram_had_it_the_channel_gets_its_post_after_all(
    sandbox: Sandbox, tmp_path: Path
) -> None:
    """The request is lost on the way, and the bot dies before the look-up."""
    desk = a_desk(sandbox, tmp_path)
    with forked_bot(desk.settings, tmp_path, LOOK_UP_AFTER="60") as process:
        await answers(desk)
        channel = await desk.channel()
        desk.world.faults.add("close_before", method="sendMessage", chat_id=channel)
        await desk.publish(a_page())
        await desk.until(lambda: desk.world.calls("sendMessage", channel))
        process.kill()
        process.join()
    assert not desk.posts(channel, HEADLINE)

    with forked_bot(desk.settings, tmp_path):
        await desk.until(lambda: desk.posts(channel, HEADLINE), within=60)
    assert len(desk.posts(channel, HEADLINE)) == 1


async def test_what_was_pasted_and_asked_while_the_bot_was_dead_is_done_when_it_is_back(
    sandbox: Sandbox, tmp_path: Path
) -> None:
    desk = a_desk(sandbox, tmp_path)
    with forked_bot(desk.settings, tmp_path) as process:
        await answers(desk)
        process.terminate()
        await asyncio.to_thread(process.join, 20)
        assert process.exitcode == 0
    desk.world.say(OLENA, a_page())
    with forked_bot(desk.settings, tmp_path):
        await desk.until(lambda: desk.posts(OLENA, HEADLINE)[1:], within=_START)


@pytest.mark.slow
async def test_people_are_answered_while_a_stopped_bot_waits_for_telegram(
    sandbox: Sandbox, tmp_path: Path
) -> None:
    """The post to the channel is under way for longer than a test may take."""
    desk = a_desk(sandbox, tmp_path)
    with forked_bot(desk.settings, tmp_path) as process:
        await answers(desk)
        channel = await desk.channel()
        await desk.reader(TARAS)
        desk.world.faults.add("slow", method="sendMessage", chat_id=channel, seconds=60)
        await desk.publish(a_page())
        await desk.until(lambda: desk.posts(channel, HEADLINE))
        process.terminate()
        asked = desk.world.say(TARAS, "/help")
        await desk.until(lambda: desk.after(TARAS, asked), within=_WINDING_DOWN)
        await asyncio.to_thread(process.join, 2 * _WINDING_DOWN)
        assert process.exitcode == 0


async def test_whoever_opens_the_first_link_owns_the_desk_and_nobody_after(
    sandbox: Sandbox, tmp_path: Path
) -> None:
    desk = Desk(sandbox, settings(sandbox, tmp_path / "desk.db", owner_ids=()))
    desk.come(OLENA, "Олена")
    desk.come(TARAS, "Тарас")
    log = tmp_path / "bot.log"
    with forked_bot(desk.settings, tmp_path):
        async with asyncio.timeout(_START):
            while "?start=i" not in log.read_text("utf-8"):  # noqa: ASYNC110 - a file has no event
                await asyncio.sleep(0.1)
        link = next(word for word in log.read_text("utf-8").split() if "?start=i" in word)
        desk.world.open_link(OLENA, link)
        await desk.until(lambda: desk.after(OLENA, 0))
        said = desk.world.open_link(TARAS, link)
        await desk.until(lambda: desk.after(TARAS, said))
        await desk.paste(a_page())
        assert HEADLINE in desk.texts(OLENA)[-1]
        said = desk.world.say(TARAS, "/drafts")
        answer = await desk.until(lambda: desk.after(TARAS, said))
        assert HEADLINE not in answer["text"]


async def test_a_second_process_on_the_same_file_is_refused_in_one_line(
    sandbox: Sandbox, tmp_path: Path
) -> None:
    desk = Desk(sandbox, settings(sandbox, tmp_path / "desk.db"))
    desk.come(OLENA, "Олена")
    with forked_bot(desk.settings, tmp_path):
        desk.world.say(OLENA, "/start")
        await desk.until(lambda: desk.after(OLENA, 0), within=_START)
        other = tmp_path / "other"
        other.mkdir()
        with forked_bot(desk.settings, other) as second:
            await asyncio.to_thread(second.join, _START)
            assert second.exitcode == 1
        words = (other / "bot.log").read_text("utf-8")
        assert "another process runs on this database" in words
        assert "Traceback" not in words
