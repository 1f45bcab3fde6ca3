"""`doctor` looks at what an operator wants to know before blaming the bot."""

import re
import sqlite3
import time
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import Any
from unittest import mock

import orjson
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.commands.clock_check import check_clock
from bot.config import FixedSettings
from bot.domain.clock import system_clock
from bot.domain.update_facts import KeptUpdate
from bot.rendering.renderer import SHIPPED
from bot.sandbox.journal import Webhook
from bot.sandbox.sandbox_server import Sandbox
from storage.storage import Storage
from tests.builders import CHANNEL, OLENA, a_channel, address_of
from tests.clock import NOON
from tests.commands.calling import call, call_beside


def settings(sandbox: Sandbox, database: Path) -> dict[str, str]:
    return {
        "BOT_TOKEN": sandbox.token,
        "TELEGRAM_API_URL": sandbox.address,
        "DATABASE_URL": address_of(database),
        "OWNER_IDS": str(OLENA),
    }


def a_place(sandbox: Sandbox, chat_id: int, title: str, *, may_post: bool = True) -> None:
    """A channel on Telegram, with the bot as its administrator."""
    if OLENA not in sandbox.world.chats.people:
        sandbox.world.add_person("Олена", id=OLENA)
    sandbox.world.add_channel(title, OLENA, id=chat_id)
    sandbox.world.set_bot_rights(chat_id, OLENA, can_post_messages=may_post)


def ill(document: str) -> dict[str, Any]:
    """What is not well: the words by the name of the check."""
    findings = orjson.loads(document)
    assert all(list(finding) == ["check", "ok", "words", "advice"] for finding in findings)
    return {f["check"]: f["words"] for f in findings if not f["ok"]}


@pytest.mark.slow
async def test_where_all_is_well_it_says_so_and_ends_with_0(
    sandbox: Sandbox, storage: Storage, database: Path
) -> None:
    a_place(sandbox, CHANNEL, "Світ")
    await a_channel(storage)
    group = sandbox.world.add_group("Читальня", OLENA)
    sandbox.world.set_bot_rights(group, OLENA, status="member")
    await a_channel(storage, group, title="Читальня")
    checked = await call_beside(
        "doctor", folder=database.parent, settings=settings(sandbox, database)
    )
    assert checked.exit_code == 0, checked
    assert not checked.err
    assert "✗" not in checked.out
    for words in (
        "clock: ",
        "database: ",
        "disk: ",
        "owner: ",
        "updates: none",
        "token: @vistnyk_demo_bot",
        "polling: the bot asks for updates; ",
        "desk chat: is there",
        "channel «Світ»: ",
        "channel «Читальня»: ",
    ):
        assert f"✓ {words}" in checked.out


@pytest.mark.parametrize(
    ("off", "says"),
    [
        (-3605, r"3[56]\d\d s behind Telegram's$"),
        (75, r"7\d s ahead of Telegram's$"),
        (2, r", as Telegram has it$"),
    ],
)
async def test_a_clock_that_is_off_is_found(sandbox: Sandbox, off: int, says: str) -> None:
    given = FixedSettings(telegram_api_url=sandbox.address, bot_token=None)
    found = await check_clock(given, lambda: system_clock() + timedelta(seconds=off))
    assert re.search(says, found.words), found.words
    assert re.match(r"\d{4}-\d\d-\d\d \d\d:\d\d in Europe/Kyiv", found.words)
    assert found.well is (abs(off) < 10)
    assert (found.advice is None) is found.well


async def test_with_nobody_to_ask_the_clock_is_shown_and_not_judged() -> None:
    given = FixedSettings(telegram_api_url="http://127.0.0.1:9", bot_token=None)
    found = await check_clock(given, system_clock)
    assert found.well
    assert found.words.endswith("; Telegram does not tell the time")


@pytest.mark.slow
async def test_a_channel_that_cannot_be_posted_to_is_named(
    sandbox: Sandbox, storage: Storage, database: Path
) -> None:
    mute, gone, idle = CHANNEL, CHANNEL - 1, CHANNEL - 2
    a_place(sandbox, mute, "Німий", may_post=False)
    a_place(sandbox, idle, "Вільний")
    await a_channel(storage, mute, title="Німий")
    await a_channel(storage, gone, title="Зниклий")
    await a_channel(storage, idle, title="Вільний", takes=())
    checked = await call_beside(
        "doctor", "--json", folder=database.parent, settings=settings(sandbox, database)
    )
    assert checked.exit_code == 1
    assert checked.err == "vistnyk: 3 of 14 checks did not pass\n"
    found = ill(checked.out)
    assert found["channel «Німий»"] == "the bot may not post"
    assert "chat not found" in found["channel «Зниклий»"]
    assert found["channel «Вільний»"] == "no section goes there"


