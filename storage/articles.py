"""Articles and their revisions."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    RowMapping,
    Select,
    and_,
    case,
    false,
    insert,
    literal_column,
    or_,
    select,
    update,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.article import Article, ArticleState, Content, Revision, dated_at, headline_key
from bot.domain.content_values import as_record, fingerprint, from_fields
from bot.domain.errors import RefusedError
from bot.domain.outlets import as_values, from_values
from bot.domain.picture import Layout
from bot.domain.schedule import Scheduled
from bot.domain.section import Section
from bot.domain.url_keys import address_key
from storage.archive_names import ArchiveNameStore
from storage.article_files import ArticleFileStore
from storage.entry_maker import EntryMaker
from storage.reasons import as_reason
from storage.schema import article, editor, revision, section
from storage.search import SearchStore
from storage.topics import name_anew
from storage.view import View

PUBLIC = (ArticleState.PUBLISHED, ArticleState.ARCHIVED)
LISTED = (ArticleState.DRAFT, *PUBLIC, ArticleState.RETRACTED)
# The states stand in statements as they are: with bound ones no partial index would be used.
_WORD: dict[ArticleState, ColumnElement[str]] = {
    state: literal_column(f"'{state}'") for state in ArticleState
}
IS_PUBLIC = article.c.state.in_([_WORD[state] for state in PUBLIC])
IS_DRAFT = article.c.state == _WORD[ArticleState.DRAFT]
TAKEN_BACK = article.c.state == _WORD[ArticleState.RETRACTED]


class ArticleView(View):
    async def get(self, article_id: int) -> Article | None:
        return await self._one(articles().where(article.c.id == article_id))

    async def existing(self, article_id: int) -> Article:
        """The same. Raises `RefusedError` if there is no such article."""
        return _known(article_id, await self.get(article_id))

    async def same_page(self, content: Content) -> Article | None:
        """The article whose newest revision has these very words, whatever became of it.

        One that was taken back comes after all others.
        """
        return await self._one(
            articles()
            .where(
                article.c.fingerprint == fingerprint(content),
                article.c.state != ArticleState.MERGED,
                article.c.amends.is_(None),
            )
            .order_by(TAKEN_BACK, article.c.id.desc())
            .limit(1)
        )

    async def public_at(self, page: str) -> Article | None:
        """The newest public article whose link has this key (`address_key`)."""
        at_page = articles().where(article.c.link_key == page, IS_PUBLIC)
        return await self._one(at_page.order_by(article.c.id.desc()).limit(1))

    async def alike(self, content: Content) -> list[Article]:
        """Articles that share the page, the headline or the time; those taken back come last."""
        same_headline = article.c.headline_key == headline_key(content.headline)
        shared = [same_headline]
        same_page: ColumnElement[bool] = false()
        if page := address_key(content.link):
            same_page = article.c.link_key == page
            shared.append(same_page)
        if content.published_at:
            shared.append(article.c.published_at == content.published_at)
        closest = case((same_page, 0), (same_headline, 1), else_=2)
        found = await self._connection.execute(
            articles()
            .where(article.c.state.in_(LISTED), article.c.amends.is_(None), or_(*shared))
            .order_by(TAKEN_BACK, closest, article.c.id.desc())
            .limit(20)
        )
        return [as_article(row) for row in found.mappings()]

    async def revisions(self, article_id: int) -> list[Revision]:
        """Every revision, the first one first."""
        found = await self._connection.execute(
            select(revision.c.number, revision.c.made_at, editor.c.name, revision.c.content)
            .outerjoin(editor, editor.c.user_id == revision.c.made_by)
            .where(revision.c.article_id == article_id)
            .order_by(revision.c.number)
        )
        return [
            Revision(row.number, row.made_at, row.name, from_fields(row.content)) for row in found
        ]

    async def drafts(self, limit: int) -> list[Article]:
        """The newest drafts."""
        found = await self._connection.execute(
            articles()
            .where(IS_DRAFT)
            .order_by(article.c.created_at.desc(), article.c.id.desc())
            .limit(limit)
        )
        return [as_article(row) for row in found.mappings()]

    async def _one(self, statement: Select[Any]) -> Article | None:
        row = (await self._connection.execute(statement)).mappings().one_or_none()
        return None if row is None else as_article(row)


class ArticleStore(ArticleView):
    """Whatever changes what readers may see changes search index and archive with it."""

    def __init__(self, connection: AsyncConnection, entries: EntryMaker | None = None) -> None:
        super().__init__(connection)
        self._index = SearchStore(connection, entries)
        self._names = ArchiveNameStore(connection)
        self._files = ArticleFileStore(connection)

    async def existing(self, article_id: int, *, lock: bool = False) -> Article:
        """The same; `lock` keeps others from changing it until the transaction ends."""
        if not lock:
            return await super().existing(article_id)
        statement = articles().where(article.c.id == article_id).with_for_update(of=article)
        return _known(article_id, await self._one(statement))

    async def add_draft(
        self,
        content: Content,
        *,
        section_id: int | None,
        warnings: Sequence[str],
        resembles: int | None,
        by: int | None,
        now: datetime,
        amends: int | None = None,
    ) -> int:
        """Store a new draft as revision 1 and return its id."""
        added = await self._connection.execute(
            insert(article)
            .values(
                state=ArticleState.DRAFT,
                revision=1,
                section_id=section_id,
                warnings=list(warnings),
                resembles=resembles,
                amends=amends,
                created_at=now,
                created_by=by,
                **columns_of(content),
            )
            .returning(article.c.id)
        )
        article_id: int = added.scalar_one()
        await self._keep_revision(article_id, 1, content, section_id=section_id, by=by, now=now)
        await self._files.put_first(article_id, content)
        return article_id

    async def save(self, new: Article) -> None:
        """Store what a transition has made of an article; its text is as it was."""
        await self._set(new, {})

    async def publish(self, new: Article, *, by: int | None) -> None:
        """The same for one that is published now, by whom."""
        await self._set(new, {"released_by": by})

    async def rewrite(self, new: Article) -> None:
        """The same with another text in place of the newest revision's."""
        await self._set(new, columns_of(new.content))
        await self._connection.execute(
            update(revision)
            .where(revision.c.article_id == new.id, revision.c.number == new.revision)
            .values(content=as_record(new.content))
        )

    async def revise(self, new: Article, *, by: int | None, now: datetime) -> None:
        """The same with the text of a new revision, which is kept beside the earlier ones."""
        await self._set(new, columns_of(new.content))
        await name_anew(self._connection, new)
        await self._keep_revision(
            new.id,
            new.revision,
            new.content,
            section_id=new.section.id if new.section else None,
            by=by,
            now=now,
            marked_at=new.marked_at,
        )

    async def prove(self, article_id: int, number: int) -> None:
        """Telegram has taken this revision."""
        await self._connection.execute(
            update(article)
            .where(article.c.id == article_id, article.c.proved < number)
            .values(proved=number)
        )

    async def _set(self, new: Article, values: Mapping[str, object]) -> None:
        await self._connection.execute(
            update(article)
            .where(article.c.id == new.id)
            .values(
                state=new.state,
                revision=new.revision,
                section_id=new.section.id if new.section else None,
                warnings=list(new.warnings),
                breaking=new.breaking,
                resembles=new.resembles,
                amends=new.amends,
                released_at=new.released_at,
                dated_at=dated_at(new),
                corrected_at=new.corrected_at,
                marked_at=new.marked_at,
                retracted_at=new.retracted_at,
                paid=new.paid,
                scheduled_at=new.scheduled.at if new.scheduled else None,
                scheduled_by=new.scheduled.by if new.scheduled else None,
                embargo_until=new.embargo_until,
                outlets=as_values(new.outlets),
                version=article.c.version + 1,
                layout=new.layout,
                anew_from=new.anew_from,
                **values,
            )
        )
        # What a draft's card says of the article that it resembles is not so any more.
        await self._connection.execute(
            update(article).where(resembling(new.id)).values(version=article.c.version + 1)
        )
        await self._files.put(new, rewritten=bool(values))
        if not new.is_draft:
            await self._index.put([new])
            await self._names.put([new])

    async def _keep_revision(
        self,
        article_id: int,
        number: int,
        content: Content,
        *,
        section_id: int | None,
        by: int | None,
        now: datetime,
        marked_at: datetime | None = None,
    ) -> None:
        await self._connection.execute(
            insert(revision).values(
                article_id=article_id,
                number=number,
                content=as_record(content),
                section_id=section_id,
                made_at=now,
                made_by=by,
                marked_at=marked_at,
            )
        )


