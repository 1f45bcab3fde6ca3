"""What the mutation tool makes of a module: each mutant is one change, and it can be run."""

import ast
from pathlib import Path

import pytest

from tests.mutate.__main__ import MODULES, Accepted, Report, all_mutants
from tests.mutate.choosing import TESTS
from tests.mutate.mutants import changed, of_module
from tests.mutate.trying import End, Tried

ROOT = Path(__file__).parents[2]
SOURCE = '''"""A module."""

import logging

_logger = logging.getLogger(__name__)
MOST = 20


async def take(rows: list[int], limit: int | None = None) -> list[int]:
    """What is due."""
    if not rows or limit == 0:
        return []
    _logger.info("taking %s", rows)
    await execute(
        update(table)
        .where(table.c.id.in_(rows), table.c.state == State.DUE)
        .values(state=State.SENDING, attempts=0)
    )
    if limit is None:
        raise ValueError("no limit")
    return sorted(row for row, _ in zip(rows, rows, strict=True))[:limit]
'''


def test_a_change_is_found_wherever_the_meaning_may_change() -> None:
    found = {(mutant.was, mutant.now) for mutant in of_module("a.py", SOURCE)}
    assert found >= {
        ("20", "40"),
        ("not rows or limit == 0", "(not rows and limit == 0)"),
        ("not rows or limit == 0", "(limit == 0)"),
        ("not rows or limit == 0", "False"),
        ("not rows", "(rows)"),
        ("limit == 0", "limit != 0"),
        ("table.c.id.in_(rows)", "*()"),
        ("table.c.state == State.DUE", "*()"),
        ("State.DUE", "State.SENDING"),
        ("attempts=0", "**{}"),
        ("limit is None", "limit is not None"),
        ("return sorted(row for row, _ in zip(rows, rows, strict=True))[:limit]", "return None"),
    }
    assert any(was.startswith("await execute(") and now == "pass" for was, now in found)


def test_words_for_programmers_and_types_are_left_alone() -> None:
    texts = " ".join(mutant.was + mutant.now for mutant in of_module("a.py", SOURCE))
    assert ("True", "False") not in {(each.was, each.now) for each in of_module("a.py", SOURCE)}
    for words in ("taking", "no limit", "What is due", "A module", "int", "__name__"):
        assert words not in texts


def test_no_said_in_two_ways_is_no_change() -> None:
    source = "def asks(row):\n    if row:\n        return False\n    return None\n"
    assert [m.now for m in of_module("a.py", source) if m.was.startswith("return")] == []


def test_a_test_that_took_too_long_does_not_count_as_one_that_noticed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    mutant, *others = of_module("a.py", SOURCE)
    report = Report(2, Accepted(), tmp_path / "last.json")
    report.add(Tried(mutant, End.TIMED_OUT, 1))
    report.add(Tried(others[0], End.SURVIVED, 1))
    assert report.table().startswith("  0.0 %  a.py")
    assert "timed out" in capsys.readouterr().out


@pytest.mark.slow
@pytest.mark.parametrize("path", ["storage/enqueue.py", "bot/delivery/worker.py"])
def test_every_mutant_is_a_program_of_as_many_lines(path: str) -> None:
    source = (ROOT / path).read_text("utf-8")
    mutants = of_module(path, source)
    assert len(mutants) > 100
    for mutant in mutants:
        text = changed(source, mutant)
        assert text != source
        assert text.count("\n") == source.count("\n")
        ast.parse(text)


@pytest.mark.slow
def test_all_folders_and_every_accepted_change_are_still_there() -> None:
    assert [place for place in (*MODULES, *TESTS) if not (ROOT / place).exists()] == []
    assert Accepted().stale(all_mutants()) == []
