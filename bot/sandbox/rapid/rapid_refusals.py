"""What Telegram answers when it refuses, as bytes."""

import orjson

from bot.sandbox import refusals as words
from bot.sandbox.refusals import BotApiError, bad_request, forbidden, unauthorized

Answer = tuple[int, bytes]
"""An HTTP status and a body."""

TRUE: Answer = (200, b'{"ok":true,"result":true}')


def done(result: object) -> Answer:
    return 200, orjson.dumps({"ok": True, "result": result})


def refused(code: int, description: str, parameters: dict[str, int] | None = None) -> Answer:
    body: dict[str, object] = {"ok": False, "error_code": code, "description": description}
    if parameters:
        body["parameters"] = parameters
    return code, orjson.dumps(body)


def half_done(number: int) -> Answer:
    """An album's item with this number is refused; those before it stand there."""
    words = f'Bad Request: failed to send message #{number} with the error message "Internal"'
    return refused(400, words)


def answer_of(refusal: BotApiError) -> Answer:
    """What the sandbox would say, as bytes."""
    return refused(refusal.code, refusal.description, refusal.parameters)


UNAUTHORIZED = answer_of(unauthorized())
NOT_FOUND = refused(404, "Not Found")
CONFLICT = refused(409, words.CONFLICT)
WEBHOOK_IS_SET = refused(409, words.WEBHOOK_IS_SET)
BLOCKED = answer_of(forbidden("bot was blocked by the user"))
CHAT_NOT_FOUND = answer_of(bad_request(words.CHAT_NOT_FOUND))
EMPTY_TEXT = answer_of(bad_request("message text is empty"))
NOTHING_TO_EDIT = answer_of(bad_request("message to edit not found"))
NOTHING_TO_DELETE = answer_of(bad_request("message to delete not found"))
NOTHING_TO_FORWARD = answer_of(bad_request("message to forward not found"))
TOO_OLD_TO_DELETE = answer_of(bad_request("message can't be deleted for everyone"))
NOT_MODIFIED = answer_of(bad_request(words.NOT_MODIFIED))
