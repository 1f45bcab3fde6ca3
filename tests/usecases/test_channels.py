"""Channels come by an owner or by a stranger, lose rights and get them back, move and go."""

from collections.abc import Awaitable, Callable
from datetime import timedelta

import pytest
from sqlalchemy import delete, update

from bot.domain.channel import Channel, ChannelState, Rights
from bot.domain.delivery import Kind, Lane, State
from bot.domain.errors import RefusedError
from bot.domain.notices import ChannelOffers
from bot.domain.quiet_hours import QuietHours
from bot.domain.reasons import ReasonCode
from bot.domain.routing_trial import as_mask
from storage.schema import channel, channel_section, delivery
from tests import tables
from tests.builders import (
    CHANNEL,
    IHOR,
    OLENA,
    POLITYKA,
    SVIT,
    a_channel,
    a_draft,
    a_page,
    an_editor,
    an_owner,
    hired,
)
from tests.usecases.house import House

MAY_POST = Rights(member=True, may_post=True)
MAY_NOT = Rights(member=True, may_post=False)
GONE = Rights(member=False, may_post=False)
STRANGER = 9001
SECOND, HOUR, DAY = timedelta(seconds=1), timedelta(hours=1), timedelta(days=1)
ACTIVE, PAUSED, OFFERED, LEFT = (
    ChannelState.ACTIVE,
    ChannelState.PAUSED,
    ChannelState.OFFERED,
    ChannelState.LEFT,
)


async def change(house: House, rights: Rights, by: int = OLENA) -> None:
    await house.channels.rights_changed(
        CHANNEL, "Світ", "svit_news", rights, by=by, by_name="Хтось"
    )


async def state(house: House) -> ChannelState:
    return (await house.channels.channel(CHANNEL)).state


async def told(house: House, chat_id: int | None = None) -> list[str]:
    return [template for template, _ in house.notices(chat_id)]


# --- coming ---


async def test_an_owners_channel_is_taken_at_once_and_the_owner_asked_for_its_sections(
    house: House,
) -> None:
    await change(house, MAY_POST)
    assert await house.channels.channel(CHANNEL) == Channel(CHANNEL, "Світ", "svit_news", ACTIVE)
    ((template, details),) = house.notices(OLENA)
    assert template == "channel_added"
    assert details["chat_id"] == CHANNEL
    assert len(details["sections"]) == 7
    assert details["chosen"] == []


@pytest.mark.parametrize("by", [STRANGER, IHOR])
async def test_anybody_elses_channel_is_offered_to_the_owners(house: House, by: int) -> None:
    await change(house, MAY_POST, by)
    assert await state(house) is OFFERED
    ((template, details),) = house.notices(OLENA)
    assert template == "channel_offered"
    about = {"chat_id": CHANNEL, "title": "Світ", "is_group": False}
    assert details == {**about, "by_name": "Хтось"}


async def test_a_channel_where_a_stranger_lets_the_bot_only_read_is_none_of_ours(
    house: House,
) -> None:
    await change(house, MAY_NOT, STRANGER)
    await change(house, GONE, STRANGER)
    assert await house.channels.channels() == ()
    assert house.notices() == []


async def test_an_owners_channel_without_the_right_to_post_is_paused_and_the_desk_told(
    house: House,
) -> None:
    await change(house, MAY_NOT)
    assert await state(house) is PAUSED
    assert await told(house) == ["channel_cannot_post"]
    await change(house, MAY_POST)
    assert await state(house) is ACTIVE
    assert await told(house) == ["channel_cannot_post", "channel_added"]


# --- coming again and again ---


async def offered(
    house: House, chat_id: int, by: int = STRANGER, rights: Rights = MAY_POST
) -> None:
    await house.channels.rights_changed(
        chat_id, f"Канал {chat_id}", None, rights, by=by, by_name="Хтось"
    )


