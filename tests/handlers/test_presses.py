"""A pressed button is answered exactly once, whatever comes of it."""

import logging
import sqlite3
from datetime import timedelta

import pytest
from aiogram.methods import (
    AnswerCallbackQuery,
    EditMessageReplyMarkup,
    EditMessageText,
    SendMessage,
)

from bot.delivery.concurrency import Place, Room, working_at
from bot.domain.api_answers import Lost, Refusal
from bot.domain.archive_buttons import Browse, ShowArchive, ShowCalendar, ShowNames
from bot.domain.article_fields import Field, lines_for
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
from bot.domain.channel import ChannelState
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
from bot.domain.digest import Digest
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
from bot.domain.forum import Thread
from bot.domain.forum_buttons import MakeThread, SetThread, ShowForum, ShowThreads
from bot.domain.group_buttons import (
    ForgetGroup,
    GroupFollow,
    GroupSpeak,
    ShowGroupTopics,
    SwitchGroup,
)
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
from bot.domain.topics import Topic, TopicKind
from tests.builders import CHANNEL, a_channel, a_page
from tests.clock import NOON
from tests.feeds import URL, a_feed, an_item
from tests.handlers.clock import NOW
from tests.handlers.house import EDITOR, OWNER, READER, House
from tests.handlers.telegram import BOT_ID
from tests.handlers.test_alerts import OF_ALERTS
from tests.handlers.test_strangers import of_each

TYPED = 9001  # a message that may be a page
HALF = 9003  # one with the second half of the page before it
COULD_BE_BOTH = (
    "Міст через Рось відкрили для руху\n\nПерші автівки проїхали ним ще вночі, уранці рушили й "
    "автобуси.\n\nРобота тривала чотири роки, і місто чекало на неї. Далі черга за залізницею."
)
# One after another on one day at the desk (`a_day`), each as it is meant to be pressed: article 1
# and 4 to 6 are drafts, 2 is published, 3 a changed page of 2, channel CHANNEL - 1 is offered.
TOMORROW, NOON_THERE = 738_651, 28_063_440  # as buttons count days and minutes
A_DAY: tuple[Press, ...] = (
    OpenFields(1),
    EditField(1, "lead"),
    ShowFields(1),
    EditField(1, "section"),
    ClearField(1, "author"),
    DateNow(1),
    ChoosePictures(1, open=True),
    SetPictures(1, "none"),
    ClearPictures(1),
    SetSection(1, 2),
    MakeSection(1),
    AddLink(1),
    CancelQuestion(1),
    ChooseSection(1, open=True),
    ChooseSection(1, open=False),
    ShowCard(1),
    AskPayment(1),
    Pay(1, sure=False),
    Pay(1, sure=True),
    NotYet(4),
    Publish(4, breaking=False),
    AskWhen(5, embargo=False),
    EditWhen(5, embargo=True),
    ShowMonth(5, embargo=False, day=TOMORROW),
    ShowDay(5, embargo=False, day=TOMORROW),
    ShowHour(5, embargo=False, start=NOON_THERE),
    SetTime(5, embargo=False, minutes=NOON_THERE),
    ShowQueue(0),
    ShowScheduled(5),
    SetBreaking(5, on=True),
    ClearTime(5, embargo=False),
    ShowOutlets(5),
    ShowEarlier(5),
    SetFollowed(5, 2),
    SetOutlet(5, "sound", on=False),
    SetOutletChannel(5, CHANNEL, on=False),
    Discard(5),
    KeepApart(6),
    ShowFigures("day"),
    ShowChart("day", dark=False),
    ShowHealth(),
    ShowChart("day", dark=True),
    Correct(3, 2),
    CorrectAnew(3, 2),
    ShowStatus(2),
    PreviewPost(2, 0),
    ShowWords(2, CHANNEL),
    AskWords(2, CHANNEL, "lead"),
    ClearWords(2, CHANNEL, "lead"),
    ShowWhy(2),
    ShowPosts(0, 0, 0),
    ShowLog(0, 0),
    ExportLog(),
    ShowOwnSections(EDITOR),
    AssignSection(EDITOR, 1, on=True),
    ListSections(),
    NeedSecond(7, on=True),
    EditSection(7, "emoji"),
    ClearHashtag(7),
    MoveSection(7, 0),
    ChooseMerger(7),
    AskMerger(7, 2),
    MergeSections(7, 2),
    ShowSection(7),
    SendQr(1),
    SendSection(7, CHANNEL, on=True),
    HideSection(7, on=True),
    ChoosePostSection(0),
    AskCorrection(2),
    CancelQuestion(2),
    AskRetraction(2),
    KeepPosted(2),
    Replay(2),
    Retract(2, tell=True),
    ShowChannels(),
    TakeChannel(CHANNEL - 1, taken=True),
    ShowChannel(CHANNEL),
    RouteSection(CHANNEL, 1, on=True),
    SetPins(CHANNEL, on=True),
    ShowTemplates(CHANNEL),
    TryTemplate(CHANNEL, "brief"),
    ChooseTemplate(CHANNEL, "brief"),
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
    ShowLayouts(CHANNEL),
    SetLayout(CHANNEL, "photo"),
    SetQuietHours(CHANNEL, 1320, 420),
    ResumeChannel(CHANNEL),
    ShowTeam(),
    Invite("editor"),
    Dismiss(EDITOR, sure=False),
    Dismiss(EDITOR, sure=True),
    AgreeFeed(1, 0),
    ShowFeeds(),
    ShowFeed(1),
    PublishFeed(1, on=True),
    ShowFeedSections(1),
    SetFeedSection(1, 1),
    ShowCategories(1),
    ShowCategory(1, 0),
    SetCategory(1, 0, 1),
    AskFilter(1),
    ClearFilter(1),
    SetInterval(1, 15),
    PauseFeed(1, on=True),
    PauseFeed(1, on=False),
    CheckFeed(1),
    DeclineFeed(1),
    RemoveFeed(1, sure=False),
    RemoveFeed(1, sure=True),
    AskFeed(),
    CancelFeedQuestion(),
    Follow(1, on=True),
    FollowHere(1, on=False),
    SendMyData(),
    AskForget(),
    Forget(sure=False),
    Save(4, on=False),
    ShowSaved(0),
    DropSaved(4, 0),
    WriteLetter(signed=True),
    CancelLetter(),
    ShowLetter(1),
    BlockWriter(1, on=True),
    Read(4),
    TurnText(4, 1, 1),
    ReadAs(4, paged=True, revision=1),
    Browse(1),
    TurnFound(1, 0, newest=True),
    OpenFound(1, 1, 0, newest=False),
    TryInstead(1),
    FollowFound(1),
    ShowTopics(),
    ShowArchive(),
    ShowCalendar(1),
    ShowNames("tag"),
    FollowName(1, on=True),
    Speak("en"),
    ShowChosen(),
    ShowNamed(4),
    ChooseNamed(4, Topic(TopicKind.SECTION, "1").mark, 2),
    ChooseTopic(1, 1),
    Resume(),
    ShowReading("hour"),
    SetReading("pace", 1),
    PauseReading(24),
    TurnDigest(1, 0),
    MakePost(TYPED),
    ReadAsPage(TYPED),
    JoinToDraft(HALF),
    CancelFlash(),
)
# tests/handlers/test_groups.py
IN_GROUPS = {ForgetGroup, GroupFollow, GroupSpeak, ShowGroupTopics, SwitchGroup}
GARBAGE = ("", "publish", "publish:1", "publish:x:0", "publish:1:2", "x" * 64, "🔥", "a:" * 30)


