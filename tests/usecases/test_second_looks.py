"""Where two people are needed, one asks and another one publishes."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.article import Article
from bot.domain.article_fields import Field
from bot.domain.deed_log import Did
from bot.domain.delivery import Kind
from bot.domain.desk import Publication
from bot.domain.errors import RefusedError
from bot.domain.people import Editor, Role
from bot.domain.second_look import Wanted
from bot.usecases.draft_cards import show_card
from tests.builders import (
    IHOR,
    OLENA,
    POLITYKA,
    SVIT,
    VIINA,
    a_channel,
    a_draft,
    a_page,
    an_editor,
    an_owner,
    hired,
)
from tests.usecases.house import House

LESIA = 1003


@pytest.fixture
async def draft(house: House) -> Article:
    """Олена, Ігор and Леся may publish in «Світ», two of them together."""
    await hired(house.storage, replace(an_editor(LESIA), name="Леся"))
    await a_channel(house.storage)
    await house.second_looks.need(SVIT, on=True, by=an_owner())
    return await house.pasted(a_page())


async def press(
    house: House, article: Article, by: Editor, *, breaking: bool = False
) -> Publication | Wanted:
    """Whatever is doubtful is meant."""
    outcome = await house.publishing.attempt(article.id, by=by, breaking=breaking, asked=None)
    assert isinstance(outcome, Publication | Wanted)
    return outcome


async def code_of(house: House, article: Article, by: Editor) -> str:
    with pytest.raises(RefusedError) as refusal:
        await press(house, article, by)
    return refusal.value.code


async def is_published(house: House, article: Article) -> bool:
    return (await house.article(article.id)).is_published


async def test_one_asks_and_another_publishes(house: House, draft: Article) -> None:
    await house.show_everything()
    wanted = await press(house, draft, an_editor())
    assert isinstance(wanted, Wanted)
    assert wanted.others == ("Олена", "Леся")
    assert not await is_published(house, draft)
    for other in (OLENA, LESIA):
        assert house.owed(Kind.CARD, other) == [draft.id]
        assert [name for name, _ in house.notices(other)] == ["publication_wanted"]
    assert house.owed(Kind.CARD, IHOR) == [draft.id], "his own card says so too"
    published = await press(house, draft, an_owner())
    assert isinstance(published, Publication)
    assert await is_published(house, draft)
    assert house.notices(IHOR) == [
        (
            "publication_wished",
            {"article_id": draft.id, "headline": draft.content.headline, "by_name": "Олена"},
        )
    ]
    done = [(each.did, each.by_name) for each in await house.desk_log.export(by=an_owner())]
    assert done[:2] == [(Did.PUBLISHED, "Олена"), (Did.WANTED, "Ігор")]


async def test_nobody_agrees_to_their_own_wish_not_even_an_owner(
    house: House, draft: Article
) -> None:
    await press(house, draft, an_owner())
    for _ in range(2):
        assert await code_of(house, draft, an_owner()) == "second_own"
    assert not await is_published(house, draft)


async def test_a_change_asks_for_a_new_word(house: House, draft: Article) -> None:
    """Whoever changes the text has to find somebody who has seen it."""
    await press(house, draft, an_editor())
    await house.editing.date_now(draft.id, by=an_owner())
    card = await house.publishing.card(draft.id)
    assert card.wish is None
    assert card.lapsed
    assert isinstance(await press(house, draft, an_owner()), Wanted)
    assert not await is_published(house, draft)
    assert isinstance(await press(house, draft, an_editor()), Publication)


async def test_whoever_asked_hears_once_that_somebody_else_has_changed_the_draft(
    house: House, draft: Article
) -> None:
    """Else they wait for a word that nobody is asked for any more."""
    lapsed = ("wish_lapsed", {"article_id": draft.id, "headline": draft.content.headline})
    await press(house, draft, an_editor())
    await house.editing.set_layout(draft.id, "none", by=an_editor())
    assert lapsed not in house.notices(IHOR), "their own change they know"
    await press(house, draft, an_editor())
    for layout in ("album", "photo"):
        await house.editing.set_layout(draft.id, layout, by=an_owner())
    assert house.notices(IHOR).count(lapsed) == 1
    assert lapsed not in house.notices(OLENA)
    # As it was when they asked: it was seen to be otherwise meanwhile, and has to be asked anew.
    await house.editing.set_layout(draft.id, "none", by=an_owner())
    assert (await house.publishing.card(draft.id)).lapsed
    await press(house, draft, an_editor())
    await house.editing.set_layout(draft.id, "album", by=an_owner())
    assert house.notices(IHOR).count(lapsed) == 2


async def test_both_have_to_mean_the_same(house: House, draft: Article) -> None:
    await press(house, draft, an_editor())
    assert isinstance(await press(house, draft, an_owner(), breaking=True), Wanted)
    assert isinstance(await press(house, draft, an_editor(), breaking=True), Publication)
    assert (await house.article(draft.id)).breaking


async def test_another_section_needs_no_second_word(house: House, draft: Article) -> None:
    await press(house, draft, an_editor())
    await house.editing.set_section(draft.id, POLITYKA, by=an_editor())
    assert isinstance(await press(house, draft, an_editor()), Publication)


async def test_without_anybody_else_nothing_is_asked(house: House, draft: Article) -> None:
    for other in (IHOR, LESIA):
        async with house.storage.writing() as tx:
            await tx.people.set_own_sections(other, [VIINA])
    assert await code_of(house, draft, an_owner()) == "second_nobody"
    assert house.notices(IHOR) == house.notices(LESIA) == []
    stranger = replace(an_editor(), section_ids=frozenset({VIINA}))
    assert await code_of(house, draft, stranger) == "section_not_yours"


@pytest.mark.parametrize("rule", [True, False])
async def test_a_sections_page_knows_when_there_is_nobody_to_agree(
    house: House, *, rule: bool
) -> None:
    await house.second_looks.need(SVIT, on=rule, by=an_owner())
    facts = house.app.section_settings.facts
    assert not (await facts(SVIT)).nobody_agrees
    async with house.storage.writing() as tx:
        for other in (IHOR, LESIA):
            await tx.people.set_own_sections(other, [VIINA])
    assert (await facts(SVIT)).nobody_agrees is rule


async def test_with_a_section_that_is_taken_over_go_the_newest_cards_and_every_wish(
    house: House, draft: Article
) -> None:
    """A flood may leave thousands of drafts: all their cards would hold up everybody for long."""
    await press(house, draft, an_editor())
    others = [await a_draft(house.storage, f"Новина номер {n}") for n in range(22)]
    async with house.storage.writing() as tx:
        for each in others:
            await show_card(tx, each, IHOR, house.clock())
    await house.show_everything()
    await house.second_looks.need(VIINA, on=True, by=an_owner())
    await house.app.section_settings.merge(SVIT, VIINA, by=an_owner())
    assert house.owed(Kind.CARD) == [draft.id, *others[-20:]]
    assert "wish_lapsed" in [name for name, _ in house.notices(IHOR)]


@pytest.mark.parametrize("own", [False, True])
async def test_a_wish_is_given_back(house: House, draft: Article, *, own: bool) -> None:
    await press(house, draft, an_editor())
    await house.second_looks.deny(draft.id, by=an_editor() if own else an_owner())
    told = [name for name, _ in house.notices(IHOR)]
    assert told == ([] if own else ["publication_denied"])
    card = await house.publishing.card(draft.id)
    assert (card.wish, card.lapsed) == (None, None)
    with pytest.raises(RefusedError, match="wish_gone"):
        await house.second_looks.deny(draft.id, by=an_owner())
    assert isinstance(await press(house, draft, an_owner()), Wanted)


async def test_whoever_is_dismissed_takes_their_wish_along(house: House, draft: Article) -> None:
    await press(house, draft, an_editor())
    await house.show_everything()
    await house.team.dismiss(IHOR, by=an_owner())
    assert house.owed(Kind.CARD, LESIA) == [draft.id]
    assert house.notices(LESIA)[0][1]["over"] is True
    outcome = await press(house, draft, an_editor(LESIA))
    assert isinstance(outcome, Wanted)
    assert not await is_published(house, draft)
    assert isinstance(await press(house, draft, an_owner()), Publication)


async def test_a_time_is_no_second_person(house: House, draft: Article) -> None:
    with pytest.raises(RefusedError, match="second_needed"):
        await house.app.scheduling.schedule(draft.id, house.clock(), by=an_editor())


async def test_owners_and_chiefs_say_where_two_are_needed(house: House) -> None:
    for role, may in ((Role.OWNER, True), (Role.CHIEF, True), (Role.EDITOR, False)):
        needs = house.second_looks.need(SVIT, on=role is Role.OWNER, by=an_editor(role=role))
        if may:
            await needs
        else:
            with pytest.raises(RefusedError, match="chiefs_only"):
                await needs
    with pytest.raises(RefusedError, match="section_unknown"):
        await house.second_looks.need(404, on=True, by=an_owner())
    assert [strict for _, _, strict in await house.second_looks.sections()] == [False] * 7
    changes = [each.changes[0].after for each in await house.desk_log.export(by=an_owner())]
    assert changes == ["off", "on"]


async def test_who_set_a_time_is_told_where_two_are_needed_from_now_on(house: House) -> None:
    """Who said so hears of all that waits; nobody hears of it where the rule ends."""
    ihor, lesia = an_editor(IHOR), an_editor(LESIA)
    for editor in (ihor, lesia):
        await hired(house.storage, editor)
    tomorrow = house.clock() + timedelta(days=1)
    for by, section_id in ((ihor, SVIT), (an_owner(), SVIT), (ihor, SVIT), (lesia, POLITYKA)):
        timed = await a_draft(house.storage, section_id=section_id)
        await house.app.scheduling.schedule(timed, tomorrow, by=by)
    for on in (True, True, False):
        await house.second_looks.need(SVIT, on=on, by=an_owner())
    told = {person: house.notices(person) for person in (OLENA, IHOR, LESIA)}
    assert told == {
        OLENA: [("section_needs_two", {"section": "Світ", "scheduled": 3})],
        IHOR: [("section_needs_two", {"section": "Світ", "scheduled": 2})],
        LESIA: [],
    }


async def deny(house: House, draft: Article) -> None:
    await house.second_looks.deny(draft.id, by=an_owner())


async def take_back(house: House, draft: Article) -> None:
    await house.second_looks.deny(draft.id, by=an_editor())


async def agree(house: House, draft: Article) -> None:
    await press(house, draft, an_owner())


async def discard(house: House, draft: Article) -> None:
    await house.publishing.discard(draft.id, by=an_owner())


async def change_it(house: House, draft: Article) -> None:
    await house.editing.set_section(draft.id, POLITYKA, by=an_owner())
    await house.editing.set_section(draft.id, SVIT, by=an_owner())
    await house.editing.clear(draft.id, Field.LEAD, by=an_owner())


async def ask_again(house: House, draft: Article) -> None:
    await house.editing.clear(draft.id, Field.LEAD, by=an_editor())
    await press(house, draft, an_editor())


@pytest.mark.slow
@pytest.mark.parametrize("end", [deny, take_back, agree, discard, change_it, ask_again])
async def test_what_the_others_were_told_says_when_nothing_waits_for_them(
    house: House, draft: Article, end: Callable[[House, Article], Awaitable[None]]
) -> None:
    await press(house, draft, an_editor())
    (told,) = [said for name, said in house.notices(LESIA) if name == "publication_wanted"]
    assert not told["over"]
    await house.show_everything()
    await end(house, draft)
    told, *again = [said for name, said in house.notices(LESIA) if name == "publication_wanted"]
    assert told["over"]
    assert [each["over"] for each in again] == [False] * (end is ask_again)
    assert house.owed(Kind.NOTICE, LESIA), "the message changes in place"
