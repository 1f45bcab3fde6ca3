"""Files that people and the bot have sent: each has an id by which it is sent again."""

import mimetypes
from dataclasses import dataclass
from pathlib import PurePath

from bot.sandbox.refusals import BotApiError, Json, bad_request

LARGEST_DOWNLOAD = 20 * 1024 * 1024
LARGEST_PHOTO = 10 * 1024 * 1024
LARGEST_UPLOAD = 50 * 1024 * 1024
# Nothing is decoded here, so every picture has this shape, and every recording this length.
_SHAPE = {"width": 1280, "height": 960}
_LENGTH = {"duration": 1}
_STICKER = {
    "type": "regular",
    "width": 512,
    "height": 512,
    "is_animated": False,
    "is_video": False,
}


@dataclass(frozen=True)
class StoredFile:
    number: int
    name: str
    content: bytes
    size: int  # as stated by the sender's app
    kind: str = "document"  # photo, video, animation, audio, voice, sticker
    source: str = ""  # the address that it was named by

    @property
    def file_id(self) -> str:
        return f"SandboxFile-{self.number}"

    @property
    def path(self) -> str:
        return f"{self.kind}s/file_{self.number}{PurePath(self.name).suffix}"

    @property
    def mime_type(self) -> str:
        return mimetypes.guess_type(self.name)[0] or "application/octet-stream"

    def ids(self) -> Json:
        return {
            "file_id": self.file_id,
            "file_unique_id": f"Unique-{self.number}",
            "file_size": self.size,
        }

    def document(self) -> Json:
        return {"file_name": self.name, "mime_type": self.mime_type} | self.ids()

    def content_of_message(self) -> Json:
        """What a message with this file has instead of a text."""
        document = self.document()
        shown: object = document
        match self.kind:
            case "photo":
                shown = [_SHAPE | self.ids()]
            case "video" | "animation":
                shown = document | _SHAPE | _LENGTH
            case "audio":
                shown = document | _LENGTH
            case "voice":
                shown = {"mime_type": self.mime_type} | self.ids() | _LENGTH
            case "sticker":
                shown = self.ids() | _STICKER
        beside = {"document": document} if self.kind == "animation" else {}
        return {self.kind: shown} | beside


class Files:
    def __init__(self) -> None:
        self._stored: list[StoredFile] = []

    def keep(
        self,
        name: str,
        content: bytes,
        stated_size: int | None = None,
        kind: str = "document",
        source: str = "",
    ) -> StoredFile:
        size = len(content) if stated_size is None else stated_size
        file = StoredFile(len(self._stored), name, content, size, kind, source)
        self._stored.append(file)
        return file

    def upload(self, name: str, content: bytes, kind: str) -> StoredFile:
        """Keep what the bot sends, within Telegram's limits."""
        if not content:
            raise bad_request("file must be non-empty")
        if len(content) > LARGEST_UPLOAD:
            raise BotApiError(413, "Request Entity Too Large")
        if kind == "photo" and len(content) > LARGEST_PHOTO:
            raise bad_request(
                f"file of size {len(content)} bytes is too big for a photo; "
                f"the maximum size is {LARGEST_PHOTO} bytes"
            )
        return self.keep(name, content, kind=kind)

    def find(self, file_id: str) -> StoredFile | None:
        return next((file for file in self._stored if file.file_id == file_id), None)

    def at_address(self, address: str, kind: str) -> StoredFile | None:
        """What was named by this address before: Telegram asks the site once."""
        known = (each for each in self._stored if (each.source, each.kind) == (address, kind))
        return next(known, None)

    def get(self, file_id: str) -> StoredFile:
        file = self.find(file_id)
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
