"""What stands at an address is fetched within limits, whatever the server does; never inside."""

import asyncio
import gzip
import ipaddress
import logging
import socket
import ssl
import threading
import zlib
from collections.abc import Iterator, Sequence
from contextlib import AbstractAsyncContextManager
from pathlib import Path

import pytest

from bot.domain.errors import RefusedError
from bot.fetching import Bounds, Fetcher, IPAddress, is_outside, is_own, is_public
from bot.fetching.fetcher import AddressInfo
from bot.logs import set_up_logs
from tests.sites import Answer, Site, a_fetcher, a_heart, a_site, anywhere, never_ends, says

PAGE = "<h1>Міст відкрили</h1>".encode()
SMALL = 100_000


async def refusal_of(fetcher: Fetcher, url: str) -> str:
    with pytest.raises(RefusedError) as refused:
        await fetcher.fetch(url)
    return refused.value.code


# --- what is fetched -------------------------------------------------------------------------


async def test_a_page_comes_with_its_status_and_headers() -> None:
    async with a_site(says(PAGE, headers='ETag: "7"\r\nContent-Type: text/html\r\n')) as site:
        fetched = await a_fetcher().fetch(site.at(), {"If-None-Match": '"6"'})
    assert (fetched.status, fetched.data, fetched.url) == (200, PAGE, site.at())
    assert fetched.headers["etag"] == '"7"'
    assert 'If-None-Match: "6"' in site.requests[0]
    assert "Vistnyk" in site.requests[0]


@pytest.mark.parametrize("status", ["304 Not Modified", "404 Not Found", "429 Too Many Requests"])
async def test_a_status_is_an_answer(status: str) -> None:
    headers = "Retry-After: 120\r\n"
    async with a_site(says(b"", status, headers)) as site:
        fetched = await a_fetcher().fetch(site.at())
    assert str(fetched.status) == status[:3]
    assert fetched.headers["retry-after"] == "120"


@pytest.mark.parametrize(
    ("packed", "encoding"),
    [
        (gzip.compress(PAGE), "Content-Encoding: gzip\r\n"),
        (gzip.compress(PAGE), ""),
        (gzip.compress(PAGE[:9]) + gzip.compress(PAGE[9:]), "Content-Encoding: gzip\r\n"),
        (PAGE, "Content-Encoding: gzip\r\n"),
        (zlib.compress(PAGE), "Content-Encoding: deflate\r\n"),
        (zlib.compress(PAGE)[2:-4], "Content-Encoding: deflate\r\n"),
    ],
    ids=["gzip", "gzip untold", "gzip in pieces", "gzip untrue", "deflate", "raw deflate"],
)
async def test_what_is_packed_is_unpacked(packed: bytes, encoding: str) -> None:
    async with a_site(says(packed, headers=encoding)) as site:
        assert (await a_fetcher().fetch(site.at())).data == PAGE


@pytest.mark.parametrize("status", ["404 Not Found", "500 Oh", "304 Not Modified"])
async def test_an_error_is_no_page(status: str) -> None:
    async with a_site(says(b"", status)) as site:
        with pytest.raises(RefusedError) as refused:
            await a_fetcher().fetch_page(site.at())
    assert refused.value.code == "site_status"
    assert refused.value.details["status"] == int(status[:3])


async def test_redirects_are_followed_and_the_last_address_is_told() -> None:
    async with a_site(says(PAGE)) as home:
        moved = says(b"", "301 Moved", f"Location: {home.at('/new name')}\r\n")
        async with a_site(moved) as old:
            fetched = await a_fetcher().fetch(old.at())
    assert fetched.url == home.at("/new%20name")
    assert fetched.data == PAGE


async def test_no_cookie_outlives_a_fetch() -> None:
    async with a_site(says(PAGE, headers="Set-Cookie: reader=7; Path=/\r\n")) as site:
        fetcher = a_fetcher()
        await fetcher.fetch(site.at(host="localhost"))
        await fetcher.fetch(site.at(host="localhost"))
    assert not any("Cookie" in request for request in site.requests)


# --- hostile servers -------------------------------------------------------------------------


