"""Whatever is typed into a search means something, and says what was not understood."""

from datetime import date, timedelta

import pytest

from bot.domain.query import Query, read_query
from bot.domain.query_days import days_meant

TODAY = date(2026, 11, 27)


@pytest.mark.parametrize(
    ("typed", "since"),
    [
        ("від:1 травня", date(2026, 5, 1)),
        ("ВІД: 1 Грудня", date(2025, 12, 1)),
        ("від:1 травня 2024", date(2024, 5, 1)),
        ("from:3 May", date(2026, 5, 3)),
        ("since: 1 sept 2025", date(2025, 9, 1)),
        ("від:01.05.26", date(2026, 5, 1)),
        ("від:1/5/24", date(2024, 5, 1)),
        ("від:01.05.2026", date(2026, 5, 1)),
        ("від:1.5", date(2026, 5, 1)),
        ("від:05.2026", date(2026, 5, 1)),
        ("від:01-05-2026", date(2026, 5, 1)),
        ("від : 1 травня", date(2026, 5, 1)),
        ("from:May 3", date(2026, 5, 3)),
        ("from: Sept 1, 2025", date(2025, 9, 1)),
        ("since:3rd of May", date(2026, 5, 3)),
        ("від:1 травня 2024 року", date(2024, 5, 1)),
        ("від:травень", date(2026, 5, 1)),
        ("від:грудня", date(2025, 12, 1)),
        ("від:травня 2024", date(2024, 5, 1)),
        ("from:May 2024", date(2024, 5, 1)),
        ("від:понеділка", date(2026, 11, 23)),
        ("від:п’ятниці", TODAY),
        ("від:пятниці", TODAY),
        ("від:минулої суботи", date(2026, 11, 21)),
        ("від:минулої п’ятниці", date(2026, 11, 20)),
        ("from:last week", date(2026, 11, 16)),
        ("від:цього місяця", date(2026, 11, 1)),
        ("від:минулого року", date(2025, 1, 1)),
        ("від:3 дні тому", TODAY - timedelta(days=3)),
        ("від:тиждень тому", TODAY - timedelta(days=7)),
        ("від:9 місяців тому", date(2026, 2, TODAY.day)),
        ("від:2 роки тому", date(2024, 11, TODAY.day)),
        ("since:a month ago", date(2026, 10, TODAY.day)),
        ("since:10 days ago", TODAY - timedelta(days=10)),
    ],
)
def test_a_day_is_typed_in_words_or_in_figures(typed: str, since: date) -> None:
    assert read_query(typed, TODAY) == Query(since=since)
    assert read_query(f"порт {typed} -міст", TODAY) == Query(
        words=("порт",), without=("міст",), since=since
    )


def test_a_shorter_month_has_its_last_day_so_long_ago() -> None:
    assert days_meant("6 місяців тому", date(2026, 8, 31)) == (date(2026, 2, 28),) * 2
    assert days_meant("рік тому", date(2024, 2, 29)) == (date(2023, 2, 28),) * 2
    assert days_meant("99 років тому", date(50, 1, 1)) is None


def test_the_last_29_february_may_lie_years_back() -> None:
    leap = (date(2024, 2, 29),) * 2
    assert days_meant("29 лютого", date(2026, 11, 29)) == leap
    assert days_meant("29.02", date(2028, 2, 28)) == leap
    assert days_meant("29 лютого", date(2028, 2, 29)) == (date(2028, 2, 29),) * 2
    assert days_meant("30 лютого", date(2028, 2, 29)) is None


@pytest.mark.parametrize(
    ("typed", "until"),
    [
        ("до:минулого тижня", date(2026, 11, 22)),
        ("до:last month", date(2026, 10, 31)),
        ("to:цього року", date(2026, 12, 31)),
        ("до:лютого 2024", date(2024, 2, 29)),
        ("до:неділі", date(2026, 11, 22)),
    ],
)
def test_up_to_a_week_month_or_year_means_its_last_day(typed: str, until: date) -> None:
    assert read_query(f"порт {typed} міст", TODAY) == Query(words=("порт", "міст"), until=until)


def test_a_name_is_typed_with_blanks_commas_and_apostrophes() -> None:
    for typed in ("рубрика : Світ порт", "Рубрика:Світ порт", "рубрика:'Світ' порт"):
        assert read_query(typed, TODAY) == Query(words=("порт",), sections=("Світ",)), typed
    assert read_query("тег:освіта,школа,", TODAY) == Query(tags=("освіта", "школа"))
    assert read_query("автор:‘Марта Коваль’", TODAY) == Query(authors=("Марта Коваль",))
    assert read_query("порт -рубрика : Світ", TODAY).without_sections == ("Світ",)
    assert read_query("увага : порт", TODAY).words == ("увага", "порт")


