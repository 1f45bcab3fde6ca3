"""Every surface, with its share of the inputs."""

from typing import Final

from tests.fuzz import bringing, reading, serving, telegram, words
from tests.fuzz.surface import Surface

SURFACES: Final[tuple[Surface, ...]] = (
    *reading.SURFACES,
    *words.SURFACES,
    *serving.SURFACES,
    *telegram.SURFACES,
    *bringing.SURFACES,
)
