"""Files on their way to the Bot API: parameters and files as one multipart form."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from secrets import token_hex

import orjson


@dataclass(frozen=True, slots=True)
class Upload:
    """A file for the parameter `field`; `name` is what people see it called."""

    field: str
    name: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Form:
    """An encoded form; `boundary` is what stands between its parts."""

    body: bytes
    boundary: str


def form_of(parameters: Mapping[str, object], uploads: Iterable[Upload]) -> Form:
    """The parameters (texts as they are, all else as JSON; None is left out) and the files."""
    boundary = token_hex(16)  # of no file: 128 bits by chance
    parts = [
        _part(boundary, f'name="{name}"', _plain(value))
        for name, value in parameters.items()
        if value is not None
    ]
    parts += [
        _part(
            boundary,
            f'name="{each.field}"; filename="{_quoted(each.name)}"',
            each.data,
            "\r\nContent-Type: application/octet-stream",
        )
        for each in uploads
    ]
    return Form(b"".join([*parts, f"--{boundary}--\r\n".encode()]), boundary)


def _part(boundary: str, names: str, data: bytes, kind: str = "") -> bytes:
    head = f"--{boundary}\r\nContent-Disposition: form-data; {names}{kind}\r\n\r\n"
    return b"%b%b\r\n" % (head.encode(), data)


def _plain(value: object) -> bytes:
    return value.encode() if isinstance(value, str) else orjson.dumps(value)


def _quoted(name: str) -> str:
    """Within quotes of a header: neither may it end them, nor the line."""
    return name.replace('"', "'").replace("\r", " ").replace("\n", " ")
