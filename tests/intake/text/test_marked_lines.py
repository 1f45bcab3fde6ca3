"""What a paste has in bold or in quotes is what its page has as headings and quotes."""

from bot.domain.article import Content, Reading
from bot.domain.formatted import Format, Formatted
from bot.intake.text.marked_lines import with_marked_lines

LINES = ("Рух триває", "Міст відкрили зранку.", "Ми чекали на це", "Далі буде.")


def message(*lines: str, **marked: str) -> Formatted:
    """Lines, each kind of formatting over one of them."""
    text = "\n\n".join(lines)
    formats = [Format(kind, text.index(line), len(line)) for kind, line in marked.items()]
    return Formatted(text, tuple(formats))


def marks(*messages: Formatted, body: tuple[str, ...] = LINES) -> tuple[tuple[str, ...], ...]:
    read = with_marked_lines(Reading(Content("Міст", body=body)), messages).content
    return read.headings, read.quotes


def test_a_bold_line_is_a_heading_and_a_quoted_one_a_quote_in_whichever_message() -> None:
    first = message(*LINES[:2], bold=LINES[0])
    second = message(*LINES[2:], expandable_blockquote=LINES[2])
    assert marks(first, second) == ((LINES[0],), (LINES[2],))
    over_two = Formatted("\n".join(LINES), (Format("blockquote", 11, 37),))
    assert marks(over_two) == ((), LINES[1:3])


def test_what_is_bold_in_part_or_as_a_sentence_is_no_heading() -> None:
    assert marks(message(*LINES, bold="Рух")) == ((), ())
    assert marks(message(*LINES, bold=LINES[1])) == ((), ())


def test_where_most_is_bold_no_line_is_a_heading() -> None:
    text = "Перше\nДруге\nТретє"
    assert marks(Formatted(text, (Format("bold", 0, len(text)),)), body=("Друге", "Третє")) == (
        (),
        (),
    )


def test_the_only_paragraph_in_bold_is_the_lead_if_it_is_the_first() -> None:
    lead, *rest = ("Міст відкрили зранку. Рух триває.", "Ми чекали на це.", "Далі буде.")
    taken = Reading(Content("Міст", body=(lead, *rest)))
    read = with_marked_lines(taken, [message(lead, *rest, bold=lead)]).content
    assert (read.lead, read.body) == (lead, tuple(rest))
    for lines in (message(lead, *rest), message(lead, *rest, bold=rest[0])):
        assert with_marked_lines(taken, [lines]) == taken
    whole = Formatted("\n".join((lead, *rest)))
    whole = Formatted(whole.text, (Format("bold", 0, len(whole.text)),))
    assert with_marked_lines(taken, [whole]).content.lead is None


def test_a_bold_line_between_paragraphs_is_no_caption() -> None:
    body, heading = ("Перше.", "Друге.", "Третє."), "Міст на вулиці Соборній"
    messages = [message(*body[:1], heading, *body[1:], bold=heading)]
    taken = Reading(Content("Міст", body=body, captions=(heading,)))
    read = with_marked_lines(taken, messages).content
    assert read.body == ("Перше.", heading, "Друге.", "Третє.")
    assert (read.headings, read.captions) == ((heading,), ())
    plain = with_marked_lines(taken, [message(*body[:1], heading, *body[1:])]).content
    assert (plain.body, plain.captions) == (body, (heading,))
