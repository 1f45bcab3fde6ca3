"""Pages out of whatever an article, a name or Telegram's words could hold."""

from collections.abc import Callable, Mapping
from dataclasses import fields, replace
from datetime import date, datetime, timedelta, tzinfo
from typing import Any, Final, get_type_hints
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from bot.domain.article import Article, ArticleState, Content, Image, Related, Revision
from bot.domain.article_fields import Field
from bot.domain.article_forms import Form
from bot.domain.channel import Channel, ChannelState
from bot.domain.channel_words import ChannelWords, WordPart
from bot.domain.courtesies import Courtesy
from bot.domain.deed_log import PAGE, About, Change, Deed, Did, LogPage, Subject
from bot.domain.delivery import Audience, State
from bot.domain.desk import (
    ArchivePage,
    Card,
    Dispatch,
    Earlier,
    Forum,
    FoundPosts,
    Publication,
    SectionFacts,
    Status,
    Upcoming,
    Why,
)
from bot.domain.digest import Digest
from bot.domain.feeds import Category, Feed, FeedFault, FeedState
from bot.domain.figures import ChannelFigures, Figures, Noticed, Period, SectionFigures, Spans
from bot.domain.filters import WrittenFilter
from bot.domain.formatted import Format, Formatted, as_values, formats_of
from bot.domain.forum import Thread, Threads, ThreadState
from bot.domain.found import FoundPage, Hit, UnknownName
from bot.domain.health import Health, Queue
from bot.domain.letter import LetterKind
from bot.domain.notice import NOTICES
from bot.domain.notices import FileOffered, OwnWordsOffered, PasteRefused
from bot.domain.own_words import OwnWords, Source
from bot.domain.people import Editor, Role
from bot.domain.personal_data import KeptFor
from bot.domain.picture import Layout, Medium, Picture
from bot.domain.post_length import Cut, PostLength
from bot.domain.preflight import Preflight, Remark, Weight
from bot.domain.progress import ChannelProgress, Progress, Spaced
from bot.domain.query import read_query
from bot.domain.query_days import Span
from bot.domain.quiet_hours import QuietHours
from bot.domain.reading_times import SETTINGS, ReadingTimes
from bot.domain.reasons import Reason, ReasonCode
from bot.domain.round_up import MOST
from bot.domain.routing import Pace
from bot.domain.routing_trial import RoutingTrial, SectionTrial
from bot.domain.schedule_notices import NotPublished
from bot.domain.search_buttons import TurnFound
from bot.domain.second_look import Wanted
from bot.domain.section import Section
from bot.domain.section_merger import Merger, SectionUses
from bot.domain.shelves import SHELVED, ArchiveName, Month, NamePage, Shelf, ShelfPage
from bot.domain.topics import Choice, Topic, TopicKind, section_topic
from bot.language.engines import Simplemma
from bot.language.snippets import Snippets
from bot.language.terms import Language
from bot.rendering import PlainPage, PostPage
from bot.rendering.digest_page import DigestPage, digest_page
from bot.rendering.editors import NoticePage
from bot.rendering.full_texts import FullText
from bot.rendering.group_pages import DeskChat, GroupElsewhere
from bot.rendering.refused import RefusedPage
from bot.rendering.round_up_post import RoundUpLine
from tests.rendering.examples import IN_BOT, KYIV, REFUSALS, SITE

_PIECES: Final = (
    *(
        "<",
        ">",
        "&",
        '"',
        "'",
        "&lt;b&gt;",
        "&nbsp;",
        "</b>",
        "<script>",
        "{{ 7*7 }}",
        "{% raw %}",
    ),
    *(
        "👨‍👩‍👧",
        "🇺🇦",
        "👍🏽",
        "שלום",
        "مرحبا",
        "\u202e",
        "\u200b",
        "\u00a0",
        "\n",
        "\r\n",
        "\t",
        "\x01",
    ),
    *("слово ", "Речення. ", "«лапки» ", "@ім’я ", "#тег ", "/start ", "https://e.com/ "),
)
_INVISIBLE: Final = ("", " ", "\u200b", "\u2800", "\n\u00a0\n", "\u200e\u200f", "\u3164")


def _times(drawn: tuple[str, int]) -> str:
    text, times = drawn
    return text * times


