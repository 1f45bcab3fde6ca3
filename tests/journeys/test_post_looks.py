"""How posts look: by each channel's template, seen before they go out."""

from pathlib import Path

import pytest

from bot.domain.buttons import CancelQuestion, ShowChannel
from bot.domain.post_buttons import (
    AskWords,
    ChooseTemplate,
    PreviewPost,
    ShowTemplates,
    ShowWords,
    TryTemplate,
)
from bot.domain.text import utf16_length
from bot.sandbox.sandbox_server import Sandbox
from tests.journeys.desk import OLENA, TARAS, Desk, running, settings
from tests.journeys.pages import a_page

HEADLINE = "Порт Роттердама відкрив зелений термінал"
LEAD = "Перші кораблі без викидів причалять уже восени"


async def open_templates(desk: Desk, channel: int) -> None:
    desk.world.say(OLENA, "/channels")
    await desk.press(OLENA, lambda p: p == ShowChannel(channel))
    await desk.press(OLENA, lambda p: p == ShowTemplates(channel))


@pytest.mark.slow
async def test_a_channel_has_its_own_template_and_the_card_shows_every_post(desk: Desk) -> None:
    brief, usual = await desk.channel(), await desk.channel()
    await desk.reader(TARAS)
    await desk.settled(await desk.publish(a_page("Токіо отримає новий міст через затоку")))

    await open_templates(desk, brief)
    await desk.press(OLENA, lambda p: p == TryTemplate(brief, "brief"))
    await desk.press(OLENA, lambda p: p == ChooseTemplate(brief, "brief"))
    await desk.until(
        lambda: desk.button(OLENA, lambda p: isinstance(p, TryTemplate), "✅ Коротко")
    )

    await desk.paste(a_page(link="https://example.org/port"))
    await desk.press(OLENA, lambda p: isinstance(p, PreviewPost), "Як вийде")
    seen = {}
    for place in (0, 1, 2):
        shows = PreviewPost(2, place)
        await desk.press(OLENA, lambda p, s=shows: p == s)  # type: ignore[misc]
        at, _ = await desk.until(lambda s=shows: desk.button(OLENA, lambda p: p == s, "✅"))  # type: ignore[misc]
        (text,) = (m["text"] for m in desk.world.messages(OLENA) if m["message_id"] == at)
        post, _, length = text.partition("\n\n📏 ")
        seen[post] = length
    await desk.publish(a_page(link="https://example.org/port"))
    posted = {}
    for chat in (brief, usual, TARAS):
        (post,) = await desk.until(lambda c=chat: desk.posts(c, HEADLINE))  # type: ignore[misc]
        posted[chat] = post["text"]
    assert {post: f"{utf16_length(post)} із 4\xa0096 знаків" for post in posted.values()} == seen
    assert [LEAD in posted[chat] for chat in (brief, usual, TARAS)] == [False, True, True]


@pytest.mark.slow
async def test_a_post_says_something_else_in_one_channel_before_and_after_it_is_out(
    desk: Desk,
) -> None:
    own, usual = await desk.channel(), await desk.channel()
    card = await desk.paste(a_page())
    asks = AskWords(1, own, "headline")
    for press in (PreviewPost(1, 1), PreviewPost(1, 2)):
        await desk.press(OLENA, lambda p, w=press: p == w)  # type: ignore[misc]
        found = await desk.until(lambda: desk.button(OLENA, lambda p: isinstance(p, ShowWords)))
        if found[1] == f"words:1:{own}":
            break
    await desk.press(OLENA, lambda p: p == ShowWords(1, own))
    await desk.press(OLENA, lambda p: p == asks)
    await desk.until(lambda: desk.button(OLENA, lambda p: p == CancelQuestion(1)))
    desk.world.say(OLENA, "Порт без викидів: що це змінить")
    await desk.until(lambda: desk.posts(OLENA, "має ваші слова"))
    assert card
    desk.world.say(OLENA, "/publish 1")
    (post,) = await desk.until(lambda: desk.posts(own, "що це змінить"))
    await desk.until(lambda: desk.posts(usual, HEADLINE))
    assert not desk.posts(own, HEADLINE)
    await desk.settled(1)

    await desk.press(OLENA, lambda p: p == ShowWords(1, own))
    await desk.press(OLENA, lambda p: p == AskWords(1, own, "buttons"))
    await desk.until(lambda: desk.button(OLENA, lambda p: p == CancelQuestion(1)))
    desk.world.say(OLENA, "Мапа – https://example.org/map")
    (new,) = await desk.until(
        lambda: [m for m in desk.posts(own, "що це змінить") if m.get("reply_markup")]
    )
    assert new["message_id"] == post["message_id"]
    assert new["reply_markup"]["inline_keyboard"][0][0]["url"] == "https://example.org/map"


