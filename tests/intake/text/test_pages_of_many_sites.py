"""What copied pages of papers, agencies, channels and offices say by the way they are set."""

from textwrap import fill
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


def test_a_text_may_end_with_a_shortened_word() -> None:
    body = (*IN_ENGLISH, "The keeper's duties include sitting in the window until 5 p.m.")
    head = f"{MENU}\nLighthouse counts boats\nNovember 12, 2026"
    assert read(*body, "Copyright 2026 KLGT. All rights reserved.", head=head).body == body


def test_an_agencys_word_on_itself_below_its_reporter_is_no_text() -> None:
    head = f"{MENU}\nLighthouse counts boats\nBY LENA HALE\nNovember 12, 2026"
    about = "Hale covers lighthouses and their keepers for the Harbor Press. She is based in Oslo."
    motto = (
        "The Harbor Press is an independent agency of keepers, founded a long time ago in Oslo."
    )
    foot = ("LENA HALE", about, "Most read", "Ferry sold for one crown", motto)
    body = (*IN_ENGLISH, "The Harbor Press was told so by Hale's neighbour, the keeper.")
    assert read(*body, *foot, head=head).body == body


def test_the_times_of_a_player_are_no_text_whatever_parts_them() -> None:
    player = "Listen to this article\n0:00\n/\n2:11\n1×"
    assert read(player, *PARAGRAPHS, head=f"{MENU}\n{HEADLINE}\n{DATE}").body == PARAGRAPHS


@pytest.mark.parametrize(
    "line",
    [
        "Lire aussi | Article réservé à nos abonnés Les phares bretons cherchent gardiens",
        "Más información\nLes phares bretons cherchent gardiens",
        "Також на сайті\nЧитайте також: Les phares bretons cherchent gardiens",
    ],
)
def test_other_news_amid_a_text_are_told_in_many_ways(line: str) -> None:
    content = read(*PARAGRAPHS[:2], line, PARAGRAPHS[2], head=f"{MENU}\n{HEADLINE}\n{DATE}")
    assert [item.headline for item in content.related] == ["Les phares bretons cherchent gardiens"]
    assert content.body == PARAGRAPHS


def test_an_author_may_stand_right_behind_a_comma() -> None:
    head = f"{MENU}\n{HEADLINE}\nАвтор,Гелен Марлоу\nRole,Кореспондентка\n{DATE}"
    assert read(*PARAGRAPHS, head=head).author == "Гелен Марлоу"
    sentence = "Автор, який рахує човни, пише про затоку й чаплю вже двадцять років поспіль."
    assert read(*PARAGRAPHS, sentence).body == (*PARAGRAPHS, sentence)


@pytest.mark.parametrize(
    "foot", ["Наступна новина\nЗвернення Савелія", "Попередні човни\nЧому чапля вперта"]
)
def test_two_words_are_no_tags_unless_the_text_has_both(foot: str) -> None:
    assert read(*PARAGRAPHS, foot, head=f"{MENU}\n{HEADLINE}\n{DATE}").tags == ()


def test_news_are_no_tag() -> None:
    assert read(*PARAGRAPHS, "Теги: маяк, новини, затока").tags == ("маяк", "затока")


def test_a_release_copied_from_a_pdf_file_is_made_whole_without_blank_lines() -> None:
    body = tuple(f"{one} {other}" for one, other in zip(PARAGRAPHS, PARAGRAPHS[::-1], strict=True))
    head = f"ПРЕСРЕЛІЗ\nДля негайного поширення\n12 листопада 2026 року, м. Скадовськ\n{HEADLINE}"
    content = read(*(fill(paragraph, 76) for paragraph in body), head=head)
    assert (content.headline, content.body) == (HEADLINE, body)
    assert content.published_at is not None
    assert content.published_at.day == 12


def test_headlines_of_a_list_are_no_broken_paragraph() -> None:
    menu = "\n".join(f"Човен {name} повернувся до затоки ще до світанку" for name in "АБВГДЕЖЗ")
    assert len(read(*PARAGRAPHS, menu).body) >= len(PARAGRAPHS)
    assert read(*PARAGRAPHS, menu).headline == HEADLINE