def _known(article_id: int, found: Article | None) -> Article:
    if found is None:
        raise RefusedError("article_unknown", id=article_id)
    return found


def columns_of(content: Content) -> dict[str, object]:
    """What a row says of a content, with all by which it is found again."""
    return {
        "headline_key": headline_key(content.headline),
        "link": content.link,
        "link_key": address_key(content.link),
        "published_at": content.published_at,
        "fingerprint": fingerprint(content),
        "content": as_record(content),
    }


def articles() -> Select[Any]:
    """Articles with their sections, as `as_article` reads them."""
    return select(
        article,
        section.c.name.label("section_name"),
        section.c.slug.label("section_slug"),
        section.c.emoji.label("section_emoji"),
        section.c.hashtag.label("section_hashtag"),
    ).select_from(article.outerjoin(section, section.c.id == article.c.section_id))


def resembling(article_id: int) -> ColumnElement[bool]:
    """The drafts that may be a new text of an article."""
    return and_(IS_DRAFT, article.c.resembles == article_id)


def as_article(row: RowMapping) -> Article:
    return Article(
        id=row["id"],
        state=ArticleState(row["state"]),
        revision=row["revision"],
        content=from_fields(row["content"]),
        section=_section(row),
        warnings=tuple(row["warnings"]),
        breaking=row["breaking"],
        resembles=row["resembles"],
        created_by=row["created_by"],
        released_at=row["released_at"],
        corrected_at=row["corrected_at"],
        marked_at=row["marked_at"],
        retracted_at=row["retracted_at"],
        paid=row["paid"],
        unpaid_because=as_reason(row["unpaid_because"], row["unpaid_words"]),
        scheduled=Scheduled(at, row["scheduled_by"]) if (at := row["scheduled_at"]) else None,
        embargo_until=row["embargo_until"],
        outlets=from_values(row["outlets"]),
        version=row["version"],
        amends=row["amends"],
        layout=Layout(row["layout"]) if row["layout"] else None,
        anew_from=row["anew_from"],
    )


def _section(row: RowMapping) -> Section | None:
    if row["section_id"] is None:
        return None
    names = ("section_id", "section_name", "section_slug", "section_emoji", "section_hashtag")
    return Section(*(row[name] for name in names))
