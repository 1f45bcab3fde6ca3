"""The real use cases behind the real routes, on a database of their own."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any

from aiogram import Bot
from aiogram.methods import AnswerCallbackQuery
from aiogram.types import InlineKeyboardMarkup

from bot.delivery.reply_sender import ReplySender
from bot.domain.article import Article, Content
from bot.domain.buttons import pack
from bot.domain.channel import Channel
from bot.domain.people import Editor, Role
from bot.domain.press import Press
from bot.telegram_side import routes
from tests.builders import a_channel
from tests.feeds import Web
from tests.handlers.clock import NOW
from tests.handlers.telegram import RecordedTelegram
from tests.newsroom import Newsroom

OWNER, EDITOR, READER, STRANGER = 100, 200, 300, 900
NAMES = {OWNER: "Олена", EDITOR: "Ігор", READER: "Марія", STRANGER: "Хтось"}


@dataclass
class House(Newsroom):
    """What a test holds: it writes and presses as people do, and looks at what comes back."""

    database: Path
    web: Web
    telegram: RecordedTelegram
    sender: ReplySender
    bot: Bot
    given: dict[str, Any]
    language_code: str | None = "uk"
    _numbers: Iterator[int] = field(default_factory=lambda: count(1))

    # --- what people do ---

    async def write(self, user_id: int, text: str) -> None:
        await self.send(user_id, text=text)

    async def send(self, user_id: int, **content: Any) -> None:
        """A message in the private chat."""
        await self.feed(message=self.message(user_id, **content))

    async def press(
        self,
        user_id: int,
        button: Press | str,
        under: InlineKeyboardMarkup | None = None,
        *,
        is_answered: bool = True,
        **other: Any,
    ) -> None:
        """A press on a button of a message that has the buttons `under`; it has its answer."""
        number = next(self._numbers)
        message = self.message(user_id, text="…")
        if under:
            message["reply_markup"] = under.model_dump(exclude_none=True)
        query = {
            "id": str(number),
            "from": self.person(user_id),
            "chat_instance": "1",
            "message": message,
            "data": button if isinstance(button, str) else pack(button),
        }
        await self.feed(callback_query=query | other)
        answers = [each.callback_query_id for each in self.telegram.of(AnswerCallbackQuery)]
        assert answers.count((query | other)["id"]) == is_answered, "the button goes on turning"

    async def feed(self, **event: Any) -> None:
        update = {"update_id": next(self._numbers)} | event
        with self.telegram.in_order():
            await routes().feed_raw_update(self.bot, update, **self.given)

    def message(self, user_id: int, **content: Any) -> dict[str, Any]:
        return {
            "message_id": next(self._numbers),
            "date": int(NOW.timestamp()),
            "chat": {"id": user_id, "type": "private", "first_name": NAMES[user_id]},
            "from": self.person(user_id),
        } | content

    def person(self, user_id: int) -> dict[str, Any]:
        known = {"id": user_id, "is_bot": False, "first_name": NAMES[user_id]}
        return known | ({"language_code": self.language_code} if self.language_code else {})

    # --- what a test starts from ---

    async def hire(self, user_id: int, role: Role, language: str = "uk") -> Editor:
        editor = Editor(user_id, NAMES[user_id], role, language)
        async with self.storage.writing() as tx:
            await tx.people.save_editor(editor, NOW)
        return editor

    async def draft(self, **content: Any) -> Article:
        """A draft in the section «Світ», unless it is told otherwise."""
        fields: dict[str, Any] = {
            "headline": "НАТО поглибить діалог із Японією",
            "section": "СВІТ",
            "published_at": NOW,
            "lead": "Сторони домовилися про нову програму.",
            "body": ("Перший абзац.", "Другий абзац."),
        }
        written = Content(**(fields | content))
        async with self.storage.writing() as tx:
            section = await tx.sections.named(written.section or "")
            article_id = await tx.articles.add_draft(
                written,
                section_id=section.id if section else None,
                warnings=(),
                resembles=None,
                by=EDITOR,
                now=NOW,
            )
        return (await self.publishing.card(article_id)).article

    async def channel(self) -> Channel:
        """Where «Світ» goes, so that nothing is asked about before it is published."""
        return await a_channel(self.storage)

    async def published(self, **content: Any) -> Article:
        article = await self.draft(**content)
        return (await self.publishing.publish(article.id)).article

    async def section(self, name: str) -> int:
        found = {section.name: section.id for section in await self.sections()}
        return found[name]
