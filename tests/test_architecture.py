"""Rules about the code itself: the tools' verdicts, what may be imported, what stands where."""

import ast
import json
import os
import re
import subprocess
import sys
import tomllib
from collections import Counter
from collections.abc import Iterator
from keyword import iskeyword
from pathlib import Path
from typing import get_type_hints

import pytest
import typer
from sqlalchemy import BigInteger
from typer.core import TyperGroup

from bot import cli
from bot.app import App
from storage.personal import HOLDINGS, OF_NO_READER
from storage.schema import metadata
from tests.commands.calling import TOKYO, a_file, environment

ROOT = Path(__file__).parents[1]
TOOLS = Path(sys.executable).parent
MODULES = sorted(
    path for package in ("bot", "handlers", "storage") for path in (ROOT / package).rglob("*.py")
)
TESTS = sorted((ROOT / "tests").rglob("*.py"))
IGNORED = {".git", *(line.rstrip("/") for line in (ROOT / ".gitignore").read_text().split())}
SPEECHLESS = (
    "handlers",
    "bot/usecases",
)
OURS = ("bot", "handlers", "storage", "tests")
LONGEST_MODULE, LONGEST_FUNCTION = 350, 60  # lines
MOST_METHODS = 18


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def outcome_of(*command: str | Path, folder: Path = ROOT) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        list(map(str, command)),
        cwd=folder,
        env=environment({"PYTHONDONTWRITEBYTECODE": "1", "NO_COLOR": "1"}),
        capture_output=True,
        text=True,
        check=False,
    )


# --- the tools -------------------------------------------------------------------------------


@pytest.mark.timeout(300)  # mypy without its cache, on a busy machine
@pytest.mark.parametrize(
    "check",
    [
        "ruff check .",
        "ruff format --check .",
        pytest.param("mypy", marks=pytest.mark.slow),
        "lint-imports --no-cache",
    ],
)
def test_the_tools_have_nothing_to_say(check: str) -> None:
    tool, *arguments = check.split()
    done = outcome_of(TOOLS / tool, *arguments)
    assert done.returncode == 0, f"{check}\n{done.stdout}\n{done.stderr}"


def test_the_tools_that_are_asked_are_those_of_make_check() -> None:
    recipe = (ROOT / "Makefile").read_text().partition("\ncheck:")[2].partition("\n\n")[0]
    calls = [line.partition("$(BIN)/")[2] for line in recipe.splitlines()[1:]]
    assert calls == ["ruff check .", "ruff format --check .", "mypy", "lint-imports --no-cache"]


def test_every_contract_names_modules_that_exist() -> None:
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]
    ours = {name_of(path).removesuffix(".py").replace("/", ".") for path in MODULES}
    known = {name.removesuffix(".__init__") for name in ours}
    for contract in contracts["contracts"]:
        prefix = "".join(f"{container}." for container in contract.get("containers", []))
        layers = (name.strip() for row in contract.get("layers", []) for name in row.split("|"))
        named = [f"{prefix}{layer}" for layer in layers] + contract.get("allowed_importers", [])
        assert named
        assert set(named) <= known, contract["name"]


@pytest.mark.slow
def test_the_demonstration_alone_lets_its_bot_read_an_address_of_this_machine() -> None:
    """No setting can: whoever writes to a bot could else read what stands on its machine."""
    given = {
        (name_of(path), word.arg)
        for path in MODULES
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.Call)
        for word in node.keywords
    }
    named = {name for name, word in given if word == "also"}
    makers = {
        name for name, word in given if word == "fetcher" and name.startswith("bot/commands/")
    }
    assert named == makers == {"bot/commands/demo.py"}


# --- importing -------------------------------------------------------------------------------


def test_the_package_itself_imports_nothing() -> None:
    statements = tree_of(ROOT / "bot" / "__init__.py").body
    assert len(statements) == 1, "a docstring, and nothing else"


HEAVY = {"aiogram", "sqlalchemy", "aiohttp", "jinja2", "rich"}


@pytest.mark.slow
@pytest.mark.parametrize(
    ("command", "needed"),
    [
        ("--help", set()),
        ("parse page.txt", set()),
        ("preview page.txt", {"jinja2"}),
        ("feed page.txt", {"jinja2"}),
        ("import page.txt", {"sqlalchemy", "jinja2", "aiohttp", "rich"}),
        ("move --to sqlite+aiosqlite:///other.db", {"sqlalchemy", "jinja2", "aiohttp"}),
        ("status 1", {"sqlalchemy", "jinja2", "aiohttp"}),
        ("doctor", {"sqlalchemy", "jinja2", "aiohttp"}),
    ],
)
def test_a_command_loads_what_it_needs_and_never_aiogram_for_less_than_the_bot(
    command: str, needed: set[str], tmp_path: Path
) -> None:
    loaded = loaded_by(command, tmp_path)
    assert loaded & HEAVY <= needed
    assert "bot.cli" in loaded


