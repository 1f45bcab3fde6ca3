"""What a command is given: the settings, and the pages of files and standard input."""

import sys
from pathlib import Path

from bot.commands.exit_codes import CommandError
from bot.config import Settings, SettingsError, read_settings
from bot.domain.errors import RefusedError


def settings_or_fail() -> Settings:
    try:
        return read_settings()
    except SettingsError as error:
        raise CommandError(f"{error}; see .env.example", 2) from None


def exit_code_of(refusal: RefusedError) -> int:
    """1: a site was asked and failed us; 2: not usable input."""
    return 1 if refusal.code.startswith("site_") else 2


def is_address(source: str) -> bool:
    return source.startswith(("http://", "https://"))


def read_data(source: str, most: int) -> bytes:
    """The first `most` bytes of a file, or of standard input for «-». Raises `CommandError`."""
    if source == "-":
        if sys.stdin is None:
            raise CommandError("-: there is no standard input", 2)
        return sys.stdin.buffer.read(most)
    try:
        with Path(source).open("rb") as file:
            return file.read(most)
    except OSError as error:
        raise CommandError(f"{source}: {error.strerror}", 2) from None
