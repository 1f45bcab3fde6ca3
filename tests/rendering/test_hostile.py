"""Whatever an article holds, Telegram takes the page: proved with Telegram's own parser."""

from functools import cache
from typing import Any

import orjson
import pytest
from aiogram.types import InputRichMessage
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from bot.delivery.rich_encoding import encode_rich
from bot.domain.article import Article
from bot.domain.buttons import CALLBACK_LIMIT, Read, pack
from bot.domain.delivery import Audience
from bot.domain.desk import Card
from bot.domain.formatted import Format, Formatted
from bot.domain.found import FoundPage, Hit
from bot.domain.notice import NOTICES
from bot.domain.post import Keyboard, Post
from bot.domain.query import Query
from bot.domain.telegram_html import parse_html
from bot.domain.text import MESSAGE_LIMIT, is_blank, utf16_length
from bot.rendering import LANGUAGES, PlainPage, PostPage
from bot.rendering.editors import section_choice
from bot.rendering.full_texts import full_text, named
from bot.rendering.rich_article import rich_article
from bot.rendering.search_pages import MOST_HITS, FoundView
from bot.rendering.teasers import Teaser
from bot.sandbox.rich import rich_content
from bot.sandbox.sent_files import StoredFile
from tests.builders import an_article
from tests.journeys.desk import said_in
from tests.rendering.examples import IN_BOT, renderer
from tests.rendering.hostile import articles, cards, every_kind, pages_of
from tests.rendering.telegrams_parser import telegrams_answer

PAGES = renderer()
PARSED_LIMIT = 1 << 15  # bytes before parsing
PLAIN_LIMIT = 200
languages = st.sampled_from(LANGUAGES)
TRIES = settings().max_examples  # the thorough profile tries each page some hundred times
patient = settings(
    deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)


def check(post: Post) -> None:
    """Telegram takes it, and reads it as we do."""
    answer = telegrams_answer(post.html)
    assert answer["@type"] == "formattedText", answer
    text, entities = parse_html(post.html)
    assert text == answer["text"].strip(" \n\t")
    assert len(entities) <= len(answer["entities"])
    assert 0 < utf16_length(text) <= MESSAGE_LIMIT
    assert not is_blank(text)
    assert len(post.html.encode()) <= PARSED_LIMIT
    check_keyboard(post.keyboard)


def check_keyboard(keyboard: Keyboard) -> None:
    assert sum(len(row) for row in keyboard) <= 100
    for row in keyboard:
        assert 0 < len(row) <= 8
        for button in row:
            assert not is_blank(button.text)
            assert utf16_length(button.text) <= 64
            assert (button.url is None) != (button.press is None)
            assert button.press is None or len(pack(button.press).encode()) <= CALLBACK_LIMIT


@pytest.mark.parametrize(
    "kind", [*every_kind(PostPage), *NOTICES.values()], ids=lambda kind: kind.__name__
)
def test_every_page_is_taken_by_telegram_whatever_it_is_given(kind: type[Any]) -> None:
    @settings(patient, max_examples=TRIES // 4)
    @given(pages_of(kind), languages)
    def holds(page: PostPage, language: str) -> None:
        check(PAGES.post(page, language))

    holds()


@pytest.mark.parametrize("words", ["порту", "' " * 60], ids=["words", "quotes"])
def test_hits_with_the_longest_addresses_are_taken_by_telegram(words: str) -> None:
    marks = tuple(Format("bold", at, 1) for at in range(0, len(words), 2))
    said, link = Formatted(words, marks), f"https://news.example/?{'a&' * 1000}"
    hits = (Hit(an_article("Порт", link=link), said, said, "https://t.me/svit/5"),) * MOST_HITS
    post = PAGES.post(FoundView(FoundPage(Query(("порт",)), words, hits, 0, 10)), "uk")
    check(post)
    assert parse_html(post.html)[0].count(words.strip()) >= 2 * MOST_HITS


@pytest.mark.slow
@pytest.mark.parametrize("kind", every_kind(PlainPage), ids=lambda kind: kind.__name__)
def test_every_notice_fits_a_pop_up(kind: type[Any]) -> None:
    @settings(patient, max_examples=TRIES // 3)
    @given(pages_of(kind), languages)
    def holds(page: PlainPage, language: str) -> None:
        text = PAGES.plain(page, language).text
        assert 0 < utf16_length(text) <= PLAIN_LIMIT
        assert not is_blank(text)

    holds()


@patient
@given(articles, st.sampled_from([Audience.CHANNEL, Audience.READER]), languages)
def test_a_teaser_always_has_its_headline_its_hashtag_and_its_link(
    article: Article, audience: Audience, language: str
) -> None:
    assume(article.content.own is None)
    post = PAGES.post(Teaser(article, audience, IN_BOT), language)
    check(post)
    text, entities = parse_html(post.html)
    if audience is Audience.CHANNEL:
        assert IN_BOT in [entity.get("url") for entity in entities]
    else:
        read = Read(article.id)
        assert any(b.url or b.press == read for row in post.keyboard for b in row)
    if article.section is not None:
        assert article.section.hashtag[:10] in text
    if not is_blank(article.content.headline):
        first_words = " ".join(article.content.headline.replace("\u00a0", "").split())[:20]
        assert _squeezed(first_words)[:15] in _squeezed(text)


@pytest.mark.slow
@patient
@given(articles, st.sampled_from([Audience.CHANNEL, Audience.READER]), languages)
def test_own_words_go_out_within_the_limit_whatever_their_formatting(
    article: Article, audience: Audience, language: str
) -> None:
    assume(article.content.own is not None)
    check(PAGES.post(Teaser(article, audience, IN_BOT), language))
    (whole,) = full_text(PAGES, article, language)
    check(whole)


@patient
@given(articles, languages)
def test_the_full_text_shows_every_paragraph_in_messages_that_telegram_takes(
    article: Article, language: str
) -> None:
    assume(article.content.own is None)
    posts = full_text(PAGES, article, language)
    for post in posts:
        check(post)
    shown = _squeezed("".join(parse_html(post.html)[0] for post in posts))
    for paragraph in article.content.body:
        assert is_blank(paragraph) or _squeezed(paragraph) in shown


@patient
@given(articles, languages)
def test_an_article_is_rich_messages_that_telegram_takes(article: Article, language: str) -> None:
    label = PAGES.label(language)
    related = named([(article, IN_BOT)], label)
    files = {image.url: "https://news.example/1.jpg" for image in article.content.images}
    posts = rich_article(article, label, files=files, related=related, beneath=())
    shown = ""
    for post in posts:
        sent = orjson.loads(encode_rich(post))["rich_message"]
        rich_content(sent, lambda _, kind: StoredFile(1, "1.jpg", b"", 0, kind))
        InputRichMessage.model_validate(sent)
        shown += said_in({"rich_message": sent})
    own = article.content.own
    assume(own is None or "\ufffd" not in shown)  # no app begins formatting within a character
    shown = _squeezed(shown)
    for paragraph in own.words.text.split("\n") if own else article.content.body:
        words = paragraph.removeprefix("• ")
        assert is_blank(paragraph) or _squeezed(words) in shown


@patient
@given(cards, languages)
def test_the_choice_of_sections_fits_a_keyboard(card: Card, language: str) -> None:
    check_keyboard(section_choice(card, PAGES.label(language)))


def _squeezed(text: str) -> str:
    return "".join(filter(_is_seen, text))


@cache
def _is_seen(character: str) -> bool:
    return not is_blank(character)
