"""A reader writes to the desk, is answered, and goes on; the desk can have enough of it."""

from pathlib import Path
from typing import Any

import pytest

from bot.domain.forum import GENERAL
from bot.domain.letter_buttons import BlockWriter, ShowLetter, WriteLetter
from bot.domain.privacy_buttons import Forget
from bot.sandbox.sandbox_server import Sandbox
from tests.journeys.desk import NADIIA, OLENA, TARAS, Desk, running, settings
from tests.journeys.test_kills_at_each_step import SILENCE, killed_amid
from tests.photos import a_jpeg

WORDS = {
    "uk": (
        "Лист до редакції",
        "Лист №1 передано",
        "більше не приймає від вас листів",
        "Лист №1 змінено",
        "Такого я не розумію",
    ),
    "en": (
        "A letter to the newsroom",
        "Letter No. 1 is with",
        "no longer takes letters from you",
        "Letter No. 1 is changed",
        "I do not understand that",
    ),
}
HERE = "Це чат редакції"


def letters(desk: Desk, number: int) -> list[dict[str, Any]]:
    return desk.posts(OLENA, f"✉️ Лист №{number}")


@pytest.mark.parametrize("language", ["uk", "en"])
async def test_a_letter_is_answered_and_its_writer_stays_unknown(
    desk: Desk, language: str
) -> None:
    asked, sent, blocked, changed, not_understood = WORDS[language]
    desk.come(TARAS, "Тарас Мельник", language_code=language)
    desk.world.say(TARAS, "/start")
    desk.world.say(TARAS, "/write")
    await desk.until(lambda: desk.posts(TARAS, asked))
    said = desk.world.say(TARAS, "Чому не працює архів?")
    await desk.until(lambda: desk.posts(TARAS, sent))
    (first,) = await desk.until(lambda: letters(desk, 1))
    assert "Чому не працює архів?" in first["text"]
    assert "Тарас" not in first["text"]

    typed = desk.world.say(OLENA, "Вже працює!", reply_to=first["message_id"])
    (answer,) = await desk.until(lambda: desk.posts(TARAS, "Вже працює!"))
    assert answer["from"]["is_bot"]
    assert answer["reply_to_message"]["message_id"] == said
    await desk.until(lambda: "Відповідь надіслано: Олена" in letters(desk, 1)[0]["text"])

    def signs() -> list[str]:
        (own,) = [m for m in desk.world.messages(OLENA) if m["message_id"] == typed]
        return list(own["reactions"])

    await desk.until(lambda: signs() == ["👌"])

    desk.world.say(TARAS, "Дякую!", reply_to=answer["message_id"])
    (second,) = await desk.until(lambda: letters(desk, 2))
    assert "продовження листа №1" in second["text"]
    assert second["reply_to_message"]["message_id"] == first["message_id"]

    desk.world.say(TARAS, "/write")
    await desk.press(TARAS, lambda p: isinstance(p, WriteLetter) and p.signed)
    third_said, _ = [
        desk.world.send_file(TARAS, "наказ.txt", b"...", caption=words, album="папери")
        for words in ("Гляньте", "")
    ]
    (third,) = await desk.until(lambda: letters(desk, 3))
    await desk.until(lambda: "📎 2\N{NO-BREAK SPACE}документи" in letters(desk, 3)[0]["text"])
    assert "Тарас Мельник" in third["text"]
    await desk.press(OLENA, lambda p: isinstance(p, ShowLetter))

    def shown() -> list[dict[str, Any]]:
        return [m for m in desk.world.messages(OLENA) if "document" in m]

    await desk.until(lambda: len(shown()) == len(("Гляньте", "")))
    assert not any("forward_origin" in each for each in shown())
    # Whoever replies to the file itself answers the letter; it is no draft.
    desk.world.say(OLENA, "Дякуємо за наказ.", reply_to=shown()[-1]["message_id"])
    (thanks,) = await desk.until(lambda: desk.posts(TARAS, "Дякуємо за наказ."))
    assert thanks["reply_to_message"]["message_id"] == third_said
    # What replies to the first answer goes on with the first letter, whatever came since.
    desk.world.say(TARAS, "І ще про перше", reply_to=answer["message_id"])
    (fourth,) = await desk.until(lambda: letters(desk, 4))
    assert "продовження листа №1" in fourth["text"]
    assert not desk.posts(TARAS, not_understood), "the other file is the same letter"
    desk.world.edit(TARAS, TARAS, said, "Чому архів не відкривається?")
    await desk.until(lambda: "Чому архів не відкривається?" in letters(desk, 1)[0]["text"])
    await desk.until(lambda: desk.posts(TARAS, changed))

    await desk.press(OLENA, lambda p: isinstance(p, BlockWriter) and p.on and p.letter_id == 3)
    await desk.until(
        lambda: all("Знову" in str(m["reply_markup"]) for m in (shown()[-1], *letters(desk, 3)))
    )
    desk.world.say(TARAS, "/write")
    await desk.until(lambda: desk.posts(TARAS, blocked))

    desk.world.say(TARAS, "/forget")
    await desk.press(TARAS, lambda p: isinstance(p, Forget) and p.sure)
    await desk.until(lambda: "і листа стерто" in letters(desk, 1)[0]["text"])
    assert "архів" not in letters(desk, 1)[0]["text"]


