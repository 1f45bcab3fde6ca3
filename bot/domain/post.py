"""What a chat is shown: a post with entities and buttons, or a plain notice."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from bot.domain.picture import Picture
from bot.domain.press import Press


@dataclass(frozen=True, slots=True)
class Button:
    """An inline button: it opens an address, or it is pressed and comes back as data.

    `drawn`: the version of its article that it was drawn for, where an older one must do nothing.
    """

    text: str
    url: str | None = None
    press: Press | None = None
    drawn: int | None = None


Keyboard = tuple[tuple[Button, ...], ...]


@dataclass(frozen=True, slots=True)
class Preview:
    """The link preview: of `url`, or none at all where it is None."""

    url: str | None = None
    large: bool = False
    above: bool = False  # the text


NO_PREVIEW = Preview()


@dataclass(frozen=True, slots=True)
class Post:
    """A message in Telegram's HTML, within its limits.

    With `files` the text is a caption; several are an album, which has no buttons.
    """

    html: str
    keyboard: Keyboard = ()
    preview: Preview = field(default=NO_PREVIEW)
    files: tuple[Picture, ...] = ()


@dataclass(frozen=True, slots=True)
class PlainText:
    """Plain text, such as a button's pop-up (at most 200 characters)."""

    text: str


def drawn_for(version: int, keyboard: Keyboard) -> Keyboard:
    """The same buttons, each of which knows the version of the article that it was drawn for."""
    return tuple(
        tuple(
            replace(button, drawn=version) if button.press and button.drawn is None else button
            for button in row
        )
        for row in keyboard
    )


def rows(buttons: Iterable[Button], width: int) -> Keyboard:
    """Buttons laid out `width` to a row."""
    flat = tuple(buttons)
    return tuple(flat[i : i + width] for i in range(0, len(flat), width))