async def test_a_stranger_who_adds_and_removes_the_bot_again_and_again_makes_one_offer(
    house: House,
) -> None:
    for _ in range(10):
        await change(house, MAY_POST, STRANGER)
        await change(house, GONE, STRANGER)
    await change(house, MAY_POST, STRANGER)
    assert await told(house) == ["channel_offered"]
    taken = await house.channels.take(CHANNEL, taken=True, by=an_owner())
    assert taken.state is ACTIVE


async def test_an_offer_that_was_declined_is_not_made_again_and_again(house: House) -> None:
    for _ in range(5):
        await change(house, MAY_POST, STRANGER)
        await house.channels.take(CHANNEL, taken=False, by=an_owner())
    assert await told(house) == ["channel_offered"]
    house.clock.pass_by(timedelta(days=1, minutes=1).total_seconds())
    await change(house, MAY_POST, STRANGER)
    assert await told(house) == ["channel_offered"] * 2


async def test_of_a_strangers_many_channels_the_owners_are_told_of_three_and_of_the_rest_once(
    house: House,
) -> None:
    for number in range(12):
        await offered(house, CHANNEL - number)
    assert await told(house) == ["channel_offered"] * 3 + ["channel_offers"]
    assert len(await house.channels.channels()) == 12, "all stand in /channels"


async def test_of_many_strangers_the_owners_are_told_of_ten_in_an_hour(house: House) -> None:
    for number in range(15):
        await offered(house, CHANNEL - number, by=STRANGER + number)
    assert await told(house) == ["channel_offered"] * 10 + ["channel_offers"]
    house.clock.pass_by(timedelta(hours=1, minutes=1).total_seconds())
    await offered(house, CHANNEL - 100, by=STRANGER + 100)
    assert (await told(house))[-1] == "channel_offered"


async def test_people_of_the_desk_offer_as_many_as_they_like(house: House) -> None:
    for number in range(30):
        await offered(house, CHANNEL - number, by=IHOR)
    assert await told(house) == ["channel_offered"] * 30


async def test_what_strangers_offer_stands_behind_the_newsrooms_own_channels(
    house: House,
) -> None:
    for number in range(1, 4):
        await house.channels.rights_changed(
            CHANNEL - number, "А", None, MAY_POST, by=STRANGER, by_name="Хтось"
        )
        house.clock.pass_by(1)
    await a_channel(house.storage, title="Я")
    order = [channel.chat_id for channel in await house.channels.channels()]
    assert order == [CHANNEL, CHANNEL - 3, CHANNEL - 2, CHANNEL - 1]


async def test_rights_that_change_all_the_time_are_told_of_four_times_in_an_hour(
    house: House,
) -> None:
    await a_channel(house.storage)
    for _ in range(5):
        await change(house, MAY_NOT, STRANGER)
        await change(house, MAY_POST, STRANGER)
    news = await told(house)
    assert news == [
        "channel_rights_lost",
        "channel_rights_back",
        "channel_rights_lost",
        "channel_unsteady",
    ]
    assert await told(house, STRANGER) == []


async def test_a_stranger_is_not_asked_for_the_sections_of_a_channel_of_ours(
    house: House,
) -> None:
    await a_channel(house.storage, takes=[], state=PAUSED)
    await change(house, MAY_POST, STRANGER)
    assert await told(house, STRANGER) == []
    assert await told(house) == ["channel_rights_back"]


async def test_the_desks_work_goes_before_what_strangers_offer(house: House) -> None:
    await change(house, MAY_POST, STRANGER)
    draft = await house.pasted(a_page(), by=an_owner())
    async with house.storage.writing() as tx:
        claimed = await tx.ledger.claim(10, house.clock(), timedelta(minutes=1))
    (first,) = [row for row in claimed if row.chat_id == OLENA]
    assert (first.kind, first.subject_id) == (Kind.CARD, draft.id)


# --- an offer's answer ---


async def test_an_owner_takes_an_offered_channel_once(house: House) -> None:
    await change(house, MAY_POST, STRANGER)
    for _ in range(2):
        taken = await house.channels.take(CHANNEL, taken=True, by=an_owner())
    assert taken.state is ACTIVE
    assert await told(house, OLENA) == ["channel_offered", "channel_added"]


