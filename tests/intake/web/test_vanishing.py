"""Web pages whose text must not vanish: by a class, a stray quote, or a reader that never ran."""

import json
import logging
from zoneinfo import ZoneInfo

import pytest

from bot.domain.article import Reading
from bot.domain.errors import RefusedError
from bot.intake.web.web_page import read_web_page

KYIV = ZoneInfo("Europe/Kyiv")
TEXT = (
    "Колекцію з сорока тисяч квитків збирали три покоління кондукторів.",
    "Найстаріший квиток надрукували 1913 року на папері з водяними знаками.",
    "Першу виставку обіцяють відкрити до осені, вхід коштуватиме як поїздка.",
)
PARAGRAPHS = "".join(f"<p>{one}</p>" for one in TEXT)
UTILITIES = (
    "relative", "overflow-hidden", "group-hover:hidden", "print:block", "last:mb-0", "md:hidden",
    "hidden md:block", "print:hidden lg:relative", "max-w-screen-md", "backface-hidden",
    "d-print-none", "position-relative", "is-relative", "has-sidebar", "[&_nav]:hidden",
    "peer-checked:hidden", "data-[menu=open]:hidden", "!relative", "list-none",
    "wp-embed-responsive", "sr-only sm:not-sr-only", "hidden md:contents",
)  # fmt: skip
NAMES = (
    "related-layout",
    "share-container",
    "widget-area",
    "popular",
    "tag-content",
    "most-wanted",
)


STATES = (
    "menu-open", "header-offset", "comments-off", "comments-open", "no-sidebar", "has-ads",
    "cookies-accepted", "consent-given", "footer-sticky", "hidden-footer", "gdpr-ok",
    "copyright-on", "credits", "caption-on",
)  # fmt: skip


def read(page: str) -> Reading:
    return read_web_page(page.encode(), url="https://khvylia.example/n/1", zone=KYIV)


def shown(text: str, around: str = "") -> str:
    """A page with much else on it, so that its text is the smaller part of all."""
    links = "".join(
        f"<li><a href='/{n}'>Новина, що не має до цього діла, {n}</a></li>" for n in range(40)
    )
    menu = f"<nav><ul>{links}</ul></nav>"
    return (
        f"<html><body>{menu}<h1>Депо перетворять на музей</h1>{text}{around}{menu}</body></html>"
    )


@pytest.mark.slow
@pytest.mark.parametrize("classes", UTILITIES)
def test_a_class_that_says_how_a_thing_looks_hides_no_text(classes: str) -> None:
    assert read(shown(f'<div class="{classes}">{PARAGRAPHS}</div>')).content.body == TEXT
    each = "".join(f'<p class="{classes}">{one}</p>' for one in TEXT)
    assert read(shown(f"<div>{each}</div>")).content.body == TEXT


@pytest.mark.parametrize("name", NAMES)
def test_a_name_of_furniture_does_not_silence_most_of_the_text(name: str) -> None:
    assert read(shown(f'<div class="{name}">{PARAGRAPHS}</div>')).content.body == TEXT


@pytest.mark.slow
@pytest.mark.parametrize("classes", STATES)
@pytest.mark.parametrize("tag", ["html", "body", "main", "article", "div"])
def test_what_is_the_case_with_a_part_of_the_page_silences_nothing(tag: str, classes: str) -> None:
    marks = f'class="{classes}"'
    if tag in {"html", "body"}:
        page = shown(f"<main>{PARAGRAPHS}</main>").replace(f"<{tag}>", f"<{tag} {marks}>")
    else:
        page = shown(f"<{tag} {marks}>{PARAGRAPHS}</{tag}>")
    assert read(page).content.body == TEXT


def test_what_a_name_does_silence_stays_silent_beside_the_text() -> None:
    others = (
        '<div class="related"><p>Ще одна новина, про яку тут ідеться зовсім коротко.</p></div>'
    )
    comments = '<div class="comments">' + "<p>Дуже довгий допис того, хто все це читав.</p>" * 30
    assert (
        read(shown(f"<article>{PARAGRAPHS}</article>{others}{comments}</div>")).content.body
        == TEXT
    )


