"""Buttons of letters to the desk."""

from dataclasses import dataclass

from bot.domain.press import Press


@dataclass(frozen=True, slots=True)
class WriteLetter(Press):
    """The next message is a letter to the desk; `signed`: with the sender's name."""

    word = "pen"
    done_late = True
    signed: bool


@dataclass(frozen=True, slots=True)
class CancelLetter(Press):
    """No letter after all."""

    word = "nopen"
    done_late = True


@dataclass(frozen=True, slots=True)
class ShowLetter(Press):
    """The letter itself, as it was sent: a photo, a document, a long text."""

    word = "letter"
    done_late = True
    letter_id: int


@dataclass(frozen=True, slots=True)
class BlockWriter(Press):
    """Take no letters from whoever wrote this one, or (`on` false) take them again."""

    word = "nowriter"
    letter_id: int
    on: bool
