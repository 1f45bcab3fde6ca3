"""What is made of the bytes that a site calls a picture."""

from collections.abc import Callable
from io import BytesIO
from struct import pack
from typing import cast

import pytest
from PIL import Image, ImageChops, ImageOps

from bot.domain.errors import RefusedError
from bot.pictures import LONGEST_SIDE, MOST_BYTES, as_photo, blank
from tests.photos import a_jpeg


def read(photo: bytes) -> Image.Image:
    return Image.open(BytesIO(photo))


def refusal_of(data: bytes) -> str:
    with pytest.raises(RefusedError) as refused:
        as_photo(data)
    return refused.value.code


def test_a_photo_within_the_limits_stays_as_it_is() -> None:
    photo = a_jpeg()
    assert as_photo(photo) is photo


@pytest.mark.parametrize(("width", "height"), [(6000, 3000), (1000, 5000)])
def test_a_large_one_is_made_smaller_and_keeps_its_shape(width: int, height: int) -> None:
    photo = read(as_photo(a_jpeg(width, height)))
    assert max(photo.size) == LONGEST_SIDE
    assert photo.width * height == pytest.approx(photo.height * width, rel=0.01)


@pytest.mark.slow
def test_a_heavy_one_is_made_lighter() -> None:
    noise = Image.effect_noise((2500, 2500), 200).convert("RGB")
    file = BytesIO()
    noise.save(file, "JPEG", quality=100, subsampling=0)
    assert file.tell() > MOST_BYTES
    assert len(as_photo(file.getvalue())) <= MOST_BYTES


@pytest.mark.parametrize("kind", ["PNG", "WEBP", "GIF"])
def test_other_formats_become_jpeg(kind: str) -> None:
    assert read(as_photo(a_jpeg(kind=kind))).format == "JPEG"


def test_what_can_be_seen_through_becomes_white() -> None:
    file = BytesIO()
    Image.new("RGBA", (200, 200), (0, 0, 0, 0)).save(file, "PNG")
    assert read(as_photo(file.getvalue())).getpixel((5, 5)) == (255, 255, 255)


@pytest.mark.parametrize("size", [(4000, 3000), (640, 360)])
def test_a_photo_that_a_phone_has_turned_stands_upright(size: tuple[int, int]) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # a quarter turn
    file = BytesIO()
    Image.new("RGB", size).save(file, "JPEG", exif=exif)
    width, height = read(as_photo(file.getvalue())).size
    assert width < height


@pytest.mark.parametrize("held", range(1, 9))
def test_a_photo_is_turned_as_pillow_turns_it(held: int) -> None:
    exif, file = Image.Exif(), BytesIO()
    exif[0x0112] = held
    photo = Image.linear_gradient("L").resize((300, 200))
    photo.paste(255, (0, 0, 300, 60))
    photo.save(file, "PNG", exif=exif)
    upright = ImageOps.exif_transpose(read(file.getvalue()))
    ours = read(as_photo(file.getvalue())).convert("L")
    assert ours.size == upright.size
    assert cast("int", ImageChops.difference(ours, upright).getextrema()[1]) < 9


def test_a_photo_with_damaged_facts_about_it_is_shown_all_the_same() -> None:
    """The width in letters, where a number has to be; and a quarter turn."""
    facts = ((0x0100, 2, 3, b"ab\0\0"), (0x0112, 3, 1, b"\0\6\0\0"))
    exif = b"Exif\0\0MM\0*\0\0\0\x08" + pack(">H", len(facts))
    exif += b"".join(pack(">HHI4s", *fact) for fact in facts) + bytes(4)
    file = BytesIO()
    Image.new("RGB", (640, 360)).save(file, "JPEG", exif=exif)
    assert read(as_photo(file.getvalue())).size == (360, 640)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("make", "code"),
    [
        (lambda: b"", "picture_unreadable"),
        (lambda: b"<html>no picture</html>", "picture_unreadable"),
        (lambda: a_jpeg()[:500], "picture_unreadable"),
        (lambda: a_jpeg(kind="PNG")[:200], "picture_unreadable"),
        (lambda: a_jpeg(kind="BMP"), "picture_unreadable"),
        (lambda: a_jpeg(99, 400), "picture_too_small"),
        (lambda: a_jpeg(2101, 105), "picture_uneven"),
        (lambda: a_jpeg(7000, 5000, kind="GIF"), "picture_too_large"),
    ],
)
def test_what_telegram_would_not_show_is_refused(make: Callable[[], bytes], code: str) -> None:
    assert refusal_of(make()) == code


def test_the_grey_picture_is_one_that_telegram_takes() -> None:
    assert as_photo(blank()) == blank()
