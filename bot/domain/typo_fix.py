"""Whether a source's next text goes out unmarked: in what teasers show, misprints alone differ."""

from bot.domain.article import Content

_MOST = 3  # words: more of them are another text
_AROUND = '.,;:!?…«»“”„"()'  # a sign within a figure is a part of it: «2,5», «-5»
_SHORTEST = 5  # letters: «Іран» and «Ірак» are no misprint of each other


def is_typo_fix(old: Content, new: Content) -> bool:
    """Whether what teasers show differs in a few letters or commas, but in no word or figure.

    What stands further down, and no teaser shows, counts as such.
    """
    before, after = _words(old), _words(new)
    if len(before) != len(after):
        return False
    changed = [(one, other) for one, other in zip(before, after, strict=True) if one != other]
    return len(changed) <= _MOST and all(_is_misprint(one, other) for one, other in changed)


def _words(content: Content) -> list[str]:
    text = f"{content.headline} {content.opening}"
    return [word for word in text.split() if any(map(str.isalnum, word))]


def _is_misprint(one: str, other: str) -> bool:
    """Another sign or case, or one letter of a long word: one more, one less, or another."""
    if any(map(str.isdigit, one + other)):
        return one.strip(_AROUND) == other.strip(_AROUND)
    one, other = _letters(one), _letters(other)
    if one == other:
        return True
    shorter, longer = sorted((one, other), key=len)
    if len(shorter) < _SHORTEST or not longer.isalpha():
        return False
    start = _shared(one, other)
    end = _shared(one[start:][::-1], other[start:][::-1])
    part, instead = one[start : len(one) - end], other[start : len(other) - end]
    swapped = len(part) == 2 and part == instead[::-1]  # noqa: PLR2004 - a pair
    return max(len(part), len(instead)) <= 1 or swapped


def _letters(word: str) -> str:
    return "".join(c for c in word.casefold() if c.isalnum())


def _shared(one: str, other: str) -> int:
    """How many letters two words begin with alike."""
    pairs = zip(one, other, strict=False)
    return next((n for n, (a, b) in enumerate(pairs) if a != b), min(len(one), len(other)))
