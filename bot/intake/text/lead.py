"""The text in its parts: captions, lead, and the body, in order and unchanged."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest

from bot.intake.text.body import BodyParagraph
from bot.intake.text.captions import (
    is_caption,
    is_told_to_screen_readers,
    says_what_it_shows,
    says_when,
    tells_place,
)
from bot.intake.text.header import Header
from bot.intake.text.labels import LineKind
from bot.intake.text.shown_within import with_captions
from bot.intake.text.stems import SENTENCE_BREAK, shared
from bot.intake.text.text_place import ADDRESS, begins_dispatch

_LONGEST_CAPTION = 300
_CREDIT = re.compile(
    r"[\s.,/(|•–—-]*(?:фото|fot|photo|©|джерело|світлина)|\s?[/|]\s?\S.{1,60}", re.IGNORECASE
)
_QUOTED = re.compile(r"«.+»[.!?…]?")
_GLUED = re.compile(r"[^\W\d_a-zа-яіїєґ][^.!?]{1,60}")  # copying lost the blank before a name
_LONGEST_LEAD = 220
_SHORT_LEAD = 80
_LONG_FOR_LEAD = 110
_LONGEST_ANNOUNCING = 500
_LONGEST_DECK = 100
_LONGER_THAN_DECK = 1.3
_OF_WRITER = re.compile(
    r"\b(?:я|мене|мені|мій|моя|мо[єї]ї|меня|мне|I|my|ja|mnie|mi|ich)\b", re.IGNORECASE
)
_GOES_ON = re.compile(
    r"[«\"“–—]|(?:про це|за (?:її|його|їхніми) словами|він|вона|воно|вони|це|цей|ця|ці|"
    r"об этом|он|она|они|это|he|she|it|they|this|on|ona|oni|to|er|sie|es|das)\b",
    re.IGNORECASE,
)
_TOLD_OF_INTERVIEW = 10  # paragraphs
_ANNOUNCING = re.compile(
    r"(?:^|[.!?…] )(?:[^.!?…«\"]{0,60} )?(?:ми (?:(?:вже|також|разом) )?"
    r"(?:[\w'’]{3,16}(?:али|ували|ирали|ірали|алися|или|ели|шли)|розповідаємо|пояснюємо)|"
    r"мы (?:поговорили|посчитали|собрали|узнали|спросили|выяснили|рассказываем)|"
    r"розповідаємо|розповімо|ділимося|показуємо|"
    r"(?<=[.!?…] )(?:дізнал\w{2,3}|зібрали|запитали|розпитали|"
    r"поговорили|порахували|з['’]ясували)|пояснюємо|з['’]ясовуємо|розбираємос[ья]|рассказываем|объясняем|разбираемся|"
    r"we (?:asked|spoke|counted|followed|joined|explain|look at|visited))\b[^.!?…]{0,120}[.!?…]$"
)
_ANEW = 4  # words of the headline
_TOLD = 3  # paragraphs
_FEWEST_AROUND_CAPTION = 3  # paragraphs
_FEWEST_DOUBLED = 4  # blanks: of so few words a line that stands twice is a caption


@dataclass(frozen=True, slots=True)
class TextParts:
    """The words of an article below its headline."""

    lead: str | None
    body: tuple[str, ...]
    captions: tuple[str, ...]


def read_text(paragraphs: Sequence[BodyParagraph], head: Header) -> TextParts:
    """Lead, body and captions of what stands below the head."""
    captions, texts, doubled_top = _captions_and_texts(with_captions(paragraphs))
    if (caption := _lone_caption(texts)) is not None:
        captions.append(texts.pop(caption).text)
    if doubled_top and not _opens_with_lead(texts, head):
        texts.insert(0, doubled_top)
        captions = [text for text in captions if text != doubled_top.text]
        lead_here = True
    else:
        lead_here = _opens_with_lead(texts, head)
    rest = texts[1:] if lead_here else texts
    return TextParts(
        lead=texts[0].text if lead_here else None,
        body=tuple(part.text for part in rest),
        captions=tuple(_each_once(captions)),
    )


def _captions_and_texts(
    paragraphs: Sequence[BodyParagraph],
) -> tuple[list[str], list[BodyParagraph], BodyParagraph | None]:
    """Captions, the other paragraphs, and the caption that stands before all text."""
    captions: list[str] = []
    texts: list[BodyParagraph] = []
    top: BodyParagraph | None = None
    for group in _runs(_with_pictures(_without_second_quotes(paragraphs))):
        last = group[-1]
        if last.line.kind is LineKind.CAPTION:
            captions.append(last.line.value)
        elif _GLUED.fullmatch(last.text.removeprefix(group[0].text)):
            captions.append(group[0].text)
        elif len(group) > 1 and len(last.text) <= _LONGEST_CAPTION:
            few = last.text.count(" ") < _FEWEST_DOUBLED
            shows = few or is_caption(last.text) or says_when(last.text)
            if not (texts or captions or shows):
                top = replace(last, apart=False)
            captions.append(last.text)
        elif last.line.kind is LineKind.PHOTO:
            if says_what_it_shows(last.line.value):
                captions.append(last.text)
            elif texts and _is_below_caption(last, texts[-1], alone=len(texts) == 1):
                captions.append(texts.pop().text)
            continue  # a credit tells who took a picture, not what it shows
        elif is_caption(last.text):
            captions.append(last.text)
        else:
            texts.extend(group)
    seen = {text.casefold() for text in captions}
    return captions, [part for part in texts if part.text.casefold() not in seen], top


def _each_once(captions: Sequence[str]) -> list[str]:
    """Each caption once, and none that the next one begins with."""
    once = list(dict.fromkeys(captions))
    return [
        one
        for one, below in zip_longest(once, once[1:], fillvalue="")
        if not below.startswith(one)
    ]


def _without_second_quotes(paragraphs: Sequence[BodyParagraph]) -> list[BodyParagraph]:
    """«Море – це коли чекаєш», set large and copied twice, is the text's and no caption.

    One that stands in a paragraph near by as well is not the text's either.
    """
    return [
        part
        for at, part in enumerate(paragraphs)
        if not (
            _QUOTED.fullmatch(part.text)
            and (
                (at and part.text == paragraphs[at - 1].text)
                or _is_told_near(part.text.strip("«»“”.!?…"), paragraphs, at)
            )
        )
    ]


def _is_told_near(words: str, paragraphs: Sequence[BodyParagraph], at: int) -> bool:
    near = (*paragraphs[max(at - _TOLD, 0) : at], *paragraphs[at + 1 : at + 1 + _TOLD])
    again = (words in one.text and not _QUOTED.fullmatch(one.text) for one in near)
    return words.count(" ") >= _FEWEST_DOUBLED and any(again)


def _with_pictures(paragraphs: Iterable[BodyParagraph]) -> Iterator[BodyParagraph]:
    """«Getty Images A grassy platform» goes; what stands right below is the picture's caption."""
    above: BodyParagraph | None = None
    for part in paragraphs:
        text = part.line.kind is LineKind.TEXT
        beside = above is not None and part.at == above.at + 1
        if text and is_told_to_screen_readers(part.text):
            above = part
            continue
        many = text and part.text.count(" ") >= _FEWEST_DOUBLED and not part.line.is_sentence
        if beside and many:
            yield replace(part, line=replace(part.line, kind=LineKind.CAPTION, value=part.text))
        else:
            yield part
        above = None