async def test_a_slow_drip_costs_the_time_limit_and_nothing_else() -> None:
    async def drip(writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 9000\r\n\r\n")
        while not writer.is_closing():
            writer.write(b"<")
            await writer.drain()
            await asyncio.sleep(0.01)

    async with a_site(drip) as site:
        assert await refusal_of(a_fetcher(seconds=0.2), site.at()) == "site_too_slow"


async def test_a_server_that_never_answers_is_left() -> None:
    async def silence(writer: asyncio.StreamWriter) -> None:
        await writer.wait_closed()

    async with a_site(silence) as site:
        assert await refusal_of(a_fetcher(seconds=0.2), site.at()) == "site_too_slow"


async def test_an_endless_body_is_cut_off() -> None:
    sent = 0

    async def endless(writer: asyncio.StreamWriter) -> None:
        nonlocal sent
        writer.write(b"HTTP/1.1 200 OK\r\n\r\n")
        while not writer.is_closing():
            writer.write(b"x" * 10_000)
            sent += 10_000
            await writer.drain()

    async with a_site(endless) as site:
        assert await refusal_of(a_fetcher(), site.at()) == "site_too_big"
    assert sent < 200 * SMALL


@pytest.mark.parametrize("named", [True, False])
async def test_a_bomb_is_cut_off_after_unpacking(*, named: bool) -> None:
    bomb = gzip.compress(b"0" * (SMALL * 300))
    headers = "Content-Encoding: gzip\r\n" if named else ""
    async with a_site(says(bomb, headers=headers)) as site:
        assert await refusal_of(a_fetcher(), site.at()) == "site_too_big"


async def test_a_page_as_long_as_the_limit_is_taken() -> None:
    async with a_site(says(gzip.compress(b"0" * SMALL))) as site:
        assert len((await a_fetcher().fetch(site.at())).data) == SMALL


@pytest.mark.parametrize(
    ("statuses", "moved"),
    [((301,), 1), ((308, 301), 2), ((302,), None), ((301, 302), 1), ((302, 301), None)],
)
async def test_only_redirects_for_good_tell_a_new_address(
    statuses: tuple[int, ...], moved: int | None
) -> None:
    async def answer(writer: asyncio.StreamWriter) -> None:
        at = int(site.requests[-1].split()[1].strip("/"))
        status, headers = (
            (statuses[at], f"Location: /{at + 1}\r\n")
            if at < len(statuses)
            else (
                200,
                "",
            )
        )
        await says(b"ok", f"{status} …", headers)(writer)

    async with a_site(answer) as site:
        answered = await a_fetcher().fetch(site.at("/0"))
        assert answered.moved_to == (None if moved is None else site.at(f"/{moved}"))


OK = b"HTTP/1.1 200 OK\r\n"
GZIPPED, DEFLATED = b"Content-Encoding: gzip\r\n", b"Content-Encoding: deflate\r\n"
CHUNKED = b"Transfer-Encoding: chunked\r\n\r\n"
ENDLESS = {
    "bytes": (OK + b"\r\n", b"x" * 60_000, "site_too_big"),
    "members without a byte": (OK + GZIPPED + b"\r\n", gzip.compress(b"") * 500, "site_broken"),
    "members of a byte": (OK + b"\r\n", gzip.compress(b"x") * 500, "site_broken"),
    "blocks without a byte": (
        OK + DEFLATED + b"\r\n\x78\x9c",
        b"\0\0\0\xff\xff" * 2_000,
        "site_too_big",
    ),
    "leave to go on": (b"", b"HTTP/1.1 100 Continue\r\n\r\n" * 2_000, "site_broken"),
    "hints": (b"", b"HTTP/1.1 103 Hints\r\nLink: </a>\r\n\r\n" * 500, "site_broken"),
    "hints with long heads": (
        b"",
        b"HTTP/1.1 103 H\r\nA: %b\r\n\r\n" % (b"x" * 30_000),
        "site_broken",
    ),
    "headers": (OK, b"A: b\r\n" * 5_000, "site_broken"),
    "a header": (OK + b"A: ", b"b" * 20_000, "site_broken"),
    "a status": (b"HTTP/1.1 200 ", b"O" * 20_000, "site_broken"),
    "cookies": (OK, b"Set-Cookie: a=b\r\n" * 2_000, "site_broken"),
    "chunks of a byte": (OK + CHUNKED, b"1\r\nx\r\n" * 5_000, "site_too_big"),
    "an extension of a chunk": (OK + CHUNKED + b"1;a=", b"b" * 20_000, "site_too_big"),
    "extensions of chunks": (
        OK + CHUNKED,
        b"1;a=%b\r\nx\r\n" % (b"b" * 9_000) * 4,
        "site_too_big",
    ),
    "a number of a chunk": (OK + CHUNKED, b"0" * 20_000, "site_too_big"),
    "trailers": (OK + CHUNKED + b"1\r\nx\r\n0\r\n", b"A: b\r\n" * 5_000, "site_too_big"),
    "answers": (OK + CHUNKED + b"0;a", b"b" * 20_000, "site_too_big"),
}


@pytest.mark.parametrize("kind", ENDLESS)
async def test_what_has_no_end_is_cut_off_and_everybody_has_a_turn_meanwhile(kind: str) -> None:
    beginning, piece, code = ENDLESS[kind]
    async with a_heart() as heart, a_site(never_ends(beginning, piece)) as site:
        assert await refusal_of(a_fetcher(seconds=60), site.at()) == code
    assert heart.longest < 0.5


@pytest.mark.parametrize(
    ("packed", "encoding"),
    [
        (gzip.compress(PAGE), b""),
        (gzip.compress(PAGE), GZIPPED),
        (gzip.compress(PAGE[:9]) + gzip.compress(PAGE[9:]), GZIPPED),
        (zlib.compress(PAGE), DEFLATED),
        (zlib.compress(PAGE)[2:-4], DEFLATED),
    ],
    ids=["gzip untold", "gzip", "gzip in parts", "deflate", "raw deflate"],
)
@pytest.mark.parametrize("behind", [b"\0" * 50_000, b"\x1f" * 50_000, b"PK" * 25_000])
async def test_nothing_is_read_behind_the_end_of_what_is_packed(
    packed: bytes, encoding: bytes, behind: bytes
) -> None:
    answer = never_ends(OK + encoding + b"\r\n" + packed, behind)
    async with a_heart() as heart, a_site(answer) as site:
        assert (await a_fetcher(seconds=60).fetch(site.at())).data == PAGE
    assert heart.longest < 0.5


async def test_what_is_packed_is_unpacked_however_its_bytes_arrive() -> None:
    packed = gzip.compress(PAGE[:9]) + gzip.compress(b"") + gzip.compress(PAGE[9:])

    async def drip(writer: asyncio.StreamWriter) -> None:
        writer.write(OK + CHUNKED)
        for byte in packed:
            writer.write(b"1\r\n%c\r\n" % byte)
            await writer.drain()
            await asyncio.sleep(0.001)
        writer.write(b"0\r\n\r\n")

    async with a_site(drip) as site:
        assert (await a_fetcher(seconds=60).fetch(site.at())).data == PAGE


async def test_whoever_never_ends_what_they_pack_is_read_if_all_came() -> None:
    packing = zlib.compressobj(wbits=31)
    packed = packing.compress(PAGE) + packing.flush(zlib.Z_SYNC_FLUSH)

    async def said(writer: asyncio.StreamWriter) -> None:
        writer.write(OK + GZIPPED + b"Content-Length: %d\r\n\r\n" % len(packed) + packed)

    async with a_site(said) as site:
        assert (await a_fetcher().fetch(site.at())).data == PAGE


@pytest.mark.parametrize("body", [b"", b"x", b"\x1f", b"\x1f\x8c"])
async def test_a_body_of_a_byte_or_two_comes_as_it_is(body: bytes) -> None:
    async with a_site(says(body)) as site:
        assert (await a_fetcher().fetch(site.at())).data == body


@pytest.mark.parametrize("statuses", [[100], [102, 103], [103] * 10])
async def test_informational_answers_are_passed_over(statuses: list[int]) -> None:
    async def answer(writer: asyncio.StreamWriter) -> None:
        for status in statuses:
            writer.write(b"HTTP/1.1 %d Soon\r\nLink: </a>\r\n\r\n" % status)
        await says(PAGE)(writer)

    async with a_site(answer) as site:
        fetched = await a_fetcher().fetch(site.at())
    assert (fetched.status, fetched.data) == (200, PAGE)
    assert "link" not in fetched.headers


@pytest.mark.parametrize(
    "answer",
    [
        OK + CHUNKED + b"2\r\nok\r\n0\r\nA: b\r\n\r\nHTTP/1.1 200 OK\r\n\r\nmore",
        OK + CHUNKED + b"1 ;a=b\r\no\r\n1\r\nk\r\n0\r\n\r\n",
        OK + b"Content-Length: 2\r\n\r\nok and more",
        OK + b"Connection: close\r\nContent-Length: 2\r\n\r\nokHTTP/1.1 500 Oh\r\n\r\n",
        OK + b"\r\nok",
        b"HTTP/1.0 200\r\n\r\nok",
        b"HTTP/1.1 200 OK\nServer: a\n\nok",
    ],
    ids=["trailer", "extension", "more", "another", "no length", "HTTP 1.0", "bare feeds"],
)
async def test_a_body_ends_where_its_answer_does(answer: bytes) -> None:
    async def said(writer: asyncio.StreamWriter) -> None:
        writer.write(answer)

    async with a_site(said) as site:
        assert (await a_fetcher().fetch(site.at())).data == b"ok"


@pytest.mark.parametrize(
    "beginning",
    [b"", b"HTTP/1.1 200 OK\r\nA: ", OK + CHUNKED, OK + CHUNKED + b"9;", OK + GZIPPED + b"\r\n"],
    ids=["status", "header", "chunk", "extension", "packed"],
)
async def test_a_drip_costs_the_time_limit_wherever_it_drips(beginning: bytes) -> None:
    async def drip(writer: asyncio.StreamWriter) -> None:
        writer.write(beginning)
        for byte in b"HTTP/1.1 200 OK\r\nA: " if not beginning else b"\x1f\x8b\x08" + b"1" * 9:
            writer.write(b"%c" % byte)
            await writer.drain()
            await asyncio.sleep(0.005)
        await writer.wait_closed()

    async def one_by_one(writer: asyncio.StreamWriter) -> None:
        writer.write(beginning)
        while not writer.is_closing():
            writer.write(b"1")
            await writer.drain()
            await asyncio.sleep(0.01)

    answer = one_by_one if beginning.endswith((b"A: ", b"9;")) else drip
    async with a_site(answer) as site:
        assert await refusal_of(a_fetcher(seconds=0.3), site.at()) in {
            "site_too_slow",
            "site_broken",  # a drip that is no HTTP is found out before
        }


async def test_one_time_limit_holds_over_all_redirects() -> None:
    async def slowly(writer: asyncio.StreamWriter) -> None:
        await asyncio.sleep(0.3)
        await says(b"", "302 Found", "Location: /again\r\n")(writer)

    async with a_site(slowly) as site:
        assert await refusal_of(a_fetcher(seconds=0.8), site.at()) == "site_too_slow"
    assert len(site.requests) < 6


async def test_one_measure_of_bytes_holds_over_all_redirects() -> None:
    head = "Location: /again\r\nA: " + "b" * 60_000 + "\r\n"
    async with a_site(says(b"", "302 Found", head)) as site:
        assert await refusal_of(a_fetcher(size=30_000), site.at()) == "site_too_big"
    assert len(site.requests) == 3


async def test_a_name_server_that_does_not_answer_is_left() -> None:
    answered = threading.Event()

    def silent(host: str, port: int) -> Sequence[AddressInfo]:  # noqa: ARG001
        answered.wait(30)
        return []

    try:
        fetcher = Fetcher(anywhere, Bounds(seconds=0.2, ports=None), silent)
        assert await refusal_of(fetcher, "http://news.example/") == "site_too_slow"
    finally:
        answered.set()


async def test_a_line_that_is_to_be_secret_and_stays_silent_is_left() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        url = f"https://127.0.0.1:{silent.getsockname()[1]}/"
        assert await refusal_of(a_fetcher(seconds=0.3), url) == "site_too_slow"


async def test_a_cookie_that_a_redirect_sets_is_shown_at_its_target() -> None:
    async def answer(writer: asyncio.StreamWriter) -> None:
        if "Cookie: consent=yes" in site.requests[-1]:
            await says(PAGE)(writer)
        else:
            headers = "Location: /again\r\nSet-Cookie: consent=yes; Path=/\r\n"
            await says(b"", "302 Found", headers)(writer)

    async with a_site(answer) as site:
        assert (await a_fetcher().fetch(site.at(host="localhost"))).data == PAGE


@pytest.mark.parametrize("cookie", ["a b=1", "é=1", "a=" + "b" * 5_000, "="])
async def test_cookies_that_are_none_are_passed_over_in_silence(
    cookie: str, capsys: pytest.CaptureFixture[str]
) -> None:
    async def answer(writer: asyncio.StreamWriter) -> None:
        if len(site.requests) > 1:
            await says(PAGE)(writer)
        else:
            headers = "Location: /again\r\n" + f"Set-Cookie: {cookie}\r\n" * 10
            await says(b"", "302 Found", headers)(writer)

    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    set_up_logs()
    async with a_site(answer) as site:
        assert (await a_fetcher().fetch(site.at(host="localhost"))).data == PAGE
    root.handlers[:] = handlers
    root.setLevel(level)
    assert "Cookie" not in site.requests[1]
    assert capsys.readouterr().err == ""


async def test_a_sixth_redirect_is_not_followed() -> None:
    async with a_site(says(b"", "302 Found", "Location: /again\r\n")) as site:
        assert await refusal_of(a_fetcher(), site.at()) == "site_redirects"
    assert len(site.requests) == 6


@pytest.mark.parametrize(
    "answer",
    [
        b"220 mail.example ESMTP\r\n",
        b"",
        b"HTTP/1.1 200 OK\r\nContent-Length: 90\r\n\r\n<h1>",
        b"HTTP/1.1 200 OK\r\nContent-Encoding: br\r\nContent-Length: 3\r\n\r\nabc",
        b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 5\r\n\r\n\x1f\x8bxyz",
        b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n" + gzip.compress(PAGE)[:-12],
        b"HTTP/1.1 200 OK\r\n" + b"A: b\r\n" * 20_000 + b"\r\n",
    ],
    ids=[
        *("no HTTP", "nothing", "cut off", "unknown packing", "broken gzip"),
        *("gzip that is cut off", "endless headers"),
    ],
)
async def test_a_broken_answer_is_refused(answer: bytes) -> None:
    async def broken(writer: asyncio.StreamWriter) -> None:
        writer.write(answer)

    async with a_site(broken) as site:
        assert await refusal_of(a_fetcher(), site.at()) == "site_broken"


async def test_a_closed_port_is_out_of_reach() -> None:
    async with a_site(says(PAGE)) as site:
        pass
    assert await refusal_of(a_fetcher(), site.at()) == "site_unreachable"


# --- over TLS --------------------------------------------------------------------------------

CERTIFICATE = Path(__file__).parent / "tls/site.pem"  # for «localhost», signed by itself


def a_secret_site(answer: Answer = says(PAGE)) -> AbstractAsyncContextManager[Site]:  # noqa: B008
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(CERTIFICATE, CERTIFICATE.with_suffix(".key"))
    return a_site(answer, tls=context)


def secret(site: Site, host: str = "localhost") -> str:
    return site.at(host=host).replace("http:", "https:")


async def test_a_page_comes_over_tls(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(CERTIFICATE))
    async with a_secret_site() as site:
        fetched = await a_fetcher().fetch(secret(site))
        assert (fetched.data, fetched.url) == (PAGE, secret(site))
        assert f"Host: localhost:{site.port}\r\n" in site.requests[0]


async def test_a_site_that_is_not_who_it_says_is_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    async with a_secret_site() as site:
        assert await refusal_of(a_fetcher(), secret(site)) == "site_unreachable"
        monkeypatch.setenv("SSL_CERT_FILE", str(CERTIFICATE))
        assert await refusal_of(a_fetcher(), secret(site, "127.0.0.1")) == "site_unreachable"
        guarded = Fetcher(bounds=Bounds(seconds=5, ports=None))
        assert await refusal_of(guarded, secret(site)) == "address_inside"
    assert site.requests == []


@pytest.mark.parametrize("kind", ["bytes", "leave to go on", "chunks of a byte"])
async def test_what_has_no_end_is_cut_off_over_tls(
    kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(CERTIFICATE))
    beginning, piece, code = ENDLESS[kind]
    async with a_heart() as heart, a_secret_site(never_ends(beginning, piece)) as site:
        assert await refusal_of(a_fetcher(seconds=60), secret(site)) == code
    assert heart.longest < 0.5


# --- never inside ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "host",
    ["127.0.0.1", "localhost", "0x7f.1", "[::ffff:127.0.0.1]", "0.0.0.0"],  # noqa: S104
)
async def test_the_machine_itself_is_never_reached(host: str) -> None:
    async with a_site(says(PAGE)) as site:
        fetcher = Fetcher(bounds=Bounds(seconds=5, ports=None))
        assert await refusal_of(fetcher, site.at(host=host)) == "address_inside"
    assert site.requests == []


