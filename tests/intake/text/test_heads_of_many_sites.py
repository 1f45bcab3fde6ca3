"""What copied pages of many sites have at their heads, and what their sites say below."""

from zoneinfo import ZoneInfo

import pytest

from bot.domain.article import Content
from bot.intake.text.page_text import read_page_text

KYIV = ZoneInfo("Europe/Kyiv")
HEADLINE = "Маяк у Скадовську навчився рахувати човни"
DATE = "12 листопада 2026, 09:00"
MENU = "Головна\nНовини\nСпорт\nКонтакти"
PARAGRAPHS = (
    "Старий маяк у Скадовську тепер рахує човни, які заходять у затоку, і записує їх у зошит.",
    "Прилад зібрав доглядач Савелій Бакен із двох ліхтарів, будильника та шкільного глобуса.",
    "За перший тиждень маяк нарахував сорок човнів, один плот і вперту чаплю.",
)
IN_ENGLISH = (
    "The old lighthouse of Skadovsk now counts the boats that enter its bay every night.",
    "The keeper built the device from two lanterns, an alarm clock and a school globe.",
    "In its first week the lighthouse counted forty boats, one raft and a stubborn heron.",
)


def read(*parts: str, head: str = f"{HEADLINE}\n{DATE}") -> Content:
    return read_page_text("\n".join((head, *parts)), zone=KYIV).content


def test_a_picture_told_twice_over_its_credit_is_no_lead() -> None:
    shown = "Полиця з книжками на стоянці човнів"
    head = f"{MENU}\n{DATE}\n{HEADLINE}\nІрина Гамула\nРедакторка новин\nПоділитись"
    content = read(*PARAGRAPHS, head=f"{head}\n{shown}\n{shown}\nФото: Скадовська міська рада")
    assert (content.lead, content.captions) == (None, (shown,))


def test_the_way_to_a_page_may_have_its_headline_right_behind_a_stroke() -> None:
    title = "Danish Island Votes to Keep Its Darkness"
    picture = "The harbor at night. The island has no lights.Credit...Signe Holm for The Post"
    head = f"U.S.\nCanada\nToday's Paper\nEurope|{title}\nShare full article\n{title}\n{picture}"
    content = read(*IN_ENGLISH, head=f"{head}\nBy Freja Lund\nNov. 20, 2026")
    assert (content.headline, content.section) == (title, "Europe")
    assert content.captions == (picture,)


def test_an_agency_in_brackets_stands_behind_a_caption_also_above_the_headline() -> None:
    head = "Post\nStartseite\nInland\nEine Straße in Schwansee ohne Schilder (dpa)\nVersuch"
    title = "Ein Dorf baut alle Schilder ab"
    text = ("Ein Jahr lang kommt Schwansee ohne Schilder aus.", "Das Land will den Versuch sehen.")
    content = read(*text, head=f"{head}\n{title}\nStand: 23.11.2026 • 15:48 Uhr")
    assert content.headline == title


def test_what_a_release_is_and_when_it_came_stand_on_one_line() -> None:
    head = f"Available languages: English\nPress release | 17 November 2026 | Brussels\n{HEADLINE}"
    content = read(*PARAGRAPHS, head=f"{MENU}\n{head}")
    assert (content.headline, content.section) == (HEADLINE, "Press release")


def test_a_page_of_telegraph_has_its_author_over_an_english_date() -> None:
    content = read(*PARAGRAPHS, head=f"{HEADLINE}\nКухар з Опішні\nNovember 19, 2026")
    assert (content.author, content.section) == ("Кухар з Опішні", None)
    filed = read(*PARAGRAPHS, head=f"{HEADLINE}\nКультура\nNovember 19, 2026")
    assert (filed.author, filed.section) == (None, "Культура")


def test_a_weblog_may_part_date_and_author_by_a_tilde() -> None:
    head = f"Нотатки\nЩоденник\nМеню\nПро мене\n{HEADLINE}\n8 Листопада, 2026 ~ Ольга Рейкова"
    content = read(*PARAGRAPHS, head=head)
    assert (content.author, content.lead) == ("Ольга Рейкова", None)


def test_a_menu_on_one_line_with_unknown_names_is_no_headline() -> None:
    head = f"Південний вісник Новини Перевал Хати Контакти\n{HEADLINE}\n\n{DATE}\n"
    assert read(*PARAGRAPHS, head=head).headline == HEADLINE


def test_an_agency_in_brackets_behind_the_last_sentence_does_not_make_it_a_caption() -> None:
    last = "Роботу оплатив Центр маяків. (УНІАН)"
    head = f"{MENU}\nПошук\n{HEADLINE}\n{DATE}"
    content = read(*PARAGRAPHS, last, "ast/ mow/\nмаяк\nзатока", head=head)
    assert (content.body, content.tags) == ((*PARAGRAPHS, last), ("маяк", "затока"))


@pytest.mark.parametrize(
    "line",
    [
        "Редакція УП може не поділяти позицію автора.",
        "Якщо у вас є запитання, поставте його нашим експертам у розділі «Маяки».",
    ],
)
def test_what_a_newsroom_says_of_itself_below_a_text_is_none_of_it(line: str) -> None:
    foot = f"{line}\nМатеріали до теми\nЧому чапля повернулася до затоки"
    content = read(*PARAGRAPHS, foot, head=f"{MENU}\n{HEADLINE}\n{DATE}")
    assert (content.body, len(content.related)) == (PARAGRAPHS, 1)


