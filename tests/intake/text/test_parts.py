"""A paste that Telegram cut into messages is read like the whole page, wherever the cut falls."""

from collections.abc import Callable
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.intake.text.page_text import read_page_text
from bot.intake.text.parts import MESSAGE_UNITS, join_parts, may_be_followed, may_follow

KYIV = ZoneInfo("Europe/Kyiv")
PARAGRAPHS = (
    "Водоканал Кропивницького замінить чотири кілометри труб до початку зими.",
    (
        "«Старі труби служили пів століття, і зв’язок між насосними станціями щороку слабшав. "
        "Тепер вода йтиме рівно», — розповів головний інженер Олексій Дем'яненко."
    ),
    "Роботи ведуть уночі, щоб не перекривати рух; мешканців попереджають за добу.",
    "Перша черга коштуватиме 38,4 млн грн, друга — ще стільки ж 🛠.",
    "Про графік відключень можна дізнатися за номером 15-80 або на сайті міської ради.",
)
HEAD = """Кропивницький замінить водогін до зими

СУСПІЛЬСТВО
03.09.2024, 10:20
Кропивницький замінить водогін до зими

Перші дві вулиці перекопають уже наступного тижня

"""
TAIL = """

Автор : Лариса Гончар
Читайте також:
Економіка
Тарифи на воду не зміняться до весни
2 вересня, 15:10
Суспільство
росія обстріляла насосну станцію під Нікополем
1 вересня, 08:45
Суспільство
У Черкасах завершили ремонт очисних споруд
30 серпня, 12:00"""


def long_page(before: int) -> str:
    """A page of more than one message, whose end stands about `before` characters further on."""
    body: list[str] = []
    size = 0
    for number in range(200):
        if size > before:
            break
        body.append(f"{PARAGRAPHS[number % 5][:-1]} ({number}).")
        size += len(body[-1]) + 2
    return HEAD + "\n\n".join(body) + TAIL


def units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def fitting(text: str) -> int:
    """How many characters of a text fit into one message."""
    end = min(len(text), MESSAGE_UNITS)
    while units(text[:end]) > MESSAGE_UNITS:
        end -= 1
    return end


def anywhere(text: str) -> int:
    return fitting(text)


def at_word(text: str) -> int:
    end = fitting(text)
    return max(text.rfind(" ", 0, end), text.rfind("\n", 0, end))


def at_line(text: str) -> int:
    return text.rfind("\n", 0, fitting(text))


def at_paragraph(text: str) -> int:
    return text.rfind("\n\n", 0, fitting(text))


