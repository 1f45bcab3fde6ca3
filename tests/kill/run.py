"""One run: publish, kill, start again, until the kills are spent; then let it end, and count."""

import asyncio
import contextlib
import os
import signal
import time
from collections.abc import Awaitable, Callable, Mapping
from multiprocessing.process import BaseProcess
from pathlib import Path
from random import Random
from typing import TypeVar

from bot.app import App, assemble
from bot.config import FixedSettings
from bot.domain.article import Image
from bot.domain.clock import system_clock
from bot.domain.picture import Layout, Picture, sent_picture
from bot.sandbox.rapid.process import RapidProcess, rapid_process
from storage.engine import is_passing
from tests.builders import a_draft, an_owner
from tests.forks import forked
from tests.journeys.processes import environment
from tests.kill.house import DELETING, EDITING, PICTURES, SENDING, Claim, House
from tests.kill.plan import Change, Hitch, Moment, Plan
from tests.kill.verdict import InHand, Story, Verdict, compare
from tests.postgres import Machine, Server

_PATIENCE = 60.0  # seconds for a process to start, and to stop
_WATCH = 20.0  # seconds for the moment that a kill waits for
_BLINK = 0.001
_PAUSED = 15.0  # seconds: the others take over after ten
_CHANGES_PLACES = 0.5
_CHANNEL_FAULTS = ("close_after", "restart", "close_before", "server_error", "slow")

_PRESSES = 12

Say = Callable[[str], None]
Done = TypeVar("Done")


async def run(
    plan: Plan, folder: Path, say: Say, patience: float = 600, machine: Machine | None = None
) -> Verdict:
    """Do it all, in an empty folder. `patience`: seconds for the last process to end its work.

    `machine`: the PostgreSQL server whose empty database is to be used.
    """
    house = House(_fresh(machine) if machine else folder / "kill.db", plan)
    await house.build()
    limit = round(plan.rate * 1.03)
    with rapid_process(
        *("--latency", str(plan.latency), "--limit-per-second", str(limit)),
        *("--faults", plan.faults, "--blocked", str(plan.blocked), "--seed", str(plan.seed)),
    ) as rapid:
        settings = _settings(plan, house, rapid)
        app = assemble(settings)
        try:
            story = _Run(plan, folder, house=house, rapid=rapid, app=app, say=say)
            story.machine = machine
            return await story.play(patience)
        finally:
            story.end_all()
            await app.close()


def _fresh(machine: Machine) -> str:
    server = Server(machine.address)
    server.close()
    return server.url


def _settings(plan: Plan, house: House, rapid: RapidProcess) -> FixedSettings:
    return FixedSettings.model_validate(
        {
            "bot_token": rapid.token,
            "telegram_api_url": rapid.address,
            "database_url": house.url,
            "owner_ids": (house.desk,),
            "rate_per_second": plan.rate,
            "rate_per_channel_minute": 600,
            "look_up_after": 1,
        }
    )


