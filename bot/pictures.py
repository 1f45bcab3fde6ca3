"""Makes a photo that Telegram takes of what a site calls a picture; Pillow's one door."""

from io import BytesIO
from typing import TYPE_CHECKING, Final

from bot.domain.errors import RefusedError

if TYPE_CHECKING:
    from PIL.Image import Image

LONGEST_SIDE: Final = 2560  # pixels; Telegram shows no more
MOST_BYTES: Final = 5_000_000  # Telegram takes twice that
_SHORTEST_SIDE: Final = 100  # what is smaller is a logo or a counter
_MOST_UNEVEN: Final = 20  # times as long as wide, or as wide as long (Bot API, sendPhoto)
_MOST_PIXELS: Final = 30_000_000
_MOST_PIXELS_OF_JPEG: Final = 120_000_000  # is made smaller while it is read
_FORMATS: Final = ("JPEG", "PNG", "WEBP", "GIF")
_QUALITIES: Final = (88, 70)


def as_photo(data: bytes) -> bytes:
    """A JPEG within Telegram's limits; one that is so already stays as it is.

    Raises `RefusedError`: `picture_unreadable`, `picture_too_small`, `picture_too_large`,
    `picture_uneven`.
    """
    # Here, since Pillow takes its time to load, and few commands need it.
    from PIL import Image, ImageOps  # noqa: PLC0415

    Image.MAX_IMAGE_PIXELS = None  # what is too large is said below, by its own words
    try:
        with Image.open(BytesIO(data), formats=_FORMATS) as picture:
            _check(*picture.size, of_jpeg=picture.format == "JPEG")
            if _fits(picture, data):
                picture.load()  # one that breaks off would be refused by Telegram
                return data
            picture.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
            picture.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
            return _encoded(_flat(ImageOps.exif_transpose(picture)))
    except (OSError, SyntaxError, ValueError, EOFError):  # whatever its decoders raise
        raise RefusedError("picture_unreadable") from None


def blank() -> bytes:
    """A plain grey picture: what takes the place of one that Telegram does not delete."""
    from PIL import Image  # noqa: PLC0415

    return _encoded(Image.new("RGB", (640, 360), (128, 128, 128)))


def _check(width: int, height: int, *, of_jpeg: bool) -> None:
    most = _MOST_PIXELS_OF_JPEG if of_jpeg else _MOST_PIXELS
    if width * height > most:
        raise RefusedError("picture_too_large", width=width, height=height)
    if min(width, height) < _SHORTEST_SIDE:
        raise RefusedError("picture_too_small", width=width, height=height)
    if max(width, height) > min(width, height) * _MOST_UNEVEN:
        raise RefusedError("picture_uneven", width=width, height=height)


def _fits(picture: "Image", data: bytes) -> bool:
    is_plain = picture.format == "JPEG" and picture.mode in ("RGB", "L")
    return is_plain and max(picture.size) <= LONGEST_SIDE and len(data) <= MOST_BYTES


def _flat(picture: "Image") -> "Image":
    """Without what a JPEG has not: what can be seen through becomes white."""
    from PIL import Image  # noqa: PLC0415

    if "A" in picture.getbands() or "transparency" in picture.info:
        seen = picture.convert("RGBA")
        ground = Image.new("RGBA", seen.size, (255, 255, 255, 255))
        picture = Image.alpha_composite(ground, seen)
    return picture.convert("RGB")


def _encoded(picture: "Image") -> bytes:
    for quality in _QUALITIES:
        file = BytesIO()
        picture.save(file, "JPEG", quality=quality, optimize=True)
        if file.tell() <= MOST_BYTES:
            break
    return file.getvalue()
