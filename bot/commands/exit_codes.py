"""How a command fails: one line, and an exit code."""


class CommandError(Exception):
    """`exit_code` 1: tried and failed; 2: not usable input, or wrong arguments."""

    def __init__(self, words: str, exit_code: int = 1) -> None:
        super().__init__(in_one_line(words))
        self.exit_code = exit_code


def in_one_line(words: str) -> str:
    return " ".join(words.split())


def only(fault: BaseException) -> BaseException:
    """The one fault of a group, however deep; a group of several stays as it is."""
    while isinstance(fault, BaseExceptionGroup) and len(fault.exceptions) == 1:
        fault = fault.exceptions[0]
    return fault
