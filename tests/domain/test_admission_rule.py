"""What becomes of a page that comes in, by whichever way."""

from dataclasses import replace

import pytest

from bot.domain.admission_rule import Admission, Origin, Verdict, Way, judge, judge_again, why_held
from bot.domain.article import Article, ArticleState
from tests.builders import a_content, an_article
from tests.clock import NOON

PORT = "Порт Роттердама відкрив зелений термінал"
LINK = "https://example.com/news/terminal-12"
DESK, SOURCE, IMPORT = Way.DESK, Way.SOURCE, Way.IMPORT
NEW, KNOWN, CHANGED, HELD = Admission


def verdict(by: Way, *alike: Article, same: Article | None = None, **fields: object) -> Verdict:
    content = a_content(**{"headline": PORT, "link": LINK, **fields})  # type: ignore[arg-type]
    return judge(content, same, alike, by=by, now=NOON)


@pytest.mark.parametrize("by", Way)
def test_a_page_that_nothing_is_like_is_new(by: Way) -> None:
    assert verdict(by, an_article("Зовсім інше", link="https://example.com/1")) == Verdict(NEW)


@pytest.mark.parametrize(
    ("state", "by", "admission"),
    [
        *((state, by, KNOWN) for by in Way for state in ("draft", "archived", "published")),
        ("discarded", DESK, NEW),
        ("discarded", SOURCE, KNOWN),
        ("discarded", IMPORT, NEW),
        ("retracted", DESK, HELD),
        ("retracted", SOURCE, KNOWN),
        ("retracted", IMPORT, KNOWN),
    ],
)
def test_these_very_words_are_known_and_thrown_away_ones_come_back_if_a_person_brings_them(
    state: str, by: Way, admission: Admission
) -> None:
    same = an_article(PORT, link="https://example.com/other", state=ArticleState(state))
    assert verdict(by, same=same) == Verdict(admission, same)


@pytest.mark.parametrize(
    ("state", "by", "admission"),
    [
        *((state, DESK, HELD) for state in ("draft", "archived", "published", "retracted")),
        *((state, SOURCE, KNOWN) for state in ("draft", "archived", "published")),
        ("retracted", SOURCE, HELD),
        ("archived", IMPORT, CHANGED),
        *((state, IMPORT, HELD) for state in ("draft", "published", "retracted")),
    ],
)
def test_another_text_at_a_known_address_changes_what_only_the_archive_has(
    state: str, by: Way, admission: Admission
) -> None:
    old = an_article(
        PORT, link="http://www.example.com/news/terminal-12/amp", state=ArticleState(state)
    )
    assert verdict(by, old, body=("Коротко.",)) == Verdict(admission, old)


def test_news_of_the_same_waits_for_the_desk() -> None:
    out = an_article(f"Оновлено: {PORT}", link="https://example.org/1")
    assert [verdict(by, out).admission for by in (DESK, SOURCE, IMPORT)] == [HELD, HELD, NEW]


# --- an item whose article is known ---


@pytest.mark.parametrize(
    ("state", "lead", "admission"),
    [
        *((state, "Лід.", KNOWN) for state in ArticleState),
        *((state, "Інший лід.", CHANGED) for state in ("draft", "archived", "published")),
        *((state, "Інший лід.", HELD) for state in ("retracted", "merged")),
        ("discarded", "Інший лід.", KNOWN),
    ],
)
def test_what_a_source_tells_again(state: str, lead: str, admission: Admission) -> None:
    own = an_article(PORT, lead="Лід.", state=ArticleState(state))
    assert judge_again(a_content(PORT, lead=lead), own) == Verdict(admission, own)


def test_what_a_source_took_back_itself_is_new_again() -> None:
    own = an_article(PORT, state=ArticleState.DISCARDED)
    assert judge_again(own.content, own, withdrawn=True) == Verdict(NEW, own)


def test_a_source_tells_the_same_where_its_number_or_else_its_words_are_the_same() -> None:
    origin = Origin("api", "12", 7, 3, "abc")
    assert not origin.withdrawn
    assert origin.told("abc")
    assert not origin.told("abd")
    assert origin.told("abd", 3)
    assert not origin.told("abc", 4)
    assert not origin.told("abc", 0)


# --- whether it goes out ---


def test_an_article_is_held_for_what_speaks_against_it() -> None:
    retracted = an_article(state=ArticleState.RETRACTED)
    draft = an_article(state=ArticleState.DRAFT)
    assert why_held(draft, None) is None
    assert why_held(draft, an_article()) == "resembles"
    assert why_held(draft, retracted) == "retracted"
    assert why_held(replace(draft, section=None), None) == "section_unknown"
    assert why_held(an_article(state=ArticleState.PUBLISHED), None) is None
    assert why_held(retracted, None) == "retracted"
    assert why_held(an_article(state=ArticleState.DISCARDED), None) == "discarded"
