"""A content as JSON values, there and back, and what tells one text from another."""

import hashlib
import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from bot.domain.article import Content, Image, Related
from bot.domain.own_words import own_as_values, own_from_values


def as_fields(content: Content) -> dict[str, Any]:
    """The content as JSON values, in the shape that `parse --json` prints (without warnings)."""
    return {
        "headline": content.headline,
        "section": content.section,
        "published_at": _iso(content.published_at),
        "lead": content.lead,
        "body": list(content.body),
        "link": content.link,
        "author": content.author,
        "captions": list(content.captions),
        "related": [
            {
                "section": item.section,
                "headline": item.headline,
                "published_at": _iso(item.published_at),
                "date_text": item.date_text,
            }
            for item in content.related
        ],
        "language": content.language,
    }


def as_record(content: Content) -> dict[str, Any]:
    """The content as JSON values with nothing left out: as it is stored, and handed in."""
    images = [_image(image) for image in content.images]
    kinds = {"headings": list(content.headings), "quotes": list(content.quotes)}
    rare: dict[str, Any] = {name: texts for name, texts in kinds.items() if texts}
    if content.own:
        rare["own"] = own_as_values(content.own)
    return as_fields(content) | {"tags": list(content.tags), "images": images} | rare


def _image(image: Image) -> dict[str, Any]:
    values = {"url": image.url, "caption": image.caption}
    return values | ({"behind": image.behind} if image.behind else {})


def from_fields(fields: Mapping[str, Any]) -> Content:
    """The content that `as_fields` or `as_record` wrote."""
    return Content(
        headline=fields["headline"],
        section=fields["section"],
        published_at=_moment(fields["published_at"]),
        lead=fields["lead"],
        body=tuple(fields["body"]),
        link=fields["link"],
        author=fields["author"],
        captions=tuple(fields["captions"]),
        related=tuple(
            Related(
                section=item["section"],
                headline=item["headline"],
                published_at=_moment(item["published_at"]),
                date_text=item["date_text"],
            )
            for item in fields["related"]
        ),
        language=fields["language"],
        tags=tuple(fields.get("tags", ())),
        images=tuple(
            Image(image["url"], image["caption"], image.get("behind"))
            for image in fields.get("images", ())
        ),
        own=own_from_values(fields["own"]) if "own" in fields else None,
        headings=tuple(fields.get("headings", ())),
        quotes=tuple(fields.get("quotes", ())),
    )


def fingerprint(content: Content) -> str:
    """What two copies of one page share, and a changed page does not.

    Only the words count, not how copying treated spaces; the link is left out, since the desk
    may have added it by hand.
    """
    fields = as_fields(content)
    del fields["link"], fields["related"], fields["language"]
    if content.own:  # its formatting counts as well
        fields["own"] = own_as_values(content.own)
        if not content.own.words:  # a voice message is told from the next one by itself
            fields["images"] = [image.url for image in content.images]
    folded = " ".join(json.dumps(fields, ensure_ascii=False).split())
    return hashlib.sha256(folded.encode()).hexdigest()


def _iso(moment: datetime | None) -> str | None:
    return None if moment is None else moment.isoformat()


def _moment(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text)
