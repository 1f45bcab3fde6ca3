"""What buttons carry comes back as it was, within Telegram's limits."""

from dataclasses import fields
from typing import get_type_hints

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.archive_buttons import Browse
from bot.domain.buttons import (
    CALLBACK_LIMIT,
    Correct,
    Follow,
    Invite,
    Publish,
    RouteSection,
    drawn_in,
    pack,
    unpack,
)
from bot.domain.press import PRESSES, Press

KINDS = tuple(PRESSES.values())
SENT = """
    publish:Publish askpay:AskPayment pay:Pay sections:ChooseSection section:SetSection
    newsection:MakeSection link:AddLink fields:OpenFields form:ShowFields field:EditField
    line:TakeLine clear:ClearField now:DateNow cancel:CancelQuestion discard:Discard
    correct:Correct apart:KeepApart card:ShowCard status:ShowStatus askretract:AskRetraction
    retract:Retract keep:KeepPosted replay:Replay take:TakeChannel route:RouteSection
    channel:ShowChannel channels:ShowChannels resume:ResumeChannel pins:SetPins
    hours:ShowQuietHours hush:SetQuietHours invite:Invite dismiss:Dismiss team:ShowTeam
    settle:SettleUnknown gone:TakenAway readers:DecideOnReaders follow:Follow here:FollowHere
    read:Read browse:Browse calendar:ShowCalendar names:ShowNames
    topics:ShowTopics archive:ShowArchive speak:Speak feeds:ShowFeeds
    feed:ShowFeed newfeed:AskFeed agree:AgreeFeed decline:DeclineFeed atonce:PublishFeed
    fsections:ShowFeedSections fsection:SetFeedSection fcats:ShowCategories fcat:ShowCategory
    fmap:SetCategory filter:AskFilter unfilter:ClearFilter interval:SetInterval
    fpause:PauseFeed fcheck:CheckFeed fremove:RemoveFeed fcancel:CancelFeedQuestion
    keeptheirs:KeepTheirs restoreours:RestoreOurs
    posts:ShowPosts postsections:ChoosePostSection askcorrect:AskCorrection why:ShowWhy
    templates:ShowTemplates trial:TryTemplate template:ChooseTemplate preview:PreviewPost
    words:ShowWords askwords:AskWords nowords:ClearWords
    makepost:MakePost aspage:ReadAsPage joinon:JoinToDraft cancelflash:CancelFlash
    nohashtag:ClearHashtag moveto:MoveSection mergers:ChooseMerger askmerge:AskMerger
    merge:MergeSections
    rubrics:ListSections rubric:ShowSection rename:EditSection sendto:SendSection hide:HideSection
    notyet:NotYet second:NeedSecond deny:DenyWish own:ShowOwnSections assign:AssignSection
    looks:ShowLayouts layout:SetLayout pictures:ChoosePictures picture:SetPictures
    nopictures:ClearPictures anew:CorrectAnew
    found:TurnFound hit:OpenFound instead:TryInstead followfound:FollowFound
    mydata:SendMyData askforget:AskForget forget:Forget
    pen:WriteLetter nopen:CancelLetter letter:ShowLetter nowriter:BlockWriter
    page:TurnText readas:ReadAs
    save:Save saved:ShowSaved unsave:DropSaved
    log:ShowLog logfile:ExportLog
    askcorrect:AskCorrection figures:ShowFigures health:ShowHealth chart:ShowChart
    posts:ShowPosts why:ShowWhy
    postsections:ChoosePostSection
    when:AskWhen time:EditWhen month:ShowMonth day:ShowDay hour:ShowHour at:SetTime
    outlets:ShowOutlets outlet:SetOutlet outchannel:SetOutletChannel
    earlier:ShowEarlier followed:SetFollowed
    chart:ShowChart spacing:ShowSpacing space:SetSpacing roundups:ShowRoundUps roundup:SetRoundUp
    pinned:ShowPinned pinfor:SetPinned tryroutes:TryRouting routes:ApplyRouting
    trysection:TrySection
    forum:ShowForum threads:ShowThreads thread:SetThread newthread:MakeThread
    grouptopics:ShowGroupTopics groupfollow:GroupFollow groupspeak:GroupSpeak
    groupnews:SwitchGroup groupforget:ForgetGroup
    chosen:ShowChosen topic:ChooseTopic qr:SendQr named:ChooseNamed whyme:ShowNamed resumeme:Resume
    followname:FollowName
    reading:ShowReading set:SetReading pauseme:PauseReading digest:TurnDigest
    untimed:ClearTime timedflash:SetBreaking queued:ShowScheduled queue:ShowQueue
"""
IDS = st.integers(min_value=-(2**52), max_value=2**52)  # Telegram's own border
PLACES = st.integers(min_value=-(2**32), max_value=2**32)  # and marks, of lines in a text
WORDS = st.text("abcdefghijklmnopqrstuvwxyz", min_size=1, max_size=16)
VALUES = {int: IDS, bool: st.booleans(), str: WORDS}