@pytest.mark.slow
async def test_the_owners_get_what_the_desks_forum_does_not_take(
    sandbox: Sandbox, database: Path
) -> None:
    group = -1009000000001
    desk = Desk(sandbox, settings(sandbox, database, desk_chat_id=group))
    for person, name in ((OLENA, "Олена"), (TARAS, "Тарас")):
        desk.come(person, name)
    desk.world.add_supergroup("Редакція", OLENA, id=group, is_forum=True)
    desk.world.set_bot_rights(group, OLENA, status="member")
    desk.world.say(OLENA, "/start")
    async with running(desk):
        await desk.until(lambda: desk.posts(group, HERE) and desk.after(OLENA, 0))
        desk.world.close_topic(group, GENERAL)
        desk.world.say(TARAS, "/write")
        await desk.until(lambda: desk.posts(TARAS, "Лист до редакції"))
        desk.world.say(TARAS, "Чому не працює архів?")
        await desk.until(lambda: desk.posts(OLENA, "Чому не працює архів?"))
        (told,) = desk.posts(OLENA, "не може писати в чат редакції")
    assert "Відкрийте там тему General" in told["text"]


async def test_what_asked_for_a_letter_says_how_that_ended(desk: Desk) -> None:
    desk.come(TARAS, "Тарас Мельник")
    for answer, said in (
        ("Чому не працює архів?", "Лист до редакції передано"),
        ("/cancel", "Скасовано: лист до редакції"),
    ):
        desk.world.say(TARAS, "/write")
        await desk.until(lambda: desk.posts(TARAS, "Напишіть його наступним"))
        desk.world.say(TARAS, answer)
        await desk.until(lambda said=said: desk.posts(TARAS, said))  # type: ignore[misc]
        assert not desk.posts(TARAS, "Напишіть його наступним")


async def test_what_somebody_looks_for_goes_to_no_desk(desk: Desk) -> None:
    desk.world.say(desk.come(TARAS, "Тарас"), "/start")
    desk.world.say(TARAS, "/write")
    (asked,) = await desk.until(lambda: desk.posts(TARAS, "Лист до редакції"))
    desk.world.say(TARAS, "/search")
    await desk.until(lambda: desk.posts(TARAS, "Просто напишіть мені слова"))
    desk.world.say(TARAS, "пором")
    await desk.until(lambda: desk.posts(TARAS, "нічого не знайшлося"))
    assert not letters(desk, 1)
    number = asked["message_id"]
    await desk.until(lambda: "reply_markup" not in (desk.world.message(TARAS, number) or asked))


