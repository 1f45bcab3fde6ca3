"""What the newsroom's own system hands in: one article for each, however often it comes."""

import asyncio
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from typing import Any

import pytest
from sqlalchemy.exc import DBAPIError

from bot.domain.admission_rule import Admission
from bot.domain.article import ArticleState, Image
from bot.domain.article_fields import Field
from bot.domain.delivery import Kind
from bot.domain.errors import RefusedError
from bot.domain.question_kinds import Asked
from bot.domain.schedule import Scheduled
from bot.domain.section import FIRST_SECTIONS
from bot.usecases.submissions import Submission, Submissions, Submitted
from storage.storage import Storage
from tests import tables
from tests.builders import (
    CHANNEL,
    IHOR,
    OLENA,
    SVIT,
    TARAS,
    a_channel,
    a_content,
    a_page,
    a_reader,
    an_editor,
    an_owner,
)
from tests.clock import NOON
from tests.usecases.house import House

POLITYKA = FIRST_SECTIONS[1]
LINK = "https://example.com/news/1"


@pytest.fixture
def submissions(house: House) -> Submissions:
    return house.another(desk_chat_id=OLENA).submissions


def an_item(
    external_id: str = "12",
    *,
    revision: int | None = 1,
    publish: bool = False,
    source: str = "api:site",
    **content: Any,
) -> Submission:
    return Submission(
        source=source,
        external_id=external_id,
        content=a_content(**content),
        revision=revision,
        publish=publish,
    )


def a_feeds(item: Submission) -> Submission:
    """The same as a feed would tell it, without a revision."""
    return replace(item, source="feed:1", revision=None)


async def count(storage: Storage) -> int:
    async with storage.reading() as tx:
        return len(await tx.articles.alike(a_content()))


async def merged(house: House, draft: Submitted, target_id: int) -> None:
    await house.publishing.correct(draft.article.id, target_id, by=an_editor())


# --- new ---


async def test_a_new_item_is_a_draft_whose_card_lies_before_the_desk(
    house: House, submissions: Submissions
) -> None:
    told = await submissions.submit(an_item())
    assert (told.change, told.revision, told.held) == (Admission.NEW, 1, None)
    assert told.article.state is ArticleState.DRAFT
    assert told.article.section == FIRST_SECTIONS[0]
    assert told.article.created_by is None
    assert house.owed(Kind.CARD, OLENA) == [told.article.id]
    assert house.owed(Kind.CARD, IHOR) == []
    assert house.woken()


async def test_without_a_desk_chat_every_owner_gets_the_card(house: House) -> None:
    told = await house.submissions.submit(an_item())
    assert house.owed(Kind.CARD, None) == [told.article.id]
    assert house.owed(Kind.CARD, OLENA) == [told.article.id]


async def test_to_publish_is_to_owe_it_to_channels_and_readers_and_no_card(
    house: House, submissions: Submissions
) -> None:
    await a_channel(house.storage)
    await a_reader(house.storage)
    told = await submissions.submit(an_item(publish=True))
    assert (told.article.state, told.held) == (ArticleState.PUBLISHED, None)
    assert house.owed(Kind.ARTICLE, CHANNEL) == [told.article.id]
    assert house.owed(Kind.CARD, None) == []
    async with house.storage.writing() as tx:
        assert await tx.ledger.fan_out(told.article.id, house.clock()) == 1
    assert house.owed(Kind.ARTICLE, TARAS) == [told.article.id]


# --- held ---


async def test_what_looks_like_another_article_waits_for_the_desk(
    house: House, submissions: Submissions
) -> None:
    old = await house.published(a_page())
    told = await submissions.submit(an_item(publish=True))
    assert (told.held, told.change) == ("resembles", Admission.NEW)
    assert (told.article.state, told.article.resembles) == (ArticleState.DRAFT, old.id)
    assert told.article.id in house.owed(Kind.CARD, OLENA)


