"""The page shows what other bots than ours send, and people answer it there."""

import asyncio
import base64
from typing import Any

import pytest
from playwright.async_api import expect

from tests.sandbox.stage import Stage
from tests.sandbox.test_media import upload

pytestmark = pytest.mark.asyncio(loop_scope="module")

_SOON = 20.0  # seconds within which the page has to have asked
PICTURE = base64.b64decode("R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7")  # 1 × 1


async def test_an_album_is_shown_and_what_came_by_an_address_by_its_name(stage: Stage) -> None:
    await stage.watch(stage.reader)
    media = [{"type": "photo", "media": "attach://a"}] * 2
    await upload(stage.bot, "sendMediaGroup", {"a": PICTURE}, chat_id=stage.reader, media=media)
    pictures = stage.page.locator(".message[data-album] img")
    await expect(pictures).to_have_count(2)
    await upload(stage.bot, "sendMediaGroup", {"a": PICTURE}, chat_id=stage.reader, media=media)
    await expect(pictures).to_have_count(4)
    await expect(stage.page.locator(".message.goes-on")).to_have_count(2)  # one of each
    drawn = "image => image.decode().then(() => image.naturalWidth)"
    assert await pictures.first.evaluate(drawn) == 1
    video = "https://bot.example/films/cat.mp4"
    await stage.bot.call("sendVideo", chat_id=stage.reader, video=video, caption="Кіт")
    await expect(stage.page.locator(".message").last).to_contain_text("cat.mp4")
    await expect(stage.page.locator(".message").last).to_contain_text("Кіт")


@pytest.mark.slow
async def test_the_keys_of_a_keyboard_send_their_text(stage: Stage) -> None:
    keys = stage.page.locator("#keyboard button")
    await stage.watch(stage.reader)
    markup = {"keyboard": [["Так", "Ні"]], "one_time_keyboard": True}
    await stage.post(stage.reader, "Згода?", reply_markup=markup)
    await expect(keys).to_have_text(["Так", "Ні"])
    await keys.first.click()
    await expect(stage.page.locator(".message.mine").last).to_contain_text("Так")
    await expect(keys).to_have_count(0)


@pytest.mark.slow
async def test_a_button_is_shown_in_its_colour(stage: Stage) -> None:
    await stage.watch(stage.reader)
    keys = [
        {"text": text, "callback_data": text, "style": style}
        for text, style in (("Так", "success"), ("Ні", "danger"), ("Ще", "primary"))
    ]
    plain = {"text": "Далі", "callback_data": "Далі"}
    await stage.post(stage.reader, "Згода?", reply_markup={"inline_keyboard": [[*keys, plain]]})
    shown = stage.page.locator(".message").last.locator(".key")
    colour = "key => getComputedStyle(key).backgroundColor"
    await expect(shown).to_have_count(4)
    seen = {await key.evaluate(colour) for key in await shown.all()}
    assert len(seen) == 4


@pytest.mark.slow
async def test_what_the_bot_offers_inline_is_chosen_on_the_page(stage: Stage) -> None:
    await stage.watch(stage.reader)
    await stage.page.get_by_role("textbox").fill("@vistnyk_demo_bot погода")
    query = await _asked_inline(stage, "погода")
    assert query["chat_type"] == "sender"
    text: dict[str, Any] = {"message_text": "Сонячно"}
    one = {"type": "article", "id": "1", "title": "Київ", "input_message_content": text}
    preview = {"url": "https://news.example/1.jpg", "prefer_large_media": True}
    text |= {"link_preview_options": preview}
    above = {"text": "Погода в боті", "start_parameter": "weather"}
    answer = {
        "inline_query_id": query["id"],
        "results": [one],
        "next_offset": "1",
        "button": above,
    }
    await stage.bot.call("answerInlineQuery", **answer)
    await stage.page.get_by_role("button", name="Показати ще").click()
    further = await _asked_inline(stage, "погода", "1")
    other = one | {"id": "2", "title": "Львів", "thumbnail_url": "https://news.example/2.jpg"}
    answer = {"inline_query_id": further["id"], "results": [other]}
    await stage.bot.call("answerInlineQuery", **answer)
    await expect(stage.page.get_by_role("menuitem")).to_have_text(["Київ", "Львів"])
    await expect(stage.page.get_by_role("button", name="Показати ще")).to_have_count(0)
    await stage.page.get_by_role("menuitem", name="Львів").click()
    shown = stage.page.locator(".message.mine").last
    await expect(shown).to_contain_text("через @vistnyk_demo_botСонячно")
    await expect(stage.page.get_by_role("textbox")).to_have_value("")
    assert stage.world.messages(stage.reader)[-1]["link_preview_options"] == preview

    await stage.page.get_by_role("textbox").fill("@vistnyk_demo_bot сніг")
    query = await _asked_inline(stage, "сніг")
    answer = {"inline_query_id": query["id"], "results": [], "button": above}
    await stage.bot.call("answerInlineQuery", **answer)
    await stage.page.get_by_role("button", name="Погода в боті").click()
    await expect(stage.page.locator(".message.mine").last).to_contain_text("/start weather")


