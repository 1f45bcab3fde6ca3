"""What is in a digest: the rule of routing, asked of many at once; and its order."""

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.digest import MOST, Candidate, Notable, Pool, Subscriber, digest_key
from bot.domain.routing import Choices, Standing, wants
from bot.domain.section import FIRST_SECTIONS
from bot.domain.topics import Matter, Topic, TopicKind, section_topic
from tests.clock import NOON

MINUTE = timedelta(minutes=1)
TAGS = tuple(Topic(TopicKind.TAG, f"тег{n}", id=n) for n in range(1, 5))
_moments = st.none() | st.sampled_from([NOON - MINUTE, NOON, NOON + MINUTE])
_numbers = st.frozensets(st.integers(1, 4), max_size=3)
_languages = st.none() | st.sampled_from(["uk", "en"])
_readers = st.builds(
    Subscriber,
    id=st.integers(1, 6),
    chat_id=st.just(7),
    standing=st.builds(Standing, _moments, _moments, _moments, _moments),
    sections=st.frozensets(st.integers(1, 3), max_size=2),
    follows=_numbers,
    mutes=_numbers,
    reads=_languages,
    breaking_only=st.booleans(),
)
_articles = st.builds(
    Candidate,
    id=st.integers(1, 10**6),
    section_id=st.integers(1, 3),
    released_at=st.sampled_from([NOON - MINUTE, NOON, NOON + MINUTE]),
    breaking=st.booleans(),
    language=_languages,
    reached=st.integers(0, 3),
    meant=st.integers(3, 6),
    topics=_numbers,
)


def a_reader(**fields: object) -> Subscriber:
    given: dict[str, object] = {
        "id": 1,
        "chat_id": 7,
        "standing": Standing(holds_from=NOON),
        "sections": frozenset([1]),
    }
    return Subscriber(**(given | fields))  # type: ignore[arg-type]


def an_article(number: int, **fields: object) -> Candidate:
    given: dict[str, object] = {
        "id": number,
        "section_id": 1,
        "released_at": NOON + number * MINUTE,
        "breaking": False,
        "language": "uk",
        "reached": 10,
        "meant": 10,
        "topics": frozenset(),
    }
    return Candidate(**(given | fields))  # type: ignore[arg-type]


@given(_readers, st.lists(_articles, max_size=8, unique_by=lambda each: each.id))
def test_what_is_in_a_digest_is_what_the_rule_says(
    reader: Subscriber, articles: list[Candidate]
) -> None:
    sections = {section.id: section_topic(section) for section in FIRST_SECTIONS}
    choices = Choices(
        frozenset(sections[number] for number in reader.sections)
        | frozenset(TAGS[number - 1] for number in reader.follows),
        frozenset(TAGS[number - 1] for number in reader.mutes),
        reader.reads,
        breaking_only=reader.breaking_only,
    )
    meant = set()
    for article in articles:
        named = {sections[article.section_id], *(TAGS[n - 1] for n in article.topics)}
        verdict = wants(
            choices,
            Matter(frozenset(named)),
            language=article.language,
            breaking=article.breaking,
        )
        at, breaking = article.released_at, article.breaking
        comes = reader.standing.comes_at_once(at, breaking=breaking)
        had = comes and not article.reached < reader.id <= article.meant
        if verdict.wanted and reader.standing.is_open(at) and not had:
            meant.add(article.id)
    assert set(Pool(articles).of(reader)) == meant


def test_breaking_news_come_first_and_then_the_newest() -> None:
    articles = [an_article(1, breaking=True), an_article(2), an_article(3)]
    assert Pool(articles).of(a_reader()) == (1, 3, 2)


def test_a_digest_has_an_end() -> None:
    articles = [an_article(number) for number in range(1, MOST + 10)]
    assert Pool(articles).of(a_reader()) == tuple(range(MOST + 9, 9, -1))


def test_who_is_gone_gets_none() -> None:
    assert Pool([an_article(1)]).of(a_reader(active=False)) == ()


def test_digests_differ_by_slot_and_by_articles() -> None:
    keys = {digest_key(at, ids) for at in (NOON, NOON + MINUTE) for ids in ((1, 2), (2, 1), (12,))}
    assert len(keys) == 6


def test_the_most_important_comes_first() -> None:
    """Breaking, then channels, then twice the reactions, then pictures, then the hour."""
    ranked = (
        an_article(1, breaking=True),
        an_article(2, notable=Notable(channels=2)),
        an_article(3, notable=Notable(channels=1, reactions=40)),
        an_article(4, notable=Notable(channels=1, reactions=10, pictured=True)),
        an_article(6, notable=Notable(channels=1, reactions=9)),
        an_article(5, notable=Notable(channels=1, reactions=12)),
        an_article(7),
    )
    for articles in (ranked, ranked[::-1]):
        assert Pool(articles).of(a_reader()) == tuple(each.id for each in ranked)
