"""What a pressed button says of a draft's fields."""

from dataclasses import dataclass

from bot.domain.press import OfArticle


@dataclass(frozen=True, slots=True)
class OpenFields(OfArticle):
    """Show an article's fields, each with its value, in a message of their own."""

    word = "fields"
    done_late = True


@dataclass(frozen=True, slots=True)
class ShowFields(OfArticle):
    """The same in place of what is asked about one of them, which then needs no answer."""

    word = "form"
    done_late = True


@dataclass(frozen=True, slots=True)
class EditField(OfArticle):
    """Set one field; `field` is a value of fields.Field, or `section`."""

    word = "field"
    field: str


@dataclass(frozen=True, slots=True)
class TakeLine(OfArticle):
    """A line of the text becomes the field. `place` and `mark` are those of fields.Line."""

    word = "line"
    field: str
    place: int
    mark: int


@dataclass(frozen=True, slots=True)
class ClearField(OfArticle):
    """The article has no such field."""

    word = "clear"
    field: str


@dataclass(frozen=True, slots=True)
class DateNow(OfArticle):
    """The article is of this minute."""

    word = "now"
