"""The page in a real browser, against the sandbox alone; the bot's side is played by hand."""

from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import expect

from bot.sandbox.sandbox_server import Sandbox
from tests.photos import a_jpeg
from tests.ports import a_free_port
from tests.sandbox.stage import Stage

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def test_what_the_bot_writes_appears_and_changes_without_a_reload(stage: Stage) -> None:
    await stage.watch(stage.reader)
    messages = stage.page.locator("#messages")
    await expect(messages).to_contain_text("/start")
    number = await stage.post(stage.reader, "<b>Новина</b> дня")
    await expect(messages.locator("strong")).to_have_text("Новина")
    place = {"chat_id": stage.reader, "message_id": number}
    await stage.bot.call("editMessageText", text="Виправлено", **place)
    await expect(messages).to_contain_text("Виправлено")
    await expect(messages.locator(".edited")).to_have_text("змінено")
    await stage.bot.call("deleteMessage", **place)
    await expect(messages).not_to_contain_text("Виправлено")


async def test_a_press_reaches_the_bot_and_its_answer_is_shown(stage: Stage) -> None:
    row = [{"text": "Слово", "callback_data": "a"}, {"text": "Вікно", "callback_data": "b"}]
    await stage.post(stage.reader, "Обери", reply_markup={"inline_keyboard": [row]})
    await stage.watch(stage.reader)
    for label, data, alert in (("Слово", "a", False), ("Вікно", "b", True)):
        await stage.page.get_by_role("button", name=label).click()
        await stage.world.wait_until(stage.world.pending_updates)
        update = (await stage.bot.updates())[-1]
        await stage.bot.updates(offset=update["update_id"] + 1)
        query = update["callback_query"]
        assert (query["data"], query["from"]["id"]) == (data, stage.reader)
        answer = {"text": f"Чую {label}", "show_alert": alert}
        await stage.bot.call("answerCallbackQuery", callback_query_id=query["id"], **answer)
        shown = stage.page.get_by_role("dialog") if alert else stage.page.locator(".toast")
        await expect(shown).to_contain_text(f"Чую {label}")
    await stage.page.get_by_role("button", name="Гаразд").click()
    await expect(stage.page.get_by_role("dialog")).to_have_count(0)
    await expect(stage.page.locator(".waiting")).to_have_count(0)


async def test_focus_stays_at_the_pressed_button_when_the_message_changes(stage: Stage) -> None:
    def markup(*labels: str) -> dict[str, Any]:
        return {"inline_keyboard": [[{"text": t, "callback_data": t} for t in labels]]}

    number = await stage.post(stage.reader, "Теми", reply_markup=markup("Світ", "Спорт"))
    await stage.watch(stage.reader)
    await stage.page.get_by_role("button", name="Спорт").press("Enter")
    await stage.world.wait_until(stage.world.pending_updates)
    place = {"chat_id": stage.reader, "message_id": number}
    await stage.bot.call("editMessageReplyMarkup", reply_markup=markup("Світ", "✓ Спорт"), **place)
    await expect(stage.page.get_by_role("button", name="✓ Спорт")).to_be_focused()


async def test_hostile_words_are_inert(stage: Stage) -> None:
    attack = "<img src=x onerror=\"document.title='pwned'\"><script>alert(1)</script>"
    stage.world.add_person(attack, note=attack)
    villain = stage.world.add_channel(attack, stage.reader)
    stage.world.post_in_channel(villain, attack)
    stage.world.say(stage.reader, attack)
    stage.world.send_file(stage.reader, attack, b"x", caption=attack)
    entities = [{"type": "text_link", "offset": 0, "length": 4, "url": "javascript:alert(1)"}]
    markup = {"inline_keyboard": [[{"text": attack, "callback_data": attack[:64]}]]}
    await stage.bot.send(stage.reader, attack, entities=entities, reply_markup=markup)
    for chat in (stage.reader, villain):
        await stage.watch(stage.reader, chat)
        await expect(stage.page.locator("#messages")).to_contain_text(attack)
        await expect(stage.page.locator("img, #messages script, #chats script")).to_have_count(0)
        await expect(stage.page.locator('a[href^="javascript"]')).to_have_count(0)
    assert "pwned" not in await stage.page.title()


@pytest.mark.slow
async def test_a_long_page_is_pasted_and_sent_as_the_apps_do(stage: Stage) -> None:
    await stage.watch(stage.editor)
    area = stage.page.get_by_role("textbox")
    await area.fill("Рядок.\n" * 1000)
    await area.press("Enter")
    await expect(area).to_have_value("")
    updates = await stage.world.wait_until(lambda: stage.world.pending_updates() == 2)
    assert updates
    texts = [update["message"]["text"] for update in await stage.bot.updates()]
    assert sum(text.count("Рядок.") for text in texts) in (999, 1000)
    assert len(texts[0]) in (4095, 4096)


