"""Which text answers a question, and which question can be answered no more."""

import pytest

from bot.domain.article import ArticleState
from bot.domain.article_fields import Field
from bot.domain.question_kinds import Asked, Question, asked_about
from tests.builders import an_article

LINE, LINK, PAGE = "Марта Коваль", "https://visti.example/mist", "Заголовок\n\nАбзац."


@pytest.mark.parametrize(
    ("about", "answers"),
    [
        (Asked.LINK, {LINE, LINK}),
        (Asked.CORRECTION, set()),
        (Asked.FEED, {LINE, LINK, f"Ось:\n{LINK}"}),
        (Asked.FILTER, {LINE, LINK, PAGE, f"Ось:\n{LINK}"}),
        *((field, {LINE}) for field in Field),
    ],
)
def test_a_line_is_an_answer_and_a_page_is_a_page(about: Asked | Field, answers: set[str]) -> None:
    texts = (LINE, LINK, PAGE, f"Ось:\n{LINK}", "слово\n" * 300)
    assert {text for text in texts if Question(1, about).is_answered_by(text)} == answers


def test_a_filter_is_no_longer_than_a_thousand_characters() -> None:
    asked = Question(1, Asked.FILTER)
    assert asked.is_answered_by("а" * 1_000)
    assert not asked.is_answered_by("а" * 1_001)


def test_blank_lines_around_an_answer_make_no_page_of_it() -> None:
    assert Question(1, Asked.LINK).is_answered_by(f"\n{LINK}\n")
    assert Question(1, Field.AUTHOR).is_answered_by(f"{LINE}\n")


@pytest.mark.parametrize("about", [*Asked, *Field])
def test_a_question_is_of_feeds_or_of_the_text_that_a_correction_replaces(
    about: Asked | Field,
) -> None:
    asked = Question(1, about, article_id=12)
    assert asked.is_of_feeds is (about in (Asked.FEED, Asked.FILTER))
    assert asked.to_correct == (12 if about is Asked.CORRECTION else None)


@pytest.mark.parametrize("state", ArticleState)
def test_a_question_is_outdated_once_its_article_takes_no_such_answer(state: ArticleState) -> None:
    article = an_article(state=state)
    open_for = {
        about
        for about in (Asked.LINK, Asked.CORRECTION, Field.LEAD)
        if not Question(1, about, article.id).is_outdated(article)
    }
    draft, text = {Asked.LINK, Field.LEAD}, {Asked.CORRECTION}
    expected = {
        ArticleState.DRAFT: draft,
        ArticleState.ARCHIVED: draft | text,
        ArticleState.PUBLISHED: draft | text,
    }
    assert open_for == expected.get(state, set())


@pytest.mark.parametrize("about", [*Asked, *Field])
def test_what_is_stored_is_read_again(about: Asked | Field) -> None:
    assert asked_about(about.value) is about
