"""Pages copied whole, with the menus, lists and forms that stand around their articles."""

from zoneinfo import ZoneInfo

import pytest

from bot.domain.article import Content
from bot.intake.text.page_text import read_page_text

KYIV = ZoneInfo("Europe/Kyiv")
HEADLINE = "Бібліотечний кораблик знову ходить Сулою"
DATE = "14 жовтня 2026, 09:30"
MENU = "Вісник Сули\nНовини\nКультура\nСпорт\nАфіша"
PARAGRAPHS = (
    "Бібліотечний кораблик із Лубен відновив рейси Сулою після дев'яти років на березі.",
    "Він везе чотири сотні книжок і зупиняється біля кожного села, де хтось махне рукою.",
    "Капітанка Ярина Весляр каже, що найчастіше просять казки та довідники з бджільництва.",
)
AROUND = "Поділитися\nFacebook\nTelegram"


def read(*parts: str, head: str = f"{HEADLINE}\n\n{DATE}", menu: str = MENU) -> Content:
    return read_page_text("\n\n".join((f"{menu}\n{head}", *parts)), zone=KYIV).content


def test_a_picture_below_the_date_does_not_head_what_the_headline_and_its_deck_do() -> None:
    title = "Кораблик, якого чекали"
    deck = "Дев'ять років Сула жила без книжок. Хто беріг кораблик у сараї й чому він плаває"
    shown = "Кораблик біля пристані в Лубнах. Ранок перед рейсом кораблика"
    text = ("Кораблик пахне фарбою. Ярина Весляр відв'язує мотузку з пристані.", *PARAGRAPHS)
    head = f"Розповіді\n\n{title}\n\n{deck}\n\nТекст: Ганна Стерно\n{DATE}\n\n{shown}"
    content = read(*text, head=head, menu="Плин\nРозповіді\nФотоісторії\nПро нас\nПідтримати")
    assert (content.headline, content.lead) == (title, deck)
    assert content.captions == (shown,)


def test_the_way_to_a_page_may_have_no_signs_between_its_steps() -> None:
    title = f"{HEADLINE}: що він везе"
    head = f"Вісник Сули Новини Культура {title}\n\n{title}\n\nГанна Стерно\n{DATE}"
    content = read(*PARAGRAPHS, head=head)
    assert (content.headline, content.section) == (title, "Культура")


def test_what_kind_of_article_it_is_stands_below_its_section_and_is_none() -> None:
    content = read(*PARAGRAPHS, head=f"Головна\nКультура\nОНЛАЙН\n{HEADLINE} сьогодні\n{DATE}")
    assert content.section == "Культура"


def test_a_way_by_arrows_begins_with_the_sites_name() -> None:
    content = read(*PARAGRAPHS, head=f"Ложка > Смачно > Випічка\n\n{HEADLINE}\n\n{DATE}")
    assert content.section == "Випічка"


def test_another_headline_behind_a_word_may_stand_above_a_heading() -> None:
    other = "Цікаво: Чому річки міліють саме у жовтні"
    content = read(*PARAGRAPHS[:2], other, "Що читають", *PARAGRAPHS[2:])
    assert content.body == (*PARAGRAPHS[:2], "Що читають", *PARAGRAPHS[2:])
    assert [item.headline for item in content.related] == [other.partition(": ")[2]]


def test_lines_over_a_photographers_name_behind_the_text_are_a_gallery() -> None:
    shown = (
        "Кораблик перед рейсом",
        "Ярина Весляр біля штурвала",
        "Пристань. Фото читачів",
    )
    content = read(*PARAGRAPHS, "\n".join(shown), AROUND)
    assert (content.captions, content.tags) == (shown, ())


def test_tags_stand_below_a_list_of_what_was_told_before() -> None:
    before = "Нагадаємо, раніше ми писали:\nКораблик лишили у сараї\nСулу чистять від мулу"
    tags = ("Сула", "бібліотечний кораблик", "Ярина Весляр", "Полтавщина")
    content = read(*PARAGRAPHS, before, "Помітили помилку\n\n" + "\n".join(tags), "Коментарі 3")
    assert content.body == PARAGRAPHS
    assert [item.headline for item in content.related] == before.split("\n")[1:]
    assert content.tags == tags


def test_whose_opinion_it_is_stands_above_tags() -> None:
    opinion = (
        "Колонка є видом матеріалу, що відображає винятково точку зору автора, а точка зору "
        "редакції може не збігатися з нею."
    )
    content = read(*PARAGRAPHS, opinion, "Сула\nчитання\nкораблик", AROUND)
    assert content.tags == ("Сула", "читання", "кораблик")


