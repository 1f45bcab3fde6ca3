"""An operator's own templates, which lie over ours: which of them take no effect."""

from collections.abc import Sequence
from pathlib import Path, PurePosixPath

from bot.rendering.renderer import SHIPPED

_CHOICES = "teasers/channels"  # below a language: any name is a choice for channels
_LOOKS_LIKE_ONE = (".j2", ".html", ".txt")


def without_effect(folder: Path) -> Sequence[str]:
    """Files that take the place of none of ours, and are no choice for a channel either.

    One whose name begins with «_» is left out: others of the operator's include it.
    """
    names = (path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    meant = (name for name in names if name.endswith(_LOOKS_LIKE_ONE))
    return sorted(name for name in meant if not _has_effect(PurePosixPath(name)))


def _has_effect(name: PurePosixPath) -> bool:
    is_choice = PurePosixPath(*name.parts[1:-1]) == PurePosixPath(_CHOICES)
    is_ours = (SHIPPED / name).is_file()
    return is_ours or (is_choice and name.name.endswith(".html.j2")) or name.name.startswith("_")
