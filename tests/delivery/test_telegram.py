"""One request, one answer, and whether it may have arrived."""

import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any
from urllib.parse import unquote

import pytest
from aiohttp import web

from bot.delivery.http_transport import HttpTransport, NotConnectedError
from bot.delivery.telegram import Telegram, as_parameters
from bot.delivery.uploads import Upload
from bot.domain.api_answers import Accepted, Answer, Lost, NotSent, Refusal
from bot.domain.buttons import Publish, Read
from bot.domain.post import Button, Post, Preview
from bot.sandbox.sandbox_server import Sandbox
from tests.ports import a_free_port

TOKEN = "7000000001:a-token-that-no-log-may-show"
Answering = Callable[[web.Request], Awaitable[web.StreamResponse]]


@asynccontextmanager
async def telegram_that(answers: Answering) -> AsyncIterator[Telegram]:
    """A server that gives every request this answer."""
    app = web.Application()
    app.router.add_route("*", "/{path:.*}", answers)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    try:
        async with HttpTransport(f"http://127.0.0.1:{runner.addresses[0][1]}") as transport:
            yield Telegram(transport, TOKEN)
    finally:
        await runner.cleanup()


async def answer_to(text: str, status: int = 200) -> Answer:
    async def say(_: web.Request) -> web.Response:
        return web.Response(text=text, status=status, content_type="application/json")

    async with telegram_that(say) as telegram:
        return await telegram.call("getMe")


async def test_a_file_goes_as_a_form_beside_its_parameters() -> None:
    seen: dict[str, Any] = {}

    async def keep(request: web.Request) -> web.Response:
        form = await request.post()
        file = form["document"]
        assert isinstance(file, web.FileField)
        seen.update(path=request.path, name=file.filename, data=file.file.read())
        seen.update((name, value) for name, value in form.items() if name != "document")
        return web.json_response({"ok": True, "result": {"message_id": 5}})

    upload = Upload("document", 'жур"нал\r\nX: y.csv', b"\0\r\n--\xff")
    async with telegram_that(keep) as telegram:
        answer = await telegram.upload(
            "sendDocument", upload, chat_id=1, caption="Їжак", reply_markup=None
        )
    assert answer == Accepted({"message_id": 5})
    assert seen == {
        "path": f"/bot{TOKEN}/sendDocument",
        "name": "жур'нал  X: y.csv",
        "data": b"\0\r\n--\xff",
        "chat_id": "1",
        "caption": "Їжак",
    }


async def test_a_file_that_cannot_leave_was_not_sent() -> None:
    async with HttpTransport("http://127.0.0.1:9") as transport:
        telegram = Telegram(transport, TOKEN)
        answer = await telegram.upload("sendDocument", Upload("document", "a", b""), chat_id=1)
    assert isinstance(answer, NotSent)


async def test_a_call_leaves_out_what_is_none_and_returns_the_result() -> None:
    seen: dict[str, Any] = {}

    async def keep(request: web.Request) -> web.Response:
        seen.update(path=request.path, body=json.loads(await request.read()))
        return web.json_response({"ok": True, "result": {"message_id": 5}})

    async with telegram_that(keep) as telegram:
        answer = await telegram.call("sendMessage", chat_id=1, text="Їжак", reply_markup=None)
    assert answer == Accepted({"message_id": 5})
    assert seen == {
        "path": f"/bot{TOKEN}/sendMessage",
        "body": {"chat_id": 1, "text": "Їжак"},
    }


async def test_a_refusal_is_told_in_telegrams_words() -> None:
    body = {"ok": False, "error_code": 400, "description": "Bad Request: chat not found"}
    assert await answer_to(json.dumps(body), 400) == Refusal(400, "Bad Request: chat not found")


@pytest.mark.parametrize("text", ["", "<html>502</html>", "[1, 2]", '"ok"', "{"])
async def test_an_answer_that_says_nothing_leaves_it_open_whether_it_was_done(text: str) -> None:
    assert isinstance(await answer_to(text, 502), Lost)


async def test_a_server_that_nobody_runs_was_never_told() -> None:
    async with HttpTransport(f"http://127.0.0.1:{a_free_port()}") as transport:
        answer = await Telegram(transport, TOKEN).call("getMe")
    assert isinstance(answer, NotSent)
    assert answer.words.startswith("no connection: ")
    assert TOKEN not in answer.words


async def test_a_name_that_leads_nowhere_was_never_told() -> None:
    async with HttpTransport("http://telegram.invalid") as transport:
        answer = await Telegram(transport, TOKEN).call("getMe")
    assert isinstance(answer, NotSent)
    assert TOKEN not in answer.words


