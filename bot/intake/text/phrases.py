"""Lines that are known by their form, without a label's colon: tags, credits, other news."""

import re

from bot.intake.text.labels import LineKind
from bot.intake.text.person_names import could_be_person
from bot.intake.text.section_names import is_short_name

_SIGNED = re.compile(r"\(?Reporting by ([^;]{3,120}); .{3,160}")
# «лиман (31) Одеська область (2214)»: tags, each with how many news bear it.
_COUNTED_TAGS = re.compile(r"(?:[^\s,().!?][^().!?]{1,39}\(\d{1,6}\),?\s?){2,}")
_RELATED_BEFORE = re.compile(
    r"(?:À lire aussi|Lire aussi|Читайте також|Read more|Read also)(?: \||:| –)"
    r"(?: Article réservé à nos abonnés)? ([^\W\d_a-zа-яіїєґ].{15,250})|"
    r"(?:Читайте також|Читайте ще|Дивіться також|До теми|По темі|За темою|Read also|READ:|Read:)\s"
    r"([^\W\d_a-zа-яіїєґ].{15,250})|"
    r"(?:Більше|Детальніше|Докладніше|Подробиці|Подробнее|Раніше|More|Mehr):\s"
    r"([^\W\d_a-zа-яіїєґ].{15,250}[^.])"
)
_MORE_FROM = re.compile(
    r"(?:more (?:from|on|in)|більше (?:з рубрики|за темою|на тему)|więcej o|"
    r"mehr (?:\w+ )?(?:aus|zu)) "
    r"(?:[^\W\d_][^.!?:]{2,30}|\.{3}|…)",
    re.IGNORECASE,
)
_PICTURE_BY = re.compile(
    r"фото (?:і?з (?:\w+ )?(?:архіву|альбому|відкритих|сайту|соцмереж)|"
    r"зі сторінки|надан|надал|авторки?\b).{0,60}|"
    r"(?:фото|світлини?) (?!без )[^\s.,:;!?]{3,20}(?: [^\s.,:;!?]{2,20}){0,2}|"
    r"(?:photo(?:graph|graphy)?|image|picture)s?\s(?:by|courtesy of|credit)\s.{2,80}|"
    r"fot\.\s.{2,80}|"
    r"credit\.{3}\s?\S.{1,80}|©\s?(?:foto|photo|bild|фото|imago|dpa)\b.{0,80}|"
    r"(?:[^\W\d_]{2,20}\s){0,3}(?:file|courtesy|staff|handout)\s(?:photo|image|picture)",
    re.IGNORECASE,
)
_OF_ALBUM = re.compile(r"^фото і?з (?:\w+ )?(?:архіву|альбому)\b", re.IGNORECASE)
# «Ola Brandt/Getty Images», below what the picture shows
_BY_AGENCY = re.compile(
    r"[^\W\d_a-z][^/.!?,;:]{2,40}/(?:[^/.!?,;:]{2,30}/)?"
    r"(?:AP|AFP|EPA|dpa|PAP|Reuters|REUTERS|Bloomberg|Associated Press|"
    r"Getty Images|Shutterstock|Alamy|Unsplash|УНІАН|Укрінформ)(?: via [^/.!?]{3,30})?"
)
_BY_PAPER = re.compile(r"([^\W\d_][^/.!?,;:]{4,40}?)\s?/\s?([^\W\d_][^/.!?,;:]{2,40})")
_NEWSROOM = re.compile(
    r"(?:Редакція|Редакция|Redakcja) [^\W\d_a-zа-яіїєґ][^\s.!?]+(?: [^\s.!?]+)?"
)
_STAFF = re.compile(r"(?:from )?(?:\w+ )?staff reports?|(?:news|web) staff", re.IGNORECASE)
# «Цей запис був опублікований у Подорожі, позначки: осінь.», as weblogs have it.
_POSTED = re.compile(
    r"(?:цей запис (?:був |було )?(?:опубліковано|опублікований|розміщено)|this entry was posted|"
    r"эта запись (?:была )?опубликована)\s.{3,200}|posted in\s.{3,100}[^.!?…\"”]",
    re.IGNORECASE,
)
_FILED = re.compile(r"(?:posted|filed) (?:in|under):? ([^\W\d_][^.,!?:]{2,30})", re.IGNORECASE)
_WITH = re.compile(
    r"(?:[—–-] )?with (?:assistance|reporting|files|contributions?) (?:from|by) .{3,120}|"
    r"edited by .{3,60}",
    re.IGNORECASE,
)
_PLACED = re.compile(r"Reporting (?:from|in) (?=[^\W\d_a-zа-яіїєґ])\S+(?: \S+){0,6}")
_ISSUED = re.compile(r"SOURCE [^\W\d_a-z].{1,60}")  # whose press release it is
_TOLD_BEFORE = re.compile(
    r"(?:нагада\w{2,4},? )?(?:що )?(?:раніше|нещодавно) (?:ми )?(?:вже )?"
    r"(?:писали|розповідали|повідомляли)(?: про(?: це)?)?:|"
    r"дивіться (?:також )?(?:відео|фото|репортаж):",
    re.IGNORECASE,
)
_READ_ELSEWHERE = re.compile(
    r"(?:читайте|дивіться|слухайте) (?:в|у|на|про) [^.:!?]{3,40}: [^\W\d_].{5,150}", re.IGNORECASE
)
_MAY_INTEREST = re.compile(
    r"(?:вам|вас|тобі|вам) [^:.!?]{0,30}(?:цікав|зацікав|сподоба|корисн|интерес)\w{0,6}: "
    r"(.{10,250})",
    re.IGNORECASE,
)
_INTERESTS = re.compile(
    r"(?:вам|вас|тобі)(?: також)?(?: може| можуть)?(?: бути)? "
    r"(?:цікав|зацікав|сподоба|интерес|заинтерес|понрав)\w{1,6}(?: новини)?:?",
    re.IGNORECASE,
)
_MAIN_NEWS = re.compile(
    r"(?:.{3,60}\s[-–—]\s)?(?:головні|останні|усі|всі|найважливіші|найсвіжіші) новини(?: "
    r".{2,30})?:",
    re.IGNORECASE,
)
_TAGGED = re.compile(
    r"(?:теги|теги новини|tags|tagged|mots-clés)\s\S.{1,200}[^.!?]", re.IGNORECASE
)
_ABOUT_ARTICLE = (_SIGNED, _WITH, _PLACED, _TAGGED, _COUNTED_TAGS, _POSTED, _READ_ELSEWHERE)


