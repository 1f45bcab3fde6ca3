"""Pictures for the demonstration's site: flat landscapes, each from the word for its scene."""

import math
import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from io import BytesIO
from itertools import pairwise
from types import MappingProxyType

from PIL import Image, ImageDraw

WIDTH, HEIGHT = 1200, 675  # pixels: what sites give to be shown with a link
_SHARP = 2  # drawn so many times larger, and made smaller, so that edges are smooth
_W, _H = WIDTH * _SHARP, HEIGHT * _SHARP
_QUALITY = 82
_LIT = 0.55  # of the windows

Colour = str
Draw = ImageDraw.ImageDraw


@dataclass(frozen=True, slots=True)
class Scene:
    """Colours of the sky from above to below, of the hills from far to near; what stands there.

    `sun`: where it is, in parts of the width and height, and its colour.
    """

    sky: tuple[Colour, Colour]
    hills: tuple[Colour, ...]
    sun: tuple[float, float, Colour]
    thing: Callable[[Draw], None]
    rough: float = 1.0


def draw_scene(word: str) -> bytes:
    """A JPEG of the scene; the same word gives the same picture."""
    scene = SCENES[word]
    picture = Image.new("RGB", (_W, _H))
    draw = ImageDraw.Draw(picture)
    _sky(draw, scene)
    chance = random.Random(word)  # noqa: S311 - shapes of hills
    for place, colour in enumerate(scene.hills):
        _hill(draw, chance, colour, 0.5 + 0.14 * place, scene.rough)
    scene.thing(draw)
    file = BytesIO()
    picture.resize((WIDTH, HEIGHT), Image.Resampling.LANCZOS).save(
        file, "JPEG", quality=_QUALITY, optimize=True
    )
    return file.getvalue()


def _sky(draw: Draw, scene: Scene) -> None:
    above, below = map(_rgb, scene.sky)
    for y in range(_H):
        part = y / _H
        colour = tuple(round(a + (b - a) * part) for a, b in zip(above, below, strict=True))
        draw.line([(0, y), (_W, y)], fill=colour)
    x, y_part, colour_of_sun = scene.sun
    _disc(draw, x, y_part, 0.075, colour_of_sun)


def _rgb(colour: Colour) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _hill(draw: Draw, chance: random.Random, colour: Colour, top: float, rough: float) -> None:
    waves = [(chance.uniform(1, 4) * (n + 1), chance.uniform(0, 6.3)) for n in range(3)]
    line = []
    for x in range(0, _W + 1, 8):
        part = x / _W
        rise = sum(math.sin(f * part * 3 + p) / (n + 2) for n, (f, p) in enumerate(waves))
        line.append((x, _H * (top - 0.07 * rough * rise)))
    draw.polygon([*line, (_W, _H), (0, _H)], fill=colour)


# --- what stands there; places are parts of the width and the height ---


def _box(draw: Draw, at: tuple[float, float, float, float], colour: Colour, r: float = 0) -> None:
    left, top, right, bottom = at
    place = (left * _W, top * _H, right * _W, bottom * _H)
    draw.rounded_rectangle(place, radius=r * _H, fill=colour)


def _disc(draw: Draw, x: float, y: float, radius: float, colour: Colour) -> None:
    r = radius * _H
    draw.ellipse((x * _W - r, y * _H - r, x * _W + r, y * _H + r), fill=colour)


def _shape(draw: Draw, colour: Colour, *points: tuple[float, float]) -> None:
    draw.polygon([(x * _W, y * _H) for x, y in points], fill=colour)


def _stroke(draw: Draw, colour: Colour, width: int, *points: tuple[float, float]) -> None:
    draw.line(
        [(x * _W, y * _H) for x, y in points], fill=colour, width=width * _SHARP, joint="curve"
    )


def _water(draw: Draw, colour: Colour, light: Colour, top: float) -> None:
    _box(draw, (0, top, 1, 1), colour)
    for row in range(7):
        y = top + 0.04 + row * 0.055
        for wave in range(6):
            x = (wave * 0.19 + row * 0.073) % 1.05
            _stroke(draw, light, 4, (x, y), (x + 0.05, y))


