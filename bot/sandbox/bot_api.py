"""The Bot API over HTTP: `/bot<token>/<method>` and `/file/bot<token>/<path>`."""

import asyncio
import hmac
import inspect
import logging
import mimetypes

import orjson
from aiohttp import web

from bot.sandbox.faults import Fault
from bot.sandbox.journal import Request
from bot.sandbox.methods import METHODS
from bot.sandbox.parameters import Parameters, read_parameters
from bot.sandbox.refusals import BotApiError, Json, unauthorized
from bot.sandbox.state import SandboxState

log = logging.getLogger(__name__)


class BotApi:
    def __init__(self, state: SandboxState, token: str) -> None:
        self._state = state
        self._token = token
        self._active = 0

    def routes(self) -> list[web.RouteDef]:
        return [
            web.route("*", "/bot{token:[^/]+}/{method:[^/]+}", self.call),
            web.get("/file/bot{token:[^/]+}/{path:.+}", self.download),
            web.route("*", "/{kind:bot|file/bot}{rest:.*}", self.nowhere),
        ]

    async def call(self, request: web.Request) -> web.Response:
        """Answer one call: within the limits, and with whatever fault is on order for it."""
        self._active += 1
        try:
            self._check_token(request)
            if fault := self._state.faults.take_unread(request.match_info["method"]):
                return await self._leave_unread(request, fault)
            params = await read_parameters(request)
            try:
                return await self._answer(request, params)
            finally:
                params.close()
        except BotApiError as refusal:
            return _refused(refusal)
        except web.HTTPRequestEntityTooLarge:
            return _refused(BotApiError(413, "Request Entity Too Large"))
        finally:
            self._active -= 1

    async def _answer(self, request: web.Request, params: Parameters) -> web.Response:
        method = request.match_info["method"]
        chat_id = params.chat_id(self._state.chats)
        entry = self._state.log(method, _readable(params), chat_id)
        if self._state.revoked:
            return self._answered(entry, unauthorized())
        if refusal := await self._over_a_limit(params, entry):
            return self._answered(entry, refusal)
        fault = self._state.faults.take(method, chat_id)
        if fault is None:
            return self._answered(entry, await self._carried_out(method, params, entry))
        return await self._spoiled(request, params, entry, fault)

    async def _over_a_limit(self, params: Parameters, entry: Request) -> BotApiError | None:
        """What the limits say; a request too many at once is held before it is refused."""
        limits = self._state.limits
        if crowded := limits.too_many_at_once(self._active):
            entry.scope = "at_once"
            self._state.limits_changed()
            await asyncio.sleep(limits.rules.held_seconds)
            return crowded
        chat = None if entry.chat_id is None else self._state.chats.get(entry.chat_id)
        paid, stars = params.flag("allow_paid_broadcast"), self._state.stars.tenths
        now = self._state.clock()
        admission = limits.admit(entry.method, chat, now, paid=paid, stars=stars)
        entry.scope, entry.price = admission.scope, admission.price
        if admission.scope:
            self._state.limits_changed()
        return admission.refusal

    async def call_from_webhook(self, method: str, params: Parameters) -> None:
        """A call that the bot's answer to an update holds."""
        entry = self._state.log(method, _readable(params), params.chat_id(self._state.chats))
        refusal = await self._over_a_limit(params, entry)
        self._answered(entry, refusal or await self._carried_out(method, params, entry))

    async def nowhere(self, _: web.Request) -> web.Response:
        """An address without a token, or without a method; bots read JSON there, too."""
        return _refused(BotApiError(404, "Not Found"))

    async def download(self, request: web.Request) -> web.Response:
        try:
            self._check_token(request)
            if self._state.revoked:
                raise unauthorized()
            file = self._state.files.at(request.match_info["path"])
        except BotApiError as refusal:
            return _refused(refusal)
        kind = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
        return web.Response(body=file.content, content_type=kind)

    def _check_token(self, request: web.Request) -> None:
        if not hmac.compare_digest(request.match_info["token"].encode(), self._token.encode()):
            raise unauthorized()

    async def _carried_out(self, name: str, params: Parameters, entry: Request) -> object:
        """The method's result, or the refusal itself as a value."""
        method = METHODS.get(name.lower())
        if method is None:
            log.warning("the sandbox lacks the method %s", name)
            self._state.miss(name)
            return BotApiError(404, "Not Found")
        try:
            result = method(self._state, params)
            if inspect.isawaitable(result):
                result = await result
        except BotApiError as refusal:
            return refusal
        entry.accepted = True
        if entry.price:
            self._state.stars.pay(entry.price)
            self._state.limits_changed()
        return result

    async def _spoiled(
        self, request: web.Request, params: Parameters, entry: Request, fault: Fault
    ) -> web.Response:
        result: object = fault.refusal()
        if fault.accepts:
            self._state.breaks_album = fault.kind == "half"
            result = await self._carried_out(entry.method, params, entry)
            self._state.breaks_album = False
            self._state.changes.ring()
        if fault.kind == "slow":
            await asyncio.sleep(fault.seconds)
        if fault.kind == "restart":
            result = fault.refusal()
        if fault.closes:
            return self._cut(request, entry)
        return self._answered(entry, result)

    async def _leave_unread(self, request: web.Request, fault: Fault) -> web.Response:
        """Take what has come so far, and no more."""
        entry = self._state.log(request.match_info["method"], {}, None)
        await request.content.readany()
        entry.description = "read in part"
        self._state.changes.ring()
        await asyncio.sleep(fault.seconds)
        return self._cut(request, entry)

    def _cut(self, request: web.Request, entry: Request) -> web.Response:
        """Close the connection; the response never leaves."""
        entry.description = "connection closed"
        self._state.changes.ring()
        if request.transport is not None:
            request.transport.abort()
        return web.Response()

    def _answered(self, entry: Request, result: object) -> web.Response:
        if isinstance(result, BotApiError):
            entry.status, entry.description = result.code, result.description
            response = _refused(result)
        else:
            entry.status = 200
            response = _json({"ok": True, "result": result})
        self._state.changes.ring()
        return response


def _readable(params: Parameters) -> Json:
    """The parameters for the log: uploads by name only."""
    return {
        name: value.filename if isinstance(value, web.FileField) else value
        for name, value in params.raw.items()
    }


def _refused(refusal: BotApiError) -> web.Response:
    answer = {"ok": False, "error_code": refusal.code, "description": refusal.description}
    if refusal.parameters:
        answer["parameters"] = refusal.parameters
    response = _json(answer, refusal.code)
    if "retry_after" in refusal.parameters:
        response.headers["Retry-After"] = str(refusal.parameters["retry_after"])
    return response


def _json(value: object, status: int = 200) -> web.Response:
    return web.Response(
        body=orjson.dumps(value), status=status, content_type="application/json", charset="utf-8"
    )
