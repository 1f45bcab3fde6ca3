"""In which zone a city lies, in whichever form it is typed: «Харків», «у Харкові», “Kharkiv”."""

from collections.abc import Iterator
from functools import cached_property
from typing import Final
from zoneinfo import available_timezones

from bot.domain.filters import Term
from bot.language.terms import Language

# Cities that no zone is called after. Those that a zone is called after, babel knows.
OTHERS: Final = {
    "Europe/Kyiv": """Київ Вінниця Vinnytsia Луцьк Дніпро Донецьк Житомир Ужгород Uzhhorod
        Запоріжжя Івано-Франківськ Франківськ Кропивницький Луганськ Львів Lvov Миколаїв Одеса
        Полтава Рівне Суми Тернопіль Харків Kharkov Херсон Хмельницький Черкаси Чернівці Чернігів
        Маріуполь Кременчук""",
    "Europe/Simferopol": "Севастополь Ялта",
    "Europe/Warsaw": """Краків Kraków Cracow Вроцлав Wrocław Wroclaw Гданськ Познань Лодзь Люблін
        Lublin Катовиці Katowice Жешув Rzeszów Rzeszow Щецин Szczecin Перемишль Przemyśl Бидгощ""",
    "Europe/Berlin": """Мюнхен München Munich Гамбург Франкфурт Кельн Cologne Köln Дрезден Dresden
        Лейпциг Leipzig Штутгарт Дюссельдорф Düsseldorf Dusseldorf Ганновер Бремен Нюрнберг
        Nürnberg Nuremberg Бонн""",
    "Europe/Prague": "Брно Острава Пльзень Plzeň",
    "Europe/Bratislava": "Кошиці Košice",
    "Europe/Vienna": "Грац Graz Лінц Linz Зальцбург Salzburg Інсбрук Innsbruck",
    "Europe/Zurich": "Цюрих Женева Geneva Берн Bern Базель Basel Лозанна Lausanne",
    "Europe/Rome": """Мілан Milan Milano Неаполь Naples Турин Болонья Bologna Флоренція Florence
        Венеція Venice Генуя Genoa""",
    "Europe/Madrid": """Барселона Barcelona Валенсія Valencia Севілья Seville Малага Аліканте
        Alicante""",
    "Europe/Lisbon": "Порту Porto",
    "Europe/London": """Манчестер Единбург Edinburgh Лідс Leeds Ліверпуль Liverpool Глазго Glasgow
        Бірмінгем Birmingham Бристоль Bristol Кардіфф Cardiff Белфаст Оксфорд Кембридж
        Cambridge""",
    "Europe/Paris": """Ліон Lyon Марсель Marseille Ніцца Nice Страсбург Strasbourg Тулуза Toulouse
        Бордо Bordeaux Лілль Lille""",
    "Europe/Amsterdam": "Роттердам Гаага Hague Утрехт Utrecht Ейндговен Eindhoven",
    "Europe/Brussels": "Антверпен Antwerp Гент Ghent Льєж Liège",
    "Europe/Istanbul": "Анкара Ізмір Анталія Antalya",
    "Europe/Vilnius": "Каунас Клайпеда",
    "Europe/Bucharest": "Клуж Cluj Ясси Iași Сучава",
    "Europe/Chisinau": "Бєльці Тирасполь",
    "Europe/Copenhagen": "Орхус Aarhus",
    "Europe/Stockholm": "Гетеборг Gothenburg Göteborg Мальме Malmö Malmo",
    "Europe/Oslo": "Берген",
    "Europe/Helsinki": "Тампере Турку Turku",
    "Europe/Belgrade": "Приштина Pristina",
    "Europe/Athens": "Салоніки Thessaloniki",
    "Europe/Malta": "Валлетта Valletta",
    "Asia/Nicosia": "Лімасол Limassol",
    "Asia/Jerusalem": "Тель-Авів Хайфа Haifa",
    "Asia/Tbilisi": "Батумі",
    "Asia/Dubai": "Абу-Дабі Abu-Dhabi",
    "Asia/Almaty": "Астана",
    "Asia/Tokyo": "Осака Кіото Kyoto",
    "Asia/Shanghai": "Пекін Beijing Гуанчжоу Guangzhou",
    "Asia/Kolkata": "Делі Delhi Нью-Делі New-Delhi Мумбаї Бангалор Bangalore",
    "Asia/Karachi": "Ісламабад",
    "Asia/Bangkok": "Ханой Hanoi Пхукет Phuket",
    "Asia/Makassar": "Балі Bali",
    "Asia/Riyadh": "Джидда Jeddah",
    "Africa/Casablanca": "Рабат",
    "Africa/Lagos": "Абуджа Abuja",
    "Africa/Johannesburg": "Преторія Кейптаун Cape-Town",
    "America/New_York": """Вашингтон Бостон Філадельфія Philadelphia Маямі Miami Атланта Клівленд
        Cleveland Пітсбург Pittsburgh Шарлотт Charlotte""",
    "America/Chicago": """Чикаго Хьюстон Г'юстон Houston Даллас Остін Austin Міннеаполіс
        Новий-Орлеан New-Orleans""",
    "America/Los_Angeles": """Сан-Франциско San-Francisco Сієтл Seattle Сан-Дієго San-Diego
        Портленд Portland Лас-Вегас Сакраменто""",
    "America/Toronto": "Оттава Монреаль Montreal Квебек Quebec",
    "America/Edmonton": "Калгарі",
    "America/Sao_Paulo": "Бразиліа Brasília Brasilia Ріо-де-Жанейро Rio-de-Janeiro",
    "America/Guayaquil": "Кіто Quito",
    "Australia/Sydney": "Канберра",
    "Pacific/Auckland": "Веллінгтон",
}
_LONGEST: Final = 60  # characters
_BEFORE: Final = frozenset(("у", "в", "in", "м", "місто", "місті", "city"))


