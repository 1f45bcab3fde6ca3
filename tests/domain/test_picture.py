"""How pictures are shown, and which posts Telegram lets become which."""

import pytest

from bot.domain.errors import RefusedError
from bot.domain.picture import (
    Layout,
    can_become,
    is_on_the_web,
    layout_named,
    picture_key,
    sent_picture,
)


def test_a_layout_is_known_by_its_name_and_no_other() -> None:
    assert [layout_named(layout.value) for layout in Layout] == [*Layout]
    with pytest.raises(RefusedError) as refused:
        layout_named("poster")
    assert refused.value.code == "field_stale"


def test_photos_and_albums_alone_have_a_caption() -> None:
    assert {layout for layout in Layout if layout.has_caption} == {Layout.PHOTO, Layout.ALBUM}


@pytest.mark.parametrize(
    ("standing", "wanted", "possible"),
    [
        (0, 0, True),
        (0, 1, True),
        (1, 1, True),
        (3, 3, True),
        (0, 2, False),
        (1, 0, False),
        (1, 2, False),
        (3, 2, False),
        (3, 0, False),
    ],
)
def test_a_text_may_become_a_photo_and_all_else_keeps_its_number(
    standing: int, wanted: int, *, possible: bool
) -> None:
    assert can_become(standing, wanted) is possible


def test_addresses_have_keys_of_their_own_and_what_was_sent_is_not_on_the_web() -> None:
    url = "https://vistnyk.example/foto.jpg"
    assert picture_key(url) != picture_key(url + "?2")
    assert len(picture_key(url * 1000)) == 64
    assert is_on_the_web(url)
    assert not is_on_the_web(sent_picture("AQADAgAT"))
