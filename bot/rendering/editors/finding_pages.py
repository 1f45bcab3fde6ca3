"""What the desk is shown when it looks for an article: lists of what was published, or waits."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from bot.domain.article import Article
from bot.domain.buttons import AskRetraction, ShowCard, ShowStatus
from bot.domain.desk import FoundPosts
from bot.domain.finding_buttons import AskCorrection, ChoosePostSection, ShowPosts, ShowWhy
from bot.domain.post import Button, Keyboard, rows
from bot.domain.press import OfArticle
from bot.domain.section import Section
from bot.domain.text import is_blank
from bot.rendering.keyboards import first_choices, section_name
from bot.rendering.page import Label, PostPage
from bot.rendering.words import short

_BUTTON_WORDS: Final = 40
_MOST: Final = 20  # lines of a list: more of them would not fit into a message
# What a command without a number does with the article that is chosen then. A draft is seen once
# more before it goes out: on a phone the wrong line is touched soon.
_CHOICES: Final[Mapping[str, type[OfArticle]]] = {
    "publish": ShowCard,
    "status": ShowStatus,
    "why": ShowWhy,
    "correct": AskCorrection,
    "retract": AskRetraction,
}


def article_buttons(
    articles: Iterable[Article], label: Label, press: type[OfArticle] = ShowCard
) -> Keyboard:
    """A row for each article, with its number and headline."""
    return tuple(
        (Button(named_article(each, label, _BUTTON_WORDS), press=press(each.id)),)
        for each in articles
    )


def named_article(article: Article, label: Label, limit: int) -> str:
    """Its number and as much of its headline, on a button."""
    headline = article.content.headline
    words = label("untitled") if is_blank(headline) else short(headline, limit)
    return label("draft", id=article.id, headline=words)


@dataclass(frozen=True)
class FoundPostsPage(PostPage):
    """A page of what was published, each with a button that opens its card."""

    template = "editors/posts"
    found: FoundPosts

    def keyboard(self, label: Label) -> Keyboard:
        found = self.found
        section_id = found.section.id if found.section else 0

        def turn(words: str, page: int) -> Button:
            return Button(label(words), press=ShowPosts(section_id, page, found.search_id))

        turns = [turn("newer", found.page - 1)] if found.page else []
        turns += [turn("older", found.page + 1)] if found.has_older else []
        narrowing = [Button(label("by_section"), press=ChoosePostSection(found.search_id))]
        if found.section or found.words:
            narrowing.append(Button(label("all_posts"), press=ShowPosts(0, 0, 0)))
        return (
            *article_buttons(found.articles[:_MOST], label),
            *rows(turns, 2),
            *rows(narrowing, 2),
        )

    def context(self) -> Mapping[str, Any]:
        found = self.found
        return {
            "articles": found.articles[:_MOST],
            "page": found.page,
            "section": found.section,
            "words": found.words,
        }


@dataclass(frozen=True)
class PostSections(PostPage):
    """The sections to narrow the list to; the words stay as they are."""

    template = "editors/post_sections"
    sections: tuple[Section, ...]
    search_id: int

    def keyboard(self, label: Label) -> Keyboard:
        buttons = (
            Button(section_name(section), press=ShowPosts(section.id, 0, self.search_id))
            for section in first_choices(self.sections)
        )
        back = Button(label("back"), press=ShowPosts(0, 0, self.search_id))
        return (*rows(buttons, 2), (back,))


@dataclass(frozen=True)
class ArticleChoice(PostPage):
    """A command, without its slash, that lacks its number: the last articles to choose among.

    `typed`: what stood there in the number's place.
    """

    template = "editors/article_choice"
    command: str
    articles: tuple[Article, ...]
    typed: str = ""

    def keyboard(self, label: Label) -> Keyboard:
        chosen = article_buttons(self.articles[:_MOST], label, _CHOICES[self.command])
        if self.command == "publish":
            return chosen
        return (*chosen, (Button(label("all_posts"), press=ShowPosts(0, 0, 0)),))
