"""Updates are kept, confirmed and handled, in this order, through any kill."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest

from bot.app import App
from bot.delivery.http_transport import HttpTransport
from bot.delivery.telegram import Telegram
from bot.domain.update_facts import Update
from bot.sandbox.sandbox_server import Sandbox
from bot.updates.handling import Handling
from bot.updates.inbox import Inbox, Writing
from bot.updates.inbox_writer import COMPANY
from bot.updates.patience import DISBELIEF, TokenRefusedError
from bot.updates.polling import Poller
from storage.inbox import Hands
from tests.builders import CHANNEL
from tests.clock import NOON, Clock
from tests.delivery.office import RunningClock
from tests.tables import waiting_updates

WORDS = [f"Слово {number}" for number in range(20)]


def said(update: Update) -> str:
    return str(update["message"]["text"])


async def kept(inbox: Inbox, *updates: Update) -> list[int]:
    """The numbers of those that are new."""
    writing = Writing(inbox.dated(updates, NOON))
    return sorted((await inbox.write(writing, alone=True)).new)


@dataclass
class Ear:
    """A poller on the stand-in for Telegram, and what it has handled."""

    sandbox: Sandbox
    app: App
    wire: HttpTransport
    handled: list[str] = field(default_factory=list)
    slow: float = 0
    token: str | None = None
    company: float = COMPANY
    disbelief: float = DISBELIEF

    def __post_init__(self) -> None:
        self.taras = self.sandbox.world.add_person("Тарас")
        self.olena = self.sandbox.world.add_person("Олена")

    async def run(self, stop: asyncio.Event) -> None:
        """One process, from its start to its end."""
        telegram = Telegram(self.wire, self.token or self.sandbox.token)
        handling = Handling(self.app.inbox, self.handle, pause=0.005, company=self.company)
        poller = Poller(telegram, self.app.inbox, handling, 0.02, 0.02, disbelief=self.disbelief)
        async with asyncio.TaskGroup() as group:
            group.create_task(handling.run(stop))
            group.create_task(poller.run(stop))

    def waiting(self) -> int:
        return len(waiting_updates(self.app.storage))

    async def handle(self, update: Update) -> None:
        await asyncio.sleep(self.slow)
        if "поламай" in said(update):
            raise ZeroDivisionError
        self.handled.append(said(update))
        self.sandbox.world.changes.ring()

    @asynccontextmanager
    async def listening(self) -> AsyncIterator[asyncio.Event]:
        stop = asyncio.Event()
        async with asyncio.TaskGroup() as group:
            group.create_task(self.run(stop))
            try:
                yield stop
            finally:
                stop.set()

    async def until(self, *words: str) -> None:
        await self.sandbox.world.wait_until(lambda: set(words) <= set(self.handled), timeout=30)

    async def dies(self, waiting: int) -> None:
        """Listen until so many updates are kept, and die while they are in hand."""
        self.slow = 60
        async with asyncio.TaskGroup() as group:
            process = group.create_task(self.run(asyncio.Event()))
            while self.waiting() < waiting:  # noqa: ASYNC110 - rows ring no bell
                await asyncio.sleep(0.01)
            process.cancel()
        self.slow = 0


@pytest.fixture
def clock() -> Clock:
    return RunningClock()


@pytest.fixture
async def ear(app: App) -> AsyncIterator[Ear]:
    async with Sandbox() as sandbox, HttpTransport(sandbox.address) as wire:
        yield Ear(sandbox, app, wire)


async def test_what_people_write_is_handled_once_and_confirmed(ear: Ear) -> None:
    ear.sandbox.world.say(ear.taras, "Раз")
    async with ear.listening():
        await ear.until("Раз")
        ear.sandbox.world.say(ear.taras, "Два")
        await ear.until("Два")
        await ear.sandbox.world.wait_until(lambda: ear.sandbox.world.pending_updates() == 0)
    assert ear.handled == ["Раз", "Два"]
    assert not ear.waiting()


async def test_while_several_people_write_telegram_is_not_asked_for_each_of_them(
    ear: Ear,
) -> None:
    ear.company = 1.0
    world = ear.sandbox.world
    world.say(ear.taras, "Раз")
    world.say(ear.olena, "Два")
    async with ear.listening():
        await ear.until("Раз", "Два")
        world.say(ear.taras, "Три")
        await asyncio.sleep(0.05)
        assert world.pending_updates() == 3, "what comes meanwhile waits at Telegram"
        world.say(ear.olena, "Чотири")
        await ear.until("Три", "Чотири")
    assert ear.handled == ["Раз", "Два", "Три", "Чотири"]


async def test_one_chats_updates_are_handled_in_their_order(ear: Ear) -> None:
    for word in WORDS:
        ear.sandbox.world.say(ear.taras, word)
    async with ear.listening():
        await ear.until(*WORDS)
    assert ear.handled == WORDS


async def test_one_person_does_not_hold_up_another(ear: Ear) -> None:
    gate = asyncio.Event()

    async def handle(update: Update) -> None:
        if said(update) == "довго":
            await gate.wait()
        ear.handled.append(said(update))
        ear.sandbox.world.changes.ring()

    ear.handle = handle  # type: ignore[method-assign]
    ear.sandbox.world.say(ear.taras, "довго")
    ear.sandbox.world.say(ear.taras, "потім")
    ear.sandbox.world.say(ear.olena, "швидко")
    async with ear.listening():
        await ear.until("швидко")
        assert ear.handled == ["швидко"]
        gate.set()
        await ear.until("потім")
    assert ear.handled == ["швидко", "довго", "потім"]


async def test_presses_and_channel_events_stand_in_their_own_lines(ear: Ear) -> None:
    seen: list[Any] = []

    async def handle(update: Update) -> None:
        seen.append(next(key for key in update if key != "update_id"))
        ear.sandbox.world.changes.ring()

    ear.handle = handle  # type: ignore[method-assign]
    world = ear.sandbox.world
    number = world.say(ear.taras, "/start")
    world.press(ear.taras, ear.taras, number, "topics")
    world.add_channel("Світ", ear.olena, id=CHANNEL)
    world.set_bot_rights(CHANNEL, ear.olena)
    world.post_in_channel(CHANNEL, "Допис")
    async with ear.listening():
        await world.wait_until(lambda: len(seen) == 4)
    assert sorted(seen) == ["callback_query", "channel_post", "message", "my_chat_member"]
    assert seen.index("message") < seen.index("callback_query")


async def test_what_was_kept_before_a_kill_is_handled_at_the_next_start(ear: Ear) -> None:
    ear.sandbox.world.say(ear.taras, "Раз")
    ear.sandbox.world.say(ear.taras, "Два")
    await ear.dies(waiting=2)
    assert ear.handled == []
    async with ear.listening():
        await ear.until("Раз", "Два")
    assert ear.handled == ["Раз", "Два"]


async def test_what_telegram_hands_over_twice_is_handled_once(ear: Ear) -> None:
    """A kill between keeping and confirming: Telegram still has the updates too."""
    ear.sandbox.world.say(ear.taras, "Раз")
    pending = await Telegram(ear.wire, ear.sandbox.token).call("getUpdates")
    await kept(ear.app.inbox, *pending.result)  # type: ignore[union-attr]
    assert ear.sandbox.world.pending_updates() == 1
    async with ear.listening():
        await ear.until("Раз")
        ear.sandbox.world.say(ear.taras, "Два")
        await ear.until("Два")
    assert ear.handled == ["Раз", "Два"]


async def test_a_fault_of_ours_stops_nothing_and_does_not_come_back(ear: Ear) -> None:
    ear.sandbox.world.say(ear.taras, "поламай")
    ear.sandbox.world.say(ear.taras, "далі")
    async with ear.listening():
        await ear.until("далі")
    assert not ear.waiting()


@pytest.mark.parametrize(
    ("kind", "code"),
    [("refuse", 409), ("server_error", 500), ("close_before", 0), ("retry_after", 429)],
)
async def test_no_answer_of_telegrams_ends_the_listening(ear: Ear, kind: Any, code: int) -> None:
    ear.sandbox.world.faults.add(
        kind, method="getUpdates", times=1 if kind == "retry_after" else 3, code=code or 400
    )
    async with ear.listening():
        await ear.sandbox.world.wait_until(lambda: not len(ear.sandbox.world.faults))
        ear.sandbox.world.say(ear.taras, "Раз")
        await ear.until("Раз")


async def test_a_webhook_is_taken_away_however_often_the_line_breaks_and_whoever_sets_it(
    ear: Ear,
) -> None:
    world, telegram = ear.sandbox.world, Telegram(ear.wire, ear.sandbox.token)
    url = "http://127.0.0.1:1/of-an-earlier-run"
    await telegram.call("setWebhook", url=url)
    world.faults.add("close_before", method="deleteWebhook", times=2)
    world.say(ear.taras, "Раз")
    async with ear.listening():
        await ear.until("Раз")
        await telegram.call("setWebhook", url=url)
        world.say(ear.taras, "Два")
        world.say(ear.taras, "Три")
        await ear.until("Два", "Три")
        await world.wait_until(lambda: not world.webhook.url)
    assert ear.handled == ["Раз", "Два", "Три"]
    assert not [call for call in world.calls("deleteWebhook") if call.params]  # drops nothing


async def test_a_stop_does_not_wait_out_telegrams_wait(ear: Ear) -> None:
    ear.sandbox.world.faults.add("retry_after", method="getUpdates", seconds=3000)
    async with asyncio.timeout(60), ear.listening():
        await ear.sandbox.world.wait_until(lambda: not len(ear.sandbox.world.faults))


async def test_a_token_that_telegram_does_not_know_ends_it(ear: Ear) -> None:
    ear.token = "7000000001:another-token-that-nobody-knows"
    ear.disbelief = 0.1
    with pytest.RaisesGroup(TokenRefusedError, flatten_subgroups=True):
        await ear.run(asyncio.Event())


async def test_a_token_that_a_server_does_not_know_for_a_moment_ends_nothing(ear: Ear) -> None:
    ear.sandbox.world.faults.add("refuse", method="getUpdates", code=401, times=3)
    async with ear.listening():
        await ear.sandbox.world.wait_until(lambda: not len(ear.sandbox.world.faults))
        ear.sandbox.world.say(ear.taras, "Раз")
        await ear.until("Раз")


async def test_refusals_with_an_outage_between_them_are_none_that_go_on(ear: Ear) -> None:
    """A server that is started anew twice knows no token twice."""
    faults = ear.sandbox.world.faults
    ear.disbelief = 0.1
    async with ear.listening():
        for code, times in ((401, 1), (502, 3), (401, 1)):
            faults.add("refuse", method="getUpdates", code=code, times=times)
            await ear.sandbox.world.wait_until(lambda: not len(faults))
        ear.sandbox.world.say(ear.taras, "Раз")
        await ear.until("Раз")


async def test_a_stop_finishes_what_is_in_hand(ear: Ear) -> None:
    ear.slow = 0.1
    ear.sandbox.world.say(ear.taras, "Раз")
    async with ear.listening() as stop:
        while not ear.waiting():  # noqa: ASYNC110 - rows ring no bell
            await asyncio.sleep(0.01)
        stop.set()
    assert ear.handled == ["Раз"]
    assert not ear.waiting()


async def test_what_was_done_days_ago_is_forgotten(app: App, clock: Clock) -> None:
    inbox = app.inbox
    updates = {"update_id": 1}, {"update_id": 2}
    assert await kept(inbox, *updates) == [1, 2]
    claimed = (await inbox.write(Writing(hands=Hands(0, 1, {}, 1)), alone=True)).claimed
    await inbox.write(Writing(done=[one.id for one in claimed.taken]), alone=True)
    clock.pass_by(timedelta(days=2, seconds=1).total_seconds())
    await inbox.tidy()
    assert await kept(inbox, *updates) == [1]  # forgotten; the other still waits
