"""Teasers and full texts: what is kept when there is too much of it."""

from dataclasses import replace
from pathlib import Path

import pytest

from bot.domain.article import Article, Content, Image
from bot.domain.buttons import FollowHere, Read
from bot.domain.delivery import Audience
from bot.domain.formatted import Formatted
from bot.domain.own_words import OwnWords
from bot.domain.picture import sent_picture
from bot.domain.post import NO_PREVIEW, Button, Preview
from bot.domain.reading_here import TurnText
from bot.domain.telegram_html import parse_html
from bot.domain.text import utf16_length
from bot.domain.topic_buttons import ShowNamed
from bot.rendering import LANGUAGES, Renderer
from bot.rendering.full_texts import full_text, named
from bot.rendering.inline_results import inline_card
from bot.rendering.reader_pages import Apology, Stopped
from bot.rendering.refused import RefusedPage
from bot.rendering.teasers import Teaser
from bot.rendering.template_faults import BadTemplateError
from tests.rendering.examples import CONTENT, DRAFT, IN_BOT, KYIV, NOW, PUBLISHED, SITE, renderer

PAGES = renderer()


def an_article(**fields: object) -> Article:
    return replace(DRAFT, content=replace(CONTENT, **fields))  # type: ignore[arg-type]


def visible(article: Article, address: str | None = IN_BOT) -> str:
    return parse_html(PAGES.post(Teaser(article, Audience.CHANNEL, address), "uk").html)[0]


def test_a_long_lead_is_cut_at_a_sentence_and_the_rest_stays() -> None:
    text = visible(an_article(lead="Ось речення, яке має свій кінець. " * 200))
    assert 3900 < utf16_length(text) <= 4096
    assert text.startswith(f"{CONTENT.headline}\n\n")
    assert text.endswith("має свій кінець.\n\nЧитати повністю\n\n🎭 #Культура")


def test_a_lead_just_within_the_limit_is_left_whole() -> None:
    around = utf16_length(visible(an_article(lead="л"))) - 1
    lead = "л" * (4096 - around)
    assert lead in visible(an_article(lead=lead))
    assert "…" in visible(an_article(lead=lead + "л"))


def test_escaped_signs_count_once_as_telegram_counts_them() -> None:
    lead = "<" * 3900
    assert lead in visible(an_article(lead=lead))


def test_a_headline_that_fills_the_message_leaves_no_stump_of_a_lead() -> None:
    text = visible(an_article(headline="слово " * 1000, lead="Лід. " * 50))
    assert utf16_length(text) <= 4096
    assert "Лід" not in text
    assert text.endswith("слово…\n\nЧитати повністю\n\n🎭 #Культура")


def test_a_headline_that_cannot_be_seen_is_named() -> None:
    assert "(без заголовка)" in visible(an_article(headline="\u200b", lead=None), None)


def test_line_breaks_of_headline_and_lead_become_blanks() -> None:
    text = visible(an_article(headline="Перший\nрядок", lead="Лід\r\nу два рядки"))
    assert "Перший рядок\n\nЛід у два рядки" in text


def test_a_reader_reads_in_the_bot_where_the_site_has_no_address() -> None:
    post = PAGES.post(Teaser(DRAFT, Audience.READER, IN_BOT), "uk")
    assert post.keyboard[0] == (Button("Читати", press=Read(12)),)
    assert post.keyboard[1][0].press == FollowHere(7, on=False)
    assert post.preview == NO_PREVIEW


def test_a_reader_reads_here_or_on_the_site_where_it_has_an_address() -> None:
    post = PAGES.post(Teaser(PUBLISHED, Audience.READER, SITE), "uk")
    here = Button("📖 Читати тут", press=Read(PUBLISHED.id))
    assert post.keyboard[0] == (Button("Читати", url=SITE), here)
    assert post.preview == Preview(SITE, large=True)
    short = an_article(link=SITE, body=())
    post = PAGES.post(Teaser(short, Audience.READER, SITE), "uk")
    assert post.keyboard[0] == (Button("Читати", url=SITE),)


def test_a_reader_opens_the_files_that_the_message_has_no_room_for() -> None:
    """Own words are there in full, and a story without a text has no more to read."""
    images = tuple(Image(sent_picture(f"document:{n}")) for n in range(2))
    own = OwnWords(Formatted("Рішення суду"), headed=True)
    for files, label in ((images[:1], None), (images, "📎 Усі вкладення")):
        post = PAGES.post(Teaser(an_article(own=own, images=files), Audience.READER, None), "uk")
        wanted = (Button(label, press=Read(12)),) if label else ()
        assert (post.keyboard[0] == wanted) is bool(label)
        assert Read(12) not in [button.press for button in post.keyboard[-1]]
    short = an_article(link=SITE, body=(), images=images)
    post = PAGES.post(Teaser(short, Audience.READER, SITE), "uk")
    assert post.keyboard[0][1:] == (Button("📖 Читати тут", press=Read(12)),)


def test_an_articles_picture_is_what_the_post_shows() -> None:
    pictured = an_article(link=SITE, images=(Image("https://example.com/1.jpg"),))
    post = PAGES.post(Teaser(pictured, Audience.CHANNEL, SITE), "uk")
    assert post.preview == Preview("https://example.com/1.jpg", large=True, above=True)


