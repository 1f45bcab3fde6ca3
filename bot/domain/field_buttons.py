"""What a pressed button says of a draft's fields; `bot.domain.buttons` packs and reads it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class OpenFields:
    """Show an article's fields, each with its value, in a message of their own."""

    article_id: int


@dataclass(frozen=True, slots=True)
class ShowFields:
    """The same in place of what is asked about one of them, which then needs no answer."""

    article_id: int


@dataclass(frozen=True, slots=True)
class EditField:
    """Set one field; `field` is a value of fields.Field, or `section`."""

    article_id: int
    field: str


@dataclass(frozen=True, slots=True)
class TakeLine:
    """A line of the text becomes the field. `place` and `mark` are those of fields.Line."""

    article_id: int
    field: str
    place: int
    mark: int


@dataclass(frozen=True, slots=True)
class ClearField:
    """The article has no such field."""

    article_id: int
    field: str


@dataclass(frozen=True, slots=True)
class DateNow:
    """The article is of this minute."""

    article_id: int


FieldPress = OpenFields | ShowFields | EditField | TakeLine | ClearField | DateNow

FIELD_PRESSES: Final[Mapping[str, type[FieldPress]]] = {
    "fields": OpenFields,
    "form": ShowFields,
    "field": EditField,
    "line": TakeLine,
    "clear": ClearField,
    "now": DateNow,
}
