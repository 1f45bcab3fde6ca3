"""The form of a draft's fields, and what is asked about each of them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from bot.domain.article import Article
from bot.domain.article_fields import Field, lines_for
from bot.domain.buttons import AddLink, SetSection, ShowCard
from bot.domain.desk import Card
from bot.domain.field_buttons import ClearField, DateNow, EditField, ShowFields, TakeLine
from bot.domain.post import Button, Keyboard, drawn_for, rows
from bot.rendering.keyboards import first_choices, section_name
from bot.rendering.page import Label, PostPage
from bot.rendering.words import short

_BUTTON_WORDS: Final = 50


@dataclass(frozen=True)
class FieldsPage(PostPage):
    """Each field with its value, and a button for it."""

    template = "editors/fields"
    article: Article

    def keyboard(self, label: Label) -> Keyboard:
        id_ = self.article.id
        names = (n for n in Field if n is not Field.LEAD or self.article.content.own is None)
        asked = [Button(label(f"field_{name}"), press=EditField(id_, name)) for name in names]
        if not self.article.is_published:  # its section has decided who received it
            asked.append(Button(label("field_section"), press=EditField(id_, "section")))
        asked.append(Button(label("field_link"), press=AddLink(id_)))
        ready = (Button(label("ready"), press=ShowCard(id_)),)
        return drawn_for(self.article.version, (*rows(asked, 2), ready))


@dataclass(frozen=True)
class FieldQuestion(PostPage):
    """One field: what it is now, and the lines and words to choose among; the rest is typed."""

    template = "editors/field"
    article: Article
    field: Field

    def keyboard(self, label: Label) -> Keyboard:
        id_, field = self.article.id, self.field
        lines = tuple(
            (
                Button(
                    short(line.text, _BUTTON_WORDS),
                    press=TakeLine(id_, field, line.place, line.mark),
                ),
            )
            for line in lines_for(self.article.content, field)
        )
        now = ((Button(label("date_now"), press=DateNow(id_)),),) if field is Field.DATE else ()
        none = () if field is Field.HEADLINE else ((_none(id_, field, label),),)
        return drawn_for(self.article.version, (*lines, *now, *none, _back(id_, label)))

    def context(self) -> Mapping[str, Any]:
        lines = lines_for(self.article.content, self.field)
        return {"article": self.article, "field": self.field, "lines": lines}


@dataclass(frozen=True)
class SectionQuestion(PostPage):
    """The sections to choose among; the form comes back with the choice."""

    template = "editors/field_section"
    card: Card

    def keyboard(self, label: Label) -> Keyboard:
        id_ = self.card.article.id
        sections = [
            Button(section_name(section), press=SetSection(id_, section.id))
            for section in first_choices(self.card.sections)
        ]
        keyboard = (*rows(sections, 2), _back(id_, label))
        return drawn_for(self.card.article.version, keyboard)

    def context(self) -> Mapping[str, Any]:
        return {"article": self.card.article, "sections": self.card.sections}


def _none(article_id: int, field: Field, label: Label) -> Button:
    return Button(label(f"no_{field}"), press=ClearField(article_id, field))


def _back(article_id: int, label: Label) -> tuple[Button, ...]:
    return (Button(label("back"), press=ShowFields(article_id)),)