@pytest.mark.parametrize("section", ["Кулінарія", None])
async def test_what_has_no_section_of_ours_waits_until_the_desk_has_chosen_one(
    house: House, submissions: Submissions, section: str | None
) -> None:
    told = await submissions.submit(an_item(publish=True, section=section))
    assert (told.held, told.article.state) == ("section_unknown", ArticleState.DRAFT)
    await house.editing.set_section(told.article.id, POLITYKA.id, by=an_editor())
    told = await submissions.submit(an_item(publish=True, section=section))
    assert (told.held, told.article.state) == (None, ArticleState.PUBLISHED)


async def test_what_the_desk_threw_away_stays_away_whatever_its_source_tells(
    house: House, submissions: Submissions
) -> None:
    told = await submissions.submit(an_item())
    await house.publishing.discard(told.article.id, by=an_editor())
    for item in (
        an_item(publish=True),
        an_item(revision=2, publish=True, lead="Новий лід."),
        an_item("13", publish=True),
    ):
        told = await submissions.submit(item)
        assert (told.change, told.held) == (Admission.KNOWN, "discarded")
        assert told.article.state is ArticleState.DISCARDED


async def test_what_was_retracted_is_told_as_such_and_new_words_of_it_wait_for_the_desk(
    house: House, submissions: Submissions
) -> None:
    told = await submissions.submit(an_item(publish=True))
    await house.retraction.retract(told.article.id, by=an_editor())
    again = await submissions.submit(an_item(publish=True))
    assert (again.article.id, again.held) == (told.article.id, "retracted")
    anew = await submissions.submit(an_item(revision=2, publish=True, lead="Інший лід."))
    assert (anew.change, anew.held) == (Admission.NEW, "retracted")
    assert (anew.article.state, anew.article.resembles) == (ArticleState.DRAFT, told.article.id)
    assert (await submissions.find("api:site", "12")).article.id == anew.article.id


# --- again ---


async def test_the_same_revision_again_changes_nothing_whatever_it_says(
    house: House, submissions: Submissions
) -> None:
    first = await submissions.submit(an_item())
    await house.show_everything()
    again = await submissions.submit(an_item(lead="Інший лід."))
    assert again == replace(first, change=Admission.KNOWN)
    assert house.owed(Kind.CARD, None) == []


async def test_the_same_revision_to_be_published_later_is_published_once(
    house: House, submissions: Submissions
) -> None:
    await a_channel(house.storage)
    await submissions.submit(an_item())
    for _ in range(2):
        told = await submissions.submit(an_item(publish=True))
        assert (told.change, told.held) == (Admission.KNOWN, None)
        assert told.article.state is ArticleState.PUBLISHED
        assert house.owed(Kind.ARTICLE, CHANNEL) == [told.article.id]


async def test_an_article_is_not_taken_back_by_not_asking_to_publish_it(
    submissions: Submissions,
) -> None:
    await submissions.submit(an_item(publish=True))
    told = await submissions.submit(an_item(revision=2, publish=False))
    assert told.article.state is ArticleState.PUBLISHED


async def test_a_higher_revision_of_a_draft_rewrites_it_in_place(
    house: House, submissions: Submissions
) -> None:
    first = await submissions.submit(an_item())
    await house.show_everything()
    told = await submissions.submit(an_item(revision=5, lead="Інший лід."))
    assert (told.change, told.revision, told.article.id) == (
        Admission.CHANGED,
        5,
        first.article.id,
    )
    assert (told.article.content.lead, told.article.revision) == ("Інший лід.", 1)
    assert house.owed(Kind.CARD, OLENA) == [told.article.id]


async def test_a_draft_goes_where_its_source_says_now_unless_the_desk_has_chosen(
    house: House, submissions: Submissions
) -> None:
    told = await submissions.submit(an_item(section="Світ"))
    told = await submissions.submit(an_item(revision=2, section="Політика"))
    assert told.article.section == POLITYKA
    told = await submissions.submit(an_item(revision=3, section="Кулінарія"))
    assert told.article.section is None
    told = await submissions.submit(an_item(revision=4, section=None))
    await house.editing.set_section(told.article.id, POLITYKA.id, by=an_editor())
    told = await submissions.submit(an_item(revision=5, section="Світ"))
    assert told.article.section == POLITYKA


