"""Who may do what: every role, own section or not, whose draft, in which state, by every button.

The table says what is allowed; all else is refused, says so, and changes nothing.
"""

from contextlib import nullcontext
from dataclasses import replace
from itertools import product

import pytest
from sqlalchemy import update

from bot.domain.article import Article, ArticleState
from bot.domain.buttons import (
    AddLink,
    AskPayment,
    AskRetraction,
    ChooseSection,
    Correct,
    Discard,
    Dismiss,
    Invite,
    KeepApart,
    MakeSection,
    Pay,
    Publish,
    Replay,
    Retract,
    RouteSection,
    SetPins,
    SetSection,
    ShowCard,
    ShowChannel,
    ShowStatus,
    ShowTeam,
)
from bot.domain.desk_buttons import (
    AskMerger,
    AssignSection,
    ChooseMerger,
    ClearHashtag,
    EditSection,
    ExportLog,
    HideSection,
    MoveSection,
    SendSection,
    ShowLog,
    ShowOwnSections,
    ShowSection,
)
from bot.domain.errors import RefusedError
from bot.domain.feed_buttons import AskFeed, ShowFeeds
from bot.domain.field_buttons import ClearField, DateNow, EditField, OpenFields
from bot.domain.finding_buttons import AskCorrection
from bot.domain.people import Role, check_decides, check_edits, decides, edits
from bot.domain.press import Press
from bot.domain.topic_buttons import SendQr
from storage.schema import article
from tests import tables
from tests.builders import (
    CHANNEL,
    POLITYKA,
    SVIT,
    VIINA,
    a_channel,
    an_altered,
    an_article,
    an_editor,
)
from tests.handlers.clock import NOW
from tests.handlers.house import EDITOR, NAMES, OWNER, House

OTHER = 201  # another editor
NAMES[OTHER] = "Леся"
NOT_YOURS = "яку ведуть інші редактори"
# Who presses: their role, and the sections that are theirs.
PEOPLE = {
    "owner": (Role.OWNER, ()),
    "owner with sections": (Role.OWNER, (VIINA,)),
    "chief": (Role.CHIEF, ()),
    "chief with sections": (Role.CHIEF, (VIINA,)),
    "editor of all": (Role.EDITOR, ()),
    "editor of this one": (Role.EDITOR, (SVIT,)),
    "editor of another": (Role.EDITOR, (VIINA,)),
}
BOUND_ELSEWHERE = "editor of another"
# What is done to an article (number 1; 2 is a draft beside it): its button, and whose it must be.
DECIDING: tuple[Press, ...] = (
    Publish(1, breaking=False),
    Publish(1, breaking=True),
    AskCorrection(1),
    Retract(1, tell=False),
    Retract(1, tell=True),
    Replay(1),
    Correct(2, 1),
    Correct(2, 1, marked=False),
)
CHANGING: tuple[Press, ...] = (
    SetSection(1, SVIT),
    Discard(1),
    KeepApart(1),
)
LOOKING: tuple[Press, ...] = (
    ShowCard(1),
    ShowStatus(1),
    ChooseSection(1, open=True),
    ShowLog(1, 0),
    AskRetraction(1),
)
# A draft is changed, what people can read is corrected.
FORMING: tuple[Press, ...] = (
    OpenFields(1),
    AddLink(1),
    EditField(1, "lead"),
    ClearField(1, "lead"),
    DateNow(1),
)
TYPED = {"/publish 1": True, "/correct 1": True, "/retract 1": False, "/status 1": False}
EVERYTHING: tuple[Press | str, ...] = (*DECIDING, *CHANGING, *FORMING, *LOOKING, *TYPED)
FOR_THE_OTHERS = [(ArticleState.DRAFT, OTHER), (ArticleState.PUBLISHED, OTHER)]
STATES = [state for state in ArticleState if state is not ArticleState.MERGED]