def _values_of(kind: type[Press]) -> dict[str, type]:
    hints = get_type_hints(kind)
    return {field.name: hints[field.name] for field in fields(kind)}


ANY = st.sampled_from(KINDS).flatmap(
    lambda kind: st.builds(
        kind,
        **{
            name: PLACES if name in {"place", "mark", "day"} else VALUES[type_]
            for name, type_ in _values_of(kind).items()
        },
    )
)


@given(ANY)
def test_every_button_says_again_what_it_was_made_to_say(press: Press) -> None:
    said = unpack(pack(press))
    assert said == press
    assert type(said) is type(press)


@given(ANY)
def test_no_buttons_data_is_longer_than_telegram_takes(press: Press) -> None:
    assert 1 <= len(pack(press).encode()) <= CALLBACK_LIMIT == 64


@pytest.mark.parametrize(
    ("press", "data"),
    [
        (Publish(12, breaking=False), "publish:12:0:0"),
        (RouteSection(-1001234567890, 3, on=True), "route:-1001234567890:3:1"),
        (Browse(2, is_name=True, beside=7), "browse:2:1:0:7:0"),
        (Invite("editor"), "invite:editor"),
        (Invite("a" * 16), "invite:" + "a" * 16),
        (Publish(10**18 - 1, breaking=True), "publish:" + "9" * 18 + ":1:0"),
        (Follow(3, on=True), "follow:3:1"),
    ],
)
def test_buttons_that_people_have_in_their_chats_are_understood_for_good(
    press: Press, data: str
) -> None:
    assert pack(press) == data
    assert unpack(data) == press


def test_a_button_of_the_first_version_corrects_as_it_did_then() -> None:
    assert unpack("correct:3:1") == Correct(3, 1, marked=True)
    assert unpack("correct:3:1:0") == Correct(3, 1, marked=False)
    assert unpack("correct:3") is None
    assert unpack("publish:12:0") == Publish(12, breaking=False)


def test_buttons_under_posts_that_were_sent_long_ago_mean_what_they_meant() -> None:
    """What is added comes into the list; what stands there never goes."""
    now = {pack(_any(kind)).partition(":")[0]: kind.__name__ for kind in KINDS}
    assert now == dict(button.split(":") for button in SENT.split())


def _any(kind: type[Press]) -> Press:
    known: dict[object, int | str] = {int: 1, bool: True, str: "word"}
    return kind(*(known[each] for each in _values_of(kind).values()))


@pytest.mark.parametrize(
    "data",
    [
        None,
        "",
        ":",
        "publish",
        "publish:12",
        "publish:12:0:0:0",
        "publish:12:2",
        "publish:12:",
        "publish::0",
        "publish:12.5:0",
        "publish:١٢:0",
        "publish:12:0\n",
        "publish:" + "9" * 19 + ":0",
        "Publish:12:0",
        "drop:12",
        "invite:Owner",
        "invite:",
        "invite:" + "a" * 17,
        "speak:../uk",
        "topics:",
    ],
)
def test_data_that_no_button_of_ours_carries_says_nothing(data: str | None) -> None:
    assert unpack(data) is None


@given(st.text())
def test_no_data_whatever_is_a_fault(data: str) -> None:
    said = unpack(data)
    assert said is None or isinstance(said, KINDS)


def test_a_button_knows_what_it_was_drawn_for_and_says_the_same_without() -> None:
    press = Publish(12, breaking=True)
    data = pack(press, 7)
    assert (unpack(data), drawn_in(data)) == (press, 7)
    assert drawn_in(pack(press)) is None
    for forged in ("publish:12:1@x", "publish:12:1@1@2", "publish:12:1@-", "@1"):
        assert unpack(forged) is None
