"""New messages from the bot: its own words, and what every call that sends may say."""

from bot.sandbox.chats import GENERAL, Chat, Person, SandboxChannel
from bot.sandbox.entities import KNOWN
from bot.sandbox.keyboard_rules import checked_keyboard, checked_markup
from bot.sandbox.messages import Message
from bot.sandbox.parameters import Parameters
from bot.sandbox.refusals import NEEDS_ADMINISTRATOR, Json, bad_request, forbidden, upgraded
from bot.sandbox.state import SandboxState
from bot.sandbox.texts import Formatted, captioned, checked_link, formatted

_ACTIONS = frozenset(
    {"typing", "choose_sticker", "find_location"}
    | {f"upload_{what}" for what in ("photo", "video", "voice", "document", "video_note")}
    | {f"record_{what}" for what in ("video", "voice", "video_note")}
)


def send_message(state: SandboxState, p: Parameters) -> Json:
    chat = writable(state, p)
    words = words_of(p)
    preview = p.record("link_preview_options") or None
    return state.store.form(sent(state, chat, p, words, link_preview_options=preview))


def sent(
    state: SandboxState, chat: Chat, p: Parameters, words: Formatted, **more: object
) -> Message:
    """The bot's new message, with what every call that sends may say of it."""
    keyboard = keyboard_for(chat, p)
    message = state.add_message(
        chat,
        state.bot["id"],
        words,
        reply_markup=markup_for(chat, p),
        **place_in(state, chat, p),
        silent=p.flag("disable_notification"),
        protected=p.flag("protect_content"),
        **more,
    )
    if keyboard is not None:
        state.show_keyboard(chat.id, keyboard)
    return message


def send_chat_action(state: SandboxState, p: Parameters) -> bool:
    writable(state, p)
    action = p.text("action")
    if action not in _ACTIONS:
        raise bad_request("wrong parameter action in request")
    state.changes.note("action", chat_id=p.chat(state.chats).id, action=action)
    return True


def writable(state: SandboxState, p: Parameters) -> Chat:
    """The chat that the call names, if the bot may write there."""
    chat = p.chat(state.chats)
    if isinstance(chat, Person):
        check_reachable(chat)
    elif chat.is_group:
        check_member(chat)
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


def check_member(channel: SandboxChannel) -> None:
    if channel.migrated_to is not None:
        raise upgraded(channel.migrated_to)
    if channel.bot.status == "kicked":
        raise forbidden(f"bot was kicked from the {channel.type} chat")
    if channel.bot.status == "left":
        raise forbidden(f"bot is not a member of the {channel.type} chat")


def check_may(channel: SandboxChannel, right: str) -> None:
    check_member(channel)
    if not channel.bot.may(right):
        raise bad_request(NEEDS_ADMINISTRATOR)


def words_of(p: Parameters) -> Formatted:
    """The text of the call, through Telegram's parser or with the entities given."""
    parse_mode = p.text("parse_mode")
    given = None if parse_mode else p.structure("entities")
    return formatted(p.text("text"), parse_mode, _entities(given))


def caption_of(p: Parameters) -> Formatted:
    parse_mode = p.text("parse_mode")
    given = None if parse_mode else p.structure("caption_entities")
    return captioned(p.text("caption"), parse_mode, _entities(given))


def _entities(given: object) -> list[Json]:
    if not given:
        return []
    if not isinstance(given, list) or not all(isinstance(e, dict) for e in given):
        raise bad_request("can't parse entities: expected an Array of MessageEntity")
    if any(str(entity.get("type")) not in KNOWN for entity in given):
        raise bad_request("can't parse MessageEntity: Unsupported type specified")
    return [entity for entity in map(_entity, given) if entity]


def _entity(given: Json) -> Json | None:
    """An entity as the bot gave it; a link that leads nowhere is dropped, and its words stay."""
    p = Parameters(given)
    place = {"type": given["type"], "offset": p.whole("offset"), "length": p.whole("length")}
    match given["type"]:
        case "text_mention":
            return place | {"user_id": Parameters(p.record("user")).whole("id")}
        case "text_link":
            url = checked_link(p.text("url"))
            return place | {"url": url} if url else None
        case "date_time":
            form = p.text("date_time_format")
            time = {"unix_time": p.whole("unix_time")}
            return place | time | ({"date_time_format": form} if form else {})
        case "pre" | "custom_emoji" as kind:
            name = {"pre": "language", "custom_emoji": "custom_emoji_id"}[kind]
            return place | ({name: p.text(name)} if p.text(name) else {})
        case _:
            return place


def markup_for(chat: Chat, p: Parameters) -> Json | None:
    return checked_markup(p.structure("reply_markup"), inline_only=_is_channel(chat))


def keyboard_for(chat: Chat, p: Parameters) -> Json | None:
    """The keyboard that the call shows under the chat, {} to remove one; None for neither."""
    return None if _is_channel(chat) else checked_keyboard(p.structure("reply_markup"))


def _is_channel(chat: Chat) -> bool:
    return isinstance(chat, SandboxChannel) and not chat.is_group


def place_in(state: SandboxState, chat: Chat, p: Parameters) -> Json:
    """What the message answers, and in which topic: a reply stands where its message does.

    One that names a topic answers nothing outside it.
    """
    named = p.whole("message_thread_id")
    if named and (not isinstance(chat, SandboxChannel) or named not in chat.topics):
        raise bad_request("message thread not found")
    reply = Parameters(p.record("reply_parameters"))
    number = reply.whole("message_id") or p.whole("reply_to_message_id")
    replied = state.store.get(chat.id, number) if number else None
    if replied and named and replied.thread != named:
        replied = None
    lenient = reply.flag("allow_sending_without_reply") or p.flag("allow_sending_without_reply")
    if number and replied is None and not lenient:
        raise bad_request("message to be replied not found")
    thread = named or (replied.thread if replied else None)
    if isinstance(chat, SandboxChannel) and chat.is_forum:
        topic = chat.topic(thread or GENERAL)
        if topic.closed and not chat.bot.may("can_manage_topics"):
            raise bad_request("TOPIC_CLOSED")
    return {"reply_to": replied.message_id if replied else None, "thread": thread}
