"""Pictures of a test's own, and a site that has them."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import cache
from io import BytesIO

from PIL import Image

from tests.sites import Site, a_site, says


def a_jpeg(width: int = 640, height: int = 360, shade: int = 90, kind: str = "JPEG") -> bytes:
    file = BytesIO()
    Image.new("RGB", (width, height), (shade, 120, 160)).save(file, kind)
    return file.getvalue()


@cache
def a_large_jpeg() -> bytes:
    """Noise: more bytes than the buffers of a connection take."""
    file = BytesIO()
    Image.effect_noise((1200, 900), 120).convert("RGB").save(file, "JPEG", quality=90)
    return file.getvalue()


@asynccontextmanager
async def a_site_with(picture: bytes, status: str = "200 OK") -> AsyncIterator[Site]:
    """Every address of it is the picture."""
    async with a_site(says(picture, status, "Content-Type: image/jpeg\r\n")) as site:
        yield site


PAGE = """<!doctype html><html lang="uk"><head><meta charset="utf-8">
<title>{headline}</title><meta property="og:type" content="article">
<meta property="og:title" content="{headline}">
<meta property="og:image" content="{picture}">
<meta property="article:published_time" content="2026-11-24T12:30:00+02:00">
<meta property="article:section" content="Світ"></head><body><article><h1>{headline}</h1>
<p>Перші кораблі без викидів причалять уже восени, кажуть у порту Роттердама.</p>
<p>Будівництво тривало чотири роки й коштувало понад двісті мільйонів євро разом із дорогами.</p>
<p>Ще два термінали такого розміру мають відкрити протягом наступних трьох років на заході.</p>
</article></body></html>"""


@asynccontextmanager
async def a_news_site(picture: bytes, headline: str) -> AsyncIterator[Site]:
    """Pages with this headline and an address of this picture in their heads."""

    async def answer(writer: asyncio.StreamWriter) -> None:
        is_picture = ".jpg" in site.requests[-1].partition("\r\n")[0]
        page = PAGE.format(headline=headline, picture=site.at("/1.jpg"))
        kind = "image/jpeg" if is_picture else "text/html; charset=utf-8"
        body = picture if is_picture else page.encode()
        await says(body, headers=f"Content-Type: {kind}\r\n")(writer)

    async with a_site(answer) as site:
        yield site
