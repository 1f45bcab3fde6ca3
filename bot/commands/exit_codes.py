"""How a command fails: one line, and an exit code."""

from typer.exceptions import TyperException


class CommandError(Exception):
    """`exit_code` 1: tried and failed; 2: not usable input, or wrong arguments."""

    def __init__(self, words: str, exit_code: int = 1) -> None:
        super().__init__(in_one_line(words))
        self.exit_code = exit_code


def misuse_in_words(misuse: TyperException) -> str:
    """What is wrong with an argument, in the words that settings have for it."""
    from pydantic import ValidationError  # noqa: PLC0415 - whoever misuses nothing needs none

    from bot.config.complaints import rule_of  # noqa: PLC0415 - likewise

    words = misuse.format_message()
    if isinstance(misuse.__cause__, ValidationError):
        for problem in misuse.__cause__.errors():
            words = words.replace(problem["msg"], rule_of(problem))
    return in_one_line(words)


def in_one_line(words: str) -> str:
    return " ".join(words.split())


def only(fault: BaseException) -> BaseException:
    """The one fault of a group, however deep; a group of several stays as it is."""
    while isinstance(fault, BaseExceptionGroup) and len(fault.exceptions) == 1:
        fault = fault.exceptions[0]
    return fault
