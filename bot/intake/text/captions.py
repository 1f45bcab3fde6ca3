"""Which lines say themselves that they stand below a picture."""

import re

from bot.intake.dates import read_date
from bot.intake.text.person_names import could_be_person, is_person
from bot.intake.text.short_lines import SHORT
from bot.intake.text.stems import SENTENCE_BREAK

_LONGEST = 300
_FIRST_SENTENCE = 2  # blanks; «Розділ перший. Мілина» is a heading
_MOST_OF_NAME = 6  # blanks
_PHOTO = (
    r"(?:(?:ілюстративне\s|архівне\s)?фото|світлина|(?:file\s|stock\s)?photo(?:graph)?|fot\.|foto"
    r"|bild|ілюстрація|колаж|коллаж|скриншот|image|зображення|autor|скріншот|інфографіка|zdj\.|credit(?:\.\.\.)?)"
)
_CREDIT_BEHIND = re.compile(
    r".+(?:\s[/|–—-]|[.,]|\s\()\s?(?:фото|photo|світлина|дані|графіка|data|джерело|source)\s?(?::|by\s)\s?[^:]{1,80}"
    # «Хутір біля траси / фото Agency», «Міст (фото Юлії Мельник)», «A pub. Photograph: G. Pugh»
    rf"|.+(?:\s[/|•(]|[.,]\s)\s?{_PHOTO}[\s:]\s?[^:]{{2,80}}"
    r"|(?:\S+\s){3,}(?:фото|світлина|photo):\s(?:[^:.]|\.(?=\S)){2,60}"
    r"|.+\.\s?credit\.{3}\s?\S.{2,60}"
    r"|(?:\S+\s){2,}(?:з|із|зі)\s(?:сімейн|родинн|особист|приватн|домашн)\w{2,3}\s"
    r"(?:архіву|альбому)(?:\s[^\s.,]+){0,4}"
    r"|(?:\S+\s){2,}(?:фото|світлина|photo|foto)\s(?:автор(?:а|ки)|редакції|надан\w{1,2}\s.{2,40})"
    r"|.+\s(?:[-–—|]\s)?(?:copyright|©)\s.{2,60}"
    r"|.+\s\(\s?(?:©|\S+\sphoto/).{2,60}\)"
    # «Гасіння пожежі (ілюстративне зображення)»
    r"|.+,\s(?:ілюстративне|архівне|иллюстративное|архивное|file)\s(?:фото|photo)\b.{0,60}"
    r"|.+\s\((?:ілюстративн|архівн|иллюстративн|архивн|illustrati|file\s|archiv)\w*(?:\s[^()]{2,40})?\)",
    re.IGNORECASE,
)
# «Фонтан / © Agency», «Фонтан на площі. Agency/Photographer», «Фонтан на площі | Agency».
_AGENCY_BEHIND = re.compile(
    r".+(?:\s/|[.,])\s©\s.{2,80}|.+\.\s[^./]{2,60}/[^./]{2,60}|(?:[^\s|]+\s){4,}\|\s[^|.!?]{2,40}"
)
# «Укрзалізниця / Facebook»
_ON_NETWORK = re.compile(
    r"\S.*\s/\s(?:facebook|instagram|telegram|youtube|tiktok|twitter|x)", re.IGNORECASE
)
_CAPITAL = r"[^\W\d_a-zа-яіїєґ]"
# «Капітан із кубком / liga.example.ua», «Люстра після ремонту / Agency»
_SITE_BEHIND = re.compile(
    rf"(?:\S+\s){{3,}}/\s{_CAPITAL}[^/.!?,]{{2,30}}|"
    r".+\s[/|]\s(?:[\w-]{1,40}\.){1,3}(?:ua|com|net|org|info|media|pl|de|eu)"
)
# «Прокат біля вокзалу AFP – KARIM LEBLANC»
_AGENCY_AT_END = re.compile(
    r"(?:\S+\s){3,}\((?:dpa|ansa|apa|afp|pap|epa|imago|reuters)\b[^()]{0,40}\)|"
    r"(?:\S+\s){3,}(?:AFP|AP|EPA|REUTERS|Reuters|Getty Images|dpa|PAP|УНІАН|"
    r"Укрінформ)(?:\s?[–—/-]\s?[^.!?]{2,40})?"
)
# «Скриншот допису»
_COPY_OF = re.compile(
    r"(?:скриншот|скріншот|скрин|стоп-?кадр|кадр (?:з|із)|screenshot|screengrab)\s\S.{2,80}",
    re.IGNORECASE,
)
# «Biscuit by the rack. Photo by June Hart.»
_CREDITED = re.compile(
    r".+[.,(/|]\s?(?:фото|світлина|зображення|image|photo(?:graph)?)(?:\s?:|\sby)\s[^.:]{2,60}\.",
    re.IGNORECASE,
)
_SHOWN = re.compile(r"(?:\S+\s){2,}\S+\s\([^()]{2,60}\)")
# «Оркестр на сцені (Agency)», «Train in the flats [File: Agency]», «Команда на полі. Agency».
_NAMED_BEHIND = re.compile(
    r"(?:\S+\s){3,}(?:\([^\W\d_a-zа-яіїєґ][^()]{1,50}\)|\[[^\[\]]{2,60}\])|\S+\s\S.*\s/\s[^/]{2,40}"
    rf"|.+\w[.!?][»\"”]?\s{_CAPITAL}[^\s.]+\s(?:[^\s.]+\s){{0,3}}{_CAPITAL}[^\s.]+"
)
_AGENCIES = (
    r"(?:getty images|reuters|pa media|epa|afp|associated press|alamy|shutterstock)"
    r"(?:/\S+(?: \S+)?| via \S+)?"
)
_AGENCY = re.compile(_AGENCIES, re.IGNORECASE)
_AGENCY_BEFORE = re.compile(rf"{_AGENCIES} \S.{{10,}}", re.IGNORECASE)
# «Harriet Colwyn/NCB Owen Tredwell stands behind the counter.»
_WHOSE_BEFORE = re.compile(
    r"(?:Getty Images|PA Media|EPA|AFP|Alamy|Shutterstock|[A-Z][\w’'-]+ [A-Z][\w’'-]+/[A-Z]{2,8}) "
    r"[A-Z][a-z]* .{20,}"
)
_IN_BRACKETS = re.compile(r"\[[^\W\d_][^\[\]]{9,200}\]")  # «[Читальна зала бібліотеки]»
_MONTH_OF_YEAR = re.compile(r"(?:[^\W\d_]{3,12} )?(?:19|20)\d\d(?: р(?:ік|оку|\.)?)?")
# «Третій зліва – хірург», «Anna Lind (left)»
_POSITION = re.compile(
    r".*(?:\b(?:перш|друг|трет|четверт|крайн)\w{1,3} (?:зліва|справа|ліворуч|праворуч)\b|"
    r"\((?:зліва|справа|ліворуч|праворуч|left|right|centre|center|links|rechts|z lewej|z prawej)\)"
    r"|, (?:зліва|ліворуч|left), ).*",
    re.IGNORECASE,
)
# «показує», «стоїть», «несе»; «розповідає» tells what is said
_DOES = re.compile(r"(?!розпові|каж|пояс|говор)[а-яіїєґ'’]{2,14}(?:[єе]|[аиїуюя]ть)(?:ться)? \w")
_DID = re.compile(r"\w(?:ла|ло|ли)(?:ся|сь)?\b")
_ON_PHOTO = ("на фото:", "на світлині:", "на знімку:", "in the photo:", "pictured:")
_ASKS = """
що як чому хто коли де чи скільки куди звідки який яка яке які навіщо про what how why who when
where is are что как почему кто когда где сколько co jak dlaczego kto kiedy gdzie ile czy was wie
warum wer wann wo
"""
_ASKING = frozenset(_ASKS.split())
_WHERE = """
на у в біля коло під над перед поблизу неподалік серед поруч at in on near outside during w na przy
pod auf im am bei vor возле около под
"""
_PLACES = frozenset(_WHERE.split())
_BESIDE = frozenset((
    "біля", "коло", "поруч", "поряд", "перед", "під", "разом", "із", "з", "поблизу", "with",
    "beside", "near", "outside", "behind", "возле",
))  # fmt: skip
_SHORTEST = 3  # blanks
_SIGNED = re.compile(r"[.!?…] \([^\W\d_][^():]{1,20}\)$")
# Any word that may be one, in Ukrainian: «скаржаться», «відкрили», «пішов», «варто», «готові»
_VERB = re.compile(
    r"\w(?:ть|ться|ти|тися|є|в|вся|ла|ло|ли|лася|лося|лися|но|то|мо|е|ні|ві|[a-z])\b|[?!:–—]"
)
_CLOSING = "»\"”“’')]"


