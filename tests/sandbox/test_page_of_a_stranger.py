"""What the page tells whoever tries a bot of their own on it."""

import asyncio
import logging

import aiohttp
import pytest
from playwright.async_api import expect

from bot.sandbox.sandbox_server import Sandbox
from tests.sandbox.stage import Stage

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def test_an_empty_sandbox_says_that_nobody_is_here_and_no_stray_words(stage: Stage) -> None:
    async with Sandbox() as empty:
        page = await stage.page.context.new_page()
        await page.goto(empty.address)
        await expect(page.locator("#who")).to_contain_text("Тут ще нікого немає")
        await expect(page.locator("#sidebar")).not_to_contain_text("false")
        await page.close()


async def test_the_composer_has_the_focus_on_a_desk_and_not_on_a_phone(stage: Stage) -> None:
    await stage.watch(stage.reader)
    await expect(stage.page.get_by_role("textbox")).to_be_focused()
    await stage.page.locator("#chats").get_by_role("button", name="Світ").click()
    await stage.page.locator("#chats").get_by_role("button", name="Вісник").click()
    await stage.page.keyboard.type("Добридень")
    await stage.page.keyboard.press("Enter")
    await expect(stage.page.locator(".message.mine").last).to_contain_text("Добридень")
    await stage.page.set_viewport_size({"width": 390, "height": 780})
    await stage.watch(stage.reader)
    await expect(stage.page.get_by_role("textbox")).to_be_visible()
    await expect(stage.page.get_by_role("textbox")).not_to_be_focused()


async def test_back_on_a_phone_leads_from_a_chat_to_the_list_and_never_off_the_page(
    stage: Stage,
) -> None:
    page = stage.page
    await page.set_viewport_size({"width": 390, "height": 780})
    await stage.watch(stage.reader)  # by a link into the chat
    await expect(page.locator("#title h2")).to_be_visible()
    await page.go_back()
    await expect(page.locator("#chats")).to_be_visible()
    await page.locator("#chats").get_by_role("button", name="Світ").click()
    await expect(page.locator("#title h2")).to_have_text("Світ")
    await page.go_back()
    await expect(page.locator("#chats")).to_be_visible()
    await page.locator("#chats").get_by_role("button", name="Вісник").click()
    await page.get_by_role("button", name="До списку чатів").click()
    await expect(page.locator("#chats")).to_be_visible()
    await page.go_back()
    assert page.url == "about:blank"  # from the list it leaves, as one step did before


@pytest.mark.slow
async def test_a_slash_suggests_the_commands_of_the_bots_menu(stage: Stage) -> None:
    words = {"start": "Почати", "stop": "Зупинити", "help": "Довідка"}
    menu = [{"command": name, "description": said} for name, said in words.items()]
    await stage.bot.call("setMyCommands", commands=menu)
    await stage.watch(stage.reader)
    box = stage.page.get_by_role("textbox")
    options = stage.page.locator(".suggestions [role=option]:visible")
    await box.press_sequentially("/")
    await expect(options).to_have_count(3)
    await box.press_sequentially("st")
    await expect(options).to_have_text(["/startПочати", "/stopЗупинити"])
    await box.press("ArrowDown")
    await box.press("Enter")
    await expect(stage.page.locator(".message.mine").last).to_contain_text("/stop")
    await expect(box).to_have_value("")
    await box.press_sequentially("/he")
    await expect(options).to_have_count(1)
    await box.press("Tab")
    await expect(box).to_have_value("/help ")
    await box.fill("/")
    await options.first.click()
    await expect(stage.page.locator(".message.mine").last).to_contain_text("/start")
    await box.fill("/")
    await box.press("Escape")
    await expect(options).to_have_count(0)


@pytest.mark.slow
async def test_it_says_that_no_bot_is_polling_until_one_does(stage: Stage) -> None:
    warning = stage.page.locator("#nobody-listens")
    await stage.watch(stage.reader)
    await expect(warning).to_contain_text("Жоден бот не слухає")
    async with aiohttp.ClientSession() as session, asyncio.TaskGroup() as group:
        url = f"{stage.sandbox.address}/bot{stage.sandbox.token}/getUpdates?timeout=40"
        polling = group.create_task(session.get(url))
        await expect(warning).to_be_hidden()
        await stage.watch(stage.reader)
        await expect(stage.page.locator("#messages")).to_contain_text("/start")
        await expect(warning).to_be_hidden()
        polling.cancel()
    await expect(warning).to_be_visible()


@pytest.mark.slow
async def test_a_method_that_the_sandbox_lacks_is_named(stage: Stage) -> None:
    await stage.watch(stage.reader)
    await stage.bot.refused("sendPoll", chat_id=stage.reader)
    warning = stage.page.locator("#unknown-methods")
    await expect(warning).to_have_text("Пісочниця не знає методу: sendPoll")
    await stage.page.reload()
    await expect(warning).to_have_text("Пісочниця не знає методу: sendPoll")


@pytest.mark.slow
async def test_the_bots_calls_stand_beside_the_chats_when_they_are_asked_for(stage: Stage) -> None:
    rows = stage.page.locator("#requests li")
    await stage.watch(stage.reader)
    await expect(rows).to_have_count(0)
    await stage.bot.updates()
    await stage.post(stage.reader, "Новина")
    await stage.bot.refused("sendMessage", chat_id=99, text="Нікому")
    await stage.page.get_by_role("button", name="Виклики").click()
    await expect(rows).to_have_count(2)
    await expect(rows.first).to_contain_text("sendMessage40099Bad Request: chat not found")
    await expect(rows.last).to_contain_text("sendMessage200Петро")
    await rows.last.locator("summary").click()
    await expect(rows.last.locator("pre")).to_contain_text("Новина")
    await stage.bot.call("getMe")
    await expect(rows).to_have_count(3)
    await expect(rows.last.locator("pre")).to_be_visible()  # what one reads stays open
    await stage.page.get_by_label("разом з getUpdates").check()
    await expect(rows).to_have_count(4)
    await stage.page.get_by_role("button", name="Закрити").click()
    await expect(stage.page.locator("#requests")).to_be_hidden()


@pytest.mark.slow
async def test_a_closed_tab_leaves_no_word_in_the_terminal(
    stage: Stage, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    url = f"{stage.sandbox.address}/sandbox/events?after={stage.world.changes.run}-0"
    for _ in range(3):
        async with aiohttp.ClientSession() as session, session.get(url) as events:
            await events.content.readline()
        for number in range(20):  # the server writes on to a tab that is gone
            stage.world.say(stage.reader, f"Слово {number}")
            await asyncio.sleep(0.002)
    assert [record.getMessage() for record in caplog.records if record.name != "asyncio"] == []
