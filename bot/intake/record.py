"""A record of the newsroom's own system (JSON) → the fields of an article."""

from datetime import datetime
from typing import Annotated

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
)

from bot.domain.article import Content, Image, Reading, Related
from bot.domain.links import read_link
from bot.intake.gaps import gaps_of
from bot.intake.lines import clean

_FIRST_YEAR, _LAST_YEAR = 1900, 2200
_LAST_REVISION = 2**31 - 1


def _cleaned(value: object) -> object:
    """Without what nobody sees and no database takes; white space as copying a page leaves it."""
    return " ".join(clean(value).split()) if isinstance(value, str) else value


def _address(value: str) -> str:
    link = read_link(value)
    if link is None or not value.startswith(("http://", "https://")):
        raise ValueError("an address starts with http:// or https:// and names a host")
    return link


def _of_our_time(moment: datetime) -> datetime:
    if not _FIRST_YEAR <= moment.year <= _LAST_YEAR:
        raise ValueError(f"a year between {_FIRST_YEAR} and {_LAST_YEAR}")
    return moment


Name = Annotated[str, BeforeValidator(_cleaned), Field(max_length=200)]
Line = Annotated[str, BeforeValidator(_cleaned), Field(max_length=1_000)]
Headline = Annotated[str, BeforeValidator(_cleaned), Field(min_length=1, max_length=1_000)]
Paragraph = Annotated[str, BeforeValidator(_cleaned), Field(max_length=20_000)]
Moment = Annotated[AwareDatetime, AfterValidator(_of_our_time)]
Address = Annotated[str, AfterValidator(_address), Field(max_length=2_000)]


class _Fields(BaseModel):
    """Nothing is guessed: a field that is not known is an error, and so is another type."""

    model_config = ConfigDict(extra="forbid", strict=True)


class RelatedFields(_Fields):
    """One item of «Читайте також»; `date_text` is its date as printed."""

    headline: Headline
    section: Name | None = None
    published_at: Moment | None = None
    date_text: Name | None = None


class ImageFields(_Fields):
    url: Address
    caption: Line | None = None


class ArticleFields(_Fields):
    """The fields of `vistnyk parse`, and what only the newsroom's system knows.

    Times are ISO 8601 with their offset. `body` holds neither lead nor captions.
    """

    headline: Headline
    section: Name | None = None
    published_at: Moment | None = None
    lead: Paragraph | None = None
    body: list[Paragraph] = Field(default_factory=list, max_length=1_000)
    link: Address | None = None
    author: Name | None = None
    captions: list[Line] = Field(default_factory=list, max_length=200)
    related: list[RelatedFields] = Field(default_factory=list, max_length=100)
    language: Annotated[str, Field(pattern="^[a-z]{2,3}$")] | None = None
    tags: list[Name] = Field(default_factory=list, max_length=100)
    images: list[ImageFields] = Field(default_factory=list, max_length=100)


class ArticleRecord(ArticleFields):
    """What is handed in. `publish`: at once, if nothing speaks against it; else it waits."""

    revision: int = Field(ge=1, le=_LAST_REVISION)
    publish: bool = False


def read_record(record: ArticleRecord) -> Reading:
    """The content of a record, and what it lacks."""
    content = Content(
        headline=record.headline,
        section=record.section or None,
        published_at=record.published_at,
        lead=record.lead or None,
        body=tuple(paragraph for paragraph in record.body if paragraph),
        link=record.link,
        author=record.author or None,
        captions=tuple(caption for caption in record.captions if caption),
        related=tuple(
            Related(item.section or None, item.headline, item.published_at, item.date_text or None)
            for item in record.related
        ),
        language=record.language,
        tags=tuple(dict.fromkeys(tag for tag in record.tags if tag)),
        images=tuple(Image(image.url, image.caption or None) for image in record.images),
    )
    return Reading(content, tuple(gaps_of(content, None, dated=content.published_at is not None)))
