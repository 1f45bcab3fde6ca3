"""What is left of a word that no dictionary knows without its ending, behind a figure."""

import re
from typing import Final

from bot.domain.filters import Term
from bot.language.short_names import same_terms
from bot.language.spelling import folded_word

FEWEST_LETTERS: Final = 4
_FEWEST_OF_NAME: Final = 3
_STEM = "2"
_ENDING = re.compile(
    "(?:ами|ями|ові|еві|єві|ого|ому|ими|іми|ою|ею|єю|ої|ом|ем|єм|ів|їв|ах|ях|ам|ям|ий|ій|их|им"
    "|[аяуюіїеєиоьй])$"
)
_ENDING_OF_MAN = re.compile(
    "(?<=[бвгґджзклмнпрстфхцчшщ])(?:[ауяюиі]|[оеє]м|[оеє]ві|[иі]м|[оеє]ю)$"
)
_OF_ENDINGS_IN_A: Final = {"у": "а", "и": "а", "і": "а", "ою": "а", "ю": "я", "ею": "я"}
_FLEETING = re.compile("о([бвгджзклмнпрстфхчш])ец$")
_SOFT = re.compile("(?<=[сцз])ьк$")  # «Торецьк» is «Торецк» in Russian
_BEFORE_I = str.maketrans("зцс", "гкх")  # «Сибізі» is of «Сибіга»


def stems_of(word: str) -> set[Term]:
    """«Сибігою» and «Сибізі» share one, «Тульчинів» and «Тульчинова», whatever a guess makes."""
    return set(map(_stem, _bare(word)))


def terms_of_unknown(word: str) -> set[Term]:
    """«Тіктоці» is of «тікток», as «тіктоком» is, and what that is called otherwise."""
    bare = _bare(word)
    return {*map(_stem, bare), *same_terms({*bare, *(_stem(each)[1:] for each in bare)})}


def name_without_ending(word: str) -> set[str]:
    """«Екрема» may be of Екрем, «Сибігу» of Сибіга: a guess makes another name of it at times."""
    bare = _ENDING_OF_MAN.sub("", word)
    if len(bare) < _FEWEST_OF_NAME or bare == word:
        return set()
    ending = word[len(bare) :]
    return {bare, f"{bare}{_OF_ENDINGS_IN_A[ending]}"} if ending in _OF_ENDINGS_IN_A else {bare}


def _bare(word: str) -> list[str]:
    found = _ENDING.search(word)
    without = word[: found.start()] if found else word
    both = [without, f"{without}ов"] if word.endswith(("ів", "ові")) else [without]
    if word.endswith("ув"):  # «Жешув» is «у Жешові»
        both.append(f"{word[:-2]}ов")
    if shorter := _FLEETING.search(without):  # «Шуровець» has «Шурівця»
        both.append(f"{without[: shorter.start()]}і{shorter[1]}ц")
    folded = map(folded_word, both)
    return [each for each in folded if len(each) >= FEWEST_LETTERS and each.isalpha()]


def _stem(bare: str) -> Term:
    hard = _SOFT.sub("к", bare)
    return f"{_STEM}{hard[:-1]}{hard[-1].translate(_BEFORE_I)}"
