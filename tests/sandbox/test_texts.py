"""Telegram's text rules: joining of entities, and that no text and no call breaks the sandbox."""

from contextlib import suppress
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from bot.sandbox.methods import METHODS
from bot.sandbox.parameters import Parameters
from bot.sandbox.refusals import BotApiError
from bot.sandbox.texts import (
    Formatted,
    formatted,
    retyped,
    split_like_a_client,
    typed,
    utf16_length,
)
from bot.sandbox.world import World

KINDS = ["bold", "italic", "code", "pre", "spoiler", "blockquote", "text_link", "hashtag"]


def entity(kind: str, offset: int, length: int, **more: Any) -> dict[str, Any]:
    return {"type": kind, "offset": offset, "length": length, **more}


def test_code_holds_no_other_entity() -> None:
    result = formatted("<b>a<code>#c</code>d</b>", "HTML")
    assert result.entities == (entity("bold", 0, 1), entity("code", 1, 2), entity("bold", 3, 1))


def test_styles_that_touch_are_one_and_a_style_is_cut_at_a_links_edge() -> None:
    assert formatted("<i>a</i><i>b</i>", "HTML").entities == (entity("italic", 0, 2),)
    result = formatted("abcd #tag", entities=[entity("bold", 0, 7)])
    assert result.entities == (
        entity("bold", 0, 5),
        entity("hashtag", 5, 4),
        entity("bold", 5, 2),
    )


def test_a_given_link_hides_what_is_found_in_its_words() -> None:
    result = formatted('<a href="https://example.com/">https://example.org</a>', "HTML")
    assert [found["type"] for found in result.entities] == ["text_link"]


def test_blanks_around_go_and_offsets_follow() -> None:
    result = formatted("\n  \r\n😀 <b>a\rb </b>\n", "HTML")
    assert result == Formatted("😀 ab", (entity("bold", 3, 2),))


@pytest.mark.parametrize(
    ("now", "bold", "italic"),
    [
        ("борт 😀 тут #світ", (0, 4), (8, 3)),
        ("порти 😀 тут #світ", (0, 4), (9, 3)),
        ("О, порт 😀 тут #світ", (3, 4), (11, 3)),
        ("порт 😀 отут #світ", (0, 4), (9, 3)),
        ("порт 😀 там #світ", (0, 4), (8, 3)),
        ("порт 😀 #світ", (0, 4), None),
        ("Інше", None, None),
    ],
)
def test_formatting_stays_with_its_words_when_a_person_changes_others(
    now: str, bold: tuple[int, int] | None, italic: tuple[int, int] | None
) -> None:
    before = formatted("<b>порт</b> 😀 <i>тут</i> #світ", "HTML")
    after = retyped(before, now)
    kinds = {found["type"]: (found["offset"], found["length"]) for found in after.entities}
    assert (after.text, kinds.get("bold"), kinds.get("italic")) == (now, bold, italic)
    assert ("hashtag" in kinds) is ("#" in now)


