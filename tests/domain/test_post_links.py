"""Addresses of posts, as they are made and as people copy them."""

import pytest

from bot.domain.post_links import post_link, read_post_link


@pytest.mark.parametrize(
    ("text", "post"),
    [
        ("https://t.me/svit_news/15", ("svit_news", 15)),
        ("t.me/Svit_News/15", ("svit_news", 15)),
        ("Глянь: https://t.me/svit_news/15?single", ("svit_news", 15)),
        ("https://t.me/s/svit_news/15", ("svit_news", 15)),
        ("https://telegram.me/svit_news/15/", ("svit_news", 15)),
        ("https://t.me/c/1000000001/15", (-1001000000001, 15)),
        ("https://t.me/c/1000000001/7/15", (-1001000000001, 15)),
        ("https://t.me/svit_news/7/15", ("svit_news", 15)),
        ("https://t.me/svit_news", None),
        ("https://t.me/svit_news/15x", None),
        ("https://t.me/c/1000000001", None),
        ("https://t.me/svit_news/99999999999", None),
        ("https://example.org/svit_news/15", None),
        ("https://t.me/svit_news/15 і https://t.me/svit_news/16", None),
        ("Міст відкрито", None),
        ("", None),
    ],
)
def test_a_post_is_known_by_its_address(text: str, post: tuple[int | str, int] | None) -> None:
    assert read_post_link(text) == post


@pytest.mark.parametrize(("chat_id", "username"), [(-1001000000001, None), (-1001, "svit_news")])
def test_what_is_made_is_read(chat_id: int, username: str | None) -> None:
    assert read_post_link(post_link(chat_id, username, 15) or "") == (username or chat_id, 15)