def _bridge(draw: Draw) -> None:
    _water(draw, "#2f6f8f", "#5b9ab6", 0.72)
    for x in (0.22, 0.5, 0.78):
        _box(draw, (x - 0.012, 0.3, x + 0.012, 0.86), "#f4efe6")
    for left, right in pairwise((-0.06, 0.22, 0.5, 0.78, 1.06)):
        rope = [(left + (right - left) * t / 20, t / 20) for t in range(21)]
        sag = [(x, 0.32 + 0.26 * math.sin(math.pi * t)) for x, t in rope]
        _stroke(draw, "#f4efe6", 5, *sag)
        for x, y in sag[2:-1:2]:
            _stroke(draw, "#f4efe6", 2, (x, y), (x, 0.62))
    _box(draw, (0, 0.61, 1, 0.645), "#c8543b")


def _ship(draw: Draw) -> None:
    _water(draw, "#1f5673", "#3f7d9c", 0.62)
    _shape(draw, "#f7f3ea", (0.24, 0.56), (0.78, 0.56), (0.72, 0.7), (0.29, 0.7))
    _shape(draw, "#c8543b", (0.272, 0.65), (0.742, 0.65), (0.72, 0.7), (0.29, 0.7))
    _box(draw, (0.32, 0.44, 0.66, 0.56), "#ffffff", 0.015)
    _box(draw, (0.38, 0.35, 0.58, 0.44), "#e8eef2", 0.015)
    for window in range(9):
        _disc(draw, 0.35 + window * 0.035, 0.5, 0.014, "#2b4a5e")
    _box(draw, (0.47, 0.25, 0.52, 0.35), "#2f9e74")
    _water(draw, "#1a4a64", "#3f7d9c", 0.7)


def _bus(draw: Draw) -> None:
    _shape(draw, "#d9c7a0", (0, 0.9), (1, 0.8), (1, 0.9), (0, 1))
    _box(draw, (0.3, 0.52, 0.7, 0.82), "#e6a52d", 0.04)
    for window in range(5):
        _box(draw, (0.325 + window * 0.07, 0.57, 0.38 + window * 0.07, 0.67), "#eef6fa", 0.01)
    for x, colour in ((0.335, "#c8543b"), (0.355, "#2f6f8f"), (0.37, "#2f9e74")):
        _box(draw, (x, 0.6, x + 0.012, 0.67), colour)
    _box(draw, (0.3, 0.72, 0.7, 0.735), "#b97f16")
    for x in (0.39, 0.61):
        _disc(draw, x, 0.82, 0.055, "#27323a")
        _disc(draw, x, 0.82, 0.024, "#c9d3da")


def _panels(draw: Draw) -> None:
    for row in range(3):
        y, size = 0.62 + row * 0.13, 0.1 + row * 0.035
        for column in range(8):
            x = column * (size + 0.06) - 0.05 * row
            _stroke(draw, "#5d6b52", 6, (x + size / 2, y), (x + size / 2, y + 0.1))
            _shape(
                draw,
                "#1e3f6f",
                (x, y),
                (x + size, y - 0.03),
                (x + size, y + 0.035),
                (x, y + 0.065),
            )
            for line in (1, 2):
                part = x + size * line / 3
                _stroke(draw, "#6f96c9", 2, (part, y - 0.01 * line), (part, y + 0.055))


def _peaks(draw: Draw) -> None:
    for x, top, width, rock in (
        (0.22, 0.3, 0.3, "#5b6f86"),
        (0.78, 0.36, 0.28, "#55687e"),
        (0.5, 0.18, 0.36, "#465a70"),
    ):
        _shape(draw, rock, (x, top), (x + width, 1), (x - width, 1))
        slope = width / (1 - top)
        snow = ((x, top), (x + slope * 0.16, top + 0.16), (x + slope * 0.05, top + 0.12))
        _shape(
            draw, "#f5f8fb", *snow, (x - slope * 0.04, top + 0.18), (x - slope * 0.12, top + 0.12)
        )
    _shape(draw, "#3d6b4a", (0, 0.86), (0.4, 0.78), (1, 0.88), (1, 1), (0, 1))
    _stroke(draw, "#e8d9b5", 9, (0.1, 1), (0.35, 0.9), (0.3, 0.85), (0.5, 0.81))
    _disc(draw, 0.5, 0.755, 0.017, "#f2c9a5")
    _shape(draw, "#d3473d", (0.49, 0.775), (0.51, 0.775), (0.507, 0.82), (0.493, 0.82))