async def test_a_file_is_attached(stage: Stage, tmp_path: Path) -> None:
    article = tmp_path / "стаття.txt"
    article.write_text("Заголовок\n\nТекст", encoding="utf-8")
    await stage.watch(stage.editor)
    await stage.page.locator("input[type=file]").set_input_files(article)
    await expect(stage.page.locator(".document")).to_contain_text("стаття.txt")
    (update,) = await stage.bot.updates()
    file_id = update["message"]["document"]["file_id"]
    assert stage.world.files.get(file_id).content.decode() == "Заголовок\n\nТекст"


async def test_a_message_is_answered_with_words_and_with_an_album(
    stage: Stage, tmp_path: Path
) -> None:
    number = await stage.post(stage.editor, "Картка №1")
    await stage.watch(stage.editor)
    card = stage.page.locator(f'li[data-id="{number}"]')
    await card.get_by_role("button", name="Відповісти").click()
    answered = stage.page.locator("#composer .answered")
    await expect(answered).to_contain_text("Картка №1")
    await stage.page.get_by_role("textbox").fill("Інший заголовок")
    await stage.page.get_by_role("textbox").press("Enter")
    await expect(answered).to_have_count(0)
    await expect(stage.page.locator(".message.mine .replied")).to_have_text("Картка №1")
    await card.get_by_role("button", name="Відповісти").click()
    await answered.get_by_role("button", name="Не відповідати").click()
    await expect(answered).to_have_count(0)
    await card.get_by_role("button", name="Відповісти").click()
    for name in ("a.jpg", "b.jpg"):
        (tmp_path / name).write_bytes(a_jpeg())
    await stage.page.locator("input[type=file]").set_input_files(
        [tmp_path / "a.jpg", tmp_path / "b.jpg"]
    )
    await expect(stage.page.locator(".message.goes-on")).to_have_count(1)
    words, *pictures = [update["message"] for update in await stage.bot.updates()]
    assert words["reply_to_message"]["message_id"] == number
    assert {one["reply_to_message"]["message_id"] for one in pictures} == {number}
    assert len({one["media_group_id"] for one in pictures}) == 1
    assert len(pictures) == 2


async def test_a_start_link_in_a_channel_opens_the_bot_and_says_it(stage: Stage) -> None:
    url = f"https://t.me/{stage.world.bot['username']}?start=a-12"
    markup = {"inline_keyboard": [[{"text": "Читати", "url": url}]]}
    await stage.post(stage.channel, "Новина", reply_markup=markup)
    await stage.watch(stage.reader, stage.channel)
    await stage.page.get_by_role("link", name="Читати").click()
    await expect(stage.page.locator("#title h2")).to_have_text("Вісник")
    await expect(stage.page.locator("#messages")).to_contain_text("/start a-12")
    (update,) = await stage.bot.updates()
    assert update["message"]["from"]["id"] == stage.reader


async def test_entities_stand_at_their_utf16_places(stage: Stage) -> None:
    await stage.post(
        stage.channel,
        "😀😀 <b>жирний <i>обидва</i></b> <tg-spoiler>таємне</tg-spoiler> #світ "
        '<a href="https://example.com/a">посилання</a>'
        "<blockquote expandable>1\n2\n3\n4\n5</blockquote>",
    )
    await stage.watch(stage.reader, stage.channel)
    text = stage.page.locator(".text")
    await expect(text.locator("strong")).to_have_text("жирний обидва")
    await expect(text.locator("strong em")).to_have_text("обидва")
    await expect(text.locator(".hashtag")).to_have_text("#світ")
    await expect(text.locator("a")).to_have_attribute("href", "https://example.com/a")
    await expect(stage.page.locator(".preview")).to_contain_text("example.com")
    await expect(text.locator(".spoiler > span")).to_be_hidden()
    await text.locator(".spoiler").press("Enter")
    await expect(text.locator(".spoiler > span")).to_be_visible()
    await text.get_by_role("button", name="Показати повністю").click()
    await expect(text.get_by_role("button", name="Згорнути")).to_be_visible()


async def test_a_preview_that_is_switched_off_is_not_shown(stage: Stage) -> None:
    link = '<a href="https://example.com/a">а</a>'
    await stage.post(stage.channel, link, link_preview_options={"is_disabled": True})
    await stage.post(stage.channel, link, link_preview_options={"url": "https://example.org/"})
    await stage.watch(stage.reader, stage.channel)
    await expect(stage.page.locator(".preview")).to_have_count(1)
    await expect(stage.page.locator(".preview b")).to_have_text("example.org")


