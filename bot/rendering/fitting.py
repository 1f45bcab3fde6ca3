"""A story's headline and lead, shortened until the whole message is within Telegram's limit."""

from collections.abc import Callable

from bot.domain.formatted import Formatted
from bot.domain.telegram_html import parse_html
from bot.domain.text import MESSAGE_LIMIT, shorten, utf16_length

_LEAD_WORTH_SHOWING = 80


def visible_length(html: str) -> int:
    """The length that Telegram counts, in UTF-16 units."""
    return utf16_length(parse_html(html)[0])


def fit(
    fill: Callable[[str, str | Formatted], str],
    headline: str,
    lead: str | Formatted,
    limit: int = MESSAGE_LIMIT,
) -> str:
    """The filled template, within the limit.

    The lead gives way first, and is left out where less than a line of it would stay; the headline
    is cut only where it alone is too long. All else of the template is never cut. Own words may
    have no headline: then it is empty.
    """
    html = fill(headline, lead)
    if utf16_length(html) <= limit or visible_length(html) <= limit:
        return html
    # What stands around them: all but the letters that stand in for headline and lead.
    stand_in = headline and "x"
    both = fill(stand_in, "x")
    # Some templates show no lead.
    around = visible_length(both) - len(stand_in) - (both != fill(stand_in, ""))
    headline = shorten(headline, max(limit - around, 1))
    room = limit - around - utf16_length(headline)
    return fill(headline, _cut(lead, room) if room >= _LEAD_WORTH_SHOWING else "")


def _cut(lead: str | Formatted, room: int) -> str | Formatted:
    return lead.shortened(room) if isinstance(lead, Formatted) else shorten(lead, room)
