"""What has a short and a long name: «ЗСУ» and «Збройні сили України», «грн» and «гривня»."""

import re
from collections.abc import Iterator
from typing import Final

from bot.domain.filters import Said, Term
from bot.language.spelling import folded_word

# One name of each line; the words as they stand in a dictionary.
_LONG: Final = """
зсу збройний сила україна
сша сполучений штат
єс європейський союз
оон організація об'єднаний нація
нато північноатлантичний альянс
нбу національний банк україна
сбу служба безпека україна
мзс міністерство закордонний справа
мвс міністерство внутрішній справа
моз міністерство охорона здоров'я
мон міністерство освіта наука
набу національний антикорупційний бюро
назк національний агентство запобігання корупція
сап спеціалізований антикорупційний прокуратура
вакс вищий антикорупційний суд
дбр державний бюро розслідування
вооз всесвітній організація охорона здоров'я
гур головний управління розвідка
оп офіс президент
огп офіс генеральний прокурор
мінкультури міністерство культура
дснс державний служба надзвичайний ситуація
дснс державний служба україна надзвичайний ситуація
рнбо рада національний безпека оборона
ппо протиповітряний оборона
впо внутрішньо переміщений особа
мвф міжнародний валютний фонд
єспл європейський суд право людина
мкчх міжнародний комітет червоний хрест
аес атомний електростанція
заес запорізький атомний електростанція
заес запорізький аес
чаес чорнобильський атомний електростанція
чаес чорнобильський аес
хаес хмельницький атомний електростанція
хаес хмельницький аес
раес рівненський атомний електростанція
раес рівненський аес
цвк центральний виборчий комісія
ова обласний військовий адміністрація
рф російський федерація
кнр китайський народний республіка
кндр корейський народний демократичний республіка
обсє організація безпека співробітництво європа
магате міжнародний агентство атомний енергія
бпла безпілотний літальний апарат
рсзв реактивний система залповий вогонь
ввп валовий внутрішній продукт
вр верховний рада
тцк територіальний центр комплектування
вру верховний рада україна
кабмін кабінет міністр
мінфін міністерство фінанси
міноборони міністерство оборона
мін'юст міністерство юстиція
мінекономіки міністерство економіка
міненерго міністерство енергетика
мінсоцполітики міністерство соціальний політика
мінцифри міністерство цифровий трансформація
генштаб генеральний штаб
нацполіція національний поліція
нацгвардія національний гвардія
держдума державний дума
держдеп державний департамент
єврокомісія європейський комісія
європарламент європейський парламент
"""
# One word for another: units, names of one word, and what the two orthographies spell apart.
_ONE: Final = {
    "млн": "мільйон", "млрд": "мільярд", "трлн": "трильйон", "тис": "тисяча",
    "грн": "гривня", "коп": "копійка", "км": "кілометр", "см": "сантиметр",
    "мм": "міліметр", "кг": "кілограм", "мг": "міліграм", "га": "гектар", "квт": "кіловат",
    "мвт": "мегават", "гвт": "гігават", "вул": "вулиця", "обл": "область", "хв": "хвилина",
    "євросоюз": "єс", "гідроелектростанція": "гес", "теплоелектроцентраль": "тец",
    "нацбанк": "нбу", "безпілотник": "бпла", "ковід": "covid",
    "фейсбук": "facebook", "ютуб": "youtube", "тікток": "tiktok", "інстаграм": "instagram",
    "твіттер": "twitter", "гугл": "google", "епл": "apple", "еппл": "apple", "айфон": "iphone",
    "вотсап": "whatsapp", "вайбер": "viber",
    "атени": "афіни", "етер": "ефір", "катедра": "кафедра", "міт": "міф", "авдит": "аудит",
    "авдиторія": "аудиторія", "авдієнція": "аудієнція", "лавреат": "лауреат",
    "павза": "пауза", "фавна": "фауна", "патос": "пафос", "логаритм": "логарифм",
    "дитирамб": "дифірамб", "анатема": "анафема", "маратон": "марафон",
    "аритметика": "арифметика", "священик": "священник",
    "восени": "осінь", "взимку": "зима", "влітку": "літо", "навесні": "весна",
    "вранці": "ранок", "ввечері": "вечір", "вдень": "день", "вночі": "ніч",
    "путин": "путін", "путина": "путін", "нетаньягу": "нетаньяху",
}  # fmt: skip
_LATIN: Final = {
    "usa": "сша", "eu": "єс", "un": "оон", "imf": "мвф", "iaea": "магате", "unesco": "юнеско",
    "unicef": "юнісеф", "uefa": "уєфа", "opec": "опек", "osce": "обсє", "cia": "цру",
    "fbi": "фбр", "wto": "сот", "ebrd": "єбрр",
}  # fmt: skip
_BETWEEN: Final = frozenset(("і", "й", "та", "з", "із", "зі", "у", "в", "на", "від"))
_ENDED = re.compile(
    "([A-ZА-ЯІЇЄҐ]{2,6})(?:у|а|і|и|е|ю|я|є|ом|ем|ою|ею|ові|ів|ам|ами|ах)",
)
_SAME: Final = {folded_word(short): folded_word(long) for short, long in _ONE.items()}


def _by_beginning() -> dict[Term, list[tuple[tuple[Term, ...], Term]]]:
    names: dict[Term, list[tuple[tuple[Term, ...], Term]]] = {}
    for line in _LONG.strip().splitlines():
        short, first, *rest = map(folded_word, line.split())
        names.setdefault(first, []).append((tuple(rest), short))
    return names


_NAMES: Final = _by_beginning()


def same_terms(terms: set[Term]) -> set[Term]:
    """What these folded terms are called otherwise."""
    return {_SAME[term] for term in terms if term in _SAME}


def in_ukrainian(abbreviation: str) -> Term | None:
    """Of an English one in small letters: «eu» is «єс»."""
    known = _LATIN.get(abbreviation)
    return folded_word(known) if known else None


def without_ending(word: str) -> str | None:
    """«МЗС» of «МЗСу»; None where it is no abbreviation with an ending."""
    found = _ENDED.fullmatch(word)
    return found[1] if found else None


def names_in(words: Said) -> Iterator[tuple[range, Term]]:
    """Where long names stand, and what each is in short."""
    for at, word in enumerate(words):
        if _NAMES.keys().isdisjoint(word):
            continue
        for first in word & _NAMES.keys():
            for rest, short in _NAMES[first]:
                behind = _behind(words, at + 1, rest)
                if behind:
                    yield range(at, behind), short


def _behind(words: Said, at: int, rest: tuple[Term, ...]) -> int | None:
    """Where these words are over that begin here; None where others stand here."""
    for term in rest:
        while at < len(words) and not _BETWEEN.isdisjoint(words[at]) and term not in words[at]:
            at += 1
        if at >= len(words) or term not in words[at]:
            return None
        at += 1
    return at
