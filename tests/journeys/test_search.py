"""A reader writes words and finds articles: here, on the site, in the channel; in both tongues."""

from datetime import timedelta

import pytest

from bot.domain.search_buttons import FollowFound, OpenFound, TryInstead, TurnFound
from tests.builders import a_published_article
from tests.journeys.desk import NADIIA, OLENA, TARAS, Desk
from tests.journeys.pages import a_page


@pytest.mark.slow
async def test_what_a_reader_writes_is_looked_for(desk: Desk) -> None:
    assert desk.app
    channel = await desk.channel(username="svit")
    for number in range(6):
        headline = f"Стара новина {number} про кораблі"
        await a_published_article(desk.app.storage, headline)
    site = "https://news.example/port"
    article_id = await desk.publish(a_page("Порт Роттердама відкрив термінал", link=site))
    await desk.settled(article_id)
    (post,) = desk.posts(channel, "Порт Роттердама")

    async def ask(person: int, text: str) -> dict[str, object]:
        desk.clock.off += timedelta(seconds=9)  # so that no answer waits for its pace
        return await desk.answer(person, desk.world.say(person, text))

    desk.come(TARAS, "Тарас")
    found = await ask(TARAS, "у ПОРТУ Роттердам")
    assert "1\xa0стаття" in str(found["text"])
    links = [e["url"] for e in found["entities"] if "url" in e]  # type: ignore[attr-defined]
    assert set(links) == {site, f"https://t.me/svit/{post['message_id']}"}
    await desk.press(TARAS, lambda p: isinstance(p, OpenFound) and p.article_id == article_id)
    await desk.until(lambda: desk.button(TARAS, lambda p: isinstance(p, TurnFound), "До пошуку"))
    await desk.press(TARAS, lambda p: isinstance(p, TurnFound), "До пошуку")
    await desk.until(lambda: "1\xa0стаття" in desk.texts(TARAS)[-1])

    # The address of a channel's post opens the article, and is not looked for as words.
    opened = await ask(TARAS, f"https://t.me/Svit/{post['message_id']}")
    assert "rich_message" in opened
    missed = await ask(TARAS, "https://t.me/Svit/99999")
    assert "з такою адресою" in str(missed["text"])

    # Pages turn in the same message; a correction is found by its new words alone.
    await ask(TARAS, "/search старі новини")
    listed = desk.last_id(TARAS)
    assert "6\xa0статей" in desk.texts(TARAS)[-1]
    await desk.press(TARAS, lambda p: isinstance(p, TurnFound) and p.page == 1)
    await desk.until(lambda: "6. " in desk.texts(TARAS)[-1])
    await desk.press(TARAS, lambda p: isinstance(p, TurnFound) and p.newest)
    await desk.until(
        lambda: desk.button(TARAS, lambda p: not getattr(p, "newest", True), "Спершу")
    )
    assert desk.last_id(TARAS) == listed

    # Nothing found: the nearest spelling. Whoever speaks English is answered so.
    desk.come(NADIIA, "Nadia", language_code="en")
    missed = await ask(NADIIA, "Ротердам")
    assert "Did you mean" in str(missed["text"])
    await desk.press(NADIIA, lambda p: isinstance(p, TryInstead))
    await desk.until(lambda: "1\xa0article" in desk.texts(NADIIA)[-1])

    # What was looked for may be followed: the next article with it comes by itself.
    await desk.press(NADIIA, lambda p: isinstance(p, FollowFound))
    await desk.until(lambda: desk.posts(NADIIA, "Роттердам"))
    desk.clock.off += timedelta(seconds=9)
    await desk.settled(await desk.publish(a_page("Міст у Роттердамі зачинено")))
    await desk.until(lambda: desk.posts(NADIIA, "Міст у Роттердамі"))
    helped = await ask(NADIIA, "/search")
    assert "exact phrase" in str(helped["text"])
    assert "section:Світ" in str(helped["text"])

    # What an editor writes stays a draft, also where it is short.
    before = len(desk.posts(OLENA, "нічого не знайшлося"))
    await desk.paste("Одне слово", by=OLENA)
    assert len(desk.posts(OLENA, "нічого не знайшлося")) == before


async def test_a_query_that_is_edited_is_looked_for_anew(desk: Desk) -> None:
    assert desk.app
    await a_published_article(desk.app.storage, "Порт Роттердама відкрив термінал")
    desk.come(TARAS, "Тарас")

    async def ask(text: str) -> int:
        desk.clock.off += timedelta(seconds=9)
        message_id = desk.world.say(TARAS, text)
        await desk.answer(TARAS, message_id)
        return message_id

    async def nothing_is_said(message_id: int, text: str) -> bool:
        said = len(desk.texts(TARAS))
        desk.world.edit(TARAS, TARAS, message_id, text)
        await ask("/help")
        return len(desk.texts(TARAS)) == said + 2  # the question, and its answer

    for before in ("", "/search\n"):
        typed = await ask(f"{before}стадіон")
        assert "нічого не знайшлося" in desk.texts(TARAS)[-1]
        desk.world.edit(TARAS, TARAS, typed, f"{before}термінал")
        await desk.until(lambda: "1\xa0стаття" in desk.texts(TARAS)[-1])
        assert await nothing_is_said(typed, f"{before}термінал "), "it is the same"
    assert await nothing_is_said(await ask("Дякую"), "Дякую красно"), "that was no query"