@pytest.mark.slow
async def test_an_operators_template_is_a_choice_and_a_broken_one_says_why(
    sandbox: Sandbox, database: Path, tmp_path: Path
) -> None:
    own = tmp_path / "own" / "uk" / "teasers" / "channels"
    own.mkdir(parents=True)
    (own / "morning.html.j2").write_text("☀️ {{ headline }}{{ lead and '' }}", "utf-8")
    (own / "broken.html.j2").write_text("<div>{{ headline }}</div>", "utf-8")
    desk = Desk(sandbox, settings(sandbox, database, templates_dir=tmp_path / "own"))
    desk.come(OLENA, "Олена")
    desk.world.say(OLENA, "/start")
    async with running(desk) as app:
        await desk.until(lambda: desk.after(OLENA, 0))
        channel = await desk.channel()
        await open_templates(desk, channel)
        await desk.press(OLENA, lambda p: p == TryTemplate(channel, "broken"))
        await desk.until(lambda: any("unsupported tag" in said for said in desk.popups(OLENA)))
        await desk.press(OLENA, lambda p: p == TryTemplate(channel, "morning"))
        await desk.press(OLENA, lambda p: p == ChooseTemplate(channel, "morning"))
        await desk.until(
            lambda: desk.button(OLENA, lambda p: p == TryTemplate(channel, "morning"), "✅")
        )
        # A forged press does not choose what cannot be chosen.
        at, _ = desk.button(OLENA, lambda p: isinstance(p, TryTemplate)) or (0, "")
        desk.world.press(OLENA, OLENA, at, f"template:{channel}:broken")
        await desk.publish(a_page())
        (post,) = await desk.until(lambda: desk.posts(channel, HEADLINE))
        assert post["text"] == f"☀️ {HEADLINE}"
        # It fails by now, in Telegram's parser or before: no channel's news wait for that.
        for fault, headline in (
            ("<div>{{ headline }}</div>", "У Карпатах випав перший сніг"),
            ("{{ 1 // 0 }}", "Бюджет громади ухвалили вночі"),
        ):
            (own / "morning.html.j2").write_text(fault, "utf-8")
            await desk.publish(a_page(headline))
            (post,) = await desk.until(lambda h=headline: desk.posts(channel, h))  # type: ignore[misc]
            assert LEAD in post["text"]
        await app.watch.look()
        await desk.until(lambda: desk.posts(OLENA, "За шаблоном «morning», обраним для Світ"))
        asked = desk.world.say(OLENA, "/health")
        told = await desk.answer(OLENA, asked)
        assert "не вдається скласти допис, тому він виходить за звичайним: «Світ»" in told["text"]
        # The template is gone: likewise.
        (own / "morning.html.j2").unlink()
        await desk.publish(a_page("Токіо отримає новий міст через затоку"))
        (post,) = await desk.until(lambda: desk.posts(channel, "Токіо"))
        assert LEAD in post["text"]


@pytest.mark.slow
async def test_a_preview_names_what_the_post_names_by_an_operators_template(
    sandbox: Sandbox, database: Path, tmp_path: Path
) -> None:
    own, older = tmp_path / "uk" / "teasers", "Токіо отримає новий міст через затоку"
    own.mkdir(parents=True)
    line = "\n→ {% for title, _ in related %}{{ title }}{% endfor %}"
    (own / "_related.html.j2").write_text(line, "utf-8")
    desk = Desk(sandbox, settings(sandbox, database, templates_dir=tmp_path))
    desk.come(OLENA, "Олена")
    desk.world.say(OLENA, "/start")
    async with running(desk):
        await desk.until(lambda: desk.after(OLENA, 0))
        channel, shows = await desk.channel(), PreviewPost(2, 1)
        await desk.settled(await desk.publish(a_page(older)))
        page = f"{a_page()}\n\nЧитайте також\n\n{older}"
        await desk.paste(page)
        await desk.press(OLENA, lambda p: isinstance(p, PreviewPost), "Як вийде")
        await desk.press(OLENA, lambda p: p == shows)
        at, _ = await desk.until(lambda: desk.button(OLENA, lambda p: p == shows, "✅"))
        (text,) = (m["text"] for m in desk.world.messages(OLENA) if m["message_id"] == at)
        seen, _, length = text.partition("\n\n📏 ")
        await desk.publish(page)
        (post,) = await desk.until(lambda: desk.posts(channel, HEADLINE))
        assert f"→ {older}" in post["text"]
        assert seen == post["text"]
        assert length == f"{utf16_length(seen)} із 4\xa0096 знаків"
