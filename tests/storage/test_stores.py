"""What the other tables keep: articles and revisions, channels, people, pastes, updates."""

from datetime import timedelta

import pytest

from bot.domain.article import ArticleState
from bot.domain.article_fields import Field
from bot.domain.channel import ChannelState
from bot.domain.delivery import State
from bot.domain.errors import RefusedError
from bot.domain.people import ReaderState, Role
from bot.domain.question_kinds import Asked, Question
from bot.domain.quiet_hours import QuietHours
from storage.schema import invitation
from storage.storage import Storage
from tests import tables
from tests.builders import (
    CHANNEL,
    IHOR,
    OLENA,
    POLITYKA,
    SVIT,
    TARAS,
    VIINA,
    a_channel,
    a_content,
    a_draft,
    a_published_article,
    a_reader,
    a_revision,
    an_altered,
    an_editor,
    an_owner,
    complete,
    hired,
    said,
    some_readers,
)
from tests.clock import NOON
from tests.storage.ledger import Book

LINK = "https://example.com/terminal"


# --- articles ---


async def test_an_article_comes_back_as_it_was_written(storage: Storage) -> None:
    article_id = await a_draft(storage, link=LINK, author="Марія Коваль")
    async with storage.reading() as tx:
        article = await tx.articles.get(article_id)
        assert article
        assert await tx.articles.get(404) is None
    assert article.content == a_content(link=LINK, author="Марія Коваль")
    assert (article.state, article.revision, article.created_by) == (ArticleState.DRAFT, 1, IHOR)
    assert article.section
    assert article.section.name == "Світ"


async def test_an_article_without_a_section_has_none(storage: Storage) -> None:
    article_id = await a_draft(storage, section_id=None)
    async with storage.reading() as tx:
        article = await tx.articles.get(article_id)
    assert article
    assert article.section is None


async def test_every_revision_is_kept_and_the_newest_is_the_article(storage: Storage) -> None:
    article_id = await a_published_article(storage)
    async with storage.writing() as tx:
        old = await tx.articles.get(article_id)
        assert old
        text = a_content(lead="Виправлений лід.")
        number = await a_revision(tx, old, text, section_id=SVIT, by=IHOR, now=NOON, marked=True)
    async with storage.reading() as tx:
        now = await tx.articles.get(article_id)
        first, second = await tx.articles.revisions(article_id)
    assert number == 2
    assert now
    assert (now.revision, now.content.lead, now.corrected_at) == (2, "Виправлений лід.", NOON)
    assert (second.number, second.content) == (2, now.content)
    assert (first.number, first.content) == (1, a_content())


async def test_a_number_that_people_type_is_never_given_twice(
    storage: Storage,
) -> None:
    numbers = [await a_draft(storage, f"Новина {n}") for n in range(3)]
    assert len(set(numbers)) == 3


@pytest.mark.slow
async def test_the_same_words_are_the_same_page_unless_it_was_merged(storage: Storage) -> None:
    article_id = await a_draft(storage)
    async with storage.writing() as tx:
        assert await tx.articles.same_page(a_content(link=LINK))
        assert await tx.articles.same_page(a_content("Інша новина")) is None
        await an_altered(tx, article_id, state=ArticleState.DISCARDED)
        assert await tx.articles.same_page(a_content())
        await an_altered(tx, article_id, state=ArticleState.MERGED)
        assert await tx.articles.same_page(a_content()) is None


async def test_articles_that_share_a_link_a_headline_or_a_time_are_looked_at(
    storage: Storage,
) -> None:
    by_link = await a_draft(storage, "Перша", link=LINK, published_at=None)
    by_name = await a_draft(storage, "Друга", published_at=None)
    by_time = await a_draft(storage, "Третя")
    gone = await a_draft(storage, "Друга", published_at=None, lead="…")
    other = await a_draft(storage, "Четверта", published_at=NOON + timedelta(hours=1))
    async with storage.writing() as tx:
        await an_altered(tx, gone, state=ArticleState.DISCARDED)
        alike = [a.id for a in await tx.articles.alike(a_content("ДРУГА!", link=LINK))]
        assert other not in alike
        assert alike == [by_link, by_name, by_time]
        bare = a_content("Друга", published_at=None)
        assert [a.id for a in await tx.articles.alike(bare)] == [by_name]


# --- sections and channels ---


async def test_a_section_is_found_by_any_spelling_of_its_name(storage: Storage) -> None:
    async with storage.reading() as tx:
        found = await tx.sections.named(" CBIT\u00a0")
        assert found
        assert found.id == SVIT
        assert await tx.sections.named("Погода") is None
        assert await tx.sections.get(404) is None


async def test_new_sections_get_slugs_of_their_own(storage: Storage) -> None:
    names = ["Спорт 3", "Спорт!", "Спорт?", "Спорт…", "🙂", "🙃"]
    async with storage.writing() as tx:
        made = [await tx.sections.add(name, "🗞") for name in names]
        slugs = [section.slug for section in await tx.sections.all()]
    assert [section.slug for section in made[:2]] == ["sport-3", "sport-2"]
    assert made[4].slug == "section"
    assert len(set(slugs)) == len(slugs) == 13


