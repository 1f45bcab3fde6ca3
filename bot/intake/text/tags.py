"""What an article is about, as its page says: «Теги: …», «#порт», short lines below the text."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise, takewhile

from bot.domain.article_fields import MOST_TAGS
from bot.domain.topics import LONGEST
from bot.intake.text.boilerplate import is_boilerplate
from bot.intake.text.classify import Marked
from bot.intake.text.crumbs import is_any_news
from bot.intake.text.labels import LineKind

_LABEL = re.compile(
    r"(?:[^.!?:]{0,80}\s)?"
    r"(?:теги|тег|мітки|метки|позначки|позначено|"
    r"ключові слова|ключевые слова|tags|tagged|keywords|topics|more on|explore more topics|"
    r"tagi|schlagwörter|schlagworte|(?<=пов['’]язані )теми|(?<=схожі )теми|теми(?=:)|"
    r"archivado en|etiquetas|mots-clés|sujets)"
    r"(?: новини| статті)?\s?(?::\s?|\s(?=#)|$)(.{0,300})|теми()",
    re.IGNORECASE,
)
_BARE_LABEL = re.compile(
    r"(?:теги|tags|tagged|tagi|mots-clés)(?: новини)? (\S.{1,200})", re.IGNORECASE
)
_BARE = ("теги", "позначки", "мітки", "метки", "tags", "tagi", "more on", "explore more topics")
_COUNT = re.compile(r"\(\d{1,6}\),?")
_SEPARATOR = re.compile(r"[,;|•·]|\s/\s")
_WORD = re.compile(r"[^\W_]+")
_ADDRESS = re.compile(r"[\w.-]{2,60}/\S{1,100}")  # «doi.org/10.1000/1»
_COUNTER = re.compile(r"\w{3,15} \d{1,5}")
_DEED = re.compile(r"[^\W\d_]{4,}(?:ити|ати|яти)(?:ся)?")
_BINDING = frozenset(
    ("про", "від", "для", "на", "з", "із", "до", "за", "the", "of", "for", "to", "mit", "und", "w")
)
# «Режисер – Артем Рампа», «Пресслужба міністерства»
_NO_TAGS = re.compile(
    r"«| [–—] |^(?:усі|всі|all|wszystkie|alle|прес-?служба|пресцентр|відділ|департамент|кафедра|"
    r"факультет|інститут)\b",
    re.IGNORECASE,
)
_TAG_WORDS = 4  # so many are a tag of their own
_MOST_WORDS = 12  # on a line that nothing parts
_STEM = 4
# «Сихів», «на Сихові»: one word, though its vowel changes
_CHANGING = str.maketrans("ії", "оє")
_RUN = 2  # lines
_SIGNED = ("Written by ", "Автор: ", "Про автор", "About the author")


def read_tags(page: Sequence[Marked], told: Sequence[str]) -> tuple[str, ...]:
    """The tags of a page whose headline and text are `told`.

    Where no label says that they are tags, their place below the text does, and that the text
    speaks of them.
    """
    words = _Words(told)
    end = _end_of_text(page, told[-1])
    named = next(filter(None, _labelled(page, words, end)), ())
    named = named or _below_text(page, end, words) or _in_head(page, words)
    once: dict[str, str] = {}
    for tag in named:
        once.setdefault(tag.casefold(), tag)
    return tuple(once.values())[:MOST_TAGS]


class _Words:
    """The words of a text, their endings aside."""

    def __init__(self, told: Sequence[str]) -> None:
        words = [_folded(word) for text in told for word in _WORD.findall(text)]
        self._begun = {word[:n] for word in words for n in (*range(_STEM + 2), len(word))}
        self._pairs = set(pairwise(word[:_STEM] for word in words))

    def tell(self, tag: str) -> bool:
        """Whether all words of a tag stand in the text."""
        words = [_folded(word) for word in _WORD.findall(tag)]
        return bool(words) and all(_root(word) in self._begun for word in words)

    def tell_most(self, tags: Sequence[str]) -> bool:
        """Whether half of the tags or more stand in the text."""
        return bool(tags) and 2 * sum(map(self.tell, tags)) >= len(tags)

    def apart(self, value: str) -> list[str]:
        """«Верховна Рада бюджет» → two tags: which words go together, the text tells."""
        tags: list[str] = []
        named = value[:1].islower()  # so that capitals begin names: «архів Леся Українка»
        for word in value.split():
            if named and tags and word.istitle() and tags[-1].istitle():
                tags[-1] = f"{tags[-1]} {word}"
                continue
            beside = tags and (*_stems(tags[-1])[-1:], *_stems(word)[:1]) in self._pairs
            if beside:
                tags[-1] = f"{tags[-1]} {word}"
            else:
                tags.append(word)
        return tags


def _folded(word: str) -> str:
    return word.casefold().translate(_CHANGING)


def _root(word: str) -> str:
    """«газ», «мов» of «мова»: without an ending, and no longer than what is kept."""
    return word[: min(max(len(word) - 1, _STEM - 1), _STEM + 1)]


def _stems(text: str) -> list[str]:
    return [_folded(word[:_STEM]) for word in _WORD.findall(text)]


def _end_of_text(page: Sequence[Marked], last: str) -> int:
    ends = (at for at in range(len(page) - 1, -1, -1) if page[at].text == last)
    return next(ends, len(page)) + 1


def _labelled(page: Sequence[Marked], words: _Words, end: int) -> Iterator[list[str]]:
    """Behind labels or below them.

    «Теми: освіта, спорт» at the page's foot is what the site is about, unless the text is, too.
    """
    stop = (at for at in range(end, len(page)) if page[at].kind is LineKind.STOP)
    foot = next(stop, len(page))
    for at, tags in _behind_labels(page, words):
        if at <= foot or any(map(words.tell, tags)):
            yield tags


def _behind_labels(page: Sequence[Marked], words: _Words) -> Iterator[tuple[int, list[str]]]:
    for at, line in enumerate(page):
        if line.kind is LineKind.RELATED and (tags := _below_theme(page, at, words)):
            yield at, tags
        bare = line.kind is LineKind.TEXT and line.text.casefold() in _BARE
        if not bare and line.kind not in (LineKind.LABEL, LineKind.STOP):
            continue
        text = line.text.strip(" »•")
        label = _LABEL.fullmatch(text) or _BARE_LABEL.fullmatch(text)
        if text.startswith("#") or (label and (label[1] or "").strip()):
            more = takewhile(
                lambda one: one.text.startswith("#"), page[at + 1 : at + 1 + MOST_TAGS]
            )
            said = [label[1] if label else text, *(one.text for one in more)]
            yield at, [tag for value in said for tag in _parted(value, words)]
        elif label:
            first, *rest = page[at + 1 : at + 1 + MOST_TAGS] or [line]
            if "," in first.text and not (first.is_sentence or first.date):  # «Ohio, Music»
                yield at, _parted(first.text, words)
                continue
            if first.text.count(" ") >= _TAG_WORDS and first.kind is LineKind.TEXT:
                yield at, [] if first.is_sentence else _parted(first.text, words)
                continue
            beside = [first, *takewhile(lambda one: not one.dropped, rest)]
            yield 0, _of_one_kind([*takewhile(bool, map(_tag_of, beside))], words)


def _below_theme(page: Sequence[Marked], at: int, words: _Words) -> list[str]:
    """«Більше по темі:» over two words or more, of which the text speaks, and no headline."""
    below = page[at + 1 : at + 1 + MOST_TAGS]
    run = list(takewhile(lambda one: one.kind is LineKind.TEXT and not one.gap, below))
    short = all(line.text.count(" ") < _RUN - 1 for line in run)
    tags = [line.text for line in run]
    themed = not page[at].value and "тем" in page[at].text.casefold()
    return tags if themed and short and len(tags) >= _RUN and words.tell_most(tags) else []


def _of_one_kind(tags: list[str], words: _Words) -> list[str]:
    """Without «Назад до списку», below tags in small letters, of which the text has no word."""
    small = sum(1 for _ in takewhile(str.islower, tags))
    other = tags[small : small + 1]
    foreign = any(
        tag.count(" ") > 1 and tag[1:].islower() and not words.tell(tag) for tag in other
    )
    return tags[:small] if small and foreign else tags


def _below_text(page: Sequence[Marked], end: int, words: _Words) -> list[str]:
    """Lines right behind the text that it speaks of, or further down two that are no menu's."""
    above = {line.key for line in page[:end]}
    run: list[str] = []
    beside = True  # nothing but lines about the article stands between the text and them
    for line in [*page[end:], None]:
        tag = _tag_of(line) if line else ""
        if line and _is_no_end(line, page[0]):
            continue
        if line and tag and (beside or line.key not in above) and not (run and line.dropped):
            run.append(tag)
            continue
        if line and line.kind is LineKind.DATE:
            run = run[:-1]  # «Latest», over a list of news and their hours
        signed = line is not None and line.text.startswith(_SIGNED)
        if run and (tags := _told(run, words, beside=beside, signed=signed)):
            return tags
        if beside and line and not run and (names := _on_one_line(line, words)):
            return names
        ends = line is None or line.kind in (LineKind.RELATED, LineKind.STOP, LineKind.DATE)
        beside = beside and not run and not ends
        run = [tag] if tag else []
    return []


