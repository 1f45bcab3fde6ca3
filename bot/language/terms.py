"""Words → terms: what all forms of a word have in common, in Ukrainian, Russian and English."""

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from functools import lru_cache, partial
from typing import Final

from bot.domain.filters import Said, Term
from bot.language import latin_names
from bot.language.engines import Engine, Pymorphy, Simplemma, best_engine, installed_engine
from bot.language.numerals import in_figures, numbers_in
from bot.language.short_names import in_ukrainian, names_in, same_terms, without_ending
from bot.language.spelling import (
    exact_words_of,
    folded_word,
    in_cyrillic,
    in_latin,
    is_abbreviation,
    is_cyrillic,
    small,
    spelled,
    twin,
    without_accents,
)

_KNOWN_WORDS = 50_000  # whose terms are remembered: about 15 MB
_FEWEST_LETTERS = 2  # of a part of a word with a hyphen: the F of F-16 is no word
_FIGURES_OF_TIME = 2  # «08:00» is «8:00»
_LONGEST_OF_TYPE = 3  # letters of «МіГ-29»
_VARIANT = re.compile(r"(\D+\d+)[A-ZА-ЯІЇЄҐ]{1,2}\d?")  # «Ту-95МС» is a Ту-95
_RUSSIAN, _UKRAINIAN = frozenset("ыэъё"), frozenset("іїєґ")
_RUSSIAN_LETTERS = str.maketrans("ыэ", "ие")  # «выборы» are «вибори», Залужный is Залужний
_RUSSIAN_INFINITIVES: Final = ("ать", "еть", "ить", "уть", "ять")
_HUNDRED: Final = "сто"
_HALF: Final = "пів"  # «пів години» and «півгодини»
# Of a word that no dictionary knows, what is left without an ending, behind a figure of its own.
_STEM, _FEWEST_OF_STEM = "2", 4
_ENDING = re.compile(
    "(?:ами|ями|ові|еві|єві|ого|ому|ими|іми|ою|ею|єю|ої|ом|ем|єм|ів|їв|ах|ях|ам|ям|ий|ій|их|им"
    "|[аяуюіїеєиоьй])$"
)
_BEFORE_I = str.maketrans("зцс", "гкх")  # «Сибізі» is of «Сибіга»
# Of these forms one reading is what newspapers mean; the dictionary has rare ones beside it.
_PLAIN: Final = {
    "рада": "рада", "ради": "рада", "раду": "рада", "раді": "рада", "три": "три", "про": "про",
    "мене": "я", "коли": "коли", "при": "при", "рік": "рік", "року": "рік", "роки": "рік",
    "київ": "київ", "мати": "мати", "люди": "людина", "діти": "дитина", "друзі": "друг",
    "дітям": "дитина", "людина": "людина", "стан": "стан", "стали": "стати", "стало": "стати",
    "вересня": "вересень", "перше": "перший", "п'ята": "п'ятий",
}  # fmt: skip
# Of English words the list of forms lacks these, or takes them for others.
_ALSO_OF: Final = {
    "won": "win", "thought": "think", "broke": "break", "shot": "shoot", "left": "leave",
    "rose": "rise", "shook": "shake", "bit": "bite", "bent": "bend", "bore": "bear",
    "swore": "swear", "laid": "lay", "felt": "feel", "people": "person", "worse": "bad",
    "bigger": "big", "hotter": "hot", "closer": "close",
}  # fmt: skip


