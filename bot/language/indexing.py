"""An article → its row in the search index; a query → what such a row has to have."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import chain

from bot.domain.article import Article
from bot.domain.filters import Said, Term
from bot.domain.query import SMALL_WORDS, Query, beginning, one_of
from bot.domain.search_terms import (
    ANYWHERE,
    EVERY,
    EXACT,
    GAP,
    HEADLINE,
    OPENING,
    AnyOf,
    Entry,
    Match,
    Token,
    begun,
    by_author,
    marked,
    of_section,
    with_tag,
)
from bot.domain.topics import authors_of, tags_of
from bot.language.terms import Language

# PostgreSQL keeps no more places of one word, and none behind a certain one; both databases are
# to answer alike.
_MOST_WORDS, _MOST_TIMES = 16_000, 250
# And a row of more than a megabyte PostgreSQL refuses: the rest of such a text is not found.
_MOST_LETTERS = 100_000
# «Шахед-136» may be «Шахед 136», and «ЧС-2026» «ЧС 2026».
_NAMED_BY_NUMBER = re.compile(r"(?i)(?<![^\W\d_])(?!covid|ковід)([^\W\d_]{4,})[-‐‑−](\d+)")
_NAMED_BY_YEAR = re.compile(r"(?<![^\W\d_])([^\W\d_]{2,3})[-‐‑−]((?:19|20)\d\d)(?!\w)")
# «2:1» and «15,5%» are two figures side by side; but «08:00» may be «8:00».
_TWO_FIGURES = re.compile(r"(\d+(?::\d|[.,]\d+))%?")
# «2014 рік» is «у 2014-му», too.
_YEAR = re.compile(r"(?<!\S)((?:19|20)\d\d) (?:рік|року|роком|році|year)(?!\S)", re.IGNORECASE)
# «В. Зеленський» is most often «Володимир», written out.
_INITIALS = re.compile(r"(?:[^\W\d_]\.){1,3}")
FORMAT = 21  # of the rows: one that is raised has them all made anew


class Index:
    """Makes rows and questions of the same terms."""

    def __init__(self, language: Language) -> None:
        self._language = language

    @property
    def made_by(self) -> str:
        """Rows that were made by something else do not go with these questions."""
        return f"{self._language.engine} {FORMAT}"

    def entry(self, article: Article) -> Entry:
        content = article.content
        opening = content.opening
        body = content.body if content.lead else content.body[1:]
        rest = (*content.captions, *(image.caption or "" for image in content.images))
        parts = _beginning((content.headline, opening, *body, *rest))
        both = [(_all(self._language.said(part)), self._language.exactly(part)) for part in parts]
        said = [terms for terms, _ in both]
        authors = [topic.name for topic in authors_of(content)]
        tags = [topic.name for topic in tags_of(content)]
        tokens = {
            EVERY,
            *marked(HEADLINE, said[0]),
            *marked(OPENING, chain(said[0], said[1])),
            *marked(ANYWHERE, chain(*said)),
            *chain(*(by_author(_all(self._language.said(name))) for name in authors)),
            *chain(*(with_tag(_all(self._language.said(tag))) for tag in tags)),
        }
        if article.section:
            tokens.add(of_section(article.section.id))
        words = tuple(_in_order(exact for _, exact in both))
        return Entry(words, frozenset(tokens))

    def matches(
        self, query: Query, sections: Iterable[AnyOf] = (), no_sections: AnyOf = frozenset()
    ) -> tuple[Match, ...]:
        """What rows have to have, the best first: in the headline, the opening, anywhere.

        `sections`: one of each of these, besides; `no_sections`: none of these.
        """
        others = [w for w in query.words if w not in query.whole_words]
        wanted = self._language.asked_anywhere(in_one_line(query))
        in_phrases = tuple(
            terms for phrase in query.phrases for terms in self._language.asked(phrase)
        )
        filters = (
            *sections,
            *(by_author(t) for name in query.authors for t in self._language.asked(name)),
            *(with_tag(t) for tag in query.tags for t in self._language.asked(tag)),
        )
        figures = [two[1] for word in query.words if (two := _TWO_FIGURES.fullmatch(word))]
        unwanted = no_sections.union(*(self._any_of(ANYWHERE, w) for w in query.without))
        made: list[Match] = []
        any_word = wanted or in_phrases or others
        for mark in (HEADLINE, OPENING, ANYWHERE) if any_word else (ANYWHERE,):
            asked = (*wanted, *(() if mark is ANYWHERE else in_phrases))
            all_of = tuple(marked(mark, terms) for terms in asked)
            all_of += tuple(self._any_of(mark, word) for word in others)
            made.append(
                Match(
                    (*all_of, *filters) or (frozenset({EVERY}),),
                    tuple(map(self._phrase, (*query.phrases, *figures))),
                    unwanted,
                    tuple(map(self._phrase, query.without_phrases)),
                )
            )
        return tuple(made)

    def _any_of(self, mark: str, word: str) -> AnyOf:
        """What says a word, a beginning, or one of several."""
        return frozenset().union(
            *(
                self._begun(mark, each)
                if beginning(each)
                else marked(mark, _all(self._language.asked(each)))
                for each in one_of(word)
            )
        )

    def _begun(self, mark: str, word: str) -> AnyOf:
        """Any word that begins so, in its dictionary form or as it stands there."""
        start = "".join(self._language.exactly(beginning(word) or word))
        asked = {begun(mark, start)}
        return frozenset(asked | {begun(EXACT, start)} if mark is ANYWHERE else asked)

    def _phrase(self, phrase: str) -> tuple[Token, ...]:
        return tuple(f"{EXACT}{word}" for word in self._language.exactly(phrase))


def in_one_line(query: Query) -> str:
    """The words of a query that say something, as they are asked for: «Шахед 136»."""
    small = SMALL_WORDS if len(query.words) > 1 or query.phrases else frozenset()
    whole = query.whole_words
    said = [w for w in whole if w.casefold() not in small and not _INITIALS.fullmatch(w)]
    words = said or (whole if len(whole) == len(query.words) else ())
    typed = _NAMED_BY_YEAR.sub(r"\1 \2", _NAMED_BY_NUMBER.sub(r"\1 \2", " ".join(words)))
    return _YEAR.sub(r"\1", typed)


def _beginning(parts: Iterable[str]) -> tuple[str, ...]:
    """Parts of a text up to where it is too long; those behind are empty."""
    left = _MOST_LETTERS
    cut: list[str] = []
    for part in parts:
        cut.append(part[:left])
        left -= len(cut[-1])
    return tuple(cut)


def _all(said: Said) -> set[Term]:
    return set().union(*said)


def _in_order(parts: Iterable[tuple[Term, ...]]) -> Iterator[Token]:
    """The words of all parts with a gap between two, so that no phrase goes over it."""
    times: Counter[Term] = Counter()
    count = 0
    for part in parts:
        for word in part:
            if count >= _MOST_WORDS:
                return
            count += 1
            times[word] += 1
            yield f"{EXACT}{word}" if times[word] <= _MOST_TIMES else GAP
        count += 1
        yield GAP
