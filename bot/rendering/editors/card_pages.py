"""The card of an article: the very post, what was understood of the page, and what can be done."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.domain.article import Article, ArticleState
from bot.domain.audience import section_name as name_of_new
from bot.domain.buttons import (
    AddLink,
    AskPayment,
    AskRetraction,
    ChooseSection,
    Correct,
    Discard,
    KeepApart,
    MakeSection,
    Publish,
    SetSection,
    ShowCard,
    ShowStatus,
)
from bot.domain.desk import Card
from bot.domain.field_buttons import OpenFields
from bot.domain.formatted import Formatted
from bot.domain.picture import Layout
from bot.domain.picture_buttons import AS_CHANNELS, ChoosePictures, ClearPictures, SetPictures
from bot.domain.post import Button, Keyboard, Preview, drawn_for, rows
from bot.domain.preflight import Remark, remarks_on
from bot.domain.schedule_buttons import AskWhen
from bot.rendering.editors.finding_pages import article_buttons
from bot.rendering.keyboards import first_choices, section_name, switch
from bot.rendering.page import Label, PostPage, StoryPage
from bot.rendering.teasers import picture_preview, teaser_context

MOST_DRAFTS = 20


@dataclass(frozen=True)
class CardPage(StoryPage):
    """`address` is the teaser's link; None where neither the site nor the bot has one yet.

    `may_pay`: whoever sees it may have the story broadcast to its readers for Stars.
    """

    template = "editors/card"
    card: Card
    address: str | None
    may_pay: bool = False
    related: tuple[tuple[str, str], ...] = ()

    @property
    def headline(self) -> str | None:
        return self.card.article.content.heading

    @property
    def lead(self) -> str | Formatted:
        return self.card.article.content.said

    @property
    def preview(self) -> Preview:
        """The picture, however channels show it, or what the site shows of itself."""
        article = self.card.article
        layout = Layout.NONE if article.layout is Layout.NONE else Layout.BELOW
        return picture_preview(article.content, layout)

    def keyboard(self, label: Label) -> Keyboard:
        keyboard = _card_keyboard(self.card, label, may_pay=self.may_pay)
        return drawn_for(self.card.article.version, keyboard)

    def context(self) -> Mapping[str, Any]:
        article = self.card.article
        return {
            **teaser_context(article, self.address, self.related),
            "credit": None,
            "card": self.card,
            "remarks": _told(self.card),
            # A line of the card says already where a missing link leads.
            "warnings": tuple(code for code in article.warnings if code != "no_link"),
        }


def _told(card: Card) -> tuple[Remark, ...]:
    """Of the pre-flight what the card does not say in a line of its own."""
    said = {"no_section", "in_question", "resembles_retracted", "no_channels"}
    return tuple(remark for remark in remarks_on(card) if remark.code not in said)


def section_choice(card: Card, label: Label) -> Keyboard:
    """All sections, two to a row, instead of a card's buttons."""
    back = Button(label("back"), press=ChooseSection(card.article.id, open=False))
    return drawn_for(card.article.version, (*_sections(card), (back,)))


def _sections(card: Card) -> Keyboard:
    return rows(
        (
            Button(section_name(section), press=SetSection(card.article.id, section.id))
            for section in first_choices(card.sections)
        ),
        2,
    )


def layout_choice(article: Article, label: Label) -> Keyboard:
    """How the article's posts show its pictures, instead of a card's buttons."""
    chosen = article.layout.value if article.layout else AS_CHANNELS
    buttons = (
        switch(label("layout", layout=name), SetPictures(article.id, name), on=name == chosen)
        for name in (AS_CHANNELS, *(layout.value for layout in Layout))
    )
    clear = Button(label("clear_pictures"), press=ClearPictures(article.id))
    back = Button(label("back"), press=ChoosePictures(article.id, open=False))
    return drawn_for(article.version, (*rows(buttons, 2), (clear,), (back,)))


