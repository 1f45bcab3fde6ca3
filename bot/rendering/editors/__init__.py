"""What the people of the desk are shown: cards, progress, the team, and what happened."""

from bot.rendering.editors.answers import (
    AskCorrection,
    AskLink,
    Corrected,
    DeskHelp,
    Discarded,
    Dismissed,
    KeptApart,
    PublicationPage,
    Publishing,
    QuestionClosed,
    SectionSet,
    Settled,
    UsagePage,
)
from bot.rendering.editors.cards import CardPage, DraftList, section_choice
from bot.rendering.editors.fields import FieldQuestion, FieldsPage, SectionQuestion
from bot.rendering.editors.notices import desk_notice
from bot.rendering.editors.payment import NotPaid, PaymentQuestion
from bot.rendering.editors.progress import ProgressPage, StatusPage
from bot.rendering.editors.releases import (
    KeptPosted,
    PostTakenAway,
    ReadersDecided,
    Replaying,
    Retracting,
    RetractionQuestion,
    WhyPage,
)
from bot.rendering.editors.team import (
    AccessTaken,
    DismissQuestion,
    InvitationPage,
    TeamPage,
    Welcomed,
)
from bot.rendering.editors.updates import AskedLongAgo, EditUnread

__all__ = [
    "AccessTaken",
    "AskCorrection",
    "AskLink",
    "AskedLongAgo",
    "CardPage",
    "Corrected",
    "DeskHelp",
    "Discarded",
    "DismissQuestion",
    "Dismissed",
    "DraftList",
    "EditUnread",
    "FieldQuestion",
    "FieldsPage",
    "InvitationPage",
    "KeptApart",
    "KeptPosted",
    "NotPaid",
    "PaymentQuestion",
    "PostTakenAway",
    "ProgressPage",
    "PublicationPage",
    "Publishing",
    "QuestionClosed",
    "ReadersDecided",
    "Replaying",
    "Retracting",
    "RetractionQuestion",
    "SectionQuestion",
    "SectionSet",
    "Settled",
    "StatusPage",
    "TeamPage",
    "UsagePage",
    "Welcomed",
    "WhyPage",
    "desk_notice",
    "section_choice",
]
