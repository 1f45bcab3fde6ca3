"""Addresses that people give: only what Telegram and a browser open."""

import re
from urllib.parse import SplitResult, urlsplit

_LONGEST = 2000
_ADDRESS = re.compile(r"https?://\S+", re.IGNORECASE)
_CLOSERS = ".,;:!?)]}>»”\"'"
_WORDS_AROUND = 40
_LINES_AROUND = 3


def read_link(text: str) -> str | None:
    """The http(s) address that a text is, or None where it is something else."""
    link = text.strip()
    if not link or len(link) > _LONGEST or not all(c.isprintable() and c != " " for c in link):
        return None
    if "://" not in link:
        link = f"https://{link}"
    try:
        parts = urlsplit(link)
        return link if _opens(parts) else None
    except ValueError:  # brackets or a port that are none
        return None


def lone_link(text: str) -> str | None:
    """The one address that a message is about, a few words around it or none; else None.

    It may still be one that nobody should open.
    """
    found = _ADDRESS.findall(text)
    words = text.split()
    if not found and len(words) == 1 and "/" in text:
        return read_link(text)  # «example.org/news/12», as people type it
    if len(found) != 1 or len(words) > _WORDS_AROUND or len(found[0]) > _LONGEST:
        return None
    lines = [line for line in text.splitlines() if line.strip()]
    return found[0].rstrip(_CLOSERS) if len(lines) <= _LINES_AROUND else None


def _opens(parts: SplitResult) -> bool:
    """Whether a browser opens it: names and secrets before an «@» only disguise the host."""
    labels = (parts.hostname or "").split(".")
    named = len(labels) > 1 and all(labels) and "@" not in parts.netloc
    return parts.scheme in {"http", "https"} and named and parts.port != 0