_HEADS_OTHERS = (_MORE_FROM, _MAIN_NEWS, _TOLD_BEFORE, _INTERESTS)


def read_phrase(words: str) -> tuple[LineKind, str] | None:
    """The kind of such a line, and what it names; None for any other."""
    filed = _FILED.fullmatch(words)
    section = filed[1] if filed and is_short_name(filed[1]) else ""
    if section or any(form.fullmatch(words) for form in _ABOUT_ARTICLE):
        return (LineKind.SECTION if section else LineKind.LABEL), section
    if related := _RELATED_BEFORE.fullmatch(words) or _MAY_INTEREST.fullmatch(words):
        return LineKind.RELATED, related[related.lastindex or 0]
    if any(form.fullmatch(words) for form in _HEADS_OTHERS):
        return LineKind.RELATED, ""
    staff = _STAFF.fullmatch(words) or _NEWSROOM.fullmatch(words)
    if staff or _ISSUED.fullmatch(words):
        return (LineKind.AUTHOR if staff else LineKind.SOURCE), words
    if _BY_AGENCY.fullmatch(words) or _is_by_paper(words):
        return LineKind.PHOTO, ""
    few = words.count(" ") == 1 or _OF_ALBUM.search(words) is not None
    few = few and words.endswith(".")  # «Фото лікарні.», «Фото з сімейного альбому.»
    credited = few or not words.endswith(".")
    is_credit = credited and _PICTURE_BY.fullmatch(words[:-1] if few else words)
    return (LineKind.PHOTO, "") if is_credit else None


def reporters_of(line: str) -> str:
    """«Anneke Visser» of «(Reporting by Anneke Visser; Editing by Paul Marsh)», or nothing."""
    signed = _SIGNED.fullmatch(line)
    return signed[1].strip() if signed else ""


def _is_by_paper(words: str) -> bool:
    """«Lou Ferrante/The Gazette», «Kavik Olsen / KXYZ»: who took a picture, and for whom."""
    said = _BY_PAPER.fullmatch(words)
    if said and " / " in words and not (said[2].isupper() or " " in said[2]):
        return False  # «Співачка Лея / Instagram» shows her
    return (
        said is not None
        and could_be_person(said[1])
        and all(word[0].isupper() for word in said[2].split())
    )
