"""HTML becomes the words that a reader would see, in their order and never glued together."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.article import Image
from bot.intake.html_text import plain, read_markup
from bot.intake.html_tree import address

PIXEL = "https://bastion.example/i/1.gif"


@pytest.mark.parametrize(
    ("markup", "paragraphs"),
    [
        ("<p>Міст <b>відкрили</b>.</p><p>Черг немає.</p>", ["Міст відкрили.", "Черг немає."]),
        ("Японія<br>Північ<br/>Південь", ["Японія", "Північ", "Південь"]),
        ("<h2>Що відомо</h2>Рух триває<div>Далі</div>", ["Що відомо", "Рух триває", "Далі"]),
        ("<ul><li>раз<li><p>два</p><li></ul>три", ["• раз", "• два", "три"]),
        (
            "<table><tr><td>Київ</td><td>+12</td></tr><tr><td>Львів</td></tr></table>",
            ["Київ | +12", "Львів"],
        ),
        ("<p>Тиша&nbsp;на&#160;річці &laquo;Рось&raquo;</p>", ["Тиша на річці «Рось»"]),
        ("<script>if (a<b) alert('<p>')</script><style>p{}</style><p>Текст</p>", ["Текст"]),
        ("<p>Перший<p>Другий<div>Третій", ["Перший", "Другий", "Третій"]),
        ("<p>Було 5 < 6</p>", ["Було 5 < 6"]),
        ("Рядок перший\n\nРядок &laquo;другий&raquo;", ["Рядок перший", "Рядок «другий»"]),
        (
            '<p>Текст</p><a href="https://t.me/share/url?url=x">Поділитися</a>',
            ["Текст"],
        ),
        (
            '<p>Текст</p><p> <a href="https://twitter.com/intent/tweet?x">Tweet</a></p>',
            ["Текст"],
        ),
        ('<p><a href="https://t.me/bastion">Наш канал</a></p>', ["Наш канал"]),
        ("<p hidden>Ні</p><p>Так</p>", ["Так"]),
        ("<!-- <p>ні</p> --><p>Так</p>", ["Так"]),
        ("", []),
        ("<p> </p><br>", []),
    ],
)
def test_the_paragraphs_of(markup: str, paragraphs: list[str]) -> None:
    assert list(read_markup(markup).paragraphs) == paragraphs


def test_a_caption_stands_with_its_picture_and_not_in_the_text() -> None:
    markup = read_markup(
        '<p>Раз</p><figure><img src="/a.jpg"><figcaption>Міст, <i>ранок</i>'
        "</figcaption></figure>"
        "<p>Два</p>",
        base="https://bastion.example/1/",
    )
    assert markup.paragraphs == ("Раз", "Два")
    assert markup.images == (Image("https://bastion.example/a.jpg", "Міст, ранок"),)


def test_headings_quotes_and_the_places_of_pictures_are_told() -> None:
    markup = read_markup(
        '<img src="https://a.example/0.jpg"><p>Раз <img src="https://a.example/1.jpg"> два</p>'
        '<h3>Три</h3><img src="https://a.example/2.jpg">'
        "<blockquote><p>Чотири</p></blockquote><p>П’ять</p>"
    )
    assert markup.paragraphs == ("Раз два", "Три", "Чотири", "П’ять")
    assert (markup.headings, markup.quotes) == (("Три",), ("Чотири",))
    assert [image.behind for image in markup.images] == [None, "Раз два", "Три"]
    assert read_markup("<blockquote>Усе – цитата</blockquote>").quotes == ()


@pytest.mark.parametrize(
    "markup",
    [
        f'<img src="{PIXEL}" width="1" height="1">',
        f'<img src="{PIXEL}" style="width:1px;height:1px">',
        '<img src="https://pixel.wp.com/b.gif?x=1">',
        '<img src="data:image/gif;base64,R0lG">',
        '<img src="a.jpg">',
        '<img src="javascript:alert(1)">',
        "<img>",
    ],
)
def test_no_picture_is_found_in(markup: str) -> None:
    assert read_markup(f"<p>Текст {markup}</p>").images == ()


def test_a_picture_is_found_once_and_an_emoji_is_a_letter() -> None:
    markup = read_markup(
        '<img src="https://b.example/1.jpg"><img src="https://b.example/1.jpg">'
        '<img src="data:," data-src="https://b.example/2.jpg">'
        '<p>Так <img class="wp-smiley" alt="🙂" src="https://s.example/e.png"></p>'
    )
    assert [p.url for p in markup.images] == [
        "https://b.example/1.jpg",
        "https://b.example/2.jpg",
    ]
    assert markup.paragraphs == ("Так 🙂",)


@pytest.mark.parametrize(
    ("title", "line"),
    [
        ("AT&amp;T <b>купує</b>", "AT&T купує"),
        ("&lt;b&gt;Слово&lt;/b&gt; дня", "Слово дня"),
        ("&amp;laquo;Рось&amp;raquo;", "«Рось»"),
        ("якщо a < b і c > d", "якщо a < b і c > d"),
        ("The &lt;table&gt; element", "The <table> element"),
        ("Рядок<br/>другий", "Рядок другий"),
        ("  Міст\n  відкрили\u200b ", "Міст відкрили"),
        ("R&D і Q&A", "R&D і Q&A"),
        ("Про <![CDATA[дужки]]>", "Про дужки"),
        ('<a href="https://x.example">Назва</a>', "Назва"),
    ],
)
def test_a_headline_is_one_line_of_text(title: str, line: str) -> None:
    assert plain(title) == line


@pytest.mark.parametrize(
    ("link", "base", "found"),
    [
        ("https://b.example/1?a=1&b=2", None, "https://b.example/1?a=1&b=2"),
        ("https://b.example/1?a=1&amp;b=2", None, "https://b.example/1?a=1&b=2"),
        ("/1", "https://b.example/feed/", "https://b.example/1"),
        ("//b.example/1", None, "https://b.example/1"),
        ("\n https://b.example/\nнова новина ", None, "https://b.example/нова%20новина"),
        ("1", None, None),
        ("javascript:alert(1)", "https://b.example/", None),
        ("tag:b.example,2026:1", None, None),
        ("https://[", "https://b.example/", None),
    ],
)
def test_an_address_is_absolute_or_none(link: str, base: str | None, found: str | None) -> None:
    assert address(link, base) == found


words = st.lists(st.text(st.sampled_from("абвгґіїє’'"), min_size=1, max_size=9), max_size=30)


@given(words, st.sampled_from(["p", "div", "li", "h2", "blockquote", "tr"]))
def test_the_words_come_out_in_their_order(said: list[str], tag: str) -> None:
    markup = "".join(f"<{tag}>{word}</{tag}>" for word in said)
    found = " ".join(read_markup(f"<div>{markup}</div>").paragraphs)
    assert found.replace("• ", "").split() == said


@given(st.text(st.sampled_from("<>/=\"'&;!-[]apbrdiv img\0\ud800\n"), max_size=80))
def test_any_text_is_read(text: str) -> None:
    read_markup(text)
    plain(text)


@pytest.mark.slow
@pytest.mark.parametrize("piece", ["<div>", "<p><b>", "<a href=x><table>", "<", "<!", "&#", "<a "])
def test_nesting_and_litter_end_soon(piece: str) -> None:
    hostile = piece * 100_000
    assert len(read_markup(f"<p>Текст</p>{hostile}").paragraphs) >= 1
    plain(hostile)
