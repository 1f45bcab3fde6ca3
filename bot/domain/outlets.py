"""Where a draft goes once it is published, and whether with sound, as the desk wants it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from bot.domain.errors import RefusedError


@dataclass(frozen=True, slots=True)
class Outlets:
    """Of its section's channels all but those `left_out`; `silent`: its posts wake nobody.

    `follows`: the article that it goes on from; in each channel it replies to the post of that.
    """

    silent: bool = False
    readers: bool = True
    channels: bool = True
    left_out: frozenset[int] = frozenset()
    follows: int | None = None

    def take(self, chat_id: int) -> bool:
        """Whether it goes to this channel, if its section does."""
        return self.channels and chat_id not in self.left_out

    def with_part(self, part: str, *, on: bool) -> "Outlets":
        """Sound, readers or channels on or off. Raises `RefusedError` for anything else."""
        match part:
            case "sound":
                return replace(self, silent=not on)
            case "readers":
                return replace(self, readers=on)
            case "channels":
                return replace(self, channels=on)
        raise RefusedError("outlet_unknown")

    def with_channel(self, chat_id: int, *, on: bool) -> "Outlets":
        out = self.left_out - {chat_id} if on else self.left_out | {chat_id}
        return replace(self, left_out=out)

    def moved(self, old: int, new: int) -> "Outlets":
        """A channel has another number: what was kept from it is kept from it still."""
        return replace(self, left_out=self.left_out - {old} | {new})


AS_USUAL = Outlets()


def as_values(outlets: Outlets) -> dict[str, Any] | None:
    """As JSON values; None for what is as usual."""
    if outlets == AS_USUAL:
        return None
    return {
        "silent": outlets.silent,
        "readers": outlets.readers,
        "channels": outlets.channels,
        "left_out": sorted(outlets.left_out),
        "follows": outlets.follows,
    }


def from_values(values: Mapping[str, Any] | None) -> Outlets:
    """What `as_values` has made of it."""
    return Outlets(**{**values, "left_out": frozenset(values["left_out"])}) if values else AS_USUAL
