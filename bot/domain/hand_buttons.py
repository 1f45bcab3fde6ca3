"""What the desk says of a post that somebody has changed by hand."""

from dataclasses import dataclass

from bot.domain.press import Press


@dataclass(frozen=True, slots=True)
class KeepTheirs(Press):
    """The post stays as somebody has written it."""

    word = "keeptheirs"
    delivery_id: int


@dataclass(frozen=True, slots=True)
class RestoreOurs(Press):
    """The post becomes again what its article says."""

    word = "restoreours"
    delivery_id: int