class Cities:
    """`language` knows the forms of names, and each in the other alphabet."""

    def __init__(self, language: Language) -> None:
        self._language = language

    def zone_of(self, typed: str) -> str | None:
        """The zone's IANA name; None for what is no city, or may be several.

        Takes its time at the first call: some hundreds of names are looked up.
        """
        city, _, _ = typed[:_LONGEST].partition(",")  # «Київ, Україна»
        words = city.replace(".", " ").split()
        if len(words) > 1 and words[0].casefold() in _BEFORE:
            words = words[1:]
        for name in dict.fromkeys((" ".join(words), "-".join(words))):
            if zone := self._as_printed.get(self._language.exactly(name)):
                return zone
        for name in dict.fromkeys((" ".join(words), "-".join(words))):
            found = self._in_any_form(name)
            if len(found) == 1:
                return found.pop()
        return None

    def _in_any_form(self, name: str) -> set[str]:
        asked = self._language.asked(name)
        if not asked:
            return set()
        first, *others = asked
        names = set().union(*(self._by_term.get(term, set()) for term in first))
        return {
            zone
            for zone, said in names
            if len(said) == len(asked)
            and all(word & there for word, there in zip(others, said[1:], strict=True))
        }

    @cached_property
    def _as_printed(self) -> dict[tuple[Term, ...], str]:
        names = reversed(list(_names()))  # those of the list here go before babel's
        return {self._language.exactly(name): zone for name, zone in names}

    @cached_property
    def _by_term(self) -> dict[Term, set[tuple[str, tuple[frozenset[Term], ...]]]]:
        """The first word of each name, with its zone and all its words."""
        found: dict[Term, set[tuple[str, tuple[frozenset[Term], ...]]]] = {}
        for name, zone in _names():
            said = tuple(self._language.said(name))
            for term in said[0] if said else ():
                found.setdefault(term, set()).add((zone, said))
        return found


def _names() -> Iterator[tuple[str, str]]:
    """The names of cities with their zones."""
    from babel import Locale  # noqa: PLC0415 - for whoever names a city at all
    from babel.core import get_global  # noqa: PLC0415

    for zone, names in OTHERS.items():
        yield from ((name, zone) for name in names.split())
    newer, known = get_global("zone_aliases"), available_timezones()
    for language in ("uk", "en"):
        for old, said in Locale(language).time_zones.items():
            zone = newer.get(old, old)
            if "city" in said and zone in known:
                yield said["city"], zone
                yield zone.rpartition("/")[2].replace("_", " "), zone
