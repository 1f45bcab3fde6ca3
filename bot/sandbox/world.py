"""The world of the sandbox, for telling stories in it: people, their deeds, what they see.

All of it but waiting is synchronous; the server is a thin layer over it.
"""

from collections import Counter
from collections.abc import Callable
from typing import TypeVar
from urllib.parse import parse_qs, urlsplit

from bot.sandbox.channels_and_groups import Places
from bot.sandbox.chats import Membership, Person
from bot.sandbox.journal import Query, Request
from bot.sandbox.refusals import Json
from bot.sandbox.texts import Formatted, split_like_a_client, typed

Value = TypeVar("Value")
_FIRST_QUERY = 1001
_HOUR = 3600


class World(Places):
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

    # What befalls the bot

    def revoke_token(self) -> None:
        """From now on every call is answered 401, one that waits for updates too."""
        self.revoked = True
        self.changes.ring()

    def restore_token(self) -> None:
        """The token opens everything again."""
        self.revoked = False

    def age(self, chat_id: int, message_id: int, hours: float) -> None:
        """Make a message so many hours older than it says."""
        message = self.store.get(chat_id, message_id)
        if message is None:
            raise LookupError(f"there is no message {message_id} in {chat_id}")
        message.date -= round(hours * _HOUR)
        self.message_changed(message)

    def give_stars(self, stars: float) -> None:
        """Telegram Stars for the bot's balance; a negative number takes them away."""
        self.stars.give(stars)
        self.limits_changed()

    # What there is to see

    @property
    def wasted(self) -> Counter[str]:
        """How many requests the limits refused, by scope."""
        return self.limits.wasted

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