async def test_reading_is_not_disturbed_by_what_comes_in(stage: Stage) -> None:
    for number in range(40):
        await stage.post(stage.channel, f"Новина {number}")
    await stage.watch(stage.reader, stage.channel)
    scroll = stage.page.locator("#scroll")
    await expect(stage.page.locator("#messages")).to_contain_text("Новина 39")
    await scroll.evaluate("element => { element.scrollTop = 300; }")
    newer = stage.page.get_by_role("button", name="До нових повідомлень")
    await expect(newer).to_be_visible()
    await stage.post(stage.channel, "Найновіша", disable_notification=True)
    await expect(stage.page.locator("#messages")).to_contain_text("Найновіша")
    assert await scroll.evaluate("element => element.scrollTop") == 300
    await expect(stage.page.locator("#chats .unread")).to_have_text("1")
    await newer.click()
    await expect(stage.page.get_by_text("Найновіша").last).to_be_in_viewport()
    await expect(stage.page.locator("#chats .unread")).to_have_count(0)
    await expect(stage.page.get_by_role("img", name="без звуку")).to_have_count(1)


async def test_the_bot_is_blocked_and_made_administrator_by_buttons(stage: Stage) -> None:
    await stage.watch(stage.editor)
    await stage.page.get_by_role("button", name="Заблокувати бота").click()
    await expect(stage.page.locator("#title p")).to_have_text("Ви заблокували бота")
    await stage.page.locator("#composer").get_by_role("button", name="Розблокувати бота").click()
    await expect(stage.page.get_by_role("textbox")).to_be_visible()
    await stage.page.locator("#chats").get_by_role("button", name="Світ").click()
    await stage.page.get_by_role("button", name="Забрати права в бота").click()
    await stage.page.get_by_role("button", name="Зробити бота адміністратором").click()
    await expect(stage.page.get_by_role("button", name="Забрати права в бота")).to_be_visible()
    changes = [update["my_chat_member"] for update in await stage.bot.updates()]
    statuses = [change["new_chat_member"]["status"] for change in changes]
    assert statuses == ["kicked", "member", "left", "administrator"]


@pytest.mark.slow
async def test_the_menu_of_commands_works_by_keyboard(stage: Stage) -> None:
    commands = [{"command": name, "description": name} for name in ("start", "topics")]
    await stage.watch(stage.reader)
    await expect(stage.page.locator("#messages")).to_contain_text("/start")
    await stage.bot.call("setMyCommands", commands=commands)
    await stage.page.get_by_role("button", name="Меню команд").press("Enter")
    await stage.page.keyboard.press("ArrowDown")
    await stage.page.keyboard.press("Enter")
    await expect(stage.page.locator("#messages")).to_contain_text("/topics")


@pytest.mark.slow
async def test_a_person_and_a_channel_are_made_on_the_page(stage: Stage) -> None:
    await stage.watch(stage.reader)
    await stage.page.get_by_role("button", name="Нова людина").click()
    await stage.page.get_by_label("Ім’я").fill("Марія")
    await stage.page.get_by_role("button", name="Створити").click()
    await expect(stage.page.locator("#person option:checked")).to_have_text("Марія")
    await stage.page.get_by_role("button", name="Розпочати").click()
    await expect(stage.page.get_by_role("textbox")).to_be_visible()
    await stage.page.get_by_role("button", name="Новий канал").click()
    await stage.page.get_by_label("Назва каналу").fill("Культура")
    await stage.page.get_by_role("button", name="Створити").click()
    await expect(stage.page.locator("#title h2")).to_have_text("Культура")
    await stage.page.get_by_role("textbox").fill("Перший допис")
    await stage.page.get_by_role("button", name="Надіслати").click()
    await expect(stage.page.locator(".message.post")).to_contain_text("Перший допис")


@pytest.mark.slow
async def test_it_works_at_a_phones_width_and_in_english(stage: Stage) -> None:
    await stage.page.set_viewport_size({"width": 390, "height": 780})
    await stage.page.goto(f"{stage.sandbox.address}/#{stage.reader}")
    await stage.page.get_by_role("button", name="Switch the page to English").click()
    await expect(stage.page.get_by_text("Watching as")).to_be_visible()
    await stage.page.locator("#chats").get_by_role("button", name="Світ").click()
    await expect(stage.page.locator("#title h2")).to_be_visible()
    await expect(stage.page.locator("#sidebar")).to_be_hidden()
    wide = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
    assert not await stage.page.evaluate(wide)
    await stage.page.get_by_role("button", name="To the list of chats").click()
    await expect(stage.page.locator("#sidebar")).to_be_visible()


@pytest.mark.slow
async def test_the_page_finds_its_way_back_after_a_restart_of_the_sandbox(stage: Stage) -> None:
    port = a_free_port()  # which nobody else is given meanwhile
    await stage.sandbox.stop()
    await stage.sandbox.start(port=port)
    await stage.watch(stage.reader)
    await expect(stage.page.locator("#messages")).to_contain_text("/start")
    await stage.sandbox.stop()
    await expect(stage.page.locator("#offline")).to_be_visible()
    again = Sandbox()
    again.world.add_person("Дарина")
    await again.start(port=port)
    try:
        chosen = stage.page.locator("#person option:checked")
        await expect(chosen).to_have_text("Дарина")
        await expect(stage.page.locator("#offline")).to_be_hidden()
    finally:
        await again.stop()
