"""A draft goes on from an earlier article: as answered, or as said in a reply to its card."""

from dataclasses import replace
from typing import Any

import pytest

from bot.domain.article import Article
from bot.domain.article_fields import Field
from bot.domain.article_forms import Form
from bot.domain.card_notices import FormMoved, QuestionEnded
from bot.domain.delivery import Kind
from bot.domain.errors import RefusedError
from bot.domain.formatted import Formatted
from bot.domain.own_words import Typed
from bot.domain.people import Editor
from bot.domain.question_kinds import Asked, Ending
from bot.usecases.answered import Answered
from tests import tables
from tests.builders import VIINA, a_page, an_editor
from tests.clock import NOON
from tests.usecases.house import House

FORM, SAID = 70, 900
ELSEWHERE = replace(an_editor(), section_ids=frozenset({VIINA}))
OTHERS = a_page("Міст відкрили для руху", body="Міст.")
DRAFT = a_page("Дощі прийдуть у вівторок", body="Дощ.")


async def earlier_and_draft(house: House) -> tuple[Article, Article]:
    earlier = await house.published(OTHERS)
    draft = await house.pasted(DRAFT)
    await house.show_everything()
    return earlier, draft


def card_of(house: House, article_id: int) -> int:
    """The message in which its card stands."""
    numbers: list[int] = [
        row.message_id
        for row in tables.deliveries(house.storage)
        if (row.kind, row.subject_id) == (Kind.CARD, article_id) and row.message_id
    ]
    return numbers[0]


async def said(
    house: House, number: int, replied_to: int | None, *, by: Editor | None = None
) -> None:
    typed = Typed(SAID, Formatted(f"продовження №{number}"), NOON)
    answered = Answered(replied_to) if replied_to else None
    await house.app.follow_ups.said(number, typed, answered=answered, by=by or an_editor())


async def endings(house: House) -> list[Any]:
    """What the message of the form becomes."""
    async with house.storage.reading() as tx:
        return [
            await tx.desk.notice(row.subject_id)
            for row in tables.deliveries(house.storage)
            if (row.kind, row.message_id) == (Kind.NOTICE, FORM)
        ]


async def asked(house: House, draft: Article) -> None:
    """Within the form of where the draft goes."""
    await house.questions.opened(draft.id, Form.OUTLETS, FORM, by=an_editor())
    await house.app.follow_ups.ask(draft.id, by=an_editor(), message_id=FORM)


@pytest.mark.slow
@pytest.mark.parametrize("words", ["{}", "№{}", "#{}", "продовження №{}", "follow-up {}"])
async def test_a_number_answers_and_its_form_is_over(house: House, words: str) -> None:
    earlier, draft = await earlier_and_draft(house)
    await asked(house, draft)
    await house.paste("учорашня")
    assert (house.refusals(), await endings(house)) == (["follow_up_not_read"], [])
    await house.paste(words.format(earlier.id))
    assert (await house.article(draft.id)).outlets.follows == earlier.id
    assert house.owed(Kind.CARD) == [draft.id]
    title = draft.content.headline
    ended = QuestionEnded(Asked.FOLLOW_UP, Ending.ANSWERED, title, draft.id)
    assert await endings(house) == [ended]
    await house.publishing.publish(draft.id, by=an_editor())
    assert await endings(house) == [ended], "the form went with the question"


async def test_a_choice_by_button_closes_it_and_the_form_stays(house: House) -> None:
    earlier, draft = await earlier_and_draft(house)
    await asked(house, draft)
    await house.app.follow_ups.choose(draft.id, earlier.id, by=an_editor())
    assert await house.questions.open(an_editor()) is None
    assert await endings(house) == []
    await house.publishing.publish(draft.id, by=an_editor())
    assert [type(each) for each in await endings(house)] == [FormMoved]


async def test_it_ends_with_the_draft_its_form_or_the_next_question(house: House) -> None:
    """In its message one thing is said."""
    _, draft = await earlier_and_draft(house)
    await asked(house, draft)
    await house.questions.opened(draft.id, Form.OUTLETS, FORM + 1, by=an_editor())
    assert await house.questions.open(an_editor()) is None
    assert [type(each) for each in await endings(house)] == [FormMoved]
    await house.show_everything()
    await asked(house, draft)
    await house.publishing.publish(draft.id, by=an_editor())
    assert await house.questions.open(an_editor()) is None
    assert [type(each) for each in await endings(house)] == [QuestionEnded]


async def test_said_in_a_reply_to_a_card_it_is_so_and_once(house: House) -> None:
    earlier, draft = await earlier_and_draft(house)
    await asked(house, draft)
    house.woken()
    card = card_of(house, draft.id)
    for _ in range(2):  # handed over once more after a kill
        await said(house, earlier.id, card)
    assert house.woken()
    assert (await house.article(draft.id)).outlets.follows == earlier.id
    assert house.owed(Kind.CARD) == [draft.id]
    assert await house.questions.open(an_editor()) is None
    assert [name for name, _ in house.notices()] == ["question_ended", "card_moved"]


async def test_what_cannot_be_is_refused_in_words(house: House) -> None:
    earlier, draft = await earlier_and_draft(house)
    other = await house.pasted(a_page("Їжаки прокинулися раніше", body="Тепло."))
    await house.show_everything()
    card, out = card_of(house, draft.id), card_of(house, earlier.id)
    for number, replied_to, by, code in (
        (404, card, None, "article_unknown"),
        (0, card, None, "article_unknown"),
        (other.id, card, None, "not_published"),
        (draft.id, card, None, "follows_itself"),
        (earlier.id, out, None, "article_not_draft"),
        (earlier.id, card, ELSEWHERE, "section_not_yours"),
        (earlier.id, None, None, "follow_up_of_what"),
        (earlier.id, 5_000, None, "follow_up_of_what"),
    ):
        with pytest.raises(RefusedError, match=f"^{code}$"):
            await said(house, number, replied_to, by=by)
    assert (await house.article(draft.id)).outlets.follows is None
    await said(house, earlier.id, card)  # a refusal has not used the message up
    assert (await house.article(draft.id)).outlets.follows == earlier.id


async def test_a_change_of_what_is_out_goes_on_from_nothing(house: House) -> None:
    earlier, _ = await earlier_and_draft(house)
    await house.editing.clear(earlier.id, Field.AUTHOR, by=an_editor())
    change = (await house.publishing.drafts())[0]
    assert change.amends
    with pytest.raises(RefusedError, match=r"^follow_up_amends$"):
        await house.app.follow_ups.choose(change.id, earlier.id, by=an_editor())


async def test_nobody_is_asked_about_what_others_decide(house: House) -> None:
    _, draft = await earlier_and_draft(house)
    with pytest.raises(RefusedError, match=r"^section_not_yours$"):
        await house.app.follow_ups.ask(draft.id, by=ELSEWHERE, message_id=FORM)
