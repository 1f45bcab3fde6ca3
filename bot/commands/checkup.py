"""What `doctor` found: one thing that was looked at, and whether all is well with it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at; `advice` is what to do where it is not well."""

    what: str
    well: bool
    words: str
    advice: str | None = None
