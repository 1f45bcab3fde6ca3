"""What each step makes of an article in each state, as the table in docs/reference.md says."""

import itertools
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.domain.article import Article, ArticleState
from bot.domain.errors import RefusedError
from bot.domain.schedule import Scheduled
from tests.builders import a_content, an_article
from tests.clock import NOON

REFERENCE = Path(__file__).parents[2] / "docs/reference.md"
LATER = NOON + timedelta(hours=1)
WORDS = a_content("Порт закрив термінал")
STEPS: dict[str, Callable[[Article], Article]] = {
    "publish": lambda article: article.publish(LATER),
    "schedule": lambda article: article.schedule(LATER, NOON, by=7),
    "embargo": lambda article: article.embargo(LATER),
    "archive": lambda article: article.archive(LATER),
    "rewrite": lambda article: article.rewrite(WORDS, ["no_link"]),
    "revise": lambda article: article.revise(WORDS, LATER, marked=True),
    "retract": lambda article: article.retract(LATER),
    "discard": lambda article: article.discard(),
    "take_up": lambda article: article.take_up(),
    "merge": lambda article: article.merge(),
}


def table() -> dict[tuple[str, str], str]:
    """The cells of the table: (state, step) → what comes of it."""
    chapter = REFERENCE.read_text(encoding="utf-8").split("## States of an article")[1]
    rows = [
        [cell.strip() for cell in line.strip("|").split("|")]
        for line in chapter.split("\n## ")[0].splitlines()
        if line.startswith("|") and not line.startswith("|--")
    ]
    (_, *steps), *states = rows
    return {
        (state, step): cell
        for state, *cells in states
        for step, cell in zip(steps, cells, strict=True)
    }


def in_state(state: str) -> Article:
    """Of what was discarded, a draft that was."""
    released_at = None if state in ("draft", "discarded", "merged") else NOON
    return replace(an_article(), state=ArticleState(state), released_at=released_at)


def test_the_table_has_every_state_and_every_step() -> None:
    assert table().keys() == set(itertools.product(ArticleState, STEPS))


@pytest.mark.parametrize(("state", "step"), [*itertools.product(ArticleState, STEPS)])
def test_a_step_makes_of_a_state_what_the_table_says(state: str, step: str) -> None:
    said = table()[state, step]
    article = in_state(state)
    if said.startswith("`"):
        with pytest.raises(RefusedError) as refusal:
            STEPS[step](article)
        assert f"`{refusal.value.code}`" == said
        into = {"into": None} if refusal.value.code == "draft_merged" else {}
        assert refusal.value.details == {"id": article.id} | into
        return
    after = STEPS[step](article)
    if said == "–":
        assert after == article
    else:
        assert (after.state, after != article) == (said, True)


@pytest.mark.parametrize(
    ("step", "before", "changes"),
    [
        (
            "publish",
            "draft",
            {"state": "published", "released_at": LATER, "resembles": None},
        ),
        (
            "archive",
            "draft",
            {"state": "archived", "released_at": LATER, "resembles": None},
        ),
        ("schedule", "draft", {"scheduled": Scheduled(LATER, 7)}),
        ("embargo", "draft", {"embargo_until": LATER}),
        ("rewrite", "draft", {"content": WORDS, "warnings": ("no_link",)}),
        (
            "revise",
            "published",
            {"revision": 2, "content": WORDS, "corrected_at": LATER, "marked_at": LATER},
        ),
        ("retract", "published", {"state": "retracted", "retracted_at": LATER}),
        ("discard", "draft", {"state": "discarded"}),
        ("take_up", "discarded", {"state": "draft"}),
        ("merge", "draft", {"state": "merged"}),
    ],
)
def test_a_step_changes_this_and_nothing_else(
    step: str, before: str, changes: dict[str, Any]
) -> None:
    article = replace(in_state(before), breaking=False, resembles=7)
    assert STEPS[step](article) == replace(article, **changes)


