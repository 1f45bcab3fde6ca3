"""From a pasted page to the channel and the reader."""

from bot.domain.buttons import FollowHere, Publish
from tests.journeys.desk import OLENA, TARAS, Desk
from tests.journeys.pages import a_page

HEADLINE = "Порт Роттердама відкрив зелений термінал"


async def test_a_pasted_page_becomes_a_post_in_its_channel_and_in_its_followers_chat(
    desk: Desk,
) -> None:
    channel = await desk.channel()
    await desk.reader(TARAS)

    card = await desk.paste(a_page())
    assert HEADLINE in card["text"]
    await desk.press(OLENA, lambda p: isinstance(p, Publish) and not p.breaking)

    await desk.until(lambda: desk.posts(channel, HEADLINE))
    teaser = (await desk.until(lambda: desk.posts(TARAS, HEADLINE)))[0]
    assert len(desk.posts(channel, HEADLINE)) == 1
    (post,) = desk.posts(channel, HEADLINE)
    assert post["text"].endswith("#Світ")
    assert "Перші кораблі без викидів" in post["text"]
    assert {"type": "bold"}.items() <= next(
        e for e in post["entities"] if e["type"] == "bold"
    ).items()
    assert post["text"].startswith(HEADLINE)
    (link,) = [e["url"] for e in post["entities"] if e["type"] == "text_link"]
    assert link.startswith("https://t.me/vistnyk_demo_bot?start=a")
    assert desk.button(TARAS, lambda p: isinstance(p, FollowHere) and not p.on)
    assert teaser["reply_markup"]["inline_keyboard"]


async def test_the_answer_names_the_channel_and_follows_the_progress_to_its_end(
    desk: Desk,
) -> None:
    await desk.channel()
    await desk.reader(TARAS)
    article_id = await desk.publish(a_page())
    await desk.settled(article_id)

    def final_report() -> list[str]:
        return [t for t in desk.texts(OLENA) if "Світ" in t and "✅" in t and "1 з 1" in t]

    assert await desk.until(final_report)


async def test_an_article_is_published_once_however_often_the_button_is_pressed(
    desk: Desk,
) -> None:
    channel = await desk.channel()
    await desk.reader(TARAS)
    card = await desk.paste(a_page())
    message_id, data = await desk.until(
        lambda: desk.button(OLENA, lambda p: isinstance(p, Publish) and not p.breaking)
    )
    for _ in range(5):
        desk.world.press(OLENA, OLENA, message_id, data)
    await desk.until(lambda: desk.posts(channel, HEADLINE))
    await desk.until(lambda: desk.posts(TARAS, HEADLINE))
    await desk.settled(1)
    assert card["message_id"]
    assert len(desk.posts(channel, HEADLINE)) == 1
    assert len(desk.posts(TARAS, HEADLINE)) == 1


async def test_a_link_on_the_page_is_the_teasers_link_and_its_preview(desk: Desk) -> None:
    channel = await desk.channel()
    link = "https://example.com/news/zelenyi-terminal"
    await desk.publish(a_page(link=link))
    (post,) = await desk.until(lambda: desk.posts(channel, HEADLINE))
    assert post["link_preview_options"]["url"] == link
    assert any(e.get("url") == link for e in post["entities"])
