"""How much the delivery loop writes at once, and for how long it waits; tests have it swifter."""

from dataclasses import dataclass

from storage.fanning_out import CHUNK


@dataclass(frozen=True, slots=True)
class Measures:
    """`chunk`: readers' rows that one transaction of a fan-out writes at most; else seconds."""

    chunk: int = CHUNK
    poll: float = 0.25  # between looks at what is due and may not leave yet
    finish_within: float = 15.0  # for what is in hand when the bot stops
