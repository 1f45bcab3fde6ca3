"""What the desk is answered that has decided on a post changed by hand."""

from dataclasses import dataclass

from bot.rendering.page import PlainPage


@dataclass(frozen=True)
class HandDecided(PlainPage):
    """`kept`: theirs stays; else ours comes back."""

    template = "editors/hand_decided"
    kept: bool
