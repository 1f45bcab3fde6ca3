"""What stands between a headline and its text on a page copied whole."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from bot.intake.text.author_behind import tells_of_author
from bot.intake.text.bylines import is_desk, is_office, is_role, is_told_of, name_and_role
from bot.intake.text.captions import (
    has_verb,
    is_agency,
    is_caption,
    is_told_to_screen_readers,
    names_somebody_behind,
    names_who_is_shown,
    says_what_it_shows,
    says_when,
    shows,
)
from bot.intake.text.classify import Marked
from bot.intake.text.labels import LineKind
from bot.intake.text.person_names import (
    could_be_person,
    is_credit,
    is_name,
    is_person,
    said_once,
    without_place,
)
from bot.intake.text.short_lines import SHORT, is_capitalised, is_few, is_stray
from bot.intake.text.stems import SENTENCE_BREAK, stems
from bot.intake.text.text_place import (
    POINT,
    begins_above,
    is_spare_section,
    sentence_of_lead,
    shows_by_place,
    text_at,
)

_DEEPEST = 150
_COUNTED = ("коментар", "комментар", "comment")  # in a head
_STORY = 40  # lines
_FEW = 4
_SHORT_CAPTION = 7
_LONG_CAPTION = 6
_SUMMARY = ("summary", "key points", "key takeaways", "головні тези")
_BY = "By "
_AND = re.compile(r", | (?:та|і|й|and|und|i) ")
_LABELLED = re.compile(
    r"[^:\s]{2,20}(?:\s[^:\s]{1,20})?:\s\S{1,20}(?:\s\S{1,20}){0,2}"
)  # «Порцій: 6»


def between(lines: Sequence[Marked], head: int, text: int) -> list[Marked]:
    """The lines below the headline, those before the text as what they are.

    `text` is the first sentence, which may be the lead.
    """
    end = text_at(lines, head, text)
    hours = [at for at, line in enumerate(lines) if line.date and line.date.is_hour_alone]
    begun = (
        at
        for at in range(head + 1, end)
        if lines[at].text.casefold() in _SUMMARY or (at in hours and len(hours) > 1)
    )
    end -= begins_above(lines, head, end)
    end = next(begun, end)  # a summary or a chronicle is text, whatever its lines look like
    settled = sorted(_Walk(lines, head, end).lines(), key=_place)
    summed_up = end < len(lines) and lines[end].text.casefold() in _SUMMARY
    heading = [replace(lines[end], kind=LineKind.LABEL)] if summed_up else []
    return [*settled, *heading, *lines[end + summed_up :]]


def _place(line: Marked) -> int:
    """The page's own address and its date stand at the headline, whatever lies between."""
    return {LineKind.LINK: 0, LineKind.DATE: 1}.get(line.kind, 2)


