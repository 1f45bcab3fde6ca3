"""What is in bold of the articles that were found, and which piece of their text is shown."""

from datetime import date
from functools import cache

import pytest

from bot.domain.article import Content
from bot.domain.formatted import Formatted
from bot.domain.query import read_query
from bot.language.snippets import Snippets
from bot.language.terms import Language
from tests.builders import a_content


@cache
def snippets() -> Snippets:
    return Snippets(Language())


def marked(shown: Formatted) -> str:
    """The text with what is in bold in brackets."""
    said, whole, behind = "", shown.text.encode("utf-16-le"), 0
    for each in shown.formats:
        start, stop = 2 * each.offset, 2 * (each.offset + each.length)
        said += (
            f"{whole[behind:start].decode('utf-16-le')}[{whole[start:stop].decode('utf-16-le')}]"
        )
        behind = stop
    return said + whole[behind:].decode("utf-16-le")


def shown(content: Content, query: str) -> tuple[str, str]:
    headline, snippet = snippets().of(content, read_query(query, date(2026, 5, 10)), 100, 100)
    return marked(headline), marked(snippet)


@pytest.mark.parametrize(
    ("query", "headline"),
    [
        ("ЗСУ", "Бійці [Збройних сил України]"),
        ("Збройні сили України", "Зведення [ЗСУ]"),
        ("будувати", "Міст [збудували], забудову спинили"),
        ("добре", "Усе [краще]"),
        ("люди", "Пошуки [людини]"),
        ("25", "[двадцять п’ять] осіб, 250"),
        ("25", "[25-річний], 250"),
        ("12300", "[12 300] осіб і [12300]"),
        ("10 тис", "[10 000] гривень"),
        ("24.02.2022", "Від [24.02.2022] минув рік"),
        ("обєкт", "[Об’єкт], [об'єктами]"),
        ("міністр", "[Прем’єр-міністр] і міністерство"),
        ("🙂 порт", "🙂🙂 [порти] 🙂 [портом]"),
        ("у Харкові", "у [Харкові] та у Львові"),
        ("м. Харків", "у м. [Харкові]"),
        ("Шахед-136", "Збито [шахед] [136]"),
        ("онлайн-трансляція", "[онлайн] або [трансляція]"),
        ("Київ або Львів", "у [Києві] та [Львові]"),
        ("харк*", "[Харків] і [харківський] трамвай"),
        ("в'їзд", "перед [в’їздом]"),
        ("у", "[у] Києві"),
        ("«10 %»", "Зросли на [10 %], а не на 10 днів"),
        ("100 доларів", "За $[100]"),
        ("«—»", "Рік — рік"),
        ("«зелений термінал»", "Зелений шум, [зелений термінал], термінал"),
        ("«від 24 лютого 2022»", "[Від 24.02.2022] минув рік"),
    ],
)
def test_whole_words_are_in_bold_in_whatever_form_they_are_said(query: str, headline: str) -> None:
    content = a_content(headline.translate({ord("["): None, ord("]"): None}))
    assert shown(content, query)[0] == headline


def test_other_words_that_say_it_are_not_in_bold_beside_the_words_themselves() -> None:
    """Nearly every word of a text would have to be looked up."""
    content = a_content("Міст збудували", lead="Збудували, щойно почали будувати.")
    assert shown(content, "будувати") == (
        "Міст збудували",
        "Збудували, щойно почали [будувати].",
    )


def test_the_piece_with_the_phrase_is_shown_before_one_with_its_words() -> None:
    content = a_content("Ранок", lead="Термінал тут зелений.", body=("Ось зелений термінал.",))
    assert shown(content, "«зелений термінал»") == ("Ранок", "Ось [зелений термінал].")


def test_the_piece_that_says_it_in_other_words_is_shown() -> None:
    content = a_content(
        "Ранок", lead="Погода суха.", body=("Вітер ущух.", "Засідав Міжнародний валютний фонд.")
    )
    assert shown(content, "МВФ") == ("Ранок", "Засідав [Міжнародний валютний фонд].")
