"""What other bots than ours need: keyboards, reactions, inline queries, webhooks."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiogram.types import (
    InlineQueryResultArticle,
    InputTextMessageContent,
    MenuButtonDefault,
    MenuButtonWebApp,
    ReactionTypeEmoji,
    WebAppInfo,
)
from aiohttp import web

from bot.sandbox.sandbox_server import Sandbox
from bot.sandbox.world import World
from tests.sandbox.calls import Bot, control
from tests.sandbox.test_aiogram import aiogram_bot


async def test_a_keyboard_stands_under_the_chat_until_it_is_used_or_taken_away(
    bot: Bot, world: World, reader: int
) -> None:
    rows = [["Так", {"text": "Ні"}]]
    await bot.send(reader, "?", reply_markup={"keyboard": rows, "one_time_keyboard": True})
    assert world.keyboards[reader]["keyboard"] == [[{"text": "Так"}, {"text": "Ні"}]]
    world.say(reader, "Щось інше")
    assert world.keyboards[reader]
    world.say(reader, "Так")
    assert world.keyboards[reader] == {}
    await bot.send(reader, "?", reply_markup={"keyboard": rows})
    world.say(reader, "Так")
    assert world.keyboards[reader]
    await bot.send(reader, "Досить", reply_markup={"remove_keyboard": True})
    assert world.keyboards[reader] == {}
    words = await bot.refused(
        "sendMessage", chat_id=reader, text="?", reply_markup={"keyboard": 1}
    )
    assert words == 'Bad Request: field "keyboard" must be an Array of Arrays'


async def test_the_bot_reacts_and_hears_of_reactions_that_it_asked_for(
    sandbox: Sandbox, world: World, reader: int
) -> None:
    number = world.say(reader, "Добре")
    world.react(reader, reader, number, "🔥")  # nobody has asked for it yet
    async with aiogram_bot(sandbox) as bot:
        await bot.set_message_reaction(reader, number, [ReactionTypeEmoji(emoji="👍")])
        await bot.get_updates(allowed_updates=["message_reaction"], offset=-1)
        world.react(reader, reader, number, "❤")
        update = (await bot.get_updates())[-1]
    assert update.message_reaction is not None
    assert [r.model_dump()["emoji"] for r in update.message_reaction.new_reaction] == ["❤"]
    assert [r.model_dump()["emoji"] for r in update.message_reaction.old_reaction] == ["🔥"]
    assert world.messages(reader)[-1]["reactions"] == ["👍", "❤"]


async def test_no_other_reactions_than_telegrams_are_taken(bot: Bot, reader: int) -> None:
    number = (await bot.send(reader, "а"))["message_id"]
    place = {"chat_id": reader, "message_id": number}
    odd = [{"type": "emoji", "emoji": "🥔"}]
    two = [{"type": "emoji", "emoji": "👍"}] * 2
    assert await bot.refused("setMessageReaction", **place, reaction=odd) == (
        "Bad Request: REACTION_INVALID"
    )
    assert await bot.refused("setMessageReaction", **place, reaction=two) == (
        "Bad Request: REACTIONS_TOO_MANY"
    )


async def test_what_the_bot_offers_inline_is_chosen_and_sent(
    sandbox: Sandbox, world: World, reader: int
) -> None:
    query_id = world.ask_inline(reader, "погода")
    async with aiogram_bot(sandbox) as bot:
        (update,) = await bot.get_updates()
        assert update.inline_query is not None
        assert (update.inline_query.query, update.inline_query.from_user.id) == ("погода", reader)
        text = InputTextMessageContent(message_text="<b>Сонце</b>", parse_mode="HTML")
        offer = InlineQueryResultArticle(id="1", title="Київ", input_message_content=text)
        assert await update.inline_query.answer([offer])
        world.choose_inline(query_id, "1", reader)
        message = (await bot.get_updates(offset=-1))[0].message
    assert message is not None
    assert message.via_bot is not None
    assert (message.text, message.via_bot.id) == ("Сонце", world.bot["id"])


async def test_an_inline_query_is_answered_once_and_with_fifty_at_most(
    bot: Bot, world: World, reader: int
) -> None:
    query = {"inline_query_id": world.ask_inline(reader, "а")}
    text = {"message_text": "б"}
    one = {"type": "article", "id": "1", "title": "в", "input_message_content": text}
    for results, words in (
        ([one | {"id": str(number)} for number in range(51)], "RESULTS_TOO_MUCH"),
        ([one, one], "RESULT_ID_DUPLICATE"),
    ):
        refused = await bot.refused("answerInlineQuery", **query, results=results)
        assert refused == f"Bad Request: {words}"
    for button, words in (
        ({"text": " ", "start_parameter": "a"}, "text is empty"),
        ({"text": "в", "start_parameter": "ї"}, "START_PARAM_INVALID"),
    ):
        refused = await bot.refused("answerInlineQuery", **query, results=[], button=button)
        assert words in refused
    assert await bot.call("answerInlineQuery", **query, results=[one]) is True
    refused = await bot.refused("answerInlineQuery", **query, results=[one])
    assert refused.startswith("Bad Request: query is too old")


# --- webhooks ---------------------------------------------------------------------------------


class Site:
    """A bot's own server: what it was sent, and with which statuses it answers."""

    def __init__(self) -> None:
        self.url = ""
        self.got: list[tuple[dict[str, Any], str | None]] = []
        self.answers: list[web.Response] = []

    async def take(self, request: web.Request) -> web.Response:
        secret = request.headers.get("X-Telegram-Bot-Api-Secret-Token")
        self.got.append((await request.json(), secret))
        return self.answers.pop(0) if self.answers else web.Response()


