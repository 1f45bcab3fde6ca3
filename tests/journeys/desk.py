"""A newsroom for a story: the stand-in for Telegram, the bot on it, and people at their phones."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar

import handlers  # noqa: F401 - aiogram loads for seconds, in which a story would wait
from bot.app import App, assemble
from bot.config import FixedSettings
from bot.domain.article import ArticleState
from bot.domain.buttons import Follow, Publish, RouteSection, ShowStatus, unpack
from bot.domain.clock import Clock, system_clock
from bot.domain.delivery import Kind
from bot.domain.desk import Status
from bot.domain.press import Press
from bot.fetching import Fetcher
from bot.sandbox.sandbox_server import Sandbox
from bot.sandbox.world import World
from tests import tables
from tests.builders import address_of

Value = TypeVar("Value")
OLENA, IHOR, TARAS, NADIIA = 1001, 1002, 2001, 2002
_SOON = 40.0  # seconds; a machine on which much else runs takes its time


class Setting:
    """A machine's clock that somebody sets: so far is it from the right time."""

    def __init__(self, off: timedelta = timedelta()) -> None:
        self.off = off

    def __call__(self) -> datetime:
        return system_clock() + self.off


def said_in(message: dict[str, Any]) -> str:
    """The words of a message, of a rich one as well."""
    rich = message.get("rich_message")
    return _words(rich["blocks"]) if rich else message.get("text", "")


def is_report(message: dict[str, Any]) -> bool:
    """Whether a message says how a publication goes, and no more."""
    rows = message.get("reply_markup", {}).get("inline_keyboard", [])
    presses = [unpack(button.get("callback_data")) for row in rows for button in row]
    return bool(presses) and isinstance(presses[0], ShowStatus) and len(presses) == 1


def _words(given: Any) -> str:
    if isinstance(given, str):
        return given
    if isinstance(given, list):
        return "\n".join(map(_words, given))
    parts = ("text", "blocks", "items", "caption")
    return "\n".join(_words(given[name]) for name in parts if name in given)


