"""What comes to the bot and about it: updates, files, presses, its menu."""

from bot.sandbox.chats import SandboxChannel
from bot.sandbox.journal import PressAnswer
from bot.sandbox.parameters import Parameters
from bot.sandbox.refusals import (
    CHAT_NOT_FOUND,
    QUERY_TOO_OLD,
    WEBHOOK_IS_SET,
    BotApiError,
    Json,
    bad_request,
    unauthorized,
)
from bot.sandbox.state import SandboxState

_LONGEST_ANSWER = 200
_CAN = {
    "can_join_groups": True,
    "can_read_all_group_messages": False,
    "supports_inline_queries": True,
    "can_connect_to_business": False,
    "has_main_web_app": False,
}


def get_me(state: SandboxState, _: Parameters) -> Json:
    return state.bot | _CAN


async def get_updates(state: SandboxState, p: Parameters) -> list[Json]:
    if state.webhook.url:
        raise BotApiError(409, WEBHOOK_IS_SET)
    wanted = p.structure("allowed_updates")
    if isinstance(wanted, list):
        state.updates.want([str(kind) for kind in wanted])
    offset, limit = p.whole("offset"), p.whole("limit")
    found = await state.updates.poll(
        offset, limit, p.whole("timeout"), ended=lambda: state.revoked
    )
    if state.revoked:
        raise unauthorized()
    return found


def get_file(state: SandboxState, p: Parameters) -> Json:
    file = state.files.get(p.text("file_id"))
    return file.ids() | {"file_path": file.path}


def get_my_star_balance(state: SandboxState, _: Parameters) -> Json:
    return state.stars.form()


def answer_callback_query(state: SandboxState, p: Parameters) -> bool:
    query = state.queries.get(p.text("callback_query_id"))
    if query is None or query.answered:
        raise bad_request(QUERY_TOO_OLD)
    text = p.text("text")
    if len(text) > _LONGEST_ANSWER:
        raise bad_request("MESSAGE_TOO_LONG")
    answer = PressAnswer(query.id, query.person, text, p.flag("show_alert"), p.text("url"))
    state.answer(query, answer)
    return True


def set_my_commands(state: SandboxState, p: Parameters) -> bool:
    state.menus.set(p.structure("commands"), _scope(state, p), p.text("language_code"))
    state.menus_changed()
    return True


def get_my_commands(state: SandboxState, p: Parameters) -> list[Json]:
    return state.menus.get(_scope(state, p), p.text("language_code"))


def delete_my_commands(state: SandboxState, p: Parameters) -> bool:
    state.menus.delete(_scope(state, p), p.text("language_code"))
    state.menus_changed()
    return True


def _scope(state: SandboxState, p: Parameters) -> Json:
    scope = p.record("scope") or {"type": "default"}
    if str(scope.get("type", "")).startswith("chat"):
        chat = Parameters(scope).chat(state.chats)
        if isinstance(chat, SandboxChannel) and not chat.is_group:
            raise bad_request(CHAT_NOT_FOUND)
        return scope | {"chat_id": chat.id}
    return scope
