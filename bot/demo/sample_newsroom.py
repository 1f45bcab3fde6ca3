"""The newsrooms of the demonstration, one for each language: who works there, and what it says."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from importlib.resources.abc import Traversable
from types import MappingProxyType

OLENA = 1001
TARAS = 2001
WORLD, ECONOMY = -1001000000001, -1001000000002


@dataclass(frozen=True, slots=True)
class SampleNewsroom:
    language: str
    bot_name: str
    editor: tuple[str, str]  # the name, and what the person is
    reader: tuple[str, str]
    channels: Mapping[int, str]
    site: str
    motto: str
    feed_note: str  # under each page: that the site is none
    related: str
    publish: str  # as the button says it
    flash: str  # a breaking story to be tried
    months: tuple[str, ...]  # as dates are printed: «10 травня»

    def pages(self) -> list[str]:
        """The texts that the story pastes, in order."""
        return _texts(_folder("samples", self.language))

    @property
    def pictured(self) -> "SampleArticle":
        """The article of its site whose link the story sends: it goes to a channel."""
        world = self.channels[WORLD]
        return next(article for article in self.articles() if article.section == world)

    def articles(self) -> list["SampleArticle"]:
        """What its site has, the oldest first."""
        folder = files("bot.demo") / "site" / self.language
        return [_article(entry.name, entry.read_text("utf-8")) for entry in _entries(folder)]


@dataclass(frozen=True, slots=True)
class SampleArticle:
    """An article of the site; `scene` is what its picture shows."""

    slug: str
    headline: str
    section: str
    author: str
    scene: str
    caption: str
    paragraphs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Hint:
    """What to try next, in each newsroom's language, until `done`; `say` is what to write.

    `where`: whose chat it happens in, «editor» or «reader».
    """

    done: str
    where: str
    words: Mapping[str, str]
    say: str = ""


UKRAINIAN = SampleNewsroom(
    language="uk",
    bot_name="Вісник",
    editor=("Олена", "редакторка"),
    reader=("Тарас", "читач"),
    channels=MappingProxyType({WORLD: "Світ", ECONOMY: "Економіка"}),
    site="Ранковий вісник",
    motto="Новини, яких не було",
    feed_note="Сайт для показу: усі новини тут вигадано.",
    related="Читайте також",
    publish="Опублікувати",
    flash="Дністер вийшов із берегів: перекрито дорогу на Галич",
    months=(
        *("січня", "лютого", "березня", "квітня", "травня", "червня"),
        *("липня", "серпня", "вересня", "жовтня", "листопада", "грудня"),
    ),
)
ENGLISH = SampleNewsroom(
    language="en",
    bot_name="Herald",
    editor=("Olena", "editor"),
    reader=("Taras", "reader"),
    channels=MappingProxyType({WORLD: "World", ECONOMY: "Economy"}),
    site="The Morning Herald",
    motto="News that never was",
    feed_note="A site for the demonstration: all of its news is invented.",
    related="Read also",
    publish="Publish",
    flash="Dniester bursts its banks, road to Halych closed",
    months=(
        *("January", "February", "March", "April", "May", "June"),
        *("July", "August", "September", "October", "November", "December"),
    ),
)
NEWSROOMS = MappingProxyType({one.language: one for one in (UKRAINIAN, ENGLISH)})


def samples() -> list[str]:
    """The pages that the story pastes in Ukrainian, in order."""
    return UKRAINIAN.pages()


def headline(page: str) -> str:
    return page.split("\n", maxsplit=1)[0]


def hints() -> list[Hint]:
    """What whoever looks at the demonstration may try, in order."""
    read = tomllib.loads((files("bot.demo") / "hints.toml").read_text("utf-8"))
    return [Hint(**hint) for hint in read["hint"]]


def _folder(kind: str, language: str) -> Traversable:
    folder = files("bot.demo") / kind
    return folder if language == UKRAINIAN.language else folder / language


def _texts(folder: Traversable) -> list[str]:
    return [entry.read_text("utf-8") for entry in _entries(folder)]


def _entries(folder: Traversable) -> list[Traversable]:
    found = (entry for entry in folder.iterdir() if entry.name.endswith(".txt"))
    return sorted(found, key=lambda entry: entry.name)


def _article(name: str, text: str) -> SampleArticle:
    head, *paragraphs = text.strip().split("\n\n")
    title, facts, caption = head.split("\n")
    section, author, scene = facts.split(" | ")
    slug = name.removesuffix(".txt").partition("-")[2]
    return SampleArticle(slug, title, section, author, scene, caption, tuple(paragraphs))