async def test_a_draft_whose_source_says_no_section_any_more_stays_where_it_is(
    submissions: Submissions,
) -> None:
    await submissions.submit(an_item(section="Політика"))
    told = await submissions.submit(an_item(revision=2, section=None, lead="Інший лід."))
    assert (told.change, told.article.section) == (Admission.CHANGED, POLITYKA)


@pytest.mark.parametrize(
    ("lead", "marked"),
    [
        ("Перші кораблі без викидів причалять аж узимку.", True),
        ("Перші кораблі без викидів причалять уже восени!", False),
    ],
)
async def test_a_higher_revision_of_a_published_article_edits_its_posts(
    house: House, submissions: Submissions, lead: str, *, marked: bool
) -> None:
    await a_channel(house.storage)
    first = await submissions.submit(an_item(publish=True))
    await house.show_everything()
    told = await submissions.submit(an_item(revision=2, lead=lead, publish=True))
    assert (told.change, told.article.id) == (Admission.CHANGED, first.article.id)
    assert (told.article.revision, bool(told.article.marked_at)) == (2, marked)
    assert house.owed(Kind.ARTICLE, CHANNEL) == [told.article.id]


@pytest.mark.parametrize(
    "changed",
    [
        {"link": "https://example.com/news/other"},
        {"tags": ("порт",)},
        {"images": (Image("https://example.com/1.jpg"),)},
    ],
)
async def test_another_link_tag_or_picture_is_a_change_too(
    submissions: Submissions, changed: dict[str, Any]
) -> None:
    await submissions.submit(an_item(link=LINK))
    told = await submissions.submit(an_item(revision=2, **({"link": LINK} | changed)))
    assert told.change is Admission.CHANGED
    for name, value in changed.items():
        assert getattr(told.article.content, name) == value


async def test_a_higher_revision_with_the_same_words_is_the_same_and_is_remembered(
    house: House, submissions: Submissions
) -> None:
    await submissions.submit(an_item(publish=True))
    assert house.woken()
    told = await submissions.submit(an_item(revision=3, publish=True))
    assert house.woken()
    assert (told.change, told.revision, told.article.revision) == (Admission.KNOWN, 3, 1)
    with pytest.raises(RefusedError, match=r"^revision_lower$"):
        await submissions.submit(an_item(revision=2, lead="Пізно."))
    assert not house.woken()


async def test_a_link_that_the_desk_has_added_is_kept(
    house: House, submissions: Submissions
) -> None:
    told = await submissions.submit(an_item(link=None))
    await house.editing.ask(told.article.id, Asked.LINK, by=an_editor())
    await house.paste(LINK)
    told = await submissions.submit(an_item(revision=2, link=None, lead="Інший лід."))
    assert told.article.content.link == LINK


async def test_a_lower_revision_is_refused_and_leaves_no_trace(submissions: Submissions) -> None:
    first = await submissions.submit(an_item(revision=7))
    with pytest.raises(RefusedError, match=r"^revision_lower$"):
        await submissions.submit(an_item(revision=6, lead="Старий лід.", publish=True))
    assert await submissions.find("api:site", "12") == replace(first, change=Admission.KNOWN)


# --- once ---


async def test_ten_that_hand_in_one_item_at_once_make_one_article(
    house: House, submissions: Submissions
) -> None:
    await a_channel(house.storage)
    told = await asyncio.gather(*(submissions.submit(an_item(publish=True)) for _ in range(10)))
    assert len({one.article.id for one in told}) == 1
    assert sorted(one.change for one in told) == [Admission.KNOWN] * 9 + [Admission.NEW]
    assert house.owed(Kind.ARTICLE, CHANNEL) == [told[0].article.id]
    assert await count(house.storage) == 1


@pytest.mark.parametrize(
    "other",
    [
        {"link": "https://m.example.com/news/1?utm_source=tg", "headline": "Зовсім інше"},
        {"link": "https://example.com/other"},
        {"link": None},
    ],
)
async def test_two_ids_of_one_page_are_one_article_by_its_address_and_by_its_words(
    submissions: Submissions, other: dict[str, Any]
) -> None:
    first = await submissions.submit(an_item(link=LINK))
    second = await submissions.submit(an_item("13", **other))
    assert (second.change, second.article.id) == (Admission.KNOWN, first.article.id)
    told = await submissions.submit(an_item("13", revision=2, link=LINK, lead="Інший лід."))
    assert (told.change, told.article.id) == (Admission.CHANGED, first.article.id)