async def test_a_connection_that_is_cut_may_have_delivered() -> None:
    async def cut(request: web.Request) -> web.Response:
        assert request.transport
        request.transport.abort()
        return web.Response()

    async with telegram_that(cut) as telegram:
        answer = await telegram.call("sendMessage", chat_id=1, text="…")
    assert isinstance(answer, Lost)
    assert TOKEN not in answer.words


async def test_an_answer_that_does_not_come_in_time_may_still_mean_yes() -> None:
    async with Sandbox() as sandbox, HttpTransport(sandbox.address) as transport:
        sandbox.world.faults.add("slow", method="getMe", seconds=5)
        telegram = Telegram(transport, sandbox.token)
        answer = await telegram.call("getMe", wait=0.1)
    assert isinstance(answer, Lost)


def test_a_post_without_preview_and_buttons_says_so() -> None:
    assert as_parameters(Post("<b>Їжак</b>")) == {
        "text": "<b>Їжак</b>",
        "parse_mode": "HTML",
        "link_preview_options": {"is_disabled": True},
        "reply_markup": {"inline_keyboard": []},
    }


def test_a_post_carries_its_preview_and_its_buttons() -> None:
    link = "https://example.com/1"
    keyboard = (
        (Button("На сайті", url=link), Button("Тут", press=Read(12))),
        (Button("Порожня"), Button("Так", press=Publish(12, breaking=False))),
    )
    sent = as_parameters(Post("…", keyboard, Preview(link, large=True)))
    assert sent["link_preview_options"] == {"url": link, "prefer_large_media": True}
    assert sent["reply_markup"]["inline_keyboard"] == [
        [{"text": "На сайті", "url": link}, {"text": "Тут", "callback_data": "read:12"}],
        [
            {"text": "Порожня", "url": ""},
            {"text": "Так", "callback_data": "publish:12:0:0", "style": "success"},
        ],
    ]


@pytest.mark.parametrize("path", ["documents/file_1.txt", "documents/їжак? і %2e#ко.txt"])
async def test_a_file_that_somebody_has_sent_is_fetched(path: str) -> None:
    seen: list[str] = []

    async def give(request: web.Request) -> web.Response:
        seen.append(unquote(request.raw_path))
        if request.method == "POST":
            return web.json_response({"ok": True, "result": {"file_id": "f", "file_path": path}})
        return web.Response(body=b"x" * 3_000_000)

    async with telegram_that(give) as telegram:
        data = await telegram.download("f", 10)
    assert data == b"x" * 3_000_000
    assert seen == [f"/bot{TOKEN}/getFile", f"/file/bot{TOKEN}/{path}"]


@pytest.mark.parametrize(
    ("result", "words"),
    [
        ({"file_path": "gone.txt"}, "HTTP 404 in place of a file"),
        ({}, "a file without its path"),
        (None, "a file without its path"),
    ],
)
async def test_a_file_that_is_not_there_is_no_file(result: object, words: str) -> None:
    async def refuse(request: web.Request) -> web.Response:
        if request.method == "GET":
            return web.Response(status=404)
        return web.json_response({"ok": True, "result": result})

    async with telegram_that(refuse) as telegram:
        answer = await telegram.download("f", 10)
    assert isinstance(answer, Lost)
    assert answer.words == words


async def test_why_a_file_cannot_be_had_is_told() -> None:
    async def refuse(_: web.Request) -> web.Response:
        return web.json_response(
            {"ok": False, "error_code": 400, "description": "file is too big"}, status=400
        )

    async with telegram_that(refuse) as telegram:
        assert await telegram.download("f", 10) == Refusal(400, "file is too big")


async def test_a_file_whose_line_breaks_may_be_had_later() -> None:
    async def tell_and_be_gone(request: web.Request) -> web.StreamResponse:
        if "getFile" in request.path:
            return web.json_response({"ok": True, "result": {"file_path": "a.txt"}})
        assert request.transport
        request.transport.close()
        return web.Response()

    async with telegram_that(tell_and_be_gone) as telegram:
        assert isinstance(await telegram.download("f", 10), Lost)


async def test_a_file_without_a_line_to_it_was_not_asked_for() -> None:
    class NoLine(HttpTransport):
        async def post(self, path: str, body: bytes, within: float) -> tuple[int, bytes]:  # noqa: ARG002
            return 200, b'{"ok":true,"result":{"file_path":"a b.txt"}}'

        async def get(self, path: str, within: float) -> tuple[int, bytes]:
            raise NotConnectedError(f"{path} {within}")

    telegram = Telegram(NoLine("http://telegram.invalid"), TOKEN)
    asked_for = f"file/bot{TOKEN}/a%20b.txt 10"
    assert await telegram.download("f", 10) == NotSent(f"no connection: {asked_for}")
