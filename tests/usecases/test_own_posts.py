"""Posts in the desk's own words: offered, made once, corrected, and with their source."""

from typing import Any

import pytest

from bot.domain.errors import RefusedError
from bot.domain.formatted import Format, Formatted
from bot.domain.own_words import Source, Typed
from bot.domain.people import Editor
from bot.domain.question_kinds import Asked
from tests.builders import IHOR, SVIT, an_editor, an_owner
from tests.journeys.pages import a_page
from tests.usecases.house import House

LONG = (
    "Порт Роттердама відкрив зелений термінал\n\nПерші кораблі без викидів причалять уже восени."
    "\n\nРобота тривала чотири роки, і місто чекало на неї. Далі черга за залізницею."
)
BOLD = (Format("bold", 0, 4),)


async def typed(house: House, text: str, by: Editor | None = None, **more: Any) -> int:
    """A message that somebody types or forwards; its number."""
    house.messages += 1
    await house.drafts.receive_text(by or an_editor(), house.messages, text, house.clock(), **more)
    return house.messages


async def test_what_is_no_page_is_offered_and_made_once_however_often_it_is_pressed(
    house: House,
) -> None:
    number = await typed(house, "Міст відкрито")
    facts = {"message_id": number, "code": "page_not_article"}
    ((kind, told),) = house.notices(IHOR)
    assert (kind, told | facts) == ("own_words_offered", told)
    assert not await house.publishing.drafts()
    for _ in range(3):
        await house.own_posts.make(number, by=an_editor())
    (draft,) = await house.publishing.drafts()
    assert draft.content.headline == "Міст відкрито"
    assert (draft.warnings, draft.section, draft.breaking) == ((), None, False)


async def test_nobody_makes_a_post_of_what_another_has_typed(house: House) -> None:
    number = await typed(house, "Міст відкрито")
    with pytest.raises(RefusedError, match="message_forgotten"):
        await house.own_posts.make(number, by=an_owner())
    with pytest.raises(RefusedError, match="message_forgotten"):
        await house.own_posts.make(number + 1, by=an_editor())
    with pytest.raises(RefusedError, match="message_forgotten"):
        await house.rereading.as_page(number, by=an_owner())


async def test_a_page_is_read_as_one_however_it_is_formatted(house: House) -> None:
    lines = ("Вантажі з півдня", "Робота тривала чотири роки, і ще рік пішов на дороги до неї.")
    page = a_page(body="\n\n".join(lines))
    formats = [
        Format(kind, page.index(line), len(line))
        for kind, line in zip(("bold", "blockquote"), lines, strict=True)
    ]
    await typed(house, page, formats=formats)
    (draft,) = await house.publishing.drafts()
    content = draft.content
    assert (content.own, content.headings, content.quotes) == (None, lines[:1], lines[1:])


async def test_a_text_that_could_be_both_is_asked_about_only_if_it_is_formatted(
    house: House,
) -> None:
    await typed(house, LONG)
    assert len(await house.publishing.drafts()) == 1
    number = await typed(house, LONG.replace("Порт", "Порт нового"), formats=BOLD)
    facts: dict[str, Any] = {"message_id": number, "code": None, "details": {}, "continues": True}
    assert house.notices(IHOR) == [("own_words_offered", facts)]
    await house.rereading.as_page(number, by=an_editor())
    draft, _ = await house.publishing.drafts()
    assert draft.content.own is None
    assert draft.content.headline.startswith("Порт нового")


async def test_a_flash_is_taken_once_and_without_its_sign(house: House) -> None:
    message = Typed(7, Formatted("⚡️⚡ Вибух у порту"), house.clock())
    for _ in range(2):
        await house.own_posts.flash(message, by=an_editor())
    (draft,) = await house.publishing.drafts()
    assert (draft.content.headline, draft.breaking) == ("Вибух у порту", True)
    calm = await house.publishing.publish(
        (await house.editing.set_section(draft.id, SVIT, by=an_editor())).id, by=an_editor()
    )
    assert not calm.article.breaking


async def test_after_a_flash_was_asked_for_the_next_text_is_it_whatever_it_looks_like(
    house: House,
) -> None:
    await house.own_posts.ask_flash(by=an_editor())
    await typed(house, a_page(), by=an_owner())
    assert not (await house.publishing.drafts())[0].breaking
    await typed(house, LONG)
    draft = (await house.publishing.drafts())[0]
    assert draft.breaking
    assert draft.content.own
    assert await house.questions.open(an_editor()) is None


async def test_a_flash_that_is_taken_back_is_waited_for_no_more(house: House) -> None:
    assert not await house.questions.cancel_flash(by=an_editor())
    await house.own_posts.ask_flash(by=an_editor())
    question = await house.questions.open(an_editor())
    assert question
    assert question.about is Asked.FLASH
    assert not await house.questions.cancel(None, by=an_editor())
    assert await house.questions.cancel_flash(by=an_editor())
    await typed(house, "Міст відкрито")
    assert not await house.publishing.drafts()