@pytest.mark.parametrize("date", ["Brussels, 18 November 2026", "м. Київ, 18.11.2026"])
def test_a_date_may_stand_beside_a_place(date: str) -> None:
    content = read(*PARAGRAPHS, "27 листопада о 12:00", head=f"{date}\n{HEADLINE}")
    assert content.headline == HEADLINE
    assert content.published_at is not None
    assert content.published_at.day == 18


def test_a_name_beside_a_date_is_no_place() -> None:
    assert read(*PARAGRAPHS, head=f"{HEADLINE}\nJonas Weber, 18. November 2026").author == (
        "Jonas Weber"
    )


def test_a_posts_first_sentence_is_its_headline_on_its_channels_page() -> None:
    page = f"""Скадовськ Щодня
24.8K subscribers
View in Telegram
Скадовськ Щодня
Forwarded from
Маяк і затока
{HEADLINE}.

{PARAGRAPHS[0]}

{PARAGRAPHS[1]}

11.2K views"""
    content = read_page_text(page, zone=KYIV).content
    assert (content.headline, content.body) == (HEADLINE, PARAGRAPHS[:2])


def test_the_way_to_a_page_may_be_copied_as_one_word() -> None:
    head = f"Скадовськ Щодня\nНаживо\nГоловнаХерсонСуспільство\n{HEADLINE}\n{DATE}"
    assert read(*PARAGRAPHS, head=head).section == "Суспільство"


def test_three_words_tied_to_one_another_below_a_section_are_a_headline() -> None:
    deck = "Чому човни чекають дев'ять місяців і хто міг би цей час скоротити"
    head = f"{MENU}\nСуспільство\nПошук\nГоловна\nЗдоров'я\nЧерга до маяка\n{deck}"
    text = "Човни чекають на маяк дев'ять місяців, і черга рухається повільно."
    content = read(text, *PARAGRAPHS, head=f"{head}\nАвтор\nЛариса Вернигора\n{DATE}")
    assert (content.headline, content.section, content.lead) == (
        "Черга до маяка",
        "Здоров'я",
        deck,
    )


def test_a_report_ends_with_its_rows_whatever_stands_over_them() -> None:
    rows = (
        "Регата, 14-й тур",
        "Скадовськ – Херсон – 2:2",
        "Голи: Кравцов, 12, Ломака, 71 – Шах, 54",
        "Турнірна таблиця",
        "1. Одеса – 33",
        "2. Херсон – 30",
    )
    content = read(*PARAGRAPHS, *rows, "Поділитися", head=f"{MENU}\n{HEADLINE}\n{DATE}")
    assert (content.body, content.tags) == ((*PARAGRAPHS, *rows), ())


def test_a_caption_with_a_full_stop_is_no_lead_where_one_stands_at_the_headline() -> None:
    lead = "У затоці рахують усе, що пливе, а чаплю рахують двічі"
    picture = "Маяк над затокою увечері.\nФото: APA / Ingrid Kern"
    head = f"{MENU}\n{HEADLINE}\n{lead}\nІрина Гамула\n{DATE}\n{picture}"
    content = read(*PARAGRAPHS, head=head)
    assert (content.lead, content.captions) == (lead, ("Маяк над затокою увечері.",))


def test_a_sentence_may_have_a_name_and_a_day_behind_it() -> None:
    last = "Пояснення немає, але є підозра: доглядач ділиться чесно. (Ірина Гамула, 26.11.2026)"
    head = f"{MENU}\n{HEADLINE}\n{DATE}"
    assert read(*PARAGRAPHS, last, "Читайте також: Чапля повернулася", head=head).body[-1] == last


def test_what_is_offered_below_a_short_text_does_not_make_its_end_a_caption() -> None:
    foot = "Фото: Іван Станіславський\nНайсвіжіші новини – в Telegram. Долучайтеся!"
    text = (
        "Удень у Скадовську буде хмарно, +1°. Вночі до −3°.",
        "Вітер північний, 7–12 м/с. На воді крига, попередили в порту.",
    )
    head = f"{MENU}\nПогода\n28.11.2026 06:30\nУ Скадовську сьогодні сніг і до +1°"
    content = read(*text, foot, head=head)
    assert (content.lead, content.body, content.captions) == (None, text, ())


