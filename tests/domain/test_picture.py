"""How pictures are shown, and which posts Telegram lets become which."""

import pytest

from bot.domain.errors import RefusedError
from bot.domain.picture import (
    Layout,
    Medium,
    can_become,
    go_together,
    is_on_the_web,
    known_by,
    layout_named,
    marked,
    medium_of,
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
        ("", "", True),
        ("", "a", True),
        ("a", "b", True),
        ("a b c", "d e f", True),
        ("", "a b", False),
        ("a", "", False),
        ("a", "a b", False),
        ("a b c", "a b", False),
        ("a b c", "", False),
        ("", "video:a", True),
        ("video:a", "document:b", True),
        ("document:a", "animation:b", True),
        ("", "voice:a", False),
        ("voice:a", "voice:a", True),
        ("voice:a", "voice:b", False),
        ("voice:a", "b", False),
        ("a", "voice:b", False),
        ("a video:b", "c d", True),
        ("a b", "document:c document:d", False),
        ("document:a document:b", "document:c document:d", True),
        ("document:a document:b", "audio:c audio:d", False),
    ],
)
def test_what_telegram_lets_be_edited_into_what(
    standing: str, wanted: str, *, possible: bool
) -> None:
    assert can_become(standing.split(), wanted.split()) is possible


@pytest.mark.parametrize(
    ("media", "together"),
    [
        ("photo video photo", True),
        ("document document", True),
        ("audio audio", True),
        ("voice", True),
        ("voice voice", False),
        ("animation photo", False),
        ("photo document", False),
        ("audio document", False),
    ],
)
def test_an_album_holds_what_telegram_shows_together(media: str, *, together: bool) -> None:
    assert go_together([Medium(name) for name in media.split()]) is together


def test_a_file_is_known_by_its_medium_and_a_photo_without() -> None:
    for medium in Medium:
        mark = marked(medium, "AgAD")
        assert medium_of(mark) is medium
        assert known_by(sent_picture(mark)) == mark
    assert marked(Medium.PHOTO, "AgAD") == "AgAD"
    assert medium_of("https://vistnyk.example/video:1.jpg") is Medium.PHOTO


def test_addresses_have_keys_of_their_own_and_what_was_sent_is_not_on_the_web() -> None:
    url = "https://vistnyk.example/foto.jpg"
    assert picture_key(url) != picture_key(url + "?2")
    assert len(picture_key(url * 1000)) == 64
    assert is_on_the_web(url)
    assert not is_on_the_web(sent_picture("AQADAgAT"))
