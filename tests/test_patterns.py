"""Every regular expression takes linear time, whatever text it meets.

The patterns are found by themselves, each is attacked with texts made of its own parts (repeated,
nested, cut short, followed by what does not fit), by the methods that the code calls on it.
"""

import ast
import importlib
import re
import signal
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from re import _constants as codes
from re import _parser as reader
from typing import Any, NamedTuple

import pytest

from bot.logs import pattern_of

ROOT = Path(__file__).parents[1]
PACKAGES = ("bot", "handlers", "storage")
OF_NO_STRANGERS = ("bot.sandbox", "bot.demo", "storage.migrations")
# Written where they are used: read from the operator's settings, or from addresses cut to 2,000.
INLINE = {
    ("bot/config/environment.py", r"[,\s]+"),
    ("bot/config/environment.py", r"[A-Za-z0-9_-]{1,32}"),
    ("bot/config/environment.py", r"[!-~]+"),
    ("bot/config/environment.py", r"[A-Za-z0-9_-]{1,256}"),
    ("bot/config/addresses.py", r"[,\s]+"),
    ("bot/config/addresses.py", r"[!-~]+"),
    ("bot/config/environment.py", r"[0-9]+:[A-Za-z0-9_-]{3,}"),
    ("bot/config/environment.py", r"://[^/@\s]*?:([^/@\s]+)@"),
    ("bot/logs.py", r"\\+|[^\\]"),  # a secret of the settings, cut into its characters
    ("bot/logs.py", "'|'.join(patterns)"),  # tried in tests/test_logs.py
    ("bot/domain/url_keys.py", r"\.amp(?=\.html?$|$)"),
    ("bot/intake/web/metadata.py", r"[,;]"),
    ("bot/intake/web/headline.py", r"\w{3,}"),
    ("bot/intake/record.py", "_MOMENT"),
    # Made of the secrets that there are: attacked below, with some.
    ("bot/logs.py", "'|'.join([*map(_written, reversed(known)), *_SECRET_BY_SHAPE])"),
}
SECRETS = ("a1 b%c\\\\d", "я\"&'<=:/@")
SMALL, LARGE = 6_000, 100_000
SUSPECT = 0.008  # seconds of this thread for a small text: hardly a linear pattern takes that
TOO_LONG = 3.0  # seconds for a large one: a linear pattern takes a hundredth of it

METHODS: dict[str, Callable[[re.Pattern[Any], Any], object]] = {
    "search": lambda pattern, text: pattern.search(text),
    "match": lambda pattern, text: pattern.match(text),
    "fullmatch": lambda pattern, text: pattern.fullmatch(text),
    "finditer": lambda pattern, text: sum(1 for _ in pattern.finditer(text)),
}
# They look for one match behind the other, and for nothing else.
AS_FINDITER = ("sub", "subn", "split", "findall")
# `finditer` begins as `search` does, and goes on.
ALL_METHODS = ("match", "fullmatch", "finditer")
_LETTERS = "a1 -_.<>\"'=/я&#:,;(|\n•А"
_CATEGORIES: dict[object, Callable[[str], bool]] = {
    codes.CATEGORY_DIGIT: str.isdigit,
    codes.CATEGORY_NOT_DIGIT: lambda c: not c.isdigit(),
    codes.CATEGORY_SPACE: str.isspace,
    codes.CATEGORY_NOT_SPACE: lambda c: not c.isspace(),
    codes.CATEGORY_WORD: lambda c: c.isalnum() or c == "_",
    codes.CATEGORY_NOT_WORD: lambda c: not (c.isalnum() or c == "_"),
}
_REPEATS = (codes.MAX_REPEAT, codes.MIN_REPEAT, codes.POSSESSIVE_REPEAT)


class Found(NamedTuple):
    """A pattern by the name that its module gives it, and what the code calls on it."""

    name: str
    pattern: re.Pattern[Any]
    methods: tuple[str, ...]


class SlowError(Exception):
    """A pattern was still at it when its time was over."""


# --- which patterns there are ---


def modules() -> Iterator[tuple[str, str]]:
    """Each by its name, and its text."""
    for package in PACKAGES:
        for path in sorted((ROOT / package).rglob("*.py")):
            name = ".".join(path.relative_to(ROOT).with_suffix("").parts)
            name = name.removesuffix(".__init__")
            if not name.startswith(OF_NO_STRANGERS) and not name.endswith("__main__"):
                yield name, path.read_text(encoding="utf-8")


