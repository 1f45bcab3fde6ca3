"""Where the words that were looked for stand in an article: in its headline, in its text."""

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from itertools import chain

from bot.domain.article import Content
from bot.domain.filters import Term
from bot.domain.formatted import Format, Formatted
from bot.domain.query import SIGNS, Query, beginning, one_of
from bot.domain.text import ELLIPSIS, utf16_length
from bot.language.indexing import in_one_line
from bot.language.latin_names import AS_NAME, IN_CYRILLIC, IN_ENGLISH, IN_LATIN, letters_of
from bot.language.spelling import spelled
from bot.language.terms import Language

_JOINTS = "'’ʼ`´‘‛ʹ′＇‐‑−\u00ad\u200b-\u200d\u2060\u0300\u0301-"
_WORD = re.compile(
    r"(?<![\w.])(?:\d{1,3}(?:[ \u00a0\u202f]\d{3})+|\d\d?\.\d\d\.\d{4})(?!\w)"  # «12 300»
    rf"|[^\W_]+(?:[{_JOINTS}]+[^\W_]+)*|[{SIGNS}]"
)
_KNOWN_WORDS, _KNOWN_QUERIES = 20_000, 100
_LOOKED_THROUGH = 30_000  # characters of a text: the rest of a long one has no snippet
_FOLDED = str.maketrans("ґєё", "гее")
_ALSO = {"в": "ву", "і": "ій"}  # «вдома» and «удома», «іти» and «йти»
_SOUNDS = (IN_CYRILLIC, AS_NAME, IN_LATIN, IN_ENGLISH)
_BEFORE = 50  # characters of a snippet in front of the first hit, at most


@dataclass(frozen=True, slots=True)
class _Wanted:
    """Terms of words that were looked for, how others begin, and phrases word for word."""

    terms: frozenset[Term]
    begun: tuple[Term, ...]
    phrases: tuple[tuple[Term, ...], ...]

    @property
    def is_nothing(self) -> bool:
        """Whether no words were looked for, but a section or days alone."""
        return not (self.terms or self.begun or self.phrases)

    @property
    def letters(self) -> frozenset[str]:
        """What such words may begin with."""
        return frozenset().union(*map(_beginnings, chain(self.terms, self.begun, *self.phrases)))

    def has(self, said: frozenset[Term]) -> bool:
        return not self.terms.isdisjoint(said) or any(t.startswith(self.begun) for t in said)


