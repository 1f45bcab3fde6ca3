"""An operator's own templates, which lie over ours: which take no effect, or name what is not."""

from collections.abc import Iterator, Sequence
from pathlib import Path, PurePosixPath

from jinja2 import nodes
from jinja2.defaults import DEFAULT_NAMESPACE
from jinja2.meta import find_undeclared_variables

from bot.rendering.renderer import SHIPPED, Renderer

_CHOICES = "teasers/channels"  # below a language: any name is a choice for channels
_OF_MACROS = ("labels.txt.j2", "menu.txt.j2")  # single ones can be replaced
_GLOBALS = frozenset(DEFAULT_NAMESPACE)  # «range» and the like
_LOOKS_LIKE_ONE = (".j2", ".html", ".txt")


def without_effect(pages: Renderer, folder: Path) -> Sequence[str]:
    """Files that take the place of none of ours, and are no choice for a channel either.

    Of words on buttons and in menus, single macros («uk/labels.txt.j2: raed»). A file whose name
    begins with «_» is left out: others of the operator's include it.
    """
    names = (path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    meant = (name for name in names if name.endswith(_LOOKS_LIKE_ONE))
    idle = [name for name in meant if not _has_effect(PurePosixPath(name))]
    return sorted([*idle, *_idle_macros(pages, folder)])


def unknown_names(pages: Renderer, folder: Path) -> Iterator[tuple[str, str]]:
    """Files that name what no page of ours is given, and that name: filled, they fail.

    Whether it is given to this very page is not looked at.
    """
    ours, own = [list(_parsed(pages, root)) for root in (SHIPPED, folder)]
    given = _GLOBALS.union(*(find_undeclared_variables(tree) for _, tree in ours))
    for _, tree in own:  # an operator's template may set what another one takes
        given = given | {each.name for each in tree.find_all(nodes.Name) if each.ctx != "load"}
    for name, tree in own:
        for unknown in sorted(find_undeclared_variables(tree) - given):
            yield name, unknown


def _idle_macros(pages: Renderer, folder: Path) -> Iterator[str]:
    ours = {
        name: _macros(tree) for name, tree in _parsed(pages, SHIPPED) if name.endswith(_OF_MACROS)
    }
    for name, tree in _parsed(pages, folder):
        called = {each.name for each in tree.find_all(nodes.Name)}
        for macro in sorted(_macros(tree) - called - ours[name]) if name in ours else ():
            yield f"{name}: {macro}"


def _macros(tree: nodes.Template) -> set[str]:
    return {macro.name for macro in tree.find_all(nodes.Macro)}


def _parsed(pages: Renderer, root: Path) -> Iterator[tuple[str, nodes.Template]]:
    for path in root.rglob("*.j2"):
        yield path.relative_to(root).as_posix(), pages.parsed(path)


def _has_effect(name: PurePosixPath) -> bool:
    is_choice = PurePosixPath(*name.parts[1:-1]) == PurePosixPath(_CHOICES)
    is_ours = (SHIPPED / name).is_file()
    return is_ours or (is_choice and name.name.endswith(".html.j2")) or name.name.startswith("_")
