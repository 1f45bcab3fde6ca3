"""An editor's file that is made to be slow stops nobody: it is answered, and others meanwhile."""

import pytest

from tests.journeys.desk import OLENA, TARAS, Desk

WORDS = "Міст через Рось відкрили для руху\n\nРух мостом дозволили вранці, повідомила громада.\n"
HOSTILE = {
    "comments before the text.md": "<!-- -->" * 40 + WORDS,
    "comments that do not end.txt": "<!-- --> " * 400 + "<!--" * 20 + WORDS,
    "quotes that do not end.html": "<html><body><p>" + "<a href=\"'" * 20_000 + WORDS,
    "blanks without end.md": "---\n" + " " * 80_000 + "\n" + WORDS,
    "brackets.md": "[" * 4_000 + "](" * 4_000 + WORDS,
    "points of a list.md": "- " * 20_000 + WORDS,
    "data without end.html": (
        "<script type='application/ld+json'>{'Article" + '"headline":"' * 30_000 + "</script>"
        "<h1>Міст</h1>" + WORDS
    ),
    "names of classes.html": "<div class='share lead related'>" * 240
    + "<p class=lead>x</p>" * 900,
}


@pytest.mark.slow
@pytest.mark.parametrize("name", HOSTILE)
async def test_a_file_that_is_made_to_be_slow_is_answered_and_so_is_everybody_else(
    desk: Desk, name: str
) -> None:
    desk.come(OLENA, "Олена")
    desk.come(TARAS, "Тарас")
    sent = desk.world.send_file(OLENA, name=name, content=HOSTILE[name].encode())
    asked = desk.world.say(TARAS, "/start")
    await desk.answer(TARAS, asked)
    await desk.answer(OLENA, sent)
