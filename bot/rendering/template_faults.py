"""What is wrong with a template, in one line that names it."""

from collections.abc import Iterator
from contextlib import contextmanager

from jinja2 import TemplateError, TemplateNotFound


class BadTemplateError(Exception):
    """A template that cannot be read or filled; its words say which and why."""


@contextmanager
def faults_named(name: str) -> Iterator[None]:
    """Raises `BadTemplateError`."""
    try:
        yield
    except TemplateNotFound as error:
        raise BadTemplateError(f"template {name}: there is no {error}") from error
    except TemplateError as error:
        raise BadTemplateError(f"template {name}: {error}") from error
    except UnicodeDecodeError as error:
        raise BadTemplateError(f"template {name}: a file is not written in UTF-8") from error
