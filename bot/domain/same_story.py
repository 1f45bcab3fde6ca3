"""Which two texts tell the same story: of one article, or news of the same."""

import re
import unicodedata
from collections.abc import Iterable
from datetime import datetime, timedelta
from itertools import pairwise

from bot.domain.article import Article, Content, headline_key
from bot.domain.url_keys import address_key

NEAR = timedelta(days=2)  # as long does news go on; the same headline later is other news

_APOSTROPHES = re.compile("(?<=\\w)['’ʼ`´‘](?=\\w)")
_WORD = re.compile(r"\w+")
# What is put before or behind the headline of a text that has come out before.
_MARKS = re.compile(
    r"оновлен\w*|оновлюєт\w*|доповнен\w*|виправлен\w*|терміново|ексклюзив\w*|блискавка"
    r"|фото|відео|аудіо|інфографік\w*|онлайн|наживо"
    r"|upd|upda\w+|corrected|breaking|exclusive|photos?|videos?|live",
)
_SMALL = re.compile(
    r"а|але|в|від|для|до|з|за|зі|й|і|із|їх|його|її|на|не|о|об|по|при|про|під|та|у|це|через|що|як"
    r"|яка|яке|який|які|the|an?|of|in|on|at|to|for|and|or|by|with|from|is|are|as|it"
)
_MONTHS = re.compile(
    r"січ|лют|бер|квіт|трав|черв|лип|серп|верес|жовт|листоп|груд"
    r"|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec"
)
_DAYS_OF_MONTH = 31
_STEM = 4  # letters at least: endings of two letters are cut, whatever the word
_FEW = 3
_SHARED = 0.7  # of all words of two headlines
_CONTAINED = 4  # words: a headline within a longer one


def find_alike(content: Content, candidates: Iterable[Article], now: datetime) -> Article | None:
    """The article that this may be a new text of, or news of the same; None for what is new."""
    known = list(candidates)
    other_text = (article for article in known if resembles(content, article.content))
    same_news = (article for article in known if tells_the_same(content, article, now))
    return next(other_text, None) or next(same_news, None)


def resembles(new: Content, old: Content) -> bool:
    """Whether `new` looks like another text of the article `old`.

    One address, one headline of one day, or one time of publishing with half of the paragraphs.
    """
    new_page, old_page = address_key(new.link), address_key(old.link)
    if new_page and old_page:
        return new_page == old_page
    same_time = new.published_at is not None and new.published_at == old.published_at
    if headline_key(new.headline) == headline_key(old.headline):
        return same_time or _same_day(new, old)
    shared = set(new.body) & set(old.body)
    return same_time and bool(shared) and len(shared) * 2 >= min(len(new.body), len(old.body))


def _same_day(new: Content, old: Content) -> bool:
    if new.published_at is None or old.published_at is None:
        return True
    return new.published_at.date() == old.published_at.date()


def tells_the_same(content: Content, article: Article, now: datetime) -> bool:
    """Whether a known article has nearly the same headline, and came out within two days."""
    at = content.published_at or now
    other = article.content.published_at or article.released_at or at
    return abs(at - other) <= NEAR and alike_in_words(content.headline, article.content.headline)


def alike_in_words(one: str, other: str) -> bool:
    """Whether two headlines are nearly the same: case, marks, endings and figures aside.

    Another day in the headline, or another name, makes it other news.
    """
    first, second = headline_words(one), headline_words(other)
    if _days(one) and _days(other) and _days(one).isdisjoint(_days(other)):
        return False
    shared = len(first & second)
    if shared < _FEW:
        return bool(first) and first == second
    if _names(one, first - second) and _names(other, second - first):
        return False
    contained = shared == min(len(first), len(second)) >= _CONTAINED
    return contained or shared >= _SHARED * len(first | second)


def headline_words(headline: str) -> frozenset[str]:
    """The words that carry a headline, without their endings."""
    words = _WORD.findall(_folded(headline))
    small = (w.isdigit() or _SMALL.fullmatch(w) or _MARKS.fullmatch(w) for w in words)
    return frozenset(_stem(w) for w, is_small in zip(words, small, strict=True) if not is_small)


def has_address_of(one: Content, other: Content) -> bool:
    """Whether the links of both lead to one page."""
    key = address_key(one.link)
    return key is not None and key == address_key(other.link)


def is_another_text(new: Content, old: Content) -> bool:
    """Whether two texts at one address are of one article.

    An address alone is no proof: some systems give all their pages the address of a list.
    """
    if not has_address_of(new, old):
        return False
    same_time = new.published_at is not None and new.published_at == old.published_at
    return (
        same_time
        or alike_in_words(new.headline, old.headline)
        or not set(new.body).isdisjoint(old.body)
    )


def _folded(text: str) -> str:
    return _APOSTROPHES.sub("", unicodedata.normalize("NFC", text)).casefold()


def _stem(word: str) -> str:
    return word[: max(_STEM, len(word) - 2)]


def _days(headline: str) -> frozenset[tuple[int, str]]:
    """The days that a headline names: «12 травня»."""
    return frozenset(
        (int(number), month[0])
        for number, word in pairwise(_WORD.findall(_folded(headline)))
        if number.isdecimal() and len(number) < _FEW and 0 < int(number) <= _DAYS_OF_MONTH
        if (month := _MONTHS.match(word))
    )


def _names(headline: str, among: frozenset[str]) -> bool:
    """Whether one of these words stands in the headline as a name; capitals alone tell nothing."""
    if headline.isupper():
        return False
    words = _WORD.findall(_APOSTROPHES.sub("", unicodedata.normalize("NFC", headline)))
    return any(word[0].isupper() and _stem(word.casefold()) in among for word in words[1:])
