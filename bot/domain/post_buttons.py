"""What a pressed button says of how posts look: a channel's template, and an article's posts."""

from dataclasses import dataclass

from bot.domain.press import OfArticle, OfChannel


@dataclass(frozen=True, slots=True)
class ShowTemplates(OfChannel):
    """Choose by which template a channel's posts are made."""

    word = "templates"
    done_late = True


@dataclass(frozen=True, slots=True)
class TryTemplate(OfChannel):
    """Show the last article by this template."""

    word = "trial"
    done_late = True
    template: str


@dataclass(frozen=True, slots=True)
class ChooseTemplate(OfChannel):
    """Make the channel's posts by it from now on."""

    word = "template"
    template: str


@dataclass(frozen=True, slots=True)
class PreviewPost(OfArticle):
    """Show an article's post as the channel at this place of its card has it; 0 is the reader."""

    word = "preview"
    done_late = True
    place: int


@dataclass(frozen=True, slots=True)
class ShowWords(OfArticle):
    """What an article's post says in one channel alone."""

    word = "words"
    done_late = True
    chat_id: int


@dataclass(frozen=True, slots=True)
class AskWords(OfArticle):
    """Type a part of it: a value of `channel_words.WordPart`."""

    word = "askwords"
    chat_id: int
    part: str


@dataclass(frozen=True, slots=True)
class ClearWords(OfArticle):
    """The part is as everywhere again."""

    word = "nowords"
    chat_id: int
    part: str