@pytest.mark.parametrize(
    "box",
    [
        "Громада в Telegram\nГоловне за день за три хвилини\nПідписатися",
        "Sign up to Coast Weekly\nFree weekly newsletter\nA letter from the edge\nSign up",
        "Keep reading\nlist of 3 items\nlist 1 of 3\nWhy herons move\nlist 2 of 3\nend of list",
        "Скористайтеся передплатою за 99 грн на місяць.",
    ],
)
def test_what_a_site_offers_amid_a_text_is_none_of_it(box: str) -> None:
    content = read(*PARAGRAPHS[:2], box, PARAGRAPHS[2], head=f"{MENU}\n{HEADLINE}\n{DATE}")
    assert content.body == PARAGRAPHS


def test_what_an_old_browser_is_told_is_no_text_and_no_author() -> None:
    told = "Для роботи в Мережі потрібен сучасний браузер. Тут можна знайти останні версії."
    foot = f"Outdated Browser\n{told}\nGoogle Chrome\nFirefox"
    content = read(*PARAGRAPHS, foot, head=f"{MENU}\n{HEADLINE}\n{DATE}")
    assert (content.body, content.author) == (PARAGRAPHS, None)


@pytest.mark.parametrize(
    "byline",
    [
        "Автор: Ліда Пензель 21.11.2026 12:00",
        "Текст: Ліда Пензель Фото: Ян Світло 21 листопада 2026, 12:00",
        "Автор: Ліда Пензель Переглядів: 300\n21 листопада 2026, 12:00",
    ],
)
def test_what_stands_behind_an_author_is_no_part_of_the_name(byline: str) -> None:
    content = read(*PARAGRAPHS, head=f"{HEADLINE}\n{byline}")
    assert content.author == "Ліда Пензель"
    assert content.published_at is not None
    assert content.published_at.hour == 12


def test_other_news_below_their_date_begin_no_page_of_their_own() -> None:
    others = "МАТЕРІАЛИ ЗА ТЕМОЮ\n14:20 20.11.2026\nЧапля повернулася до затоки"
    content = read(
        *PARAGRAPHS, PARAGRAPHS[0], others, head=f"{MENU}\nЕКОНОМІКА\n09:00 12.11.2026\n{HEADLINE}"
    )
    assert [item.headline for item in content.related] == ["Чапля повернулася до затоки"]


def test_a_picture_from_a_network_shows_and_leads_to_nothing() -> None:
    head = (
        f"{MENU}\n{HEADLINE}\nІрина Гамула — 12 листопада, 09:00\n{HEADLINE}\nУкрмаяк / Facebook"
    )
    content = read(*PARAGRAPHS, head=head)
    assert (content.lead, content.captions) == (None, ("Укрмаяк / Facebook",))


def test_two_languages_name_no_section() -> None:
    menu = "Центр маяків\nНовини\nТексти\nМожливості\nПро нас\nUK EN"
    assert read(*PARAGRAPHS, head=f"{menu}\n{HEADLINE}\nДата: 12 Листопада 2026").section is None


def test_somebody_over_a_headline_names_no_section() -> None:
    head = f"LB\nНовини\nПогляд\nБогдан Крамар\nекономіст, викладач\nБогдан Крамар\n{HEADLINE}"
    content = read(*PARAGRAPHS, head=f"{head}\n{DATE}")
    assert (content.section, content.author) != ("Богдан Крамар", None)
    assert content.section != "Богдан Крамар"


def test_points_in_small_letters_of_one_length_are_no_broken_paragraph() -> None:
    points = tuple(f"довідка номер {n} для човнів і плотів із мотором;" for n in range(1, 8))
    text = ("Маяк видає човнам довідки.", "Без них у затоку не пускають:", *points, "Чапля пливе.")
    page = "\n".join((f"{HEADLINE}\n{DATE}", *text))
    body = read_page_text(page, zone=KYIV).content.body
    assert set(points) <= set(body)


def test_a_text_may_tell_its_readers_what_to_do_and_what_it_costs() -> None:
    told = "Отримуйте доплату на пальне: 2600 грн на місяць для кожного човна."
    body = (PARAGRAPHS[0], told, *PARAGRAPHS[1:])
    assert read(*body, head=f"{MENU}\n{HEADLINE}\n{DATE}").body == body
