"""The newsroom in numbers, as a page that leafs between day, week and month."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.domain.figures import Figures, Period
from bot.domain.figures_buttons import ShowFigures
from bot.domain.post import Button, Keyboard
from bot.rendering.page import Label, PostPage

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
