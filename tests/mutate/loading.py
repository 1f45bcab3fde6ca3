"""A pytest plugin: one module is imported from another text than its own."""

import os
import sys
from collections.abc import Sequence
from importlib.abc import MetaPathFinder, SourceLoader
from importlib.machinery import ModuleSpec, PathFinder
from importlib.util import spec_from_loader
from pathlib import Path
from types import ModuleType

_ROOT = Path(__file__).parents[2]


class _Changed(SourceLoader):
    """Loads the text of `text` as if it stood at `path`."""

    def __init__(self, path: Path, text: Path) -> None:
        self._path, self._text = path, text

    def get_filename(self, fullname: str) -> str:  # noqa: ARG002
        return str(self._path)

    def get_data(self, path: str | bytes) -> bytes:
        if Path(os.fsdecode(path)) != self._path:
            raise OSError  # no cached bytecode
        return self._text.read_bytes()


class _Finder(MetaPathFinder):
    def __init__(self, path: Path, text: Path) -> None:
        self._path, self._text = path, text

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        spec = PathFinder.find_spec(fullname, path, target)
        if spec is None or spec.origin != str(self._path):
            return None
        loader = _Changed(self._path, self._text)
        return spec_from_loader(
            fullname, loader, origin=spec.origin, is_package=self._path.name == "__init__.py"
        )


sys.meta_path.insert(0, _Finder(_ROOT / os.environ["MUTANT_OF"], Path(os.environ["MUTANT_TEXT"])))
