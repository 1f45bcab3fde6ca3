"""A misprint is told from another text."""

import pytest

from bot.domain.article import Content
from bot.domain.typo_fix import is_typo_fix

HEADLINE = "Уряд підтвердив угоду з Австрією"


def slip(before: str, after: str) -> bool:
    return is_typo_fix(Content(HEADLINE, lead=before), Content(HEADLINE, lead=after))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Кораблі причалять восени", "Кораблі причалять восени."),
        ("Кораблі, причалять восени", "Кораблі причалять Восени"),
        ("Кораблі причалят восени", "Кораблі причалять восени"),
        ("Кораблі причаллять восени", "Кораблі причалять восени"),
        ("Кораблі прачалять восени", "Кораблі причалять восени"),
        ("Кораблі пирчалять восени", "Кораблі причалять восени"),
        ("Обʼєкт здали", "Об'єкт здали"),
        ("Київ — столиця", "Київ столиця"),
        ("Порт «Одеса» відкрито", "Порт “Одеса” відкрито"),
        ("Загинуло 12 людей, це багато", "Загинуло 12, людей — це багато"),
        ("Те саме", "Те саме"),
        ("", ""),
    ],
)
def test_signs_case_and_a_letter_of_a_long_word_are_slips(before: str, after: str) -> None:
    assert slip(before, after)
    assert slip(after, before)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Загинуло 12 людей", "Загинуло 13 людей"),
        ("Загинуло 12 людей", "Загинуло 120 людей"),
        ("Рахунок 2:1", "Рахунок 1:2"),
        ("Рахунок 1:2", "Рахунок 12"),
        ("Майже 2,5 млн", "Майже 25 млн"),
        ("Буде -5 градусів", "Буде 5 градусів"),
        ("У 2023 році", "У 2024 році"),
        ("Камера з оптикою 4x", "Камера з оптикою 4"),
        ("Бюджет 15000 грн", "Бюджет 150000 грн"),
        ("Іран відповів", "Ірак відповів"),
        ("Суд визнав його винним", "Суд визнав його невинним"),
        ("Він винен", "Він не винен"),
        ("Угода з Австрією", "Угода з Австралією"),
        ("Ціни зросли", "Ціни впали"),
        ("Кораблі причалять восени", "Кораблі причалять пізно восени"),
        ("Перша друга третя четверта", "Першу другу третю четверту"),
        ("Було", ""),
    ],
)
def test_figures_names_and_words_are_none(before: str, after: str) -> None:
    assert not slip(before, after)
    assert not slip(after, before)


def test_the_headline_counts_and_what_no_teaser_shows_does_not() -> None:
    old = Content(HEADLINE, lead="Лід", body=("Перший абзац",), author="Ігор")
    assert is_typo_fix(old, Content(HEADLINE, lead="Лід", body=("Зовсім інше",)))
    assert not is_typo_fix(old, Content("Уряд відхилив угоду", lead="Лід"))


def test_without_a_lead_the_first_paragraph_counts() -> None:
    assert not is_typo_fix(
        Content(HEADLINE, body=("Було так",)), Content(HEADLINE, body=("Інакше",))
    )
    assert is_typo_fix(
        Content(HEADLINE, body=("Було так",)), Content(HEADLINE, body=("Було так!",))
    )


def test_a_very_long_text_is_compared_in_no_time() -> None:
    assert not slip("а " * 10_000 + "перше", "а " * 10_000 + "друге інше")
    assert slip("а " * 10_000 + "причалят", "а " * 10_000 + "причалять")