@pytest.mark.slow
async def test_a_channel_that_pins_is_looked_at_for_the_right_to_pin(
    sandbox: Sandbox, storage: Storage, database: Path
) -> None:
    free, bound = CHANNEL, CHANNEL - 1
    a_place(sandbox, free, "Вільний")
    a_place(sandbox, bound, "Зв’язаний")
    sandbox.world.set_bot_rights(bound, OLENA, can_edit_messages=False)
    await a_channel(storage, free, title="Вільний")
    await a_channel(storage, bound, title="Зв’язаний")
    async with storage.writing() as tx:
        for chat_id in (free, bound):
            await tx.channels.set_pins(chat_id, on=True)
    checked = await call_beside(
        "doctor", "--json", folder=database.parent, settings=settings(sandbox, database)
    )
    assert ill(checked.out) == {"channel «Зв’язаний»": "the bot may post, but not pin"}


@pytest.mark.slow
@pytest.mark.parametrize(
    ("chat_id", "advice"),
    [("-1001999", "add the bot to that group"), ("5551", "has to write to the bot first")],
)
async def test_a_desk_chat_that_is_not_there_is_found(
    sandbox: Sandbox, database: Path, chat_id: str, advice: str
) -> None:
    """Nobody misses alerts that have never come."""
    given = settings(sandbox, database) | {"DESK_CHAT_ID": chat_id}
    checked = await call_beside("doctor", folder=database.parent, settings=given)
    (line,) = (line for line in checked.out.splitlines() if "desk chat" in line)
    assert line.startswith(f"✗ desk chat: {chat_id}: 400 Bad Request: chat not found → ")
    assert advice in line


@pytest.mark.slow
async def test_a_token_that_telegram_does_not_know_is_not_well(
    sandbox: Sandbox, database: Path
) -> None:
    wrong = settings(sandbox, database) | {"BOT_TOKEN": "1:unknown"}
    checked = await call_beside("doctor", "--json", folder=database.parent, settings=wrong)
    assert checked.exit_code == 1
    assert ill(checked.out) == {"token": "401 Unauthorized"}


@pytest.mark.slow
def test_without_token_and_owner_it_names_both(database: Path) -> None:
    settings = {"DATABASE_URL": address_of(database)}
    checked = call("doctor", "--json", folder=database.parent, settings=settings)
    assert checked.exit_code == 1
    assert ill(checked.out) == {"owner": "nobody", "token": "BOT_TOKEN is not set"}


@pytest.mark.slow
def test_a_database_that_does_not_open_is_found_and_the_rest_is_checked_still(
    tmp_path: Path,
) -> None:
    (tmp_path / "broken.db").write_text("no database at all")
    settings = {"DATABASE_URL": "sqlite+aiosqlite:///broken.db"}
    checked = call("doctor", "--json", folder=tmp_path, settings=settings)
    assert checked.exit_code == 1
    assert len(checked.err.splitlines()) == 1
    found = ill(checked.out)
    assert "not a database" in found["database"]
    assert "token" in found


@pytest.mark.slow
def test_a_telegram_out_of_reach_is_found_and_no_token_is_shown(database: Path) -> None:
    settings = {
        "DATABASE_URL": address_of(database),
        "OWNER_IDS": str(OLENA),
        "BOT_TOKEN": "1:very-secret",
        "TELEGRAM_API_URL": "http://127.0.0.1:9",
    }
    checked = call("doctor", folder=database.parent, settings=settings)
    assert checked.exit_code == 1
    assert "✗ token: no connection" in checked.out
    assert "secret" not in checked.out + checked.err


@pytest.mark.slow
def test_what_others_on_the_machine_may_read_is_found(database: Path) -> None:
    env = database.parent / ".env"
    env.write_text("TIMEZONE=Europe/Kyiv\n")
    lock = database.with_name(f"{database.name}.lock")
    lock.touch()
    settings = {"DATABASE_URL": address_of(database)}
    for mode, well in ((0o600, True), (0o640, True), (0o644, False)):
        env.chmod(mode)
        lock.chmod(mode)
        checked = call("doctor", "--json", folder=database.parent, settings=settings)
        assert (".env" not in ill(checked.out)) is well
        assert ("chmod 600 .env" not in checked.out) is well
        assert lock.stat().st_mode & 0o777 == 0o600, "ours: it is put right"
    assert ill(checked.out)[".env"] == "everybody on this machine can read it"
    assert "chmod 600 .env" in checked.out


