"""The page that the newsroom gave us; it stays outside, and the tests run where it is."""

from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.domain.article import Reading
from bot.intake.text.page_text import read_page_text

PAGE = Path(__file__).parents[4] / "shared" / "articles" / "nato-japan.txt"
KYIV = ZoneInfo("Europe/Kyiv")


@pytest.fixture
def reading() -> Reading:
    if not PAGE.exists():
        pytest.skip(f"{PAGE.name} is not beside this repository")
    return read_page_text(PAGE.read_text(encoding="utf-8"), zone=KYIV)


def test_the_head_of_the_real_page_is_read(reading: Reading) -> None:
    article = reading.content
    assert article.headline == PAGE.read_text(encoding="utf-8").splitlines()[0]
    assert article.section == "СВІТ"
    assert article.published_at == datetime(2023, 5, 10, 15, 25, tzinfo=KYIV)
    assert article.published_at.isoformat() == "2023-05-10T15:25:00+03:00"
    assert article.author == "Відділ моніторингу"
    assert article.language == "uk"


def test_the_text_of_the_real_page_is_lead_and_body_in_order(reading: Reading) -> None:
    article = reading.content
    lines = [line for line in PAGE.read_text(encoding="utf-8").splitlines() if line]
    caption = article.captions[0]
    text = lines[4 : lines.index("Автор : Відділ моніторингу")]
    assert [article.lead, *article.body] == [line for line in text if line != caption]
    assert len(article.body) == 17
    assert len(article.captions) == 1
    assert lines.count(caption) == 2


def test_the_six_related_items_of_the_real_page_keep_their_dates_as_printed(
    reading: Reading,
) -> None:
    related = reading.content.related
    lines = [line for line in PAGE.read_text(encoding="utf-8").splitlines() if line]
    printed = lines[lines.index("Читайте також:") + 1 :]
    assert [
        part for item in related for part in (item.section, item.headline, item.date_text)
    ] == (printed)
    assert [item.published_at for item in related] == [None] * 6


def test_related_items_are_dated_by_the_time_of_copying() -> None:
    if not PAGE.exists():
        pytest.skip(f"{PAGE.name} is not beside this repository")
    copied_at = datetime(2025, 6, 25, 18, 0, tzinfo=KYIV)
    text = PAGE.read_text(encoding="utf-8")
    related = read_page_text(text, zone=KYIV, copied_at=copied_at).content.related
    assert related[0].published_at == datetime(2025, 6, 25, 16, 43, tzinfo=KYIV)
    assert related[5].published_at == datetime(2025, 5, 31, 8, 35, tzinfo=KYIV)


def test_only_the_missing_address_of_the_real_page_is_told(reading: Reading) -> None:
    assert reading.warnings == ("no_link",)
