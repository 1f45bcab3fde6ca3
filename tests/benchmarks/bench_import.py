"""How fast an archive comes in: 10,000 pages of a folder, and the same folder again.

`python -m tests.benchmarks.bench_import [--pages N]`
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from random import Random

_WHO = ("Міськрада", "Порт", "Лікарня", "Університет", "Театр", "Обсерваторія", "Ліцей", "Музей")
_WHERE = ("Полтави", "Херсона", "Чернівців", "Луцька", "Сум", "Ужгорода", "Одеси", "Дніпра")
_DID = ("відкриває", "ремонтує", "розширює", "показує", "планує", "передає", "купує", "будує")
_WHAT = ("нову лабораторію", "стару браму", "зимовий сад", "дитячий майданчик", "бібліотеку",
         "міст для трамваїв", "сонячну станцію", "колекцію мап")  # fmt: skip
_SENTENCES = (
    "Роботи тривали {n} місяців, і за цей час будівельники змінили всі мережі.",
    "За словами директорки, торік тут побувало {n} тисяч відвідувачів.",
    "На це з бюджету виділили {n} мільйонів гривень, іще частину дали меценати.",
    "«Ми чекали цього {n} років», — каже мешканка сусіднього будинку.",
    "Наступний етап почнеться за {n} тижнів, коли завершиться перевірка.",
    "Для порівняння: у сусідньому місті на таку ж роботу пішло {n} років.",
    "Фахівці оглянули {n} об’єктів і вибрали той, де збереглися креслення.",
)
_SECTIONS = ("СВІТ", "ПОЛІТИКА", "ВІЙНА", "ЕКОНОМІКА", "КУЛЬТУРА", "СПОРТ", "НАУКА")


def write_pages(folder: Path, count: int) -> None:
    """So many different pages, in folders by a hundred: text, Markdown, and some web pages."""
    chance = Random(2026)  # noqa: S311 - the same pages each time
    for number in range(count):
        place = folder / f"{number // 100:03}"
        place.mkdir(exist_ok=True)
        ending, text = _page(number, chance)
        (place / f"{number % 100:02}{ending}").write_text(text, encoding="utf-8")


def _page(number: int, chance: Random) -> tuple[str, str]:
    words = (chance.choice(_WHO), chance.choice(_WHERE), chance.choice(_DID), chance.choice(_WHAT))
    headline = f"{' '.join(words)} — звіт {number}"
    day, hour = (
        f"{number % 28 + 1:02}.{number % 12 + 1:02}.2024",
        f"{number % 24:02}:{number % 60:02}",
    )
    section = chance.choice(_SECTIONS)
    lead = f"Про це повідомила пресслужба, номер {number}"
    body = [
        " ".join(chance.choice(_SENTENCES).format(n=chance.randint(2, 900)) for _ in range(3))
        for _ in range(chance.randint(4, 12))
    ]
    link = f"https://vistnyk.example/news/{number}?utm_source=archive"
    if number % 20 == 0:
        marked = "".join(f"<p>{one}</p>" for one in (lead, *body))
        head = f"<title>{headline}</title><link rel=canonical href='{link}'>"
        shown = f"<h1>{headline}</h1>{marked}"
        return ".html", f"<html><head>{head}</head><body>{shown}</body></html>"
    if number % 5 == 0:
        front = f"title: {headline}\nsection: {section}\ndate: {day}, {hour}\nurl: {link}"
        return ".md", f"---\n{front}\n---\n\n" + "\n\n".join(body)
    lines = [link, "", headline, "", section, f"{day}, {hour}", headline, "", lead, ""]
    return ".txt", "\n".join([*lines, *body, "", "Автор : Марія Коваль", "", *_related(chance)])


def _related(chance: Random) -> list[str]:
    items = [("Світ", f"{chance.choice(_WHO)} {chance.choice(_DID)}", "10 травня, 14:00")] * 2
    return ["Читайте також", *(line for item in items for line in item)]


def _run(folder: Path, home: Path) -> tuple[float, dict[str, object]]:
    began = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-m", "bot", "import", str(folder), "--json"],
        env={**os.environ, "DATABASE_URL": f"sqlite+aiosqlite:///{home / 'import.db'}"},
        stdout=subprocess.PIPE,
        check=True,
    )
    summary: dict[str, object] = json.loads(done.stdout)["summary"]
    return time.perf_counter() - began, summary


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--pages", type=int, default=10_000)
    parser.add_argument("--quick", action="store_true", help="a tenth of the pages")
    given, _ = parser.parse_known_args()  # others are for the other benchmarks
    count = given.pages // 10 if given.quick else given.pages
    with tempfile.TemporaryDirectory() as home:
        folder = Path(home, "pages")
        folder.mkdir()
        write_pages(folder, count)
        for name in ("first run", "second run"):
            took, summary = _run(folder, Path(home))
            print(f"{name}: {took:.1f} s, {count / took:.0f} files/s, {json.dumps(summary)}")


if __name__ == "__main__":
    main()
