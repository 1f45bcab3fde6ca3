"""What is said of settings that cannot be used: one sentence each, in plain words."""

from collections.abc import Collection, Mapping, Sequence
from difflib import get_close_matches
from io import StringIO
from pathlib import Path
from typing import Any

from dotenv.parser import Binding, parse_stream

_ALIKE = 0.85  # of 1: OWNER_ID and OWNER_IDS are; HTTP_PROXY and HTTP_PORT are not
_RULES = {
    "greater_than": "has to be more than {gt}",
    "greater_than_equal": "has to be {ge} or more",
    "less_than": "has to be less than {lt}",
    "less_than_equal": "has to be {le} or less",
    "float_parsing": "has to be a number",
    "int_parsing": "has to be a whole number",
    "literal_error": "has to be {expected}",
    "enum": "has to be {expected}",
    "string_too_long": "has to have {max_length} characters or fewer",
}


class SettingsError(Exception):
    """Settings that cannot be used; its words say which and why."""


def sentence(problem: object) -> str:
    """What is wrong with one value, of pydantic's account of it; the value is not repeated."""
    if not isinstance(problem, dict):  # pydantic says dict, its types say more
        return str(problem)
    name = "_".join(str(part) for part in problem["loc"][:1]).upper()
    return f"{name}: {rule_of(problem)}"


def rule_of(problem: Mapping[str, Any]) -> str:
    """What a value has to be, of pydantic's account of one that is not."""
    if rule := _RULES.get(problem["type"]):
        return rule.format_map({k: _plain(v) for k, v in problem.get("ctx", {}).items()})
    return str(problem["msg"]).removeprefix("Value error, ")


def _plain(fact: object) -> object:
    """Whole numbers without a decimal point."""
    return int(fact) if isinstance(fact, float) and fact.is_integer() else fact


def see_that_lines_are_settings(file: Path) -> None:
    """Raises `SettingsError` for lines of `.env` that set nothing and are no comments.

    The reader of such files passes over them, and a default that nobody chose would be in force.
    """
    numbers = [str(_number(line)) for line in _lines(file) if line.error or _is_bare(line)]
    if numbers:
        which = f"line{'s' * (len(numbers) > 1)} {', '.join(numbers)}"
        raise SettingsError(f"{file}, {which}: has to be NAME=value, or a comment after «#»")


def misspelt(file: Path, names: Collection[str]) -> dict[str, str]:
    """Names in `.env` that are no setting's, and what was probably meant by each."""
    strange = {line.key.upper() for line in _lines(file) if line.key}.difference(names)
    close = {name: get_close_matches(name, names, 1, _ALIKE) for name in sorted(strange)}
    return {name: found[0] for name, found in close.items() if found}


def _is_bare(line: Binding) -> bool:
    """A name without a value, and without «=»."""
    return line.key is not None and line.value is None


def _number(line: Binding) -> int:
    """Its own: the parser counts the empty lines before it to it."""
    text = line.original.string
    return line.original.line + text[: len(text) - len(text.lstrip())].count("\n")


def _lines(file: Path) -> Sequence[Binding]:
    """What a `.env` says; nothing where there is none. Raises `SettingsError`."""
    if not file.is_file():
        return ()
    try:
        return list(parse_stream(StringIO(file.read_text(encoding="utf-8-sig"))))
    except UnicodeDecodeError:
        raise SettingsError(f"{file} is not text in UTF-8: save it as such") from None
    except OSError as error:
        raise SettingsError(f"{file} cannot be read: {error.strerror or error}") from None
