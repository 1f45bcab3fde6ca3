"""The desk sets a draft's fields by buttons and by what it types."""

from datetime import datetime

import pytest

from bot.domain.article import Article
from bot.domain.article_fields import Field, lines_for
from bot.domain.delivery import Kind, State
from bot.domain.question_kinds import Asked
from tests import tables
from tests.builders import IHOR, OLENA, a_content, a_page, an_editor, an_owner
from tests.usecases.house import KYIV, House
from tests.usecases.test_publishing import refusal

NO_LEAD = """Порт Роттердама відкрив термінал

СВІТ
Порт Роттердама відкрив термінал

Порт Роттердама відкрив термінал, де вантажать без викидів.

Будівництво тривало чотири роки.

Перші кораблі причалять восени.
"""


async def bare(house: House) -> Article:
    """A draft without date, lead and author, whose card is shown."""
    draft = await house.pasted(NO_LEAD)
    assert {"no_date", "no_lead", "no_author"} <= set(draft.warnings)
    await house.show_everything()
    return draft


# --- by buttons ---


async def test_a_paragraph_becomes_the_lead_and_the_warning_goes(house: House) -> None:
    draft = await bare(house)
    line = lines_for(draft.content, Field.LEAD)[1]
    for _ in range(2):  # pressed twice
        await house.fields.take_line(draft.id, Field.LEAD, line.place, line.mark, by=an_editor())
    changed = await house.article(draft.id)
    assert changed.content.lead == "Будівництво тривало чотири роки."
    assert len(changed.content.body) == 2
    assert changed.revision == 1
    assert "no_lead" not in changed.warnings
    assert {"no_date", "no_author"} <= set(changed.warnings)
    assert house.owed(Kind.CARD) == [draft.id]


async def test_a_lead_that_is_none_goes_back_into_the_text_with_its_warning(
    house: House,
) -> None:
    draft = await house.pasted(a_page())
    changed = await house.fields.clear(draft.id, Field.LEAD, by=an_editor())
    assert changed.content.body[0] == draft.content.lead
    assert "no_lead" in changed.warnings


async def test_a_date_is_set_to_now_or_to_none(house: House) -> None:
    draft = await bare(house)
    house.clock.now = datetime(2026, 11, 24, 12, 30, 17, tzinfo=KYIV)
    dated = await house.fields.date_now(draft.id, by=an_editor())
    assert dated.content.published_at == datetime(2026, 11, 24, 12, 30, tzinfo=KYIV)
    assert "no_date" not in dated.warnings
    undated = await house.fields.clear(draft.id, Field.DATE, by=an_editor())
    assert undated.content.published_at is None
    assert "no_date" in undated.warnings


async def test_a_button_answers_the_question_and_the_next_text_is_a_page(house: House) -> None:
    draft = await bare(house)
    await house.fields.ask(draft.id, Field.AUTHOR, by=an_editor())
    await house.fields.clear(draft.id, Field.AUTHOR, by=an_editor())
    await house.paste("Марта Коваль")
    assert (await house.article(draft.id)).content.author is None
    assert house.refusals() == ["page_not_article"]


async def test_what_is_published_has_no_form(house: House) -> None:
    article = await house.published(a_page())
    fields, by = house.fields, an_editor()
    for work in (
        fields.form(article.id, by=by),
        fields.card(article.id),
        fields.ask(article.id, Field.LEAD, by=by),
        fields.take_line(article.id, Field.LEAD, 0, 1, by=by),
        fields.clear(article.id, Field.LEAD, by=by),
        fields.date_now(article.id, by=by),
    ):
        assert await refusal(work) == "article_not_draft"
    assert (await house.article(article.id)).content == article.content


async def test_what_stands_in_the_archive_alone_can_be_set_right(house: House) -> None:
    kept = await house.archived(a_content())
    changed = await house.fields.clear(kept.id, Field.AUTHOR, by=an_editor())
    assert changed.content.author is None


# --- typed ---


@pytest.mark.parametrize(
    ("field", "typed", "found"),
    [
        (Field.HEADLINE, " Термінал\u200b без  викидів ", "Термінал без викидів"),
        (Field.LEAD, "Автор : той самий порт", "Автор : той самий порт"),
        (Field.AUTHOR, "Відділ новин", "Відділ новин"),
    ],
)
async def test_the_next_line_is_the_field(
    house: House, field: Field, typed: str, found: str
) -> None:
    draft = await bare(house)
    await house.fields.ask(draft.id, field, by=an_editor())
    await house.paste(typed)
    changed = await house.article(draft.id)
    assert getattr(changed.content, field) == found
    assert f"no_{field}" not in changed.warnings
    assert changed.content.body == draft.content.body
    assert house.owed(Kind.CARD) == [draft.id]
    await house.paste(typed)  # the question is answered, so this is no answer
    assert house.refusals() == ["page_not_article"]