class Language:
    """Makes terms; loads what it needs at the first word of a language."""

    def __init__(self, engine: Engine | None = None) -> None:
        """`engine` None: the best that is installed."""
        self._given = engine
        self._ukrainian: Engine | None = engine
        self._english: Simplemma | None = None
        self._terms = lru_cache(_KNOWN_WORDS)(self._look_up)

    @property
    def engine(self) -> str:
        """What the terms are made by. Terms of different engines do not go together."""
        return self._given.name if self._given else installed_engine()

    @property
    def knows_all_forms(self) -> bool:
        """False where the dictionary is missing and the fall-back is at work."""
        return self.engine == Pymorphy.name

    def said(self, text: str) -> Said:
        """The terms of each word of a text; of a word with hyphens also those of its parts.

        What several words say together, a number or a long name, is said by the last of them.
        """
        russian = _is_russian(text)
        written = spelled(text)
        words = tuple(self._said_by(word, russian) for word in written)
        return _with_more(words, ((span[-1:], term) for span, term in _together(written, words)))

    def asked(self, text: str) -> Said:
        """The terms of each word that is looked for, a word with hyphens as a whole.

        Of words that say something together each may be that.
        """
        written = spelled(text)
        words = tuple(map(self._asked_by, written))
        return _with_more(words, _together(written, words))

    def exactly(self, text: str) -> tuple[Term, ...]:
        """Each word as it is written, but for what is mere spelling."""
        return exact_words_of(text)

    def _asked_by(self, word: str) -> frozenset[Term]:
        plain = small(word)
        if not is_cyrillic(word):
            terms = self._terms(word, russian=False)
            return terms | latin_names.for_both(plain, is_name=self._is_latin_name(plain))
        known = _PLAIN.get(plain)
        lemmas = {known} if known else self._with_number(plain, self._speaker().meant)
        infinitive = plain.endswith(_RUSSIAN_INFINITIVES)
        foreign = self._foreign(plain, lemmas, russian=infinitive)
        terms = self._all_of(word, lemmas | foreign)
        terms |= latin_names.for_latin_text(lemmas | foreign | self._itself(plain))
        if foreign:
            terms |= latin_names.in_cyrillic_text(foreign)
        if (native := plain.translate(_RUSSIAN_LETTERS)) != plain:
            terms |= self._all_of(native, set(self._speaker().meant(native)))
        return terms | _stems_of(plain) if self._speaker().is_oblique(plain) else terms

    def _said_by(self, word: str, russian: bool) -> frozenset[Term]:  # noqa: FBT001 - of the text
        terms = self._terms(word, russian=russian)
        if variant := _VARIANT.fullmatch(word):
            terms |= self._terms(variant[1], russian=russian)
        if "-" not in word:
            return terms
        first, *others = word.split("-")
        is_type = first.isupper() and len(first) <= _LONGEST_OF_TYPE  # «Су-35» is no 35
        parts = [first] if len(first) >= _FEWEST_LETTERS or first.isdigit() else []
        parts += [p for p in others if (p.isdigit() and not is_type) or _is_word(p)]
        return terms.union(*(self._terms(part, russian=russian) for part in parts))

    def _look_up(self, word: str, *, russian: bool) -> frozenset[Term]:
        plain = small(word)
        if is_cyrillic(word):
            usual = _PLAIN.get(plain)
            named = not word[0].islower()  # «кличка» is no Кличко
            of = partial(self._speaker().lemmas, of_persons=named)
            lemmas = {usual} if usual else self._with_number(plain, of)
            foreign = self._foreign(plain, lemmas, russian=russian)
            terms = self._all_of(word, lemmas | foreign)
            if named or not self._speaker().knows(plain):
                names = lemmas | foreign | self._itself(plain)
                terms |= latin_names.in_cyrillic_text(names)
                terms |= latin_names.for_latin_text(foreign)
            if named and not self._speaker().is_name(plain):
                terms |= _stems_of(plain)  # of «Рашка», who is a Рашко
            if not foreign and (native := plain.translate(_RUSSIAN_LETTERS)) != plain:
                terms |= self._all_of(native, set(of(native)))  # «Залужным» is of Залужний
            return terms
        bare = word if word.isascii() else without_accents(word)
        if not (bare.isascii() and any(c.isalpha() for c in bare)):
            is_padded = plain.isdecimal() and len(plain) == _FIGURES_OF_TIME
            return frozenset({plain.removeprefix("0") if is_padded else folded_word(plain)})
        return self._of_latin(bare, small(bare))

    def _of_latin(self, word: str, plain: str) -> frozenset[Term]:
        english = self._list_of_english().english
        # «Russians» is known by its capital letter alone, «russian» by none.
        terms = {folded_word(small(english(each))) for each in (plain, word)}
        if plain in _ALSO_OF:
            terms.add(_ALSO_OF[plain])
        if plain.endswith("ves"):  # «leaves» may be of «leaf», «lives» of «life»
            terms |= {f"{plain[:-3]}f", f"{plain[:-3]}fe"}
        if is_abbreviation(word):
            terms |= {folded_word(plain), in_cyrillic(plain)}
            terms.update(filter(None, [in_ukrainian(plain)]))
        if other := twin(word):
            terms |= self._look_up(other, russian=False)
        if word[0].isupper():
            terms |= latin_names.in_latin_text(plain, is_name=self._is_latin_name(plain))
        return frozenset(terms)

    def _foreign(self, plain: str, lemmas: set[str], *, russian: bool) -> set[str]:
        """The Russian words that a Cyrillic one may be besides."""
        doubtful = not self._speaker().knows(plain) or not _RUSSIAN.isdisjoint(plain)
        if not (russian or doubtful):
            return set()
        by_ending = {each for each in lemmas if each.endswith(("ский", "цкий"))}
        return set(self._speaker().russian(plain)) | by_ending

    def _all_of(self, word: str, lemmas: set[str]) -> frozenset[Term]:
        """The terms of a Cyrillic word that has these lemmas."""
        plain, short = small(word), is_abbreviation(word)
        if plain[:1].isdigit() and (figures := in_figures(plain)):
            return figures
        if word[:2].isupper() and (base := without_ending(word)):
            return self._all_of(base, {small(base)}) | frozenset({folded_word(plain)})
        terms = set(map(folded_word, lemmas))
        if short:
            terms = terms.union(*map(in_latin, lemmas), {folded_word(plain)}, in_latin(plain))
        elif plain.startswith(_HALF):
            terms.add(folded_word(plain))
        if not short and not self._speaker().knows(plain):
            bare = _bare(plain)  # «тіктоці» is of «тікток», as «тіктоком» is
            terms |= {*map(_stem, bare), *same_terms({*bare, *(_stem(b)[1:] for b in bare)})}
        return frozenset((terms | same_terms(terms)) - {""})

    def _with_number(self, plain: str, lemmas: Callable[[str], Collection[str]]) -> set[str]:
        """«80-річчю» has the forms of «сторіччю»; other words with a hyphen have their own."""
        if not plain[:1].isdigit():
            return set(lemmas(plain))
        number, _, rest = plain.partition("-")
        if not (number.isdigit() and len(rest) > _LONGEST_OF_TYPE):
            return set(lemmas(plain))
        hundred = f"{_HUNDRED}{rest}"
        if self._speaker().knows(hundred):
            return {f"{number}-{lemma.removeprefix(_HUNDRED)}" for lemma in lemmas(hundred)}
        return {f"{number}-{lemma}" for lemma in lemmas(rest)}

    def _itself(self, plain: str) -> set[str]:
        """The word, if it may be a name that has no other forms."""
        is_known = self._speaker().knows(plain) and not self._speaker().is_oblique(plain)
        return set() if is_known else {plain}

    def _is_latin_name(self, plain: str) -> bool:
        """A figure is none: nobody loads the list of English for that."""
        has_letters = any(c.isalpha() for c in plain)
        return has_letters and not self._list_of_english().is_english(plain)

    def _list_of_english(self) -> Simplemma:
        if self._english is None:
            self._english = Simplemma()
        return self._english

    def _speaker(self) -> Engine:
        if self._ukrainian is None:
            self._ukrainian = best_engine()
        return self._ukrainian


