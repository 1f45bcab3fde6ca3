"""The webhook is set, looked at and set again; what comes by it is kept, confirmed, handled."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any

import pytest

from bot.app import App
from bot.config import FixedSettings
from bot.delivery.http_transport import HttpTransport
from bot.delivery.telegram import Telegram
from bot.domain.errors import TryLaterError
from bot.domain.update_facts import Update
from bot.sandbox.sandbox_server import Sandbox
from bot.updates.by_webhook import Address, Heard, Listener, Trouble
from bot.updates.handling import Handling
from bot.updates.listening import Updates
from bot.updates.patience import TokenRefusedError
from bot.updates.polling import Poller
from bot.web.building import build_web_server
from tests.clock import NOON, Clock
from tests.databases import on_postgresql
from tests.delivery.office import RunningClock
from tests.newsroom import an_app
from tests.ports import a_free_port
from tests.tables import waiting_updates
from tests.web.site import vitals_of

WORDS = [f"Слово {number}" for number in range(20)]
SECRET = "tell-nobody"


def said(update: Update) -> str:
    return str(update["message"]["text"])


@dataclass
class House:
    """The bot's server, what takes updates behind it, and what it has handled."""

    sandbox: Sandbox
    app: App
    wire: HttpTransport
    port: int
    handled: list[str] = field(default_factory=list)
    alerts: list[tuple[str, int]] = field(default_factory=list)
    slow: float = 0
    token: str | None = None

    def __post_init__(self) -> None:
        self.world = self.sandbox.world
        self.taras = self.world.add_person("Тарас")
        self.olena = self.world.add_person("Олена")

    @property
    def address(self) -> Address:
        return Address(f"http://127.0.0.1:{self.port}/telegram/webhook", SECRET)

    @property
    def telegram(self) -> Telegram:
        return Telegram(self.wire, self.token or self.sandbox.token)

    def listener(self) -> Updates:
        handling = Handling(self.app.inbox, self.handle, pause=0.005)
        listener = Listener(
            self.telegram,
            self.app.inbox,
            handling,
            self.app.door,
            address=self.address,
            tell=self.tell,
            pause=0.02,
            look_every=0.02,
            disbelief=0.3,
        )
        return Updates(listener, handling)

    def poller(self) -> Updates:
        handling = Handling(self.app.inbox, self.handle, pause=0.005)
        poller = Poller(self.telegram, self.app.inbox, handling, pause=0.02, at_least=0.02)
        return Updates(poller, handling)

    def waiting(self) -> int:
        return len(waiting_updates(self.app.storage))

    async def take_in(self, update: Update) -> bytes | None:
        """What the server does with an update; one is never taken."""
        if update.get("message", {}).get("text") == "не зараз":
            raise TryLaterError(3600)
        return await self.app.door.take_in(update)

    async def handle(self, update: Update) -> None:
        await asyncio.sleep(self.slow)
        self.handled.append(said(update))
        self.world.changes.ring()

    async def tell(self, words: str, waiting: int) -> None:
        self.alerts.append((words, waiting))

    @asynccontextmanager
    async def served(self) -> AsyncIterator[None]:
        settings = FixedSettings(
            telegram_api_url=self.sandbox.address,
            http_port=self.port,
            webhook_url=self.address.url,
            webhook_secret=SECRET,
        )
        app = self.app
        server = build_web_server(
            settings, self.port, app.submissions, vitals_of(app), self.take_in
        )
        async with server.listening():
            yield

    @asynccontextmanager
    async def running(self, updates: Updates) -> AsyncIterator[asyncio.Event]:
        stop = asyncio.Event()
        async with asyncio.TaskGroup() as group:
            group.create_task(updates.run(stop, alone=True))
            try:
                yield stop
            finally:
                stop.set()

    @asynccontextmanager
    async def at_work(self) -> AsyncIterator[asyncio.Event]:
        async with self.served(), self.running(self.listener()) as stop:
            yield stop

    async def until(self, *words: str) -> None:
        await self.world.wait_until(lambda: set(words) <= set(self.handled), timeout=10)

    async def is_set(self) -> None:
        await self.world.wait_until(lambda: self.world.webhook.url == self.address.url, timeout=10)