class _Walk:
    """Names, captions and leads for what they are; what is too short for one goes."""

    def __init__(self, lines: Sequence[Marked], head: int, end: int) -> None:
        self._lines, self._head, self._end = lines, head, end
        self._headline = lines[head].key
        self._told = stems(lines[head].text)
        below = (line.text for line in lines[head + 1 : end + _STORY] if line.tells)
        self._story = stems(" ".join((lines[head].text, *below)))
        self._site = lines[0].key if head > 0 else ""
        self._above = {line.key for line in lines[:head]}
        self._below = {line.key for line in lines[end : end + _DEEPEST] if not line.is_sentence}
        self._named = any(line.kind is LineKind.AUTHOR and line.value for line in lines[:end])
        self._lead = sentence_of_lead(lines, head, end)
        self._has_lead = bool(self._lead)
        self._credit_at = 0
        self._author_at = 0

    def lines(self) -> Iterator[Marked]:
        at = self._head + 1
        while at < self._end:
            line, below = self._lines[at : at + 2]
            if line.kind in (LineKind.AUTHOR, LineKind.LABEL) and not line.value:
                # «Фото автора: Олеся Бойчук» may stand between, as a picture is told
                at += at + 2 < self._end and below.text.endswith(f" {self._lines[at + 2].text}")
                below = self._lines[at + 1]
                other = line.kind is LineKind.LABEL and is_role(line.text)
                other = other or line.ends_with_tags or is_caption(below.text)
                told = at + 1 < self._end and not other
                has_value = told and _is_name(below)
                at += has_value
                if has_value and line.kind is LineKind.AUTHOR:
                    yield self._author(line, said_once(below.text))
                else:
                    yield replace(line, kind=LineKind.LABEL)
            else:
                apart = line.tells or self._is_short_lead(at)
                yield replace(self._settled(at), doubtful=(), apart=apart)
            at += 1

    def _author(self, line: Marked, name: str) -> Marked:
        self._named = True
        return replace(line, text=name, kind=LineKind.AUTHOR, value=name)

    def _settled(self, at: int) -> Marked:
        line = self._lines[at]
        credit = line.kind is LineKind.PHOTO and not (
            is_caption(line.text) or says_what_it_shows(line.value)
        )
        told = line.kind is LineKind.TEXT and is_told_to_screen_readers(line.text)
        if (
            credit
            or told
            or line.kind is LineKind.STOP
            or at == self._credit_at
            or line.key == self._site
            or is_spare_section(self._lines, self._head, at)
            or self._is_role_or_credit(at)
        ):
            return replace(line, kind=LineKind.LABEL)
        below = self._lines[at + 1]
        if shows_by_place(self._lines, self._head, at, is_lead=line.key == self._lead):
            return replace(line, kind=LineKind.CAPTION, value=line.text)
        said = line.tells or (" " in line.text and line.text.endswith(".") and line.is_sentence)
        known = said or line.names_section or line.key == self._headline
        if line.kind is not LineKind.TEXT or known or self._is_copied_twice(at):
            return line
        above = self._lines[at - 1]
        if _is_credited_before(line, below) or _is_credited_before(above, line):
            kind = LineKind.CAPTION if _is_credited_before(above, line) else LineKind.LABEL
            return replace(line, kind=kind, value=line.text)
        return self._settled_words(at)

    def _settled_words(self, at: int) -> Marked:
        """An author, a caption, the lead, or nothing of the article."""
        line = self._lines[at]
        shown = len(stems(line.text) & self._told) > 1  # whom the headline tells of
        alone = not self._named or self._is_second_author(at)
        if alone and not shown and (name := self._name(at)):
            self._author_at = at
            return self._author(line, name)
        words = line.text.count(" ") + 1
        contents = line.key in self._below or bool(POINT.match(line.text))
        above, below = self._lines[at - 1], self._lines[at + 1]
        rows = (row.text for row in (line, below) if row.kind is LineKind.TEXT)
        labelled = any(_LABELLED.fullmatch(row) and not is_caption(row) for row in rows)
        about = above.kind is LineKind.AUTHOR and is_caption(below.text)  # of whoever wrote it
        last = at + 1 == self._end and not is_capitalised(line.text)
        spare = self._has_lead and words + last > _FEW and not about
        other = self._is_in_list(at) or self._is_below_author(at)
        if not contents and (spare or self._is_caption(at)):
            labelled = labelled and below.kind is not LineKind.PHOTO
            kind = LineKind.LABEL if labelled or other or self._is_button(at) else LineKind.CAPTION
            return replace(line, kind=kind, value=line.text)
        stray = (
            contents or labelled or other or (is_stray(line.text) and not self._is_short_lead(at))
        )
        if (self._is_above_lead(at) and not other) or names_who_is_shown(line.text):
            return replace(line, kind=LineKind.CAPTION, value=line.text)
        beside = (n for n in (at - 1, at + 1) if self._head < n < self._end)
        loose = self._is_button(at) and any(map(self._is_button, beside))
        if self._has_lead or stray or loose or self._headline.startswith(line.key):
            return replace(line, kind=LineKind.LABEL)
        if words <= _FEW and at - 1 > self._head:  # a lead of so few words stands at the headline
            shows = bool(stems(line.text) & self._story)
            kind = LineKind.CAPTION if shows else LineKind.LABEL
            return replace(line, kind=kind, value=line.text)
        self._has_lead = True
        return line

    def _is_in_list(self, at: int) -> bool:
        """Whether other news are headed above, below the first sentence."""
        if is_caption(self._lines[at].text):
            return False
        above = self._lines[self._head + 1 : at]
        told = next((n for n, line in enumerate(above) if line.tells), len(above))
        stops = [line.text.casefold() for line in above[told:] if line.kind is LineKind.STOP]
        return any(not text.startswith(_COUNTED) for text in stops)

    def _is_below_author(self, at: int) -> bool:
        """What somebody is, right below the name, of which the story has no word."""
        line, above = self._lines[at], self._lines[at - 1]
        named = above.kind is LineKind.AUTHOR or self._author_at == at - 1 > self._head
        authors = [one.value for one in self._lines[:at] if one.kind is LineKind.AUTHOR]
        authors += [self._lines[self._author_at].text] if self._author_at else []
        if tells_of_author(line.text, (name.casefold() for name in authors if name)):
            return True
        known = is_caption(line.text) or says_when(line.text) or stems(line.text) & self._story
        return named and ", " in line.text and not known

    def _is_second_author(self, at: int) -> bool:
        """«Петро Дебет, економіст», right below who wrote it with him."""
        above, text = self._lines[at - 1], self._lines[at].text.casefold()
        beside = above.kind is LineKind.AUTHOR or self._author_at == at - 1 > self._head
        return beside and ", " in text and "фото" not in text and "photo" not in text

    def _is_button(self, at: int) -> bool:
        """Whether it stands amid buttons, and takes up no word of the story."""
        line, above = self._lines[at], self._lines[at - 1]
        known = says_when(line.text) or names_somebody_behind(line.text) or is_caption(line.text)
        amid = line.menu or (above.menu and at - 1 > self._head)
        return (
            amid and line.kind is LineKind.TEXT and not (known or stems(line.text) & self._story)
        )

    def _is_role_or_credit(self, at: int) -> bool:
        """What the author does; «Northern Lights Trust», over what its picture shows."""
        line, below = self._lines[at : at + 2]
        if line.kind is not LineKind.TEXT:
            return False
        office = is_office(line) and not has_verb(line.text)
        if office or (self._author_at == at - 1 and is_role(line.text)):
            return True
        shows = _is_text_of_words(below, SHORT) and not below.is_sentence and at + 1 < self._end
        return self._named and shows and could_be_person(line.text)

    def _is_above_lead(self, at: int) -> bool:
        """A picture's caption over a lead that is twice as long, both without a full stop."""
        line, below = self._lines[at : at + 2]
        last = at + 2 == self._end and below.kind is LineKind.TEXT
        long = below.text.count(" ") > max(2 * line.text.count(" "), _LONG_CAPTION)
        return last and long and not self._has_lead and line.text.count(" ") + 1 >= SHORT

    def _is_short_lead(self, at: int) -> bool:
        """«Громада оскаржить», between the headline and the date, the section told above."""
        line, below = self._lines[at : at + 2]
        told = any(one.kind is LineKind.SECTION for one in self._lines[: self._head])
        placed = at - 1 == self._head and below.kind is LineKind.DATE and told
        return placed and " " in line.text and not could_be_person(line.text)

    def _name(self, at: int) -> str:
        """The author's, or nothing: «By Desk», «Зоя Шу, фотографка», a name at its place."""
        text = self._lines[at].text
        if is_desk(text):
            return text
        people = _AND.split(text)
        dated = any(self._lines[n].kind is LineKind.DATE for n in (at - 1, at + 1))
        if len(people) > 1 and all(map(could_be_person if dated else is_person, people)):
            return text
        name, _, role = text.partition(", ") if "," in text else name_and_role(text)
        does = role[:1].islower() and role.count(" ") < SHORT  # «адвокат»
        does = does or (role[:1], role[-1:]) == ("«", "»")  # whose paper it is
        if (could_be_person(name) and is_role(role)) or (is_person(name) and does):
            return name
        if text.startswith(_BY) and is_name(text):
            return text.removeprefix(_BY)
        author = self._is_author(at) and not is_told_of(
            text, self._lines[self._end : self._end + _DEEPEST]
        )
        return without_place(text) if author else ""

    def _is_copied_twice(self, at: int) -> bool:
        """A caption, of which one copy holds the photographer's name as well."""
        above, line, below = self._lines[at - 1 : at + 2]
        if could_be_person(line.text):
            return False
        return line.text.startswith(above.text) or below.text.startswith(line.text)

    def _is_author(self, at: int) -> bool:
        """A name where authors stand: at the headline, a date, a button, below the lead."""
        above, line, below = self._lines[at - 1 : at + 2]
        if not could_be_person(line.text) or line.key in self._above:
            return False
        if above.text.endswith(f" {line.text}"):  # who took the picture, twice
            return False
        beside = (*self._lines[max(self._head + 1, at - 2) : at], *self._lines[at + 1 : at + 3])
        placed = at - 1 == self._head or line.dropped or is_role(below.text)
        dated = any(one.kind is LineKind.DATE for one in beside)
        parted = above.tells or above.kind is not LineKind.TEXT
        parted = parted or any(key.startswith(f"{line.key}, ") for key in self._below)
        return bool(placed or dated or parted or names_somebody_behind(above.text))

    def _is_caption(self, at: int) -> bool:
        """By its own words, or by who took the picture, in the line above or below."""
        above, line, below = self._lines[at - 1 : at + 2]
        own = is_caption(line.text) or names_somebody_behind(line.text) or says_when(line.text)
        if own or (at - 1 > self._head and is_caption(above.text)):
            return own  # the picture above has its caption
        rest = self._lines[self._head + 1 : at] if line.below_picture else ()
        led = any(_is_text_of_words(one, SHORT) and not could_be_person(one.text) for one in rest)
        if led or (at - 1 > self._head and at + 1 == self._end and shows(line.text)):
            return True
        lead = at + 2 == self._end and _is_text_of_words(below, _SHORT_CAPTION)
        if lead and not is_caption(below.text) and SENTENCE_BREAK.search(line.text):
            return True  # «Аптека у Львові. Листівка з колекції автора», over a lead
        words = line.text.count(" ") + 1
        within = at + 1 < self._end
        agency = within and is_agency(below.text)
        # A long line right below the headline is the lead, whoever took the picture below it.
        placed = self._has_lead or at - 1 > self._head or words <= _LONG_CAPTION
        if agency or (words >= SHORT and placed and within and self._is_credit(at + 1)):
            self._credit_at = at + 1
            return True
        if words < SHORT or (within and is_caption(below.text)):
            # The picture has its caption, unless there are two.
            return at - 1 > self._head and shows(line.text)
        shown = at - 2 > self._head and is_shown(self._lines[at - 2])
        credited = above.kind is LineKind.PHOTO and words <= _SHORT_CAPTION and not shown
        over = at - 2 > self._head and above.kind is LineKind.TEXT and not is_role(above.text)
        named = over and is_few(above.text) and is_capitalised(above.text)
        return credited or is_told_to_screen_readers(above.text) or (named and words > SHORT)

    def _is_credit(self, at: int) -> bool:
        """Whether this line tells who took the picture: by a sign, or in few words at the text."""
        line = self._lines[at]
        if line.kind is LineKind.PHOTO or line.text.startswith("©"):
            return True
        if " / " in line.text and is_credit(line.text):
            return True
        return _is_name(line) and is_few(line.text) and at + 1 == self._end


def is_shown(line: Marked) -> bool:
    """Whether the credit below it has its caption, so that what follows is no other."""
    return line.kind is LineKind.TEXT and not line.is_sentence and not could_be_person(line.text)


def _is_credited_before(line: Marked, below: Marked) -> bool:
    """«Wire Images Sheep near a farm» over «Sheep near a farm»."""
    many = below.text.count(" ") + 1 >= SHORT
    return many and line.kind is LineKind.TEXT and line.text.endswith(f" {below.text}")


def _is_name(line: Marked) -> bool:
    return line.kind is LineKind.TEXT and is_name(line.text)


def _is_text_of_words(line: Marked, words: int) -> bool:
    return line.kind is LineKind.TEXT and line.text.count(" ") >= words
