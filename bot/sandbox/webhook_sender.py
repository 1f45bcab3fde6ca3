"""Sends updates to the bot's webhook, each until it has been taken.

As Telegram does: several requests side by side, of one chat or person one after another.
"""

import asyncio
from collections.abc import Awaitable, Callable

import aiohttp
import orjson

from bot.sandbox.journal import Webhook
from bot.sandbox.parameters import Parameters
from bot.sandbox.refusals import Json
from bot.sandbox.state import SandboxState
from bot.sandbox.update_queue import line_of

CallBack = Callable[[str, Parameters], Awaitable[object]]
_PATIENCE = aiohttp.ClientTimeout(total=60, connect=10)
_FIRST_RETRY_S = 1.0
_LONGEST_RETRY_S = 60.0
_LONGEST_ASKED_S = 3600.0
_A_WHILE_S = 3600.0
_TAKEN = range(200, 300)


class WebhookSender:
    """`call` carries out the method that the bot may name in its answer."""

    def __init__(self, state: SandboxState, call: CallBack) -> None:
        self._state = state
        self._call = call
        self._busy: set[object] = set()  # lines with a request under way

    async def run(self) -> None:
        """Send what waits, for as long as the sandbox runs."""
        changes = self._state.changes
        async with (
            aiohttp.ClientSession(timeout=_PATIENCE) as session,
            asyncio.TaskGroup() as group,
        ):
            while not changes.closed:
                if update := await changes.until(self._next, _A_WHILE_S):
                    self._busy.add(line_of(update))
                    group.create_task(self._bring(session, update))

    def _next(self) -> Json | None:
        hook = self._state.webhook
        if not hook.url or len(self._busy) >= hook.max_connections:
            return None
        return self._state.updates.next_for_webhook(self._busy)

    async def _bring(self, session: aiohttp.ClientSession, update: Json) -> None:
        """Again and again, while it waits and the webhook is the same."""
        state, hook, wait = self._state, self._state.webhook, _FIRST_RETRY_S
        try:
            while state.webhook is hook and update["update_id"] in state.updates:
                asked = await self._send(session, hook, update)
                if asked is None:
                    state.updates.confirm(update["update_id"])
                else:
                    await self._rest(hook, asked or wait)
                    wait = min(2 * wait, _LONGEST_RETRY_S)
        finally:
            self._busy.discard(line_of(update))
            state.changes.ring()

    async def _rest(self, hook: Webhook, seconds: float) -> None:
        """Until the next try, or another webhook is set."""
        await self._state.changes.until(lambda: self._state.webhook is not hook, seconds)

    async def _send(
        self, session: aiohttp.ClientSession, hook: Webhook, update: Json
    ) -> float | None:
        """None where it was taken, else for how long the bot asks to wait; 0: it does not say."""
        headers = {"Content-Type": "application/json"}
        if hook.secret:
            headers["X-Telegram-Bot-Api-Secret-Token"] = hook.secret
        try:
            async with session.post(
                hook.url,
                data=orjson.dumps(update),
                headers=headers,
                ssl=False,
                allow_redirects=False,
            ) as response:
                if response.status in _TAKEN:
                    await self._carry_out(await response.read())
                    return None
                words = f"Wrong response from the webhook: {response.status} {response.reason}"
                asked = response.headers.get("Retry-After", "")
        except TimeoutError:
            words, asked = "Read timeout expired", ""
        except aiohttp.ClientConnectorError:
            words, asked = "Connection refused", ""
        except aiohttp.ClientError:
            words, asked = "Connection closed", ""
        hook.last_error, hook.last_error_at = words.strip(), self._state.now()
        self._state.changes.ring()
        return min(float(asked), _LONGEST_ASKED_S) if asked.isdigit() else 0

    async def _carry_out(self, body: bytes) -> None:
        """The call that an answer may hold, in JSON; what becomes of it nobody is told."""
        try:
            given = orjson.loads(body)
        except orjson.JSONDecodeError:
            return
        if isinstance(given, dict) and isinstance(method := given.get("method"), str):
            await self._call(method, Parameters(given))