def test_how_long_a_recipe_takes_is_no_author() -> None:
    facts = "Підготовка: 30 хв\nПорцій: 8"
    head = f"{HEADLINE}\n\nАвтор: Ганна Стерно\n{DATE}\n★★★★★ 4,8 (оцінок: 63)"
    reviews = "Відгуки (2)\n\nІрина К.\n15.10.2026\nСмачно, дякую!"
    content = read(*PARAGRAPHS[:2], facts, *PARAGRAPHS[2:], reviews, head=head)
    assert (content.author, content.captions) == ("Ганна Стерно", ())
    assert content.body == (*PARAGRAPHS[:2], *facts.split("\n"), *PARAGRAPHS[2:])


def test_whoever_took_the_pictures_is_no_author_though_named_beside_one() -> None:
    head = f"{HEADLINE}\n\n{DATE}\n\nГанна Стерно , Данило Щогла (фото)"
    assert read(*PARAGRAPHS, head=head).author == "Ганна Стерно"


def test_a_page_of_one_paragraph_tells_its_day_from_today() -> None:
    text = f"{PARAGRAPHS[0]} {PARAGRAPHS[1]}"
    menu = f"{MENU}\nЛубни +12° | USD 41.62 | EUR 47.10"
    other = "Читайте також:\nНа Сулі спіймали сома вагою з човен"
    form = "Залишити відгук\nВи повинні увійти, щоб коментувати."
    content = read(text, other, form, head=f"{HEADLINE}\n\nсьогодні, 14:05\n318", menu=menu)
    assert (content.headline, content.lead, content.body) == (HEADLINE, None, (text,))
    assert (content.captions, len(content.related)) == ((), 1)


@pytest.mark.parametrize(
    "form",
    [
        "Щоб залишити коментар, необхідно авторизуватися.",
        "Please log in to post a comment.",
    ],
)
def test_who_may_comment_is_no_text(form: str) -> None:
    assert read(*PARAGRAPHS, form).body == PARAGRAPHS


def test_other_news_tell_who_wrote_them_and_end_at_a_button() -> None:
    listed = "Більше довгих текстів\n\nЛюди, які слухають лід\nМаксим Одарич\nМіст за одну ніч"
    listed += "\nРепортаж\n\nПро нас\nСтандарти нашої редакції"
    content = read(*PARAGRAPHS, AROUND, listed)
    titles = [item.headline for item in content.related]
    assert titles == ["Люди, які слухають лід", "Міст за одну ніч"]
    assert content.tags == ()


def test_a_picture_of_a_familys_archive_is_a_caption() -> None:
    shown = "Розклад рейсів за 1984 рік із сімейного архіву Веслярів"
    content = read(PARAGRAPHS[0], shown, *PARAGRAPHS[1:])
    assert (content.body, content.captions) == (PARAGRAPHS, (shown,))


def test_thanks_to_whom_a_text_came_about_is_none_of_it() -> None:
    thanks = "Цей текст з'явився завдяки 240 читачам, які щомісяця підтримують «Плин»."
    assert read(*PARAGRAPHS, thanks, "Приєднатися").body == PARAGRAPHS


def test_the_main_points_at_this_hour_are_no_captions() -> None:
    points = "Головне на цей час\nКораблик стоїть біля пристані в Лубнах\nРейсу о дев'ятій не буде"
    hours = ("10:10\nКапітанка вийшла на пристань", "09:05\nКораблик зняли з якоря")
    chronicle = (f"{hour}\n{text}" for hour, text in zip(hours, PARAGRAPHS[1:], strict=True))
    content = read(PARAGRAPHS[0], points, "Спочатку нові\nСпочатку старі", *chronicle)
    assert content.captions == ()
    assert "Спочатку нові" not in content.body


@pytest.mark.parametrize(
    ("steps", "section"),
    [
        ("Культура › Кіно", "Кіно"),
        ("Вісник Сули\nКультура\nЧовни", "Човни"),
        ("Плавання", "Плавання"),
    ],
)
def test_the_section_is_the_last_step_however_the_way_is_printed(steps: str, section: str) -> None:
    menu = "Вісник Сули\n• Новини\nКультура\n• Плавання\n• Афіша"
    content = read(*PARAGRAPHS, head=f"{steps}\n{HEADLINE} знову\n{DATE}", menu=menu)
    assert content.section == section


def test_words_in_capitals_at_the_date_are_no_text_where_the_way_names_the_section() -> None:
    head = f"Головна\nКультура\n{HEADLINE}\n{DATE}\nКУЛЬТУРА СУЛА\nАвтор: Ганна Стерно"
    content = read(*PARAGRAPHS, head=head)
    assert (content.section, content.body) == ("Культура", PARAGRAPHS)


