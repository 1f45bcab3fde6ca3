"""Every web page of the collection is read right, field by field; the news in it is invented."""

import json
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.domain.content_values import as_fields, as_record, from_fields
from bot.domain.errors import RefusedError
from bot.intake.web.web_page import read_web_page

PAGES = sorted((Path(__file__).parent / "pages").rglob("*.html"))
KYIV = ZoneInfo("Europe/Kyiv")


def found_on(page: Path, told: dict[str, Any]) -> dict[str, Any]:
    """What is read, or why nothing is."""
    copied_at = told.pop("copied_at", None)
    try:
        reading = read_web_page(
            page.read_bytes(),
            url=told.pop("url", None),
            content_type=told.pop("content_type", None),
            zone=KYIV,
            copied_at=datetime.fromisoformat(copied_at) if copied_at else None,
        )
    except RefusedError as refusal:
        return {"refused": refusal.details.get("reason", refusal.code)}
    tags = {"tags": list(reading.content.tags)} if "tags" in told else {}
    return as_fields(reading.content) | {"warnings": list(reading.warnings)} | tags


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_the_fields_of_a_web_page_are_what_it_says(page: Path) -> None:
    expected = json.loads(page.with_suffix(".json").read_text(encoding="utf-8"))
    assert found_on(page, expected) == expected


@pytest.mark.parametrize(
    ("page", "images", "tags"),
    [
        (
            "wordpress",
            [("https://krolevets.example/wp-content/uploads/2026/10/mlyn.jpg", "Млин 1912 року")],
            ("хліб", "пекарня"),
        ),
        (
            "english-broadcaster",
            [("https://i.nbcshire.example/choir.jpg", "The choir at the old depot")],
            (),
        ),
        ("amp", [("https://kaniv.example/i/rybka.jpg", None)], ()),
        ("microdata", [], ()),
        (
            "second-heading-below-the-sites-name",  # which says where its addresses begin
            [("https://cdn.yahidne.example/2026/mlyn.jpg", None)],
            (),
        ),
        (
            "picture-above-text",  # outside what holds the text, and told in no data
            [("https://kaniv.example/sites/default/files/ukr.jpg", "Укриття має два виходи")],
            ("школа", "укриття"),
        ),
    ],
)
def test_the_pictures_and_tags_of_a_web_page(
    page: str, images: list[tuple[str, str | None]], tags: tuple[str, ...]
) -> None:
    (file,) = (each for each in PAGES if each.stem == page)
    reading = read_web_page(file.read_bytes(), url="https://kaniv.example/amp/1", zone=KYIV)
    assert [(image.url, image.caption) for image in reading.content.images] == images
    assert reading.content.tags == tags


@pytest.mark.parametrize(
    ("page", "headings", "quotes"),
    [
        ("broadcaster-of-2015", ("Elusive answers",), 0),
        ("wordpress-block-theme", ("Світло без ліхтаря",), 0),
        ("public-broadcaster", (), 1),
        ("wordpress", (), 0),
    ],
)
def test_headings_and_quotes_are_told_beside_the_body(
    page: str, headings: tuple[str, ...], quotes: int
) -> None:
    (file,) = (each for each in PAGES if each.stem == page)
    content = read_web_page(file.read_bytes(), url="https://a.example/1", zone=KYIV).content
    assert content.headings == headings
    assert len(content.quotes) == quotes
    assert {*content.headings, *content.quotes} <= {*content.body}
    assert from_fields(as_record(content)) == content


def test_pictures_are_told_with_the_paragraph_that_they_stand_behind() -> None:
    prose = [f"Абзац {n} розповідає про міст, річку і людей на березі." for n in range(4)]
    first, second, third, fourth = (f"<p>{text}</p>" for text in prose)
    picture = '<figure><img src="/{}.jpg" width="900"></figure>'
    page = (
        "<html><head><title>Міст через річку</title></head><body>"
        "<article><h1>Міст через річку</h1>"
        f"{picture.format(0)}{first}{picture.format(1)}{second}{third}{picture.format(2)}{fourth}"
        "</article></body></html>"
    )
    content = read_web_page(page.encode(), url="https://kaniv.example/1", zone=KYIV).content
    places = {image.url[-5:]: image.behind for image in content.images}
    assert places == {"0.jpg": None, "1.jpg": prose[0], "2.jpg": prose[2]}
    again = from_fields(as_record(content)).images
    assert [image.behind for image in again] == [image.behind for image in content.images]


def test_the_collection_has_a_web_page_of_every_kind() -> None:
    assert len(PAGES) >= 30
    assert all(page.with_suffix(".json").exists() for page in PAGES)
