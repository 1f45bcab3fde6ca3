"""Shortening and cutting: within Telegram's limits, and nothing torn that belongs together."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.text import (
    ELLIPSIS,
    Paragraph,
    Style,
    clean_name,
    inert,
    is_blank,
    paragraphs_to_messages,
    shorten,
    utf16_length,
)

FAMILY = "👨‍👩‍👧"
FLAG = "🇺🇦"
SCOTLAND = "🏴󠁧󠁢󠁳󠁣󠁴󠁿"
CLUSTERS = [FAMILY, FLAG, SCOTLAND, "👍🏽", "❤️", "é", "й", "1️⃣", "שׁ"]

pieces = st.one_of(
    st.sampled_from([*CLUSTERS, " ", "\n", ". ", "… ", "?» — ", "м. Київ", "слово", "&lt;"]),
    st.text(max_size=8),
)
texts = st.lists(pieces, max_size=40).map("".join)
limits = st.integers(min_value=0, max_value=80)


@given(st.text())
def test_length_is_counted_in_utf16_units(text: str) -> None:
    assert utf16_length(text) == len(text.encode("utf-16-le")) // 2


@given(texts, limits)
def test_a_shortened_text_is_within_the_limit(text: str, limit: int) -> None:
    assert utf16_length(shorten(text, limit)) <= limit


@given(texts, limits)
def test_shortening_twice_changes_nothing_more(text: str, limit: int) -> None:
    once = shorten(text, limit)
    assert shorten(once, limit) == once


@given(texts, limits)
def test_a_shortened_text_is_a_beginning_of_the_text(text: str, limit: int) -> None:
    short = shorten(text, limit)
    assert short == text or text.startswith(short.removesuffix(ELLIPSIS))


@given(texts)
def test_a_text_that_fits_is_left_alone(text: str) -> None:
    assert shorten(text, utf16_length(text)) == text


@given(st.lists(st.sampled_from(CLUSTERS), min_size=1, max_size=20), limits)
def test_no_picture_and_no_letter_is_torn(clusters: list[str], limit: int) -> None:
    short = shorten("".join(clusters), limit).removesuffix(ELLIPSIS)
    wholes = {"".join(clusters[:n]) for n in range(len(clusters) + 1)}
    assert short in wholes


def test_a_lead_is_cut_at_the_end_of_a_sentence_where_one_is_near() -> None:
    lead = "Офіс відкриють у Токіо. Там працюватиме одна людина, а згодом і більше людей."
    assert shorten(lead, 40) == "Офіс відкриють у Токіо."


def test_a_lead_is_cut_at_a_word_where_the_sentence_ends_too_early() -> None:
    lead = "Так. Офіс відкриють у Токіо вже наступного року, кажуть дипломати."
    assert shorten(lead, 40) == "Так. Офіс відкриють у Токіо вже…"


@pytest.mark.parametrize(
    ("text", "limit", "expected"),
    [
        ("Зустріч відбулася у м. Київ сьогодні зранку", 24, "Зустріч відбулася у м…"),
        ("«Коли вже відкриють?» — запитав міністр учора", 22, "«Коли вже відкриють?»…"),
        ("Він сказав: «Відкриємо навесні.» Потім поїхав", 34, "Він сказав: «Відкриємо навесні.»"),
        ("Дуже довгий перелік, кома, кінець", 22, "Дуже довгий перелік…"),
        ("Зателефонували й сказали «приїжджайте» ввечері", 27, "Зателефонували й сказали…"),
        ("Пневмоноультрамікроскопічний", 10, "Пневмоноу…"),
    ],
)
def test_where_a_cut_falls(text: str, limit: int, expected: str) -> None:
    assert shorten(text, limit) == expected


@pytest.mark.parametrize(
    "text", ["", " \n", "\u200b", "\ufeff\u200d\u00a0", "\u2800", "\u3164\u0301"]
)
def test_what_cannot_be_seen_is_blank(text: str) -> None:
    assert is_blank(text)


@pytest.mark.parametrize("text", ["a", " . ", "\u200b—", "😀", "ї", "\u202eש"])
def test_what_can_be_seen_is_not_blank(text: str) -> None:
    assert not is_blank(text)


paragraphs = st.lists(
    st.builds(Paragraph, st.one_of(texts, texts.map(lambda t: t * 6)), st.sampled_from(Style)),
    max_size=12,
)
message_limits = st.integers(min_value=20, max_value=200)


@given(paragraphs, message_limits)
def test_every_message_is_within_the_limit_and_says_something(
    given_paragraphs: list[Paragraph], limit: int
) -> None:
    for message in paragraphs_to_messages(given_paragraphs, limit):
        assert 0 < utf16_length("\n\n".join(p.text for p in message)) <= limit
        assert not any(is_blank(p.text) for p in message)


@given(paragraphs, message_limits)
def test_cutting_keeps_every_word_in_its_order(
    given_paragraphs: list[Paragraph], limit: int
) -> None:
    messages = paragraphs_to_messages(given_paragraphs, limit)
    shown = "".join(p.text for message in messages for p in message)
    assert _visible(shown) == _visible("".join(p.text for p in given_paragraphs))


@given(st.lists(st.text(alphabet="абв", min_size=1, max_size=18), max_size=20), message_limits)
def test_paragraphs_that_fit_are_never_cut(texts_given: list[str], limit: int) -> None:
    messages = paragraphs_to_messages(map(Paragraph, texts_given), limit)
    assert [p.text for message in messages for p in message] == texts_given


@given(paragraphs, message_limits)
def test_messages_are_as_few_as_the_order_allows(
    given_paragraphs: list[Paragraph], limit: int
) -> None:
    messages = list(paragraphs_to_messages(given_paragraphs, limit))
    for message, following in pairwise(messages):
        longer = "\n\n".join(p.text for p in (*message, following[0]))
        assert utf16_length(longer) > limit


def test_a_long_paragraph_keeps_its_style_and_is_cut_at_its_sentences() -> None:
    whole = Paragraph("Перше речення тут. Друге речення там.", Style.ITALIC)
    assert list(paragraphs_to_messages([whole], 20)) == [
        (Paragraph("Перше речення тут.", Style.ITALIC),),
        (Paragraph("Друге речення там.", Style.ITALIC),),
    ]


def test_a_letter_under_more_marks_than_a_message_holds_is_still_shown() -> None:
    pile = "е" + "\u0301" * 100 + " і далі"
    messages = list(paragraphs_to_messages([Paragraph(pile)], 30))
    shown = [p.text for message in messages for p in message]
    assert shown[0].startswith("е")
    assert shown[-1].endswith("далі")


def _visible(text: str) -> str:
    return "".join(c for c in text if not is_blank(c))


# --- names that strangers chose ---


@pytest.mark.parametrize(
    ("name", "seen"),
    [
        ("Світ", "Світ"),
        ("  Світ\n\n і  ми\t", "Світ і ми"),
        ("Св\u202eіт\u200b\ufeff", "Світ"),
        ("\u202e\u200b\u3164", "…"),
        ("", "…"),
        ("👨\u200d👩\u200d👧 Родина 🇺🇦", "👨\u200d👩\u200d👧 Родина 🇺🇦"),
        ("а\u200dб", "аб"),
        ("е" + "\u0301" * 50, "е" + "\u0301" * 3),
    ],
)
def test_a_name_is_one_line_without_what_hides_or_turns_it(name: str, seen: str) -> None:
    assert clean_name(name) == seen


@pytest.mark.parametrize(
    "name", ["Світ", "Новини. Світ", "24/7 наживо 🇺🇦", "Сім’я – №1", "C++ (uk)"]
)
def test_an_honest_name_looks_as_it_was_written(name: str) -> None:
    assert inert(name, 100).replace("\u2060", "") == name


def test_of_a_name_without_an_end_only_the_beginning_is_read() -> None:
    assert clean_name("Порт " * 20_000) == " ".join(["Порт"] * 200)


def test_a_name_is_cut_within_its_limit() -> None:
    for name in ("слово " * 100, "0" * 500, "t.me/" * 100):
        assert utf16_length(inert(name, 40)) <= 40
