"""Channels and groups of the sandbox, and what the people who run them do."""

from bot.sandbox.chats import (
    BOT_RIGHTS,
    GENERAL,
    GROUP_RIGHTS,
    USUAL_RIGHTS,
    Membership,
    SandboxChannel,
)
from bot.sandbox.messages import Message
from bot.sandbox.methods.forum_topics import make_topic
from bot.sandbox.refusals import Json
from bot.sandbox.state import SandboxState
from bot.sandbox.texts import Formatted, typed

_LOWEST_GROUP = -1_000_000_000_000  # ids of channels and supergroups lie below
_HERE = frozenset({"member", "administrator"})


class Places(SandboxState):
    # Who there is

    def add_channel(
        self,
        title: str,
        owner: int,
        *,
        id: int | None = None,  # noqa: A002 - Telegram's own word
        username: str = "",
    ) -> int:
        """A channel of the person `owner`; the bot is not in it yet."""
        number = self.chats.free_channel_id() if id is None else id
        return self._add(SandboxChannel(number, title, owner, username))

    def add_group(self, title: str, owner: int, *, id: int | None = None) -> int:  # noqa: A002
        """A basic group, which may become a supergroup one day; the bot is not in it yet."""
        number = self.chats.free_group_id() if id is None else id
        return self._add(SandboxChannel(number, title, owner, type="group"))

    def add_supergroup(
        self,
        title: str,
        owner: int,
        *,
        id: int | None = None,  # noqa: A002
        username: str = "",
        is_forum: bool = False,
    ) -> int:
        number = self.chats.free_channel_id() if id is None else id
        return self._add(
            SandboxChannel(number, title, owner, username, type="supergroup", is_forum=is_forum)
        )

    def add_administrator(self, channel: int, person: int, *rights: str) -> None:
        """Another person who runs the channel; without named rights, with the usual ones."""
        given = frozenset(rights) or USUAL_RIGHTS
        place = self.chats.channel(channel)
        place.administrators[self.chats.person(person).id] = Membership("administrator", given)
        self.channel_changed(place)

    def set_bot_rights(
        self, channel: int, by: int, *, status: str = "administrator", **rights: bool
    ) -> None:
        """Make the bot administrator, with the usual rights but for those named; or put it out.

        `status` is "administrator", "member" (all that a group's bot needs), "left" or "kicked".
        """
        known = BOT_RIGHTS + GROUP_RIGHTS
        if unknown := rights.keys() - set(known):
            raise ValueError(f"no such rights: {', '.join(sorted(unknown))}")
        given = {right: right in USUAL_RIGHTS for right in known} | rights
        allowed = frozenset(right for right, given_ in given.items() if given_)
        now = Membership(status, allowed if status == "administrator" else frozenset())
        place, before = self.chats.channel(channel), self.chats.channel(channel).bot
        self.change_bot_membership(place, now, self.chats.person(by).user())
        if place.is_group and (before.status in _HERE) != (now.status in _HERE):
            here = now.status in _HERE
            news = {"new_chat_members": [self.bot]} if here else {"left_chat_member": self.bot}
            self._serve(place, by, news)

    # What people do there

    def post_in_channel(
        self,
        channel: int,
        text: str,
        by: int | None = None,
        *,
        thread: int | None = None,
        reply_to: int | None = None,
    ) -> int:
        """What a person writes into a channel or a group, the owner if nobody is named.

        In a group everybody may write, and whoever does is a member from then on; `thread` is a
        topic of a forum, and `reply_to` a message that this one answers.
        """
        place = self.chats.channel(channel)
        author = place.owner if by is None else self.chats.person(by).id
        if place.migrated_to is not None:
            raise ValueError(f"{channel} has become the supergroup {place.migrated_to}")
        if thread is not None:
            place.topic(thread)
        if place.is_group:
            place.members.add(author)
        elif not place.membership(author).may("can_post_messages"):
            raise ValueError(f"{author} may not post in {channel}")
        message = self.add_message(place, author, typed(text), thread=thread, reply_to=reply_to)
        self._tell(place, message)
        return message.message_id

    def rename(self, channel: int, title: str) -> int:
        """A new title, and the service message that tells of it; its id."""
        place = self.chats.channel(channel)
        _check_title(title)
        place.title = title
        self.channel_changed(place)
        return self._serve(place, place.owner, {"new_chat_title": title})

    def protect(self, channel: int, *, on: bool = True) -> None:
        """Nothing can be forwarded or copied from here any more; or again."""
        place = self.chats.channel(channel)
        place.protected = on
        self.channel_changed(place)

    def migrate(self, group: int) -> int:
        """The owner turns a group into a supergroup, which is a new chat: its id."""
        old = self.chats.channel(group)
        if old.type != "group" or old.migrated_to is not None:
            raise ValueError(f"{group} is no group that could become a supergroup")
        new = SandboxChannel(
            self.chats.free_channel_id(),
            old.title,
            old.owner,
            type="supergroup",
            bot=old.bot,
            bot_was_here=old.bot_was_here,
            administrators=old.administrators,
            members=old.members,
        )
        self.chats.add(new)
        self.channel_changed(new)
        old.migrated_to = new.id
        self.channel_changed(old)
        self._serve(old, old.owner, {"migrate_to_chat_id": new.id})
        self._serve(new, new.owner, {"migrate_from_chat_id": old.id})
        return new.id

    def open_topic(self, group: int, name: str) -> int:
        """A new topic in a forum: its thread id."""
        place = self.chats.channel(group)
        if not place.is_forum:
            raise ValueError(f"{group} is no forum")
        message = make_topic(self, place, place.owner, name)
        self._tell(place, message)
        return message.message_id

    def rename_topic(self, group: int, thread: int, name: str) -> None:
        place = self.chats.channel(group)
        place.topic(thread).name = name
        self.channel_changed(place)
        self._serve(place, place.owner, {"forum_topic_edited": {"name": name}}, thread)

    def delete_topic(self, group: int, thread: int) -> None:
        """It goes with all its messages, and nobody is told."""
        place = self.chats.channel(group)
        place.topic(thread)
        del place.topics[thread]
        for message in self.store.of(group):
            if message.thread == thread:
                self.delete_message(message)
        self.channel_changed(place)

    def close_topic(self, group: int, thread: int, *, closed: bool = True) -> None:
        """Only administrators who may manage topics write there now; or everybody again."""
        place = self.chats.channel(group)
        place.topic(thread).closed = closed
        self.channel_changed(place)
        news = "forum_topic_closed" if closed else "forum_topic_reopened"
        self._serve(place, place.owner, {news: {}}, None if thread == GENERAL else thread)

    # Behind the scenes

    def _add(self, place: SandboxChannel) -> int:
        _check_title(place.title)
        self.chats.person(place.owner)
        if place.type == "group" and not _LOWEST_GROUP < place.id < 0:
            raise ValueError(f"a group's id is a negative number above -10^12, not {place.id}")
        if place.type != "group" and place.id > _LOWEST_GROUP:
            raise ValueError(f"a {place.type}'s id begins with -100, not {place.id}")
        self.chats.add(place)
        if place.is_forum:
            self.store.next_id(place)  # «General» has the number of a forum's first message
        self.channel_changed(place)
        return place.id

    def _serve(self, place: SandboxChannel, by: int, what: Json, thread: int | None = None) -> int:
        """A service message, which is not anybody's text; its id."""
        message = self.add_message(place, by, Formatted(""), content=what, thread=thread)
        self._tell(place, message)
        return message.message_id

    def _tell(self, place: SandboxChannel, message: Message, *, edited: bool = False) -> None:
        """The bot hears what is posted in its channels, and in groups what is meant for it."""
        runs_it = place.bot.status == "administrator"
        if not place.is_group:
            kind, hears = "channel_post", runs_it
        else:
            kind, hears = "message", runs_it or message.is_service or self._is_meant(message)
        if hears and place.bot.status in _HERE:
            self.updates.put(f"edited_{kind}" if edited else kind, self.store.form(message))

    def _is_meant(self, message: Message) -> bool:
        """A command, its name, a reply: all that it hears where it is no administrator."""
        replied = message.reply_to and self.store.get(message.chat_id, message.reply_to)
        if replied and replied.author == self.bot["id"]:
            return True
        kinds = {entity["type"] for entity in message.words.entities}
        name = f"@{self.bot['username']}".lower()
        return "bot_command" in kinds or name in message.words.text.lower()


def _check_title(title: str) -> None:
    if not title.strip():
        raise ValueError("a channel has a title")
