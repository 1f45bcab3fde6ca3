"""What the people of the desk are shown: cards, progress, the team, and what happened."""

from bot.rendering.editors.card_pages import (
    CardPage,
    DraftList,
    layout_choice,
    section_choice,
)
from bot.rendering.editors.field_pages import FieldQuestion, FieldsPage, SectionQuestion
from bot.rendering.editors.figures_pages import FiguresPage, HealthPage, chart_of
from bot.rendering.editors.finding_pages import ArticleChoice, FoundPostsPage, PostSections
from bot.rendering.editors.hand_pages import HandDecided
from bot.rendering.editors.log_pages import LogPost
from bot.rendering.editors.notice_pages import NoticePage
from bot.rendering.editors.payment_pages import PaymentQuestion
from bot.rendering.editors.preflight_pages import NotNow, PreflightPage
from bot.rendering.editors.progress_pages import ProgressPage, StatusPage
from bot.rendering.editors.retraction_pages import (
    KeptPosted,
    PostTakenAway,
    ReadersDecided,
    Replaying,
    Retracting,
    RetractionQuestion,
    WhyPage,
)
from bot.rendering.editors.schedule_pages import (
    DayQuestion,
    EarlierQuestion,
    HourQuestion,
    MonthQuestion,
    OutletsPage,
    QueuePage,
    ScheduledPage,
    WhenQuestion,
)
from bot.rendering.editors.section_pages import (
    AskSection,
    SectionPage,
    SectionsPage,
    WantedReply,
    WishDenied,
)
from bot.rendering.editors.short_replies import (
    AskFlash,
    AskLink,
    Corrected,
    CorrectionQuestion,
    DeskHelp,
    Discarded,
    Dismissed,
    FormDone,
    KeptApart,
    LayoutSet,
    OwnTaken,
    PublishingReply,
    QuestionClosed,
    SectionSet,
    Settled,
)
from bot.rendering.editors.team_pages import (
    AccessTaken,
    DismissQuestion,
    InvitationPage,
    OwnSections,
    TeamPage,
    Welcomed,
)
from bot.rendering.editors.update_pages import AskedLongAgo, EditUnread, OwnMessage

__all__ = [
    "AccessTaken",
    "ArticleChoice",
    "AskFlash",
    "AskLink",
    "AskSection",
    "AskedLongAgo",
    "CardPage",
    "Corrected",
    "CorrectionQuestion",
    "DayQuestion",
    "DeskHelp",
    "Discarded",
    "DismissQuestion",
    "Dismissed",
    "DraftList",
    "EarlierQuestion",
    "EditUnread",
    "FieldQuestion",
    "FieldsPage",
    "FiguresPage",
    "FormDone",
    "FoundPostsPage",
    "HandDecided",
    "HealthPage",
    "HourQuestion",
    "InvitationPage",
    "KeptApart",
    "KeptPosted",
    "LayoutSet",
    "LogPost",
    "MonthQuestion",
    "NotNow",
    "NoticePage",
    "OutletsPage",
    "OwnMessage",
    "OwnSections",
    "OwnTaken",
    "PaymentQuestion",
    "PostSections",
    "PostTakenAway",
    "PreflightPage",
    "ProgressPage",
    "PublishingReply",
    "QuestionClosed",
    "QueuePage",
    "ReadersDecided",
    "Replaying",
    "Retracting",
    "RetractionQuestion",
    "ScheduledPage",
    "SectionPage",
    "SectionQuestion",
    "SectionSet",
    "SectionsPage",
    "Settled",
    "StatusPage",
    "TeamPage",
    "WantedReply",
    "Welcomed",
    "WhenQuestion",
    "WhyPage",
    "WishDenied",
    "chart_of",
    "layout_choice",
    "section_choice",
]
