"""The chart of messages per CPU second, as SVG without any library: `chart.py FILE.json > SVG`."""

import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

_WIDTH, _LEFT, _RIGHT, _BAR, _STEP = 800, 215, 185, 22, 34
_OURS, _FLOOR, _OTHERS = "#1f6feb", "#8b949e", "#c9d1d9"
_SUBTITLE = "of the sending process, against a local stand-in for Telegram; median of the rounds"
_NAMES = {
    "vistnyk": "Vistnyk, ledger on disk",
    "transport": "its transport alone, no ledger",
    "floor": "bare aiohttp + uvloop",
}


def chart(document: Mapping[str, Any]) -> str:
    """Of the runs without latency; the longest bar fills the width."""
    runs = [run for run in document["runs"] if not run["latency_s"]]
    height = 74 + _STEP * len(runs) + 14
    size = f'width="{_WIDTH}" height="{height}" viewBox="0 0 {_WIDTH} {height}"'
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} font-family="system-ui, sans-serif">',
        '<rect width="100%" height="100%" fill="#ffffff"/>',
        words_at(16, 28, "Messages per CPU second", size=17, weight="600"),
        words_at(16, 50, _SUBTITLE, fill="#57606a"),
        *_bars(runs),
        "</svg>",
    ]
    return "\n".join(lines) + "\n"


def _bars(runs: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    figures = [1000 / run["cpu_ms_per_message"] for run in runs]
    room = _WIDTH - _LEFT - _RIGHT
    for number, (run, figure) in enumerate(zip(runs, figures, strict=True)):
        top, name = 74 + _STEP * number, run["name"]
        length = max(2, room * figure / max(figures))
        colour = {"vistnyk": _OURS, "floor": _FLOOR}.get(name, _OTHERS)
        yield words_at(_LEFT - 10, top + 16, _NAMES.get(name, name), anchor="end")
        yield (
            f'<rect x="{_LEFT}" y="{top}" width="{length:.0f}" height="{_BAR}" rx="2"'
            f' fill="{colour}"/>'
        )
        label = f"{figure:,.0f} ({run['cpu_ms_per_message']:.3f} ms each)"
        yield words_at(_LEFT + length + 8, top + 16, label)


def words_at(
    x: float,
    y: float,
    words: str,
    *,
    size: int = 13,
    weight: str = "400",
    anchor: str = "start",
    fill: str = "#1f2328",
) -> str:
    return (
        f'<text x="{x:.0f}" y="{y:.0f}" font-size="{size}" font-weight="{weight}"'
        f' text-anchor="{anchor}" fill="{fill}">{escape(words)}</text>'
    )


if __name__ == "__main__":
    print(chart(json.loads(Path(sys.argv[1]).read_text("utf-8"))), end="")
