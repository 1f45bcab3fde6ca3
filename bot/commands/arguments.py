"""What several commands of the command line take, and how far a number goes."""

from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer


class For(StrEnum):
    CHANNEL = "channel"
    READER = "reader"


class LanguageChoice(StrEnum):
    UK = "uk"
    EN = "en"


_LARGEST_NUMBER = 2**63 - 1  # that a database holds
_LARGEST_PORT = 65535
_MOST_FOUND = 1_000
_MOST_READERS = 10_000_000
_HIGHEST_RATE = 100_000

Source = Annotated[
    str,
    typer.Argument(
        metavar="SOURCE",
        help="The page: text as it was copied, or a web page. A file, an address, or - for "
        "standard input.",
    ),
]
FeedSource = Annotated[
    str,
    typer.Argument(
        metavar="SOURCE", help="A feed's address, a file with a feed, or - for standard input."
    ),
]


def _within_a_database(number: int | None) -> int | None:
    """No `max`: the help would show it, and no article comes near."""
    if number is not None and abs(number) > _LARGEST_NUMBER:
        raise typer.BadParameter("no article has so large a number")
    return number


ArticleId = Annotated[
    int | None,
    typer.Argument(
        metavar="ID",
        callback=_within_a_database,
        show_default=False,
        help="The article's number; without it, the last ten are listed.",
    ),
]
BackupFile = Annotated[Path, typer.Argument(metavar="FILE", dir_okay=False, help="The backup.")]
OtherDatabase = Annotated[
    str, typer.Option("--to", metavar="URL", help="An empty database, as DATABASE_URL names one.")
]
PagesToImport = Annotated[
    list[str], typer.Argument(metavar="SOURCE", help="Files, folders, addresses, or -.")
]
Json = Annotated[bool, typer.Option("--json", help="Print one JSON document and nothing else.")]


def _read_time(typed: str) -> datetime:
    try:
        return datetime.fromisoformat(typed)
    except ValueError:
        words = "is no time; write 2026-05-10, 2026-05-10T15:25 or 2026-05-10T15:25:00+03:00"
        raise typer.BadParameter(f"{typed!r} {words}") from None


CopiedAt = Annotated[
    datetime | None,
    typer.Option(
        metavar="TIME",
        parser=_read_time,
        help="When the page was copied, such as 2026-05-10T15:25:00+03:00: dates without a year, "
        "or relative ones, are then the latest such day not after it.",
    ),
]

# Of `demo` and `sandbox`.
PagePort = Annotated[
    int,
    typer.Option(
        metavar="PORT", min=0, max=_LARGEST_PORT, help="The page's port; the next ones if taken."
    ),
]
SandboxPort = Annotated[
    int,
    typer.Option(
        metavar="PORT", min=0, max=_LARGEST_PORT, help="On 127.0.0.1; 0: any that is free."
    ),
]
WithLimits = Annotated[
    bool, typer.Option("--limits", help="Refuse what comes too fast, as Telegram does.")
]
BotName = Annotated[str, typer.Option(metavar="NAME", help="What the bot is called.")]
BotUsername = Annotated[str, typer.Option(metavar="NAME", help="Its public name.")]
PeopleWhoWrite = Annotated[
    list[str] | None,
    typer.Option(metavar="NAME[:LANGUAGE]", help="Somebody who may write to it; may be repeated."),
]

# Of `search`.
Words = Annotated[
    list[str],
    typer.Argument(
        metavar="WORDS",
        help='As readers type them: words, "a phrase", -without, author:, tag:, from:, to:.',
    ),
]
OfSection = Annotated[
    str | None, typer.Option("--section", metavar="NAME", help="Of one section only.")
]
MostFound = Annotated[
    int, typer.Option(metavar="N", min=1, max=_MOST_FOUND, help="The best so many.")
]

# Of `deliver`.
Readers = Annotated[
    int, typer.Option(metavar="N", min=1, max=_MOST_READERS, help="How many readers follow.")
]
Rate = Annotated[
    float,
    typer.Option(metavar="R", min=0.1, max=_HIGHEST_RATE, help="Messages a second, at most."),
]
Latency = Annotated[
    float, typer.Option(metavar="S", min=0, max=60, help="Seconds until the stand-in answers.")
]
AllowedRate = Annotated[
    int | None,
    typer.Option(metavar="L", min=1, help="Requests a second that the stand-in allows."),
]
MostMessages = Annotated[
    int | None,
    typer.Option(metavar="M", min=1, help="Stop after so many, once all readers have a row."),
]