async def test_what_breaks_off_on_the_way_leaves_nothing(
    house: House, submissions: Submissions
) -> None:
    """All is one transaction: a fault behind the last step takes the first one back."""
    await a_channel(house.storage)
    await tables.refuse(house.storage, "fan_out", "INSERT")
    with pytest.raises(DBAPIError):
        await submissions.submit(an_item(publish=True))
    assert await count(house.storage) == 0
    assert house.owed(Kind.ARTICLE, CHANNEL) == []
    await tables.take_again(house.storage, "fan_out")
    told = await submissions.submit(an_item(publish=True))
    assert told.change is Admission.NEW


# --- whose article it is ---


async def test_the_newsrooms_system_takes_over_what_an_editor_has_pasted(
    house: House, submissions: Submissions
) -> None:
    pasted = await house.published(a_page(link=LINK))
    told = await submissions.submit(an_item(link=LINK, publish=True))
    assert (told.change, told.article.id, told.held) == (Admission.KNOWN, pasted.id, None)
    told = await submissions.submit(an_item(revision=2, link=LINK, lead="Виправлений лід."))
    assert (told.change, told.article.id) == (Admission.CHANGED, pasted.id)
    assert told.article.content.lead == "Виправлений лід."


async def test_a_feed_changes_what_it_brought_itself_and_nothing_else(
    house: House, submissions: Submissions
) -> None:
    pasted = await house.published(a_page(link=LINK))
    for lead in ("Стисло.", "Стисло інакше."):
        told = await submissions.submit(a_feeds(an_item(link=LINK, lead=lead, publish=True)))
        assert (told.change, told.article.id) == (Admission.KNOWN, pasted.id)
    assert (await house.article(pasted.id)).content == pasted.content

    own = a_feeds(an_item("its-own", headline="Львівський трамвай отримав нові вагони"))
    first = await submissions.submit(own)
    changed = replace(own, content=replace(own.content, lead="Уже двадцять вагонів."))
    told = await submissions.submit(changed)
    assert (told.change, told.article.id) == (Admission.CHANGED, first.article.id)
    assert (await submissions.submit(changed)).change is Admission.KNOWN


async def test_once_the_newsrooms_system_has_an_article_its_feed_changes_it_no_more(
    submissions: Submissions,
) -> None:
    first = await submissions.submit(a_feeds(an_item(link=LINK, lead="Стисло.", publish=True)))
    await submissions.submit(an_item(link=LINK))
    told = await submissions.submit(an_item(revision=2, link=LINK, lead="Докладно."))
    assert (told.change, told.article.id) == (Admission.CHANGED, first.article.id)
    told = await submissions.submit(a_feeds(an_item(link=LINK, lead="Стисло інакше.")))
    assert (told.change, told.article.content.lead) == (Admission.KNOWN, "Докладно.")


async def test_a_source_neither_sees_nor_changes_nor_takes_back_what_another_hands_in(
    house: House, submissions: Submissions
) -> None:
    told = await submissions.submit(an_item(link=LINK, publish=True))
    for deed in (submissions.find, submissions.withdraw):
        with pytest.raises(RefusedError, match=r"^submission_unknown$"):
            await deed("api:other", "12")
    for external_id in ("12", "13"):
        with pytest.raises(RefusedError, match=r"^another_source$"):
            await submissions.submit(an_item(external_id, source="api:other", link=LINK))
        with pytest.raises(RefusedError, match=r"^submission_unknown$"):
            await submissions.find("api:other", external_id)
    assert await house.article(told.article.id) == told.article


async def test_one_id_of_two_sources_means_two_articles(submissions: Submissions) -> None:
    first = await submissions.submit(an_item())
    second = await submissions.submit(
        an_item(source="api:other", headline="Львівський трамвай отримав нові вагони")
    )
    assert second.article.id != first.article.id
    assert (await submissions.find("api:site", "12")).article.id == first.article.id


