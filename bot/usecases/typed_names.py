"""Names that are typed in a query: which sections they mean, and what is called nearly so."""

from collections.abc import Iterable, Mapping, Sequence
from difflib import SequenceMatcher, get_close_matches
from itertools import islice
from typing import Final

from bot.domain.errors import RefusedError
from bot.domain.found import UnknownName
from bot.domain.query import Query
from bot.domain.section import Section, section_key
from bot.domain.topics import TopicKind
from bot.language.indexing import Index
from storage.storage import Snapshot

_ALIKE: Final = 0.6  # of difflib's measure: what is less so is not meant
_COMPARED: Final = 100  # authors or tags, those with most articles
_MOST_SECTIONS, _MOST_OTHERS = 8, 3  # that are said, or told of


async def has_name(tx: Snapshot, query: Query, index: Index) -> bool:
    """Whether there is such a section, or an article by such an author or with such a tag."""
    if names := query.sections or query.without_sections:
        known = await tx.sections.all()
        return any(called(name, known) for name in names)
    named = Query(authors=query.authors, tags=query.tags)
    return bool(await tx.search.newest(index.matches(named)[-1], 1))


async def unknown_sections(tx: Snapshot, query: Query) -> list[UnknownName]:
    """Those of a query that there are none of, each with the others, the likeliest first."""
    names = query.sections + query.without_sections
    known = await tx.sections.all() if names else ()
    return [_unknown_section(name, known) for name in names if not sections_of(name, known)]


async def unknown_others(tx: Snapshot, query: Query, index: Index) -> list[UnknownName]:
    """Authors and tags that no article has, each with those that are spelled nearly so.

    Of many the first are told: each is looked for by itself.
    """
    unknown: list[UnknownName] = []
    for kind, alone in (
        (TopicKind.AUTHOR, {name: Query(authors=(name,)) for name in query.authors}),
        (TopicKind.TAG, {name: Query(tags=(name,)) for name in query.tags}),
    ):
        first = islice(alone.items(), _MOST_OTHERS)
        names = [name for name, only in first if not await has_name(tx, only, index)]
        most = await tx.archive_names.most(kind, _COMPARED, 0) if names else []
        for name in names:
            near = _nearly_so(name, (each.topic.name for each in most))
            unknown.append(UnknownName(kind, name, near, next(iter(near), None)))
    return unknown


def sections_meant(names: Iterable[str], known: Sequence[Section]) -> list[int]:
    """The sections that typed names mean; of an unknown one no article is."""
    return [id_ for name in names for id_ in sections_of(name, known) or [0]]


def check_there_is(name: str, known: Sequence[Section]) -> None:
    """Raises `RefusedError`: `section_misnamed`."""
    if not sections_of(name, known):
        names = [section.name for section in known]
        raise RefusedError("section_misnamed", name=name, known=names)


def sections_of(name: str, known: Sequence[Section]) -> list[int]:
    """Those that are called so, or whose names begin so."""
    key = section_key(name)
    return called(name, known) or [
        section.id for section in known if any(one.startswith(key) for one in _names(section))
    ]


def called(name: str, known: Sequence[Section]) -> list[int]:
    return [section.id for section in known if section_key(name) in _names(section)]


def _names(section: Section) -> tuple[str, ...]:
    hashtag = section.hashtag.removeprefix("#").replace("_", " ")
    return *section.keys, section.slug, section_key(hashtag)


def _unknown_section(name: str, known: Sequence[Section]) -> UnknownName:
    key = section_key(name)
    alike = {
        section.name: max(SequenceMatcher(None, key, one).ratio() for one in _names(section))
        for section in known
    }
    likeliest = sorted(alike, key=alike.__getitem__, reverse=True)[:_MOST_SECTIONS]
    meant = likeliest[0] if likeliest and alike[likeliest[0]] >= _ALIKE else None
    return UnknownName(TopicKind.SECTION, name, tuple(likeliest), meant)


def _nearly_so(name: str, names: Iterable[str]) -> tuple[str, ...]:
    """Whole names and each of their words are compared: «Ковал» is «Марта Коваль»."""
    whole: Mapping[str, str] = {
        part: each for each in names for part in (each.casefold(), *each.casefold().split())
    }
    close = get_close_matches(name.casefold(), whole, _MOST_OTHERS, _ALIKE)
    return tuple(dict.fromkeys(whole[each] for each in close))
