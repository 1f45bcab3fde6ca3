"""Which of a page's descriptions is its lead, and where it stands in the text."""

import re
from collections.abc import Sequence

from bot.domain.article import headline_key
from bot.intake.web.article_text import Words
from bot.intake.web.headline import without_site
from bot.intake.web.holder import ends_well
from bot.intake.web.metadata import Metadata

_SHORTEST_MATCH, _LONG_ENOUGH = 30, 60
_ENOUGH = 0.7  # of a paragraph: the rest of it is no paragraph by itself
_MOST_DESCRIBED = 5  # paragraphs
_LONG_WORD = re.compile(r"\w{4,}")
_CUTS = ("…", "...", "[…]", "[...]", "[&hellip;]")
_LITTLE_TEXT = 200  # characters: too little to tell by its words
_NOT_LEADS = ("читайте на", "читати на сайті", "останні новини", "⚡", "⏩", "➤",
              "читайте останні", "дивіться онлайн", "latest news", "read the latest",
              "усі новини")  # fmt: skip
_SHORTEST_LEAD = 20
_ADVICE = re.compile(
    r"(?:(?<=[.!?…])\s++|\s[-–—]\s)(?:читайте|читати|подробиці|деталі|детальніше|докладніше|більше|дізнайтеся|"
    r"дізнайтесь|дивіться|що відомо|про це|хто саме|read more|find out|learn more|подробнее)\b"
    r"(?P<rest>[^.!?]{0,160}+)[.!?…]*+\s*+$",
    re.IGNORECASE,
)
_PLACE = re.compile(r"(?:сайт|матеріал|новин|статт|на|у|в|at|on|in)\s", re.IGNORECASE)
_BEFORE_PLACE, _BEHIND_PLACE = 90, 60  # characters of advice, at most
_CALL = re.compile(  # whatever is behind a sign that points
    r"(?<!\s)\s*+[▷➜➡➤►▶⏩→]\s*+(?:читайте|читати|подробиці|деталі|детальніше|докладніше|більше|дивіться|"
    r"read|more|details|подробнее)\b.{0,100}+$",
    re.IGNORECASE,
)
_SITE = re.compile(
    r"(?:офіційний|official|oficjalna|offizielle|официальный)\s(?:веб-?)?"
    r"(?:сайт|портал|сторінка|website|site|strona|portal|serwis|webseite)\b",
    re.IGNORECASE,
)
_SITES_WORDS = frozenset(  # the beginnings of words in which sites describe themselves
    ("укра", "нови", "сайт", "порт", "оста", "газе", "офіц", "вида")
) | frozenset(("news", "ukra", "late", "site", "port", "offi", "brea"))
_SIGNS = re.compile("[⚡⏩➤➡➔ᐅ▶►☛✔✅⭐★🔥👉➜❱☝]")


def leads_told(head: Metadata, words: Words, headline: str) -> list[str]:
    """Descriptions that could be the lead; where one is cut, the one that goes on instead."""
    titles = _stems(" ".join((*head.titles, head.document_title)))
    if titles and not titles & _stems(headline):
        return []  # what the page says of itself, it says of its site
    own = (*head.sites, head.document_title.replace(headline, ""))
    told = [_without_advice(one, head.sites) for one in head.leads]
    told = [one for one in told if _is_lead(one, headline)]
    whole = []
    for one in told:
        stump = one.rstrip(".…[] ")
        whole.append(max((other for other in told if other.startswith(stump)), key=len))
    return [one for one in dict.fromkeys(whole) if _is_of_article(one, headline, words, own)]


def _without_advice(description: str, sites: tuple[str, ...]) -> str:
    """A description without «Читайте на сайті …», and without the site's name behind it."""
    text = _CALL.sub("", description)
    advice = _ADVICE.search(text)
    if advice and _names_place(advice["rest"]):
        text = text[: advice.start()]
    text = text.strip()
    shorn = without_site(text.rstrip("."), sites)
    return text if len(shorn) == len(text.rstrip(".")) else shorn


def _names_place(advice: str) -> bool:
    return any(
        place.start() <= _BEFORE_PLACE and len(advice) - place.end() <= _BEHIND_PLACE
        for place in _PLACE.finditer(advice)
    )


