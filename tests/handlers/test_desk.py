"""Editors bring pages in, publish, correct, and watch."""

from io import BytesIO
from typing import Any

import docx
import pytest
from aiogram.methods import EditMessageReplyMarkup, EditMessageText, GetFile, SendMessage

from bot.domain.article import Article, ArticleState
from bot.domain.buttons import (
    AddLink,
    CancelQuestion,
    ChooseSection,
    Correct,
    Discard,
    KeepApart,
    MakeSection,
    Publish,
    SetSection,
    ShowCard,
    ShowStatus,
    pack,
    unpack,
)
from bot.domain.health import Health, Queue
from bot.domain.post import Button
from bot.rendering.editors import HealthPage
from tests.clock import NOON
from tests.handlers.house import EDITOR, OWNER, READER, House
from tests.handlers.telegram import markup
from tests.tables import notices

PAGE = """НАТО поглибить діалог із Японією

НАТО поглибить діалог із Японією

СВІТ

10.05.2023, 15:25

Сторони домовилися про нову програму.

Перший абзац новини про програму.

Автор : Відділ моніторингу
"""

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


async def state(house: House, article: Article) -> Article:
    return (await house.publishing.card(article.id)).article


# --- bringing pages in ---


async def test_a_pasted_page_becomes_a_draft_and_the_handler_says_nothing(house: House) -> None:
    await house.write(EDITOR, PAGE)
    (draft,) = await house.publishing.drafts()
    assert draft.content.headline == "НАТО поглибить діалог із Японією"
    assert not house.telegram.requests


async def test_an_update_that_comes_twice_makes_one_draft(house: House) -> None:
    message = house.message(EDITOR, text=PAGE)
    await house.feed(message=message)
    await house.feed(message=message)
    assert len(await house.publishing.drafts()) == 1


async def test_a_text_file_becomes_a_draft(house: House) -> None:
    house.telegram.file = PAGE.encode()
    await house.send(EDITOR, document=a_document())
    (draft,) = await house.publishing.drafts()
    assert draft.content.author == "Відділ моніторингу"


async def test_a_saved_web_page_becomes_a_draft(house: House) -> None:
    text = "Рух новим мостом запустили вчора, першим їхав трамвай із дітьми. " * 4
    house.telegram.file = f"<html><h1>Міст відкрили для руху</h1><p>{text}".encode()
    web = {"file_name": "mist.html", "mime_type": "text/html", "file_size": 2_000_000}
    await house.send(EDITOR, document=a_document(**web))
    (draft,) = await house.publishing.drafts()
    assert draft.content.headline == "Міст відкрили для руху"


async def test_a_word_file_and_a_markdown_file_become_drafts(house: House) -> None:
    word = docx.Document()
    for line in PAGE.splitlines():
        word.add_paragraph(line)
    saved = BytesIO()
    word.save(saved)
    house.telegram.file = saved.getvalue()
    await house.send(EDITOR, document=a_document(file_name="a.docx", mime_type=WORD))
    (draft,) = await house.publishing.drafts()
    assert draft.content.author == "Відділ моніторингу"
    house.telegram.file = f"---\ndate: 2023-05-10\n---\n# Інша новина\n\n{'Слова. ' * 9}".encode()
    await house.send(EDITOR, document=a_document(file_name="a.md", mime_type="text/markdown"))
    assert (await house.publishing.drafts())[0].content.headline == "Інша новина"


async def test_a_file_with_a_plain_kind_and_another_name_is_read_too(house: House) -> None:
    house.telegram.file = PAGE.encode()
    await house.send(EDITOR, document=a_document(file_name="page.TXT", mime_type=None))
    assert len(await house.publishing.drafts()) == 1


@pytest.mark.parametrize("size", [1_000_001, 60_000_000])
async def test_a_file_that_is_too_big_is_refused_by_its_stated_size(
    house: House, size: int
) -> None:
    await house.send(EDITOR, document=a_document(file_size=size))
    assert len(house.telegram.said) == 1
    assert not house.telegram.of(GetFile)


async def test_a_file_that_hides_its_size_is_refused_once_it_is_there(house: House) -> None:
    house.telegram.file = b"x" * 1_000_001
    await house.send(EDITOR, document=a_document(file_size=None))
    assert len(house.telegram.said) == 1
    assert await house.publishing.drafts() == ()