def _in_head(page: Sequence[Marked], words: _Words) -> list[str]:
    """Lines of their own between date and text, of which the text speaks."""
    dated = next((at for at, line in enumerate(page) if line.kind is LineKind.DATE), len(page))
    told = next((at for at in range(dated, len(page)) if page[at].is_paragraph), dated)
    labels = (at for at in range(dated, told) if page[at].kind is LineKind.LABEL)
    first = next(labels, told)
    of_head = takewhile(lambda line: line.kind is LineKind.LABEL, page[first:told])
    tags = list(takewhile(bool, map(_tag_of, of_head)))
    short = all(tag.count(" ") < _RUN and not any(map(str.isdigit, tag)) for tag in tags)
    return tags if len(tags) > _RUN and short and words.tell_most(tags) else []


def _is_no_end(line: Marked, top: Marked) -> bool:
    """Whether tags may stand below it: an author, a link to other news, the site's name."""
    if line.kind is LineKind.RELATED:
        return bool(line.value)
    if line.kind is LineKind.STOP and line.is_sentence:
        return line.text.count(" ") >= _MOST_WORDS  # whose opinion it is
    return line.kind is LineKind.AUTHOR or (" " in line.text and line.key == top.key)


def _on_one_line(line: Marked, words: _Words) -> list[str]:
    """«порти, експорт», «зерно порти»: the text speaks of most of them."""
    if (
        line.is_sentence
        or line.date
        or _tells_to_do(line.text)
        or line.kind not in (LineKind.TEXT, LineKind.LABEL)
        or _NO_TAGS.search(line.text)
        or (":" in line.text and "#" not in line.text)
    ):
        return []
    names = _parted_below(line.text, words)
    short = len(names) * _TAG_WORDS > line.text.count(" ")
    return names if short and _are_apart(names) and words.tell_most(names) else []