def sources() -> Iterator[tuple[str, ast.Module]]:
    for name, text in modules():
        yield name, ast.parse(text)


def called_on(names: set[str]) -> dict[tuple[str, str], set[str]]:
    """Which attributes of these names of modules the code reads, in that module or another."""
    called: dict[tuple[str, str], set[str]] = {}
    one_of_them = re.compile(rf"\b({'|'.join(names)})\b")
    for module, text in modules():
        if not one_of_them.search(text):
            continue
        nodes = [*ast.walk(ast.parse(text))]
        come_from = {
            name.asname or name.name: (node.module or "", name.name)
            for node in nodes
            if isinstance(node, ast.ImportFrom)
            for name in node.names
        }
        for node in nodes:
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
                owner = come_from.get(node.value.id, (module, node.value.id))
                called.setdefault(owner, set()).add(node.attr)
    return called


@cache
def patterns() -> list[Found]:
    named = [
        (module, name, value)
        for module, _ in modules()
        for name, value in vars(importlib.import_module(module)).items()
        if isinstance(value, re.Pattern)
    ]
    called = called_on({name for _, name, _ in named})
    found: dict[tuple[str | bytes, int], Found] = {}
    for module, name, value in named:
        calls = {
            "finditer" if call in AS_FINDITER else call for call in called.get((module, name), ())
        }
        methods = tuple(sorted(calls & set(METHODS)))
        key = (value.pattern, value.flags)
        before = found[key].methods if key in found else ()
        every = tuple(dict.fromkeys((*before, *methods)))
        found[key] = Found(f"{module}.{name}", value, every)
    # What no code calls by name is handed on to others, who may call anything.
    return [one._replace(methods=one.methods or ALL_METHODS) for one in found.values()]


def written_inline() -> Iterator[tuple[str, str]]:
    """Patterns that are no names of their module: `re.sub(r"…", …)`, or compiled in a function."""
    for module, tree in sources():
        named = {
            id(call)
            for node in tree.body
            if isinstance(node, ast.Assign | ast.AnnAssign) and node.value
            for call in ast.walk(node.value)
        }
        for call in ast.walk(tree):
            is_call = isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute)
            if not is_call or id(call) in named:
                continue
            assert isinstance(call, ast.Call)
            assert isinstance(call.func, ast.Attribute)
            owner = call.func.value
            if isinstance(owner, ast.Name) and owner.id == "re" and call.func.attr != "escape":
                given = call.args[0]
                said = given.value if isinstance(given, ast.Constant) else ast.unparse(given)
                yield f"{module.replace('.', '/')}.py", str(said)


# --- what they are attacked with ---


def is_in(items: Sequence[tuple[Any, Any]], letter: str) -> bool:
    hit = negated = False
    for code, value in items:
        if code is codes.NEGATE:
            negated = True
        elif code is codes.LITERAL:
            hit = hit or ord(letter) == value
        elif code is codes.RANGE:
            hit = hit or value[0] <= ord(letter) <= value[1]
        elif code is codes.CATEGORY:
            hit = hit or _CATEGORIES[value](letter)
    return hit != negated


def letters_of(items: Sequence[tuple[Any, Any]]) -> list[str]:
    own = [chr(v) for code, v in items if code is codes.LITERAL]
    own += [chr(v[0]) for code, v in items if code is codes.RANGE]
    fitting = [letter for letter in (*_LETTERS, *own) if is_in(items, letter)]
    return fitting or ["a"]


def sample(tree: Any, turn: int, times: int) -> str:
    """A text that fits, or nearly: `turn` chooses among letters and branches."""
    said = ""
    for code, value in tree:
        if code is codes.LITERAL:
            said += chr(value)
        elif code is codes.NOT_LITERAL:
            said += next(letter for letter in _LETTERS if ord(letter) != value)
        elif code is codes.ANY:
            said += "a"
        elif code is codes.IN:
            fitting = letters_of(value)
            said += fitting[turn % len(fitting)]
        elif code is codes.BRANCH:
            said += sample(value[1][turn % len(value[1])], turn, times)
        elif code is codes.SUBPATTERN:
            said += sample(value[3], turn, times)
        elif code is codes.ATOMIC_GROUP:
            said += sample(value, turn, times)
        elif code in _REPEATS:
            least, most, inner = value
            said += sample(inner, turn, times) * min(max(least, times), most, 100)
    return said


