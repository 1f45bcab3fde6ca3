"""What tests start from: values of the domain, and the same kept in a database."""

from collections.abc import AsyncIterator, Collection, Iterable, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager
from dataclasses import replace
from datetime import datetime
from itertools import product
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, event

from bot.domain.api_answers import Refusal
from bot.domain.article import Article, ArticleState, Content
from bot.domain.channel import Channel, ChannelState
from bot.domain.delivery import Audience, Delivery, Kind, Lane
from bot.domain.people import Editor, Reader, Role
from bot.domain.reasons import Reason
from bot.domain.section import FIRST_SECTIONS, Section
from storage.storage import Storage, Transaction
from tests.clock import NOON

SVIT, POLITYKA, VIINA = (section.id for section in FIRST_SECTIONS[:3])
OLENA, IHOR, TARAS = 1001, 1002, 2001  # an owner, an editor, a reader
CHANNEL = -1001000000001


# --- values -----------------------------------------------------------------------------------


def a_section(name: str = "Світ", *, number: int = SVIT, emoji: str = "🌍") -> Section:
    return Section(number, name, f"section-{number}", emoji)


def a_content(
    headline: str = "Порт Роттердама відкрив зелений термінал", **fields: Any
) -> Content:
    """A whole article of the section «Світ»; `fields` replace what they name."""
    given: dict[str, Any] = {
        "section": "СВІТ",
        "published_at": NOON,
        "lead": "Перші кораблі без викидів причалять уже восени.",
        "body": ("Будівництво тривало чотири роки.", "Ще два термінали відкриють торік."),
        "language": "uk",
    }
    return Content(headline, **(given | fields))


def an_article(
    headline: str = "Порт Роттердама відкрив зелений термінал",
    *,
    state: ArticleState = ArticleState.PUBLISHED,
    section: Section | None = FIRST_SECTIONS[0],
    **content: Any,
) -> Article:
    return Article(
        id=12, state=state, revision=1, content=a_content(headline, **content), section=section
    )


def an_editor(user_id: int = IHOR, role: Role = Role.EDITOR, language: str = "uk") -> Editor:
    return Editor(user_id, "Ігор", role, language)


def an_owner(user_id: int = OLENA) -> Editor:
    return Editor(user_id, "Олена", Role.OWNER, "uk")


def a_delivery(**fields: Any) -> Delivery:
    """A claimed first post of an article in a channel; `fields` replace what they name."""
    given: dict[str, Any] = {
        "id": 7,
        "kind": Kind.ARTICLE,
        "subject_id": 12,
        "chat_id": CHANNEL,
        "audience": Audience.CHANNEL,
        "lane": Lane.CHANNEL,
        "attempts": 1,
    }
    return Delivery(**(given | fields))


# --- the same, kept ---------------------------------------------------------------------------


def said(words: str) -> Reason:
    """What Telegram means by these words."""
    return Refusal(400, words).reason


def address_of(database: Path | str) -> str:
    """Of a SQLite file; one on a server is called by its address."""
    return database if isinstance(database, str) else f"sqlite+aiosqlite:///{database}"


@asynccontextmanager
async def migrated(database: Path | str) -> AsyncIterator[Storage]:
    """An up-to-date database, closed at the end."""
    storage = Storage.open(address_of(database))
    try:
        await storage.migrate()
        yield storage
    finally:
        await storage.close()


@contextmanager
def transactions() -> Iterator[list[str]]:
    """The transactions that are begun meanwhile, by whomever."""
    begun: list[str] = []

    def note(connection: Connection) -> None:
        begun.append(connection.dialect.name)

    event.listen(Engine, "begin", note)
    try:
        yield begun
    finally:
        event.remove(Engine, "begin", note)


@asynccontextmanager
async def several_processes(database: Path | str, count: int) -> AsyncIterator[list[Storage]]:
    """The same database opened several times, as by so many processes."""
    opened = [Storage.open(address_of(database)) for _ in range(count)]
    try:
        yield opened
    finally:
        for storage in opened:
            await storage.close()


async def a_draft(
    storage: Storage,
    headline: str = "Порт Роттердама відкрив зелений термінал",
    *,
    section_id: int | None = SVIT,
    **content: Any,
) -> int:
    """A draft of Ігор's; its number."""
    async with storage.writing() as tx:
        return await tx.articles.add_draft(
            a_content(headline, **content),
            section_id=section_id,
            warnings=(),
            resembles=None,
            by=IHOR,
            now=NOON,
        )