async def test_the_source_of_a_draft_corrects_the_article_that_the_desk_made_it_a_text_of(
    house: House, submissions: Submissions
) -> None:
    target = await house.published(a_page())
    draft = await submissions.submit(an_item(publish=True))
    assert draft.held == "resembles"
    await merged(house, draft, target.id)
    assert (await submissions.find("api:site", "12")).article.id == target.id
    told = await submissions.submit(an_item(revision=2, lead="Виправлений лід."))
    assert (told.change, told.article.id) == (Admission.CHANGED, target.id)
    assert (await house.article(draft.article.id)).state is ArticleState.MERGED
    withdrawn = await submissions.withdraw("api:site", "12")
    assert (withdrawn.article.id, withdrawn.article.state) == (target.id, ArticleState.RETRACTED)


# --- taken back ---


async def test_a_published_article_is_taken_back_from_every_chat_once(
    house: House, submissions: Submissions
) -> None:
    await a_channel(house.storage)
    first = await submissions.submit(an_item(publish=True))
    await house.show_everything()
    told = [await submissions.withdraw("api:site", "12") for _ in range(2)]
    assert [one.change for one in told] == [Admission.CHANGED, Admission.KNOWN]
    assert {one.article.state for one in told} == {ArticleState.RETRACTED}
    assert house.owed(Kind.ARTICLE, CHANNEL) == [first.article.id]
    again = await submissions.submit(an_item(revision=1, publish=True))
    assert (again.article.state, again.held) == (ArticleState.RETRACTED, "retracted")


async def test_a_draft_that_its_source_takes_back_is_gone_until_it_hands_in_a_new_revision(
    house: House, submissions: Submissions
) -> None:
    first = await submissions.submit(an_item())
    told = [await submissions.withdraw("api:site", "12") for _ in range(2)]
    assert [one.change for one in told] == [Admission.CHANGED, Admission.KNOWN]
    assert told[0].article.state is ArticleState.DISCARDED
    late = await submissions.submit(an_item(publish=True))  # sent before, and come after
    assert (late.held, late.article.state) == ("discarded", ArticleState.DISCARDED)
    await submissions.withdraw("api:site", "12")
    await house.show_everything()
    anew = await submissions.submit(an_item(revision=2, lead="Тепер остаточно."))
    assert (anew.change, anew.article.id) == (Admission.NEW, first.article.id)
    assert (anew.article.state, anew.article.content.lead) == (
        ArticleState.DRAFT,
        "Тепер остаточно.",
    )
    assert house.owed(Kind.CARD, OLENA) == [first.article.id]


async def test_what_was_never_handed_in_can_be_neither_found_nor_taken_back(
    submissions: Submissions,
) -> None:
    for deed in (submissions.find, submissions.withdraw):
        with pytest.raises(RefusedError, match=r"^submission_unknown$"):
            await deed("api:site", "12")


# --- what is kept of an item, and who is woken ---


@pytest.mark.parametrize("publish", [True, False])
async def test_whatever_a_source_says_wakes_the_worker(
    house: House, submissions: Submissions, *, publish: bool
) -> None:
    for deed in (
        partial(submissions.submit, an_item(publish=publish)),
        partial(submissions.submit, an_item(revision=2, publish=publish, lead="Інший лід.")),
        partial(submissions.withdraw, "api:site", "12"),
    ):
        house.woken()
        await deed()
        assert house.woken()


async def test_a_silent_item_waits_without_a_card(house: House, submissions: Submissions) -> None:
    told = await submissions.submit(replace(an_item(), silent=True))
    assert (told.change, told.article.is_draft) == (Admission.NEW, True)
    assert house.owed(Kind.CARD, None) == []


