"""Which words of a web page stand together with a picture, and with nothing else."""

from bot.intake.html_tree import Tree
from bot.intake.web.class_names import PICTURES, marks_of, names_picture

_LONGEST_CAPTION = 700  # characters


class BesidePicture:
    """Of one page; each element is looked at once."""

    def __init__(self, sizes: dict[Tree, int]) -> None:
        self._sizes = sizes
        self._held: dict[Tree, bool] = {}

    def stands(self, line: Tree) -> bool:
        """Whether a picture and this text stand together, and no headline with them."""
        outer = line.getparent()
        if outer is None or self._sizes.get(outer, 0) > _LONGEST_CAPTION:
            return False
        if outer not in self._held:
            has = next(outer.iter("img"), None) is not None
            headed = next(outer.iter("h1", "h2"), None) is not None
            self._held[outer] = has and not headed
        return self._held[outer]

    def is_framed(self, line: Tree) -> bool:
        """Whether it stands in what is named after the picture that it holds."""
        outer = line.getparent()
        if outer is None or next(line.iter("img"), None) is not None:
            return False
        named = PICTURES.search(marks_of(outer)) is not None or names_picture(outer)
        return named and self.stands(line)