def _tram(draw: Draw) -> None:
    _box(draw, (0, 0.82, 1, 1), "#222b3d")
    _stroke(draw, "#8b95a8", 4, (0, 0.87), (1, 0.87))
    _stroke(draw, "#5d6880", 3, (0, 0.36), (1, 0.36))
    _box(draw, (0.16, 0.47, 0.84, 0.83), "#c8413b", 0.05)
    _box(draw, (0.16, 0.68, 0.84, 0.72), "#f3e9d7")
    for window in range(6):
        left = 0.19 + window * 0.105
        _box(draw, (left, 0.51, left + 0.085, 0.65), "#ffdf8e", 0.015)
    _stroke(draw, "#8b95a8", 5, (0.45, 0.47), (0.5, 0.36), (0.55, 0.47))
    for x in (0.28, 0.36, 0.64, 0.72):
        _disc(draw, x, 0.84, 0.032, "#11161f")


def _birds(draw: Draw) -> None:
    for x, y, size in (
        (0.2, 0.25, 0.05), (0.3, 0.18, 0.06), (0.42, 0.24, 0.045), (0.52, 0.14, 0.05),
        (0.36, 0.34, 0.04), (0.6, 0.27, 0.038), (0.14, 0.38, 0.035),
    ):  # fmt: skip
        _stroke(draw, "#2c2430", 6, (x - size, y - size), (x, y), (x + size, y - size * 0.9))
    _water(draw, "#7d4a53", "#e29a6c", 0.82)


def _houses(draw: Draw) -> None:
    chance = random.Random("houses")  # noqa: S311 - heights of houses
    for number in range(11):
        left, top = number * 0.093 - 0.01, chance.uniform(0.34, 0.62)
        _box(draw, (left, top, left + 0.085, 1), ("#3c5a78", "#4d6d8c", "#2f4a66")[number % 3])
        for row in range(int((0.96 - top) / 0.075)):
            for column in range(3):
                lit = "#ffd98a" if chance.random() < _LIT else "#8fb0cc"
                x, y = left + 0.012 + column * 0.023, top + 0.03 + row * 0.075
                _box(draw, (x, y, x + 0.013, y + 0.036), lit)
    _stroke(draw, "#e8b23a", 10, (0.62, 1), (0.62, 0.16), (0.9, 0.16))
    _stroke(draw, "#e8b23a", 6, (0.5, 0.16), (0.62, 0.16), (0.62, 0.08), (0.88, 0.16))
    _stroke(draw, "#d8d8d8", 3, (0.84, 0.16), (0.84, 0.34))


def _stage(draw: Draw) -> None:
    _box(draw, (0, 0, 1, 1), "#1b1620")
    _shape(draw, "#4b3a2a", (0.38, 0), (0.62, 0), (0.86, 0.84), (0.14, 0.84))
    _shape(draw, "#a77f45", (0.45, 0), (0.55, 0), (0.72, 0.84), (0.28, 0.84))
    _box(draw, (0.06, 0.82, 0.94, 1), "#57402c")
    for side in (0, 1):
        for fold in range(4):
            x = fold * 0.05 if side == 0 else 0.8 + fold * 0.05
            _box(draw, (x, 0, x + 0.05, 0.9), ("#8e2330", "#73192a")[fold % 2])
    for x, tall, colour in ((0.42, 0.3, "#f0e4d0"), (0.57, 0.27, "#2f9e74")):
        _disc(draw, x, 0.82 - tall, 0.04, "#f2c9a5")
        top = 0.82 - tall + 0.045
        _shape(
            draw, colour, (x - 0.02, top), (x + 0.02, top), (x + 0.045, 0.86), (x - 0.045, 0.86)
        )


def _hut(draw: Draw) -> None:
    _box(draw, (0.36, 0.56, 0.64, 0.82), "#8a5a3b")
    _shape(draw, "#f3f7fb", (0.32, 0.58), (0.5, 0.36), (0.68, 0.58))
    for x in (0.41, 0.48, 0.55):
        _box(draw, (x, 0.63, x + 0.045, 0.71), "#ffdf8e", 0.008)
    for x, size in ((0.16, 0.2), (0.25, 0.15), (0.78, 0.22), (0.88, 0.16)):
        for step in range(3):
            top, wide = 0.84 - size * (1.5 - step * 0.4), size * (0.22 + step * 0.09)
            foot = top + size * 0.6
            _shape(draw, "#2f5d4f", (x, top), (x + wide, foot), (x - wide, foot))
    _box(draw, (0, 0.82, 1, 1), "#f3f7fb")
    chance = random.Random("snow")  # noqa: S311 - flakes
    for _ in range(90):
        _disc(draw, chance.random(), chance.random(), chance.uniform(0.003, 0.007), "#ffffff")


