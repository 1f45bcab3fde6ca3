"""What web pages say by their titles, their layout and the words beside their headline."""

from zoneinfo import ZoneInfo

import pytest

from bot.domain.article import Content
from bot.intake.web.web_page import read_web_page

KYIV = ZoneInfo("Europe/Kyiv")
HEADLINE = "У Ніжині висадили п'ятсот дубів"
TEXT = (
    "На околиці Ніжина висадили п'ятсот саджанців дуба, які виростив тамтешній лісник.",
    "У толоці взяли участь студенти, військові та двадцять пенсіонерів із лопатами.",
    "«Через тридцять років тут буде тінь», – сказав лісник і пішов по воду.",
)
PARAGRAPHS = "".join(f"<p>{text}</p>" for text in TEXT)


def read(body: str, title: str = HEADLINE, head: str = "") -> Content:
    page = f"<html><head><title>{title}</title>{head}</head><body>{body}</body></html>"
    return read_web_page(page.encode(), url=None, zone=KYIV).content


@pytest.mark.parametrize(
    ("title", "heading"),
    [
        (f"Хвиля FM - Новини - {HEADLINE}", "h2"),
        ("Новини міста / Ніжинська міська рада", "h3"),
    ],
)
def test_the_headline_is_what_stands_behind_the_names_in_a_title(title: str, heading: str) -> None:
    page = f"<div><{heading}>{HEADLINE}</{heading}>{PARAGRAPHS}</div>"
    assert read(page, title).headline == HEADLINE


def test_an_author_that_is_but_the_site_gives_way_to_who_is_shown() -> None:
    head = '<meta name="author" content="Нотатки">'
    page = f"<h1>{HEADLINE}</h1><div>18.11.2026, 19:00 | Автор: Гліб Савич</div>{PARAGRAPHS}"
    assert read(page, f"{HEADLINE} / Нотатки", head).author == "Гліб Савич"


def test_a_counter_with_its_word_behind_the_hour_is_no_part_of_the_date() -> None:
    facts = "<span>16 листопада 2026</span> <span>10:00</span> <span>Переглядів: 8211</span>"
    at = read(f"<main><h1>{HEADLINE}</h1><div>{facts}</div>{PARAGRAPHS}</main>").published_at
    assert at is not None
    assert at.isoformat() == "2026-11-16T10:00:00+02:00"


@pytest.mark.parametrize(
    "beside",
    [
        "<ul><li>Київ — центр реабілітації, 0 67 000 00 01;</li></ul>",
        '<div class="top"><a href="#1">Про маяк</a> <a href="#2">Погода</a></div>',
    ],
)
def test_a_point_of_the_text_or_an_entry_of_a_menu_names_no_section(beside: str) -> None:
    assert read(f"<article><h1>{HEADLINE}</h1>{beside}{PARAGRAPHS}</article>").section is None


def test_text_that_goes_on_in_a_part_set_alike_is_read_whole() -> None:
    part = (
        '<div class="r t-rec"><div class="t004"><div class="t-container"><div class="t-col">'
        '<div class="t-text" field="text">{}</div></div></div></div></div>'
    )
    picture = '<div class="r t-rec"><div class="t107"><img src="/a.jpg"></div></div>'
    first, second = part.format("<br><br>".join(TEXT[:2])), part.format(TEXT[2])
    page = f'<div class="t-records"><div class="t-title">{HEADLINE}</div>{first}{picture}{second}'
    assert read(f"{page}</div>").body == TEXT


def test_whoever_reported_goes_before_the_agency_that_a_page_names() -> None:
    data = '{"@type": "NewsArticle", "author": {"@type": "Organization", "name": "Wirehouse"}}'
    head = f'<script type="application/ld+json">{data}</script>'
    signed = "<p>(Reporting by Doina Munteanu; Editing by Alan Marsh)</p>"
    content = read(f"<article><h1>{HEADLINE}</h1>{PARAGRAPHS}{signed}</article>", head=head)
    assert (content.author, content.body) == ("Doina Munteanu", TEXT)


def test_words_on_a_button_are_no_paragraph() -> None:
    button = '<div class="t-btn">Підтримати друкарню рельєфних мап</div>'
    assert read(f"<main><h1>{HEADLINE}</h1>{PARAGRAPHS}{button}</main>").body == TEXT


def test_what_is_said_of_the_author_below_its_own_heading_is_no_text() -> None:
    about = "<h2>Sobre la firma</h2><p>Redactora de bosques desde 2014. Ha plantado un roble.</p>"
    assert read(f"<main><h1>{HEADLINE}</h1>{PARAGRAPHS}{about}</main>").body == TEXT


def test_a_line_without_a_full_stop_right_below_the_headline_is_the_lead() -> None:
    lead = "Лісник двадцять років збирав жолуді по всій області"
    assert read(f"<main><h1>{HEADLINE}</h1><p>{lead}</p>{PARAGRAPHS}</main>").lead == lead
    dated = f"<main><h1>{HEADLINE}</h1><p>24 листопада 2026, 19:05</p><p>{lead}</p>{PARAGRAPHS}"
    assert read(dated).lead == lead
    shown = f"<main><h1>{HEADLINE}</h1><div><img src='1.jpg'><p>{lead}</p></div>{PARAGRAPHS}"
    assert read(shown).lead is None
    within = f"<main><h1>{HEADLINE}</h1><p><img src='1.jpg'><br><em>{lead}</em></p>{PARAGRAPHS}"
    assert read(within).lead is None
    listed = (
        f"<main><h1>{HEADLINE}</h1><p>Ось що лісник просить принести із собою:</p>{PARAGRAPHS}"
    )
    assert read(listed).lead is None


def test_words_around_a_button_are_no_text() -> None:
    box = "<div><b>Ніжин у Telegram</b><span>Головне за день</span><button>Так</button></div>"
    first, *rest = (f"<p>{text}</p>" for text in TEXT)
    assert read(f"<main><h1>{HEADLINE}</h1>{first}{box}{''.join(rest)}</main>").body == TEXT
    part = "<h2>Як садили <button>#</button></h2>"
    assert "Як садили" in " ".join(read(f"<h1>{HEADLINE}</h1>{first}{part}{''.join(rest)}").body)


def test_a_page_whose_title_is_but_its_papers_name_is_read_as_text() -> None:
    text = "<br><br>".join(TEXT)
    page = f"<div>10.11.2026 09:30</div><b><font size='4'>{HEADLINE}</font></b><br><br>{text}"
    content = read(f"{page}<br><br><i>Галина Верес</i>", "Газета «Ніжин»")
    assert (content.headline, content.body) == (HEADLINE, TEXT)


def test_a_date_and_a_recordings_length_are_no_text_of_a_short_page() -> None:
    facts = "<div>27 листопада 2026, 19:30 <span>👁 2 410</span></div><div>00:00 / 04:12</div>"
    text = f'<div class="descr"><p>{TEXT[0]}</p><p>{TEXT[1]}</p></div>'
    content = read(f"<main><h1>{HEADLINE}</h1>{facts}{text}</main>")
    assert not any(char.isdigit() for char in " ".join(content.body))
