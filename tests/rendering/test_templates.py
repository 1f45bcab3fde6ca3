"""Both languages say the same things, and everything that can be said has words."""

import ast
import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from jinja2 import Environment, nodes

import bot
from bot.domain.notice import NOTICES
from bot.rendering import LANGUAGES, PlainPage, PostPage
from bot.rendering.documents import Document
from bot.rendering.refused import RefusedPage
from bot.rendering.renderer import SHIPPED
from tests.rendering.examples import REFUSALS, renderer
from tests.rendering.hostile import every_kind

SOURCES = Path(bot.__file__).parent
MACRO_FILES = ("labels.txt.j2", "menu.txt.j2", "reasons.txt.j2", "warnings.txt.j2")


@cache
def templates(language: str) -> dict[str, str]:
    folder = SHIPPED / language
    return {
        file.relative_to(folder).as_posix(): file.read_text(encoding="utf-8")
        for file in folder.rglob("*.j2")
    }


def macros(language: str, name: str) -> dict[str, list[str]]:
    """The macros of a file, with the names of what they take."""
    tree = Environment(autoescape=True).parse(templates(language)[name])
    found = tree.find_all(nodes.Macro)
    return {macro.name: [argument.name for argument in macro.args] for macro in found}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", MACRO_FILES)
def test_no_words_are_given_twice(language: str, name: str) -> None:
    """The later ones would be said in place of the others."""
    tree = Environment(autoescape=True).parse(templates(language)[name])
    names = [macro.name for macro in tree.find_all(nodes.Macro)]
    assert [name for name in names if names.count(name) > 1] == []


def test_both_languages_have_the_same_templates() -> None:
    assert templates("uk").keys() == templates("en").keys()


@pytest.mark.parametrize("name", MACRO_FILES)
def test_both_languages_have_the_same_macros(name: str) -> None:
    assert macros("uk", name) == macros("en", name)


@pytest.mark.slow
def test_both_languages_show_the_same_values() -> None:
    values = {
        name: [_values(templates(language)[name]) for language in LANGUAGES]
        for name in templates("uk")
    }
    assert {name: both for name, both in values.items() if both[0] != both[1]} == {}


def _values(source: str) -> set[str]:
    """The attributes that a template reads, such as `article.id`."""
    tree = Environment(autoescape=True).parse(source)
    return {node.attr for node in tree.find_all(nodes.Getattr)}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_has_a_template(language: str) -> None:
    kinds: list[type[Any]] = [*every_kind(PostPage), *every_kind(PlainPage)]
    needed = {
        kind.template + (".html.j2" if issubclass(kind, PostPage) else ".txt.j2")
        for kind in kinds
        if kind is not RefusedPage  # one template per code, see below
    }
    assert len(needed) > 50
    assert needed - templates(language).keys() == set()


def test_every_template_belongs_to_a_page() -> None:
    pages = {kind.template for kind in [*every_kind(PostPage), *every_kind(PlainPage)]}
    pages |= {f"web/{kind.template}" for kind in Document.__subclasses__()}
    named = {
        name.split(".")[0]
        for name in templates("uk")
        if "/_" not in name
        and not name.startswith(("refused/", "teasers/channels/"))
        and "/" in name
    }
    notices = {f"editors/notices/{kind}" for kind in NOTICES} | {"readers/article_retracted"}
    notices -= {"editors/notices/article_retracted"}
    assert named - {"teasers/full_text"} - notices == pages - {""}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_kind_of_notice_has_its_template(language: str) -> None:
    found = {
        kind: {f"editors/notices/{kind}.html.j2", f"readers/{kind}.html.j2"}
        & templates(language).keys()
        for kind in NOTICES
    }
    assert {kind: names for kind, names in found.items() if len(names) != 1} == {}


def test_every_refusal_in_the_program_has_words() -> None:
    raised = {code for file in SOURCES.rglob("*.py") for code in _refusal_codes(file)}
    assert raised
    assert raised <= REFUSALS.keys()


