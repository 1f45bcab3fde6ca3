"""Every page of the collection is read right, field by field; the news in it is invented."""

import json
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.domain.content_values import as_fields
from bot.intake.text.page_text import read_page_text

PAGES = sorted((Path(__file__).parent / "pages").rglob("*.txt"))
KYIV = ZoneInfo("Europe/Kyiv")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_the_fields_of_a_page_are_what_it_says(page: Path) -> None:
    expected = json.loads(page.with_suffix(".json").read_text(encoding="utf-8"))
    copied_at = expected.pop("copied_at", None)
    reading = read_page_text(
        page.read_bytes().decode(),
        zone=KYIV,
        copied_at=datetime.fromisoformat(copied_at) if copied_at else None,
    )
    found = as_fields(reading.content) | {"warnings": list(reading.warnings)}
    expected.setdefault("tags", [])
    found["tags"] = list(reading.content.tags)
    assert found == expected


def test_the_collection_has_a_page_of_every_kind() -> None:
    assert len(PAGES) >= 60
    assert all(page.with_suffix(".json").exists() for page in PAGES)
