"""Two words and the one that is made of them: «соціальна мережа» is a «соцмережа»."""

from collections.abc import Callable, Iterator
from typing import Final

from bot.domain.filters import Said, Term
from bot.language.spelling import folded_word

_BEGINNINGS: Final = {
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
        "хімічний хім, юридичний юр",
    )
    for adjective, beginning in (each.split() for each in line.split(", "))
}
_FEWEST_LETTERS: Final = 3  # of the second word


def compounds_in(words: Said, knows: Callable[[str], bool]) -> Iterator[tuple[range, Term]]:
    """Where two words stand that a dictionary has as one, and that one."""
    for at, word in enumerate(words[:-1]):
        if _BEGINNINGS.keys().isdisjoint(word):
            continue
        for adjective in word & _BEGINNINGS.keys():
            for noun in words[at + 1]:
                made = f"{_BEGINNINGS[adjective]}{noun}"
                if len(noun) >= _FEWEST_LETTERS and noun.isalpha() and knows(made):
                    yield range(at, at + 2), folded_word(made)