def test_a_teaser_without_a_section_has_nothing_to_unfollow() -> None:
    post = PAGES.post(Teaser(replace(DRAFT, section=None), Audience.READER, IN_BOT), "uk")
    presses = [button.press for row in post.keyboard for button in row]
    assert presses == [Read(12), ShowNamed(12)]


def test_a_long_article_is_read_in_several_messages() -> None:
    body = tuple(f"Абзац {n}. " + "Текст абзацу. " * 60 for n in range(20))
    posts = full_text(PAGES, an_article(body=body, link=SITE), "uk")
    texts = [parse_html(post.html)[0] for post in posts]
    assert len(posts) > 3
    assert texts[0].startswith(CONTENT.headline)
    assert all(text.startswith("Абзац ") for text in texts[1:])
    assert texts[-1].endswith("✍️ Марта Коваль")
    turns = [[button.press for button in post.keyboard[0]] for post in posts]
    assert turns[0] == [TurnText(12, 1, 1)]
    assert turns[1] == [TurnText(12, 0, 1), TurnText(12, 2, 1)]
    assert turns[-1] == [TurnText(12, len(posts) - 2, 1)]


def test_each_page_of_a_corrected_article_says_so() -> None:
    body = tuple(f"Абзац {n}. " + "Текст абзацу. " * 60 for n in range(20))
    posts = full_text(PAGES, an_article(body=body), "uk", corrected=True)
    texts = [parse_html(post.html)[0] for post in posts]
    assert all(text.startswith("Редакція виправила цю новину") for text in texts)
    assert max(map(utf16_length, texts)) <= 4096


def test_the_full_text_of_an_article_that_is_only_a_headline_is_that_headline() -> None:
    article = replace(DRAFT, content=Content(headline="\u200b"), section=None)
    (post,) = full_text(PAGES, article, "en")
    assert post.html == "<b>(no headline)</b>"


def test_related_articles_stand_below_the_text_and_open() -> None:
    others = [
        (an_article(headline=f"Новина {n} " + "дуже " * 99), f"https://example.com/{n}")
        for n in range(9)
    ]
    label = PAGES.label("uk")
    (post,) = full_text(PAGES, an_article(), "uk", named(others, label))
    text, entities = parse_html(post.html)
    below = text.partition("Читайте також\n")[2].splitlines()
    assert [line[:10] for line in below] == [f"• Новина {n}" for n in range(5)]
    links = [entity["url"] for entity in entities if entity["type"] == "text_link"]
    assert links == [f"https://example.com/{n}" for n in range(5)]


def test_related_articles_that_do_not_fit_are_a_message_of_their_own() -> None:
    for count in range(3780, 4090, 30):
        article = an_article(lead=None, body=("а" * count,), section=None)
        other = named([(an_article(headline="Новина " * 40), SITE)], PAGES.label("uk"))
        posts = full_text(PAGES, article, "uk", other)
        texts = [parse_html(post.html)[0] for post in posts]
        assert all(utf16_length(text) <= 4096 for text in texts)
        assert "Читайте також" in texts[-1]


def test_operators_lay_their_own_words_over_ours(tmp_path: Path) -> None:
    own = tmp_path / "uk" / "readers"
    own.mkdir(parents=True)
    (own / "apology.html.j2").write_text("Ой, {{ 1 + 1 }}!", encoding="utf-8")
    pages = Renderer(KYIV, lambda: NOW, overlay=tmp_path)
    assert pages.post(Apology(), "uk").html == "Ой, 2!"
    assert pages.post(Stopped(), "uk") == PAGES.post(Stopped(), "uk")
    assert pages.post(Apology(), "en") == PAGES.post(Apology(), "en")


def test_an_overlay_of_labels_may_leave_out_what_it_does_not_change(tmp_path: Path) -> None:
    (tmp_path / "uk").mkdir()
    (tmp_path / "uk" / "labels.txt.j2").write_text(
        "{% macro read() %}Далі{% endmacro %}", encoding="utf-8"
    )
    label = Renderer(KYIV, lambda: NOW, overlay=tmp_path).label("uk")
    assert [label("read"), label("back")] == ["Далі", PAGES.label("uk")("back")]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_value_that_a_template_misses_is_an_error_and_not_a_gap(language: str) -> None:
    with pytest.raises(BadTemplateError, match="undefined"):
        PAGES.plain(RefusedPage("article_unknown", {}), language)


def test_every_shipped_template_can_be_read() -> None:
    PAGES.check()


def test_an_operators_template_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    (tmp_path / "uk" / "teasers").mkdir(parents=True)
    (tmp_path / "uk" / "teasers" / "teaser.html.j2").write_text("{% if %}", "utf-8")
    with pytest.raises(BadTemplateError, match="uk/teasers/teaser"):
        Renderer(KYIV, lambda: NOW, overlay=tmp_path).check()


def test_a_card_for_any_chat_has_a_title_that_can_be_seen() -> None:
    """Telegram refuses all cards of an answer where one has none."""
    article = an_article(headline="\u3164")
    assert inline_card(article, {}, PAGES, "uk").title == "(без заголовка)"