@pytest.fixture
def clock() -> Clock:
    return RunningClock()


@pytest.fixture
async def house(app: App) -> AsyncIterator[House]:
    async with Sandbox() as sandbox, HttpTransport(sandbox.address) as wire:
        yield House(sandbox, app, wire, a_free_port())


async def test_what_people_write_is_brought_kept_and_handled_in_their_order(house: House) -> None:
    house.world.say(house.taras, WORDS[0])  # before the webhook is set: it waits
    async with house.at_work():
        for word in WORDS[1:]:
            house.world.say(house.taras, word)
        await house.until(*WORDS)
        await house.world.wait_until(lambda: not house.world.pending_updates())
    assert house.handled == WORDS
    assert not house.waiting()
    assert SECRET not in repr(house.address)
    asked = house.world.calls("setWebhook")[0].params
    assert asked["secret_token"] == SECRET
    assert "message" in asked["allowed_updates"]
    assert "drop_pending_updates" not in asked


async def test_a_stop_confirms_nothing_more_finishes_what_is_in_hand_and_leaves_the_webhook(
    house: House,
) -> None:
    house.slow = 0.2
    async with house.served():
        async with house.running(house.listener()) as stop:
            house.world.say(house.taras, "Раз")
            await house.world.wait_until(lambda: house.world.webhook.url)
            await house.world.wait_until(lambda: not house.world.pending_updates())
            stop.set()
            house.world.say(house.olena, "Два")
            await house.world.wait_until(lambda: house.world.webhook.last_error)
        assert house.handled == ["Раз"]
        assert house.world.webhook.last_error.endswith("503 Service Unavailable")
        assert house.world.pending_updates() == 1
        async with house.running(house.listener()):
            await house.until("Два")
    assert house.world.webhook.url == house.address.url


@pytest.mark.slow
@pytest.mark.parametrize("fault", ["server_error", "close_before", "close_after", "retry_after"])
async def test_the_webhook_is_set_however_often_telegram_fails(
    house: House, fault: Any, caplog: pytest.LogCaptureFixture
) -> None:
    times = 1 if fault == "retry_after" else 3
    house.world.faults.add(fault, method="setWebhook", times=times, seconds=1)
    with caplog.at_level(logging.WARNING):
        async with house.at_work():
            await house.is_set()
            house.world.say(house.taras, "Раз")
            await house.until("Раз")
            await house.world.wait_until(lambda: len(house.world.calls("setWebhook")) > times)
    told = [words for words in caplog.messages if "webhook is not set" in words]
    assert len(told) == times


async def test_a_webhook_that_somebody_took_away_is_set_again(
    house: House, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING):
        async with house.at_work():
            await house.is_set()
            await house.telegram.call("deleteWebhook")
            await house.is_set()
            await house.telegram.call("setWebhook", url="http://127.0.0.1:1/other")
            await house.is_set()
            house.world.say(house.taras, "Раз")
            await house.until("Раз")
    assert any("is taken away" in words for words in caplog.messages)
    assert any("leads to 127.0.0.1:1:" in words for words in caplog.messages)


@pytest.mark.parametrize("fault", ["server_error", "close_before", "refuse"])
async def test_where_telegram_does_not_say_how_the_webhook_is_it_is_asked_again(
    house: House, fault: Any
) -> None:
    house.world.faults.add(fault, method="getWebhookInfo", times=3, code=404)
    async with house.at_work():
        await house.is_set()
        await house.world.wait_until(lambda: len(house.world.calls("getWebhookInfo")) > 3)
        await house.telegram.call("deleteWebhook")
        await house.is_set()


