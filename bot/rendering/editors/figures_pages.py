"""The newsroom in numbers, day, week and month, and whether all is well."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.domain.buttons import ShowStatus
from bot.domain.figures import Bar, Chart, Figures, Period
from bot.domain.figures_buttons import ShowChart, ShowFigures, ShowHealth
from bot.domain.health import Health
from bot.domain.post import Button, Keyboard, rows
from bot.rendering.page import Label, PostPage
from bot.rendering.words import elapsed

MOST_LINES = 12  # of sections, and of channels
MOST_NOTICED = 5


@dataclass(frozen=True)
class FiguresPage(PostPage):
    """`draws`: the numbers can be had as a picture."""

    template = "editors/figures"
    figures: Figures
    draws: bool = False

    def keyboard(self, label: Label) -> Keyboard:
        """The other periods, this one anew, and its picture for either look of the app."""
        shown = self.figures.period
        periods = tuple(
            Button(
                label("refresh") if period is shown else label(f"figures_{period}"),
                press=ShowFigures(period),
            )
            for period in Period
        )
        if not self.draws:
            return (periods,)
        charts = tuple(
            Button(label(name), press=ShowChart(shown, dark=dark))
            for name, dark in (("chart", False), ("chart_dark", True))
        )
        return periods, charts

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


def chart_of(figures: Figures, label: Label, *, dark: bool) -> Chart:
    """The numbers as they are drawn, with words in the person's language."""

    def name(bar: Bar) -> str:
        return f"{bar.begins:%H}" if figures.period is Period.DAY else f"{bar.begins:%d.%m}"

    return Chart(
        label(f"chart_title_{figures.period}"),
        [name(bar) for bar in figures.bars],
        label("chart_posts"),
        [bar.posts for bar in figures.bars],
        label("chart_gained"),
        [bar.gained for bar in figures.bars],
        label("chart_lost"),
        [bar.lost for bar in figures.bars],
        dark=dark,
    )


@dataclass(frozen=True)
class HealthPage(PostPage):
    template = "editors/health"
    health: Health

    def keyboard(self, label: Label) -> Keyboard:
        """What became of each article whose posts are not as they should be; all this anew."""
        reports = (
            Button(label("status_of", id=number), press=ShowStatus(number))
            for number in self.health.given_up[:MOST_LINES]
        )
        return *rows(reports, 2), (Button(label("refresh"), press=ShowHealth()),)

    def context(self) -> Mapping[str, Any]:
        health = self.health
        return {
            "health": health,
            "queue_age": health.at - health.queue.since if health.queue.since else None,
            "heard_ago": elapsed(health.heard_at, health.at) if health.heard_at else None,
            **_some("paused", health.paused),
            **_some("silent", tuple(health.silent.values())),
            **_some("broken_feeds", health.broken_feeds),
            **_some("by_usual", health.by_usual),
            **_some("refused", health.refused),
            **_some("given_up", health.given_up),
            "processes": len(health.processes),
        }


def _some(name: str, titles: Sequence[str | int]) -> dict[str, Any]:
    """The first few titles or numbers, and how many more there are."""
    more = max(len(titles) - MOST_LINES, 0)
    return {name: titles[:MOST_LINES], f"more_{name}": more}
