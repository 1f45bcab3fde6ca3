"""Photos, documents, videos and the like from the bot, alone and in albums."""

from collections.abc import Callable, Mapping
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import unquote, urlsplit

from aiohttp import web

from bot.sandbox.methods.changing import changed, editable
from bot.sandbox.methods.sending import caption_of, markup_for, sent, words_of, writable
from bot.sandbox.parameters import Parameters
from bot.sandbox.refusals import Json, bad_request
from bot.sandbox.rich import rich_content
from bot.sandbox.sent_files import StoredFile
from bot.sandbox.state import SandboxState
from bot.sandbox.texts import Formatted

KINDS = ("photo", "document", "video", "animation", "audio", "voice", "sticker")
MOST_IN_AN_ALBUM = 10
_EDITABLE = ("photo", "document", "video", "animation", "audio")
_IN_ALBUMS = ("photo", "video", "document", "audio")
_APART = ("document", "audio")  # of which an album holds nothing else
_ATTACHED = "attach://"


def sending_of(kind: str) -> Callable[[SandboxState, Parameters], Json]:
    """`sendPhoto`, `sendDocument` and so on."""

    def send(state: SandboxState, p: Parameters) -> Json:
        chat = writable(state, p)
        words = caption_of(p)
        content = _content(state, p, p, p.raw.get(kind), kind)
        return state.store.form(sent(state, chat, p, words, content=content))

    return send


def send_media_group(state: SandboxState, p: Parameters) -> list[Json]:
    """An album is as many messages as it has items; one alone is a message like any other."""
    chat = writable(state, p)
    items = _album(p.structure("media"))
    ready = [_of_item(state, p, item) for item in items]
    group = {"media_group_id": str(next(state.albums))} if len(ready) > 1 else {}
    taken = ready[: len(ready) // 2] if state.breaks_album else ready
    messages = [sent(state, chat, p, words, content=content | group) for words, content in taken]
    if state.breaks_album:
        failed = f"failed to send message #{len(taken) + 1} with the error message"
        raise bad_request(f'{failed} "Internal Server Error"')
    return [state.store.form(message) for message in messages]


def send_location(state: SandboxState, p: Parameters) -> Json:
    chat = writable(state, p)
    place = {name: p.number(name) for name in ("latitude", "longitude")}
    return state.store.form(sent(state, chat, p, Formatted(""), content={"location": place}))


def send_rich_message(state: SandboxState, p: Parameters) -> Json:
    chat = writable(state, p)
    content = _rich(state, p)
    return state.store.form(sent(state, chat, p, Formatted(""), content=content))


def edit_message_text(state: SandboxState, p: Parameters) -> Json:
    """A text into another, or a rich message; and back."""
    chat, message = editable(state, p)
    if message.content and not message.is_rich:
        raise bad_request("there is no text in the message to edit")
    markup = markup_for(chat, p)
    if "rich_message" in p.raw:
        content = _rich(state, p)
        return changed(state, message, Formatted(""), markup, None, content=content)
    preview = p.record("link_preview_options") or None
    return changed(state, message, words_of(p), markup, preview, content={})


def _rich(state: SandboxState, p: Parameters) -> Json:
    return rich_content(
        p.record("rich_message"), lambda given, kind: chosen(state, p, given, kind)
    )


def edit_message_caption(state: SandboxState, p: Parameters) -> Json:
    chat, message = editable(state, p)
    if not message.has_media:
        raise bad_request("there is no caption in the message to edit")
    above = _flags(p, "show_caption_above_media")
    content = {k: v for k, v in message.content.items() if k != "show_caption_above_media"}
    markup = markup_for(chat, p)
    return changed(state, message, caption_of(p), markup, None, content=content | above)


def edit_message_media(state: SandboxState, p: Parameters) -> Json:
    """Another file in its place; a text may become one, and an album's item stays one."""
    chat, message = editable(state, p)
    item = p.record("media")
    _check_type(item, _EDITABLE)
    if "voice" in message.content or "sticker" in message.content:
        raise bad_request("message can't be edited")
    if "media_group_id" in message.content:
        _check_stays_in_album(message.content, item["type"])
    words, content = _of_item(state, p, item)
    group = {name: message.content[name] for name in {"media_group_id"} & message.content.keys()}
    return changed(state, message, words, markup_for(chat, p), None, content=content | group)


def chosen(state: SandboxState, p: Parameters, given: object, kind: str) -> StoredFile:
    """The file that a parameter names: an upload, one that was sent before, or an address.

    There is no network here: what an address leads to is known by its name alone.
    """
    if isinstance(given, str) and given.startswith(_ATTACHED):
        given = p.raw.get(given.removeprefix(_ATTACHED))
    if isinstance(given, web.FileField):
        given.file.seek(0)  # several items of an album may name it
        return state.files.upload(given.filename, given.file.read(), kind)
    if not isinstance(given, str) or not given:
        raise bad_request(f"there is no {kind} in the request")
    if given.startswith(("http://", "https://")):
        name = PurePosixPath(unquote(urlsplit(given).path)).name or urlsplit(given).netloc
        return state.files.at_address(given, kind) or state.files.keep(
            name, b"", kind=kind, source=given
        )
    file = state.files.find(given)
    if file is None:
        raise bad_request("wrong file identifier/HTTP URL specified")
    if file.kind != kind:
        raise bad_request("type of file mismatch")
    return file


def _content(
    state: SandboxState, p: Parameters, about: Parameters, given: object, kind: str
) -> Json:
    """`about`: the parameters of this one file, within those of the call."""
    flags = _flags(about, "show_caption_above_media")
    if about.flag("has_spoiler"):
        flags["has_media_spoiler"] = True
    return chosen(state, p, given, kind).content_of_message() | flags


def _flags(p: Parameters, name: str) -> Json:
    return {name: True} if p.flag(name) else {}


def _of_item(
    state: SandboxState, p: Parameters, item: Mapping[str, Any]
) -> tuple[Formatted, Json]:
    about = Parameters(item)
    return caption_of(about), _content(state, p, about, item.get("media"), item["type"])


def _album(items: object) -> list[Json]:
    if not isinstance(items, list):
        raise bad_request("can't parse media: expected an Array of InputMedia")
    if not items:
        raise bad_request("there are no messages to send")
    if len(items) > MOST_IN_AN_ALBUM:
        raise bad_request("too many messages to send as an album")
    for item in items:
        _check_type(item, _IN_ALBUMS)
    kinds = {item["type"] for item in items}
    for kind in _APART:
        if kind in kinds and len(kinds) > 1:
            raise bad_request(f"{kind} can't be mixed with other media types")
    return items


def _check_stays_in_album(standing: Json, kind: str) -> None:
    """An album of photos and videos stays one, and so does one of documents or recordings."""
    if kind not in _IN_ALBUMS:
        raise bad_request("message content type can't be used in an album")
    if kind not in standing and (kind in _APART or any(one in standing for one in _APART)):
        raise bad_request("can't change media type in the album")


def _check_type(item: object, allowed: tuple[str, ...]) -> None:
    if not isinstance(item, dict):
        raise bad_request("can't parse InputMedia: expected an Object")
    if item.get("type") not in allowed:
        raise bad_request("can't parse InputMedia: unsupported type specified")
