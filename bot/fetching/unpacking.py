"""Unpacks a body as it comes, within limits, and up to the end of what is packed."""

import zlib

from bot.fetching.bounds import MOST_MEMBERS

_GZIP = b"\x1f\x8b"


class Unpacker:
    """Unpacks gzip and deflate, also gzip that no header tells of; never holds over `limit`.

    `feed` raises `zlib.error` for what is packed in no way, in an unknown one, or in too many
    parts.
    """

    def __init__(self, encoding: str, limit: int) -> None:
        self._encoding = encoding.strip().lower()
        self._limit = limit
        self._inflate: zlib._Decompress | None = None
        self._held = b""  # too short to tell what begins here
        self._members = 0
        self._is_plain = False
        self.is_done = False  # what is packed has ended: what follows is nothing of it
        self.data = bytearray()

    @property
    def is_over(self) -> bool:
        return len(self.data) > self._limit

    @property
    def is_within(self) -> bool:
        """Whether what is packed has begun, and not ended."""
        return self._inflate is not None

    def feed(self, chunk: bytes) -> None:
        chunk, self._held = self._held + chunk, b""
        while chunk and not self.is_done and not self.is_over:
            if self._is_plain:
                self.data += chunk
                return
            if self._inflate is None:
                if len(chunk) < len(_GZIP):
                    self._held = chunk
                    return
                self._begin(chunk)
            else:
                chunk = self._inflated(self._inflate, chunk)

    def finish(self) -> None:
        """Nothing follows."""
        if not self._members:
            self.data += self._held

    def _begin(self, chunk: bytes) -> None:
        """See what begins here: the body, or another part of it."""
        if chunk.startswith(_GZIP):
            self._members += 1
            if self._members > MOST_MEMBERS:
                raise zlib.error("too many parts")
            self._inflate = zlib.decompressobj(zlib.MAX_WBITS | 16)
        elif self._members:
            self.is_done = True
        elif self._encoding == "deflate":
            self._members = 1
            zlib_header = chunk[0] & 0x0F == zlib.DEFLATED
            self._inflate = zlib.decompressobj(zlib.MAX_WBITS if zlib_header else -zlib.MAX_WBITS)
        elif self._encoding in {"", "identity", "gzip", "x-gzip"}:
            self._is_plain = True  # said to be packed, and is not: servers do that
        else:
            raise zlib.error(f"unknown packing {self._encoding}")

    def _inflated(self, inflate: "zlib._Decompress", chunk: bytes) -> bytes:
        """Unpack; what is left of the chunk."""
        self.data += inflate.decompress(chunk, self._limit + 1 - len(self.data))
        if not inflate.eof:
            return inflate.unconsumed_tail
        self._inflate = None
        return inflate.unused_data
