"""Who may do what: every role, own section or not, whose draft, in which state, by every button.

The table says what is allowed; all else is refused, says so, and changes nothing.
"""

from contextlib import nullcontext
from dataclasses import replace
from itertools import product

import pytest
from aiogram.methods import CopyMessage
from sqlalchemy import update

from bot.domain.alert_buttons import DecideOnReaders, SettleUnknown, TakenAway
from bot.domain.api_answers import Refusal
from bot.domain.article import ArticleState
from bot.domain.buttons import (
    AddLink,
    AskPayment,
    AskRetraction,
    CancelQuestion,
    ChooseSection,
    Correct,
    Discard,
    Dismiss,
    Invite,
    KeepApart,
    KeepPosted,
    MakeSection,
    NotYet,
    Pay,
    Publish,
    Replay,
    ResumeChannel,
    Retract,
    RouteSection,
    SetPins,
    SetQuietHours,
    SetSection,
    ShowCard,
    ShowChannel,
    ShowChannels,
    ShowQuietHours,
    ShowStatus,
    ShowTeam,
    TakeChannel,
    pack,
)
from bot.domain.desk_buttons import (
    AskMerger,
    AssignSection,
    ChooseMerger,
    ClearHashtag,
    DenyWish,
    EditSection,
    ExportLog,
    HideSection,
    ListSections,
    MergeSections,
    MoveSection,
    NeedSecond,
    SendSection,
    ShowLog,
    ShowOwnSections,
    ShowSection,
)
from bot.domain.errors import RefusedError
from bot.domain.feed_buttons import (
    AgreeFeed,
    AskFeed,
    AskFilter,
    CancelFeedQuestion,
    CheckFeed,
    ClearFilter,
    DeclineFeed,
    PauseFeed,
    PublishFeed,
    RemoveFeed,
    SetCategory,
    SetFeedSection,
    SetInterval,
    ShowCategories,
    ShowCategory,
    ShowFeed,
    ShowFeeds,
    ShowFeedSections,
)
from bot.domain.field_buttons import (
    ClearField,
    DateNow,
    EditField,
    OpenFields,
    ShowFields,
    TakeLine,
)
from bot.domain.figures_buttons import ShowChart, ShowFigures, ShowHealth
from bot.domain.finding_buttons import AskCorrection, ChoosePostSection, ShowPosts, ShowWhy
from bot.domain.forum_buttons import MakeThread, SetThread, ShowForum, ShowThreads
from bot.domain.hand_buttons import KeepTheirs, RestoreOurs
from bot.domain.letter import LetterKind, Written
from bot.domain.letter_buttons import BlockWriter, ShowLetter
from bot.domain.own_buttons import CancelFlash, JoinToDraft, MakePost, ReadAsPage
from bot.domain.people import Role, check_decides, check_edits, decides, edits
from bot.domain.picture_buttons import (
    ChoosePictures,
    ClearPictures,
    CorrectAnew,
    SetLayout,
    SetPictures,
    ShowLayouts,
)
from bot.domain.post import Button
from bot.domain.post_buttons import (
    AskWords,
    ChooseTemplate,
    ClearWords,
    PreviewPost,
    ShowTemplates,
    ShowWords,
    TryTemplate,
)
from bot.domain.press import Press
from bot.domain.schedule_buttons import (
    AskWhen,
    ClearTime,
    EditWhen,
    SetBreaking,
    SetFollowed,
    SetOutlet,
    SetOutletChannel,
    SetSpacing,
    SetTime,
    ShowDay,
    ShowEarlier,
    ShowHour,
    ShowMonth,
    ShowOutlets,
    ShowQueue,
    ShowScheduled,
    ShowSpacing,
)
from bot.domain.shaping_buttons import (
    ApplyRouting,
    SetPinned,
    SetRoundUp,
    ShowPinned,
    ShowRoundUps,
    TryRouting,
    TrySection,
)
from bot.domain.topic_buttons import SendQr
from bot.rendering.renderer import DESK_COMMANDS
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
from tests.feeds import URL, a_feed, an_item
from tests.handlers.clock import NOW
from tests.handlers.house import EDITOR, NAMES, OWNER, READER, House
from tests.handlers.telegram import markup
from tests.handlers.test_presses import NOON_THERE, TOMORROW
from tests.handlers.test_strangers import FOR_THE_DESK

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
    CorrectAnew(2, 1),
    SetTime(1, embargo=False, minutes=NOON_THERE),
    ClearTime(1, embargo=False),
    DenyWish(1),
)
# Of drafts alone; of all else it is said first that it is none.
TIMING: tuple[Press, ...] = (
    AskWhen(1, embargo=False),
    EditWhen(1, embargo=True),
    SetBreaking(1, on=True),
    SetOutlet(1, "sound", on=False),
    SetOutletChannel(1, CHANNEL, on=False),
    ShowEarlier(1),
    SetFollowed(1, 0),
)
CHANGING: tuple[Press, ...] = (
    SetSection(1, SVIT),
    Discard(1),
    KeepApart(1),
    SetPictures(1, "none"),
    ClearPictures(1),
)
WORDING: tuple[Press, ...] = (AskWords(1, CHANNEL, "lead"), ClearWords(1, CHANNEL, "lead"))
LOOKING: tuple[Press, ...] = (
    ShowCard(1),
    ShowStatus(1),
    ChooseSection(1, open=True),
    ShowLog(1, 0),
    AskRetraction(1),
    KeepPosted(1),
    NotYet(1),
    CancelQuestion(1),
    ChoosePictures(1, open=True),
    PreviewPost(1, 0),
    ShowWords(1, CHANNEL),
    ShowWhy(1),
    ShowOutlets(1),
    ShowScheduled(1),
    ShowMonth(1, embargo=False, day=TOMORROW),
    ShowDay(1, embargo=False, day=TOMORROW),
    ShowHour(1, embargo=False, start=NOON_THERE),
)
# A draft is changed, what people can read is corrected.
FORMING: tuple[Press, ...] = (
    OpenFields(1),
    AddLink(1),
    EditField(1, "lead"),
    ClearField(1, "lead"),
    DateNow(1),
    ShowFields(1),
    TakeLine(1, "lead", 0, 0),
)
# Commands about an article: whether only those may use them who decide on it.
TYPED = {
    "/publish 1": True,
    "/correct 1": True,
    "/retract 1": False,  # asks
    "/status 1": False,
}
# Of the others what is typed behind them is a chief's to say, or everybody's of the desk.
BY_CHIEFS = {f"/feeds {URL}"}
BY_ALL = {
    *("/drafts", "/flash Вибух у порту", "/queue", "/stats", "/health"),
    *("/channels", "/team", "/sections", "/why 1", "/log 1", "/posts 1"),
}
EVERYTHING: tuple[Press | str, ...] = (
    *(*DECIDING, *TIMING, *CHANGING, *WORDING, *FORMING, *LOOKING),
    *TYPED,
)
FOR_THE_OTHERS = [(ArticleState.DRAFT, OTHER), (ArticleState.PUBLISHED, OTHER)]
STATES = [state for state in ArticleState if state is not ArticleState.MERGED]