def loaded_by(command: str, folder: Path) -> set[str]:
    """The modules that a command has loaded when it ends."""
    a_file(folder, TOKYO)
    program = (
        "import atexit, json, sys\n"
        "atexit.register(lambda: open('loaded.json', 'w').write(json.dumps(list(sys.modules))))\n"
        f"sys.argv = ['vistnyk', *{command.split()!r}]\n"
        "from bot.cli import main\n"
        "main()\n"
    )
    done = outcome_of(sys.executable, "-c", program, folder=folder)
    assert "Traceback" not in done.stderr, done.stderr
    return set(json.loads((folder / "loaded.json").read_text()))


IMPORT_ALL = """
import importlib, logging, sys, threading

deeds = []

def watch(event, details):
    if event == "open" and isinstance(details[1], str) and set(details[1]) & set("wax+"):
        deeds.append((event, str(details[0])))
    if event in {"socket.connect", "socket.bind", "sqlite3.connect", "subprocess.Popen",
                 "os.mkdir", "os.system", "os.putenv"}:
        deeds.append((event, str(details)))

sys.addaudithook(watch)
for name in sys.argv[1:]:
    before = len(deeds)
    importlib.import_module(name)
    deeds[before:] = [(name, *deed) for deed in deeds[before:]]
print(*deeds, sep="\\n", end="")
print(*[t for t in threading.enumerate() if t is not threading.main_thread()], sep="\\n", end="")
print(*logging.getLogger().handlers, sep="\\n", end="")
"""


@pytest.mark.slow
def test_importing_does_nothing(tmp_path: Path) -> None:
    """No file, no connection, no process, no thread, no logging; in an empty folder."""
    names = [
        name_of(path).removesuffix(".py").removesuffix("/__init__").replace("/", ".")
        for path in MODULES
        if path.name != "env.py"  # alembic's own script: it is run, not imported
    ]
    done = outcome_of(sys.executable, "-c", IMPORT_ALL, *names, folder=tmp_path)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert not list(tmp_path.iterdir())


# --- what stands where -----------------------------------------------------------------------


def test_every_module_says_its_job_lets_cancellations_through_and_starts_tasks_in_groups() -> None:
    """One test for all modules: each is read once."""
    assert [
        f"{name_of(path)}: {fault}"
        for path in MODULES
        for fault in faults_of(tree_of(path), name_of(path))
    ] == []


def faults_of(tree: ast.Module, name: str) -> Iterator[str]:
    first = (ast.get_docstring(tree) or "").split("\n\n")[0]
    if not first.endswith(".") or not (first[0].isupper() or first[0] == "`"):
        yield f"opens with no sentence on its job: {first}"
    for node in ast.walk(tree):
        # It loses a cancellation that comes with its answer, before Python 3.12.
        if isinstance(node, ast.Attribute) and node.attr == "wait_for":
            yield f"wait_for in line {node.lineno}"
        # A loose task is lost with its fault; `bot/app.py` alone may own one.
        if isinstance(node, ast.Attribute) and node.attr in {"create_task", "ensure_future"}:
            owner = getattr(node.value, "id", "")
            if owner in {"asyncio", "loop"} and name != "bot/app.py":
                yield f"a loose task in line {node.lineno}"
        if isinstance(node, ast.ImportFrom) and node.module == "asyncio":
            loose = {"create_task", "ensure_future"} & {each.name for each in node.names}
            if loose:
                yield f"takes {loose} from asyncio in line {node.lineno}"


@pytest.mark.slow
@pytest.mark.parametrize(
    ("source", "fault"),
    [
        ("", "opens with no sentence on its job: "),
        ('"""no sentence."""', "opens with no sentence on its job: no sentence."),
        ('"""A job."""\nasyncio.wait_for(it, 1)', "wait_for in line 2"),
        ('"""A job."""\nasyncio.create_task(it)', "a loose task in line 2"),
        ('"""A job."""\nloop.ensure_future(it)', "a loose task in line 2"),
        (
            '"""A job."""\nfrom asyncio import create_task',
            "takes {'create_task'} from asyncio in line 2",
        ),
        ('"""A job."""\ngroup.create_task(it)', None),
    ],
)
def test_a_module_that_breaks_a_rule_would_be_named(source: str, fault: str | None) -> None:
    found = [*faults_of(ast.parse(source), "bot/module.py")]
    assert found == ([] if fault is None else [fault])


