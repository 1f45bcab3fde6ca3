"""A paste that Telegram cut into messages is read like the whole page, wherever the cut falls."""

from collections.abc import Callable
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.intake.text.page_text import read_page_text
from bot.intake.text.parts import MESSAGE_UNITS, join_parts

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


@pytest.mark.parametrize("cut", [at_line, at_paragraph], ids=["line", "paragraph"])
@pytest.mark.parametrize("before", range(3000, 8600, 149))
def test_a_page_cut_at_line_ends_is_read_like_the_whole_page(
    before: int, cut: Callable[[str], int]
) -> None:
    page = long_page(before)
    joined = join_parts(sent(page, cut))
    assert read_page_text(joined, zone=KYIV) == read_page_text(page, zone=KYIV)


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