@pytest.mark.parametrize("user_id", [OWNER, EDITOR, READER])
async def test_every_button_is_answered_once(house: House, user_id: int) -> None:
    await house.draft()
    for press in of_each(PRESSES.values(), 1, "lead", on=True):
        house.telegram.forget()
        await house.press(user_id, press)
        assert len(house.telegram.pop_ups) == 1, press


async def a_digest(house: House) -> None:
    made = Digest(0, NOON.replace(tzinfo=None), (2,))
    async with house.storage.writing() as tx:
        await tx.digests.owe({"key": made}, {"key": [READER]}, NOON)


async def a_day(house: House) -> None:
    await a_digest(house)
    bold = [{"type": "bold", "offset": 0, "length": 4}]
    await house.send(OWNER, message_id=TYPED, text=COULD_BE_BOTH, entities=bold)
    first = await house.draft(lead=None, section="Дозвілля")
    await house.published(headline="Порт відкрив термінал")
    await house.draft(headline="Порт відкрив термінал", lead="Інший лід.")
    for number in (4, 5, 6):
        await house.draft(headline=f"Новина номер {number}", tags=("новини",))
    await house.send(OWNER, message_id=HALF - 1, text=a_page("Ліцей відкрив обсерваторію"))
    await house.send(OWNER, message_id=HALF, text="Телескоп подарували випускники.")
    await a_channel(house.storage)
    await a_channel(house.storage, CHANNEL - 1, state=ChannelState.OFFERED, title="Чужий")
    async with house.storage.writing() as tx:
        await tx.forums.set_forum(CHANNEL, is_forum=True)
        await tx.forums.keep(CHANNEL, Thread(5, "Світ"))
    house.web.says(a_feed(an_item(1, category="Різне", at=NOW)))
    await house.write(OWNER, f"/feeds {URL}")
    await house.poller.poll_due()
    await house.write(OWNER, "/search номер")
    await house.write(READER, "/write")
    await house.write(READER, "Чому не працює архів?")
    line = lines_for(first.content, Field.LEAD)[1]
    await house.press(OWNER, TakeLine(1, "lead", line.place, line.mark))
    assert house.telegram.edits


