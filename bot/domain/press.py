"""What all buttons have in common.

A button carries ids and the state it asks for («follow section 3: yes»), never «the other way
round», so that a second press changes nothing.
"""

from dataclasses import dataclass
from typing import ClassVar, Final

PRESSES: Final[dict[str, type["Press"]]] = {}  # every kind of button, by its word


@dataclass(frozen=True, slots=True)
class Press:
    """What one kind of button says; its `word` stands for it in the callback data.

    `done_late`: a press changes neither what others see nor what the next text of the person
    means, so that it is done however late it comes (handlers/lateness.py).
    """

    word: ClassVar[str]
    done_late: ClassVar[bool] = False

    def __init_subclass__(cls) -> None:
        word = cls.__dict__.get("word")
        if word is None:  # a base of several
            return
        known = PRESSES.setdefault(word, cls)
        if known.__qualname__ != cls.__qualname__:
            raise TypeError(f"{known.__qualname__} and {cls.__qualname__} share a word")
        PRESSES[word] = cls  # with slots, a dataclass is made a second time


@dataclass(frozen=True, slots=True)
class OfArticle(Press):
    article_id: int


@dataclass(frozen=True, slots=True)
class OfChannel(Press):
    chat_id: int


@dataclass(frozen=True, slots=True)
class OfFeed(Press):
    feed_id: int
