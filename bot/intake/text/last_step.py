"""The last step of the way to a page, which is its headline as it was when first published."""

from collections.abc import Sequence
from dataclasses import replace

from bot.intake.text.classify import Marked
from bot.intake.text.labels import LineKind

_DEEPEST = 150
_MOST_STEPS = 3  # lines
_NEAR = 4  # lines
_SHARED = 4  # words
_MOST_OF = 0.6


def is_another_telling(headline: str, step: str) -> bool:
    """Whether most words of one stand in the other, and both begin alike."""
    words, others = step.casefold().split(), headline.casefold().split()
    shared = len({*words} & {*others})
    return words[:2] == others[:2] and shared >= max(_SHARED, len(words) * _MOST_OF)


def without_last_step(lines: Sequence[Marked]) -> Sequence[Marked]:
    """The page without it, below «Головна» and a section on lines of their own."""
    homes = (at for at, line in enumerate(lines[:_DEEPEST]) if line.at_home)
    for at in homes:
        for n in range(at + 1, min(at + 1 + _MOST_STEPS, len(lines))):
            below = lines[n + 1 : n + 1 + _NEAR]
            if _is_text(lines[n]) and any(_tells_again(one, lines[n]) for one in below):
                section = replace(
                    lines[n - 1], kind=LineKind.SECTION, value=lines[n - 1].text.rstrip(" /»>›→")
                )
                return [*lines[: n - 1], section, *lines[n + 1 :]]
    return lines


def _tells_again(line: Marked, step: Marked) -> bool:
    same = line.key == step.key or line.is_sentence
    return _is_text(line) and not same and is_another_telling(line.text, step.text)


def _is_text(line: Marked) -> bool:
    return line.kind is LineKind.TEXT
