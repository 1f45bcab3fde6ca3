"""A link to follow a topic by as a picture: read back by its modules, and named for print."""

from io import BytesIO
from itertools import product

import pytest
import segno
from PIL import Image

from bot.domain.deep_links import MOST_BYTES, OpenTopic, bot_link
from bot.pictures import printable, qr_card

LINK = "https://t.me/vistnyk_test_bot?start=s1"


def modules_of(picture: bytes) -> tuple[list[list[bool]], int]:
    """The code's modules, dark or not, by one pixel in the middle of each; their size."""
    with Image.open(BytesIO(picture)) as card:
        grey = card.convert("L")
    width = grey.width
    first = next(x for x in range(width) if grey.getpixel((x, x)) == 0)
    scale = first // 4  # the margin that the standard asks for
    assert first == 4 * scale
    count = width // scale - 8
    middle = [first + scale * place + scale // 2 for place in range(count)]
    return [[grey.getpixel((x, y)) == 0 for x in middle] for y in middle], scale


@pytest.mark.parametrize("link", [LINK, bot_link("a" * 32, OpenTopic("ї" * (MOST_BYTES // 2)))])
def test_the_picture_has_every_module_of_the_code_and_a_quiet_margin(link: str) -> None:
    modules, scale = modules_of(qr_card(link, "Світ"))
    code = segno.make(link, micro=False, error="m", boost_error=False)
    assert modules == [[bool(each) for each in row] for row in code.matrix]
    assert scale >= 10  # pixels: a phone shows and a printer prints each


def test_a_name_stands_below_the_code_within_the_margins_and_leaves_it_alone() -> None:
    bare, named = (
        Image.open(BytesIO(qr_card(LINK, name))).convert("L")
        for name in ("🌍", "Ї" * 24 + " " + "Щедрий ґанок " * 4)
    )
    side = bare.width
    assert bare.size == (side, side)
    assert named.height > side
    assert named.crop((0, 0, side, side)).tobytes() == bare.tobytes()
    below = named.crop((0, side, side, named.height))
    assert min(below.tobytes()) == 0
    edges = (0, 1, side - 2, side - 1)
    assert all(below.getpixel(at) == 255 for at in product(edges, range(below.height)))


@pytest.mark.parametrize(
    ("name", "printed"), [("🌍 Світ", "Світ"), ("#\u2060порт", "#порт"), ("✍️ Їжак", "Їжак")]
)
def test_signs_that_no_printing_font_has_are_left_out(name: str, printed: str) -> None:
    assert printable(name) == printed
