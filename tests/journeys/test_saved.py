"""A reader reads an article here, keeps it, shares it, and finds it again."""

import pytest

from bot.domain.buttons import FollowHere, Read
from bot.domain.press import Press
from bot.domain.saved_buttons import DropSaved, Save
from tests.journeys.desk import TARAS, Desk
from tests.journeys.pages import a_page

FIRST = "Порт Роттердама відкрив зелений термінал"
WORDS = {
    "uk": ("Збережене", "Тут поки порожньо", "Допис у каналі", "Поділитися"),
    "en": ("What you have saved", "nothing here yet", "Post in the channel", "Share"),
}


def is_kept(press: Press) -> bool:
    return isinstance(press, Save) and not press.on


@pytest.mark.parametrize("language", ["uk", "en"])
async def test_an_article_is_read_kept_and_found_again(desk: Desk, language: str) -> None:
    saved, empty, in_channel, share = WORDS[language]
    await desk.channel(username="svit_news")
    desk.come(TARAS, "Тарас", language_code=language)
    await desk.reader(TARAS)
    article = await desk.publish(a_page(FIRST))
    await desk.settled(article)
    await desk.press(TARAS, lambda p: isinstance(p, Read))
    await desk.press(TARAS, lambda p: isinstance(p, Save) and p.on)
    found = await desk.until(
        lambda: desk.button(TARAS, lambda p: isinstance(p, Save) and not p.on)
    )
    message = desk.world.message(TARAS, found[0])
    assert message is not None
    buttons = [b for row in message["reply_markup"]["inline_keyboard"] for b in row]
    urls = {button["text"]: button["url"] for button in buttons if "url" in button}
    assert next(url for text, url in urls.items() if in_channel in text).startswith(
        "https://t.me/svit_news/"
    )
    shared = next(url for text, url in urls.items() if share in text)
    assert shared.startswith("https://t.me/share/url?url=https%3A%2F%2Ft.me%2F")
    await desk.press(TARAS, lambda p: isinstance(p, FollowHere) and not p.on)
    await desk.until(lambda: desk.button(TARAS, lambda p: isinstance(p, FollowHere) and p.on))

    desk.world.say(TARAS, "/saved")
    listed = await desk.until(lambda: [m for m in desk.posts(TARAS, saved) if FIRST in m["text"]])
    await desk.press(TARAS, lambda p: isinstance(p, DropSaved))
    await desk.until(lambda: desk.posts(TARAS, empty))
    assert desk.posts(TARAS, empty)[0]["message_id"] == listed[0]["message_id"]
