"""Words that a dictionary has apart, and readers take for one: «важливіший» and «важливий»."""

import re
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import product
from typing import Any, Final

from bot.language.aspects import Aspects
from bot.language.readings import Dictionary, Reading, is_surname

# Compared by their form, and words of their own by their meaning.
_APART: Final = frozenset(
    base + ending
    for base in ("старш", "молодш", "вищ", "нижч", "перш", "гірш", "більш", "менш", "кращ")
    for ending in ("ий", "е")
)
# Of other stems than what they compare.
_COMPARES: Final = {
    "більший": ("великий",), "менший": ("малий",), "кращий": ("добрий", "хороший"),
    "гірший": ("поганий",), "дальший": ("далекий",),
    "більше": ("багато",), "менше": ("мало",), "краще": ("добре",), "гірше": ("погано",),
    "вище": ("високо",), "нижче": ("низько",),
}  # fmt: skip
# What is higher is high; but what is called «Вищий», as a court is, is no high one.
_RANKS: Final = {
    "вищий": "високий", "нижчий": "низький", "старший": "старий", "молодший": "молодий",
}  # fmt: skip
_POSITIVE: Final = {
    "іш": ("", "н"),
    "жч": ("зьк", "г", "з", "ж", "жк"),
    "вщ": ("вст",),
    "ш": ("", "к", "ьк", "ок", "ек", "г"),
}
_CONSONANTS: Final = frozenset("бвгґджзйклмнпрстфхцчшщ")
# What begins so may as well begin with «в».
_ALSO_WITH_V: Final = tuple(
    f"у{rest}"
    for rest in (
        "рожа", "чител", "чити", "чення", "дари", "дарят", "пасти", "зяти", "бити", "бивати",
        "бивств", "бивц", "текти", "тікати", "теча", "вімкн", "болівал", "дова", "дівець",
        "томи", "тома", "трати", "трача", "трата", "чинити", "пізна", "трути", "труча", "стиг",
        "важати", "вести", "водити", "війти", "віходити", "певн", "регул", "рах", "рятув",
        "провад", "жити", "жива", "нести", "носити", "несення", "несок", "порядк", "доскон",
        "лаштув", "піймати", "кусити", "міти", "міння", "мілий", "ціліти", "цілілий", "берегти",
        "казівк", "казати", "казувати", "становити", "сміх", "трим", "рівноваж", "везти",
        "возити", "стати", "ставати", "мерти", "мирати", "тонути", "топити", "чений",
        "знати", "знавати", "красти", "ловити", "мовити", "мовляти", "крити", "гамувати",
        "клонитися",
    )
)  # fmt: skip
# «Рябоконь» is «Рябокінь», too, and of «Краковець» dictionaries have «Краківця».
_CLOSED = re.compile("о([бгґджзклмнпрстфхцчшщ]ь?|вець)$")
_OF_PARTICIPLES: Final = ("ний", "тий", "лий", "чий")
_PAST: Final = {"загиблий": "загинув", "полеглий": "поліг"}
_OTHERS: Final = ("лягнути", "плеснути")  # are no «лягти» and «плести»
_GERUNDS: Final = ("GRND", "ADVB")  # «стоячи»
_COMPARED: Final = ("ADJF", "ADVB", "PRED")
_SMALL_KINDS: Final = ("ADVB", "NPRO", "PREP", "PRED")


