"""What takes the place of a card, a question or something sent, and who wants a draft out."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.domain.article_forms import Form
from bot.domain.notice import Notice
from bot.domain.picture import Medium


@dataclass(frozen=True, slots=True)
class CardMoved(Notice):
    """What takes the place of a card that stands further below by now."""

    article_id: int
    headline: str


@dataclass(frozen=True, slots=True)
class ReportMoved(CardMoved):
    """The same of a report that was still going on."""


@dataclass(frozen=True, slots=True)
class FormMoved(CardMoved):
    """The same of a form, of a kind of `article_forms.Form`; `over`: nothing is asked any more."""

    kind: Form
    over: bool = False


@dataclass(frozen=True, slots=True)
class SectionChanged(Notice):
    """What was typed is the section's `part` now: its name, emoji or hashtag."""

    section_id: int
    label: str
    hashtag: str
    part: str


@dataclass(frozen=True, slots=True)
class QuestionEnded(Notice):
    """What takes the place of a question: what was asked, and why it is open no more.

    `about` is a value of `questions.Asked` or of `article_fields.Field`, `ending` one of
    `questions.Ending`; `title` is the headline of the article, or the name of
    the feed or the section.
    """

    about: str
    ending: str
    title: str
    article_id: int | None = None


# --- a second pair of eyes: `by_name` is whoever has pressed ---


@dataclass(frozen=True, slots=True)
class _OfWish(Notice):
    article_id: int
    headline: str
    by_name: str


@dataclass(frozen=True, slots=True)
class PublicationWanted(_OfWish):
    """Somebody asks the others to publish; the card comes below. `over`: nothing waits now."""

    over: bool = False


@dataclass(frozen=True, slots=True)
class PublicationWished(_OfWish):
    """Another person has published what somebody had asked for."""


@dataclass(frozen=True, slots=True)
class PublicationDenied(_OfWish):
    """Another person gives back what somebody had asked for."""


@dataclass(frozen=True, slots=True)
class WishLapsed(Notice):
    """Somebody else has changed what whoever is told had asked to publish."""

    article_id: int
    headline: str


@dataclass(frozen=True, slots=True)
class PictureReplaced(Notice):
    """Another editor's file stands in the posts where that of whoever is told stood."""

    article_id: int
    headline: str
    by_name: str
    medium: Medium


@dataclass(frozen=True, slots=True)
class FilesGaveWay(Notice):
    """A draft has a new file of this medium alone: what it had cannot stand beside it."""

    article_id: int
    headline: str
    medium: Medium
    gone: Mapping[Medium, int]  # how many of each
