"""Messages: one sequence of ids for each channel and supergroup, and one over all other chats."""

from dataclasses import dataclass, field

from bot.sandbox.chats import Chat, Chats, SandboxChannel
from bot.sandbox.refusals import Json
from bot.sandbox.texts import Formatted

# What is written by Telegram itself when something happens in a chat.
_SERVICE = frozenset(
    {"pinned_message", "new_chat_title", "new_chat_members", "left_chat_member"}
    | {"migrate_to_chat_id", "migrate_from_chat_id"}
    | {"forum_topic_created", "forum_topic_edited"}
    | {"forum_topic_closed", "forum_topic_reopened"}
)

_MEDIA = frozenset({"photo", "document", "video", "animation", "audio", "voice"})


@dataclass
class Message:
    chat_id: int
    message_id: int
    date: int
    author: int  # a person's id, or the bot's
    words: Formatted = field(default_factory=lambda: Formatted(""))
    content: Json = field(default_factory=dict)  # what is no text: document, sticker, service
    reply_markup: Json | None = None
    link_preview_options: Json | None = None
    forward_origin: Json | None = None
    reply_to: int | None = None
    thread: int | None = None  # of a forum
    edit_date: int | None = None
    silent: bool = False
    protected: bool = False
    via_bot: bool = False  # chosen from what the bot offered
    reactions: dict[int, list[Json]] = field(default_factory=dict)  # by who reacted

    @property
    def has_media(self) -> bool:
        return not _MEDIA.isdisjoint(self.content)

    @property
    def is_rich(self) -> bool:
        return "rich_message" in self.content

    @property
    def is_service(self) -> bool:
        return not _SERVICE.isdisjoint(self.content)


class Messages:
    """What every chat shows now; a deleted message is gone, and its id stays used."""

    def __init__(self, chats: Chats, bot: Json) -> None:
        self._chats = chats
        self._bot = bot
        self._shown: dict[int, dict[int, Message]] = {}
        self._last: dict[int, int] = {}

    def next_id(self, chat: Chat) -> int:
        apart = isinstance(chat, SandboxChannel) and chat.type != "group"
        sequence = chat.id if apart else 0
        self._last[sequence] = self._last.get(sequence, 0) + 1
        return self._last[sequence]

    def keep(self, message: Message) -> None:
        self._shown.setdefault(message.chat_id, {})[message.message_id] = message

    def remove(self, message: Message) -> None:
        del self._shown[message.chat_id][message.message_id]

    def get(self, chat_id: int, message_id: int) -> Message | None:
        return self._shown.get(chat_id, {}).get(message_id)

    def of(self, chat_id: int) -> list[Message]:
        return list(self._shown.get(chat_id, {}).values())

    def user(self, user_id: int) -> Json | None:
        if user_id == self._bot["id"]:
            return self._bot
        person = self._chats.people.get(user_id)
        return person.user() if person else None

    def form(self, message: Message, *, with_reply: bool = True) -> Json:
        """As a `Message` of the Bot API."""
        chat = self._chats.get(message.chat_id)
        if chat is None:
            raise LookupError(f"no chat has the id {message.chat_id}")
        result: Json = {"message_id": message.message_id, "date": message.date}
        result["chat"] = chat.chat()
        if isinstance(chat, SandboxChannel) and not chat.is_group:
            result["sender_chat"] = chat.chat()
        else:
            result["from"] = self.user(message.author)
        circumstances = self._circumstances(message, chat, with_reply=with_reply)
        return result | circumstances | self._body(message)

    def _circumstances(self, message: Message, chat: Chat, *, with_reply: bool) -> Json:
        # What answers nothing in a topic answers the message that opened it, says Telegram.
        answered = message.reply_to or (message.thread != message.message_id and message.thread)
        replied = answered and self.get(message.chat_id, answered)
        optional = {
            "forward_origin": message.forward_origin,
            "via_bot": self._bot if message.via_bot else None,
            "edit_date": message.edit_date,
            "has_protected_content": self.is_protected(message, chat) or None,
            "message_thread_id": message.thread,
            "is_topic_message": True if message.thread else None,
            "reply_markup": message.reply_markup,
            "link_preview_options": message.link_preview_options,
            "reply_to_message": self.form(replied, with_reply=False)
            if replied and with_reply
            else None,
        }
        return {name: value for name, value in optional.items() if value is not None}

    def is_protected(self, message: Message, chat: Chat | None) -> bool:
        """Whether its author, or the whole chat, forbids that it goes on."""
        return message.protected or (isinstance(chat, SandboxChannel) and chat.protected)

    def _body(self, message: Message) -> Json:
        text = "caption" if message.content else "text"
        body = dict(message.content)
        if message.words.text:
            body[text] = message.words.text
        entities = [e for e in map(self._entity, message.words.entities) if e]
        if entities:
            body["caption_entities" if message.content else "entities"] = entities
        return body

    def _entity(self, entity: Json) -> Json | None:
        """A mention of somebody whom the bot cannot know is left out, as Telegram does."""
        if entity["type"] != "text_mention":
            return entity
        user = self.user(entity["user_id"])
        place = {name: entity[name] for name in ("type", "offset", "length")}
        return place | {"user": user} if user else None