def _is_lead(description: str, headline: str) -> bool:
    """Neither the headline again nor what a site says of itself."""
    words, key = description.casefold(), headline_key(description)
    return (
        len(description) >= _SHORTEST_LEAD
        and " " in description
        and not words.startswith(_NOT_LEADS)
        and not _SITE.match(description)
        and len(_SIGNS.findall(description)) <= 1
        and not (key and headline_key(headline).startswith(key))
    )


def _is_of_article(description: str, headline: str, words: Words, sites: Sequence[str]) -> bool:
    """No words that a site has for itself, or a word that the article has as well."""
    text = " ".join((headline, words.shown or "", *words.body))
    stems = _stems(description)
    if len(text) < _LITTLE_TEXT or not stems & _SITES_WORDS:
        return True
    shared = (stems & _stems(text)) - _SITES_WORDS
    return bool({stem[:3] for stem in shared} - {stem[:3] for stem in _stems(" ".join(sites))})


def _stems(text: str) -> set[str]:
    return {word[:4].casefold() for word in _LONG_WORD.findall(text)}


def choose_lead(words: Words, said: Sequence[str]) -> tuple[str | None, tuple[str, ...]]:
    """The lead and the body without it. `said`: descriptions from outside of the text, in order.

    What the page shows as its lead goes first; a description is completed from the text where a
    program cut it.
    """
    if words.shown and (words.is_named or _is_standfirst(words, said)):
        return words.shown, words.body
    for description in said:
        whole, rest = _completed(description, words)
        if whole:
            return whole, rest
    return words.shown, words.body


def _is_standfirst(words: Words, said: Sequence[str]) -> bool:
    """Whether a heading below the headline is a sentence, and no description goes on from it."""
    if not words.is_sentence:
        return False
    key = headline_key(words.shown or "")
    return not any(headline_key(description).startswith(key) for description in said)


def _completed(description: str, words: Words) -> tuple[str | None, tuple[str, ...]]:
    """The description, or the paragraph that it is the beginning of."""
    stump = _stump(description)
    key = headline_key(stump)
    if len(key) < _SHORTEST_MATCH // 2:
        return None, words.body
    if words.shown and _begins(words.shown, key):
        return words.shown, words.body
    for at, text in enumerate(words.body[:3]):
        if _begins(text, key):
            before, after = words.body[:at], words.body[at + 1 :]
            if stump != description or not ends_well(stump) or _is_most(key, text):
                return text, (*before, *after)
            # Whole sentences that begin a paragraph: the rest of it stays in the body.
            rest = text.removeprefix(description).strip()
            return description, (*before, rest, *after)
    first = words.body[0] if words.body else ""
    begins = first and key.startswith(headline_key(first))
    if begins and (len(first) > _LONG_ENOUGH or _goes_on(first, key, words.body)):
        return first, words.body[1:]  # the description goes on into the next paragraph
    is_told = key.startswith(headline_key(words.shown or ""))  # and goes on
    body = (
        (words.shown, *words.body) if words.shown and words.is_text and not is_told else words.body
    )
    is_torn = stump != description and not ends_well(stump)
    return (None, words.body) if is_torn else (description, _without_dateline(body, key))


def _goes_on(first: str, key: str, body: Sequence[str]) -> bool:
    """Whether a description runs on over paragraphs, of which the first may be short."""
    text = headline_key(" ".join(body[:_MOST_DESCRIBED]))
    return ends_well(first) and text.startswith(key)


def _without_dateline(body: tuple[str, ...], key: str) -> tuple[str, ...]:
    """Without a first paragraph that says the same behind its place: «KYIV (AP) – …»."""
    first = body[0] if body else ""
    return body[1:] if headline_key(first).endswith(key) and _is_most(key, first) else body


def _is_most(key: str, text: str) -> bool:
    return len(key) >= len(headline_key(text)) * _ENOUGH


def _stump(description: str) -> str:
    text = description.strip()
    for cut in _CUTS:
        text = text.removesuffix(cut).rstrip()
    return text


def _begins(text: str, key: str) -> bool:
    """Whether the text begins with these letters; a torn last word does not matter."""
    own = headline_key(text)
    return own.startswith(key[:-6] if len(key) > 2 * _SHORTEST_MATCH else key)
