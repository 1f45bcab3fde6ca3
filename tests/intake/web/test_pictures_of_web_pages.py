"""Which pictures a web page has of its story, each once, and what is told of them."""

from zoneinfo import ZoneInfo

import pytest

from bot.intake.picture_addresses import picture_key
from bot.intake.web.web_page import read_web_page

KYIV = ZoneInfo("Europe/Kyiv")
SITE = "https://topolia.example"
HEADLINE = "У Лебедині запустили вузькоколійку"
FIRST = "<p>У Лебедині після ремонту запустили вузькоколійку, якою колись возили буряк.</p>"
REST = (
    "<p>Перший вагон повів машиніст Хома Рейка, і всі сорок місць були зайняті.</p>"
    "<p>Квиток коштує стільки, скільки пасажир вирішить покласти до скриньки.</p>"
)
CAPTION = "Вагон на кінцевій зупинці"


def pictures(text: str, own: str = "", over: str = "") -> list[tuple[str, str | None]]:
    head = f'<meta property="og:image" content="{own}">' if own else ""
    page = (
        f"<html><head><title>{HEADLINE}</title>{head}</head><body><article>{over}"
        f"<h1>{HEADLINE}</h1>{text}</article></body></html>"
    )
    reading = read_web_page(page.encode(), url=f"{SITE}/1", zone=KYIV)
    assert len(reading.content.body) == 3, reading.content.body
    return [(image.url.removeprefix(SITE), image.caption) for image in reading.content.images]


@pytest.mark.parametrize(
    ("own", "shown", "found"),
    [
        ("/u/vagon.jpg", 'src="/u/vagon-300x200.jpg"', "/u/vagon.jpg"),
        ("/size/w1200/u/vagon.jpg", 'src="/size/w600/u/vagon.jpg"', "/size/w1200/u/vagon.jpg"),
        ("/1024/branded/7a/v.jpg", 'src="/480/7a/v.jpg.webp"', "/480/7a/v.jpg.webp"),
        ("/m/v-1200x630.jpg", 'src="/m/v-300x200.jpg"', "/m/v-1200x630.jpg"),
        ("/m/v-1200x630.webp", 'src="/_i?url=https%3A%2F%2Ftopolia.example%2Fm%2Fv.webp&w=8"',
         "/m/v.webp"),
        ("/v/1200.jpg", 'src="/v/620.jpg" srcset="/v/620.jpg 620w,/v/1200.jpg 1200w"',
         "/v/1200.jpg"),
    ],
)  # fmt: skip
def test_the_main_picture_is_known_by_another_size_which_has_the_caption(
    own: str, shown: str, found: str
) -> None:
    figure = f"<figure><img {shown}><figcaption>{CAPTION}</figcaption></figure>"
    assert pictures(figure + FIRST + REST, SITE + own) == [(found, CAPTION)]


def test_a_picture_is_taken_as_wide_as_it_will_be_shown() -> None:
    widths = "/a-w.jpg 400w, /b-w.jpg 1600w, /c-w.jpg 4000w"
    picture = f'<img src="/a-w.jpg" srcset="{widths}">'
    assert pictures(FIRST + picture + REST) == [("/b-w.jpg", None)]
    source = (
        '<source srcset="/v/wide.jpg 1200w"><source type="image/avif" srcset="/v/x.avif 1300w">'
    )
    picture = f'<picture>{source}<img src="/v/narrow.jpg"></picture>'
    assert pictures(FIRST + picture + REST) == [("/v/wide.jpg", None)]


def test_what_stands_far_down_in_a_picture_is_no_source_of_each_image_there() -> None:
    """Else thousands of images in one `<picture>` would look through one another."""
    blank = '<img src="/pixel.gif" width="1" height="1">' * 40
    far = f'<picture>{blank}<source srcset="/v/wide.jpg 1200w"><img src="/v/narrow.jpg"></picture>'
    assert pictures(FIRST + far + REST) == [("/v/narrow.jpg", None)]


