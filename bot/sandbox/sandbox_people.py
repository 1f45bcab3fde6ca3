"""People of the sandbox, and what they do: each makes the update that Telegram would."""

from collections import Counter
from urllib.parse import parse_qs, urlsplit

from bot.sandbox.channels_and_groups import Places
from bot.sandbox.chats import Chat, Membership, Person, SandboxChannel
from bot.sandbox.journal import InlineQuery, Query
from bot.sandbox.keyboard_rules import checked_markup
from bot.sandbox.messages import Message
from bot.sandbox.methods.inline import words_and_content
from bot.sandbox.methods.media import KINDS
from bot.sandbox.methods.repeating import origin
from bot.sandbox.refusals import Json
from bot.sandbox.texts import Formatted, formatted, retyped, split_like_a_client, typed

_FIRST_QUERY = 1001
_FIRST_INLINE_QUERY = 5001


class People(Places):
    # Who there is

    def add_person(
        self,
        first_name: str,
        *,
        id: int | None = None,  # noqa: A002 - Telegram's own word
        last_name: str = "",
        username: str = "",
        language_code: str = "uk",
        note: str = "",
    ) -> int:
        """Somebody who may write to the bot; `note` is shown beside the name on the page."""
        if not first_name.strip():
            raise ValueError("a person has a name")
        number = self.chats.free_person_id() if id is None else id
        if number <= 0 or number == self.bot["id"]:
            raise ValueError(f"a person cannot have the id {number}")
        person = Person(number, first_name, last_name, username, language_code, note)
        self.chats.add(person)
        self.person_changed(person)
        return number

    # What people do

    def say(
        self,
        person: int,
        text: str,
        *,
        entities: list[Json] | None = None,
        forward_origin: Json | None = None,
        reply_to: int | None = None,
    ) -> int:
        """A private message to the bot; a long one is split as the apps do. The last id.

        With `entities` it is formatted; `forward_origin`: it is passed on from there; `reply_to`:
        it answers a message of the chat.
        """
        someone = self._writer(person)
        if entities or forward_origin:
            words = formatted(text, "", entities)
            return self._told(someone, words, {}, forward_origin=forward_origin)
        parts = [words for words in map(typed, split_like_a_client(text)) if words.text]
        if not parts:
            raise ValueError("Telegram's apps do not send an empty message")
        return [self._told(someone, words, {}, reply_to=reply_to) for words in parts][-1]

    def send_file(
        self,
        person: int,
        name: str,
        content: bytes,
        *,
        stated_size: int | None = None,
        caption: str = "",
        kind: str = "document",
        reply_to: int | None = None,
        album: str | None = None,
    ) -> int:
        """A file to the bot; `stated_size` is what its message says, whatever it holds.

        It may answer a message of the chat, and be one of an album's.
        """
        if kind not in KINDS:
            raise ValueError(f"no such kind of file: {kind}; there are {', '.join(KINDS)}")
        file = self.files.keep(name, content, stated_size, kind)
        group = {"media_group_id": album} if album else {}
        shown = file.content_of_message() | group
        return self._told(self._writer(person), typed(caption), shown, reply_to=reply_to)

    def send_sticker(self, person: int, emoji: str = "👍") -> int:
        content = b"RIFF\x00\x00\x00\x00WEBP"
        file = self.files.keep("sticker.webp", content, kind="sticker")
        sticker = file.content_of_message()["sticker"] | {"emoji": emoji}
        return self._told(self._writer(person), Formatted(""), {"sticker": sticker})

    def send_location(self, person: int, latitude: float, longitude: float) -> int:
        place = {"latitude": float(latitude), "longitude": float(longitude)}
        return self._told(self._writer(person), Formatted(""), {"location": place})

    def press(self, person: int, chat_id: int, message_id: int, data: str) -> str:
        """A press of a button with this data under a message; the callback query's id.

        The data is not compared with the buttons: somebody may press one that has just gone, and
        a hostile app may send any.
        """
        someone, message = self.chats.person(person), self._seen(person, chat_id, message_id)
        query = Query(str(_FIRST_QUERY + len(self.queries)), person)
        self.queries[query.id] = query
        form = {"id": query.id, "from": someone.user(), "message": self.store.form(message)}
        instance = {"chat_instance": str(abs(chat_id)), "data": data}
        self.updates.put("callback_query", form | instance)
        return query.id

    def edit(self, person: int, chat_id: int, message_id: int, text: str) -> None:
        """Change the words of one's own message, or of a channel's where one may."""
        message = self._seen(person, chat_id, message_id)
        if not self._may_change(person, message, "can_edit_messages"):
            raise ValueError(f"{person} may not edit the message {message_id} in {chat_id}")
        words = retyped(message.words, text)
        if not (words.text or message.has_media):
            raise ValueError("Telegram's apps do not leave a message empty")
        if words == message.words:
            return
        message.words, message.edit_date = words, self.now()
        self.message_changed(message)
        place = self.chats.channels.get(chat_id)
        if place:
            self._tell(place, message, edited=True)
        else:
            self.updates.put("edited_message", self.store.form(message))

    def delete(self, person: int, chat_id: int, message_id: int) -> None:
        """Take a message away, of which no bot is told; in private one may delete the bot's."""
        message = self._seen(person, chat_id, message_id)
        mine = chat_id in self.chats.people
        if not (mine or self._may_change(person, message, "can_delete_messages")):
            raise ValueError(f"{person} may not delete the message {message_id} in {chat_id}")
        self.delete_message(message)

    def forward(self, person: int, chat_id: int, message_id: int) -> int:
        """Pass a message on to the bot, an album with all that is in it; the (last) new id."""
        message = self._seen(person, chat_id, message_id)
        if message.is_service or self.store.is_protected(message, self.chats.get(chat_id)):
            raise ValueError(f"the message {message_id} in {chat_id} cannot be forwarded")
        someone, album = self._writer(person), message.content.get("media_group_id")
        together = [
            one
            for one in self.store.of(chat_id)
            if one is message or (album and one.content.get("media_group_id") == album)
        ]
        again = {"media_group_id": str(next(self.albums))} if album else {}
        return [
            self._told(someone, one.words, one.content | again, forward_origin=origin(self, one))
            for one in together
        ][-1]

    def react(self, person: int, chat_id: int, message_id: int, emoji: str = "") -> None:
        """React to a message, or take that back; in groups the bot hears of it if it runs them."""
        user, message = self.chats.person(person).user(), self._seen(person, chat_id, message_id)
        old = message.reactions.get(person, [])
        new: list[Json] = [{"type": "emoji", "emoji": emoji}] if emoji else []
        self.change_reactions(message, person, new)
        chat = self.chats.get(chat_id)
        if isinstance(chat, Person) or (
            chat and chat.is_group and chat.bot.status == "administrator"
        ):
            place = {"chat": chat.chat(), "message_id": message_id, "user": user}
            change = {"date": self.now(), "old_reaction": old, "new_reaction": new}
            self.updates.put("message_reaction", place | change)
        elif isinstance(chat, SandboxChannel) and chat.bot.status == "administrator":
            counts = Counter(one["emoji"] for given in message.reactions.values() for one in given)
            told = [
                {"type": {"type": "emoji", "emoji": kind}, "total_count": count}
                for kind, count in counts.items()
            ]
            place = {"chat": chat.chat(), "message_id": message_id, "date": self.now()}
            self.updates.put("message_reaction_count", place | {"reactions": told})

    def ask_inline(
        self, person: int, query: str, chat_type: str = "sender", offset: str = ""
    ) -> str:
        """Type behind the bot's name, or scroll on from `offset`; the inline query's id."""
        asked = InlineQuery(str(_FIRST_INLINE_QUERY + len(self.inline_queries)), person, query)
        self.inline_queries[asked.id] = asked
        form = {"id": asked.id, "from": self.chats.person(person).user(), "query": query}
        self.updates.put("inline_query", form | {"offset": offset, "chat_type": chat_type})
        return asked.id

    def choose_inline(self, query_id: str, result_id: str, chat_id: int) -> int:
        """Send what the bot offered, in the chat with it or in a group; the message's id."""
        query = self.inline_queries[query_id]
        result = (query.results or {})[result_id]
        words, content = words_and_content(self, result)
        markup = checked_markup(result.get("reply_markup"), inline_only=True)
        instead = result.get("input_message_content") or {}
        preview = instead.get("link_preview_options") or None
        more = {"content": content, "reply_markup": markup, "via_bot": True}
        more |= {"link_preview_options": preview}
        if chat_id == query.person:
            chat: Chat = self._writer(query.person)
        else:
            chat = self.chats.channel(chat_id)
        message = self.add_message(chat, query.person, words, **more)
        self.updates.put("message", self.store.form(message))
        return message.message_id

    def block(self, person: int) -> None:
        """The person stops the bot."""
        self._set_blocked(self.chats.person(person), blocked=True)

    def unblock(self, person: int) -> None:
        self._set_blocked(self.chats.person(person), blocked=False)

    def deactivate(self, person: int) -> None:
        """The person deletes the account; the bot is told only when it writes."""
        someone = self.chats.person(person)
        someone.deactivated = True
        self.person_changed(someone)

    def open_link(self, person: int, url: str) -> int:
        """Follow `https://t.me/<bot>?start=X` as the apps do: `/start X` is sent. Its id."""
        address = urlsplit(url)
        name = address.path.strip("/").lower()
        if address.hostname not in ("t.me", "telegram.me") or name != self.bot["username"].lower():
            raise ValueError(f"{url} does not lead to this bot")
        words = parse_qs(address.query).get("start", [""])
        return self.say(person, f"/start {words[0]}".strip())

    # Behind the scenes

    def _seen(self, person: int, chat_id: int, message_id: int) -> Message:
        message = self.store.get(chat_id, message_id)
        if message is None or (chat_id in self.chats.people and chat_id != person):
            raise LookupError(f"{person} sees no message {message_id} in {chat_id}")
        return message

    def _may_change(self, person: int, message: Message, right: str) -> bool:
        """What one wrote, if it was not passed on; and what stands in channels that one runs."""
        if message.is_service:
            return False
        place = self.chats.channels.get(message.chat_id)
        if place and not place.is_group:
            return place.membership(person).may(right)
        return message.author == person and message.forward_origin is None

    def _writer(self, person: int) -> Person:
        """Whoever writes to a bot that they blocked has unblocked it first."""
        someone = self.chats.person(person)
        if someone.blocked:
            self._set_blocked(someone, blocked=False)
        if not someone.started:
            someone.started = True
            self.person_changed(someone)
        return someone

    def _told(
        self,
        someone: Person,
        words: Formatted,
        content: Json,
        *,
        reply_to: int | None = None,
        forward_origin: Json | None = None,
    ) -> int:
        message = self.add_message(
            someone,
            someone.id,
            words,
            content=content,
            reply_to=reply_to,
            forward_origin=forward_origin,
        )
        self._key_pressed(someone.id, words.text)
        self.updates.put("message", self.store.form(message))
        return message.message_id

    def _key_pressed(self, chat_id: int, text: str) -> None:
        """A keyboard for one time goes once one of its keys was pressed."""
        shown = self.keyboards.get(chat_id, {})
        keys = [key["text"] for row in shown.get("keyboard", []) for key in row]
        if shown.get("one_time_keyboard") and text in keys:
            self.show_keyboard(chat_id, {})

    def _set_blocked(self, someone: Person, *, blocked: bool) -> None:
        if someone.blocked == blocked:
            return
        someone.blocked = blocked
        member, kicked = Membership("member"), Membership("kicked")
        before, now = (member, kicked) if blocked else (kicked, member)
        self.tell_membership(someone, before, now, someone.user())
        self.person_changed(someone)