@pytest.mark.parametrize(("digest", "change"), [("one", "known"), ("two", "changed")])
async def test_a_feeds_own_digest_says_whether_its_text_is_another(
    submissions: Submissions, digest: str, change: str
) -> None:
    first = replace(a_feeds(an_item()), digest="one")
    await submissions.submit(first)
    again = replace(a_feeds(an_item(lead="Інший лід.")), digest=digest)
    told = await submissions.submit(again)
    assert told.change == change
    assert told.article.content.lead == (
        "Інший лід." if change == "changed" else first.content.lead
    )


async def test_items_without_a_digest_are_told_apart_by_all_they_say(
    submissions: Submissions,
) -> None:
    await submissions.submit(a_feeds(an_item()))
    assert (await submissions.submit(a_feeds(an_item()))).change is Admission.KNOWN
    for changed in ({"tags": ("порт",)}, {"author": "Олена"}, {"captions": ("Порт",)}):
        told = await submissions.submit(a_feeds(an_item(**changed)))
        assert told.change is Admission.CHANGED, changed


async def test_a_draft_that_is_rewritten_has_its_new_warnings(submissions: Submissions) -> None:
    await submissions.submit(replace(an_item(), warnings=("no_link", "no_author")))
    again = replace(an_item(revision=2, lead="Інший лід."), warnings=("no_date",))
    assert (await submissions.submit(again)).article.warnings == ("no_date",)


async def test_an_item_that_was_found_and_that_was_sent_are_told_alike(
    submissions: Submissions,
) -> None:
    sent = await submissions.submit(an_item(revision=4))
    found = await submissions.find("api:site", "12")
    assert (found.article, found.revision, found.change, found.held) == (
        sent.article,
        4,
        Admission.KNOWN,
        None,
    )


async def test_a_feed_item_has_no_number(submissions: Submissions) -> None:
    told = await submissions.submit(a_feeds(an_item()))
    assert told.revision == 0
    assert (await submissions.find("feed:1", "12")).revision == 0


async def test_a_draft_that_is_taken_back_changes_its_card(
    house: House, submissions: Submissions
) -> None:
    told = await submissions.submit(an_item())
    await house.show_everything()
    withdrawn = await submissions.withdraw("api:site", "12")
    assert (withdrawn.revision, withdrawn.article.state) == (1, ArticleState.DISCARDED)
    assert house.owed(Kind.CARD, OLENA) == [told.article.id]
    await house.show_everything()
    await submissions.withdraw("api:site", "12")
    assert house.owed(Kind.CARD, OLENA) == []


async def test_what_stands_in_the_archive_is_taken_back_by_its_source_too(
    house: House, submissions: Submissions
) -> None:
    kept = await house.archived(a_content(link=LINK))
    told = await submissions.submit(an_item(link=LINK))
    assert (told.change, told.article.id) == (Admission.KNOWN, kept.id)
    withdrawn = await submissions.withdraw("api:site", "12")
    assert (withdrawn.change, withdrawn.article.state) == (
        Admission.CHANGED,
        ArticleState.RETRACTED,
    )


async def test_a_publication_by_its_source_outdates_what_the_desk_was_asked(
    house: House, submissions: Submissions
) -> None:
    told = await submissions.submit(an_item())
    await house.editing.ask(told.article.id, Asked.LINK, by=an_editor(), message_id=70)
    await submissions.submit(an_item(publish=True))
    assert await house.questions.open(an_editor()) is None
    assert house.notices(IHOR)[-1][0] == "question_ended"


@pytest.mark.parametrize(
    ("printed", "section"),
    [("Політика", POLITYKA), ("Кулінарія", None), (None, FIRST_SECTIONS[0])],
)
async def test_a_rewritten_draft_without_a_section_goes_where_its_text_says(
    submissions: Submissions, printed: str | None, section: object
) -> None:
    """As long as the desk has not moved it: what it says no more changes nothing."""
    await submissions.submit(an_item(section="Світ"))
    told = await submissions.submit(an_item(revision=2, section=printed, lead="Інший лід."))
    assert told.article.section == section
    told = await submissions.submit(an_item(revision=3, section="Світ", lead="Ще інший."))
    assert told.article.section == FIRST_SECTIONS[0]


# --- an embargo ---