def test_what_people_read_stands_in_templates_and_not_in_handlers_and_use_cases() -> None:
    silent = [path for path in MODULES if name_of(path).startswith(SPEECHLESS)]
    assert len(silent) > 20
    spoken = [
        (name_of(path), words)
        for path in silent
        for words in words_in(tree_of(path))
        if re.search("[а-яіїєґ]", words, re.IGNORECASE)
    ]
    assert not spoken


def words_in(tree: ast.Module) -> Iterator[str]:
    """The string literals of a module, without its docstrings."""
    docstrings = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield "" if id(node) in docstrings else node.value


def test_no_module_and_no_function_is_too_long_to_follow() -> None:
    """Look again at half of this; a migration is a list, and may be long."""
    modules = [path for path in MODULES if "versions" not in path.parts]
    long = [
        f"{name_of(path)}: {length} lines"
        for path in modules
        if (length := len(path.read_text(encoding="utf-8").splitlines())) > LONGEST_MODULE
    ]
    for path in modules:
        for node in ast.walk(tree_of(path)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                length = (node.end_lineno or node.lineno) - node.lineno + 1
                if length > LONGEST_FUNCTION:
                    long.append(f"{name_of(path)} {node.name}: {length} lines")
    assert not long


READS_DATES = (
    ".fromisoformat .fromtimestamp .strptime .combine parsedate_to_datetime datetime date"
)


@pytest.mark.parametrize(
    ("owners", "calls"),
    [
        ({"bot/intake/dates.py", "bot/intake/machine_dates.py"}, READS_DATES),
        ({"bot/intake/decode.py"}, ".decode .lookup .getincrementaldecoder"),
        ({"bot/intake/html_tree.py"}, ".HTMLParser"),
    ],
)
def test_intake_has_its_readers_of_dates_one_decoder_and_one_parser_of_html(
    owners: set[str], calls: str
) -> None:
    found = {
        name_of(path)
        for path in (ROOT / "bot/intake").rglob("*.py")
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.Call) and called_by(node) in calls.split()
    }
    assert found == owners


def called_by(call: ast.Call) -> str:
    """«.decode» of a method, «date» of a name."""
    match call.func:
        case ast.Attribute(attr=name):
            return f".{name}"
        case ast.Name(id=name):
            return name
    return ""


def test_a_folder_of_tests_is_a_package() -> None:
    folders = {path.parent for path in TESTS}
    assert len(folders) > 8
    assert not [name_of(folder) for folder in folders if not (folder / "__init__.py").exists()]


# --- what the repository is free of -----------------------------------------------------------

# Written so that this file does not contain them.
FOREIGN = re.compile(
    "|".join(
        [
            r"(?<![\w.])/" + "(?:work|root|home|Users)" + r"/",
            r"[A-Z]:\\" + "Users",
            "pypi" + r"\.org",
            "python" + r"hosted\.",
            "npm" + r"js\.",
            "art" + "ifactory",
            r"--(?:extra-)?" + r"index-url[ =]",
        ]
    )
)


def texts_of_the_repository() -> Iterator[tuple[str, str]]:
    """Every file but what git does not look at, and what is no text."""
    for folder, folders, names in os.walk(ROOT):
        folders[:] = [name for name in folders if name not in IGNORED]
        for path in (Path(folder, name) for name in names if name not in IGNORED):
            data = path.read_bytes()
            if b"\0" not in data:
                yield name_of(path), data.decode("utf-8", errors="replace")


def test_no_file_names_a_machines_folders_or_where_packages_come_from() -> None:
    texts = dict(texts_of_the_repository())
    assert {"README.md", "Makefile", "bot/app.py"} <= set(texts)
    found = [
        f"{name}: {match[0]}" for name, text in texts.items() for match in FOREIGN.finditer(text)
    ]
    assert not found


