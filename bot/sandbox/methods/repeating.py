"""Messages that the bot sends on: forwards and copies, one by one or up to a hundred at once."""

from collections import Counter
from dataclasses import replace
from itertools import pairwise

from bot.sandbox.chats import Chat, SandboxChannel
from bot.sandbox.messages import Message
from bot.sandbox.methods.deleting import message_numbers
from bot.sandbox.methods.sending import (
    caption_of,
    check_member,
    markup_for,
    place_in,
    writable,
)
from bot.sandbox.parameters import Parameters
from bot.sandbox.refusals import Json, bad_request
from bot.sandbox.state import SandboxState
from bot.sandbox.texts import Formatted

_ALBUM = "media_group_id"


def forward_message(state: SandboxState, p: Parameters) -> Json:
    chat = writable(state, p)
    source = _source(state, p, "forward")
    message = _repeated(state, chat, source, p, forward_origin=origin(state, source))
    return state.store.form(message)


def copy_message(state: SandboxState, p: Parameters) -> Json:
    chat = writable(state, p)
    source = _source(state, p, "copy")
    if source.has_media and "caption" in p.raw:
        source = replace(source, words=caption_of(p))
    markup = markup_for(chat, p)
    message = _repeated(state, chat, source, p, reply_markup=markup)
    return {"message_id": message.message_id}


def forward_messages(state: SandboxState, p: Parameters) -> list[Json]:
    chat = writable(state, p)
    sources = _sources(state, p, "forward")
    return [
        _id(_repeated(state, chat, one, p, group, forward_origin=origin(state, one)))
        for one, group in _grouped(state, sources)
    ]


def copy_messages(state: SandboxState, p: Parameters) -> list[Json]:
    chat = writable(state, p)
    sources = _sources(state, p, "copy")
    if p.flag("remove_caption"):
        sources = [replace(s, words=Formatted("")) if s.has_media else s for s in sources]
    return [_id(_repeated(state, chat, one, p, group)) for one, group in _grouped(state, sources)]


def _id(message: Message) -> Json:
    return {"message_id": message.message_id}


def _grouped(state: SandboxState, sources: list[Message]) -> list[tuple[Message, Json]]:
    """Each with the album that it belongs to now: what was one stays one."""
    sizes = Counter(source.content.get(_ALBUM) for source in sources)
    albums = {old: {_ALBUM: str(next(state.albums))} for old in sizes if old and sizes[old] > 1}
    return [(source, albums.get(source.content.get(_ALBUM), {})) for source in sources]


def _source(state: SandboxState, p: Parameters, verb: str) -> Message:
    """The message to forward or copy, if the bot can see it and its author lets it go on."""
    chat = _from(state, p)
    message = state.store.get(chat.id, p.whole("message_id"))
    if message is None:
        raise bad_request(f"message to {verb} not found")
    if not _goes_on(state, chat, message):
        done = {"forward": "forwarded", "copy": "copied"}[verb]
        raise bad_request(f"the message can't be {done}")
    return message


def _sources(state: SandboxState, p: Parameters, verb: str) -> list[Message]:
    """Those of the messages that are there and may go on; the others are passed over."""
    chat = _from(state, p)
    numbers = message_numbers(p.structure("message_ids"))
    if any(later <= sooner for sooner, later in pairwise(numbers)):
        raise bad_request("message identifiers must be in a strictly increasing order")
    found = [state.store.get(chat.id, number) for number in numbers]
    sources = [message for message in found if message and _goes_on(state, chat, message)]
    if not sources:
        raise bad_request(f"there are no messages to {verb}")
    return sources


def _from(state: SandboxState, p: Parameters) -> Chat:
    chat = p.chat(state.chats, "from_chat_id")
    if isinstance(chat, SandboxChannel):
        check_member(chat)
    return chat


def _goes_on(state: SandboxState, chat: Chat, message: Message) -> bool:
    return not (message.is_service or state.store.is_protected(message, chat))


def _repeated(
    state: SandboxState,
    chat: Chat,
    source: Message,
    p: Parameters,
    group: Json | None = None,
    **more: object,
) -> Message:
    """`group`: the album that it is part of."""
    return state.add_message(
        chat,
        state.bot["id"],
        source.words,
        content={k: v for k, v in source.content.items() if k != _ALBUM} | (group or {}),
        **place_in(state, chat, p),
        link_preview_options=source.link_preview_options,
        silent=p.flag("disable_notification"),
        protected=p.flag("protect_content"),
        **more,
    )


def origin(state: SandboxState, source: Message) -> Json:
    """Where a forward comes from; a forward of a forward keeps the first origin."""
    if source.forward_origin:
        return source.forward_origin
    chat = state.chats.get(source.chat_id)
    if isinstance(chat, SandboxChannel) and not chat.is_group:
        place = {"chat": chat.chat(), "message_id": source.message_id}
        return {"type": "channel", "date": source.date} | place
    return {"type": "user", "date": source.date, "sender_user": state.store.user(source.author)}