def test_every_button_is_pressed_on_that_day() -> None:
    made = {TakeLine, DenyWish, MakeThread} | OF_ALERTS | IN_GROUPS
    pressed = {type(press) for press in A_DAY} | made
    assert pressed == set(PRESSES.values())


@pytest.mark.slow
async def test_a_button_stops_waiting_before_anything_else_is_shown(house: House) -> None:
    """What is shown may have to wait for its turn; and none of these is refused."""
    await a_day(house)
    for press in A_DAY:
        house.telegram.forget()
        await house.press(OWNER, press)
        first = house.telegram.requests[0]
        assert isinstance(first, AnswerCallbackQuery), press
        assert not first.show_alert, press


@pytest.mark.slow
async def test_a_button_for_what_is_not_there_is_answered_once(house: House) -> None:
    for press in of_each(PRESSES.values(), 99, "garbage", on=False):
        house.telegram.forget()
        await house.press(OWNER, press)
        assert len(house.telegram.pop_ups) == 1, press


async def test_a_button_that_we_never_made_is_answered_once(house: House) -> None:
    for data in GARBAGE:
        house.telegram.forget()
        await house.press(EDITOR, data)
        assert len(house.telegram.requests) == 1, data


async def test_a_press_without_data_and_message_is_answered_once(house: House) -> None:
    await house.press(EDITOR, "", data=None, message=None, game_short_name="x")
    await house.press(READER, ShowArchive(), message=None)
    assert len(house.telegram.pop_ups) == 2


async def test_a_press_in_a_group_is_answered_in_a_pop_up_alone(house: House) -> None:
    group = house.message(READER, text="…", chat={"id": -5, "type": "group", "title": "Група"})
    await house.press(READER, "no:such:button", message=group)
    assert [type(request) for request in house.telegram.requests] == [AnswerCallbackQuery]


async def test_a_refusal_is_a_pop_up_that_has_to_be_closed(house: House) -> None:
    await house.press(READER, Read(99))
    (answer,) = house.telegram.of(AnswerCallbackQuery)
    assert answer.show_alert
    assert answer.text
    assert len(answer.text) <= 200
    assert not house.telegram.said


@pytest.mark.parametrize("kind", [EditMessageReplyMarkup, EditMessageText])
@pytest.mark.parametrize(
    "words",
    [
        "Bad Request: message is not modified: specified new message content is the same",
        "Bad Request: message to edit not found",
        "Bad Request: message can't be edited",
    ],
)
async def test_an_edit_with_nothing_to_change_is_no_fault(
    house: House,
    kind: type[EditMessageReplyMarkup | EditMessageText],
    words: str,
    caplog: pytest.LogCaptureFixture,
) -> None:
    house.telegram.refusals[kind] = Refusal(400, words)
    await house.press(READER, Follow(1, on=True))
    await house.press(READER, ShowArchive())
    assert len(house.telegram.pop_ups) == 2
    assert not house.telegram.said
    assert not [r for r in caplog.records if r.levelno >= logging.WARNING]


async def test_an_edit_that_fails_after_the_answer_brings_no_second_one(
    house: House, caplog: pytest.LogCaptureFixture
) -> None:
    house.telegram.refusals[EditMessageReplyMarkup] = Lost("timed out")
    await house.press(READER, Follow(1, on=True))
    assert len(house.telegram.pop_ups) == 1
    assert not house.telegram.said
    assert "timed out" in caplog.text
    assert "Traceback" not in caplog.text


async def test_an_answer_that_comes_too_late_is_not_tried_again(house: House) -> None:
    words = "Bad Request: query is too old and response timeout expired"
    house.telegram.refusals[AnswerCallbackQuery] = Refusal(400, words)
    await house.press(READER, Follow(1, on=True))
    assert len(house.telegram.pop_ups) == 1
    assert (await house.recognition.person(READER)).follows == {1}


