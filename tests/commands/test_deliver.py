"""`deliver` measures a real delivery: every reader once, by ledger and stand-in alike."""

import asyncio
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from bot.commands.deliver import Load, check
from bot.commands.exit_codes import CommandError
from bot.sandbox.rapid.process import rapid_process
from tests.commands.calling import Outcome, call_forked
from tests.test_architecture import loaded_by

FIGURES = {
    "name", "readers", "rate", "latency_s", "messages_per_second", "cpu_ms_per_message",
    "peak_rss_mb", "first_message_s", "wasted_429", "messages", "loop",
}  # fmt: skip


def delivered(folder: Path, *options: str) -> Outcome:
    """`vistnyk deliver` with its temporary files in the folder."""
    return call_forked("deliver", *options, folder=folder, settings={"TMPDIR": str(folder)})


@pytest.mark.slow
def test_the_json_has_the_figures_of_one_run_and_leaves_nothing_behind(tmp_path: Path) -> None:
    outcome = delivered(
        tmp_path, "--readers", "120", "--rate", "400", "--latency", "0.01", "--json"
    )
    document: dict[str, Any] = outcome.json
    assert not outcome.err
    assert set(document) == {"machine", "runs"}
    (run,) = document["runs"]
    assert set(run) == FIGURES
    assert (run["name"], run["readers"], run["messages"]) == ("vistnyk", 120, 120)
    assert (run["rate"], run["latency_s"], run["wasted_429"]) == (400, 0.01, 0)
    assert 0 < run["messages_per_second"] <= 420, "no faster than was asked"
    assert run["cpu_ms_per_message"] > 0
    assert run["first_message_s"] > 0
    assert 20 < run["peak_rss_mb"] < 1000
    assert not list(tmp_path.iterdir())


@pytest.mark.slow
def test_messages_beyond_the_stand_ins_limit_are_counted_as_wasted(tmp_path: Path) -> None:
    outcome = delivered(
        tmp_path, "--readers", "40", "--rate", "200", "--limit", "30", "--messages", "31", "--json"
    )
    (run,) = outcome.json["runs"]
    assert run["wasted_429"] > 0
    assert 31 <= run["messages"] <= 40


@pytest.mark.slow
def test_a_part_of_the_readers_is_enough_where_so_many_messages_were_asked_for(
    tmp_path: Path,
) -> None:
    outcome = delivered(tmp_path, "--readers", "5000", "--rate", "300", "--messages", "50")
    assert (outcome.exit_code, outcome.err) == (0, "")
    assert "5,000, of whom " in outcome.out
    assert "wasted 429     0" in outcome.out
    assert "synchronous=FULL" in outcome.out


@pytest.mark.slow
def test_a_real_bots_settings_are_not_looked_at(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("BOT_TOKEN=no-token\nTIMEZONE=Mars/Phobos\n")
    outcome = delivered(tmp_path, "--readers", "1", "--rate", "29", "--json")
    assert outcome.json["runs"][0]["messages_per_second"] is None, "one message has no rate"


@pytest.mark.slow
def test_the_sending_side_does_not_load_aiogram(tmp_path: Path) -> None:
    loaded = loaded_by("deliver --readers 1 --rate 29", tmp_path)
    assert "bot.delivery.worker" in loaded
    assert not loaded & {"aiogram", "rich.progress"}


@pytest.mark.slow
@pytest.mark.parametrize(
    ("shown", "accepted"), [(2, [7, 7]), (2, [7, 8, 9]), (1, [7])], ids=["twice", "more", "fewer"]
)
def test_a_ledger_that_says_other_than_the_stand_in_is_a_failure(
    shown: int, accepted: list[int]
) -> None:
    with rapid_process() as rapid:
        asyncio.run(accept(rapid.address, rapid.token, accepted))
        count = rapid.count()
    with pytest.raises(CommandError, match=f"shown {shown} of 2; the stand-in accepted"):
        check(shown, count, Load(readers=2, messages=2, rate=29))


async def accept(address: str, token: str, chats: list[int]) -> None:
    async with aiohttp.ClientSession() as session:
        for chat_id in chats:
            message = {"chat_id": chat_id, "text": "Вісник"}
            async with session.post(f"{address}/bot{token}/sendMessage", json=message) as answer:
                assert answer.ok
