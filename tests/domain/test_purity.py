"""The domain is made of the standard library alone, and reads no clock but the one it defines."""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import bot.domain

MODULES = sorted(Path(bot.domain.__file__).parent.glob("*.py"))
OUTER = {"asyncio", "http", "io", "logging", "os", "pathlib", "socket", "sqlite3", "subprocess"}


def imported(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or ""


@pytest.mark.parametrize("module", MODULES, ids=lambda path: path.stem)
def test_a_module_of_the_domain_imports_only_the_standard_library_and_the_domain(
    module: Path,
) -> None:
    for name in imported(ast.parse(module.read_text(encoding="utf-8"))):
        root = name.partition(".")[0]
        assert name.startswith("bot.domain") or root in sys.stdlib_module_names, name
        assert root not in OUTER, f"{name}: rules are given their facts"


@pytest.mark.parametrize("module", MODULES, ids=lambda path: path.stem)
def test_a_rule_is_given_the_time_and_does_not_look_at_the_clock(module: Path) -> None:
    if module.stem == "clock":
        return
    calls = [
        node.attr
        for node in ast.walk(ast.parse(module.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute)
    ]
    assert not {"now", "utcnow", "today", "time"} & set(calls)


def test_there_is_something_to_look_at() -> None:
    assert len(MODULES) > 10
