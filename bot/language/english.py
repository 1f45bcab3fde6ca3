"""The forms of English words, by a list that is loaded with the first of them: 70 MB."""

import re
from collections.abc import Callable
from typing import Final

from bot.language.engines import Simplemma
from bot.language.spelling import small

# Of English words the list of forms lacks these, or takes them for others.
_ALSO_OF: Final = {
    "won": "win", "thought": "think", "broke": "break", "shot": "shoot", "left": "leave",
    "rose": "rise", "shook": "shake", "bit": "bite", "bent": "bend", "bore": "bear",
    "swore": "swear", "laid": "lay", "felt": "feel", "people": "person", "worse": "bad",
    "bigger": "big", "hotter": "hot", "closer": "close", "further": "far",
    "farther": "far", "furthest": "far", "less": "little", "bacterium": "bacterium",
}  # fmt: skip
# What is spelled otherwise overseas: «labour» and «labor», «theatre», «programme», «jewellery».
_WITH_U: Final = re.compile(
    "(arm|behavi|cand|col|endeav|fav|flav|harb|hon|hum|lab|neighb|od|parl|ranc|rum|sav|savi|splend"
    "|tum|val|vap|vig)our"
)
_OVERSEAS: Final = {
    "grey": "gray", "programme": "program", "jewellery": "jewelry", "aluminium": "aluminum",
    "manoeuvre": "maneuver", "defence": "defense", "offence": "offense", "licence": "license",
    "pretence": "pretense", "plough": "plow", "sceptic": "skeptic", "sceptical": "skeptical",
    "tyre": "tire", "cheque": "check", "moustache": "mustache", "pyjamas": "pajamas",
}  # fmt: skip
_ENDINGS_OVERSEAS: Final = (
    ("tre", "ter"), ("ibre", "iber"), ("ise", "ize"), ("yse", "yze"), ("isation", "ization"),
    ("iser", "izer"), ("logue", "log"), ("eller", "eler"), ("ellor", "elor"),
)  # fmt: skip
_IN_TWO = re.compile("[a-z]{4,}ll")  # «cancell» of «cancelled», «enroll»
_DOUBLED = re.compile(r"([a-z]+([bdgmnpt]))\2ing")


class English:
    """Words go in small letters, without accents."""

    def __init__(self, load: Callable[[], Simplemma] = Simplemma) -> None:
        self._load = load
        self._list: Simplemma | None = None

    def knows(self, word: str) -> bool:
        return self._loaded().knows_english(word)

    def is_name(self, word: str) -> bool:
        """A figure is none: nobody loads the list for that."""
        return any(c.isalpha() for c in word) and not self._loaded().is_english(word)

    def forms(self, written: str, word: str) -> set[str]:
        """The dictionary forms of a word, and as it may be `written` in a text.

        «Russians» is known by its capital letter alone, «russian» by none.
        """
        found = {small(self._loaded().english(each)) for each in (word, written)}
        if word in _ALSO_OF:
            found.add(_ALSO_OF[word])
        if (doubled := _DOUBLED.fullmatch(word)) and self.knows(doubled[1]):
            found.add(doubled[1])  # «cutting»
        if word.endswith("ves"):  # «leaves» may be of «leaf», «lives» of «life»
            found |= {f"{word[:-3]}f", f"{word[:-3]}fe"}
        found |= {e[:-1] for e in found if _IN_TWO.fullmatch(e) and self.knows(e[:-1])}
        return found.union(*map(self._overseas, found))

    def _overseas(self, word: str) -> set[str]:
        other = _OVERSEAS.get(word) or _WITH_U.sub(r"\1or", word, count=1)
        if other != word:
            return {other}
        spelled = (
            word.removesuffix(ours) + theirs
            for ours, theirs in _ENDINGS_OVERSEAS
            if word.endswith(ours)
        )
        return {small(self._loaded().english(each)) for each in spelled if self.knows(each)}

    def _loaded(self) -> Simplemma:
        if self._list is None:
            self._list = self._load()
        return self._list