async def test_the_desks_group_answers_and_whoever_else_talks_there_does_not(
    sandbox: Sandbox, database: Path
) -> None:
    group = -1009000000001
    desk = Desk(sandbox, settings(sandbox, database, desk_chat_id=group))
    for person, name in ((OLENA, "Олена"), (TARAS, "Тарас"), (NADIIA, "Надія")):
        desk.come(person, name)
    desk.world.add_supergroup("Редакція", OLENA, id=group)
    desk.world.set_bot_rights(group, OLENA, status="member")
    async with running(desk) as app:
        desk.world.say(TARAS, "/write")
        await desk.until(lambda: desk.posts(TARAS, "Лист до редакції"))
        desk.world.send_file(TARAS, "лист.ogg", b"...", kind="voice")
        (letter,) = await desk.until(lambda: desk.posts(group, "✉️ Лист №1"))
        number = letter["message_id"]
        desk.world.post_in_channel(group, "Я теж так думаю", NADIIA, reply_to=number)
        desk.world.post_in_channel(group, "Поговорімо між собою", OLENA)
        desk.world.post_in_channel(group, "Дякуємо за думку", OLENA, reply_to=number)
        await desk.until(lambda: desk.posts(TARAS, "Дякуємо за думку"))
        await desk.until(lambda: desk.posts(group, "Відповідь надіслано: Олена"))
        assert len(desk.posts(group, HERE)) == 1
        for command in ("/health@some_other_bot", "/roll", "/health"):
            desk.world.post_in_channel(group, command, OLENA)
        await desk.until(lambda: len(desk.posts(group, HERE)) > 1)
        assert not await app.channels.channels(), "nothing is published among the desk"
        desk.world.say(OLENA, "/start")
        await desk.until(lambda: desk.after(OLENA, 0))
        desk.world.set_bot_rights(group, OLENA, status="left")
        desk.world.say(TARAS, "Ще одне", reply_to=desk.last_id(TARAS))
        (letter,) = await desk.until(lambda: desk.posts(OLENA, "✉️ Лист №2"))
        await desk.until(lambda: desk.posts(OLENA, "не може писати в чат редакції"))
        assert not (await app.watch.health()).desk_heard
        desk.world.say(OLENA, "Прочитали", reply_to=letter["message_id"])
        await desk.until(lambda: desk.posts(TARAS, "Прочитали"))
    assert len(desk.posts(group, HERE)) == 1 + len(("/health",))
    assert not desk.posts(TARAS, "Я теж так думаю")
    assert not desk.posts(TARAS, "Поговорімо")


async def asked_by_letter(desk: Desk, language: str = "uk") -> tuple[int, dict[str, Any]]:
    """What Taras has written, as it stands in his chat, and what the desk has of it."""
    desk.world.say(TARAS, "/write")
    await desk.until(lambda: desk.posts(TARAS, WORDS[language][0]))
    said = desk.world.say(TARAS, "Які замки відкриті?")
    (letter,) = await desk.until(lambda: letters(desk, 1))
    return said, letter


def answer_by_album(desk: Desk, letter: dict[str, Any]) -> list[int]:
    """Two photos of the desk's; of the second Telegram does not say what it answers."""
    return [
        desk.world.send_file(
            OLENA, name, a_jpeg(), kind="photo", album="замки", caption=words, reply_to=to
        )
        for name, words, to in (
            ("one.jpg", "Ось так", letter["message_id"]),
            ("two.jpg", "", None),
        )
    ]


def photos(desk: Desk) -> list[dict[str, Any]]:
    return [m for m in desk.world.messages(TARAS) if "photo" in m and m["from"]["is_bot"]]


