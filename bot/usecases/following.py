"""What readers follow and mute besides sections, and why they get what they get."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from bot.domain.article import Article
from bot.domain.clock import Clock
from bot.domain.errors import RefusedError
from bot.domain.filters import Said
from bot.domain.people import Person, language_of
from bot.domain.routing import Choices, Pace, Verdict, wants
from bot.domain.section import section_key
from bot.domain.topics import (
    MOST_TOPICS,
    Choice,
    Matter,
    Topic,
    TopicKind,
    author_topic,
    is_of_section,
    is_quoted,
    named_in,
    read_topic,
    section_names,
    section_topic,
    tag_topic,
    without_leading,
)
from bot.usecases.searching import Searching
from storage.storage import Snapshot, Storage, Transaction
from storage.together import Together

_FEWEST: Final = 50  # articles, of which it can be told how common a word is


@dataclass(frozen=True, slots=True)
class Chosen:
    """What a reader follows and mutes, sections apart; of these only those that are muted."""

    follows: tuple[Topic, ...] = ()
    mutes: tuple[Topic, ...] = ()

    @property
    def topics(self) -> tuple[tuple[Topic, Choice], ...]:
        follows = tuple((topic, Choice.FOLLOW) for topic in self.follows)
        return (*follows, *((topic, Choice.MUTE) for topic in self.mutes))

    @property
    def muted_sections(self) -> frozenset[int]:
        return frozenset(int(t.key) for t in self.mutes if t.kind is TopicKind.SECTION)

    def of(self, topic: Topic) -> Choice:
        if topic in self.mutes:
            return Choice.MUTE
        return Choice.FOLLOW if topic in self.follows else Choice.NONE


@dataclass(frozen=True, slots=True)
class Named:
    """What an article names, with the reader's choices, and why they got it."""

    article: Article
    topics: tuple[tuple[Topic, Choice], ...]
    verdict: Verdict