@pytest.fixture
async def site() -> AsyncIterator[Site]:
    site, app = Site(), web.Application()
    app.router.add_post("/hook", site.take)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    site.url = f"http://127.0.0.1:{runner.addresses[0][1]}/hook"
    yield site
    await runner.cleanup()


async def test_updates_are_sent_to_the_webhook_with_its_secret_and_not_polled_for(
    bot: Bot, world: World, reader: int, site: Site
) -> None:
    await bot.call("setWebhook", url=site.url, secret_token="tell-nobody")
    world.say(reader, "Раз")
    world.say(reader, "Два")
    await world.wait_until(lambda: not world.pending_updates())
    texts = [update["message"]["text"] for update, _ in site.got]
    assert (texts, {secret for _, secret in site.got}) == (["Раз", "Два"], {"tell-nobody"})
    assert await bot.refused("getUpdates") == (
        "Conflict: can't use getUpdates method while webhook is active; "
        "use deleteWebhook to delete the webhook first"
    )
    info = await bot.call("getWebhookInfo")
    assert (info["url"], info["pending_update_count"]) == (site.url, 0)
    assert (await control_state(bot))["listening"] is True
    await bot.call("deleteWebhook")
    world.say(reader, "Три")
    (left,) = await bot.updates()
    assert left["message"]["text"] == "Три"


async def control_state(bot: Bot) -> dict[str, Any]:
    async with bot.session.get(f"{bot.sandbox.address}/sandbox/state") as response:
        state: dict[str, Any] = await response.json()
        return state


async def test_an_update_that_was_not_taken_is_sent_again_when_the_bot_says(
    bot: Bot, world: World, reader: int, site: Site
) -> None:
    site.answers = [
        web.Response(status=500),
        web.Response(status=503, headers={"Retry-After": "1"}),
    ]
    await bot.call("setWebhook", url=site.url)
    world.say(reader, "Раз")
    await world.wait_until(lambda: world.webhook.last_error)
    info = await bot.call("getWebhookInfo")
    wrong = "Wrong response from the webhook: 500 Internal Server Error"
    assert info["last_error_message"] == wrong
    assert info["pending_update_count"] == 1
    await world.wait_until(lambda: not world.pending_updates())
    assert [update["message"]["text"] for update, _ in site.got] == ["Раз"] * 3


async def test_several_chats_are_sent_side_by_side_and_each_in_its_order(
    bot: Bot, world: World, reader: int, site: Site
) -> None:
    other = world.add_person("Олена")
    site.answers = [web.Response(status=503, headers={"Retry-After": "1"})]
    await bot.call("setWebhook", url=site.url)
    for words in ("Раз", "Два"):
        world.say(reader, words)
    await world.wait_until(lambda: world.webhook.last_error)
    world.say(other, "Три")
    await bot.call("setWebhook", url=site.url)  # the same again changes nothing
    assert world.webhook.last_error
    await world.wait_until(lambda: not world.pending_updates())
    texts = [update["message"]["text"] for update, _ in site.got]
    assert texts == ["Раз", "Три", "Раз", "Два"]


async def test_no_more_requests_are_under_way_than_the_bot_wants(
    bot: Bot, world: World, reader: int, site: Site
) -> None:
    site.answers = [web.Response(status=503, headers={"Retry-After": "1"})]
    await bot.call("setWebhook", url=site.url, max_connections=1)
    world.say(reader, "Раз")
    await world.wait_until(lambda: world.webhook.last_error)
    world.say(world.add_person("Олена"), "Два")
    await world.wait_until(lambda: not world.pending_updates())
    assert [update["message"]["text"] for update, _ in site.got] == ["Раз", "Раз", "Два"]