texts: Final = st.one_of(
    st.lists(st.sampled_from(_PIECES), max_size=12).map("".join),
    st.text(max_size=30),
    st.sampled_from(_INVISIBLE),
    st.tuples(st.sampled_from(_PIECES), st.just(5000)).map(_times),
    st.tuples(st.text(min_size=1, max_size=9), st.just(1000)).map(_times),
)
names: Final = st.one_of(texts, st.just("Марта Коваль"))
moments: Final = st.datetimes(
    datetime(1990, 1, 1),  # noqa: DTZ001 - the strategy adds the zone
    datetime(2100, 1, 1),  # noqa: DTZ001
    timezones=st.just(KYIV),
)
links: Final = st.sampled_from(
    [
        SITE,
        'https://e.com/"><b>&?a=1&b=2',
        "https://e.com/" + "шлях/" * 300,
        "https://президент.укр",
    ]
)
ids: Final = st.integers(1, 10**15)
small: Final = st.integers(0, 10**7)
sections: Final = st.builds(
    Section, id=ids, name=texts, slug=st.just("slug"), emoji=st.sampled_from(["🌍", "👨‍👩‍👧", ""])
)
topics: Final = sections.map(section_topic) | st.builds(
    Topic,
    st.sampled_from([kind for kind in TopicKind if kind is not TopicKind.SECTION]),
    key=names,
    name=texts,
    id=ids,
)
_related: Final = st.builds(
    Related,
    section=st.none() | texts,
    headline=texts,
    published_at=st.none() | moments,
    date_text=st.none() | texts,
)
_formats: Final = st.lists(
    st.builds(
        Format,
        kind=st.sampled_from(["bold", "text_link", "pre", "blockquote", "spoiler"]),
        offset=st.integers(0, 40),
        length=st.integers(1, 5000),
        url=st.just(SITE),
    ),
    max_size=4,
)
_own: Final = st.builds(
    OwnWords,
    words=st.builds(
        lambda text, formats: Formatted(
            # As much as one message holds, and something to be seen in it.
            words := f"… {text[:3500]}",
            formats_of(as_values(formats), words),
        ),
        texts,
        _formats,
    ),
    headed=st.booleans(),
    source=st.none() | st.builds(Source, name=texts, link=st.none() | links),
)
contents: Final = st.builds(
    Content,
    own=st.none() | _own,
    headline=texts,
    section=st.none() | texts,
    published_at=st.none() | moments,
    lead=st.none() | texts,
    body=st.lists(texts, max_size=6).map(tuple),
    link=st.none() | links,
    author=st.none() | texts,
    captions=st.lists(texts, max_size=3).map(tuple),
    related=st.lists(_related, max_size=2).map(tuple),
    language=st.none(),
)
articles: Final = st.builds(
    Article,
    id=ids,
    state=st.sampled_from(ArticleState),
    revision=st.integers(1, 99),
    content=contents,
    section=st.none() | sections,
    warnings=st.lists(st.sampled_from(["no_lead", "no_date", "x" * 500]), max_size=40).map(tuple),
    breaking=st.booleans(),
    released_at=st.none() | moments,
    corrected_at=st.none() | moments,
    marked_at=st.none() | moments,
    retracted_at=st.none() | moments,
)
channels: Final = st.builds(
    Channel,
    chat_id=ids.map(lambda n: -n),
    title=names,
    username=st.none() | st.just("vistnyk_" + "x" * 24),
    state=st.sampled_from(ChannelState),
    section_ids=st.frozensets(ids, max_size=3),
)
_spans: Final = st.timedeltas(timedelta(), timedelta(days=9999))
editors: Final = st.builds(
    Editor, user_id=ids, name=names, role=st.sampled_from(Role), language=st.just("uk")
)


def _many(strategy: st.SearchStrategy[Any], most: int = 3) -> st.SearchStrategy[tuple[Any, ...]]:
    """A few different ones, or one of them very often."""
    return st.one_of(
        st.lists(strategy, max_size=most).map(tuple),
        strategy.map(lambda one: (one,) * 150),
    )


