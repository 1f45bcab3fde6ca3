"""A reader sees what is kept of them, takes it along, and has it erased."""

import json

import pytest

from bot.domain.buttons import Follow
from bot.domain.people import Person
from bot.domain.privacy_buttons import AskForget, Forget, SendMyData
from tests.journeys.desk import TARAS, Desk
from tests.journeys.pages import a_page

FIRST = "Порт Роттердама відкрив зелений термінал"
SECOND = "Осло заборонило автомобілі в центрі"
WORDS = {
    "uk": ("Що я зберігаю про вас", "Стерти все, що я знаю", "я вас більше не знаю"),
    "en": ("What I keep about you", "Erase everything that I know", "I do not know you any more"),
}


@pytest.mark.parametrize("language", ["uk", "en"])
async def test_what_is_kept_is_shown_handed_over_and_erased(desk: Desk, language: str) -> None:
    kept, asked, done = WORDS[language]
    await desk.channel()
    desk.come(TARAS, "Тарас", language_code=language)
    await desk.reader(TARAS)
    first = await desk.publish(a_page(FIRST))
    await desk.settled(first)

    desk.world.say(TARAS, "/privacy")
    await desk.until(lambda: desk.posts(TARAS, kept))
    await desk.press(TARAS, lambda p: isinstance(p, SendMyData))
    sent = await desk.until(lambda: [m for m in desk.world.messages(TARAS) if "document" in m])
    assert sent[0]["document"]["file_name"] == "vistnyk-mydata.json"
    assert sent[0]["caption"].endswith(": /privacy")
    data = json.loads(desk.world.files.get(sent[0]["document"]["file_id"]).content)
    assert data["telegram_id"] == TARAS
    assert [row["section"] for row in data["kept"]["follow"]] == ["Світ"]
    assert [row["headline"] for row in data["kept"]["delivery"]] == [FIRST]

    await desk.press(TARAS, lambda p: isinstance(p, AskForget))
    await desk.until(lambda: desk.posts(TARAS, asked))
    await desk.press(TARAS, lambda p: isinstance(p, Forget) and p.sure)
    await desk.until(lambda: desk.posts(TARAS, done))
    await desk.settled(await desk.publish(a_page(SECOND), in_doubt=False))
    assert not desk.posts(TARAS, SECOND)
    assert desk.app is not None
    assert (await desk.app.reports.status(first)).progress.readers_shown == 1
    person = await desk.app.recognition.person(TARAS)
    assert person == Person(TARAS, sections=person.sections)

    desk.world.say(TARAS, "/start")
    await desk.until(lambda: desk.button(TARAS, lambda p: isinstance(p, Follow) and p.on, "Світ"))