def _card_keyboard(card: Card, label: Label, *, may_pay: bool) -> Keyboard:
    article = card.article
    if article.is_published:
        return (_status(article, label), (retraction(article, label),))
    if article.state is ArticleState.RETRACTED:
        return (_status(article, label),)
    if article.state is ArticleState.DISCARDED:
        return ((Button(label("restore"), press=ShowCard(article.id)),),)
    if not article.can_be_published:
        return ()
    discard = (Button(label("discard"), press=Discard(article.id)),)
    if card.in_question is not None:
        return (*_which(article, card.in_question, label), discard)
    paying = _paying(card, label) if may_pay else ()
    publishing = (*_publishing(article, label), *paying, *_timing(article, label))
    return (*publishing, *_completing(card, label), discard)


def _status(article: Article, label: Label) -> tuple[Button, ...]:
    return (Button(label("status"), press=ShowStatus(article.id)),)


def retraction(article: Article, label: Label) -> Button:
    """The first of two presses that take an article back."""
    return Button(label("retract"), press=AskRetraction(article.id))


def _which(draft: Article, resembled: Article, label: Label) -> Keyboard:
    apart = (Button(label("keep_apart"), press=KeepApart(draft.id)),)
    marked = Correct(draft.id, resembled.id, marked=True)
    if resembled.is_draft:
        return ((Button(label("renew_draft", id=resembled.id), press=marked),), apart)
    if not resembled.is_published:  # in the archive: no post to mark
        return ((Button(label("correct", id=resembled.id), press=marked),), apart)
    unmarked = Correct(draft.id, resembled.id, marked=False)
    return (
        (Button(label("correct", id=resembled.id), press=marked),),
        (Button(label("correct_unmarked"), press=unmarked),),
        apart,
    )


def _publishing(article: Article, label: Label) -> Keyboard:
    if article.section is None:
        return ()
    calm, breaking = Publish(article.id, breaking=False), Publish(article.id, breaking=True)
    if article.breaking:  # meant so from the first
        return (
            (Button(label("publish_flash"), press=breaking),),
            (Button(label("publish_calmly"), press=calm),),
        )
    return (
        (Button(label("publish"), press=calm),),
        (Button(label("publish_breaking"), press=breaking),),
    )


def _paying(card: Card, label: Label) -> Keyboard:
    if card.article.section is None or not card.followers:
        return ()
    return ((Button(label("publish_paid"), press=AskPayment(card.article.id)),),)


def _timing(article: Article, label: Label) -> Keyboard:
    if article.section is None:
        return ()
    at = article.scheduled.at if article.scheduled else None
    words = label("when_at", at=at) if at else label("when")
    return ((Button(words, press=AskWhen(article.id, embargo=False)),),)


def _completing(card: Card, label: Label) -> Keyboard:
    article = card.article
    link = Button(
        label("change_link" if article.content.link else "add_link"), press=AddLink(article.id)
    )
    fields = Button(label("fields"), press=OpenFields(article.id))
    if article.content.own and article.section is None:  # nothing else is needed of it
        return (*_sections(card), (link, fields))
    printed = article.content.section
    making: Keyboard = ()
    if article.section is None and printed:
        words = label("make_section", name=name_of_new(printed))
        making = ((Button(words, press=MakeSection(article.id)),),)
    section = label("change_section" if article.section else "choose_section")
    choose = Button(section, press=ChooseSection(article.id, open=True))
    return (*making, (choose, link), (fields, *_pictures(article, label)))


def _pictures(article: Article, label: Label) -> tuple[Button, ...]:
    if not article.content.images:
        return ()
    return (Button(label("pictures"), press=ChoosePictures(article.id, open=True)),)


@dataclass(frozen=True)
class DraftList(PostPage):
    template = "editors/drafts"
    articles: tuple[Article, ...]

    def keyboard(self, label: Label) -> Keyboard:
        return article_buttons(self.articles[:MOST_DRAFTS], label)

    def context(self) -> Mapping[str, Any]:
        return {"articles": self.articles[:MOST_DRAFTS], "total": len(self.articles)}
