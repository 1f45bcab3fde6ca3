"""Of a group of faults, only a lone one is told in words."""

import pytest

from bot.commands.ending import CommandFailed, only


def test_a_lone_fault_is_found_however_deep_it_lies() -> None:
    fault = ValueError("deep")
    assert only(ExceptionGroup("", [ExceptionGroup("", [fault])])) is fault
    assert only(fault) is fault


def test_of_several_faults_none_is_hidden() -> None:
    group = ExceptionGroup("", [ValueError("one"), KeyError("two")])
    assert only(group) is group
    assert only(ExceptionGroup("", [group])) is group


@pytest.mark.parametrize("words", ["one\ntwo", " one \r\n\n two ", "one\u2028two"])
def test_a_failure_is_one_line_whatever_it_quotes(words: str) -> None:
    assert str(CommandFailed(words)) == "one two"
