"""What an editor has typed as the new value of an article's field."""

from dataclasses import dataclass, replace
from datetime import datetime, tzinfo

from bot.domain.article import Content
from bot.domain.article_fields import Field, read_tags, with_date, with_words
from bot.domain.errors import RefusedError
from bot.intake.dates import DateDoubt, moment, read_date
from bot.intake.text.lines import clean
from storage.storage import Snapshot


@dataclass(frozen=True, slots=True)
class TypedValue:
    """`at`: when it was typed; `zone` is the newsroom's."""

    text: str
    zone: tzinfo
    at: datetime

    async def put(
        self, tx: Snapshot, content: Content, field: Field
    ) -> tuple[Content, DateDoubt | None]:
        """The content with it, and what is doubtful of a date.

        Raises `RefusedError`: `date_not_read`, `tags_not_read`, `field_too_long`.
        """
        words = " ".join(clean(self.text).split())
        if field is Field.DATE:
            return self._dated(content, words)
        if field is Field.TAGS:
            return await _tagged(tx, content, words), None
        return with_words(content, field, words), None

    def _dated(self, content: Content, words: str) -> tuple[Content, DateDoubt | None]:
        said = read_date(words)
        published_at, trouble = moment(said, self.zone, self.at) if said else (None, None)
        if published_at is None:
            raise RefusedError("date_not_read", text=words)
        return with_date(content, published_at), trouble


async def _tagged(tx: Snapshot, content: Content, words: str) -> Content:
    """Tags that the archive has are spelled as they are there."""
    typed = read_tags(words)
    known = await tx.archive_names.spelled(typed)
    return replace(content, tags=tuple(known.get(tag, tag).name for tag in typed))