@pytest.mark.slow
def test_what_opening_lays_beside_the_database_is_not_complained_of(database: Path) -> None:
    with closing(sqlite3.connect(database)) as other:
        other.execute("DROP TABLE chat_pace")  # so that nothing is put right
    database.chmod(0o644)
    settings = {"DATABASE_URL": address_of(database)}
    checked = call("doctor", "--json", folder=database.parent, settings=settings)
    assert ill(checked.out)[database.name] == "others may read it"
    assert [name for name in ill(checked.out) if name.endswith(("-wal", "-shm"))] == []


@pytest.mark.slow
def test_whom_the_settings_name_as_an_owner_is_named_before_the_bot_has_run(
    database: Path,
) -> None:
    settings = {"DATABASE_URL": address_of(database), "OWNER_IDS": "1001"}
    checked = call("doctor", folder=database.parent, settings=settings)
    assert "✓ owner: 1001 (OWNER_IDS, from the next start on)" in checked.out


@pytest.mark.slow
async def test_it_names_the_updates_that_ended_the_bot_each_time(
    sandbox: Sandbox, storage: Storage, database: Path
) -> None:
    async with storage.writing() as tx:
        await tx.inbox.keep([KeptUpdate({"update_id": 77, "message": {}}, NOON)], NOON)
        await tx.inbox.set_aside(77, NOON)
    sandbox.world.add_person("Олена", id=OLENA)
    checked = await call_beside(
        "doctor", folder=database.parent, settings=settings(sandbox, database)
    )
    assert checked.exit_code == 0, checked
    assert "1 ended the bot each time and were set aside: 77" in checked.out


def found(document: str, check: str) -> tuple[bool, str]:
    (finding,) = [one for one in orjson.loads(document) if one["check"] == check]
    return finding["ok"], finding["words"]


@pytest.mark.slow
async def test_it_says_whether_the_bot_polls_or_telegram_brings_updates_and_how_that_goes(
    sandbox: Sandbox, database: Path
) -> None:
    world, url = sandbox.world, "http://127.0.0.1:8080/telegram/webhook"
    polling = settings(sandbox, database)
    by_webhook = polling | {"HTTP_PORT": "8080", "WEBHOOK_URL": url}

    async def look(given: dict[str, str]) -> tuple[bool, str]:
        checked = await call_beside("doctor", "--json", folder=database.parent, settings=given)
        return found(checked.out, "webhook" if "WEBHOOK_URL" in given else "polling")

    waiting = "0 updates wait at Telegram"
    assert await look(by_webhook) == (True, f"is not set yet; {waiting}")
    world.webhook = Webhook("http://127.0.0.1:99/other")
    assert await look(by_webhook) == (False, f"a webhook leads to 127.0.0.1:99; {waiting}")
    assert await look(polling) == (True, f"a webhook leads to 127.0.0.1:99; {waiting}")
    world.webhook = Webhook(url, max_connections=0)  # so that nothing leaves
    well = f"Telegram brings updates to 127.0.0.1:8080; {waiting}"
    assert await look(by_webhook) == (True, well)
    world.webhook.last_error, world.webhook.last_error_at = "502 Bad Gateway", int(time.time())
    words = f"{well}; 0 minutes ago it could not: 502 Bad Gateway"
    assert await look(by_webhook) == (True, words)  # and has since: nothing waits
    world.say(world.add_person("Тарас"), "Раз")
    assert await look(by_webhook) == (False, words.replace("0 updates", "1 updates"))
    world.webhook.last_error_at -= 3600
    ok, words = await look(by_webhook)
    assert ok
    assert "60 minutes ago" in words


@pytest.mark.slow
async def test_where_telegram_does_not_say_how_the_webhook_is_that_is_not_well(
    sandbox: Sandbox, database: Path
) -> None:
    sandbox.world.faults.add("server_error", method="getWebhookInfo")
    checked = await call_beside(
        "doctor", "--json", folder=database.parent, settings=settings(sandbox, database)
    )
    assert found(checked.out, "polling")[0] is False


@pytest.mark.slow
async def test_a_server_that_answers_something_else_is_found(
    storage: Storage, database: Path
) -> None:
    await a_channel(storage, title="Світ")
    me: object = True

    async def answer(request: web.Request) -> web.Response:
        return web.json_response({"ok": True, "result": me if "getMe" in request.path else []})

    server = web.Application()
    server.router.add_post("/{call:.*}", answer)
    async with TestServer(server) as served:
        given = {"BOT_TOKEN": "1:any", "TELEGRAM_API_URL": str(served.make_url("")).rstrip("/")}
        given |= {"DATABASE_URL": address_of(database), "OWNER_IDS": str(OLENA)}

        async def look() -> dict[str, Any]:
            checked = await call_beside("doctor", "--json", folder=database.parent, settings=given)
            assert checked.exit_code == 1, checked
            return ill(checked.out)

        nothing = "an answer that says nothing of it"
        assert await look() == {"token": nothing}
        me = {"id": 1, "username": "vistnyk_demo_bot"}
        assert await look() == {"polling": nothing, "channel «Світ»": nothing}