def test_a_day_that_there_is_not_is_left_out_and_said() -> None:
    for typed in ("від:31.02.26", "від:31 лютого", "до:завтра", "до:12.9999"):
        query = read_query(f"порт {typed}", TODAY)
        assert (query.words, query.since, query.until) == (("порт",), None, None), typed
        assert len(query.ignored) == 1


@pytest.mark.parametrize("language", ["uk", "en"])
def test_what_is_proposed_is_read_as_it_is_meant_in_either_language(language: str) -> None:
    query = Query(
        words=("порт",),
        phrases=("нова річка",),
        sections=("Новини дня",),
        without_sections=("Спорт",),
        authors=("Марта Коваль",),
        tags=("освіта",),
        since=date(2026, 5, 1),
        until=date(2026, 5, 10),
    )
    assert read_query(query.typed(language), TODAY) == query


def test_what_may_not_be_is_a_section_too_but_no_author_tag_or_day() -> None:
    query = read_query('порт -рубрика:Світ -section:"Новини дня"', TODAY)
    assert query == Query(words=("порт",), without_sections=("Світ", "Новини дня"))
    assert read_query(str(query), TODAY) == query
    query = read_query("порт -автор:Коваль -тег:освіта -від:2026", TODAY)
    assert (query.words, query.without) == (("порт",), ())
    assert query.ignored == ("-автор:Коваль", "-тег:освіта", "-від:2026")


@pytest.mark.parametrize(
    "typed",
    [
        "«новий порт»", "„новий порт“", "″новий порт″", "＂новий порт＂", "‹новий порт›",
        "'новий порт'", "‘новий порт’", "‚новий порт‘", "''новий порт''",
    ],
)  # fmt: skip
def test_a_phrase_stands_in_whatever_quotes(typed: str) -> None:
    assert read_query(f"п’ять {typed} м'ячів", TODAY) == Query(
        words=("п’ять", "м'ячів"), phrases=("новий порт",)
    )
    assert read_query(f"-{typed}", TODAY) == Query(without_phrases=("новий порт",))


def test_an_apostrophe_opens_no_phrase() -> None:
    for typed in ("п'ять м'ячів", "'Азов' і 'Айдар'", "ports' new' gate"):
        assert read_query(typed, TODAY) == Query(words=tuple(typed.split())), typed


def test_a_key_is_known_by_letters_that_look_alike() -> None:
    assert read_query("тeг:освіта -pубрика:Спорт", TODAY) == Query(
        tags=("освіта",), without_sections=("Спорт",)
    )


def test_signs_alone_ask_for_nothing() -> None:
    for typed in ("", "😀", "-", "--", '"', '""', "*", "рубрика:", "( | )"):
        assert read_query(typed, TODAY).is_empty, typed


def test_an_open_quote_ends_at_the_end_and_a_lonely_one_is_none() -> None:
    assert read_query('"новий порт', TODAY) == Query(phrases=("новий порт",))
    assert read_query('порт"', TODAY) == Query(words=("порт",))


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("Київ або Львів", Query(words=("Київ або Львів",))),
        ("у Києві чи в Харкові мер", Query(words=("у", "Києві або Харкові", "мер"))),
        ("Kyiv OR Lviv|Odesa", Query(words=("Kyiv або Lviv або Odesa",))),
        ("чи буде сніг", Query(words=("чи", "буде", "сніг"))),
        ("або", Query(words=("або",))),
        ("Київ або -Львів", Query(words=("Київ",), without=("Львів",), ignored=("або",))),
        ("«а» або «б»", Query(phrases=("а", "б"), ignored=("або",))),
    ],
)
def test_one_of_several_words_is_enough_where_it_is_said_so(typed: str, meant: Query) -> None:
    assert read_query(typed, TODAY) == meant
    assert read_query(str(meant), TODAY).words == meant.words


def test_nobody_follows_one_of_several_words() -> None:
    assert read_query("Київ або Львів", TODAY).topic is None
    assert read_query("https://news.example/port", TODAY).topic is None, "nor an address"
    assert read_query("хар*", TODAY).topic is None, "nor what is too short to begin a word"
    assert read_query("хар* порт", TODAY).has_short_beginning
    assert not read_query("харк* порт", TODAY).has_short_beginning
    assert read_query("Київ", TODAY).topic == read_query("Київ?", TODAY).topic == "Київ"
    assert read_query("10%", TODAY).topic == "10%"
