"""What the desk is told of readers' letters."""

from dataclasses import dataclass

from bot.domain.letter import LetterKind
from bot.domain.notice import Notice


@dataclass(frozen=True, slots=True)
class AnswerInDoubt(Notice):
    """An album that answers a letter was begun again and again, and nobody knows what arrived."""

    letter_id: int


@dataclass(frozen=True, slots=True)
class LetterArrived(Notice):
    """`name`: of a reader who signs. `follows`: the letter before, and what told of it.

    `more`: so many files are in it beside the first. `changed`: the reader has edited it since.
    `answered_by`: names. `blocked`: no more letters are taken from this reader. `erased`: the
    reader had everything of theirs erased. `rest`: what each further message of an album says.
    """

    letter_id: int
    kind: LetterKind
    text: str
    name: str | None = None
    follows: int | None = None
    follows_notice: int | None = None
    answered_by: tuple[str, ...] = ()
    blocked: bool = False
    erased: bool = False
    more: int = 0
    changed: bool = False
    rest: tuple[str, ...] = ()

    @property
    def words(self) -> str:
        """All that it says."""
        return "\n\n".join(filter(None, (self.text, *self.rest)))
