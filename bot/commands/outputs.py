"""What a command prints for programs, and whether what it printed has arrived."""

import errno
import os
import sys

import orjson
import typer

# What an output says that is full, closed, or gone.
_OUTPUT_FAULTS = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO, errno.EPIPE, errno.EBADF)


def print_json(document: object) -> None:
    """Print UTF-8, whatever the terminal's encoding is."""
    typer.echo(orjson.dumps(document, option=orjson.OPT_INDENT_2))


def see_it_printed() -> None:
    """Raises `OSError` where what a command said did not arrive."""
    if sys.stdout is not None:
        sys.stdout.flush()
    elif sys.argv[1:2] != ["run"]:  # the bot works where nobody listens, too
        raise OSError(errno.EBADF, "closed")


def print_no_more() -> None:
    """Drop what is still in the buffer: Python would try it once more, and print a traceback."""
    sys.stdout = None


def exit_code_of_output(error: OSError | SystemExit) -> int:
    """Say that the output did not arrive; `… | head` wants no more of it, and no word about that.

    Typer itself makes a SystemExit of a broken pipe.
    """
    number = (error.errno or 0) if isinstance(error, OSError) else errno.EPIPE
    if number not in _OUTPUT_FAULTS:
        raise error
    print_no_more()
    if number != errno.EPIPE:
        typer.echo(f"vistnyk: the output could not be written: {os.strerror(number)}", err=True)
    return 1
