"""Entities of a text: from TDLib's form to the Bot API's, and joined as Telegram joins them."""

from collections.abc import Callable, Iterable, Iterator

from bot.sandbox.refusals import Json

_NAMES = {
    "Mention": "mention",
    "Hashtag": "hashtag",
    "Cashtag": "cashtag",
    "BotCommand": "bot_command",
    "Url": "url",
    "EmailAddress": "email",
    "PhoneNumber": "phone_number",
    "Bold": "bold",
    "Italic": "italic",
    "Underline": "underline",
    "Strikethrough": "strikethrough",
    "Spoiler": "spoiler",
    "BlockQuote": "blockquote",
    "ExpandableBlockQuote": "expandable_blockquote",
    "Code": "code",
    "Pre": "pre",
    "PreCode": "pre",
    "TextUrl": "text_link",
    "MentionName": "text_mention",
    "CustomEmoji": "custom_emoji",
    "DateTime": "date_time",
}
KNOWN = frozenset(_NAMES.values())
_QUOTES = ("blockquote", "expandable_blockquote")
_PRE = ("code", "pre")
_STYLES = ("bold", "italic", "underline", "strikethrough", "spoiler")
# Of two entities that cover the same words, the one named first is the outer one.
_ORDER = [*_QUOTES, "pre", "code", "text_link", "text_mention"]


def from_tdlib(entities: Iterable[Json]) -> list[Json]:
    """What the Bot API shows of TDLib's entities; it has no card numbers and no timestamps."""
    result = []
    for entity in entities:
        kind: Json = entity["type"]
        name = _NAMES.get(kind["@type"].removeprefix("textEntityType"))
        if name:
            place = {"type": name, "offset": entity["offset"], "length": entity["length"]}
            result.append(place | _details(name, kind))
    return result


def _details(name: str, kind: Json) -> Json:
    match name:
        case "text_link":
            return {"url": kind["url"]}
        case "text_mention":
            return {"user_id": kind["user_id"]}
        case "custom_emoji":
            return {"custom_emoji_id": kind["custom_emoji_id"]}
        case "pre" if kind.get("language"):
            return {"language": kind["language"]}
        case "date_time":
            return {"unix_time": kind["unix_time"]} | _date_format(kind.get("formatting_type"))
        case _:
            return {}


def _date_format(form: Json | None) -> Json:
    if not form:
        return {}
    if form["@type"] == "dateTimeFormattingTypeRelative":
        return {"date_time_format": "r"}
    letters = "w" if form.get("show_day_of_week") else ""
    for field, letter in (("date_precision", "d"), ("time_precision", "t")):
        precision = form.get(field, {}).get("@type", "")
        letters += {"Short": letter, "Long": letter.upper()}.get(
            precision.removeprefix("dateTimePartPrecision"), ""
        )
    return {"date_time_format": letters} if letters else {}


def shifted(entities: Iterable[Json], by: int, end: int) -> Iterator[Json]:
    """The entities moved by `by` units and cut to the text's new bounds."""
    for entity in entities:
        start = max(entity["offset"] + by, 0)
        stop = min(entity["offset"] + by + entity["length"], end)
        if stop > start:
            yield entity | {"offset": start, "length": stop - start}


def joined(given: list[Json], found: list[Json]) -> list[Json]:
    """Given markup and what was found by itself, in Telegram's order, nested, never crossing."""
    pre = _apart(_of(given, lambda kind: kind in _PRE))
    quotes = _apart(_of(given, lambda kind: kind in _QUOTES))
    wholes = [e for e in _apart(_of(given, _is_whole)) if not _meets(e, pre)]
    wholes += [e for e in found if not _meets(e, [*pre, *wholes])]
    styles = [piece for style in _merged(given) for piece in _outside(style, pre)]
    for whole in wholes:
        styles = [piece for style in styles for piece in _cut(style, whole)]
    return _nested(sorted([*quotes, *pre, *wholes, *styles], key=_rank))


def _of(entities: list[Json], belongs: Callable[[str], bool]) -> list[Json]:
    return sorted((e for e in entities if e["length"] and belongs(e["type"])), key=_rank)


def _is_whole(kind: str) -> bool:
    return kind not in _PRE + _QUOTES + _STYLES


def _rank(entity: Json) -> tuple[int, int, int]:
    kind = entity["type"]
    middle = len(_ORDER) + (_STYLES.index(kind) + 1 if kind in _STYLES else 0)
    order = _ORDER.index(kind) if kind in _ORDER else middle
    return entity["offset"], -entity["length"], order


def _end(entity: Json) -> int:
    return int(entity["offset"] + entity["length"])


def _meets(entity: Json, others: list[Json]) -> bool:
    return any(
        entity["offset"] < _end(other) and other["offset"] < _end(entity) for other in others
    )


def _apart(entities: list[Json]) -> list[Json]:
    """The first of those that overlap."""
    kept: list[Json] = []
    for entity in entities:
        if not _meets(entity, kept[-1:]):
            kept.append(entity)
    return kept


def _piece(entity: Json, start: int, stop: int) -> list[Json]:
    return [entity | {"offset": start, "length": stop - start}] if stop > start else []


def _merged(entities: list[Json]) -> list[Json]:
    """Styles of one kind that touch or overlap are one."""
    kept: list[Json] = []
    for style in _STYLES:
        row: list[Json] = []
        for entity in _of(entities, lambda kind, style=style: kind == style):  # type: ignore[misc]
            if row and entity["offset"] <= _end(row[-1]):
                stop = max(_end(row[-1]), _end(entity))
                row[-1] = row[-1] | {"length": stop - row[-1]["offset"]}
            else:
                row.append(entity)
        kept += row
    return kept


def _outside(style: Json, pre: list[Json]) -> list[Json]:
    """Code holds no other entity: a style stops before it and goes on after it."""
    pieces = [style]
    for code in pre:
        rest: list[Json] = []
        for piece in pieces:
            rest += _piece(piece, piece["offset"], min(_end(piece), code["offset"]))
            rest += _piece(piece, max(piece["offset"], _end(code)), _end(piece))
        pieces = rest if _meets(style, [code]) else pieces
    return pieces


def _cut(style: Json, whole: Json) -> list[Json]:
    """A style that crosses the edge of a link or a hashtag is cut there."""
    start, stop = style["offset"], _end(style)
    if not _meets(style, [whole]) or (start <= whole["offset"] and _end(whole) <= stop):
        return [style]
    if whole["offset"] <= start and stop <= _end(whole):
        return [style]
    edge = whole["offset"] if start < whole["offset"] else _end(whole)
    return [*_piece(style, start, edge), *_piece(style, edge, stop)]


def _nested(entities: list[Json]) -> list[Json]:
    """Whatever still crosses the end of an outer entity is cut at that end."""
    waiting, done, outer = list(entities), list[Json](), list[Json]()
    while waiting:
        entity = waiting.pop(0)
        outer = [o for o in outer if _end(o) > entity["offset"]]
        edges = [_end(o) for o in outer if _end(o) < _end(entity)]
        if edges and (entity["type"] in _STYLES):
            first, *rest = (
                *_piece(entity, entity["offset"], min(edges)),
                *_piece(entity, min(edges), _end(entity)),
            )
            waiting = sorted([*waiting, *rest], key=_rank)
            entity = first
        done.append(entity)
        outer.append(entity)
    return done
