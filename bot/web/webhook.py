"""`/telegram/webhook`: Telegram brings an update, which is kept before it is told so."""

import hashlib
import hmac
import ipaddress
import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import orjson
from aiohttp import hdrs, web

from bot.domain.errors import TryLaterError
from bot.domain.update_facts import is_update
from bot.web.problems import problem
from bot.web.requests import body_of, is_json

PATH = "/telegram/webhook"
_SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - a name
_FORWARDED_HEADER = "X-Forwarded-For"
_logger = logging.getLogger(__name__)

Network = ipaddress.IPv4Network | ipaddress.IPv6Network
Address = ipaddress.IPv4Address | ipaddress.IPv6Address
# Keeps an update, and says which call the answer to it may hold. Raises `TryLaterError`.
TakeIn = Callable[[Mapping[str, Any]], Awaitable[bytes | None]]


@dataclass(frozen=True, slots=True)
class Callers:
    """Who may bring updates: whoever knows the secret and, where `allowed` names some, is there.

    `proxies` are believed when they say on whose behalf they ask.
    """

    secret: str
    allowed: Sequence[Network] = ()
    proxies: Sequence[Network] = ()
    _digest: bytes = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_digest", _digest(self.secret))

    def know_secret(self, request: web.Request) -> bool:
        """Compared in constant time: how much of a wrong one is right cannot be measured."""
        given = request.headers.get(_SECRET_HEADER, "")
        return hmac.compare_digest(self._digest, _digest(given))

    def may_come_from(self, request: web.Request) -> bool:
        if not self.allowed:
            return True
        address = self._address_of(request)
        return address is not None and _is_in(address, self.allowed)

    def _address_of(self, request: web.Request) -> Address | None:
        """Of the other end, or of whom the nearest proxies name: the last that is none of them."""
        peer = request.transport.get_extra_info("peername") if request.transport else None
        hops = [str(peer[0])] if isinstance(peer, tuple) else []
        for line in reversed(request.headers.getall(_FORWARDED_HEADER, [])):
            hops += reversed(line.split(","))
        address = None
        for hop in hops:
            address = _address(hop)
            if address is None or not _is_in(address, self.proxies):
                break
        return address


class Webhook:
    """Takes updates from Telegram alone, each in a request of its own."""

    def __init__(self, take_in: TakeIn, callers: Callers, body_within: float) -> None:
        self._take_in = take_in
        self._callers = callers
        self._body_within = body_within
        self._told: set[str] = set()

    def routes(self) -> list[web.RouteDef]:
        return [web.post(PATH, self._post)]

    def is_telegram(self, request: web.Request) -> bool:
        return self._callers.know_secret(request) and self._callers.may_come_from(request)

    async def _post(self, request: web.Request) -> web.Response:
        """What has no secret is turned away unread. 200 says that the update is kept."""
        if not self._callers.may_come_from(request):
            return problem(403, "not_from_there", "Updates come from elsewhere (WEBHOOK_IPS).")
        if not self._callers.know_secret(request):
            return problem(401, "no_secret", f"Send the webhook's secret in «{_SECRET_HEADER}».")
        if not is_json(request):
            words = "Send the update as JSON, with «Content-Type: application/json»."
            return problem(415, "not_json_type", words)
        update = _read(await body_of(request, self._body_within))
        if isinstance(update, str):
            return self._no_update(update)
        try:
            call = await self._take_in(update)
        except TryLaterError as error:
            later = problem(503, "try_later", "No update can be kept now. Send it again later.")
            later.headers[hdrs.RETRY_AFTER] = str(error.seconds)
            return later
        return web.Response(body=call, content_type="application/json" if call else None)

    def _no_update(self, words: str) -> web.Response:
        """Telegram would bring it again for a day: the log says once what is wrong."""
        if words not in self._told:
            self._told.add(words)
            _logger.warning("what came to the webhook is no update: %s", words)
        return problem(400, "no_update", f"The body is no update: {words}.")


def _read(body: bytes) -> Mapping[str, Any] | str:
    """The update in a body, or what is wrong with it."""
    try:
        update: Mapping[str, Any] = orjson.loads(body)
    except orjson.JSONDecodeError:
        return "it is no JSON"
    if not is_update(update):
        return "it has no number of its own"
    try:
        orjson.dumps(update)
    except orjson.JSONEncodeError:  # it would be a fault of ours wherever it is written down
        return "it is too deep"
    return update


def _address(text: str) -> Address | None:
    """An address without its port, as proxies write it; None for what is none."""
    text = text.strip()
    if text.startswith("["):
        text = text[1:].partition("]")[0]
    elif text.count(":") == 1:
        text = text.partition(":")[0]
    try:
        address = ipaddress.ip_address(text.partition("%")[0])
    except ValueError:
        return None
    mapped = address.ipv4_mapped if isinstance(address, ipaddress.IPv6Address) else None
    return mapped or address


def _is_in(address: Address, networks: Sequence[Network]) -> bool:
    return any(address in network for network in networks)


def _digest(secret: str) -> bytes:
    return hashlib.sha256(secret.encode("utf-8", "surrogateescape")).digest()
