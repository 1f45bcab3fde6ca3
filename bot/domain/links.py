"""Addresses that people give: only what Telegram and a browser open."""

from urllib.parse import urlsplit

_LONGEST = 2000


def read_link(text: str) -> str | None:
    """The http(s) address that a text is, or None where it is something else."""
    link = text.strip()
    if not link or len(link) > _LONGEST or any(c.isspace() for c in link):
        return None
    if "://" not in link:
        link = f"https://{link}"
    try:
        parts = urlsplit(link)
        host = parts.hostname
    except ValueError:
        return None
    if parts.scheme not in {"http", "https"} or not host or "." not in host:
        return None
    return link