@pytest.mark.slow
async def test_it_names_the_processes_that_share_the_database(
    sandbox: Sandbox, storage: Storage, database: Path
) -> None:
    async with storage.sign_of_life() as processes:
        await processes.join("one", "desk 4711", timedelta(minutes=1))
        await processes.join("two", "desk 4712", timedelta(minutes=-1))
    checked = await call_beside(
        "doctor", folder=database.parent, settings=settings(sandbox, database)
    )
    assert "at work on it: desk 4711\n" in checked.out


@pytest.mark.slow
def test_a_disk_that_is_nearly_full_is_found(
    database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("shutil.disk_usage", lambda _: mock.Mock(free=7 * 2**20))
    checked = call(
        "doctor", folder=database.parent, settings={"DATABASE_URL": address_of(database)}
    )
    assert "✗ disk: 7 MB are free → make room" in checked.out


@pytest.mark.slow
def test_a_folder_that_the_bot_may_not_write_to_is_found(
    database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("os.access", lambda path, _: path != database.parent)
    checked = call(
        "doctor", folder=database.parent, settings={"DATABASE_URL": address_of(database)}
    )
    assert f"✗ disk: {database.parent} cannot be written to → give" in checked.out


@pytest.mark.slow
def test_a_name_in_the_file_that_is_no_setting_is_found(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("OWNER_ID=1\n")
    checked = call("doctor", folder=tmp_path)
    assert "✗ settings: Europe/Kyiv, uk; OWNER_ID in .env is none → is OWNER_IDS meant?" in (
        checked.out
    )


@pytest.mark.slow
def test_a_template_of_the_operators_that_has_no_effect_is_told(
    database: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "templates"
    for name in (
        "uk/teaser/teaser.html.j2",  # ours lies in «teasers»
        "uk/teasers/teaser.html",
        "uk/teasers/_ours.html.j2",
        "uk/teasers/channels/morning.html.j2",
        "uk/teasers/withdrawn.html.j2",
        "README.md",
    ):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text("☀️ <b>{{ headline }}</b>", "utf-8")
    settings = {"DATABASE_URL": address_of(database), "TEMPLATES_DIR": str(folder)}
    told = call("doctor", folder=database.parent, settings=settings).out
    assert (
        "; uk/teaser/teaser.html.j2, uk/teasers/teaser.html: none of ours has this name → see"
    ) in told


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "source", "words"),
    [
        (
            "uk/readers/welcome.html.j2",
            "{{ nowhere }}{% for n in range(3) %}{{ n }}{% endfor %}{{ publication }}",
            "✗ templates: no page is given «nowhere» (uk/readers/welcome.html.j2) → mend it in",
        ),
        (
            "uk/labels.txt.j2",
            "{% macro read() %}{{ a() }}{% endmacro %}{% macro a() %}{% endmacro %}"  # noqa: ISC004
            "{% macro raed() %}{% endmacro %}",
            "; uk/labels.txt.j2: raed: none of ours has this name",
        ),
        (
            "uk/teasers/teaser.html.j2",
            "{{ headline }} – читати",
            "✗ templates: template uk/teasers/teaser.html.j2: a file is not written in UTF-8",
        ),
        (
            "uk/teasers/teaser.html.j2",
            '{% include "teasers/_nope.html.j2" %}',
            "template teasers/teaser: there is no uk/teasers/_nope.html.j2",
        ),
    ],
)
def test_what_is_wrong_with_a_template_of_the_operators_is_said(
    database: Path, tmp_path: Path, name: str, source: str, words: str
) -> None:
    file = tmp_path / "templates" / name
    file.parent.mkdir(parents=True)
    file.write_text(source, "cp1251" if "UTF-8" in words else "utf-8")
    settings = {"DATABASE_URL": address_of(database), "TEMPLATES_DIR": f"{tmp_path}/templates"}
    told = call("doctor", folder=database.parent, settings=settings).out
    assert words in told


@pytest.mark.slow
def test_all_of_our_own_templates_are_fine_where_they_are_laid_over_themselves(
    database: Path,
) -> None:
    settings = {"DATABASE_URL": address_of(database), "TEMPLATES_DIR": str(SHIPPED)}
    told = call("doctor", folder=database.parent, settings=settings).out
    assert "✓ templates: can all be read, and posts be made by them\n" in told