def _refusal_codes(file: Path) -> set[str]:
    """The codes that `RefusedError(…)` is called with, where they stand in the call."""
    calls = (
        node
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
        and getattr(node.func, "id", "") == "RefusedError"
        and node.args
    )
    constants = (leaf for call in calls for leaf in ast.walk(call.args[0]))
    return {
        leaf.value
        for leaf in constants
        if isinstance(leaf, ast.Constant) and isinstance(leaf.value, str)
    }


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_warning_of_intake_has_words(language: str) -> None:
    source = "".join(file.read_text(encoding="utf-8") for file in SOURCES.glob("intake/*.py"))
    codes = set(re.findall(r'"((?:no|bad|date|more)_[a-z_]+)"', source)) | {"link_left_out"}
    codes -= {"date_published", "date_modified"}  # names in JSON Feed
    assert len(codes) > 10
    pages = renderer()
    assert [code for code in sorted(codes) if pages.warning(code, language) == code] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_warning_without_words_is_shown_as_it_is(language: str) -> None:
    assert renderer().warning("code_of_tomorrow", language) == "code_of_tomorrow"


@pytest.mark.parametrize("language", LANGUAGES)
def test_html_templates_take_no_parts_that_are_not_escaped(language: str) -> None:
    for name, source in templates(language).items():
        taken = re.findall(r'(?:include|from|import|extends)\s+"([^"]+)"', source)
        if name.endswith(".html.j2"):
            assert all(part.endswith(".html.j2") for part in taken), name
        assert "|safe" not in source.replace(" ", ""), name


@pytest.mark.parametrize("language", LANGUAGES)
def test_menu_descriptions_are_within_telegrams_limits(language: str) -> None:
    for command, words in renderer().menu(language, desk=True):
        assert re.fullmatch(r"[a-z0-9_]{1,32}", command)
        assert 1 <= len(words) <= 256


def test_ukrainian_words_use_ukrainian_signs() -> None:
    for name, source in templates("uk").items():
        words = re.sub(r"{[{%#].*?[}%#]}|<[^>]*>", "", source, flags=re.DOTALL)
        assert not re.search(r"[А-яІіЇїЄєҐґ]['\"]|[ыэёъЫЭЁЪ]|[“”„]", words), name


# --- how it is said ---

# What people stumbled over when they read it aloud.
STUMBLED = (
    "його ждуть команди",
    "рубрика йде сюди",
    "категорія нічого не каже",
    "взято північ",
    "веде не на ",
    "Із цього допис не зробити",
    "Самих новин це не змінить",
    "стала новим текстом",
)
# The bot speaks of itself as «бот» to the desk, and as «я» to readers; never as «ми».
OF_ITSELF = re.compile(
    r"\b(публікую|відкликаю|виправляю|надсилаю|перевіряю|читаю|покажу|лишаю|повертаю|складаю"
    r"|закріплюю|з’ясовую|публікуватиму|шукаю|чекаю)\b",
    re.IGNORECASE,
)
OF_US = re.compile(r"\b(читаємо|знаємо|надсилаємо|показуємо|нашого боку)\b", re.IGNORECASE)


@pytest.mark.parametrize("language", LANGUAGES)
def test_dashes_and_apostrophes_are_those_of_print(language: str) -> None:
    for name, text in templates(language).items():
        words = re.sub(r"\{#.*?#\}", "", text, flags=re.DOTALL)
        assert "—" not in words, name
        assert not re.search(r"[^\W\d_]'[^\W\d_]", words), name


def test_the_desk_is_told_of_the_bot_and_nobody_of_us() -> None:
    for name, text in templates("uk").items():
        assert not [words for words in STUMBLED if words in text], name
        assert not OF_US.search(text), name
        if name.startswith(("editors/", "channels/")):
            assert not OF_ITSELF.search(text), name
