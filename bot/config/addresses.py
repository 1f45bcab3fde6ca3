"""What an address in the settings may be: a server's, a database's, a webhook's, a network's.

Each function raises ValueError; its words are told to whoever runs the bot.
"""

import ipaddress
import re
from urllib.parse import SplitResult, urlsplit

SQLITE_EXAMPLE = "sqlite+aiosqlite:///data/vistnyk.db"
_SERVER_EXAMPLE = "postgresql+asyncpg://user:password@localhost/vistnyk"
_POSTGRESQL = ("postgresql", "postgres")
_NOT_SUPPORTED = {"mysql": "MySQL", "mariadb": "MariaDB"}
_WEBHOOK_PATH = "/telegram/webhook"
_WEBHOOK_PORTS = (443, 80, 88, 8443)  # others Telegram does not connect to
_WEBHOOK_EXAMPLE = f"https://bot.example.org{_WEBHOOK_PATH}"
_TELEGRAMS_NETWORKS = ("149.154.160.0/20", "91.108.4.0/22")  # as its guide to webhooks has them

Network = ipaddress.IPv4Network | ipaddress.IPv6Network


def server_address(value: str) -> str:
    """Of the Bot API's server, without its last slash."""
    if not value.startswith(("http://", "https://")):
        raise ValueError("an address starts with http:// or https://")
    if (url := _usable(value)) is None or url.query:
        raise ValueError("an address looks like https://api.telegram.org")
    return value.rstrip("/")


def webhook_address(value: str, *, anywhere: bool) -> str:
    """Where Telegram is to bring updates. `anywhere`: not Telegram's own server does."""
    if not value.startswith(("https://", "http://") if anywhere else "https://"):
        raise ValueError(f"Telegram asks for https: {_WEBHOOK_EXAMPLE}")
    if (url := _usable(value)) is None or "@" in url.netloc:
        raise ValueError(f"an address looks like {_WEBHOOK_EXAMPLE}")
    if not anywhere and (url.port or 443) not in _WEBHOOK_PORTS:
        raise ValueError("Telegram connects to the ports 443, 80, 88 and 8443 alone")
    return value if url.path.strip("/") else url._replace(path=_WEBHOOK_PATH).geturl()


def _usable(value: str) -> SplitResult | None:
    """The parts of an address in plain letters that names a host, and no place within a page."""
    try:
        url = urlsplit(value)
        usable = url.hostname and url.port != 0 and not url.fragment
    except ValueError:
        return None
    return url if usable and re.fullmatch(r"[!-~]+", value) else None


def networks(value: str) -> tuple[Network, ...]:
    """Addresses and networks, with commas or blanks; «telegram» stands for Telegram's own."""
    parts = re.split(r"[,\s]+", value.strip(", "))
    try:
        return tuple(
            ipaddress.ip_network(one)
            for part in parts
            for one in (_TELEGRAMS_NETWORKS if part.lower() == "telegram" else (part,))
        )
    except ValueError:
        example = ", ".join(_TELEGRAMS_NETWORKS)
        raise ValueError(f"networks look like {example} (or «telegram», for these)") from None


def database_place(value: str) -> str:
    """A SQLite file, or a database on a PostgreSQL server.

    What is wrong is told without the address, which may hold a password.
    """
    scheme, slashes, place = value.strip().partition("://")
    kind, _, driver = scheme.lower().partition("+")
    if slashes and kind in _POSTGRESQL and driver in ("", "asyncpg"):
        return _on_a_server(place)
    if kind in _NOT_SUPPORTED:
        raise ValueError(
            f"{_NOT_SUPPORTED[kind]} is not supported: all is kept in a SQLite file, such as"
            f" {SQLITE_EXAMPLE}, or on PostgreSQL: {_SERVER_EXAMPLE}"
        )
    if not slashes or kind != "sqlite" or driver not in ("", "aiosqlite"):
        raise ValueError(f"an address looks like {SQLITE_EXAMPLE} or {_SERVER_EXAMPLE}")
    if place.startswith("/file:") or (place and not place.startswith("/")):
        raise ValueError(f"an address has three slashes and a file: {SQLITE_EXAMPLE}")
    return f"sqlite+aiosqlite://{place}"


def _on_a_server(place: str) -> str:
    """The address of a database on a PostgreSQL server, by the driver that we have."""
    try:
        server = urlsplit(f"postgresql://{place}")
        named = server.path.strip("/") and server.port != 0
    except ValueError:
        named = False
    if not named:
        example = f"{_SERVER_EXAMPLE}, or a file: {SQLITE_EXAMPLE}"
        raise ValueError(f"an address names its database: {example}")
    return f"postgresql+asyncpg://{place}"