@pytest.mark.slow
@pytest.mark.parametrize(
    "broken",
    [
        '<p class="first"">{}</p>',
        '<p class="first" ">{}</p>',
        '<p id=p3">{}</p>',
        "<p title='Кам'янець'>{}</p>",
        '<p data-note="в лапках "Фарингоша" вгорі">{}</p>',
        '<p class="first>{}</p>',
        "<p class='first>{}</p>",
        '<p class=">{}</p><a href="/1">.</a>',
    ],
)
@pytest.mark.parametrize("size", [1, 400], ids=["short", "long"])
def test_a_stray_quote_swallows_nothing_behind_it(broken: str, size: int) -> None:
    rest = TEXT[1:] * size
    page = shown(
        "<div>"
        + broken.format(TEXT[0])
        + "".join(f"<p id=a{n}>{one}</p>" for n, one in enumerate(rest))
        + "</div>"
    )
    body = read(page).content.body
    assert body[0].rstrip(".") == TEXT[0].rstrip(".")
    assert [one for one in body if len(one) > 1] == [TEXT[0], *rest]


def test_another_reader_answers_where_our_own_walk_finds_nothing(
    caplog: pytest.LogCaptureFixture,
) -> None:
    short = ("Депо закрили ще навесні.", "Вагони переїхали за колію.", "Квитки лишилися в шафі.")
    lines = "".join(f"<p>{one} {n}</p>" for n in range(8) for one in short)
    with caplog.at_level(logging.WARNING):
        body = read(
            f"<html><body><article><h1>Депо стане музеєм</h1>{lines}</article></body></html>"
        ).content.body
    assert body[0] == "Депо закрили ще навесні. 0"
    assert len(body) == 24
    assert caplog.records == []


def test_an_article_in_a_list_of_others_is_no_list() -> None:
    cards = "".join(
        f"<article class=card><h3><a href='/{n}'>Лісгосп продав мох, {n}</a></h3></article>"
        for n in range(3)
    )
    assert read(shown(f"<main>{PARAGRAPHS}</main>", cards)).content.body == TEXT


@pytest.mark.parametrize("called", ["article", "website", ""])
def test_a_list_is_refused_whatever_it_calls_itself(called: str) -> None:
    cards = "".join(
        f"<div class='group relative'><h3><a href='/{n}'>Лісгосп продав торішній мох, {n}</a></h3>"
        "<p>Покупців було двоє, обидва з акваріумних крамниць.</p></div>"
        for n in range(5)
    )
    page = f"<meta property='og:type' content='{called}'><h1>Новини</h1><main>{cards}</main>"
    with pytest.raises(RefusedError) as refused:
        read(page)
    assert refused.value.details == {"reason": "listing"}


@pytest.mark.parametrize("click", ["onclick='go(1)'", "data-href='/1'", "role=link"])
@pytest.mark.parametrize("tag", ["h2", "h3", "div", "p"])
def test_a_list_of_cards_that_a_script_makes_links_is_refused(tag: str, click: str) -> None:
    cards = "".join(
        f"<div {click}><{tag}>Лісгосп продав торішній мох, {n}</{tag}>"
        f"<p>Покупців було двоє, обидва з акваріумних крамниць, {n}.</p></div>"
        for n in range(5)
    )
    with pytest.raises(RefusedError) as refused:
        read(f"<title>Новини - Хвиля</title><h1>Новини</h1><main>{cards}</main>")
    assert refused.value.details == {"reason": "listing"}


def test_an_article_with_such_cards_below_it_is_an_article() -> None:
    cards = "".join(
        f"<div onclick='go(1)'><h3>Лісгосп продав торішній мох, {n}</h3>"
        f"<p>Покупців було двоє, обидва з акваріумних крамниць, {n}.</p></div>"
        for n in range(3)
    )
    assert read(shown(f"<main>{PARAGRAPHS}</main>", cards)).content.body == TEXT
    whole = read(shown(f"<div onclick='seen(1)'>{PARAGRAPHS}</div>")).content.body
    assert whole == TEXT