class Following:
    def __init__(
        self,
        storage: Storage,
        clock: Clock,
        default_language: str,
        asked: Callable[[str], Said],
        searching: Searching,
    ) -> None:
        """`asked` makes terms of what is looked for."""
        self._storage = storage
        self._clock = clock
        self._default_language = default_language
        self._asked = asked
        self._searching = searching
        self._chosen = Together(self._read_chosen)

    async def read(self, text: str, person: Person) -> Topic:
        """The name of a section, «#тег», «автор …», or else a word, as a link or a search has it.

        Raises `RefusedError`: `topic_no_section`, `topic_not_read`, `topic_too_common`.
        """
        section = _section(text, person)
        if section is None and is_of_section(text):
            raise RefusedError("topic_no_section", name=section_names(text)[-1])
        topic = section or read_topic(text, self._asked)
        if topic.kind is TopicKind.WORD:
            found, of = await self._searching.share(topic.name)
            if of >= _FEWEST and found * 2 > of:
                raise RefusedError("topic_too_common", name=topic.name)
        return topic

    async def read_typed(self, text: str, person: Person) -> Topic:
        """The same as somebody types it: the plain name of an author or a tag is that.

        Raises `RefusedError`: `topic_no_section`, `topic_not_read`, `topic_too_common`.
        """
        if is_quoted(text) or _section(text, person) or is_of_section(text):
            return await self.read(text, person)
        typed, text = " ".join(text.split()), without_leading(text)
        topic = read_topic(text, self._asked)
        if topic.kind is TopicKind.WORD:
            names = dict.fromkeys((typed, topic.name))  # «На часі» is a tag, too
            named = [of(name) for name in names for of in (author_topic, tag_topic)]
            async with self._storage.reading() as tx:
                known = await tx.archive_names.spelled(named, in_use=True)
            for each in named:
                if each in known:
                    return replace(known[each], id=0)
        return await self.read(text, person)

    async def chosen(self, user_id: int) -> Chosen:
        return await self._chosen.ask(user_id)

    async def _read_chosen(self, user_ids: Sequence[int]) -> list[Chosen]:
        async with self._storage.reading() as tx:
            return await _chosen(tx, user_ids)

    async def follows(self, topic: Topic, person: Person) -> bool:
        if topic.kind is TopicKind.SECTION:
            return int(topic.key) in person.follows
        return topic in (await self.chosen(person.user_id)).follows

    async def is_first(self, person: Person, choice: Choice) -> bool:
        """Whether what they choose now is the first thing that they follow, and is sent them."""
        if choice is not Choice.FOLLOW or person.follows:
            return False
        if person.is_stopped or person.paused_until:
            return False
        return not (await self.chosen(person.user_id)).follows

    async def topic(self, topic_id: int) -> Topic:
        """Raises `RefusedError`: `topic_unknown`."""
        async with self._storage.reading() as tx:
            return await _existing(tx, topic_id)

    async def choose(
        self,
        person: Person,
        topic: Topic,
        choice: Choice,
        *,
        language_code: str | None,
        joins: bool = False,
    ) -> Topic:
        """Follow a topic, mute it, or neither; whoever was no reader becomes one.

        `joins`: whoever has stopped is one again.

        Raises `RefusedError`: `topics_too_many`.
        """
        async with self._storage.writing() as tx:
            if person.reader is None or joins:
                language = language_of(language_code, self._default_language)
                await tx.people.join({person.user_id: language}, self._clock())
            if topic.kind is TopicKind.SECTION:
                wish = (person.user_id, int(topic.key))
                await tx.people.follow([wish], on=choice is Choice.FOLLOW)
            return await _choose(tx, person.user_id, topic, choice)

    async def named(self, article_id: int, person: Person) -> Named:
        """Raises `RefusedError` for what is not public."""
        async with self._storage.reading() as tx:
            article = (await tx.articles.existing(article_id)).as_public()
            noted = await tx.topics.of_article(article_id)
            (chosen,) = await _chosen(tx, [person.user_id])
        followed = frozenset(section_topic(s) for s in person.sections if s.id in person.follows)
        choices = Choices(
            followed | frozenset(chosen.follows),
            frozenset(chosen.mutes),
            person.reader.reads if person.reader else None,
            breaking_only=person.reader is not None and person.reader.pace is Pace.BREAKING,
        )
        topics = named_in(article)
        matter = _AsNoted(frozenset((*topics, *noted)))
        verdict = wants(
            choices, matter, language=article.content.language, breaking=article.breaking
        )
        sections = dict.fromkeys(followed, Choice.FOLLOW)
        marked = tuple(
            (each, chosen.of(each) or sections.get(each, Choice.NONE)) for each in topics
        )
        return Named(article, marked, verdict)


@dataclass(frozen=True)
class _AsNoted(Matter):
    """An article as it was found to be when it went out: words are among what it names."""

    def has(self, topic: Topic) -> bool:
        return topic in self.named


def _section(text: str, person: Person) -> Topic | None:
    keys = {section_key(name) for name in section_names(text)}
    return next((section_topic(s) for s in person.offered if s.keys & keys), None)


async def _chosen(tx: Snapshot, user_ids: Sequence[int]) -> list[Chosen]:
    chosen = await tx.topics.chosen(user_ids)
    return [
        Chosen(tuple(follows), tuple(mutes))
        for follows, mutes in (chosen[user_id] for user_id in user_ids)
    ]


async def _existing(tx: Snapshot, topic_id: int) -> Topic:
    topic = await tx.topics.get(topic_id)
    if topic is None:
        raise RefusedError("topic_unknown")
    return topic


async def _choose(tx: Transaction, user_id: int, topic: Topic, choice: Choice) -> Topic:
    wants_row = choice is Choice.MUTE or (
        choice is Choice.FOLLOW and topic.kind is not TopicKind.SECTION
    )
    if not wants_row:
        if known := await tx.topics.find(topic):
            await tx.topics.drop(user_id, known.id)
        return topic
    known = await tx.topics.known(topic)
    (chosen,) = await _chosen(tx, [user_id])
    if known not in _all(chosen) and len(_all(chosen)) >= MOST_TOPICS:
        raise RefusedError("topics_too_many", limit=MOST_TOPICS)
    await tx.topics.choose(user_id, known.id, mutes=choice is Choice.MUTE)
    return known


def _all(chosen: Chosen) -> Sequence[Topic]:
    return (*chosen.follows, *chosen.mutes)
