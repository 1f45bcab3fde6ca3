"""More pages copied whole, in the layouts of large sites: lists, promotions, ways to the page."""

import pytest

from tests.intake.text.test_whole_pages import AROUND, DATE, HEADLINE, PARAGRAPHS, read


def test_whoever_wrote_it_may_stand_below_a_list_of_other_news() -> None:
    other = "Вас також можуть зацікавити новини:\nСулу чистять від мулу\nКапітан шукає юнгу"
    content = read(*PARAGRAPHS, f"{other}\nАвтор: Ганна Стерно", AROUND, "Новини партнерів")
    assert (content.author, content.body) == ("Ганна Стерно", PARAGRAPHS)
    assert [item.headline for item in content.related] == other.split("\n")[1:]


def test_what_leads_to_a_sites_wish_goes_with_it() -> None:
    call = "Не витрачай час на пошуки!\nЧитай найважливіше в Telegram"
    mistake = "Помилка в тексті?\nВиділіть її мишкою і натисніть Ctrl + Enter"
    content = read(*PARAGRAPHS, mistake, head=f"{HEADLINE}\n\n{DATE}\n{call}")
    assert (content.lead, content.body) == (None, PARAGRAPHS)
    asked = read(
        *PARAGRAPHS, head=f"Чи ходить кораблик Сулою?\nЧитай найважливіше в Telegram\n{DATE}"
    )
    assert asked.headline == "Чи ходить кораблик Сулою?"


def test_points_without_full_stops_end_a_text_below_a_heading_that_asks() -> None:
    points = (
        "Що відомо",
        "Рейси починаються о дев'ятій ранку",
        "Кораблик – сорок місць, з них шість для дітей",
        "Квиток коштує 42 гривні",
    )
    content = read(*PARAGRAPHS, "\n".join(points), "Читайте також\nКапітан шукає юнгу")
    assert content.body == (*PARAGRAPHS, *points)


@pytest.mark.parametrize(
    "news",
    [
        "Новини\n18:20\nВибухи в порту: що відомо\n18:14\nСулу чистять від мулу",
        "Головне за добу\n18:20 Вибухи в порту: що відомо\n18:14 Сулу чистять від мулу",
        "Оперативна стрічка\n18.20 Вибухи в порту: що відомо\n18.14 Сулу чистять від мулу",
    ],
)
def test_a_list_of_other_news_ends_where_hours_with_headlines_begin(news: str) -> None:
    other = "Читайте також\nЯк дніпровські острови стали заповідником"
    content = read(*PARAGRAPHS, f"{other}\n{news}\nВсі новини\nПублікації")
    assert [item.headline for item in content.related] == other.split("\n")[1:]
    assert (content.body, content.captions) == (PARAGRAPHS, ())


@pytest.mark.parametrize(
    "foot",
    [
        f"Ви зараз переглядаєте новину «{HEADLINE}».",
        "Якщо ви стали свідком важливої події або маєте фото, надішліть їх нам.",
    ],
)
def test_what_a_site_says_of_its_page_and_its_readers_is_no_text(foot: str) -> None:
    content = read(*PARAGRAPHS, f"Facebook\nTelegram\n{foot}\nТоп дня")
    assert (content.body, content.captions) == (PARAGRAPHS, ())


def test_other_news_may_be_told_to_stand_on_the_site() -> None:
    other = 'Також читайте на "Плин.НЕТ": Сулу чистять від мулу'
    content = read(*PARAGRAPHS[:2], other, *PARAGRAPHS[2:])
    assert [item.headline for item in content.related] == ["Сулу чистять від мулу"]
    assert content.body == PARAGRAPHS


def test_a_headline_below_a_notice_within_the_text_is_other_news() -> None:
    other = "Важливо\nДрон замість капітана: на Сулі пройшов перший рейс"
    content = read(*PARAGRAPHS[:2], other, *PARAGRAPHS[2:])
    assert [item.headline for item in content.related] == other.split("\n")[1:]
    assert content.body == PARAGRAPHS


def test_whose_picture_it_is_stands_before_what_screen_readers_are_told_of_it() -> None:
    told = (
        "The library boat of Lubny is sailing down the river again after its nine years ashore.",
        "Its captain says that the people on the bank ask for fairy tales more than for anything.",
        "The council has promised to repair the landing stage before the river freezes again.",
    )
    said = "Ann Sailor/NCB Yaryna Vesliar stands behind the wheel, holding a book. She is smiling."
    shown = "The boat has sailed since she was sixteen"
    content = read(said, shown, *told, head="Library boat sails again\n14 October 2026, 9:30")
    assert (content.lead, *content.body) in {(None, *told), told}
    assert content.captions == (shown,)


def test_authors_in_capitals_have_their_and_in_capitals_too() -> None:
    head = f"{HEADLINE}\n\nBy  LENA OSTERMAN AND DARIO VALENTE\n{DATE}"
    assert read(*PARAGRAPHS, head=head).author == "LENA OSTERMAN and DARIO VALENTE"


def test_the_way_may_end_in_the_headline_as_it_was_at_first() -> None:
    title, first = f"{HEADLINE}: що він везе у села", f"{HEADLINE}: перший рейс"
    way = f"Плин » Новини » Культура » {first}"
    content = read(*PARAGRAPHS, head=f"{way}\n\n{title}\n\n{DATE}")
    assert (content.headline, content.section) == (title, "Культура")
    steps = f"\nГоловна\nЧовни 42\n{first}\n\n{DATE}\n3\n\n{title}\n\nГанна Стерно"
    content = read(*PARAGRAPHS, head=steps)
    assert (content.headline, content.section) == (title, "Човни 42")


