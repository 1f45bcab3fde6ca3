"""Two words and the one that is made of them: «соціальна мережа» is a «соцмережа»."""

from collections.abc import Callable, Iterator
from typing import Final

from bot.domain.filters import Said, Term
from bot.language.engines import Engine
from bot.language.english import English
from bot.language.spelling import folded_word, is_cyrillic

BEGINNINGS: Final = {
    folded_word(adjective): beginning
    for line in (
        "авіаційний авіа, автомобільний авто, аграрний агро, адміністративний адмін",
        "атомний атом, велосипедний вело, ветеринарний вет, військовий військ",
        "генеральний ген, гуманітарний гум, державний держ, дипломатичний дип",
        "екологічний еко, електричний електро, енергетичний енерго, європейський євро",
        "заробітний зар, інформаційний інфо, кібернетичний кібер, лікувальний лік, медичний мед",
        "міський міськ, національний нац, обласний обл, організаційний орг, політичний політ",
        "професійний проф, промисловий пром, районний рай, санітарний сан, соціальний соц",
        "спеціальний спец, спеціалізований спец, спортивний спорт, терористичний тер",
        "технічний тех, торговельний торг, торговий торг, фізичний фіз, фінансовий фін",
        "господарський госп, заступник зам, завідувач зав",
        "хімічний хім, юридичний юр, сільський сіль, кубічний кубо",
    )
    for adjective, beginning in (each.split() for each in line.split(", "))
}
_FEWEST_LETTERS: Final = 3  # of the second word
_FEWEST_OF_PART: Final = 4  # letters of one that may stand by itself


def compounds_in(words: Said, knows: Callable[[str], bool]) -> Iterator[tuple[range, Term]]:
    """Where two words stand that a dictionary has as one, and that one."""
    for at, word in enumerate(words[:-1]):
        if BEGINNINGS.keys().isdisjoint(word):
            continue
        for adjective in word & BEGINNINGS.keys():
            for noun in words[at + 1]:
                made = f"{BEGINNINGS[adjective]}{noun}"
                if len(noun) >= _FEWEST_LETTERS and noun.isalpha() and knows(made):
                    yield range(at, at + 2), folded_word(made)


def loose_parts(word: str, speaker: Engine, english: English) -> list[str]:
    """The parts that may stand far apart: of «бізнес-план», but not of «будь-який».

    And of a name whose parts nobody knows: English has «Buenos Aires» without a hyphen.
    """
    parts = word.casefold().split("-")
    if len(parts) == 1 or not all(map(str.isalpha, parts)):
        return []
    if not all(map(is_cyrillic, parts)):  # «FPV-дрон», «Jae-myung»
        is_loose = is_cyrillic(word) or any(map(english.is_name, parts))
        return parts if is_loose else []
    if (letters := word.partition("-")[0]).isupper() and len(letters) > 1:  # «ПЛР-тест»
        return parts
    known = sum(map(speaker.knows, parts))
    if min(map(len, parts)) < _FEWEST_OF_PART:
        return [] if known else parts
    if known not in (0, len(parts)):
        return []
    whole = "-".join(parts)
    return parts if not speaker.knows(whole) or speaker.is_of_thing(whole) else []