async def test_a_redirect_inside_is_not_followed() -> None:
    def not_localhost(address: IPAddress) -> bool:
        return address != ipaddress.ip_address("127.0.0.2")

    moved = says(b"", "302 Found", "Location: http://127.0.0.2:80/\r\n")
    async with a_site(moved) as site:
        fetcher = Fetcher(not_localhost, Bounds(seconds=5, ports=None))
        assert await refusal_of(fetcher, site.at()) == "address_inside"
    assert len(site.requests) == 1


async def test_one_address_may_be_reached_wherever_it_lies_and_none_that_it_redirects_to() -> None:
    async with a_site(says(b"secret")) as inside:
        moved = says(b"", "302 Found", f"Location: {inside.at()}\r\n")
        async with a_site(says(PAGE)) as known, a_site(moved) as moving:
            fetcher = Fetcher(also=("127.0.0.1", known.port))
            assert (await fetcher.fetch(known.at())).data == PAGE
            assert await refusal_of(fetcher, inside.at()) == "address_inside"
            assert await refusal_of(fetcher, known.at(host="localhost")) == "address_inside"
            fetcher = Fetcher(also=("127.0.0.1", moving.port))
            assert await refusal_of(fetcher, moving.at()) == "address_inside"
    assert inside.requests == []


@pytest.mark.parametrize(
    "target", ["file:///etc/passwd", "ftp://example.org/a", "http://me:pass@example.org/"]
)
async def test_a_redirect_to_what_is_no_web_address_is_not_followed(target: str) -> None:
    async with a_site(says(b"", "302 Found", f"Location: {target}\r\n")) as site:
        assert await refusal_of(a_fetcher(), site.at()) == "address_invalid"


