"""What readers can do, put together: they share a clock, a zone and the look at what is due."""

from collections.abc import Callable
from datetime import tzinfo
from typing import Any

from bot.domain.clock import Clock
from bot.domain.filters import Said
from bot.usecases.archive import Archive
from bot.usecases.digests import Digests
from bot.usecases.following import Following
from bot.usecases.privacy import Privacy
from bot.usecases.readers import Readers
from bot.usecases.reading import ReadingSettings
from bot.usecases.recognition import Recognition
from storage.storage import Storage


def for_readers(
    storage: Storage,
    clock: Clock,
    zone: tzinfo,
    default_language: str,
    asked: Callable[[str], Said],
) -> dict[str, Any]:
    """By the names that handlers know them by; `asked` makes terms of what is looked for."""
    digests = Digests(storage, clock, zone)
    return {
        "recognition": Recognition(storage),
        "readers": Readers(storage, clock, default_language),
        "following": Following(storage, clock, default_language, asked),
        "digests": digests,
        "reading": ReadingSettings(storage, clock, zone, default_language, digests.next_look),
        "privacy": Privacy(storage, clock),
        "archive": Archive(storage, clock),
    }
