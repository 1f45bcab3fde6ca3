"""The server: reads requests, lets limits and faults befall them, and answers."""

import asyncio
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, unquote

import orjson

from bot.sandbox.faults import Fault
from bot.sandbox.rapid.connection import Exchange, RapidConnection
from bot.sandbox.rapid.methods import Methods
from bot.sandbox.rapid.rapid_control import Control
from bot.sandbox.rapid.rapid_faults import Chance, Mishaps
from bot.sandbox.rapid.rapid_limits import RapidLimits
from bot.sandbox.rapid.rapid_refusals import (
    BLOCKED,
    CHAT_NOT_FOUND,
    NOT_FOUND,
    TRUE,
    UNAUTHORIZED,
    WEBHOOK_IS_SET,
    Answer,
    answer_of,
    done,
    refused,
)
from bot.sandbox.rapid.rapid_updates import Updates
from bot.sandbox.rapid.rapid_webhook import RapidWebhook
from bot.sandbox.refusals import too_many_requests

RAPID_TOKEN = "7000000002:rapid-token-that-opens-nothing-but-this-machine"  # noqa: S105
BOT_USERNAME = "vistnyk_rapid_bot"
_FORM = b"content-type: application/x-www-form-urlencoded"


@dataclass(frozen=True, slots=True)
class Options:
    """How it behaves. Times in seconds; None: no limit."""

    token: str = RAPID_TOKEN
    username: str = BOT_USERNAME
    latency: float = 0
    limit_per_second: int | None = None
    limit_per_channel_minute: int | None = None
    limit_per_private_second: float | None = None
    private_burst: int = 1
    chances: tuple[Chance, ...] = ()
    blocked: float = 0
    seed: int = 0


