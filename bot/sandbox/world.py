"""The world of the sandbox, for telling stories in it: people, their deeds, what they see.

All of it but waiting is synchronous; the server is a thin layer over it.
"""

from collections.abc import Callable
from typing import TypeVar
from urllib.parse import parse_qs, urlsplit

from bot.sandbox.chats import BOT_RIGHTS, USUAL_RIGHTS, Channel, Membership, Person
from bot.sandbox.journal import Query, Request
from bot.sandbox.refusals import Json
from bot.sandbox.state import State
from bot.sandbox.texts import Formatted, split_like_a_client, typed

Value = TypeVar("Value")
_FIRST_QUERY = 1001


class World(State):
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

    def add_channel(
        self,
        title: str,
        owner: int,
        *,
        id: int | None = None,  # noqa: A002
        username: str = "",
    ) -> int:
        """A channel of the person `owner`; the bot is not in it yet."""
        if not title.strip():
            raise ValueError("a channel has a title")
        number = self.chats.free_channel_id() if id is None else id
        if number > -1_000_000_000_000:  # noqa: PLR2004 - how Telegram marks channels
            raise ValueError(f"a channel's id begins with -100, not {number}")
        channel = Channel(number, title, self.chats.person(owner).id, username)
        self.chats.add(channel)
        self.channel_changed(channel)
        return number

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

        `status` is "administrator", "member" (rights taken, still there), "left" or "kicked".
        """
        if unknown := rights.keys() - set(BOT_RIGHTS):
            raise ValueError(f"no such rights: {', '.join(sorted(unknown))}")
        given = {right: right in USUAL_RIGHTS for right in BOT_RIGHTS} | rights
        allowed = frozenset(right for right, given_ in given.items() if given_)
        now = Membership(status, allowed if status == "administrator" else frozenset())
        self.change_bot_membership(self.chats.channel(channel), now, self.chats.person(by).user())

    # What people do

    def say(self, person: int, text: str) -> int:
        """A private message to the bot; a long one is split as the apps do. The last id."""
        someone = self._writer(person)
        parts = [words for words in map(typed, split_like_a_client(text)) if words.text]
        if not parts:
            raise ValueError("Telegram's apps do not send an empty message")
        return [self._told(someone, words, {}) for words in parts][-1]

    def send_file(
        self,
        person: int,
        name: str,
        content: bytes,
        *,
        stated_size: int | None = None,
        caption: str = "",
    ) -> int:
        """A document to the bot; `stated_size` is what its message says, whatever it holds."""
        document = self.files.keep(name, content, stated_size).document()
        return self._told(self._writer(person), typed(caption), {"document": document})

    def send_sticker(self, person: int, emoji: str = "👍") -> int:
        file = self.files.keep("sticker.webp", b"RIFF\x00\x00\x00\x00WEBP")
        shape = {"type": "regular", "width": 512, "height": 512}
        kind = {"is_animated": False, "is_video": False, "emoji": emoji}
        return self._told(
            self._writer(person), Formatted(""), {"sticker": file.ids() | shape | kind}
        )

    def press(self, person: int, chat_id: int, message_id: int, data: str) -> str:
        """A press of a button with this data under a message; the callback query's id.

        The data is not compared with the buttons: somebody may press one that has just gone, and
        a hostile app may send any.
        """
        someone = self.chats.person(person)
        message = self.store.get(chat_id, message_id)
        if message is None or (chat_id in self.chats.people and chat_id != person):
            raise LookupError(f"{person} sees no message {message_id} in {chat_id}")
        query = Query(str(_FIRST_QUERY + len(self.queries)), person)
        self.queries[query.id] = query
        form = {"id": query.id, "from": someone.user(), "message": self.store.form(message)}
        instance = {"chat_instance": str(abs(chat_id)), "data": data}
        self.updates.put("callback_query", form | instance)
        return query.id

    def post_in_channel(self, channel: int, text: str, by: int | None = None) -> int:
        """A post that a person writes into the channel, the owner if nobody is named."""
        place = self.chats.channel(channel)
        author = place.owner if by is None else by
        if not place.membership(author).may("can_post_messages"):
            raise ValueError(f"{author} may not post in {channel}")
        message = self.add_message(place, author, typed(text))
        if place.bot.status == "administrator":
            self.updates.put("channel_post", self.store.form(message))
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

    # What there is to see

    def messages(self, chat_id: int) -> list[Json]:
        """What the chat shows now, oldest first, in the Bot API's form, and `silent` beside it."""
        return [self.page_form(message) for message in self.store.of(chat_id)]

    def message(self, chat_id: int, message_id: int) -> Json | None:
        message = self.store.get(chat_id, message_id)
        return self.page_form(message) if message else None

    def commands(self, person: int) -> list[Json]:
        """The menu of commands that the person sees in the bot's chat."""
        return self.menus.shown_to(person, self.chats.person(person).language_code)

    def pending_updates(self) -> int:
        return len(self.updates)

    def calls(self, method: str, chat_id: int | None = None) -> list[Request]:
        """The logged requests of one method, oldest first."""
        wanted = method.lower()
        log = (request for request in self.requests if request.method.lower() == wanted)
        return [request for request in log if chat_id in (None, request.chat_id)]

    async def wait_until(
        self,
        predicate: Callable[[], Value],
        timeout: float = 10,  # noqa: ASYNC109 - the caller reads TimeoutError's words
    ) -> Value:
        """The predicate's first true value, looked for at every change of the world."""
        value = await self.changes.until(predicate, timeout)
        if not value:
            last = "; ".join(
                f"{r.method} {r.chat_id or ''} {r.status} {r.description}".strip()
                for r in list(self.requests)[-8:]
            )
            raise TimeoutError(f"it did not happen in {timeout:g} s; the last calls: {last}")
        return value

    # Behind the scenes

    def _writer(self, person: int) -> Person:
        """Whoever writes to a bot that they blocked has unblocked it first."""
        someone = self.chats.person(person)
        if someone.blocked:
            self._set_blocked(someone, blocked=False)
        if not someone.started:
            someone.started = True
            self.person_changed(someone)
        return someone

    def _told(self, someone: Person, words: Formatted, content: Json) -> int:
        message = self.add_message(someone, someone.id, words, content=content)
        self.updates.put("message", self.store.form(message))
        return message.message_id

    def _set_blocked(self, someone: Person, *, blocked: bool) -> None:
        if someone.blocked == blocked:
            return
        someone.blocked = blocked
        member, kicked = Membership("member"), Membership("kicked")
        before, now = (member, kicked) if blocked else (kicked, member)
        self.tell_membership(someone, before, now, someone.user())
        self.person_changed(someone)
