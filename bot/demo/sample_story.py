"""The story: who does what, over the sandbox's HTTP alone, as people at their phones would."""

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import dataclass
from typing import Any

from bot.demo.sample_newsroom import OLENA, TARAS, WORLD, SampleNewsroom, headline
from bot.demo.sample_site import SampleSite
from bot.demo.sandbox_line import SandboxLine
from bot.domain.buttons import Follow, Publish, RouteSection, unpack
from bot.domain.feed_buttons import AgreeFeed, SetInterval
from bot.domain.press import Press

_PATIENCE = 90.0  # seconds for the bot to do one thing, on a busy machine too
_POLL = 0.1
_EVERY_MINUTE = 1


@dataclass(frozen=True, slots=True)
class SampleButton:
    """A button that a chat shows, and where."""

    message_id: int
    data: str
    press: Press


class SampleStory:
    """A newsroom's morning: an owner with two channels, a reader, three pages, and a site."""

    def __init__(self, line: SandboxLine, newsroom: SampleNewsroom, site: SampleSite) -> None:
        self._line = line
        self._newsroom = newsroom
        self._site = site

    @property
    def site(self) -> str:
        """The address of the newsroom's site."""
        return self._site.address

    async def people(self) -> None:
        """Put people and channels there, before the bot wakes up."""
        room = self._newsroom
        for person, (name, note) in ((OLENA, room.editor), (TARAS, room.reader)):
            facts = {"first_name": name, "note": note, "language_code": room.language}
            await self._line.do("people", id=person, **facts)
        for chat_id, title in room.channels.items():
            await self._line.do("channels", id=chat_id, title=title, owner=OLENA)

    async def play(self) -> AsyncIterator[str]:
        """Play the story, and say each step in words when it has happened."""
        room = self._newsroom
        editor, reader = room.editor[0], room.reader[0]
        await self._line.do("say", person=OLENA, text="/start")
        for chat_id, title in room.channels.items():
            await self._line.do("bot-rights", channel=chat_id, by=OLENA, can_post_messages=True)
            await self._press(OLENA, _routes(chat_id), title)
            yield f"{editor} made the bot administrator of «{title}» and sends that section there"
        await self._line.do("say", person=TARAS, text="/start")
        await self._press(TARAS, _follows, room.channels[WORLD])
        yield f"{reader} wrote /start and follows «{room.channels[WORLD]}»"
        first, second, third = room.pages()
        for number, page in enumerate((first, second), start=1):
            await self._publish(number, page)
            yield f"{editor} pasted «{headline(page)}» and pressed «{room.publish}»"
        await self._publish(3, self._site.link(room.pictured.slug))
        yield f"{editor} sent a link of the site, and published «{room.pictured.headline}»"
        await self._line.do("say", person=OLENA, text=f"/feeds {self._site.address}/feed.xml")
        await self._press(OLENA, _agrees)
        await self._press(OLENA, _asks_often)
        yield f"{editor} connected the feed of the site"
        await self._line.do("say", person=OLENA, text=third)
        await self._find(OLENA, _publishes(4))
        yield f"{editor} pasted «{headline(third)}», which waits for «{room.publish}»"

    async def _publish(self, number: int, text: str) -> None:
        await self._line.do("say", person=OLENA, text=text)
        await self._press_button(OLENA, await self._find(OLENA, _publishes(number)))

    async def shown(self) -> dict[int, list[str]]:
        """The texts that every chat shows."""
        state = await self._line.state()
        return {
            int(chat_id): [said_in(message) for message in messages]
            for chat_id, messages in state["messages"].items()
        }

    async def _press(self, person: int, wanted: Callable[[Press], bool], title: str = "") -> None:
        """Press the button that is meant, in the row of the section with this title."""
        button = await self._find(person, wanted, title)
        await self._press_button(person, button)

    async def _press_button(self, person: int, button: SampleButton) -> None:
        await self._line.do(
            "press",
            person=person,
            chat_id=person,
            message_id=button.message_id,
            data=button.data,
        )

    async def _find(
        self, person: int, wanted: Callable[[Press], bool], title: str = ""
    ) -> SampleButton:
        """Wait until the person's chat shows such a button."""
        async with asyncio.timeout(_PATIENCE):
            while True:
                state = await self._line.state()
                messages = state["messages"].get(str(person), [])
                if found := _button(messages, wanted, title):
                    return found
                await asyncio.sleep(_POLL)


def said_in(message: Mapping[str, Any]) -> str:
    """The text of a message, or what stands under its picture."""
    return str(message.get("text") or message.get("caption") or "")


def _button(
    messages: list[Mapping[str, Any]], wanted: Callable[[Press], bool], title: str
) -> SampleButton | None:
    for message in reversed(messages):
        for row in message.get("reply_markup", {}).get("inline_keyboard", []):
            for button in row:
                press = unpack(button.get("callback_data"))
                if press is not None and wanted(press) and title in button["text"]:
                    return SampleButton(message["message_id"], button["callback_data"], press)
    return None


def _routes(chat_id: int) -> Callable[[Press], bool]:
    return lambda press: isinstance(press, RouteSection) and press.chat_id == chat_id and press.on


def _publishes(article_id: int) -> Callable[[Press], bool]:
    return lambda press: (
        isinstance(press, Publish) and press.article_id == article_id and not press.breaking
    )


def _follows(press: Press) -> bool:
    return isinstance(press, Follow) and press.on


def _agrees(press: Press) -> bool:
    return isinstance(press, AgreeFeed) and not press.first


def _asks_often(press: Press) -> bool:
    return isinstance(press, SetInterval) and press.minutes == _EVERY_MINUTE