async def an_article_in(house: House, state: ArticleState, by: int, section_id: int) -> Article:
    """Article 1 as it is wanted, whatever became of it, and the draft beside it."""
    if not await house.publishing.drafts():
        await house.draft()
        await house.draft(headline="Чернетка поруч", lead="Інший лід.")
    for number, state_of_it in ((1, state), (2, ArticleState.DRAFT)):
        await tables.change(
            house.storage,
            update(article)
            .where(article.c.id == number)
            .values(
                state=state_of_it,
                created_by=by,
                section_id=section_id,
                released_at=None if state_of_it is ArticleState.DRAFT else NOW,
            ),
        )
    return (await house.publishing.card(1)).article


async def is_not_theirs(house: House, press: Press | str) -> bool:
    """Whether the desk says that the section is somebody else's; then nothing has changed."""
    before = (await house.publishing.card(1)).article
    done = (await house.desk_log.page(0)).total
    house.telegram.forget()
    if isinstance(press, str):
        await house.write(EDITOR, press)
        said = [*house.telegram.said]
    else:
        await house.press(EDITOR, press)
        said = [text or "" for text in house.telegram.pop_ups]
    refused = any(NOT_YOURS in text for text in said)
    if refused:
        assert (await house.publishing.card(1)).article == before
        assert (await house.desk_log.page(0)).total == done
    return refused


async def hired(house: House, person: str) -> None:
    role, sections = PEOPLE[person]
    await house.hire(EDITOR, role)
    async with house.storage.writing() as tx:
        await tx.people.set_own_sections(EDITOR, sections)


@pytest.mark.parametrize("person", PEOPLE)
async def test_sections_say_who_decides_and_who_changes_what(house: House, person: str) -> None:
    await hired(house, person)
    bound = person == BOUND_ELSEWHERE
    cases = product(STATES, (EDITOR, OTHER)) if bound else FOR_THE_OTHERS
    for state, by in cases:
        for press in EVERYTHING:
            await an_article_in(house, state, by, SVIT)
            theirs = is_theirs(press, state, by)
            refused = await is_not_theirs(house, press)
            assert refused is (bound and not theirs), (state, by, press)


def is_theirs(press: Press | str, state: ArticleState, by: int) -> bool:
    """Whether it may be done by an editor of another section."""
    if isinstance(press, str):
        # A draft cannot be corrected by anybody, which is said first.
        can_be = press != "/correct 1" or is_public(state)
        return not (TYPED[press] and can_be)
    if press in LOOKING:
        restores = press == ShowCard(1) and state is ArticleState.DISCARDED
        return by == EDITOR or not restores
    if press in FORMING:
        is_read = state is ArticleState.PUBLISHED
        return not is_read and (by == EDITOR or not can_be_changed(state))
    if press in CHANGING:
        return by == EDITOR or not (can_be_changed(state) or isinstance(press, Discard))
    return isinstance(press, AskCorrection) and not is_public(state)


def is_public(state: ArticleState) -> bool:
    return state in (ArticleState.PUBLISHED, ArticleState.ARCHIVED)


def can_be_changed(state: ArticleState) -> bool:
    return state in (ArticleState.DRAFT, ArticleState.ARCHIVED)


@pytest.mark.parametrize("person", PEOPLE)
async def test_a_new_section_is_not_made_by_whoever_has_some(house: House, person: str) -> None:
    await hired(house, person)
    draft = await house.draft(section="Технології")
    await house.press(EDITOR, MakeSection(draft.id))
    made = "Технології" in {section.name for section in await house.sections()}
    assert made is (person not in ("editor of this one", BOUND_ELSEWHERE))


async def test_stars_are_spent_in_ones_own_sections_alone(house: House) -> None:
    """An owner's and a chief's are all; an editor spends none."""
    draft = await house.draft()
    for person, (role, _) in PEOPLE.items():
        await hired(house, person)
        for press in (AskPayment(draft.id), Pay(draft.id, sure=True)):
            async with house.storage.writing() as tx:
                await an_altered(tx, draft.id, state=ArticleState.DRAFT, paid=False)
            house.telegram.forget()
            await house.press(EDITOR, press)
            card = await house.publishing.card(draft.id)
            asked = bool(house.telegram.said)
            may = role is not Role.EDITOR
            assert (asked or card.article.paid) is may, (person, press)


