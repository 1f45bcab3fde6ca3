"""A post is known again by its print, and no other message is taken for it."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.fingerprints import Likeness, Print, exact_of_html, exact_print

POST = (
    "🌍 #Світ\n\n<b>Порт Роттердама відкрив зелений термінал</b>\n\n"
    "Перші кораблі без викидів причалять уже восени.\n\n"
    '<a href="https://www.news.example/port/?utm_source=tg">Читати повністю</a>'
)
SENT = Print.of_html(POST)
KEPT = (
    "1;224fbc61ec4f0cbf;da98f107;e5506311;"
    "10d2151039033f2643804785664776828ecb99ddad15d4efdcabe55efdc3"
)
TEXT = (
    "🌍 #Світ\n\nПорт Роттердама відкрив зелений термінал\n\n"
    "Перші кораблі без викидів причалять уже восени.\n\nЧитати повністю"
)
LINK = [{"type": "text_link", "url": "https://news.example/port"}]


def likeness(text: str, links: object = LINK) -> Likeness:
    return SENT.likeness(Print.of_message({"text": text, "entities": links}))


def test_what_telegram_shows_of_a_post_is_the_same() -> None:
    assert likeness(TEXT) is Likeness.SAME


@pytest.mark.parametrize(
    "text",
    [
        TEXT.replace("\n\n", "\n"),
        TEXT.replace("🌍 ", ""),
        TEXT.replace(" ", "\u00a0"),
        TEXT.replace("й", "и\u0306"),
        "\u200b" + TEXT.replace("Порт", "По\u2060рт"),
        *(TEXT.replace("Порт", f"По{unseen}рт") for unseen in ("\u0301", "\u20dd", "\ud800")),
    ],
)
def test_blanks_signs_and_what_cannot_be_seen_make_no_other_post(text: str) -> None:
    assert likeness(text) is Likeness.SAME


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Порт Роттердама", "Порт Антверпена"),
        ("Порт Роттердама відкрив зелений термінал", "У Роттердамі працює термінал"),
        ("Перші кораблі без викидів причалять уже восени.", "Коли він запрацює, невідомо."),
        ("восени.", "восени. Оновлено: міністр підтвердив дату."),
        ("Читати повністю", ""),
    ],
)
def test_a_post_that_was_changed_by_hand_is_told_by_what_is_left(old: str, new: str) -> None:
    assert likeness(TEXT.replace(old, new)) is Likeness.EDITED


@pytest.mark.parametrize(
    "text",
    [
        "",
        "🌍 #Світ\n\nОсло заборонило автомобілі в центрі\n\nЧитати повністю",
        "Порт Роттердама відкрив зелений термінал?",
        "Кажуть, порт Роттердама відкрив зелений термінал, а ми були там і все бачили самі",
    ],
)
def test_other_posts_are_others(text: str) -> None:
    assert likeness(text, None) is Likeness.OTHER


def test_posts_of_one_kind_with_another_link_are_told_apart_by_their_words() -> None:
    other = '<b>Головне за день</b>\n\n{}\n\n<a href="https://news.example/{}">Читати</a>'
    one = Print.of_html(other.format("У Львові відкрили нічну бібліотеку для студентів", 1))
    two = Print.of_html(other.format("Токіо отримає новий міст через затоку", 2))
    assert one.likeness(two) is Likeness.OTHER


def test_a_post_of_signs_alone_is_told_from_others() -> None:
    assert Print.of_html("🔥🔥").likeness(Print.of_message({"text": "🔥🔥"})) is Likeness.SAME
    assert Print.of_html("🔥🔥").likeness(Print.of_message({"text": "✅"})) is Likeness.OTHER


def test_what_rows_have_kept_is_read_for_good() -> None:
    assert str(Print.of_html(POST)) == KEPT
    assert Print.read(KEPT) == SENT


def test_of_a_long_text_a_sample_of_words_and_of_links_is_kept() -> None:
    links = [{"url": f"https://news.example/{n}"} for n in range(9)]
    text = " ".join(f"слово{n}" for n in range(500))
    made = Print.of_message({"text": text, "entities": links})
    assert (len(made.words), len(made.links)) == (64, 6)
    assert made.links == Print.of_message({"text": text, "entities": links[:6]}).links
    assert Print.read(str(made)) == made
    assert made.likeness(Print.of_message({"text": f"{text} ще"})) is Likeness.EDITED


def test_a_headline_is_the_first_line_of_three_words() -> None:
    link = [{"url": "https://news.example/1"}]

    def told(text: str) -> Print:
        return Print.of_message({"text": text, "entities": link})

    one = told("Терміново\nУ світі\nПорт нарешті відкрито\nПерше друге третє четверте п’яте")
    same = told("Оновлено\nПорт нарешті відкрито\nАбо ж ні, кажуть люди в порту")
    other = told("Терміново\nУ світі\nПорт нарешті закрито\nАбо ж ні, кажуть люди в порту")
    assert one.likeness(same) is Likeness.EDITED
    assert one.likeness(other) is Likeness.OTHER


def test_half_of_the_words_make_a_post_known_again() -> None:
    one = Print.of_message({"text": "а б в г"})
    assert one.likeness(Print.of_message({"text": "а б в"})) is Likeness.EDITED
    assert one.likeness(Print.of_message({"text": "а б"})) is Likeness.EDITED
    assert one.likeness(Print.of_message({"text": "а"})) is Likeness.OTHER


def test_a_message_without_words_has_the_print_of_nothing() -> None:
    assert Print.of_message({"photo": []}) == Print.of_message({"text": ""})
    assert SENT.likeness(Print.of_message({"photo": []})) is Likeness.OTHER


def test_half_a_character_has_a_print() -> None:
    half = Print.of_message({"text": "\ud800", "entities": [{"url": "tg://\ud800"}]})
    assert half.likeness(half) is Likeness.SAME
    assert Print.read(str(half)) == half


def test_a_caption_says_as_much_as_a_text() -> None:
    assert SENT.likeness(Print.of_message({"caption": TEXT})) is Likeness.SAME


@pytest.mark.parametrize("entities", [None, "odd", [None, 7, {"url": 7}]])
def test_odd_entities_are_passed_over(entities: object) -> None:
    assert likeness(TEXT, entities) is Likeness.SAME


@pytest.mark.parametrize("kept", ["", "2;a;b;c;d", "1;a"])
def test_what_another_version_has_kept_is_not_read(kept: str) -> None:
    assert Print.read(kept) is None


@given(st.text(max_size=5000))
def test_a_print_is_small_and_reads_as_it_was_written(text: str) -> None:
    made = Print.of_message({"text": text, "entities": LINK * 9})
    assert Print.read(str(made)) == made
    assert len(str(made)) < 400
    assert made.likeness(made) is Likeness.SAME


def test_a_format_is_seen_however_many_entities_it_is_made_of() -> None:
    text = "Порт відкрив термінал 🎉"
    whole = [{"type": "bold", "offset": 0, "length": 12}]
    parts = [
        {"type": "bold", "offset": 5, "length": 7},
        {"type": "bold", "offset": 0, "length": 5},
        {"type": "hashtag", "offset": 0, "length": 4},
    ]
    assert exact_print(text, whole) == exact_print(text, parts)
    assert exact_print(text, whole) == exact_of_html("<b>Порт відкрив</b> термінал 🎉")
    others: tuple[list[dict[str, Any]], ...] = (
        [],
        [{**whole[0], "type": "italic"}],
        [{**whole[0], "length": 13 + 8}],
    )
    assert len({exact_print(text, one) for one in (whole, *others)}) == 4
