"""What countries and cities are called in English, and in Ukrainian."""

from collections.abc import Iterator
from functools import cache
from typing import Final

from bot.language.spelling import is_cyrillic, small, without_accents

# Cities by the zones that they lie in, each before what it is in Latin. Those that a zone is
# called after, babel knows.
NAMED_CITIES: Final = {
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


@cache
def cities() -> frozenset[str]:
    """Those of the list here, in Ukrainian, in small letters."""
    return frozenset(
        small(name)
        for names in NAMED_CITIES.values()
        for name in names.split()
        if is_cyrillic(name)
    )


@cache
def in_ukrainian_of() -> dict[str, str]:
    """English names of one word → Ukrainian ones, in small letters."""
    pairs = ((small(without_accents(english)), small(name)) for english, name in _names())
    return {english: name for english, name in pairs if english.isalpha() and _is_word(name)}


def _is_word(name: str) -> bool:
    return name.replace("-", "").replace("'", "").isalpha()


def _names() -> Iterator[tuple[str, str]]:
    from babel import Locale  # noqa: PLC0415 - 75 ms, with the first word in Latin

    english, ukrainian = Locale("en"), Locale("uk")
    for code, name in english.territories.items():
        if code.isalpha() and code in ukrainian.territories:
            yield name, ukrainian.territories[code].replace("ʼ", "'").replace("’", "'")
    for zone, said in ukrainian.time_zones.items():
        if "city" in said:
            called = english.time_zones.get(zone, {}).get("city")
            yield called or zone.rpartition("/")[2], said["city"]
    for names in NAMED_CITIES.values():
        cyrillic = ""
        for name in names.split():
            if is_cyrillic(name):
                cyrillic = name
            else:
                yield name, cyrillic