def test_what_was_in_the_archive_is_taken_up_into_it_again() -> None:
    archived = in_state("archived")
    assert archived.discard().take_up() == archived


def test_nothing_is_published_without_a_section() -> None:
    with pytest.raises(RefusedError, match=r"^article_no_section$"):
        replace(an_article(), section=None, state=ArticleState.DRAFT).publish(LATER)


def test_who_publishes_says_how_and_ends_the_doubt_what_it_resembles() -> None:
    draft = replace(an_article(), state=ArticleState.DRAFT, resembles=7)
    out = draft.publish(LATER, breaking=True, paid=True)
    assert (out.breaking, out.paid, out.resembles, out.released_at) == (True, True, None, LATER)


def test_a_revision_counts_on_and_keeps_an_earlier_mark() -> None:
    first = in_state("published").revise(WORDS, NOON, marked=True)
    second = first.revise(a_content(), LATER, marked=False)
    assert (second.revision, second.corrected_at, second.marked_at) == (
        first.revision + 1,
        LATER,
        NOON,
    )


def test_what_is_taken_back_says_when() -> None:
    assert in_state("archived").retract(LATER).retracted_at == LATER


def test_the_archive_shows_it_as_of_its_own_time() -> None:
    discarded = replace(in_state("discarded"), resembles=7)
    kept = discarded.archive(NOON)
    assert (kept.released_at, kept.resembles) == (NOON, None)


SCHEDULED = Scheduled(LATER, 7)


@pytest.mark.parametrize("step", ["publish", "archive", "discard", "merge"])
def test_what_is_settled_or_taken_off_goes_out_by_itself_no_more(step: str) -> None:
    assert STEPS[step](replace(in_state("draft"), scheduled=SCHEDULED)).scheduled is None


@pytest.mark.parametrize("state", ArticleState)
def test_what_is_taken_off_the_schedule_is_as_it_was_before(state: str) -> None:
    article = in_state(state)
    assert replace(article, scheduled=SCHEDULED).schedule(None, NOON) == article


@pytest.mark.parametrize("step", ["rewrite", "take_up"])
def test_what_is_written_anew_keeps_its_time(step: str) -> None:
    assert STEPS[step](replace(in_state("draft"), scheduled=SCHEDULED)).scheduled == SCHEDULED


@pytest.mark.parametrize(
    ("at", "code"),
    [
        (NOON - timedelta(minutes=1), "time_past"),
        (NOON, "time_past"),
        (NOON + timedelta(days=366, minutes=1), "time_too_far"),
    ],
)
def test_nothing_is_scheduled_for_the_past_or_for_years_on(at: datetime, code: str) -> None:
    with pytest.raises(RefusedError, match=f"^{code}$"):
        in_state("draft").schedule(at, NOON)
    assert in_state("draft").schedule(NOON + timedelta(days=366), NOON).scheduled


def test_nobody_publishes_before_an_embargo_is_over() -> None:
    closed = in_state("draft").embargo(LATER)
    early = LATER - timedelta(seconds=1)
    with pytest.raises(RefusedError, match=r"^embargo$") as refusal:
        closed.publish(early)
    assert refusal.value.details == {"id": closed.id, "until": LATER}
    with pytest.raises(RefusedError, match=r"^embargo$"):
        closed.schedule(early, NOON)
    assert closed.publish(LATER).is_published
    assert closed.schedule(LATER, NOON).scheduled == Scheduled(LATER)
    assert closed.embargo(None).publish(early).is_published


def test_an_embargo_moves_what_was_to_go_out_sooner() -> None:
    draft = replace(in_state("draft"), scheduled=Scheduled(LATER, 7))
    later = LATER + timedelta(hours=1)
    assert draft.embargo(later).scheduled == Scheduled(later, 7)
    assert draft.embargo(NOON).scheduled == draft.embargo(None).scheduled == draft.scheduled
