"""An editor finds what was published: by section, by words, by a command without a number."""

from datetime import timedelta

from bot.domain.buttons import AskRetraction, ShowCard, ShowStatus
from bot.domain.finding_buttons import AskCorrection, ChoosePostSection, ShowPosts, ShowWhy
from tests.builders import POLITYKA, SVIT, a_published_article, an_owner
from tests.journeys.desk import IHOR, OLENA, Desk
from tests.journeys.pages import a_page

STORIES = (  # one more than a page shows
    "Порт запрацював",
    "Їжаки прокинулися",
    "Бюджет ухвалили",
    "Міст відчинили",
    "Хліб подорожчав",
    "Снігу не буде",
    "Музей знайшли",
    "Трамвай повернувся",
    "Матч перенесли",
)


async def test_what_was_published_is_found_again(desk: Desk) -> None:
    assert desk.app
    for number, headline in enumerate(STORIES, 1):
        section_id = POLITYKA if number == 3 else SVIT
        lead = f"{headline} о {number * 1111}, і чекали довго"
        await a_published_article(desk.app.storage, headline, lead=lead, section_id=section_id)

    async def ask(text: str) -> None:
        desk.clock.off += timedelta(seconds=9)  # so that no answer waits for its pace
        await desk.answer(OLENA, desk.world.say(OLENA, text))

    def shown() -> str:
        return str(desk.texts(OLENA)[-1])

    # The newest first; an older page in the same message, and back.
    await ask("/posts")
    listed = desk.last_id(OLENA)
    assert "№9" in shown()
    assert "№1 ·" not in shown()
    await desk.press(OLENA, lambda p: p == ShowPosts(0, 1, 0), "Старіші")
    await desk.until(lambda: "№1 ·" in shown() and "№9" not in shown())
    await desk.press(OLENA, lambda p: p == ShowPosts(0, 0, 0), "Новіші")
    await desk.until(lambda: "№9" in shown())
    # A page behind the end, after articles went, is the last one.
    assert [a.id for a in (await desk.app.finding.page(0, 2, 0, by=an_owner())).articles] == [1]
    # By section.
    await desk.press(OLENA, lambda p: isinstance(p, ChoosePostSection))
    await desk.press(OLENA, lambda p: isinstance(p, ShowPosts) and p.section_id > 0, "Політика")
    await desk.until(lambda: "№3" in shown() and "№9" not in shown())
    assert desk.last_id(OLENA) == listed
    # By words, in any case; the card opens.
    await ask("/posts МІСТ 4444")
    assert "№4" in shown()
    assert "№3" not in shown()
    await desk.press(OLENA, lambda p: p == ShowCard(4))
    await desk.until(lambda: "опубліковано" in shown())
    # A command without a number.
    await ask("/status")
    await desk.press(OLENA, lambda p: p == ShowStatus(9), "Матч")
    await desk.until(lambda: "№9" in shown())
    await ask("/why")
    await desk.press(OLENA, lambda p: p == ShowWhy(2), "Їжаки")
    await desk.until(lambda: "№2" in shown())
    await ask("/retract")
    await desk.press(OLENA, lambda p: p == AskRetraction(5), "Хліб")
    await desk.until(lambda: "Відкликати" in shown())
    await ask("/correct")
    await desk.press(OLENA, lambda p: p == AskCorrection(6), "Снігу")
    await desk.until(lambda: "№6" in shown())
    await desk.paste(a_page("Чернетка про порт", body="Ще не вийшла.", date="01.01.2023, 10:00"))
    await ask("/publish")
    await desk.press(OLENA, lambda p: p == ShowCard(10), "Чернетка")
    await desk.until(lambda: "№10" in shown() and "чернетка" in shown())
    # A stranger's command says nothing of the desk.
    desk.come(IHOR, "Ігор")
    said = desk.world.say(IHOR, "/posts")
    assert "Порт" not in (await desk.answer(IHOR, said))["text"]
