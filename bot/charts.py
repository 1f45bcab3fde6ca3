"""Draws the newsroom's numbers as a picture, in a process of its own; matplotlib's one door.

In the bot's own process matplotlib would stay for good: 79 MB for a picture now and then.
"""

import asyncio
import json
import logging
import sys
from dataclasses import asdict
from importlib.util import find_spec
from io import BytesIO
from typing import TYPE_CHECKING, Any, Final

from bot.domain.figures import Chart

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_logger = logging.getLogger(__name__)

_WITHIN: Final = 20.0  # seconds
_INCHES: Final = (6.0, 5.0)
_DOTS_PER_INCH: Final = 180  # 1080 by 900: as wide as a phone shows
_MARGIN: Final = 0.15  # inches around all, and between the two
_THIN: Final = "\u2009"  # a space
_MOST_TICKS: Final = 7  # labels side by side that a phone can tell apart
_LIGHT: Final = {"back": "#ffffff", "ink": "#1c2733", "grid": "#dde3e9"}
_DARK: Final = {"back": "#17212b", "ink": "#e6ecf2", "grid": "#2f3d4c"}
_POSTS, _GAINED, _LOST = "#3390ec", "#4fae4e", "#e17076"


def is_possible() -> bool:
    """Whether matplotlib is installed: the extra `charts`."""
    return find_spec("matplotlib") is not None


async def draw(chart: Chart) -> bytes | None:
    """The chart as PNG; None where it cannot be drawn, which the log tells of."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot.charts"),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    try:
        async with asyncio.timeout(_WITHIN):
            picture, said = await process.communicate(json.dumps(asdict(chart)).encode())
    except TimeoutError:
        _logger.warning("a chart took longer than %g s", _WITHIN)
        return None
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    if process.returncode:
        _logger.warning("no chart: %s", said.decode(errors="replace").strip()[-500:])
        return None
    return picture


def _png(chart: Chart) -> bytes:
    from matplotlib.figure import Figure  # noqa: PLC0415 - 1 s and 79 MB
    from matplotlib.layout_engine import ConstrainedLayoutEngine  # noqa: PLC0415 - as above

    look = _DARK if chart.dark else _LIGHT
    layout = ConstrainedLayoutEngine(w_pad=_MARGIN, h_pad=_MARGIN)
    figure = Figure(_INCHES, _DOTS_PER_INCH, facecolor=look["back"], layout=layout)
    above, below = figure.subplots(2, 1, sharex=True, height_ratios=(3, 2))
    places = range(len(chart.labels))
    above.bar(places, chart.posts, color=_POSTS, label=chart.posts_name)
    below.bar(places, chart.gained, color=_GAINED, label=chart.gained_name)
    below.bar(places, [-count for count in chart.lost], color=_LOST, label=chart.lost_name)
    for axes in (above, below):
        _dress(axes, look)
    # A bar is a day's, as wide as in a week also where there is but one.
    room = max(_MOST_TICKS - len(chart.labels), 0) / 2 + 0.6
    below.set_xlim(-room, len(chart.labels) - 1 + room)
    step = -(-len(chart.labels) // _MOST_TICKS) or 1
    below.tick_params(axis="x", pad=8)
    below.set_xticks(places[::step], chart.labels[::step])
    figure.suptitle(
        chart.title, x=0.03, ha="left", color=look["ink"], fontsize=19, fontweight="bold"
    )
    picture = BytesIO()
    figure.savefig(picture, format="png")
    return picture.getvalue()


def _dress(axes: "Axes", look: dict[str, str]) -> None:
    from matplotlib.ticker import MaxNLocator  # noqa: PLC0415 - as above

    axes.set_facecolor(look["back"])
    axes.tick_params(colors=look["ink"], labelsize=14.5, length=0)
    axes.yaxis.set_major_locator(MaxNLocator(5, integer=True, min_n_ticks=1))
    # Whole numbers in threes, never powers of ten; below nought stand those who went.
    axes.yaxis.set_major_formatter(lambda value, _: f"{abs(value):,.0f}".replace(",", _THIN))
    axes.grid(axis="y", color=look["grid"])
    axes.set_axisbelow(True)
    for side in axes.spines.values():
        side.set_visible(False)
    axes.legend(
        loc="lower left",
        bbox_to_anchor=(0, 1),  # above the bars, not on them
        borderaxespad=0,
        handlelength=1,
        ncols=2,
        frameon=False,
        fontsize=15.5,
        labelcolor=look["ink"],
    )


def _main() -> None:
    given: dict[str, Any] = json.load(sys.stdin)
    sys.stdout.buffer.write(_png(Chart(**given)))


if __name__ == "__main__":
    _main()