class Snippets:
    def __init__(self, language: Language) -> None:
        self._language = language
        self._said = lru_cache(_KNOWN_WORDS)(self._look_up)
        self._exactly = lru_cache(_KNOWN_WORDS)(language.exactly)
        self._spelled = lru_cache(_KNOWN_WORDS)(_as_one_word)
        self._wanted = lru_cache(_KNOWN_QUERIES)(self._wanted_by)

    def of(
        self, content: Content, query: Query, headline: int, snippet: int
    ) -> tuple[Formatted, Formatted]:
        """The headline, and the piece of the text with most of the words, these in bold.

        `headline` and `snippet`: how many characters each has at most. Where the words stand in
        no form that begins alike, whatever else says them is in bold: to look for that takes ten
        times as long.
        """
        wanted = self._wanted(query)
        title, paragraphs = _one_line(content.headline), list(_paragraphs(content)) or [""]
        hits = partial(self._plain_hits, wanted=wanted)
        best, places = max(
            ((text, [*hits(text)]) for text in paragraphs),
            key=lambda found: self._worth(found[0], found[1], wanted),
        )
        if not (places or any(hits(title))):
            hits = partial(self._hits, wanted=wanted)
            best = next((text for text in paragraphs if any(hits(text))), best)
            places = [*hits(best)]
        first = places[0][0] if places else 0
        begin = first - _BEFORE if len(best) > snippet and first > _BEFORE else 0
        begin = min(begin, max(len(best) - snippet, 0))
        return _piece(title, headline, 0, hits), _piece(best, snippet, begin, hits)

    def _wanted_by(self, query: Query) -> _Wanted:
        phrases = tuple(filter(None, map(self._language.exactly, query.phrases)))
        others = [one for w in query.words if w not in query.whole_words for one in one_of(w)]
        begun = list(filter(None, map(beginning, others)))
        either = (self._language.asked(word) for word in others if not beginning(word))
        words = chain(self._language.asked_anywhere(in_one_line(query)), *either)
        begun_so = tuple("".join(self._language.exactly(word)) for word in begun)
        return _Wanted(frozenset().union(*words), begun_so, phrases)

    def _look_up(self, word: str) -> frozenset[Term]:
        said = self._language.said(word)
        return frozenset(self._language.exactly(word)).union(*said)

    def _hits(self, text: str, wanted: _Wanted) -> Iterator[tuple[int, int]]:
        """Where the words stand, from the first to the last; or several that say one of them."""
        if wanted.is_nothing:
            return iter(())
        found = list(_WORD.finditer(text))
        spans = [
            range(at, at + 1) for at, word in enumerate(found) if wanted.has(self._said(word[0]))
        ]
        together = self._language.together(text, [self._spelled(word[0]) for word in found])
        spans += [span for span, term in together if term in wanted.terms]
        return _places(found, spans)

    def _plain_hits(self, text: str, wanted: _Wanted) -> Iterator[tuple[int, int]]:
        """Likewise, but only words that begin as the forms of those looked for do, and phrases.

        That is nearly all of them, and most others need no look into a dictionary.
        """
        found, letters = list(_WORD.finditer(text)), wanted.letters
        spans = [
            range(at, at + 1)
            for at, word in enumerate(found)
            if _may_begin(word[0], letters) and wanted.has(self._said(word[0]))
        ]
        return _places(found, [*spans, *self._phrases(found, wanted)])

    def _phrases(self, found: list[re.Match[str]], wanted: _Wanted) -> Iterator[range]:
        """Which words are one of the phrases; «24.02.2022» is several of its words."""
        for phrase in wanted.phrases:
            letters = _beginnings(phrase[0])
            for at, word in enumerate(found):
                if _may_begin(word[0], letters) and (stop := self._end_of(phrase, found, at)):
                    yield range(at, stop)

    def _end_of(self, phrase: tuple[Term, ...], found: list[re.Match[str]], at: int) -> int | None:
        """Behind which word a phrase ends that begins with the one `at`; None: it does not."""
        said: list[Term] = []
        for place, word in enumerate(found[at : at + len(phrase)], at + 1):
            said += self._exactly(word[0])
            if phrase in (tuple(said[-len(phrase) :]), tuple(said[: len(phrase)])):
                return place
        return None

    def _worth(
        self, text: str, places: Sequence[tuple[int, int]], wanted: _Wanted
    ) -> tuple[int, int]:
        """How many phrases, and how many words in forms that begin alike, each counted once."""
        phrases = set(self._phrases(list(_WORD.finditer(text)), wanted)) if wanted.phrases else ()
        return len(phrases), len({text[start:end].casefold() for start, end in places})


def _places(found: list[re.Match[str]], spans: list[range]) -> Iterator[tuple[int, int]]:
    """From which character to which: of two that overlap the first one."""
    behind = 0
    for span in sorted(spans, key=lambda span: (span.start, -span.stop)):
        if span.start >= behind:
            behind = span.stop
            yield found[span.start].start(), found[behind - 1].end()


def _piece(
    text: str, length: int, begin: int, hits: Callable[[str], Iterable[tuple[int, int]]]
) -> Formatted:
    start = text.find(" ", begin) + 1 if begin > 0 else 0
    piece = text[start : start + length]
    if start + length < len(text):
        piece = piece[: max(piece.rfind(" "), length // 2)].rstrip(" ,;:–-") + ELLIPSIS
    if start:
        piece = ELLIPSIS + piece
    bold = tuple(
        Format("bold", utf16_length(piece[:at]), utf16_length(piece[at:end]))
        for at, end in hits(piece)
    )
    return Formatted(piece, bold)


def _may_begin(word: str, letters: Collection[str]) -> bool:
    """Whether a word or what stands behind a hyphen in it begins so."""
    return any(part[:1] in letters for part in word.casefold().translate(_FOLDED).split("-"))


def _as_one_word(word: str) -> str:
    return " ".join(spelled(word)) or word


def _beginnings(term: Term) -> str:
    """The letters that words of a term may begin with."""
    first, second = term[:1], term[1:2]
    if first in _SOUNDS and second:
        return first + letters_of(second)  # «1й» is no sound, but «1-й»
    if first.isdigit() and second.isalpha():
        return first + _ALSO.get(second, second)
    return _ALSO.get(first, first)


def _paragraphs(content: Content) -> Iterator[str]:
    left = _LOOKED_THROUGH
    for paragraph in (content.opening, *content.body):
        line = _one_line(paragraph[:left])
        left -= len(paragraph)
        if line:
            yield line
        if left <= 0:
            return


def _one_line(text: str) -> str:
    return " ".join(text.split())
