"""What polls feeds, put together: a part of the composition root."""

from bot.config import Settings
from bot.domain.clock import Clock
from bot.fetching import Fetcher
from bot.intake.executor import Parsing
from bot.language.terms import Language
from bot.usecases.feeds.poller import FeedPoller
from bot.usecases.submissions import Submissions
from storage.storage import Storage


def poller_of(  # noqa: PLR0917 - what it is made of, in one line above
    settings: Settings,
    storage: Storage,
    clock: Clock,
    submissions: Submissions,
    language: Language,
    fetcher: Fetcher | None,
    parsing: Parsing,
) -> FeedPoller:
    return FeedPoller(
        storage=storage,
        submissions=submissions,
        clock=clock,
        zone=settings.zone,
        language=language,
        desk_chat_id=settings.desk,
        fetcher=fetcher,
        parsing=parsing,
    )
