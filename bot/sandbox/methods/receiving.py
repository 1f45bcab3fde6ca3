"""What comes to the bot and about it: updates, files, presses, its menu."""

from bot.sandbox.chats import Channel
from bot.sandbox.parameters import Parameters
from bot.sandbox.refusals import CHAT_NOT_FOUND, QUERY_TOO_OLD, Json, bad_request
from bot.sandbox.world import Answer, World

_LONGEST_ANSWER = 200
_CAN = {
    "can_join_groups": True,
    "can_read_all_group_messages": False,
    "supports_inline_queries": False,
    "can_connect_to_business": False,
    "has_main_web_app": False,
}


def get_me(world: World, _: Parameters) -> Json:
    return world.bot | _CAN


async def get_updates(world: World, p: Parameters) -> list[Json]:
    wanted = p.structure("allowed_updates")
    if isinstance(wanted, list):
        world.updates.want([str(kind) for kind in wanted])
    offset, limit = p.whole("offset"), p.whole("limit")
    return await world.updates.poll(offset, limit, p.whole("timeout"))


def delete_webhook(world: World, p: Parameters) -> bool:
    if p.flag("drop_pending_updates"):
        world.updates.drop()
    return True


def get_webhook_info(world: World, _: Parameters) -> Json:
    waiting = world.pending_updates()
    return {"url": "", "has_custom_certificate": False, "pending_update_count": waiting}


def get_file(world: World, p: Parameters) -> Json:
    file = world.files.get(p.text("file_id"))
    return file.ids() | {"file_path": file.path}


def answer_callback_query(world: World, p: Parameters) -> bool:
    query = world.queries.get(p.text("callback_query_id"))
    if query is None or query.answered:
        raise bad_request(QUERY_TOO_OLD)
    text = p.text("text")
    if len(text) > _LONGEST_ANSWER:
        raise bad_request("MESSAGE_TOO_LONG")
    answer = Answer(query.id, query.person, text, p.flag("show_alert"), p.text("url"))
    world.answer(query, answer)
    return True


def set_my_commands(world: World, p: Parameters) -> bool:
    world.menus.set(p.structure("commands"), _scope(world, p), p.text("language_code"))
    world.menus_changed()
    return True


def get_my_commands(world: World, p: Parameters) -> list[Json]:
    return world.menus.get(_scope(world, p), p.text("language_code"))


def delete_my_commands(world: World, p: Parameters) -> bool:
    world.menus.delete(_scope(world, p), p.text("language_code"))
    world.menus_changed()
    return True


def _scope(world: World, p: Parameters) -> Json:
    scope = p.record("scope") or {"type": "default"}
    if str(scope.get("type", "")).startswith("chat"):
        chat = Parameters(scope).chat(world.chats)
        if isinstance(chat, Channel):
            raise bad_request(CHAT_NOT_FOUND)
        return scope | {"chat_id": chat.id}
    return scope
