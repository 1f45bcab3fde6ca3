"""The story: who does what, over the sandbox's HTTP alone, as people at their phones would."""

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

import aiohttp

from bot.domain.buttons import Follow, Publish, RouteSection, unpack
from bot.domain.press import Press

OLENA = 1001
TARAS = 2001
CHANNELS = {-1001000000001: "Світ", -1001000000002: "Економіка"}

_PATIENCE = 30.0  # seconds for the bot to do one thing
_POLL = 0.1


class StoryStuckError(Exception):
    """The bot did not do what the story waits for; the words say what."""


@dataclass(frozen=True, slots=True)
class SampleButton:
    """A button that a chat shows, and where."""

    message_id: int
    data: str
    press: Press


class SampleStory:
    """A newsroom's morning: an owner with two channels, a reader, three pages."""

    def __init__(self, session: aiohttp.ClientSession, sandbox: str) -> None:
        self._session = session
        self._sandbox = sandbox

    async def people(self) -> None:
        """Put people and channels there, before the bot wakes up."""
        await self._do(
            "people", id=OLENA, first_name="Олена", language_code="uk", note="редакторка"
        )
        await self._do("people", id=TARAS, first_name="Тарас", language_code="uk", note="читач")
        for chat_id, title in CHANNELS.items():
            await self._do("channels", id=chat_id, title=title, owner=OLENA)

    async def play(self) -> AsyncIterator[str]:
        """Play the story, and say each step in words when it has happened."""
        await self._do("say", person=OLENA, text="/start")
        for chat_id, title in CHANNELS.items():
            await self._do("bot-rights", channel=chat_id, by=OLENA, can_post_messages=True)
            await self._press(OLENA, _routes(chat_id), title)
            yield f"Олена made the bot administrator of «{title}» and sends that section there"
        await self._do("say", person=TARAS, text="/start")
        await self._press(TARAS, _follows, "Світ")
        yield "Тарас wrote /start and follows «Світ»"
        first, second, third = samples()
        for number, page in enumerate((first, second), start=1):
            yield await self._publish(number, page)
        await self._do("say", person=OLENA, text=third)
        await self._find(OLENA, _publishes(3))
        yield f"Олена pasted «{headline(third)}»: press «Опублікувати» in her chat yourself"

    async def _publish(self, number: int, page: str) -> str:
        await self._do("say", person=OLENA, text=page)
        button = await self._find(OLENA, _publishes(number))
        await self._press_button(OLENA, button)
        return f"Олена pasted «{headline(page)}» and pressed «Опублікувати»"

    async def shown(self) -> dict[int, list[str]]:
        """The texts that every chat shows."""
        state = await self._state()
        return {
            int(chat_id): [str(message.get("text", "")) for message in messages]
            for chat_id, messages in state["messages"].items()
        }

    async def _press(self, person: int, wanted: Callable[[Press], bool], title: str) -> None:
        """Press the button that is meant, in the row of the section with this title."""
        button = await self._find(person, wanted, title)
        await self._press_button(person, button)

    async def _press_button(self, person: int, button: SampleButton) -> None:
        await self._do(
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
                state = await self._state()
                messages = state["messages"].get(str(person), [])
                if found := _button(messages, wanted, title):
                    return found
                await asyncio.sleep(_POLL)

    async def _state(self) -> Mapping[str, Any]:
        async with self._session.get(f"{self._sandbox}/sandbox/state") as response:
            state: Mapping[str, Any] = await response.json()
            return state

    async def _do(self, what: str, **details: object) -> None:
        address = f"{self._sandbox}/sandbox/{what}"
        async with self._session.post(address, json=details) as response:
            if response.status != 200:  # noqa: PLR2004 - HTTP's OK
                raise StoryStuckError(f"{what}: {await response.text()}")


def samples() -> list[str]:
    """The pages that the story pastes, in order."""
    folder = files("bot.demo") / "samples"
    names = sorted(entry.name for entry in folder.iterdir() if entry.name.endswith(".txt"))
    return [(folder / name).read_text("utf-8") for name in names]


def headline(page: str) -> str:
    return page.split("\n", maxsplit=1)[0]


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