async def test_under_an_embargo_it_goes_out_by_itself_once_that_is_over(house: House) -> None:
    until = NOON + timedelta(hours=2)
    item = replace(an_item(publish=True), embargo_until=until)
    for _ in range(2):  # told twice
        told = await house.submissions.submit(item)
    assert (told.article.state, told.held) == ("draft", None)
    assert told.article.scheduled == Scheduled(until)
    house.clock.now = until
    await house.app.scheduling.publish_due()
    assert (await house.article(told.article.id)).is_published
    later = replace(an_item(revision=2), embargo_until=until + timedelta(days=1))
    assert (await house.submissions.submit(later)).article.is_published


async def test_it_goes_out_sooner_where_its_source_ends_the_embargo_sooner(house: House) -> None:
    sooner, later = (NOON + timedelta(hours=hours) for hours in (1, 2))
    await house.submissions.submit(replace(an_item(publish=True), embargo_until=later))
    told = await house.submissions.submit(
        replace(an_item(revision=2, publish=True), embargo_until=sooner)
    )
    assert told.article.scheduled == Scheduled(sooner)
    house.clock.now = sooner
    await house.app.scheduling.publish_due()
    assert (await house.article(told.article.id)).is_published


async def test_the_desks_embargo_stays_where_its_source_tells_the_same_again(
    house: House,
) -> None:
    until, by_desk = (NOON + timedelta(hours=hours) for hours in (1, 2))
    item = replace(an_item(), embargo_until=until)
    first = await house.submissions.submit(item)
    await house.app.scheduling.embargo(first.article.id, by_desk, by=an_editor())
    assert (await house.submissions.submit(item)).article.embargo_until == by_desk


async def embargoed(house: House) -> tuple[int, datetime]:
    """A source's article for a section where two publish together, and when it goes out."""
    await house.second_looks.need(SVIT, on=True, by=an_owner())
    until = NOON + timedelta(hours=2)
    item = replace(an_item(publish=True, section="Світ"), embargo_until=until)
    return (await house.submissions.submit(item)).article.id, until


async def test_a_source_is_asked_for_no_second_word_at_the_end_of_an_embargo_either(
    house: House,
) -> None:
    article_id, house.clock.now = await embargoed(house)
    await house.app.scheduling.publish_due()
    assert (await house.article(article_id)).is_published


async def test_nor_is_it_where_its_section_becomes_a_part_of_one_that_asks_for_two(
    house: House,
) -> None:
    await house.second_looks.need(SVIT, on=True, by=an_owner())
    until = NOON + timedelta(hours=2)
    item = replace(an_item(publish=True, section="Політика"), embargo_until=until)
    article_id = (await house.submissions.submit(item)).article.id
    await house.app.section_settings.merge(POLITYKA.id, SVIT, by=an_owner())
    assert not house.notices(OLENA)
    house.clock.now = until
    await house.app.scheduling.publish_due()
    assert (await house.article(article_id)).is_published


async def test_what_one_person_has_changed_since_waits_for_a_second_one(house: House) -> None:
    article_id, until = await embargoed(house)
    await house.editing.clear(article_id, Field.LEAD, by=an_editor())
    house.clock.now = until
    await house.app.scheduling.publish_due()
    assert (await house.article(article_id)).is_draft
    assert house.notices(IHOR)[-1][0] == "not_published"


async def test_nobody_is_told_that_a_sources_article_waits_for_a_second_word(
    house: House,
) -> None:
    until = NOON + timedelta(hours=2)
    item = replace(an_item(publish=True, section="Світ"), embargo_until=until)
    await house.submissions.submit(item)
    await house.second_looks.need(SVIT, on=True, by=an_owner())
    assert not house.notices(OLENA)


async def test_a_time_that_the_desk_has_set_holds_for_a_source_as_well(house: House) -> None:
    first = await house.submissions.submit(an_item())
    desk, at = house.app.scheduling, NOON + timedelta(hours=3)
    await desk.embargo(first.article.id, NOON + timedelta(hours=1), by=an_editor())
    await desk.schedule(first.article.id, at, by=an_editor())
    told = await house.submissions.submit(an_item(revision=2, publish=True))
    assert told.article.scheduled == Scheduled(at, IHOR)
