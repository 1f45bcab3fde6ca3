"""The search index: what readers may see, by marked terms, the newest first.

SQLite has the terms in FTS5, PostgreSQL in a `tsvector`; both are handed the same tokens and give
the same answers. A key grows with the date of its article: SQLite walks its lists by keys, so
that the newest of a million are found without a look at the others.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from sqlalchemy import (
    ARRAY,
    BigInteger,
    ColumnElement,
    Integer,
    Select,
    TextClause,
    bindparam,
    cast,
    column,
    delete,
    func,
    insert,
    select,
    table,
    text,
    true,
    update,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.dialects.postgresql import TSQUERY
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.article import Article, dated_at
from bot.domain.channel import ChannelState
from bot.domain.delivery import Audience, Kind, State
from bot.domain.post_links import post_link
from bot.domain.search_terms import Match
from storage import statements
from storage.entry_maker import EntryMaker
from storage.ledger_tables import delivery
from storage.schema import channel
from storage.search_questions import any_in_fts5, as_text, as_tsvector, in_fts5, in_tsquery
from storage.search_tables import search_entry, search_state, search_word
from storage.searches import SearchesStore, SearchesView

Days = tuple[datetime | None, datetime | None]  # from the first one on, before the second
ALWAYS: Final[Days] = (None, None)


@dataclass(frozen=True, slots=True)
class IndexState:
    """`up_to`: the last article that is in the index; None where all are."""

    made_by: str
    up_to: int | None


_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MINUTE = timedelta(minutes=1)
_IN_A_MINUTE: Final = 16  # bits: so many articles of one minute have keys in it
# PostgreSQL's index gives all it has of what it is asked for, in no order: it is asked for some
# weeks after the other, the newest first, until there are enough.
_WEEK = 7 * 24 * 60  # minutes; the index has it in its definition
_WEEKS, _FEW = 2, 5  # at first; hits in some weeks: of so few all the others are asked for at once
_MORE = 2  # times the weeks that would have enough if they were like the last ones
_IN_WEEKS = (
    f"ARRAY[CAST((search_entry.key >> {_IN_A_MINUTE}) / {_WEEK} AS int)] && CAST(:weeks AS int[])"
)
_MANY = 4  # words
_MERGED = 2  # changes: the order itself counts for one
_FURTHEST = (
    "SELECT {place} AS place, count(*) AS times, min(rowid) AS furthest FROM (SELECT rowid"
    " FROM search_terms WHERE search_terms MATCH :word_{place} ORDER BY rowid DESC LIMIT 20)"
)
_GIN = "ix_search_entry_terms"
_terms = table("search_terms", column("rowid"), column("terms"))
_key, _article_id = search_entry.c.key, search_entry.c.article_id
# Made once: to make them for each article takes longer than they do.
_first, _behind = bindparam("first", type_=BigInteger), bindparam("behind", type_=BigInteger)
_next = func.coalesce(func.max(_key), _first - 1) + 1
_ADD_ENTRY = (
    insert(search_entry)
    .from_select(
        ["key", "article_id", "terms"],
        select(_next, bindparam("article"), bindparam("terms", type_=search_entry.c.terms.type))
        .where(_key >= _first, _key < _behind)
        .having(_next < _behind),
    )
    .returning(_key)
)
_ADD_TERMS = insert(_terms)
_ADD_WORDS = {
    dialect: adding(search_word)
    .from_select(["word"], select(statements.words().c.value).where(true()))
    .on_conflict_do_nothing()
    for dialect, adding in (("sqlite", sqlite.insert), ("postgresql", postgresql.insert))
}


def first_key(moment: datetime) -> int:
    """The lowest key of what is dated so, or later."""
    return (moment - _EPOCH) // _MINUTE << _IN_A_MINUTE


class SearchView(SearchesView):
    @property
    def _is_sqlite(self) -> bool:
        return self._connection.dialect.name == "sqlite"

    async def newest(
        self,
        match: Match,
        limit: int,
        offset: int = 0,
        days: Days = ALWAYS,
    ) -> list[int]:
        """The ids of what matches, the newest first."""
        if self._is_sqlite:
            asked = _in_fts(select(_article_id), await self._rarest_first(match), days)
            return await self._ids(asked.order_by(_terms.c.rowid.desc()), limit, offset)
        return (await self._by_weeks(match, limit + offset, days))[offset:]

    async def among(self, found: Sequence[int], match: Match, limit: int, days: Days) -> list[int]:
        """Of what was found, which has the phrases of `match`, the first that match.

        To PostgreSQL phrases are dear: it is asked for the rest alone.
        """
        if self._is_sqlite:
            best = await self.newest(match, limit, days=days)
        else:
            others = _in_gin(select(_article_id), Match(match.all_of), ALWAYS)
            best = await self._ids(others.where(_article_id.in_(found)), len(found), 0)
        these = set(best)
        return [each for each in found if each in these][:limit]

    async def count(self, match: Match, most: int | None, days: Days = ALWAYS) -> int:
        """How many match; counted up to `most`."""
        hits = (_in_fts if self._is_sqlite else _in_gin)(select(_article_id), match, days)
        counted = await self._connection.scalar(
            select(func.count()).select_from(hits.limit(most).subquery())
        )
        return int(counted or 0)

    async def known(self, words: Iterable[str]) -> set[str]:
        """Which of these words the index has, or has had."""
        asked = statements.words()
        known = select(search_word.c.word).join(asked, asked.c.value == search_word.c.word)
        found = await self._connection.execute(known, {"words": statements.as_texts(words)})
        return set(found.scalars())

    async def posts(self, article_ids: Sequence[int]) -> dict[int, str]:
        """Where articles stand in a channel, by their ids; of several, one that is public."""
        found = await self._connection.execute(
            select(
                delivery.c.subject_id,
                delivery.c.message_id,
                channel.c.chat_id,
                channel.c.username,
            )
            .join(channel, channel.c.chat_id == delivery.c.chat_id)
            .where(
                delivery.c.kind == Kind.ARTICLE,
                delivery.c.subject_id.in_(article_ids),
                delivery.c.audience == Audience.CHANNEL,
                delivery.c.message_id.is_not(None),
                delivery.c.state != State.WITHDRAWN,
                channel.c.state == ChannelState.ACTIVE,
            )
            .order_by(channel.c.username.is_not(None), channel.c.chat_id)
        )
        links = {row.subject_id: post_link(*row[2:], row.message_id) for row in found}
        return {each: link for each, link in links.items() if link}

    async def _rarest_first(self, match: Match) -> Match:
        """The same of many words, for FTS5: a word is rare whose newest articles go far back."""
        if len(match.all_of) < _MANY:
            return match
        places = range(len(match.all_of))
        asked = text(" UNION ALL ".join(_FURTHEST.format(place=place) for place in places))
        words = {f"word_{place}": any_in_fts5(match.all_of[place]) for place in places}
        found = (await self._connection.execute(asked, words)).all()
        in_order = sorted(found, key=lambda row: (row.times, row.furthest or 0))
        return replace(match, all_of=tuple(match.all_of[row.place] for row in in_order))

    async def _by_weeks(self, match: Match, limit: int, days: Days) -> list[int]:
        asked = _in_gin(select(_key, _article_id), match, days)
        there = select(func.min(_key), func.max(_key)).where(*_between(_key, *days))
        lowest, highest = (await self._connection.execute(there)).one()
        if highest is None:
            return []
        first, behind, weeks = _week(lowest), _week(highest) + 1, _WEEKS
        found: list[int] = []
        while behind - weeks > max(first, 0):
            of_these = asked.where(_in_weeks(behind - weeks, behind))
            some = await self._newest(of_these, limit - len(found))
            found += some
            if len(found) >= limit:
                return found
            behind -= weeks
            if len(some) < _FEW:
                break
            weeks = 1 + _MORE * weeks * (limit - len(found)) // len(some)
        # No range of keys: PostgreSQL would rather walk through that than ask its other index.
        others = asked.where(_key + 0 < behind * _WEEK << _IN_A_MINUTE)
        return found + await self._newest(others, limit - len(found))

    async def _newest(self, asked: Select[Any], limit: int) -> list[int]:
        hits = asked.cte("hits").prefix_with("MATERIALIZED", dialect="postgresql")
        return await self._ids(select(hits.c.article_id).order_by(hits.c.key.desc()), limit, 0)

    async def _ids(self, asked: Select[Any], limit: int, offset: int) -> list[int]:
        found = await self._connection.execute(asked.limit(limit).offset(offset))
        return list(found.scalars())

    async def state(self) -> IndexState | None:
        """What the index was made by, and how far; None where it was never begun."""
        found = await self._connection.execute(select(search_state))
        row = found.one_or_none()
        return None if row is None else IndexState(row.made_by, row.up_to)


class SearchStore(SearchView, SearchesStore):
    def __init__(self, connection: AsyncConnection, entries: EntryMaker | None = None) -> None:
        super().__init__(connection)
        self._entries = entries or EntryMaker()

    async def put(self, articles: Sequence[Article], *, new: bool = False) -> None:
        """Have the index say what each article says now: nothing of one that is not public.

        `new`: it has nothing of them yet.
        """
        describe = self._entries.describe
        if describe is None or not articles:
            return
        if not new:
            await self._remove([each.id for each in articles])
        terms: list[dict[str, Any]] = []
        words: set[str] = set()
        # Each by itself: PostgreSQL cuts off whoever is silent for long in a transaction.
        for each in (article for article in articles if article.is_public):
            entry = describe(each)
            words |= entry.plain_words
            key = await self._add(each, None if self._is_sqlite else as_tsvector(entry))
            if self._is_sqlite:
                terms.append({"rowid": key, "terms": as_text(entry)})
        if terms:
            await self._connection.execute(_ADD_TERMS, terms)
        if words := self._entries.new_among(words):
            adding = _ADD_WORDS[self._connection.dialect.name]
            await self._connection.execute(adding, {"words": statements.as_texts(sorted(words))})

    async def begin(self, made_by: str) -> None:
        """Make the index anew, from nothing."""
        await self.clear()
        await self._connection.execute(insert(search_state).values(made_by=made_by, up_to=0))

    async def clear(self) -> None:
        """Nothing is in the index, and nothing says that it is being made."""
        self._entries.forget()
        if self._is_sqlite:
            words = "INSERT INTO search_terms (search_terms) VALUES ('delete-all')"
            await self._connection.execute(text(words))
        for each in (search_entry, search_state, search_word):
            await self._connection.execute(delete(each))

    async def reached(self, up_to: int | None) -> None:
        """All articles up to this one are in it; None: all there are."""
        await self._connection.execute(update(search_state).values(up_to=up_to))

    async def merge(self, pages: int) -> bool:
        """Have FTS5 put so many pages of parts of its index together; whether more is left.

        Each transaction makes a part of its own, and whoever searches looks into each. PostgreSQL
        puts all of a list of what came last into its index: who adds an article when that is
        full would wait for it.
        """
        if not self._is_sqlite:
            await self._connection.execute(select(func.gin_clean_pending_list(_GIN)))
            return False
        before = await self._changes()
        words = "INSERT INTO search_terms (search_terms, rank) VALUES ('merge', :pages)"
        await self._connection.execute(text(words), {"pages": pages})
        return await self._changes() - before >= _MERGED

    async def _changes(self) -> int:
        return int(await self._connection.scalar(text("SELECT total_changes()")) or 0)

    async def _remove(self, article_ids: Collection[int]) -> None:
        found = await self._connection.execute(
            select(_article_id).where(_article_id.in_(article_ids))
        )
        if there := list(found.scalars()):
            await self._connection.execute(
                update(search_entry)
                .where(_article_id.in_(there))
                .values(article_id=None, terms=None)
            )

    async def _add(self, article: Article, terms: str | None) -> int:
        """Its key is the next one of its minute; of one that is full, of a later one."""
        first = first_key(dated_at(article) or _EPOCH)
        while True:
            behind = first + (1 << _IN_A_MINUTE)
            added = await self._connection.scalar(
                _ADD_ENTRY,
                {"first": first, "behind": behind, "article": article.id, "terms": terms},
            )
            if added is not None:
                return int(added)
            first = behind


def _between(
    key: ColumnElement[int], since: datetime | None, until: datetime | None
) -> list[ColumnElement[bool]]:
    days = []
    if since:
        days.append(key >= first_key(since))
    if until:
        days.append(key < first_key(until))
    return days


def _in_fts(what: Select[Any], match: Match, days: Days) -> Select[Any]:
    """FTS5 leads, and what is in the index no more is passed over."""
    both = _terms.join(search_entry, _key == _terms.c.rowid)
    wanted = text("search_terms MATCH :wanted").bindparams(wanted=in_fts5(match))
    days_of_key = _between(_terms.c.rowid, *days)
    return what.select_from(both).where(wanted, _article_id.is_not(None), *days_of_key)


def _in_gin(what: Select[Any], match: Match, days: Days) -> Select[Any]:
    asked = what.select_from(search_entry)
    wanted = cast(in_tsquery(match), TSQUERY)
    has = search_entry.c.terms.op("@@", is_comparison=True)(wanted)
    # As below: no range of keys.
    return asked.where(has, _article_id.is_not(None), *_between(_key + 0, *days))


def _week(key: int) -> int:
    """As in PostgreSQL's index, but before 1970, for which nobody asks."""
    return (key >> _IN_A_MINUTE) // _WEEK


def _in_weeks(first: int, behind: int) -> TextClause:
    weeks = bindparam("weeks", list(range(first, behind)), ARRAY(Integer))
    return text(_IN_WEEKS).bindparams(weeks)