@pytest.mark.slow
@pytest.mark.parametrize("language", ["uk", "en"])
async def test_an_album_answers_a_letter_as_one(desk: Desk, language: str) -> None:
    desk.come(TARAS, "Тарас Мельник", language_code=language)
    said, letter = await asked_by_letter(desk, language)
    answer_by_album(desk, letter)
    await desk.until(lambda: "Відповідь надіслано: Олена" in letters(desk, 1)[0]["text"])
    first, second = photos(desk)
    assert first["media_group_id"] == second["media_group_id"]
    assert first["caption"] == "Ось так"
    assert first["reply_to_message"]["message_id"] == said
    desk.world.say(TARAS, "Дякую!", reply_to=second["message_id"])
    (onward,) = await desk.until(lambda: letters(desk, 2))
    assert "продовження листа №1" in onward["text"]


@pytest.mark.slow
async def test_the_desk_is_told_where_its_album_does_not_arrive(desk: Desk) -> None:
    desk.come(TARAS, "Тарас Мельник")
    _, letter = await asked_by_letter(desk)
    desk.world.block(TARAS)
    answer_by_album(desk, letter)
    await desk.until(lambda: desk.posts(OLENA, "Відповідь не дійшла"))
    assert "Відповідь надіслано" not in letters(desk, 1)[0]["text"]


@pytest.mark.slow
async def test_an_album_that_answers_a_letter_survives_a_kill_at_every_step(
    sandbox: Sandbox, database: Path
) -> None:
    desk = Desk(sandbox, settings(sandbox, database))
    desk.come(OLENA, "Олена")
    desk.come(TARAS, "Тарас")
    desk.world.say(OLENA, "/start")
    async with running(desk):
        await desk.until(lambda: desk.after(OLENA, 0))
        _, letter = await asked_by_letter(desk)

    async def answers(desk: Desk) -> None:
        answer_by_album(desk, letter)

    await killed_amid(desk, answers)
    async with running(desk):
        await desk.until(lambda: "Відповідь надіслано: Олена" in letters(desk, 1)[0]["text"])
        albums = [each.get("media_group_id") for each in photos(desk)]
    assert None not in albums
    assert {albums.count(each) for each in albums} == {2}, "each album is whole"


@pytest.mark.slow
async def test_a_letter_and_its_answer_survive_a_kill_at_every_step(
    sandbox: Sandbox, database: Path
) -> None:
    """Each reaches the other side, rather twice than not at all; the letter stays one letter."""
    desk = Desk(sandbox, settings(sandbox, database))
    desk.come(OLENA, "Олена")
    desk.come(TARAS, "Тарас")
    desk.world.say(OLENA, "/start")
    async with running(desk):
        await desk.until(lambda: desk.after(OLENA, 0))

    async def asks(desk: Desk) -> None:
        desk.world.say(TARAS, "/write")

    async def writes(desk: Desk) -> None:
        await desk.until(lambda: desk.posts(TARAS, "Лист до редакції"))
        desk.world.say(TARAS, "Чому не працює архів?")

    async def answers(desk: Desk) -> None:
        letter = (await desk.until(lambda: letters(desk, 1)))[-1]
        desk.world.say(OLENA, "Вже працює!", reply_to=letter["message_id"])

    async def writes_on(desk: Desk) -> None:
        await desk.until(lambda: "Відповідь надіслано: Олена" in letters(desk, 1)[-1]["text"])
        answer = (await desk.until(lambda: desk.posts(TARAS, "Вже працює!")))[-1]
        desk.world.say(TARAS, "Дякую!", reply_to=answer["message_id"])

    for step in (asks, writes, answers, writes_on):
        await killed_amid(desk, step)
    desk.clock.off += SILENCE
    async with running(desk) as app:
        await desk.until(lambda: letters(desk, 2))
        assert "продовження листа №1" in letters(desk, 2)[0]["text"]
        async with app.storage.reading() as tx:
            assert [each.id for each in await tx.letters.of(TARAS)] == [1, 2]