async def test_an_owner_declines_an_offered_channel(house: House) -> None:
    await change(house, MAY_POST, STRANGER)
    declined = await house.channels.take(CHANNEL, taken=False, by=an_owner())
    assert declined.state is LEFT
    assert await house.channels.channels() == ()
    late = await house.channels.take(CHANNEL, taken=True, by=an_owner())
    assert late.state is LEFT


async def test_only_owners_decide_on_channels(house: House) -> None:
    await change(house, MAY_POST, STRANGER)
    editor = an_editor()
    for work in (
        house.channels.take(CHANNEL, taken=True, by=editor),
        house.channels.route(CHANNEL, SVIT, on=True, by=editor),
        house.channels.resume(CHANNEL, by=editor),
    ):
        with pytest.raises(RefusedError, match=r"^owners_only$"):
            await work


async def test_a_channel_that_is_not_there_is_refused(house: House) -> None:
    owner = an_owner()
    for work in (
        house.channels.channel(-404),
        house.channels.take(-404, taken=True, by=owner),
        house.channels.route(-404, SVIT, on=True, by=owner),
        house.channels.resume(-404, by=owner),
    ):
        with pytest.raises(RefusedError, match=r"^channel_unknown$"):
            await work


# --- rights ---


async def test_lost_rights_pause_a_channel_and_rights_back_wake_its_queue(house: House) -> None:
    await a_channel(house.storage)
    await change(house, MAY_NOT, STRANGER)
    assert await state(house) is PAUSED
    house.woken()
    await change(house, MAY_POST, STRANGER)
    assert await state(house) is ACTIVE
    assert house.woken()
    assert await told(house, OLENA) == ["channel_rights_lost", "channel_rights_back"]


async def test_the_same_rights_again_are_no_news_but_a_new_title_is_kept(house: House) -> None:
    await a_channel(house.storage, title="Стара назва")
    await change(house, MAY_POST)
    assert (await house.channels.channel(CHANNEL)).title == "Світ"
    assert house.notices() == []


async def test_a_channel_that_the_bot_has_left_is_shown_no_more_and_the_desk_is_told(
    house: House,
) -> None:
    await a_channel(house.storage)
    await change(house, GONE, STRANGER)
    assert await state(house) is LEFT
    assert await house.channels.channels() == ()
    assert await told(house, OLENA) == ["channel_left"]


async def test_the_desk_is_told_what_was_to_go_to_a_channel_that_is_lost(house: House) -> None:
    await a_channel(house.storage, takes=[SVIT])
    for section_id in (SVIT, SVIT, POLITYKA, None):
        draft = await a_draft(house.storage, section_id=section_id)
        if section_id:
            tomorrow = house.clock() + timedelta(days=1)
            await house.app.scheduling.schedule(draft, tomorrow, by=an_owner())
    await a_draft(house.storage)
    await change(house, GONE, STRANGER)
    ((_, told_of),) = house.notices(OLENA)
    assert told_of["scheduled"] == 2


async def test_who_set_a_time_is_told_where_a_channel_loses_the_section(house: House) -> None:
    """The owner who did it hears of all that waits there, and of nothing that does not."""
    await a_channel(house.storage, takes=[SVIT, POLITYKA])
    ihor = an_editor(IHOR)
    await hired(house.storage, ihor)
    tomorrow = house.clock() + timedelta(days=1)
    for by, section_id in ((ihor, SVIT), (an_owner(), SVIT), (ihor, SVIT), (ihor, POLITYKA)):
        draft = await a_draft(house.storage, section_id=section_id)
        await house.app.scheduling.schedule(draft, tomorrow, by=by)
    await house.app.scheduling.set_outlet_channel(draft - 1, CHANNEL, on=False, by=an_owner())
    await house.channels.route(CHANNEL, SVIT, on=False, by=an_owner())
    await house.channels.route(CHANNEL, SVIT, on=False, by=an_owner())  # a second press
    for person, count in ((OLENA, 2), (IHOR, 1)):
        ((kind, told_of),) = house.notices(person)
        assert kind == "section_withdrawn"
        assert (told_of["section"], told_of["scheduled"]) == ("Світ", count)


