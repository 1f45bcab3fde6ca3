"""What several commands of the command line take, and how far a number goes."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated

import typer


class For(StrEnum):
    CHANNEL = "channel"
    READER = "reader"


class LanguageChoice(StrEnum):
    UK = "uk"
    EN = "en"


LARGEST_NUMBER = 2**63 - 1  # that a database holds
LARGEST_PORT = 65535
MOST_FOUND = 1_000
MOST_READERS = 10_000_000
HIGHEST_RATE = 100_000

Source = Annotated[
    str,
    typer.Argument(
        metavar="SOURCE",
        help="The page: text as it was copied, or a web page. A file, an address, or - for "
        "standard input.",
    ),
]
Json = Annotated[bool, typer.Option("--json", help="Print one JSON document and nothing else.")]
CopiedAt = Annotated[
    datetime | None,
    typer.Option(
        metavar="TIME",
        formats=[
            "%Y-%m-%dT%H:%M:%S%z",
            "%Y-%m-%dT%H:%M%z",
            "%Y-%m-%dT%H:%M:%S",
            "%Y-%m-%dT%H:%M",
            "%Y-%m-%d",
        ],
        help="When the page was copied, such as 2026-05-10T15:25:00+03:00: dates without a year, "
        "or relative ones, are then the latest such day not after it.",
    ),
]