def _is_russian(text: str) -> bool:
    letters = set(text.casefold())
    return not _RUSSIAN.isdisjoint(letters) and _UKRAINIAN.isdisjoint(letters)


def _is_word(part: str) -> bool:
    return len(part) >= _FEWEST_LETTERS and not part.isdigit()


def _stems_of(word: str) -> set[Term]:
    """«Сибігою» and «Сибізі» share one, «Тульчинів» and «Тульчинова», whatever a guess makes."""
    return set(map(_stem, _bare(word)))


def _bare(word: str) -> list[str]:
    found = _ENDING.search(word)
    without = word[: found.start()] if found else word
    both = [without, f"{without}ов"] if word.endswith(("ів", "ові")) else [without]
    folded = map(folded_word, both)
    return [each for each in folded if len(each) >= _FEWEST_OF_STEM and each.isalpha()]


def _stem(bare: str) -> Term:
    return f"{_STEM}{bare[:-1]}{bare[-1].translate(_BEFORE_I)}"


def _together(written: Sequence[str], words: Said) -> Iterator[tuple[range, Term]]:
    """Which words say something together, and the term for it."""
    yield from numbers_in(words)
    yield from names_in(words)
    for at, word in enumerate(written[:-1]):
        if word.casefold() == _HALF:
            yield range(at, at + 2), folded_word(small(word + written[at + 1]))


def _with_more(words: Said, together: Iterable[tuple[range, Term]]) -> Said:
    more: dict[int, set[Term]] = {}
    for span, term in together:
        for at in span:
            more.setdefault(at, set()).add(term)
    return tuple(word | more[at] if at in more else word for at, word in enumerate(words))
