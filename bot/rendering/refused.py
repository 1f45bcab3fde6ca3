"""What a refusal says: one sentence per code, on what is wrong and what to do."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.rendering.page import PlainPage


@dataclass(frozen=True)
class RefusedPage(PlainPage):
    """`code` and `details` of a `RefusedError`; the template sees the details by their names."""

    code: str
    details: Mapping[str, object] = field(default_factory=dict)

    def name(self) -> str:
        return f"refused/{self.code}"

    def context(self) -> Mapping[str, Any]:
        return self.details
