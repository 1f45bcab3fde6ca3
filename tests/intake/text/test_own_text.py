"""What of an editor's own words is the headline, and what becomes of the rest."""

import pytest

from bot.domain.article import (
    Content,
)
from bot.domain.article_fields import Field, lines_for, with_words
from bot.domain.content_values import as_record, fingerprint, from_fields
from bot.domain.errors import RefusedError
from bot.domain.formatted import Format, Formatted
from bot.domain.own_words import Attached, Source, Typed
from bot.intake.text.own_text import read_own_text
from tests.clock import NOON

BODY = "Рух відновили зранку."


def read(text: str, *formats: Format, source: Source | None = None) -> Content:
    reading = read_own_text(Typed(5, Formatted(text, formats), NOON, source))
    assert reading.warnings == ()
    return reading.content


@pytest.mark.parametrize(
    ("text", "headline", "rest"),
    [
        ("Міст відкрито", "Міст відкрито", ""),
        (f"Міст відкрито\n{BODY}", "Міст відкрито", BODY),
        (f"\n\u200b\n  Міст відкрито \n\n{BODY}\n", "Міст відкрито", BODY),
        (f"{'М' * 150}\n{BODY}", "М" * 150, BODY),
        ("М" * 200, "М" * 200, ""),
        ("Міст відкрито.", "Міст відкрито.", ""),
    ],
)
def test_a_short_first_line_is_the_headline(text: str, headline: str, rest: str) -> None:
    content = read(text)
    assert content.own
    assert (content.heading, content.own.words.text) == (headline, rest)


@pytest.mark.parametrize(
    "text",
    [
        f"Ось що відомо:\n{BODY}",
        f"Міст відкрито –\n{BODY}",
        f"{'М' * 151}\n{BODY}",
        "М" * 201,
        f"{'М' * 100}.",
        f"{'М' * 100}.\n{BODY}",
        f"https://example.org/a\n{BODY}",
        f"🎉🎉🎉\n{BODY}",
    ],
)
def test_what_is_no_headline_stays_in_the_text_and_only_names_the_article(text: str) -> None:
    content = read(text)
    assert content.own
    assert content.heading is None
    assert content.own.words.text == text
    assert content.headline
    assert len(content.headline) <= 100


def test_a_first_line_with_more_than_bold_letters_stays_as_it_was_typed() -> None:
    bold, link = Format("bold", 0, 4), Format("text_link", 0, 4, "https://example.org/")
    assert read(f"Міст відкрито\n{BODY}", bold).heading == "Міст відкрито"
    assert read(f"Міст відкрито\n{BODY}", link).heading is None


def test_formatting_of_the_rest_moves_with_it() -> None:
    content = read(f"Міст\n\n{BODY}", Format("italic", 6, 3))
    assert content.own
    assert content.own.words == Formatted(BODY, (Format("italic", 0, 3),))
    assert content.body == (BODY,)


def test_nothing_is_no_post_and_more_links_than_a_message_holds_are_refused() -> None:
    with pytest.raises(RefusedError, match="page_empty"):
        read(" \u200b\n")
    links = [Format("text_link", n, 1, f"https://example.org/{'a' * 1900}{n}") for n in range(20)]
    with pytest.raises(RefusedError, match="own_words_too_large"):
        read("слово " * 10, *links)


def test_own_words_are_kept_and_read_again_whole() -> None:
    content = read(f"Міст\n{BODY}", Format("bold", 5, 3), source=Source("Канал", "https://t.me/a"))
    assert from_fields(as_record(content)) == content


def test_other_formatting_or_another_source_is_another_text() -> None:
    plain = read(f"Міст\n{BODY}")
    assert fingerprint(plain) != fingerprint(read(f"Міст\n{BODY}", Format("bold", 5, 3)))
    assert fingerprint(plain) != fingerprint(read(f"Міст\n{BODY}", source=Source("Канал")))


def test_a_headline_given_by_hand_stands_above_the_words() -> None:
    content = with_words(read(f"Ось що відомо:\n{BODY}"), Field.HEADLINE, "Міст відкрито")
    assert content.heading == "Міст відкрито"
    assert content.own
    assert content.own.words.text.startswith("Ось що відомо:")
    assert [lines_for(content, field) for field in Field] == [()] * len(Field)


def test_a_file_says_all_by_itself_and_is_told_from_the_next() -> None:
    def sent(url: str, name: str = "") -> Content:
        return read_own_text(
            Typed(5, Formatted(" "), NOON, attached=(Attached(url), Attached(url + "2", name)))
        ).content

    content = sent("telegram:voice:1", "Звіт.pdf")
    assert (content.headline, content.heading, content.body) == ("Звіт.pdf", None, ())
    assert [image.url for image in content.images] == ["telegram:voice:1", "telegram:voice:12"]
    assert fingerprint(content) != fingerprint(sent("telegram:voice:3", "Звіт.pdf"))
    assert sent("telegram:voice:1").headline == ""
    with pytest.raises(RefusedError, match="page_empty"):
        read("  ")
