"""What somebody typed with formatting goes out with that formatting: Telegram's parser says so."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.formatted import Format, Formatted, as_html, as_values, formats_of, lines_of
from bot.domain.telegram_html import parse_html
from bot.domain.text import utf16_length
from bot.sandbox.entities import from_tdlib
from tests.rendering.telegrams_parser import telegrams_answer

LINK = "https://vistnyk.example/a?b=1&c=«2»"
KINDS = ["bold", "italic", "underline", "strikethrough", "spoiler", "code", "pre", "text_link"]
QUOTES = ["blockquote", "expandable_blockquote"]
texts = st.text(alphabet="аб <>&\"'\n😀👍🏽🇺🇦\u200d@#/.", min_size=1, max_size=30)


@st.composite
def formatted(draw: st.DrawFn) -> Formatted:
    """Any text with any formatting, nested or not."""
    text = draw(texts)
    end = utf16_length(text)
    formats = []
    for kind in draw(st.lists(st.sampled_from(KINDS + QUOTES), max_size=6)):
        start, stop = sorted((draw(st.integers(0, end)), draw(st.integers(0, end))))
        # No app begins formatting within a character.
        start, stop = (_whole(text, edge) for edge in (start, stop))
        formats.append(Format(kind, start, stop - start, LINK if kind == "text_link" else None))
    return Formatted(text, tuple(one for one in formats if one.length))


def _whole(text: str, edge: int) -> int:
    kept = text.encode("utf-16-le")[: edge * 2].decode("utf-16-le", "ignore")
    return utf16_length(kept)


def at(text: str, words: str, kind: str, url: str | None = None) -> dict[str, Any]:
    """An entity of the Bot API over these words."""
    start = utf16_length(text[: text.index(words)])
    found = {"type": kind, "offset": start, "length": utf16_length(words)}
    return found | ({"url": url} if url else {})


@given(formatted())
def test_telegram_takes_any_formatting_and_shows_the_same_words(words: Formatted) -> None:
    answer = telegrams_answer(as_html(words))
    assert answer["@type"] == "formattedText", answer
    assert answer["text"] == words.text
    text, entities = parse_html(as_html(words))
    assert text == words.text.strip(" \n\t")
    assert {entity["type"] for entity in entities} <= {one.kind for one in words.formats}


@given(formatted(), st.integers(1, 40))
def test_what_is_shortened_keeps_its_limit_and_its_formatting(
    words: Formatted, limit: int
) -> None:
    short = words.shortened(limit)
    assert short.length <= limit
    assert short.shortened(limit) == short
    assert all(0 <= one.offset < one.end <= short.length for one in short.formats)
    assert telegrams_answer(as_html(short))["@type"] == "formattedText"


@pytest.mark.parametrize("kind", KINDS + QUOTES)
def test_every_kind_of_formatting_comes_back_as_it_was(kind: str) -> None:
    text = "😀 Міст <відкрито> & рух"
    given_ = [at(text, "<відкрито>", kind, LINK if kind == "text_link" else None)]
    html = as_html(Formatted(text, formats_of(given_, text)))
    assert from_tdlib(telegrams_answer(html)["entities"]) == given_


def test_nested_and_overlapping_formatting_comes_back() -> None:
    text = "Перша друга третя четверта"
    entities = [
        at(text, text, "blockquote"),
        at(text, "Перша друга", "bold"),
        at(text, "друга третя", "italic"),
        at(text, "четверта", "text_link", LINK),
    ]
    html = as_html(Formatted(text, formats_of(entities, text)))
    assert html == (
        "<blockquote><b>Перша <i>друга</i></b><i> третя</i> "
        f'<a href="{LINK.replace("&", "&amp;")}">четверта</a></blockquote>'
    )
    assert telegrams_answer(html)["text"] == text


def test_in_code_nothing_else_is_formatted() -> None:
    text = "до код після"
    html = as_html(
        Formatted(text, formats_of([at(text, text, "bold"), at(text, "код", "code")], text))
    )
    assert html == "<b>до </b><code>код</code><b> після</b>"


def test_what_telegram_finds_by_itself_or_would_not_open_is_left_out() -> None:
    text = "@vistnyk #Світ t.me/a тут емодзі Олена"
    entities = [
        at(text, "@vistnyk", "mention"),
        at(text, "#Світ", "hashtag"),
        at(text, "t.me/a", "url"),
        at(text, "тут", "text_link", "javascript:alert(1)"),
        at(text, "емодзі", "custom_emoji"),
        at(text, "Олена", "text_mention"),
        {"type": "bold", "offset": 99, "length": 1},
        {"type": "bold", "offset": -1, "length": 1},
        {"type": "bold", "offset": 0, "length": 0},
    ]
    assert formats_of(entities, text) == ()


def test_formatting_that_reaches_beyond_the_text_ends_with_it() -> None:
    assert formats_of([{"type": "bold", "offset": 2, "length": 99}], "абвг") == (
        Format("bold", 2, 2),
    )


def test_a_part_has_its_own_formatting_from_its_beginning_on() -> None:
    text = " 😀 Перший\nДругий рядок "
    words = Formatted(text, formats_of([at(text, "Перший\nДругий", "bold")], text))
    assert list(lines_of(words)) == [(0, 10), (11, 24)]
    assert words.part(11, 24) == Formatted("Другий рядок ", (Format("bold", 0, 6),))
    assert words.stripped() == Formatted(text.strip(), (Format("bold", 3, 13),))


def test_kept_as_values_it_is_read_again() -> None:
    formats = (Format("bold", 0, 3), Format("text_link", 1, 2, LINK))
    assert formats_of(as_values(formats), "абв") == formats
