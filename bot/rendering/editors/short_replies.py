"""Short answers to what an editor did."""

from dataclasses import dataclass

from bot.domain.article import Article
from bot.domain.buttons import CancelQuestion
from bot.domain.desk import Publication
from bot.domain.own_buttons import CancelFlash
from bot.domain.people import Editor
from bot.domain.post import Button, Keyboard
from bot.rendering.page import Label, PlainPage, PostPage


@dataclass(frozen=True)
class PublishingReply(PlainPage):
    """Publishing was pressed; `publication.new` is false when somebody had done it before."""

    template = "editors/publishing"
    publication: Publication


@dataclass(frozen=True)
class Discarded(PlainPage):
    template = "editors/discarded"
    article: Article


@dataclass(frozen=True)
class SectionSet(PlainPage):
    template = "editors/section_set"
    article: Article


@dataclass(frozen=True)
class LayoutSet(PlainPage):
    template = "editors/layout_set"
    article: Article


@dataclass(frozen=True)
class Corrected(PlainPage):
    template = "editors/corrected"
    article: Article


@dataclass(frozen=True)
class KeptApart(PlainPage):
    template = "editors/kept_apart"


@dataclass(frozen=True)
class Dismissed(PlainPage):
    template = "editors/dismissed"
    editor: Editor


@dataclass(frozen=True)
class QuestionClosed(PlainPage):
    """The editor wants to answer no more; `cancelled` is false when nothing was open."""

    template = "editors/question_closed"
    cancelled: bool


@dataclass(frozen=True)
class AskFlash(PostPage):
    """The next text is a breaking story."""

    template = "editors/ask_flash"

    def keyboard(self, label: Label) -> Keyboard:
        return ((Button(label("cancel"), press=CancelFlash()),),)


@dataclass(frozen=True)
class FormDone(PlainPage):
    """A form has had its use: the article's card stands below."""

    template = "editors/form_done"
    id: int


@dataclass(frozen=True)
class OwnTaken(PlainPage):
    """What was typed has become a post as it is, or (`as_page`) an article."""

    template = "editors/own_taken"
    as_page: bool


@dataclass(frozen=True)
class TextJoined(PlainPage):
    """A text was added to this draft."""

    template = "editors/text_joined"
    id: int


@dataclass(frozen=True)
class Settled(PlainPage):
    """The desk said whether an unknown post is there."""

    template = "editors/settled"
    there: bool


@dataclass(frozen=True)
class AskLink(PostPage):
    template = "editors/ask_link"
    article: Article

    def keyboard(self, label: Label) -> Keyboard:
        return _cancelling(self.article, label)


@dataclass(frozen=True)
class CorrectionQuestion(PostPage):
    template = "editors/ask_correction"
    article: Article

    def keyboard(self, label: Label) -> Keyboard:
        return _cancelling(self.article, label)


def _cancelling(article: Article, label: Label) -> Keyboard:
    return ((Button(label("cancel"), press=CancelQuestion(article.id)),),)


@dataclass(frozen=True)
class DeskHelp(PostPage):
    template = "editors/help"
