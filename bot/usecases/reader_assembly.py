"""What readers can do, put together: a part of the composition root."""

from typing import Any

from bot.domain.clock import Clock
from bot.language.terms import Language
from bot.usecases.archive import Archive
from bot.usecases.following import Following
from bot.usecases.letters import Letters
from bot.usecases.privacy import Privacy
from bot.usecases.readers import Readers
from bot.usecases.recognition import Recognition
from storage.storage import Storage


def for_readers(
    storage: Storage, clock: Clock, words: Language, language: str, desk: int | None
) -> dict[str, Any]:
    """By the names that the app has for them. `language`: of whoever says none."""
    return {
        "recognition": Recognition(storage),
        "readers": Readers(storage, clock, language),
        "following": Following(storage, clock, language, words.asked),
        "privacy": Privacy(storage, clock),
        "letters": Letters(storage, clock, desk),
        "archive": Archive(storage, clock),
    }
