"""What Telegram answers when it refuses, as bytes."""

import orjson

Answer = tuple[int, bytes]
"""An HTTP status and a body."""

TRUE: Answer = (200, b'{"ok":true,"result":true}')


def done(result: object) -> Answer:
    return 200, orjson.dumps({"ok": True, "result": result})


def refused(code: int, words: str, parameters: dict[str, int] | None = None) -> Answer:
    body: dict[str, object] = {"ok": False, "error_code": code, "description": words}
    if parameters:
        body["parameters"] = parameters
    return code, orjson.dumps(body)


def too_many_requests(seconds: int) -> Answer:
    words = f"Too Many Requests: retry after {seconds}"
    return refused(429, words, {"retry_after": seconds})


UNAUTHORIZED = refused(401, "Unauthorized")
NOT_FOUND = refused(404, "Not Found")
CONFLICT = refused(
    409,
    "Conflict: terminated by other getUpdates request; "
    "make sure that only one bot instance is running",
)
BLOCKED = refused(403, "Forbidden: bot was blocked by the user")
CHAT_NOT_FOUND = refused(400, "Bad Request: chat not found")
EMPTY_TEXT = refused(400, "Bad Request: message text is empty")
NOTHING_TO_EDIT = refused(400, "Bad Request: message to edit not found")
NOTHING_TO_DELETE = refused(400, "Bad Request: message to delete not found")
NOTHING_TO_FORWARD = refused(400, "Bad Request: message to forward not found")
TOO_OLD_TO_DELETE = refused(400, "Bad Request: message can't be deleted for everyone")
NOT_MODIFIED = refused(
    400,
    "Bad Request: message is not modified: specified new message content and reply markup are "
    "exactly the same as a current content and reply markup of the message",
)
