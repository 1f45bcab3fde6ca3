"""Where somebody is never reaches the database."""

from pathlib import Path

import orjson
import pytest
import tzfpy

from bot.updates.places import without_places
from tests.clock import NOON
from tests.newsroom import an_app

LVIV = {"latitude": 49.8397, "longitude": 24.0297}
RATUSHA = {"location": LVIV, "title": "Ратуша", "address": "Ринок, 1", "google_place_id": "g-1"}
SENDER = {"chat": {"id": 7, "type": "private"}, "from": {"id": 7}}


class PanicException(BaseException):
    """A panic of Rust's, which is no Exception."""


def message(**content: object) -> dict[str, object]:
    return {"update_id": 1, "message": {"message_id": 5, **SENDER, **content}}


@pytest.mark.parametrize(
    ("latitude", "longitude", "zone"),
    [
        (49.8397, 24.0297, "Europe/Kyiv"),
        (48.6208, 22.2879, "Europe/Kyiv"),  # nearer to Budapest than to Kyiv
        (49.7838, 22.7678, "Europe/Warsaw"),
        (54.352, 18.6466, "Europe/Warsaw"),  # nearer to Kaliningrad than to Warsaw
        (-34.6, -58.38, "America/Argentina/Buenos_Aires"),
    ],
)
def test_of_a_location_the_zone_goes_on_alone(
    latitude: float, longitude: float, zone: str
) -> None:
    bare = without_places(message(location={"latitude": latitude, "longitude": longitude}))
    location = {"latitude": 0.0, "longitude": 0.0, "zone": zone}
    assert bare == message(location=location)


@pytest.mark.parametrize(
    "update",
    [
        message(venue=RATUSHA, location=LVIV),
        message(text="Де це?", external_reply={"venue": RATUSHA | {"location": {}}}),
        message(text="Де це?", reply_to_message={"message_id": 4, "location": LVIV}),
        {"update_id": 1, "edited_message": {"message_id": 5, **SENDER, "location": LVIV}},
        {"update_id": 1, "inline_query": {"id": "1", "from": {"id": 7}, "location": LVIV}},
        message(location={"latitude": 4983.97, "longitude": 24.0297}),
        message(location={"latitude": "49.8397", "longitude": "24.0297"}),
    ],
)
def test_whatever_else_holds_a_place_has_none_left(update: dict[str, object]) -> None:
    bare = orjson.dumps(without_places(update)).decode()
    assert "24.0297" not in bare
    assert "zone" not in bare
    assert "Рат" not in bare
    assert "Рин" not in bare
    assert "g-1" not in bare


@pytest.mark.parametrize("fault", [ImportError, PanicException])
def test_where_no_zone_can_be_told_the_update_is_kept_without_the_place(
    fault: type[BaseException], monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fails(longitude: float, latitude: float) -> str:
        raise fault(f"nothing at {latitude}, {longitude}")

    monkeypatch.setattr(tzfpy, "get_tz", fails)
    bare = without_places(message(location=LVIV))
    assert bare == message(location={"latitude": 0.0, "longitude": 0.0})
    assert fault.__name__ in caplog.text
    assert "24.0" not in caplog.text


def test_all_else_is_as_it_came() -> None:
    update = message(text="latitude", entities=[{"type": "bold", "offset": 0, "length": 8}])
    assert without_places(update) is update


async def test_no_place_is_kept_with_an_update(sqlite_file: Path) -> None:
    (kept,) = an_app(sqlite_file, lambda: NOON).inbox.dated([message(location=LVIV)], NOON)
    assert kept.update == without_places(message(location=LVIV))
