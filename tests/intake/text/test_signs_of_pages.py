"""What copied pages and forwarded posts have around their text, each by what it says of itself."""

from zoneinfo import ZoneInfo

import pytest

from bot.domain.article import Content
from bot.intake.text.page_text import read_page_text

KYIV = ZoneInfo("Europe/Kyiv")
HEADLINE = "Поромник із Козельця передав весло онуці"
DATE = "10 листопада 2026, 12:00"
HEAD = f"{HEADLINE}\n{DATE}"
MENU = "Головна\nНовини\nСпорт\nКонтакти"
PARAGRAPHS = (
    "Пором через Остер цього тижня вперше повела двадцятирічна Устина Перевізна із Козельця.",
    "Її дід тримався за весло сорок один рік і жодного разу не впустив його у холодну воду.",
    "Громада обіцяє нове сидіння, а мотор просить не ставити: риба лякається.",
    "Узимку пором стоїть, і онука вчить діда користуватися телефоном.",
)


def read(*parts: str, head: str = HEAD) -> Content:
    return read_page_text("\n\n".join((head, *parts)), zone=KYIV).content


@pytest.mark.parametrize(
    ("signature", "author"),
    [
        ("Ніна ПОЛЕ.", "Ніна ПОЛЕ"),
        ("Ніна ПОЛЕ.\nНа фото: пором узимку.", "Ніна ПОЛЕ"),
        ("Ольга КОСТЕЦЬКА, с. Колиндяни", "Ольга КОСТЕЦЬКА"),
        ("Марія ТИМЧУК,\nс. Малі Рови.\nНа знімку: пором узимку.", "Марія ТИМЧУК"),
        ("В. Полонинський,\nнаш кор.", "В. Полонинський"),
        ("В. Полонинський,\nнаш кор.\nФото з сімейного альбому.", "В. Полонинський"),
        ("(Reporting by Anneke Visser; Editing by Paul Marsh)", "Anneke Visser"),
    ],
)
def test_who_signs_below_the_text_wrote_it(signature: str, author: str) -> None:
    content = read(*PARAGRAPHS, signature)
    assert (content.author, content.body) == (author, PARAGRAPHS)


def test_who_is_named_above_and_signs_in_capitals_is_one_author() -> None:
    head = f"{MENU}\n{HEADLINE}\nРаїса Кошіль\n{DATE}"
    content = read(*PARAGRAPHS, "Раїса КОШІЛЬ.\nНа фото: пором узимку.", "Поділитись", head=head)
    assert (content.author, content.body) == ("Раїса Кошіль", PARAGRAPHS)


@pytest.mark.parametrize(
    "byline",
    [
        "10.11.2026, 12:00 | Суспільство | Автор: Гліб Савич",
        f"{DATE}\nАвтор: Гліб Савич Reporter",
    ],
)
def test_an_author_beside_other_facts_is_but_a_name(byline: str) -> None:
    content = read(*PARAGRAPHS, head=f"{MENU}\n{HEADLINE}\n{byline}")
    assert content.author == "Гліб Савич"


@pytest.mark.parametrize(
    ("printed", "hour"),
    [
        ("12\nлистопада\n2026, 15:45", 15),
        ("12\nлистопада\n2026", 0),
        ("NOV\n12\n2026", 0),
        ("12 листопада 15:45, 2026", 15),
    ],
)
def test_a_date_may_stand_on_three_lines_or_have_its_year_behind_the_hour(
    printed: str, hour: int
) -> None:
    at = read(*PARAGRAPHS, head=f"Вісник\nСтрічка\nЛюди\n{printed}\n{HEADLINE}").published_at
    assert at is not None
    assert (at.year, at.month, at.day, at.hour) == (2026, 11, 12, hour)


@pytest.mark.parametrize(
    "above",
    ["Forwarded from Козелецький спостерігач", "Переслано від: Козелець", "18.4K subscribers"],
)
def test_whose_post_it_is_stands_above_its_headline(above: str) -> None:
    assert read(*PARAGRAPHS, head=f"{above}\n{HEADLINE}").headline == HEADLINE


def test_signs_of_bold_letters_are_no_words_and_other_asterisks_are() -> None:
    body = (*PARAGRAPHS[:3], "«Дід сказав: х**ня той мотор, і п** риба», — сміється онука.")
    content = read(*body, head=f"**{HEADLINE}**")
    assert (content.headline, content.body) == (HEADLINE, body)


