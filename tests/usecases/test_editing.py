"""The desk sets a draft's fields by buttons and by what it types."""

from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Literal

import pytest

from bot.domain.article import Article
from bot.domain.article_fields import Field, lines_for
from bot.domain.delivery import Kind, State
from bot.domain.question_kinds import Asked
from tests import tables
from tests.builders import IHOR, OLENA, SVIT, a_content, a_draft, a_page, an_editor, an_owner
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
        await house.editing.take_line(draft.id, Field.LEAD, line.place, line.mark, by=an_editor())
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
    changed = await house.editing.clear(draft.id, Field.LEAD, by=an_editor())
    assert changed.content.body[0] == draft.content.lead
    assert "no_lead" in changed.warnings


async def test_a_date_is_set_to_now_or_to_none(house: House) -> None:
    draft = await bare(house)
    house.clock.now = datetime(2026, 11, 24, 12, 30, 17, tzinfo=KYIV)
    dated = await house.editing.date_now(draft.id, by=an_editor())
    assert dated.content.published_at == datetime(2026, 11, 24, 12, 30, tzinfo=KYIV)
    assert "no_date" not in dated.warnings
    undated = await house.editing.clear(draft.id, Field.DATE, by=an_editor())
    assert undated.content.published_at is None
    assert "no_date" in undated.warnings


async def test_a_button_answers_the_question_and_the_next_text_is_a_page(house: House) -> None:
    draft = await bare(house)
    await house.editing.ask(draft.id, Field.AUTHOR, by=an_editor())
    await house.editing.clear(draft.id, Field.AUTHOR, by=an_editor())
    await house.paste("Марта Коваль")
    assert (await house.article(draft.id)).content.author is None
    assert house.refusals() == ["page_not_article"]


async def test_what_was_taken_back_has_no_form(house: House) -> None:
    article = await house.published(a_page())
    fields, by = house.editing, an_editor()
    await house.retraction.retract(article.id, by=by)
    for work in (
        lambda: fields.form(article.id, by=by),
        lambda: fields.card(article.id),
        lambda: fields.ask(article.id, Field.LEAD, by=by),
        lambda: fields.take_line(article.id, Field.LEAD, 0, 1, by=by),
        lambda: fields.clear(article.id, Field.LEAD, by=by),
        lambda: fields.date_now(article.id, by=by),
    ):
        assert await refusal(work()) == "article_not_draft"
    assert (await house.article(article.id)).content == article.content


async def test_of_what_is_published_a_change_is_proposed_and_nothing_done(house: House) -> None:
    article = await house.published(a_page())
    await house.show_everything()
    await house.editing.clear(article.id, Field.AUTHOR, by=an_editor())
    assert (await house.article(article.id)).content == article.content
    (draft,) = await house.publishing.drafts()
    card = await house.publishing.card(draft.id)
    assert card.proposed
    assert (card.in_question and card.in_question.id) == article.id
    assert (draft.amends, card.proposed.author) == (1, None)
    assert await refusal(house.publishing.publish(draft.id, by=an_owner())) == "draft_amends"


async def test_the_form_of_what_is_published_shows_what_its_editor_proposes_by_now(
    house: House,
) -> None:
    article, by = await house.published(a_page()), an_editor()
    assert article.content.lead
    after = await house.editing.clear(article.id, Field.LEAD, by=by)
    assert after.content.lead is None
    assert (await house.editing.form(article.id, by=by)).content == after.content
    assert (await house.editing.form(article.id, by=an_owner())).content == article.content


async def test_what_is_typed_as_it_stands_in_the_article_is_proposed_no_more(
    house: House,
) -> None:
    article = await house.published(a_page())
    for headline in ("Інший заголовок статті", article.content.headline):
        await house.editing.ask(article.id, Field.HEADLINE, by=an_editor())
        await house.paste(headline)
    (draft,) = await house.publishing.drafts()
    card = await house.publishing.card(draft.id)
    assert card.proposed
    assert card.proposed.headline == article.content.headline


async def test_what_two_editors_propose_joins_and_neither_undoes_what_the_other_did(
    house: House,
) -> None:
    article = await house.published(a_page())
    one, two = an_editor(), an_owner()
    for field in (Field.AUTHOR, Field.LEAD):
        await house.editing.clear(article.id, field, by=one)
    await house.editing.date_now(article.id, by=two)
    second, first = await house.publishing.drafts()
    assert (first.created_by, second.created_by) == (one.user_id, two.user_id)
    await house.publishing.correct(first.id, article.id, by=one, marked=False)
    stale = await refusal(
        house.publishing.correct(second.id, article.id, by=two, drawn=second.version)
    )
    assert stale == "card_outdated"
    await house.publishing.correct(second.id, article.id, by=two, marked=False)
    now = await house.article(article.id)
    assert (now.revision, now.content.author, now.content.lead) == (3, None, None)
    assert now.content.published_at != article.content.published_at
    merged = await house.publishing.card(first.id)
    assert merged.resembled
    assert merged.resembled.id == article.id


