"""Telegram finds no link in a name that a stranger chose: its own parser is asked."""

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.text import inert
from tests.notices import page_of
from tests.rendering.examples import renderer
from tests.rendering.telegrams_parser import links_in, telegrams_answer

LINKS = (
    "t.me/x",
    "evil.com",
    "https://evil.com/a?b=1",
    "tg://resolve?domain=x",
    "@durov",
    "/start@bot",
    "#тег",
    "$USD",
    "a@b.com",
    "4242 4242 4242 4242",
    "пошта.укр",
    "1.1.1.1",
)
_PIECES = (
    *LINKS,
    *"./@#$:-_?=&+ ",
    "com",
    "укр",
    "42",
    "👍",
    "❤️",
    "🏽",
    "\u0301",
    "\u200d",
    "\u2060",
)
names = st.one_of(
    st.lists(st.sampled_from(_PIECES), max_size=12).map("".join), st.text(max_size=30)
)


def test_the_parser_finds_these_where_nobody_hinders_it() -> None:
    assert all(links_in(name) for name in LINKS)


@given(names, st.integers(5, 128))
def test_telegram_finds_no_link_in_a_strangers_name(name: str, limit: int) -> None:
    assert links_in(f"Канал «{inert(name, limit)}»: чекає") == []
    assert links_in(f"{inert(name, limit)}. Далі") == []


@given(names, names)
def test_an_offer_names_a_channel_and_a_person_and_links_to_neither(title: str, by: str) -> None:
    offer = {"chat_id": -1001, "title": title, "by_name": by}
    for language in ("uk", "en"):
        html = renderer().post(page_of("channel_offered", offer), language).html
        assert links_in(telegrams_answer(html)["text"]) == []
