"""The newsroom's numbers as a picture."""

from dataclasses import replace
from io import BytesIO

import pytest
from PIL import Image

from bot import charts
from bot.domain.figures import Chart

CHART = Chart(
    "7 днів: ґанок, їжак, є",
    [f"{day:02}.05" for day in range(1, 31)],
    "Статті",
    [*range(15), *range(15)],
    "Читачі, що прийшли",
    [3] * 30,
    "що пішли",
    [1] * 30,
)


@pytest.mark.slow
async def test_a_chart_is_a_picture_as_wide_as_a_phone_shows_light_or_dark() -> None:
    corners = []
    for dark in (False, True):
        drawn = await charts.draw(replace(CHART, dark=dark))
        assert drawn
        with Image.open(BytesIO(drawn)) as picture:
            assert (picture.format, picture.size) == ("PNG", (1080, 900))
            corners.append(picture.convert("L").tobytes()[0])
    assert corners[0] == 255
    assert corners[1] < 50


@pytest.mark.slow
async def test_nothing_is_drawn_at_the_edges_where_a_phone_cuts_corners() -> None:
    drawn = await charts.draw(replace(CHART, gained=[12_000] * 30))
    assert drawn
    with Image.open(BytesIO(drawn)) as picture:
        grey = picture.convert("L")
        wide, high = grey.size
        edges = [(0, 0, 18, high), (wide - 18, 0, wide, high), (0, high - 14, wide, high)]
        assert [grey.crop(edge).getextrema() for edge in edges] == [(255, 255)] * 3


@pytest.mark.slow
async def test_the_bar_of_one_day_is_as_narrow_as_in_a_week() -> None:
    one_day = Chart("Сьогодні", ["27.11"], "Статті", [14], "прийшли", [3], "пішли", [1])
    drawn = await charts.draw(one_day)
    assert drawn
    with Image.open(BytesIO(drawn)) as picture:
        across = [picture.convert("L").getpixel((x, 400)) for x in (250, 590, 980)]
    assert [shade == 255 for shade in across] == [True, False, True]


@pytest.mark.slow
async def test_an_empty_chart_is_drawn_too() -> None:
    assert await charts.draw(Chart("", [], "", [], "", [], "", []))


@pytest.mark.slow
async def test_what_cannot_be_drawn_is_none_and_the_log_says_why(
    caplog: pytest.LogCaptureFixture,
) -> None:
    assert await charts.draw(replace(CHART, posts=[1, 2])) is None
    assert "no chart" in caplog.text