async def an_article_in(house: House, state: ArticleState, by: int, section_id: int) -> None:
    """Article 1 as it is wanted, whatever became of it, and the draft beside it."""
    changes = (
        update(article)
        .where(article.c.id == number)
        .values(
            state=state_of_it,
            created_by=by,
            section_id=section_id,
            released_at=None if state_of_it is ArticleState.DRAFT else NOW,
        )
        for number, state_of_it in ((1, state), (2, ArticleState.DRAFT))
    )
    await tables.change(house.storage, *changes)


async def is_not_theirs(house: House, press: Press | str) -> bool:
    """Whether the desk says that the section is somebody else's; then nothing has changed."""
    before = (await house.publishing.card(1)).article
    done = (await house.desk_log.page(0)).total
    house.telegram.forget()
    if isinstance(press, str):
        await house.write(EDITOR, press)
        said = [*house.telegram.said]
    else:
        drawn = before.version if isinstance(press, ShowCard) else None
        await house.press(EDITOR, pack(press, drawn))
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


@pytest.mark.slow
@pytest.mark.parametrize("person", PEOPLE)
async def test_sections_say_who_decides_and_who_changes_what(house: House, person: str) -> None:
    await hired(house, person)
    await house.draft()
    await house.draft(headline="Чернетка поруч", lead="Інший лід.")
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
    can_change, is_out, own = can_be_changed(state), state is ArticleState.PUBLISHED, by == EDITOR
    drafted = own or not can_change
    restores = press == ShowCard(1) and state is ArticleState.DISCARDED
    rules: tuple[tuple[tuple[Press, ...], bool], ...] = (
        (LOOKING, own or not restores),
        ((*FORMING, *WORDING), drafted and not is_out),
        (TIMING, not can_change),
        ((Discard(1),), own and not is_out),
        (CHANGING, drafted),
        (DECIDING, isinstance(press, AskCorrection) and not is_public(state)),
    )
    return next(theirs for presses, theirs in rules if press in presses)


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

