"""People, channels and groups of the sandbox, in the forms in which the Bot API shows them."""

from dataclasses import dataclass, field
from typing import Literal

from bot.sandbox.refusals import Json

BOT_RIGHTS = (
    "can_post_messages",
    "can_edit_messages",
    "can_delete_messages",
    "can_invite_users",
    "can_change_info",
    "can_restrict_members",
    "can_promote_members",
    "can_manage_video_chats",
    "can_post_stories",
    "can_edit_stories",
    "can_delete_stories",
    "can_send_welcome_messages",
)
GROUP_RIGHTS = ("can_pin_messages", "can_manage_topics")
# What Telegram's app offers when a bot is made administrator of a channel, or of a group.
USUAL_RIGHTS = frozenset({*BOT_RIGHTS[:5], "can_pin_messages"})
GENERAL = 1  # the thread of a forum's first topic, which no message names
_FIRST_PERSON = 1001
_FIRST_CHANNEL = -1001000000001
_FIRST_GROUP = -4000000001
Kind = Literal["channel", "group", "supergroup"]


@dataclass
class Person:
    id: int
    first_name: str
    last_name: str = ""
    username: str = ""
    language_code: str = "uk"
    note: str = ""  # a word for whoever watches; Telegram knows nothing of it
    started: bool = False  # has written to the bot, which may answer from then on
    blocked: bool = False
    deactivated: bool = False

    def names(self) -> Json:
        optional = {"last_name": self.last_name, "username": self.username}
        return {"first_name": self.first_name} | {k: v for k, v in optional.items() if v}

    def user(self) -> Json:
        language = {"language_code": self.language_code} if self.language_code else {}
        return {"id": self.id, "is_bot": False} | self.names() | language

    def chat(self) -> Json:
        return {"id": self.id, "type": "private"} | self.names()


@dataclass
class Membership:
    """What an administrator may do; for the bot also whether it is one at all."""

    status: str = "left"  # left, kicked, member, administrator, creator
    rights: frozenset[str] = frozenset()

    def may(self, right: str) -> bool:
        return self.status == "creator" or (
            self.status == "administrator" and right in self.rights
        )

    def form(self, user: Json, kind: Kind = "channel") -> Json:
        """As a `ChatMember` of a chat of this kind."""
        form = {"status": self.status, "user": user}
        match self.status:
            case "administrator":
                shown = BOT_RIGHTS if kind == "channel" else BOT_RIGHTS + GROUP_RIGHTS
                may = {right: right in self.rights for right in shown}
                fixed = {"can_be_edited": False, "is_anonymous": False, "can_manage_chat": True}
                return form | fixed | may
            case "creator":
                return form | {"is_anonymous": False}
            case "kicked":
                return form | {"until_date": 0}
            case _:
                return form


@dataclass
class Topic:
    """A thread of a forum; its id is that of the message that opened it."""

    name: str
    closed: bool = False


@dataclass
class SandboxChannel:
    """A chat of several people: a channel, a group, or a supergroup."""

    id: int
    title: str
    owner: int
    username: str = ""
    type: Kind = "channel"
    bot: Membership = field(default_factory=Membership)
    bot_was_here: bool = False
    administrators: dict[int, Membership] = field(default_factory=dict)
    members: set[int] = field(default_factory=set)
    protected: bool = False  # nothing can be forwarded or copied from here
    is_forum: bool = False
    topics: dict[int, Topic] = field(default_factory=dict)
    general: Topic = field(default_factory=lambda: Topic("General"))  # a forum's first topic
    migrated_to: int | None = None

    @property
    def is_group(self) -> bool:
        """Whether everybody who is in it writes."""
        return self.type != "channel"

    def chat(self) -> Json:
        name = {"username": self.username} if self.username else {}
        forum = {"is_forum": True} if self.is_forum else {}
        return {"id": self.id, "type": self.type, "title": self.title} | name | forum

    def page_form(self) -> Json:
        """As the page shows it."""
        bot = {"status": self.bot.status, "rights": sorted(self.bot.rights)}
        who = {"owner": self.owner, "administrators": sorted(self.administrators)}
        topics = {str(thread): vars(topic) for thread, topic in self.topics.items()}
        more = {"protected": self.protected, "topics": topics, "migrated_to": self.migrated_to}
        return self.chat() | who | more | {"bot": bot}

    def topic(self, thread: int) -> Topic:
        known = self.general if self.is_forum and thread == GENERAL else self.topics.get(thread)
        if known is None:
            raise LookupError(f"{self.id} has no topic {thread}")
        return known

    def membership(self, person: int) -> Membership:
        if person == self.owner:
            return Membership("creator")
        here = "member" if person in self.members else "left"
        return self.administrators.get(person, Membership(here))


Chat = Person | SandboxChannel


class Chats:
    """Everybody there is, by id and by name."""

    def __init__(self) -> None:
        self.people: dict[int, Person] = {}
        self.channels: dict[int, SandboxChannel] = {}
        self._next_person = _FIRST_PERSON
        self._next_channel = _FIRST_CHANNEL
        self._next_group = _FIRST_GROUP

    def get(self, chat_id: int) -> Chat | None:
        return self.people.get(chat_id) or self.channels.get(chat_id)

    def person(self, person: int) -> Person:
        try:
            return self.people[person]
        except KeyError:
            raise LookupError(f"nobody has the id {person}") from None

    def channel(self, channel: int) -> SandboxChannel:
        try:
            return self.channels[channel]
        except KeyError:
            raise LookupError(f"no channel has the id {channel}") from None

    def channel_named(self, name: str) -> SandboxChannel | None:
        wanted = name.lstrip("@").lower()
        found = (c for c in self.channels.values() if c.username and c.username.lower() == wanted)
        return next(found, None)

    def add(self, chat: Chat) -> None:
        if self.get(chat.id) is not None:
            raise ValueError(f"the id {chat.id} is taken")
        if isinstance(chat, Person):
            self.people[chat.id] = chat
        else:
            self.channels[chat.id] = chat

    def free_person_id(self) -> int:
        while self._next_person in self.people:
            self._next_person += 1
        return self._next_person

    def free_channel_id(self) -> int:
        while self._next_channel in self.channels:
            self._next_channel -= 1
        return self._next_channel

    def free_group_id(self) -> int:
        while self._next_group in self.channels:
            self._next_group -= 1
        return self._next_group
