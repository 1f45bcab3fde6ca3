"""Sends updates to the bot's webhook, one after another, until each has been taken."""

from collections.abc import Awaitable, Callable

import aiohttp
import orjson

from bot.sandbox.journal import Webhook
from bot.sandbox.parameters import Parameters
from bot.sandbox.refusals import Json
from bot.sandbox.state import SandboxState

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

    async def run(self) -> None:
        """Send what waits, for as long as the sandbox runs."""
        state, wait = self._state, _FIRST_RETRY_S
        async with aiohttp.ClientSession(timeout=_PATIENCE) as session:
            while not state.changes.closed:
                await state.changes.until(lambda: state.webhook.url and state.updates, _A_WHILE_S)
                update = state.updates.first
                if not state.webhook.url or update is None:
                    continue
                asked = await self._send(session, state.webhook, update)
                if asked is None:
                    state.updates.forget(update["update_id"] + 1)
                    wait = _FIRST_RETRY_S
                else:
                    await self._rest(state.webhook, asked or wait)
                    wait = min(2 * wait, _LONGEST_RETRY_S)

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