@pytest.mark.parametrize("name", ["HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"])
async def test_a_proxy_that_the_environment_names_is_not_asked(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with a_site(says(b"by the proxy")) as proxy, a_site(says(PAGE)) as site:
        monkeypatch.setenv(name, proxy.at(""))
        assert (await a_fetcher().fetch(site.at())).data == PAGE
        assert proxy.requests == []
        # A proxy would reach for us what we may not.
        inside = Fetcher(bounds=Bounds(seconds=5, ports=None))
        assert await refusal_of(inside, site.at()) == "address_inside"
    assert proxy.requests == []


NEWS = "http://news.example:{}/"


def names(*answers: Sequence[str], port: int) -> "Resolving":
    return Resolving(iter(answers), port)


class Resolving:
    """A name server that answers differently each time."""

    def __init__(self, answers: Iterator[Sequence[str]], port: int) -> None:
        self._answers = answers
        self._port = port

    def __call__(self, host: str, port: int) -> Sequence[AddressInfo]:
        assert (host, port) == ("news.example", self._port)
        return [
            (socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port))
            for address in next(self._answers)
        ]


def but_not_the_second(address: IPAddress) -> bool:
    """127.0.0.1 stands for a site, 127.0.0.2 for an address inside."""
    return address != ipaddress.ip_address("127.0.0.2")


