"""What stands within and behind the text of a page copied whole: lists of other news, tags."""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import takewhile

from bot.intake.dates import PrintedDate
from bot.intake.text.asks import speaks_to_reader
from bot.intake.text.author_behind import names_of, with_author_at_end, with_end_at_author
from bot.intake.text.captions import is_caption, is_signed, is_told_openly
from bot.intake.text.classify import Marked
from bot.intake.text.facts import HEADS_LIST, with_facts
from bot.intake.text.inserted_news import without_cards, without_notices
from bot.intake.text.labels import LineKind
from bot.intake.text.pleas import without_pleas
from bot.intake.text.related_items import split_date
from bot.intake.text.stems import SENTENCE_BREAK

_LONGEST_LIST = 8  # lines of other news within a text
_BEFORE = 12  # lines above it, whose words the text goes on with
_LONG = 60
_SHARED = 2
_STEM = 4
_WORD = re.compile(r"[^\W\d_]{4,}")
_BUTTON = 2  # words
_FIGURE = re.compile(r"\d")
_WORDS = (LineKind.TEXT, LineKind.DATE)
_CONTACT = re.compile(
    r"(?:[^@]{0,80}\b)?(?:пишіть|напишіть|надсилайте|write|contact|email|пишите)\b"
    r"[^@]{0,20}\b(?:нам|мені|редакц\w{0,3}|us|me|the (?:author|editor|newsroom|press))\b"
    r"[^@]{0,60}\s\S{1,40}@\S{1,40}",
    re.IGNORECASE,
)
_NEXT = 4  # lines: a sentence among them is the text's, and the line above was none over a list
_HEADING = 5  # words over a list
_TICKER = re.compile(r"\d{1,2}[:.]\d\d [^\W\d]")  # «10:40 Рада призначила члена палати»
_SAID = re.compile(r"[»”\"],? [–—-] .{3,80}\.$")  # «…», – каже він.
_OF_LIST = (LineKind.STOP, LineKind.TEXT, LineKind.DATE, LineKind.AUTHOR)
_FEWEST = 2  # sentences of a text before it may be over
_AT_AUTHOR = 3  # lines: the name, what he or she does
_AFTER_ALL = re.compile(
    r"^\W*(?:$|ends?\W|кінець\W|outdated browser)|"
    r"коментар|comment|kommentar|komentarz|відгук|©|copyright|прав|rights"
)


def without_end(lines: Sequence[Marked]) -> list[Marked]:
    """Below the last sentence stand tags and buttons, unless it begins a list."""
    page = rejoined(_with_lists(_without_foot(without_pleas(lines))))
    page = _without_foot_of_lists(page)
    page = without_cards(without_notices(page))
    page = _with_end_at_comments(with_end_at_author(with_author_at_end(page, _end(page))))
    end = _end(page)
    last = max(
        (at for at in range(end) if _ends_text(page, at) and not _is_item(page, at)), default=end
    )
    while (
        last < end and page[last].text.endswith(":") and not any(map(_is_text, page[last + 1 :]))
    ):
        page[last] = replace(page[last], kind=LineKind.LABEL)  # over a form
        last = max((at for at in range(last) if _ends_text(page, at)), default=end)
    if last == end or page[last].text.endswith(":"):
        return page
    if sum(line.tells for line in page[: last + 1]) < _FEWEST:
        return page  # a list of what has no sentences
    last = with_facts(page, last, end)
    dated = any(line.date and line.date.is_day_of_year for line in page[: last + 1])
    shown = _gallery(page, last + 1, end)
    for at in range(last + 1, end):
        line = page[at]
        if line.kind is LineKind.RELATED:
            break
        signed = page[at - 1].kind is LineKind.AUTHOR
        if line.kind is LineKind.DATE and (at == last + 1 or signed) and not dated:
            continue
        if page[0].key in line.key:  # «Зараз ви читаєте новину «…»»
            page[at] = replace(line, kind=LineKind.LABEL)
        elif at in shown or (at == last + 1 and _is_text(line) and is_told_openly(line.text)):
            page[at] = replace(line, kind=LineKind.CAPTION, value=line.text)
        elif line.kind is LineKind.DATE or (_is_text(line) and not is_caption(line.text)):
            page[at] = replace(line, kind=LineKind.LABEL)
    return page


def _gallery(page: Sequence[Marked], start: int, end: int) -> range:
    """Lines right behind the text over one that names its photographer, with nothing between."""
    behind = takewhile(lambda one: _is_text(one) and not one.is_sentence, page[start:end])
    block = [line for n, line in enumerate(behind) if not n or not (line.gap or line.dropped)]
    shown = [n for n, line in enumerate(block) if is_caption(line.text)]
    many = all(line.text.count(" ") >= _FEWEST for line in block)
    return range(start, start + shown[-1] if shown and many else start)


