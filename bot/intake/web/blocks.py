"""A web page as blocks of text in reading order, each with what the elements around say of it."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import islice

from bot.domain.article import Image
from bot.intake.html_tree import Tree, Walk
from bot.intake.text.classify import Marked, mark
from bot.intake.text.lines import TextLine, one_line
from bot.intake.web.beside_picture import BesidePicture
from bot.intake.web.class_names import (
    CAPTIONS,
    IS_CONTENT,
    IS_GALLERY,
    LEADS,
    MAYBE_LEADS,
    OTHER_ARTICLES,
    PAGE_PARTS,
    are_strangers_words,
    is_article,
    is_hidden,
    marks_of,
)
from bot.intake.web.side_by_side import is_apart
from bot.intake.web.tables_and_galleries import is_frame, is_of_data, shows_pictures
from bot.intake.web.text_sizes import HEADINGS, SENTENCE, UNREAD, holds_lines, sizes_of

_INLINE = frozenset(
    ("a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em",
     "font", "i", "ins", "kbd", "mark", "nobr", "q", "s", "samp", "small", "span", "strong", "sub",
     "sup", "time", "tt", "u", "var", "wbr", "label", "amp-fit-text")
)  # fmt: skip
_MOST_BLOCKS = 3_000  # the live report of a whole day has 2,000; each is looked at for 0.2 ms
_LONGEST_BLOCK = 100_000  # characters
CARD = "onclick:"  # where a block leads that a script makes a link
_WHOLE = 0.9
_SMALL_SHARE = 0.5  # of the page's text: a part of the page, and not a wrapper named after one


@dataclass(slots=True)
class Block:
    """A run of text; `links`, `bold` and `dated` are how many of its characters are each."""

    text: str
    element: Tree
    tag: str
    links: int = 0
    bold: int = 0
    dated: int = 0
    href: str = ""
    is_lead: bool = False  # as the page names it
    may_be_lead: bool = False
    is_caption: bool = False
    aside: Tree | None = None  # the block of other articles that it stands in
    is_row: bool = False  # of a table
    _marked: list[Marked] = field(default_factory=list, repr=False)

    @property
    def marked(self) -> list[Marked]:
        """Its text as a line with its kind."""
        if not self._marked:
            line = TextLine(self.text)
            self._marked = [Marked(self.text, is_row=True)] if self.is_row else mark(line)
        return self._marked

    @property
    def is_prose(self) -> bool:
        """Text to be read, and no list of links, no heading, no label."""
        if self.aside is not None or self.is_caption or self.tag in HEADINGS:
            return False
        return len(self.text) >= SENTENCE and self.links * 2 < len(self.text)

    @property
    def is_heading(self) -> bool:
        return self.tag in HEADINGS

    @property
    def is_quoted(self) -> bool:
        around = self.element.iterancestors("blockquote")
        return self.tag == "blockquote" or next(around, None) is not None

    @property
    def is_date(self) -> bool:
        """Whether it is nothing but a time, as the page itself marks it."""
        return self.dated >= len(self.text) * 0.9

    @property
    def is_bold(self) -> bool:
        return self.bold >= len(self.text) * 0.95


@dataclass(slots=True)
class Page:
    """The blocks in order, and the pictures: their element, address and caption."""

    blocks: list[Block] = field(default_factory=list)
    pictures: list[tuple[Tree, Image]] = field(default_factory=list)
    left_out: list[Tree] = field(default_factory=list)  # below the headline, for their names alone


def read_blocks(
    body: Tree, *, keep: Tree | None = None, base: str | None = None, spared: Iterable[Tree] = ()
) -> Page:
    """The page without its boilerplate.

    `keep` is the headline's element: it is kept with all that is around it, whatever their names;
    so is what is `spared`.
    """
    kept = set(keep.iterancestors()) | {keep} if keep is not None else set()
    for element in spared:
        kept |= {element, *element.iterancestors()}
    walk = _PageWalk(sizes_of(body), kept, base, keep)
    walk.visit(body, _Scope())
    walk.end(body, _Scope())
    return walk.page


@dataclass(frozen=True, slots=True)
class _Scope:
    """What the elements above say of the text."""

    tag: str = "div"
    link: str = ""
    bold: bool = False
    time: bool = False
    lead: bool = False
    maybe_lead: bool = False
    caption: bool = False
    aside: Tree | None = None
    row: bool = False


class _PageWalk(Walk[_Scope]):
    def __init__(
        self, sizes: dict[Tree, int], kept: set[Tree], base: str | None, heading: Tree | None
    ) -> None:
        super().__init__(base)
        self.page = Page(pictures=self.pictures)
        self._sizes = sizes
        self._size = max(sizes.values(), default=0)
        self._heading = heading
        self._is_below = heading is None
        self._beside_picture = BesidePicture(sizes)
        self._of_lines: dict[Tree, bool] = {}
        self._figures = 0
        self._tables: dict[Tree, bool] = {}  # whether each is of data, and not of layout
        self._kept = kept
        self._words: list[str] = []
        self._links = 0
        self._bold = 0
        self._dated = 0
        self._href = ""

    def leaves_out(self, element: Tree, name: str) -> bool:
        self._is_below = self._is_below or element is self._heading
        return self._is_boilerplate(element, name)

    def is_block(self, element: Tree, name: str, scope: _Scope) -> bool:
        if scope.row and name in _CELLS:
            return False
        if name not in _INLINE or is_apart(element):
            return True
        if scope.aside is not None:
            return _is_field(element, name)
        if name != "span":
            return False
        return self._is_line(element) or (
            _is_caption(element) and not _is_caption(element.getparent())
        )

    def _is_line(self, span: Tree) -> bool:
        outer = span.getparent()
        if outer not in self._of_lines:
            self._of_lines[outer] = holds_lines(outer, self._sizes)
        return self._of_lines[outer]

    def go_in(self, element: Tree, name: str, scope: _Scope, depth: int) -> None:
        if name == "figure":
            if not self._figures:  # the outermost has found the pictures of all within
                self.see_figure(element, scope)
            self._figures += 1
        super().go_in(element, name, scope, depth)
        if name == "figure":
            self._figures -= 1
        if scope.row and name in _CELLS:
            self.say(" ", scope)

    def see(self, picture: Tree, scope: _Scope, caption: str | None = None) -> None:
        if scope.aside is None:  # else it is another article's
            super().see(picture, scope, caption)

    def say(self, text: str | None, scope: _Scope) -> None:
        if not text:
            return
        self._words.append(text)
        size = len(text.strip())
        if scope.link:
            self._links += size
            self._href = self._href or scope.link
        if scope.bold:
            self._bold += size
        if scope.time:
            self._dated += size

    def end(self, element: Tree, scope: _Scope) -> None:
        """Make a block of the words since the last one."""
        is_full = len(self.page.blocks) >= _MOST_BLOCKS
        words = "" if is_full else "".join(self._words)[:_LONGEST_BLOCK]
        if text := one_line(words):
            self.page.blocks.append(
                Block(
                    text, element, scope.tag, self._links, self._bold, self._dated,
                    self._href,
                    is_lead=scope.lead,
                    may_be_lead=scope.maybe_lead, is_caption=scope.caption, aside=scope.aside,
                    is_row=scope.row,
                )
            )  # fmt: skip
        self._words.clear()
        self._links = self._bold = self._dated = 0
        self._href = ""

    def under(self, element: Tree, name: str, scope: _Scope) -> _Scope:
        marks = marks_of(element)
        is_plain = name in _INLINE and not marks
        if is_plain and name not in {"a", "b", "strong", "time"}:
            return scope
        is_root = name in {"body", "html", "main"}
        item = element.get("itemprop") or ""
        lead = not is_root and (bool(LEADS.search(marks)) or item in _LEAD_ITEMS)
        maybe = not is_root and bool(MAYBE_LEADS.search(marks))
        caption = name == "figcaption"
        if not (caption or is_root or element in self._kept) and CAPTIONS.search(marks):
            caption = True
            if not scope.caption and next(element.iter("p"), element) is not element:
                self._leave_out(element, marks)  # paragraphs may be the article's, as of «credits»
        caption = caption or (maybe and self._beside_picture.stands(element))
        caption = caption or (name in _LINES and self._beside_picture.is_framed(element))
        aside = scope.aside
        if aside is None and not is_root and element not in self._kept:
            about_others = name == "aside" or OTHER_ARTICLES.search(marks)
            aside = element if about_others and self._is_small(element) else None
            if aside is not None:
                self._leave_out(element, marks)
        return _Scope(
            tag=scope.tag if name in _INLINE else name if name != "div" else scope_tag(scope),
            link=scope.link or self._link(element, name),
            bold=scope.bold or name in {"b", "strong"} or "bold" in marks,
            time=scope.time or name == "time",
            lead=scope.lead or lead,
            maybe_lead=scope.maybe_lead or maybe,
            caption=scope.caption or caption,
            aside=aside,
            row=scope.row or (name == "tr" and self._is_in_data(element)),
        )

    def _link(self, element: Tree, name: str) -> str:
        """Where it leads; a part of the page leads elsewhere if a click on it is waited for."""
        if name == "a":
            return element.get("href") or ""
        is_card = name in _CARDS and element not in self._kept and self._is_small(element)
        waits = element.get("onclick") or element.get("data-href") or element.get("role") == "link"
        return CARD if is_card and waits else ""

    def _is_boilerplate(self, element: Tree, name: str) -> bool:
        if element in self._kept or name in {"body", "html", "main"}:
            return name in {"script", "style"}
        if name in UNREAD:
            return not (name == "form" and not self._is_small(element))
        if name == "table" and self._is_small(element) and not self._is_told(element):
            return True
        if is_hidden(element):
            return True
        marks = marks_of(element)
        named = PAGE_PARTS.search(marks) and not (
            IS_CONTENT.search(marks)
            or CAPTIONS.search(marks)
            or is_article(element, name)
            or (IS_GALLERY.search(marks) and shows_pictures(element))
            or self._is_table(element, name)  # «views» may head its columns
        )
        if not named or not self._is_small(element):
            return False
        self._leave_out(element, marks)
        return True

    def _is_table(self, element: Tree, name: str) -> bool:
        """Whether it is a table of data, or what is set around one."""
        table = element if name == "table" else next(element.iter("table"), None)
        if table is None or self._sizes.get(table, 0) < self._sizes.get(element, 0) * _WHOLE:
            return False
        return self._is_data(table)

    def _is_in_data(self, row: Tree) -> bool:
        return any(self._tables.get(above, False) for above in islice(row.iterancestors(), 2))

    def _is_told(self, table: Tree) -> bool:
        """Whether a table is the article's: its data, or its words in a frame."""
        return self._is_data(table) or is_frame(table)

    def _is_data(self, table: Tree) -> bool:
        if table not in self._tables:
            self._tables[table] = is_of_data(table)
        return self._tables[table]

    def _leave_out(self, element: Tree, marks: str) -> None:
        if self._is_below and not are_strangers_words(marks):
            self.page.left_out.append(element)

    def _is_small(self, element: Tree) -> bool:
        return self._sizes.get(element, 0) <= self._size * _SMALL_SHARE


_CELLS = frozenset(("td", "th", "p", "div"))  # of a row, and what they hold
_LINES = frozenset(("p", "div", "span"))
_CARDS = frozenset(("article", "div", "li", "section", "td", "tr"))
_LEAD_ITEMS = frozenset(("description", "alternativeHeadline", "alternativeheadline"))


def _is_caption(element: Tree) -> bool:
    return element.tag == "figcaption" or CAPTIONS.search(marks_of(element)) is not None


def _is_field(element: Tree, name: str) -> bool:
    """Whether it holds section, headline or date of one of the other articles."""
    return name == "time" or (name == "span" and bool(element.get("class")))


def scope_tag(scope: _Scope) -> str:
    """A `div` within a list item or a quotation is one more line of it."""
    return scope.tag if scope.tag in {"li", "blockquote", "figcaption"} else "div"


def within(element: Tree, outer: Tree) -> bool:
    """Whether an element is another, or stands in it."""
    return element is outer or any(above is outer for above in element.iterancestors())
