"""Words → terms: what all forms of a word have in common, in Ukrainian, Russian and English."""

import re
from collections.abc import Callable, Collection, Iterator, Sequence
from functools import lru_cache, partial
from typing import Final

from bot.domain.filters import Said, Term
from bot.language import latin_names, persons
from bot.language.compounds import loose_parts
from bot.language.engines import Engine, Pymorphy, best_engine, installed_engine
from bot.language.english import English
from bot.language.initials import LETTERS, shortened
from bot.language.long_names import called_otherwise, well_known
from bot.language.numerals import in_figures, of_compound, of_roman
from bot.language.plain_words import PLAIN
from bot.language.russian_spelling import natives
from bot.language.short_names import in_ukrainian, same_terms, without_ending
from bot.language.spelling import (
    IN_LETTERS,
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
from bot.language.together import (
    IN_INITIALS,
    asked_together,
    found_together,
    said_together,
)
from bot.language.unknown_words import name_without_ending, stems_of, terms_of_unknown

_KNOWN_WORDS = 75_000  # whose terms are remembered: some 30 MB, as forms of a word share them
_KNOWN_TERMS = 30_000
_FEWEST_LETTERS = 2  # of a part of a word with a hyphen: the F of F-16 is no word
_FIGURES_OF_TIME = 2  # «08:00» is «8:00»
_FIGURES_OF_YEAR = 4
_LONGEST_OF_TYPE = 3  # letters of «МіГ-29»
_VARIANT = re.compile(r"(\D+\d+)[A-ZА-ЯІЇЄҐ]{1,3}\d?")  # «Мі-8МСБ» is a Мі-8
_RUSSIAN = frozenset("ыэъё")
_OF_RUSSIAN, _OF_UKRAINIAN = re.compile("[ыэъёЫЭЪЁ]"), re.compile("[іїєґІЇЄҐ]")
_OF_RUSSIAN_WOMEN: Final = ("ская", "цкая", "ная")
_RUSSIAN_INFINITIVES: Final = tuple(
    f"{vowel}{ending}" for vowel in "аеиуя" for ending in ("ть", "ться")
)
_HUNDRED: Final = "сто"
_HALF: Final = "пів"
_FEWEST_OF_LEMMA: Final = 3  # «Усі» is no «US», though «Лі» is «Li»
_MOST_LETTERS: Final = 4  # «ВІЛ» is no «віл», but «КАБМІН» is кабмін
_CONSONANTS: Final = frozenset("бвгґджзйклмнпрстфхцчшщь")
_SOUNDS_OF_H, _FEWEST_OF_NAME = {"г": "х", "х": "г"}, 5
_OF_TOWNS: Final = ("ськ", "цьк", "ув")  # no dictionary has «Торецк», nor «у Жешові»
_IN_BOTH_SIZES = re.compile("[а-яіїєґ][А-ЯІЇЄҐ]")


class Language:
    """Makes terms; loads what it needs at the first word of a language."""

    def __init__(self, engine: Engine | None = None, english: English | None = None) -> None:
        """`engine` None: the best that is installed."""
        self._given = engine
        self._ukrainian: Engine | None = engine
        self._english = english or English()
        self._said_by = lru_cache(_KNOWN_WORDS)(self._look_up_with_parts)
        self._shared = lru_cache(_KNOWN_TERMS)(_themselves)

    @property
    def engine(self) -> str:
        """What the terms are made by. Terms of different engines do not go together."""
        return self._given.name if self._given else installed_engine()

    @property
    def knows_all_forms(self) -> bool:
        """False where the dictionary is missing and the fall-back is at work."""
        return self.engine == Pymorphy.name

    def said(self, text: str) -> Said:
        """The terms of each word of a text; of a word with hyphens also those of its parts."""
        russian = _is_russian(text)
        if not (written := spelled(text)):
            return ()
        speaker = self._speaker()
        words = [self._said_by(word, russian) for word in written]
        for at, word in enumerate(written):
            if not word[0].islower():
                words[at] = persons.said(speaker, written, at, words[at])
        return said_together(speaker, text, written, tuple(words))

    def together(self, text: str, written: Sequence[str]) -> Iterator[tuple[range, Term]]:
        """What some of the words of a text, as they are `spelled`, say side by side."""
        said = tuple(self._said_by(word, _is_russian(word)) for word in written)
        return found_together(self._speaker(), text, written, said)

    def asked(self, text: str) -> Said:
        """The terms of each word that is looked for, a word with hyphens as a whole."""
        written, speaker = spelled(text), self._speaker()
        words = tuple(
            self._asked_by(word, is_somebody=persons.is_somebody(speaker, written, at))
            for at, word in enumerate(written)
        )
        words = tuple(persons.asked(speaker, written, at, each) for at, each in enumerate(words))
        may_be = tuple(self._said_by(word, _is_russian(word)) for word in written)
        return asked_together(speaker, written, words, may_be, self._may_be_name)

    def asked_anywhere(self, text: str) -> Said:
        """The same where words may stand far apart: «онлайн-навчання» as two of them, too."""
        return tuple(
            each
            for word, terms in zip(spelled(text), self.asked(text), strict=True)
            for each in (
                [
                    terms | self._asked_by(p)
                    for p in loose_parts(word, self._speaker(), self._english)
                ]
                or [terms]
            )
        )

    def _may_be_name(self, word: str) -> bool:
        plain, speaker = small(word), self._speaker()
        if not is_cyrillic(word):
            return self._english.is_name(plain)
        return speaker.is_of_somebody(plain) or not speaker.knows(plain)

    def exactly(self, text: str) -> tuple[Term, ...]:
        """Each word as it is written, but for what is mere spelling."""
        return exact_words_of(text)

    def _asked_by(self, word: str, *, is_somebody: bool = False) -> frozenset[Term]:
        plain = small(word)
        if not is_cyrillic(word):
            terms = self._look_up(word, russian=False)
            return terms | latin_names.for_both(plain, is_name=self._english.is_name(plain))
        of = partial(self._speaker().meant, named=not word[0].islower())
        lemmas = self._lemmas(word, plain, of)
        infinitive = plain.endswith(_RUSSIAN_INFINITIVES)
        foreign = self._foreign(plain, lemmas, russian=infinitive)
        if foreign and not _RUSSIAN.isdisjoint(plain):
            lemmas = set()  # which are guesses
        is_woman = is_somebody and self._speaker().is_of_woman(plain)
        of_others = set(self._speaker().adjectives(plain) if is_woman else ())
        lemmas -= of_others
        lemmas |= persons.of_family(self._speaker(), plain)
        terms = self._all_of(word, lemmas | foreign) | self._in_latin_text(plain, lemmas | foreign)
        terms |= set(map(persons.as_adjective, of_others)) | of_roman(word)
        terms |= same_terms({folded_word(plain)})
        spelled_otherwise = list(natives(plain, self._speaker()))
        terms |= self._in_letters(word, plain, spelled_otherwise)
        if (other := self._by_another_sound(plain)) is not None:
            terms |= self._all_of(other, {other, *self._speaker().meant(other)})
        if foreign:
            woman = {plain} if plain.endswith(_OF_RUSSIAN_WOMEN) else set()
            names = foreign - self._speaker().russian(plain, named=False)  # «крыша» is no «крыса»
            terms |= latin_names.for_cyrillic_text(names | woman)
        elif not self._speaker().knows(plain):
            terms |= latin_names.for_names(lemmas | self._itself(plain))
        for native in spelled_otherwise:
            terms |= self._all_of(native, set(self._speaker().meant(native)))
        has_stem = plain.endswith(_OF_TOWNS) or self._speaker().is_oblique(plain)
        return terms | stems_of(plain) if has_stem else terms

    def _in_latin_text(self, plain: str, lemmas: set[str]) -> set[Term]:
        """Nobody is called «Тоді», and «меню» is none of «Men»."""
        speaker = self._speaker()
        is_name = speaker.is_name(plain) or not speaker.knows(plain)
        if not is_name and not speaker.is_of_thing(plain):
            return set()
        itself = self._itself(plain)
        names = lemmas | itself
        english = names if is_name else names & {plain}
        in_latin_text = latin_names.for_latin_text(names, {plain, *itself} if is_name else ())
        return in_latin_text | latin_names.for_english_text(english)

    def _in_letters(self, word: str, plain: str, spelled_otherwise: list[str]) -> set[Term]:
        """What a word is in short, by the list or as the first letters of a name."""
        shorts = well_known().intersection(map(folded_word, (plain, *spelled_otherwise)))
        if not shorts:
            letters = shortened(plain) if self._may_be_initials(word, plain) else ()
            return {
                f"{IN_LETTERS if each in well_known() else IN_INITIALS}{each}"
                for each in map(folded_word, letters)
            }
        all_of = set(shorts).union(*map(called_otherwise, shorts))
        terms = {f"{IN_LETTERS}{each}" for each in all_of}
        if not self._speaker().has_forms(plain):  # «ГШ» is the «Генштаб»
            terms |= {each for each in all_of if len(each) > _MOST_LETTERS}
        return terms

    def _may_be_initials(self, word: str, plain: str) -> bool:
        """Whether a word may be the letters of a name: of those who type in small ones, too."""
        is_one = word.isupper() or not self._speaker().knows(plain)
        return is_one and word.isalpha() and len(word) in LETTERS

    def _by_another_sound(self, plain: str) -> str | None:
        """«Гантер» of «Хантер»: a foreign name is written so or so."""
        if plain[:1] not in _SOUNDS_OF_H or len(plain) < _FEWEST_OF_NAME:
            return None
        other = f"{_SOUNDS_OF_H[plain[0]]}{plain[1:]}"
        speaker = self._speaker()
        both = (plain, other) if speaker.knows(plain) and speaker.knows(other) else ()
        return other if all(map(speaker.is_name, both)) else None

    def _look_up_with_parts(self, word: str, russian: bool) -> frozenset[Term]:  # noqa: FBT001 - of the text
        terms = self._look_up(word, russian=russian)
        if variant := _VARIANT.fullmatch(word):
            terms |= self._look_up(variant[1], russian=russian)
        if "-" not in word:
            return self._shared(terms)
        first, *others = word.split("-")
        is_type = first.isupper() and len(first) <= _LONGEST_OF_TYPE  # «Су-35» is no 35
        parts = [first] if len(first) >= _FEWEST_LETTERS or first.isdigit() else []
        fewest = _FIGURES_OF_YEAR if is_type else 1  # but «ЧС-2026» is of 2026
        parts += [p for p in others if len(p) >= (fewest if p.isdigit() else _FEWEST_LETTERS)]
        return terms.union(*(self._look_up(part, russian=russian) for part in parts))

    def _look_up(self, word: str, *, russian: bool) -> frozenset[Term]:
        plain = small(word)
        if is_cyrillic(word):
            named = not word[0].islower()  # «кличка» is no Кличко
            of = partial(self._speaker().lemmas, named=named)
            lemmas = self._lemmas(word, plain, of)
            lemmas |= persons.of_family(self._speaker(), plain)
            infinitive = russian or self._speaker().is_short_infinitive(plain)
            foreign = self._foreign(plain, lemmas, russian=infinitive)
            if foreign and not _RUSSIAN.isdisjoint(plain):
                lemmas = set()  # which are guesses
            terms = self._all_of(word, lemmas | foreign) | of_roman(word)
            terms |= set(map(persons.as_adjective, self._speaker().adjectives(plain)))
            known, is_name = self._speaker().knows(plain), self._speaker().is_name(plain)
            in_russian = self._speaker().russian(plain, named=False) if foreign else set()
            if named or not known:
                names = lemmas | foreign | self._itself(plain)
                terms |= latin_names.in_cyrillic_text(
                    (each for each in names if len(each) >= _FEWEST_OF_LEMMA or each == plain),
                    is_word=known and not is_name,
                )
                terms |= latin_names.for_latin_text(foreign - in_russian)
            if named and not is_name:
                terms |= stems_of(plain)  # of «Рашка», who is a Рашко
            both = [plain] if named and not foreign else () if known else in_russian
            for each in both:  # «Залужным» is of Залужний, «министры» are «міністри»
                for native in natives(each, self._speaker()):
                    terms |= self._all_of(native, set(of(native)))
            return terms
        bare = word if word.isascii() else without_accents(word)
        if not (bare.isascii() and any(c.isalpha() for c in bare)):
            is_padded = plain.isdecimal() and len(plain) == _FIGURES_OF_TIME
            return frozenset({plain.removeprefix("0") if is_padded else folded_word(plain)})
        return self._of_latin(word, bare, small(bare))

    def _of_latin(self, written: str, word: str, plain: str) -> frozenset[Term]:
        terms = set(map(folded_word, self._english.forms(word, plain)))
        if is_abbreviation(word):
            terms |= {folded_word(plain), f"{IN_LETTERS}{in_cyrillic(plain)}"}
        is_short = sum(map(str.isupper, word)) > 1  # «AfD»
        if is_short and (known := in_ukrainian(plain)):
            terms |= {known, f"{IN_LETTERS}{known}"}
        if other := twin(word):
            terms |= self._all_of(other, set(self._speaker().lemmas(small(other))))
        if word[0].isupper() or not self._english.knows(plain):
            terms |= latin_names.in_latin_text(
                small(written), is_name=self._english.is_name(plain)
            )
        return frozenset(terms | same_terms(terms) | of_roman(word))

    def _foreign(self, plain: str, lemmas: set[str], *, russian: bool) -> set[str]:
        """The Russian words that a Cyrillic one may be besides."""
        doubtful = not self._speaker().knows(plain) or not _RUSSIAN.isdisjoint(plain)
        if not (russian or doubtful):
            return set()
        by_ending = {each for each in lemmas if each.endswith(("ский", "цкий"))}
        return self._speaker().russian(plain) | by_ending

    def _all_of(self, word: str, lemmas: set[str]) -> frozenset[Term]:
        """The terms of a Cyrillic word that has these lemmas."""
        plain, short = small(word), is_abbreviation(word)
        if plain[:1].isdigit() and (figures := in_figures(plain)):
            return figures
        if word[:2].isupper() and (base := without_ending(word)):
            return self._all_of(base, {small(base)}) | frozenset({folded_word(plain)})
        letters = f"{IN_LETTERS}{folded_word(plain)}"
        is_known = folded_word(plain) in well_known()
        has_forms = is_known and self._speaker().has_forms(plain)
        if short and has_forms and len(plain) <= _MOST_LETTERS:
            return frozenset({letters, *in_latin(plain)})
        terms = set(map(folded_word, lemmas))
        if short or (is_known and not has_forms):
            terms.add(letters)
        if short:
            terms = terms.union(*map(in_latin, lemmas), {folded_word(plain)}, in_latin(plain))
        elif plain.startswith(_HALF):
            terms.add(folded_word(plain))
        if not short and not self._speaker().knows(plain):
            terms |= terms_of_unknown(plain)
        compounds = frozenset().union(*map(of_compound, terms))
        return frozenset((terms | same_terms(terms) | compounds) - {""})

    def _lemmas(self, word: str, plain: str, lemmas: Callable[[str], Collection[str]]) -> set[str]:
        if plain in PLAIN:
            return {PLAIN[plain]}
        if len(plain) <= _LONGEST_OF_TYPE and _IN_BOTH_SIZES.search(word):
            return {plain}  # «МіГ» is nothing that somebody could
        return self._with_number(plain, lemmas)

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
        speaker = self._speaker()
        is_name = plain.endswith(("их", "іх")) or speaker.is_oblique(plain)  # «Магучіх»
        if speaker.knows(plain):
            return {plain} if is_name or _is_of_man(plain, speaker) else set()
        return {plain, *name_without_ending(plain)}

    def _speaker(self) -> Engine:
        if self._ukrainian is None:
            self._ukrainian = best_engine()
        return self._ukrainian


def _themselves(terms: frozenset[Term]) -> frozenset[Term]:
    """Of equal ones those that came first."""
    return terms


def _is_russian(text: str) -> bool:
    return _OF_RUSSIAN.search(text) is not None and _OF_UKRAINIAN.search(text) is None


def _is_of_man(plain: str, speaker: Engine) -> bool:
    """«Петр» is somebody abroad, though the dictionary has Петра alone."""
    return plain[-1] in _CONSONANTS and speaker.is_of_thing(plain)