_threads: Final = st.builds(
    Thread, id=ids, name=st.none() | names, state=st.sampled_from(ThreadState)
)
_forums: Final = st.builds(
    lambda channel, threads, sections, chosen: Forum(
        replace(channel, threads=Threads(chosen, {each.id: chosen for each in sections})),
        {each.id: each for each in threads} | {n: threads[0] for n in range(150) if threads},
        sections,
    ),
    channels,
    st.lists(_threads, max_size=3),
    _many(sections),
    st.integers(0, 5),
)
_reasons: Final = st.builds(Reason, st.sampled_from(ReasonCode), texts)
_channel_posts: Final = st.builds(
    ChannelProgress,
    chat_id=ids.map(lambda n: -n),
    title=names,
    username=st.none() | st.just("vistnyk"),
    state=st.sampled_from(State),
    message_id=st.none() | ids,
    revision=st.just(1),
    reason=st.none() | _reasons,
    waits_until=st.none() | moments,
)
_spaced: Final = st.builds(
    ChannelProgress,
    chat_id=ids.map(lambda n: -n),
    title=names,
    username=st.none(),
    state=st.just(State.DUE),
    waits_until=moments,
)
_progress: Final = st.builds(
    Progress,
    channels=_many(_channel_posts),
    readers=st.dictionaries(st.sampled_from(State), small),
    reasons=st.dictionaries(_reasons, small, max_size=12),
    counting=st.booleans(),
    untracked=small,
    replayable=small,
    first_shown_at=st.none() | moments,
    last_shown_at=st.none() | moments,
)
cards: Final = st.builds(
    Card,
    article=articles,
    sections=_many(sections),
    channels=_many(channels),
    followers=small,
    resembled=st.none() | articles,
    spaced=_many(_spaced),
)
_phrases: Final = st.lists(texts.map(lambda text: text[:100]), max_size=100).map(tuple)
_troubles: Final = st.one_of(
    st.builds(FeedFault, code=texts),
    st.builds(
        FeedFault, code=st.just("site_status"), details=st.fixed_dictionaries({"status": small})
    ),
)
_categories: Final = st.builds(Category, name=texts, section_id=st.none() | ids)
_subscriptions: Final = st.builds(
    Feed,
    id=ids,
    url=links,
    state=st.sampled_from(FeedState),
    title=st.none() | names,
    section_id=st.none() | ids,
    categories=_many(_categories),
    publish=st.booleans(),
    filter=st.builds(WrittenFilter, wanted=_phrases, unwanted=_phrases),
    next_poll_at=st.none() | moments,
    heard_at=st.none() | moments,
    trouble=_troubles,
)
_changes: Final = st.builds(
    Change,
    part=st.sampled_from(["headline", "text", "role", "category", "quiet"]),
    before=st.none() | texts,
    after=st.none() | texts,
)
_deeds: Final = st.builds(
    Deed,
    at=moments,
    by=st.none() | ids,
    by_name=names,
    did=st.sampled_from(Did),
    subject=st.builds(Subject, about=st.sampled_from(About), number=ids, name=texts),
    changes=_many(_changes),
)
_worded: Final = st.builds(
    ChannelWords,
    headline=st.none() | texts,
    lead=st.none() | texts.map(lambda text: text[:2000]),
    emoji=st.none() | st.sampled_from(["🚇", "👨‍👩‍👧"]),
    hashtags=st.none() | st.just("#Харків #метро"),
    buttons=st.lists(st.tuples(st.just("Мапа"), links), max_size=6).map(tuple),
)
_dates: Final = st.dates(date(2026, 1, 1), date(2027, 1, 1))
_shelved: Final = st.sampled_from(SHELVED)
_names: Final = st.builds(
    ArchiveName,
    id=ids,
    topic=st.builds(Topic, _shelved, key=names, name=texts, id=ids),
    articles=small,
)
_shelves: Final = st.builds(Shelf, section=st.none() | sections, name=st.none() | _names)
_shelf_pages: Final = st.builds(
    ShelfPage,
    shelf=_shelves,
    articles=st.lists(articles, min_size=1, max_size=30).map(tuple),
    zone=st.none() | st.just(KYIV),
    total=small,
    day=st.none() | _dates,
    has_newer=st.booleans(),
    has_older=st.booleans(),
)
_queries: Final = texts.map(lambda text: read_query(text, date(2026, 5, 20)))
_SNIPPETS: Final = Snippets(Language(Simplemma()))
_hits: Final = st.builds(
    lambda article, query, post: Hit(
        article, *_SNIPPETS.of(article.content, query, headline=130, snippet=180), post
    ),
    articles,
    _queries,
    st.none() | st.just("https://t.me/c/1/2"),
)
_lines: Final = st.builds(
    RoundUpLine,
    article=articles,
    address=st.sampled_from([SITE, IN_BOT]),
    own_headline=st.none() | texts,
    own_emoji=st.none() | st.just("👨‍👩‍👧"),
)
_BY_TYPE: Final[Mapping[Any, st.SearchStrategy[Any]]] = {
    str: texts,
    Reason: _reasons,
    str | None: st.none() | st.sampled_from([SITE, IN_BOT]),
    int: ids,
    int | None: st.none() | ids,
    bool: st.booleans(),
    tuple[Image, ...]: _many(st.builds(Image, texts)),
    Mapping[Medium, int]: st.dictionaries(st.sampled_from(Medium), ids),
    datetime: moments,
    datetime | None: st.none() | moments,
    tzinfo | None: st.sampled_from((None, ZoneInfo("Asia/Tokyo"))),
    date: _dates,
    Span | None: st.none() | st.tuples(_dates, _dates),
    Earlier: st.builds(Earlier, article=articles, articles=_many(articles)),
    Merger: st.builds(
        Merger,
        gone=sections,
        into=sections,
        uses=st.builds(SectionUses, ids, ids, ids, ids, ids),
        both=ids,
    ),
    Dispatch: st.builds(
        Dispatch,
        article=articles,
        channels=_many(channels),
        without_earlier=_many(channels),
    ),
    Forum: _forums,
    ThreadState: st.sampled_from(ThreadState),
    SectionTrial: st.builds(SectionTrial, section=sections, channels=_many(channels), count=small),
    RoutingTrial: st.builds(
        RoutingTrial,
        channel=channels,
        sections=_many(sections),
        proposed=st.integers(0, 2**59 - 1),
        base=st.integers(0, 2**59 - 1),
        before=small,
        more=_many(articles),
        fewer=_many(articles),
    ),
    Upcoming: st.builds(
        Upcoming,
        articles=_many(articles),
        page=small,
        pages=small,
        total=small,
        spaced=st.lists(
            st.builds(Spaced, article_id=ids, headline=texts, title=names, until=moments),
            max_size=5,
        ).map(tuple),
        waiting=small,
    ),
    ShelfPage: _shelf_pages,
    NamePage: st.builds(
        NamePage, kind=_shelved, names=_many(_names), page=small, pages=small, total=small
    ),
    Month: st.builds(
        Month, shelf=_shelves, first=_dates, days=st.lists(_dates, max_size=31).map(tuple)
    ),
    Role: st.sampled_from(Role),
    Audience: st.sampled_from(Audience),
    Layout: st.sampled_from(Layout),
    Medium: st.sampled_from(Medium),
    tuple[Picture, ...]: st.sampled_from([(), (Picture("AgACAgIAAxkBAAI", "AQAD"),)]),
    Section: sections,
    Topic: topics,
    ReadingTimes: st.builds(
        ReadingTimes,
        st.just(KYIV),
        st.sampled_from(Pace),
        digest_at=st.sampled_from([(480,), (480, 1200)]),
        digest_day=st.none() | st.integers(0, 6),
        quiet=st.none() | st.just(QuietHours(60, 120)),
        cap=st.none() | st.integers(1, 20),
        reads=st.none() | st.sampled_from(["uk", "en"]),
    ),
    Topic | None: topics,
    Choice: st.sampled_from(Choice),
    Pace: st.sampled_from(Pace),
    Courtesy: st.sampled_from(Courtesy),
    tuple[tuple[Topic, Choice], ...]: _many(st.tuples(topics, st.sampled_from(Choice))),
    Article: articles,
    Channel: channels,
    Editor: editors,
    ChannelWords: _worded,
    WordPart: st.sampled_from(WordPart),
    SectionFacts: st.builds(
        SectionFacts,
        section=sections,
        needs_second=st.booleans(),
        channels=_many(channels),
        hidden=st.booleans(),
    ),
    Card: cards,
    Card | None: st.none() | cards,
    Publication: st.builds(
        Publication, article=articles, channels=_many(channels), followers=small, new=st.booleans()
    ),
    Status: st.builds(Status, article=articles, progress=_progress),
    Why: st.builds(
        Why, article=articles, channels=_many(channels), followers=small, progress=_progress
    ),
    ArchivePage: st.builds(
        ArchivePage,
        section=st.none() | sections,
        articles=_many(articles),
        page=small,
        pages=small,
        total=small,
    ),
    FoundPosts: st.builds(
        FoundPosts,
        articles=_many(articles),
        page=small,
        has_older=st.booleans(),
        section=st.none() | sections,
        words=texts,
        search_id=ids,
    ),
    Form: st.sampled_from(Form),
    FoundPage: st.builds(
        FoundPage,
        query=_queries,
        words=texts,
        hits=_many(_hits),
        page=small,
        total=small,
        newest=st.booleans(),
        search_id=ids,
        has_more=st.booleans(),
        instead=st.none() | _queries,
        unknown=_many(
            st.builds(
                UnknownName,
                kind=st.sampled_from(TopicKind),
                name=texts,
                near=_many(names),
                meant=st.none() | names,
            )
        ),
    ),
    TurnFound: st.builds(TurnFound, search_id=ids, page=small, newest=st.booleans()),
    Health: st.builds(
        Health,
        at=moments,
        queue=st.builds(Queue, posts=small, since=st.none() | moments),
        spaced=small,
        next_at=st.none() | moments,
        readers_waiting=small,
        in_doubt=small,
        paused=_many(names),
        silent=st.dictionaries(ids, names, max_size=3),
        broken_feeds=_many(names),
        by_usual=_many(names),
        heard_at=st.none() | moments,
        halted_until=st.none() | moments,
        processes=_many(names),
    ),
    Figures: st.builds(
        Figures,
        period=st.sampled_from(Period),
        begins=moments,
        until=moments,
        **dict.fromkeys(
            ("posts", "before", "breaking", "corrected", "retracted", "readers", "gained", "lost"),
            small,
        ),
        spans=st.none() | st.builds(Spans, median=_spans, slowest=_spans),
        reader_spans=st.none() | st.builds(Spans, median=_spans, slowest=_spans),
        sections=_many(
            st.builds(
                SectionFigures,
                section=st.none() | sections,
                posts=small,
                followers=small,
                growth=st.none() | st.integers(-(10**7), 10**7),
            ),
        ),
        channels=_many(
            st.builds(
                ChannelFigures,
                title=names,
                posts=small,
                failed=small,
                members=st.none() | small,
                growth=st.none() | st.integers(-(10**7), 10**7),
            ),
        ),
        noticed=_many(st.builds(Noticed, article_id=ids, headline=texts, reactions=small)),
    ),
    PostLength: st.builds(
        PostLength, title=names, units=small, limit=small, cut=st.none() | st.sampled_from(Cut)
    ),
    Wanted: st.builds(Wanted, article=articles, others=_many(names)),
    tuple[tuple[int, str, bool], ...]: _many(st.tuples(ids, names, st.booleans())),
    Preflight: st.builds(
        Preflight,
        card=cards,
        breaking=st.booleans(),
        remarks=st.lists(
            st.builds(
                Remark,
                code=st.sampled_from(["rights_lost", "quiet_hours", "nobody", "words_cut"]),
                weight=st.sampled_from(Weight),
                names=_many(names),
            ),
            max_size=6,
        ).map(tuple),
    ),
    LogPage: st.builds(
        LogPage,
        deeds=st.one_of(
            st.lists(_deeds, max_size=PAGE).map(tuple), _deeds.map(lambda one: (one,) * PAGE)
        ),
        page=small,
        total=small,
        article_id=st.none() | ids,
    ),
    tuple[Revision, ...]: _many(
        st.builds(
            Revision, number=ids, made_at=moments, made_by=st.none() | names, content=contents
        )
    ),
    Field: st.sampled_from(Field),
    LetterKind: st.sampled_from(LetterKind),
    KeptFor: st.builds(KeptFor, st.none() | small, st.none() | small),
    Feed: _subscriptions,
    Category: _categories,
    tuple[Feed, ...]: _many(_subscriptions),
    tuple[tuple[str, datetime | None], ...]: _many(st.tuples(texts, st.none() | moments)),
    tuple[tuple[str, int, str | None], ...]: _many(st.tuples(texts, small, st.none() | texts)),
    Mapping[str, Any]: st.fixed_dictionaries({"status": small}),
    tuple[tuple[str, str], ...]: _many(st.tuples(texts, links)),
    tuple[Section, ...]: _many(sections),
    tuple[Article, ...]: _many(articles),
    tuple[Channel, ...]: _many(channels),
    tuple[Editor, ...]: _many(editors),
    frozenset[int]: st.frozensets(ids, max_size=3),
    timedelta: st.timedeltas(timedelta(), timedelta(days=9999)),
    tuple[int, ...]: _many(ids),
    tuple[str, ...]: _many(texts),
    tuple[tuple[int, str], ...]: _many(st.tuples(ids, texts)),
    tuple[ChannelProgress, ...]: _many(_spaced),
    tuple[RoundUpLine, ...]: st.one_of(
        st.lists(_lines, min_size=1, max_size=MOST).map(tuple),
        _lines.map(lambda line: (line,) * MOST),
    ),
    Mapping[int, str]: st.sampled_from([{}, dict.fromkeys(range(1, 99), SITE)]),
}
# What the program itself makes, whoever writes to it.
_OURS: Final = {
    "made_by": st.sampled_from(["usual", "brief", "quote"]),
    "names": st.just(("usual", "brief", "own")),
    "place": st.integers(0, 200),
    "link": st.just(IN_BOT),
    "command": st.sampled_from(["publish", "status"]),
    "opened": st.sampled_from(SETTINGS),
}
_refusals: Final = st.sampled_from(sorted(REFUSALS)).flatmap(
    lambda code: st.tuples(st.just(code), _hostile_details(REFUSALS[code]))
)