async def test_what_cannot_be_kept_is_to_come_again_and_the_log_says_so_once(
    house: House, caplog: pytest.LogCaptureFixture
) -> None:
    updates = house.listener()
    ended = asyncio.Event()
    ended.set()
    await updates.handling.run(ended)  # it keeps nothing from here on
    stop = asyncio.Event()
    async with asyncio.TaskGroup() as group:
        group.create_task(updates.listener.run(stop))
        await house.is_set()
        with caplog.at_level(logging.WARNING):
            for number in range(3):
                with pytest.raises(TryLaterError) as later:
                    await house.app.door.take_in({"update_id": number, "message": {}})
                assert later.value.seconds == 5
        stop.set()
    assert [words for words in caplog.messages if "cannot be kept" in words] == [
        "updates cannot be kept yet: the bot is stopping"
    ]


async def test_a_token_that_telegram_does_not_know_ends_it(house: House) -> None:
    house.token = "7000000001:another-token-that-nobody-knows"
    with pytest.RaisesGroup(TokenRefusedError, flatten_subgroups=True):
        await house.listener().run(asyncio.Event(), alone=True)


async def test_a_token_that_is_revoked_later_ends_it_too(house: House) -> None:
    async def revoke() -> None:
        await house.is_set()
        house.world.revoke_token()

    with pytest.RaisesGroup(TokenRefusedError, flatten_subgroups=True):
        async with house.served(), asyncio.TaskGroup() as group:
            group.create_task(revoke())
            group.create_task(house.listener().run(asyncio.Event(), alone=True))


@pytest.mark.parametrize("method", ["setWebhook", "getWebhookInfo"])
async def test_a_token_that_a_server_does_not_know_for_a_moment_ends_nothing(
    house: House, method: str
) -> None:
    house.world.faults.add("refuse", method=method, times=2, code=401)
    async with house.at_work():
        await house.world.wait_until(lambda: not len(house.world.faults))
        house.world.say(house.taras, "Раз")
        await house.until("Раз")


async def test_two_copies_of_one_update_are_handled_once(house: House) -> None:
    update = {"update_id": 5, "message": {"text": "Раз", "chat": {"id": 1}, "from": {"id": 1}}}
    async with house.at_work():
        await house.is_set()
        await asyncio.gather(*(house.app.door.take_in(update) for _ in range(5)))
        await house.app.door.take_in(update)
        await house.until("Раз")
    assert house.handled == ["Раз"]


@on_postgresql
async def test_brought_to_two_processes_in_turn_a_chats_updates_stay_in_order(
    house: House, database: str, clock: Clock
) -> None:
    """Telegram brings a chat's next update once the last one is confirmed, to either of them."""
    other = an_app(database, clock)
    house.slow = 0.05
    both = [house, replace(house, app=other)]  # what they have handled is one list
    stop = asyncio.Event()
    async with asyncio.TaskGroup() as group:
        for one in both:
            group.create_task(one.listener().run(stop, alone=False))
        await house.is_set()
        for number, word in enumerate(WORDS[:10], start=1):
            message = {"text": word, "chat": {"id": 1}, "from": {"id": 1}}
            await brought(both[number % 2].app, {"update_id": number, "message": message})
        await house.until(*WORDS[:10])
        stop.set()
    await other.close()
    assert house.handled == WORDS[:10]


async def brought(app: App, update: Update) -> None:
    """Again and again until it is taken, as Telegram does."""
    while True:
        with suppress(TryLaterError):
            await app.door.take_in(update)
            return
        await asyncio.sleep(0.01)


async def test_what_was_kept_before_a_kill_is_handled_first(house: House) -> None:
    house.slow = 60
    async with house.served(), asyncio.TaskGroup() as group:
        process = group.create_task(house.listener().run(asyncio.Event(), alone=True))
        house.world.say(house.taras, "Раз")
        house.world.say(house.taras, "Два")
        await house.is_set()
        await house.world.wait_until(lambda: not house.world.pending_updates())
        process.cancel()
    assert house.handled == []
    house.slow = 0
    house.world.say(house.taras, "Три")
    async with house.at_work():
        await house.until("Три")
    assert house.handled == ["Раз", "Два", "Три"]