async def test_what_stands_in_the_archive_alone_can_be_set_right(house: House) -> None:
    kept = await house.archived(a_content())
    changed = await house.editing.clear(kept.id, Field.AUTHOR, by=an_editor())
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
    await house.editing.ask(draft.id, field, by=an_editor())
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
    await house.editing.ask(draft.id, Field.DATE, by=an_editor())
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
    await house.editing.ask(draft.id, Field.DATE, by=an_editor())
    await house.paste(typed)
    assert house.refusals() == ["date_not_read"]
    assert (await house.article(draft.id)).content.published_at is None
    await house.paste("10.05.2023 15:25")
    assert (await house.article(draft.id)).content.published_at is not None


async def test_a_name_that_is_a_novel_is_refused(house: House) -> None:
    draft = await bare(house)
    await house.editing.ask(draft.id, Field.AUTHOR, by=an_editor())
    await house.paste("Коваль " * 100)
    assert house.refusals() == ["field_too_long"]
    assert (await house.article(draft.id)).content.author is None


@pytest.mark.parametrize("field", Field)
async def test_a_page_instead_of_a_field_is_a_page(house: House, field: Field) -> None:
    draft = await bare(house)
    await house.editing.ask(draft.id, field, by=an_editor())
    await house.paste(a_page("Їжаки прокинулися раніше", body="Тепло."))
    assert len(await house.publishing.drafts()) == 2
    assert (await house.article(draft.id)).content == draft.content


async def test_a_link_instead_of_a_field_is_a_page_to_be_fetched(house: House) -> None:
    draft = await bare(house)
    await house.editing.ask(draft.id, Field.HEADLINE, by=an_editor())
    await house.paste("https://example.com/terminal")
    assert (await house.article(draft.id)).content == draft.content
    assert house.refusals() == []


async def test_the_last_question_is_the_one_that_is_answered(house: House) -> None:
    draft = await bare(house)
    await house.editing.ask(draft.id, Field.AUTHOR, by=an_editor())
    await house.editing.ask(draft.id, Asked.LINK, by=an_editor())
    await house.editing.ask(draft.id, Field.LEAD, by=an_editor())
    await house.paste("Причали без викидів")
    changed = (await house.article(draft.id)).content
    assert (changed.lead, changed.author, changed.link) == ("Причали без викидів", None, None)


async def test_the_form_closes_what_it_asked_and_no_other_question(house: House) -> None:
    draft = await bare(house)
    await house.editing.ask(draft.id, Field.AUTHOR, by=an_editor())
    await house.editing.form(draft.id, by=an_editor())
    await house.paste("Марта Коваль")
    assert (await house.article(draft.id)).content.author is None
    await house.editing.ask(draft.id, Asked.LINK, by=an_editor())
    await house.editing.form(draft.id, by=an_editor())
    await house.paste("https://example.com/terminal")
    assert (await house.article(draft.id)).content.link == "https://example.com/terminal"


async def test_a_field_is_set_by_whoever_was_asked(house: House) -> None:
    draft = await bare(house)
    await house.editing.ask(draft.id, Field.AUTHOR, by=an_editor())
    await house.paste("Марта Коваль", by=an_owner())
    assert (await house.article(draft.id)).content.author is None


async def test_every_card_of_the_draft_follows(house: House) -> None:
    draft = await bare(house)
    await house.publishing.show_card(draft.id, by=an_owner())
    await house.show_everything()
    await house.editing.ask(draft.id, Field.AUTHOR, by=an_editor())
    await house.paste("Марта Коваль")
    assert house.owed(Kind.CARD, IHOR) == [draft.id]
    assert house.owed(Kind.CARD, OLENA) == [draft.id]


async def test_an_answer_brings_a_card_below_it_though_the_old_one_is_about_to_change(
    house: House,
) -> None:
    draft = await bare(house)
    await house.editing.date_now(draft.id, by=an_editor())
    await house.editing.ask(draft.id, Field.AUTHOR, by=an_editor())
    await house.paste("Марта Коваль")
    cards = [row for row in tables.deliveries(house.storage) if row.kind == Kind.CARD]
    assert [(row.state, row.message_id) for row in cards] == [(State.DUE, None)]


async def test_a_field_of_what_was_published_meanwhile_is_asked_for_no_more(house: House) -> None:
    draft = await bare(house)
    await house.editing.ask(draft.id, Field.AUTHOR, by=an_editor())
    await house.publishing.publish(draft.id, by=an_owner())
    await house.paste("Марта Коваль")
    assert house.refusals() == ["page_not_article"]


DEEDS: dict[str, Callable[[House, int], Awaitable[object]]] = {
    "form": lambda house, draft: house.editing.form(draft, by=an_editor()),
    "ask": lambda house, draft: house.editing.ask(draft, Field.LEAD, by=an_editor()),
    "section": lambda house, draft: house.editing.set_section(draft, SVIT, by=an_editor()),
    "new section": lambda house, draft: house.editing.make_section(draft, by=an_editor()),
    "clear": lambda house, draft: house.editing.clear(draft, Field.LEAD, by=an_editor()),
    "now": lambda house, draft: house.editing.date_now(draft, by=an_editor()),
}


