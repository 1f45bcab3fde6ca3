"""Markdown files say what a page would say, front matter included."""

from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.article import Content
from bot.domain.errors import RefusedError
from bot.intake.files.markdown import markdown_text
from bot.intake.files.text_file import read_text_file
from bot.intake.text.page_text import read_page_text

KYIV = ZoneInfo("Europe/Kyiv")
BODY = """
Будівництво **тривало** [чотири роки](https://example.com/4), кажуть
у *порту* `R-12`. ![Термінал](terminal.jpg)

## Що змінилося

- Менше шуму
- Більше кораблів \\*

> «Це рекорд», — каже директорка.

<div>Квитки <b>дешевші</b></div>
"""
PARAGRAPHS = (
    "Будівництво тривало чотири роки, кажуть у порту R-12.",
    "Що змінилося",
    "• Менше шуму",
    "• Більше кораблів *",
    "«Це рекорд», — каже директорка.",
    "Квитки дешевші",
)
FRONT = """---
title: "Порт відкрив зелений термінал"
date: 2023-05-10T15:25:00+03:00
categories: [Світ, Економіка]
authors:
  - Марія Коваль
  - Олег Бондар
description: Перші кораблі причалять уже восени.
url: 'https://example.com/news/12'
draft: false
---
"""


def read(text: str, name: str = "page.md") -> Content:
    return read_page_text(read_text_file(name, text.encode()), zone=KYIV).content


def test_front_matter_names_the_fields_and_the_text_stands_below() -> None:
    article = read(f"{FRONT}\n# Порт відкрив зелений термінал\n{BODY}")
    assert article.headline == "Порт відкрив зелений термінал"
    assert article.section == "Світ"
    assert article.published_at
    assert article.published_at.isoformat() == "2023-05-10T15:25:00+03:00"
    assert article.lead == "Перші кораблі причалять уже восени"
    assert article.body == PARAGRAPHS
    assert (article.author, article.link) == ("Марія Коваль", "https://example.com/news/12")


def test_without_front_matter_it_is_a_page_like_any_other() -> None:
    head = "# Порт відкрив зелений термінал\n\nСВІТ\n\n10.05.2023, 15:25\n"
    article = read(f"{head}{BODY}\nАвтор: Марія Коваль\n", "PAGE.MARKDOWN")
    assert (article.headline, article.section) == ("Порт відкрив зелений термінал", "СВІТ")
    assert (article.body, article.author) == (PARAGRAPHS, "Марія Коваль")


def test_front_matter_of_another_kind_is_read_too() -> None:
    front = (
        '+++\ntitle = "Порт відкрив зелений термінал"\ndate = 2023-05-10\nsection = "Світ"\n+++\n'
    )
    article = read((front + BODY).replace("\n", "\r\n"))
    assert (article.headline, article.section) == ("Порт відкрив зелений термінал", "Світ")
    assert article.body == PARAGRAPHS


def test_where_front_matter_names_no_headline_the_first_block_is_it() -> None:
    front = "---\ndate: 10.05.2023, 15:25\nrubric: x\nрубрика: Світ\n---\n"
    article = read(f"{front}# Порт відкрив зелений термінал\n{BODY}")
    assert article.headline == "Порт відкрив зелений термінал"
    assert article.body == PARAGRAPHS


def test_a_text_file_with_such_signs_is_taken_as_it_is_written() -> None:
    assert read_text_file("a.txt", b"# a *b*") == "# a *b*"


def test_lines_that_are_broken_by_hand_stay_so_and_code_is_text() -> None:
    assert markdown_text("Один  \nДва\n\n```\nкод\n```\n") == "Один\nДва\n\nкод"


def test_a_text_that_is_too_long_is_refused_before_it_is_read() -> None:
    with pytest.raises(RefusedError) as refused:
        markdown_text("а" * 100_001)
    assert refused.value.code == "page_too_long"


@given(st.text(alphabet=st.sampled_from("[]()*_`<>!&-#+=:\"' \na1їЖ\0\t|~\\"), max_size=400))
def test_any_signs_are_read_as_text(text: str) -> None:
    assert isinstance(markdown_text(text), str)
    assert isinstance(markdown_text(f"---\n{text}\n---\n{text}"), str)


def test_a_long_list_and_a_long_quotation_are_read() -> None:
    text = "\n".join((*["- Менше шуму"] * 500, "", *["> «Рекорд»", ">"] * 100))
    assert markdown_text(text) == "\n\n".join(["• Менше шуму"] * 500 + ["«Рекорд»"] * 100)


@pytest.mark.timeout(20)
@pytest.mark.parametrize(
    "hostile",
    [
        "[" * 100_000,
        "![[" * 33_000,
        "*a **b" * 16_000,
        ">>\n**\n" * 14_000 + ">",
        "- > > x\n" * 300 + "x" + "\nx" * 3000,
        "- a\n" * 20_000 + "a",
    ],
)
def test_signs_of_a_block_that_is_all_signs_are_not_looked_for(hostile: str) -> None:
    assert markdown_text(hostile) == hostile
