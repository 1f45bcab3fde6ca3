"""Which words within a line a web page lays out apart, though nothing stands between them."""

from bot.intake.html_tree import Tree, name_of
from bot.intake.web.marks import text_in

_LAID_OUT = frozenset(("a", "time", "button"))
_BESIDE = frozenset(("span", "b", "strong", "i", "em", "small")) | _LAID_OUT
_SIGNS = frozenset("»”\"')!?")


def is_apart(element: Tree) -> bool:
    """«Марта Яр» and «14 листопада» of `<a>Марта Яр</a><span>14 листопада</span>`.

    An editor that parts a word or one link in two makes no such places: there the second part
    begins in small letters, or leads where the first does.
    """
    before = element.getprevious()
    if before is None or before.tail or not {name_of(before), name_of(element)} <= _BESIDE:
        return False
    left, right = text_in(before)[-1:], text_in(element)[:1]
    dated = left.isdecimal() and right.isupper()  # as no word begins
    if not (dated or {name_of(before), name_of(element)} & _LAID_OUT):
        return False
    ends = left.isalnum() or left in _SIGNS
    begins = right.isupper() or right.isdecimal() or right in {"#", "«"}
    return bool(left and right) and ends and begins and not _are_one_link(before, element)


def _are_one_link(before: Tree, element: Tree) -> bool:
    return bool(element.get("href")) and before.get("href") == element.get("href")
