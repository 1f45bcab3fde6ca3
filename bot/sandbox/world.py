"""The world of the sandbox, for telling stories in it: people, their deeds, what they see.

All of it but waiting is synchronous; the server is a thin layer over it.
"""

from collections import Counter
from collections.abc import Callable
from typing import TypeVar

from bot.sandbox.journal import Request
from bot.sandbox.refusals import Json
from bot.sandbox.sandbox_people import People

Value = TypeVar("Value")
_HOUR = 3600


class World(People):
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

    # What whoever looks at the page is told

    def show_hint(
        self,
        words: dict[str, str],
        *,
        person: int | None = None,
        chat_id: int | None = None,
        say: str = "",
    ) -> None:
        """One hint stands on the page, its words by the page's language; no words take it away.

        It leads to that person's chat, and offers to write there what is to be said.
        """
        self.hint = {"words": dict(words), "person": person, "chat_id": chat_id, "say": say}
        self.changes.note("hint", hint=self.hint)

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