def pieces(tree: Any, before: tuple[Any, ...] = ()) -> Iterator[tuple[tuple[Any, ...], Any]]:
    """Everything that is repeated, with what stands before it."""
    items = list(tree)
    for at, (code, value) in enumerate(items):
        outer = (*before, *items[:at])
        if code in _REPEATS:
            yield outer, value[2]
            yield from pieces(value[2], outer)
        elif code is codes.SUBPATTERN:
            yield from pieces(value[3], outer)
        elif code is codes.ATOMIC_GROUP:
            yield from pieces(value, outer)
        elif code is codes.BRANCH:
            for branch in value[1]:
                yield from pieces(branch, outer)
        elif code in (codes.ASSERT, codes.ASSERT_NOT):
            yield from pieces(value[1], outer)


def attacks(pattern: re.Pattern[Any]) -> set[tuple[str, str]]:
    """Beginnings, and what is repeated behind them."""
    said = pattern.pattern
    written = said if isinstance(said, str) else said.decode("latin-1")
    tree = reader.parse(written, pattern.flags if isinstance(said, str) else 0)
    found: set[tuple[str, str]] = set()
    for turn in range(3):
        for times in range(3):
            whole = sample(tree, turn, times)
            cuts = (whole, whole[:-1], whole[: len(whole) // 2], whole[:1], f"{whole} ")
            found |= {("", cut) for cut in cuts}
        for before, inner in pieces(tree):
            unit, start = sample(inner, turn, 1), sample(before, turn, 1)
            found |= {
                (start, unit), ("", unit), ("", start + unit), ("", start),
                ("", f"{start}{unit * 3}\0"), ("", f"{unit}{unit} "),
            }  # fmt: skip
    return {(start, unit) for start, unit in found if unit}


def seconds(found: Found, method: str, text: str, limit: float = 2 * TOO_LONG) -> float:
    """Processor time of this thread alone: a busy machine does not count."""
    is_bytes = isinstance(found.pattern.pattern, bytes)
    given = text.encode("latin-1", "replace") if is_bytes else text
    began = time.thread_time()
    with cut_off(f"{found.name}.{method}({text[:80]!r}…)", limit):
        METHODS[method](found.pattern, given)
    return time.thread_time() - began


@contextmanager
def cut_off(what: str, limit: float) -> Iterator[None]:
    def stop(*_: object) -> None:
        raise SlowError(what)

    before = signal.signal(signal.SIGVTALRM, stop)
    signal.setitimer(signal.ITIMER_VIRTUAL, limit)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


def slowest(found: Found) -> Iterator[str]:
    """The attacks that take a pattern too long, until one has to be cut off."""
    for start, unit in sorted(attacks(found.pattern)):
        for end in ("", "\0"):
            for method in found.methods:
                try:
                    text = start + unit * (SMALL // len(unit) + 1) + end
                    if seconds(found, method, text) < SUSPECT:
                        continue
                    text = start + unit * (LARGE // len(unit) + 1) + end
                    took = seconds(found, method, text)
                except SlowError as slow:
                    yield str(slow)
                    return
                if took > TOO_LONG:
                    yield f"{found.name}.{method}({text[:80]!r}…) takes {took:.1f} s"


@pytest.mark.slow
@pytest.mark.timeout(300)  # some seconds of the processor, on a busy machine
def test_every_pattern_takes_linear_time() -> None:
    assert [slow for found in patterns() for slow in slowest(found)] == []


@pytest.mark.slow
@pytest.mark.parametrize("secret", SECRETS)
def test_what_takes_secrets_out_of_the_log_takes_linear_time(secret: str) -> None:
    assert list(slowest(Found("bot.logs", pattern_of([secret]), ("finditer",)))) == []


@pytest.mark.slow
def test_an_exponential_and_a_quadratic_pattern_would_be_noticed() -> None:
    web_page = re.compile(r"\s*(?:<!--.{0,2000}?-->\s*)*<html", re.DOTALL)
    with pytest.raises(SlowError):
        seconds(Found("comments", web_page, ("match",)), "match", "<!-- -->" * 40 + "text", 0.5)
    blanks = Found("blanks", re.compile(r"\s+[|]"), ("search",))
    assert seconds(blanks, "search", " " * 20_000) > 20 * seconds(blanks, "search", " " * 2_000)


@pytest.mark.slow
def test_no_pattern_is_hidden_from_this_test() -> None:
    assert set(written_inline()) - INLINE == set()
    assert len(patterns()) > 100
