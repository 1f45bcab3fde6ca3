"""What becomes of a page that comes in: new, known, the next text of its article, or held.

One rule for all ways in; `bot.usecases.admission` finds what it has to know.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum, StrEnum

from bot.domain.article import (
    Article,
    ArticleState,
    Content,
)
from bot.domain.content_values import fingerprint
from bot.domain.same_story import find_alike, has_address_of, is_another_text


class Admission(StrEnum):
    """What a page is, against what is known.

    `new`: an article of its own; `known`: nothing is to be done; `changed`: the next text of its
    article; `held`: another text or news of an article that it does not change by itself.
    """

    NEW = "new"
    KNOWN = "known"
    CHANGED = "changed"
    HELD = "held"


class Way(Enum):
    """Who brings a page: somebody of the desk, a source by itself, or an import."""

    DESK = "desk"
    SOURCE = "source"
    IMPORT = "import"


@dataclass(frozen=True, slots=True)
class Verdict:
    """`article` is the one that the page is, or looks like.

    Of a new page it is one that was thrown away, and that comes back with it.
    """

    admission: Admission
    article: Article | None = None


@dataclass(frozen=True, slots=True)
class Origin:
    """What a source told last of one item.

    `article_id` is None for what was only seen; `revision` is the number that the source gave,
    0 where it gives none; `digest` is whatever tells two texts of the item apart; `withdrawn`
    says that the source itself took it back.
    """

    source: str
    external_id: str
    article_id: int | None
    revision: int
    digest: str | None
    withdrawn: bool = False

    def told(self, digest: str, revision: int | None = None) -> bool:
        """Whether the source told this very text before."""
        return digest == self.digest if revision is None else revision == self.revision


def judge(
    content: Content,
    same: Article | None,
    alike: Sequence[Article],
    *,
    by: Way,
    now: datetime,
) -> Verdict:
    """What becomes of a page that no source has named before.

    `same` has these very words; `alike` are what storage finds alike, the closest first. What the
    desk has thrown away comes back if a person brings it. What was taken back stays so, and the
    desk decides on the same page again; for sources and imports it is known.
    """
    if same and not (by is Way.DESK and same.state is ArticleState.RETRACTED):
        comes_back = same.state is ArticleState.DISCARDED and by is not Way.SOURCE
        return Verdict(Admission.NEW if comes_back else Admission.KNOWN, same)
    if by is Way.IMPORT:
        return _at_its_address(content, alike)
    found = find_alike(content, alike, now) or same
    if found is None:
        return Verdict(Admission.NEW)
    # A feed's summary must not take the place of the article that the desk has pasted.
    retracted = found.state is ArticleState.RETRACTED
    if by is Way.SOURCE and not retracted and has_address_of(content, found.content):
        return Verdict(Admission.KNOWN, found)
    return Verdict(Admission.HELD, found)


def _at_its_address(content: Content, alike: Sequence[Article]) -> Verdict:
    """What only the archive has gets the new text; what the desk has or has posted does not."""
    old = next((one for one in alike if is_another_text(content, one.content)), None)
    if old is None:
        return Verdict(Admission.NEW)
    archived = old.state is ArticleState.ARCHIVED
    return Verdict(Admission.CHANGED if archived else Admission.HELD, old)


def judge_again(content: Content, own: Article, *, withdrawn: bool = False) -> Verdict:
    """What becomes of an item whose article `own` is; `withdrawn`: its source took it back."""
    if own.can_be_published or own.is_published:
        changed = content != own.content
        return Verdict(Admission.CHANGED if changed else Admission.KNOWN, own)
    if own.state is ArticleState.DISCARDED:
        # What the desk has thrown away comes back no more, however often its words change.
        return Verdict(Admission.NEW if withdrawn else Admission.KNOWN, own)
    told = fingerprint(own.content) == fingerprint(content)
    return Verdict(Admission.KNOWN if told else Admission.HELD, own)


def why_held(article: Article, resembled: Article | None) -> str | None:
    """Why an article that is to be published waits for the desk; None where nothing is against it.

    `resembled` is the article that it resembles.
    """
    if not article.can_be_published:
        return None if article.is_published else str(article.state)
    if resembled:
        return "retracted" if resembled.state is ArticleState.RETRACTED else "resembles"
    return None if article.section else "section_unknown"
