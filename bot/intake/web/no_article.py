"""Web pages that are no article: lists, missing pages, consent and robot checks, paywalls."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from bot.intake.web.metadata import Metadata

_MISSING = re.compile(
    r"(?<!\d)404(?!\d)|(?:сторінк\w{1,20}+|матеріал|статт\w{1,20}+|новин\w{1,20}+)\s(?:\w{1,30}+\s){0,2}не\s(?:знайден|існує)|"
    r"не\sзнайдено|(?:page|article|story)\s(?:\w{1,30}+\s){0,2}not\s(?:be\s)?found|not\sfound|"
    r"страница\sне\sнайдена|no\slonger\savailable|such\spage|сторінки\sне\sіснує|"
    r"page\sdoesn.t\sexist",
    re.IGNORECASE,
)
_CHECKS = re.compile(
    r"just a moment|attention required|cloudflare|access denied|ddos-guard|"
    r"are you a (?:human|robot)|"
    r"checking your browser|verify(?:ing)? you are|security check|captcha|перевірка браузера|"
    r"pardon our interruption|ви не робот|доступ (?:заборонено|обмежено)|human verification|"
    r"bot detection|403 forbidden|checking if the site|one more step",
    re.IGNORECASE,
)
_CONSENT = re.compile(
    r"cookie|consent|before you continue|privacy (?:settings|choices)|your privacy|"
    r"файл(?:и|ів) cookie|кукі|приватн(?:ість|ості)|персональн\w{1,20}+ дан|zustimmung|"
    r"datenschutz|vie privée|we value your",
    re.IGNORECASE,
)
_PAYWALL = re.compile(
    r"передплат(?:никам|ників|іть|у|ою|а)|підписк(?:у|ою|и)|(?<!un)subscribe|subscri(?:ber|ption)|"
    r"already a (?:member|subscriber)|log in to (?:read|continue)|sign in to (?:read|continue)|"
    r"продовжити читання|continue reading|для читання|повний доступ|лише для|увійдіть|абонемент",
    re.IGNORECASE,
)
_WALL = re.compile(  # of this text; a site may have something to subscribe to below any
    r"передплат(?:никам|ників)|підписникам|subscribers?\b|already a member|"
    r"(?:log|sign) in to (?:read|continue)|продовжити читання|continue reading|for free articles|"
    r"(?:щоб|аби|чтобы) чита|для читання|повний доступ|лише для|"
    r"subscri\w{2,5}+ (?:\w{1,9}+ )?to (?:read|continue|keep)",
    re.IGNORECASE,
)
_WALL_OF_CONSENT = re.compile(
    r"cookie|consent|our (?:[\d,.]{1,9}+ )?partners|legitimate interest|your choices|"
    r"these choices|personal data|unique identifiers|кукі|персональн\w{1,9}+ дан|"
    r"партнер\w{0,9}+ (?:зберіга|обробля)|"
    r"(?:дайте|дати|вашу|відкликати|налаштування) згод|приватн(?:ість|ості)|стеження|"
    r"\btraceurs|vos données|votre consentement|einwilli|personenbezogen|dane osobowe|prywatno",
    re.IGNORECASE,
)
_SPEAKS_AS_WALL = re.compile(  # in the site's own name, to whoever opens the page
    r"\bwe (?:and|&) our (?:[\d,.]{1,9}+ )?(?:partners|vendors)|"
    r"\b(?:ми та|ми й|ми і) наші (?:[\d,.]{1,9}+ )?партнер|"
    r"\bnous et nos (?:[\d,.]{1,9}+ )?partenaires|\bwir und unsere (?:[\d,.]{1,9}+ )?partner|"
    r"\bmy i nasi (?:[\d,.]{1,9}+ )?partner|\bwe use (?:\w{1,20}+ )?cookies|"
    r"\bми використовуємо (?:файли |технології )?(?:cookie|кукі|відстеження)|"
    r"\bwir verwenden (?:\w{1,20}+ )?cookies|\bnous utilisons des (?:cookies|traceurs)|"
    r"\bużywamy (?:plików )?cookie|(?:щоб|аби) продовжити, (?:на)?дайте згоду",
    re.IGNORECASE,
)
_ACCEPT = re.compile(
    r"(?:accept|reject|agree|allow)(?: and| to)? (?:all|close|continue)|"
    r"manage (?:options|choices)|"
    r"i (?:agree|accept)|прийняти (?:все|всі|усі)|погоджу(?:юсь|юся|ватися)|відхилити (?:все|всі)|"
    r"(?:alle|alles) akzeptieren|tout accepter|zgadzam się|zaakceptuj wszystk",
    re.IGNORECASE,
)
FEW_HEADLINES = 4
_LONGEST_WALL = 1_500
_NOTHING_ELSE = 0.8  # of all that is said
_ENOUGH_TEXT = 180  # characters of prose that are an article even where no data say so
_ENOUGH_DATED = 60  # where the page has a date or an author
_TEASER = 900
_MANY_HEADLINES = 6
_LONGEST_NOTICE = 2_500
_ROOTS = frozenset(("", "uk", "ua", "en", "ru", "news", "novyny", "index.html", "index.php"))


@dataclass(frozen=True, slots=True)
class Evidence:
    """What tells an article from other pages.

    `prose` are its paragraphs; `headlines` is how many lines among them are headlines that lead
    elsewhere; `visible` is all that can be read on the page.
    """

    head: Metadata
    headline: str
    lead: str | None
    prose: Sequence[str]
    headlines: int
    visible: str
    address: str | None
    has_scripts: bool
    is_dated: bool  # or signed

    @property
    def size(self) -> int:
        return sum(map(len, self.prose))


def reason_against(page: Evidence) -> str | None:
    """`missing`, `check`, `consent`, `listing`, `paywall`, `script`, `nothing`, or None."""
    if wall := _wall(page):
        return wall
    if not page.head.has_node and FEW_HEADLINES <= page.headlines >= len(page.prose):
        return "listing"
    if page.head.is_article and page.headline and (page.lead or page.prose):
        return None  # headline and lead are all that a teaser needs
    return _other_page(page) or _list(page) or _empty(page)


def is_teaser_only(page: Evidence) -> bool:
    """Whether the text is open to subscribers only, and the page has but its beginning."""
    return page.size < _TEASER and (page.head.is_paid or bool(_WALL.search(_tail(page))))


def _wall(page: Evidence) -> str | None:
    """Where an article should be, there is nothing but what a wall before it says."""
    said = [*([page.lead] if page.lead and page.lead not in page.prose else []), *page.prose]
    size = sum(map(len, said))
    if not page.prose or size > _LONGEST_WALL:
        return None
    asked = sum(len(one) for one in said if _WALL_OF_CONSENT.search(one))
    names = f"{page.head.document_title}\n{page.headline}"
    named = _WALL_OF_CONSENT.search(names) or _CONSENT.search(names)
    # An article may quote a wall, and has more to say than that.
    spoken = asked >= size * _NOTHING_ELSE and any(map(_SPEAKS_AS_WALL.search, said))
    if asked * 2 > size and (named or spoken or _ACCEPT.search(page.visible[:_LONGEST_NOTICE])):
        return "consent"
    return "paywall" if all(map(_PAYWALL.search, said)) and size < _TEASER else None


def _other_page(page: Evidence) -> str | None:
    names = f"{page.head.document_title}\n{page.headline}"
    short = page.size < _TEASER
    if short and _MISSING.search(names):
        return "missing"
    if short and (
        _CHECKS.search(names) or (page.size < _ENOUGH_TEXT and _CHECKS.search(page.visible[:600]))
    ):
        return "check"
    host = urlsplit(page.address or "").hostname or ""
    about = len(_CONSENT.findall(page.visible[:_LONGEST_NOTICE]))
    told = sum(len(one) for one in page.prose if not _CONSENT.search(one)) >= _ENOUGH_TEXT
    if host.startswith(("consent.", "cmp.")) or _CONSENT.search(names):
        return "consent" if about else None
    if len(page.visible) < _LONGEST_NOTICE and about > 2 and not (page.head.is_article or told):  # noqa: PLR2004
        return "consent"
    return None


def _list(page: Evidence) -> str | None:
    path = urlsplit(page.address or "//x/x").path.strip("/").lower()
    at_root = page.address is not None and path in _ROOTS
    many = page.headlines >= _MANY_HEADLINES
    if page.head.is_listing and (many or at_root or page.size < _ENOUGH_TEXT * 2) and page.visible:
        return "listing" if many or at_root else None
    if (many or at_root) and page.size < page.headlines * _ENOUGH_TEXT:
        return "listing"
    return "listing" if at_root and many else None


def _empty(page: Evidence) -> str | None:
    if page.headline and page.size >= (_ENOUGH_DATED if page.is_dated else _ENOUGH_TEXT):
        return None
    if page.head.is_paid or (page.headline and _PAYWALL.search(page.visible)):
        return "paywall"
    if page.size < _ENOUGH_TEXT and len(page.visible) < _ENOUGH_TEXT and page.has_scripts:
        return "script"
    return "nothing"


def _tail(page: Evidence) -> str:
    """What stands behind the last paragraph of the text."""
    last = page.prose[-1] if page.prose else ""
    return page.visible.rpartition(last[-80:])[2][:600] if last else page.visible[:600]