async def test_a_name_that_points_inside_once_it_was_looked_at_leads_nowhere() -> None:
    async with a_site(says(b"", "302 Found", "Location: /secret\r\n"), "0.0.0.0") as site:  # noqa: S104
        resolving = names(["127.0.0.1"], ["127.0.0.2"], port=site.port)
        fetcher = Fetcher(but_not_the_second, Bounds(seconds=60, ports=None), resolving)
        assert await refusal_of(fetcher, NEWS.format(site.port)) == "address_inside"
    assert len(site.requests) == 1


async def test_what_was_looked_at_is_what_is_connected_to() -> None:
    """A second look between the guard and the connection would get another answer."""
    async with a_site(says(PAGE), "0.0.0.0") as site:  # noqa: S104
        resolving = names(["127.0.0.1"], port=site.port)
        fetcher = Fetcher(but_not_the_second, Bounds(seconds=60, ports=None), resolving)
        assert (await fetcher.fetch(NEWS.format(site.port))).data == PAGE
    assert site.callers == ["127.0.0.1"]


async def test_of_a_name_with_an_address_inside_only_the_others_are_tried() -> None:
    async with a_site(says(PAGE), "0.0.0.0") as site:  # noqa: S104
        resolving = names(["127.0.0.2", "127.0.0.1"], port=site.port)
        fetcher = Fetcher(but_not_the_second, Bounds(seconds=60, ports=None), resolving)
        assert (await fetcher.fetch(NEWS.format(site.port))).data == PAGE
    assert site.callers == ["127.0.0.1"]


