"""Chinese names in Latin letters, as Ukrainian has them: «Jiang Zemin» is Цзян Цземінь."""

from typing import Final

# By the syllables of pinyin, and what Palladius has for each.
_BEGINNINGS: Final = {
    "b": "б", "p": "п", "m": "м", "f": "ф", "d": "д", "t": "т", "n": "н", "l": "л", "g": "г",
    "k": "к", "h": "х", "j": "цз", "q": "ц", "x": "с", "zh": "чж", "ch": "ч", "sh": "ш",
    "r": "ж", "z": "цз", "c": "ц", "s": "с", "": "",
}  # fmt: skip
_ENDS: Final = {
    "a": "а", "o": "о", "e": "е", "ai": "ай", "ei": "ей", "ao": "ао", "ou": "оу", "an": "ань",
    "en": "ень", "ang": "ан", "eng": "ен", "ong": "ун", "i": "і", "ia": "я", "ie": "є",
    "iao": "яо", "iu": "ю", "ian": "янь", "in": "інь", "iang": "ян", "ing": "ін", "iong": "юн",
    "u": "у", "ua": "уа", "uo": "о", "uai": "уай", "ui": "уй", "uan": "уань", "un": "унь",
    "uang": "уан", "ue": "юе",
}  # fmt: skip
_BY_ITSELF: Final = {
    "a": "а", "e": "е", "ai": "ай", "ao": "ао", "ou": "оу", "an": "ань", "en": "ень",
    "ang": "ан", "er": "ер", "ya": "я", "ye": "є", "yao": "яо", "you": "ю", "yan": "янь",
    "yin": "інь", "yang": "ян", "ying": "ін", "yong": "юн", "yi": "і", "yu": "юй", "yue": "юе",
    "yuan": "юань", "yun": "юнь", "wa": "ва", "wo": "во", "wai": "вай", "wei": "вей",
    "wan": "вань", "wen": "вень", "wang": "ван", "weng": "вен", "wu": "у", "hui": "хуей",
}  # fmt: skip
_SOFT: Final = {"u": "юй", "uan": "юань", "un": "юнь"}  # behind j, q and x
_VOWELS: Final = "aeiou"
# What no syllable has behind such a beginning, by the vowel that follows.
_NEVER: Final = {
    **dict.fromkeys(("j", "q", "x"), "aeo"),
    **dict.fromkeys(("g", "k", "h", "f", "r"), "i"),
}
_NEVER_WHOLE: Final = {"r": ("a", "ai"), "f": ("e", "ao"), "z": ("ia", "ie"), "c": ("ia", "ie")}
_WITHOUT_O: Final = frozenset("dtnlgkhrzcs") | {"zh", "ch", "sh"}


def _syllables() -> dict[str, str]:
    known = dict(_BY_ITSELF)
    for beginning, sound in _BEGINNINGS.items():
        for end, rest in _ENDS.items() if beginning else ():
            if end[0] in _NEVER.get(beginning, "") or end in _NEVER_WHOLE.get(beginning, ()):
                continue
            if end == "o" and beginning in _WITHOUT_O:
                continue
            soft = _SOFT.get(end, rest) if beginning in ("j", "q", "x") else rest
            known.setdefault(f"{beginning}{end}", f"{sound}{soft}")
    return known


_SYLLABLES: Final = _syllables()
_LONGEST: Final = max(map(len, _SYLLABLES))


def from_pinyin(word: str) -> str | None:
    """A name in small letters; None where it is made of other syllables than Chinese has."""
    made, at = "", 0
    while at < len(word):
        syllable = _syllable(word[at : at + _LONGEST + 1])
        if syllable is None:
            return None
        made += _SYLLABLES[syllable]
        at += len(syllable)
    return made


def _syllable(rest: str) -> str | None:
    """The longest one; its last consonant rather begins another, where a vowel follows."""
    for length in range(min(_LONGEST, len(rest)), 0, -1):
        one, behind = rest[:length], rest[length : length + 1]
        if one in _SYLLABLES and (behind not in _VOWELS or not behind or one[-1] in _VOWELS):
            return one
    return None
