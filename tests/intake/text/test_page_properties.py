"""Any text whatever is read or refused; the words of the body come out in order and unchanged."""

import unicodedata
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.domain.article import Reading
from bot.domain.errors import RefusedError
from bot.intake.text.lines import clean
from bot.intake.text.page_text import read_page_text
from bot.intake.text.split_pages import split_pages

KYIV = ZoneInfo("Europe/Kyiv")
CODES = {
    "page_empty",
    "page_too_long",
    "page_no_headline",
    "page_no_text",
    "page_not_article",
}
PIECES = (
    "СВІТ", "Політика", "10.05.2023, 15:25", "25 червня, 16:43", "сьогодні, 15:25", "Автор :",
    "Автор : Відділ новин", "Читайте також:", "Читайте також: Новий міст", "Фото: ДСНС", "©",
    "https://example.org/a", "http://[", "https://..", "Джерело:", "Поділитися", "Головна / Світ",
    "Міст відкрили для руху", "Міст відкрили для руху.", "Рух запустили вчора. Черг немає.", "",
    "👩‍👩‍👧", "ЩО ВІДОМО", "«", "—", "\t", "\u00a0", "31.02.2023, 25:61", "By Ann Lee", "| | |",
)  # fmt: skip
jumbled_pages = st.lists(st.sampled_from(PIECES) | st.text(max_size=40), max_size=40).map(
    "\n".join
)
words = st.text(
    st.sampled_from("абвгґдеєжзиіїйклмнопрстуфхцчшщьюяʼ’'"), min_size=1, max_size=9
).filter(lambda word: word.strip("ʼ’'"))
sentences = st.lists(words, min_size=3, max_size=25).map(lambda said: f"А {' '.join(said)}.")
bodies = st.lists(sentences, min_size=2, max_size=12, unique_by=str.casefold)
HEAD = """Річка повернулась у старе русло

СВІТ
10.05.2023, 15:25
Річка повернулась у старе русло

Екологи чекали на це десять років

"""
TAIL = """

Автор : Відділ новин
Читайте також:
Світ
Міст через річку перефарбували
9 травня, 10:00"""


def read(text: str) -> Reading | None:
    try:
        return read_page_text(text, zone=KYIV)
    except RefusedError as refused:
        if refused.code in CODES:
            return None
        raise


@given(st.text(max_size=2_000) | jumbled_pages)
@example("\ud800\udfff")
@example(",\tA")
@example("٣٣.٠٥.٢٠٢٣, ١٥:٢٥")
@example("а" + "\u0301\u0316" * 3_000)
def test_any_text_is_read_or_refused(text: str) -> None:
    reading = read(text)
    if reading:
        assert reading.content.headline
        assert reading.content.lead != ""
        assert all(paragraph.strip() for paragraph in reading.content.body)


@pytest.mark.parametrize("before", "([«“<—•#:./ ")
def test_a_line_of_very_many_signs_is_read_as_any_other(before: str) -> None:
    """What is looked for within signs does not go down into each pair of them."""
    behind = dict(zip("([«“<", ")]»”>", strict=True)).get(before, before)
    line = f"{before * 2_000}а{behind * 2_000}"
    reading = read(f"{HEAD}Екологи рахують рибу.\n\n{line}\n\nВода тече рівно.")
    assert reading
    assert reading.content.headline == "Річка повернулась у старе русло"


@given(st.text(max_size=2_000) | jumbled_pages)
def test_what_is_read_can_be_stored_and_sent(text: str) -> None:
    reading = read(text)
    if reading:
        content = reading.content
        for words in (content.headline, content.lead or "", *content.body, *content.captions):
            assert words.encode("utf-8").decode() == words
            assert "\x00" not in words


@given(jumbled_pages)
def test_the_words_of_the_body_stand_on_the_page_in_this_order(text: str) -> None:
    reading = read(text)
    rest = " ".join(clean(text).split())
    for paragraph in reading.content.body if reading else ():
        assert paragraph in rest
        rest = rest[rest.index(paragraph) + len(paragraph) :]


@given(bodies, st.sampled_from(["\n", "\n\n", "\r\n", "\n \u00a0\n", "\u2028"]))
def test_every_paragraph_comes_out_unchanged(body: list[str], between: str) -> None:
    page = HEAD + between.join(body) + TAIL
    content = read_page_text(page, zone=KYIV).content
    assert content.body == tuple(unicodedata.normalize("NFC", paragraph) for paragraph in body)
    assert content.lead == "Екологи чекали на це десять років"
    assert content.author == "Відділ новин"
    assert len(content.related) == 1


@pytest.mark.slow
@given(
    bodies,
    st.sampled_from(["\u200b", "\u00ad", "\u2060", "\ufeff", "\u200e"]),
    st.integers(min_value=0),
)
def test_traces_of_copying_change_nothing(body: list[str], trace: str, place: int) -> None:
    page = HEAD + "\n\n".join(body) + TAIL
    at = place % len(page)
    copied = unicodedata.normalize("NFD", page[:at] + trace + page[at:]).replace("\n", "\r\n")
    assert read_page_text(copied, zone=KYIV) == read_page_text(page, zone=KYIV)


@pytest.mark.slow
@given(bodies)
def test_a_page_pasted_twice_is_one_article(body: list[str]) -> None:
    page = HEAD + "\n\n".join(body) + TAIL
    twice = f"{page}\n\n{page}\n"
    assert read_page_text(twice, zone=KYIV) == read_page_text(page, zone=KYIV)
    assert len(split_pages(twice)) == 1


@pytest.mark.slow
@given(bodies, bodies)
def test_two_pages_in_one_paste_are_two(first: list[str], second: list[str]) -> None:
    page = HEAD + "\n\n".join(first) + TAIL
    other = (HEAD + "\n\n".join(second) + TAIL).replace("Річка", "Копанка")
    both = f"{page}\n\n{other}"
    assert [read_page_text(part, zone=KYIV) for part in split_pages(both)] == [
        read_page_text(page, zone=KYIV),
        read_page_text(other, zone=KYIV),
    ]
    assert read_page_text(both, zone=KYIV).warnings[-1] == "more_pages"


@given(st.text(max_size=300) | jumbled_pages)
def test_splitting_never_loses_the_article(text: str) -> None:
    pages = split_pages(text)
    assert pages
    first = read(text)
    if first:
        alone = read(pages[0])
        assert alone is not None
        assert alone.content == first.content


@pytest.mark.parametrize("white", [*"\v\f\x1c\x1d\x1e\x1f\x85\t\u00a0\u3000"])
def test_what_looks_like_a_line_end_within_a_line_is_white_space(white: str) -> None:
    page = f"{HEAD}Екологи рахують рибу.\n\nВода тече рівно.{TAIL}"
    torn = page.replace("повернулась у", f"повернулась{white}у").replace("е р", f"е{white}р")
    assert torn.count(white) == 5
    assert read_page_text(torn, zone=KYIV) == read_page_text(page, zone=KYIV)