def test_an_author_stands_between_a_day_and_a_counter() -> None:
    head = f"Культура\n\n{HEADLINE}\n\n14 Жовтня, 2026 Ірина Мостова 0 коментарів"
    content = read(*PARAGRAPHS, head=head)
    assert (content.author, content.lead) == ("Ірина Мостова", None)
    assert content.published_at is not None


def test_other_news_may_have_their_section_between_headline_and_date() -> None:
    item = "\n\n".join(
        f"{title}\nЧовни 42\n{day} жовтня, 11:00"
        for day, title in enumerate(
            ("Як купити човен посеред зими", "Капітан шукає юнгу на весну"), 9
        )
    )
    content = read(*PARAGRAPHS, f"Читайте також\n\n{item}")
    assert [(one.section, one.headline) for one in content.related] == [
        ("Човни 42", "Як купити човен посеред зими"),
        ("Човни 42", "Капітан шукає юнгу на весну"),
    ]


def test_a_way_to_the_page_may_have_full_stops_between_its_steps() -> None:
    title = "«Човен» вирвав перемогу на 94-й хвилині. Гол забив 17-річний дебютант"
    deck = "Лубенці вели в рахунку до 81-ї хвилини, але не втримали перевагу"
    way = "Матч.ua. Новини. Футбол. Чемпіонат України"
    way += "\n\nУкраїна. Перша ліга | 22 листопада 2025, 21:14"
    told = ("У суботу «Човен» переміг «Весло» у чемпіонаті України, гол забив дебютант.",)
    menu = "Матч.ua\nНовини\nМатч-центр\nСтатті\nБлоги\nФутбол\nБокс"
    head = f"{way}\n634\n0\n\n{title}\n\n{deck}\n\nДенис Ярош"
    content = read(*told, *PARAGRAPHS, head=head, menu=menu)
    assert (content.headline, content.lead, content.author) == (title, deck, "Денис Ярош")
    assert content.published_at is not None


def test_one_more_row_behind_rows_belongs_to_a_report() -> None:
    rows = (
        "Човен: Гутник, Перець, Чиж, Малиш, Савка (Дідух, 70), Рева, Костюк.",
        "Попередження: Чиж, 79, Костюк, 88 – Стець, 44",
    )
    content = read(*PARAGRAPHS, *rows, "Човен\nВесло", "Читайте також\nКапітан шукає юнгу")
    assert content.body == (*PARAGRAPHS, *rows)


def test_a_card_of_another_article_behind_the_text_is_none_of_it() -> None:
    card = "Як одне село зібрало бібліотеку знову\nПожежа знищила книжки. Сусіди несли свої."
    content = read(*PARAGRAPHS, f"{card}\nВісник Сули\nРуслан Петрик", "Сула\nкниги\nкораблик")
    assert (content.body, content.tags) == (PARAGRAPHS, ("Сула", "книги", "кораблик"))
    assert [item.headline for item in content.related] == card.split("\n")[:1]


def test_what_stands_before_a_button_on_its_line_is_another_article() -> None:
    other = 'Як дивитися "Плин" за кордоном Читати'
    content = read(*PARAGRAPHS[:2], other, *PARAGRAPHS[2:])
    assert (content.body, content.captions) == (PARAGRAPHS, ())


def test_words_below_more_on_the_theme_are_tags() -> None:
    content = read(*PARAGRAPHS, "Більше по темі:\nСула\nкораблик\nЛубни", "Новини партнерів")
    assert content.tags == ("Сула", "кораблик", "Лубни")
    assert content.related == ()


def test_capitals_within_tags_in_small_letters_are_a_name() -> None:
    content = read(*PARAGRAPHS, "Теги\nкораблик Ярина Весляр річка казки книжок село", AROUND)
    assert content.tags[:2] == ("кораблик", "Ярина Весляр")


def test_main_news_behind_other_news_are_none_of_theirs() -> None:
    other = "На цю ж тему\n\nКапітан шукає юнгу\n2 жовтня 2026"
    main = "Головне\n\nУ Києві відкрили міст через Дніпро\n3 години тому"
    content = read(*PARAGRAPHS, other, main)
    assert [item.headline for item in content.related] == ["Капітан шукає юнгу"]


def test_whom_a_site_wants_to_become_its_author_is_no_tag() -> None:
    foot = "Сула\nкораблик\nбібліотека\nСтаньте автором Плину\nТоп дня"
    content = read(*PARAGRAPHS, f"Facebook\nTelegram\n{foot}")
    assert content.tags == ("Сула", "кораблик", "бібліотека")


def test_below_the_sites_name_again_the_way_may_have_three_steps() -> None:
    menu = "НТ\nРадіо НТ\nУвійти\nНовини\nДумки\nКультура\nСпорт"
    head = f"НТ\nКультура\nНовини\nЧовни\n{HEADLINE} після ремонту\n{DATE}"
    content = read(*PARAGRAPHS, head=head, menu=menu)
    assert (content.headline, content.section) == (f"{HEADLINE} після ремонту", "Човни")


def test_an_exclamation_over_a_sites_wish_may_end_the_text() -> None:
    end = "Кораблику, повертайся!\nСлава всім капітанам!"
    content = read(*PARAGRAPHS, f"{end}\nПідписуйтесь на наш канал у Telegram")
    assert content.body == (*PARAGRAPHS, *end.split("\n"))


def test_a_sites_channels_below_the_text_are_no_tags() -> None:
    channels = "Плин у Telegram\nПлин у WhatsApp\nПлин у Google News"
    content = read(*PARAGRAPHS, f"Сула\nкораблик\nбібліотека\n{channels}", "Схожі новини")
    assert (content.body, content.tags) == (PARAGRAPHS, ("Сула", "кораблик", "бібліотека"))
