"""What Telegram asks of the buttons under a message."""

from typing import Any

from bot.sandbox.refusals import Json, bad_request
from bot.sandbox.texts import checked_link

MOST_BUTTONS = 100
MOST_IN_A_ROW = 8
_ACTIONS = frozenset(
    {
        "url",
        "callback_data",
        "web_app",
        "login_url",
        "switch_inline_query",
        "switch_inline_query_current_chat",
        "switch_inline_query_chosen_chat",
        "copy_text",
        "callback_game",
        "pay",
        "disabled",
    }
)
_STYLES = frozenset({"danger", "success", "primary"})
_OTHER_MARKUPS = frozenset({"keyboard", "remove_keyboard", "force_reply"})
_LONGEST_DATA = 64
_LONGEST_COPY = 256


def checked_markup(markup: Any, *, inline_only: bool) -> Json | None:  # noqa: ANN401 - as sent
    """The inline keyboard as the message will show it; None when there is none to show.

    The other kinds of markup belong to the chat and not to the message, and channels take none.
    """
    if markup is None or markup == {}:
        return None
    if not isinstance(markup, dict):
        raise bad_request("object expected as reply markup")
    if "inline_keyboard" not in markup:
        if inline_only or not _OTHER_MARKUPS & markup.keys():
            raise bad_request("inline keyboard expected")
        return None
    rows = _rows(markup["inline_keyboard"])
    return {"inline_keyboard": rows} if rows else None


def checked_keyboard(markup: Any) -> Json | None:  # noqa: ANN401 - as sent
    """A keyboard that stands under the chat, {} for its removal; None where there is neither."""
    if not isinstance(markup, dict) or "inline_keyboard" in markup:
        return None
    if "remove_keyboard" in markup:
        return {}
    if "force_reply" in markup:
        return None
    rows = markup.get("keyboard")
    if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
        raise bad_request('field "keyboard" must be an Array of Arrays')
    keys = [[_key(given) for given in row] for row in rows if row]
    placeholder = str(markup.get("input_field_placeholder") or "")
    once = bool(markup.get("one_time_keyboard"))
    return {"keyboard": keys, "one_time_keyboard": once, "input_field_placeholder": placeholder}


def _key(given: Any) -> Json:  # noqa: ANN401
    """A key sends its text; those that ask for a contact or a place send that here, too."""
    key = {"text": given} if isinstance(given, str) else given
    if not isinstance(key, dict) or not isinstance(key.get("text"), str):
        raise bad_request("can't parse keyboard button: Can't find field \"text\"")
    if not key["text"].strip():
        raise bad_request("keyboard button text must be non-empty")
    return {"text": key["text"]}


def _rows(rows: Any) -> list[list[Json]]:  # noqa: ANN401
    if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
        raise bad_request('field "inline_keyboard" must be an Array of Arrays')
    checked = [[_button(button) for button in row] for row in rows if row]
    if sum(map(len, checked)) > MOST_BUTTONS or any(len(row) > MOST_IN_A_ROW for row in checked):
        raise bad_request("reply markup is too long")
    return checked


def _button(given: Any) -> Json:  # noqa: ANN401
    if not isinstance(given, dict):
        raise bad_request("can't parse InlineKeyboardButton: expected an Object")
    button: Json = {name: value for name, value in given.items() if value is not None}
    if not isinstance(button.get("text"), str):
        raise bad_request("can't parse InlineKeyboardButton: Can't find field \"text\"")
    if not button["text"].strip():
        raise bad_request("inline keyboard button text must be non-empty")
    for name in ("callback_data", "url"):
        if not isinstance(button.get(name, ""), str):
            raise bad_request(
                f'can\'t parse InlineKeyboardButton: Field "{name}" must be of type String'
            )
    if button.get("style") and button["style"] not in _STYLES:
        raise bad_request("can't parse InlineKeyboardButton: Invalid button style specified")
    actions = _ACTIONS & button.keys()
    if not actions or button.get("callback_data") == "" or button.get("url") == "":
        raise bad_request(
            "can't parse InlineKeyboardButton: Text buttons are not allowed in the inline keyboard"
        )
    if len(actions) > 1:
        raise bad_request("can't parse InlineKeyboardButton: exactly one action is expected")
    _check_action(button)
    return button


def _check_action(button: Json) -> None:
    match button:
        case {"callback_data": data} if len(data.encode()) > _LONGEST_DATA:
            raise bad_request("BUTTON_DATA_INVALID")
        case {"url": url}:
            button["url"] = _address(url)
        case {"copy_text": {"text": str(text)}} if 1 <= len(text) <= _LONGEST_COPY:
            pass
        case {"copy_text": _}:
            raise bad_request("BUTTON_COPY_TEXT_INVALID")


def _address(url: str) -> str:
    link = checked_link(url)
    if link is None:
        raise bad_request(f"inline keyboard button URL '{url}' is invalid: Wrong HTTP URL")
    return link