@pytest.mark.parametrize(
    "waiting",
    [
        '<img src="/x/empty/v.jpg" data-original="/v.jpg">',
        '<img src="/assets/px.gif" data-src="/v.jpg">',
        '<img src="data:image/gif;base64,R0"><noscript><img src="/v.jpg"></noscript>',
    ],
)
def test_a_picture_that_waits_for_a_script_is_the_one_that_it_would_show(waiting: str) -> None:
    assert pictures(f"{FIRST}<figure>{waiting}</figure>{REST}") == [("/v.jpg", None)]


def test_each_figure_of_a_gallery_has_its_own_words() -> None:
    one = f'<figure><img src="/1.jpg"><figcaption>{CAPTION}</figcaption></figure>'
    gallery = f'<figure>{one}<figure><img src="/2.jpg"></figure></figure>'
    assert pictures(FIRST + gallery + REST) == [("/1.jpg", CAPTION), ("/2.jpg", None)]


@pytest.mark.parametrize(
    "box",
    [
        f'<div><img src="/1.jpg"><p class="wp-caption-text">{CAPTION}</p></div>',
        f'<div class="post-img"><img src="/1.jpg"><div class="s">{CAPTION}</div></div>',
        f'<div itemtype="http://schema.org/ImageObject"><img src="/1.jpg"><p>{CAPTION}</p></div>',
    ],
)
def test_words_in_one_box_with_a_picture_are_its_caption_and_no_paragraph(box: str) -> None:
    assert pictures(FIRST + box + REST) == [("/1.jpg", CAPTION)]


@pytest.mark.parametrize("is_over", [True, False])
def test_where_a_page_names_no_picture_the_figure_at_its_headline_is_the_main_one(
    *, is_over: bool
) -> None:
    figure = '<figure><img src="/main.jpg"></figure>'
    text = f'<div class="entry-content">{FIRST}<img src="/2.jpg">{REST}</div>'
    found = pictures(text, over=figure) if is_over else pictures(figure + text)
    assert found == [("/main.jpg", None), ("/2.jpg", None)]


def test_the_picture_of_another_article_is_not_this_ones() -> None:
    link = '<a href="/2"><img src="/2.jpg"><b>Цукор дешевшає</b></a>'
    assert pictures(f'{FIRST}<aside class="ReadMore">{link}</aside>{REST}') == []


def test_photos_numbered_in_one_folder_are_not_one() -> None:
    site = "https://a.example"
    assert picture_key(f"{site}/trip/01.jpg") != picture_key(f"{site}/lviv/01.jpg")
    assert picture_key(f"{site}/trip/101.jpg") != picture_key(f"{site}/trip/102.jpg")
    assert picture_key(f"{site}/i?id=1") != picture_key(f"{site}/i?id=2")


def test_what_stands_in_for_a_post_from_elsewhere_is_no_paragraph() -> None:
    post = "<blockquote placeholder>Який чудовий вагон! #Лебедин</blockquote>"
    assert pictures(f"{FIRST}<amp-twitter>{post}</amp-twitter>{REST}") == []


@pytest.mark.parametrize(
    ("caption", "shown"),
    [
        (f"<p>{CAPTION}</p><p>Світлина Хоми Рейка</p>", f"{CAPTION} Світлина Хоми Рейка"),
        (f"<p>{CAPTION}.</p><p>Фото: Укрінформ</p>", f"{CAPTION}. Фото: Укрінформ"),
        ("Вагон на зупинці<br>біля лісу", "Вагон на зупинці біля лісу"),
        (f'<span class="sr-only">Підпис до світлини: </span>{CAPTION}', CAPTION),
    ],
)
def test_a_caption_is_whole_though_it_stands_on_several_lines(caption: str, shown: str) -> None:
    figure = f'<figure><img src="/1.jpg"><figcaption>{caption}</figcaption></figure>'
    assert pictures(FIRST + figure + REST) == [("/1.jpg", shown)]