def _hostile_details(usual: Mapping[str, object]) -> st.SearchStrategy[dict[str, Any]]:
    by_type: dict[type, st.SearchStrategy[Any]] = {
        str: texts,
        datetime: moments,
        list: st.lists(st.sampled_from(_PIECES), max_size=2),  # said on the command line alone
    }
    return st.fixed_dictionaries(
        {name: by_type.get(type(value), ids) for name, value in usual.items()}
    )


def _refusing(
    page: Callable[[str, dict[str, Any]], PlainPage | PostPage],
) -> st.SearchStrategy[Any]:
    return _refusals.map(lambda refusal: page(*refusal))


def pages_of(kind: type[Any]) -> st.SearchStrategy[Any]:
    """Any page of this class, or of this kind of notice."""
    if kind in (RefusedPage, PasteRefused):
        made = _refusing(kind)
    elif kind is NotPublished:
        made = st.builds(
            kind, ids, texts, moments, st.just("article_no_section"), st.just({"id": 12})
        )
    elif kind in (DeskChat, GroupElsewhere):
        made = st.just(kind("vistnyk_" + "x" * 24))  # a bot's name is Telegram's own word
    elif kind is OwnWordsOffered:
        made = _refusals.map(
            lambda refusal: OwnWordsOffered(10**15, refusal[0], refusal[1], continues=True)
        )
    elif kind is DigestPage:
        made = st.builds(
            lambda local, articles, page: digest_page(
                Digest(1, local, ()), articles, {each.id: IN_BOT for each in articles}, page
            ),
            moments,
            _many(articles),
            st.integers(0, 4),
        )
    elif kind is FileOffered:
        made = st.builds(
            lambda medium, refusal: FileOffered(10**15, medium, *refusal),
            st.sampled_from(Medium),
            _refusals,
        )
    else:
        hints = get_type_hints(kind)
        made = st.builds(
            kind, **{f.name: _OURS.get(f.name, _BY_TYPE[hints[f.name]]) for f in fields(kind)}
        )
    return made.map(NoticePage) if kind in NOTICES.values() else made


def every_kind(root: type[Any]) -> list[type[Any]]:
    """The page classes that have a template, `FullText` apart: it is made by its function."""
    found: list[type[Any]] = []
    for kind in root.__subclasses__():
        found += every_kind(kind)
        if kind.template or kind is RefusedPage:
            found.append(kind)
    return [kind for kind in found if kind is not FullText]
