"""Surfaces of Telegram: what people send, how it is handed over, and what it answers."""

import asyncio
import json
import logging
import re
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from itertools import count
from typing import Any, Final

from aiogram.exceptions import TelegramAPIError
from pydantic import ValidationError

from bot.app import App, assemble
from bot.config import FixedSettings
from bot.delivery.http_transport import HttpTransport
from bot.delivery.pacer import Pacer
from bot.delivery.rates import Rates
from bot.delivery.telegram import Telegram
from bot.delivery.worker import Worker
from bot.domain.clock import Clock
from bot.domain.notices import CopyLeft
from tests.builders import (
    CHANNEL,
    OLENA,
    SVIT,
    TARAS,
    a_channel,
    a_draft,
    a_reader,
    address_of,
    an_editor,
    an_owner,
    hired,
)
from tests.delivery.office import RunningClock
from tests.fuzz.breeding import ODD, Breeder
from tests.fuzz.keeping import a_database
from tests.fuzz.serving import no_errors_logged
from tests.fuzz.surface import Surface, Take, until
from tests.fuzz.words import BUTTONS
from tests.tables import waiting_updates

_TOKEN: Final = "42:fuzz"
_BOT: Final = {"id": 42, "is_bot": True, "first_name": "Вісник", "username": "vistnyk_fuzz_bot"}
_GROUP: Final = -1001000000777
_STRANGER: Final = 700_000_000
_GOES_ON: Final = 15.0  # seconds by the clock: a busy machine is slow, and a dead bot for ever
# So many that each has been quiet for long enough to be answered at once.
_OWNERS: Final = range(200_000, 200_030)
_EDITORS: Final = range(300_000, 300_030)
_PAGE: Final = (
    "СВІТ\nПорт Роттердама відкрив термінал\n10.05.2023, 15:25\n\n"
    "Перші кораблі причалять восени.\n\n"
    "Будівництво тривало чотири роки, розповіли в порту журналістам.\n\nhttps://example.org/1"
)
_SAID: Final = (
    "/start", "/start a1", "/start i" + "x" * 20, "/topics", "/latest", "/archive", "/settings",
    "/language", "/help", "/stop", "/drafts", "/publish 1", "/status 1", "/feeds", "/team",
    "/channels", "/publish", "/queue", "https://example.org/1", "http://127.0.0.1/", "Привіт",
    _PAGE, "/@", "/start@other_bot", "1", "№1",
)  # fmt: skip


# --- a Bot API server that says what it is told to --------------------------------------------


@dataclass
class Server:
    """Answers each request well, but for what it was told to answer next."""

    address: str = ""
    updates: list[bytes] = field(default_factory=list)  # bodies of the next answers to getUpdates
    raw: dict[int, list[bytes]] = field(default_factory=dict)  # whole answers, by the chat
    seen: set[int] = field(default_factory=set)  # chats that were sent something
    _told: asyncio.Event = field(default_factory=asyncio.Event)
    _numbers: Any = field(default_factory=lambda: count(1000))

    def hand_over(self, body: bytes) -> None:
        self.updates.append(body)
        self._told.set()

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError):
            while True:
                head = await reader.readuntil(b"\r\n\r\n")
                length = re.search(rb"content-length: *(\d+)", head.lower())
                body = await reader.readexactly(int(length[1])) if length else b""
                if b"chunked" in head.lower():
                    body = await reader.readuntil(b"\r\n0\r\n\r\n")
                answer, whole = await self._answer(head.split(b" ", 2)[1].decode(), body)
                if whole:
                    writer.write(answer)
                    await writer.drain()
                    break
                writer.write(
                    b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % len(answer) + answer
                )
                await writer.drain()
        writer.close()

    async def _answer(self, path: str, body: bytes) -> tuple[bytes, bool]:
        """The body of an answer, or (True) all of its bytes."""
        method = path.rpartition("/")[2]
        if method == "getUpdates":
            return await self._next_updates(at_once=b'"timeout":0,' in body), False
        if "/file/" in path:
            return _PAGE.encode(), False
        chat = re.search(rb"chat_id\D{1,40}?(-?\d+)", body)
        chat_id = int(chat[1]) if chat else 0
        if self.raw.get(chat_id):
            return self.raw[chat_id].pop(0), True
        if method in ("sendMessage", "editMessageText"):
            self.seen.add(chat_id)
        return json.dumps(self._well(method, chat_id)).encode(), False

    async def _next_updates(self, *, at_once: bool) -> bytes:
        if not self.updates and not at_once:
            self._told.clear()
            with suppress(TimeoutError):
                await asyncio.wait_for(self._told.wait(), 20)
        return self.updates.pop(0) if self.updates else b'{"ok":true,"result":[]}'

    def _well(self, method: str, chat_id: int) -> dict[str, Any]:
        if method == "getMe":
            return {"ok": True, "result": _BOT}
        if method == "getFile":
            file = {"file_id": "f", "file_unique_id": "u", "file_path": "documents/1.txt"}
            return {"ok": True, "result": file}
        if method == "forwardMessage":
            words = "Bad Request: message to forward not found"
            return {"ok": False, "error_code": 400, "description": words}
        if method.startswith(("send", "edit")):
            chat = {"id": chat_id, "type": "private" if chat_id > 0 else "channel", "title": "x"}
            message = {"message_id": next(self._numbers), "date": 1, "chat": chat, "text": "x"}
            return {"ok": True, "result": message}
        return {"ok": True, "result": True}