def _with_lists(page: list[Marked]) -> list[Marked]:
    """«Інші новини рубрики», behind the text and over a headline, begins a list as others do."""
    told = 0
    listed = False
    for at, line in enumerate(page[:-1]):
        told += line.tells
        below = page[at + 1]
        listed = listed or (line.kind is LineKind.RELATED and not line.value)
        main = listed and line.text.casefold() == "головне" and not below.is_sentence
        if told >= _FEWEST and (main or _is_over_hours(page, at)):
            page[at] = replace(line, kind=LineKind.STOP)  # «Новини»
            continue
        if below.kind is LineKind.RELATED and below.value and _heads_lists(line):
            page[at] = replace(line, kind=LineKind.LABEL)  # «Також на сайті»
            continue
        few = _is_text(line) and line.text.count(" ") < _HEADING
        few = few and (line.text.endswith(":") or not line.tells)
        heads = few and HEADS_LIST.search(line.text) and _is_title(below)
        if told >= _FEWEST and heads and not _goes_on(page[at + 1 : at + 1 + _NEXT]):
            page[at] = replace(line, kind=LineKind.RELATED, value="")
    return page


def _is_over_hours(page: Sequence[Marked], at: int) -> bool:
    """Whether two headlines or more stand below it, each with its hour, and the page ends so.

    In a chronicle each hour heads a sentence.
    """
    line = page[at]
    few = line.text.count(" ") < _HEADING and not _TICKER.match(line.text)
    if not _is_text(line) or line.is_sentence or not few:
        return False
    dated = [_TICKER.match(one.text) is not None for one in page[at + 1 : at + 3]]
    hours = [bool(one.date and one.date.is_hour_alone) for one in page[at + 1 : at + 5]]
    news = [one for n, one in enumerate(page[at + 1 : at + 5]) if all(dated) or n % 2]
    listed = all(dated) or hours == [True, False, True, False]
    return len(dated) > 1 and listed and not any(one.is_sentence for one in news[:2])


def _heads_lists(line: Marked) -> bool:
    few = _is_text(line) and line.text.count(" ") < _HEADING and not line.is_sentence
    return few and HEADS_LIST.search(line.text) is not None


def _goes_on(below: Sequence[Marked]) -> bool:
    """Whether a sentence stands among the first lines, as «Чай теж рахується» heads no list."""
    listed = takewhile(lambda one: one.kind is LineKind.TEXT and not one.dropped, below)
    return any(one.tells and one.text.endswith(".") for one in listed)


def _without_foot_of_lists(page: list[Marked]) -> list[Marked]:
    """Behind a list of other news with no sentence below it nothing is text."""
    told = 0
    for at, line in enumerate(page):
        if line.kind is LineKind.STOP:
            break
        if line.kind is LineKind.RELATED and not line.value and told >= _FEWEST:
            rest = list(takewhile(lambda one: one.kind is not LineKind.STOP, page[at + 1 :]))
            if not any(one.tells and not _is_teaser(rest, n) for n, one in enumerate(rest)):
                end = at + 1 + sum(1 for _ in takewhile(_is_of_list, rest))
                end += _signs_whole_text(page, end)
                over = [replace(one, kind=LineKind.STOP) for one in page[end : end + 1]]
                page[end : end + 1] = over
                break
        told += line.tells
    return page


def _signs_whole_text(page: Sequence[Marked], at: int) -> bool:
    """Whether the only author of the page stands there, below the list: the article's."""
    named = [n for n, line in enumerate(page) if line.kind is LineKind.AUTHOR and line.value]
    return named == [at]


def _is_teaser(lines: Sequence[Marked], at: int) -> bool:
    """Whether below it other news tell their author."""
    return any(one.kind is LineKind.AUTHOR for one in lines[at + 1 : at + 2])


def _is_of_list(line: Marked) -> bool:
    return line.kind is not LineKind.AUTHOR and not (_is_text(line) and line.is_sentence)


def _is_title(line: Marked) -> bool:
    """A headline, with its date before it or without."""
    title = split_date(line)[0]
    return _is_text(line) and not line.tells and title.count(" ") > 1 and title[0].isupper()


def _ends_text(page: Sequence[Marked], at: int) -> bool:
    """A sentence, and no button's two words («Link copied!»); «Смачного!» right below another."""
    line = page[at]
    wishes = " " not in line.text and line.text.endswith("!") and not line.dropped
    if wishes and at and page[at - 1].tells:
        return _is_text(line)
    long = line.text.count(" ") + 1 > _BUTTON or line.text.endswith((".", '."', ".»"))
    few = line.text.count(" ") < _HEADING - 1
    # «Хочете більше таких текстів?», «Віримо в перемогу!»: at a button, or below one
    appeals = line.menu and line.text.endswith(("?", "!") if few else "?")
    at_button = any(below.dropped for below in page[at + 1 : at + 2])
    appeals = appeals or (at_button and _asks(line.text))
    ends = line.is_sentence or line.text.endswith(".") or is_signed(line.text)  # «… 5 p.m.»
    return _is_text(line) and ends and long and not (appeals or line.text.isupper())


def _asks(text: str) -> bool:
    """«Хочете дізнаватися про новини першими?»."""
    return text.endswith("?") and speaks_to_reader(text.casefold())


def _is_item(page: Sequence[Marked], at: int) -> bool:
    """Whether it is a headline that asks, the first of a list: «Чи подорожчає хліб?»."""
    above = page[at - 1] if at else None
    asks = page[at].text.endswith(("?", "!"))
    return asks and above is not None and above.kind is LineKind.RELATED and not above.value