@pytest.mark.parametrize(
    "line",
    [
        "✅ Козелецький спостерігач. Підпишись!",
        "Залиште пошту, і ми напишемо вам",
        "4.1K 20:14",
        "Previous: Library opens on Sundays Next: Swimmers win bronze",
        "Детальніше на сайті 👇",
        "Більше новин Козельця тут 👉 https://t.me/kozelets",
        "Будьте в курсі! Наш Телеграм і Вайбер",
        "Додайте Козелець 24 у вибрані джерела Google Додати",
        "Тексти розділу «Блоги» є думкою авторів і можуть не збігатися з позицією редакції.",
        "Copyright 2026 Козелець. The site is not responsible for the content of external sites.",
        "Контакт для медіа:\nВалентина Стріха\n+380 67 000 00 00",
        "Ми не зупиняємося\nВаша підтримка допомагає нам писати. Долучайтеся до клубу «Остра».",
    ],
)
def test_what_a_site_says_below_its_text_is_none_of_it(line: str) -> None:
    assert read(*PARAGRAPHS, line).body == PARAGRAPHS


def test_the_address_below_what_asks_to_read_on_is_the_pages() -> None:
    content = read(*PARAGRAPHS, "Детальніше на сайті 👇\nhttps://kozelets.example/porom")
    assert content.link == "https://kozelets.example/porom"


ANSWERS = (
    "— Чи не страшно вам на воді?",
    "— Ні, бо дід сидить поруч і мовчить.",
    "— А чому ви не ставите мотор?",
    "— Риба лякається, і дід теж.",
    "— Що ви робите взимку?",
    "— Вчу діда телефону, а ви спробуйте якось самі, нам буде цікаво.",
)


def test_a_site_asks_for_help_behind_the_last_answer_of_an_interview() -> None:
    plea = "Ми працюємо завдяки читачам. Станьте учасником спільноти від 50 гривень на місяць."
    assert read(*ANSWERS, plea).body == ANSWERS


@pytest.mark.parametrize(
    "box",
    [
        "Summary\nCompanies\nДід тримався сорок один рік\nМотора на поромі не буде ще довго",
        "Ви дізнаєтеся:\nСкільки років дідові\nЧому не буде мотора",
        "Ключові моменти\nДід тримався сорок один рік\nМотора на поромі не буде",
    ],
)
def test_points_that_sum_the_article_up_are_neither_lead_nor_captions(box: str) -> None:
    content = read(f"{box}\n" + "\n".join(PARAGRAPHS), head=f"{MENU}\n{HEAD}")
    assert (content.lead, content.body, content.captions) == (None, PARAGRAPHS, ())


def test_an_agencys_place_and_date_on_a_line_of_their_own_are_no_lead() -> None:
    content = read(*PARAGRAPHS, head=f"{DATE}\n{HEADLINE}\nКозелець. 10 листопада. ЦЕНТР-ІНФОРМ")
    assert (content.lead, content.body) == (None, PARAGRAPHS)


def test_the_address_behind_a_related_headline_is_no_word_of_it() -> None:
    line = "Читайте також: Міст через Остер закрили до весни https://oster.example/mist"
    related = read(*PARAGRAPHS[:2], line, *PARAGRAPHS[2:]).related
    assert [item.headline for item in related] == ["Міст через Остер закрили до весни"]


def test_lines_that_are_all_apart_are_as_if_none_were() -> None:
    others = ("Читайте також:", "Міст через Остер закрили до весни", "Рибалки шукають старий якір")
    page = ("Козелецькі новини", "Пригоди", HEADLINE, DATE, *PARAGRAPHS, *others)
    content = read_page_text("\n\n".join(page), zone=KYIV).content
    assert [item.headline for item in content.related] == list(others[1:])


def test_where_a_weblog_files_its_post_is_the_section() -> None:
    assert read(*PARAGRAPHS, "Posted in Новини").section == "Новини"


def test_a_line_of_two_sentences_is_no_headline_below_one() -> None:
    page = f"""Фоторепортаж
Останній паром через Псел
{DATE}
Фото і текст: Нестор Плавко
Пором у Великій Багачці возить людей з 1961 року. Наступного літа його замінить міст
1 / 3
Поромник Григорій Сова крутить корбу вручну
2 / 3
Пасажирка з велосипедом і двома індиками
Григорій Сова не сумує. Каже, що перевіз стільки людей, скільки живе в Полтаві.
3 / 3
Канат міняють раз на п'ять років
Після відкриття мосту пором витягнуть. Громада просить залишити його як пам'ятку."""
    assert read_page_text(page, zone=KYIV).content.headline == "Останній паром через Псел"


def test_who_took_a_picture_may_be_a_site() -> None:
    caption = "Устина Перевізна відчалює від берега Фото: Козелець.City"
    content = read(*PARAGRAPHS, head=f"{HEADLINE}\n\n{caption}\n\n{DATE}")
    assert (content.lead, content.captions) == (None, (caption,))


