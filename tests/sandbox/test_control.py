"""The world over HTTP: deeds, the state, live events, and who may drive it."""

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest

from bot.sandbox.sandbox_server import Sandbox
from bot.sandbox.world import World
from tests.ports import a_free_port
from tests.sandbox.calls import Bot, control


async def seen(bot: Bot, path: str = "state") -> dict[str, Any]:
    async with bot.session.get(f"{bot.sandbox.address}/sandbox/{path}") as response:
        state: dict[str, Any] = await response.json()
        return state


async def test_a_mistake_is_told_by_the_names_that_the_caller_knows(bot: Bot) -> None:
    person = (await control(bot, "people", first_name="Олена"))["id"]
    for path, body, words in (
        ("say", {"person": person}, "missing: text"),
        ("press", {"person": person}, "missing: chat_id, message_id, data"),
        ("say", {"person": person, "text": "а", "words": "б"}, "unknown: words"),
        ("shout", {"person": person}, "there is no POST /sandbox/shout"),
    ):
        assert await control(bot, path, **body) == {"error": words}


async def test_a_whole_story_can_be_told_from_outside(bot: Bot, world: World) -> None:
    person = (await control(bot, "people", first_name="Олена", note="редактор"))["id"]
    channel = (await control(bot, "channels", title="Світ", owner=person))["id"]
    await control(bot, "bot-rights", channel=channel, by=person, can_edit_messages=False)
    await control(bot, "say", person=person, text="/start")
    await control(bot, "file", person=person, name="a.txt", text="Текст")
    await control(bot, "sticker", person=person)
    message = await bot.send(person, "Обери", reply_markup={"inline_keyboard": []})
    place = {"chat_id": person, "message_id": message["message_id"]}
    query = await control(bot, "press", person=person, data="x", **place)
    await control(bot, "post", channel=channel, text="від людини")
    (shown,) = world.messages(channel)
    post = {"chat_id": channel, "message_id": shown["message_id"], "person": person}
    await control(bot, "edit", text="від іншої людини", **post)
    passed_on = (await control(bot, "forward", **post))["message_id"]
    await control(bot, "edit", person=person, text="…", chat_id=person, message_id=1)
    await control(bot, "delete", person=person, chat_id=person, message_id=passed_on)
    await control(bot, "block", person=person)
    await control(bot, "unblock", person=person)
    await control(bot, "open", person=person, url="https://t.me/vistnyk_demo_bot?start=x")
    kinds = [
        next(kind for kind in update if kind != "update_id") for update in await bot.updates()
    ]
    assert kinds == [
        "my_chat_member",
        *["message"] * 3,
        "callback_query",
        "channel_post",
        "edited_channel_post",
        "message",
        "edited_message",
        *["my_chat_member"] * 2,
        "message",
    ]
    assert query["callback_id"] in world.queries
    state = await seen(bot)
    assert state["people"][0]["note"] == "редактор"
    assert "can_edit_messages" not in state["channels"][0]["bot"]["rights"]
    assert [m["text"] for m in state["messages"][str(channel)]] == ["від іншої людини"]
    log = (await seen(bot, "requests?after=0"))["requests"]
    assert [request["method"] for request in log] == ["sendMessage", "getUpdates"]


async def test_groups_and_misfortunes_can_be_told_from_outside_too(
    bot: Bot, reader: int, channel: int
) -> None:
    group = (await control(bot, "groups", title="Редакція", owner=reader))["id"]
    await control(bot, "bot-rights", channel=group, by=reader, status="member")
    new = (await control(bot, "migrate", group=group))["id"]
    shape = {"supergroup": True, "is_forum": True}
    forum = (await control(bot, "groups", title="Форум", owner=reader, **shape))["id"]
    thread = (await control(bot, "topics", group=forum, name="Новини"))["thread"]
    await control(bot, "post", channel=forum, text="у темі", thread=thread)
    await control(bot, "close-topic", group=forum, thread=thread)
    await control(bot, "rename", channel=channel, title="Світ і люди")
    await control(bot, "protect", channel=channel, on=True)
    post = await bot.send(channel, "давнє")
    place = {"chat_id": channel, "message_id": post["message_id"]}
    await bot.call("pinChatMessage", **place)
    await control(bot, "age", hours=48, **place)
    refused = await bot.refused("deleteMessage", **place)
    assert refused == "Bad Request: message can't be deleted"
    assert await control(bot, "stars", stars=2.5) == {"balance": 2.5}
    await control(bot, "faults", kind="slow", probability=0.5, seed=3, times=0, after=1)
    state = await seen(bot)
    shown = {place["id"]: place for place in state["channels"]}
    assert (shown[group]["migrated_to"], shown[new]["type"]) == (new, "supergroup")
    assert shown[forum]["topics"] == {str(thread): {"name": "Новини", "closed": True}}
    assert (shown[channel]["title"], shown[channel]["protected"]) == ("Світ і люди", True)
    assert state["pins"] == {str(channel): [post["message_id"]]}
    assert (state["stars"], state["limits"]["on"]) == (2.5, False)
    await control(bot, "revoke-token")
    assert await bot.refused("getMe") == "Unauthorized"
    await control(bot, "restore-token")
    assert await bot.call("getMe")


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("groups", {"title": "а", "owner": 1, "is_forum": True}),
        ("migrate", {"group": 5}),
        ("age", {"chat_id": 1, "message_id": 1, "hours": 1}),
        ("age", {"chat_id": 1, "message_id": 1, "hours": "1"}),
        ("stars", {"stars": "багато"}),
        ("faults", {"kind": "slow", "after": "1"}),
        ("say", {"person": 5, "text": "а"}),
        ("say", {"text": "а"}),
        ("say", {"person": 1, "text": "а", "nonsense": 1}),
        ("block", {}),
        ("edit", {"person": 1, "chat_id": 1, "message_id": 9, "text": "а"}),
        ("forward", {"person": 1, "chat_id": 1, "message_id": 9}),
        ("channels", {"title": "а", "owner": 5}),
        ("file", {"person": 1, "name": "a", "content_base64": "!"}),
        ("faults", {"kind": "earthquake"}),
        ("people", {"first_name": "а", "id": -5}),
        ("people", {"first_name": 5}),
        ("people", {"first_name": " "}),
        ("say", {"person": "5", "text": "а"}),
        ("bot-rights", {"channel": 1, "by": 1, "can_fly": True}),
    ],
)
async def test_a_mistake_is_told_in_one_sentence(
    bot: Bot, path: str, body: dict[str, Any]
) -> None:
    url = f"{bot.sandbox.address}/sandbox/{path}"
    async with bot.session.post(url, json=body) as response:
        assert response.status == 400
        assert (await response.json())["error"]