async def test_switching_between_polling_and_the_webhook_loses_nothing_and_keeps_the_order(
    house: House,
) -> None:
    words = iter(WORDS)
    spoken: list[str] = []

    def say(many: int) -> None:
        for _ in range(many):
            spoken.append(next(words))
            house.world.say(house.taras, spoken[-1])

    async with house.served():
        for turn in range(4):
            say(2)  # while nobody listens
            async with house.running(house.poller() if turn % 2 else house.listener()):
                say(2)
                await house.until(*spoken)
                say(1)  # at the very end: it is taken now, or by the other way
        async with house.running(house.poller()):
            await house.until(*spoken)
    assert house.handled == spoken == WORDS


# --- when what comes was asked for ---


def press(number: int) -> dict[str, Any]:
    return {"update_id": number, "callback_query": {"id": str(number), "from": {"id": 1}}}


def later(seconds: float) -> Any:
    return NOON + timedelta(seconds=seconds)


def test_where_nothing_waits_what_comes_later_was_asked_for_later() -> None:
    heard = Heard(NOON)
    assert heard.before(press(1)) == NOON
    heard.nothing_waits(later(20))
    assert heard.before(press(1)) == later(20)


def test_under_a_load_a_press_is_later_than_the_last_look_that_it_cannot_have_waited_at() -> None:
    heard = Heard(NOON)
    heard.some_wait(later(20), highest=105)
    heard.some_wait(later(40), highest=205)
    assert heard.before(press(105)) == NOON  # it may have waited at the first look
    assert heard.before(press(106)) == later(20)
    assert heard.before(press(205)) == later(20)
    assert heard.before(press(206)) == later(40)
    heard.nothing_waits(later(60))
    assert heard.before(press(1)) == later(60)


def test_what_bears_a_date_is_dated_by_it_and_numbers_say_nothing_after_half_a_day() -> None:
    heard = Heard(NOON)
    heard.some_wait(later(20), highest=105)
    message = {"update_id": 106, "message": {"date": 1_700_000_000}}
    assert heard.before(message) == NOON
    heard.some_wait(later(12 * 3600), highest=205)
    assert heard.before(press(206)) == later(20)


def test_of_many_looks_the_newest_are_remembered() -> None:
    heard = Heard(NOON)
    for number in range(1, 100):
        heard.some_wait(later(number), highest=number)
    assert heard.before(press(100)) == later(99)
    assert heard.before(press(91)) == later(90)
    assert heard.before(press(90)) == NOON


async def test_a_press_after_a_look_was_made_after_it_and_one_that_waited_was_not(
    house: House, clock: RunningClock
) -> None:
    """The bot was off for an hour: what was pressed meanwhile may be an hour old."""
    asked_at: dict[int, Any] = {}

    async def handle(update: Update) -> None:
        (kept,) = [one for one in waiting_updates(house.app.storage) if one.update == update]
        asked_at[kept.id] = kept.asked_at
        house.world.changes.ring()

    house.handle = handle  # type: ignore[method-assign]
    await house.app.inbox.heard()
    off = house.app.inbox.now()
    number = house.world.say(house.taras, "Раз")
    house.world.press(house.taras, house.taras, number, "a")
    clock.pass_by(3600)
    async with house.at_work():
        await house.world.wait_until(lambda: len(asked_at) == 2, timeout=10)
        assert asked_at[max(asked_at)] < off + timedelta(seconds=5)
        await house.world.wait_until(lambda: not house.world.pending_updates())
        looks = len(house.world.calls("getWebhookInfo"))
        await house.world.wait_until(
            lambda: len(house.world.calls("getWebhookInfo")) > looks + 2, timeout=10
        )
        house.world.press(house.taras, house.taras, number, "a")
        await house.world.wait_until(lambda: len(asked_at) > 2, timeout=10)
    assert asked_at[max(asked_at)] > off + timedelta(seconds=3600)


