"""What web pages say by their titles, their layout and the words beside their headline."""

import json
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


def test_a_name_before_a_label_that_a_program_made_leaves_nothing_out() -> None:
    heading = '<h2 class="sc-f98b1ad2-0 dmzrxr">Хто поливає</h2>'
    page = f'<h1 class="sc-f98b1ad2-0">{HEADLINE}</h1>{PARAGRAPHS}{heading}<p>{TEXT[0]}</p>'
    assert read(f"<article>{page}</article>").body == (*TEXT, "Хто поливає", TEXT[0])


@pytest.mark.parametrize(
    "beside",
    [
        "<div><b>Отримуйте наші листи</b><form><input type=email></form></div>",
        '<div><h3>Цей текст оплатили читачі</h3><a href="/subscribe">Підтримати</a></div>',
        '<b>Ще історії</b><p><a href="/2">Бузок у парку</a><p><a href="/3">Козелець і весна</a>',
    ],
)
def test_what_stands_over_a_form_or_links_to_elsewhere_is_no_paragraph(beside: str) -> None:
    assert read(f"<article><h1>{HEADLINE}</h1>{PARAGRAPHS}{beside}</article>").body == TEXT


def test_a_short_title_in_which_the_way_to_the_page_ends_is_the_headline() -> None:
    way = '<div><a href="/">Головна</a> » <a href="/n/">Новини</a> » Дуби в Ніжині</div>'
    page = f"{way}<h2>Дуби в Ніжині</h2>{PARAGRAPHS}"
    assert read(page, "Ніжинська громада - офіційний сайт").headline == "Дуби в Ніжині"


def test_a_lead_that_is_shown_apart_goes_before_what_search_engines_are_told() -> None:
    head = '<meta name="description" content="У Ніжині посадили дуби: хто і навіщо їх поливає">'
    lead = "<div class='news__preview'>Ліс біля міста росте: до толоки прийшли двісті людей.</div>"
    page = f"<h1>{HEADLINE}</h1>{lead}<div class='news-detail__text'>{PARAGRAPHS}</div>"
    content = read(f"<div class='news-detail'>{page}</div>", head=head)
    assert content.lead == "Ліс біля міста росте: до толоки прийшли двісті людей."
    assert content.body == TEXT


def test_a_date_far_from_the_headline_is_read_where_it_stands_over_the_text() -> None:
    row = '<div class="r"><div class="t"><div><div>{}</div></div></div></div>'
    over = row.format(f"<h1>{HEADLINE}</h1>") + row.format("Текст: Ліна Гай<br>12 березня 2026")
    at = read(over + row.format(PARAGRAPHS)).published_at
    assert at is not None
    assert at.date().isoformat() == "2026-03-12"


def test_text_behind_a_wall_that_the_page_has_is_text() -> None:
    wall = f'<div class="paywall-content"><p>{TEXT[2]}</p></div>'
    page = f"<article><h1>{HEADLINE}</h1><p>{TEXT[0]}</p><p>{TEXT[1]}</p>{wall}</article>"
    assert read(page).body == TEXT


def test_a_newsletter_below_a_short_text_is_no_wall_before_it() -> None:
    below = "<div class='x'><p>Підпишіться на розсилку. Увійдіть, щоб додати коментар.</p></div>"
    page = f"<html><title>{HEADLINE}</title><h1>{HEADLINE}</h1>{PARAGRAPHS}{below}</html>"
    assert "paywalled" not in read_web_page(page.encode(), url=None, zone=KYIV).warnings


def test_tags_stand_behind_their_label() -> None:
    tags = '<div class="topics">Теми: <a href="/1">дуби</a>, <a href="/2">толока</a></div>'
    assert read(f"<article><h1>{HEADLINE}</h1>{PARAGRAPHS}{tags}</article>").tags == (
        "дуби",
        "толока",
    )


def test_a_name_and_a_date_glued_to_it_below_the_headline_are_no_paragraph() -> None:
    facts = "<div><span>Розмовляла Уляна Гай</span><span>30 березня 2026, 09:00</span></div>"
    assert read(f"<article><h1>{HEADLINE}</h1>{facts}{PARAGRAPHS}</article>").body == TEXT


def test_pictures_of_a_slider_that_leads_nowhere_are_the_articles() -> None:
    slides = "".join(f'<div class="slide"><img src="/{n}.jpg"></div>' for n in "12")
    slider = f'<div class="slider">{slides}</div>'
    page = f'<base href="https://a.example/"><h1>{HEADLINE}</h1><article>{slider}{PARAGRAPHS}'
    found = [image.url for image in read(f"{page}</article>").images]
    assert found == ["https://a.example/1.jpg", "https://a.example/2.jpg"]


def test_the_authors_of_a_programs_own_data_are_the_articles() -> None:
    text = " ".join(TEXT)
    data = {"title": HEADLINE, "content": text, "authors": [{"name": "Ада Річ"}]}
    head = f'<script type="application/json">{json.dumps(data)}</script>'
    assert read(f"<h1>{HEADLINE}</h1>{PARAGRAPHS}", head=head).author == "Ада Річ"


def test_a_headline_in_a_span_whose_heading_is_closed_nowhere_ends_where_a_block_begins() -> None:
    more = f"<div>Тарас Гнатів – 06.05.2026</div>{PARAGRAPHS}{PARAGRAPHS}"
    content = read(f"<main><h1>\n<span>{HEADLINE}</span>\n{more}</main>")
    assert content.headline == HEADLINE
    assert content.body == TEXT * 2