@asynccontextmanager
async def _server() -> AsyncIterator[Server]:
    served = Server()
    server = await asyncio.start_server(served.serve, "127.0.0.1", 0)
    served.address = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    try:
        yield served
    finally:
        server.close()


@asynccontextmanager
async def _publishing(served: Server, clock: Clock | None = None) -> AsyncIterator[App]:
    """The bot on a database of its own, with a desk, a channel, a reader and a draft."""
    with a_database() as database:
        settings = FixedSettings(
            bot_token=_TOKEN,
            telegram_api_url=served.address,
            database_url=address_of(database),
            owner_ids=(OLENA,),
            rate_per_second=1000,
            rate_per_channel_minute=1000,
        )
        app = assemble(settings, clock=clock) if clock else assemble(settings)
        await app.start()
        await app.team.name_owners(settings.owner_ids)
        owners = (an_owner(user_id) for user_id in _OWNERS)
        await hired(app.storage, an_editor(), *owners, *map(an_editor, _EDITORS))
        await a_channel(app.storage, CHANNEL, title="Світ")
        await a_reader(app.storage, TARAS)
        await a_draft(app.storage, "Порт відкрив термінал")
        await app.process.join()
        in_touch = asyncio.ensure_future(app.process.run())
        try:
            yield app
        finally:
            in_touch.cancel()
            await asyncio.wait([in_touch])
            await app.close()


# --- updates ----------------------------------------------------------------------------------


def _person(breeder: Breeder) -> dict[str, Any]:
    stranger = _STRANGER + breeder.random.randrange(10**6)
    who = breeder.one((breeder.one(_OWNERS), breeder.one(_EDITORS), TARAS, stranger, stranger))
    name = breeder.name() if breeder.chance(0.3) else "Марія"
    person = {"id": who, "is_bot": False, "first_name": name, "language_code": "uk"}
    return person | ({"username": breeder.name()} if breeder.chance(0.1) else {})


def _chat(breeder: Breeder, person: dict[str, Any]) -> dict[str, Any]:
    if breeder.chance(0.85):
        return {"id": person["id"], "type": "private", "first_name": person["first_name"]}
    kind = breeder.one(("group", "supergroup", "channel"))
    return {"id": breeder.one((_GROUP, CHANNEL)), "type": kind, "title": breeder.name() or "Група"}


def _message(breeder: Breeder) -> dict[str, Any]:
    person = _person(breeder)
    text = breeder.text(_SAID, (*_SAID, *ODD))[:4096]
    entity = {
        "type": "bot_command",
        "offset": 0,
        "length": len(text.split()[0]) if text.split() else 0,
    }
    content: dict[str, Any] = breeder.one(
        (
            {"text": text, "entities": [entity]},
            {"text": text},
            {"text": text},
            {
                "caption": text,
                "photo": [{"file_id": "p", "file_unique_id": "u", "width": 1, "height": 1}],
            },
            {
                "document": {
                    "file_id": "f",
                    "file_unique_id": "u",
                    "file_name": breeder.name() + ".txt",
                    "file_size": 900,
                    "mime_type": "text/plain",
                }
            },
            {"migrate_to_chat_id": -1009},
            {"location": {"latitude": 50.4, "longitude": 30.5}},
            {"new_chat_title": breeder.name()},
        )
    )
    number = breeder.random.randint(1, 10**6)
    chat = _chat(breeder, person)
    return {"message_id": number, "date": 1_700_000_000, "chat": chat, "from": person} | content


def _press(breeder: Breeder) -> dict[str, Any]:
    person = _person(breeder)
    data = str(breeder.one(BUTTONS))
    if breeder.chance(0.5):
        data = breeder.text(BUTTONS, (*BUTTONS, ":", "-", "0", *ODD))[:64]
    return {
        "id": str(breeder.random.getrandbits(60)),
        "from": person,
        "chat_instance": "1",
        "message": _message(breeder) | {"from": _BOT},
        "data": data,
    }