def _lone_caption(texts: Sequence[BodyParagraph]) -> int | None:
    """The one line between the paragraphs that is no sentence, high up, and tells a place.

    A heading may stand alone as well, and stays in the text in doubt.
    """
    within = [at for at in range(1, len(texts) - 1) if not texts[at].line.is_sentence]
    if len(within) != 1 or len(texts) - 1 < _FEWEST_AROUND_CAPTION:
        return None
    at = within[0]
    beside = texts[at - 1].line.tells and texts[at + 1].line.tells
    return at if beside and 2 * at <= len(texts) and tells_place(texts[at].text) else None


def _is_below_caption(credit: BodyParagraph, above: BodyParagraph, *, alone: bool) -> bool:
    """Whether a line within the text stands right above its picture's credit.

    Of several words above all text it may as well be the lead.
    """
    if alone and above.text.count(" ") >= _FEWEST_DOUBLED:
        return False
    beside = credit.at == above.at + 1 and not credit.line.gap
    return beside and not above.line.is_sentence and len(above.text) <= _LONGEST_CAPTION


def _runs(paragraphs: Iterable[BodyParagraph]) -> list[list[BodyParagraph]]:
    """Neighbours that say the same: a picture's caption is copied twice."""
    runs: list[list[BodyParagraph]] = []
    for part in paragraphs:
        if runs and _is_copy(runs[-1][-1], part):
            runs[-1].append(part)
        else:
            runs.append([part])
    return runs


def _is_copy(before: BodyParagraph, after: BodyParagraph) -> bool:
    """The same line again, perhaps with the photographer's name behind it."""
    if after.at != before.at + 1:
        return False
    more = after.text.removeprefix(before.text)
    return after.line.key == before.line.key or (
        len(more) < len(after.text) and bool(_CREDIT.match(more) or _GLUED.fullmatch(more))
    )