async def test_a_channel_keeps_its_sections_and_its_place_when_it_is_renamed(
    storage: Storage,
) -> None:
    await a_channel(storage, takes=[SVIT, VIINA])
    async with storage.writing() as tx:
        await tx.channels.saw_message(CHANNEL, 70)
        await tx.channels.saw_message(CHANNEL, 60)  # told late
        await tx.channels.save(CHANNEL, "Світ і війна", "svit", ChannelState.PAUSED)
        await tx.channels.route(CHANNEL, SVIT, on=True)
        await tx.channels.route(CHANNEL, VIINA, on=False)
        await tx.channels.route(CHANNEL, VIINA, on=False)
        channel = await tx.channels.get(CHANNEL)
        assert await tx.channels.last_message_id(CHANNEL) == 70
        assert await tx.channels.last_message_id(-404) == 0
        assert await tx.channels.get(-404) is None
    assert channel
    assert (channel.title, channel.username) == ("Світ і війна", "svit")
    assert channel.section_ids == {SVIT}


async def test_what_a_channel_wants_stays_with_it_when_it_is_renamed_and_when_it_moves(
    storage: Storage,
) -> None:
    await a_channel(storage)
    hours = QuietHours(1320, 420)
    async with storage.writing() as tx:
        assert await tx.channels.quiet_hours(CHANNEL) is None
        await tx.channels.set_pins(CHANNEL, on=True)
        await tx.channels.set_quiet(CHANNEL, hours)
        await tx.channels.save(CHANNEL, "Інша назва", None, ChannelState.PAUSED)
        await tx.channels.move_chat(CHANNEL, CHANNEL - 1)
    async with storage.reading() as tx:
        channel = await tx.channels.get(CHANNEL - 1)
        assert await tx.channels.quiet_hours(CHANNEL - 1) == hours
        assert await tx.channels.quiet_hours(CHANNEL) is None
    assert channel
    assert (channel.title, channel.pins, channel.quiet) == ("Інша назва", True, hours)


async def test_quiet_hours_are_taken_back(storage: Storage) -> None:
    await a_channel(storage)
    async with storage.writing() as tx:
        await tx.channels.set_quiet(CHANNEL, QuietHours(0, 360))
        await tx.channels.set_quiet(CHANNEL, None)
        assert await tx.channels.quiet_hours(CHANNEL) is None


async def test_a_section_goes_to_its_channels_paused_ones_included(storage: Storage) -> None:
    for number, state in enumerate(ChannelState):
        await a_channel(storage, CHANNEL - number, state=state, title=state)
    await a_channel(storage, -1, takes=[POLITYKA])
    async with storage.reading() as tx:
        going = await tx.channels.of_section(SVIT)
    assert {channel.state for channel in going} == {ChannelState.ACTIVE, ChannelState.PAUSED}


# --- people ---


async def test_a_reader_who_comes_back_keeps_their_language_and_topics(storage: Storage) -> None:
    reader = await a_reader(storage, follows=[SVIT, VIINA], language="en")
    async with storage.writing() as tx:
        await tx.people.set_reader_state(TARAS, ReaderState.BLOCKED)
        await tx.people.join({TARAS: "uk"}, NOON)
        known, _ = await tx.people.known([TARAS])
    assert known[TARAS].follows == {SVIT, VIINA}
    assert known[TARAS].reader == reader


async def test_followers_are_counted_without_those_who_receive_nothing(storage: Storage) -> None:
    await some_readers(storage, (1, 2, 3))
    async with storage.writing() as tx:
        await tx.people.set_reader_state(2, ReaderState.STOPPED)
        await tx.people.follow([(3, SVIT)], on=True)
        assert await tx.people.count_followers(SVIT) == 2
        await tx.people.follow([(3, SVIT)], on=False)
        assert await tx.people.count_followers(SVIT) == 1
        assert await tx.people.count_followers(VIINA) == 0


async def test_a_language_is_a_persons_as_reader_and_as_editor(storage: Storage) -> None:
    await a_reader(storage, IHOR)
    await hired(storage, an_editor(), an_owner())
    async with storage.writing() as tx:
        await tx.people.set_language(IHOR, "en")
        reader, editor = await tx.people.reader(IHOR), await tx.people.editor(IHOR)
        owner = await tx.people.editor(OLENA)
    assert reader
    assert editor
    assert owner
    assert (reader.language, editor.language, owner.language) == ("en", "en", "uk")


async def test_whoever_came_first_stands_first_also_after_a_change_of_role(
    storage: Storage,
) -> None:
    await hired(storage, an_editor(1))
    async with storage.writing() as tx:
        await tx.people.save_editor(an_owner(2), NOON + timedelta(days=1))
        await tx.people.save_editor(an_editor(1, Role.OWNER), NOON + timedelta(days=2))
        assert [person.user_id for person in await tx.people.owners()] == [1, 2]
        await tx.people.dismiss(1)
        assert [person.user_id for person in await tx.people.editors()] == [2]
        assert await tx.people.editor(1) is None


