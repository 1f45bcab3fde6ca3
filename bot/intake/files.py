"""Text files that an editor sends: bytes → the text that they hold."""

from bot.domain.errors import Refused

FILE_LIMIT = 1_000_000  # bytes; the longest page that is read has 100,000 characters


def read_text_file(name: str, data: bytes) -> str:
    """The text of a file in UTF-8, UTF-16 with a mark, or Windows-1251.

    Raises `Refused` for what is too big, or is no text at all.
    """
    if len(data) > FILE_LIMIT:
        raise Refused("file_too_big", size=len(data), limit=FILE_LIMIT)
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", errors="replace")
    if b"\0" in data:
        raise Refused("file_not_text", name=name)
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1251", errors="replace")
