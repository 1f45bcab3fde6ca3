"""How pages come in: whole, in parts, as files, again, and changed."""

from datetime import timedelta
from functools import partial

import pytest

from bot.domain.article import Article, ArticleState
from bot.domain.delivery import Kind
from bot.domain.errors import RefusedError
from bot.domain.question_kinds import Asked
from tests.builders import (
    IHOR,
    OLENA,
    SVIT,
    a_channel,
    a_page,
    an_altered,
    an_editor,
    an_owner,
)
from tests.clock import NOON
from tests.usecases.house import House

LINK = "https://example.com/terminal"
# More than one message of Telegram's: three paragraphs of which none is like another.
LONG = "\n\n".join(
    " ".join(f"Речення {name} під номером {number}." for number in range(90))
    for name in ("перше", "друге", "третє")
)


def parts_of(text: str) -> list[str]:
    """A text as Telegram's apps cut it."""
    return [text[start : start + 4096] for start in range(0, len(text), 4096)]


async def test_a_pasted_page_becomes_a_draft_and_its_editor_is_owed_the_card(house: House) -> None:
    await house.paste(a_page())
    (draft,) = await house.publishing.drafts()
    assert draft.content.headline == "Порт Роттердама відкрив зелений термінал"
    assert draft.section
    assert draft.section.id == SVIT
    assert draft.created_by == an_editor().user_id
    assert house.owed(Kind.CARD) == [draft.id]
    assert house.woken()


async def test_a_long_part_waits_two_seconds_for_the_next(house: House) -> None:
    page = a_page(body=LONG)
    first, *rest = parts_of(page)
    await house.paste(first)
    assert await house.publishing.drafts() == ()
    house.clock.pass_by(1.9)
    await house.drafts.assemble()
    assert await house.publishing.drafts() == ()
    for part in rest:
        await house.paste(part)
    (draft,) = await house.publishing.drafts()
    assert "Речення третє під номером 89." in draft.content.body[-1]
    assert house.owed(Kind.CARD) == [draft.id]


async def test_a_paste_whose_last_part_is_long_is_read_when_nothing_follows(house: House) -> None:
    await house.paste(parts_of(a_page(body=LONG))[0])
    house.clock.pass_by(2)
    await house.drafts.assemble()
    assert len(await house.publishing.drafts()) == 1
    await house.drafts.assemble()
    assert len(house.owed(Kind.CARD)) == 1


async def test_each_part_waits_anew_for_its_next(house: House) -> None:
    first, second, *_ = parts_of(a_page(body=LONG))
    await house.paste(first)
    house.clock.pass_by(1.5)
    await house.paste(second)
    house.clock.pass_by(1.5)
    await house.drafts.assemble()
    assert await house.publishing.drafts() == ()


