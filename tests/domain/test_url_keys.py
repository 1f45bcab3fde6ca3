"""Addresses of one page have one key, and those of two pages have two."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.url_keys import address_key

PAGE = "https://example.com/news/tunel-12"


@pytest.mark.parametrize(
    "other",
    [
        "http://example.com/news/tunel-12",
        "HTTPS://Example.COM/news/tunel-12/",
        "https://www.example.com/news/tunel-12",
        "https://m.example.com/news/tunel-12",
        "https://mobile.example.com/news/tunel-12",
        "https://amp.example.com/news/tunel-12",
        "https://www.m.example.com/news/tunel-12",
        "https://example.com./news/tunel-12",
        "https://example.com:443/news/tunel-12",
        "http://example.com:80/news/tunel-12",
        "https://example.com//news/./tunel-12",
        "https://example.com/old/../news/tunel-12",
        "https://example.com/news/tunel-12#comments",
        "https://example.com/news/tunel%2D12",
        "https://example.com/news/tunel-12/amp",
        "https://example.com/news/tunel-12/amp/",
        "https://example.com/amp/news/tunel-12",
        "https://example.com/news/tunel-12.amp",
        "https://example.com/news/tunel-12?amp",
        "https://example.com/news/tunel-12?amp=1",
        "https://example.com/news/tunel-12?outputType=amp",
        "https://example.com/news/tunel-12/index.html",
        "https://example.com/news/tunel-12?",
        "https://example.com/news/tunel-12?utm_source=tg&utm_medium=social&UTM_Campaign=x",
        "https://example.com/news/tunel-12?fbclid=IwAR0&gclid=1&yclid=2&_ga=3&mc_cid=4&igshid=5",
        "https://example.com/news/tunel-12?ref=telegram&from=rss",
        "https://example.com/news/tunel-12?utm_source=a&amp;utm_medium=b",
        "https://example-com.cdn.ampproject.org/c/s/example.com/news/tunel-12",
        "https://www.google.com/amp/s/example.com/news/tunel-12",
        "  https://example.com/news/tunel-12  ",
    ],
)
def test_addresses_of_one_page_have_one_key(other: str) -> None:
    assert address_key(other) == address_key(PAGE) == "example.com/news/tunel-12"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://новини.укр/тунель", "https://xn--b1amarcd.xn--j1amh/тунель"),
        ("https://НОВИНИ.укр/a", "https://новини.укр/a"),
        ("https://example.com/тунель", "https://example.com/%D1%82%D1%83%D0%BD%D0%B5%D0%BB%D1%8C"),
        ("https://example.com/%d1%82", "https://example.com/%D1%82"),
        ("https://example.com/і\u0308жа", "https://example.com/їжа"),
        ("https://example.com/n?id=12&page=2", "https://example.com/n?page=2&utm_source=x&id=12"),
        ("https://example.com/a.amp.html", "https://example.com/a.html"),
        ("https://example.com/index.php?id=12", "https://example.com/?id=12"),
        ("https://example.com/n?q=%D1%82", "https://example.com/n?q=т"),
    ],
)
def test_spellings_of_one_address_have_one_key(one: str, other: str) -> None:
    assert address_key(one) == address_key(other) is not None


@pytest.mark.parametrize(
    "other",
    [
        "https://example.com/news/tunel-13",
        "https://example.com/news/Tunel-12",
        "https://example.com/news",
        "https://example.org/news/tunel-12",
        "https://news.example.com/news/tunel-12",
        "https://example.com:8443/news/tunel-12",
        "https://example.com/news/tunel-12?id=1",
        "https://example.com/news/tunel-12?ref=12",
        "https://example.com/news/tunel-12?source=kyiv",
        "https://example.com/news/tunel-12?page=2",
        "https://example.com/news%2Ftunel-12",
        "https://example.com/news/tunel-12#!/photo/3",
        "https://example.com/en/news/tunel-12",
    ],
)
def test_addresses_of_two_pages_have_two_keys(other: str) -> None:
    assert address_key(other) not in {address_key(PAGE), None}


def test_a_short_site_of_a_single_letter_keeps_its_name() -> None:
    assert address_key("https://m.ua/12") == "m.ua/12"


@pytest.mark.parametrize(
    "link",
    [
        None,
        "",
        "news",
        "https://example.com",
        "https://www.example.com/?utm_source=tg",
        "https://example.com/index.html",
        "mailto:desk@example.com",
        "https:///news/12",
        "https://[bad/news",
        "https://example.com:99999999/a",
        "https://example.com/" + "a" * 3000,
    ],
)
def test_what_is_the_address_of_no_page_has_no_key(link: str | None) -> None:
    assert address_key(link) is None


@given(st.text(max_size=300))
def test_any_text_has_a_key_or_none(text: str) -> None:
    key = address_key(f"https://{text}")
    assert key is None or key.isascii() or not text.isascii()
    address_key(text)


@pytest.mark.parametrize("where", ["/{}", "/1?id={}", "/1?{}=1", "/#!{}"])
def test_half_a_character_in_an_address_raises_nothing(where: str) -> None:
    key = address_key("https://example.com" + where.format("\ud800"))
    assert key
    assert key.encode()
