"""One module is imported from another text than its own."""

import os
from collections.abc import Sequence
from importlib.abc import MetaPathFinder, SourceLoader
from importlib.machinery import ModuleSpec, PathFinder
from importlib.util import spec_from_loader
from pathlib import Path
from types import ModuleType


class _Text(SourceLoader):
    """Loads a text as if it stood at `path`."""

    def __init__(self, path: Path, text: str) -> None:
        self._path, self._text = path, text

    def get_filename(self, fullname: str) -> str:  # noqa: ARG002 - the interface's
        return str(self._path)

    def get_data(self, path: str | bytes) -> bytes:
        if Path(os.fsdecode(path)) != self._path:
            raise OSError("no bytecode is kept")
        return self._text.encode()


class Changed(MetaPathFinder):
    """Finds the module at `path`, and nothing else."""

    def __init__(self, path: Path, text: str) -> None:
        self._path, self._text = path, text

    def find_spec(
        self,
        fullname: str,
        path: Sequence[str] | None,
        target: ModuleType | None = None,
    ) -> ModuleSpec | None:
        spec = PathFinder.find_spec(fullname, path, target)
        if spec is None or spec.origin != str(self._path):
            return None
        is_package = self._path.name == "__init__.py"
        return spec_from_loader(
            fullname, _Text(self._path, self._text), origin=spec.origin, is_package=is_package
        )