def test_what_stands_in_brackets_above_a_caption_is_said_of_its_picture() -> None:
    shown = "Кораблик біля пристані в Лубнах. Фото: Данило Щогла"
    head = f"{HEADLINE}\n\n{DATE}\n\n[Кораблик біля пристані]\n\n{shown}"
    assert read(*PARAGRAPHS, head=head).captions == (shown,)


def test_open_lines_over_a_credit_within_the_text_are_a_gallery() -> None:
    shown = ("Полиці в трюмі", "Кава для капітанки", "Вигляд із палуби / скриншот сторінки")
    shown = (f"{shown[0]} кораблика", *shown[1:])
    content = read(*PARAGRAPHS[:2], "\n".join(shown), *PARAGRAPHS[2:])
    assert (content.body, content.captions) == (PARAGRAPHS, shown)


def test_the_number_of_a_part_in_roman_figures_is_no_picture() -> None:
    parts = ("I. Кораблик", PARAGRAPHS[0], "II. Річка Сула", *PARAGRAPHS[1:])
    content = read("Його чекали довго, і ось він пливе.", *parts)
    assert (content.captions, content.body[-5:]) == ((), parts)


def test_two_authors_may_have_a_blank_before_their_comma() -> None:
    head = f"{HEADLINE}\n\n{DATE}\n\nby Olena Stern , Mark Dell"
    assert read(*PARAGRAPHS, head=head).author == "Olena Stern, Mark Dell"


def test_a_full_hour_may_have_no_minutes() -> None:
    at = read(*PARAGRAPHS, head=f"{HEADLINE}\n\nOctober 14, 2026, 6 AM ET").published_at
    assert at is not None
    assert (at.day, at.hour) == (14, 13)


def test_what_may_interest_is_told_in_russian_as_well() -> None:
    listed = "Вас заинтересует\n\nПочему река мелеет только осенью\nКак чистят дно у пристани"
    content = read(*PARAGRAPHS[:2], listed, "1. Що він везе", *PARAGRAPHS[2:])
    assert [item.headline for item in content.related] == listed.split("\n")[2:]
    assert content.body == (*PARAGRAPHS[:2], "1. Що він везе", *PARAGRAPHS[2:])


def test_each_of_other_news_may_stand_between_blank_lines() -> None:
    titles = (
        "Школярі зібрали метеостанцію з ложок",
        "«Бабусин» телевізор показав супутник у суботу",
    )
    content = read(*PARAGRAPHS, "Читайте також", *titles, "Топ дня", "Де купують мотузки")
    assert [item.headline for item in content.related] == [*titles]
    assert content.body == PARAGRAPHS


def test_a_site_calls_for_news_within_a_text_and_comments_have_rules() -> None:
    call = "Get involved\nwith the news\nSend your news & photos"
    told = (
        "The library boat of Lubny is sailing down the river again after its nine years ashore.",
        "Its captain says that the people on the bank ask for fairy tales more than for anything.",
        "The council has promised to repair the landing stage before the river freezes again.",
    )
    comments = (
        "Most read\nOne boat, two anchors\n\nComments: Our rules\nWe want our comments to be "
    )
    comments += "a lively and valuable part of our community where readers debate.\nRiverLad\n"
    comments += "15th October 2026 8:14 am\nAbout time the council repaired the boat.\nScore: 4\n"
    comments += (
        "Sula\n15th October 2026 9:02 am\nFour hundred books? The river villages need more."
    )
    head = "Library boat sails down the river again\n14th October 2026"
    content = read(*told[:2], call, told[2], comments, head=head)
    assert content.body == told


def test_a_plea_in_english_takes_nothing_up_with_the_words_that_all_texts_have() -> None:
    told = (
        "They have been sailing from Lubny with books that will make every child read more.",
        "The captain says that their boat has more fairy tales than the school has over the hill.",
    )
    plea = (
        "Note from the author:\nThanks for reading. Our newsroom is funded by readers like you, "
    )
    plea += "and every membership helps us keep reporting from towns that they forget."
    head = "Library boat sails down the river again\nOctober 14, 2026, 9:30 am"
    content = read(*told, plea, "Contribute", head=head)
    assert (content.lead, *content.body) == told


def test_under_which_licence_texts_stand_is_the_pages_foot() -> None:
    foot = "Плин 2026. Тексти — за ліцензією CC BY 4.0, зображення — за згодою авторів."
    assert read(*PARAGRAPHS, AROUND, foot).body == PARAGRAPHS


