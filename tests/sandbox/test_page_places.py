"""What the page shows of pins, groups and limits."""

import aiohttp
import pytest
from playwright.async_api import Browser, expect

from bot.sandbox.sandbox_server import Sandbox
from tests.photos import a_jpeg, a_site_with
from tests.sandbox.calls import Bot
from tests.sandbox.stage import Stage

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def test_the_newest_pin_stands_over_the_chat_and_leads_to_its_message(stage: Stage) -> None:
    pin = stage.page.locator("#pinned")
    await stage.watch(stage.reader, stage.channel)
    await expect(stage.page.locator("#title h2")).to_have_text("Світ")
    await expect(pin).to_be_hidden()
    numbers = [await stage.post(stage.channel, f"Новина {number}") for number in range(20)]
    for number in numbers[:2]:
        await stage.bot.call("pinChatMessage", chat_id=stage.channel, message_id=number)
    await expect(pin).to_contain_text("Закріплене повідомлення · 2")
    await expect(pin).to_contain_text("Новина 1")
    first = stage.page.locator(f'li[data-id="{numbers[1]}"]')
    await expect(first).not_to_be_in_viewport()
    await pin.click()
    await expect(first).to_be_in_viewport()
    await stage.bot.call(
        "editMessageText", chat_id=stage.channel, message_id=numbers[1], text="Виправлено"
    )
    await expect(pin).to_contain_text("Виправлено")
    await stage.bot.call("deleteMessage", chat_id=stage.channel, message_id=numbers[1])
    await expect(pin).to_contain_text("Новина 0")
    await stage.bot.call("unpinChatMessage", chat_id=stage.channel)
    await expect(pin).to_be_hidden()
    await stage.watch(stage.reader)
    await expect(pin).to_be_hidden()


@pytest.mark.slow
async def test_a_group_is_made_joined_by_the_bot_and_moved_on_the_page(stage: Stage) -> None:
    page = stage.page
    await stage.watch(stage.editor)
    await page.get_by_role("button", name="Нова група").click()
    await page.get_by_label("Назва групи").fill("Редакція")
    await page.get_by_role("button", name="Створити").click()
    await expect(page.locator("#title p")).to_have_text("група · бота тут немає")
    await page.get_by_role("button", name="Додати бота").click()
    await expect(page.locator(".service")).to_have_text("У групі тепер Вісник")
    (group,) = [c for c in stage.world.chats.channels.values() if c.type == "group"]
    await stage.post(group.id, "Слово бота")
    stage.world.post_in_channel(group.id, "Слово читача", by=stage.reader)
    await page.get_by_role("textbox").fill("Моє слово")
    await page.get_by_role("button", name="Надіслати").click()
    await expect(page.locator(".message.mine")).to_contain_text("Моє слово")
    await expect(page.locator(".message.theirs .author")).to_have_text(["Вісник", "Петро"])
    await page.get_by_role("button", name="Зробити супергрупою").click()
    await expect(page.locator("#title p")).to_have_text("супергрупа · бот – учасник")
    await expect(page.locator("#chats").get_by_role("button", name="Редакція")).to_have_count(1)
    await page.get_by_role("button", name="Прибрати бота").click()
    await expect(page.locator("#title p")).to_have_text("супергрупа · бота тут немає")


@pytest.mark.slow
async def test_what_the_limits_refused_is_counted_in_a_corner(stage: Stage) -> None:
    corner = stage.page.locator("#strictness")
    await stage.watch(stage.reader)
    await expect(stage.page.locator("#messages")).to_contain_text("/start")
    await expect(corner).to_be_hidden()
    stage.world.limits.set(private_per_second=0.001, private_burst=1)
    await stage.post(stage.reader, "Перше")
    for _ in range(2):
        await stage.bot.refused("sendMessage", chat_id=stage.reader, text="Зайве")
    stage.world.give_stars(7.5)
    await expect(corner).to_have_text("Ліміти як у Telegram · відмов 429: 2 · ★ 7,5")
    await stage.page.set_viewport_size({"width": 390, "height": 780})
    await stage.page.get_by_role("button", name="До списку чатів").click()
    await expect(corner).to_be_in_viewport()
    wide = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
    assert not await stage.page.evaluate(wide)


@pytest.mark.slow
async def test_a_hint_leads_to_a_chat_offers_words_and_can_be_dropped(stage: Stage) -> None:
    await stage.watch(stage.editor)
    words = {"uk": "Надішліть /topics", "en": "Send /topics"}
    stage.world.show_hint(words, person=stage.reader, chat_id=stage.reader, say="/topics")
    hint = stage.page.locator("#hint")
    await expect(hint).to_contain_text("Надішліть /topics")
    await hint.get_by_role("button", name="Вписати").click()
    await expect(stage.page.get_by_role("textbox")).to_have_value("/topics")
    await expect(stage.page.locator("#person option:checked")).to_have_text("Петро")
    stage.world.show_hint({"uk": "Гляньте в канал"}, person=stage.reader, chat_id=stage.channel)
    await hint.get_by_role("button", name="Показати").click()
    await expect(stage.page.locator("#title h2")).to_have_text("Світ")
    await stage.page.get_by_role("button", name="Switch the page to English").click()
    await expect(hint).to_contain_text("Гляньте в канал")  # in the one language that it has
    await hint.get_by_role("button", name="No more hints").click()
    await expect(hint).to_be_hidden()
    await stage.page.reload()
    stage.world.show_hint(words)
    await expect(stage.page.locator("#title h2")).to_have_text("Світ")
    await expect(hint).to_be_hidden()


@pytest.mark.slow
async def test_previews_show_pictures_of_the_one_site_that_is_named(browser: Browser) -> None:
    async with (
        a_site_with(a_jpeg()) as site,
        aiohttp.ClientSession() as session,
        Sandbox(pictures_from=site.at(path="")) as sandbox,
    ):
        page = await browser.new_page()
        reader = sandbox.world.add_person("Петро")
        sandbox.world.say(reader, "/start")
        for url in (site.at("/a.jpg"), "https://example.com/b.jpg", site.at("/news/1")):
            options = {"url": url, "prefer_large_media": True}
            await Bot(sandbox, session).send(reader, url, link_preview_options=options)
        await page.goto(f"{sandbox.address}/#{reader}/{reader}")
        await expect(page.locator(".preview")).to_have_count(3)
        shown = page.locator(".preview img")
        await expect(shown).to_have_count(1)
        await expect(shown).to_have_js_property("naturalWidth", 640)
        await page.close()


@pytest.mark.slow
async def test_a_chat_opens_at_its_end_whatever_stands_around_it(stage: Stage) -> None:
    words = {"uk": "Спершу натисніть одну кнопку, а тоді другу. " * 6}
    stage.world.show_hint(words, person=stage.reader, chat_id=stage.reader)
    for number in range(30):
        await stage.post(stage.reader, f"Новина {number}")
    await stage.post(stage.channel, "Не прочитане")
    await stage.watch(stage.reader)
    await expect(stage.page.locator("#hint")).to_be_visible()
    await expect(stage.page.get_by_text("Новина 29").last).to_be_in_viewport(ratio=1)
    await expect(stage.page.locator("#newer")).to_be_hidden()
    await expect(stage.page.locator("#chats .unread")).to_have_count(1)  # of the other chat
