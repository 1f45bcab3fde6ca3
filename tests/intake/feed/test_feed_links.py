"""A site's page names its feeds; what it names besides is left aside."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.intake.feed.feed_links import find_feeds

HOME = "https://bastion.example/news/"
RSS = 'type="application/rss+xml"'


@pytest.mark.parametrize(
    ("tag", "feed"),
    [
        (f'<link rel="alternate" {RSS} href="/rss">', "https://bastion.example/rss"),
        (f"<LINK REL=alternate {RSS.upper()} HREF=rss.xml/>", f"{HOME}rss.xml/"),
        (f"<link href='//b.example/a?x=1&amp;y=2' {RSS} rel='alternate'>",
         "https://b.example/a?x=1&y=2"),
        ('<link rel="alternate home" type="application/atom+xml; charset=utf-8" href="a">',
         f"{HOME}a"),
        ('<link rel="alternate" type="application/feed+json" href="f.json">', f"{HOME}f.json"),
        (f'<link rel="alternate" {RSS} href="/мій канал">', "https://bastion.example/мій%20канал"),
    ],
)  # fmt: skip
def test_a_page_names_its_feed(tag: str, feed: str) -> None:
    page = f"<html><head><title>Бастіон</title>{tag}</head><body></body></html>"
    assert find_feeds(page.encode(), HOME) == (feed,)


@pytest.mark.parametrize(
    "tag",
    [
        '<link rel="alternate" hreflang="en" href="/en">',
        '<link rel="stylesheet" type="text/css" href="/s.css">',
        f'<link rel="alternate" {RSS}>',
        f'<link rel="alternate" {RSS} href="javascript:alert(1)">',
        f'<link rel="alternate" {RSS} href="https://[">',
        f'<a rel="alternate" {RSS} href="/rss">RSS</a>',
    ],
)
def test_what_is_no_feed_is_not_named(tag: str) -> None:
    assert find_feeds(tag.encode(), HOME) == ()


def test_the_articles_come_before_the_comments() -> None:
    tags = "".join(
        f'<link rel="alternate" {RSS} title="{title}" href="/{number}">'
        for number, title in enumerate(["Коментарі", "Comments Feed", "Усі новини"])
    )
    found = find_feeds(tags.encode("cp1251"), HOME)
    assert found[0] == "https://bastion.example/2"
    assert len(found) == 3


@given(st.binary(max_size=300) | st.text("<link rel=\"alternate'>&", max_size=300).map(str.encode))
def test_any_page_whatever_is_read(data: bytes) -> None:
    assert len(find_feeds(data, HOME)) <= 10


@pytest.mark.slow
def test_a_page_made_to_take_long_is_read_to_its_end() -> None:
    for piece in ("<link ", "<link a=", '<link rel="', "<link x " * 3):
        assert find_feeds(piece.encode() * 100_000, HOME) == ()
