"""Where somebody is, is not kept: of a location only the time zone there goes on."""

import logging
from collections.abc import Mapping
from typing import Any, Final

from bot.domain.update_facts import Update

DEPTH: Final = 12  # so deep does Telegram lay nothing
_NOWHERE: Final = {"latitude": 0.0, "longitude": 0.0}
_NO_VENUE: Final = {"location": _NOWHERE, "title": "", "address": ""}
_logger = logging.getLogger(__name__)


def without_places(update: Update) -> Update:
    """The same with no place in it; a location that was sent says its zone (`zone`)."""
    if not _has_place(update, DEPTH):
        return update
    zone = None
    message = update.get("message")
    if isinstance(message, Mapping) and "venue" not in message:
        zone = _zone_at(message.get("location"))
    bare: dict[str, Any] = _blanked(update, DEPTH)
    if zone:
        bare["message"]["location"] = {**_NOWHERE, "zone": zone}
    return bare


def _zone_at(place: object) -> str | None:
    """By its IANA name; None where nobody can tell.

    What is wrong here keeps no update from being written down: Telegram would bring it for ever.
    """
    match place:
        case {"latitude": int() | float() as latitude, "longitude": int() | float() as longitude}:
            if abs(latitude) <= 90 and abs(longitude) <= 180:  # noqa: PLR2004 - degrees
                return _looked_up(latitude, longitude)
    return None


def _looked_up(latitude: float, longitude: float) -> str | None:
    try:
        # 40 MB, for whoever sends a location at all. The first look takes 0.2 s, once, and keeps
        # Python's lock: in a thread it would hold everybody up as well.
        from tzfpy import get_tz  # noqa: PLC0415

        return get_tz(longitude, latitude) or None
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException as error:  # noqa: BLE001 - a panic of Rust's is no Exception
        # Without its words, in which the place may stand.
        _logger.error("the zone of a location cannot be told: %s", type(error).__name__)  # noqa: TRY400
        return None


def _is_place(value: object) -> bool:
    return isinstance(value, Mapping) and "latitude" in value and "longitude" in value


def _is_venue(name: str, value: object) -> bool:
    """A place by its name and address."""
    return name == "venue" and isinstance(value, Mapping)


def _has_place(value: object, depth: int) -> bool:
    if isinstance(value, Mapping):
        return (
            _is_place(value)
            or _is_venue("venue", value.get("venue"))
            or (depth > 0 and any(_has_place(each, depth - 1) for each in value.values()))
        )
    return isinstance(value, list) and depth > 0 and any(_has_place(e, depth - 1) for e in value)


def _blanked(value: Any, depth: int) -> Any:  # noqa: ANN401 - whatever JSON holds
    if _is_place(value):
        return dict(_NOWHERE)
    if depth and isinstance(value, Mapping):
        return {
            name: dict(_NO_VENUE) if _is_venue(name, each) else _blanked(each, depth - 1)
            for name, each in value.items()
        }
    if depth and isinstance(value, list):
        return [_blanked(each, depth - 1) for each in value]
    return value
