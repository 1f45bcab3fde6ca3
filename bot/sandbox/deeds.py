"""What can be done to the world by an order in JSON, by the last part of its address."""

import base64
from collections.abc import Callable

from bot.sandbox.limits import Limits
from bot.sandbox.refusals import Json
from bot.sandbox.world import World

Deed = Callable[[World, Json], Json]


def add_person(world: World, body: Json) -> Json:
    return {"id": world.add_person(**body)}


def add_channel(world: World, body: Json) -> Json:
    return {"id": world.add_channel(**body)}


def add_group(world: World, body: Json) -> Json:
    """A supergroup where that is asked for."""
    body = dict(body)
    if body.pop("supergroup", False):
        return {"id": world.add_supergroup(**body)}
    return {"id": world.add_group(**body)}


def add_administrator(world: World, body: Json) -> Json:
    world.add_administrator(body["channel"], body["person"], *body.get("rights", []))
    return {}


def set_bot_rights(world: World, body: Json) -> Json:
    world.set_bot_rights(**body)
    return {}


def say(world: World, body: Json) -> Json:
    return {"message_id": world.say(**body)}


def send_file(world: World, body: Json) -> Json:
    body = dict(body)
    if "content_base64" in body:
        content = base64.b64decode(body.pop("content_base64"), validate=True)
    else:
        content = str(body.pop("text")).encode()
    return {"message_id": world.send_file(content=content, **body)}


def send_sticker(world: World, body: Json) -> Json:
    return {"message_id": world.send_sticker(**body)}


def send_location(world: World, body: Json) -> Json:
    return {"message_id": world.send_location(**body)}


def press(world: World, body: Json) -> Json:
    return {"callback_id": world.press(**body)}


def post_in_channel(world: World, body: Json) -> Json:
    return {"message_id": world.post_in_channel(**body)}


def rename(world: World, body: Json) -> Json:
    return {"message_id": world.rename(**body)}


def protect(world: World, body: Json) -> Json:
    world.protect(**body)
    return {}


def migrate(world: World, body: Json) -> Json:
    return {"id": world.migrate(**body)}


def open_topic(world: World, body: Json) -> Json:
    return {"thread": world.open_topic(**body)}


def close_topic(world: World, body: Json) -> Json:
    world.close_topic(**body)
    return {}


def rename_topic(world: World, body: Json) -> Json:
    world.rename_topic(**body)
    return {}


def delete_topic(world: World, body: Json) -> Json:
    world.delete_topic(**body)
    return {}


def edit(world: World, body: Json) -> Json:
    world.edit(**body)
    return {}


def delete(world: World, body: Json) -> Json:
    world.delete(**body)
    return {}


def forward(world: World, body: Json) -> Json:
    return {"message_id": world.forward(**body)}


def react(world: World, body: Json) -> Json:
    world.react(**body)
    return {}


def ask_inline(world: World, body: Json) -> Json:
    return {"query_id": world.ask_inline(**body)}


def choose_inline(world: World, body: Json) -> Json:
    return {"message_id": world.choose_inline(**body)}


def block(world: World, body: Json) -> Json:
    world.block(body["person"])
    return {}


def unblock(world: World, body: Json) -> Json:
    world.unblock(body["person"])
    return {}


def deactivate(world: World, body: Json) -> Json:
    world.deactivate(body["person"])
    return {}


def open_link(world: World, body: Json) -> Json:
    return {"message_id": world.open_link(body["person"], body["url"])}


def revoke_token(world: World, _: Json) -> Json:
    world.revoke_token()
    return {}


def restore_token(world: World, _: Json) -> Json:
    world.restore_token()
    return {}


def age(world: World, body: Json) -> Json:
    world.age(**body)
    return {}


def give_stars(world: World, body: Json) -> Json:
    world.give_stars(**body)
    return {"balance": world.stars.tenths / 10}


def order_fault(world: World, body: Json) -> Json:
    world.faults.add(**body)
    return {}


def set_limits(world: World, body: Json) -> Json:
    """Telegram's own limits, but for those that are named."""
    world.limits.set(Limits(), **body)
    world.limits_changed()
    return world.limits.form()


def show_hint(world: World, body: Json) -> Json:
    world.show_hint(**body)
    return {}


DEEDS: dict[str, Deed] = {
    "people": add_person,
    "channels": add_channel,
    "groups": add_group,
    "administrators": add_administrator,
    "bot-rights": set_bot_rights,
    "say": say,
    "file": send_file,
    "sticker": send_sticker,
    "location": send_location,
    "press": press,
    "edit": edit,
    "delete": delete,
    "forward": forward,
    "react": react,
    "inline": ask_inline,
    "choose": choose_inline,
    "post": post_in_channel,
    "rename": rename,
    "protect": protect,
    "migrate": migrate,
    "topics": open_topic,
    "close-topic": close_topic,
    "rename-topic": rename_topic,
    "delete-topic": delete_topic,
    "block": block,
    "unblock": unblock,
    "deactivate": deactivate,
    "open": open_link,
    "revoke-token": revoke_token,
    "restore-token": restore_token,
    "age": age,
    "stars": give_stars,
    "faults": order_fault,
    "limits": set_limits,
    "hint": show_hint,
}