async def test_a_tried_routing_that_is_applied_tells_of_what_was_scheduled(house: House) -> None:
    await a_channel(house.storage, takes=[SVIT])
    draft = await a_draft(house.storage, section_id=SVIT)
    await house.app.scheduling.schedule(draft, house.clock() + timedelta(days=1), by=an_owner())
    base = as_mask([SVIT])
    await house.app.shaping.apply_routing(CHANNEL, as_mask([POLITYKA]), base, by=an_owner())
    assert await told(house, OLENA) == ["section_withdrawn"]
    await house.app.shaping.apply_routing(CHANNEL, base, as_mask([POLITYKA]), by=an_owner())
    assert await told(house, OLENA) == ["section_withdrawn"]


async def test_an_offered_channel_that_goes_again_is_no_news(house: House) -> None:
    await change(house, MAY_POST, STRANGER)
    await change(house, GONE, STRANGER)
    assert await told(house) == ["channel_offered"]


async def test_a_channel_that_comes_back_by_an_owner_keeps_its_sections(house: House) -> None:
    await a_channel(house.storage, takes=[SVIT])
    await change(house, GONE)
    await change(house, MAY_POST)
    assert (await house.channels.channel(CHANNEL)).section_ids == {SVIT}
    (_, asked) = house.notices(OLENA)
    assert asked[0] == "channel_added"
    assert asked[1]["chosen"] == [SVIT]


async def test_what_waited_for_a_channel_that_the_bot_is_back_in_at_once_goes_out(
    house: House,
) -> None:
    await a_channel(house.storage)
    article = await house.published(a_page())
    await change(house, GONE, STRANGER)
    assert house.owed(Kind.ARTICLE, CHANNEL) == []
    house.woken()
    house.clock.pass_by(14 * 60)
    await change(house, MAY_POST)
    assert house.owed(Kind.ARTICLE, CHANNEL) == [article.id]
    assert house.woken()


async def test_what_came_out_while_the_bot_was_out_of_a_channel_for_a_moment_goes_there_too(
    house: House,
) -> None:
    """Both updates may lie in the inbox: the channel is known to be left for a second then."""
    await a_channel(house.storage, takes=[SVIT])
    before = await house.published(a_page(headline="До того"))
    await change(house, GONE)
    meanwhile = await house.published(a_page(headline="Між тим"))
    await house.published(a_page(headline="Не туди", section="ПОЛІТИКА"))
    house.clock.pass_by(1)
    await change(house, MAY_POST)
    await change(house, MAY_POST)
    assert house.owed(Kind.ARTICLE, CHANNEL) == [before.id, meanwhile.id]


async def test_a_stranger_lets_the_bot_back_in_and_an_owner_agrees(house: House) -> None:
    await a_channel(house.storage)
    article = await house.published(a_page())
    await change(house, GONE, STRANGER)
    await change(house, MAY_POST, STRANGER)
    assert house.owed(Kind.ARTICLE, CHANNEL) == []
    await house.channels.take(CHANNEL, taken=True, by=an_owner())
    assert house.owed(Kind.ARTICLE, CHANNEL) == [article.id]


async def test_after_a_while_the_desk_may_have_it_tried_again(house: House) -> None:
    await a_channel(house.storage)
    article = await house.published(a_page())
    await change(house, GONE)
    await house.published(a_page(headline="Між тим"))
    house.clock.pass_by(16 * 60)
    await change(house, MAY_POST)
    assert house.owed(Kind.ARTICLE, CHANNEL) == []
    await change(house, GONE)  # for a moment, this time
    await change(house, MAY_POST)
    assert house.owed(Kind.ARTICLE, CHANNEL) == []
    assert await house.app.replays.replay(article.id, by=an_owner()) == 1
    assert house.owed(Kind.ARTICLE, CHANNEL) == [article.id]