def test_what_an_author_does_below_the_tags_is_no_text() -> None:
    about = "Reports on rivers and ferries in Kozelets. Previously wrote of ferries in Oster."
    body = (
        "The ferry in Kozelets was led by a woman of twenty for the first time this week.",
        "Her grandfather has held the oar for forty-one years, and never let it fall.",
        "There will be no motor on the ferry in Kozelets, for it frightens the fish.",
    )
    head = "Ferryman of Kozelets hands his oar on\nBy Olena Harmatiuk and Tom Bexley"
    foot = "Suggested Topics:\nRivers\nOlena Harmatiuk\nNorthwire"
    assert (
        read(*body, f"{foot}\n{about}", head=f"World\nMarkets\nSport\nMore\n{head}\n{DATE}").body
        == body
    )


def test_a_picture_that_has_its_caption_has_no_second_one() -> None:
    lead = "Двадцятирічна онука вперше провела пором через Остер і не впустила весла"
    picture = "Старий пором біля причалу / Фото з архіву родини"
    contents = "Зміст:\n\nЯк усе почалося\nЩо далі"
    text = (f"Як усе почалося\n{PARAGRAPHS[0]}", PARAGRAPHS[1], f"Що далі\n{PARAGRAPHS[2]}")
    head = f"Меню\nКозелець 24\nПошук\n{HEADLINE}\nАліна Гурська\n{DATE}\nДодати\n\n{picture}"
    assert read(contents, *text, head=f"{head}\n{lead}").lead == lead


def test_what_screen_readers_may_skip_is_no_headline_of_a_list() -> None:
    foot = "Пропустити розділ Більше за темою\nБільше за темою\nМіст через Остер закрили до весни"
    content = read(*PARAGRAPHS, f"{foot}\nПропустити розділ Топтема")
    assert [item.headline for item in content.related] == ["Міст через Остер закрили до весни"]


def test_a_reporter_behind_the_text_goes_before_an_agency_above_it() -> None:
    head = f"Moldova buys eleven barges\nBy Wirehouse\n{DATE}"
    signed = "(Reporting by Doina Munteanu; Editing by Alan Marsh)"
    assert read(*PARAGRAPHS, signed, head=head).author == "Doina Munteanu"


def test_who_writes_from_a_place_is_its_author_and_no_lead() -> None:
    content = read(*PARAGRAPHS, head=f"СВІТ\n{HEAD}\nКайса Ранд, Таллінн")
    assert (content.author, content.lead) == ("Кайса Ранд", None)


def test_a_section_in_capitals_over_a_headline_is_no_author() -> None:
    head = (
        "Газета «Колос»\n12 листопада 2026 року\n№46 (9872)\nНАШІ ЛЮДИ\nПОРОМНИК ІЗ ТРЬОХ БЕРЕГІВ"
    )
    content = read(*PARAGRAPHS, head=head)
    assert (content.author, content.headline) == (None, "ПОРОМНИК ІЗ ТРЬОХ БЕРЕГІВ")


def test_words_at_the_foot_that_tell_the_day_or_what_to_do_are_no_tags() -> None:
    head = f"{MENU}\n{HEAD}"
    for foot in ("Опубліковано 10 листопада 2026 року", "Підтримати пором"):
        assert read(*PARAGRAPHS, foot, "Інші новини\nМіст закрили", head=head).tags == ()


@pytest.mark.parametrize("label", ["Раніше", "Читайте також"])
def test_other_news_behind_a_label_are_related(label: str) -> None:
    related = read(*PARAGRAPHS, f"{label}: Міст через Остер закрили до весни").related
    assert [item.headline for item in related] == ["Міст через Остер закрили до весни"]


def test_where_to_read_it_whole_is_its_address() -> None:
    content = read(*PARAGRAPHS, "Читати повністю: https://kozelets.example/porom")
    assert (content.link, content.body) == ("https://kozelets.example/porom", PARAGRAPHS)


def test_somebody_known_by_name_beside_a_thing_is_shown() -> None:
    caption = "Устина Перевізна біля старого порома"
    content = read(*ANSWERS[:2], caption, *ANSWERS[2:])
    assert (content.captions, content.body) == ((caption,), ANSWERS)


def test_a_section_with_a_sign_before_it_has_written_nothing() -> None:
    head = f"⚡️ Спорт | Футбол | 10.11.2026 12:00\n\n{HEADLINE}"
    content = read(*PARAGRAPHS, head=head)
    assert (content.author, content.section) == (None, "Футбол")