async def test_what_is_forwarded_is_a_draft_with_its_source_unless_it_is_a_link(
    house: House,
) -> None:
    source = Source("Метро", "https://t.me/metro/9")
    await typed(house, "Міст відкрито, подробиці https://example.org/a", source=source)
    (draft,) = await house.publishing.drafts()
    assert draft.content.own
    assert draft.content.own.source == source
    await typed(house, "https://example.org/b", source=source)
    assert len(await house.publishing.drafts()) == 1
    async with house.storage.reading() as tx:
        assert await tx.desk.next_awaited_page() is not None


async def test_a_correction_keeps_the_source_and_any_text_is_one(house: House) -> None:
    await typed(house, "Міст відкрито", source=Source("Метро"))
    (draft,) = await house.publishing.drafts()
    await house.editing.set_section(draft.id, SVIT, by=an_editor())
    await house.publishing.publish(draft.id, by=an_editor())
    await house.publishing.ask_correction(draft.id, by=an_editor())
    await typed(house, "Зовсім інше", formats=BOLD)
    new = (await house.publishing.drafts())[0]
    assert new.resembles == draft.id
    corrected = await house.publishing.correct(new.id, draft.id, by=an_editor())
    assert corrected.content.headline == "Зовсім інше"
    assert corrected.content.own
    assert corrected.content.own.source == Source("Метро")


async def test_a_correction_of_own_words_is_a_change_of_that_article_with_its_date(
    house: House,
) -> None:
    await house.own_posts.make(await typed(house, "Міст відкрито"), by=an_editor())
    (draft,) = await house.publishing.drafts()
    await house.editing.set_section(draft.id, SVIT, by=an_editor())
    old = (await house.publishing.publish(draft.id, by=an_editor())).article
    house.clock.pass_by(3600)
    await house.publishing.ask_correction(old.id, by=an_editor())
    await typed(house, "Міст відкрито")  # the very same: there is nothing to decide
    assert not await house.publishing.drafts()
    await house.publishing.ask_correction(old.id, by=an_editor())
    await typed(house, "Міст закрито\n\nДо вечора.")
    (change,) = await house.publishing.drafts()
    card = await house.publishing.card(change.id)
    assert (change.amends, change.resembles) == (1, old.id)
    assert card.proposed
    assert card.proposed.published_at == old.content.published_at
    assert card.read_as.id == old.id
    corrected = await house.publishing.correct(change.id, old.id, by=an_editor(), marked=False)
    assert corrected.content.headline == "Міст закрито"
    assert corrected.content.body == ("До вечора.",)
    assert (await house.publishing.card(change.id)).read_as.id == old.id


async def test_a_flash_becomes_the_article_whose_page_or_link_is_its_new_text(
    house: House,
) -> None:
    """As a post it would say «СВІТ», the date and «Автор» to everybody, or a bare address."""
    await house.own_posts.make(await typed(house, "Вибух у порту"), by=an_editor())
    (draft,) = await house.publishing.drafts()
    await house.editing.set_section(draft.id, SVIT, by=an_editor())
    flash = (await house.publishing.publish(draft.id, by=an_editor())).article
    await house.publishing.ask_correction(flash.id, by=an_editor())
    await typed(house, a_page("У порту вибухнув балон", lead="Двоє в лікарні"))
    (new,) = await house.publishing.drafts()
    assert (new.content.own, new.content.lead, new.resembles) == (None, "Двоє в лікарні", flash.id)
    corrected = await house.publishing.correct(new.id, flash.id, by=an_editor())
    assert corrected.content == new.content

    await house.own_posts.make(await typed(house, "Міст закрито"), by=an_editor())
    (draft,) = await house.publishing.drafts()
    await house.editing.set_section(draft.id, SVIT, by=an_editor())
    flash = (await house.publishing.publish(draft.id, by=an_editor())).article
    await house.publishing.ask_correction(flash.id, by=an_editor())
    await typed(house, "https://example.org/news/12")
    async with house.storage.reading() as tx:
        awaited = await tx.desk.next_awaited_page()
    assert awaited is not None
    assert not await house.publishing.drafts()


async def test_the_same_words_an_hour_later_are_asked_about(house: House) -> None:
    """«Тривога» sounds twice a day; typed twice in a minute it is one."""
    for _ in range(2):
        await house.own_posts.make(await typed(house, "Повітряна тривога"), by=an_editor())
    (first,) = await house.publishing.drafts()
    await house.editing.set_section(first.id, SVIT, by=an_editor())
    await house.publishing.publish(first.id, by=an_editor())
    house.clock.pass_by(3600)
    await house.own_posts.make(await typed(house, "Повітряна тривога"), by=an_editor())
    (second,) = await house.publishing.drafts()
    assert second.resembles == first.id


async def test_a_text_of_several_messages_is_no_post(house: House) -> None:
    await typed(house, "а" * 4000, formats=BOLD)
    await typed(house, "б" * 10, formats=BOLD)
    house.clock.pass_by(3)
    await house.drafts.assemble()
    assert house.refusals() == ["page_no_headline"]


async def test_an_edited_message_is_read_with_its_new_formatting(house: House) -> None:
    number = await typed(house, f"Міст.\n{'а' * 3950}")
    await house.drafts.change_text(an_editor(), number, f"Міст:\n{'б' * 3950}", BOLD)
    house.clock.pass_by(3)
    await house.drafts.assemble()
    await house.own_posts.make(number, by=an_editor())
    (draft,) = await house.publishing.drafts()
    assert draft.content.own
    assert draft.content.own.words.formats == BOLD