def desktop(text: str) -> int:
    """At the last blank line of the second half, at the last line where there is none."""
    end = fitting(text)
    blank = text.rfind("\n\n", MESSAGE_UNITS // 2 + 1, end)
    return blank if blank > 0 else text.rfind("\n", 0, end)


def android(text: str) -> int:
    """At the last blank line of the last 300, at their first line's end, full stop or space."""
    end = fitting(text)
    near = end - 300
    blank = text.rfind("\n\n", near, end)
    places = (text.find("\n", near, end), text.rfind(". ", near, end), text.rfind(" ", near, end))
    return blank + 1 if blank > 0 else next(place for place in places if place > 0)


def ios(text: str) -> int:
    """Behind the last full stop or line's end."""
    end = fitting(text)
    return max(text.rfind(".", 0, end), text.rfind("\n", 0, end)) + 1


APPS = [desktop, android, ios]


def sent(text: str, cut: Callable[[str], int]) -> list[str]:
    """The messages a client makes of a text, white space trimmed as Telegram does."""
    parts = []
    while units(text) > MESSAGE_UNITS:
        end = cut(text)
        parts.append(text[:end].strip())
        text = text[end:].strip()
    return [*parts, text]


def squeezed(text: str) -> str:
    return "".join(text.split())


@pytest.mark.slow
@pytest.mark.parametrize("cut", [at_line, at_paragraph, desktop])
@pytest.mark.parametrize("before", range(3000, 8600, 149))
def test_a_page_cut_at_line_ends_is_read_like_the_whole_page(
    before: int, cut: Callable[[str], int]
) -> None:
    page = long_page(before)
    joined = join_parts(sent(page, cut))
    assert read_page_text(joined, zone=KYIV) == read_page_text(page, zone=KYIV)


@pytest.mark.slow
@pytest.mark.timeout(300)  # eight seconds of the processor, on a busy machine
@pytest.mark.parametrize("cut", [anywhere, at_word], ids=["anywhere", "word"])
def test_a_page_cut_within_its_text_is_nearly_always_read_like_the_whole_page(
    cut: Callable[[str], int],
) -> None:
    """Where white space was trimmed right at the limit, nothing can tell which it was."""
    pages = [long_page(before) for before in range(3000, 8600, 73)]
    same = sum(
        read_page_text(join_parts(sent(page, cut)), zone=KYIV) == read_page_text(page, zone=KYIV)
        for page in pages
    )
    assert same >= len(pages) * 0.9


@pytest.mark.parametrize("cut", [anywhere, at_word, at_line, at_paragraph])
def test_no_letter_is_lost_between_the_parts(cut: Callable[[str], int]) -> None:
    page = long_page(9000)
    assert squeezed(join_parts(sent(page, cut))) == squeezed(page)


@pytest.mark.parametrize("cut", APPS)
@pytest.mark.parametrize("blank", ["\n\n", "\n"], ids=["airy", "dense"])
def test_each_part_that_an_app_cuts_may_be_followed_by_its_next(
    cut: Callable[[str], int], blank: str
) -> None:
    for before in range(4100, 8600, 31):
        parts = sent(long_page(before).replace("\n\n", blank), cut)
        for part, following in pairwise(parts):
            assert may_be_followed(part, forwarded=False)
            assert may_follow(part, following)


def test_the_desktop_app_cuts_at_a_blank_line_that_is_far_from_the_limit() -> None:
    menu = "\n".join(f"Розділ {number}" for number in range(190))
    parts = sent(HEAD + menu + "\n\n" + "\n".join(PARAGRAPHS * 6), desktop)
    assert units(parts[0]) < 2600
    assert may_be_followed(parts[0], forwarded=False)
    assert may_follow(*parts[:2])


@pytest.mark.parametrize(
    ("start", "follows"),
    [
        ("Перша черга коштуватиме 38 млн грн.\n\nДруга – ще стільки ж.", True),
        ("а решту міста чекає черга до весни\n\nЧитайте також", True),
        ("У Полтаві перекриють міст\n\nРух закриють на два тижні.", False),
        ("Новини\n\nСпорт\n\nУ Полтаві перекриють міст", False),
    ],
)
def test_a_text_that_would_have_fitted_into_the_same_message(start: str, *, follows: bool) -> None:
    """Cut by hand it goes on with a sentence; a page of its own begins with a headline."""
    assert may_follow(full("Кінець.")[-3000:], start) is follows


def test_a_shorter_text_that_ends_amid_a_sentence_may_be_followed() -> None:
    """Somebody cut it by hand, or a program that knows no limit of Telegram's."""
    text = "Слово за словом тут стоїть довгий текст. " * 20
    assert may_be_followed(f"{text}Далі в ньому мова про те, як усе це було", forwarded=False)
    assert not may_be_followed(text.rstrip(), forwarded=False)
    assert not may_be_followed(f"{text}\nУсі новини розділу", forwarded=False)


def test_what_is_forwarded_is_a_part_only_where_it_is_nearly_full() -> None:
    assert not may_be_followed("я" * 3899, forwarded=True)
    assert may_be_followed("я" * 3900, forwarded=True)


def full(end: str) -> str:
    """A part of full length with this end."""
    filler = "Слово за словом тут стоїть довгий текст, аж поки не скінчиться місце. " * 70
    return (
        filler[: MESSAGE_UNITS - units(end)].rstrip(" ").ljust(MESSAGE_UNITS - units(end), "…")
        + end
    )


@pytest.mark.parametrize(
    ("end", "start", "joined"),
    [
        (" обговорили пред", "ставники громад", " обговорили представники громад"),
        (" а пам’", "ять про це", " а пам’ять про це"),
        (" а пам", "’ять про це", " а пам’ять про це"),
        (" прем’єр-", "міністр сказав", " прем’єр-міністр сказав"),
        (" о 16:", "43 почалося", " о 16:43 почалося"),
        (" 10.05.20", "23, 15:25", " 10.05.2023, 15:25"),
        ("\nЧитайте та", "кож:\nСвіт\nНовина", "\nЧитайте також:\nСвіт\nНовина"),
        (" він сказав", ", що так", " він сказав, що так"),
        (" видання «", "Вісник» пише", " видання «Вісник» пише"),
        (" довгий", "текст", " довгий текст"),  # both are words of this very text
        (" міністр", "Японії", " міністр Японії"),
    ],
)
def test_a_cut_at_the_very_limit_is_mended_by_what_stands_around_it(
    end: str, start: str, joined: str
) -> None:
    assert join_parts([full(end), start]).endswith(joined)


def test_parts_that_had_room_for_more_are_lines_of_their_own() -> None:
    assert join_parts(["Перша новина", "друга новина"]) == "Перша новина\nдруга новина"


@pytest.mark.parametrize("end", ["сказала", "перелічила овес, жито, гречку,", "тихо», –"])
def test_a_long_line_that_goes_on_in_small_letters_is_one_line(end: str) -> None:
    """Android's app cuts up to 300 letters before the limit."""
    before = f"Про сорок років роботи в пекарні вона згадує неохоче й {end}"
    joined = join_parts([before, "а потім усміхнулася."])
    assert joined == f"{before} а потім усміхнулася."


def test_white_space_that_was_kept_is_kept() -> None:
    assert join_parts(["один ", "два\n", "три"]) == "один два\nтри"


def test_a_section_at_the_cut_stays_a_line() -> None:
    end = "\nЧитайте також:\nВійна"
    assert join_parts([full(end), "росія обстріляла порт"]).endswith(
        "\nВійна\nросія обстріляла порт"
    )


def test_nothing_is_nothing() -> None:
    assert join_parts([]) == ""
    assert join_parts(["", " \n"]) == ""


@given(st.lists(st.text(max_size=60), max_size=6))
def test_whatever_the_parts_all_their_letters_come_out_in_order(parts: list[str]) -> None:
    assert squeezed(join_parts(parts)) == squeezed("".join(parts))
