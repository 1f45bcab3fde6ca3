"""What the bot offers to people who type behind its name in any chat."""

import re

from bot.sandbox.methods.media import KINDS, chosen
from bot.sandbox.methods.sending import caption_of, words_of
from bot.sandbox.parameters import Parameters
from bot.sandbox.refusals import QUERY_TOO_OLD, Json, bad_request
from bot.sandbox.state import SandboxState
from bot.sandbox.texts import Formatted

_START = re.compile(r"[A-Za-z0-9_-]{1,64}")
_MOST_RESULTS = 50
_LONGEST_NAME = 64  # bytes, of a result and of an offset


def answer_inline_query(state: SandboxState, p: Parameters) -> bool:
    query = state.inline_queries.get(p.text("inline_query_id"))
    if query is None or query.results is not None:
        raise bad_request(QUERY_TOO_OLD)
    given = p.structure("results")
    if not isinstance(given, list) or not all(isinstance(result, dict) for result in given):
        raise bad_request("can't parse inline query results: expected an Array")
    if len(given) > _MOST_RESULTS:
        raise bad_request("RESULTS_TOO_MUCH")
    results = {str(result.get("id", "")): result for result in given}
    if "" in results:
        raise bad_request("RESULT_ID_EMPTY")
    if any(len(name.encode()) > _LONGEST_NAME for name in results):
        raise bad_request("RESULT_ID_INVALID")
    next_offset = p.text("next_offset")
    if len(next_offset.encode()) > _LONGEST_NAME:
        raise bad_request("NEXT_OFFSET_INVALID")
    if len(results) < len(given):
        raise bad_request("RESULT_ID_DUPLICATE")
    for result in given:
        if result.get("type") == "article" and not str(result.get("title", "")).strip():
            raise bad_request("ARTICLE_TITLE_EMPTY")
        words_and_content(state, result)
    query.button = _checked_button(p.record("button"))
    query.results, query.next_offset = results, next_offset
    names = ("id", "type", "title", "description", "thumbnail_url")
    shown = [{name: result.get(name, "") for name in names} for result in given]
    more = {"results": shown, "next_offset": next_offset, "button": query.button}
    state.changes.note("inline_answer", query_id=query.id, **more)
    return True


def _checked_button(button: Json | None) -> Json | None:
    """It opens the chat with the bot; web apps are none of the sandbox's."""
    if not button:
        return None
    text, start = str(button.get("text", "")), str(button.get("start_parameter", ""))
    if not text.strip():
        raise bad_request("can't parse inline query results button: text is empty")
    if not _START.fullmatch(start):
        raise bad_request("START_PARAM_INVALID")
    return {"text": text, "start_parameter": start}


def words_and_content(state: SandboxState, result: Json) -> tuple[Formatted, Json]:
    """The message that a result becomes."""
    p = Parameters(result)
    if instead := p.record("input_message_content"):
        about = Parameters(instead)
        return words_of(Parameters(instead | {"text": about.text("message_text")})), {}
    kind = p.text("type")
    if kind not in KINDS:
        raise bad_request("can't parse inline query result: message text is empty")
    given = p.text(f"{kind}_file_id") or p.text(f"{kind}_url")
    return caption_of(p), chosen(state, p, given, kind).content_of_message()
