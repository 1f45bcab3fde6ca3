"""Cards: what an editor sees of a draft, with the buttons for it."""

from bot.delivery.subjects.subject import DesiredPost, Rendering, Subject
from bot.domain.delivery import Delivery, Kind
from bot.domain.related_links import named
from bot.rendering.editors import AccessTaken, CardPage
from bot.rendering.post_lengths import measured


class Cards(Subject):
    kind = Kind.CARD

    async def desired(self, row: Delivery, rendering: Rendering) -> DesiredPost:
        if row.chat_id > 0 and await rendering.tx.people.editor(row.chat_id) is None:
            return DesiredPost.of(rendering.post(AccessTaken()))  # and no draft, and no button
        found = await rendering.tx.cards.card(row.subject_id)
        card = measured(rendering.pages, rendering.default_language, found)
        page = CardPage(
            card=card,
            address=rendering.address(card.read_as),
            may_pay=await _may_pay(row.chat_id, rendering),
            viewer=row.chat_id,
            related=named(card.related, rendering.address),
        )
        return DesiredPost.of(rendering.post(page))


async def _may_pay(chat_id: int, rendering: Rendering) -> bool:
    if not rendering.paid_broadcasts:
        return False
    editor = await rendering.tx.people.editor(chat_id)
    return editor is not None and editor.may_pay
