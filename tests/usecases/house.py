"""The use cases of one newsroom, and what they left in the ledger for people to see."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import update

from bot.domain.article import Article, Content, Reading
from bot.domain.delivery import Kind, State
from bot.domain.people import Editor
from storage.schema import delivery
from tests import tables
from tests.builders import IHOR, an_editor
from tests.clock import Clock
from tests.newsroom import Newsroom

KYIV = ZoneInfo("Europe/Kyiv")


@dataclass
class House(Newsroom):
    clock: Clock
    database: Path
    messages: int = 0

    async def archived(self, content: Content) -> Article:
        """The article that an imported page is."""
        (kept,) = await self.imports.keep([Reading(content)])
        return await self.article(kept.article_id)

    # --- what people do ---

    async def paste(
        self, text: str, by: Editor | None = None, *, number: int | None = None
    ) -> None:
        """A message of an editor's, with the next number unless it is told."""
        self.messages = number or self.messages + 1
        await self.drafts.receive_text(by or an_editor(), self.messages, text, self.clock())

    async def pasted(self, text: str, by: Editor | None = None) -> Article:
        """The draft that a pasted page has become."""
        await self.paste(text, by)
        return (await self.publishing.drafts())[0]

    async def published(self, text: str, by: Editor | None = None) -> Article:
        article = await self.pasted(text, by)
        return (await self.publishing.publish(article.id, by=by or an_editor())).article

    async def article(self, article_id: int) -> Article:
        async with self.storage.reading() as tx:
            found = await tx.articles.get(article_id)
        assert found
        return found

    # --- what they are shown ---

    def owed(self, kind: Kind, chat_id: int | None = IHOR) -> list[int]:
        """The subjects that a chat is owed now."""
        return [
            row.subject_id
            for row in tables.deliveries(self.storage)
            if (row.kind, row.state) == (kind, State.DUE) and chat_id in (row.chat_id, None)
        ]

    async def show_everything(self) -> None:
        """All that is owed is shown, so that what changes afterwards can be seen."""
        await self.show_everything_but(None)

    async def show_everything_but(self, kind: Kind | None) -> None:
        await tables.change(
            self.storage,
            update(delivery)
            .where(delivery.c.state == State.DUE, delivery.c.kind != (kind or ""))
            .values(state=State.SHOWN, message_id=delivery.c.id + 100, revision=1),
        )

    def notices(self, chat_id: int | None = None) -> list[tuple[str, dict[str, Any]]]:
        """What people of the desk were told, by kinds and facts."""
        return tables.notices(self.storage, chat_id)

    def refusals(self, chat_id: int = IHOR) -> list[str]:
        """The codes of what a person was refused in words."""
        told = ("paste_refused", "own_words_offered")
        return [d["code"] for name, d in self.notices(chat_id) if name in told and d.get("code")]