async def test_a_channel_that_comes_back_by_a_stranger_is_offered_again(house: House) -> None:
    await a_channel(house.storage)
    await change(house, GONE, STRANGER)
    await change(house, MAY_POST, STRANGER)
    assert await state(house) is OFFERED


async def test_a_paused_channel_is_tried_again_by_an_owner(house: House) -> None:
    await a_channel(house.storage, state=PAUSED)
    assert (await house.channels.resume(CHANNEL, by=an_owner())).state is ACTIVE
    assert house.woken()


@pytest.mark.parametrize("was", [OFFERED, LEFT, ACTIVE])
async def test_only_a_paused_channel_is_resumed(house: House, was: ChannelState) -> None:
    await a_channel(house.storage, state=was)
    assert (await house.channels.resume(CHANNEL, by=an_owner())).state is was


async def test_where_there_is_a_desk_chat_it_is_told(house: House) -> None:
    await a_channel(house.storage)
    channels = house.another(desk_chat_id=-77).channels
    await channels.rights_changed(CHANNEL, "Світ", None, GONE, by=OLENA, by_name="Олена")
    assert await told(house, -77) == ["channel_left"]
    assert await told(house, OLENA) == []


@pytest.mark.parametrize("reason", [ReasonCode.REMOVED, ReasonCode.RIGHTS])
async def test_what_changed_while_the_bot_was_out_of_the_desks_chat_is_edited_there(
    house: House, reason: ReasonCode
) -> None:
    """A reader was told that the desk sees their letter as it is now: it had the first words."""
    channels = house.another(desk_chat_id=-77).channels
    async with house.storage.writing() as tx:
        letter = await tx.tell([-77], ChannelOffers(), house.clock())
    failed = {"state": State.FAILED, "reason": reason.value, "message_id": 5}
    await tables.change(house.storage, update(delivery).values(failed))
    for rights in (GONE, MAY_POST):
        assert house.owed(Kind.NOTICE, -77) == []
        await channels.rights_changed(-77, "Стіл", None, rights, by=OLENA, by_name="Олена")
    assert house.owed(Kind.NOTICE, -77) == [letter]
    assert house.woken()


# --- sections, numbers, moves ---


async def test_sections_are_switched_on_and_off(house: House) -> None:
    await a_channel(house.storage, takes=[])
    owner = an_owner()
    await house.channels.route(CHANNEL, SVIT, on=True, by=owner)
    both = await house.channels.route(CHANNEL, POLITYKA, on=True, by=owner)
    assert both.section_ids == {SVIT, POLITYKA}
    one = await house.channels.route(CHANNEL, SVIT, on=False, by=owner)
    assert one.section_ids == {POLITYKA}
    with pytest.raises(RefusedError, match=r"^section_unknown$"):
        await house.channels.route(CHANNEL, 404, on=True, by=owner)
    assert len(await house.channels.sections()) == 7


async def test_a_post_of_somebody_else_moves_the_number_where_a_look_up_starts(
    house: House,
) -> None:
    await a_channel(house.storage)
    await house.channels.saw_post(CHANNEL, 70)
    async with house.storage.reading() as tx:
        assert await tx.channels.last_message_id(CHANNEL) == 70


async def test_a_group_that_became_a_supergroup_takes_its_queue_with_it(house: House) -> None:
    await a_channel(house.storage)
    article = await house.published(a_page())
    await house.channels.moved(CHANNEL, CHANNEL - 5)
    assert house.owed(Kind.ARTICLE, CHANNEL - 5) == [article.id]
    assert [channel.chat_id for channel in await house.channels.channels()] == [CHANNEL - 5]


# --- what a channel wants ---


async def test_an_owner_has_breaking_posts_pinned_and_nights_kept_quiet(house: House) -> None:
    await change(house, MAY_POST)
    await house.channels.set_pins(CHANNEL, on=True, by=an_owner())
    channel = await house.channels.set_quiet_hours(CHANNEL, 1320, 420, by=an_owner())
    assert channel.pins
    assert channel.quiet == QuietHours(1320, 420)
    assert await house.channels.channel(CHANNEL) == channel


