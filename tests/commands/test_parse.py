"""`parse` shows the article that a copied page is."""

import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.commands.calling import GARBAGE, TOKYO, VISTNYK, a_file, call, call_process, environment

KEYS = [
    "headline",
    "section",
    "published_at",
    "lead",
    "body",
    "link",
    "author",
    "captions",
    "related",
    "language",
    "warnings",
]
AGENCYS_OWN = Path(__file__).parents[3] / "shared" / "articles" / "nato-japan.txt"
PIPE = 65_536  # bytes that a pipe holds while nobody reads


@pytest.fixture(scope="module")
def article(tmp_path_factory: pytest.TempPathFactory) -> Any:
    folder = tmp_path_factory.mktemp("parse")
    return call("parse", a_file(folder, TOKYO), "--json", folder=folder).json


def test_the_document_has_the_promised_fields_in_their_order(article: Any) -> None:
    assert list(article) == KEYS
    assert [list(item) for item in article["related"]] == [
        ["section", "headline", "published_at", "date_text"]
    ] * 2


def test_the_fields_are_what_the_page_says(article: Any) -> None:
    assert article["headline"] == "Альянс готується відкрити перше представництво в Азії"
    assert article["section"] == "СВІТ"
    assert article["published_at"] == "2023-05-10T15:25:00+03:00"
    assert article["lead"].startswith("Офіс зв’язку НАТО")
    assert len(article["body"]) == 6
    assert article["author"] == "Відділ міжнародних новин"
    assert article["captions"] == ["Токіо, район урядових установ"]
    assert article["language"] == "uk"


def test_what_is_absent_is_null_and_a_warning(article: Any) -> None:
    assert article["link"] is None
    assert article["warnings"] == ["no_link"]
    assert [item["published_at"] for item in article["related"]] == [None, None]


@pytest.mark.parametrize(
    "moment", ["2023-05-10T18:00:00+03:00", "2023-05-10T15:00Z", "2023-05-10T18:00", "2023-05-10"]
)
def test_the_time_of_copying_gives_dates_their_year(moment: str, tmp_path: Path) -> None:
    arguments = ("parse", a_file(tmp_path, TOKYO), "--json", "--copied-at", moment)
    related = call(*arguments, folder=tmp_path).json["related"]
    assert [(item["date_text"], item["published_at"]) for item in related] == [
        ("8 травня, 11:40", "2023-05-08T11:40:00+03:00"),
        ("7 травня, 09:15", "2023-05-07T09:15:00+03:00"),
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1251"])
def test_standard_input_is_read_in_the_encodings_that_desks_use(
    encoding: str, article: Any, tmp_path: Path
) -> None:
    read = call("parse", "-", "--json", folder=tmp_path, stdin=TOKYO.encode(encoding))
    assert read.json == article


@pytest.mark.slow
def test_the_document_is_utf_8_whatever_the_terminal_speaks(article: Any, tmp_path: Path) -> None:
    arguments = ("parse", a_file(tmp_path, TOKYO), "--json")
    shown = call_process(*arguments, folder=tmp_path, settings={"PYTHONIOENCODING": "ascii"})
    assert shown.json == article


def test_without_json_a_person_can_read_it(tmp_path: Path) -> None:
    shown = call("parse", a_file(tmp_path, TOKYO), folder=tmp_path)
    assert shown.exit_code == 0
    assert shown.out.startswith("headline: Альянс готується")
    assert "\n  Бюро матиме лише одного" in shown.out
    assert "related: 8 травня, 11:40 · Політика · Міністри оборони" in shown.out
    assert "\nlink: \n" in shown.out


@pytest.mark.slow
@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("missing.txt", "No such file"),
        (".", "Is a directory"),
        ("binary", "не читається як стаття"),
        ("noise", "не схоже на сторінку"),
        ("garbage", "не схоже на сторінку"),
        ("empty", "немає тексту"),
        ("-", "немає тексту"),
        ("big", "МБ"),
        ("http://127.0.0.1/story", "сайти, доступні всім"),
        ("https://me:secret@example.org/", "не адреса"),
        ("listing.html", "не видно статті"),
        ("x" * 300, "name too long"),
    ],
)
def test_what_is_no_page_is_refused_with_its_reason(
    source: str, words: str, tmp_path: Path
) -> None:
    a_file(tmp_path, b"\x7fELF\x00\x00\x01", "binary")
    a_file(tmp_path, bytes(range(128, 256)) * 4, "noise")
    a_file(tmp_path, GARBAGE, "garbage")
    a_file(tmp_path, "", "empty")
    a_file(tmp_path, "<p>Контакти</p>", "listing.html")
    a_file(tmp_path, "слово " * 200_000, "big")
    complaint = call("parse", source, folder=tmp_path).complaint(2)
    assert complaint.startswith(f"{source}: ")
    assert words in complaint


WEB_PAGE = """<!doctype html><html lang="uk"><head><title>Міст відкрили | Вісті</title>
<meta property="og:url" content="https://visti.example/mist"></head><body><h1>Міст відкрили</h1>
<time datetime="2026-05-10T15:25:00+03:00">10 травня</time>
<p>Рух новим мостом запустили вчора, і черг на ньому вже немає.</p></body></html>"""


def test_a_saved_web_page_is_read_as_one(tmp_path: Path) -> None:
    fields = call("parse", a_file(tmp_path, WEB_PAGE), "--json", folder=tmp_path).json
    assert fields["headline"] == "Міст відкрили"
    assert fields["published_at"] == "2026-05-10T15:25:00+03:00"
    assert fields["link"] == "https://visti.example/mist"
    assert fields["body"] == ["Рух новим мостом запустили вчора, і черг на ньому вже немає."]


@pytest.mark.slow
def test_a_missing_standard_input_is_told(tmp_path: Path) -> None:
    done = subprocess.run(
        ["sh", "-c", '"$0" -m bot parse - <&-', VISTNYK[0]],
        cwd=tmp_path,
        env=environment({}),
        capture_output=True,
        check=False,
    )
    assert done.returncode == 2
    assert done.stderr.decode() == "vistnyk: -: there is no standard input\n"


@pytest.mark.slow
def test_a_pipe_that_closes_early_brings_no_traceback(tmp_path: Path) -> None:
    head = TOKYO.partition("Читайте також")[0]
    paragraphs = "\n\n".join(f"Абзац {n} " + "слово " * 60 + "." for n in range(250))
    page = a_file(tmp_path, head + paragraphs)
    with subprocess.Popen(
        [*VISTNYK, "parse", page],
        cwd=tmp_path,
        env=environment({}),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdout
        assert process.stderr
        assert process.stdout.readline().startswith(b"headline: ")
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == 1
    assert len(call("parse", page, folder=tmp_path).out.encode()) > PIPE * 2


@pytest.mark.skipif(not AGENCYS_OWN.exists(), reason="the agency's page is not in the repository")
def test_the_agencys_own_page_is_read_whole(tmp_path: Path) -> None:
    read = call("parse", str(AGENCYS_OWN), "--json", folder=tmp_path).json
    assert list(read) == KEYS
    assert read["headline"] == "НАТО відкриє представництво в Японії"
    assert read["author"] == "Відділ моніторингу"
    assert len(read["captions"]) == 1
    assert len(read["related"]) == 6
    assert read["warnings"] == ["no_link"]