@given(st.text(max_size=60), st.text(max_size=60))
def test_whatever_is_typed_anew_is_kept_within_its_bounds(before: str, now: str) -> None:
    end = utf16_length(before)
    marks = [entity("bold", 0, end // 2), entity("italic", end // 2, end - end // 2)]
    after = retyped(Formatted(before, tuple(marks)), now)
    length = utf16_length(after.text)
    assert all(mark["offset"] + mark["length"] <= length for mark in after.entities)


@given(st.text(max_size=300), st.integers(2, 20))
def test_splitting_loses_nothing_and_keeps_the_limit(text: str, size: int) -> None:
    parts = split_like_a_client(text, size)
    assert "".join(parts) == text
    assert all(utf16_length(part) <= size for part in parts)


@st.composite
def marked_texts(draw: st.DrawFn) -> tuple[str, list[dict[str, Any]]]:
    text = draw(st.text(st.sampled_from("аб #😀\n\r/.@x"), min_size=1, max_size=40))
    end = utf16_length(text)
    bounds = st.tuples(st.integers(0, end), st.integers(0, end)).map(sorted)
    marks = draw(st.lists(st.tuples(st.sampled_from(KINDS), bounds), max_size=8))
    entities = [
        entity(kind, start, stop - start, url="https://a.ua/") for kind, (start, stop) in marks
    ]
    return text, entities


@given(marked_texts())
def test_entities_come_out_in_order_within_the_text_and_nested(
    marked: tuple[str, list[dict[str, Any]]],
) -> None:
    text, entities = marked
    try:
        result = formatted(text, entities=entities)
    except BotApiError:
        assume(False)  # noqa: FBT003 - nothing is left of it
    end = utf16_length(result.text)
    outer: list[int] = []
    last = 0
    for found in result.entities:
        start, stop = found["offset"], found["offset"] + found["length"]
        assert last <= start < stop <= end
        outer = [edge for edge in outer if edge > start]
        if found["type"] in KINDS[:2]:
            assert all(stop <= edge for edge in outer)
        outer.append(stop)
        last = start


@given(st.text(max_size=200))
def test_no_text_breaks_the_parser(text: str) -> None:
    typed(text)
    for mode in ("HTML", "Markdown", "MarkdownV2"):
        with suppress(BotApiError):
            assert utf16_length(formatted(text, mode).text) <= 4096


WORDS = ["chat_id", "text", "parse_mode", "entities", "reply_markup", "message_id", "scope"]
WORDS += ["reply_parameters", "link_preview_options", "from_chat_id", "user_id", "commands"]
WORDS += ["callback_query_id", "file_id", "action", "language_code", "offset", "limit"]
INNER = ["inline_keyboard", "text", "url", "callback_data", "type", "offset", "length", "chat_id"]
LEAVES: st.SearchStrategy[Any] = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-5, 1010),
    st.sampled_from(["HTML", "x", "@svit_news", "chat", "bold", "{", "", "text_mention", "user"]),
)
NESTED = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3), st.dictionaries(st.sampled_from(INNER), inner, max_size=3)
    ),
    max_leaves=8,
)


@pytest.mark.parametrize("method", sorted(METHODS.keys() - {"getupdates"}))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(params=st.dictionaries(st.sampled_from(WORDS), NESTED, max_size=6))
async def test_no_call_breaks_a_method(
    world: World, reader: int, channel: int, method: str, params: dict[str, Any]
) -> None:
    targets = {"chat_id": reader, "from_chat_id": channel, "message_id": 1, "text": "а"}
    for given_ in (params, targets | params):
        with suppress(BotApiError):
            METHODS[method](world, Parameters(given_))


@pytest.mark.parametrize("odd", [[], {}, 5, "x", None, [[]], {"id": []}, True])
@pytest.mark.parametrize("kind", ["bold", "text_link", "text_mention", "pre", "date_time", []])
async def test_no_odd_value_breaks_a_message(
    world: World, reader: int, odd: object, kind: object
) -> None:
    place = {"type": kind, "offset": 0, "length": 1}
    entities = [place | dict.fromkeys(["url", "user", "language", "unix_time"], odd)]
    button = {"text": "а", "callback_data": odd}
    for params in (
        {"entities": entities},
        {"reply_markup": {"inline_keyboard": [[button]]}},
        {"reply_markup": {"inline_keyboard": [[{"text": odd, "url": odd, "copy_text": odd}]]}},
        {"reply_markup": {"inline_keyboard": odd}},
        {"link_preview_options": odd, "reply_parameters": odd},
    ):
        with suppress(BotApiError):
            METHODS["sendmessage"](world, Parameters({"chat_id": reader, "text": "а"} | params))
    with suppress(BotApiError):
        METHODS["setmycommands"](world, Parameters({"commands": [odd], "scope": {"type": odd}}))
