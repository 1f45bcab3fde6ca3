"""The guide: tells whoever looks at the demonstration what to try next."""

import asyncio
from collections.abc import Mapping
from typing import Any

from bot.demo.sample_newsroom import (
    ENGLISH,
    OLENA,
    TARAS,
    Hint,
    SampleNewsroom,
    hints,
)
from bot.demo.sample_site import SampleSite
from bot.demo.sample_story import said_in
from bot.demo.sandbox_line import SandboxLine

_LOOK_EVERY = 0.5  # seconds
_IN_ENGLISH = "This newsroom speaks Ukrainian. An English one: vistnyk demo --lang en"
_PLACES = {"editor": OLENA, "reader": TARAS}


class Guide:
    """One hint at a time stands on the page; what was done once stays done."""

    def __init__(self, line: SandboxLine, newsroom: SampleNewsroom, site: SampleSite) -> None:
        self._line = line
        self._newsroom = newsroom
        self._site = site
        self._done: set[str] = set()
        self._posts: int | None = None  # that the story itself has made

    async def lead(self) -> None:
        """Look, and show the first hint that is not followed yet; until cancelled."""
        shown = None
        while True:
            self._done |= self._done_in(await self._line.state())
            hint = next(hint for hint in hints() if hint.done not in self._done)
            if hint.done != shown:
                shown = hint.done
                await self._show(hint)
            await asyncio.sleep(_LOOK_EVERY)

    def _done_in(self, state: Mapping[str, Any]) -> set[str]:
        """What the chats show to have been done."""
        chats = {int(chat_id): messages for chat_id, messages in state["messages"].items()}
        posts = [post for chat_id in self._newsroom.channels for post in chats.get(chat_id, [])]
        self._posts = len(posts) if self._posts is None else self._posts
        said = [said_in(m) for m in chats.get(OLENA, []) if m["from"]["id"] == OLENA]
        links = [text for text in said if f"{self._site.address}/news/" in text]
        found = {
            "published": len(posts) > self._posts,
            "corrected": any("edit_date" in post for post in posts),
            "linked": len(links) > 1,  # the story's own is the first
            "flashed": any(text.startswith("/flash") for text in said),
            "read": any(
                m["from"]["id"] == TARAS and said_in(m) != "/start" for m in chats.get(TARAS, [])
            ),
            "counted": "/stats" in said,
        }
        return {name for name, is_so in found.items() if is_so}

    async def _show(self, hint: Hint) -> None:
        told = {"site": self._site.address, "flash": self._newsroom.flash}
        room = self._newsroom
        slug = next(  # of an article that a channel gets, other than the story's
            article.slug
            for article in room.articles()
            if article.section in room.channels.values() and article != room.pictured
        )
        chat = _PLACES[hint.where]
        await self._line.do(
            "hint",
            words=self._words(hint.words[self._newsroom.language].format(**told)),
            person=chat,
            chat_id=chat,
            say=hint.say.format(slug=slug, **told),
        )

    def _words(self, text: str) -> dict[str, str]:
        """Whoever has the page in English is told of the newsroom that speaks it."""
        pointer = {} if self._newsroom is ENGLISH else {ENGLISH.language: _IN_ENGLISH}
        return {self._newsroom.language: text, **pointer}