@pytest.mark.parametrize("kind", ["run", "test", "bench"])
def test_a_lock_file_pins_every_package_by_hash_and_names_no_address(kind: str) -> None:
    lock = (ROOT / "requirements" / f"{kind}.txt").read_text()
    assert "://" not in lock
    assert " @ " not in lock
    packages = re.split(r"\n(?=\S)", lock.strip())
    assert len(packages) > 20
    for package in packages:
        head, *hashes = package.replace("\\\n", "").split(" --hash=")
        assert re.fullmatch(r"[\w.\[\]-]+==[\w.!+]+( ; .+)?\s*", head), head
        assert hashes, head
        assert all(re.fullmatch(r"sha256:[0-9a-f]{64}\s*", value) for value in hashes), head


# --- names ------------------------------------------------------------------------------------


def test_no_module_of_the_bot_has_the_name_of_another() -> None:
    names = [path.stem for path in (ROOT / "bot").rglob("*.py") if not path.stem.startswith("__")]
    assert sorted(name for name, times in Counter(names).items() if times > 1) == []


def test_a_commands_file_bears_its_name() -> None:
    group = typer.main.get_command(cli.COMMAND_LINE)
    assert isinstance(group, TyperGroup)
    files = {path.stem for path in (ROOT / "bot/commands").glob("*.py")}
    assert {
        name if name.isidentifier() and not iskeyword(name) else f"{name}_"
        for name in group.commands
    } <= files


def test_no_class_has_too_many_public_methods() -> None:
    wide = [
        f"{name_of(path)} {node.name}: {len(methods)}"
        for path in MODULES
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.ClassDef)
        and len(
            methods := [
                each
                for each in node.body
                if isinstance(each, ast.FunctionDef | ast.AsyncFunctionDef) and each.name[0] != "_"
            ]
        )
        > MOST_METHODS
    ]
    assert not wide


# --- tests ------------------------------------------------------------------------------------


def test_tests_import_nothing_private_of_ours() -> None:
    """What they reach through a dot, ruff holds."""
    assert not [
        f"{name_of(path)}: {name.name}"
        for path in TESTS
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith(OURS)
        for name in node.names
        if name.name[0] == "_"
    ]


def test_use_cases_come_out_of_the_assembled_app_alone() -> None:
    parts = {
        part.__name__
        for part in get_type_hints(App).values()
        if part.__module__.startswith(("bot.usecases", "bot.updates"))
    }
    own_limits = (
        "tests/storage/test_retention.py",
        "tests/updates/test_door.py",
        "tests/usecases/test_publishing.py",
        "tests/usecases/test_replicas.py",
    )
    assert len(parts) > 10
    assert not [
        f"{name_of(path)}: {node.func.id}"
        for path in TESTS
        if name_of(path) not in own_limits  # which choose them
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in parts
    ]


# --- what belongs to a person -----------------------------------------------------------------


def test_every_table_has_a_word_on_whose_its_rows_are() -> None:
    held = {holding.table.name for holding in HOLDINGS}
    assert not held & set(OF_NO_READER)
    assert held | set(OF_NO_READER) == set(metadata.tables)


@pytest.mark.parametrize("table", sorted(OF_NO_READER))
def test_no_number_of_a_person_hides_in_a_table_of_no_reader(table: str) -> None:
    numbers = {
        column.name
        for column in metadata.tables[table].columns
        if isinstance(column.type, BigInteger)
        and not column.foreign_keys
        and column.name not in {"id", "resembles"}
    }
    named = set(re.findall(r"\w+", OF_NO_READER[table].rpartition("(")[2]))
    assert numbers <= named, "each is named, in brackets behind the reason"


def test_a_holding_covers_every_number_of_a_person_in_its_table() -> None:
    """What is not the person's own number is said here."""
    others = {
        "delivery": {"subject_id", "message_id", "sent_after", "thread_id"},
        "unreached": {"delivery_id"},
        "chat_pace": {"busy_with"},
        "inbox": {"update_id"},
        "channel": {"chat_id", "last_message_id", "thread_id"},
        "letter": {"message_id", "notice_id"},
        "letter_answer": {"desk_chat_id", "desk_message_id", "sent_as"},
        "paste_part": {"message_id", "article_id"},
        "question": {"message_id", "seen", "channel_id"},
        "form": {"message_id"},
        "late_edit": {"message_id"},
        "reader": {"thread_id"},
        "search": {"message_id"},
    }
    for holding in HOLDINGS:
        columns = [c for c in holding.table.columns if isinstance(c.type, BigInteger)]
        numbers = {c.name for c in columns if c.name != "id" and not c.foreign_keys}
        mentioned = str(holding.is_of(1))
        unknown = numbers - others.get(holding.table.name, set())
        assert not [name for name in unknown if name not in mentioned], holding.table.name
