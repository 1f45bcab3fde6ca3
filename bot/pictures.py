"""Makes photos that Telegram takes, of a site's picture or of a link; Pillow's one door."""

import unicodedata
from importlib.util import find_spec
from io import BytesIO
from pathlib import Path
from textwrap import wrap
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
_ORIENTATION: Final = 0x0112  # in EXIF: how a phone was held; what is shown of it differs
_TURNS: Final[dict[object, str]] = {
    2: "FLIP_LEFT_RIGHT",
    3: "ROTATE_180",
    4: "FLIP_TOP_BOTTOM",
    5: "TRANSPOSE",
    6: "ROTATE_270",
    7: "TRANSVERSE",
    8: "ROTATE_90",
}  # by what EXIF says, as Pillow calls them
_QUALITIES: Final = (88, 70)
_CODE: Final = 1000  # pixels of a code with its margin, at most
_QUIET: Final = 4  # modules around it, as the standard asks
_MARGIN: Final = 40
_SIZES: Final = ((72, 60), (56, 60), (44, 30), (32, 36))  # of letters, and how many to a line
_NO_LETTERS: Final = ("So", "Sk", "Cs", "Co", "Cn", "Cf", "Cc", "Mn", "Me")


def as_photo(data: bytes) -> bytes:
    """A JPEG within Telegram's limits; one that is so already stays as it is.

    Raises `RefusedError`: `picture_unreadable`, `picture_too_small`, `picture_too_large`,
    `picture_uneven`.
    """
    # Here, since Pillow takes its time to load, and few commands need it.
    from PIL import Image  # noqa: PLC0415

    Image.MAX_IMAGE_PIXELS = None  # what is too large is said below, by its own words
    try:
        with Image.open(BytesIO(data), formats=_FORMATS) as picture:
            _check(*picture.size, of_jpeg=picture.format == "JPEG")
            if _fits(picture, data):
                picture.load()  # one that breaks off would be refused by Telegram
                return data
            picture.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
            picture.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
            return _encoded(_flat(_upright(picture)))
    except (OSError, SyntaxError, ValueError, EOFError):  # whatever its decoders raise
        raise RefusedError("picture_unreadable") from None


def blank() -> bytes:
    """A plain grey picture: what takes the place of one that Telegram does not delete."""
    from PIL import Image  # noqa: PLC0415

    return _encoded(Image.new("RGB", (640, 360), (128, 128, 128)))


def qr_card(link: str, name: str) -> bytes:
    """A link as a QR code to be printed, with a name under it, as PNG.

    Black on white whatever the phone is set to, and with the margin that scanners look for. The
    name is left out where there is no font for it: the extra `charts` brings one.
    """
    import segno  # noqa: PLC0415 - for the desk, now and then
    from PIL import Image, ImageDraw  # noqa: PLC0415

    code = segno.make(link, micro=False, error="m", boost_error=False)
    across = len(code.matrix) + 2 * _QUIET
    scale = _CODE // across
    side = scale * across
    card = Image.new("L", (side, side), 255)
    pen = ImageDraw.Draw(card)
    for row, modules in enumerate(code.matrix):
        for column, is_dark in enumerate(modules):
            if is_dark:
                left, top = (scale * (place + _QUIET) for place in (column, row))
                pen.rectangle((left, top, left + scale - 1, top + scale - 1), fill=0)
    return _png(_named(card, printable(name)))


def printable(name: str) -> str:
    """Without signs that a font for printing has not, such as emoji."""
    kept = (c for c in name if unicodedata.category(c) not in _NO_LETTERS)
    return " ".join("".join(kept).split())


def _named(card: "Image", name: str) -> "Image":
    """The card with its name in one line, as large as it fits, or in three short ones."""
    from PIL import Image, ImageDraw, ImageFont  # noqa: PLC0415

    font_file = _font_file()
    if font_file is None or not name:
        return card
    for size, letters in _SIZES:
        font = ImageFont.truetype(font_file, size)
        lines = wrap(name, letters)
        if max(font.getlength(line) for line in lines) <= card.width - 2 * _MARGIN:
            break
    height = round(size * 1.3)
    named = Image.new("L", (card.width, card.height + height * len(lines) + _MARGIN), 255)
    named.paste(card)
    pen = ImageDraw.Draw(named)
    for number, line in enumerate(lines):
        at = (card.width / 2, card.height + height * number)
        pen.text(at, line, font=font, fill=0, anchor="ma")
    return named


def _font_file() -> Path | None:
    """One with Cyrillic letters, found without loading what it came with."""
    home = find_spec("matplotlib")
    if home is None or home.origin is None:
        return None
    file = Path(home.origin).parent / "mpl-data" / "fonts" / "ttf" / "DejaVuSans-Bold.ttf"
    return file if file.exists() else None


def _png(picture: "Image") -> bytes:
    encoded = BytesIO()
    picture.save(encoded, "PNG")
    return encoded.getvalue()


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
    is_upright = picture.getexif().get(_ORIENTATION, 1) == 1
    return (
        is_plain and is_upright and max(picture.size) <= LONGEST_SIDE and len(data) <= MOST_BYTES
    )


def _upright(picture: "Image") -> "Image":
    """As its phone was held. Pillow's own way fails where anything else of the EXIF is damaged."""
    from PIL import Image  # noqa: PLC0415

    turn = _TURNS.get(picture.getexif().get(_ORIENTATION))
    return picture.transpose(Image.Transpose[turn]) if turn else picture


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
