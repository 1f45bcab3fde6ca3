"""What people do in a channel by hand is seen by the bot."""

from tests.journeys.desk import OLENA, Desk


async def test_an_edit_by_hand_of_a_post_from_before_the_bot_came_says_how_far_numbers_go(
    desk: Desk,
) -> None:
    """A look-up starts behind the highest number that anybody told the bot of."""
    world = desk.world
    chat_id = world.add_channel("Світ", owner=OLENA)
    for number in range(5):
        world.post_in_channel(chat_id, f"Допис №{number}")
    world.set_bot_rights(chat_id, OLENA)
    await desk.until(lambda: desk.posts(OLENA, "Світ"))
    message = world.store.get(chat_id, 5)
    assert message
    message.edit_date = message.date + 1
    world.updates.put("edited_channel_post", world.store.form(message))
    await desk.until(lambda: not len(world.updates))
    said = world.say(OLENA, "/drafts")
    await desk.answer(OLENA, said)
    assert desk.app
    async with desk.app.storage.reading() as tx:
        assert await tx.audience.last_message_id(chat_id) == 5
