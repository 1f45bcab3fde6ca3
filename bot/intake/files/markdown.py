"""A Markdown file → the text of a page: front matter as a page prints it, then the blocks."""

import re
from collections.abc import Iterator

from markdown_it import MarkdownIt
from markdown_it.token import Token

from bot.domain.errors import RefusedError
from bot.intake.html_text import plain
from bot.intake.text.split_pages import LONGEST_PAGE

# Signs of a block that is longer are not looked for: some take quadratic time.
_LONGEST_INLINE = 5_000
_MOST_BRACKETS = 200
# Lines, and signs that begin them: a point of a list takes 80 µs, and each line of a quotation
# looks through those behind it.
_MOST_SIGNS = 10_000
_MOST_QUOTED = 200_000  # signs of quotation, times lines
_SIGNS = re.compile(r"^[-+*>#\d.) \t]+", re.MULTILINE)
_FRONT = re.compile(
    r"\s*(?P<fence>---|\+\+\+)[ \t]*\n(?P<fields>.*?)\n(?P=fence)[ \t]*(?:\n|$)", re.DOTALL
)
_FIELD = re.compile(r"(?P<name>[\w-]+)\s*[:=]\s*(?P<value>.*)")
_LISTED = re.compile(r"\s*-\s+(?P<value>.+)")
_NAMES = {
    "title": "title", "headline": "title", "заголовок": "title",
    "date": "date", "published": "date", "published_at": "date", "pubdate": "date", "дата": "date",
    "section": "section", "category": "section", "categories": "section", "rubric": "section",
    "рубрика": "section",
    "lead": "lead", "description": "lead", "summary": "lead", "excerpt": "lead", "лід": "lead",
    "author": "author", "authors": "author", "автор": "author",
    "link": "link", "url": "link", "canonical": "link", "canonical_url": "link",
}  # fmt: skip


def markdown_text(text: str, *, lines: bool = False) -> str:
    """What is written, without signs; `lines` keeps those of a paragraph apart.

    Raises `RefusedError`: `page_too_long`.
    """
    if len(text) > LONGEST_PAGE:
        raise RefusedError("page_too_long", length=len(text), limit=LONGEST_PAGE)
    text = text.replace("\r\n", "\n")
    front = _FRONT.match(text)
    fields = _fields(front["fields"]) if front else {}
    blocks = list(_blocks(text[front.end() :] if front else text, "\n" if lines else " "))
    return "\n\n".join(_page(fields, blocks))


def _fields(written: str) -> dict[str, str]:
    """Front matter, flat: of a list its first value."""
    fields: dict[str, str] = {}
    name = None
    for line in written.splitlines():
        if field := _FIELD.fullmatch(line):
            name = _NAMES.get(field["name"].casefold())
            value = field["value"]
        elif item := _LISTED.fullmatch(line):
            value = item["value"]
        else:
            continue
        if name and (said := _value(value)):
            fields.setdefault(name, said)
    return fields


def _value(written: str) -> str:
    first = written.strip()
    if first.startswith("["):
        first = first.strip("[]").split(",")[0].strip()
    quoted = first[:1] in {'"', "'"} and first[-1:] == first[:1]
    return first[1:-1].strip() if quoted else first


def _page(fields: dict[str, str], blocks: list[str]) -> Iterator[str]:
    """Address, headline, section, date, lead, text, author: as the page of an article has them."""
    title = fields.get("title")
    if title is None and blocks and fields:
        title = blocks.pop(0)
    head = (fields.get("link"), title, fields.get("section"), fields.get("date"))
    yield from filter(None, head)
    if (lead := fields.get("lead")) and lead not in blocks[:2]:
        # One sentence with a full stop would be taken for the first of the text.
        yield lead.removesuffix(".") if ". " not in lead else lead
    yield from blocks[1:] if title and blocks[:1] == [title] else blocks
    if author := fields.get("author"):
        yield f"Автор: {author}"


def _blocks(text: str, line_end: str) -> Iterator[str]:
    if _is_all_signs(text):
        if text.strip():
            yield text.strip()
        return
    reader = MarkdownIt("commonmark")
    reader.core.ruler.disable("inline")
    listed = False
    for token in reader.parse(text):
        if token.type == "list_item_open":
            listed = True
        elif token.type == "inline":
            said = _inline(reader, token.content, line_end)
            if said:
                yield f"• {said}" if listed else said
            listed = False
        elif token.type == "html_block" and (said := plain(token.content)):
            yield said
        elif token.type in {"fence", "code_block"} and token.content.strip():
            yield token.content.strip()


def _is_all_signs(text: str) -> bool:
    signs = "".join("".join(_SIGNS.findall(text)).split())
    lines = text.count("\n")
    return lines + len(signs) > _MOST_SIGNS or signs.count(">") * lines > _MOST_QUOTED


def _inline(reader: MarkdownIt, written: str, line_end: str) -> str:
    if len(written) > _LONGEST_INLINE or written.count("[") > _MOST_BRACKETS:
        return written.strip()
    tokens: list[Token] = []
    reader.inline.parse(written, reader, {}, tokens)
    return "".join(_said(token, line_end) for token in tokens).strip()


def _said(token: Token, line_end: str) -> str:
    """The words of a piece: of a link its text, of a picture nothing."""
    if token.type == "softbreak":
        return line_end
    if token.type == "hardbreak":
        return "\n"
    return token.content if token.type in {"text", "text_special", "code_inline"} else ""