async def events(bot: Bot, after: str) -> AsyncIterator[tuple[str, dict[str, Any]]]:
    url = f"{bot.sandbox.address}/sandbox/events"
    async with bot.session.get(url, headers={"Last-Event-ID": after}) as response:
        number = ""
        async for line in response.content:
            name, _, value = line.decode().strip().partition(": ")
            if name == "id":
                number = value
            elif name == "data":
                yield number, json.loads(value)


async def test_changes_are_streamed_live_and_can_be_resumed(
    bot: Bot, world: World, reader: int
) -> None:
    state = await seen(bot)
    start = f"{state['run']}-{state['last']}"
    world.say(reader, "перше")
    async with asyncio.timeout(30):
        async for number, change in events(bot, start):
            assert (change["kind"], change["message"]["text"]) == ("message", "перше")
            seen_last = number
            break
        message = await bot.send(reader, "друге")
        await bot.call("deleteMessage", chat_id=reader, message_id=message["message_id"])
        kinds = []
        async for _, change in events(bot, seen_last):
            kinds.append(change["kind"])
            if len(kinds) == 2:
                break
    assert kinds == ["message", "deleted"]


async def test_a_page_from_before_a_restart_is_told_to_begin_anew(bot: Bot, world: World) -> None:
    async with asyncio.timeout(30):
        async for number, change in events(bot, "otherrun-5"):
            assert change == {"kind": "reset"}
            assert number == f"{world.changes.run}-{world.changes.last}"
            break


@pytest.mark.parametrize(
    "headers",
    [
        {"Host": "evil.example"},
        {"Host": "evil.example:80"},
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://localhost:1"},
        {"Sec-Fetch-Site": "cross-site"},
    ],
)
async def test_no_page_from_elsewhere_may_drive_it(
    bot: Bot, world: World, headers: dict[str, str]
) -> None:
    address = bot.sandbox.address
    body = {"first_name": "Хтось"}
    async with bot.session.post(
        f"{address}/sandbox/people", json=body, headers=headers
    ) as response:
        assert response.status == 403
    async with bot.session.get(
        f"{address}/bot{bot.sandbox.token}/getMe", headers=headers
    ) as response:
        assert response.status == 403
    assert world.chats.people == {}


async def test_a_body_that_is_no_json_is_refused(bot: Bot, world: World) -> None:
    url = f"{bot.sandbox.address}/sandbox/people"
    async with bot.session.post(url, data={"first_name": "Хтось"}) as response:
        assert response.status == 415
    assert world.chats.people == {}


async def test_the_page_may_load_nothing_from_elsewhere(bot: Bot) -> None:
    async with bot.session.get(bot.sandbox.address) as response:
        assert response.status == 200
        policy = response.headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy


async def test_a_taken_port_is_an_error_of_the_system(sandbox: Sandbox) -> None:
    port = int(sandbox.address.rpartition(":")[2])
    with pytest.raises(OSError, match="address already in use"):
        await Sandbox().start(port=port)


async def test_a_stopped_sandbox_starts_again_with_its_world(
    bot: Bot, sandbox: Sandbox, reader: int
) -> None:
    port = a_free_port()
    await sandbox.stop()
    await sandbox.start(port=port)
    await sandbox.stop()
    with pytest.raises(aiohttp.ClientConnectionError):
        await bot.send(reader, "нікому")
    assert await sandbox.start(port=port) == port
    await bot.send(reader, "знову тут")
    assert [message["text"] for message in sandbox.world.messages(reader)] == [
        "/start",
        "знову тут",
    ]
    poll = await bot.answer("getUpdates", timeout=0)
    assert poll["ok"]


async def test_stopping_lets_everybody_who_waits_go() -> None:
    sandbox = Sandbox()
    await sandbox.start()
    async with aiohttp.ClientSession() as session, asyncio.timeout(30):
        bot = Bot(sandbox, session)
        async with asyncio.TaskGroup() as group:
            poll = group.create_task(bot.updates(timeout=50))
            await sandbox.world.wait_until(lambda: sandbox.world.calls("getUpdates"))
            group.create_task(sandbox.stop())
        assert poll.result() == []
