"""What a person of the desk asked for long ago is not done unasked: they are asked again.

A press may wait while the database is locked, while the bot is down, or at Telegram while nobody
reaches it. By then somebody else may have published the article, or it is wrong by now. Texts,
files, looks at something and readers' own choices are taken in however late they come; so are
those of a group, which are pressed where the bot could not ask one person again.
"""

from datetime import timedelta
from typing import Any, Final

from aiogram import BaseMiddleware
from aiogram.types import CallbackQuery, Message, TelegramObject

from bot.delivery.concurrency import current_place
from bot.domain.archive_buttons import Browse, ShowArchive, ShowCalendar, ShowNames
from bot.domain.buttons import (
    AskPayment,
    AskRetraction,
    CancelQuestion,
    ChooseSection,
    Follow,
    FollowHere,
    KeepPosted,
    NotYet,
    Read,
    ShowCard,
    ShowChannel,
    ShowChannels,
    ShowQuietHours,
    ShowStatus,
    ShowTeam,
    ShowTopics,
    Speak,
    unpack,
)
from bot.domain.desk_buttons import ExportLog, ListSections, ShowLog, ShowOwnSections, ShowSection
from bot.domain.feed_buttons import (
    CancelFeedQuestion,
    CheckFeed,
    ShowCategories,
    ShowCategory,
    ShowFeed,
    ShowFeeds,
    ShowFeedSections,
)
from bot.domain.field_buttons import OpenFields, ShowFields
from bot.domain.figures_buttons import ShowFigures
from bot.domain.finding_buttons import ChoosePostSection, ShowPosts, ShowWhy
from bot.domain.forum_buttons import ShowForum, ShowThreads
from bot.domain.group_buttons import (
    ForgetGroup,
    GroupFollow,
    GroupSpeak,
    ShowGroupTopics,
    SwitchGroup,
)
from bot.domain.letter_buttons import CancelLetter, ShowLetter, WriteLetter
from bot.domain.own_buttons import CancelFlash, MakePost, ReadAsPage
from bot.domain.people import Editor
from bot.domain.picture_buttons import ChoosePictures, ShowLayouts
from bot.domain.post_buttons import PreviewPost, ShowTemplates, ShowWords, TryTemplate
from bot.domain.privacy_buttons import AskForget
from bot.domain.reading_buttons import PauseReading, SetReading, ShowReading, TurnDigest
from bot.domain.reading_here import ReadAs, TurnText
from bot.domain.saved_buttons import DropSaved, Save, ShowSaved
from bot.domain.schedule_buttons import (
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
from bot.domain.shaping_buttons import ShowPinned, ShowRoundUps, TryRouting, TrySection
from bot.domain.topic_buttons import (
    ChooseNamed,
    ChooseTopic,
    Resume,
    SendQr,
    ShowChosen,
    ShowNamed,
)
from bot.rendering.editors import AskedLongAgo
from handlers.callbacks import buttons_under
from handlers.middlewares import Handler
from handlers.replies import Reply

LONG_AGO: Final = timedelta(minutes=2)
# Whatever is not here changes what others see, or what the next text means.
_HARMLESS: Final = (
    AskForget,
    AskPayment,
    AskRetraction,
    Browse,
    CancelFeedQuestion,
    CancelFlash,
    CancelLetter,
    CancelQuestion,
    CheckFeed,
    ChoosePictures,
    ChooseNamed,
    ChoosePostSection,
    ChooseSection,
    ChooseTopic,
    ExportLog,
    Follow,
    FollowFound,
    FollowHere,
    ForgetGroup,
    GroupFollow,
    GroupSpeak,
    KeepPosted,
    ListSections,
    MakePost,
    NotYet,
    OpenFields,
    PauseReading,
    OpenFound,
    PreviewPost,
    Read,
    ReadAs,
    ReadAsPage,
    Resume,
    SendQr,
    SetReading,
    ShowArchive,
    ShowCalendar,
    ShowCard,
    ShowCategories,
    ShowCategory,
    ShowChannel,
    ShowChannels,
    ShowChosen,
    ShowDay,
    ShowEarlier,
    ShowFeed,
    ShowFeedSections,
    ShowFeeds,
    ShowFields,
    ShowFigures,
    ShowGroupTopics,
    SwitchGroup,
    ShowHour,
    ShowLayouts,
    Save,
    ShowSaved,
    DropSaved,
    ShowLetter,
    ShowLog,
    ShowMonth,
    ShowNamed,
    ShowNames,
    ShowOutlets,
    ShowOwnSections,
    ShowPosts,
    ShowQueue,
    ShowQuietHours,
    ShowReading,
    ShowScheduled,
    ShowSection,
    ShowPinned,
    TryRouting,
    TrySection,
    ShowRoundUps,
    ShowSpacing,
    ShowForum,
    ShowThreads,
    ShowStatus,
    ShowTeam,
    ShowTemplates,
    TryInstead,
    TryTemplate,
    TurnDigest,
    TurnFound,
    TurnText,
    ShowTopics,
    ShowWhy,
    ShowWords,
    Speak,
    WriteLetter,
)
# The other way round: a command that is not here is done however late it comes.
_COMMANDS: Final = ("/publish", "/correct")


class AskAgain(BaseMiddleware):
    """Says what was asked for and when, with the very button, in place of doing it."""

    async def __call__(self, handler: Handler, event: TelegramObject, data: dict[str, Any]) -> Any:  # noqa: ANN401 - aiogram's signature
        place = current_place()
        editor: Editor | None = data["editor"]
        if place is None or editor is None or (age := place.age()) < LONG_AGO:
            return await handler(event, data)
        page = _not_done(event, age)
        if page is None:
            return await handler(event, data)
        reply: Reply = data["reply"]
        await reply.pop_up()
        if not place.is_asked_again:  # or else the last one speaks for all
            await reply.say(page)
        return None


def _not_done(event: TelegramObject, age: timedelta) -> AskedLongAgo | None:
    """What to say in place of doing it; None for what is done however late."""
    minutes = age // timedelta(minutes=1)
    if isinstance(event, CallbackQuery):
        press = unpack(event.data)
        if press is None or isinstance(press, _HARMLESS):
            return None
        return AskedLongAgo(_words_on(event), minutes, event.data or "")
    if isinstance(event, Message) and (event.text or "").startswith(_COMMANDS):
        return AskedLongAgo(event.text or "", minutes)
    return None


def _words_on(press: CallbackQuery) -> str:
    """What stands on the pressed button; "…" where Telegram hides its message."""
    wanted = unpack(press.data)
    buttons = (button for row in buttons_under(press) for button in row)
    return next((button.text for button in buttons if button.press == wanted), "…")
