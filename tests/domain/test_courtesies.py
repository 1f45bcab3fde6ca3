"""Whoever greets or thanks the bot looks for nothing."""

import pytest

from bot.domain.courtesies import Courtesy, courtesy_of


@pytest.mark.parametrize("text", ["Дякую!", "дякую 🙏", "Дуже дякую…", "Thank you very much :)"])
def test_thanks_are_known_with_all_that_adorns_them(text: str) -> None:
    assert courtesy_of(text) is Courtesy.THANKS


@pytest.mark.parametrize("text", ["Привіт", "Добрий день!", "Доброго ранку…", "hello 👋"])
def test_greetings_are_known(text: str) -> None:
    assert courtesy_of(text) is Courtesy.GREETING


@pytest.mark.parametrize("text", ["Слава Україні!", "слава україні 🇺🇦", "Slava Ukraini"])
def test_a_salute_is_known_for_one_since_it_has_an_answer_of_its_own(text: str) -> None:
    assert courtesy_of(text) is Courtesy.SALUTE


@pytest.mark.parametrize("text", ["Стоп!", "відпишіть мене", "Unsubscribe"])
def test_who_wants_no_more_is_understood(text: str) -> None:
    assert courtesy_of(text) is Courtesy.LEAVING


@pytest.mark.parametrize("text", ["Допомога", "Хто ти?", "menu"])
def test_who_is_lost_is_understood(text: str) -> None:
    assert courtesy_of(text) is Courtesy.HELP


@pytest.mark.parametrize(
    "text", ["дякую лікарям", "стоп корупції", "привіт із Харкова", "день", "", "🙏", "42"]
)
def test_whatever_says_more_may_be_looked_for(text: str) -> None:
    assert courtesy_of(text) is None


@pytest.mark.parametrize(
    "text", ["Новини", "Останні новини?", "що нового", "What’s new?", "Які новини сьогодні?"]
)
def test_whoever_asks_for_news_is_shown_where_they_are(text: str) -> None:
    assert courtesy_of(text) is Courtesy.NEWS
    assert courtesy_of(f"{text} Харкова") is None
