"""A reader follows a word, and then has news gathered in a digest that stays true."""

from datetime import timedelta

import pytest

from bot.domain.buttons import Retract
from bot.domain.reading_buttons import SetReading
from bot.domain.topic_buttons import ShowNamed
from tests.journeys.desk import OLENA, TARAS, Desk
from tests.journeys.pages import a_page

FIRST = "Порт Роттердама відкрив зелений термінал"
SECOND = "У Роттердамі подорожчали квитки на пором"
OTHER = "Осло заборонило автомобілі в центрі"
WORDS = {
    "uk": ("бо ви стежите", "Наступна добірка", "🗞 Добірка,", "відкликала"),
    "en": ("because you follow", "Next digest", "🗞 Digest,", "has withdrawn"),
}


@pytest.mark.slow
@pytest.mark.parametrize("language", ["uk", "en"])
async def test_a_word_brings_news_at_once_and_then_in_a_digest(desk: Desk, language: str) -> None:
    why, when, gathered, withdrawn = WORDS[language]
    await desk.channel()
    desk.come(TARAS, "Тарас", language_code=language)
    desk.world.say(TARAS, "/follow роттердам")
    await desk.until(lambda: desk.posts(TARAS, "роттердам"))
    other = await desk.publish(a_page(OTHER))
    await desk.publish(a_page(FIRST))
    await desk.until(lambda: desk.posts(TARAS, FIRST))
    await desk.settled(other)
    assert not desk.posts(TARAS, OTHER)
    await desk.press(TARAS, lambda p: isinstance(p, ShowNamed))
    await desk.until(lambda: desk.posts(TARAS, why))

    desk.world.say(TARAS, "/settings")
    await desk.press(TARAS, lambda p: p == SetReading("pace", 1))
    await desk.until(lambda: desk.posts(TARAS, when))
    second = await desk.publish(a_page(SECOND))
    await desk.settled(second)
    assert not desk.posts(TARAS, SECOND)
    desk.clock.off += timedelta(days=1)
    (digest,) = await desk.until(lambda: desk.posts(TARAS, gathered))
    assert SECOND in digest["text"]
    assert FIRST not in digest["text"]
    links = [entity["url"] for entity in digest["entities"] if entity["type"] == "text_link"]
    assert links[0].endswith(f"?start=a{second}")

    desk.world.say(OLENA, f"/retract {second}")
    await desk.press(OLENA, lambda p: isinstance(p, Retract) and not p.tell)
    await desk.until(lambda: desk.posts(TARAS, withdrawn))
    assert not desk.posts(TARAS, SECOND)
