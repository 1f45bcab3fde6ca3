"""People change, take away and pass on messages on the page."""

from pathlib import Path

import pytest
from playwright.async_api import expect

from tests.photos import a_jpeg
from tests.sandbox.stage import Stage

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest.mark.slow
async def test_a_message_is_changed_passed_on_and_taken_away(stage: Stage) -> None:
    page = stage.page
    await stage.post(stage.channel, "<b>Міст</b> відкрили")
    await stage.watch(stage.reader, stage.channel)
    await expect(page.get_by_role("button", name="Переслати боту")).to_have_count(1)
    await expect(page.get_by_role("button", name="Змінити")).to_have_count(0)
    await stage.watch(stage.editor, stage.channel)
    await page.get_by_role("button", name="Змінити", exact=True).click()
    area = page.get_by_role("textbox")
    await expect(area).to_have_value("Міст відкрили")
    await area.fill("Міст закрили")
    await area.press("Enter")
    await expect(page.locator(".message .edited")).to_have_text("змінено")
    await expect(page.locator(".message strong")).to_have_text("Міст")
    await expect(area).to_have_value("")
    await page.get_by_role("button", name="Переслати боту").click()
    await expect(page.locator("#title h2")).to_have_text("Вісник")
    forwarded = page.locator(".message", has_text="Переслано з Світ")
    await expect(forwarded).to_contain_text("Міст закрили")
    await expect(forwarded.get_by_role("button", name="Змінити")).to_have_count(0)
    await forwarded.get_by_role("button", name="Видалити").click()
    await expect(forwarded).to_have_count(0)


@pytest.mark.slow
async def test_who_thinks_better_of_a_change_has_an_empty_line_again(stage: Stage) -> None:
    await stage.watch(stage.editor)
    await stage.page.get_by_role("button", name="Змінити", exact=True).click()
    await expect(stage.page.get_by_role("textbox")).to_have_value("/start")
    await stage.page.get_by_role("button", name="Не змінювати").click()
    await expect(stage.page.get_by_role("textbox")).to_have_value("")
    await stage.page.get_by_role("textbox").fill("Нове")
    await stage.page.get_by_role("textbox").press("Enter")
    await expect(stage.page.locator(".message.mine .text")).to_have_text(["/start", "Нове"])


@pytest.mark.slow
async def test_an_album_has_its_words_beneath_and_is_passed_on_whole(
    stage: Stage, tmp_path: Path
) -> None:
    names = [tmp_path / f"{number}.jpg" for number in range(3)]
    for name in names:
        name.write_bytes(a_jpeg())
    await stage.watch(stage.editor)
    page = stage.page
    await page.get_by_role("textbox").fill("Троє на причалі")
    await page.locator("input[type=file]").set_input_files(names)
    album = page.locator("li[data-album]")
    await expect(album).to_have_count(3)
    await expect(album.nth(2).locator(".text")).to_have_text("Троє на причалі")
    await expect(page.get_by_role("textbox")).to_have_value("")
    await album.nth(2).get_by_role("button", name="Змінити").click()
    await page.get_by_role("textbox").fill("Двоє на причалі")
    await page.get_by_role("textbox").press("Enter")
    await expect(album.nth(2).locator(".text")).to_have_text("Двоє на причалі")
    await expect(album.locator(".text")).to_have_count(1)
    await expect(album.nth(2).locator(".edited")).to_be_visible()
    await album.nth(2).get_by_role("button", name="Переслати боту").click()
    await expect(album).to_have_count(6)
    await expect(album.nth(5)).to_contain_text("Двоє на причалі")
    told = [update["message"] for update in await stage.bot.updates() if "message" in update]
    groups = [message["media_group_id"] for message in told]
    assert len(set(groups[:3])) == len(set(groups[3:])) == 1
    assert groups[0] != groups[3]