@pytest.mark.parametrize("heading", ["<h1>Новини</h1>", ""])
@pytest.mark.parametrize("own", [[], [{"@type": "Article", "headline": "Новини"}]])
def test_a_list_is_refused_though_its_data_describe_articles(
    heading: str, own: list[dict[str, str]]
) -> None:
    names = [f"Лісгосп продав торішній мох, {n}" for n in range(5)]
    data = json.dumps([*own, *({"@type": "NewsArticle", "headline": one} for one in names)])
    cards = "".join(
        f"<div><h3><a href='/{n}'>{one}</a></h3><p>Покупців було двоє, обидва здалеку.</p></div>"
        for n, one in enumerate(names)
    )
    head = f"<title>Новини - Хвиля</title><script type='application/ld+json'>{data}</script>"
    with pytest.raises(RefusedError) as refused:
        read(f"{head}<body>{heading}<main>{cards}</main>")
    assert refused.value.details == {"reason": "listing"}


@pytest.mark.parametrize("called", ["article", "website"])
@pytest.mark.parametrize(
    "wall",
    [
        (
            "Ми та наші 842 партнери зберігаємо на пристрої файли cookie та обробляємо "
            "персональні дані, як-от унікальні ідентифікатори. Свій вибір можна змінити будь-коли."
        ),
        (
            "We and our 842 partners store information on a device, such as cookies, and process "
            "personal data. You may change your choices at any time, here or in the footer."
        ),
        (
            "Щоб продовжити, дайте згоду на обробку даних. Ми використовуємо технології "
            "відстеження для реклами й аналітики. Відмовитися можна будь-коли в налаштуваннях."
        ),
        (
            "Nous et nos partenaires utilisons des traceurs pour stocker des informations sur "
            "votre appareil et y accéder. Vous pouvez retirer votre consentement à tout moment."
        ),
        (
            "Wir verwenden Cookies und andere Technologien. Bitte stimmen Sie der Verarbeitung "
            "Ihrer personenbezogenen Daten zu, um die Seite ohne Einschränkung zu lesen."
        ),
        (
            "My i nasi partnerzy przechowujemy pliki cookie i przetwarzamy dane osobowe, aby "
            "dostosować reklamy i treści oraz zmierzyć ich oglądalność w serwisie."
        ),
    ],
)
def test_a_consent_wall_under_the_articles_own_headline_is_refused(wall: str, called: str) -> None:
    page = (
        f"<html><head><title>Депо стане музеєм</title><meta property='og:type' content='{called}'>"
        f"</head><body><main><h1>Депо стане музеєм</h1><p>{wall}</p><button>OK</button></main>"
    )
    with pytest.raises(RefusedError) as refused:
        read(page)
    assert refused.value.details == {"reason": "consent"}


def test_an_article_about_consent_walls_is_an_article() -> None:
    text = "".join(
        f"<p>{one}</p>"
        for one in (
            "Регулятор оштрафував газету за те, що вона брала згоду на файли cookie обманом.",
            "«Ми використовуємо cookie лише для входу», — пояснив редактор, і суд йому повірив.",
            "Читачка, яка подала скаргу, виграла три роки тому схожу справу проти перевізника.",
            "Газета має місяць, щоб оскаржити рішення, а потім сплатити сорок тисяч гривень.",
        )
    )
    assert len(read(shown(text)).content.body) == 4


@pytest.mark.parametrize(
    "before", ["<script>let a</script>", "<script src=a></script><style>p{}</style>"]
)
@pytest.mark.parametrize("named", ["main", "article", "section"])
def test_a_page_without_a_body_is_read_whatever_stands_before_its_text(
    named: str, before: str
) -> None:
    text = f"<h1>Депо стане музеєм квитків</h1>{PARAGRAPHS}"
    whole = f"<title>Депо</title>{before}<{named}>{text}</{named}><footer>Редакція</footer>"
    content = read(whole).content
    assert (content.headline, content.body) == ("Депо стане музеєм квитків", TEXT)
