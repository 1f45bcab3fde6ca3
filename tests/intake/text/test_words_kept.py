"""What an article says stays in it, in its place, though pages say the like around theirs."""

from zoneinfo import ZoneInfo

import pytest

from bot.domain.article import Content
from bot.intake.text.page_text import read_page_text

HEAD = "Міст у Миколаєві відкриють\n10 листопада 2026, 12:00"
PARAGRAPHS = (
    "Будівельники завершили головні роботи на мосту через річку, розповіли у міській раді.",
    "За словами міського голови, рух транспорту відновлять поступово, до кінця зими.",
    "На ремонт пішло сорок мільйонів гривень, половину з яких місту надала область.",
    "Пішоходи зможуть ходити мостом уже з понеділка, кажуть будівельники.",
)


def read(*paragraphs: str, head: str = HEAD) -> Content:
    page = "\n\n".join((head, *paragraphs))
    return read_page_text(page, zone=ZoneInfo("Europe/Kyiv")).content


@pytest.mark.parametrize(
    "line",
    [
        "Позиція редакції не змінилася після цих заяв влади.",
        "Думка автора проєкту не нова, але в місті її почули вперше.",
        "Posted in Kherson since last spring, the soldiers say that the bridge matters to all.",
        "Щоб долучитися до толоки, пишіть організаторам на toloka@misto.example.",
        "Читати дітям українською мовою",
        "Нові правила для водіїв",  # a heading of which there are no others
        "Щоб долучитися, пишіть на toloka@misto.example",
        "Приєднуйтесь до толоки біля мосту цієї суботи, просять у міській раді.",
        "Підтримайте команду міста на змаганнях мостобудівників, просить мер.",
        "Матеріал має витримати сорок тонн, пояснили будівельники.",
        "Центр створено за підтримки Європейського Союзу та двох міст-побратимів.",
        "Дякуємо всім, хто чекав!",
        "Більше половини мешканців міста живуть у будинках без ліфта.",
        "Читати новини стало важче, визнають у редакції.",
        "Зберегти старі записи вдалося архівістам з Одеси.",
        "Підписуйтесь на нас, просять волонтери зі сцени.",
        "Ми використовуємо cookie як приклад, пояснює тренер з безпеки.",
        "Передрук книжки запланували на весну.",
        "При цитуванні Шевченка депутат переплутав вірші.",
        "Копіювання матеріалів справи суд дозволив лише адвокатам.",
        "Думки, висловлені депутатами, розділили залу навпіл.",
        "Редакція може не встигнути до дедлайну, жартує героїня.",
        "Усі права захищено законом, нагадує адвокат, але не всі про це знають.",
        "Thanks for reading the letter, she told the jury.",
        "Завантажте застосунок «Дія» і перевірте свої дані.",
        "Надсилайте показники лічильника до 20 числа через наш сайт.",
        "Підтримай наших військових: у місті збирають гроші на дрони.",
        "Хочете знати, скільки коштує тонна? Телефонуйте на елеватор.",
        "Долучайтеся до нас у пошуках: збір о восьмій біля лісництва.",
        "Join the queue early, the council advises.",
        "Ми просимо вас не ходити до лісу.",
        "А якщо ви знаєте інший міст, напишіть нам.",
        "Фото з новини вже розійшлися у Facebook, сказав мер.",
        "Не пропустіть строк подання документів на субсидію.",
        "Обговоріть лікування зі своїм лікарем.",
        "Режисер: Олександр Довженко",
        "Про автора проєкту в місті сперечаються досі.",
        "Читачі бібліотеки просять: допоможіть нам зберегти книжки.",
        "Ми з вами ще побачимо цю річку чистою.",
        "Наші журналісти рахували машини на мосту цілий тиждень.",
    ],
)
def test_a_line_within_the_text_stays_there(line: str) -> None:
    body = (*PARAGRAPHS[:2], line, *PARAGRAPHS[2:])
    content = read(*body)
    assert (content.body, content.captions) == (body, ())


@pytest.mark.parametrize(
    "line",
    [
        "Матеріал має інформаційний характер і не замінює консультації лікаря.",
        "Публікацію підготовлено в межах програми «Сильні громади».",
        "Станьте частиною спільноти читачів, які підтримують незалежну редакцію.",
        "Підтримайте незалежну журналістику",
        "Подивитися цей допис в Instagram",
        "Press enter or click to view image in full size",
        "👁 3,2к",
        "Дізнавайтеся про новини першими у нашому Telegram-каналі",
        "Хочете знати більше? Підписуйтеся на нашу сторінку або WhatsApp!",
        "Коли ви купуєте передплату, ви підтримуєте незалежну журналістику",
        "We bring you the news that matters to you. Consider supporting the Herald.",
        "By signing up, you agree to our terms.",
        "🔥 Більше цікавих новин у нашому Telegram каналі!",
        "Маєте новину? Пишіть нам у чат-бот!",
        "Як вам стаття?",
        "Матеріал оновлюється…",
        "Support independent journalism for as little as $1.",
        "Ви прочитали 60% статті",
        "No media source currently available",
        "Чи сподобалися вам новини міста?\nТак\nНі",
        "0:00\n24:18",
        "Залиште відгук для редакції. Ми врахуємо ваші зауваження найближчим часом.",
        "Від редакції:\nНаші читачі вирішують, про що ми пишемо. Станьте одним із них.",
        "Ранковий лист\nНайцікавіше, щоп’ятниці.\nВаш email\nПідписатися",
        "Ваш браузер не підтримує відео",
        "Ми існуємо завдяки читачам. Станьте частиною спільноти.",
        "Редакція понад 20 років пише про місто. Підтримайте нас!",
        "Нам потрібна ваша підтримка!",
    ],
)
def test_what_a_site_says_of_itself_is_no_paragraph(line: str) -> None:
    assert read(*PARAGRAPHS[:2], line, *PARAGRAPHS[2:]).body == PARAGRAPHS


