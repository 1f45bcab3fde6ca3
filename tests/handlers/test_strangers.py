"""Whoever is not of the desk finds nothing of it, whatever they type or press."""

import pytest
from aiogram.methods import AnswerCallbackQuery

from bot.domain.alert_buttons import DecideOnReaders, SettleUnknown, TakenAway
from bot.domain.archive_buttons import Browse, ShowArchive, ShowCalendar, ShowNames
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
    Follow,
    FollowHere,
    Invite,
    KeepApart,
    KeepPosted,
    MakeSection,
    NotYet,
    Pay,
    Publish,
    Read,
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
    ShowTopics,
    Speak,
    TakeChannel,
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
from bot.domain.group_buttons import (
    ForgetGroup,
    GroupFollow,
    GroupSpeak,
    ShowGroupTopics,
    SwitchGroup,
)
from bot.domain.hand_buttons import KeepTheirs, RestoreOurs
from bot.domain.letter_buttons import BlockWriter, CancelLetter, ShowLetter, WriteLetter
from bot.domain.own_buttons import CancelFlash, JoinToDraft, MakePost, ReadAsPage
from bot.domain.picture_buttons import (
    ChoosePictures,
    ClearPictures,
    CorrectAnew,
    SetLayout,
    SetPictures,
    ShowLayouts,
)
from bot.domain.post_buttons import (
    AskWords,
    ChooseTemplate,
    ClearWords,
    PreviewPost,
    ShowTemplates,
    ShowWords,
    TryTemplate,
)
from bot.domain.press import PRESSES, Press
from bot.domain.privacy_buttons import AskForget, Forget, SendMyData
from bot.domain.reading_buttons import PauseReading, SetReading, ShowReading, TurnDigest
from bot.domain.reading_here import ReadAs, TurnText
from bot.domain.saved_buttons import DropSaved, Save, ShowSaved
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
from bot.domain.search_buttons import FollowFound, OpenFound, TryInstead, TurnFound
from bot.domain.shaping_buttons import (
    ApplyRouting,
    SetPinned,
    SetRoundUp,
    ShowPinned,
    ShowRoundUps,
    TryRouting,
    TrySection,
)
from bot.domain.topic_buttons import (
    ChooseNamed,
    ChooseTopic,
    FollowName,
    Resume,
    SendQr,
    ShowChosen,
    ShowNamed,
)
from bot.rendering.renderer import DESK_COMMANDS, READER_COMMANDS
from tests.handlers.house import EDITOR, OWNER, STRANGER, House

CHANNEL = -1001
FOR_READERS = {
    *(PauseReading, SetReading, ShowReading, TurnDigest),
    *(ShowChosen, ShowNamed, ChooseTopic, ChooseNamed, FollowName, Resume),
    *(TurnText, ReadAs),
    *(ForgetGroup, GroupFollow, GroupSpeak, ShowGroupTopics, SwitchGroup),
    *(Follow, FollowHere, Read, Browse, ShowTopics, ShowArchive, ShowCalendar, ShowNames, Speak),
    *(SendMyData, AskForget, Forget),
    *(TurnFound, OpenFound, TryInstead, FollowFound),
    *(SendMyData, AskForget, Forget, WriteLetter, CancelLetter, Save, ShowSaved, DropSaved),
}
FOR_THE_DESK: tuple[Press, ...] = (
    KeepTheirs(1),
    RestoreOurs(1),
    PreviewPost(1, 0),
    ShowWords(1, CHANNEL),
    AskWords(1, CHANNEL, "lead"),
    ClearWords(1, CHANNEL, "lead"),
    ShowTemplates(CHANNEL),
    TryTemplate(CHANNEL, "brief"),
    ChooseTemplate(CHANNEL, "brief"),
    MakePost(1),
    ReadAsPage(1),
    JoinToDraft(1),
    CancelFlash(),
    ShowPosts(0, 0, 0),
    ChoosePostSection(0),
    ShowWhy(1),
    AskCorrection(1),
    Publish(1, breaking=False),
    Publish(1, breaking=True),
    Publish(1, breaking=True, asked=7),
    NotYet(1),
    AskPayment(1),
    Pay(1, sure=True),
    Pay(1, sure=False),
    ChooseSection(1, open=True),
    ChooseSection(1, open=False),
    SetSection(1, 2),
    MakeSection(1),
    AddLink(1),
    OpenFields(1),
    ShowFields(1),
    EditField(1, "lead"),
    EditField(1, "section"),
    EditField(1, "garbage"),
    TakeLine(1, "lead", 0, 1),
    TakeLine(1, "garbage", -1, 1),
    ClearField(1, "author"),
    ClearField(1, "headline"),
    DateNow(1),
    CancelQuestion(1),
    Discard(1),
    Correct(1, 1),
    Correct(1, 1, marked=False),
    CorrectAnew(1, 1),
    KeepApart(1),
    ShowCard(1),
    ShowStatus(1),
    ShowFigures("day"),
    ShowHealth(),
    ShowChart("day", dark=True),
    AskRetraction(1),
    Retract(1, tell=False),
    Retract(1, tell=True),
    KeepPosted(1),
    Replay(1),
    TakeChannel(CHANNEL, taken=True),
    TakeChannel(CHANNEL, taken=False),
    RouteSection(CHANNEL, 1, on=True),
    ShowChannel(CHANNEL),
    SetPins(CHANNEL, on=True),
    ShowQuietHours(CHANNEL),
    ShowSpacing(CHANNEL),
    SetSpacing(CHANNEL, 10),
    ShowRoundUps(CHANNEL),
    SetRoundUp(CHANNEL, 3, 10),
    ShowPinned(CHANNEL),
    SetPinned(CHANNEL, 3),
    TryRouting(CHANNEL, 6),
    TrySection(1),
    ApplyRouting(CHANNEL, 6, 2),
    ShowForum(CHANNEL),
    ShowThreads(CHANNEL, 1),
    SetThread(CHANNEL, 1, 5),
    MakeThread(CHANNEL, 1),
    ShowLayouts(CHANNEL),
    SetLayout(CHANNEL, "photo"),
    ChoosePictures(1, open=True),
    SetPictures(1, "none"),
    ClearPictures(1),
    SetQuietHours(CHANNEL, 1320, 420),
    ShowChannels(),
    Invite("editor"),
    Invite("owner"),
    Dismiss(OWNER, sure=False),
    Dismiss(OWNER, sure=True),
    SettleUnknown(1, there=True),
    TakenAway(1),
    DecideOnReaders(go_on=True),
    DecideOnReaders(go_on=False),
    ShowTeam(),
    ResumeChannel(-100),
    ShowFeeds(),
    ShowFeed(1),
    AskFeed(),
    AgreeFeed(1, 0),
    DeclineFeed(1),
    PublishFeed(1, on=True),
    ShowFeedSections(1),
    SetFeedSection(1, 1),
    ShowCategories(1),
    ShowCategory(1, 0),
    SetCategory(1, 0, 1),
    AskFilter(1),
    ClearFilter(1),
    SetInterval(1, 1),
    PauseFeed(1, on=True),
    CheckFeed(1),
    RemoveFeed(1, sure=False),
    RemoveFeed(1, sure=True),
    CancelFeedQuestion(),
    ShowLog(0, 0),
    ExportLog(),
    ShowOwnSections(OWNER),
    AssignSection(OWNER, 1, on=True),
    NeedSecond(1, on=True),
    ListSections(),
    ShowSection(1),
    SendQr(1),
    EditSection(1, "name"),
    ClearHashtag(1),
    MoveSection(1, 0),
    ChooseMerger(1),
    AskMerger(1, 2),
    MergeSections(1, 2),
    SendSection(1, CHANNEL, on=True),
    HideSection(1, on=True),
    ShowLetter(1),
    BlockWriter(1, on=True),
    DenyWish(1),
    AskWhen(1, embargo=False),
    EditWhen(1, embargo=True),
    ShowMonth(1, embargo=False, day=738_650),
    ShowDay(1, embargo=False, day=738_650),
    ShowHour(1, embargo=False, start=28_062_240),
    SetTime(1, embargo=False, minutes=28_062_240),
    ClearTime(1, embargo=False),
    SetBreaking(1, on=True),
    ShowScheduled(1),
    ShowQueue(0),
    ShowOutlets(1),
    ShowEarlier(1),
    SetFollowed(1, 2),
    SetOutlet(1, "sound", on=False),
    SetOutletChannel(1, CHANNEL, on=False),
)


