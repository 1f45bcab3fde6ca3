"""The documents say what the program does: names, codes, shapes and links held to the code."""

import ast
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote
from zoneinfo import ZoneInfo

import pytest
import typer
from typer.core import TyperCommand, TyperGroup
from typer.testing import CliRunner

from bot import cli
from bot.config import Settings
from bot.demo.sample_newsroom import hints
from bot.domain.reasons import ReasonCode
from bot.domain.section import FIRST_NAMES, FIRST_SECTIONS, section_key
from bot.intake.dates import DateDoubt
from bot.intake.text.page_text import read_page_text
from bot.rendering.renderer import DESK_COMMANDS, READER_COMMANDS

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
REFERENCE = (DOCS / "reference.md").read_text("utf-8")
MARKDOWN = sorted([*ROOT.glob("*.md"), *DOCS.rglob("*.md")])
SAMPLES = sorted(str(page) for page in (ROOT / "bot/demo/samples").glob("*.txt"))

WORDS_OF_THE_DESIGN = (
    "Article", "Section", "Topic", "Channel", "Reader", "Editor", "Teaser", "Delivery", "Worker",
    "Pacer", "Lane", "Intake", "Sandbox",
)  # fmt: skip
WORDS_OF_THE_CODE = (
    "Card", "Notice", "Progress", "Page", "Content", "Reading", "Slot", "Lease", "Look-up",
    "Fan-out mark", "Inbox", "Ledger", "Outcome", "Claim", "Invitation", "Revision", "Source",
    "Origin", "Submission", "Record", "Held", "Problem", "Typo fix",
)  # fmt: skip


# --- the command line ---


def _commands() -> dict[str, TyperCommand]:
    group = typer.main.get_command(cli.COMMAND_LINE)
    assert isinstance(group, TyperGroup)
    return {n: c for n, c in group.commands.items() if isinstance(c, TyperCommand)}


def _chapter(command: str) -> str:
    """What the reference says under the headline of a command."""
    _, _, rest = REFERENCE.partition(f"\n### vistnyk {command}\n")
    return re.split(r"\n##", rest)[0]


def _options(command: TyperCommand) -> Iterator[str]:
    for parameter in command.params:
        if parameter.param_type_name == "option":
            yield from (*parameter.opts, *parameter.secondary_opts)


def _tables(text: str) -> set[str]:
    """What stands in backticks in the first cells of the tables' rows."""
    firsts = re.findall(r"^\| ([^|]+?) \|", text.replace(r"\|", "/"), flags=re.MULTILINE)
    return set(re.findall(r"`([^`]+)`", "\n".join(firsts)))


@pytest.mark.parametrize("name", _commands())
def test_every_command_and_each_of_its_options_stands_in_the_reference(name: str) -> None:
    chapter = _chapter(name)
    assert chapter.strip(), f"docs/reference.md has no chapter «vistnyk {name}»"
    for option in _options(_commands()[name]):
        assert re.search(rf"`{option}[ `]", chapter), f"{option} of {name} is not described"


def test_the_reference_describes_no_command_and_no_option_that_there_is_not() -> None:
    commands = _commands()
    chapters = re.findall(r"^### vistnyk (\S+)$", REFERENCE, flags=re.MULTILINE)
    assert sorted(chapters) == sorted(commands)
    for name in chapters:
        described = {cell.split()[0] for cell in _tables(_chapter(name))}
        assert described <= set(_options(commands[name])), name


# --- the shapes of JSON ---


def _example(command: str) -> Any:
    found = re.search(r"```json\n(.*?)```", _chapter(command), flags=re.DOTALL)
    assert found, f"no example of {command} --json"
    return json.loads(found[1])


def _printed(*arguments: str) -> Any:
    return json.loads(CliRunner().invoke(cli.COMMAND_LINE, arguments).stdout)