@pytest.mark.parametrize("label", ["Explore More Topics", "Теги"])
def test_tags_below_a_label_may_share_a_line(label: str) -> None:
    below = f"Про автора\nГанна Стерно\nГанна Стерно — письменниця.\n\n{label}\nСула, кораблики"
    content = read(*PARAGRAPHS, below)
    assert content.tags == ("Сула", "кораблики")


def test_what_stands_below_author_and_date_is_no_headline_if_one_may_stand_above_them() -> None:
    title, deck = "Кораблик, якого всі чекали", "Як троє теслярів лагодять те, що ніхто не просив"
    shown = "Ярина Весляр стоїть на пристані в Лубнах"
    head = f"Розповіді\n\n{title}\n\n{deck}\n\nТекст: Ганна Стерно\n{DATE}\n\n{shown}"
    menu = "Плин\nРозповіді\nФотоісторії\nПро нас\nПідтримати"
    content = read(*PARAGRAPHS, head=head, menu=menu)
    assert (content.headline, content.lead, content.captions) == (title, deck, (shown,))


def test_other_news_above_the_headline_are_not_the_texts_for_standing_below_it_again() -> None:
    other = "Погода на тиждень: чекаємо снігу"
    head = f"ТОП НОВИНИ\nУ Лубнах шукають капітана\n{other}\nКультура\n{HEADLINE} знову"
    head += "\nBy Ганна Стерно\nOn 14 Жов, 2026"
    content = read(*PARAGRAPHS, f"Share\nPrev Post\n{other}", head=head)
    assert (content.headline, content.section) == (f"{HEADLINE} знову", "Культура")
    assert (content.author, content.captions) == ("Ганна Стерно", ())
    assert content.published_at is not None


def test_what_an_author_is_stands_behind_its_label_and_a_comma() -> None:
    title = "Чому качки почали збирати ґудзики і до чого тут гра"
    picture = "Автор фото, Getty Images\nПідпис до фото, Кораблик біля пристані"
    byline = f"Ґеля Стерно\nРоль, Кореспондентка з питань річок\n{DATE}"
    head = f"{title}\n\n{picture}\n\n{byline}"
    content = read(*PARAGRAPHS, head=head)
    assert (content.headline, content.author) == (title, "Ґеля Стерно")


def test_what_reading_on_costs_is_no_text() -> None:
    wall = "Читайте необмежено від 99 грн на місяць\nПередплатити"
    content = read(*PARAGRAPHS[:2], wall, *PARAGRAPHS[2:])
    assert (content.body, content.captions) == (PARAGRAPHS, ())


def test_more_of_a_kind_heads_other_news_and_a_site_asks_below_them() -> None:
    listed = "Читайте більше розповідей\n\nЛюди, які слухають лід\nМаксим Одарич"
    plea = "Ми працюємо завдяки вашій підтримці. Станьте частиною спільноти"
    content = read(*PARAGRAPHS, listed, f"{plea}\nДолучитися")
    assert [item.headline for item in content.related] == ["Люди, які слухають лід"]
    assert content.body == PARAGRAPHS


def test_a_headline_in_two_sentences_is_known_by_the_way_that_ends_in_it() -> None:
    title = "Engineers Teach a Boat to Wait. It Resents It."
    head = f"Skip to content\nScience\nToday’s Paper\nScience|{title}\nShare full article\n{title}"
    told = (
        "The boat waited eleven minutes for its captain, and then it left the landing alone.",
        "It was one of nine boats that the institute had taught to stand still for a while.",
    )
    content = read(*told, head=f"{head}\nBy Theodora Finch\nAug. 30, 2026", menu="Chronicle")
    assert (content.headline, content.section) == (title, "Science")
    assert content.author == "Theodora Finch"


def test_what_a_reporter_is_may_stand_behind_the_name_without_a_comma() -> None:
    head = f"{HEADLINE}\n\nNews\nBy Gemma Frost Senior News Reporter\n12:40, 02 Nov 2026"
    assert read(*PARAGRAPHS, head=head).author == "Gemma Frost"


def test_a_picture_of_which_nothing_is_said_has_no_caption() -> None:
    content = read("Фото без опису", *PARAGRAPHS, "Фото без опису\nФото без опису")
    assert (content.captions, content.body) == ((), PARAGRAPHS)


def test_where_a_sites_stories_are_followed_is_no_text() -> None:
    told = (
        "The library boat of Lubny is sailing down the river again after its nine years ashore.",
        "The council has promised to repair the landing stage before the river freezes again.",
    )
    head = "Library boat sails down the river again\nOctober 14, 2026, 9:30 am"
    follow = "Follow our coverage of the river on the @SulaPost"
    content = read(told[0], follow, told[1], head=head)
    assert (content.lead, content.body) in {(None, told), (told[0], told[1:])}