def _change(breeder: Breeder) -> dict[str, Any]:
    person = _person(breeder)
    rights = {"can_post_messages": True, "can_edit_messages": True, "can_be_edited": False}
    member = {"user": _BOT, "status": breeder.one(("administrator", "left", "kicked", "member"))}
    chat = {"id": breeder.one((CHANNEL, _GROUP, -1002, TARAS)), "type": "channel"}
    return {
        "chat": chat | {"title": breeder.name() or "Канал"},
        "from": person,
        "date": 1_700_000_000,
        "old_chat_member": {"user": _BOT, "status": "left"},
        "new_chat_member": member | rights,
    }


_KINDS: Final[tuple[tuple[str, Callable[[Breeder], dict[str, Any]]], ...]] = (
    ("message", _message),
    ("message", _message),
    ("callback_query", _press),
    ("callback_query", _press),
    ("my_chat_member", _change),
    ("channel_post", _message),
    ("edited_channel_post", _message),
    ("edited_message", _message),
)


def a_bred_update(breeder: Breeder) -> dict[str, Any]:
    kind, make = breeder.one(_KINDS)
    content = make(breeder)
    if breeder.chance(0.6):
        content = breeder.changed(content, breeder.random.randint(1, 3))
    return {kind: content}


def _draw_updates(breeder: Breeder) -> bytes:
    updates = [a_bred_update(breeder) for _ in range(breeder.random.randint(1, 3))]
    # Half a character would make the whole answer unreadable: that is another surface's.
    return json.dumps(updates, ensure_ascii=False).encode("utf-8", "replace")


def _draw_handing_over(breeder: Breeder) -> bytes:
    """A whole answer to getUpdates."""
    update = {"update_id": breeder.random.randint(1, 10**6), **a_bred_update(breeder)}
    refusal = {"ok": False, "error_code": 502, "description": "Bad Gateway", "parameters": {}}
    answer = breeder.one(
        ({"ok": True, "result": [update]}, {"ok": True, "result": [update]}, refusal)
    )
    body = json.dumps(breeder.changed(answer)).encode()
    return breeder.spoilt(body) if breeder.chance(0.2) else body


class _Desk:
    """The running bot, and a stranger whose /start shows that it goes on."""

    def __init__(self, app: App, served: Server, running: "asyncio.Future[None]") -> None:
        self._app = app
        self._served = served
        self._running = running
        self._update_ids = count(10**9)
        self._strangers = count(_STRANGER + 10**7)

    async def handle(self, updates: list[dict[str, Any]]) -> None:
        for update in updates:
            update["update_id"] = next(self._update_ids)
        body = json.dumps({"ok": True, "result": updates}, ensure_ascii=False)
        await self.hand_over(body.encode("utf-8", "replace"))
        async with asyncio.timeout(_GOES_ON):
            while waiting_updates(self._app.storage):  # noqa: ASYNC110 - a table has no event
                await asyncio.sleep(0.002)

    async def hand_over(self, body: bytes) -> None:
        self._served.hand_over(body)
        stranger = next(self._strangers)
        person = {"id": stranger, "is_bot": False, "first_name": "Надія"}
        chat = {"id": stranger, "type": "private", "first_name": "Надія"}
        said = {"message_id": 1, "date": 1, "chat": chat, "from": person, "text": "/start"}
        update = {"update_id": next(self._update_ids), "message": said}
        self._served.hand_over(json.dumps({"ok": True, "result": [update]}).encode())

        def seen() -> bool:
            if self._running.done():
                self._running.result()
                raise AssertionError("the bot has stopped")
            return stranger in self._served.seen

        await until(seen, "a stranger's /start is not answered any more", within=_GOES_ON)


@asynccontextmanager
async def _running() -> AsyncIterator[_Desk]:
    stop = asyncio.Event()
    quick = {"pause": 0.01, "at_least": 0.01}  # seconds: of a thousand inputs many wait
    async with (
        _server() as served,
        _publishing(served) as app,
        app.connect(stop, **quick) as connection,
    ):
        assert connection is not None
        running = asyncio.ensure_future(connection.run(stop))
        try:
            desk = _Desk(app, served, running)
            await desk.hand_over(b'{"ok":true,"result":[]}')  # it has started
            yield desk
        finally:
            stop.set()
            with suppress(Exception, asyncio.CancelledError):
                await asyncio.wait_for(running, 15)


@asynccontextmanager
async def _updates() -> AsyncIterator[Take]:
    """Updates through the assembled bot; nothing of them is a fault of ours."""
    async with _running() as desk:

        async def take(data: bytes) -> None:
            # What is no update of the Bot API is not understood, and logged as that; nor are
            # numbers that no id of Telegram's is.
            with no_errors_logged(forgiven=(ValidationError, TelegramAPIError, OverflowError)):
                await desk.handle(json.loads(data))

        yield take