ALL, CHIEFS, OWNERS = frozenset(Role), frozenset({Role.OWNER, Role.CHIEF}), frozenset({Role.OWNER})
BY_ROLE: dict[Press, frozenset[Role]] = {
    ExportLog(): CHIEFS,
    Invite("editor"): CHIEFS,
    Invite("chief"): OWNERS,
    Dismiss(OTHER, sure=True): CHIEFS,
    Dismiss(OWNER, sure=True): OWNERS,
    ShowOwnSections(OTHER): CHIEFS,
    AssignSection(OTHER, SVIT, on=True): CHIEFS,
    AssignSection(OWNER, SVIT, on=True): frozenset(),
    AskFeed(): CHIEFS,
    AgreeFeed(1, 0): CHIEFS,
    PublishFeed(1, on=True): CHIEFS,
    SetFeedSection(1, SVIT): CHIEFS,
    SetCategory(1, 0, SVIT): CHIEFS,
    AskFilter(1): CHIEFS,
    ClearFilter(1): CHIEFS,
    SetInterval(1, 15): CHIEFS,
    PauseFeed(1, on=True): CHIEFS,
    CheckFeed(1): CHIEFS,
    DeclineFeed(1): CHIEFS,
    RemoveFeed(1, sure=True): CHIEFS,
    RouteSection(CHANNEL, SVIT, on=False): OWNERS,
    EditSection(SVIT, "emoji"): CHIEFS,
    HideSection(SVIT, on=True): CHIEFS,
    ClearHashtag(SVIT): CHIEFS,
    MoveSection(SVIT, 3): CHIEFS,
    NeedSecond(SVIT, on=True): CHIEFS,
    ChooseMerger(SVIT): OWNERS,
    AskMerger(SVIT, POLITYKA): OWNERS,
    MergeSections(SVIT, POLITYKA): OWNERS,
    SendSection(SVIT, CHANNEL, on=False): OWNERS,
    TakeChannel(CHANNEL, taken=True): OWNERS,
    ResumeChannel(CHANNEL): OWNERS,
    SetThread(CHANNEL, SVIT, 1): OWNERS,
    MakeThread(CHANNEL, SVIT): OWNERS,
    SetPins(CHANNEL, on=True): OWNERS,
    SetPinned(CHANNEL, 3): OWNERS,
    SetQuietHours(CHANNEL, 1320, 420): OWNERS,
    SetSpacing(CHANNEL, 10): OWNERS,
    SetRoundUp(CHANNEL, 3, 10): OWNERS,
    ApplyRouting(CHANNEL, 6, 2): OWNERS,
    SetLayout(CHANNEL, "photo"): OWNERS,
    ChooseTemplate(CHANNEL, "brief"): OWNERS,
}
# What everybody of the desk may look at, and answers to the bot's own questions.
FOR_ALL: tuple[Press, ...] = (
    ShowTeam(),
    ShowFeeds(),
    ShowFeed(1),
    ShowFeedSections(1),
    ShowCategories(1),
    ShowCategory(1, 0),
    CancelFeedQuestion(),
    ShowChannels(),
    ShowChannel(CHANNEL),
    ShowForum(CHANNEL),
    ShowThreads(CHANNEL, SVIT),
    ShowQuietHours(CHANNEL),
    ShowSpacing(CHANNEL),
    ShowRoundUps(CHANNEL),
    ShowPinned(CHANNEL),
    ShowLayouts(CHANNEL),
    ShowTemplates(CHANNEL),
    TryTemplate(CHANNEL, "brief"),
    TryRouting(CHANNEL, 6),
    TrySection(SVIT),
    ListSections(),
    ShowSection(SVIT),
    SendQr(SVIT),
    ShowPosts(0, 0, 0),
    ChoosePostSection(0),
    ShowQueue(0),
    ShowFigures("day"),
    ShowChart("day", dark=False),
    ShowHealth(),
    ShowLetter(1),
    BlockWriter(1, on=True),
    MakePost(1),
    ReadAsPage(1),
    JoinToDraft(1),
    CancelFlash(),
    SettleUnknown(1, there=True),
    TakenAway(1),
    DecideOnReaders(go_on=True),
    KeepTheirs(1),
    RestoreOurs(1),
)