async def test_a_name_with_very_many_addresses_is_no_means_to_try_them_all() -> None:
    tried = []

    def noted(address: IPAddress) -> bool:
        tried.append(address)
        return True

    many = [f"127.0.1.{number}" for number in range(1, 250)]
    async with a_site(says(PAGE)) as site:
        fetcher = Fetcher(noted, Bounds(seconds=60, ports=None), names(many, port=site.port))
        assert await refusal_of(fetcher, NEWS.format(site.port)) == "site_unreachable"
    assert len(tried) <= 8


def test_an_address_of_this_machine_is_its_own() -> None:
    assert is_own(ipaddress.ip_address("127.0.0.1"))


@pytest.mark.parametrize("address", ["93.184.216.34", "2606:2800:220:1::1"])
def test_a_sites_address_is_not_this_machines(address: str) -> None:
    assert not is_own(ipaddress.ip_address(address))
    assert is_outside(ipaddress.ip_address(address))


@pytest.mark.parametrize(
    "address",
    [
        "0.1.2.3", "10.1.2.3", "100.64.0.1", "127.0.0.1", "169.254.169.254", "172.16.0.1",
        "192.168.1.1", "224.0.0.1", "255.255.255.255", "::", "::1", "::7f00:1", "fc00::1",
        "fe80::1", "fec0::1", "ff02::1", "::ffff:10.0.0.1", "2002:7f00:1::", "64:ff9b::7f00:1",
        "2001:0:4136:e378:8000:63bf:80ff:fffe", "2001:0:4136:e378:8000:63bf:a247:28dd",
        "168.63.129.16", "100.100.100.200", "192.0.0.192", "192.0.0.8", "192.88.99.1",
        "198.18.0.1", "192.0.2.1", "198.51.100.1", "203.0.113.1", "240.0.0.1",
        "64:ff9b:1::808:808", "64:ff9b:1:fffe::7f00:1", "64:ff9b::a83f:8110", "64:ff9b::6440:1",
        "::ffff:93.184.216.34", "::ffff:168.63.129.16", "::ffff:0:93.184.216.34",
        "::93.184.216.34", "2002:5db8:d822::1", "fd00:ec2::254", "fd20:ce::254", "100::1",
        "2001:db8::1", "2001:20::1", "3fff::1", "5f00::1", "4000::1", "fe80::a9fe:a9fe",
    ],
)  # fmt: skip
def test_an_inner_address_is_not_public(address: str) -> None:
    assert not is_public(ipaddress.ip_address(address))


@pytest.mark.parametrize(
    "address", ["93.184.216.34", "2606:2800:220:1::1", "2a00:1450::1", "64:ff9b::808:808"]
)
def test_an_open_address_is_public(address: str) -> None:
    assert is_public(ipaddress.ip_address(address))


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("ftp://example.org/a", "address_invalid"),
        ("example.org", "address_invalid"),
        ("http://", "address_invalid"),
        ("http://me:secret@example.org/", "address_invalid"),
        ("http://example.org:99999/", "address_invalid"),
        ("http://[::1/", "address_invalid"),
        ("http://a..example/", "address_invalid"),
        ("http://2130706433/", "address_invalid"),
        ("http://example.org/a\r\nHost: b", "address_invalid"),
        ("http://example.org:22/", "address_inside"),
        ("http://10.0.0.1/", "address_inside"),
        ("http://169.254.169.254/latest", "address_inside"),
        ("http://[fec0::1]/", "address_inside"),
    ],
)
async def test_an_address_that_nobody_should_open_is_refused(url: str, code: str) -> None:
    assert await refusal_of(Fetcher(), url) == code
