"""The one builder of newsrooms: the app as `assemble` makes it, on a database of a test's own."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bot.app import App, assemble
from bot.config import FixedSettings
from bot.domain.clock import Clock
from bot.domain.section import Section
from bot.fetching import Fetcher
from bot.intake.executor import Parsing
from bot.language.terms import Language
from tests.builders import address_of

LANGUAGE = Language()  # loads its dictionaries once, where a test needs them


def an_app(
    database: Path | str,
    clock: Clock,
    *,
    fetcher: Fetcher | None = None,
    parsing: Parsing | None = None,
    passed: Callable[[], float] | None = None,
    **settings: Any,
) -> App:
    """Whoever asks for it closes it. Stars may be spent, unless `settings` say otherwise."""
    given: dict[str, Any] = {"database_url": address_of(database), "paid_broadcast": "on"}
    return assemble(
        FixedSettings(**given | settings),
        clock=clock,
        passed=passed,
        fetcher=fetcher,
        parsing=parsing,
        language=LANGUAGE,
    )


@dataclass
class Newsroom:
    """What a test holds of an app."""

    app: App
    others: list[App] = field(default_factory=list, init=False)

    def __post_init__(self) -> None:
        self.storage = self.app.storage
        self.pages = self.app.pages
        self.drafts = self.app.drafts
        self.own_posts = self.app.own_posts
        self.rereading = self.app.rereading
        self.wording = self.app.wording
        self.publishing = self.app.publishing
        self.editing = self.app.editing
        self.retraction = self.app.retraction
        self.replays = self.app.replays
        self.alerts = self.app.alerts
        self.reports = self.app.reports
        self.statistics = self.app.statistics
        self.watch = self.app.watch
        self.desk_log = self.app.desk_log
        self.second_looks = self.app.second_looks
        self.finding = self.app.finding
        self.searching = self.app.searching
        self.questions = self.app.questions
        self.team = self.app.team
        self.recognition = self.app.recognition
        self.readers = self.app.readers
        self.following = self.app.following
        self.digests = self.app.digests
        self.reading_settings = self.app.reading_settings
        self.archive = self.app.archive
        self.privacy = self.app.privacy
        self.letters = self.app.letters
        self.saving = self.app.saving
        self.imports = self.app.imports
        self.channels = self.app.channels
        self.submissions = self.app.submissions
        self.feeds = self.app.feeds
        self.poller = self.app.feed_poller

    def another(self, **given: Any) -> App:
        """The app as another process would have it, on the same database; see `an_app`."""
        self.others.append(an_app(self.storage.url, self.app.clock, **given))
        return self.others[-1]

    async def sections(self) -> list[Section]:
        async with self.storage.reading() as tx:
            return await tx.sections.all()

    def woken(self) -> bool:
        """Whether a worker was woken since this was last asked."""
        woken = [app.woken for app in (self.app, *self.others) if app.woken.is_set()]
        for event in woken:
            event.clear()
        return bool(woken)

    async def close(self) -> None:
        for app in (self.app, *self.others):
            await app.close()