def test_every_button_of_the_desk_is_in_one_of_the_tables() -> None:
    tried = {
        type(press) for press in (*EVERYTHING, *BY_ROLE, *FOR_ALL) if isinstance(press, Press)
    }
    on_their_own = {MakeSection, AskPayment, Pay}  # each has a test above
    assert tried | on_their_own == {type(press) for press in FOR_THE_DESK}


def test_every_command_of_the_desk_is_in_one_of_the_tables() -> None:
    commands = {typed.split()[0].removeprefix("/") for typed in (*TYPED, *BY_CHIEFS, *BY_ALL)}
    assert commands == set(DESK_COMMANDS)


@pytest.mark.parametrize("role", Role)
async def test_what_is_typed_is_a_matter_of_roles_too(house: House, role: Role) -> None:
    await house.hire(EDITOR, role)
    for command in (*BY_CHIEFS, *BY_ALL):
        house.telegram.forget()
        await house.write(EDITOR, command)
        refused = any(text.startswith("Це може зробити лише") for text in house.telegram.said)
        assert refused is (role is Role.EDITOR and command in BY_CHIEFS), command


async def a_desk(house: House) -> None:
    """With a channel and a feed."""
    await a_channel(house.storage)
    house.web.says(a_feed(an_item(1, category="Різне", at=NOW)))
    await house.write(OWNER, f"/feeds {URL}")
    await house.poller.poll_due()


async def test_what_is_a_matter_of_roles(house: House) -> None:
    await a_desk(house)
    for press, role in product((*BY_ROLE, *FOR_ALL), reversed(Role)):
        await house.hire(EDITOR, role)
        await house.hire(OWNER, Role.OWNER)
        await house.hire(OTHER, Role.EDITOR)
        house.telegram.forget()
        await house.press(EDITOR, press)
        refused = any(
            text and text.startswith("Це може зробити лише") for text in house.telegram.pop_ups
        )
        assert refused is (role not in BY_ROLE.get(press, ALL)), (press, role)


async def test_a_letter_is_opened_only_where_the_bot_has_told_of_it(house: House) -> None:
    """A press with another number in it is forged: an editor has not been told of every letter."""
    number = await house.letters.receive(Written(READER, 50, LetterKind.TEXT, "Секрет"))
    block = BlockWriter(number, on=True)
    for press in (ShowLetter(number), block):
        await house.press(EDITOR, press)
        await house.press(EDITOR, press, markup(((Button("…", press=BlockWriter(99, on=True)),),)))
    assert house.telegram.pop_ups == ["Цього листа вже немає."] * 4
    assert not house.telegram.of(CopyMessage)
    await house.press(OWNER, ShowLetter(number))
    await house.press(EDITOR, ShowLetter(number), markup(((Button("…", press=block),),)))
    assert [each.chat_id for each in house.telegram.of(CopyMessage)] == [OWNER, EDITOR]
    unblock = Button("…", press=BlockWriter(number, on=False))
    await house.press(EDITOR, ShowLetter(number), markup(((unblock,),)))
    assert "Знову" in str(house.telegram.of(CopyMessage)[-1].reply_markup)


async def test_what_is_left_of_an_album_is_shown_where_its_writer_has_deleted_some(
    house: House,
) -> None:
    first, second = (Written(READER, n, LetterKind.PHOTO, "", album="77") for n in (50, 51))
    number = await house.letters.receive(first)
    await house.letters.add_part(second)
    gone = Refusal(400, "Bad Request: message to copy not found")
    house.telegram.refusals[CopyMessage] = gone
    await house.press(OWNER, ShowLetter(number))
    assert [each.message_id for each in house.telegram.of(CopyMessage)] == [50, 51]


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
    written = replace(an_article(state=ArticleState.DRAFT), created_by=by)
    written = written if section else replace(written, section=None)
    assert (decides(editor, written), edits(editor, written)) == (may_decide, may_edit)
    out = replace(written, state=ArticleState.PUBLISHED)
    assert (decides(editor, out), edits(editor, out)) == (may_decide, may_decide)
    for check, may in ((check_decides, may_decide), (check_edits, may_edit)):
        with nullcontext() if may else pytest.raises(RefusedError, match="section_not_yours"):
            check(editor, written)