@pytest.mark.parametrize("heading", ["Останні новини", "Популярні рецепти", "Стрічка"])
def test_a_heading_that_sites_set_over_other_news_ends_no_text_that_goes_on(heading: str) -> None:
    body = (*PARAGRAPHS[:2], heading, *PARAGRAPHS[2:])
    assert read(*body).body == body


def test_a_table_is_text_and_its_rows_are_no_names() -> None:
    rows = ("Вулиця\tДовжина\tПочаток", "Соборна\t1,2 км\tМай", "Київська\t900 м\tЛипень")
    content = read(*PARAGRAPHS[:1], "\n".join(rows), *PARAGRAPHS[1:])
    told = tuple(row.replace("\t", " ") for row in rows)
    assert content.body == (PARAGRAPHS[0], *told, *PARAGRAPHS[1:])
    assert (content.author, content.captions) == (None, ())


def test_rows_of_a_report_below_the_last_sentence_are_text() -> None:
    rows = ("Міст – Причал – 2:1 (0:1)", "Голи: Швед, Ковач, 33", "Міст: Руденко, Гнатів, Швед")
    menu = "Новини\nСпорт\nУвійти\n"
    content = read(*PARAGRAPHS, "\n".join(rows), "Коментарі\nЧудовий матч.", head=menu + HEAD)
    assert content.body == (*PARAGRAPHS, *rows)


def test_a_line_low_in_the_text_is_a_heading_though_it_names_a_place() -> None:
    body = (*PARAGRAPHS[:3], "Зміни на дорогах міста", PARAGRAPHS[3])
    assert read(*body).body == body


def test_a_line_high_in_the_text_that_says_where_is_a_caption() -> None:
    content = read(PARAGRAPHS[0], "Водії чекають у заторі біля мосту", *PARAGRAPHS[1:])
    assert content.body == PARAGRAPHS
    assert content.captions == ("Водії чекають у заторі біля мосту",)


@pytest.mark.parametrize(
    "line",
    [
        "Думка редакції може не збігатися з думкою автора.",
        "Важливо: позиція автора може відрізнятися від позиції редакції.",
        "Застереження: Думки, висловлені в розділі, належать авторам і можуть не збігатися.",
        "Передрук матеріалів лише з дозволу редакції.",
        "При цитуванні гіперпосилання на сайт обов’язкове.",
        "Copyright 2026 Misto Media. All rights reserved.",
    ],
)
def test_what_a_site_says_of_opinions_ends_the_text(line: str) -> None:
    assert read(*PARAGRAPHS, line, "Ще одна новина сайту тут.").body == PARAGRAPHS


def test_a_lead_that_begins_with_two_names_is_no_caption() -> None:
    lead = "Біла Церква, Умань та Фастів лишилися без світла після нічної негоди"
    menu = "Головна\nНовини\nСпорт\nКонтакти\nМіст у Миколаєві відкриють навесні"
    head = f"{menu}\n{lead}\n10 листопада 2026, 12:00\nПоділитися"
    assert read(*PARAGRAPHS, head=head).lead == lead


def test_one_paragraph_behind_a_list_of_other_news_stays() -> None:
    head = f"Головна\nНовини\nСпорт\nКонтакти\n{HEAD}\nПоділитися"
    page = (*PARAGRAPHS[:3], "Популярне", "Хто купує облігації уряду", *PARAGRAPHS[3:])
    assert read(*page, head=head).body == PARAGRAPHS


def test_where_and_when_below_the_last_sentence_belong_to_the_text() -> None:
    facts = ("Адреса: вул. Незалежності, 4", "Вхід: 50 грн")
    head = f"Головна\nНовини\nСпорт\nКонтакти\n{HEAD}\nПоділитися"
    page = (*PARAGRAPHS, *facts, "Забронювати житло", "Кредити на відпустку")
    assert read(*page, head=head).body == (*PARAGRAPHS, *facts)


def test_who_took_the_pictures_may_stand_behind_the_author() -> None:
    head = "Міст у Миколаєві відкриють\nРегіна Божко, фото – Назар Стець\n10 листопада 2026, 12:00"
    assert read(*PARAGRAPHS, head=head).author == "Регіна Божко"


def test_an_author_with_an_apostrophe_is_one() -> None:
    head = "Міст у Миколаєві відкриють\nОпубліковано Мар'яна Кузьо вкл пн, 11/23/2026 - 10:30"
    assert read(*PARAGRAPHS, head=head).author == "Мар'яна Кузьо"


def test_a_headline_may_tell_of_reading_in_a_language() -> None:
    headline = "Читати класику українською"
    assert read(*PARAGRAPHS, head=f"{headline}\n10 листопада 2026, 12:00").headline == headline
