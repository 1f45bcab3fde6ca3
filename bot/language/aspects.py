"""Verbs of two aspects: what somebody is doing («підписують») and has done («підписали»).

Only those that differ in their endings: a prefix makes another verb.
"""

from functools import cache
from typing import Any, Final

from bot.language.readings import Dictionary

# The ending of the one that is being done, and of the one that is done.
_ENDINGS: Final = {
    ending: tuple(others)
    for endings, *others in (
        line.split()
        for line in (
            "увати ати ити ути",  # підписувати, купувати, забувати
            "ювати яти ити",  # обстрілювати, оцінювати
            "ивати ити", "івати іти", "авати ати",  # відкривати, зігрівати, здавати
            "блювати,блувати,бляти бити", "плювати,пляти пити", "влювати,вляти вити",
            "млювати,мляти мити", "фляти фити",  # захоплювати, заявляти
            "джувати,джати дити", "щувати,щати стити щити", "жувати,жати зити дити жити",
            "чувати,чати тити чити", "шувати,шати сити шити",  # погоджувати, захищати
            "сувати сати сити сунути", "овувати увати ати ити", "ьовувати ювати",
            "няти нити", "ляти лити", "ряти рити",  # зупиняти, дозволяти, перевіряти
            "чинати чати", "ймати йняти", "німати няти",  # починати, приймати, знімати
            "збирати зібрати", "дбирати дібрати", "бирати брати",
            "дсилати діслати", "силати слати", "зивати звати",
            "тирати терти", "мирати мерти", "пирати перти", "жирати жерти",
            "магати могти", "рігати регти", "тікати текти", "сягати сягти сягнути",
            "тягати тягнути тягти", "стигати стигнути", "никати никнути", "микати мкнути",
            "вмикати ввімкнути", "кидати кинути", "кладати класти", "падати пасти",
            "крадати красти", "сідати сісти", "глядати глянути", "пускати пустити",
            "ростати рости", "бувати бути",  # зростати, прибувати
            "повідати повісти", "дягати дягти дягнути", "дмикати дімкнути",
            "ривати рвати", "зривати зірвати", "дривати дірвати", "бривати бірвати",
            "скати снути", "кати кнути", "хувати хнути",  # стискати, звикати, спалахувати
            "ступати ступити", "вертати вернути", "гортати горнути", "бухати бухнути",
            "стрічати стріти",
            "дходити дійти", "бходити бійти", "сходити зійти", "входити ввійти", "ходити йти",
            "водити вести", "возити везти", "носити нести", "ганяти гнати", "літати летіти",
            "їжджати,їздити їхати", "бігати бігти",
        )
    )
    for ending in endings.split(",")
}  # fmt: skip
_LENGTHS: Final = sorted({len(ending) for ending in _ENDINGS}, reverse=True)
_ITSELF: Final = "ся"


class Aspects:
    def __init__(self, words: Dictionary) -> None:
        self._words = words

    def done(self, verb: str, tag: Any) -> str | None:  # noqa: ANN401 - the library has no types
        """«Підписати» of «підписувати»; None of a verb that has no such other."""
        if not _is_being_done(tag):
            return None
        itself = _ITSELF if verb.endswith(_ITSELF) else ""
        plain = verb.removesuffix(itself)
        for length in _LENGTHS:
            stem = plain[:-length]
            for ending in _ENDINGS.get(plain[-length:], ()):
                other = f"{stem}{ending}{itself}"
                if self._is_done(other):
                    return other
        return None

    def _is_done(self, verb: str) -> bool:
        return self._words.has(verb) and any(
            reading.normal_form == verb and "perf" in reading.tag
            for reading in self._words.known(verb)
        )


@cache
def _is_being_done(tag: Any) -> bool:  # noqa: ANN401 - the library has no types
    return "impf" in tag and tag.POS == "VERB"
