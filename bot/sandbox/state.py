"""The state behind the sandbox: what the Bot API's methods read and change.

Everything here is synchronous and belongs to one event loop.
"""

import time
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import count

from bot.sandbox.changes import Changes
from bot.sandbox.chats import Chat, Chats, Membership, Person, SandboxChannel
from bot.sandbox.commands import CommandMenus
from bot.sandbox.faults import Faults
from bot.sandbox.flood import FloodControl
from bot.sandbox.journal import InlineQuery, PressAnswer, Query, Request, Webhook
from bot.sandbox.messages import Message, Messages
from bot.sandbox.refusals import Json
from bot.sandbox.sent_files import Files
from bot.sandbox.star_balance import Stars
from bot.sandbox.texts import Formatted
from bot.sandbox.update_queue import UpdateQueue

_REMEMBERED_REQUESTS = 100_000
_FIRST_ALBUM = 13_000_000_001


@dataclass(eq=False)
class SandboxState:
    bot: Json
    clock: Callable[[], float] = time.time
    changes: Changes = field(default_factory=Changes)
    chats: Chats = field(default_factory=Chats)
    files: Files = field(default_factory=Files)
    faults: Faults = field(default_factory=Faults)
    limits: FloodControl = field(default_factory=FloodControl)
    stars: Stars = field(default_factory=Stars)
    menus: CommandMenus = field(default_factory=CommandMenus)
    profile: dict[tuple[str, str], str] = field(default_factory=dict)  # by text and language
    menu_buttons: dict[int | None, Json] = field(default_factory=dict)  # by chat; None: usual
    queries: dict[str, Query] = field(default_factory=dict)
    answers: list[PressAnswer] = field(default_factory=list)
    pins: dict[int, list[int]] = field(default_factory=dict)  # of each chat, the newest last
    keyboards: dict[int, Json] = field(default_factory=dict)  # that stand under the chats
    inline_queries: dict[str, InlineQuery] = field(default_factory=dict)
    webhook: Webhook = field(default_factory=Webhook)
    albums: Iterator[int] = field(default_factory=lambda: count(_FIRST_ALBUM))
    breaks_album: bool = False  # the one that is being sent, in the middle
    revoked: bool = False  # the token opens nothing any more
    hint: Json = field(default_factory=dict)  # what the page tells whoever looks at it
    pictures_from: str = ""  # the one site whose pictures the page shows in previews
    unknown_methods: set[str] = field(default_factory=set)  # that the bot called
    requests: deque[Request] = field(default_factory=lambda: deque(maxlen=_REMEMBERED_REQUESTS))

    def __post_init__(self) -> None:
        self.store = Messages(self.chats, self.bot)
        self.updates = UpdateQueue(self.changes)
        self._last_request = 0

    def now(self) -> int:
        return int(self.clock())

    def log(self, method: str, params: Json, chat_id: int | None) -> Request:
        self._last_request += 1
        request = Request(self._last_request, self.clock(), method, params, chat_id)
        self.requests.append(request)
        self.changes.ring()
        return request

    def add_message(self, chat: Chat, author: int, words: Formatted, **more: object) -> Message:
        """Keep a new message and show it; `more` are fields of `Message`."""
        number = self.store.next_id(chat)
        message = Message(chat.id, number, self.now(), author, words, **more)  # type: ignore[arg-type]
        self.store.keep(message)
        self.message_changed(message)
        return message

    def message_changed(self, message: Message) -> None:
        form = self.page_form(message)
        self.changes.note("message", chat_id=message.chat_id, message=form)

    def delete_message(self, message: Message) -> None:
        self.store.remove(message)
        self.changes.note("deleted", chat_id=message.chat_id, message_id=message.message_id)
        self.unpin(message.chat_id, message.message_id)

    def show_keyboard(self, chat_id: int, keyboard: Json) -> None:
        """Put a keyboard under the chat; {} takes it away."""
        if self.keyboards.get(chat_id, {}) != keyboard:
            self.keyboards[chat_id] = keyboard
            self.changes.note("keyboard", chat_id=chat_id, keyboard=keyboard)

    def pin(self, message: Message) -> None:
        self.pins.setdefault(message.chat_id, []).append(message.message_id)
        self._pins_changed(message.chat_id)

    def unpin(self, chat_id: int, message_id: int) -> None:
        """Nothing happens to what is not pinned."""
        if message_id in (pins := self.pins.get(chat_id, [])):
            pins.remove(message_id)
            self._pins_changed(chat_id)

    def _pins_changed(self, chat_id: int) -> None:
        self.changes.note("pins", chat_id=chat_id, pins=list(self.pins[chat_id]))

    def limits_changed(self) -> None:
        self.changes.note("limits", limits=self.limits.form(), stars=self.stars.tenths / 10)

    def answer(self, query: Query, answer: PressAnswer) -> None:
        query.answered = True
        self.answers.append(answer)
        self.changes.note("answer", answer=dict(vars(answer)))

    def miss(self, method: str) -> None:
        """The bot called a method that the sandbox lacks; said once on the page."""
        if method not in self.unknown_methods:
            self.unknown_methods.add(method)
            self.changes.note("unknown_method", method=method)

    def change_reactions(self, message: Message, who: int, reactions: list[Json]) -> None:
        """What somebody thinks of a message now; nothing takes it back."""
        message.reactions.pop(who, None)
        if reactions:
            message.reactions[who] = reactions
        self.message_changed(message)

    def menus_changed(self) -> None:
        self.changes.note("commands")

    def change_bot_membership(self, channel: SandboxChannel, now: Membership, by: Json) -> None:
        before, channel.bot = channel.bot, now
        channel.bot_was_here = True
        self.tell_membership(channel, before, now, by)
        self.channel_changed(channel)

    def page_form(self, message: Message) -> Json:
        """As a `Message`, with `silent` and reactions beside, which only people are shown."""
        shown = [r.get("emoji", "⭐") for given in message.reactions.values() for r in given]
        return self.store.form(message) | {"silent": message.silent, "reactions": shown}

    def tell_membership(self, chat: Chat, before: Membership, now: Membership, by: Json) -> None:
        change = {"chat": chat.chat(), "from": by, "date": self.now()}
        kind = chat.type if isinstance(chat, SandboxChannel) else "channel"
        old, new = before.form(self.bot, kind), now.form(self.bot, kind)
        members = {"old_chat_member": old, "new_chat_member": new}
        self.updates.put("my_chat_member", change | members)

    def person_changed(self, person: Person) -> None:
        self.changes.note("person", person=dict(vars(person)))

    def channel_changed(self, channel: SandboxChannel) -> None:
        self.changes.note("channel", channel=channel.page_form())
