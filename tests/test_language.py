"""Terms are what the forms of a word share, by either engine; other words share none."""

import subprocess
import sys
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any, NoReturn

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.filters import in_terms, read_filter
from bot.domain.query import read_query
from bot.language.engines import Pymorphy, Simplemma, installed_engine
from bot.language.english import English
from bot.language.given_names import shortened_in
from bot.language.indexing import Index
from bot.language.numerals import numbers_in
from bot.language.spelling import exact_words_of, folded_word
from bot.language.terms import Language
from tests.builders import an_article
from tests.word_pairs import APART, SAME, word_pairs

ENGINES = ("pymorphy3", "simplemma")


@cache
def language(engine: str) -> Language:
    return Language(Pymorphy() if engine == "pymorphy3" else Simplemma())


def finds(engine: str, written: str, text: str) -> bool:
    speaks = language(engine)
    return in_terms(read_filter(written), speaks.asked).lets_through(speaks.said(text))


FOUND = [
    ("Харків", "Удар у Харкові"),
    ("Харків", "під ХАРКОВОМ тихо"),
    ("міст", "Мости через Рось"),
    ("зв'язок", "без зв’язку"),
    ("зв’язок", "без звʼязку"),
    ("Україна", "до України"),
    ("прогноз погоди", "За прогнозом погоди на завтра"),
    ("F-16", "Прилетіли F-16"),
    ("F‑16", "два F-16"),
    ("прем’єр-міністр", "до Прем'єр-міністра"),
    ("міністр", "слова прем’єр-міністра"),
    ("port", "Storm closes ports"),
    ("2026", "бюджет-2026"),
    ("за́мок", "біля замку"),
    ("Гете", "вірші Ґете"),
]
NOT_FOUND = [
    ("Харків", "харківський трамвай"),
    ("міст", "місто чекає"),
    ("прем’єр-міністр", "слова міністра"),
    ("кіт", "китобій"),
    ("port", "portrait"),
    ("рис", "рисунок"),
    ("прогноз погоди", "прогноз на погожий день"),
]


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize(("written", "text"), FOUND)
def test_a_word_is_found_in_its_forms(engine: str, written: str, text: str) -> None:
    assert finds(engine, written, text)


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize(("written", "text"), NOT_FOUND)
def test_a_word_is_not_found_in_another_one(engine: str, written: str, text: str) -> None:
    assert not finds(engine, written, text)


@pytest.mark.parametrize(
    ("written", "text"),
    [
        ("рада", "Верховної Ради"), ("рада", "у раді"), ("діти", "для дітей"), ("Суми", "у Сумах"),
        ("люди", "людям"), ("прогнози погоди", "прогноз погоди"), ("тарифи", "тарифів"),
    ],
)  # fmt: skip
def test_the_dictionary_knows_every_word_that_a_form_may_be(written: str, text: str) -> None:
    assert finds("pymorphy3", written, text)


def test_forms_and_spellings_find_each_other_and_other_words_do_not() -> None:
    index = Index(language("pymorphy3"))
    same, apart = word_pairs(SAME), word_pairs(APART)
    assert (len(same), len(apart)) > (3000, 2000)
    assert [pair for pair in same if not matches(index, *pair)] == []
    assert [pair for pair in apart if matches(index, *pair)] == []


def test_well_known_names_are_written_in_dictionary_forms() -> None:
    """In another form none would ever be found."""
    speaker, english = Pymorphy(), English()
    lines = (files("bot.language") / "well_known.txt").read_text("utf-8").splitlines()
    short = [line.partition(": ")[0] for line in lines]
    assert len(set(short)) == len(short) > 400
    for line in lines:
        for word in line.partition(": ")[2].replace(";", "").split():
            known = {*speaker.lemmas(word), *speaker.russian(word)}
            assert word in (english.forms(word, word.capitalize()) if word.isascii() else known), (
                line
            )


def matches(index: Index, query: str, text: str) -> bool:
    said = index.entry(an_article(headline=text, lead=None, body=())).tokens
    asked = index.matches(read_query(query, date(2026, 5, 10)))[-1].all_of
    return all(said & any_of for any_of in asked)


def test_the_best_engine_that_is_installed_is_taken_and_named() -> None:
    assert installed_engine() == "pymorphy3", "the tests install search-uk"
    assert Language().engine == "pymorphy3"
    assert Language().knows_all_forms
    assert language("simplemma").engine == "simplemma"
    assert not language("simplemma").knows_all_forms


def test_terms_are_letters_and_digits_only() -> None:
    for terms in language("pymorphy3").said("прем’єр-міністр, зв'язок, F-16, Ґете"):
        assert all(term.isalnum() for term in terms)
        assert "ґ" not in "".join(terms)


@given(st.text(max_size=60))
def test_any_text_has_terms_and_its_words_are_found_in_it(text: str) -> None:
    speaks = language("simplemma")
    said = speaks.said(text)
    assert len(said) == len(exact_words_of(text))
    for asked, of_word in zip(speaks.asked(text), said, strict=True):
        assert asked & of_word


def test_a_word_that_is_hardly_more_than_an_ending_has_terms() -> None:
    for word in ("нули", "нуло", "ти", "ся", "увати", "ський", "ів", "ого", "ння", "вши"):
        assert all(language("pymorphy3").said(f"{word} {word.capitalize()}")), word
        assert all(language("pymorphy3").asked(word)), word


def test_forms_of_a_word_share_their_terms() -> None:
    """Of 75,000 words that are remembered they are half the memory."""
    one, other = language("pymorphy3").said("тролейбусом тролейбуси")
    assert one is other


def test_nothing_is_loaded_before_the_first_word() -> None:
    program = (
        "import sys; from bot.language.terms import Language; l = Language();"
        "l.engine; l.said('');"
        "print({'pymorphy3', 'simplemma'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True)
    assert done.stdout.strip() == b"set()"


class Words(tuple[frozenset[str], ...]):
    """Of a long text nothing is copied for each word."""

    __slots__ = ()

    def __getitem__(self, at: Any) -> Any:
        assert isinstance(at, int)
        return super().__getitem__(at)


def test_numbers_are_found_where_they_stand_without_copies_of_the_text() -> None:
    text = Words(frozenset({folded_word(word)}) for word in ["і", "24", "лютий", "сорок", "два"])
    assert list(numbers_in(text)) == [(range(1, 2), "24й"), (range(3, 5), "42")]


def test_a_figure_loads_no_list_of_english() -> None:
    """It takes 70 MB, and most figures are looked for in Ukrainian."""

    def load() -> NoReturn:
        raise AssertionError("loaded")

    fresh = Language(Pymorphy(), English(load))
    assert fresh.asked("2026") == fresh.said("2026")
    with pytest.raises(AssertionError, match="loaded"):
        fresh.asked("Kyiv")


def test_a_text_is_looked_through_once_for_each_letter_and_not_for_each_place_of_one() -> None:
    """Pages of a list by letters, or of a stranger, have thousands of letters alone."""
    looks: list[str] = []

    class Text(str):
        __slots__ = ()

        def __contains__(self, letter: object) -> bool:
            looks.append(str(letter))
            return str.__contains__(self, str(letter))

    written = ["В", "Б", "Зеленський"] * 1000
    words = (frozenset({"зеленський"}),) * 3000
    terms = list(shortened_in(Text("В. Зеленський"), written, words))
    assert sorted(looks) == ["Б.", "В."]
    assert terms
