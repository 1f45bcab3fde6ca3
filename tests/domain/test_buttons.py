"""What buttons and links carry comes back as it was, within Telegram's limits."""

import re
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.buttons import (
    CALLBACK_LIMIT,
    Browse,
    Correct,
    Follow,
    Invite,
    OpenArticle,
    Opening,
    OpenInvitation,
    Press,
    Publish,
    RouteSection,
    bot_link,
    pack,
    read_start,
    start_parameter,
    unpack,
)

KINDS = get_args(Press)
IDS = st.integers(min_value=-(10**18) + 1, max_value=10**18 - 1)
WORDS = st.text("abcdefghijklmnopqrstuvwxyz", min_size=1, max_size=16)
VALUES = {int: IDS, bool: st.booleans(), str: WORDS}
PRESSES = st.sampled_from(KINDS).flatmap(
    lambda kind: st.builds(
        kind, **{name: VALUES[type_] for name, type_ in kind.__annotations__.items()}
    )
)
OPENINGS = st.one_of(
    st.builds(OpenArticle, st.integers(min_value=0, max_value=10**18 - 1)),
    st.builds(OpenInvitation, st.from_regex(r"\A[A-Za-z0-9_-]{16,60}\Z")),
)


@given(PRESSES)
def test_every_button_says_again_what_it_was_made_to_say(press: Press) -> None:
    said = unpack(pack(press))
    assert said == press
    assert type(said) is type(press)


@given(PRESSES)
def test_no_buttons_data_is_longer_than_telegram_takes(press: Press) -> None:
    assert 1 <= len(pack(press).encode()) <= CALLBACK_LIMIT


@pytest.mark.parametrize(
    ("press", "data"),
    [
        (Publish(12, breaking=False), "publish:12:0"),
        (RouteSection(-1001234567890, 3, on=True), "route:-1001234567890:3:1"),
        (Browse(0, 2), "browse:0:2"),
        (Invite("editor"), "invite:editor"),
        (Follow(3, on=True), "follow:3:1"),
    ],
)
def test_buttons_that_people_have_in_their_chats_are_understood_for_good(
    press: Press, data: str
) -> None:
    assert pack(press) == data
    assert unpack(data) == press


def test_a_button_of_the_first_version_corrects_as_it_did_then() -> None:
    assert unpack("correct:3:1") == Correct(3, 1, marked=True)
    assert unpack("correct:3:1:0") == Correct(3, 1, marked=False)
    assert unpack("correct:3") is None


@pytest.mark.parametrize(
    "data",
    [
        None,
        "",
        ":",
        "publish",
        "publish:12",
        "publish:12:0:0",
        "publish:12:2",
        "publish:12:",
        "publish::0",
        "publish:12.5:0",
        "publish:١٢:0",
        "publish:12:0\n",
        "publish:" + "9" * 19 + ":0",
        "Publish:12:0",
        "drop:12",
        "invite:Owner",
        "invite:",
        "speak:../uk",
        "topics:",
    ],
)
def test_data_that_no_button_of_ours_carries_says_nothing(data: str | None) -> None:
    assert unpack(data) is None


@given(st.text())
def test_no_data_whatever_is_a_fault(data: str) -> None:
    said = unpack(data)
    assert said is None or isinstance(said, KINDS)


@given(OPENINGS)
def test_a_links_parameter_comes_back_and_keeps_to_telegrams_alphabet(opening: Opening) -> None:
    parameter = start_parameter(opening)
    assert re.fullmatch(r"[A-Za-z0-9_-]{1,64}", parameter)
    assert read_start(parameter) == opening


@pytest.mark.parametrize(
    "parameter",
    [
        None,
        "",
        "a",
        "a12b",
        "a-1",
        "a١",
        "i",
        "ishort",
        "i" + "x" * 61,
        "i" + "x" * 20 + "\n",
        "z",
    ],
)
def test_a_parameter_that_is_not_ours_opens_nothing(parameter: str | None) -> None:
    assert read_start(parameter) is None


def test_a_link_opens_the_bots_chat_at_the_article() -> None:
    assert bot_link("vistnyk_bot", OpenArticle(12)) == "https://t.me/vistnyk_bot?start=a12"
