"""What the buttons around the desk's own order say: its log, and whose the sections are."""

from dataclasses import dataclass

from bot.domain.press import OfArticle, Press


@dataclass(frozen=True, slots=True)
class ShowLog(OfArticle):
    """A page of the log, 0 being the newest; of one article, or (`article_id` 0) of all.

    `by`: of what this person of the desk has done.
    """

    word = "log"
    done_late = True
    page: int
    by: int = 0


@dataclass(frozen=True, slots=True)
class ExportLog(Press):
    """The log as a file."""

    word = "logfile"
    done_late = True


@dataclass(frozen=True, slots=True)
class ShowOwnSections(Press):
    """Choose the sections that are an editor's own."""

    word = "own"
    done_late = True
    user_id: int


@dataclass(frozen=True, slots=True)
class AssignSection(Press):
    """Whether a section is an editor's own."""

    word = "assign"
    user_id: int
    section_id: int
    on: bool


@dataclass(frozen=True, slots=True)
class ListSections(Press):
    """All sections, each with its page behind it."""

    word = "rubrics"
    done_late = True


@dataclass(frozen=True, slots=True)
class ShowSection(Press):
    """A section's page, also in place of what is asked, which then needs no answer."""

    word = "rubric"
    done_late = True
    section_id: int


@dataclass(frozen=True, slots=True)
class EditSection(Press):
    """The next text is to be the section's `name`, `emoji` or `hashtag`."""

    word = "rename"
    section_id: int
    part: str


@dataclass(frozen=True, slots=True)
class ClearHashtag(Press):
    """The section's hashtag is as its name."""

    word = "nohashtag"
    section_id: int


@dataclass(frozen=True, slots=True)
class MoveSection(Press):
    """The section stands at this place among all, 0 being the first."""

    word = "moveto"
    section_id: int
    place: int


@dataclass(frozen=True, slots=True)
class ChooseMerger(Press):
    """Choose the section that is to take this one over."""

    word = "mergers"
    section_id: int


@dataclass(frozen=True, slots=True)
class AskMerger(Press):
    """Before one section takes another over, the desk is told how much moves by that."""

    word = "askmerge"
    section_id: int
    into_id: int


@dataclass(frozen=True, slots=True)
class MergeSections(Press):
    word = "merge"
    section_id: int
    into_id: int


@dataclass(frozen=True, slots=True)
class SendSection(Press):
    """Whether the section's articles go to a channel."""

    word = "sendto"
    section_id: int
    chat_id: int
    on: bool


@dataclass(frozen=True, slots=True)
class HideSection(Press):
    """Whether readers are offered the section no more."""

    word = "hide"
    section_id: int
    on: bool


@dataclass(frozen=True, slots=True)
class NeedSecond(Press):
    """Whether a second person has to agree before an article of the section goes out."""

    word = "second"
    section_id: int
    on: bool


@dataclass(frozen=True, slots=True)
class DenyWish(OfArticle):
    """Give back what somebody has asked to publish; or take one's own wish back."""

    word = "deny"
