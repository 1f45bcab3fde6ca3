"""Which files a post is to show, given what Telegram has and what stands there."""

from dataclasses import dataclass, replace
from typing import Final

from bot.delivery.subjects.subject import DesiredPost, Rendering
from bot.domain.article import Article, Image
from bot.domain.article_pictures import files_of_post
from bot.domain.delivery import Delivery
from bot.domain.picture import Layout, Picture, can_be_covered, can_become
from bot.domain.verdicts import may_delete

# Stands for the address of the grey picture that covers one which Telegram does not delete.
BLANK: Final = Image("blank:")


@dataclass(frozen=True, slots=True)
class Illustration:
    """`pictures` make the post, or `kept` (by their unique ids) stay as they stand there.

    `missing`: Telegram has yet to be given these. `anew`: what stands there gives way first.
    """

    layout: Layout
    pictures: tuple[Picture, ...] = ()
    missing: tuple[Image, ...] = ()
    kept: tuple[str, ...] = ()
    anew: bool = False


async def illustration(row: Delivery, article: Article, rendering: Rendering) -> Illustration:
    """In the layout of the channel, unless the desk has chosen another for the article."""
    channel = await rendering.tx.channels.get(row.chat_id)
    layout = article.layout or (channel.layout if channel else Layout.ABOVE)
    images = files_of_post(layout, article.content.images)
    known = await rendering.tx.pictures.known([image.url for image in images], rendering.now)
    missing = tuple(image for image in images if image.url not in known)
    pictures = tuple(picture for image in images if (picture := known.get(image.url)))
    shown = Illustration(layout, pictures, missing)
    if missing or row.message_id is None:
        return shown
    return _in_place(row, article, shown, rendering)


async def illustration_for_reader(
    row: Delivery, article: Article, rendering: Rendering
) -> Illustration:
    """In one message, which has buttons: the first file, if Telegram has it already.

    Nothing is uploaded for readers: where a channel has not asked for it, the site's picture is
    seen as a large preview.
    """
    layout = article.layout or Layout.PHOTO
    images = files_of_post(layout, article.content.images)[:1]
    known = await rendering.tx.pictures.known([image.url for image in images], rendering.now)
    pictures = tuple(picture for picture in known.values() if picture)
    if not pictures:
        layout = article.layout or Layout.ABOVE
    shown = Illustration(layout, pictures)
    if row.message_id is None or _fits(row, pictures):
        return shown
    return replace(shown, pictures=(), kept=row.pictures)


def _in_place(
    row: Delivery, article: Article, shown: Illustration, rendering: Rendering
) -> Illustration:
    """What may take the place of what stands there.

    A part of an album is no post and gives way. Otherwise the words are what counts: pictures
    that Telegram does not let go stay, unless the desk has said to post anew.
    """
    if row.revision == 0:
        return replace(shown, anew=True)
    if _fits(row, shown.pictures):
        return shown
    if row.revision < article.anew_from and may_delete(row, rendering.now):
        return replace(shown, anew=True)
    if len(row.pictures) <= 1 < len(shown.pictures) and _fits(row, shown.pictures[:1]):
        return replace(shown, pictures=shown.pictures[:1])  # it takes their place
    return replace(shown, pictures=(), kept=row.pictures)


def _fits(row: Delivery, pictures: tuple[Picture, ...]) -> bool:
    return can_become(row.pictures, [picture.unique_id for picture in pictures])


async def covered(row: Delivery, notice: DesiredPost, rendering: Rendering) -> DesiredPost:
    """The notice of a withdrawal; where Telegram deletes no more, its pictures are covered."""
    if not row.pictures:
        return notice
    if may_delete(row, rendering.now):
        return replace(notice, pictures=row.pictures)
    count = len(row.pictures)
    if not can_be_covered(row.pictures):
        return replace(notice, pictures=row.pictures, uncovered=True)
    known = await rendering.tx.pictures.known([BLANK.url], rendering.now)
    if BLANK.url not in known:
        return replace(notice, missing=(BLANK,), pictures=row.pictures)
    blank = known[BLANK.url]
    if blank is None:  # Telegram could not be given it
        return replace(notice, pictures=row.pictures, uncovered=True)
    return replace(
        notice,
        post=replace(notice.post, files=(blank,) * count),
        pictures=(blank.unique_id,) * count,
    )
