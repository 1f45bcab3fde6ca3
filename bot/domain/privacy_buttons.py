"""Buttons by which people see what is kept of them, and have it erased."""

from dataclasses import dataclass

from bot.domain.press import Press


@dataclass(frozen=True, slots=True)
class SendMyData(Press):
    """All that is kept of whoever presses, as a file."""

    word = "mydata"


@dataclass(frozen=True, slots=True)
class AskForget(Press):
    """Before everything is erased, the person is asked."""

    word = "askforget"
    done_late = True


@dataclass(frozen=True, slots=True)
class Forget(Press):
    """Erase all that is kept of whoever presses, or (`sure` false) rather not."""

    word = "forget"
    sure: bool