async def test_whoever_reads_the_file_cannot_use_an_invitation(storage: Storage) -> None:
    async with storage.writing() as tx:
        await tx.people.invite("a-secret-token", Role.OWNER, None, NOON)
        assert await tx.people.invitation("another-token") is None
        kept = await tx.people.invitation("a-secret-token")
    assert "a-secret-token" not in str(tables.mappings(storage, invitation))
    async with storage.writing() as tx:
        await tx.people.use_invitation("a-secret-token", IHOR)
        used = await tx.people.invitation("a-secret-token")
    assert kept
    assert used
    assert (kept.role, kept.used_by, used.used_by) == (Role.OWNER, None, IHOR)


# --- pastes and questions ---


async def test_a_paste_is_complete_when_its_last_part_is(storage: Storage) -> None:
    soon, later = NOON + timedelta(seconds=2), NOON + timedelta(seconds=3)
    async with storage.writing() as tx:
        await tx.desk.keep_part(IHOR, 2, "друга", at=NOON, complete_at=soon)
        await tx.desk.keep_part(IHOR, 1, "перша", at=NOON, complete_at=later)
        await tx.desk.keep_part(OLENA, 9, "чужа", at=NOON, complete_at=soon)
        assert complete(await tx.desk.open_pastes(), NOON) == []
        assert complete(await tx.desk.open_pastes(), soon) == [OLENA]
        assert sorted(complete(await tx.desk.open_pastes(), later)) == [OLENA, IHOR]
        assert [text for text, _ in await tx.desk.take_parts(IHOR)] == ["перша", "друга"]
        assert await tx.desk.take_parts(IHOR) == []
        assert complete(await tx.desk.open_pastes(), later) == [OLENA]


async def test_only_parts_that_were_read_are_forgotten(storage: Storage) -> None:
    async with storage.writing() as tx:
        await tx.desk.keep_part(IHOR, 1, "прочитана", at=NOON, complete_at=NOON)
        await tx.desk.take_parts(IHOR)
        await tx.desk.keep_part(IHOR, 2, "непрочитана", at=NOON, complete_at=NOON)
        await tx.desk.forget_parts(NOON + timedelta(days=30))
        await tx.desk.keep_part(IHOR, 1, "та сама", at=NOON, complete_at=NOON)
        parts = await tx.desk.take_parts(IHOR)
    assert [text for text, _ in parts] == ["та сама", "непрочитана"]


async def test_the_last_question_is_the_one_that_is_answered(storage: Storage) -> None:
    article_id = await a_draft(storage)
    link = Question(IHOR, Asked.LINK, article_id, message_id=9)
    async with storage.writing() as tx:
        assert await tx.questions.of(IHOR) is None
        await tx.questions.ask(Question(IHOR, Field.DATE, article_id), NOON)
        await tx.questions.ask(link, NOON)
        assert await tx.questions.of(IHOR) == link
        await tx.questions.close(IHOR)
        assert await tx.questions.of(IHOR) is None


# --- cards and sums ---


async def test_a_card_says_where_the_article_would_go(storage: Storage) -> None:
    await a_channel(storage)
    await a_channel(storage, -1, takes=[POLITYKA])
    await a_reader(storage)
    published = await a_published_article(storage)
    draft = await a_draft(storage, lead="Новий лід.")
    async with storage.writing() as tx:
        await an_altered(tx, draft, resembles=published)
        card = await tx.cards.card(draft)
        with pytest.raises(RefusedError, match="article_unknown"):
            await tx.cards.card(404)
        with pytest.raises(RefusedError, match="article_unknown"):
            await tx.cards.status(404)
    assert [channel.chat_id for channel in card.channels] == [CHANNEL]
    assert card.followers == 1
    assert card.resembled
    assert card.resembled.id == published
    assert len(card.sections) == 7


async def test_a_card_without_a_section_goes_nowhere(storage: Storage) -> None:
    await a_channel(storage)
    article_id = await a_draft(storage, section_id=None)
    async with storage.reading() as tx:
        card = await tx.cards.card(article_id)
    assert (card.channels, card.followers, card.resembled) == ((), 0, None)


async def test_the_sums_name_each_channel_and_count_readers_and_reasons(
    book: Book, storage: Storage
) -> None:
    await a_channel(storage)
    article_id = await a_published_article(storage)
    await book.enqueue(article_id, [CHANNEL, -404])
    await book.owe_reader(article_id, 1, 2, 3)
    rows = {row.chat_id: row for row in await book.claim()}
    await book.shown(rows[CHANNEL], 50)
    await book.shown(rows[1], 51)
    await book.end(rows[2])
    await book.end(rows[-404])
    progress = await book.progress(article_id)
    post, stray = progress.channels
    assert (post.title, post.state, post.message_id, post.revision) == ("Світ", State.SHOWN, 50, 1)
    assert (stray.title, stray.state, stray.reason) == ("-404", State.FAILED, said("rejected"))
    assert progress.readers == {State.SHOWN: 1, State.FAILED: 1, State.SENDING: 1}
    assert progress.reasons == {said("rejected"): 1}
    assert progress.first_shown_at == progress.last_shown_at == NOON
