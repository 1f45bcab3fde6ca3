"""Only addresses that Telegram and a browser open are taken for addresses."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.links import lone_link, read_link


@pytest.mark.parametrize(
    ("typed", "link"),
    [
        ("https://example.com/news/1", "https://example.com/news/1"),
        ("http://example.com", "http://example.com"),
        ("  https://example.com/a?b=1#c \n", "https://example.com/a?b=1#c"),
        ("example.com/news", "https://example.com/news"),
        ("https://example.com:8443/news", "https://example.com:8443/news"),
        ("https://новини.укр/стаття", "https://новини.укр/стаття"),
        ("https://xn--b1amarcd.xn--j1amh/", "https://xn--b1amarcd.xn--j1amh/"),
        ("HTTPS://Example.com/", "HTTPS://Example.com/"),
        ("https://example.com/".ljust(2000, "a"), "https://example.com/".ljust(2000, "a")),
        ("https://example.com:1/", "https://example.com:1/"),
    ],
)
def test_an_address_is_taken_as_it_is(typed: str, link: str) -> None:
    assert read_link(typed) == link


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "   ",
        "немає",
        "слово. Слово",
        "https://",
        "https:///news",
        "https://localhost/news",
        "https://exa mple.com",
        "https://example.com/дві частини",
        "https://example.com/\u200bnews",
        "https://exa\x00mple.com",
        "https://.com",
        "https://example..com",
        "https://..",
        "https://[::1",
        "https://[::1]/",
        "https://example.com:порт/",
        "https://example.com:99999/",
        "https://example.com:0/",
        "https://example.com./",
        "https://example.com/".ljust(2001, "a"),
        "javascript:alert(1)",
        "javascript:alert(1)@example.com",
        "javascript://example.com/%0aalert(1)",
        "data:text/html,x",
        "ftp://example.com/file",
        "tg://resolve?domain=example.com",
        "mailto:desk@example.com",
        "desk@example.com",
        "https://user:secret@example.com/",
        "https://example.com/" + "a" * 2000,
    ],
)
def test_what_is_no_address_is_refused(typed: str) -> None:
    assert read_link(typed) is None


@given(st.text())
def test_no_text_whatever_is_a_fault_and_what_is_taken_is_taken_again(typed: str) -> None:
    link = read_link(typed)
    assert link is None or read_link(link) == link


@pytest.mark.parametrize(
    "said",
    [
        "https://example.com/news/1",
        " https://example.com/news/1\n",
        "Глянь, будь ласка: https://example.com/news/1.",
        "Міст відкрили для руху\n\nhttps://example.com/news/1",
        "(https://example.com/news/1)",
        "example.com/news/1",
    ],
)
def test_a_message_about_one_address_is_a_link(said: str) -> None:
    assert lone_link(said) in ("https://example.com/news/1", "example.com/news/1")


@pytest.mark.parametrize("sign", ["", *".,;:!?)]}>»”\"'", "?!).", "»."])
def test_what_closes_a_sentence_is_no_part_of_its_address(sign: str) -> None:
    assert lone_link(f"Див. https://example.com/x{sign} Далі") == "https://example.com/x"


def test_a_message_about_an_address_has_forty_words_in_three_lines_at_most() -> None:
    link = "https://example.com/1"
    assert lone_link("слово " * 39 + link) == link
    assert lone_link("слово " * 40 + link) is None
    assert lone_link(f"Так.\n\nОсь:\n\n{link}") == link
    assert lone_link(f"Так.\nОсь\nвоно:\n{link}") is None
    assert lone_link(link.ljust(2000, "a")) == link.ljust(2000, "a")
    assert lone_link(link.ljust(2001, "a")) is None


@pytest.mark.parametrize(
    "said",
    [
        "",
        "Міст відкрили для руху",
        "https://example.com/1 example.com/2 https://example.com/3",
        "example.com/1 і все",
        "example.com",
        "https://example.com/1 https://example.com/2",
        "так/ні",
        "10/05/2023",
        "слово " * 50 + "https://example.com/1",
        "Заголовок\n\nЛід\n\nАбзац\n\nhttps://example.com/1",
    ],
)
def test_a_page_or_a_few_words_are_no_link(said: str) -> None:
    assert lone_link(said) is None