@pytest.mark.parametrize(
    ("typed", "at", "warning"),
    [
        ("10.05.2023 15:25", "2023-05-10T15:25:00+03:00", None),
        ("10 травня 2023, 15:25", "2023-05-10T15:25:00+03:00", None),
        ("10.05.2023", "2023-05-10T00:00:00+03:00", "date_without_time"),
        ("29.10.2023 03:30", "2023-10-29T03:30:00+03:00", "date_ambiguous"),
    ],
)
async def test_a_typed_date_is_read_as_a_printed_one(
    house: House, typed: str, at: str, warning: str | None
) -> None:
    draft = await bare(house)
    await house.fields.ask(draft.id, Field.DATE, by=an_editor())
    await house.paste(typed)
    changed = await house.article(draft.id)
    assert changed.content.published_at
    assert changed.content.published_at.isoformat() == at
    dates = {code for code in changed.warnings if "date" in code}
    assert dates == ({warning} if warning else set())


@pytest.mark.parametrize("typed", ["31.02.2023 10:00", "колись", "26.03.2023 03:30"])
async def test_what_is_no_date_is_refused_and_the_question_stands(
    house: House, typed: str
) -> None:
    draft = await bare(house)
    await house.fields.ask(draft.id, Field.DATE, by=an_editor())
    await house.paste(typed)
    assert house.refusals() == ["date_not_read"]
    assert (await house.article(draft.id)).content.published_at is None
    await house.paste("10.05.2023 15:25")
    assert (await house.article(draft.id)).content.published_at is not None


async def test_a_name_that_is_a_novel_is_refused(house: House) -> None:
    draft = await bare(house)
    await house.fields.ask(draft.id, Field.AUTHOR, by=an_editor())
    await house.paste("Коваль " * 100)
    assert house.refusals() == ["field_too_long"]
    assert (await house.article(draft.id)).content.author is None


@pytest.mark.parametrize("field", Field)
async def test_a_page_instead_of_a_field_is_a_page(house: House, field: Field) -> None:
    draft = await bare(house)
    await house.fields.ask(draft.id, field, by=an_editor())
    await house.paste(a_page("Їжаки прокинулися раніше", body="Тепло."))
    assert len(await house.publishing.drafts()) == 2
    assert (await house.article(draft.id)).content == draft.content


async def test_a_link_instead_of_a_field_is_a_page_to_be_fetched(house: House) -> None:
    draft = await bare(house)
    await house.fields.ask(draft.id, Field.HEADLINE, by=an_editor())
    await house.paste("https://example.com/terminal")
    assert (await house.article(draft.id)).content == draft.content
    assert house.refusals() == []


async def test_the_last_question_is_the_one_that_is_answered(house: House) -> None:
    draft = await bare(house)
    await house.fields.ask(draft.id, Field.AUTHOR, by=an_editor())
    await house.fields.ask(draft.id, Asked.LINK, by=an_editor())
    await house.fields.ask(draft.id, Field.LEAD, by=an_editor())
    await house.paste("Причали без викидів")
    changed = (await house.article(draft.id)).content
    assert (changed.lead, changed.author, changed.link) == ("Причали без викидів", None, None)


async def test_the_form_closes_what_it_asked_and_no_other_question(house: House) -> None:
    draft = await bare(house)
    await house.fields.ask(draft.id, Field.AUTHOR, by=an_editor())
    await house.fields.form(draft.id, by=an_editor())
    await house.paste("Марта Коваль")
    assert (await house.article(draft.id)).content.author is None
    await house.fields.ask(draft.id, Asked.LINK, by=an_editor())
    await house.fields.form(draft.id, by=an_editor())
    await house.paste("https://example.com/terminal")
    assert (await house.article(draft.id)).content.link == "https://example.com/terminal"


async def test_a_field_is_set_by_whoever_was_asked(house: House) -> None:
    draft = await bare(house)
    await house.fields.ask(draft.id, Field.AUTHOR, by=an_editor())
    await house.paste("Марта Коваль", by=an_owner())
    assert (await house.article(draft.id)).content.author is None


async def test_every_card_of_the_draft_follows(house: House) -> None:
    draft = await bare(house)
    await house.publishing.show_card(draft.id, by=an_owner())
    await house.show_everything()
    await house.fields.ask(draft.id, Field.AUTHOR, by=an_editor())
    await house.paste("Марта Коваль")
    assert house.owed(Kind.CARD, IHOR) == [draft.id]
    assert house.owed(Kind.CARD, OLENA) == [draft.id]


async def test_an_answer_brings_a_card_below_it_though_the_old_one_is_about_to_change(
    house: House,
) -> None:
    draft = await bare(house)
    await house.fields.date_now(draft.id, by=an_editor())
    await house.fields.ask(draft.id, Field.AUTHOR, by=an_editor())
    await house.paste("Марта Коваль")
    cards = [row for row in tables.deliveries(house.storage) if row.kind == Kind.CARD]
    assert [(row.state, row.message_id) for row in cards] == [(State.DUE, None)]


async def test_a_field_of_what_was_published_meanwhile_is_asked_for_no_more(house: House) -> None:
    draft = await bare(house)
    await house.fields.ask(draft.id, Field.AUTHOR, by=an_editor())
    await house.publishing.publish(draft.id, by=an_owner())
    await house.paste("Марта Коваль")
    assert house.refusals() == ["page_not_article"]
