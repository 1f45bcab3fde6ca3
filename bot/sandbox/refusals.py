"""What the stand-in answers when Telegram would refuse, in Telegram's own words."""

from typing import Any

Json = dict[str, Any]

CHAT_NOT_FOUND = "chat not found"
NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same "
    "as a current content and reply markup of the message"
)
QUERY_TOO_OLD = "query is too old and response timeout expired or query ID is invalid"
NEEDS_ADMINISTRATOR = "need administrator rights in the channel chat"
CONFLICT = (
    "Conflict: terminated by other getUpdates request; "
    "make sure that only one bot instance is running"
)
WEBHOOK_IS_SET = (
    "Conflict: can't use getUpdates method while webhook is active; "
    "use deleteWebhook to delete the webhook first"
)
BALANCE_TOO_LOW = "BALANCE_TOO_LOW"


class BotApiError(Exception):
    """An answer with `ok: false`: the code is also the HTTP status."""

    def __init__(self, code: int, description: str, parameters: Json | None = None) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.parameters = parameters or {}


def bad_request(words: str) -> BotApiError:
    """400; Telegram begins its own words with a small letter, except for CONSTANTS."""
    small = words if words[:2].isupper() or words[1:2] == "_" else words[:1].lower() + words[1:]
    return BotApiError(400, f"Bad Request: {small}")


def forbidden(words: str) -> BotApiError:
    return BotApiError(403, f"Forbidden: {words}")


def unauthorized() -> BotApiError:
    return BotApiError(401, "Unauthorized")


def upgraded(supergroup: int) -> BotApiError:
    """400 for a group that has become a supergroup, which is another chat."""
    words = "Bad Request: group chat was upgraded to a supergroup chat"
    return BotApiError(400, words, {"migrate_to_chat_id": supergroup})


def too_many_requests(seconds: int) -> BotApiError:
    words = f"Too Many Requests: retry after {seconds}"
    return BotApiError(429, words, {"retry_after": seconds})