class _Run:
    def __init__(
        self, plan: Plan, folder: Path, *, house: House, rapid: RapidProcess, app: App, say: Say
    ) -> None:
        self._plan = plan
        self._folder = folder
        self._house = house
        self._rapid = rapid
        self._app = app
        self._say = say
        self._rng = Random(plan.seed)  # noqa: S311 - to be repeated, not to be secret
        self._stories: list[Story] = []
        self._to_come: list[tuple[int, Story, Change]] = []  # before which kill
        self._killed: list[tuple[Moment, InHand]] = []
        self._left_behind: set[Claim] = set()  # by those who were killed
        self.machine: Machine | None = None
        self._others: list[BaseProcess] = []  # replicas beside the one that is killed
        self._hitches = plan.hitches(self._rng)
        self._wake_at: list[tuple[float, int]] = []  # when which paused process goes on

    async def play(self, patience: float) -> Verdict:
        await self._app.start()
        await self._app.team.name_owners(self._app.settings.owner_ids)
        started = time.monotonic()
        publications = self._plan.publications()
        for number, moment in enumerate(self._plan.moments(self._rng)):
            publishes = number in publications or not self._house.is_open()
            await self._live_and_die(number, moment, publishes=publishes)
        await self._finish(patience)
        self._say(f"stopped after {time.monotonic() - started:.0f} s")
        return compare(self._house, self._rapid, self._stories, self._killed)

    async def _live_and_die(self, number: int, moment: Moment, *, publishes: bool) -> None:
        await self._keep_company(number)
        await self._befall(number)
        process = self._start(number)
        try:
            if moment is Moment.STARTING:
                await self._change(number)
                if publishes:
                    await self._publish(number)
                await asyncio.sleep(self._rng.uniform(0.1, 1.2))
            else:
                await self._until_up(process)
                posts = self._posts()  # before it has any to send: on a slow machine it is quick
                await self._change(number)
                article_id = await self._publish(number) if publishes else None
                await self._wait_for(moment, article_id, posts)
        finally:
            process.kill()
            process.join()
        if self._others and self._rng.random() < _CHANGES_PLACES:  # the next victim is an old one
            newest = self._start(number)
            self._others.append(newest)
            await self._until_up(newest)
            process = self._others.pop(0)
            process.kill()
            process.join()
        claims = self._new_claims()
        self._left_behind |= claims
        in_hand = InHand.of(claims)
        self._killed.append((moment, in_hand))
        self._say(
            f"kill {number + 1:2} {moment}: {in_hand.channels} channels and "
            f"{in_hand.readers} readers in hand, {self._accepted()} accepted"
        )

    # --- beside the kills ---

    async def _keep_company(self, number: int) -> None:
        """As many replicas as are to be; one of them may be the next that is killed."""
        while len(self._others) < self._plan.replicas - 1:
            self._others.append(self._start(number))
            await self._until_up(self._others[-1])

    async def _befall(self, number: int) -> None:
        self._wake_up()
        for hitch in self._hitches.get(number, ()):
            if hitch is Hitch.RESTART and self.machine:
                await asyncio.to_thread(self.machine.stop)
                await asyncio.sleep(self._rng.uniform(0, 4))
                await asyncio.to_thread(self.machine.start)
            elif hitch is Hitch.PAUSE and self._others:
                paused = self._rng.choice(self._others).pid
                assert paused
                if paused not in {pid for _, pid in self._wake_at}:
                    os.kill(paused, signal.SIGSTOP)
                    self._wake_at.append((time.monotonic() + _PAUSED, paused))
            self._say(f"  {hitch}")

    def _wake_up(self, *, all_of_them: bool = False) -> None:
        now = time.monotonic()
        for due in [due for due in self._wake_at if all_of_them or due[0] <= now]:
            self._wake_at.remove(due)
            if due[1] in {process.pid for process in self._others if process.is_alive()}:
                os.kill(due[1], signal.SIGCONT)

    def end_all(self) -> None:
        """Whatever has happened, nobody is left behind."""
        for process in self._others:
            process.kill()
            process.join()

    async def _end_company(self) -> None:
        self._wake_up(all_of_them=True)
        for process in self._others:
            process.terminate()
        for process in self._others:
            await asyncio.to_thread(process.join, _PATIENCE)
            assert process.exitcode == 0, f"stopped with {process.exitcode}"

    def _start(self, number: int) -> BaseProcess:
        settings = self._app.settings
        assert isinstance(settings, FixedSettings)
        variables = environment(
            settings,
            RATE_PER_SECOND=str(self._plan.rate),
            KILL_TEST_CHUNK=str(self._plan.chunk),
            KILL_TEST_LOOKS=str(self._plan.looks),
        )
        victims = self._plan.victims
        log = self._folder / "bot.log"
        victim = victims[number % len(victims)]
        return forked(victim, self._folder, variables, out=log, err=log)

    async def _until_up(self, process: BaseProcess) -> None:
        """Until a process speaks to Telegram."""
        asked = self._rapid.count()["asked_who_it_is"]
        async with asyncio.timeout(_PATIENCE):
            while self._rapid.count()["asked_who_it_is"] == asked:
                assert process.is_alive(), f"ended by itself: {process.exitcode}"
                await asyncio.sleep(0.02)

    async def _publish(self, number: int) -> int:
        """Publish one more article, with faults on half of its channels."""
        name = f"Порт номер {len(self._stories) + 1:03}"
        headline = f"{name} відкрив зелений термінал"
        images = await self._patiently(lambda: self._pictures(name))
        article_id = await self._patiently(
            lambda: a_draft(self._app.storage, headline, images=images)
        )
        story = Story(article_id, name)
        for starts, change in self._plan.changes(len(self._stories)):
            self._to_come.append((number + starts, story, change))
        self._stories.append(story)
        self._order_faults(SENDING)
        by = an_owner(self._house.desk)
        await self._patiently(lambda: self._app.publishing.publish(article_id, by=by))
        return article_id

    async def _pictures(self, name: str) -> tuple[Image, ...]:
        """Three that an editor has sent, so that Telegram has them already."""
        names = [f"{name}.{number}" for number in range(PICTURES[Layout.ALBUM])]
        async with self._app.storage.writing() as tx:
            for each in names:
                await tx.pictures.keep(sent_picture(each), Picture(each, each), system_clock())
        return tuple(Image(sent_picture(each)) for each in names)

    def _order_faults(self, methods: Mapping[Layout, str]) -> None:
        """For half of the channels, one request each."""
        channels = self._house.channels
        for chat_id in self._rng.sample(channels, len(channels) // 2):
            method = methods[self._house.layout_of(chat_id)]
            halves = ("half",) if method == "sendMediaGroup" else ()
            kind = self._rng.choice((*_CHANNEL_FAULTS, *halves))
            self._rapid.order_fault(kind, chat_id=chat_id, method=method, seconds=3)

    async def _change(self, number: int) -> None:
        """Correct and take back what is to be by now; its first posts still go out."""
        for _, story, change in [due for due in self._to_come if due[0] <= number]:
            await self._watch(self._more(self._plan.readers // 100), within=2)
            await (self._correct if change is Change.CORRECTED else self._retract)(story)
            self._say(f"{story.name} {change}, {self._accepted()} accepted")
        self._to_come = [change for change in self._to_come if change[0] > number]

    def _more(self, messages: int) -> Callable[[], bool]:
        """Whether so many have been accepted from now on."""
        least = self._accepted() + messages
        return lambda: self._accepted() > least

    async def _correct(self, story: Story) -> None:
        story.revision += 1
        self._order_faults(EDITING)
        headline, by = f"{story.name} {story.newest}", an_owner(self._house.desk)
        draft = await self._patiently(lambda: a_draft(self._app.storage, headline))
        correct = self._app.publishing.correct
        await self._patiently(lambda: correct(draft, story.article_id, by=by))

    async def _retract(self, story: Story) -> None:
        story.retracted = True
        self._order_faults(DELETING)
        retract, by = self._app.retraction.retract, an_owner(self._house.desk)
        await self._patiently(lambda: retract(story.article_id, by=by))

    async def _patiently(self, deed: Callable[[], Awaitable[Done]]) -> Done:
        """As an editor who presses again: the database may just have been away."""
        for _ in range(_PRESSES):
            try:
                return await deed()
            except Exception as error:
                if not is_passing(error):
                    raise
            await asyncio.sleep(1)
        return await deed()

    async def _wait_for(self, moment: Moment, article_id: int | None, posts: int) -> None:
        """`posts`: how many channels had when the process came up."""
        match moment:
            case Moment.IN_FAN_OUT if article_id:
                await self._watch(lambda: self._house.is_half_written(article_id))
            case Moment.IN_CHANNELS:
                await self._watch(lambda: self._posts() > posts)
            case Moment.IN_READERS:
                accepted = self._accepted() + 2 * self._plan.channels
                await self._watch(lambda: self._accepted() > accepted)
            case Moment.LOOKING:
                looks = self._rapid.count()["forwards"]
                await self._watch(lambda: self._rapid.count()["forwards"] > looks, within=3)
            case _:
                await asyncio.sleep(self._rng.uniform(0, self._plan.longest_pause()))

    def _accepted(self) -> int:
        accepted: int = self._rapid.count()["accepted"]
        return accepted

    def _posts(self) -> int:
        return sum(len(channel["posts"]) for channel in self._rapid.count()["channels"].values())

    def _new_claims(self) -> set[Claim]:
        """What this process has in hand, not what an earlier one left behind."""
        return self._house.claims() - self._left_behind

    async def _watch(self, seen: Callable[[], bool], within: float = _WATCH) -> None:
        """Wait for a moment; where it does not come, any will do."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(within):
                while not seen():  # noqa: ASYNC110 - another process has no event for us
                    await asyncio.sleep(_BLINK)

    async def _finish(self, patience: float) -> None:
        """Let a last process deliver all that is left, and stop it in order."""
        process = self._start(self._plan.kills)
        try:
            await self._until_up(process)
            await self._change(self._plan.kills)
            if not await self._delivered(process, patience):
                self._say(f"not all is delivered after {patience:.0f} s more")
            process.terminate()
            await asyncio.to_thread(process.join, _PATIENCE)
            assert process.exitcode == 0, f"stopped with {process.exitcode}"
            await self._end_company()
        finally:
            process.kill()
            process.join()

    async def _delivered(self, process: BaseProcess, patience: float) -> bool:
        until = time.monotonic() + patience
        while self._house.is_open() and time.monotonic() < until:
            assert process.is_alive(), f"ended by itself: {process.exitcode}"
            await asyncio.sleep(0.1)
        return not self._house.is_open()
