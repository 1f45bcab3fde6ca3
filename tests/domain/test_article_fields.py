"""A choice moves lines about and loses none; pressed twice, it is the same as once."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.article import Content
from bot.domain.article_fields import LONGEST, Field, lines_for, take_line, with_words, without
from bot.domain.errors import RefusedError

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


@pytest.mark.parametrize("field", LONGEST)
def test_more_words_than_a_field_takes_are_refused(field: Field) -> None:
    content = with_words(Content("Міст"), field, "а" * LONGEST[field])
    assert getattr(content, field) == "а" * LONGEST[field]
    with pytest.raises(RefusedError) as refused:
        with_words(content, field, "а" * (LONGEST[field] + 1))
    assert refused.value.details == {"length": LONGEST[field] + 1, "limit": LONGEST[field]}