@pytest.mark.parametrize("deed", DEEDS)
async def test_whatever_is_owed_by_it_wakes_the_worker(house: House, deed: str) -> None:
    draft = await bare(house)
    house.woken()
    await DEEDS[deed](house, draft.id)
    assert house.woken()


@pytest.mark.parametrize("deed", DEEDS)
async def test_only_a_change_brings_the_cards_anew_and_only_of_its_draft(
    house: House, deed: str
) -> None:
    draft = await bare(house)
    other = await house.pasted(a_page("Їжаки прокинулися раніше", body="Тепло."))
    await house.show_everything()
    await DEEDS[deed](house, draft.id)
    assert house.owed(Kind.CARD) == ([] if deed in ("form", "ask") else [draft.id])
    assert await house.article(other.id) == other


@pytest.mark.parametrize("about", [Field.LEAD, Field.DATE, Asked.LINK])
async def test_a_button_of_another_field_leaves_the_question_open(
    house: House, about: Field | Literal[Asked.LINK]
) -> None:
    draft = await bare(house)
    await house.editing.ask(draft.id, about, by=an_editor())
    await house.editing.clear(draft.id, Field.AUTHOR, by=an_editor())
    question = await house.questions.open(an_editor())
    assert question
    assert question.about is about


async def test_a_button_of_one_draft_leaves_the_question_about_another_open(
    house: House,
) -> None:
    draft = await bare(house)
    other = await house.pasted(a_page("Їжаки прокинулися раніше", body="Тепло."))
    await house.editing.ask(other.id, Field.AUTHOR, by=an_editor())
    await house.editing.clear(draft.id, Field.AUTHOR, by=an_editor())
    await house.editing.form(draft.id, by=an_editor())
    await house.editing.form(draft.id, by=an_editor(), anew=True)
    question = await house.questions.open(an_editor())
    assert question
    assert question.article_id == other.id


async def test_a_link_that_was_typed_settles_its_warning_alone(house: House) -> None:
    number = await a_draft(house.storage)
    async with house.storage.writing() as tx:
        draft = await tx.articles.existing(number)
        await tx.articles.rewrite(draft.rewrite(draft.content, ["no_link", "no_author"]))
    await house.editing.ask(number, Asked.LINK, by=an_editor())
    await house.paste(" https://example.com/terminal ")
    changed = await house.article(number)
    assert changed.content.link == "https://example.com/terminal"
    assert changed.warnings == ("no_author",)
    assert changed.revision == 1


async def test_what_is_no_link_is_refused_in_its_own_words(house: House) -> None:
    draft = await bare(house)
    await house.editing.ask(draft.id, Asked.LINK, by=an_editor())
    await house.paste("  не адреса ")
    ((_, refused),) = house.notices()
    assert (refused["code"], refused["details"]) == ("link_invalid", {"text": "не адреса"})
    await house.editing.ask(draft.id, Field.DATE, by=an_editor())
    await house.paste("  колись   потім ")
    _, (_, refused) = house.notices()
    assert (refused["code"], refused["details"]) == ("date_not_read", {"text": "колись потім"})


async def test_a_warning_that_has_nothing_to_do_with_the_field_stays(house: House) -> None:
    number = await a_draft(house.storage, published_at=None, author=None)
    before = ["no_date", "no_author", "menu_left_out", "no_lead"]
    async with house.storage.writing() as tx:
        draft = await tx.articles.existing(number)
        await tx.articles.rewrite(draft.rewrite(draft.content, before))
    dated = await house.editing.date_now(number, by=an_editor())
    assert set(dated.warnings) == {"no_author", "menu_left_out", "no_lead"}
    bare_of_lead = await house.editing.clear(number, Field.LEAD, by=an_editor())
    assert set(bare_of_lead.warnings) == {"no_author", "menu_left_out", "no_lead"}
    taken = lines_for(bare_of_lead.content, Field.LEAD)[0]
    with_lead = await house.editing.take_line(
        number, Field.LEAD, taken.place, taken.mark, by=an_editor()
    )
    assert set(with_lead.warnings) == {"no_author", "menu_left_out"}


async def test_the_new_sections_sign_is_a_newspaper(house: House) -> None:
    draft = await house.pasted(a_page(section="ПОГОДА"))
    made = await house.editing.make_section(draft.id, by=an_editor())
    assert made.section
    assert (made.section.emoji, made.section.name) == ("🗞", "Погода")


async def test_a_section_that_is_there_already_is_not_made_again(house: House) -> None:
    draft = await house.pasted(a_page(section="СВІТ"))
    made = await house.editing.make_section(draft.id, by=an_editor())
    assert made.section
    assert made.section.id == SVIT
    assert len(await house.sections()) == 7
