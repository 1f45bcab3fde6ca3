"""What a pressed button says of texts that are to be posts in the desk's own words."""

from dataclasses import dataclass

from bot.domain.press import Press


@dataclass(frozen=True, slots=True)
class MakePost(Press):
    """Make a draft of what whoever presses has typed in this message of theirs."""

    word = "makepost"
    done_late = True
    message_id: int


@dataclass(frozen=True, slots=True)
class ReadAsPage(Press):
    """Read it as an article, without its formatting."""

    word = "aspage"
    done_late = True
    message_id: int


@dataclass(frozen=True, slots=True)
class JoinToDraft(Press):
    """It goes on from the draft that whoever presses has sent right before."""

    word = "joinon"
    done_late = True
    message_id: int


@dataclass(frozen=True, slots=True)
class CancelFlash(Press):
    """There is no breaking story after all."""

    word = "cancelflash"
    done_late = True
