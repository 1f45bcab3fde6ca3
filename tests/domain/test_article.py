"""Which articles are one article, and that nothing is lost between the bot and its rows."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.article import (
    Article,
    ArticleState,
    Content,
    Image,
    Related,
    headline_key,
)
from bot.domain.content_values import as_fields, as_record, fingerprint, from_fields
from bot.domain.same_story import resembles
from bot.domain.section import FIRST_SECTIONS
from tests.builders import a_content, an_article
from tests.clock import NOON

LINES = st.text(max_size=40)
MAYBE = st.none() | LINES
ZONES = st.integers(min_value=-12, max_value=14).map(lambda h: timezone(timedelta(hours=h)))
MOMENTS = st.none() | st.datetimes(timezones=ZONES)
RELATED = st.builds(Related, MAYBE, LINES, MOMENTS, MAYBE)
CONTENTS = st.builds(
    Content,
    headline=LINES,
    section=MAYBE,
    published_at=MOMENTS,
    lead=MAYBE,
    body=st.lists(LINES, max_size=4).map(tuple),
    link=MAYBE,
    author=MAYBE,
    captions=st.lists(LINES, max_size=2).map(tuple),
    related=st.lists(RELATED, max_size=2).map(tuple),
    language=MAYBE,
    tags=st.lists(LINES, max_size=2).map(tuple),
    images=st.lists(st.builds(Image, url=LINES, caption=MAYBE), max_size=2).map(tuple),
)


@given(CONTENTS)
def test_an_article_comes_back_from_json_as_it_was(content: Content) -> None:
    assert from_fields(json.loads(json.dumps(as_record(content)))) == content


def test_an_article_of_an_older_version_has_neither_tags_nor_images() -> None:
    assert from_fields(as_fields(a_content())) == a_content()


@given(CONTENTS)
def test_two_copies_of_one_page_have_one_fingerprint(content: Content) -> None:
    copy = from_fields(as_fields(content))
    assert fingerprint(copy) == fingerprint(content)


def test_a_fingerprint_is_of_the_words_and_not_of_the_spaces() -> None:
    page = a_content(body=("Ціна — 5 грн.",))
    assert fingerprint(page) == fingerprint(a_content(body=("Ціна\u00a0—  5\u00a0грн.",)))


@pytest.mark.parametrize(
    "later", [{"link": "https://example.com/1"}, {"related": ()}, {"language": None}]
)
def test_what_the_desk_or_intake_adds_to_a_page_leaves_its_fingerprint(
    later: dict[str, Any],
) -> None:
    assert fingerprint(a_content(**later)) == fingerprint(a_content())


@pytest.mark.parametrize(
    "changed",
    [
        {"headline": "Інший заголовок"},
        {"lead": "Перші кораблі причалять навесні."},
        {"body": ("Будівництво тривало п’ять років.",)},
        {"section": "ЕКОНОМІКА"},
        {"published_at": NOON + timedelta(minutes=1)},
        {"author": "Марія Коваль"},
        {"captions": ("Термінал із повітря",)},
    ],
)
def test_a_changed_page_has_another_fingerprint(changed: dict[str, Any]) -> None:
    assert fingerprint(a_content(**changed)) != fingerprint(a_content())


def test_a_headline_is_known_by_its_letters() -> None:
    assert headline_key("«Зелений» термінал — 2!") == headline_key("ЗЕЛЕНИЙ термінал, 2")
    assert headline_key("Зелений термінал") != headline_key("Зелений термінал 2")
    assert headline_key("\u0418\u0306") == headline_key("Й")  # decomposed and composed


OTHER = "Зовсім інший заголовок"
LINK = "https://example.com/terminal"


@pytest.mark.parametrize(
    ("new", "old", "alike"),
    [
        (a_content(link=LINK, headline=OTHER), a_content(link=LINK), True),
        (a_content(link=LINK), a_content(link=LINK + "-2"), False),
        (a_content(), a_content(link=LINK), True),
        (a_content(link=LINK), a_content(), True),
        (a_content(), a_content(body=(), lead=None), True),
        (a_content(published_at=None), a_content(), True),
        (a_content(), a_content(published_at=None), True),
        (a_content(published_at=NOON + timedelta(hours=3)), a_content(), True),
        (a_content(published_at=NOON + timedelta(days=1)), a_content(), False),
        (a_content(headline=OTHER), a_content(), True),
        (a_content(headline=OTHER, body=("Нове.",)), a_content(), False),
        (a_content(headline=OTHER, body=()), a_content(body=()), False),
        (a_content(headline=OTHER, published_at=NOON + timedelta(hours=1)), a_content(), False),
        (a_content(headline=OTHER, published_at=None), a_content(published_at=None), False),
        (
            a_content(headline=OTHER, body=("1", "2", "3", "Спільне.")),
            a_content(body=("Спільне.", "5")),
            True,
        ),
        (
            a_content(headline=OTHER, body=("1", "2", "3", "Спільне.")),
            a_content(body=("Спільне.", "5", "6")),
            False,
        ),
    ],
)
def test_another_text_of_an_article_is_told_from_another_article(
    new: Content,
    old: Content,
    alike: bool,  # noqa: FBT001 - a column of the table
) -> None:
    assert resembles(new, old) is alike


@pytest.mark.parametrize(
    ("state", "draft", "publishable", "public", "published"),
    [
        (ArticleState.DRAFT, True, True, False, False),
        (ArticleState.ARCHIVED, False, True, True, False),
        (ArticleState.PUBLISHED, False, False, True, True),
        (ArticleState.DISCARDED, False, False, False, False),
        (ArticleState.MERGED, False, False, False, False),
        (ArticleState.RETRACTED, False, False, False, False),
    ],
)
def test_what_may_be_done_with_an_article_follows_from_where_it_stands(
    state: ArticleState,
    draft: bool,  # noqa: FBT001
    publishable: bool,  # noqa: FBT001
    public: bool,  # noqa: FBT001
    published: bool,  # noqa: FBT001
) -> None:
    article = an_article(state=state)
    assert article.is_draft is draft
    assert article.can_be_published is publishable
    assert article.is_public is public
    assert article.is_published is published


def test_an_article_is_neither_breaking_nor_paid_for_until_somebody_says_so() -> None:
    draft = Article(1, ArticleState.DRAFT, 1, a_content(), FIRST_SECTIONS[0])
    for article in (draft, draft.publish(NOON)):
        assert (article.breaking, article.paid) == (False, False)


HOUR = timedelta(hours=1)


@pytest.mark.parametrize(
    ("moments", "last"),
    [
        ({}, None),
        ({"released_at": NOON}, NOON),
        ({"released_at": NOON, "corrected_at": NOON + HOUR}, NOON + HOUR),
        ({"corrected_at": NOON, "retracted_at": NOON + HOUR}, NOON + HOUR),
        ({"released_at": NOON + HOUR, "corrected_at": NOON}, NOON + HOUR),
    ],
)
def test_posts_moved_last_when_they_were_sent_corrected_or_taken_back(
    moments: dict[str, Any], last: datetime | None
) -> None:
    assert replace(an_article(), **moments).last_moved_at == last


@pytest.mark.parametrize(
    ("content", "opening"),
    [
        (a_content(lead="Лід.", body=("Перший.",)), "Лід."),
        (a_content(lead=None, body=("Перший.", "Другий.")), "Перший."),
        (a_content(lead="", body=()), ""),
    ],
)
def test_a_teaser_opens_with_the_lead_or_else_with_the_first_paragraph(
    content: Content, opening: str
) -> None:
    assert content.opening == opening


def test_an_article_has_these_names_in_json_for_good() -> None:
    told = Related("Світ", "Міст", NOON, "10 травня")
    image = Image("https://news.example/1.jpg", "Причал")
    written = as_record(Content("Порт", images=(image,)))
    assert list(written) == [
        *("headline", "section", "published_at", "lead", "body", "link", "author", "captions"),
        *("related", "language", "tags", "images"),
    ]
    assert written["images"] == [{"url": "https://news.example/1.jpg", "caption": "Причал"}]
    assert as_fields(a_content(related=(told,)))["related"] == [
        {
            "section": "Світ",
            "headline": "Міст",
            "published_at": "2023-05-10T12:00:00+00:00",
            "date_text": "10 травня",
        }
    ]


def test_a_time_keeps_its_offset() -> None:
    kyiv = timezone(timedelta(hours=3))
    printed = a_content(published_at=datetime(2023, 5, 10, 15, 25, tzinfo=kyiv))
    assert as_fields(printed)["published_at"] == "2023-05-10T15:25:00+03:00"
    assert from_fields(as_fields(printed)).published_at == datetime(
        2023, 5, 10, 12, 25, tzinfo=UTC
    )


def test_of_a_long_first_paragraph_a_teaser_has_its_first_sentences() -> None:
    sentence = "Міст через Рось відкрили для руху після ремонту, що тривав два роки. "
    paragraph = (sentence * 30).strip()
    said = replace(a_content(body=(paragraph,)), lead=None).said
    assert said == (sentence * 8).strip()
    assert replace(a_content(body=(paragraph,)), lead=paragraph).said == paragraph