@asynccontextmanager
async def _handing_over() -> AsyncIterator[Take]:
    async with _running() as desk:
        log = logging.getLogger("bot.updates.polling")
        log.setLevel(logging.ERROR)
        try:
            yield desk.hand_over
        finally:
            log.setLevel(logging.NOTSET)


# --- answers to deliveries --------------------------------------------------------------------

_ANSWERS: Final = (
    {"ok": True, "result": {"message_id": 5, "date": 1, "chat": {"id": 1, "type": "private"}}},
    {"ok": True, "result": True},
    {"ok": False, "error_code": 400, "description": "Bad Request: chat not found"},
    {"ok": False, "error_code": 400, "description": "Bad Request: can't parse entities: x"},
    {"ok": False, "error_code": 403, "description": "Forbidden: bot was blocked by the user"},
    {"ok": False, "error_code": 500, "description": "Internal Server Error"},
    {
        "ok": False,
        "error_code": 429,
        "description": "Too Many Requests: retry after 5",
        "parameters": {"retry_after": 5},
    },
    {
        "ok": False,
        "error_code": 400,
        "description": "Bad Request: group chat was upgraded to a supergroup chat",
        "parameters": {"migrate_to_chat_id": -1009},
    },
)


def _draw_answer(breeder: Breeder) -> bytes:
    """All bytes of an answer: odd values, a cut body, a wrong length, no HTTP at all."""
    body = json.dumps(breeder.changed(breeder.one(_ANSWERS))).encode()
    length = len(body) if breeder.chance(0.8) else breeder.random.randint(0, 2 * len(body))
    status = breeder.random.choice((b"200 OK", b"400 Bad Request", b"502 Bad Gateway", b"999 x"))
    whole = b"HTTP/1.1 %b\r\nContent-Length: %d\r\n\r\n%b" % (status, length, body)
    return breeder.spoilt(whole) if breeder.chance(0.2) else whole


@asynccontextmanager
async def _answers() -> AsyncIterator[Take]:
    """An article to a channel and a reader, the first answers to which are these bytes."""
    clock = RunningClock()
    async with (
        _server() as served,
        _publishing(served, clock) as app,
        HttpTransport(served.address) as wire,
    ):
        telegram = Telegram(wire, _TOKEN)
        rates = Rates(1000, 60_000, per_person_second=1000)
        pacer = Pacer(app.storage, clock, rates, clock.sleep)
        worker = app.worker(telegram, "vistnyk_fuzz_bot", pacer)
        running = asyncio.ensure_future(worker.run(alone=True))
        post = _Post(app, served, clock, running)
        try:
            yield post.take
        finally:
            await _ended(worker, running)


@dataclass
class _Post:
    app: App
    served: Server
    clock: RunningClock
    running: "asyncio.Future[None]"
    _readers: Any = field(default_factory=lambda: count(_STRANGER))

    async def take(self, data: bytes) -> None:
        """Send to a new reader and the channel; then to another, who gets it before long."""
        with no_errors_logged():
            struck = next(self._readers)
            await a_reader(self.app.storage, struck)
            self.served.raw = {struck: [data], CHANNEL: [data]}
            await self._publish()
            await self._comes(lambda: not self.served.raw[struck], "nothing was sent")
            spared = next(self._readers)
            async with self.app.storage.writing() as tx:
                await tx.people.follow([(struck, SVIT)], on=False)
                await tx.tell([spared], CopyLeft("Світ"), self.clock())
            self.app.woken.set()
            await self._comes(lambda: spared in self.served.seen, "nothing is delivered any more")

    async def _publish(self) -> None:
        article_id = await a_draft(self.app.storage, "Порт відкрив термінал")
        await self.app.publishing.publish(article_id)

    async def _comes(self, seen: Callable[[], bool], what: str) -> None:
        """At once, or when the time is over for which the answer asked; a busy machine is slow."""
        for jump, within in ((0, 0.7), (4, 0.7), (120, 0.7), (10**5, 0.7), (10**7, _GOES_ON)):
            self.clock.pass_by(jump)
            self.app.woken.set()
            with suppress(AssertionError):
                await until(lambda: self._alive() and seen(), what, within=within)
                return
        raise AssertionError(what)

    def _alive(self) -> bool:
        if self.running.done():
            self.running.result()
            raise RuntimeError("the worker has stopped")
        return True


async def _ended(worker: Worker, running: "asyncio.Future[None]") -> None:
    worker.stop()
    with suppress(Exception, asyncio.CancelledError):
        await asyncio.wait_for(running, 15)


SURFACES: Final = (
    Surface("updates", _draw_updates, _updates, share=25, few=8),
    Surface("updates handed over", _draw_handing_over, _handing_over, share=8, few=8),
    Surface("answers", _draw_answer, _answers, share=8, few=6),
)
