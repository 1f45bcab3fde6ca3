"""From a card to a publication, and its correction."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import cast

import pytest
from sqlalchemy import Engine, event, update

from bot.domain.article import ArticleState
from bot.domain.channel import ChannelState
from bot.domain.delivery import Audience, Kind, Lane, State
from bot.domain.desk import Card, Publication
from bot.domain.errors import RefusedError
from bot.domain.people import Role
from bot.domain.preflight import Preflight
from bot.domain.question_kinds import Asked
from bot.usecases.publishing import Publishing
from storage.schema import delivery
from storage.storage import Storage, Transaction
from tests import tables
from tests.builders import (
    CHANNEL,
    IHOR,
    OLENA,
    POLITYKA,
    SVIT,
    TARAS,
    a_channel,
    a_content,
    a_draft,
    a_page,
    a_reader,
    an_editor,
    an_owner,
    said,
    some_readers,
)
from tests.usecases.house import KYIV, House

LINK = "https://example.com/terminal"
CHANGED = "Будівництво тривало п’ять років."


async def refusal(work: object) -> str:
    """The code with which this is refused."""
    with pytest.raises(RefusedError) as refused:
        await work  # type: ignore[misc]
    return refused.value.code


# --- the card ---


async def test_a_section_is_chosen_on_the_card_and_the_card_follows(house: House) -> None:
    draft = await house.pasted(a_page())
    await house.show_everything()
    changed = await house.editing.set_section(draft.id, POLITYKA, by=an_editor())
    assert changed.section
    assert changed.section.id == POLITYKA
    assert house.owed(Kind.CARD) == [draft.id]


async def test_a_section_that_is_not_there_is_refused(house: House) -> None:
    draft = await house.pasted(a_page())
    assert (
        await refusal(house.editing.set_section(draft.id, 404, by=an_editor()))
        == "section_unknown"
    )


async def test_a_section_of_the_page_is_made_once_however_often_it_is_pressed(
    house: House,
) -> None:
    draft = await house.pasted(a_page(section="ПОГОДА"))
    assert draft.section is None
    for _ in range(2):
        article = await house.editing.make_section(draft.id, by=an_editor())
    sections = await house.sections()
    assert len(sections) == 8
    assert article.section == sections[-1]
    assert (sections[-1].name, sections[-1].slug) == ("Погода", "pohoda")
    other = await house.pasted(a_page("Дощі прийдуть у вівторок", section="Погода", body="Дощ."))
    assert other.section == sections[-1]


async def test_a_page_without_a_section_has_none_to_make(house: House) -> None:
    async with house.storage.writing() as tx:
        article_id = await tx.articles.add_draft(
            a_content(section=None),
            section_id=None,
            warnings=(),
            resembles=None,
            by=IHOR,
            now=house.clock(),
        )
    code = await refusal(house.editing.make_section(article_id, by=an_editor()))
    assert code == "section_unknown"


async def test_a_draft_is_discarded_once_and_can_be_taken_up_again(house: House) -> None:
    draft = await house.pasted(a_page())
    for _ in range(2):
        gone = await house.publishing.discard(draft.id, by=an_editor())
    assert gone.state is ArticleState.DISCARDED
    assert await refusal(house.publishing.publish(draft.id)) == "article_discarded"
    seen = await house.publishing.show_card(draft.id, by=an_owner())
    assert not seen.is_draft  # it is looked at, and nothing else
    back = await house.publishing.show_card(draft.id, by=an_owner(), drawn=gone.version)
    assert back.is_draft
    assert house.owed(Kind.CARD, OLENA) == [draft.id]
    assert (await house.publishing.publish(draft.id)).new


async def test_what_is_published_cannot_be_discarded_or_given_another_section(
    house: House,
) -> None:
    article = await house.published(a_page())
    publishing = house.publishing
    assert await refusal(publishing.discard(article.id, by=an_editor())) == "article_not_draft"
    assert (
        await refusal(house.editing.set_section(article.id, POLITYKA, by=an_editor()))
        == "article_not_draft"
    )


async def test_an_article_that_is_not_there_is_refused_everywhere(house: House) -> None:
    publishing, fields, by = house.publishing, house.editing, an_editor()
    for work in (
        publishing.card(404),
        house.reports.status(404),
        publishing.publish(404),
        publishing.show_card(404, by=by),
        fields.set_section(404, SVIT, by=by),
        fields.make_section(404, by=by),
        fields.ask(404, Asked.LINK, by=by),
        publishing.ask_correction(404, by=by),
        publishing.discard(404, by=by),
        publishing.correct(404, 405, by=by),
        publishing.keep_apart(404, by=by),
    ):
        assert await refusal(work) == "article_unknown"


# --- the link ---


async def test_the_next_text_after_the_question_is_the_articles_link(house: House) -> None:
    draft = await house.pasted(a_page())
    assert "no_link" in draft.warnings
    await house.editing.ask(draft.id, Asked.LINK, by=an_editor())
    await house.show_everything()
    await house.paste(f" {LINK} ")
    linked = await house.article(draft.id)
    assert linked.content.link == LINK
    assert linked.revision == 1
    assert "no_link" not in linked.warnings
    assert house.owed(Kind.CARD) == [draft.id]


async def test_a_text_that_is_no_link_is_refused_and_the_question_stands(house: House) -> None:
    draft = await house.pasted(a_page())
    await house.editing.ask(draft.id, Asked.LINK, by=an_editor())
    await house.paste("посилання немає")
    assert house.refusals() == ["link_invalid"]
    await house.paste(LINK)
    assert (await house.article(draft.id)).content.link == LINK


async def test_a_question_is_answered_once(house: House) -> None:
    draft = await house.pasted(a_page())
    await house.editing.ask(draft.id, Asked.LINK, by=an_editor())
    await house.paste(LINK)
    await house.paste(LINK + "-2")
    assert (await house.article(draft.id)).content.link == LINK
    assert house.refusals() == []  # a link alone is a page to be fetched


async def test_a_page_instead_of_a_link_is_a_page(house: House) -> None:
    draft = await house.pasted(a_page())
    await house.editing.ask(draft.id, Asked.LINK, by=an_editor())
    await house.paste(a_page("Їжаки прокинулися раніше", body="Тепло."))
    assert len(await house.publishing.drafts()) == 2


async def test_a_question_is_answered_by_whoever_was_asked(house: House) -> None:
    draft = await house.pasted(a_page())
    await house.editing.ask(draft.id, Asked.LINK, by=an_editor())
    await house.paste(LINK, by=an_owner())
    assert (await house.article(draft.id)).content.link is None


# --- publishing ---


async def test_publishing_owes_the_channels_and_marks_who_is_meant(house: House) -> None:
    await a_channel(house.storage)
    await a_channel(house.storage, CHANNEL - 1, takes=[POLITYKA], title="Політика")
    await a_channel(house.storage, CHANNEL - 2, state=ChannelState.PAUSED, title="Пауза")
    await a_reader(house.storage)
    draft = await house.pasted(a_page())
    publication = await house.publishing.publish(draft.id, by=an_editor())
    assert publication.new
    assert publication.article.released_at == house.clock()
    assert publication.followers == 1
    assert {channel.chat_id for channel in publication.channels} == {CHANNEL, CHANNEL - 2}
    status = await house.reports.status(draft.id)
    assert {post.chat_id for post in status.progress.channels} == {CHANNEL, CHANNEL - 2}
    assert status.progress.counting
    assert house.owed(Kind.PROGRESS) == [draft.id]


async def test_a_press_has_the_readers_counted_once(house: House) -> None:
    """A million of them take a quarter of a second."""
    counted: list[str] = []

    def note(_: object, __: object, statement: str, *___: object) -> None:
        if "count(" in statement and "FROM follow JOIN reader" in statement:
            counted.append(statement)

    await a_reader(house.storage)
    draft = await house.pasted(a_page())
    event.listen(Engine, "before_cursor_execute", note)
    publication = await house.publishing.attempt(draft.id, by=an_editor(), asked=None)
    event.remove(Engine, "before_cursor_execute", note)
    assert isinstance(publication, Publication)
    assert publication.followers == 1
    assert len(counted) == 1


async def test_a_second_press_says_what_was_done_and_does_nothing(house: House) -> None:
    await a_channel(house.storage)
    draft = await house.pasted(a_page())
    await house.publishing.publish(draft.id, by=an_editor())
    await house.show_everything()
    again = await house.publishing.publish(draft.id, by=an_owner(), breaking=True)
    assert (again.new, again.article.breaking) == (False, False)
    for kind in (Kind.ARTICLE, Kind.PROGRESS):
        assert house.owed(kind, None) == []


async def test_breaking_news_go_before_all_others(house: House) -> None:
    await a_channel(house.storage)
    await a_reader(house.storage)
    plain = await house.pasted(a_page())
    await house.publishing.publish(plain.id)
    breaking = await house.pasted(a_page("Терміново: міст відкрито", body="Рух відновили."))
    await house.publishing.publish(breaking.id, breaking=True)
    await house.show_everything_but(Kind.ARTICLE)
    async with house.storage.writing() as tx:
        for article_id in (plain.id, breaking.id):
            await tx.ledger.fan_out(article_id, house.clock())
        claimed = await tx.ledger.claim(10, house.clock(), timedelta(minutes=5))
    assert {(row.subject_id, row.lane) for row in claimed} == {(breaking.id, Lane.BREAKING)}
    assert (await house.article(breaking.id)).breaking


async def test_channels_never_wait_for_the_readers_of_an_earlier_breaking_story(
    house: House,
) -> None:
    await a_reader(house.storage)
    stories = []
    for number, breaking in ((1, True), (2, False), (3, True)):
        draft = await house.pasted(a_page(f"Міст номер {number}", body=f"Рух {number}."))
        await house.publishing.publish(draft.id, breaking=breaking)
        stories.append(draft.id)
        async with house.storage.writing() as tx:
            await tx.ledger.fan_out(draft.id, house.clock())
            await tx.articles.prove(draft.id, 1)
        if number == 1:
            await a_channel(house.storage)
    await house.show_everything_but(Kind.ARTICLE)
    first, plain, second = stories
    claimed = []
    for _ in range(3):
        house.clock.pass_by(60)
        async with house.storage.writing() as tx:
            (row,) = await tx.ledger.claim(1, house.clock(), timedelta(hours=1))
        claimed.append((row.subject_id, row.audience))
    assert claimed == [
        (second, Audience.CHANNEL),
        (plain, Audience.CHANNEL),
        (first, Audience.READER),
    ]


async def test_readers_of_a_paid_story_stand_in_a_lane_of_their_own(house: House) -> None:
    await a_channel(house.storage)
    await a_reader(house.storage)
    draft = await house.pasted(a_page())
    publication = await house.publishing.publish(draft.id, by=an_owner(), paid=True)
    async with house.storage.writing() as tx:
        await tx.ledger.fan_out(draft.id, house.clock())
        assert await tx.broadcasts.next_story(house.clock()) == draft.id
        assert await tx.broadcasts.owed({draft.id}) == 1
    assert (publication.article.breaking, publication.article.paid) == (True, True)
    again = await house.publishing.publish(draft.id, by=an_owner(), breaking=True)
    assert again.article.paid


async def test_readers_whose_rows_are_not_written_yet_are_counted_before_anything_is_paid(
    house: House,
) -> None:
    await some_readers(house.storage, range(TARAS, TARAS + 5))
    draft = await house.pasted(a_page())
    await house.publishing.publish(draft.id, by=an_owner(), paid=True)
    async with house.storage.writing() as tx:
        for written in (0, 2, 4):
            assert await tx.broadcasts.owed({draft.id}) == 5, written
            await tx.ledger.fan_out(draft.id, house.clock(), chunk=2)


async def test_only_an_owner_or_a_chief_decides_that_a_story_costs_stars(house: House) -> None:
    draft = await house.pasted(a_page())
    for somebody in (an_editor(), None):
        publish = house.publishing.publish(draft.id, by=somebody, paid=True)
        assert await refusal(publish) == "chiefs_only"
    assert await refusal(house.publishing.paid_offer(draft.id, by=an_editor())) == "chiefs_only"
    assert (await house.article(draft.id)).is_draft
    chief = an_editor(role=Role.CHIEF)
    assert not (await house.publishing.paid_offer(draft.id, by=chief)).stops
    assert (await house.publishing.publish(draft.id, by=chief, paid=True)).article.paid
    late = house.publishing.paid_offer(draft.id, by=chief)
    assert await refusal(late) == "article_not_draft"


async def test_nobody_pays_where_the_settings_do_not_allow_it(house: House) -> None:
    draft = await house.pasted(a_page())
    publishing = house.another(paid_broadcast="off").publishing
    publish = publishing.publish(draft.id, by=an_owner(), paid=True)
    assert await refusal(publish) == "paid_broadcast_off"
    assert not publishing.may_pay(an_owner())
    assert (await house.article(draft.id)).is_draft


async def test_a_paid_story_needs_a_section(house: House) -> None:
    draft = await house.pasted(a_page(section="ПОГОДА"))
    offer = await house.publishing.paid_offer(draft.id, by=an_owner())
    assert [remark.code for remark in offer.remarks if offer.stops] == ["no_section"]


async def test_an_article_without_a_section_is_not_published(house: House) -> None:
    draft = await house.pasted(a_page(section="ПОГОДА"))
    assert await refusal(house.publishing.publish(draft.id)) == "article_no_section"
    assert (await house.article(draft.id)).is_draft


async def test_the_card_follows_when_its_article_is_published(house: House) -> None:
    draft = await house.pasted(a_page())
    await house.show_everything()
    await house.publishing.publish(draft.id, by=an_owner())
    assert house.owed(Kind.CARD) == [draft.id]


# --- corrections ---


async def test_a_correction_becomes_the_next_revision_and_every_post_is_due(house: House) -> None:
    await a_channel(house.storage)
    article = await house.published(a_page(link=LINK))
    await house.show_everything()
    draft = await house.pasted(a_page(body=CHANGED))
    corrected = await house.publishing.correct(draft.id, article.id, by=an_editor())
    assert corrected.id == article.id
    assert corrected.revision == 2
    assert corrected.content.body == (CHANGED,)
    assert corrected.content.link == LINK  # the new page had none
    assert house.owed(Kind.ARTICLE, CHANNEL) == [article.id]
    assert house.owed(Kind.PROGRESS) == [article.id]
    assert (await house.article(draft.id)).state is ArticleState.MERGED
    assert await house.publishing.drafts() == ()


async def test_a_correction_pressed_twice_is_one_revision(house: House) -> None:
    article = await house.published(a_page())
    draft = await house.pasted(a_page(body=CHANGED))
    for _ in range(2):
        corrected = await house.publishing.correct(draft.id, article.id, by=an_editor())
    assert corrected.revision == 2
    assert await refusal(house.publishing.publish(draft.id)) == "draft_merged"


async def test_a_correction_keeps_the_section_that_decided_who_received_it(house: House) -> None:
    article = await house.published(a_page())
    draft = await house.pasted(a_page(section="ПОЛІТИКА"))
    corrected = await house.publishing.correct(draft.id, article.id, by=an_editor())
    assert corrected.section
    assert corrected.section.id == SVIT


async def test_a_corrected_page_pasted_again_is_the_corrected_article(house: House) -> None:
    article = await house.published(a_page())
    draft = await house.pasted(a_page(body=CHANGED))
    await house.publishing.correct(draft.id, article.id, by=an_editor())
    await house.show_everything()
    await house.paste(a_page(body=CHANGED))
    assert await house.publishing.drafts() == ()
    assert house.owed(Kind.CARD) == [article.id]


async def test_a_changed_page_of_a_draft_becomes_the_drafts_new_text(house: House) -> None:
    first = await house.pasted(a_page(link=LINK))
    second = await house.pasted(a_page(body=CHANGED))
    assert second.resembles == first.id
    await house.show_everything()
    kept = await house.publishing.correct(second.id, first.id, by=an_editor())
    assert (kept.revision, kept.content.body, kept.content.link) == (1, (CHANGED,), LINK)
    assert [draft.id for draft in await house.publishing.drafts()] == [first.id]
    assert first.id in house.owed(Kind.CARD)


async def test_a_new_text_of_an_article_in_the_archive_is_written_there_and_posted_nowhere(
    house: House,
) -> None:
    await a_channel(house.storage)
    old = await house.archived(a_content(link=LINK))
    await house.publishing.ask_correction(old.id, by=an_editor())
    draft = await house.pasted(a_page("Порт відкрив ще один термінал", body=CHANGED))
    card = await house.publishing.card(draft.id)
    assert card.in_question == old
    rewritten = await house.publishing.correct(draft.id, old.id, by=an_editor())
    assert (rewritten.state, rewritten.revision) == (ArticleState.ARCHIVED, 1)
    assert (rewritten.content.body, rewritten.content.link) == ((CHANGED,), LINK)
    assert rewritten.released_at == old.released_at
    assert house.owed(Kind.ARTICLE, None) == []
    assert old.id in house.owed(Kind.CARD)


async def test_a_page_is_no_correction_of_itself(house: House) -> None:
    draft = await house.pasted(a_page())
    assert await refusal(house.publishing.correct(draft.id, draft.id, by=an_editor()))
    assert [known.id for known in await house.publishing.drafts()] == [draft.id]


async def test_what_is_gone_cannot_be_corrected_and_the_draft_stays(house: House) -> None:
    gone = await house.pasted(a_page())
    await house.publishing.discard(gone.id, by=an_editor())
    draft = await house.pasted(a_page(body=CHANGED))
    code = await refusal(house.publishing.correct(draft.id, gone.id, by=an_editor()))
    assert code == "not_published"
    assert (await house.article(draft.id)).is_draft


async def test_a_published_article_is_no_draft_of_another(house: House) -> None:
    article = await house.published(a_page())
    other = await house.published(a_page("Їжаки прокинулися раніше", body="Тепло."))
    code = await refusal(house.publishing.correct(other.id, article.id, by=an_editor()))
    assert code == "article_not_draft"


async def test_a_page_that_only_looks_like_another_can_be_kept_apart(house: House) -> None:
    article = await house.published(a_page())
    draft = await house.pasted(a_page(body=CHANGED))
    await house.show_everything()
    apart = await house.publishing.keep_apart(draft.id, by=an_editor())
    assert apart.resembles is None
    assert house.owed(Kind.CARD) == [draft.id]
    publication = await house.publishing.publish(draft.id, by=an_editor())
    assert publication.article.id != article.id


async def test_the_page_after_correct_is_a_new_text_of_that_article(house: House) -> None:
    article = await house.published(a_page())
    await house.publishing.ask_correction(article.id, by=an_editor())
    draft = await house.pasted(a_page("Зовсім інший заголовок", body="Зовсім інший текст."))
    assert draft.resembles == article.id


async def test_a_text_that_is_no_page_leaves_the_question_of_the_correction_standing(
    house: House,
) -> None:
    article = await house.published(a_page())
    await house.publishing.ask_correction(article.id, by=an_editor())
    await house.paste("Добрий день!")
    draft = await house.pasted(a_page("Зовсім інший заголовок", body="Зовсім інший текст."))
    assert draft.resembles == article.id


async def test_a_page_that_is_a_draft_already_can_still_become_the_correction(
    house: House,
) -> None:
    article = await house.published(a_page())
    other = a_page("Зовсім інший заголовок", body="Зовсім інший текст.")
    draft = await house.pasted(other)
    assert draft.resembles is None
    await house.publishing.ask_correction(article.id, by=an_editor())
    await house.paste(other)
    assert (await house.article(draft.id)).resembles == article.id


async def test_the_articles_own_page_is_no_correction_of_it(house: House) -> None:
    article = await house.published(a_page())
    await house.publishing.ask_correction(article.id, by=an_editor())
    await house.show_everything()
    await house.paste(a_page())
    assert await house.publishing.drafts() == ()
    assert house.owed(Kind.CARD) == [article.id]
    assert (await house.article(article.id)).resembles is None


async def test_only_a_published_article_is_asked_to_be_corrected(house: House) -> None:
    draft = await house.pasted(a_page())
    code = await refusal(house.publishing.ask_correction(draft.id, by=an_editor()))
    assert code == "not_published"
    await house.publishing.publish(draft.id, by=an_editor())
    await house.retraction.retract(draft.id, by=an_editor())
    code = await refusal(house.publishing.ask_correction(draft.id, by=an_editor()))
    assert code == "article_retracted"


async def _merged(house: House, draft_id: int) -> object:
    target = await house.archived(a_content("Зовсім інше", body=("Слова.",)))
    house.woken()
    return await house.publishing.correct(draft_id, target.id, by=an_editor())


async def _asked(house: House, _draft_id: int) -> object:
    target = await house.archived(a_content("Зовсім інше", body=("Слова.",)))
    house.woken()
    return await house.publishing.ask_correction(target.id, by=an_editor())


DEEDS: dict[str, Callable[[House, int], Awaitable[object]]] = {
    "publish": lambda house, draft: house.publishing.publish(draft, by=an_editor()),
    "publish by nobody": lambda house, draft: house.publishing.publish(draft),
    "show the card": lambda house, draft: house.publishing.show_card(draft, by=an_editor()),
    "discard": lambda house, draft: house.publishing.discard(draft, by=an_editor()),
    "keep apart": lambda house, draft: house.publishing.keep_apart(draft, by=an_editor()),
    "correct": _merged,
    "ask for a correction": _asked,
}


@pytest.mark.parametrize("deed", DEEDS)
async def test_whatever_is_owed_by_it_wakes_the_worker(house: House, deed: str) -> None:
    draft = await house.pasted(a_page())
    house.woken()
    await DEEDS[deed](house, draft.id)
    assert house.woken()


async def test_what_was_discarded_already_owes_nothing_anew(house: House) -> None:
    draft = await house.pasted(a_page())
    await house.publishing.discard(draft.id, by=an_editor())
    await house.show_everything()
    house.woken()
    again = await house.publishing.discard(draft.id, by=an_editor())
    assert again.state is ArticleState.DISCARDED
    assert not house.woken()
    assert house.owed(Kind.CARD) == []


async def test_the_newest_twenty_drafts_are_listed(house: House) -> None:
    numbers = [await a_draft(house.storage, f"Новина номер {n}") for n in range(21)]
    drafts = await house.publishing.drafts()
    assert [draft.id for draft in drafts] == numbers[:0:-1]


async def test_a_card_that_is_shown_again_changes_nothing_of_the_article(house: House) -> None:
    for article in (await house.pasted(a_page()), await house.published(a_page("Інша новина"))):
        await house.show_everything()
        shown = await house.publishing.show_card(article.id, by=an_owner())
        assert shown == await house.article(article.id) == article
        assert house.owed(Kind.CARD, OLENA) == [article.id]


async def test_a_publication_without_an_editor_owes_no_report(house: House) -> None:
    draft = await house.pasted(a_page())
    publication = await house.publishing.publish(draft.id)
    assert (publication.new, publication.article.is_published) == (True, True)
    assert house.owed(Kind.PROGRESS, None) == []


@pytest.mark.parametrize(
    ("breaking", "paid", "found"),
    [
        (False, False, (False, False)),
        (True, False, (True, False)),
        (False, True, (True, True)),
        (True, True, (True, True)),
    ],
)
async def test_a_story_breaks_where_it_is_said_or_paid_for(
    house: House, *, breaking: bool, paid: bool, found: tuple[bool, bool]
) -> None:
    draft = await house.pasted(a_page())
    publication = await house.publishing.publish(
        draft.id, by=an_owner(), breaking=breaking, paid=paid
    )
    assert (publication.article.breaking, publication.article.paid) == found


async def test_a_corrections_new_words_bring_both_cards_and_a_report_to_whoever_did_it(
    house: House,
) -> None:
    article = await house.published(a_page())
    draft = await house.pasted(a_page(body=CHANGED))
    await house.show_everything()
    await house.publishing.correct(draft.id, article.id, by=an_owner())
    assert sorted(house.owed(Kind.CARD)) == [article.id, draft.id]
    assert house.owed(Kind.CARD, OLENA) == []
    assert house.owed(Kind.PROGRESS, OLENA) == [article.id]
    (_, second) = await house.reports.revisions(article.id)
    assert (second.number, second.made_by) == (2, "Олена")


@pytest.mark.parametrize(("state", "told"), [(State.DUE, [30]), (State.SHOWN, [])])
async def test_a_report_that_was_going_on_says_that_the_corrections_is_below(
    house: House, state: State, told: list[int]
) -> None:
    """It stood there for good as «under way»; one that has ended stays what it is."""
    article = await house.published(a_page())
    its_row = delivery.c.kind == Kind.PROGRESS
    shown = update(delivery).where(its_row).values(state=state, message_id=30)
    await tables.change(house.storage, shown)
    draft = await house.pasted(a_page(body=CHANGED))
    await house.publishing.correct(draft.id, article.id, by=an_editor())
    assert house.owed(Kind.PROGRESS) == [article.id]
    moved = [row for row in tables.deliveries(house.storage) if row.message_id == 30]
    assert [row.message_id for row in moved] == told
    assert ("report_moved" in dict(house.notices())) is bool(told)


async def test_a_correction_of_what_stands_in_no_chat_lays_its_card_before_whoever_did_it(
    house: House,
) -> None:
    first = await house.pasted(a_page())
    second = await house.pasted(a_page(body=CHANGED))
    await house.show_everything()
    await house.publishing.correct(second.id, first.id, by=an_owner())
    assert house.owed(Kind.CARD, OLENA) == [first.id]
    assert house.owed(Kind.PROGRESS, None) == []


async def test_a_corrections_own_link_goes_before_the_articles(house: House) -> None:
    article = await house.published(a_page(link=LINK))
    draft = await house.pasted(a_page(body=CHANGED, link="https://example.com/new"))
    corrected = await house.publishing.correct(draft.id, article.id, by=an_editor())
    assert corrected.content.link == "https://example.com/new"


# --- posts in doubt ---


async def test_the_desk_settles_a_doubt_once(house: House) -> None:
    await a_channel(house.storage)
    article = await house.published(a_page())
    async with house.storage.writing() as tx:
        claimed = await tx.ledger.claim(10, house.clock(), timedelta(minutes=5))
        row = next(row for row in claimed if row.audience is Audience.CHANNEL)
        await tx.ledger.record_undecided(row, said("protected"))
        await tx.pace.make_busy(CHANNEL, row.id, house.clock())
    alerts = house.alerts
    await alerts.settle_unknown(row.id, there=True, by=an_editor())
    (post,) = (await house.reports.status(article.id)).progress.channels
    assert post.state is State.SHOWN
    code = await refusal(alerts.settle_unknown(row.id, there=False, by=an_editor()))
    assert code == "delivery_settled"
    assert await refusal(alerts.settle_unknown(404, there=True, by=an_editor())) == code


# --- how long its posts will be ---


@pytest.mark.parametrize("meanwhile", [True, False])
async def test_posts_are_measured_before_anything_is_locked(
    house: House, *, meanwhile: bool
) -> None:
    """Templates take their time. Where a channel has changed since, they are measured anew."""
    await a_channel(house.storage)
    draft = await house.pasted(a_page())
    watched, steps = Watched(house.storage, meanwhile=meanwhile), []

    def measured(card: Card) -> Card:
        steps.append(watched.is_locked)
        return card

    publishing = Publishing(cast("Storage", watched), house.clock, KYIV, measured)
    attempt = publishing.attempt(draft.id, by=an_editor())
    assert isinstance(await attempt, Preflight if meanwhile else Publication)
    assert steps == ([False, False] if meanwhile else [False])


class Watched:
    """A storage that knows whether anything is locked; `meanwhile` a channel changes."""

    def __init__(self, storage: Storage, *, meanwhile: bool) -> None:
        self._writing, self.reading = storage.writing, storage.reading
        self._meanwhile = meanwhile
        self.is_locked = False

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[Transaction]:
        async with self._writing() as tx:
            self.is_locked = True
            if self._meanwhile:
                await tx.channels.route(CHANNEL, SVIT, on=False)
            yield tx
        self.is_locked = False