async def test_a_call_in_the_answer_to_an_update_is_carried_out(
    bot: Bot, world: World, reader: int, site: Site
) -> None:
    call = {"method": "sendMessage", "chat_id": reader, "text": "Відповідь"}
    site.answers = [web.json_response(call)]
    await bot.call("setWebhook", url=site.url)
    world.say(reader, "Питання")
    await world.wait_until(lambda: world.calls("sendMessage"))
    assert world.messages(reader)[-1]["text"] == "Відповідь"


@pytest.mark.parametrize(
    ("params", "words"),
    [
        ({"url": "ftp://127.0.0.1"}, "bad webhook: An HTTPS URL must be provided for webhook"),
        (
            {"url": "https://bot.example"},
            "bad webhook: Failed to resolve host: Name or service not known",
        ),
        (
            {"url": "https://localhost", "secret_token": "ї"},
            "secret token contains unallowed characters",
        ),
    ],
)
async def test_a_webhook_that_cannot_be_is_refused(
    bot: Bot, params: dict[str, str], words: str
) -> None:
    assert await bot.refused("setWebhook", **params) == f"Bad Request: {words}"
    assert (await bot.call("getWebhookInfo"))["url"] == ""


async def test_all_this_is_done_over_http_too(bot: Bot, world: World, reader: int) -> None:
    number = world.say(reader, "а")
    await control(bot, "react", person=reader, chat_id=reader, message_id=number, emoji="👍")
    asked = await control(bot, "inline", person=reader, query="б")
    text = {"message_text": "в"}
    one = {"type": "article", "id": "1", "title": "г", "input_message_content": text}
    await bot.call("answerInlineQuery", inline_query_id=asked["query_id"], results=[one])
    chosen = {"query_id": asked["query_id"], "result_id": "1", "chat_id": reader}
    assert "message_id" in await control(bot, "choose", **chosen)
    assert world.messages(reader)[-1]["text"] == "в"


async def test_a_bot_says_of_itself_what_its_start_sets(sandbox: Sandbox, reader: int) -> None:
    async with aiogram_bot(sandbox) as bot:
        assert (await bot.get_my_name()).name == sandbox.world.bot["first_name"]
        await bot.set_my_name("Луна")
        await bot.set_my_name("Echo", language_code="en")
        await bot.set_my_description("Повторює")
        await bot.set_my_short_description("Коротко")
        assert (await bot.get_my_name()).name == "Луна"
        assert (await bot.get_my_name(language_code="en")).name == "Echo"
        assert (await bot.get_my_description(language_code="en")).description == "Повторює"
        assert (await bot.get_my_short_description()).short_description == "Коротко"
        assert (await bot.get_chat_menu_button()).type == "commands"
        own = MenuButtonWebApp(text="Відкрити", web_app=WebAppInfo(url="https://a.example"))
        await bot.set_chat_menu_button(reader, own)
        assert (await bot.get_chat_menu_button(reader)).type == "web_app"
        await bot.set_chat_menu_button(reader, MenuButtonDefault())
        assert (await bot.get_chat_menu_button(reader)).type == "commands"


async def test_a_sticker_goes_back_as_it_came_and_a_place_is_sent(
    bot: Bot, world: World, reader: int
) -> None:
    world.send_sticker(reader)
    sticker = world.messages(reader)[-1]["sticker"]
    await bot.call("sendSticker", chat_id=reader, sticker=sticker["file_id"])
    assert world.messages(reader)[-1]["sticker"]["file_id"] == sticker["file_id"]
    await bot.call("sendLocation", chat_id=reader, latitude=50.45, longitude=30.52)
    assert world.messages(reader)[-1]["location"] == {"latitude": 50.45, "longitude": 30.52}
    assert await bot.refused("sendLocation", chat_id=reader, latitude=1) == (
        "Bad Request: longitude is empty"
    )


@pytest.mark.parametrize("path", ["/bot/getMe", "/bot{token}", "/bot{token}/", "/file/bot{token}"])
async def test_an_address_that_is_none_answers_json_as_well(
    sandbox: Sandbox, bot: Bot, path: str
) -> None:
    address = sandbox.address + path.format(token=sandbox.token)
    async with bot.session.get(address) as answer:
        assert answer.status == 404
        told = await answer.json()
    assert told == {"ok": False, "error_code": 404, "description": "Not Found"}
