"""A record of the newsroom's own system (JSON) → the fields of an article."""

import re
from typing import Annotated, Any

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    GetCoreSchemaHandler,
    GetJsonSchemaHandler,
)
from pydantic_core import CoreSchema
from pydantic_core.core_schema import no_info_before_validator_function

from bot.domain.article import Content, Image, Reading, Related
from bot.domain.links import read_link
from bot.intake.language import language_of
from bot.intake.machine_dates import exact_moment
from bot.intake.text.lines import one_line
from bot.intake.warnings import warnings_of

_LAST_REVISION = 2**53 - 1  # the greatest whole number that every reader of JSON keeps exactly
_MOMENT = (
    "^(19|20|21)[0-9]{2}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}"
    "(:[0-9]{2}([.][0-9]{1,6})?)?(Z|[+-][0-9]{2}:[0-9]{2})$"
)


def _said(value: str) -> str:
    if not value:
        raise ValueError("there is nothing to be read in it")
    return value


def _address(value: str) -> str:
    link = read_link(value)
    if link is None:
        raise ValueError("an address starts with http:// or https:// and names a host")
    return link


def _moment(value: object) -> object:
    """Only one way to write a time is taken: pydantic would read figures as seconds."""
    if not isinstance(value, str):
        return value
    if not re.fullmatch(_MOMENT, value):
        raise ValueError("a time is written 2023-05-10T15:25:00+03:00, between 1900 and 2199")
    try:
        return exact_moment(value)
    except ValueError:
        raise ValueError("there is no such time") from None


def _whole(value: object) -> object:
    """JSON has one kind of number: 12.0 is 12."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


class _OrEmpty:
    """Takes an empty text for null, and says so in the schema."""

    def __get_pydantic_core_schema__(
        self, source: type, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        return no_info_before_validator_function(
            lambda value: None if value == "" else value, handler(source)
        )

    def __get_pydantic_json_schema__(
        self, core: CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        schema = handler(core)
        return schema | {"anyOf": [*schema["anyOf"], {"const": ""}]}


Name = Annotated[str, Field(max_length=200), AfterValidator(one_line)]
Line = Annotated[str, Field(max_length=1_000), AfterValidator(one_line)]
Headline = Annotated[
    str, Field(min_length=1, max_length=1_000), AfterValidator(one_line), AfterValidator(_said)
]
Paragraph = Annotated[str, Field(max_length=20_000), AfterValidator(one_line)]
Moment = Annotated[
    AwareDatetime, BeforeValidator(_moment), Field(json_schema_extra={"pattern": _MOMENT})
]
Address = Annotated[str, Field(max_length=2_000, pattern="^https?://"), AfterValidator(_address)]
Revision = Annotated[int, Field(ge=1, le=_LAST_REVISION), BeforeValidator(_whole)]
Language = Annotated[str, Field(pattern="^[a-z]{2,3}$")]


class _Fields(BaseModel):
    """Nothing is guessed: a field that is not known is an error, and so is another type."""

    model_config = ConfigDict(extra="forbid", strict=True)


class RelatedFields(_Fields):
    """One item of «Читайте також»; `date_text` is its date as printed."""

    headline: Headline
    section: Name | None = None
    published_at: Annotated[Moment | None, _OrEmpty()] = None
    date_text: Name | None = None


class ImageFields(_Fields):
    """`behind`: the text of `body` that it stands behind."""

    url: Address
    caption: Line | None = None
    behind: Paragraph | None = None


class ArticleFields(_Fields):
    """The fields of `vistnyk parse`, and what only the newsroom's system knows.

    Texts are plain: what looks like HTML is shown as it stands. An empty text is the same as
    null. Times are ISO 8601 with their offset. `body` holds neither lead nor captions. Without
    `language`, the words tell it. `headings` and `quotes`: the texts of `body` that are such.
    """

    headline: Headline
    section: Name | None = None
    published_at: Annotated[Moment | None, _OrEmpty()] = None
    lead: Paragraph | None = None
    body: list[Paragraph] = Field(default_factory=list, max_length=1_000)
    link: Annotated[Address | None, _OrEmpty()] = None
    author: Name | None = None
    captions: list[Line] = Field(default_factory=list, max_length=200)
    related: list[RelatedFields] = Field(default_factory=list, max_length=100)
    language: Annotated[Language | None, _OrEmpty()] = None
    tags: list[Name] = Field(default_factory=list, max_length=100)
    images: list[ImageFields] = Field(default_factory=list, max_length=100)
    headings: list[Paragraph] = Field(default_factory=list, max_length=1_000)
    quotes: list[Paragraph] = Field(default_factory=list, max_length=1_000)


class ArticleRecord(ArticleFields):
    """What is handed in. `publish`: at once, if nothing speaks against it; else it waits.

    `embargo_until`: nobody can publish it before; null leaves the embargo as it is.
    """

    revision: Revision
    publish: bool = False
    embargo_until: Annotated[Moment | None, _OrEmpty()] = None


def read_record(record: ArticleRecord) -> Reading:
    """The content of a record, and what it lacks."""
    lead = record.lead or ""
    content = Content(
        headline=record.headline,
        section=record.section or None,
        published_at=record.published_at,
        lead=lead or None,
        body=tuple(paragraph for paragraph in record.body if paragraph),
        link=record.link,
        author=record.author or None,
        captions=tuple(caption for caption in record.captions if caption),
        related=tuple(
            Related(item.section or None, item.headline, item.published_at, item.date_text or None)
            for item in record.related
        ),
        language=record.language or language_of(" ".join((record.headline, lead, *record.body))),
        tags=tuple(dict.fromkeys(tag for tag in record.tags if tag)),
        images=tuple(
            Image(image.url, image.caption or None, image.behind) for image in record.images
        ),
        headings=tuple(text for text in record.headings if text in record.body),
        quotes=tuple(text for text in record.quotes if text in record.body),
    )
    return Reading(content, warnings_of(content, None, dated=content.published_at is not None))
