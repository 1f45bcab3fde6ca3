"""Addresses that people give: only what Telegram and a browser open."""

from urllib.parse import SplitResult, urlsplit

_LONGEST = 2000


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


def _opens(parts: SplitResult) -> bool:
    """Whether a browser opens it: names and secrets before an «@» only disguise the host."""
    labels = (parts.hostname or "").split(".")
    named = len(labels) > 1 and all(labels) and "@" not in parts.netloc
    return parts.scheme in {"http", "https"} and named and parts.port != 0