async def test_whoever_follows_is_told_first_and_the_buttons_only_mark_it(house: House) -> None:
    place = Place(Room(1), of_desk=False, age=timedelta)
    async with working_at(place):
        await house.press(READER, Follow(1, on=True))
        assert place.is_told
        await house.press(READER, Follow(404, on=True))
        place.is_told = False
        await house.write(READER, "/topics")
        assert not place.is_told
    kinds = (AnswerCallbackQuery, EditMessageReplyMarkup)
    shown = [request for request in house.telegram.requests if isinstance(request, kinds)]
    assert [type(request) for request in shown[:2]] == list(kinds)


@pytest.mark.parametrize(("minutes", "answered"), [(15, 1), (15.1, 0)])
async def test_a_press_of_long_ago_is_done_and_not_answered(
    house: House, minutes: float, answered: int
) -> None:
    age = timedelta(minutes=minutes)
    place = Place(Room(1), of_desk=False, age=lambda: age, least_age=lambda: age)
    async with working_at(place):
        await house.press(READER, Follow(1, on=True), is_answered=bool(answered))
    assert len(house.telegram.pop_ups) == answered
    assert (await house.recognition.person(READER)).follows == {1}


async def test_a_fault_of_ours_is_written_down_and_the_person_is_apologised_to(
    house: House, caplog: pytest.LogCaptureFixture
) -> None:
    break_the_database(house)
    await house.press(READER, ShowTopics())
    assert len(house.telegram.pop_ups) == 1
    assert len(house.telegram.said) == 1
    assert "Traceback" in caplog.text
    caplog.clear()


async def test_a_message_that_meets_a_fault_gets_an_apology(
    house: House, caplog: pytest.LogCaptureFixture
) -> None:
    break_the_database(house)
    await house.write(READER, "/topics")
    assert len(house.telegram.said) == 1
    assert any(record.levelno == logging.ERROR for record in caplog.records)
    caplog.clear()


async def test_who_has_blocked_the_bot_is_noted_in_one_line(
    house: House, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "handlers")
    house.telegram.refusals[SendMessage] = Refusal(403, "bot was blocked by the user")
    await house.write(READER, "/help")
    (line,) = [r for r in caplog.records if r.name.startswith("handlers")]
    assert "blocked" in line.getMessage()
    assert line.exc_info is None
    assert len(house.telegram.requests) == 1


def break_the_database(house: House) -> None:
    """A real fault: the tables of readers are gone."""
    with sqlite3.connect(house.database) as connection:
        connection.execute("DROP TABLE follow")
        connection.execute("DROP TABLE section")
    connection.close()


@pytest.mark.parametrize("presser", [OWNER, EDITOR, READER])
async def test_a_button_works_only_where_it_was_shown(house: House, presser: int) -> None:
    """Not in another person's chat, and not under a forwarded message."""
    draft = await house.draft()
    button = Follow(1, on=True) if presser == READER else Publish(draft.id, breaking=False)
    elsewhere = house.message(900 if presser != 900 else OWNER, text="…")
    origin = {"type": "user", "date": 1, "sender_user": house.person(OWNER)}
    forwarded = house.message(presser, text="…") | {"forward_origin": origin}
    for message in (elsewhere, forwarded):
        await house.press(presser, button, message=message)
    said = "Кнопки діють лише там, де їх вам показано. Нічого не зроблено."
    assert house.telegram.pop_ups == [said, said]
    assert len(house.telegram.requests) == 2
    assert (await house.publishing.card(draft.id)).article == draft


async def test_people_of_the_desk_press_in_a_group_of_theirs(house: House) -> None:
    await house.channel()
    draft = await house.draft()
    group = house.message(EDITOR, text="…") | {
        "chat": {"id": -100500, "type": "supergroup", "title": "Редакція"}
    }
    await house.press(EDITOR, Publish(draft.id, breaking=False), message=group)
    assert (await house.publishing.card(draft.id)).article.is_published


@pytest.mark.parametrize(("sender", "is_ours"), [(BOT_ID, True), (77, False)])
async def test_a_forwarded_card_is_no_page(house: House, sender: int, *, is_ours: bool) -> None:
    bot = {"id": sender, "is_bot": True, "first_name": "bot"}
    text = "Заголовок\n\n10.05.2023, 15:25\n\nПерший абзац новини про міст."
    origin = {"type": "user", "date": 1, "sender_user": bot}
    await house.send(EDITOR, text=text, forward_origin=origin)
    said = any("повідомлення самого бота" in each for each in house.telegram.said)
    assert said is is_ours
    if is_ours:
        assert not await house.publishing.drafts()
