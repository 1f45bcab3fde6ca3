"""How a newsroom's growth shows, as small charts side by side: SVG without any library."""

import math
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from tests.benchmarks.chart import words_at

_PANELS: Final = (
    ("first_message_s", "First message, s"),
    ("rows_per_second", "Readers' rows a second"),
    ("cpu_ms_per_message", "CPU a message, ms"),
    ("peak_mb", "Peak memory of `run`, MB"),
    ("claim_ms", "A claim, ms"),
    ("latest_ms", "Answer to /latest, ms"),
)
_WIDTH, _HEIGHT, _ACROSS = 260, 190, 3
_LEFT, _TOP, _RIGHT, _BOTTOM = 52, 34, 14, 30
_COLOURS: Final = {"SQLite": "#1f6feb", "PostgreSQL": "#bf5700"}
_GREY = "#57606a"


def growth_chart(runs: Sequence[Mapping[str, Any]]) -> str:
    """Each figure against the number of readers, which is on a scale of powers of ten."""
    down = -(-len(_PANELS) // _ACROSS)
    width, height = _ACROSS * _WIDTH + 20, down * _HEIGHT + 70
    size = f'width="{width}" height="{height}" viewBox="0 0 {width} {height}"'
    title = "From a thousand readers and articles to a million"
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} font-family="system-ui, sans-serif">',
        '<rect width="100%" height="100%" fill="#ffffff"/>',
        words_at(16, 28, title, size=17, weight="600"),
        *_legend(),
    ]
    for number, (figure, words) in enumerate(_PANELS):
        x, y = 10 + number % _ACROSS * _WIDTH, 60 + number // _ACROSS * _HEIGHT
        lines += [f'<g transform="translate({x} {y})">', *_panel(runs, figure, words), "</g>"]
    return "\n".join([*lines, "</svg>"]) + "\n"


def _legend() -> Iterator[str]:
    for number, (name, colour) in enumerate(_COLOURS.items()):
        x = 16 + number * 110
        yield f'<rect x="{x}" y="42" width="18" height="4" fill="{colour}"/>'
        yield words_at(x + 24, 49, name, fill=_GREY)


def _panel(runs: Sequence[Mapping[str, Any]], figure: str, title: str) -> Iterator[str]:
    sizes = sorted({run["readers"] for run in runs})
    top = _rounded_up(max(run[figure] for run in runs))
    right, bottom = _WIDTH - _RIGHT, _HEIGHT - _BOTTOM

    def at(run: Mapping[str, Any]) -> tuple[float, float]:
        span = math.log10(sizes[-1] / sizes[0]) or 1
        across = math.log10(run["readers"] / sizes[0]) / span
        return _LEFT + across * (right - _LEFT), bottom - run[figure] / top * (bottom - _TOP)

    yield words_at(_LEFT, 22, title, weight="600")
    for share in (0, 0.5, 1):
        y = bottom - share * (bottom - _TOP)
        yield f'<path d="M{_LEFT} {y:.0f}H{right}" stroke="#d8dee4"/>'
        yield words_at(_LEFT - 6, y + 4, f"{top * share:,.6g}", size=11, anchor="end", fill=_GREY)
    for size in sizes:
        x, _ = at({"readers": size, figure: 0})
        power = f"10{'⁰¹²³⁴⁵⁶⁷⁸⁹'[round(math.log10(size))]}"
        yield words_at(x, bottom + 17, power, size=11, anchor="middle", fill=_GREY)
    for name, colour in _COLOURS.items():
        points = [at(run) for run in runs if run["database"] == name]
        path = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
        yield f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2"/>'
        yield from (
            f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" fill="{colour}"/>' for x, y in points
        )


def _rounded_up(value: float) -> float:
    """The next of 1, 2, 5 times a power of ten."""
    power: float = 10 ** math.floor(math.log10(value or 1))
    return next(step * power for step in (1, 2, 5, 10) if step * power >= value)
