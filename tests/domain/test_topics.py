"""Topics: what is typed, what an article is about, and who wants it."""

from datetime import timedelta

import pytest

from bot.domain.article import Article
from bot.domain.errors import RefusedError
from bot.domain.formatted import Formatted
from bot.domain.own_words import OwnWords
from bot.domain.routing import Choices, Standing, Verdict, Why, wants
from bot.domain.topics import (
    LONGEST,
    Topic,
    TopicKind,
    author_topic,
    authors_of,
    matter_of,
    read_topic,
    section_topic,
    tag_topic,
    tags_of,
    word_topic,
)
from tests.builders import a_content, a_section, an_article
from tests.clock import NOON
from tests.newsroom import LANGUAGE

SECOND = timedelta(seconds=1)


def a_word(text: str) -> Topic:
    return word_topic(text, LANGUAGE.asked)


def about(**fields: object) -> Article:
    return an_article(**fields)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("typed", "kind", "name"),
    [
        ("#Зелена_енергія", TopicKind.TAG, "Зелена енергія"),
        ("автор Олена Коваль", TopicKind.AUTHOR, "Олена Коваль"),
        ("Автор: Олена Коваль", TopicKind.AUTHOR, "Олена Коваль"),
        ("author:Jane Doe", TopicKind.AUTHOR, "Jane Doe"),
        ("by Jane Doe", TopicKind.AUTHOR, "Jane Doe"),
        ("тег: порт", TopicKind.TAG, "порт"),
        ("тег порт", TopicKind.WORD, "тег порт"),
        ("Харків", TopicKind.WORD, "Харків"),
        ("\u202eХарків\u200b", TopicKind.WORD, "Харків"),
        ("«зернова   угода»", TopicKind.WORD, "зернова угода"),
    ],
)
def test_what_is_typed_is_read(typed: str, kind: TopicKind, name: str) -> None:
    topic = read_topic(typed, LANGUAGE.asked)
    assert (topic.kind, topic.name) == (kind, name)


@pytest.mark.parametrize("typed", ["", "#", "—", "а" * (LONGEST + 1), "а б в г ґ д"])
def test_what_no_topic_can_be_made_of_is_refused(typed: str) -> None:
    with pytest.raises(RefusedError, match="topic_not_read"):
        read_topic(typed, LANGUAGE.asked)


def test_the_longest_name_is_taken() -> None:
    assert read_topic("а" * LONGEST, LANGUAGE.asked).name == "а" * LONGEST
    assert read_topic("один два три сорок сто", LANGUAGE.asked).kind is TopicKind.WORD


def test_spellings_of_one_topic_are_one() -> None:
    assert tag_topic("#Чорне_море") == tag_topic("чорне  море") != tag_topic("біле море")
    assert author_topic("ОЛЕНА КОВАЛЬ") == author_topic("Олена Коваль")
    assert a_word("у Харкові") != a_word("Харків") == a_word("харків")


def test_a_label_tells_what_kind_it_is() -> None:
    assert tag_topic("море").label == "#море"
    assert author_topic("Олена").label == "✍️ Олена"
    assert a_word("Харків").label == "🔎 Харків"
    assert section_topic(a_section()).label == "🌍 Світ"


def test_authors_and_tags_are_told_apart_each_once() -> None:
    content = a_content(
        author="Олена Коваль, Ігор Сич та Олена Коваль; Оля і Ян / —",
        tags=("Море", "#море", "…", "Порт"),
    )
    names = [topic.name for topic in authors_of(content)]
    assert names == ["Олена Коваль", "Ігор Сич", "Оля", "Ян"]
    assert [topic.name for topic in tags_of(content)] == ["Море", "Порт"]
    assert authors_of(a_content()) == ()


