"""A rich message as the parameters that sendRichMessage and editMessageText take."""

from collections.abc import Iterable
from typing import Any

import orjson

from bot.delivery.telegram import keyboard_as_parameter
from bot.domain.picture import Medium
from bot.domain.rich_post import (
    Block,
    Divider,
    FileBlock,
    Heading,
    Points,
    Prose,
    Quote,
    RichPost,
    Run,
    Words,
)


def encode_rich(post: RichPost) -> bytes:
    """As JSON. What its words look like is left alone: Telegram refuses what it finds wrongly."""
    blocks = [_block(block) for block in post.blocks]
    message = {"blocks": blocks, "skip_entity_detection": not post.finds_links}
    keyboard = keyboard_as_parameter(post.keyboard)
    return orjson.dumps({"rich_message": message, "reply_markup": keyboard})


def _block(block: Block) -> dict[str, Any]:
    match block:
        case Heading(text, size):
            return {"type": "heading", "text": text, "size": size}
        case Prose(runs):
            return _paragraph(runs)
        case Quote():
            return _quote(block)
        case Points(items):
            return {"type": "list", "items": [{"blocks": [_paragraph(runs)]} for runs in items]}
        case Divider():
            return {"type": "divider"}
        case FileBlock(medium, file, caption):
            kind = "voice_note" if medium is Medium.VOICE else medium.value
            given = {"type": kind, kind: {"type": kind, "media": file}}
            return given | ({"caption": {"text": caption}} if caption else {})


def _quote(quote: Quote) -> dict[str, Any]:
    if quote.folded:  # it has no blocks within it
        return {"type": "expandable_blockquote", "text": _text(_in_lines(quote.paragraphs))}
    return {"type": "blockquote", "blocks": [_paragraph(runs) for runs in quote.paragraphs]}


def _paragraph(runs: Words) -> dict[str, Any]:
    return {"type": "paragraph", "text": _text(runs)}


def _in_lines(paragraphs: Iterable[Words]) -> Words:
    return tuple(run for runs in paragraphs for run in (Run("\n"), *runs))[1:]


def _text(runs: Words) -> list[str | dict[str, Any]]:
    return [_run(run) for run in runs]


def _run(run: Run) -> str | dict[str, Any]:
    text: str | dict[str, Any] = run.text
    for style in reversed(run.styles):
        text = {"type": style, "text": text}
    return {"type": "url", "text": text, "url": run.url} if run.url else text