def test_every_button_of_the_desk_is_tried_below() -> None:
    tried = {type(press) for press in FOR_THE_DESK}
    assert tried | FOR_READERS == set(PRESSES.values())


@pytest.mark.parametrize("arguments", ["", " 1", " №1"])
async def test_a_command_of_the_desk_is_answered_like_an_unknown_one(
    house: House, arguments: str
) -> None:
    article = await house.draft()
    for command in ("blah", *DESK_COMMANDS):
        await house.write(STRANGER, f"/{command}{arguments}")
    unknown, *tried = house.telegram.requests
    assert tried == [unknown] * len(DESK_COMMANDS)
    assert (await house.publishing.card(article.id)).article == article


async def test_a_button_of_the_desk_is_answered_like_one_that_never_was(house: House) -> None:
    article = await house.draft()
    presses: list[Press | str] = ["no:such:button", *FOR_THE_DESK]
    for press in presses:
        await house.press(STRANGER, press)
    answers = house.telegram.of(AnswerCallbackQuery)
    outdated = "Ця кнопка вже не діє. Надішліть /start, щоб отримати нові."
    assert {(answer.text, answer.show_alert) for answer in answers} == {(outdated, True)}
    assert len(answers) == len(house.telegram.requests) == 1 + len(FOR_THE_DESK)
    assert (await house.publishing.card(article.id)).article == article
    assert len(await house.team.editors()) == 2


async def test_a_stranger_who_pastes_a_page_makes_no_draft(house: House) -> None:
    await house.write(STRANGER, "Заголовок\n\n10.05.2023, 15:25\n\nПерший абзац новини.")
    await house.send(STRANGER, document=a_text_file())
    assert await house.publishing.drafts() == ()
    page, file = house.telegram.said
    assert "задовго для пошуку" in page
    assert "Такого я не розумію" in file


async def test_a_dismissed_editor_is_a_stranger(house: House) -> None:
    article = await house.draft()
    owner = await house.team.editor(OWNER)
    assert owner is not None
    await house.team.dismiss(EDITOR, by=owner)
    await house.press(EDITOR, Publish(article.id, breaking=False))
    await house.write(EDITOR, f"/publish {article.id}")
    card = await house.publishing.card(article.id)
    assert card.article.state is ArticleState.DRAFT


def test_a_reader_has_commands_that_the_desk_commands_do_not_shadow() -> None:
    assert not set(DESK_COMMANDS) & set(READER_COMMANDS)


def a_text_file() -> dict[str, object]:
    return {
        "file_id": "f",
        "file_unique_id": "u",
        "file_name": "page.txt",
        "mime_type": "text/plain",
        "file_size": 900,
    }
