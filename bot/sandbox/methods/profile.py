"""What the bot says of itself: its name, its descriptions, the button beside its chats."""

from collections.abc import Callable

from bot.sandbox.parameters import Parameters
from bot.sandbox.refusals import Json
from bot.sandbox.state import SandboxState

TEXTS = ("name", "description", "short_description")
_NO_BUTTON = {"type": "commands"}  # of its own: the menu of commands


def setting_of(text: str) -> Callable[[SandboxState, Parameters], bool]:
    """`setMyName`, `setMyDescription` and so on: an empty text takes it back."""

    def set_text(state: SandboxState, p: Parameters) -> bool:
        state.profile[text, p.text("language_code")] = p.text(text)
        return True

    return set_text


def reading_of(text: str) -> Callable[[SandboxState, Parameters], Json]:
    """`getMyName` and so on: in the language that is asked for, else in none."""

    def get_text(state: SandboxState, p: Parameters) -> Json:
        spoken = state.profile.get((text, p.text("language_code")))
        usual = state.bot["first_name"] if text == "name" else ""
        return {text: spoken or state.profile.get((text, "")) or usual}

    return get_text


def set_chat_menu_button(state: SandboxState, p: Parameters) -> bool:
    """Of one private chat, or of all that have none of their own."""
    button = p.record("menu_button")
    if button.get("type", "default") == "default":
        state.menu_buttons.pop(_chat(state, p), None)
    else:
        state.menu_buttons[_chat(state, p)] = button
    return True


def get_chat_menu_button(state: SandboxState, p: Parameters) -> Json:
    of_all = state.menu_buttons.get(None, _NO_BUTTON)
    return state.menu_buttons.get(_chat(state, p), of_all)


def _chat(state: SandboxState, p: Parameters) -> int | None:
    return p.chat(state.chats).id if p.text("chat_id") else None
