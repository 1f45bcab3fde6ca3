"""An article: what the newsroom wrote, and what intake understood of it."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum

from bot.domain.errors import RefusedError
from bot.domain.formatted import Formatted
from bot.domain.outlets import AS_USUAL, Outlets
from bot.domain.own_words import OwnWords
from bot.domain.picture import Layout, Medium, is_on_the_web, known_by, medium_of
from bot.domain.reasons import Reason
from bot.domain.schedule import Scheduled, check_time, is_over
from bot.domain.section import Section
from bot.domain.text import shorten

_OPENING = 600  # units of UTF-16


@dataclass(frozen=True, slots=True)
class Related:
    """One item of «Читайте також». `date_text` is the date as printed."""

    section: str | None
    headline: str
    published_at: datetime | None
    date_text: str | None


@dataclass(frozen=True, slots=True)
class Image:
    """A picture at its address, or another file that an editor has sent.

    `behind`: the paragraph that it stands behind in the text, by its words, where that is known.
    """

    url: str
    caption: str | None = None
    behind: str | None = field(default=None, compare=False)

    @property
    def is_on_the_web(self) -> bool:
        """Else an editor has sent it, and Telegram alone has it."""
        return is_on_the_web(self.url)

    @property
    def medium(self) -> Medium:
        return medium_of(known_by(self.url))


@dataclass(frozen=True, slots=True)
class Content:
    """The fields of an article in one revision. `section` is as printed; `body` has no lead.

    `own`: the desk's own words, which stand in the post as they were typed; `body` has them plain.
    `headings` and `quotes`: which of the body's paragraphs are such, by their words.
    """

    headline: str
    section: str | None = None
    published_at: datetime | None = None
    lead: str | None = None
    body: tuple[str, ...] = ()
    link: str | None = None
    author: str | None = None
    captions: tuple[str, ...] = ()
    related: tuple[Related, ...] = ()
    language: str | None = None
    tags: tuple[str, ...] = ()
    images: tuple[Image, ...] = ()
    own: OwnWords | None = None
    headings: tuple[str, ...] = ()
    quotes: tuple[str, ...] = ()

    @property
    def heading(self) -> str | None:
        """What stands in bold on top of a post; None where its words begin as they were typed."""
        return None if self.own and not self.own.headed else self.headline

    @property
    def said(self) -> str | Formatted:
        """What stands under that: own words, or else the lead; without one, the first paragraph.

        Nobody has written that for a teaser: of a long one its first sentences are enough.
        """
        if self.own:
            return self.own.words
        return self.lead or shorten(self.opening, _OPENING)

    @property
    def opening(self) -> str:
        """What an article begins with: the lead, or else the first paragraph."""
        return self.lead or (self.body[0] if self.body else "")


@dataclass(frozen=True, slots=True)
class Reading:
    """What intake made of a source: the content, and stable codes for what was not understood."""

    content: Content
    warnings: tuple[str, ...] = field(default=())


class ArticleState(StrEnum):
    """Where an article stands.

    `archived`: readers find it, it was posted nowhere; `merged`: a draft that became a revision
    of another article; `retracted`: withdrawn from every chat that had it.
    """

    DRAFT = "draft"
    ARCHIVED = "archived"
    PUBLISHED = "published"
    DISCARDED = "discarded"
    MERGED = "merged"
    RETRACTED = "retracted"


@dataclass(frozen=True, slots=True)
class Article:
    """An article in its newest revision. `resembles` is the article it may be a new text of.

    `paid`: its broadcast to readers may cost Stars; `unpaid_because`: why it goes on for free.
    `scheduled`: it goes out then by itself; before `embargo_until` nobody can publish it.
    `version` counts its changes, whatever they are of: an older button must do nothing.
    `layout`: of its pictures, where the desk wants another than its channels have. `anew_from`:
    posts of earlier revisions that cannot take the pictures in place are posted anew.
    """

    id: int
    state: ArticleState
    revision: int
    content: Content
    section: Section | None
    warnings: tuple[str, ...] = ()
    breaking: bool = False
    resembles: int | None = None
    created_by: int | None = None
    released_at: datetime | None = None
    corrected_at: datetime | None = None
    marked_at: datetime | None = None  # of the last correction that readers are told of
    retracted_at: datetime | None = None
    paid: bool = False
    unpaid_because: Reason | None = None
    scheduled: Scheduled | None = None
    outlets: Outlets = AS_USUAL
    embargo_until: datetime | None = None
    version: int = 1
    amends: int | None = None  # only fields that differ from this revision of what it resembles
    layout: Layout | None = None
    anew_from: int = 0

    @property
    def is_draft(self) -> bool:
        return self.state is ArticleState.DRAFT

    @property
    def can_be_published(self) -> bool:
        return self.state in (ArticleState.DRAFT, ArticleState.ARCHIVED)

    @property
    def is_public(self) -> bool:
        """Whether anybody may read it."""
        return self.state in (ArticleState.PUBLISHED, ArticleState.ARCHIVED)

    @property
    def is_published(self) -> bool:
        return self.state is ArticleState.PUBLISHED

    @property
    def last_moved_at(self) -> datetime | None:
        """When its posts began to change last: sent, corrected or taken back."""
        moments = (self.released_at, self.corrected_at, self.retracted_at)
        return max((moment for moment in moments if moment), default=None)

    def as_public(self) -> "Article":
        """The article, which people can read. Raises `RefusedError` for any other."""
        if self.is_public:
            return self
        taken_back = self.state is ArticleState.RETRACTED
        raise RefusedError("article_retracted" if taken_back else "not_published", id=self.id)

    def as_draft(self) -> "Article":
        """The article, which is posted nowhere yet. Raises `RefusedError` for any other."""
        if self.can_be_published:
            return self
        if self.state is ArticleState.MERGED:
            raise RefusedError("draft_merged", id=self.id, into=self.resembles)
        discarded = self.state is ArticleState.DISCARDED
        raise RefusedError("article_discarded" if discarded else "article_not_draft", id=self.id)

    def as_drawn(self, drawn: int | None) -> "Article":
        """The article. Raises `RefusedError` for a button drawn before its last change."""
        if drawn in (None, self.version):
            return self
        raise RefusedError("card_outdated", id=self.id)

    # --- transitions: each gives the article as it is then, or raises `RefusedError` ---
    #
    # docs/reference.md has them in a table. Doing twice what is done already changes nothing.

    def publish(self, now: datetime, *, breaking: bool = False, paid: bool = False) -> "Article":
        """To every chat that its section goes to. `paid`: it may cost Stars."""
        if self.is_published:
            return self
        return replace(
            self._as_publishable(now),
            state=ArticleState.PUBLISHED,
            breaking=breaking,
            paid=paid,
            released_at=now,
            resembles=None,
            scheduled=None,
        )

    def _as_publishable(self, at: datetime) -> "Article":
        draft = self.as_draft()
        if draft.section is None:
            raise RefusedError("article_no_section", id=self.id)
        if draft.embargo_until and not is_over(draft.embargo_until, at):
            raise RefusedError("embargo", id=self.id, until=draft.embargo_until)
        return draft

    def schedule(self, at: datetime | None, now: datetime, *, by: int | None = None) -> "Article":
        """It goes out by itself then, whatever was said before; None: not by itself."""
        if at is None:
            return replace(self, scheduled=None)
        draft = self._as_publishable(at)
        check_time(at, now)
        return replace(draft, scheduled=Scheduled(at, by))

    def embargo(self, until: datetime | None) -> "Article":
        """Nobody can publish it before; what was to go out sooner goes out then."""
        draft = self.as_draft()
        moved = draft.scheduled
        if moved and until:
            moved = replace(moved, at=max(moved.at, until))
        return replace(draft, embargo_until=until, scheduled=moved)

    def archive(self, at: datetime) -> "Article":
        """Readers find it as of then; it is posted nowhere."""
        if self.state is ArticleState.ARCHIVED:
            return self
        if self.state not in (ArticleState.DRAFT, ArticleState.DISCARDED):
            return self.as_draft()
        return replace(
            self, state=ArticleState.ARCHIVED, released_at=at, resembles=None, scheduled=None
        )

    def rewrite(self, content: Content, warnings: Sequence[str]) -> "Article":
        """Other words for what only the desk has seen, or the archive: no revision is made."""
        return replace(self.as_draft(), content=content, warnings=tuple(warnings))

    def revise(self, content: Content, now: datetime, *, marked: bool) -> "Article":
        """The next revision of what people can read. `marked`: it says so, and when."""
        public = self.as_public()
        return replace(
            public,
            revision=public.revision + 1,
            content=content,
            corrected_at=now,
            marked_at=now if marked else public.marked_at,
        )

    def retract(self, now: datetime) -> "Article":
        """Taken back from every chat and from the archive, for good."""
        if self.state is ArticleState.RETRACTED:
            return self
        return replace(self.as_public(), state=ArticleState.RETRACTED, retracted_at=now)

    def discard(self) -> "Article":
        """The desk does not want it; the same page again takes it up."""
        if self.state is ArticleState.DISCARDED:
            return self
        return replace(self.as_draft(), state=ArticleState.DISCARDED, scheduled=None)

    def take_up(self) -> "Article":
        """The article as it is; a discarded one as it was before, but for a dropped change."""
        if self.state is not ArticleState.DISCARDED or self.amends is not None:
            return self
        was = ArticleState.ARCHIVED if self.released_at else ArticleState.DRAFT
        return replace(self, state=was)

    def merge(self) -> "Article":
        """The draft has become a revision of another article."""
        if self.state is ArticleState.MERGED:
            return self
        return replace(self.as_draft(), state=ArticleState.MERGED, scheduled=None)


def dated_at(article: Article) -> datetime | None:
    """The date that readers see, by which the archive is in order."""
    return article.content.published_at or article.released_at


def for_readers(found: Article | None) -> Article:
    """An article that readers may see; a draft is nobody's business outside the desk.

    Raises `RefusedError`: `article_withdrawn`, `story_unknown`.
    """
    if found and found.state is ArticleState.RETRACTED:
        raise RefusedError("article_withdrawn")
    if found is None or not found.is_public:
        raise RefusedError("story_unknown")
    return found


@dataclass(frozen=True, slots=True)
class Revision:
    """One text of an article: its number, when and by whom it was made."""

    number: int
    made_at: datetime
    made_by: str | None
    content: Content


def headline_key(headline: str) -> str:
    """What two spellings of one headline share: letters and digits only."""
    text = unicodedata.normalize("NFC", headline).casefold()
    return "".join(c for c in text if c.isalnum())
