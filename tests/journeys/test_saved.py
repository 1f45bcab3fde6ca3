"""A reader reads an article here, keeps it, shares it, and finds it again."""

import pytest

from bot.domain.buttons import Correct, FollowHere, Read, Retract
from bot.domain.reading_here import ReadAs, TurnText
from bot.domain.saved_buttons import DropSaved, Save
from tests.journeys.desk import OLENA, TARAS, Desk, said_in
from tests.journeys.pages import a_page

FIRST = "Порт Роттердама відкрив зелений термінал"
BODY = "\n\n".join(f"Абзац {n}. {'Робота тривала чотири роки. ' * 50}" for n in range(5))
WORDS = {
    "uk": ("Збережене", "Тут поки порожньо", "Допис у каналі", "Поділитися", "відкликала"),
    "en": ("What you have saved", "nothing here yet", "Post in the channel", "Share", "withdr"),
}


@pytest.mark.slow
@pytest.mark.parametrize("language", ["uk", "en"])
async def test_an_article_is_read_kept_and_found_again(desk: Desk, language: str) -> None:
    """One rich message; in pages, while which it is corrected; kept, and taken back in the end."""
    saved, empty, in_channel, share, withdrawn = WORDS[language]
    channel = await desk.channel(username="svit_news")
    desk.come(TARAS, "Тарас", language_code=language)
    await desk.reader(TARAS)
    article = await desk.publish(a_page(FIRST, body=BODY))
    await desk.settled(article)
    await desk.press(TARAS, lambda p: isinstance(p, Read))
    await desk.press(TARAS, lambda p: isinstance(p, Save) and p.on)
    found = await desk.until(
        lambda: desk.button(TARAS, lambda p: isinstance(p, Save) and not p.on)
    )
    message = desk.world.message(TARAS, found[0])
    assert message is not None
    assert all(f"Абзац {n}." in said_in(message) for n in range(5))
    assert message["rich_message"]["blocks"][0] == {"type": "heading", "text": FIRST, "size": 1}
    buttons = [b for row in message["reply_markup"]["inline_keyboard"] for b in row]
    urls = {button["text"]: button["url"] for button in buttons if "url" in button}
    assert next(url for text, url in urls.items() if in_channel in text).startswith(
        "https://t.me/svit_news/"
    )
    shared = next(url for text, url in urls.items() if share in text)
    assert shared.startswith("https://t.me/share/url?url=https%3A%2F%2Ft.me%2F")
    await desk.press(TARAS, lambda p: isinstance(p, FollowHere) and not p.on)
    await desk.until(lambda: desk.button(TARAS, lambda p: isinstance(p, FollowHere) and p.on))

    # In pages, which turn in place; a press under the old text shows the new one.
    await desk.press(TARAS, lambda p: isinstance(p, ReadAs) and p.paged)
    await desk.until(lambda: desk.button(TARAS, lambda p: isinstance(p, TurnText) and p.page == 1))
    await desk.paste(a_page(FIRST, body=BODY.replace("чотири роки", "п’ять років")))
    await desk.press(OLENA, lambda p: isinstance(p, Correct) and p.marked)
    await desk.until(lambda: desk.posts(channel, "Оновлено"))
    await desk.press(TARAS, lambda p: isinstance(p, TurnText) and p.page == 1)
    shown = await desk.until(lambda: desk.posts(TARAS, "п’ять років"))
    assert shown[0]["message_id"] == found[0]
    assert "Абзац 0." not in shown[0]["text"]

    desk.world.say(TARAS, "/saved")
    listed = await desk.until(lambda: [m for m in desk.posts(TARAS, saved) if FIRST in m["text"]])
    await desk.press(TARAS, lambda p: isinstance(p, DropSaved))
    await desk.until(lambda: desk.posts(TARAS, empty))
    assert desk.posts(TARAS, empty)[0]["message_id"] == listed[0]["message_id"]

    await desk.press(TARAS, lambda p: isinstance(p, ReadAs) and not p.paged)
    await desk.until(lambda: "rich_message" in (desk.world.message(TARAS, found[0]) or {}))
    desk.world.say(OLENA, f"/retract {article}")
    await desk.press(OLENA, lambda p: isinstance(p, Retract) and not p.tell)
    await desk.until(lambda: not desk.posts(channel, FIRST))
    await desk.press(TARAS, lambda p: isinstance(p, ReadAs))
    await desk.until(lambda: any(withdrawn in told for told in desk.popups(TARAS)))
    gone = await desk.until(lambda: desk.posts(TARAS, withdrawn))
    assert gone[0]["message_id"] == found[0]


@pytest.mark.slow
async def test_whoever_forwards_a_channels_post_reads_its_article_here(desk: Desk) -> None:
    channel = await desk.channel()
    desk.world.say(desk.come(TARAS, "Тарас"), "/start")
    await desk.settled(await desk.publish(a_page(FIRST)))
    (post,) = desk.posts(channel, FIRST)
    desk.world.forward(TARAS, channel, post["message_id"])
    rich = await desk.until(
        lambda: [each for each in desk.world.messages(TARAS) if "rich_message" in each]
    )
    assert FIRST in said_in(rich[0])