def test_what_a_site_is_about_is_no_articles_tag() -> None:
    foot = "маяк\nСкадовськ\nРедакція може не поділяти позицію автора.\nТеми: освіта здоров'я"
    content = read(*PARAGRAPHS, foot, head=f"{MENU}\n{HEADLINE}\n{DATE}")
    assert content.tags == ("маяк", "Скадовськ")


def test_a_part_of_a_live_blog_that_stands_twice_is_no_headline() -> None:
    lead = "This live blog is now closed"
    head = f"News\nOpinion\nSport\n{HEADLINE}\n{lead}\nCallum Reid\nFri 20 Nov 2026 18.30 GMT"
    events = (
        "Key events\n20 Nov 2026 18.30 GMT\nClosing summary\n20 Nov 2026 15.12 GMT\nFerries stop"
    )
    parts = (
        f"18.30 GMT\nClosing summary\n{PARAGRAPHS[0]}\nShare",
        f"15.12 GMT\nFerries stop\n{PARAGRAPHS[1]}\nShare",
    )
    content = read(events, *parts, head=f"{head}\nFirst published on Fri 20 Nov 2026 07.05 GMT")
    assert (content.headline, content.captions) == (HEADLINE, ())


def test_a_dash_behind_an_author_is_no_part_of_the_name() -> None:
    content = read(*IN_ENGLISH, head="Lighthouse counts boats\nBy Dale Rigging -\nNov. 17, 2026")
    assert content.author == "Dale Rigging"


def test_signs_of_many_kinds_part_the_way_to_a_page() -> None:
    head = f"{MENU}\nБлоги\nНовини ⟩ Місто ⟩ {HEADLINE}\n{HEADLINE}\n{DATE}"
    assert read(*PARAGRAPHS, head=head).headline == HEADLINE


def test_a_sentence_of_few_words_right_over_an_agencys_place_is_a_caption() -> None:
    shown = "The lighthouse at Skadovsk, Ukraine."
    text = (f"SKADOVSK, Ukraine -- {IN_ENGLISH[0]}", *IN_ENGLISH[1:])
    head = "News\nWar\nMenu\nLighthouse counts boats\nNov. 20, 2026\nLena Hale\nShare\nPrint"
    content = read(*text, head=f"{head}\n{shown}")
    assert (content.lead, content.captions, content.body) == (None, (shown,), text)


def test_an_author_may_have_a_paper_behind_the_name() -> None:
    head = f"МАЯК\nВійна\nПодії\nСоціум\n{HEADLINE}\n{DATE}\nОлена Смирна, «МАЯК»"
    content = read(*PARAGRAPHS, "Поділитися", head=head)
    assert (content.author, content.captions) == ("Олена Смирна", ())


def test_a_menu_that_ends_in_a_button_over_a_blank_line_names_no_section() -> None:
    page = (f"Маяк\n\n{MENU}", HEADLINE, f"Юрко Бринза\n{DATE}", *PARAGRAPHS, "Поділитися")
    assert read_page_text("\n\n".join(page), zone=KYIV).content.section is None


def test_a_word_in_small_letters_is_no_other_news() -> None:
    others = "Читайте також\nЧапля повернулася до затоки\nХарків\nафіша"
    content = read(*PARAGRAPHS, others, head=f"{MENU}\n{HEADLINE}\n{DATE}")
    assert "афіша" not in [item.headline for item in content.related]


def test_of_a_byline_with_one_unknown_name_the_rest_is_understood() -> None:
    byline = (
        "Colleen MacKay · CBC News · Posted: Nov 20, 2026 5:00 AM AST | Last Updated: November 20"
    )
    foot = "ABOUT THE AUTHOR\nColleen MacKay\nReporter"
    head = f"News\nLocal\nClimate\nLighthouse counts boats\n{byline}"
    content = read(*IN_ENGLISH, foot, head=head)
    assert (content.author, content.tags, content.captions) == ("Colleen MacKay", (), ())
    assert content.published_at is not None
    assert content.published_at.hour == 11


def test_the_next_article_below_that_a_page_loads_by_itself_is_a_page_of_its_own() -> None:
    first = f"Культура\n{HEADLINE}\nРоман Бас\n25 листопада 2026, 09:15"
    text = "Збірна області здобула на чемпіонаті країни дев'ять нагород, з них чотири золоті."
    other = f"Спорт\nПлавці повернулися з медалями\nІгор Кроль\n25 листопада 2026, 08:40\n{text}"
    page = "\n".join((f"Маяк\n{first}", *PARAGRAPHS, other))
    reading = read_page_text(page, zone=KYIV)
    assert (reading.content.headline, reading.content.body) == (HEADLINE, PARAGRAPHS)
    assert "more_pages" in reading.warnings


def test_one_reply_in_words_begins_the_replies() -> None:
    reply = f"Один коментар до “{HEADLINE}”\nА чи буде там лавка для чаплі, питаю вже вдруге?"
    assert read(*PARAGRAPHS, reply, head=f"{MENU}\n{HEADLINE}\n{DATE}").body == PARAGRAPHS


def test_what_a_subscription_costs_is_no_text() -> None:
    offer = "Jetzt testen\n4 Wochen für 1 Euro\nZum Angebot"
    content = read(*PARAGRAPHS[:2], offer, PARAGRAPHS[2], head=f"{MENU}\n{HEADLINE}\n{DATE}")
    assert content.body == PARAGRAPHS


def test_an_office_says_from_whom_its_release_is() -> None:
    head = f"Home\nSociety\nMenu\n{HEADLINE}\nFrom:\nDepartment for Small Places\nPublished"
    content = read(*PARAGRAPHS, head=f"{head}\n12 November 2026")
    assert (content.author, content.captions) == ("Department for Small Places", ())
