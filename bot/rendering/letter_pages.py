"""What readers are told of their letters to the desk."""

from dataclasses import dataclass

from bot.domain.letter_buttons import CancelLetter, WriteLetter
from bot.domain.post import Button, Keyboard
from bot.rendering.page import Label, PlainPage, PostPage


@dataclass(frozen=True)
class LetterQuestion(PostPage):
    """The next message is the letter; `signed`: the desk is told by whom it is."""

    template = "readers/letter_question"
    signed: bool

    def keyboard(self, label: Label) -> Keyboard:
        other = label("write_unsigned" if self.signed else "write_signed")
        return (
            (Button(other, press=WriteLetter(signed=not self.signed)),),
            (Button(label("cancel"), press=CancelLetter()),),
        )


@dataclass(frozen=True)
class WhoAnswers(PostPage):
    """Somebody answers a letter as the group itself."""

    template = "editors/who_answers"
    number: int


@dataclass(frozen=True)
class LetterSent(PostPage):
    template = "readers/letter_sent"
    number: int


@dataclass(frozen=True)
class LetterChanged(PostPage):
    template = "readers/letter_changed"
    number: int


@dataclass(frozen=True)
class LetterCancelled(PostPage):
    template = "readers/letter_cancelled"


@dataclass(frozen=True)
class NoLetter(PostPage):
    """Something that cannot be handed on: what can."""

    template = "readers/no_letter"


@dataclass(frozen=True)
class WriterBlocked(PlainPage):
    template = "editors/writer_blocked"
    on: bool
