"""Buttons under the newsroom's numbers, and under its health."""

from dataclasses import dataclass

from bot.domain.press import Press


@dataclass(frozen=True, slots=True)
class ShowFigures(Press):
    """The numbers of another period, or the same anew. `period` is a value of figures.Period."""

    word = "figures"
    done_late = True
    period: str


@dataclass(frozen=True, slots=True)
class ShowHealth(Press):
    """How everything does now."""

    word = "health"


@dataclass(frozen=True, slots=True)
class ShowChart(Press):
    """The numbers as a picture. `period` is a value of figures.Period."""

    word = "chart"
    period: str
    dark: bool
