"""A rich message as the parameters that sendRichMessage and editMessageText take."""

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
)
from bot.domain.text import Style


def encode_rich(post: RichPost) -> bytes:
    """As JSON. What its words look like is left alone: Telegram refuses what it finds wrongly."""
    message = {"blocks": [_block(block) for block in post.blocks], "skip_entity_detection": True}
    keyboard = keyboard_as_parameter(post.keyboard)
    return orjson.dumps({"rich_message": message, "reply_markup": keyboard})


def _block(block: Block) -> dict[str, Any]:
    match block:
        case Heading(text, size):
            return {"type": "heading", "text": text, "size": size}
        case Prose(runs):
            return _paragraph([_run(run) for run in runs])
        case Quote(text):
            return {"type": "blockquote", "blocks": [_paragraph(text)]}
        case Points(items):
            return {"type": "list", "items": [{"blocks": [_paragraph(_run(i))]} for i in items]}
        case Divider():
            return {"type": "divider"}
        case FileBlock(medium, file, caption):
            kind = "voice_note" if medium is Medium.VOICE else medium.value
            given = {"type": kind, kind: {"type": kind, "media": file}}
            return given | ({"caption": {"text": caption}} if caption else {})


def _paragraph(text: Any) -> dict[str, Any]:  # noqa: ANN401 - a RichText of the Bot API
    return {"type": "paragraph", "text": text}


def _run(run: Run) -> str | dict[str, Any]:
    text: str | dict[str, Any] = run.text
    if run.style is not Style.PLAIN:
        text = {"type": run.style.value, "text": text}
    return {"type": "url", "text": text, "url": run.url} if run.url else text
