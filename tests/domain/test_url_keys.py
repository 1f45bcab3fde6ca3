"""Addresses of one page have one key, and those of two pages have two."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.url_keys import address_key, untracked

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


@pytest.mark.parametrize(
    ("address", "key"),
    [
        ("https://example.com/n?id", "example.com/n?id"),
        ("https://example.com/n?id=", "example.com/n?id"),
        ("https://example.com/n?b=2&a=1&&=", "example.com/n?a=1&b=2"),
        ("https://example.com/n?a=1%202", "example.com/n?a=1%202"),
        ("https://example.com/n?a=1+2", "example.com/n?a=1%202"),
        ("https://example.com:8443/n", "example.com:8443/n"),
        ("https://example.com/#!/photo/3", "example.com#!/photo/3"),
        ("https://www.m.example.com/n", "example.com/n"),
        ("https://amp.m.ua/n", "m.ua/n"),
        ("https://www.ua/n", "www.ua/n"),
        ("https://xx.m.example.com/n", "xx.m.example.com/n"),
        ("https://example.com/a/index.htm", "example.com/a"),
        ("https://example.com/a/INDEX.PHP", "example.com/a"),
        ("https://example.com/index.html/a", "example.com/index.html/a"),
        ("https://example.com/amp", "example.com/amp"),
        ("https://example.com/AMP/n", "example.com/n"),
        ("https://example.com/n/AMP", "example.com/n"),
        ("https://example.com/n/amp.html", "example.com/n"),
        ("https://example.com/n.AMP.htm", "example.com/n.htm"),
        ("https://example.com/n.amp.xml", "example.com/n.amp.xml"),
        ("https://example.com/a.amp/n", "example.com/a.amp/n"),
        ("https://example.com/.amp", None),
        ("https://example.com/%FF%d1", "example.com/%FF%D1"),
        ("https://example.com/-._~!$&'()*+,;=:@", "example.com/-._~!$&'()*+,;=:@"),
        ("https://example.com/[x]", "example.com/%5Bx%5D"),
        ("https://example-com.cdn.ampproject.org/v/example.com/n", "example.com/n"),
        ("https://example-com.cdn.ampproject.org/i/s/example.com", None),
        ("https://google.com.ua/amp/s/www.example.com/n", "example.com/n"),
        ("https://other.example/c/s/example.com/n", "other.example/c/s/example.com/n"),
        ("https://google.com/search/n", "google.com/search/n"),
        ("https://a" + "\u0131" * 70 + ".com/n", "a" + "\u0131" * 70 + ".com/n"),
        ("https://example.com/".ljust(2000, "a"), "example.com/".ljust(1992, "a")),
        ("https://example.com/".ljust(2001, "a"), None),
        ("ftp://example.com/n", None),
        ("http://example.com/n", "example.com/n"),
    ],
)
def test_an_address_has_this_key(address: str, key: str | None) -> None:
    assert address_key(address) == key


COUNTERS = """
    utm_source utm_medium fbclid gclid yclid dclid ysclid twclid ttclid li_fat_id gbraid wbraid
    gclsrc srsltid igshid igsh _ga _gl _ke _openstat mc_cid mc_eid mkt_tok _hsenc _hsmi vero_id
    oly_anon_id oly_enc_id wickedid rb_clickid mtm_source pk_campaign pk_kwd pk_source pk_medium
    at_campaign at_medium2 ref_src ref_url cmpid ncid __tn__ __twitter_impression
    _branch_match_id
"""


@pytest.mark.parametrize("name", COUNTERS.split())
def test_what_counts_readers_names_no_page(name: str) -> None:
    assert address_key(f"{PAGE}?{name}=1") == address_key(f"{PAGE}?{name.upper()}=x")
    assert address_key(f"{PAGE}?{name}=1") == address_key(PAGE)
    assert address_key(f"{PAGE}?x{name}x=1") != address_key(PAGE)


@pytest.mark.parametrize("name", ["ref", "from", "source", "src", "via", "share", "SRC"])
def test_where_readers_came_from_names_no_page_as_far_as_it_is_known(name: str) -> None:
    for place in (
        *("facebook", "fb", "twitter", "tw", "x", "telegram", "tg", "viber", "whatsapp", "rss"),
        *("instagram", "ig", "threads", "linkedin", "youtube", "feed", "email", "mail", "push"),
        *("newsletter", "google", "gnews", "ukrnet", "social", "share", "amp", "mobile", "Tg"),
    ):
        assert address_key(f"{PAGE}?{name}={place}") == address_key(PAGE)
    assert address_key(f"{PAGE}?{name}=kyiv") != address_key(PAGE)
    assert address_key(f"{PAGE}?{name}") != address_key(PAGE)


@pytest.mark.parametrize(
    ("query", "is_page"),
    [
        ("amp=true", True),
        ("AMP=1", True),
        ("outputType=AMP", True),
        ("amp=2", False),
        ("outputtype=json", False),
        ("amp;amp=1", True),
    ],
)
def test_an_amp_copy_is_the_page_itself(query: str, *, is_page: bool) -> None:
    assert (address_key(f"{PAGE}?{query}") == address_key(PAGE)) is is_page


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


@pytest.mark.parametrize(
    ("link", "kept"),
    [
        ("https://example.com/n?utm_source=tg&id=7&fbclid=1", "https://example.com/n?id=7"),
        ("https://example.com/n?utm_source=tg#розділ", "https://example.com/n#розділ"),
        ("https://Example.com/Тунель/?id=%D1%8E+1", "https://Example.com/Тунель/?id=%D1%8E+1"),
        ("https://example.com/n#a?utm_source=tg", "https://example.com/n#a?utm_source=tg"),
        ("https://example.com/n", "https://example.com/n"),
    ],
)
def test_what_tells_where_readers_came_from_goes_and_all_else_stays(link: str, kept: str) -> None:
    assert untracked(link) == kept
    assert address_key(untracked(link)) == address_key(link)
