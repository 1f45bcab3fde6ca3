"""Which files are fetched, and which are refused by what Telegram says of them."""

import pytest
from aiogram.methods import GetFile

from bot.intake.files.text_file import FILE_LIMIT, PAGE_NAMES
from bot.intake.files.word import WORD_LIMIT
from bot.intake.web.web_page import PAGE_LIMIT
from tests.handlers.house import EDITOR, House
from tests.notices import page_of
from tests.rendering.examples import renderer
from tests.tables import notices

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
KINDS = {
    "text/plain": FILE_LIMIT,
    "text/markdown": FILE_LIMIT,
    "text/x-markdown": FILE_LIMIT,
    WORD: WORD_LIMIT,
    "text/html": PAGE_LIMIT,
    "application/xhtml+xml": PAGE_LIMIT,
}
NAMES = {
    ".txt": FILE_LIMIT,
    ".text": FILE_LIMIT,
    ".md": FILE_LIMIT,
    ".markdown": FILE_LIMIT,
    ".docx": WORD_LIMIT,
    ".html": PAGE_LIMIT,
    ".htm": PAGE_LIMIT,
    ".xhtml": PAGE_LIMIT,
}
TOO_BIG, NO_TEXT = "Файл завеликий", "не читається як стаття"


def a_file(**known: object) -> dict[str, object]:
    return {"file_id": "f", "file_unique_id": "u"} | known


async def fetched(house: House, **known: object) -> bool:
    """Whether the file was asked for; what is in it is not looked at here."""
    house.telegram.forget()
    await house.send(EDITOR, document=a_file(**known))
    return bool(house.telegram.of(GetFile))


def test_every_name_of_a_page_is_tried_below() -> None:
    assert set(NAMES) == set(PAGE_NAMES)


@pytest.mark.slow
@pytest.mark.parametrize(("kind", "limit"), KINDS.items())
async def test_a_file_without_a_name_is_known_by_its_kind(
    house: House, kind: str, limit: int
) -> None:
    assert await fetched(house, mime_type=kind, file_size=limit)
    assert not await fetched(house, mime_type=kind, file_size=limit + 1)
    (said,) = house.telegram.said
    assert TOO_BIG in said
    assert f"щонайбільше {limit // 1_000_000} МБ" in said.replace("\u00a0", " ")
    assert await fetched(house, mime_type=kind)


@pytest.mark.slow
@pytest.mark.parametrize(("ending", "limit"), NAMES.items())
async def test_a_file_without_a_kind_is_known_by_its_name(
    house: House, ending: str, limit: int
) -> None:
    assert await fetched(house, file_name=f"Новина{ending.upper()}", file_size=limit)
    assert not await fetched(house, file_name=f"Новина{ending}", file_size=limit + 1)
    assert TOO_BIG in house.telegram.said[0]


@pytest.mark.parametrize(
    ("known", "said"),
    [
        ({"file_name": "а.pdf", "mime_type": "application/pdf"}, "Файл «а.pdf» " + NO_TEXT),
        ({"file_name": "txt"}, "Файл «txt» " + NO_TEXT),
        ({"mime_type": "image/png"}, "Цей файл " + NO_TEXT),
        ({}, "Цей файл " + NO_TEXT),
    ],
)
async def test_any_other_file_is_no_article_and_offered_to_be_a_post(
    house: House, known: dict[str, object], said: str
) -> None:
    assert not await fetched(house, **known)
    ((kind, offer),) = notices(house.storage, EDITOR)
    assert (kind, offer["medium"]) == ("file_offered", "document")
    post = renderer().post(page_of(kind, offer), "uk")
    assert post.html.startswith(said)


async def test_a_file_that_comes_twice_is_one_draft_with_its_editor(house: House) -> None:
    house.telegram.file = "Міст відкрили\n\n10.05.2023, 15:25\n\nРух запустили вранці.".encode()
    message = house.message(EDITOR, document=a_file(file_name="a.txt"))
    for _ in range(2):
        await house.feed(message=message)
    (draft,) = await house.publishing.drafts()
    assert (draft.content.headline, draft.created_by) == ("Міст відкрили", EDITOR)
    assert not house.telegram.said


async def test_an_edited_file_is_read_no_more_and_says_so(house: House) -> None:
    message = house.message(EDITOR, document=a_file(file_name="a.txt"), edit_date=1)
    await house.feed(edited_message=message)
    (said,) = house.telegram.said
    assert "усе лишилося, як було" in said
    assert not house.telegram.of(GetFile)