def _opens_with_lead(texts: Sequence[BodyParagraph], head: Header) -> bool:
    """Whether the first paragraph is a sub-headline and not the beginning of the text.

    The site sets a sub-headline without a full stop. One with a full stop shows itself by its
    place (a line about the article parts it from the text, or only it stands close to the
    headline) or by what it says: the text tells the news of the headline anew, and this does not.
    """
    first, rest = texts[:1], [part for part in texts[1:] if _has_letters(part.text)]
    if not first or not _could_be_lead(
        first[0].text, head.headline, _fewest_words(first[0], head)
    ):
        return False
    if not first[0].line.is_sentence:
        return True
    placed = head.is_framed and first[0].at == head.last + 1
    if rest and rest[0] is not texts[1]:
        return True  # «1» or «***» begins the first part of the text
    return bool(rest) and (
        _shows_itself(first[0], rest, head)
        or (placed and (_is_short_of(first[0], rest) or _is_news(first[0], rest, head.headline)))
    )


def _is_short_of(first: BodyParagraph, rest: Sequence[BodyParagraph]) -> bool:
    """Two sentences right below the headline's second copy, where the site sets the sub-headline.

    A blank line and longer paragraphs follow them.
    """
    two = len(SENTENCE_BREAK.findall(first.text)) == 1 and len(first.text) <= _LONGEST_LEAD
    longer = sum(len(part.text) for part in rest) > len(first.text) * len(rest)
    return two and longer and rest[0].line.gap


def _is_news(first: BodyParagraph, rest: Sequence[BodyParagraph], headline: str) -> bool:
    """One short sentence, set off like a sub-headline, that says nothing of the headline anew."""
    text = first.text
    short = len(text) <= _SHORT_LEAD and not SENTENCE_BREAK.search(text)
    return short and rest[0].line.gap and shared(text, headline) == 0


def _fewest_words(first: BodyParagraph, head: Header) -> int:
    """«Постраждалих немає» is a lead right below the headline's second copy, else a heading.

    So it is between a headline whose section is known and the date.
    """
    framed = head.is_framed and first.at == head.last + 1 and first.line.gap
    return 2 if framed or first.line.apart else 3


def _could_be_lead(text: str, headline: str, fewest_words: int) -> bool:
    """Neither the beginning of a list or a quotation, nor a heading of one word or in capitals."""
    return (
        text.count(" ") + 1 >= fewest_words
        and not (text.endswith((":", ";", ",")) or text.startswith(("— ", "– ")))
        and not ADDRESS.fullmatch(text)
        and (headline.isupper() or not text.isupper())
    )


def _shows_itself(first: BodyParagraph, rest: Sequence[BodyParagraph], head: Header) -> bool:
    """Whether place or words tell a lead that ends in a full stop from the text."""
    text, headline = first.text, head.headline
    close = not first.line.gap and all(part.line.gap for part in rest)
    close = close and (head.is_signed_above(first.at) or rest[0].line.dropped > 0)
    if begins_dispatch(rest[0].text) and not begins_dispatch(text):
        return True
    if _announces(text) or _leads_to_questions(text, rest):
        return True
    if first.apart or (close and not _tells_anew(text, rest, headline)):
        return True
    if _is_deck(text, rest[0].text):
        return True
    if SENTENCE_BREAK.search(text) or len(text) > _LONGEST_LEAD:
        return False
    asks = text.rstrip('»"”').endswith(("!", "?"))
    return asks or shared(rest[0].text, headline) > 0 == shared(text, headline)


def _is_deck(text: str, below: str) -> bool:
    """«Сиру купили три тонни. З’їли сто кілограмів.», over much longer words that begin anew.

    Of twelve such beginnings nine were leads, but half of those over a paragraph of their length.
    """
    two = len(SENTENCE_BREAK.findall(text)) == 1 and len(text) <= _LONGEST_DECK
    longer = len(below) >= _LONGER_THAN_DECK * len(text)
    return two and longer and not (_OF_WRITER.search(text) or _GOES_ON.match(below))


def _announces(text: str) -> bool:
    """«Ми порахували, скільки це коштує.»: its last sentence says what the article will tell."""
    return len(text) <= _LONGEST_ANNOUNCING and bool(_ANNOUNCING.search(text.casefold()))


def _leads_to_questions(text: str, rest: Sequence[BodyParagraph]) -> bool:
    """Whether an interview begins right below: a question, its answer, the next question."""
    asked = [part.text.endswith("?") for part in rest[:_TOLD_OF_INTERVIEW]]
    said = text.startswith(("– ", "— ", "- ")) or text.endswith("?")
    answered = asked[:2] == [True, False] and sum(asked) > 1
    return answered and not said and len(text) <= _LONGEST_ANNOUNCING


def _tells_anew(text: str, rest: Sequence[BodyParagraph], headline: str) -> bool:
    """Whether it is the headline's news in full, and nothing below is."""
    below = max(shared(part.text, headline) for part in rest[:_TOLD])
    return len(text) > _LONG_FOR_LEAD and shared(text, headline) >= _ANEW > 2 * below


def _has_letters(text: str) -> bool:
    return any(letter.isalpha() for letter in text)
