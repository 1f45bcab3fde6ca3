"""A story's headline and lead, shortened until the whole message is within Telegram's limit."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from bot.domain.formatted import Formatted
from bot.domain.post_length import Cut
from bot.domain.telegram_html import parse_html
from bot.domain.text import HTML_LIMIT, MESSAGE_LIMIT, shorten, utf16_length

_LEAD_WORTH_SHOWING = 80
_LINKS = re.compile(r"</?a\b[^<>]*>")
_TAGS = re.compile(r"<[^<>]*>")


def visible_length(html: str) -> int:
    """The length that Telegram counts, in UTF-16 units."""
    return utf16_length(parse_html(html)[0])


@dataclass(frozen=True, slots=True)
class Fitted:
    """A filled template, and what of headline and lead it does not have in full."""

    html: str
    cut: Cut | None = None


def fit(
    fill: Callable[[str, str | Formatted], str],
    headline: str,
    lead: str | Formatted,
    limit: int = MESSAGE_LIMIT,
) -> Fitted:
    """The filled template, within the limit.

    The lead gives way first, and is left out where less than a line of it would stay; the headline
    is cut only where it alone is too long. All else of the template is never cut. Own words may
    have no headline: then it is empty.
    """
    html = fill(headline, lead)
    if utf16_length(html) <= limit or visible_length(html) <= limit:
        return Fitted(html)
    # What stands around them: all but the letters that stand in for headline and lead.
    stand_in = headline and "x"
    both = fill(stand_in, "x")
    shows_lead = both != fill(stand_in, "")  # some templates do not
    around = visible_length(both) - len(stand_in) - shows_lead
    short = shorten(headline, max(limit - around, 1))
    room = limit - around - utf16_length(short)
    kept = _cut(lead, room) if room >= _LEAD_WORTH_SHOWING else ""
    if short != headline:
        cut = Cut.HEADLINE
    elif isinstance(lead, Formatted):
        cut = Cut.WORDS
    else:
        cut = Cut.LEAD if kept else Cut.LEAD_LEFT_OUT
    return Fitted(fill(short, kept), cut)


def without_too_many_tags(html: str) -> str:
    """The same words, without links or without any tags where Telegram takes no more bytes.

    Ten hits with two addresses each, which a site may make as long as it likes, are more.
    """
    for tags in (_LINKS, _TAGS):
        if len(html.encode()) > HTML_LIMIT:
            html = tags.sub("", html)
    return html


def _cut(lead: str | Formatted, room: int) -> str | Formatted:
    return lead.shortened(room) if isinstance(lead, Formatted) else shorten(lead, room)


def beneath(html: str, note: str) -> str:
    """A message with a note below it, where there is room for one."""
    both = f"{html}\n\n{note}"
    return both if visible_length(both) <= MESSAGE_LIMIT else html