def _names(shape: Any) -> Any:
    """The names in a document, level by level; of a list, those of its first entry."""
    if isinstance(shape, dict):
        return {name: _names(value) for name, value in shape.items()}
    if isinstance(shape, list):
        return [_names(shape[0])] if shape and isinstance(shape[0], dict | list) else []
    return None


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder without a `.env`, and settings that lead nowhere else."""
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
    monkeypatch.setenv("DATABASE_URL", f"sqlite+aiosqlite:///{tmp_path / 'desk.db'}")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.usefixtures("desk")
def test_parse_prints_the_shape_of_the_reference() -> None:
    assert _names(_printed("parse", SAMPLES[0], "--json")) == _names(_example("parse"))


@pytest.mark.usefixtures("desk")
def test_preview_prints_the_shape_of_the_reference(desk: Path) -> None:
    page = desk / "page.txt"
    text = Path(SAMPLES[0]).read_text("utf-8")
    page.write_text(f"{text}\nhttps://example.org/story\n", "utf-8")
    printed = _printed("preview", str(page), "--for", "reader", "--json")
    assert _names(printed) == _names(_example("preview"))


@pytest.mark.usefixtures("desk")
def test_feed_prints_the_shape_of_the_reference() -> None:
    feed = ROOT / "tests/intake/feed/feeds/formats/wordpress.feed"
    assert _names(_printed("feed", str(feed), "--json")) == _names(_example("feed"))


@pytest.mark.slow
def test_import_status_doctor_and_move_print_the_shapes_of_the_reference(desk: Path) -> None:
    other = desk / "other.txt"
    other.write_text("Привіт", "utf-8")
    imported = _printed("import", SAMPLES[0], str(other), "--json")
    assert _names(imported) == _names(_example("import"))
    assert _names(_printed("doctor", "--json")) == _names(_example("doctor"))
    status, example = _printed("status", "1", "--json"), _example("status")
    assert status.keys() == example.keys()
    assert set(status["readers"]) <= set(example["readers"])
    moved = _printed("move", "--to", f"sqlite+aiosqlite:///{desk / 'other.db'}", "--json")
    assert _names(moved) == _names(_example("move"))


# --- settings, codes, Telegram's commands ---


@pytest.mark.parametrize("page", ["reference.md", "operators.md"])
def test_every_setting_and_no_other_stands_in_the_tables_of(page: str) -> None:
    text = (DOCS / page).read_text("utf-8")
    settings = {name.upper() for name in Settings.model_fields}
    described = {name for name in _tables(text) if re.fullmatch(r"[A-Z][A-Z_]+", name)}
    assert described == settings


def _codes_in(chapter: str) -> set[str]:
    _, _, rest = REFERENCE.partition(f"\n## {chapter}\n")
    return _tables(re.split(r"\n## ", rest)[0])


def _warnings_given() -> set[str]:
    """Codes that are appended to `warnings`, and those of the tables that intake makes."""
    found = {trouble.value for trouble in DateDoubt}
    for file in [*(ROOT / "bot/intake").rglob("*.py"), *(ROOT / "bot/commands").glob("*.py")]:
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            found |= _appended(node) | _tabled(node)
    return found


def _appended(node: ast.AST) -> set[str]:
    match node:
        case ast.Call(
            func=ast.Attribute(value=ast.Name(id="warnings"), attr="append"),
            args=[ast.Constant(value=str(code))],
        ):
            return {code}
    return set()


def _tabled(node: ast.AST) -> set[str]:
    if not (isinstance(node, ast.FunctionDef) and node.name in {"warnings_of", "_warnings"}):
        return set()
    tables = (inner for inner in ast.walk(node) if isinstance(inner, ast.Dict))
    keys = (key for table in tables for key in table.keys)
    return {k.value for k in keys if isinstance(k, ast.Constant) and isinstance(k.value, str)}


def _warnings_with_words(language: str) -> set[str]:
    words = (ROOT / "templates" / language / "warnings.txt.j2").read_text("utf-8")
    return set(re.findall(r'^ +"(\w+)":', words, flags=re.MULTILINE))


def test_every_warning_has_its_line_in_the_reference_and_its_words_in_each_language() -> None:
    given = _warnings_given()
    assert {"no_section", "more_pages", "link_left_out"} <= given
    assert _codes_in("Warning codes") == given
    assert _warnings_with_words("uk") == _warnings_with_words("en") == given


def test_every_refusal_has_its_line_in_the_reference() -> None:
    with_words = {
        f.name.removesuffix(".txt.j2") for f in (ROOT / "templates/uk/refused").iterdir()
    }
    assert _codes_in("Refusal codes") == with_words


def test_every_reason_has_its_line_in_the_reference() -> None:
    assert _codes_in("Reason codes") == set(ReasonCode)


def test_every_command_of_the_menus_stands_in_the_reference() -> None:
    described = {cell.split()[0] for cell in _codes_in("Telegram commands")}
    assert described == {f"/{name}" for name in (*DESK_COMMANDS, *READER_COMMANDS, "start")}


# --- what editors are taught ---

GUIDES = {"uk": DOCS / "editors.md", "en": DOCS / "editors.en.md"}
_QUOTED = {"uk": "«([^«»]+)", "en": "“([^“”]+)"}
_SIGN_FIRST = re.compile(r"^[^\w\s«“…(]\S* \w")  # as on many a button


def _labels(language: str) -> list[str]:
    """What stands on buttons, without the words of the moment."""
    text = (ROOT / "templates" / language / "labels.txt.j2").read_text("utf-8")
    bodies = re.findall(r"macro \w+\([^)]*\) %\}(.*?)\{% endmacro", text, flags=re.DOTALL)
    plain = (re.sub(r"\{\{.*?\}\}", "", body) for body in bodies)
    return [part.strip() for body in plain for part in re.split(r"\{%.*?%\}", body)]


@pytest.mark.parametrize("language", GUIDES)
def test_every_button_that_editors_are_told_of_is_there(language: str) -> None:
    """Those with a sign before their words; what else is quoted may be what somebody types."""
    guide = " ".join(GUIDES[language].read_text("utf-8").split())
    told = guide + " ".join(hint.words[language] for hint in hints())
    named = re.findall(rf"{_QUOTED[language]}|\*\*([^*]+)\*\*", told)
    buttons = {"".join(words).rstrip(".… ") for words in named}
    buttons = {words for words in buttons if _SIGN_FIRST.match(words)}
    assert len(buttons) > 35
    labels = _labels(language)
    assert {w for w in buttons if not any(label.startswith(w) for label in labels)} == set()


@pytest.mark.parametrize("language", GUIDES)
def test_every_command_that_editors_are_told_of_is_there(language: str) -> None:
    told = set(re.findall(r"`/([a-z]+)", GUIDES[language].read_text("utf-8")))
    assert len(told) > 15
    assert told <= {*DESK_COMMANDS, *READER_COMMANDS, "start"}
    assert set(DESK_COMMANDS) <= told


@pytest.mark.parametrize("language", GUIDES)
def test_the_page_for_a_first_try_is_a_whole_article_of_a_section_that_there_is(
    language: str,
) -> None:
    page = GUIDES[language].read_text("utf-8").split("```\n")[1]
    reading = read_page_text(page, zone=ZoneInfo("Europe/Kyiv"))
    assert reading.warnings == ("no_link",)
    content = reading.content
    assert content.lead
    assert content.author
    assert (len(content.body), content.language) == (3, language)
    names = FIRST_NAMES.get(language) or [section.name for section in FIRST_SECTIONS]
    assert section_key(content.section or "") in set(map(section_key, names))


def test_both_guides_show_the_same_pictures_each_in_its_language() -> None:
    shown = {
        language: re.findall(r'src="pictures/(\w+)\.(\w+)\.png"', guide.read_text("utf-8"))
        for language, guide in GUIDES.items()
    }
    assert shown["en"] == [(name, "en") for name, _ in shown["uk"]]
    taken = {path.name for path in (DOCS / "pictures").iterdir()}
    named = {f"{name}.{language}.png" for pairs in shown.values() for name, language in pairs}
    assert taken == named
    assert max(path.stat().st_size for path in (DOCS / "pictures").iterdir()) < 60_000


# --- what is defended against what ---


def _tests() -> set[str]:
    """The names of all tests."""
    files = (ROOT / "tests").rglob("test_*.py")
    nodes = (node for file in files for node in ast.walk(ast.parse(file.read_text("utf-8"))))
    functions = (n for n in nodes if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef))
    return {function.name for function in functions if function.name.startswith("test_")}


@pytest.mark.slow
def test_every_test_that_the_page_on_security_names_exists() -> None:
    named = set(re.findall(r"`(test_\w+)`", (DOCS / "security.md").read_text("utf-8")))
    assert len(named) > 30
    assert named - _tests() == set()


def test_every_defence_names_the_test_that_shows_it() -> None:
    text = (DOCS / "security.md").read_text("utf-8")
    rows = [line for line in text.splitlines() if line.startswith("| ")]
    defences = [row for row in rows if not row.startswith("| against ")]
    assert len(defences) > 20
    assert [row for row in defences if "`test_" not in row.rsplit("|", 2)[1]] == []


# --- the documents among themselves ---


@pytest.mark.parametrize("page", MARKDOWN, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_relative_link_and_picture_leads_somewhere(page: Path) -> None:
    text = re.sub(r"```.*?```", "", page.read_text("utf-8"), flags=re.DOTALL)
    for target in map("".join, re.findall(r"\]\(([^)\s]+)\)|<img src=\"([^\"]+)\"", text)):
        if target.startswith(("http://", "https://")):
            continue
        path, _, anchor = unquote(target).partition("#")
        leads_to = (page.parent / path).resolve() if path else page
        assert leads_to.exists(), f"{target} leads nowhere"
        if anchor:
            assert anchor in _anchors(leads_to), f"{target}: there is no such headline"


def _anchors(page: Path) -> set[str]:
    headlines = re.findall(r"^#+ (.+)$", page.read_text("utf-8"), flags=re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", line.lower()).replace(" ", "-") for line in headlines}


@pytest.mark.parametrize("word", [*WORDS_OF_THE_DESIGN, *WORDS_OF_THE_CODE])
def test_the_glossary_names(word: str) -> None:
    glossary = (DOCS / "glossary.md").read_text("utf-8")
    assert len(re.findall(rf"^\| \*\*{word}\*\*", glossary, flags=re.MULTILINE)) == 1


def test_every_decision_has_a_number_of_its_own_and_is_listed() -> None:
    index = " ".join((DOCS / "decisions/README.md").read_text("utf-8").split())
    pages = sorted((DOCS / "decisions").glob("[0-9]*.md"))
    assert [int(page.name[:4]) for page in pages] == list(range(1, len(pages) + 1))
    for page in pages:
        headline = page.read_text("utf-8").splitlines()[0].removeprefix("# ")
        assert headline.startswith(f"{int(page.name[:4])}. ")
        assert f"- [{headline}]({page.name})" in index


@pytest.mark.parametrize(
    "page",
    [page for page in MARKDOWN if page.name != "query-plans.md"],
    ids=lambda page: page.name,
)
def test_no_page_says_the_same_twice_running(page: Path) -> None:
    """As it does where two changes of a paragraph were both kept."""
    blocks = re.sub(r"^```.*?^```", "", page.read_text("utf-8"), flags=re.MULTILINE | re.DOTALL)
    prose = [line for line in blocks.splitlines() if not line.startswith("|")]
    words = " ".join(prose).split()
    last: dict[tuple[str, ...], int] = {}
    again = []
    for place in range(len(words) - 11):
        run = tuple(words[place : place + 12])
        if place - last.get(run, -150) < 150:
            again.append(" ".join(run))
        last[run] = place
    assert again == []


def test_the_page_on_where_things_are_leads_to_paths_that_there_are() -> None:
    rows = re.findall(
        r"^\| (.+\?) \| `(.+)` \|$", (DOCS / "where-is.md").read_text("utf-8"), re.MULTILINE
    )
    assert len(rows) >= 20
    assert len({path for _, path in rows}) == len(rows)
    assert [path for _, path in rows if not (ROOT / path).exists()] == []


def test_a_module_that_a_page_names_is_there() -> None:
    """Decisions outlive the names that files had when they were taken."""
    named = re.compile(r"`((?:bot|handlers|storage|templates|tests)/[\w./-]+\.\w+)`")
    pages = {page.name: named.findall(page.read_text("utf-8")) for page in MARKDOWN}
    assert sum(map(len, pages.values())) > 100
    all_named = [(page, path) for page, paths in pages.items() for path in paths]
    assert [(page, path) for page, path in all_named if not (ROOT / path).exists()] == []


@pytest.mark.parametrize("page", ["README.md", "CONTRIBUTING.md", "docs/operators.md"])
def test_every_make_target_that_is_named_exists(page: str) -> None:
    targets = re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text("utf-8"), flags=re.MULTILINE)
    code = re.findall(r"```.*?```|`[^`]+`", (ROOT / page).read_text("utf-8"), flags=re.DOTALL)
    named = re.findall(r"\bmake ([a-z]+)", "\n".join(code))
    assert named
    assert set(named) <= set(targets)