class Rapid:
    """One bot's Telegram; `handle` takes every request of every connection."""

    def __init__(self, options: Options) -> None:
        number = int(options.token.partition(":")[0])
        name = options.username
        bot = {"id": number, "is_bot": True, "first_name": "Вісник", "username": name}
        self._latency = options.latency
        self._methods = Methods(bot)
        self._methods.plain |= {
            "setWebhook": self._set_webhook,
            "deleteWebhook": lambda _: self._set_webhook({}),
            "getWebhookInfo": self._webhook_info,
        }
        self._limits = RapidLimits(
            options.limit_per_second,
            options.limit_per_channel_minute,
            options.limit_per_private_second,
            options.private_burst,
        )
        self._mishaps = Mishaps(options.chances, options.blocked, options.seed)
        self._updates = Updates()
        self._webhook = RapidWebhook(self._updates, self._call)
        self._control = Control(self._methods, self._limits, self._mishaps, self._updates)
        self._prefix = f"/bot{options.token}/"
        self._routes: dict[bytes, Callable[[Mapping[str, Any], Exchange], None]] = {}

    async def listen(self, host: str, port: int) -> asyncio.Server:
        loop = asyncio.get_running_loop()
        return await loop.create_server(
            lambda: RapidConnection(self.handle), host, port, backlog=1024
        )

    async def bring_updates(self) -> None:
        """To the bot's webhook, while it has one; for ever."""
        await self._webhook.run()

    def handle(self, target: bytes, head: bytes, body: bytes, exchange: Exchange) -> None:
        route = self._routes.get(target)
        query = b""
        if route is None:
            path, _, query = target.partition(b"?")
            if path.startswith(b"/rapid/"):
                exchange.answer(*self._control.answer(path.decode(), query, body))
                return
            route = self._route(path)
        given = _parameters(query, head, body)
        if given is None:
            exchange.answer(*refused(400, "Bad Request: can't parse the request's parameters"))
            return
        route(given, exchange)

    def _route(self, path: bytes) -> Callable[[Mapping[str, Any], Exchange], None]:
        """Find what answers a path, and remember it."""
        name = unquote(path.decode())
        if not name.startswith(self._prefix):
            return lambda _, exchange: exchange.answer(*UNAUTHORIZED)
        method = name.removeprefix(self._prefix).lower()
        route = self._method(method)
        if route is None:
            return lambda _, exchange: exchange.answer(*NOT_FOUND)
        self._routes[path] = route
        return route

    def _method(self, name: str) -> Callable[[Mapping[str, Any], Exchange], None] | None:
        if name == "getupdates":
            return self._get_updates
        for method in self._methods.paced:
            if method.lower() == name:
                return lambda given, exchange: self._paced(method, given, exchange)
        for method, do in self._methods.plain.items():
            if method.lower() == name:
                return lambda given, exchange: self._later(exchange, do(given), self._latency)
        return None

    def _call(self, method: str, given: Mapping[str, Any]) -> None:
        """What a bot has answered to an update; what becomes of it nobody is told."""
        if method in self._methods.paced:
            self._methods.paced[method](int(given["chat_id"]), given)
        elif method in self._methods.plain:
            self._methods.plain[method](given)

    def _set_webhook(self, given: Mapping[str, Any]) -> Answer:
        secret, most = given.get("secret_token") or "", given.get("max_connections") or 40
        self._webhook.set(given.get("url") or "", secret, int(most))
        return TRUE

    def _webhook_info(self, _: Mapping[str, Any]) -> Answer:
        waiting = {"has_custom_certificate": False, "pending_update_count": len(self._updates)}
        return done({"url": self._webhook.url, **waiting})

    def _get_updates(self, given: Mapping[str, Any], exchange: Exchange) -> None:
        if self._webhook.url:
            exchange.answer(*WEBHOOK_IS_SET)
            return
        offset, seconds = int(given.get("offset") or 0), float(given.get("timeout") or 0)
        self._updates.get(exchange, offset, seconds)

    def _paced(self, method: str, given: Mapping[str, Any], exchange: Exchange) -> None:
        """A request that Telegram limits: refused, or carried out; and then what befalls it."""
        try:
            chat_id = int(given["chat_id"])
        except (KeyError, TypeError, ValueError):
            exchange.answer(*CHAT_NOT_FOUND)
            return
        seconds = self._limits.refusal(chat_id, time.monotonic())
        if seconds:
            self._later(exchange, answer_of(too_many_requests(seconds)), self._latency)
            return
        fault = self._mishaps.take(method, chat_id, self._methods.pace.accepted)
        if fault and not fault.accepts:
            self._fail(exchange, fault)
        elif self._mishaps.is_blocked(chat_id):
            self._mishaps.blocked.add(chat_id)
            self._later(exchange, BLOCKED, self._latency)
        else:
            self._methods.breaks_album = fault is not None and fault.kind == "half"
            done = self._methods.paced[method](chat_id, given)
            self._methods.breaks_album = False
            if fault and fault.kind not in ("slow", "half"):
                self._fail(exchange, fault)
            else:
                self._later(exchange, done, self._latency + _extra(fault))

    def _fail(self, exchange: Exchange, fault: Fault) -> None:
        if fault.closes:
            self._wait(self._latency, exchange.drop)
            return
        self._later(exchange, answer_of(fault.refusal()), self._latency)

    def _later(self, exchange: Exchange, answer: Answer, seconds: float) -> None:
        if seconds <= 0:
            exchange.answer(*answer)
        else:
            self._wait(seconds, lambda: exchange.answer(*answer))

    def _wait(self, seconds: float, do: Callable[[], None]) -> None:
        if seconds <= 0:
            do()
        else:
            asyncio.get_running_loop().call_later(seconds, do)


def _extra(fault: Fault | None) -> float:
    """Seconds that an answer comes late."""
    return fault.seconds if fault and fault.kind == "slow" else 0


def _parameters(query: bytes, head: bytes, body: bytes) -> Mapping[str, Any] | None:
    """What a request gives, as JSON, as a form or in its address; None: not to be read."""
    given: dict[str, Any] = dict(parse_qsl(query.decode())) if query else {}
    if not body:
        return given
    try:
        if _FORM in head:
            return given | dict(parse_qsl(body.decode()))
        read = orjson.loads(body)
    except ValueError:
        return None
    return (given | read if given else read) if isinstance(read, dict) else None