async def test_what_was_wanted_is_wanted_no_more_once_an_owner_says_so(house: House) -> None:
    await change(house, MAY_POST)
    for on, start, end in ((True, 1320, 420), (False, 0, 0), (False, 0, 0)):
        await house.channels.set_pins(CHANNEL, on=on, by=an_owner())
        await house.channels.set_quiet_hours(CHANNEL, start, end, by=an_owner())
    channel = await house.channels.channel(CHANNEL)
    assert not channel.pins
    assert channel.quiet is None


async def test_only_owners_say_what_a_channel_wants(house: House) -> None:
    await change(house, MAY_POST)
    with pytest.raises(RefusedError, match=r"^owners_only$"):
        await house.channels.set_pins(CHANNEL, on=True, by=an_editor())
    with pytest.raises(RefusedError, match=r"^owners_only$"):
        await house.channels.set_quiet_hours(CHANNEL, 0, 360, by=an_editor())
    channel = await house.channels.channel(CHANNEL)
    assert (channel.pins, channel.quiet) == (False, None)


async def test_hours_that_no_clock_shows_are_refused(house: House) -> None:
    await change(house, MAY_POST)
    with pytest.raises(RefusedError, match=r"^hours_invalid$"):
        await house.channels.set_quiet_hours(CHANNEL, 1440, 0, by=an_owner())


async def test_a_channel_that_nobody_knows_wants_nothing(house: House) -> None:
    with pytest.raises(RefusedError, match=r"^channel_unknown$"):
        await house.channels.set_pins(CHANNEL, on=True, by=an_owner())
    with pytest.raises(RefusedError, match=r"^channel_unknown$"):
        await house.channels.set_quiet_hours(CHANNEL, 0, 360, by=an_owner())


# --- how long news are news ---


@pytest.mark.parametrize(("later", "offers"), [(HOUR, 1), (DAY - SECOND, 1), (DAY + SECOND, 2)])
async def test_a_channel_is_offered_again_after_a_day(
    house: House, later: timedelta, offers: int
) -> None:
    await change(house, MAY_POST, STRANGER)
    await change(house, GONE, STRANGER)
    house.clock.pass_by(later.total_seconds())
    await change(house, MAY_POST, STRANGER)
    assert await told(house) == ["channel_offered"] * offers


@pytest.mark.parametrize(
    ("later", "last"),
    [(HOUR + SECOND, "channel_offers"), (DAY + SECOND, "channel_offered")],
)
async def test_a_stranger_is_told_of_again_after_a_day(
    house: House, later: timedelta, last: str
) -> None:
    for number in range(4):
        await offered(house, CHANNEL - number)
    assert await told(house) == ["channel_offered"] * 3 + ["channel_offers"]
    house.clock.pass_by(later.total_seconds())
    await offered(house, CHANNEL - 10)
    assert (await told(house))[-1] == last
    assert (await told(house)).count("channel_offers") == 1


@pytest.mark.parametrize(("later", "count"), [(HOUR - SECOND, 4), (HOUR + SECOND, 5)])
async def test_changing_rights_are_news_again_after_an_hour(
    house: House, later: timedelta, count: int
) -> None:
    await a_channel(house.storage)
    for _ in range(3):
        await change(house, MAY_NOT, STRANGER)
        await change(house, MAY_POST, STRANGER)
    house.clock.pass_by(later.total_seconds())
    await change(house, MAY_NOT, STRANGER)
    assert len(await told(house)) == count
    assert (await told(house))[-1] == ("channel_unsteady" if count == 4 else "channel_rights_lost")