def test_a_word_is_found_in_all_its_forms_wherever_it_stands() -> None:
    for field in ({"headline": "У Харкові дощ"}, {"lead": "Із Харкова"}, {"body": ("Харкову",)}):
        assert matter_of(about(**field), LANGUAGE.said).has(a_word("Харків")), field
    assert not matter_of(about(body=("У Полтаві",)), LANGUAGE.said).has(a_word("Харків"))
    own = OwnWords(Formatted("Пишуть про Харків"), headed=False)
    assert matter_of(about(own=own), LANGUAGE.said).has(a_word("Харків"))


def test_several_words_follow_each_other() -> None:
    matter = matter_of(
        about(body=("Про зернову угоду", "Угоду забули, зернова ціна")), LANGUAGE.said
    )
    assert matter.has(a_word("зернова угода"))
    assert not matter.has(a_word("угода зернова"))
    assert {"зерновий", "угода"} <= matter.terms


def test_section_tags_and_authors_are_what_it_says_itself() -> None:
    matter = matter_of(about(tags=("Море",), author="Олена Коваль"), LANGUAGE.said)
    assert matter.has(tag_topic("море"))
    assert matter.has(author_topic("Олена Коваль"))
    assert matter.has(Topic(TopicKind.SECTION, "1"))
    assert not matter.has(Topic(TopicKind.SECTION, "2"))
    assert not matter_of(about(section=None), LANGUAGE.said).has(Topic(TopicKind.SECTION, "1"))


# --- the rule ---

MATTER = matter_of(an_article(tags=("Море",), body=("У Харкові",)), LANGUAGE.said)
SVIT, MORE, KHARKIV = Topic(TopicKind.SECTION, "1"), tag_topic("море"), a_word("Харків")
OTHER = tag_topic("порт")


@pytest.mark.parametrize(
    ("choices", "verdict"),
    [
        (Choices(), Verdict(Why.NOT_FOLLOWED)),
        (Choices(frozenset([OTHER])), Verdict(Why.NOT_FOLLOWED)),
        (Choices(frozenset([SVIT])), Verdict(Why.FOLLOWED, SVIT)),
        (Choices(frozenset([SVIT, KHARKIV])), Verdict(Why.FOLLOWED, KHARKIV)),
        (Choices(frozenset([SVIT]), frozenset([MORE])), Verdict(Why.MUTED, MORE)),
        (Choices(frozenset([SVIT]), frozenset([OTHER])), Verdict(Why.FOLLOWED, SVIT)),
        (Choices(frozenset([SVIT]), reads="uk"), Verdict(Why.FOLLOWED, SVIT)),
        (Choices(frozenset([SVIT]), reads="en"), Verdict(Why.OTHER_LANGUAGE)),
        (Choices(frozenset([SVIT]), breaking_only=True), Verdict(Why.NOT_BREAKING)),
    ],
)
def test_what_is_muted_comes_before_what_is_followed(choices: Choices, verdict: Verdict) -> None:
    said = wants(choices, MATTER, language="uk", breaking=False)
    assert said == verdict
    assert said.wanted is (verdict.why is Why.FOLLOWED)


def test_breaking_news_and_those_of_an_unknown_language_come() -> None:
    only = Choices(frozenset([SVIT]), reads="en", breaking_only=True)
    assert wants(only, MATTER, language=None, breaking=True).wanted


@pytest.mark.parametrize(
    ("standing", "comes", "breaking_comes"),
    [
        (Standing(), True, True),
        (Standing(holds_from=NOON), False, False),
        (Standing(holds_from=NOON + SECOND), True, True),
        (Standing(capped_from=NOON), False, True),
        (Standing(capped_from=NOON + SECOND), True, True),
        (Standing(cut_at=NOON), True, True),
        (Standing(cut_at=NOON + SECOND), False, False),
        (Standing(paused_until=NOON), True, True),
        (Standing(paused_until=NOON + SECOND), False, False),
    ],
)
def test_when_an_article_of_noon_comes_at_once(
    standing: Standing, *, comes: bool, breaking_comes: bool
) -> None:
    assert standing.comes_at_once(NOON, breaking=False) is comes
    assert standing.comes_at_once(NOON, breaking=True) is breaking_comes