class Kinship:
    """Readings of a word go in, dictionary forms come out."""

    def __init__(self, words: Dictionary) -> None:
        self._words = words
        self._aspects = Aspects(words)

    def of(self, word: str, readings: Iterable[Reading], *, named: bool) -> set[str]:
        """The dictionary forms of these readings of a word, and those next of kin.

        `named`: whether it begins as a name does.
        """
        found: set[str] = set()
        for lemma, tag in readings:
            found.add(self._in_one(lemma, tag))
            if lemma.endswith(("чи", "ши", "чись", "шись")) and tag.POS in _GERUNDS:
                found.update(self._verb_of(word))
            elif lemma.endswith("овець") or is_surname(tag):
                found.update(self._with_i(lemma, tag))
            elif lemma.endswith("нути"):
                found.update(self._without_suffix(lemma))
            elif word.endswith(("но", "то")) and "Impe" in tag:  # «зруйновано»
                found.add(f"{word[:-1]}ий")
            elif lemma.endswith(("ший", "чий", "щий", "ше", "че", "ще")):
                found.update(self._compared(lemma))
                if lemma.endswith("е") or not word.endswith(("ше", "ще")):
                    found.update(_of_another_stem(lemma, named=named))
        return found

    def _in_one(self, lemma: str, tag: Any) -> str:  # noqa: ANN401 - the library has no types
        one = self._aspects.one(_in_one_spelling(lemma, tag), tag)
        return _in_one_spelling(one, tag)  # «укривають» is of «вкрити»

    def acted(self, readings: Iterable[Reading]) -> set[str]:
        """The verbs of participles: «зруйнованих» is of «зруйнувати», «загиблих» of «загинути»."""
        forms = {
            _form_of_verb(lemma, tag)
            for lemma, tag in readings
            if lemma.endswith(_OF_PARTICIPLES) and _is_participle(tag)
        }
        return {
            self._in_one(*reading)
            for form in forms
            for reading in self._words.known(form)
            if reading.tag.POS == "VERB" or "Impe" in reading.tag
        }

    def _verb_of(self, gerund: str) -> Iterator[str]:
        """«Зробивши» is of «зробив», «працюючи» of «працюють»."""
        base = gerund.removesuffix("сь")
        stem, itself = base[:-2], "" if base == gerund else "ся"
        form = stem + itself if base.endswith("ши") else f"{stem}ть{itself}"
        yield from (self._in_one(*p) for p in self._words.known(form) if p.tag.POS == "VERB")

    def _with_i(self, lemma: str, tag: Any) -> Iterator[str]:  # noqa: ANN401 - the library has no types
        """But «Судаков» is not of several «судаків»."""
        twin = _CLOSED.sub(r"і\1", lemma)
        known = self._words.known(twin) if twin != lemma else ()
        if any(p.normal_form == twin and p.tag.POS == tag.POS for p in known):
            yield twin

    def _without_suffix(self, lemma: str) -> Iterator[str]:
        """«Замерзти» of «замерзнути», whose past tense «замерз» is: both mean the same."""
        twin = f"{lemma.removesuffix('нути')}ти"
        if twin[-3:-2] in _CONSONANTS and not lemma.endswith(_OTHERS):
            yield from (p.normal_form for p in self._words.known(twin) if p.tag.POS == "VERB")

    def _compared(self, lemma: str) -> Iterator[str]:
        """«Найважливіший» is «важливіший» and «важливий», «швидше» is «швидко»."""
        plain = _without_most(lemma)
        if plain != lemma and self._words.known(plain):
            yield plain
        if plain in _APART:
            return
        suffix, endings = ("ий", ("ий", "ій")) if plain.endswith("ий") else ("е", ("о",))
        stem = plain.removesuffix(suffix)
        mark = next((m for m in _POSITIVE if stem.endswith(m)), "")
        for more, ending in product(_POSITIVE.get(mark, ()), endings):
            positive = f"{stem.removesuffix(mark)}{more}{ending}"
            if any(  # «легше» is of no «лего»
                reading.normal_form == positive and reading.tag.POS in _COMPARED
                for reading in self._words.known(positive)
            ):
                yield positive


@cache
def _is_participle(tag: Any) -> bool:  # noqa: ANN401 - the library has no types
    return "pssv" in tag or "actv" in tag


def _form_of_verb(participle: str, tag: Any) -> str:  # noqa: ANN401 - the library has no types
    """That of the verb which is next to it: «зруйновано», «зник», «постраждав», «працюють»."""
    if "pssv" in tag:
        return f"{participle[:-2]}о"
    if participle in _PAST:
        return _PAST[participle]
    stem, is_of_past = participle[:-3], participle.endswith("лий")
    return f"{stem}ть" if not is_of_past else stem if stem[-1] in _CONSONANTS else f"{stem}в"


def _without_most(lemma: str) -> str:
    return lemma.removeprefix("як").removeprefix("най") if "най" in lemma[:5] else lemma


def _of_another_stem(lemma: str, *, named: bool) -> Iterator[str]:
    """«Найкращий» is «добрий», «краще» is «добре», «найвищий» is «високий»."""
    plain = _without_most(lemma)
    yield from _COMPARES.get(plain, ())
    if plain in _RANKS and (plain != lemma or not named):
        yield _RANKS[plain]


def _in_one_spelling(lemma: str, tag: Any) -> str:  # noqa: ANN401 - the library has no types
    """«Удома» and «вдома», «урожай» and «врожай»; but «управа» is no «вправа»."""
    if lemma == "увесь":
        return "весь"
    if lemma[:1] != "у" or lemma[1:2] not in _CONSONANTS:
        return lemma
    is_same = tag.POS in _SMALL_KINDS or lemma.startswith(_ALSO_WITH_V)
    return f"в{lemma[1:]}" if is_same else lemma