async def test_news_that_others_make_go_behind_the_desks_own_work(house: House) -> None:
    await change(house, MAY_POST, STRANGER)
    await a_channel(house.storage, CHANNEL - 1)
    await house.channels.rights_changed(
        CHANNEL - 1, "Політика", None, MAY_NOT, by=STRANGER, by_name="Хтось"
    )
    for number in range(2, 6):
        await offered(house, CHANNEL - number)
    lanes = {row.lane for row in tables.deliveries(house.storage) if row.kind == Kind.NOTICE}
    assert await told(house, OLENA) == [
        "channel_offered",
        "channel_rights_lost",
        "channel_offered",
        "channel_offered",
        "channel_offers",
    ]
    assert lanes == {Lane.CHANNEL}


# --- what a change of rights makes of each state ---


@pytest.mark.slow
@pytest.mark.parametrize("by", [OLENA, IHOR, STRANGER])
@pytest.mark.parametrize("was", [None, ACTIVE, PAUSED, OFFERED, LEFT])
async def test_rights_decide_what_a_channel_is_and_an_owner_takes_it(
    house: House, was: ChannelState | None, by: int
) -> None:
    taken = was in (ACTIVE, PAUSED) or by == OLENA
    for rights, found in (
        (MAY_POST, ACTIVE if taken else OFFERED),
        (MAY_NOT, PAUSED if taken else was),
        (GONE, LEFT if was else None),
    ):
        await tables.change(house.storage, delete(channel_section), delete(channel))
        if was:
            await a_channel(house.storage, state=was)
        await change(house, rights, by)
        async with house.storage.reading() as tx:
            known = await tx.channels.get(CHANNEL)
        assert (known.state if known else None) is found, rights


WAKES: dict[str, Callable[[House], Awaitable[object]]] = {
    "offer": lambda house: offered(house, CHANNEL - 5),
    "lose rights": lambda house: change(house, MAY_NOT, STRANGER),
    "take": lambda house: house.channels.take(CHANNEL - 1, taken=True, by=an_owner()),
    "resume": lambda house: house.channels.resume(CHANNEL - 2, by=an_owner()),
    "move": lambda house: house.channels.moved(CHANNEL, CHANNEL - 9),
}


@pytest.mark.parametrize("deed", WAKES)
async def test_whatever_is_owed_by_it_wakes_the_worker(house: House, deed: str) -> None:
    await a_channel(house.storage)
    await a_channel(house.storage, CHANNEL - 1, state=OFFERED)
    await a_channel(house.storage, CHANNEL - 2, state=PAUSED)
    house.woken()
    await WAKES[deed](house)
    assert house.woken()


async def test_what_is_none_of_ours_wakes_nobody(house: House) -> None:
    await change(house, MAY_NOT, STRANGER)
    assert not house.woken()


# --- what waits for a right ---


@pytest.mark.parametrize("deed", ["rights", "resume"])
async def test_a_right_that_comes_back_takes_away_what_was_to_go(house: House, deed: str) -> None:
    await a_channel(house.storage)
    article = await house.published(a_page())
    await house.show_everything()
    await house.retraction.retract(article.id, by=an_owner())
    await tables.change(
        house.storage,
        update(delivery).where(delivery.c.kind == Kind.ARTICLE).values(state=State.FAILED),
    )
    async with house.storage.writing() as tx:
        await tx.channels.set_state(CHANNEL, PAUSED)
    await change(house, MAY_NOT)
    assert house.owed(Kind.ARTICLE, CHANNEL) == []
    if deed == "rights":
        await change(house, MAY_POST)
    else:
        await house.channels.resume(CHANNEL, by=an_owner())
    assert house.owed(Kind.ARTICLE, CHANNEL) == [article.id]


@pytest.mark.parametrize("owed_before", [True, False])
async def test_a_correction_that_came_while_the_bot_was_out_is_made_once_it_is_back(
    house: House, *, owed_before: bool
) -> None:
    await a_channel(house.storage)
    old = await house.published(a_page())
    new = await house.published(a_page("Друга новина"))
    await house.show_everything()
    await tables.change(  # of another one nothing stands there
        house.storage,
        update(delivery).where(delivery.c.subject_id == new.id).values(message_id=None),
    )

    async def correct() -> None:
        async with house.storage.writing() as tx:
            for number in (old.id, new.id):
                await tx.ledger.mark_changed(Kind.ARTICLE, number, house.clock())

    if owed_before:
        await correct()
    await change(house, GONE)
    if not owed_before:
        await correct()
        async with house.storage.writing() as tx:
            claimed = await tx.ledger.claim(10, house.clock(), timedelta(minutes=1))
        assert Kind.ARTICLE not in [row.kind for row in claimed]
    assert house.owed(Kind.ARTICLE, CHANNEL) == []
    await change(house, MAY_POST)
    assert house.owed(Kind.ARTICLE, CHANNEL) == [old.id]


