"""What the buttons in a group that follows sections say; only its administrators press them."""

from dataclasses import dataclass

from bot.domain.press import Press


@dataclass(frozen=True, slots=True)
class ShowGroupTopics(Press):
    """Which sections the group gets, to choose from."""

    word = "grouptopics"
    done_late = True


@dataclass(frozen=True, slots=True)
class GroupFollow(Press):
    """Whether the group gets a section."""

    word = "groupfollow"
    done_late = True
    section_id: int
    on: bool


@dataclass(frozen=True, slots=True)
class GroupSpeak(Press):
    """In which language the group is written to."""

    word = "groupspeak"
    done_late = True
    language: str


@dataclass(frozen=True, slots=True)
class SwitchGroup(Press):
    """Whether the group gets anything at all; what it follows is kept."""

    word = "groupnews"
    done_late = True
    on: bool


@dataclass(frozen=True, slots=True)
class ForgetGroup(Press):
    """The answer to whether all that is kept of the group is to be erased."""

    word = "groupforget"
    done_late = True
    sure: bool
