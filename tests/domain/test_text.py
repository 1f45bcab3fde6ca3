"""Shortening and cutting: within Telegram's limits, and nothing torn that belongs together."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.text import (
    ELLIPSIS,
    MESSAGE_LIMIT,
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
    assert utf16_length(text) == len(text) + sum(char > "\uffff" for char in text)


def test_the_first_sixteen_bits_are_one_unit() -> None:
    assert [utf16_length(text) for text in ("x", "ї", "\uffff", "\U00010000")] == [1, 1, 1, 2]


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
        ("Слово", 1, "…"),
        ("А. Шевченко", 3, "А…"),
        ("Жили вони на вул. Сумська у Харкові", 22, "Жили вони на вул…"),
        ("Пішли, бо був час іти! Потім знову", 24, "Пішли, бо був час іти!"),
        ("Вони тоді вже спали. Потім знову", 24, "Вони тоді вже спали."),
        ("Місце забрав собі №98. Потім знову", 24, "Місце забрав собі №98."),
        ("Було це у році 98. Потім знову", 24, "Було це у році 98."),
        ("Так вирішив сам Yahoo! купує сервіс", 24, "Так вирішив сам Yahoo!…"),
        ("Усе там є. І це, і те, і ще", 20, "Усе там є. І це, і…"),
        ("Порт працює на Linux Потім і ще", 24, "Порт працює на Linux…"),
        ("Прочитай файл.x Потім і ще", 20, "Прочитай файл.x…"),
    ],
)
def test_where_a_cut_falls(text: str, limit: int, expected: str) -> None:
    assert shorten(text, limit) == expected


def test_a_sentence_fills_half_of_the_room_or_more_to_stand_alone() -> None:
    assert shorten("Порт відкрили. Далі буде", 20) == "Порт відкрили."
    assert shorten("Відкрили. І це ще зовсім не кінець", 18) == "Відкрили."
    assert shorten("Відкрили. І це ще зовсім не кінець", 19) == "Відкрили. І це ще…"


@pytest.mark.parametrize("sign", "*.!?…")
@pytest.mark.parametrize("closer", ["", *"»”\"')]"])
def test_a_sentence_ends_with_its_sign_and_what_closes_behind_it(sign: str, closer: str) -> None:
    text = f"Ось така відповідь{sign}{closer} Потім інше"
    ends = sign != "*"
    assert shorten(text, 24) == text[: text.index(" Потім")] + ("" if ends else ELLIPSIS)


@pytest.mark.parametrize("sign", "—–-,;:")
def test_a_question_that_somebody_is_said_to_ask_is_no_end(sign: str) -> None:
    assert shorten(f"Порт уже відкрили? {sign} Так", 20) == "Порт уже відкрили?…"


@pytest.mark.parametrize("sign", " .,;:–—-«„“([/")
def test_nothing_is_left_open_before_the_dots(sign: str) -> None:
    assert shorten(f"Порт відкрив{sign} іще термінали", 16) == "Порт відкрив…"


# Of one letter or picture each: skin tones, flags, marks, joined pictures.
@pytest.mark.parametrize("cluster", ["👍🏻", "👍🏿", "🇦🇿", "🇿🇦", "e\u0301", "к\u20dd", "क\u093e"])
@pytest.mark.parametrize("before", ["", "А"])
def test_as_many_whole_pictures_as_there_is_room_for_are_kept(cluster: str, before: str) -> None:
    size = utf16_length(cluster)
    for room in range(1, 5 * size):
        count = (room - len(before)) // size if room > len(before) else 0
        assert shorten(before + cluster * 6, room + 1) == before + cluster * count + ELLIPSIS


@pytest.mark.parametrize(
    "other", ["🏺", "🐀", "🈀", "☎", "\uffff", "𝒜", "\U000e0001", "\U000f0000"]
)
def test_pictures_beside_those_that_make_clusters_stand_alone(other: str) -> None:
    size = utf16_length(other)
    for count in (0, 1, 2):
        assert shorten(f"ab{other * 3}cd", 3 + size * count) == f"ab{other * count}…"


def test_a_message_takes_as_much_as_telegram_allows() -> None:
    assert MESSAGE_LIMIT == 4096


@pytest.mark.parametrize(
    "text",
    [
        *("", " \n", "\u200b", "\ufeff\u200d\u00a0", "\u3164\u0301", "\u20dd", "\ud800", "\u0378"),
        *("\u2028", "\u2029", "\x07", "\u2800", "\u115f", "\u1160", "\uffa0"),
    ],
)
def test_what_cannot_be_seen_is_blank(text: str) -> None:
    assert is_blank(text)


@pytest.mark.parametrize("text", ["a", "x", " . ", "\u200b—", "😀", "ї", "\u202eש", "\ue000"])
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


@pytest.mark.parametrize("part", ["\u0301", "\U000e0067", "\U000e0020", "\U000e007f", "\u200d"])
def test_of_a_picture_longer_than_a_message_a_part_is_shown(part: str) -> None:
    messages = list(paragraphs_to_messages([Paragraph("🏴" + part * 100)], 30))
    assert messages == [(Paragraph("🏴" + part * 14),)]


def test_pictures_fill_a_message_to_the_last_unit() -> None:
    messages = paragraphs_to_messages([Paragraph("🙂" * 25)], 20)
    assert [p.text for message in messages for p in message] == ["🙂" * 10, "🙂" * 10, "🙂" * 5]


@pytest.mark.parametrize(
    ("limit", "joint", "lengths"),
    [
        (20, 2, [[4, 4, 8], [4, 4, 8], [1]]),
        (19, 2, [[4, 4], [8, 4], [4, 8, 1]]),
        (18, 1, [[4, 4, 8], [4, 4, 8], [1]]),
        (17, 1, [[4, 4], [8, 4], [4, 8, 1]]),
    ],
)
def test_a_message_holds_paragraphs_and_what_stands_between_them(
    limit: int, joint: int, lengths: list[list[int]]
) -> None:
    said = [Paragraph("я" * length) for length in (4, 4, 8, 4, 4, 8, 1)]
    messages = paragraphs_to_messages(said, limit, joint)
    assert [[len(p.text) for p in message] for message in messages] == lengths


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
        ("👨🏽\u200d🚀", "👨🏽\u200d🚀"),
        ("🏳\ufe0f\u200d🌈", "🏳\ufe0f\u200d🌈"),
        ("👨x\u200d👩", "👨x👩"),
        ("👨\u200d", "👨"),
        ("\u200d👩", "👩"),
        ("С\u200b \u200bвіт", "С віт"),
        *(
            (f"Св{hidden}іт", "Світ")
            for hidden in ("\x07", "\u2066", "\ud800", "\ue000", "\u0378")
        ),
        *((f"е{mark * 50}к", f"е{mark * 3}к") for mark in ("\u0301", "\u20dd", "\u093e")),
        ("\u0301" * 9 + "к", "\u0301" * 3 + "к"),
    ],
)
def test_a_name_is_one_line_without_what_hides_or_turns_it(name: str, seen: str) -> None:
    assert clean_name(name) == seen


@pytest.mark.parametrize(
    "name", ["Світ", "Новини. Світ", "24/7 наживо 🇺🇦", "Сім’я – №1", "C++ (uk)"]
)
def test_an_honest_name_looks_as_it_was_written(name: str) -> None:
    assert inert(name, 100).replace("\u2060", "") == name


JOINED = "\u2060"


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        *((f"a{sign}b", f"a{sign}{JOINED}b") for sign in "./\\@#$:?=&%~"),
        *((f"a{sign}b", f"a{sign}b") for sign in "x-_+!,"),
        ("a. b.", "a. b."),
        ("123456x", "123456x"),
        ("1234567x8", JOINED.join("1234567") + f"{JOINED}x8"),
        ("0123 456 89", JOINED.join("0123") + " " + JOINED.join("456") + " " + JOINED.join("89")),
        ("1\ufe0f\u20e3" * 7, "1\ufe0f\u20e3" * 7),
    ],
)
def test_an_invisible_joiner_stands_behind_each_sign_of_which_a_link_is_made(
    name: str, shown: str
) -> None:
    assert inert(name, 100) == shown


def test_of_a_name_without_an_end_only_the_beginning_is_read() -> None:
    assert clean_name("Порт " * 20_000) == " ".join(["Порт"] * 200)


def test_a_name_is_cut_within_its_limit() -> None:
    for name in ("слово " * 100, "0" * 500, "t.me/" * 100):
        assert utf16_length(inert(name, 40)) <= 40
