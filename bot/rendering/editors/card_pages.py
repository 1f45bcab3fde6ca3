"""The card of an article: the very post, what was understood of the page, and what can be done."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from bot.domain.article import Article, ArticleState
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
from bot.domain.deed_log import changes_of
from bot.domain.desk import Card
from bot.domain.desk_buttons import DenyWish
from bot.domain.field_buttons import OpenFields
from bot.domain.finding_buttons import AskCorrection
from bot.domain.formatted import Formatted
from bot.domain.outlets import AS_USUAL
from bot.domain.picture import Layout, Medium
from bot.domain.picture_buttons import (
    AS_CHANNELS,
    ChoosePictures,
    ClearPictures,
    CorrectAnew,
    SetPictures,
)
from bot.domain.post import Button, Keyboard, Preview, drawn_for, rows
from bot.domain.post_buttons import PreviewPost
from bot.domain.preflight import Remark, remarks_on, shortened
from bot.domain.schedule_buttons import AskWhen, ShowOutlets
from bot.domain.section import section_name as name_of_new
from bot.domain.word_diff import Piece, word_diff
from bot.rendering.editors.finding_pages import article_buttons
from bot.rendering.keyboards import first_choices, section_name, switch
from bot.rendering.page import Label, PostPage, StoryPage
from bot.rendering.teasers import picture_preview, teaser_context

MOST_DRAFTS = 20
_DIFF_SHOWN = 260  # UTF-16 units of each part
_PARTS_SHOWN = ("headline", "lead", "text", "date", "author", "tags", "link")


@dataclass(frozen=True)
class CardPage(StoryPage):
    """`address` is the teaser's link; None where neither the site nor the bot has one yet.

    `may_pay`: whoever sees it may have the story broadcast to its readers for Stars; `viewer` is
    the chat in which it stands: nobody is offered to agree to their own wish.
    """

    template = "editors/card"
    card: Card
    address: str | None
    may_pay: bool = False
    viewer: int = 0
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
        keyboard = _card_keyboard(self.card, label, may_pay=self.may_pay, viewer=self.viewer)
        return drawn_for(self.card.article.version, keyboard)

    def context(self) -> Mapping[str, Any]:
        article = self.card.article
        return {
            **teaser_context(article, self.address, self.related),
            "credit": None,
            "files": _counted(article),
            "card": self.card,
            "remarks": _told(self.card),
            "changes": _changes(self.card),
            "warnings": _warnings(article),
        }


def _warnings(article: Article) -> tuple[str, ...]:
    """But for what a line of the card says or a chosen section settles; of what is gone, none."""
    if not (article.is_draft or article.is_public):
        return ()
    settled = {"no_link", "no_author", "no_date"} | ({"no_section"} if article.section else set())
    return tuple(code for code in article.warnings if code not in settled)


def _told(card: Card) -> tuple[Remark, ...]:
    """Of the pre-flight what the card does not say in a line of its own."""
    if card.article.is_draft and card.article.amends:
        return tuple(shortened(card))
    said = {"no_section", "in_question", "resembles_retracted", "no_channels", "picture_unseen"}
    return tuple(remark for remark in remarks_on(card) if remark.code not in said)


def _counted(article: Article) -> Counter[Medium]:
    """How many files of each medium the article has."""
    return Counter(image.medium for image in article.content.images)


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
    """How the article's posts show its pictures, instead of a card's buttons.

    Of recordings and documents there is nothing to choose.
    """
    clear = Button(label(_named(article, "clear_")), press=ClearPictures(article.id))
    back = Button(label("back"), press=ChoosePictures(article.id, open=False))
    if not all(medium.is_seen for medium in _counted(article)):
        return drawn_for(article.version, ((clear,), (back,)))
    chosen = article.layout.value if article.layout else AS_CHANNELS
    buttons = (
        switch(label("layout", layout=name), SetPictures(article.id, name), on=name == chosen)
        for name in (AS_CHANNELS, *(layout.value for layout in Layout))
    )
    return drawn_for(article.version, (*rows(buttons, 2), (clear,), (back,)))


def _card_keyboard(card: Card, label: Label, *, may_pay: bool, viewer: int) -> Keyboard:
    article = card.article
    if not article.is_draft and article.state is not ArticleState.ARCHIVED:
        return _settled(card, label)
    if article.amends:
        return _amending(card, label)
    named = "discard" if article.is_draft else "take_out"
    discard = (Button(label(named), press=Discard(article.id)),)
    if card.in_question is not None:
        return (*_which(article, card.in_question, label), *_anew(card, label), discard)
    paying = _paying(card, label) if may_pay else ()
    publishing = (*_publishing(card, label, viewer), *paying, *_timing(card, label))
    return (*publishing, *_completing(card, label), discard)


def _settled(card: Card, label: Label) -> Keyboard:
    """What is a draft no more, by what has become of it."""
    article, status = card.article, _status(card.article, label)
    match article.state:
        case ArticleState.PUBLISHED:
            return (*_correcting(article, label), status, (retraction(article, label),))
        case ArticleState.RETRACTED:
            return (status,)
        case ArticleState.DISCARDED if article.amends is None:
            back = "restore_to_archive" if article.released_at else "restore"
            return ((Button(label(back), press=ShowCard(article.id)),),)
    if card.resembled is None:
        return ()
    into = card.resembled.id
    return ((Button(label("open_card", id=into), press=ShowCard(into)),),)


def _correcting(article: Article, label: Label) -> Keyboard:
    fields = Button(label("fields"), press=OpenFields(article.id))
    return ((fields, Button(label("correct_text"), press=AskCorrection(article.id))),)


def _amending(card: Card, label: Label) -> Keyboard:
    """A change of single fields: it is told of, or made quietly, or dropped."""
    draft, old = card.article, card.in_question
    cancel = (Button(label("cancel"), press=Discard(draft.id)),)
    if old is None:
        return (cancel,)
    marked = Correct(draft.id, old.id, marked=True)
    # It opens the article's own form, so that it goes by the article's version.
    other = Button(label("another_field"), press=OpenFields(old.id), drawn=old.version)
    return (
        (Button(label("amend_marked"), press=marked),),
        (Button(label("amend_quietly"), press=replace(marked, marked=False)), other),
        *_anew(card, label),
        cancel,
    )


def _changes(card: Card) -> tuple[tuple[str, tuple[Piece, ...]], ...]:
    """What of the article would change, word by word; dates are said in other words."""
    old, draft = card.in_question, card.article
    if old is None or card.proposed is None or not (draft.is_draft and old.is_public):
        return ()
    return tuple(
        (change.part, word_diff(change.before or "", change.after or "", _DIFF_SHOWN))
        for change in changes_of(old.content, card.proposed)
        if change.part in _PARTS_SHOWN
    )


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


def _anew(card: Card, label: Label) -> Keyboard:
    """Where posts cannot take the new pictures in place, they may give way."""
    if card.resembled is None or not card.keeps_pictures:
        return ()
    press = CorrectAnew(card.article.id, card.resembled.id)
    return ((Button(label("correct_anew"), press=press),),)


def _publishing(card: Card, label: Label, viewer: int) -> Keyboard:
    article = card.article
    if article.section is None:
        return ()
    if card.wish and card.wish.by == viewer:
        return ((Button(label("unwish"), press=DenyWish(article.id)),),)
    if card.wish:
        agree = Publish(article.id, breaking=card.wish.breaking)
        return (
            (Button(label("agree"), press=agree),),
            (Button(label("deny"), press=DenyWish(article.id)),),
        )
    calm, breaking = Publish(article.id, breaking=False), Publish(article.id, breaking=True)
    if card.needs_second:  # it asks somebody else, and says so
        asking = (
            (Button(label("ask_second"), press=calm),),
            (Button(label("ask_second_breaking"), press=breaking),),
        )
        return asking[::-1] if article.breaking else asking
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


def _timing(card: Card, label: Label) -> Keyboard:
    """Where two people have to agree, nobody sets a time alone."""
    article = card.article
    if article.section is None:
        return ()
    at = article.scheduled.at if article.scheduled else None
    embargo = card.needs_second
    words = label("when_at", at=at) if at else label("embargo" if embargo else "when")
    when = Button(words, press=AskWhen(article.id, embargo=embargo))
    changed = article.outlets != AS_USUAL
    where = switch(label("outlets"), ShowOutlets(article.id), on=changed)
    return ((when, where),)


def _completing(card: Card, label: Label) -> Keyboard:
    article = card.article
    link = Button(
        label("change_link" if article.content.link else "add_link"), press=AddLink(article.id)
    )
    fields = Button(label("fields"), press=OpenFields(article.id))
    if article.content.own and article.section is None:  # nothing else is needed of it
        pictures = (*_pictures(article, label), _preview(article, label))
        return (*_sections(card), (link, fields), pictures)
    printed = article.content.section
    making: Keyboard = ()
    if article.section is None and printed:
        words = label("make_section", name=name_of_new(printed))
        making = ((Button(words, press=MakeSection(article.id)),),)
    section = label("change_section" if article.section else "choose_section")
    choose = Button(section, press=ChooseSection(article.id, open=True))
    pictures, preview = _pictures(article, label), _preview(article, label)
    looks = ((fields, *pictures), (preview,)) if pictures else ((fields, preview),)
    return (*making, (choose, link), *looks)


def _preview(article: Article, label: Label) -> Button:
    return Button(label("preview_posts"), press=PreviewPost(article.id, 1))


def _pictures(article: Article, label: Label) -> tuple[Button, ...]:
    if not article.content.images:
        return ()
    press = ChoosePictures(article.id, open=True)
    return (Button(label(_named(article)), press=press),)


def _named(article: Article, begin: str = "") -> str:
    """The label of a button for the article's files."""
    only_pictures = set(_counted(article)) <= {Medium.PHOTO}
    return f"{begin}{'pictures' if only_pictures else 'attachments'}"


@dataclass(frozen=True)
class DraftList(PostPage):
    template = "editors/drafts"
    articles: tuple[Article, ...]

    def keyboard(self, label: Label) -> Keyboard:
        return article_buttons(self.articles[:MOST_DRAFTS], label)

    def context(self) -> Mapping[str, Any]:
        return {"articles": self.articles[:MOST_DRAFTS], "total": len(self.articles)}
