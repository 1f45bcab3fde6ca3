"""A choice moves lines about and loses none; pressed twice, it is the same as once."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.article import Content
from bot.domain.article_fields import (
    LONGEST,
    Field,
    FieldLine,
    lines_for,
    take_line,
    with_date,
    with_words,
    without,
)
from bot.domain.errors import RefusedError
from tests.clock import NOON

lines = st.text(min_size=1, max_size=90)
contents = st.builds(
    Content,
    headline=lines,
    lead=st.none() | lines,
    author=st.none() | lines,
    body=st.lists(lines, max_size=9).map(tuple),
)


def words(content: Content) -> list[str]:
    said = (content.headline, content.lead, content.author, *content.body)
    return sorted(text for text in said if text)


@given(contents, st.sampled_from(Field), st.data())
def test_no_word_is_lost_by_a_choice_and_a_second_press_changes_nothing(
    content: Content, field: Field, data: st.DataObject
) -> None:
    offered = lines_for(content, field)
    if not offered:
        return
    line = data.draw(st.sampled_from(offered))
    chosen = take_line(content, field, line.place, line.mark)
    assert words(chosen) == words(content)
    assert getattr(chosen, field) == line.text
    assert take_line(chosen, field, line.place, line.mark) == chosen


@given(contents)
def test_a_lead_that_is_none_opens_the_text(content: Content) -> None:
    bare = without(content, Field.LEAD)
    assert bare.lead is None
    assert words(bare) == words(content)
    assert without(bare, Field.LEAD) == bare


def test_a_line_that_is_not_there_any_more_is_refused() -> None:
    content = Content("Міст відкрили", body=("Перший абзац.", "Другий абзац."))
    first, second = lines_for(content, Field.LEAD)
    changed = take_line(content, Field.HEADLINE, second.place, second.mark)
    assert changed.body == ("Міст відкрили", "Перший абзац.")
    with pytest.raises(RefusedError) as refused:
        take_line(changed, Field.LEAD, first.place, first.mark)
    assert refused.value.code == "field_stale"


def test_headline_and_lead_change_places() -> None:
    content = Content("Останній рубіж", lead="Міст відкрили", body=("Рух є.",))
    lead = lines_for(content, Field.HEADLINE)[0]
    changed = take_line(content, Field.HEADLINE, lead.place, lead.mark)
    assert (changed.headline, changed.lead) == ("Міст відкрили", "Останній рубіж")


def test_only_short_lines_could_name_an_author() -> None:
    content = Content("Міст", body=("Довгий абзац " * 9, "Рух є.", "Олена Коваль"))
    assert [line.text for line in lines_for(content, Field.AUTHOR)] == ["Олена Коваль"]
    assert lines_for(content, Field.DATE) == ()


def test_no_article_is_without_a_headline() -> None:
    with pytest.raises(RefusedError) as refused:
        without(Content("Міст"), Field.HEADLINE)
    assert refused.value.code == "field_stale"


def offered(content: Content, field: Field) -> list[tuple[int, str]]:
    return [(line.place, line.text) for line in lines_for(content, field)]


def test_six_lines_at_most_are_offered_the_first_or_for_an_author_the_last() -> None:
    body = tuple(f"Рядок {n}" for n in range(9))
    content = Content("Міст", lead="Лід", body=body)
    first, last = [*enumerate(body)][:6], [*enumerate(body)][-6:]
    assert offered(content, Field.LEAD) == first
    assert offered(content, Field.HEADLINE) == [(-1, "Лід"), *first[:5]]
    assert offered(content, Field.AUTHOR) == last


def test_a_blank_line_is_not_offered_and_takes_a_place() -> None:
    content = Content("Міст", lead="\u200b", body=("\u2800", "Рух є"))
    for field in (Field.HEADLINE, Field.LEAD, Field.AUTHOR):
        assert offered(content, field) == [(1, "Рух є")]


@pytest.mark.parametrize(("field", "longest"), [("headline", 1_000), ("lead", 2_000)])
def test_a_line_that_the_field_does_not_take_is_not_offered(field: str, longest: int) -> None:
    content = Content("Міст", body=("а" * longest, "а" * (longest + 1)))
    assert [place for place, _ in offered(content, Field(field))] == [0]


@pytest.mark.parametrize(
    ("line", "is_name"),
    [
        ("О" * 80, True),
        ("О" * 81, False),
        ("Олена Рух", True),
        ("Alex Fox", True),
        *((f"Олена{sign}", False) for sign in ".!?…:;,"),
    ],
)
def test_a_name_is_a_short_line_without_a_sign_at_its_end(line: str, *, is_name: bool) -> None:
    assert (offered(Content("Міст", body=(line,)), Field.AUTHOR) != []) is is_name


CONTENT = Content("Міст", lead="Лід", author="Ігор", body=("Перший", "Другий", "Третій"))


@pytest.mark.parametrize(
    ("field", "fields"),
    [
        (Field.HEADLINE, {"headline": "Другий", "body": ("Міст", "Перший", "Третій")}),
        (Field.LEAD, {"lead": "Другий", "body": ("Лід", "Перший", "Третій")}),
        (Field.AUTHOR, {"author": "Другий", "body": ("Перший", "Третій", "Ігор")}),
    ],
)
def test_what_stood_in_the_field_goes_back_to_where_it_belongs(
    field: Field, fields: dict[str, Any]
) -> None:
    line = next(line for line in lines_for(CONTENT, field) if line.text == "Другий")
    assert take_line(CONTENT, field, line.place, line.mark) == replace(CONTENT, **fields)


def test_a_lead_that_becomes_the_headline_of_a_page_without_one_leaves_nothing_behind() -> None:
    content = Content("", lead="Міст відкрили")
    lead = lines_for(content, Field.HEADLINE)[0]
    assert take_line(content, Field.HEADLINE, -1, lead.mark) == Content("Міст відкрили")


def test_a_line_at_another_place_or_with_other_words_is_refused() -> None:
    first, second, _ = lines_for(CONTENT, Field.LEAD)
    for place, mark in ((first.place, second.mark), (9, first.mark)):
        with pytest.raises(RefusedError, match=r"^field_stale$"):
            take_line(CONTENT, Field.LEAD, place, mark)


def test_a_mark_stands_in_buttons_that_people_have() -> None:
    assert FieldLine(0, "Міст").mark == 704188702


def test_an_article_may_be_without_a_date_an_author_and_a_lead() -> None:
    dated = with_date(CONTENT, NOON)
    assert dated == replace(CONTENT, published_at=NOON)
    assert without(dated, Field.DATE) == CONTENT
    assert without(CONTENT, Field.AUTHOR) == replace(CONTENT, author=None)
    bare = replace(CONTENT, lead=None, body=("Лід", *CONTENT.body))
    assert without(CONTENT, Field.LEAD) == bare


def test_a_headline_is_a_thousand_letters_a_lead_two_and_an_author_two_hundred() -> None:
    assert LONGEST == {Field.HEADLINE: 1_000, Field.LEAD: 2_000, Field.AUTHOR: 200}


@pytest.mark.parametrize("field", LONGEST)
def test_more_words_than_a_field_takes_are_refused(field: Field) -> None:
    content = with_words(Content("Міст"), field, "а" * LONGEST[field])
    assert getattr(content, field) == "а" * LONGEST[field]
    with pytest.raises(RefusedError) as refused:
        with_words(content, field, "а" * (LONGEST[field] + 1))
    assert refused.value.code == "field_too_long"
    assert refused.value.details == {"length": LONGEST[field] + 1, "limit": LONGEST[field]}
