"""Two of the desk at once: no edit is lost, nothing is overwritten unseen, and losers are told."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from datetime import timedelta
from itertools import combinations_with_replacement, product
from typing import Any

import pytest

from bot.app import App
from bot.domain.article import Article, ArticleState, Content, Image
from bot.domain.article_fields import Field
from bot.domain.channel_words import WordPart
from bot.domain.deed_log import Did
from bot.domain.delivery import Kind, State
from bot.domain.errors import RefusedError
from bot.domain.people import Editor, Role
from bot.domain.question_kinds import Asked
from bot.domain.second_look import Wanted
from tests import tables
from tests.builders import (
    CHANNEL,
    IHOR,
    POLITYKA,
    SVIT,
    a_channel,
    a_content,
    a_page,
    an_editor,
    an_owner,
)
from tests.clock import NOON
from tests.databases import on_sqlite
from tests.feeds import a_feed, an_item
from tests.usecases.house import House
from tests.usecases.newsdesk import Newsdesk

LINK = "https://visti.example/mist"
About = Asked | Field | WordPart
# What is asked for, and what each of the two types.
TYPED: tuple[tuple[About, str, str], ...] = (
    (Field.HEADLINE, "Міст відкрили вночі", "Міст відкрили на світанку"),
    (Field.LEAD, "Рух пустили о другій.", "Рух пустили о п'ятій."),
    (Field.DATE, "10.05.2026 15:25", "11.05.2026 9:00"),
    (Field.AUTHOR, "Марта Довженко", "Ігор Лисенко"),
    (Field.TAGS, "міст", "порт, місто"),
    (Asked.LINK, LINK, f"{LINK}-2"),
    (Asked.WHEN, "завтра о 9", "завтра о 10"),
    (Asked.EMBARGO, "завтра о 9", "завтра о 10"),
    (Asked.FOLLOW_UP, "1", "2"),
    (WordPart.HEADLINE, "Міст", "Порт"),
    (WordPart.LEAD, "Міст.", "Порт."),
    (WordPart.EMOJI, "🌉", "⚓️"),
    (WordPart.HASHTAGS, "#міст", "#порт"),
    (WordPart.BUTTONS, f"Міст – {LINK}", f"Порт – {LINK}"),
)


async def ask(house: House, draft: Article, about: About, by: Editor) -> None:
    """Somebody is asked, in message 70, by the button that says so."""
    times, followed = house.app.scheduling, house.app.follow_ups
    if isinstance(about, WordPart):
        await house.wording.ask(draft.id, CHANNEL, about, by=by, message_id=70)
    elif about in (Asked.WHEN, Asked.EMBARGO):
        embargo = about is Asked.EMBARGO
        await times.ask(draft.id, embargo=embargo, by=by, message_id=70)
    elif about is Asked.FOLLOW_UP:
        await followed.ask(draft.id, by=by, message_id=70)
    elif isinstance(about, Field) or about is Asked.LINK:
        await house.editing.ask(draft.id, about, by=by, message_id=70)


async def last_change(house: House) -> tuple[str, int]:
    """Who has changed something last, and how many changes there were."""
    done = await house.desk_log.export(by=an_owner())
    return done[0].by_name, len(done)


@pytest.mark.slow
@on_sqlite
@pytest.mark.parametrize(("about", "theirs", "own"), TYPED)
async def test_of_two_who_type_an_answer_the_second_one_hears_of_the_first(
    house: House, about: About, theirs: str, own: str
) -> None:
    await a_channel(house.storage)
    for headline in ("Порт відкрили", "Їжаки прокинулися"):
        await house.published(a_page(headline, body="Тепло."))
    draft = await house.pasted(a_page())
    for person in (an_editor(), an_owner()):
        await ask(house, draft, about, person)
    await house.paste(theirs, an_owner())
    after_theirs = await last_change(house)
    assert after_theirs[0] == "Олена"
    await house.paste(own)
    assert house.refusals() == ["field_changed"]
    assert await last_change(house) == after_theirs, "nothing is replaced unseen"
    await house.paste(own)
    assert await last_change(house) == ("Ігор", after_theirs[1] + 1)
    assert await house.questions.open(an_editor()) is None


@on_sqlite
@pytest.mark.parametrize(
    ("part", "theirs", "own"),
    [
        ("name", "Світло", "Світ і ми"),
        ("emoji", "🗺", "🌐"),
        ("hashtag", "#світло", "#світ_і_ми"),
    ],
)
async def test_of_two_who_name_a_section_the_second_one_hears_of_the_first(
    house: House, part: str, theirs: str, own: str
) -> None:
    sections, chief = house.app.section_settings, an_editor(role=Role.CHIEF)
    asked = []
    for person in (chief, an_owner()):
        await sections.ask(SVIT, part, by=person, message_id=70)
        question = await house.questions.open(person)
        assert question
        asked.append(question)
    await sections.answer(asked[1], theirs, by=an_owner())
    told = await last_change(house)
    with pytest.raises(RefusedError, match="field_changed"):
        await sections.answer(asked[0], own, by=chief)
    assert await last_change(house) == told
    question = await house.questions.open(chief)
    assert question
    await sections.answer(question, own, by=chief)
    assert await last_change(house) == ("Ігор", told[1] + 1)


@on_sqlite
async def test_of_two_who_filter_a_feed_the_second_one_hears_of_the_first(
    newsdesk: Newsdesk,
) -> None:
    newsdesk.web.says(a_feed(an_item(1)))
    feed, chief = await newsdesk.connected(), an_editor(role=Role.CHIEF)
    for person in (chief, an_owner()):
        await newsdesk.feeds.ask_filter(feed.id, by=person)
    await newsdesk.answer("Харків")
    question = await newsdesk.questions.open(chief)
    assert question
    with pytest.raises(RefusedError, match="field_changed") as refusal:
        await newsdesk.feeds.answer(question, "Львів, -спорт", by=chief)
    assert refusal.value.details == {"value": "Харків"}
    question = await newsdesk.questions.open(chief)
    assert question
    written = await newsdesk.feeds.answer(question, "Львів, -спорт", by=chief)
    assert written.filter.as_typed == "Львів, -спорт"
    assert await newsdesk.questions.open(chief) is None


# --- what stands around a draft changes under its open card ---

Around = Callable[[House], Awaitable[object]]


async def _route(house: House) -> None:
    await house.channels.route(CHANNEL - 1, SVIT, on=True, by=an_owner())


async def _apply(house: House) -> None:
    shaping = house.app.shaping
    trial = await shaping.try_routing(CHANNEL - 1)
    done = await shaping.apply_routing(
        CHANNEL - 1, trial.proposed | 1 << SVIT, trial.base, by=an_owner()
    )
    assert done[1]


async def _name(house: House) -> None:
    await house.app.section_settings.ask(SVIT, "emoji", by=an_owner(), message_id=70)
    question = await house.questions.open(an_owner())
    assert question
    await house.app.section_settings.answer(question, "🗺", by=an_owner())


async def _need_two(house: House) -> None:
    await house.second_looks.need(SVIT, on=True, by=an_owner())


@on_sqlite
@pytest.mark.parametrize("change", [_route, _apply, _name, _need_two])
async def test_nobody_publishes_to_where_or_what_their_card_did_not_show(
    house: House, change: Around
) -> None:
    await a_channel(house.storage)
    await a_channel(house.storage, CHANNEL - 1, title="Світ коротко", takes=[POLITYKA])
    draft = await house.pasted(a_page())
    await house.show_everything()
    await change(house)
    assert house.owed(Kind.CARD) == [draft.id]
    with pytest.raises(RefusedError, match="card_outdated"):
        await house.publishing.attempt(draft.id, by=an_editor(), drawn=draft.version)
    assert (await house.article(draft.id)).is_draft
    now = (await house.article(draft.id)).version
    assert await house.publishing.attempt(draft.id, by=an_editor(), drawn=now)


@on_sqlite
async def test_a_wish_that_was_taken_back_is_not_agreed_to(house: House) -> None:
    """Whoever wanted to agree does not become the one who asks."""
    await a_channel(house.storage)
    await house.second_looks.need(SVIT, on=True, by=an_owner())
    draft = await house.pasted(a_page())
    wanted = await house.publishing.attempt(draft.id, by=an_editor(), drawn=draft.version)
    assert isinstance(wanted, Wanted)
    seen = (await house.article(draft.id)).version
    await house.second_looks.deny(draft.id, by=an_editor(), drawn=seen)
    with pytest.raises(RefusedError, match="card_outdated"):
        await house.publishing.attempt(draft.id, by=an_owner(), drawn=seen)
    assert (await house.publishing.card(draft.id)).wish is None


# --- both press at the same moment, what both have seen ---

Deed = Callable[[App, Article, Editor], Awaitable[object]]
Pair = tuple[str, str]
PEOPLE = (an_editor(), an_owner())
EARLIER = 1  # what was published before
ANOTHER_DAY = NOON + timedelta(days=3)
# Whatever the card of a draft and its forms do to it.
TO_A_DRAFT: dict[str, Deed] = {
    "publish": lambda app, a, by: app.publishing.attempt(a.id, by=by, asked=None, drawn=a.version),
    "publish as breaking": lambda app, a, by: app.publishing.attempt(
        a.id, by=by, breaking=True, asked=None, drawn=a.version
    ),
    "discard": lambda app, a, by: app.publishing.discard(a.id, by=by, drawn=a.version),
    "merge": lambda app, a, by: app.publishing.correct(a.id, EARLIER, by=by, drawn=a.version),
    "move to another section": lambda app, a, by: app.editing.set_section(
        a.id, POLITYKA, by=by, drawn=a.version
    ),
    "clear the lead": lambda app, a, by: app.editing.clear(
        a.id, Field.LEAD, by=by, drawn=a.version
    ),
    "date it": lambda app, a, by: app.editing.date_now(a.id, by=by, drawn=a.version),
    "clear the pictures": lambda app, a, by: app.illustrating.clear(a.id, by=by, drawn=a.version),
    "show no pictures": lambda app, a, by: app.editing.set_layout(
        a.id, "none", by=by, drawn=a.version
    ),
    "schedule": lambda app, a, by: app.scheduling.schedule(
        a.id, ANOTHER_DAY, by=by, drawn=a.version
    ),
    "schedule later": lambda app, a, by: app.scheduling.schedule(
        a.id, ANOTHER_DAY + timedelta(hours=1), by=by, drawn=a.version
    ),
    "unschedule": lambda app, a, by: app.scheduling.clear(
        a.id, embargo=False, by=by, drawn=a.version
    ),
    "embargo": lambda app, a, by: app.scheduling.embargo(
        a.id, ANOTHER_DAY, by=by, drawn=a.version
    ),
    "mean as breaking": lambda app, a, by: app.scheduling.set_breaking(
        a.id, on=True, by=by, drawn=a.version
    ),
    "follow up": lambda app, a, by: app.follow_ups.choose(a.id, EARLIER, by=by, drawn=a.version),
}
# After which the clock publishes it no more, or not now.
KEEPS_BACK = {"discard", "merge", "schedule", "schedule later", "unschedule", "embargo"}
# The same of what is out, and of two drafts of its next text, whose version is as high.
TO_A_RELEASE: dict[str, Deed] = {
    "retract": lambda app, a, by: app.retraction.retract(a.id, by=by, drawn=a.version),
    "retract and tell": lambda app, a, by: app.retraction.retract(
        a.id, by=by, tell=True, drawn=a.version
    ),
    "correct": lambda app, a, by: app.publishing.correct(a.id + 1, a.id, by=by, drawn=a.version),
    "correct otherwise": lambda app, a, by: app.publishing.correct(
        a.id + 2, a.id, by=by, marked=False, drawn=a.version
    ),
}
SETTLED = {"article_not_draft", "article_discarded", "draft_merged", "not_published"}
SETTLED |= {"article_retracted"}
# It is so already: nobody loses by that.
THE_SAME = {("publish", "publish as breaking"), ("retract", "retract and tell")}


async def on_cards(house: House, contents: Sequence[Content], *, beside: int = 0) -> list[Article]:
    """Drafts that go out by themselves in an hour, on both cards, each with other texts beside."""
    made, now = [], house.clock()
    async with house.storage.writing() as tx:
        for content in contents:
            given: dict[str, Any] = {"section_id": SVIT, "warnings": (), "by": IHOR, "now": now}
            draft_id = await tx.articles.add_draft(content, resembles=None, **given)
            for number in range(beside):
                text = replace(content, body=(f"Інший текст {number}.",))
                await tx.articles.add_draft(text, resembles=draft_id, **given)
            draft = await tx.articles.existing(draft_id)
            await tx.articles.save(draft.schedule(now + timedelta(hours=1), now))
            for person in PEOPLE:
                await tx.ledger.enqueue_again(Kind.CARD, draft_id, person.user_id, now)
            made.append(draft_id)
    await house.show_everything()
    return [await house.article(draft_id) for draft_id in made]


async def at_once(
    house: House, articles: Sequence[Article], pairs: Sequence[Pair], deeds: dict[str, Deed]
) -> None:
    """Both press what they have seen: one of them does it, the other one is told."""
    for article, pair in zip(articles, pairs, strict=True):
        outcomes = await asyncio.gather(
            *(deeds[name](house.app, article, by) for name, by in zip(pair, PEOPLE, strict=True)),
            return_exceptions=True,
        )
        told = [outcome for outcome in outcomes if isinstance(outcome, BaseException)]
        codes = {each.code if isinstance(each, RefusedError) else repr(each) for each in told}
        assert codes <= {"card_outdated", *SETTLED}, (pair, codes)
        assert len(told) == 1 or pair in THE_SAME or pair[0] == pair[1], pair


@pytest.mark.slow
async def test_of_two_who_press_a_draft_one_does_it_and_both_see_what_it_is(house: House) -> None:
    await a_channel(house.storage)
    await house.published(a_page("Порт відкрили", body="Тепло."))
    before = len(await house.desk_log.export(by=an_owner()))
    pairs = tuple(combinations_with_replacement(TO_A_DRAFT, 2))
    facts: dict[str, Any] = {
        "images": (Image(f"{LINK}.jpg"),),
        "published_at": NOON - timedelta(days=1),
    }
    texts = [a_content(f"Міст: {one}, {other}", **facts) for one, other in pairs]
    drafts = await on_cards(house, texts)
    await at_once(house, drafts, pairs, TO_A_DRAFT)
    done = await house.desk_log.export(by=an_owner())
    assert len(done) - before == len(pairs), "one of each two has done it"
    cards = {
        (row.subject_id, row.chat_id)
        for row in tables.deliveries(house.storage)
        if (row.kind, row.state) == (Kind.CARD, State.DUE)
    }
    assert cards >= {(draft.id, person.user_id) for draft in drafts for person in PEOPLE}


@pytest.mark.slow
async def test_of_two_who_correct_or_take_back_one_does_it_and_the_other_is_told(
    house: House,
) -> None:
    await a_channel(house.storage)
    pairs = tuple(combinations_with_replacement(TO_A_RELEASE, 2))
    texts = [a_content(f"Міст: {one}, {other}") for one, other in pairs]
    articles = []
    for draft in await on_cards(house, texts, beside=2):
        await house.publishing.publish(draft.id, by=an_owner())
        articles.append(await house.article(draft.id))
    await at_once(house, articles, pairs, TO_A_RELEASE)
    for article, pair in zip(articles, pairs, strict=True):
        after = await house.article(article.id)
        taken_back = after.state is ArticleState.RETRACTED
        assert after.revision + taken_back == 1 + 1, pair


@pytest.mark.slow
async def test_of_the_clock_and_an_editor_one_comes_first_and_the_article_out_once(
    house: House,
) -> None:
    await a_channel(house.storage)
    await house.published(a_page("Порт відкрили", body="Тепло."))
    times = house.app.scheduling
    for name, late in product(TO_A_DRAFT, (False, True)):
        content = a_content(f"Міст: {name}, {late}", published_at=None)
        (draft,) = await on_cards(house, [content])
        house.clock.pass_by(3_601)
        times.next_look.at_once()
        if late:
            await times.publish_due()
        told, _ = await asyncio.gather(
            TO_A_DRAFT[name](house.app, draft, an_editor()),
            times.publish_due(),
            return_exceptions=True,
        )
        refused = isinstance(told, RefusedError) and told.code in {"card_outdated", *SETTLED}
        assert refused or not isinstance(told, BaseException), (name, told)
        times.next_look.at_once()
        await times.publish_due()
        article = await house.article(draft.id)
        assert article.is_published is (late or refused or name not in KEEPS_BACK), name
        assert refused or not late or name in {"publish", "publish as breaking"}, name
        done = (await house.desk_log.page(0, draft.id)).deeds
        assert sum(each.did is Did.PUBLISHED for each in done) == article.is_published, name