@dataclass
class Desk:
    """People do, and look at what their chats show."""

    sandbox: Sandbox
    settings: FixedSettings
    clock: Setting = field(default_factory=Setting)
    app: App | None = None
    people: set[int] = field(default_factory=set)

    @property
    def world(self) -> World:
        return self.sandbox.world

    # --- what people do ---

    def come(self, person: int, name: str, *, language_code: str = "uk") -> int:
        if person not in self.people:
            self.people.add(person)
            self.world.add_person(name, id=person, language_code=language_code)
        return person

    async def channel(self, title: str = "Світ", *, username: str = "") -> int:
        """A channel of the owner's, with the bot in it and its section chosen."""
        chat_id = self.world.add_channel(title, owner=OLENA, username=username)
        self.world.set_bot_rights(chat_id, OLENA)

        def routes(press: Press) -> bool:
            return isinstance(press, RouteSection) and press.chat_id == chat_id

        await self.press(OLENA, routes, title)
        await self.until(lambda: self.popups(OLENA))
        return chat_id

    async def reader(self, person: int, name: str = "Тарас", *, follows: str = "Світ") -> int:
        """A person who started the bot some seconds ago, and follows a section.

        What a chat is sent first would else wait for its pace, behind the bot's answers.
        """
        self.come(person, name)
        self.world.say(person, "/start")
        await self.press(person, lambda p: isinstance(p, Follow) and p.on, follows)
        await self.until(
            lambda: self.button(person, lambda p: isinstance(p, Follow) and not p.on, follows)
        )
        self.clock.off += timedelta(seconds=3)
        return person

    async def paste(self, text: str, *, by: int = OLENA) -> dict[str, Any]:
        """Paste a page and wait for what comes back."""
        return await self.answer(by, self.world.say(by, text))

    async def publish(
        self, text: str, *, by: int = OLENA, breaking: bool = False, in_doubt: bool = False
    ) -> int:
        """Paste a page, press «publish», and return the article's number.

        `in_doubt`: the bot asks whether that is meant, since nobody gets it, say.
        """
        said = self.world.say(by, text)
        button = await self.press(
            by, lambda p: isinstance(p, Publish) and p.breaking is breaking, after=said
        )
        assert isinstance(button, Publish)
        if breaking or in_doubt:
            await self.press(by, lambda p: isinstance(p, Publish) and p.asked != 0, after=said)
        return button.article_id

    async def press(
        self,
        person: int,
        wanted: Callable[[Press], bool],
        title: str = "",
        *,
        chat_id: int | None = None,
        after: int = 0,
    ) -> Press:
        """Press the newest such button in a person's chat, or a group, as soon as it is there.

        `after`: under a message behind this one.
        """
        where = chat_id or person

        def newest() -> tuple[int, str] | None:
            found = self.button(where, wanted, title)
            return found if found and found[0] > after else None

        message_id, data = await self.until(newest)
        self.world.press(person, where, message_id, data)
        press = unpack(data)
        assert press is not None
        return press

    # --- what they see ---

    def texts(self, chat_id: int) -> list[str]:
        return [said_in(message) for message in self.world.messages(chat_id)]

    def posts(self, chat_id: int, words: str) -> list[dict[str, Any]]:
        """The messages of a chat in which these words stand."""
        return [m for m in self.world.messages(chat_id) if words in said_in(m)]

    def popups(self, person: int) -> list[str]:
        return [answer.text for answer in self.world.answers if answer.person == person]

    def last_id(self, chat_id: int) -> int:
        return max((m["message_id"] for m in self.world.messages(chat_id)), default=0)

    def after(self, chat_id: int, message_id: int) -> dict[str, Any] | None:
        """The bot's newest message behind this one that is no report.

        A report of what was published before comes when it will: it answers nothing.
        """
        later = [
            m
            for m in self.world.messages(chat_id)
            if m["message_id"] > message_id and m["from"]["is_bot"] and not is_report(m)
        ]
        return later[-1] if later else None

    async def answer(self, chat_id: int, message_id: int) -> dict[str, Any]:
        """The bot's newest message behind this one, as soon as it is there."""
        return await self.until(lambda: self.after(chat_id, message_id))

    def button(
        self, chat_id: int, wanted: Callable[[Press], bool], title: str = ""
    ) -> tuple[int, str] | None:
        for message in reversed(self.world.messages(chat_id)):
            for row in message.get("reply_markup", {}).get("inline_keyboard", []):
                for button in row:
                    press = unpack(button.get("callback_data"))
                    if press is not None and wanted(press) and title in button["text"]:
                        return message["message_id"], button["callback_data"]
        return None

    async def until(self, seen: Callable[[], Value | None], within: float = _SOON) -> Value:
        """Wait until something is to be seen."""
        found = await self.world.wait_until(seen, timeout=within)
        assert found is not None
        return found

    async def until_elsewhere(self, seen: Callable[[], object], within: float = _SOON) -> None:
        """Wait for what is to be seen outside of Telegram, which does not say when it changes."""
        async with asyncio.timeout(within):
            while not seen():  # noqa: ASYNC110 - there is no event
                await asyncio.sleep(0.05)

    async def settled(self, article_id: int) -> None:
        """Wait until nothing moves any more for an article, and its cards say how it stands."""
        await self._until_drawn(
            article_id, lambda now: now.article.is_published and now.progress.is_final
        )

    async def withdrawn(self, article_id: int) -> None:
        """Wait until a retraction has done all that it could, and the cards say so."""
        retracted = ArticleState.RETRACTED
        await self._until_drawn(
            article_id, lambda now: now.article.state is retracted and now.progress.is_final
        )

    async def drawn(self, article_id: int) -> None:
        """Wait until an article's cards say how it stands."""
        await self._until_drawn(article_id, lambda _: True)

    async def _until_drawn(self, article_id: int, stands: Callable[[Status], bool]) -> None:
        """A button of a card that is about to change would do nothing."""
        assert self.app is not None
        storage, status = self.app.storage, self.app.reports.status
        async with asyncio.timeout(_SOON), tables.changes(storage) as has_changed:
            while not (  # noqa: ASYNC110 - a table has no event
                has_changed()
                and not tables.is_open(storage, article_id, Kind.CARD)
                and stands(await status(article_id))
            ):
                await asyncio.sleep(0.05)


def settings(sandbox: Sandbox, database: Path | str, **others: Any) -> FixedSettings:
    given: dict[str, Any] = {
        "bot_token": sandbox.token,
        "telegram_api_url": sandbox.address,
        "database_url": address_of(database),
        "owner_ids": (OLENA,),
        "rate_per_channel_minute": 600,
        "look_up_after": 0.3,
        "check_links": "off",  # no story but one of its own is about sites that are not there
    }
    return FixedSettings(**(given | others))


def owned(sandbox: Sandbox, database: Path | str) -> Desk:
    """A newsroom that is not at work yet, and whose owner is at the door."""
    desk = Desk(sandbox, settings(sandbox, database))
    desk.come(OLENA, "Олена")
    desk.world.say(OLENA, "/start")
    return desk


@contextlib.asynccontextmanager
async def running(
    desk: Desk,
    *,
    clock: Clock | None = None,
    fetcher: Fetcher | None = None,
    to_its_end: bool = True,
) -> AsyncIterator[App]:
    """The bot at work, stopped in order at the end; else in the middle of what it does."""
    stop = asyncio.Event()
    app = assemble(desk.settings, clock=clock or desk.clock, fetcher=fetcher)
    desk.app = app
    try:
        async with asyncio.TaskGroup() as group:
            bot = group.create_task(app.run(stop, announce=lambda *_: None))
            try:
                yield app
            finally:
                if to_its_end:
                    stop.set()
                else:
                    bot.cancel()
    finally:
        await app.close()
