"""Which file a message brings, of those that a post can show."""

from typing import Final

from aiogram.types import Message

from bot.domain.people import Editor
from bot.domain.picture import Medium, Picture, marked
from bot.domain.text import clean_name, is_blank
from bot.usecases.illustrating import SentFile
from handlers.callbacks import answered_in
from handlers.typed_messages import typed_in

# An animation is a document besides, for old clients.
_LOOKED_FOR: Final = (
    Medium.ANIMATION,
    Medium.VIDEO,
    Medium.AUDIO,
    Medium.VOICE,
    Medium.DOCUMENT,
)


def unique_ids_in(message: Message) -> tuple[str, ...]:
    """By which its file is known again; a photo has one in each size."""
    if message.photo:
        return tuple(size.file_unique_id for size in message.photo)
    medium = next((one for one in _LOOKED_FOR if getattr(message, one)), None)
    return (marked(medium, getattr(message, medium).file_unique_id),) if medium else ()


def sent_in(message: Message, editor: Editor) -> SentFile | None:
    """The photo, video, recording or document of a message; None where there is none."""
    medium = next((one for one in _LOOKED_FOR if getattr(message, one)), Medium.PHOTO)
    file = message.photo[-1] if message.photo else getattr(message, medium)
    if file is None:
        return None
    name = getattr(file, "title", None) or getattr(file, "file_name", None) or ""
    return SentFile(
        Picture(file.file_id, marked(medium, file.file_unique_id)),
        typed_in(message, editor),
        answered_in(message),
        message.media_group_id,
        "" if is_blank(name) else clean_name(name),
    )