async def _asked_inline(stage: Stage, words: str, offset: str = "") -> dict[str, Any]:
    """The query that the page sends, among whatever else comes."""
    behind = 0
    async with asyncio.timeout(_SOON):
        while True:
            for update in await stage.bot.updates(offset=behind, timeout=1):
                behind = update["update_id"] + 1
                query: dict[str, Any] = update.get("inline_query", {})
                if (query.get("query"), query.get("offset")) == (words, offset):
                    return query


@pytest.mark.slow
async def test_a_rich_message_is_laid_out_and_nothing_in_it_is_markup(stage: Stage) -> None:
    attack = "<img src=x onerror=alert(1)>" + "довге" * 60
    link = {"type": "url", "text": attack, "url": "https://news.example/"}
    words = {"type": "paragraph", "text": [{"type": "bold", "text": attack}, link]}
    photo = {"type": "photo", "media": "https://news.example/1.jpg"}
    blocks = [
        {"type": "heading", "text": attack, "size": 1},
        words,
        {"type": "photo", "photo": photo, "caption": {"text": attack}},
        {"type": "blockquote", "blocks": [words]},
        {"type": "expandable_blockquote", "text": words["text"]},
        {"type": "divider"},
        {"type": "list", "items": [{"blocks": [words]}]},
    ]
    sent = {"chat_id": stage.reader, "rich_message": {"blocks": blocks}}
    await stage.bot.call("sendRichMessage", **sent)
    await stage.page.set_viewport_size({"width": 360, "height": 800})
    await stage.watch(stage.reader)
    shown = stage.page.locator(".rich")
    for inner in ("h1", "p > strong", "figure figcaption", "blockquote p", "hr", "ul > li > p"):
        await expect(shown.locator(inner)).not_to_have_count(0)
    await expect(shown.locator("h1")).to_have_text(attack)
    await expect(shown.locator("img[src=x]")).to_have_count(0)
    wide = "document.documentElement.scrollWidth"
    assert await stage.page.evaluate(wide) <= 360
    await stage.page.set_viewport_size({"width": 1280, "height": 800})


@pytest.mark.slow
async def test_reactions_and_what_the_bot_is_about_to_do_are_shown(stage: Stage) -> None:
    await stage.watch(stage.reader)
    number = await stage.post(stage.reader, "Новина")
    place = {"chat_id": stage.reader, "message_id": number}
    reaction = [{"type": "emoji", "emoji": "🔥"}]
    await stage.bot.call("setMessageReaction", **place, reaction=reaction)
    message = stage.page.locator(f'li[data-id="{number}"]')
    await expect(message.locator(".reaction")).to_have_text("🔥 1")
    await message.locator(".foot").dblclick()
    await expect(message.locator(".reaction")).to_have_text(["🔥 1", "👍 1"])
    await message.get_by_role("button", name="👍 1").click()
    await expect(message.locator(".reaction")).to_have_text(["🔥 1"])
    await stage.bot.call("sendChatAction", chat_id=stage.reader, action="typing")
    await expect(stage.page.locator("#title p")).to_have_text("друкує…")
    await stage.post(stage.reader, "Далі")
    await expect(stage.page.locator("#title p")).to_have_text("бот · @vistnyk_demo_bot")
