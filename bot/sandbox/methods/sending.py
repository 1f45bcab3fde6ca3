"""New messages from the bot: its own words, forwards and copies."""

from bot.sandbox.chats import Channel, Chat, Person
from bot.sandbox.entities import KNOWN
from bot.sandbox.keyboards import checked_markup
from bot.sandbox.messages import Message
from bot.sandbox.parameters import Parameters
from bot.sandbox.refusals import NEEDS_ADMINISTRATOR, Json, bad_request, forbidden
from bot.sandbox.texts import Formatted, formatted
from bot.sandbox.world import World

_ACTIONS = frozenset(
    {"typing", "choose_sticker", "find_location"}
    | {f"upload_{what}" for what in ("photo", "video", "voice", "document", "video_note")}
    | {f"record_{what}" for what in ("video", "voice", "video_note")}
)


def send_message(world: World, p: Parameters) -> Json:
    chat = writable(world, p)
    words = words_of(p)
    message = world.add_message(
        chat,
        world.bot["id"],
        words,
        reply_markup=markup_for(chat, p),
        link_preview_options=p.record("link_preview_options") or None,
        reply_to=_replied(world, chat, p),
        silent=p.flag("disable_notification"),
        protected=p.flag("protect_content"),
    )
    return world.store.form(message)


def forward_message(world: World, p: Parameters) -> Json:
    chat = writable(world, p)
    source = _source(world, p, "forward")
    message = _repeated(world, chat, source, p, forward_origin=_origin(world, source))
    return world.store.form(message)


def copy_message(world: World, p: Parameters) -> Json:
    chat = writable(world, p)
    source = _source(world, p, "copy")
    markup = markup_for(chat, p)
    reply_to = _replied(world, chat, p)
    message = _repeated(world, chat, source, p, reply_markup=markup, reply_to=reply_to)
    return {"message_id": message.message_id}


def send_chat_action(world: World, p: Parameters) -> bool:
    writable(world, p)
    if p.text("action") not in _ACTIONS:
        raise bad_request("wrong parameter action in request")
    return True


def writable(world: World, p: Parameters) -> Chat:
    """The chat that the call names, if the bot may write there."""
    chat = p.chat(world.chats)
    if isinstance(chat, Person):
        check_reachable(chat)
    else:
        check_may(chat, "can_post_messages")
    return chat


def check_reachable(person: Person) -> None:
    if person.deactivated:
        raise forbidden("user is deactivated")
    if person.blocked:
        raise forbidden("bot was blocked by the user")
    if not person.started:
        raise forbidden("bot can't initiate conversation with a user")


def check_member(channel: Channel) -> None:
    if channel.bot.status == "kicked":
        raise forbidden("bot was kicked from the channel chat")
    if channel.bot.status == "left":
        raise forbidden("bot is not a member of the channel chat")


def check_may(channel: Channel, right: str) -> None:
    check_member(channel)
    if not channel.bot.may(right):
        raise bad_request(NEEDS_ADMINISTRATOR)


def words_of(p: Parameters) -> Formatted:
    """The text of the call, through Telegram's parser or with the entities given."""
    parse_mode = p.text("parse_mode")
    given = None if parse_mode else p.structure("entities")
    return formatted(p.text("text"), parse_mode, _entities(given))


def _entities(given: object) -> list[Json]:
    if not given:
        return []
    if not isinstance(given, list) or not all(isinstance(e, dict) for e in given):
        raise bad_request("can't parse entities: expected an Array of MessageEntity")
    if any(entity.get("type") not in KNOWN for entity in given):
        raise bad_request("can't parse MessageEntity: Unsupported type specified")
    return [_entity(entity) for entity in given]


def _entity(given: Json) -> Json:
    names = {"text_link": "url", "pre": "language", "custom_emoji": "custom_emoji_id"}
    entity = {"type": given["type"]}
    for name in ("offset", "length"):
        entity[name] = Parameters(given).whole(name)
    if given["type"] == "text_mention":
        return entity | {"user_id": given.get("user", {}).get("id", 0)}
    detail = names.get(given["type"])
    return entity | ({detail: given[detail]} if detail and given.get(detail) else {})


def markup_for(chat: Chat, p: Parameters) -> Json | None:
    return checked_markup(p.structure("reply_markup"), inline_only=isinstance(chat, Channel))


def _replied(world: World, chat: Chat, p: Parameters) -> int | None:
    reply = Parameters(p.record("reply_parameters"))
    number = reply.whole("message_id") or p.whole("reply_to_message_id")
    if not number or world.store.get(chat.id, number):
        return number or None
    if reply.flag("allow_sending_without_reply") or p.flag("allow_sending_without_reply"):
        return None
    raise bad_request("message to be replied not found")


def _source(world: World, p: Parameters, verb: str) -> Message:
    """The message to forward or copy, if the bot can see it and its author lets it go on."""
    chat = p.chat(world.chats, "from_chat_id")
    if isinstance(chat, Channel):
        check_member(chat)
    message = world.store.get(chat.id, p.whole("message_id"))
    if message is None:
        raise bad_request(f"message to {verb} not found")
    if message.protected or message.is_service:
        done = {"forward": "forwarded", "copy": "copied"}[verb]
        raise bad_request(f"the message can't be {done}")
    return message


def _repeated(world: World, chat: Chat, source: Message, p: Parameters, **more: object) -> Message:
    return world.add_message(
        chat,
        world.bot["id"],
        source.words,
        content=source.content,
        link_preview_options=source.link_preview_options,
        silent=p.flag("disable_notification"),
        protected=p.flag("protect_content"),
        **more,
    )


def _origin(world: World, source: Message) -> Json:
    """Where a forward comes from; a forward of a forward keeps the first origin."""
    if source.forward_origin:
        return source.forward_origin
    chat = world.chats.get(source.chat_id)
    if isinstance(chat, Channel):
        place = {"chat": chat.chat(), "message_id": source.message_id}
        return {"type": "channel", "date": source.date} | place
    return {"type": "user", "date": source.date, "sender_user": world.store.user(source.author)}