def _newspaper(draw: Draw) -> None:
    _box(draw, (0, 0, 1, 1), "#c9b48f")
    _shape(draw, "#efe4cc", (0.2, 0.1), (0.78, 0.04), (0.86, 1), (0.14, 1))
    _box(draw, (0.27, 0.15, 0.73, 0.25), "#3a3128")
    for column in range(3):
        left = 0.25 + column * 0.18
        for row in range(14):
            short = 0.04 if (row + column) % 5 == 4 else 0.0  # noqa: PLR2004 - the end of a paragraph
            y = 0.33 + row * 0.045
            _box(draw, (left, y, left + 0.15 - short, y + 0.016), "#8d7d64")
    _box(draw, (0.43, 0.33, 0.58, 0.56), "#a8946f")
    _shape(draw, "#2f7a56", (0.445, 0.46), (0.505, 0.37), (0.565, 0.46))
    _stroke(draw, "#3a3128", 5, (0.505, 0.44), (0.505, 0.53), (0.49, 0.535))


def _sail(draw: Draw) -> None:
    _water(draw, "#15607a", "#4a94aa", 0.68)
    _stroke(draw, "#5b3d28", 8, (0.5, 0.1), (0.5, 0.74))
    _shape(draw, "#ffffff", (0.49, 0.12), (0.49, 0.66), (0.3, 0.66))
    _shape(draw, "#f0c94b", (0.51, 0.18), (0.51, 0.66), (0.68, 0.64))
    _shape(draw, "#8a4b2f", (0.34, 0.7), (0.68, 0.7), (0.62, 0.8), (0.4, 0.8))
    for place in range(5):
        _disc(draw, 0.42 + place * 0.045, 0.695, 0.018, "#f2c9a5")


SCENES: Mapping[str, Scene] = MappingProxyType(
    {
        "bridge": Scene(
            ("#7db7d8", "#fbe6c4"), ("#86a9a0", "#5f8a7a"), (0.16, 0.2, "#fff3cf"), _bridge
        ),
        "ship": Scene(
            ("#9cc9e0", "#eef3ee"), ("#8fb0b8", "#6d949e"), (0.84, 0.2, "#fffbe8"), _ship, 1.6
        ),
        "hills": Scene(
            ("#8ecae6", "#fdf2d0"), ("#a9c47f", "#8bb05e", "#6f9a48"), (0.8, 0.2, "#ffe28a"), _bus
        ),
        "field": Scene(
            ("#7cc3ee", "#fff1c9"), ("#b5c96a", "#94b04c"), (0.5, 0.17, "#ffd75e"), _panels, 0.4
        ),
        "mountains": Scene(("#87a9d6", "#f6d9c7"), ("#8fa2b8",), (0.86, 0.16, "#fff0d5"), _peaks),
        "tram": Scene(
            ("#141c33", "#394a78"), ("#2a3554", "#20293f"), (0.82, 0.18, "#f3efd9"), _tram, 0.5
        ),
        "sunset": Scene(
            ("#593b63", "#f3a35f"), ("#7a4560", "#5d3450"), (0.72, 0.52, "#ffd27a"), _birds
        ),
        "city": Scene(("#6d9cc4", "#f5dcc0"), ("#8aa3b8",), (0.24, 0.2, "#fff0cc"), _houses, 0.3),
        "stage": Scene(("#1b1620", "#1b1620"), (), (0.5, 0.5, "#1b1620"), _stage),
        "snow": Scene(
            ("#a9c6e0", "#eef4fa"), ("#c9d9e8", "#dde8f2"), (0.22, 0.2, "#fffdf2"), _hut, 2
        ),
        "paper": Scene(("#c9b48f", "#c9b48f"), (), (0.5, 0.5, "#c9b48f"), _newspaper),
        "sail": Scene(
            ("#6fb9dc", "#fdeccb"), ("#8db3ad", "#6b988f"), (0.78, 0.22, "#fff2c4"), _sail, 1.2
        ),
    }
)