def is_caption(text: str) -> bool:
    """«На фото: …», or a line with its photographer's or agency's name behind it."""
    if text.casefold().startswith(_ON_PHOTO):
        return True
    text = text.removesuffix(".") if _CREDITED.fullmatch(text[:_LONGEST]) else text
    sentence = text.rstrip(_CLOSING).endswith((".", "!", "?", "…", ":", ";"))
    return (
        len(text) <= _LONGEST
        and not sentence
        and not read_date(text.partition(" | ")[0])
        and bool(
            _CREDIT_BEHIND.fullmatch(text)
            or _AGENCY_BEHIND.fullmatch(text)
            or _SITE_BEHIND.fullmatch(text)
            or _ON_NETWORK.fullmatch(text)
            or _COPY_OF.fullmatch(text)
            or _AGENCY_AT_END.fullmatch(text)
            or _POSITION.fullmatch(text)
        )
    )


def says_when(text: str) -> bool:
    """«Виборча дільниця в Кишиневі, 10 травня 2026 року», as below a picture.

    A month of a year or a year alone does as well: «…, жовтень 2025 року», «…, 2019 рік».
    """
    last = text.rpartition(", ")[2]
    date = read_date(last)
    return (date is not None and date.is_day_of_year) or bool(
        last != text and _MONTH_OF_YEAR.fullmatch(last)
    )


