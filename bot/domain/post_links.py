"""Addresses of posts in channels, as the bot makes them and as people copy them in Telegram."""

import re

from bot.domain.links import lone_link

_POST = re.compile(
    r"""https?://(?:t|telegram)\.me/
    (?:c/(?P<inner>\d{1,13})|(?:s/)?(?P<name>[a-z]\w{3,31}))
    (?:/\d+)?/(?P<post>\d{1,9})/?(?:[?#].*)?""",  # in a forum the topic stands between
    re.IGNORECASE | re.VERBOSE | re.ASCII,
)


def post_link(chat_id: int, username: str | None, message_id: int | None) -> str | None:
    """The address of a post in a channel."""
    if message_id is None:
        return None
    if username:
        return f"https://t.me/{username}/{message_id}"
    inner = str(chat_id).removeprefix("-100")
    return f"https://t.me/c/{inner}/{message_id}"


def read_post_link(text: str) -> tuple[int | str, int] | None:
    """The post that a message is about: its chat's id or public name, and its number there."""
    found = _POST.fullmatch(lone_link(text) or "")
    if found is None:
        return None
    chat = int(f"-100{found['inner']}") if found["inner"] else found["name"].casefold()
    return chat, int(found["post"])
