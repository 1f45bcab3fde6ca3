"""What a page is: the typed context of one template, with the buttons under it."""

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from typing import Any, ClassVar, Protocol

from bot.domain.formatted import Formatted
from bot.domain.picture import Picture
from bot.domain.post import NO_PREVIEW, Keyboard, Preview
from bot.domain.text import MESSAGE_LIMIT

LANGUAGES = ("uk", "en")


class Label(Protocol):
    """The words on a button, in one language: a macro of `labels.txt.j2` by its name."""

    @property
    def language(self) -> str: ...

    def __call__(self, name: str, /, **values: object) -> str: ...


@dataclass(frozen=True)
class PlainPage:
    """A page of plain text, short enough for a button's pop-up (200 characters).

    The template is `templates/<language>/<template>.txt.j2`.
    """

    template: ClassVar[str] = ""

    def name(self) -> str:
        return self.template

    def context(self) -> Mapping[str, Any]:
        return dict(_values(self))


@dataclass(frozen=True)
class PostPage:
    """A page that becomes a message: Telegram's HTML, buttons and a link preview.

    The template is `templates/<language>/<template>.html.j2`; it sees the fields by their names.
    """

    template: ClassVar[str] = ""

    def name(self) -> str:
        return self.template

    @property
    def preview(self) -> Preview:
        return NO_PREVIEW

    @property
    def attached(self) -> tuple[Picture, ...]:
        """The pictures and files whose caption the text is; most pages have none."""
        return ()

    @property
    def note(self) -> "PostPage | None":
        """What is said below it, as far as there is room; most pages say all themselves."""
        return None

    def keyboard(self, label: Label) -> Keyboard:  # noqa: ARG002 - most pages have no buttons
        return ()

    def context(self) -> Mapping[str, Any]:
        return dict(_values(self))


@dataclass(frozen=True)
class StoryPage(PostPage, ABC):
    """A page that shows a story as `headline` and `lead`, shortened until the message fits.

    A story of the desk's own words may have no headline, and its formatting as it was typed.
    """

    @property
    def limit(self) -> int:
        """How long the message may be."""
        return MESSAGE_LIMIT

    @property
    @abstractmethod
    def headline(self) -> str | None: ...

    @property
    @abstractmethod
    def lead(self) -> str | Formatted: ...


def _values(page: PlainPage | PostPage) -> Iterator[tuple[str, Any]]:
    return ((field.name, getattr(page, field.name)) for field in fields(page))
