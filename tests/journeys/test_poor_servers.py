"""Of a server that lacks methods, or never answers them, only what needs those is missed."""

from pathlib import Path

import pytest

from bot.domain.buttons import Correct, Retract, RouteSection
from bot.sandbox.faults import Kind
from bot.sandbox.sandbox_server import Sandbox
from tests.journeys.desk import OLENA, TARAS, owned, running, said_in
from tests.journeys.pages import a_page

HEADLINE = "Порт Роттердама відкрив зелений термінал"
NOTICE = f"Редакція відкликала новину «{HEADLINE}»."
# All that the bot can do without, for a channel that is a channel and a text without pictures.
HELPS = (
    *("setMyCommands", "deleteMyCommands", "answerCallbackQuery", "setMessageReaction"),
    *("getChat", "getChatMember", "getChatMemberCount", "getChatAdministrators"),
    *("deleteWebhook", "getWebhookInfo", "getMyStarBalance", "sendRichMessage"),
    *("copyMessage", "forwardMessage", "pinChatMessage", "unpinChatMessage"),
    *("deleteMessage", "deleteMessages"),
)


WAITED_FOR = "setMyCommands", "answerCallbackQuery", "deleteWebhook"  # before what comes next


@pytest.mark.slow
@pytest.mark.parametrize(
    ("kind", "methods"), [("refuse", HELPS), ("slow", WAITED_FOR)], ids=["lacks", "never answers"]
)
async def test_a_newsroom_publishes_corrects_and_retracts_all_the_same(
    sandbox: Sandbox, database: Path, kind: Kind, methods: tuple[str, ...]
) -> None:
    desk = owned(sandbox, database)
    for method in methods:
        words = "Not Found: method not found"
        desk.world.faults.add(
            kind, method=method, times=0, seconds=3600, code=404, description=words
        )
    async with running(desk):
        channel = desk.world.add_channel("Світ", owner=OLENA)
        desk.world.set_bot_rights(channel, OLENA)
        await desk.press(OLENA, lambda p: isinstance(p, RouteSection) and p.chat_id == channel)
        await desk.reader(TARAS)

        async def both_show(words: str) -> None:
            await desk.until(lambda: desk.posts(channel, words))
            await desk.until(lambda: desk.posts(TARAS, words))

        article_id = await desk.publish(a_page())
        await both_show(HEADLINE)
        said = desk.world.say(TARAS, f"/start a{article_id}")
        assert HEADLINE in said_in(await desk.answer(TARAS, said))
        await desk.paste(a_page(lead="Перші кораблі причалять аж узимку"))
        await desk.press(OLENA, lambda p: isinstance(p, Correct) and p.marked)
        await both_show("аж узимку")
        desk.world.say(OLENA, f"/retract {article_id}")
        await desk.press(OLENA, lambda p: isinstance(p, Retract) and p.tell)
        await both_show(NOTICE)
