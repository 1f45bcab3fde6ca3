"""How a command fails: one line, and an exit code."""

import errno
import os
import sys

import typer

# What an output says that is full, closed, or gone.
_OUTPUT_FAULTS = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO, errno.EPIPE, errno.EBADF)


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


def see_it_printed() -> None:
    """Raises `OSError` where what a command said did not arrive."""
    if sys.stdout is not None:
        sys.stdout.flush()
    elif sys.argv[1:2] != ["run"]:  # the bot works where nobody listens, too
        raise OSError(errno.EBADF, "closed")


def exit_code_of_output(error: OSError | SystemExit) -> int:
    """Say that the output did not arrive; `… | head` wants no more of it, and no word about that.

    Typer itself makes a SystemExit of a broken pipe.
    """
    number = (error.errno or 0) if isinstance(error, OSError) else errno.EPIPE
    if number not in _OUTPUT_FAULTS:
        raise error
    # What is still in the buffer is dropped: Python would try it once more, and print a traceback.
    sys.stdout = None
    if number != errno.EPIPE:
        typer.echo(f"vistnyk: the output could not be written: {os.strerror(number)}", err=True)
    return 1
