"""Our reading of Telegram's HTML is Telegram's own."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.telegram_html import Entity, checked_link, parse_html
from tests.rendering.telegrams_parser import telegrams_answer

_BLANKS = " \n\t"
_NAMES = {
    "BlockQuote": "blockquote",
    "ExpandableBlockQuote": "expandable_blockquote",
    "TextUrl": "text_link",
}


def telegrams_reading(html: str) -> tuple[str, tuple[Entity, ...]]:
    """What `parseTextEntities` says, with the blanks gone that the server drops on sending."""
    answer = telegrams_answer(html)
    assert answer["@type"] == "formattedText", answer
    text: str = answer["text"]
    start = len(text) - len(text.lstrip(_BLANKS))
    kept = text.strip(_BLANKS)
    end = start + len(kept.encode("utf-16-le")) // 2
    entities = []
    for entity in answer["entities"]:
        first = max(entity["offset"], start)
        last = min(entity["offset"] + entity["length"], end)
        units = text.encode("utf-16-le")[first * 2 : last * 2]
        if last > first and units.decode("utf-16-le").strip(_BLANKS):
            entities.append(_in_the_bot_apis_shape(entity, first - start, last - first))
    return kept, tuple(entities)


def _in_the_bot_apis_shape(entity: dict[str, Any], offset: int, length: int) -> Entity:
    kind = entity["type"]["@type"].removeprefix("textEntityType")
    url = {"url": entity["type"]["url"]} if "url" in entity["type"] else {}
    return {"type": _NAMES.get(kind, kind.lower()), "offset": offset, "length": length, **url}


def escaped(text: str) -> str:
    for character, reference in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ('"', "&#34;")):
        text = text.replace(character, reference)
    return text


words = st.one_of(
    st.text(max_size=12),
    st.text(alphabet=" \n\tаb&<>\"'\u00a0\u200b\u200d😀👨‍👩‍👧🇺🇦שلم", max_size=12),
    st.sampled_from(
        ["&lt;b&gt;", "&nbsp;", "&amp;amp;", "&#60;", "a & b", "«Світ»", "&#38", "&ltx"]
    ),
)
tags = st.sampled_from(
    [
        ("<b>", "</b>"),
        ("<i>", "</i>"),
        ("<u>", "</u>"),
        ("<s>", "</s>"),
        ("<code>", "</code>"),
        ("<pre>", "</pre>"),
        ("<tg-spoiler>", "</tg-spoiler>"),
        ("<blockquote>", "</blockquote>"),
        ("<blockquote expandable>", "</blockquote>"),
        ('<a href="https://vistnyk.example/a?b=1&amp;c=«2»#d">', "</a>"),
        ('<a href="https://Vistnyk.example">', "</a>"),
        ('<a href="javascript:alert(1)">', "</a>"),
    ]
)
markup = st.recursive(
    words.map(escaped),
    lambda inner: st.one_of(
        st.tuples(tags, inner).map(lambda made: made[0][0] + made[1] + made[0][1]),
        st.lists(inner, max_size=4).map("".join),
    ),
    max_leaves=12,
)


@given(markup)
def test_any_markup_is_read_as_telegram_reads_it(html: str) -> None:
    assert parse_html(html) == telegrams_reading(html)


@given(words)
def test_references_that_nobody_escaped_are_read_as_telegram_reads_them(text: str) -> None:
    html = text.replace("<", "")
    assert parse_html(html) == telegrams_reading(html)


@pytest.mark.parametrize(
    "html",
    [
        "  <b> hi </b>  ",
        "x <b>   </b> y",
        "<b>\n</b>x",
        "\n\n<i>\n a\n</i>\n",
        "a<b></b>b",
        "<B>a</b >",
        "<b >a</b>",
        "<a href='https://e.com'>x</a>",
        "<a\nhref = 'https://e.com' title=\"t\">x</a>",
        '<a href="">x</a>',
        "<a>https://e.com/a</a>",
        "<b>x</>",
        '<blockquote expandable="">x</blockquote>',
        "&#x1F600;&#128512;&#0;&#1114111;&#1114110;&#123456789;&#X41;&quot;&copy;&LT;",
        "<strong>a</strong><em>b</em><ins>c</ins><strike>d</strike><del>e</del>",
    ],
)
def test_odd_but_valid_markup_is_read_as_telegram_reads_it(html: str) -> None:
    assert parse_html(html) == telegrams_reading(html)


PAIRED = (
    *(
        "b",
        "i",
        "u",
        "s",
        "code",
        "pre",
        "tg-spoiler",
        "blockquote",
        "strong",
        "em",
        "ins",
        "strike",
    ),
    *("del", "blockquote expandable", "a href='https://e.com'"),
)


@pytest.mark.parametrize("outer", PAIRED)
def test_entities_over_the_same_words_stand_in_telegrams_order(outer: str) -> None:
    for inner in PAIRED:
        ends = outer.split(maxsplit=1)[0], inner.split(maxsplit=1)[0]
        for words in (("", "a", ""), ("", "a", "b"), ("b", "a", ""), ("x", "\n x\t", "x")):
            html = f"<{outer}>{words[0]}<{inner}>{words[1]}</{ends[1]}>{words[2]}</{ends[0]}>"
            assert parse_html(html) == telegrams_reading(html), html


@pytest.mark.parametrize(
    "html",
    [
        "x<b>x</b>x",
        *(f"&#{zeros}65;" for zeros in ("", "0000", "00000", "000000")),
        *(f"&#x{zeros}41;" for zeros in ("", "000", "0000", "00000")),
        "&#00000065",
        "&#x0;&#1;&#x10FFFE;&#x10FFFF;&#x110000;",
        "&lt;&gt;&amp;&quot;&ltb;&gt&amp",
        '<a href="https://e.com/&lt;&#34;&quot;">x</a>',
        "<a href=\"https://e.com/1'2\" x='1\"2'>x</a>",
        "<blockquote expandable>x</blockquote><blockquote cite=x>y</blockquote>",
        '<a href="https://e.com/1">x</a><a>no.link</a><a href="x">e</a>',
        '<a href="https://e.com/1"><b>e.com/2</b></a>',
        "x<a>e.com/<b>2</b></a>",
        "  😀 <b> 😀 </b> ",
        "<b> </b>  кілька слів",
        "кілька слів  <b> </b> ",
    ],
)
def test_references_and_attributes_are_read_as_telegram_reads_them(html: str) -> None:
    assert parse_html(html) == telegrams_reading(html)


@pytest.mark.parametrize(
    "html",
    [
        "<p>x</p>",
        "a<br>b",
        "<b>x",
        "x</b>",
        "<b>x</i>",
        "<b",
        "<>x</>",
        "<b/>",
        "< b>x</b>",
        '<a "x">y</a>',
        '<a href="x" = >y</a>',
    ],
)
def test_what_telegram_refuses_is_refused(html: str) -> None:
    assert telegrams_answer(html)["@type"] == "error"
    with pytest.raises(ValueError, match=r"tag|end|attributes"):
        parse_html(html)


@pytest.mark.parametrize(
    "address",
    [
        "https://e.com",
        "HTTPS://E.com/Path",
        "https://президент.укр/а б",
        "https://Україна.com?x=1#y",
        "https://e.com:8080/x",
        "https://127.0.0.1:8080/a",
        "https://user:word@e.com/",
        "https://[::1]/x",
        "https://t.me/vistnyk_bot?start=a12",
        "e.com/x",
        "https://e.com:99999/",
        "https://e.com:0/",
        *(f"https://e.com:{port}/" for port in (1, 65535, 65536, 65537, "x", -1)),
        *(f"https://e.com{tail}" for tail in ("?x", "#x", "/?x", "/#x", "?x/y", "#x?y", "//")),
        "TG://resolve?domain=vistnyk",
        "http://E.com",
        "https://.e.com/",
        "https://e..com/x",
        "https://x\\e.com/",
        "https://e.com\\x",
        "https://[::1/x",
        "https://localhost/x",
        "https://e",
        "https://",
        "//e.com/x",
        "javascript:alert(1)",
        "ftp://e.com/x",
        "tg://resolve?domain=vistnyk",
        "/relative",
        "",
    ],
)
def test_an_address_is_kept_changed_or_dropped_as_telegram_does(address: str) -> None:
    _, entities = telegrams_reading(f'<a href="{escaped(address)}">!</a>')
    assert checked_link(address) == (entities[0]["url"] if entities else None)


@pytest.mark.parametrize("piece", ["h://e.com/", "a ", "a='", 'b"', "'\""])
def test_a_tag_that_never_ends_is_found_out_by_reading_once(piece: str) -> None:
    with pytest.raises(ValueError, match="unclosed tag"):
        parse_html("<" + piece * 100_001)
