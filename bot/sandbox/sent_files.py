"""Files that people sent to the bot."""

import mimetypes
from dataclasses import dataclass
from pathlib import PurePath

from bot.sandbox.refusals import BotApiError, Json, bad_request

LARGEST_DOWNLOAD = 20 * 1024 * 1024


@dataclass(frozen=True)
class StoredFile:
    number: int
    name: str
    content: bytes
    size: int  # as stated by the sender's app

    @property
    def file_id(self) -> str:
        return f"SandboxFile-{self.number}"

    @property
    def path(self) -> str:
        return f"documents/file_{self.number}{PurePath(self.name).suffix}"

    def ids(self) -> Json:
        return {
            "file_id": self.file_id,
            "file_unique_id": f"Unique-{self.number}",
            "file_size": self.size,
        }

    def document(self) -> Json:
        kind = mimetypes.guess_type(self.name)[0] or "application/octet-stream"
        return {"file_name": self.name, "mime_type": kind} | self.ids()


class Files:
    def __init__(self) -> None:
        self._stored: list[StoredFile] = []

    def keep(self, name: str, content: bytes, stated_size: int | None = None) -> StoredFile:
        size = len(content) if stated_size is None else stated_size
        file = StoredFile(len(self._stored), name, content, size)
        self._stored.append(file)
        return file

    def get(self, file_id: str) -> StoredFile:
        file = next((file for file in self._stored if file.file_id == file_id), None)
        if file is None:
            raise bad_request("wrong file_id or the file is temporarily unavailable")
        if file.size > LARGEST_DOWNLOAD:
            raise bad_request("file is too big")
        return file

    def at(self, path: str) -> StoredFile:
        file = next((file for file in self._stored if file.path == path), None)
        if file is None:
            raise BotApiError(404, "Not Found")
        return file