async def test_a_part_may_be_as_short_as_an_app_leaves_it(house: House) -> None:
    """The desktop app cuts at the last blank line of the second half."""
    page = a_page()
    await house.paste(page + "\n" + "я" * (1998 - len(page) - 1) + ".")
    assert len(await house.publishing.drafts()) == 1
    longer = a_page("Інший заголовок, зовсім новий")
    await house.paste(longer + "\n" + "😀" * ((2000 - len(longer)) // 2 + 1))
    assert len(await house.publishing.drafts()) == 1
    await house.paste("Останнє речення. " * 100)
    newest = (await house.publishing.drafts())[0].content
    assert newest.headline == "Інший заголовок, зовсім новий"
    assert newest.body[-1].startswith("Останнє речення.")


async def test_two_long_pages_in_a_row_are_two_drafts(house: House) -> None:
    """The second would have had room behind the first: no app has cut it off."""
    text = "\n\n".join(f"Вантажі {number} перевантажують за годину." * 2 for number in range(30))
    first, second = a_page(body=text), a_page("У Полтаві перекриють міст", body=text)
    assert 2000 < len(first) < 3000
    await house.paste(first)
    await house.paste(second)
    assert len(await house.publishing.drafts()) == 1
    house.clock.pass_by(2)
    await house.drafts.assemble()
    drafts = await house.publishing.drafts()
    assert [draft.content.headline for draft in drafts] == [
        "У Полтаві перекриють міст",
        "Порт Роттердама відкрив зелений термінал",
    ]


async def test_a_part_that_is_handed_over_again_ends_no_paste(house: House) -> None:
    page = a_page(body=LONG)
    first, *rest = parts_of(page)
    await house.paste(first[:2500], number=1)
    await house.paste(first[:2500], number=1)
    assert await house.publishing.drafts() == ()
    await house.paste(first[2500:] + rest[0], number=2)
    await house.paste(rest[1], number=3)
    (draft,) = await house.publishing.drafts()
    assert "Речення третє під номером 89." in draft.content.body[-1]


async def test_parts_that_come_in_the_wrong_order_are_read_in_theirs(house: House) -> None:
    first, second, third = parts_of(a_page(body=LONG))[:3]
    await house.paste(second, number=2)
    await house.paste(first, number=1)
    await house.paste(third[:500], number=3)
    (draft,) = await house.publishing.drafts()
    assert draft.content.headline.startswith("Порт Роттердама")


async def test_a_part_that_telegram_hands_over_again_changes_nothing(house: House) -> None:
    await house.paste(a_page(), number=5)
    await house.show_everything()
    await house.paste(a_page(), number=5)
    assert len(await house.publishing.drafts()) == 1
    assert house.owed(Kind.CARD) == []


async def test_a_part_that_comes_again_does_not_complete_the_next_paste_early(
    house: House,
) -> None:
    await house.paste(a_page("Перша новина дня"), number=5)
    await house.paste(parts_of(a_page(body=LONG))[0], number=6)
    await house.paste(a_page("Перша новина дня"), number=5)
    assert len(await house.publishing.drafts()) == 1
    assert house.refusals() == []


async def test_two_editors_pastes_do_not_mix(house: House) -> None:
    page = parts_of(a_page(body=LONG))
    await house.paste(page[0])
    await house.paste(a_page("Новина Олени про погоду"), by=an_owner())
    assert [draft.content.headline for draft in await house.publishing.drafts()] == [
        "Новина Олени про погоду"
    ]


async def test_a_paste_of_somebody_who_has_left_the_desk_is_read_by_nobody(house: House) -> None:
    await house.paste(parts_of(a_page(body=LONG))[0])
    await house.team.dismiss(an_editor().user_id, by=an_owner())
    house.clock.pass_by(2)
    await house.drafts.assemble()
    assert await house.publishing.drafts() == ()


async def test_parts_that_were_read_are_forgotten_after_a_week(house: House) -> None:
    await house.paste(a_page(), number=5)
    house.clock.pass_by(timedelta(days=7, seconds=1).total_seconds())
    await house.drafts.tidy()
    await house.show_everything()
    await house.paste(a_page(), number=5)  # so old a message is taken for a new one
    assert len(house.owed(Kind.CARD)) == 1


async def test_several_pages_in_one_paste_are_several_drafts(house: House) -> None:
    await house.paste(a_page("Перша новина дня") + "\n\n" + a_page("Друга новина дня"))
    assert len(await house.publishing.drafts()) == 2
    assert len(house.owed(Kind.CARD)) == 2


async def test_a_text_file_is_a_page_too(house: House) -> None:
    await house.drafts.receive_file(an_editor(), "page.txt", a_page().encode(), house.clock())
    assert len(await house.publishing.drafts()) == 1
    assert len(house.owed(Kind.CARD)) == 1


async def test_a_file_that_holds_no_text_is_refused(house: House) -> None:
    with pytest.raises(RefusedError, match=r"^file_not_text$"):
        await house.drafts.receive_file(an_editor(), "page.txt", b"\x00\xff\x00", NOON)


@pytest.mark.parametrize("text", ["Добрий день!", "🙂", "https://"])
async def test_what_is_no_article_is_refused_in_words_and_stored_nowhere(
    house: House, text: str
) -> None:
    await house.paste(text)
    assert len(house.refusals()) == 1
    assert await house.publishing.drafts() == ()


async def test_a_paste_too_long_for_an_article_is_refused_with_its_length(house: House) -> None:
    for part in parts_of("а" * 110_000):
        await house.paste(part)
    house.clock.pass_by(2)
    await house.drafts.assemble()
    ((_, details),) = house.notices()
    assert details["code"] == "page_too_long"
    assert details["details"]["length"] == 110_000


# --- the same page, and a changed one ---


async def test_the_same_page_again_opens_the_same_card(house: House) -> None:
    draft = await house.pasted(a_page())
    await house.show_everything()
    await house.paste(a_page())
    assert [known.id for known in await house.publishing.drafts()] == [draft.id]
    assert house.owed(Kind.CARD) == [draft.id]


async def test_the_same_page_from_another_editor_is_the_same_draft(house: House) -> None:
    draft = await house.pasted(a_page())
    await house.paste(a_page(), by=an_owner())
    assert len(await house.publishing.drafts()) == 1
    assert house.owed(Kind.CARD, OLENA) == [draft.id]


async def test_a_published_page_pasted_again_opens_the_published_articles_card(
    house: House,
) -> None:
    article = await house.published(a_page())
    await house.show_everything()
    await house.paste(a_page())
    assert await house.publishing.drafts() == ()
    assert house.owed(Kind.CARD) == [article.id]


async def test_a_discarded_page_pasted_again_is_a_draft_again(house: House) -> None:
    draft = await house.pasted(a_page())
    await house.publishing.discard(draft.id, by=an_editor())
    assert await house.publishing.drafts() == ()
    await house.paste(a_page())
    assert [known.id for known in await house.publishing.drafts()] == [draft.id]


async def retracted(house: House) -> Article:
    article = await house.published(a_page())
    return await house.retraction.retract(article.id, by=an_editor())


@pytest.mark.parametrize("body", [None, "Будівництво тривало п’ять років."])
async def test_a_page_that_was_taken_back_is_a_new_draft_that_says_so(
    house: House, body: str | None
) -> None:
    old = await retracted(house)
    page = a_page(body=body) if body else a_page()
    draft = await house.pasted(page)
    card = await house.publishing.card(draft.id)
    assert draft.id != old.id
    assert card.resembles_retracted
    assert (card.resembles_retracted.id, card.resembles_retracted.state) == (old.id, old.state)
    assert card.in_question is None  # what was taken back cannot be corrected
    assert (await house.publishing.publish(draft.id, by=an_editor())).new
    assert (await house.article(old.id)).state is ArticleState.RETRACTED


async def test_of_two_articles_alike_the_one_that_stands_comes_before_the_one_taken_back(
    house: House,
) -> None:
    await retracted(house)
    again = await house.published(a_page())
    await house.show_everything()
    await house.paste(a_page())
    assert house.owed(Kind.CARD) == [again.id]
    changed = await house.pasted(a_page(body="Будівництво тривало п’ять років."))
    assert changed.resembles == again.id


async def test_a_changed_page_of_a_published_article_is_a_draft_that_resembles_it(
    house: House,
) -> None:
    article = await house.published(a_page())
    draft = await house.pasted(a_page(body="Будівництво тривало п’ять років."))
    card = await house.publishing.card(draft.id)
    assert draft.id != article.id
    assert card.resembled
    assert card.resembled.id == article.id


async def test_another_article_resembles_nothing(house: House) -> None:
    await house.published(a_page())
    draft = await house.pasted(a_page("Їжаки прокинулися раніше, ніж торік", body="Тепло."))
    assert draft.resembles is None


# --- the same news ---


async def test_news_of_what_was_published_shows_the_post_before_it_goes_out(house: House) -> None:
    await a_channel(house.storage, title="Світ і ми")
    article = await house.published(a_page())
    await house.show_everything()
    draft = await house.pasted(
        a_page(f"ОНОВЛЕНО: {article.content.headline} (фото)", body="Інше.").replace(
            "15:25", "19:00"
        )
    )
    card = await house.publishing.card(draft.id)
    assert card.in_question
    assert card.in_question.id == article.id
    (post,) = card.posts
    assert (post.title, post.post_link) == (
        "Світ і ми",
        f"https://t.me/c/1000000001/{post.message_id}",
    )


async def test_the_same_headline_after_two_days_is_news_of_its_own(house: House) -> None:
    await house.published(a_page())
    draft = await house.pasted(
        a_page(body="Інше.").replace("10.05.2023, 15:25", "12.05.2023, 15:26")
    )
    assert draft.resembles is None


async def test_a_draft_is_known_by_any_address_of_its_page(house: House) -> None:
    article = await house.published(a_page(link="https://example.com/news/1"))
    draft = await house.pasted(
        a_page("Зовсім інше", link="http://m.example.com/news/1/?utm_source=tg", body="Інше.")
    )
    assert draft.resembles == article.id


# --- who is woken, and when a paste is looked at ---


async def test_a_paste_wakes_the_worker_and_has_pages_and_pastes_looked_at(
    house: House,
) -> None:
    drafts = house.drafts
    for deed in (
        partial(house.paste, a_page()),
        partial(house.paste, parts_of(a_page(body=LONG))[0]),
        partial(house.paste, "https://example.com/1"),
        partial(drafts.receive_file, an_editor(), "a.txt", a_page("Інше").encode(), NOON, 90),
        partial(drafts.receive_file, an_editor(), "a.html", HTML, NOON, 91),
    ):
        for look in (drafts.next_paste, drafts.next_fetch):
            assert look.is_now() or not look.seconds_left()
            look.is_now()
            look.found(None)
            assert look.seconds_left() > 0
        house.woken()
        await deed()
        assert house.woken()
        assert (drafts.next_paste.seconds_left(), drafts.next_fetch.seconds_left()) == (0, 0)


async def test_a_file_that_came_before_wakes_nobody(house: House) -> None:
    for expected in (True, False):
        await house.drafts.receive_file(an_editor(), "a.txt", a_page().encode(), NOON, 5)
        assert house.woken() is expected


@pytest.mark.parametrize(("seconds", "count"), [(1.999, 0), (2, 1)])
async def test_a_long_part_is_read_after_two_seconds(
    house: House, seconds: float, count: int
) -> None:
    await house.paste(parts_of(a_page(body=LONG))[0])
    house.woken()
    house.clock.pass_by(seconds)
    await house.drafts.assemble()
    assert len(await house.publishing.drafts()) == count
    assert house.woken() is bool(count)


async def test_of_two_peoples_pastes_only_the_one_that_is_whole_is_read(house: House) -> None:
    first, second = (a_page(name, body=LONG) for name in ("Перша новина", "Друга новина"))
    await house.paste(parts_of(first)[0])
    house.clock.pass_by(1)
    await house.paste(parts_of(second)[0], by=an_owner())
    house.clock.pass_by(1)
    await house.drafts.assemble()
    (draft,) = await house.publishing.drafts()
    assert draft.content.headline == "Перша новина"
    house.clock.pass_by(1)
    await house.drafts.assemble()
    assert len(await house.publishing.drafts()) == 2
    assert house.owed(Kind.CARD, OLENA) == [2]


async def test_nothing_is_looked_for_before_somebody_says_so_or_a_minute_has_passed(
    house: House,
) -> None:
    """Another process may have written a part."""
    await house.drafts.assemble()
    async with house.storage.writing() as tx:
        await tx.desk.keep_part(IHOR, 5, a_page(), at=NOON, complete_at=house.clock())
    await house.drafts.assemble()
    assert await house.publishing.drafts() == ()
    house.clock.pass_by(60)
    await house.drafts.assemble()
    assert len(await house.publishing.drafts()) == 1


async def test_what_was_read_a_week_ago_is_forgotten_and_no_sooner(house: House) -> None:
    week = timedelta(days=7).total_seconds()
    await house.paste(a_page(), number=5)
    await house.show_everything()
    for seconds, cards in ((week, 0), (1, 1)):
        house.clock.pass_by(seconds)
        await house.drafts.tidy()
        await house.paste(a_page(), number=5)
        assert len(house.owed(Kind.CARD)) == cards


# --- edits of what was sent ---


async def test_a_part_that_waits_is_read_as_it_was_edited_and_what_was_read_is_not(
    house: House,
) -> None:
    long = parts_of(a_page(body=LONG))[0]
    await house.paste(long, number=7)
    change = house.drafts.change_text
    assert not await change(an_editor(), 8, "Інше")
    assert not await change(an_owner(), 7, "Інше")
    assert not await change(an_editor(), 7, "")
    assert await change(an_editor(), 7, long.replace("Порт", "Аеропорт"))
    house.clock.pass_by(2)
    await house.drafts.assemble()
    (draft,) = await house.publishing.drafts()
    assert draft.content.headline.startswith("Аеропорт")
    assert not await change(an_editor(), 7, "Інше")


# --- what a file or a paste answers ---


@pytest.mark.parametrize("name", ["a.txt", "a.html"])
async def test_a_file_is_the_correction_that_was_asked_for(house: House, name: str) -> None:
    article = await house.published(a_page("Зовсім інша новина", body="Слова."))
    await house.publishing.ask_correction(article.id, by=an_editor())
    await house.questions.stands_in(70, of=an_editor())
    data = HTML if name == "a.html" else a_page().encode()
    await house.drafts.receive_file(an_editor(), name, data, house.clock(), 5)
    (draft,) = await house.publishing.drafts()
    assert (draft.resembles, draft.created_by) == (article.id, IHOR)
    assert await house.questions.open(an_editor()) is None
    assert house.notices(IHOR)[-1][1]["ending"] == "answered"


@pytest.mark.parametrize("name", ["a.txt", "a.html"])
async def test_a_file_in_place_of_a_link_outdates_the_question(house: House, name: str) -> None:
    draft = await house.pasted(a_page("Зовсім інша новина", body="Слова."))
    await house.editing.ask(draft.id, Asked.LINK, by=an_editor(), message_id=70)
    data = HTML if name == "a.html" else a_page().encode()
    await house.drafts.receive_file(an_editor(), name, data, house.clock(), 5)
    assert house.notices(IHOR)[-1][1]["ending"] == "outdated"
    assert {d.resembles for d in await house.publishing.drafts()} == {None}


async def test_a_question_about_feeds_is_no_question_about_what_is_pasted(house: House) -> None:
    await house.feeds.ask_address(by=an_owner())
    await house.paste(a_page(), by=an_owner())
    (draft,) = await house.publishing.drafts()
    assert draft.resembles is None
    question = await house.questions.open(an_owner())
    assert question
    assert question.about is Asked.FEED


async def test_a_refused_text_leaves_a_question_open_that_can_still_be_answered(
    house: House,
) -> None:
    draft = await house.pasted(a_page())
    await house.editing.ask(draft.id, Asked.LINK, by=an_editor())
    await house.paste("Це не адреса")
    question = await house.questions.open(an_editor())
    assert question
    assert question.about is Asked.LINK
    async with house.storage.writing() as tx:
        await an_altered(tx, draft.id, state=ArticleState.RETRACTED)
    await house.paste("І це не адреса")
    assert await house.questions.open(an_editor()) is None


@pytest.mark.parametrize(("length", "codes"), [(100_000, []), (100_001, ["page_too_long"])])
async def test_a_page_has_a_hundred_thousand_characters_at_most(
    house: House, length: int, codes: list[str]
) -> None:
    page = a_page() + "\n\n"
    text = page + "слово " * ((length - len(page)) // 6)
    text += "я" * (length - len(text))
    await house.drafts.receive_file(an_editor(), "a.txt", text.encode(), house.clock(), 5)
    assert house.refusals() == codes
    assert len(await house.publishing.drafts()) == (0 if codes else 1)


async def test_of_several_pages_those_before_the_one_that_is_none_are_kept(house: House) -> None:
    await house.paste(a_page("Перша новина дня") + "\n\n" + a_page("Друга новина дня"))
    first, second = sorted(await house.publishing.drafts(), key=lambda draft: draft.id)
    assert (first.content.headline, second.content.headline) == (
        "Перша новина дня",
        "Друга новина дня",
    )
    assert house.owed(Kind.CARD) == [first.id, second.id]


async def test_a_draft_that_is_pasted_again_to_correct_another_says_so(house: House) -> None:
    article = await house.published(a_page("Зовсім інша новина", body="Слова."))
    page = a_page()
    draft = await house.pasted(page)
    await house.publishing.discard(draft.id, by=an_editor())
    await house.publishing.ask_correction(article.id, by=an_editor())
    await house.paste(page)
    again = await house.article(draft.id)
    assert (again.state, again.resembles) == (ArticleState.DRAFT, article.id)


async def test_a_public_page_that_is_pasted_to_correct_another_stays_as_it_is(
    house: House,
) -> None:
    target = await house.published(a_page("Зовсім інша новина", body="Слова."))
    page = a_page()
    article = await house.published(page)
    await house.publishing.ask_correction(target.id, by=an_editor())
    await house.paste(page)
    assert await house.article(article.id) == article
    assert article.id in house.owed(Kind.CARD)


HTML = """<!doctype html><html lang="uk"><head><title>Міст відкрили для руху | Вісті</title>
<meta property="article:published_time" content="2026-05-10T15:25:00+03:00"></head>
<body><h1>Міст відкрили для руху</h1><p class="lead">Черг на ньому вже немає</p>
<p>Рух новим мостом запустили вчора, першим їхав трамвай із дітьми.</p></body></html>""".encode()


@pytest.mark.parametrize("as_file", [True, False])
async def test_a_date_without_a_year_is_of_the_year_in_which_it_was_sent(
    house: House, *, as_file: bool
) -> None:
    page = a_page().replace("10.05.2023, 15:25", "10 травня, 11:25")
    if as_file:
        await house.drafts.receive_file(an_editor(), "a.txt", page.encode(), NOON, 5)
    else:
        await house.paste(page)
    (draft,) = await house.publishing.drafts()
    assert draft.content.published_at
    assert draft.content.published_at.isoformat() == "2023-05-10T11:25:00+03:00"