async def test_under_a_load_a_press_is_dated_by_the_last_look(
    house: House, clock: RunningClock
) -> None:
    """One update is refused again and again, so that something always waits at Telegram."""
    asked_at: dict[str, Any] = {}

    async def handle(update: Update) -> None:
        (kept,) = [one for one in waiting_updates(house.app.storage) if one.update == update]
        press = update.get("callback_query", {})
        asked_at[press.get("data", "")] = kept.asked_at
        house.world.changes.ring()

    house.handle = handle  # type: ignore[method-assign]
    number = house.world.say(house.taras, "Раз")
    async with house.at_work():
        house.world.say(house.olena, "не зараз")
        house.world.press(house.taras, house.taras, number, "before")
        await house.world.wait_until(lambda: "before" in asked_at, timeout=10)
        await house.world.wait_until(lambda: house.world.pending_updates() == 1, timeout=10)
        clock.pass_by(3600)
        hour = house.app.inbox.now()
        looks = len(house.world.calls("getWebhookInfo"))
        await house.world.wait_until(
            lambda: len(house.world.calls("getWebhookInfo")) > looks + 2, timeout=10
        )
        house.world.press(house.taras, house.taras, number, "next")  # as many more as wait
        house.world.press(house.taras, house.taras, number, "later")
        await house.world.wait_until(lambda: "later" in asked_at, timeout=10)
    assert asked_at["before"] < hour - timedelta(minutes=59)
    assert asked_at["next"] < hour - timedelta(minutes=59)
    assert asked_at["later"] >= hour - timedelta(seconds=1)


# --- where Telegram cannot bring updates ---


class Desk:
    """What a trouble with the webhook tells the desk, look by look."""

    def __init__(self) -> None:
        self.alerts: list[tuple[str, int]] = []
        self.trouble = Trouble(self.tell)

    async def tell(self, words: str, waiting: int) -> None:
        self.alerts.append((words, waiting))

    async def look(self, minutes: float, pending: int, error_date: int | None = None) -> None:
        fault = {"last_error_date": error_date, "last_error_message": "502 Bad Gateway"}
        info = fault if error_date else {}
        await self.trouble.look(info, pending, later(minutes * 60))


async def test_the_desk_is_told_once_where_telegram_cannot_bring_updates_for_ten_minutes(
    caplog: pytest.LogCaptureFixture,
) -> None:
    desk = Desk()
    with caplog.at_level(logging.INFO):
        for minute in range(10):
            await desk.look(minute, pending=3 + minute, error_date=1000 + minute)
        assert desk.alerts == []
        for minute in range(10, 30):
            await desk.look(minute, pending=3 + minute, error_date=1000 + minute)
        await desk.look(31, pending=0, error_date=1030)
        await desk.look(32, pending=0, error_date=1030)
    assert desk.alerts == [("502 Bad Gateway", 14)]
    assert [words.partition(",")[0] for words in caplog.messages] == [
        "Telegram cannot bring updates (4 wait): 502 Bad Gateway",
        "Telegram brings updates again",
    ]


async def test_a_fault_that_passes_or_was_before_the_start_tells_nobody(
    caplog: pytest.LogCaptureFixture,
) -> None:
    desk = Desk()
    with caplog.at_level(logging.WARNING):
        for minute in range(30):  # from before; under a load something always waits
            await desk.look(minute, pending=2, error_date=1000)
        await desk.look(30, pending=0, error_date=1001)
        await desk.look(30.5, pending=1, error_date=1001)
        assert caplog.messages == []
        await desk.look(31, pending=1, error_date=1002)
        for minute in range(32, 60):
            await desk.look(minute, pending=2, error_date=1002)
    assert len(caplog.messages) == 1
    assert desk.alerts == []


async def test_a_new_trouble_is_told_of_anew() -> None:
    desk = Desk()
    for start in (0, 100):
        await desk.look(start, pending=0)
        for minute in range(1, 15):
            await desk.look(start + minute, pending=1, error_date=start + minute)
    assert len(desk.alerts) == 2
