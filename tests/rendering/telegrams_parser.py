"""Telegram's own parser of markup, offline: the same code as behind the Bot API."""

import functools
import json
from typing import Any

import tdjson


def telegrams_answer(html: str) -> dict[str, Any]:
    """What `parseTextEntities` says: a `formattedText`, or an `error`."""
    _quieten()
    mode = {"@type": "textParseModeHTML"}
    request = {"@type": "parseTextEntities", "text": html, "parse_mode": mode}
    found = tdjson.td_execute(json.dumps(request).encode()) or b"{}"
    answer: dict[str, Any] = json.loads(found)
    return answer


def links_in(text: str) -> list[str]:
    """What Telegram makes of a plain text by itself: addresses, mentions, commands."""
    _quieten()
    request = {"@type": "getTextEntities", "text": text}
    found = tdjson.td_execute(json.dumps(request).encode()) or b"{}"
    return [entity["type"]["@type"] for entity in json.loads(found)["entities"]]


@functools.cache
def _quieten() -> None:
    tdjson.td_execute(b'{"@type":"setLogVerbosityLevel","new_verbosity_level":0}')
