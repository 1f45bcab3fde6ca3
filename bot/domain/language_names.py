"""How people call the languages that the bot speaks: «/language англійською»."""

from typing import Final

_NAMES: Final = {
    "uk": "uk ua ukr укр українська українською українську ukrainian",
    "en": "en eng англ англійська англійською англійську english",
}
_NAMED: Final = {name: code for code, names in _NAMES.items() for name in names.split()}


def language_named(typed: str) -> str | None:
    """The code of the language that is meant; None where nothing or another one is."""
    return _NAMED.get(typed.strip().casefold())
