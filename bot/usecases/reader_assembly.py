"""What readers can do, put together: a part of the composition root."""

from typing import Any

from bot.config import Settings
from bot.domain.clock import Clock
from bot.language.cities import Cities
from bot.language.terms import Language
from bot.usecases.archive import Archive
from bot.usecases.digests import Digests
from bot.usecases.finding import Finding
from bot.usecases.following import Following
from bot.usecases.groups import Groups
from bot.usecases.letters import Letters
from bot.usecases.privacy import Privacy
from bot.usecases.readers import Readers
from bot.usecases.reading_settings import ReadingSettings
from bot.usecases.recognition import Recognition
from bot.usecases.saving import Saving
from bot.usecases.searching import Searching
from storage.storage import Storage


def for_readers(
    settings: Settings, storage: Storage, clock: Clock, words: Language
) -> dict[str, Any]:
    """By the names that the app has for them. The desk finds what readers find."""
    language = settings.default_language
    searching = Searching(storage, clock, settings.zone, words)
    digests = Digests(storage, clock, settings.zone)
    reading_settings = ReadingSettings(
        storage,
        clock,
        settings.zone,
        language,
        next_look=digests.next_look,
        cities=Cities(words),
    )
    return {
        "digests": digests,
        "reading_settings": reading_settings,
        "recognition": Recognition(storage, clock),
        "readers": Readers(storage, clock, language),
        "following": Following(storage, clock, language, words.asked, searching),
        "groups": Groups(storage, clock, settings.desk),
        "privacy": Privacy(storage, clock),
        "letters": Letters(storage, clock, settings.desk),
        "saving": Saving(storage, clock),
        "archive": Archive(storage, settings.zone, searching, words.said),
        "searching": searching,
        "finding": Finding(storage, searching),
    }