def says_what_it_shows(credit: str) -> bool:
    """«фонтан увечері (Agency)», behind «Фото:»."""
    return bool(_SHOWN.fullmatch(credit))


def names_who_is_shown(text: str) -> bool:
    """«Олег Кравець, «Ярий»», below a headline; of more words it tells, as leads do."""
    name, comma, _ = text.partition(",")
    return bool(comma) and could_be_person(name) and text.count(" ") < _MOST_OF_NAME


def shows_person_beside(text: str) -> bool:
    """«Ксенія Вербна біля органа», a known name and beside what: no heading is told so."""
    words = text.split(" ")
    beside = len(words) > _SHORTEST and words[2] in _BESIDE
    return beside and is_person(" ".join(words[:2]))


def does_something(text: str) -> bool:
    """«Параска Федюк показує план»: a name and a verb of now, with which no heading begins."""
    first, _, rest = text.partition(" ")
    second, _, more = rest.partition(" ")
    return could_be_person(f"{first} {second}") and bool(_DOES.match(more)) and "," not in rest


def is_told_openly(text: str) -> bool:
    """«Мирослав у майстерні. Дзвону за його спиною двісті років»: the last without a stop."""
    stop = SENTENCE_BREAK.search(text)
    if stop is None or text[stop.start()] != "." or text[0].isdecimal() or is_signed(text):
        return False
    return text[: stop.start()].count(" ") >= _FIRST_SENTENCE


def is_signed(text: str) -> bool:
    """«Prace sfinansowało centrum. (PAP)»: a sentence with its agency behind it."""
    return len(text) <= _LONGEST and _SIGNED.search(text) is not None


def asks(text: str) -> bool:
    """«Що взяти»: it begins as a question does."""
    return text.casefold().partition(" ")[0].strip(",") in _ASKING


def tells_place(text: str) -> bool:
    """«Пожежники на вулиці Європейській».

    Not what asks («Що відомо про пожежу»), is of a few words, or parts off what is below.
    """
    rest = text.casefold().partition(" ")[2]
    heads = asks(text) or len(text) > _LONGEST or text.endswith("?")
    parted = any(sign in text for sign in (":", " – ", " — ", "@", "\t"))
    parted = parted or _DID.search(text) is not None  # «Ідея з’явилася у шпиталі»
    shows = text.count(" ") >= _SHORTEST and text[0].isupper()
    return shows and not (heads or parted) and not _PLACES.isdisjoint(rest.split())


def is_agency(text: str) -> bool:
    """«Getty Images», with its photographer or not."""
    return len(text) <= _LONGEST and bool(_AGENCY.fullmatch(text))


def is_told_to_screen_readers(text: str) -> bool:
    """«Getty Images A grassy platform», «[Читальна зала]»: said of a picture above its caption."""
    sentence = text.rstrip(_CLOSING).endswith((".", "!", "?", "…", ":", ";"))
    form = _AGENCY_BEFORE.fullmatch(text) or _IN_BRACKETS.fullmatch(text)
    if len(text) > _LONGEST:
        return False
    return bool((form and not sentence) or _WHOSE_BEFORE.fullmatch(text))


def names_somebody_behind(text: str) -> bool:
    """«Оркестр на сцені (Agency)»: where captions stand, it is one."""
    return len(text) <= _LONGEST and bool(_NAMED_BEHIND.fullmatch(text))


def has_verb(text: str) -> bool:
    """Whether any of its words may be one."""
    return bool(_VERB.search(text))


def shows(text: str) -> bool:
    """«Ратуша ввечері після ремонту»: above the text it is no lead, as it has no verb."""
    first = SENTENCE_BREAK.split(text, maxsplit=1)[0]
    return first.count(" ") >= SHORT and not has_verb(first)