async def test_what_a_channel_was_owed_goes_with_it_and_says_why(house: House) -> None:
    await a_channel(house.storage)
    await a_channel(house.storage, CHANNEL - 1)
    article = await house.published(a_page())
    await change(house, GONE, STRANGER)
    found = {
        post.chat_id: (post.state, post.reason and post.reason.code)
        for post in (await house.reports.status(article.id)).progress.channels
    }
    assert found == {
        CHANNEL: (State.SKIPPED, ReasonCode.REMOVED),
        CHANNEL - 1: (State.DUE, None),
    }


async def test_an_owner_is_asked_for_the_sections_where_none_are_chosen(house: House) -> None:
    await a_channel(house.storage, takes=[], state=PAUSED)
    await change(house, MAY_POST, OLENA)
    assert await told(house, OLENA) == ["channel_added"]


async def test_an_owner_who_gives_a_right_back_is_not_asked_for_what_is_chosen(
    house: House,
) -> None:
    await a_channel(house.storage, takes=[SVIT], state=PAUSED)
    await change(house, MAY_POST, OLENA)
    assert await told(house, OLENA) == ["channel_rights_back"]


async def test_whoever_takes_a_channel_is_asked_for_its_sections_and_nobody_else(
    house: House,
) -> None:
    await hired(house.storage, an_owner(3002))
    await change(house, MAY_POST, STRANGER)
    await house.channels.take(CHANNEL, taken=True, by=an_owner(3002))
    assert await told(house, 3002) == ["channel_offered", "channel_added"]
    assert await told(house, OLENA) == ["channel_offered"]


async def test_sections_are_offered_by_number_and_label_and_the_chosen_ones_in_order(
    house: House,
) -> None:
    await a_channel(house.storage, takes=[POLITYKA, SVIT], state=LEFT)
    await change(house, MAY_POST, OLENA)
    ((_, details),) = house.notices(OLENA)
    assert details["chosen"] == [SVIT, POLITYKA]
    assert details["sections"][:2] == [[SVIT, "🌍 Світ"], [POLITYKA, "🏛 Політика"]]


async def test_an_owner_says_how_far_apart_posts_come_and_the_log_keeps_it(house: House) -> None:
    await a_channel(house.storage)
    for _ in range(2):
        known = await house.channels.set_spacing(CHANNEL, 10, by=an_owner())
    assert known.spacing == 10
    async with house.storage.reading() as tx:
        (done,) = await tx.deeds.newest(5)
    assert [(c.part, c.before, c.after) for c in done.changes] == [("spacing", "0", "10")]
    with pytest.raises(RefusedError, match=r"^owners_only$"):
        await house.channels.set_spacing(CHANNEL, 5, by=an_editor())
    for minutes in (-5, 7, 10**9):
        with pytest.raises(RefusedError, match=r"^spacing_invalid$"):
            await house.channels.set_spacing(CHANNEL, minutes, by=an_owner())


async def test_a_template_is_tried_on_the_newest_article_that_has_a_lead(house: House) -> None:
    await a_channel(house.storage)
    assert await house.channels.last_article(CHANNEL) is None
    whole = await house.published(a_page())
    bare = "Міст відкрили\n\nСВІТ\n\n11.05.2023, 15:25\n\nРух запустили вранці."
    assert not (await house.published(bare)).content.lead
    tried = await house.channels.last_article(CHANNEL)
    assert tried
    assert tried.id == whole.id
