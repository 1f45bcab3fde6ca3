"""How long a text is for Telegram, and how it is shortened or cut without breaking it."""

from collections.abc import Iterable, Iterator

MESSAGE_LIMIT = 4096  # UTF-16 units after parsing (Bot API, sendMessage)
CAPTION_LIMIT = 1024
ELLIPSIS = "…"

_SENTENCE_ENDS = ".!?…"
_CLOSERS = "»”\"')]"


def utf16_length(text: str) -> int:
    """The length that Telegram counts: code points outside the BMP are two units."""
    return len(text) + sum(c > "\uffff" for c in text)


def shorten(text: str, limit: int) -> str:
    """`text` within `limit` UTF-16 units: cut at a sentence's end, else at a word's end and «…».

    A sentence's end counts only in the second half of the room, so that a short first sentence
    does not eat a long lead. Shortening what fits, or what was shortened, changes nothing.
    """
    if utf16_length(text) <= limit:
        return text
    if limit <= 0:
        return ""
    head = _prefix(text, limit)
    sentence = _last_sentence_end(text, len(head))
    if utf16_length(head[:sentence]) * 2 >= limit:
        return head[:sentence]
    room = _prefix(text, limit - 1)
    return _whole_words(text, room).rstrip() + ELLIPSIS


def paragraphs_to_messages(paragraphs: Iterable[str], limit: int, joint: str) -> Iterator[str]:
    """Join paragraphs by `joint` into texts of at most `limit` units, cut between paragraphs."""
    message = ""
    for paragraph in paragraphs:
        for piece in _pieces(paragraph, limit):
            longer = message + joint + piece if message else piece
            if utf16_length(longer) <= limit:
                message = longer
                continue
            yield message
            message = piece
    if message:
        yield message


def _pieces(paragraph: str, limit: int) -> Iterator[str]:
    """A paragraph longer than a message, in parts that end at a sentence or a word."""
    rest = paragraph
    while utf16_length(rest) > limit:
        head = _prefix(rest, limit)
        end = _last_sentence_end(rest, len(head)) or len(_whole_words(rest, head))
        yield rest[:end].rstrip()
        rest = rest[end:].lstrip()
    if rest:
        yield rest


def _prefix(text: str, limit: int) -> str:
    """The longest beginning of `text` within `limit` units, no cluster of marks torn apart."""
    units = 0
    for index, char in enumerate(text):
        units += 2 if char > "\uffff" else 1
        if units > limit:
            return text[: _cluster_start(text, index)]
    return text


def _cluster_start(text: str, index: int) -> int:
    """Step back over joiners, variation selectors and skin tones that belong to one picture."""
    start = index
    while start > 0 and (_sticks(text[start]) or text[start - 1] == "\u200d"):
        start -= 1
    return start or index


def _sticks(char: str) -> bool:
    return (
        char == "\u200d"
        or "\ufe00" <= char <= "\ufe0f"
        or "\u0300" <= char <= "\u036f"
        or "\U0001f3fb" <= char <= "\U0001f3ff"
    )


def _last_sentence_end(text: str, within: int) -> int:
    """Where the last whole sentence of `text[:within]` ends; 0 if there is none."""
    for end in range(within, 0, -1):
        at_gap = end == len(text) or text[end].isspace()
        if at_gap and text[:end].rstrip(_CLOSERS)[-1:] in _SENTENCE_ENDS and text[end - 1].strip():
            return end
    return 0


def _whole_words(text: str, head: str) -> str:
    """`head` without the word that the cut tears; all of it where there is only one word."""
    if len(head) < len(text) and text[len(head)].isspace():
        return head
    gap = max((i for i, c in enumerate(head) if c.isspace()), default=0)
    return head[:gap] or head