@pytest.mark.parametrize(
    ("name", "kind"),
    [("page.pdf", "application/pdf"), ("новина.doc", None), (None, None), ("txt", "image/png")],
)
async def test_another_kind_of_file_is_not_downloaded(
    house: House, name: str | None, kind: str | None
) -> None:
    await house.send(EDITOR, document=a_document(file_name=name, mime_type=kind))
    assert [told for told, _ in notices(house.storage, EDITOR)] == ["file_offered"]
    assert not house.telegram.of(GetFile)


async def test_a_picture_that_calls_itself_a_text_is_refused(house: House) -> None:
    house.telegram.file = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"
    await house.send(EDITOR, document=a_document())
    assert len(house.telegram.said) == 1
    assert await house.publishing.drafts() == ()


async def test_what_answers_a_card_that_was_sent_a_moment_ago_belongs_to_its_article(
    house: House,
) -> None:
    """The ledger has no number for the card yet; its buttons name the article."""
    earlier, draft, other = [await house.draft(headline=f"Міст {n}") for n in range(3)]
    await house.publishing.publish(earlier.id)
    size = {"file_unique_id": "AQAD", "file_id": "AgAC", "width": 800, "height": 600}
    bot = {"id": 7, "is_bot": True, "first_name": "Вісник"}
    card = house.message(EDITOR, text="Міст") | {"from": bot}
    buttons = [Button("…", press=Discard(draft.id)), Button("…", press=ShowCard(draft.id))]

    def answering(*shown: Button, by: dict[str, Any] = bot) -> dict[str, Any]:
        under = markup((shown,)).model_dump(exclude_none=True)
        return {"reply_to_message": card | {"from": by, "reply_markup": under}}

    await house.send(EDITOR, photo=[size], **answering(*buttons))
    await house.send(EDITOR, text=f"продовження №{earlier.id}", **answering(*buttons))
    changed = await state(house, draft)
    assert (len(changed.content.images), changed.outlets.follows) == (1, earlier.id)
    # A list names several; anybody may write with buttons of their own.
    both = [*buttons, Button("…", press=ShowCard(other.id))]
    person = house.person(READER)
    for shown in (answering(*both), answering(buttons[0], by=person)):
        await house.send(EDITOR, photo=[size], **shown)
    assert [kind for kind, _ in notices(house.storage, EDITOR)] == ["file_offered"] * 2


async def test_a_photo_and_a_recording_are_offered_and_of_others_it_is_told_what_can_be_sent(
    house: House,
) -> None:
    file = {"file_id": "f", "file_unique_id": "u"}
    size = {"width": 10, "height": 10}
    sticker = {"type": "regular", "is_animated": False, "is_video": False}
    await house.send(EDITOR, sticker=file | size | sticker)
    await house.send(EDITOR, video_note=file | {"duration": 3, "length": 240})
    first, second = house.telegram.said
    assert first == second
    sent = {
        "photo": [file | size],
        "video": file | size | {"duration": 3},
        "animation": file | size | {"duration": 3},
        "audio": file | {"duration": 3},
        "voice": file | {"duration": 3},
    }
    for kind, content in sent.items():
        more = {"document": file} if kind == "animation" else {}
        await house.send(EDITOR, **{kind: content}, **more)
    assert [told["medium"] for _, told in notices(house.storage, EDITOR)] == [*sent]
    assert len(house.telegram.said) == 2
    await house.send(READER, sticker=file | size | sticker)
    assert house.telegram.said[-1] != first


async def test_a_mistyped_command_is_never_taken_for_a_page(house: House) -> None:
    await house.write(EDITOR, "/publsh 12")
    await house.write(READER, "/publsh 12")
    to_editor, to_reader = house.telegram.said
    assert "/publish" in to_editor
    assert "/publish" not in to_reader
    assert await house.publishing.drafts() == ()


# --- buttons ---


async def test_a_press_publishes_once_however_often(house: House) -> None:
    await house.channel()
    article = await house.draft()
    for user_id in (EDITOR, EDITOR, OWNER):
        await house.press(user_id, Publish(article.id, breaking=False))
    first, again, other = house.telegram.pop_ups
    assert first != again == other
    assert (await state(house, article)).is_published


async def test_breaking_is_said_to_the_newsroom(house: House) -> None:
    await house.channel()
    article = await house.draft()
    await house.press(EDITOR, Publish(article.id, breaking=True))
    sure, _ = map(unpack, house.telegram.data_under_last())
    assert isinstance(sure, Publish)
    await house.press(EDITOR, sure)
    assert (await state(house, article)).breaking


async def test_a_draft_without_a_section_is_not_published(house: House) -> None:
    article = await house.draft(section=None)
    await house.press(EDITOR, Publish(article.id, breaking=False))
    assert (await state(house, article)).is_draft
    assert "Немає рубрики" in house.telegram.said[0]


