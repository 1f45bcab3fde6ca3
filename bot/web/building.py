"""Builds the web server from the settings."""

from bot.config import Settings
from bot.rendering.renderer import Renderer
from bot.usecases.archive import Archive
from bot.usecases.searching import Searching
from bot.usecases.submissions import Submissions
from bot.web.archive_site import ArchiveSite, KnownBot
from bot.web.server import WebServer
from bot.web.watching import Vitals
from bot.web.webhook import Callers, TakeIn


def build_web_server(  # noqa: PLR0917 - what it serves, one after another
    settings: Settings,
    port: int,
    submissions: Submissions,
    vitals: Vitals,
    take_in: TakeIn,
    archive: tuple[Archive, Searching, Renderer, KnownBot] | None = None,
) -> WebServer:
    """What takes in articles, and updates where an address for them is set; and the archive."""
    site = (
        ArchiveSite(*archive, settings.default_language, settings.publication) if archive else None
    )
    callers = Callers(settings.webhook_token, settings.webhook_ips, settings.webhook_proxies)
    return WebServer(
        settings.http_host,
        port,
        submissions=submissions,
        tokens={name: token.get_secret_value() for name, token in settings.api_tokens.items()},
        vitals=vitals,
        archive=site,
        webhook=(take_in, callers) if settings.webhook_url else None,
    )
