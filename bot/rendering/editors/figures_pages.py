"""The newsroom in numbers, day, week and month, and whether all is well."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.domain.figures import Figures, Period
from bot.domain.figures_buttons import ShowFigures, ShowHealth
from bot.domain.health import Health
from bot.domain.post import Button, Keyboard
from bot.rendering.page import Label, PostPage
from bot.rendering.words import elapsed

MOST_LINES = 12  # of sections, and of channels
MOST_NOTICED = 5


@dataclass(frozen=True)
class FiguresPage(PostPage):
    template = "editors/figures"
    figures: Figures

    def keyboard(self, label: Label) -> Keyboard:
        """The other periods, and this one anew."""
        return (
            tuple(
                Button(
                    label("refresh")
                    if period is self.figures.period
                    else label(f"figures_{period}"),
                    press=ShowFigures(period),
                )
                for period in Period
            ),
        )

    def context(self) -> Mapping[str, Any]:
        figures = self.figures
        return {
            "figures": figures,
            "sections": figures.sections[:MOST_LINES],
            "more_sections": max(len(figures.sections) - MOST_LINES, 0),
            "channels": figures.channels[:MOST_LINES],
            "noticed": figures.noticed[:MOST_NOTICED],
            "more_channels": max(len(figures.channels) - MOST_LINES, 0),
        }


@dataclass(frozen=True)
class HealthPage(PostPage):
    template = "editors/health"
    health: Health

    def keyboard(self, label: Label) -> Keyboard:
        return ((Button(label("refresh"), press=ShowHealth()),),)

    def context(self) -> Mapping[str, Any]:
        health = self.health
        return {
            "health": health,
            "queue_age": health.now - health.queue.since if health.queue.since else None,
            "heard_ago": elapsed(health.heard_at, health.now) if health.heard_at else None,
            **_some("paused", health.paused),
            **_some("silent", tuple(health.silent.values())),
            **_some("broken_feeds", health.broken_feeds),
            "processes": len(health.processes),
        }


def _some(name: str, titles: Sequence[str]) -> dict[str, Any]:
    """The first few titles, and how many more there are."""
    more = max(len(titles) - MOST_LINES, 0)
    return {name: titles[:MOST_LINES], f"more_{name}": more}