async def test_the_sections_open_and_close_on_the_card(house: House) -> None:
    article = await house.draft()
    await house.press(EDITOR, ChooseSection(article.id, open=True))
    opened = house.telegram.data_under_last()
    sections = await house.sections()
    assert opened[:-1] == [pack(SetSection(article.id, section.id)) for section in sections]
    await house.press(EDITOR, ChooseSection(article.id, open=False))
    assert pack(Publish(article.id, breaking=False)) in house.telegram.data_under_last()
    assert len(house.telegram.of(EditMessageReplyMarkup)) == 2


async def test_a_section_is_set_and_made(house: House) -> None:
    article = await house.draft(section="Технології")
    sport = await house.section("Спорт")
    await house.press(EDITOR, SetSection(article.id, sport))
    changed = await state(house, article)
    assert changed.section is not None
    assert changed.section.name == "Спорт"
    await house.press(EDITOR, MakeSection(article.id))
    assert await house.section("Технології")
    assert all(house.telegram.pop_ups)


async def test_a_link_is_asked_for_and_taken(house: House) -> None:
    article = await house.draft()
    await house.press(EDITOR, AddLink(article.id))
    assert len(house.telegram.said) == 1
    await house.write(EDITOR, "https://example.com/news/1")
    assert (await state(house, article)).content.link == "https://example.com/news/1"


async def test_a_link_that_is_asked_for_no_more_is_a_text_like_any_other(house: House) -> None:
    article = await house.draft()
    await house.press(EDITOR, AddLink(article.id))
    assert house.telegram.data_under_last() == [pack(CancelQuestion(article.id))]
    await house.press(EDITOR, CancelQuestion(article.id))
    (gone,) = house.telegram.of(EditMessageReplyMarkup)
    assert gone.reply_markup is None
    await house.write(EDITOR, "https://example.com/news/1")
    assert (await state(house, article)).content.link is None


async def test_only_the_question_under_which_it_stands_is_cancelled(house: House) -> None:
    first, second = await house.draft(), await house.draft(headline="Інша новина дня")
    await house.press(EDITOR, AddLink(first.id))
    await house.press(EDITOR, AddLink(second.id))
    await house.press(EDITOR, CancelQuestion(first.id))
    await house.press(OWNER, CancelQuestion(second.id))
    await house.write(EDITOR, "https://example.com/news/2")
    assert (await state(house, second)).content.link == "https://example.com/news/2"
    await house.press(EDITOR, CancelQuestion(second.id))
    too_late = house.telegram.pop_ups[-1]
    await house.press(EDITOR, AddLink(first.id))
    await house.press(EDITOR, CancelQuestion(first.id))
    assert house.telegram.pop_ups[-1] == "Скасовано."
    assert too_late != "Скасовано."


async def test_a_draft_is_discarded_and_taken_up_again(house: House) -> None:
    article = await house.draft()
    await house.press(EDITOR, Discard(article.id))
    assert (await state(house, article)).state is ArticleState.DISCARDED
    assert f"№{article.id}" in (house.telegram.pop_ups[-1] or "")
    await house.press(EDITOR, pack(ShowCard(article.id), (await state(house, article)).version))
    assert (await state(house, article)).is_draft


async def test_a_changed_page_corrects_the_article_or_is_kept_apart(house: House) -> None:
    article = await house.published()
    changed, other = await house.draft(lead="Інший лід."), await house.draft(lead="Ще інший.")
    await house.press(EDITOR, Correct(changed.id, article.id))
    await house.press(EDITOR, KeepApart(other.id))
    assert (await state(house, article)).revision == 2
    assert (await state(house, changed)).state is ArticleState.MERGED
    assert (await state(house, other)).is_draft
    assert all(house.telegram.pop_ups)


async def test_a_draft_that_is_kept_apart_resembles_nothing_any_more(house: House) -> None:
    article = await house.published()
    await house.write(EDITOR, f"/correct {article.id}")
    await house.write(EDITOR, PAGE)
    (draft,) = await house.publishing.drafts()
    assert draft.resembles == article.id
    await house.press(EDITOR, KeepApart(draft.id))
    assert (await state(house, draft)).resembles is None
    assert house.telegram.pop_ups == ["Добре, це нова стаття."]


async def test_a_status_is_a_message_of_its_own_and_refreshes_in_place(house: House) -> None:
    article = await house.published()
    await house.press(EDITOR, ShowStatus(article.id))
    (sent,) = house.telegram.of(SendMessage)
    under = sent.reply_markup
    await house.press(EDITOR, ShowStatus(article.id), under=under)  # type: ignore[arg-type]
    assert len(house.telegram.said) == 1
    assert len(house.telegram.of(EditMessageText)) == 1


