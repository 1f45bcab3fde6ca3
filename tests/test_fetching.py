"""What stands at an address is fetched within limits, whatever the server does; never inside."""

import asyncio
import gzip
import ipaddress
import zlib

import pytest

from bot.domain.errors import Refused
from bot.fetching import Bounds, Fetcher, IPAddress, is_public
from tests.sites import a_fetcher, a_site, says

PAGE = "<h1>Міст відкрили</h1>".encode()
SMALL = 100_000


async def refusal_of(fetcher: Fetcher, url: str) -> str:
    with pytest.raises(Refused) as refused:
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
        with pytest.raises(Refused) as refused:
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
        b"HTTP/1.1 200 OK\r\n" + b"A: b\r\n" * 20_000 + b"\r\n",
    ],
    ids=["no HTTP", "nothing", "cut off", "unknown packing", "broken gzip", "endless headers"],
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


@pytest.mark.parametrize(
    "target", ["file:///etc/passwd", "ftp://example.org/a", "http://me:pass@example.org/"]
)
async def test_a_redirect_to_what_is_no_web_address_is_not_followed(target: str) -> None:
    async with a_site(says(b"", "302 Found", f"Location: {target}\r\n")) as site:
        assert await refusal_of(a_fetcher(), site.at()) == "address_invalid"


@pytest.mark.parametrize(
    "address",
    [
        "0.1.2.3", "10.1.2.3", "100.64.0.1", "127.0.0.1", "169.254.169.254", "172.16.0.1",
        "192.168.1.1", "224.0.0.1", "255.255.255.255", "::", "::1", "::7f00:1", "fc00::1",
        "fe80::1", "fec0::1", "ff02::1", "::ffff:10.0.0.1", "2002:7f00:1::", "64:ff9b::7f00:1",
        "2001:0:4136:e378:8000:63bf:80ff:fffe",
    ],
)  # fmt: skip
def test_an_inner_address_is_not_public(address: str) -> None:
    assert not is_public(ipaddress.ip_address(address))


@pytest.mark.parametrize(
    "address", ["93.184.216.34", "2606:2800:220:1::1", "::ffff:93.184.216.34", "64:ff9b::808:808"]
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
