"""What all notices have in common."""

import re
from dataclasses import dataclass
from typing import Final

_BEFORE_A_CAPITAL = re.compile(r"(?<!^)(?=[A-Z])")
NOTICES: Final[dict[str, type["Notice"]]] = {}  # every kind, by the name that it is stored under


@dataclass(frozen=True, slots=True)
class Notice:
    """The base of them all; those with an underscore are bases of several."""

    def __init_subclass__(cls) -> None:
        if not cls.__name__.startswith("_"):
            NOTICES[kind_of(cls)] = cls


def kind_of(notice: type[Notice]) -> str:
    """The name that a class is stored under, and that its template bears: `channel_added`."""
    return _BEFORE_A_CAPITAL.sub("_", notice.__name__).lower()