def _without_foot(page: list[Marked]) -> list[Marked]:
    """«Пишіть нам: …@…» ends a text, with nothing below it but a motto."""
    stops = (at for at, line in enumerate(page) if line.kind is LineKind.STOP and at > _FEWEST)
    end = next(stops, len(page))
    for at in range(max(end - 2, 0), end):
        below = page[at + 1 : end]
        if _CONTACT.fullmatch(page[at].text) and all(line.text.endswith("!") for line in below):
            foot = at - (
                at > 0 and page[at - 1].text.count(" ") < _BUTTON and not page[at - 1].tells
            )
            labels = (replace(line, kind=LineKind.LABEL) for line in page[foot:end])
            return [*page[:foot], *labels, *page[end:]]
    return page


def _is_text(line: Marked) -> bool:
    return line.kind is LineKind.TEXT


def _end(page: Sequence[Marked]) -> int:
    told = 0
    for at, line in enumerate(page):
        told += line.tells
        if line.kind is LineKind.STOP or (line.kind is LineKind.AUTHOR and told >= _FEWEST):
            return at
    return len(page)


def rejoined(page: list[Marked]) -> list[Marked]:
    """A list of other news in the midst of a text goes: what follows it tells the same story."""
    authors = {name for line in page if line.kind is LineKind.AUTHOR for name in names_of(line)}
    for at, line in enumerate(page):
        if _is_credit(line) and _tells_on(page[at + 1 : at + 3]):
            page[at] = replace(line, kind=LineKind.PHOTO, value=line.text)
            continue
        if line.kind is not LineKind.STOP or _AFTER_ALL.search(line.text.casefold()):
            continue
        going_on = _going_on(page, at)
        near = range(max(at - _AT_AUTHOR, 0), going_on)
        if going_on > at and any(_names(page[n], authors) for n in near):
            continue  # who wrote it, and what he or she does
        for n in range(at, going_on):
            if page[n].kind in _OF_LIST:
                page[n] = replace(page[n], kind=LineKind.LABEL)
    return page


def _names(line: Marked, authors: set[str]) -> bool:
    return line.kind is not LineKind.AUTHOR and line.text.casefold() in authors


def _is_credit(line: Marked) -> bool:
    """«© Foto: Rolf Braun», and not «© Вісник, 2025»."""
    return line.kind is LineKind.STOP and line.text[0] == "©" and not _FIGURE.search(line.text)


def _tells_on(below: Sequence[Marked]) -> bool:
    """Whether the text goes on, perhaps below a heading."""
    return any(line.is_paragraph for line in below[:1]) or any(line.tells for line in below[1:])


def _going_on(page: Sequence[Marked], stop: int) -> int:
    """Where the text goes on behind the list that begins at `stop`, or `stop`."""
    behind = range(stop + 1, min(stop + _LONGEST_LIST, len(page)))
    at = next((n for n in behind if page[n].kind is LineKind.RELATED or page[n].tells), stop)
    if any(_AFTER_ALL.search(line.text.casefold()) for line in page[stop + 1 : at]):
        return stop  # «Comments: Our rules»
    rest = [line.text for line in page[at : at + _LONGEST_LIST] if line.tells][:2]
    above = _stems(" ".join(line.text for line in page[max(stop - _BEFORE, 0) : stop]))
    same = len(_stems(" ".join(rest)) & above) >= _SHARED
    said = len(rest) == 1 and _SAID.search(rest[0]) is not None
    whole = all(line.endswith(".") and len(line) > _LONG for line in rest)  # no headlines
    two = any(map(SENTENCE_BREAK.search, rest))  # as no headline has
    alone = len(rest) == 1 and (said or (whole and (same or two)))
    goes_on = (len(rest) > 1 or alone) and max(map(len, rest)) > _LONG
    dated = any(line.kind is LineKind.DATE for line in page[stop:at])
    return at if goes_on and (same or said or (whole and not dated)) else stop


def _with_end_at_comments(page: list[Marked]) -> list[Marked]:
    """Behind the counter of comments stand names, each with a time and what was said."""
    told = 0
    dated = next((line.date for line in page if line.date and line.date.is_day_of_year), None)
    for at in range(len(page) - 2):
        name, when, words = page[at : at + 3]
        timed = when.date is not None and when.date.is_whole and _is_text(words)
        later = timed and dated and when.date and _moment(dated) < _moment(when.date)
        few = _is_text(name) and name.text.count(" ") < _BUTTON and not name.tells
        if (
            told >= _FEWEST
            and few
            and timed
            and (later or name.dropped or page[at - 1].kind not in _WORDS)
        ):
            page[at] = replace(name, kind=LineKind.STOP)
        told += name.tells
    return page


def _moment(date: PrintedDate) -> tuple[int, ...]:
    return (date.year or 0, date.month or 0, date.day or 0, date.hour or 0, date.minute)


def _stems(text: str) -> set[str]:
    return {word[:_STEM].casefold() for word in _WORD.findall(text)}
