"""A page copied as Markdown, as reader modes and clippers write it: its text without the signs."""

import re

_HEADING = re.compile(r"^#{1,4} [^\s#]", re.MULTILINE)
_LINK = re.compile(r"\[[^\[\]\n]{1,300}\]\((?:https?:/)?/[^\s()]{1,500}(?: \"[^\"\n]{0,200}\")?\)")
# «**Лікарня у Славуті отримала апарат**», as messengers write what is bold
_BOLD = re.compile(r"(?<![\w*])\*\*(?=[^\s*])([^*\n]{1,400})(?<=\S)\*\*(?![\w*])")
_FEWEST_LINKS = 3  # of a page without a heading


def without_signs(text: str) -> str:
    """The text as it is read; of what is no Markdown only the signs of bold letters go."""
    links = len(_LINK.findall(text))
    if not (links >= _FEWEST_LINKS or (links and _HEADING.search(text))):
        return _BOLD.sub(r"\1", text)
    from bot.intake.files.markdown import markdown_text  # noqa: PLC0415 - seldom needed

    return markdown_text(text, lines=True)
