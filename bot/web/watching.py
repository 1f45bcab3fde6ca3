"""For whoever watches over the process: does it live, is it at work, and its numbers.

Nobody is asked for a token here, so that nothing but sums is told: no names, no ids, no headlines.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass

from aiohttp import web
from prometheus_client import CollectorRegistry, Metric, ProcessCollector, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_1_0_0

from bot.domain.health import Health
from bot.web.problems import IsPassing, database_away, problem

_WITHIN = 5.0  # seconds
_FRESH = 5.0  # seconds: so long the same numbers are told again, however many ask


@dataclass(frozen=True, slots=True)
class Vitals:
    """What is known of a running bot.

    `is_well` raises where the database does not answer; `is_at_work`: it takes updates and sends.
    `answers`: how often Telegram gave each HTTP status since the start; 0: it gave no answer.
    `is_passing`: whether a fault is of the database's, so that another try may go well.
    """

    is_well: Callable[[], Awaitable[None]]
    is_at_work: Callable[[], bool]
    health: Callable[[], Awaitable[Health]]
    answers: Mapping[int, int]
    is_passing: IsPassing


class Watching:
    def __init__(self, vitals: Vitals) -> None:
        self._vitals = vitals
        self._process = CollectorRegistry()
        ProcessCollector(registry=self._process)
        self._health: Health | None = None
        self._looked_at = float("-inf")
        self._looking = asyncio.Lock()

    def routes(self) -> list[web.RouteDef]:
        return [
            web.get("/healthz", self._healthz),
            web.get("/readyz", self._readyz),
            web.get("/metrics", self._metrics),
        ]

    async def _healthz(self, _: web.Request) -> web.Response:
        return web.json_response({"status": "ok"}) if await self._is_well() else database_away()

    async def _readyz(self, _: web.Request) -> web.Response:
        if not await self._is_well():
            return database_away()
        if not self._vitals.is_at_work():
            return problem(503, "not_at_work", "The bot has not started yet, or is stopping.")
        return web.json_response({"status": "ready"})

    async def _metrics(self, _: web.Request) -> web.Response:
        """What the process knows of itself, always; a refusal would say that it is down."""
        health = None
        with suppress(Exception):  # whatever it is, the database does not tell its numbers now
            async with asyncio.timeout(_WITHIN):
                health = await self._newest()
        numbers = CollectorRegistry()
        numbers.register(_Numbers(health, self._vitals))
        body = generate_latest(self._process) + generate_latest(numbers)
        return web.Response(body=body, headers={"Content-Type": CONTENT_TYPE_PLAIN_1_0_0})

    async def _is_well(self) -> bool:
        try:
            async with asyncio.timeout(_WITHIN):
                await self._vitals.is_well()
        except Exception:  # noqa: BLE001 - whatever it is, the answer is the same
            return False
        return True

    async def _newest(self) -> Health:
        """Counting a million waiting messages takes its time: many askers share one look."""
        async with self._looking:
            if self._health is None or time.monotonic() - self._looked_at >= _FRESH:
                self._health = await self._vitals.health()
                self._looked_at = time.monotonic()
            return self._health


@dataclass(frozen=True, slots=True, eq=False)  # the registry hashes it
class _Numbers:
    health: Health | None
    vitals: Vitals

    def collect(self) -> Iterator[Metric]:
        yield _gauge(
            "at_work", "1 while the bot takes updates and sends", self.vitals.is_at_work()
        )
        counted = self.health is not None
        yield _gauge("counted", "0 while the database does not tell the numbers below", counted)
        if self.health:
            yield from _of_newsroom(self.health)
        answers = CounterMetricFamily(
            "vistnyk_telegram_answers",
            "Telegram's answers by HTTP status since the start; 0: none came",
            labels=["status"],
        )
        for status, count in sorted(self.vitals.answers.items()):
            answers.add_metric([str(status)], count)
        yield answers


def _of_newsroom(health: Health) -> Iterator[Metric]:
    yield _gauge("channel_posts_due", "Posts for channels that may leave", health.queue.posts)
    waited = (health.at - health.queue.since).total_seconds() if health.queue.since else 0
    yield _gauge("channel_posts_waited_seconds", "For how long the oldest was due", waited)
    yield _gauge("reader_messages_due", "Messages that readers are owed", health.readers_waiting)
    yield _gauge("posts_in_doubt", "Posts of which nobody knows if they stand", health.in_doubt)
    yield _gauge(
        "articles_given_up",
        "Articles of a week with a post that could not be sent, edited or removed",
        len(health.given_up),
    )
    yield _gauge("channels_paused", "Channels where the bot may not post", len(health.paused))
    yield _gauge("channels_silent", "Channels where nothing came out", len(health.silent))
    yield _gauge("feeds_broken", "Feeds that cannot be read", len(health.broken_feeds))
    if health.heard_at:
        heard = (health.at - health.heard_at).total_seconds()
        yield _gauge("telegram_heard_seconds", "Since Telegram was last heard", heard)
    until = health.halted_until
    halted = (until - health.at).total_seconds() if until else 0
    yield _gauge("halted_seconds", "For so long Telegram wants nothing sent", halted)


def _gauge(name: str, words: str, value: float) -> Metric:
    return GaugeMetricFamily(f"vistnyk_{name}", words, value=value)