def _are_apart(names: Sequence[str]) -> bool:
    """Whether none of them is a word that binds others, as in «About the …», «Поставити …»."""
    words = map(str.casefold, names)
    return not any(map(_tells_to_do, names[:1])) and _BINDING.isdisjoint(words)


def _tells_to_do(text: str) -> bool:
    """«Підтримати редакцію»."""
    return _DEED.fullmatch(text.partition(" ")[0].casefold()) is not None


def _told(run: list[str], words: _Words, *, beside: bool, signed: bool) -> list[str]:
    counted = sum(1 for _ in takewhile(_COUNTER.fullmatch, reversed(run)))
    if counted > 1:
        run = run[:-counted]  # «ЛАЙК 18», «СМІХ 2»
    if len(run) < _RUN:
        named = beside and not (_NO_TAGS.search(run[0]) or _tells_to_do(run[0]))
        run = _parted_below(run[0], words) if named else []
        run = run if _are_apart(run) else []
    if not beside:
        told = sum(map(words.tell, run))
        most = told == len(run) - 1 > _RUN and not any(map(_NO_TAGS.search, run))
        if run and (told == len(run) or most):
            return run
        small = list(takewhile(lambda tag: tag[0].islower(), reversed(run)))  # as no menu is
        return small[::-1] if len(small) >= _RUN and any(map(words.tell, small)) else []
    told = words.tell_most(run)
    if not told and len(run) > _RUN and any(map(words.tell, run)):
        # as no menu's are; or right above the author's name again
        told = signed or all(tag[0].islower() or words.tell(tag) for tag in run)
    return run if told else []


def _tag_of(line: Marked) -> str:
    """The tag that a line of its own is, or nothing."""
    text = line.text.strip(" #")
    few = line.text.count(" ") < _TAG_WORDS and not line.is_sentence and "," not in text
    kind = line.kind in (LineKind.TEXT, LineKind.LABEL, LineKind.SECTION)
    return text if few and kind and _could_be(text) else ""


def _could_be(name: str) -> bool:
    letters = any(map(str.isalpha, name))
    return (
        letters
        and ":" not in name
        and not name.endswith("/")
        and not _ADDRESS.fullmatch(name)
        and len(name) <= LONGEST
        and not (is_boilerplate(name) or is_any_news(name))
    )


def _parted_below(value: str, words: _Words) -> list[str]:
    """The tags of a line without a label.

    Of two words that no sign parts the text tells both: «Попередні випуски» and «Звернення
    Президента» are other things of the page.
    """
    names = _parted(value, words)
    loose = value.count(" ") == 1 and not ("#" in value or _SEPARATOR.search(value))
    return names if not loose or all(map(words.tell, names)) else []


def _parted(value: str, words: _Words) -> list[str]:
    """The tags of one line, by whatever parts them."""
    value = value.rstrip(" .")
    if "#" in value:
        names = [name.replace("_", " ") for name in value.split("#")]
    elif _COUNT.search(value):
        names = _COUNT.split(value)
    elif _SEPARATOR.search(value):
        names = _SEPARATOR.split(value)
    elif value.count(" ") < _MOST_WORDS:
        names = words.apart(value)
    else:
        names = []
    return [name for one in names if _could_be(name := one.strip(" ,;»«"))]