async def an_altered(tx: Transaction, article_id: int, **fields: Any) -> None:
    """Store an article with other fields, whatever the rules say; `section_id` for its section."""
    if "section_id" in fields:
        section_id = fields.pop("section_id")
        fields["section"] = section_id and await tx.sections.get(section_id)
    await tx.articles.save(replace(await tx.articles.existing(article_id), **fields))


async def a_release(
    tx: Transaction, article_id: int, *, by: int, now: datetime, **fields: Any
) -> None:
    """Store an article as published, without anything that is owed for it."""
    old = await tx.articles.existing(article_id)
    public = replace(old, state=ArticleState.PUBLISHED, released_at=now, resembles=None)
    await tx.articles.publish(replace(public, **fields), by=by)


async def a_revision(
    tx: Transaction,
    old: Article,
    content: Content,
    *,
    section_id: int,
    by: int | None,
    now: datetime,
    marked: bool,
) -> int:
    """Store the next revision of an article, whatever the rules say; its number."""
    new = replace(
        old,
        revision=old.revision + 1,
        content=content,
        section=await tx.sections.get(section_id),
        corrected_at=now,
        marked_at=now if marked else old.marked_at,
    )
    await tx.articles.revise(new, by=by, now=now)
    return new.revision


async def a_published_article(
    storage: Storage, headline: str = "Порт Роттердама відкрив зелений термінал", **content: Any
) -> int:
    """An article that counts as published, in words that Telegram takes, owed to nobody."""
    article_id = await a_draft(storage, headline, **content)
    async with storage.writing() as tx:
        await a_release(tx, article_id, breaking=False, by=IHOR, now=NOON)
        await tx.articles.prove(article_id, 1)
    return article_id


async def a_channel(
    storage: Storage,
    chat_id: int = CHANNEL,
    *,
    takes: Iterable[int] = (SVIT,),
    state: ChannelState = ChannelState.ACTIVE,
    title: str = "Світ",
) -> Channel:
    """A channel that the bot knows, with the sections that go there."""
    async with storage.writing() as tx:
        await tx.channels.save(chat_id, title, None, state)
        for section_id in takes:
            await tx.channels.route(chat_id, section_id, on=True)
        known = await tx.channels.get(chat_id)
    assert known
    return known


async def a_reader(
    storage: Storage,
    chat_id: int = TARAS,
    *,
    follows: Iterable[int] = (SVIT,),
    language: str = "uk",
) -> Reader:
    """A person who has started the bot and follows these sections."""
    await some_readers(storage, [chat_id], follows=follows, language=language)
    async with storage.reading() as tx:
        reader = await tx.people.reader(chat_id)
    assert reader
    return reader


async def some_readers(
    storage: Storage,
    chat_ids: Collection[int],
    *,
    follows: Iterable[int] = (SVIT,),
    language: str = "uk",
) -> None:
    """The same for several people at once: one transaction each takes long for a thousand."""
    async with storage.writing() as tx:
        await tx.people.join(dict.fromkeys(chat_ids, language), NOON)
        await tx.people.follow(list(product(chat_ids, follows)), on=True)


async def hired(storage: Storage, *people: Editor) -> None:
    """Take people into the desk."""
    async with storage.writing() as tx:
        for person in people:
            await tx.people.save_editor(person, NOON)


def a_page(
    headline: str = "Порт Роттердама відкрив зелений термінал",
    *,
    section: str = "СВІТ",
    body: str = "Будівництво тривало чотири роки й коштувало менше, ніж планували.",
    link: str | None = None,
) -> str:
    """A page as an editor copies it from the site: invented news in the agency's layout."""
    lines = [
        section,
        "10.05.2023, 15:25",
        headline,
        "",
        "Перші кораблі причалять восени",
        "",
        body,
    ]
    page = "\n".join([headline, "", *lines])
    return f"{link}\n\n{page}" if link else page


def is_due(at: datetime | None, now: datetime) -> bool:
    """Whether what falls due then is due by now."""
    return at is not None and at <= now


def complete(pastes: Mapping[int, datetime], now: datetime) -> list[int]:
    """The chats whose pastes wait for no further part by now."""
    return [chat_id for chat_id, at in pastes.items() if at <= now]