async def test_a_status_under_anything_else_is_a_message_of_its_own(house: House) -> None:
    article = await house.published()
    under = markup(((Button("Стан", press=ShowStatus(article.id)), Button("Ні")),))
    await house.press(EDITOR, ShowStatus(article.id), under=under)
    assert (len(house.telegram.said), house.telegram.edits) == (1, [])
    refresh = Button(house.pages.label("uk")("refresh"), press=ShowStatus(article.id))
    beside = markup(((Button("Ні"), refresh),))
    await house.press(EDITOR, ShowStatus(article.id), under=beside)
    assert house.telegram.edits == house.telegram.said


async def test_a_status_leaves_the_health_standing_that_led_to_it(house: House) -> None:
    """Which is refreshed by a button of the same words."""
    article = await house.published()
    health = HealthPage(Health(NOON, Queue(0), given_up=(article.id,)))
    under = markup(health.keyboard(house.pages.label("uk")))
    await house.press(EDITOR, ShowStatus(article.id), under=under)
    assert (len(house.telegram.said), house.telegram.edits) == (1, [])


# --- typed ---


@pytest.mark.slow
@pytest.mark.parametrize("number", ["{}", "№{}", "№ {}", "#{}", "  {} "])
async def test_an_article_is_published_by_its_number(house: House, number: str) -> None:
    await house.channel()
    article = await house.draft()
    await house.write(EDITOR, "/publish " + number.format(article.id))
    assert (await state(house, article)).is_published
    assert not house.telegram.said  # the report comes by the ledger
    await house.write(EDITOR, "/publish " + number.format(article.id))
    assert len(house.telegram.said) == 1


@pytest.mark.slow
@pytest.mark.parametrize("command", ["publish", "correct", "retract", "status", "why"])
@pytest.mark.parametrize(
    "arguments", ["", " дванадцять", " 1 2", " -1", " 0", " 1.5", " " + "9" * 30]
)
async def test_a_command_without_a_number_says_how_it_is_used_and_what_may_be_meant(
    house: House, command: str, arguments: str
) -> None:
    article = await (house.draft() if command == "publish" else house.published())
    await house.write(EDITOR, f"/{command}{arguments}")
    (sentence,) = house.telegram.said
    assert f"/{command} {article.id}" in sentence
    assert sentence.startswith(f"«{arguments.strip()}» – не номер статті.") is bool(arguments)
    assert await state(house, article) == article


@pytest.mark.parametrize("command", ["publish", "correct", "status"])
async def test_a_number_that_is_not_there_is_answered_in_words(house: House, command: str) -> None:
    await house.write(EDITOR, f"/{command} 999")
    (sentence,) = house.telegram.said
    assert "999" in sentence


async def test_drafts_are_listed_with_a_button_each(house: House) -> None:
    article = await house.draft()
    await house.write(EDITOR, "/drafts")
    assert house.telegram.data_under_last() == [pack(ShowCard(article.id))]


async def test_a_typed_correction_waits_for_the_page(house: House) -> None:
    article = await house.published()
    await house.write(EDITOR, f"/correct {article.id}")
    assert len(house.telegram.said) == 1
    await house.write(EDITOR, PAGE)
    drafts = await house.publishing.drafts()
    assert [draft.resembles for draft in drafts] == [article.id]


async def test_a_correction_that_is_cancelled_leaves_the_next_page_a_page_of_its_own(
    house: House,
) -> None:
    article = await house.published(headline="Порт Роттердама відкрив зелений термінал")
    await house.write(EDITOR, f"/correct {article.id}")
    assert house.telegram.data_under_last() == [pack(CancelQuestion(article.id))]
    await house.press(EDITOR, CancelQuestion(article.id))
    await house.write(EDITOR, PAGE)
    drafts = await house.publishing.drafts()
    assert [draft.resembles for draft in drafts] == [None]


async def test_a_typed_status_tells_how_far_it_is(house: House) -> None:
    article = await house.published()
    await house.write(EDITOR, f"/status {article.id}")
    (text,) = house.telegram.said
    assert f"№{article.id}" in text


def a_document(**other: object) -> dict[str, object]:
    known: dict[str, object] = {
        "file_id": "f",
        "file_unique_id": "u",
        "file_name": "page.txt",
        "mime_type": "text/plain",
        "file_size": 900,
    }
    return {name: value for name, value in (known | other).items() if value is not None}
