"""A filter lets through what has a wanted phrase and no unwanted one."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.errors import RefusedError
from bot.domain.filters import Filter, Said, WrittenFilter, in_terms, read_filter


def said(text: str) -> Said:
    """Terms without any morphology: a word stands for itself."""
    return tuple(frozenset((word,)) for word in text.split())


def a_filter(text: str) -> Filter:
    return in_terms(read_filter(text), said)


@pytest.mark.parametrize(
    ("text", "wanted", "unwanted"),
    [
        ("+Харків, прогноз погоди, -гороскоп", ("Харків", "прогноз погоди"), ("гороскоп",)),
        ("Харків\n- спорт\n−курс  валют", ("Харків",), ("спорт", "курс валют")),
        ("Харків; Харків; + Харків", ("Харків",), ()),
        ("– гороскоп", (), ("гороскоп",)),
        (" , +, -, !\n", (), ()),
        ("F-16", ("F-16",), ()),
        ("—гороскоп, \t- + спорт", (), ("гороскоп", "спорт")),
        ("Xbox", ("Xbox",), ()),
        ("xbox, х", ("xbox", "х"), ()),
    ],
)
def test_people_write_a_filter_as(
    text: str, wanted: tuple[str, ...], unwanted: tuple[str, ...]
) -> None:
    assert read_filter(text) == WrittenFilter(wanted, unwanted)


def test_a_filter_has_a_hundred_phrases_of_a_hundred_letters() -> None:
    assert len(read_filter(",".join(f"слово{n}" for n in range(100))).wanted) == 100
    assert len(read_filter(",".join(f"-слово{n}, так{n}" for n in range(50))).wanted) == 50
    assert read_filter("а" * 100).wanted == ("а" * 100,)


@pytest.mark.parametrize(
    "text",
    [
        ",".join(f"-слово{n}, так{n}" for n in range(51)),
        "а" * 101,
        ",".join(f"слово{n}" for n in range(101)),
    ],
)
def test_a_filter_that_nobody_would_write_is_refused(text: str) -> None:
    with pytest.raises(RefusedError) as refused:
        read_filter(text)
    assert refused.value.code == "filter_too_long"


@pytest.mark.parametrize(
    ("written", "text", "passes"),
    [
        ("", "будь що", True),
        ("міст", "новий міст", True),
        ("міст", "нова дорога", False),
        ("міст, дорога", "нова дорога", True),
        ("-спорт", "новий міст", True),
        ("-спорт", "новий спорт", False),
        ("міст, -спорт", "міст і спорт", False),
        ("прогноз погоди", "прогноз погоди на завтра", True),
        ("прогноз погоди", "погоди прогноз", False),
        ("прогноз погоди", "прогноз", False),
        ("прогноз погоди", "прогноз гарної погоди", False),
        ("погоди", "прогноз погоди", True),
        ("прогноз погоди", "про прогноз і прогноз погоди", True),
        ("погоди на завтра", "прогноз погоди на завтра", True),
        ("погоди на завтра", "на погоди на сьогодні на завтра", False),
        ("на на", "на", False),
        ("на на", "і на на", True),
    ],
)
def test_the_filter(written: str, text: str, passes: bool) -> None:  # noqa: FBT001
    assert a_filter(written).lets_through(said(text)) is passes


def test_a_phrase_stands_within_one_text_and_not_across_two() -> None:
    assert not a_filter("прогноз погоди").lets_through(said("прогноз"), said("погоди"))
    assert a_filter("погоди").lets_through(said("прогноз"), said("погоди"))


def test_a_word_that_may_be_two_words_is_found_by_either() -> None:
    text = (frozenset(("рада", "радий")),)
    assert a_filter("рада").lets_through(text)
    assert a_filter("радий").lets_through(text)


@given(st.text(st.sampled_from("аб+-,; \n!"), max_size=40))
def test_any_text_is_a_filter_and_reads_the_same_again(text: str) -> None:
    written = read_filter(text)
    again = "\n".join([*(f"+{p}" for p in written.wanted), *(f"-{p}" for p in written.unwanted)])
    assert read_filter(again) == written


def test_a_hundred_phrases_in_a_long_text_take_no_longer_than_the_text() -> None:
    words = said(" ".join(f"слово{n % 5_000}" for n in range(300_000)))
    asked = a_filter(",".join(f"-нема{n} слово слово" for n in range(100)))
    began = time.thread_time()
    assert asked.lets_through(words)
    assert time.thread_time() - began < 3  # a walk for each phrase takes ten
