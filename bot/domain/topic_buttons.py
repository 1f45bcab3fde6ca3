"""What the buttons around a reader's topics say."""

from dataclasses import dataclass

from bot.domain.press import OfArticle, Press


@dataclass(frozen=True, slots=True)
class ShowChosen(Press):
    """The tags, authors and words that a reader follows or mutes."""

    word = "chosen"
    done_late = True


@dataclass(frozen=True, slots=True)
class ChooseTopic(Press):
    """What a reader wants of a topic; `choice` is a value of topics.Choice."""

    word = "topic"
    done_late = True
    topic_id: int
    choice: int


@dataclass(frozen=True, slots=True)
class ChooseNamed(OfArticle):
    """The same of one that an article names: its section, a tag, an author (`Topic.mark`)."""

    word = "named"
    done_late = True
    mark: int
    choice: int


@dataclass(frozen=True, slots=True)
class FollowName(Press):
    """Follow the author or tag of an archive's page (`ArchiveName`), or not any more."""

    word = "followname"
    done_late = True
    name_id: int
    on: bool


@dataclass(frozen=True, slots=True)
class ShowNamed(OfArticle):
    """Why the reader got an article, and what of it they may follow or mute."""

    word = "whyme"
    done_late = True


@dataclass(frozen=True, slots=True)
class Resume(Press):
    """Send news again, after a stop or a pause."""

    word = "resumeme"
    done_late = True


@dataclass(frozen=True, slots=True)
class SendQr(Press):
    """A link to follow a section by, or (`section_id` 0) another topic, as a QR code."""

    word = "qr"
    done_late = True
    section_id: int
    topic_id: int = 0