# --- what goes by roles alone ---

BY_ROLE: dict[Press, frozenset[Role]] = {
    ShowTeam(): frozenset(Role),
    ShowFeeds(): frozenset(Role),
    ShowChannel(CHANNEL): frozenset(Role),
    ExportLog(): frozenset({Role.OWNER, Role.CHIEF}),
    Invite("editor"): frozenset({Role.OWNER, Role.CHIEF}),
    Invite("chief"): frozenset({Role.OWNER}),
    Dismiss(OTHER, sure=True): frozenset({Role.OWNER, Role.CHIEF}),
    Dismiss(OWNER, sure=True): frozenset({Role.OWNER}),
    ShowOwnSections(OTHER): frozenset({Role.OWNER, Role.CHIEF}),
    AssignSection(OTHER, SVIT, on=True): frozenset({Role.OWNER, Role.CHIEF}),
    AssignSection(OWNER, SVIT, on=True): frozenset(),
    AskFeed(): frozenset({Role.OWNER, Role.CHIEF}),
    RouteSection(CHANNEL, SVIT, on=False): frozenset({Role.OWNER}),
    ShowSection(SVIT): frozenset(Role),
    SendQr(SVIT): frozenset(Role),
    EditSection(SVIT, "emoji"): frozenset({Role.OWNER, Role.CHIEF}),
    HideSection(SVIT, on=True): frozenset({Role.OWNER, Role.CHIEF}),
    ClearHashtag(SVIT): frozenset({Role.OWNER, Role.CHIEF}),
    MoveSection(SVIT, 3): frozenset({Role.OWNER, Role.CHIEF}),
    ChooseMerger(SVIT): frozenset({Role.OWNER}),
    AskMerger(SVIT, POLITYKA): frozenset({Role.OWNER}),
    SendSection(SVIT, CHANNEL, on=False): frozenset({Role.OWNER}),
    SetPins(CHANNEL, on=True): frozenset({Role.OWNER}),
}


@pytest.mark.parametrize("press", BY_ROLE, ids=lambda press: type(press).__name__)
async def test_what_is_a_matter_of_roles(house: House, press: Press) -> None:
    await a_channel(house.storage)
    for role in Role:
        await house.hire(EDITOR, role)
        await house.hire(OWNER, Role.OWNER)
        await house.hire(OTHER, Role.EDITOR)
        house.telegram.forget()
        await house.press(EDITOR, press)
        refused = any(
            text and text.startswith("Це може зробити лише") for text in house.telegram.pop_ups
        )
        assert refused is (role not in BY_ROLE[press]), role


# --- the rule itself ---


@pytest.mark.parametrize(
    ("role", "sections", "section", "by", "may_decide", "may_edit"),
    [
        (Role.OWNER, (VIINA,), SVIT, 0, True, True),
        (Role.CHIEF, (VIINA,), SVIT, 0, True, True),
        (Role.EDITOR, (), SVIT, 0, True, True),
        (Role.EDITOR, (SVIT, VIINA), SVIT, 0, True, True),
        (Role.EDITOR, (VIINA,), SVIT, 0, False, False),
        (Role.EDITOR, (VIINA,), SVIT, EDITOR, False, True),
        (Role.EDITOR, (VIINA,), None, 0, True, True),
    ],
)
def test_whose_an_article_is(
    role: Role,
    sections: tuple[int, ...],
    section: int | None,
    by: int,
    *,
    may_decide: bool,
    may_edit: bool,
) -> None:
    editor = replace(an_editor(EDITOR, role), section_ids=frozenset(sections))
    written = replace(an_article(), created_by=by)
    written = written if section else replace(written, section=None)
    assert (decides(editor, written), edits(editor, written)) == (may_decide, may_edit)
    for check, may in ((check_decides, may_decide), (check_edits, may_edit)):
        with nullcontext() if may else pytest.raises(RefusedError, match="section_not_yours"):
            check(editor, written)
