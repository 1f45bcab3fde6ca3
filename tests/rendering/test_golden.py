"""Every page in both languages, word for word, as its golden file has it.

After a wanted change write them anew and read the difference:
`REWRITE_GOLDEN=1 python -m pytest tests/rendering/test_golden.py`.
"""

import os
from collections.abc import Iterator
from difflib import unified_diff
from pathlib import Path

import pytest

from bot.domain.buttons import pack
from bot.domain.desk import Card
from bot.domain.post import Button, Post
from bot.domain.section import FIRST_SECTIONS
from bot.rendering import LANGUAGES
from bot.rendering.editors import layout_choice, section_choice
from bot.rendering.renderer import SHIPPED
from tests.rendering.examples import DRAFT, NOTICES, POSTS, renderer

GOLDEN = Path(__file__).parent / "golden"


def written(post: Post) -> str:
    preview = f"{post.preview.url} (large: {post.preview.large})" if post.preview.url else "none"
    preview += " above" if post.preview.above else ""
    preview = f"{len(post.files)} {post.files[0].medium}" if post.files else preview
    return "\n".join([post.html, "", *_buttons(post), f"preview: {preview}", ""])


def _buttons(post: Post) -> Iterator[str]:
    for row in post.keyboard:
        yield " ".join(f"[{button.text} → {_goes(button)}]" for button in row)


def _goes(button: Button) -> str:
    return pack(button.press, button.drawn) if button.press else str(button.url)


def said(language: str, name: str) -> str:
    pages = renderer()
    if name in POSTS:
        return written(pages.post(POSTS[name], language))
    if name in NOTICES:
        return pages.plain(NOTICES[name], language).text + "\n"
    if name == "editors/section_choice":
        keyboard = section_choice(Card(DRAFT, FIRST_SECTIONS), pages.label(language))
        return written(Post("(only the keyboard)", keyboard))
    if name == "editors/layout_choice":
        keyboard = layout_choice(DRAFT, pages.label(language))
        return written(Post("(only the keyboard)", keyboard))
    return "".join(
        f"/{command} {words}\n"
        for command, words in pages.menu(language, desk=name == "menu--desk")
    )


NAMES = [
    *POSTS,
    *NOTICES,
    "editors/section_choice",
    "editors/layout_choice",
    "menu--desk",
    "menu--reader",
]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_says_what_its_golden_file_says(language: str) -> None:
    others = []
    for name in NAMES:
        file = GOLDEN / language / f"{name}.txt"
        try:
            page = said(language, name)
        except Exception as error:
            error.add_note(f"in {name}")
            raise
        if os.environ.get("REWRITE_GOLDEN"):
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(page, encoding="utf-8")
        golden = file.read_text(encoding="utf-8") if file.exists() else ""
        if page != golden:
            others += [name, *unified_diff(golden.splitlines(), page.splitlines(), lineterm="")]
        if "\n\n\n" in page:
            others.append(f"{name}: more than one empty line")
    assert not others, "\n".join(others)


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_golden_file_is_left_over(language: str) -> None:
    folder = GOLDEN / language
    files = {f.relative_to(folder).with_suffix("").as_posix() for f in folder.rglob("*.txt")}
    assert files == set(NAMES)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_template_has_an_example(language: str) -> None:
    """Parts of templates begin with an underscore; the others above are made of macros."""
    folder = SHIPPED / language
    templates = {
        f.relative_to(folder).as_posix().removesuffix(".html.j2").removesuffix(".txt.j2")
        for f in folder.rglob("*.j2")
        if not f.name.startswith("_") and f.parent not in (folder, folder / "web")
    }
    assert templates == {name.split("--")[0] for name in [*POSTS, *NOTICES]}
