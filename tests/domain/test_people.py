"""Who may do what, and in which language people are spoken to."""

from datetime import timedelta

import pytest

from bot.domain.people import (
    BotIdentity,
    Role,
    invitation_expiry,
    language_of,
    may_dismiss,
    may_invite,
)
from tests.builders import an_editor
from tests.clock import NOON

OWNER, CHIEF, EDITOR = Role.OWNER, Role.CHIEF, Role.EDITOR


def test_an_owner_stands_above_a_chief_and_a_chief_above_an_editor() -> None:
    assert [role.rank for role in (OWNER, CHIEF, EDITOR)] == [0, 1, 2]
    assert an_editor(role=OWNER).is_owner
    assert not an_editor(role=CHIEF).is_owner


def test_an_editor_spends_no_stars_and_connects_no_feeds() -> None:
    people = [an_editor(role=role) for role in (OWNER, CHIEF, EDITOR)]
    assert [person.may_pay for person in people] == [True, True, False]
    assert [person.decides_on_feeds for person in people] == [True, True, False]


def test_a_bot_is_named_by_what_may_change_and_what_stays() -> None:
    assert str(BotIdentity(501, "vistnyk_bot")) == "@vistnyk_bot (id 501)"


@pytest.mark.parametrize(
    ("who", "whom", "allowed"),
    [
        (OWNER, OWNER, True),
        (OWNER, CHIEF, True),
        (OWNER, EDITOR, True),
        (CHIEF, OWNER, False),
        (CHIEF, CHIEF, False),
        (CHIEF, EDITOR, True),
        (EDITOR, OWNER, False),
        (EDITOR, CHIEF, False),
        (EDITOR, EDITOR, False),
    ],
)
def test_nobody_brings_in_or_sends_away_whom_they_do_not_stand_above(
    who: Role,
    whom: Role,
    allowed: bool,  # noqa: FBT001 - a column of the table
) -> None:
    person = an_editor(1, who)
    assert may_invite(person, whom) is allowed
    assert may_dismiss(person, an_editor(2, whom)) is allowed


def test_an_invitation_lasts_a_day() -> None:
    assert invitation_expiry(NOON) == NOON + timedelta(hours=24)


@pytest.mark.parametrize(
    ("code", "language"),
    [
        ("uk", "uk"),
        ("uk-UA", "uk"),
        ("ru", "uk"),
        ("be", "uk"),
        ("en", "en"),
        ("en-GB", "en"),
        ("pl", "en"),
        (None, "uk"),
        ("", "uk"),
    ],
)
def test_a_person_is_spoken_to_in_the_language_of_their_telegram(
    code: str | None, language: str
) -> None:
    assert language_of(code, "uk") == language


def test_whoever_does_not_say_gets_the_newsrooms_language() -> None:
    assert language_of(None, "en") == "en"
