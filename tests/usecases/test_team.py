"""Who belongs to the desk: owners by the settings or by the first link, others by invitations."""

import pytest

from bot.domain.article_fields import Field
from bot.domain.delivery import Kind
from bot.domain.errors import RefusedError
from bot.domain.people import Editor, Person, Role
from tests.builders import IHOR, OLENA, a_page, a_reader, an_editor, an_owner, hired
from tests.clock import Clock
from tests.usecases.house import House

DAY = 24 * 60 * 60
NEW = 3001


async def accept(house: House, token: str, user_id: int = NEW, code: str | None = "uk") -> Editor:
    return await house.team.accept(token, user_id=user_id, name="Марія Коваль", language_code=code)


async def refused(house: House, token: str, user_id: int = NEW) -> str:
    with pytest.raises(RefusedError) as refusal:
        await accept(house, token, user_id)
    return refusal.value.code


# --- owners ---


async def test_the_settings_name_owners_and_their_names_come_with_their_first_word(
    house: House,
) -> None:
    await house.team.name_owners([NEW, OLENA])
    owner = await house.team.editor(NEW)
    assert owner == Editor(NEW, str(NEW), Role.OWNER, "uk")
    assert (await house.team.editor(OLENA)) == an_owner()  # known already, and left alone
    greeted = await house.team.greet(owner, "Марія Коваль", "en")
    assert greeted == Editor(NEW, "Марія Коваль", Role.OWNER, "en")
    assert await house.team.editor(NEW) == greeted


async def test_an_editor_whom_the_settings_name_becomes_an_owner_with_the_same_name(
    house: House,
) -> None:
    await house.team.name_owners([IHOR])
    assert await house.team.editor(IHOR) == an_editor(role=Role.OWNER)


async def test_a_new_name_is_written_down_and_the_chosen_language_kept(house: House) -> None:
    assert await house.team.greet(an_editor(), "Ігор", "en") == an_editor()
    renamed = await house.team.greet(an_editor(), "Ігор Бойко", "en")
    assert renamed == Editor(IHOR, "Ігор Бойко", Role.EDITOR, "uk")
    assert await house.team.editor(IHOR) == renamed


async def test_whoever_is_dismissed_as_they_write_comes_back_by_no_new_name(house: House) -> None:
    await house.team.dismiss(IHOR, by=an_owner())
    assert await house.team.greet(an_editor(), "Ігор Бойко", "en") is None
    assert await house.team.editor(IHOR) is None


async def test_a_role_that_was_given_meanwhile_outlives_a_new_name(house: House) -> None:
    await hired(house.storage, an_editor(role=Role.CHIEF))
    renamed = await house.team.greet(an_editor(), "Ігор Бойко", "en")
    assert renamed == Editor(IHOR, "Ігор Бойко", Role.CHIEF, "uk")


async def test_whoever_is_dismissed_as_they_invite_somebody_invites_nobody(house: House) -> None:
    await house.team.dismiss(IHOR, by=an_owner())
    with pytest.raises(RefusedError, match="owners_only"):
        await house.team.invite(Role.EDITOR, by=an_editor(role=Role.CHIEF))


async def test_the_first_link_makes_an_owner_and_only_while_there_is_none(
    clock: Clock, house: House
) -> None:
    await house.team.dismiss(IHOR, by=an_owner())
    async with house.storage.writing() as tx:
        await tx.people.dismiss(OLENA)
    first = await house.team.first_owner_token()
    second = await house.team.first_owner_token()  # printed at the next start
    assert first
    assert second
    assert first != second
    assert (await accept(house, first)).is_owner
    assert await house.team.first_owner_token() is None
    assert await refused(house, second, NEW + 1) == "invitation_used"
    assert clock() == house.clock()


# --- invitations ---


async def test_an_invitation_takes_in_one_person_and_the_inviter_is_told(house: House) -> None:
    token, expires_at = await house.team.invite(Role.EDITOR, by=an_owner())
    assert (expires_at - house.clock()).total_seconds() == DAY
    editor = await accept(house, token)
    assert editor == Editor(NEW, "Марія Коваль", Role.EDITOR, "uk")
    assert await house.team.editor(NEW) == editor
    details = {"name": "Марія Коваль", "role": "editor"}
    assert house.notices(OLENA) == [("new_editor", details)]
    assert await refused(house, token, NEW + 1) == "invitation_used"


async def test_whoever_opened_the_link_may_open_it_again(house: House) -> None:
    token, _ = await house.team.invite(Role.EDITOR, by=an_owner())
    first = await accept(house, token)
    assert await accept(house, token) == first
    assert len(house.notices(OLENA)) == 1


@pytest.mark.slow
async def test_an_invitation_ends_after_a_day(house: House) -> None:
    token, _ = await house.team.invite(Role.EDITOR, by=an_owner())
    house.clock.pass_by(DAY - 1)
    in_time, _ = await house.team.invite(Role.EDITOR, by=an_owner())
    house.clock.pass_by(1)
    assert await refused(house, token) == "invitation_expired"
    assert await accept(house, in_time)


async def test_an_invitation_that_was_never_made_opens_nothing(house: House) -> None:
    assert await refused(house, "x" * 32) == "invitation_unknown"


async def test_a_used_link_does_not_bring_back_whoever_was_dismissed(house: House) -> None:
    token, _ = await house.team.invite(Role.EDITOR, by=an_owner())
    await accept(house, token)
    await house.team.dismiss(NEW, by=an_owner())
    assert await refused(house, token) == "invitation_used"


async def test_a_link_takes_nobody_down_and_stays_for_another(house: House) -> None:
    token, _ = await house.team.invite(Role.EDITOR, by=an_owner())
    assert await accept(house, token, OLENA) == an_owner()
    assert (await accept(house, token, NEW)).role is Role.EDITOR


async def test_a_link_takes_an_editor_up(house: House) -> None:
    token, _ = await house.team.invite(Role.CHIEF, by=an_owner())
    assert (await accept(house, token, IHOR)).role is Role.CHIEF


@pytest.mark.slow
async def test_a_chief_invites_editors_and_no_more(house: House) -> None:
    chief = an_editor(role=Role.CHIEF)
    for by, refused_roles in ((an_editor(), Role), (chief, (Role.CHIEF, Role.OWNER))):
        await hired(house.storage, by)
        for role in refused_roles:
            with pytest.raises(RefusedError, match=r"^owners_only$"):
                await house.team.invite(role, by=by)
    assert await house.team.invite(Role.EDITOR, by=chief)


@pytest.mark.parametrize(("code", "language"), [("uk", "uk"), ("en", "en"), (None, "uk")])
async def test_a_new_person_is_spoken_to_in_their_language(
    house: House, code: str | None, language: str
) -> None:
    token, _ = await house.team.invite(Role.EDITOR, by=an_owner())
    assert (await accept(house, token, code=code)).language == language


async def test_every_token_is_another_and_fits_into_a_link(house: House) -> None:
    tokens = {(await house.team.invite(Role.EDITOR, by=an_owner()))[0] for _ in range(20)}
    assert len(tokens) == 20
    assert all(16 <= len(token) <= 60 for token in tokens)


# --- dismissing ---


async def test_whoever_is_dismissed_belongs_to_the_desk_no_more(house: House) -> None:
    gone = await house.team.dismiss(IHOR, by=an_owner())
    assert gone == an_editor()
    assert await house.team.editor(IHOR) is None
    assert await house.team.editors() == (an_owner(),)


async def test_whoever_is_dismissed_takes_along_the_invitations_that_nobody_has_used(
    house: House,
) -> None:
    await hired(house.storage, an_editor(IHOR, Role.CHIEF))
    await hired(house.storage, an_editor(IHOR, Role.CHIEF))
    used, _ = await house.team.invite(Role.EDITOR, by=an_editor(IHOR, Role.CHIEF))
    unused, _ = await house.team.invite(Role.EDITOR, by=an_editor(IHOR, Role.CHIEF))
    others, _ = await house.team.invite(Role.EDITOR, by=an_owner())
    came = await accept(house, used)
    await house.team.dismiss(IHOR, by=an_owner())
    assert await refused(house, unused, NEW + 1) == "invitation_unknown"
    assert await accept(house, used) == came  # who came in by that time stays
    assert await accept(house, others, NEW + 2)


async def test_a_dismissed_person_stays_a_reader(house: House) -> None:
    reader = await a_reader(house.storage, IHOR)
    await house.team.dismiss(IHOR, by=an_owner())
    assert (await house.recognition.person(IHOR)).reader == reader


async def test_the_last_owner_cannot_be_dismissed(house: House) -> None:
    with pytest.raises(RefusedError, match=r"^last_owner$"):
        await house.team.dismiss(OLENA, by=an_owner())
    await hired(house.storage, an_owner(NEW))
    assert (await house.team.dismiss(OLENA, by=an_owner(NEW))).user_id == OLENA


async def test_nobody_is_dismissed_who_is_not_there_or_by_whom_they_do_not_answer_to(
    house: House,
) -> None:
    with pytest.raises(RefusedError, match=r"^editor_unknown$"):
        await house.team.dismiss(404, by=an_owner())
    with pytest.raises(RefusedError, match=r"^owners_only$"):
        await house.team.dismiss(OLENA, by=an_editor())


# --- who is told, and what is kept ---


async def test_whoever_comes_in_wakes_the_worker_for_the_inviter_alone(house: House) -> None:
    await hired(house.storage, an_owner(NEW + 5))
    token, _ = await house.team.invite(Role.CHIEF, by=an_owner())
    house.woken()
    await accept(house, token)
    assert house.woken()
    assert house.notices(OLENA) == [("new_editor", {"name": "Марія Коваль", "role": "chief"})]
    assert house.notices(NEW + 5) == []


async def test_the_first_owner_comes_in_and_nobody_is_told(house: House) -> None:
    async with house.storage.writing() as tx:
        await tx.people.dismiss(OLENA)
    token = await house.team.first_owner_token()
    assert token
    assert 16 <= len(token) <= 60
    house.clock.pass_by(DAY)
    assert await refused(house, token) == "invitation_expired"
    token = await house.team.first_owner_token()
    assert token
    house.clock.pass_by(DAY - 1)
    owner = await accept(house, token, code="en")
    assert owner == Editor(NEW, "Марія Коваль", Role.OWNER, "en")
    assert house.notices() == []


@pytest.mark.parametrize("known", [Role.OWNER, Role.CHIEF, Role.EDITOR])
@pytest.mark.parametrize("invited", [Role.OWNER, Role.CHIEF, Role.EDITOR])
async def test_a_link_takes_people_up_and_never_down(
    house: House, known: Role, invited: Role
) -> None:
    await hired(house.storage, an_editor(IHOR, known))
    token, _ = await house.team.invite(invited, by=an_owner())
    house.woken()
    came = await accept(house, token, IHOR, "en")
    goes_up = invited.rank < known.rank
    assert came.role is (invited if goes_up else known)
    assert came == await house.team.editor(IHOR)
    assert len(house.notices(OLENA)) == int(goes_up)
    if not goes_up:
        assert came == an_editor(IHOR, known)
        assert await accept(house, token, NEW), "it is good for another still"


async def test_owners_of_the_settings_are_named_once_in_the_newsrooms_language(
    house: House,
) -> None:
    team = house.another(default_language="en").team
    await hired(house.storage, an_editor(IHOR, Role.CHIEF, "uk"))
    for _ in range(2):
        await team.name_owners([NEW, IHOR, OLENA])
    assert {editor.user_id: editor for editor in await team.editors()} == {
        OLENA: an_owner(),
        IHOR: an_editor(IHOR, Role.OWNER, "uk"),
        NEW: Editor(NEW, str(NEW), Role.OWNER, "en"),
    }


@pytest.mark.parametrize(("code", "language"), [("uk", "uk"), ("en-US", "en"), (None, "en")])
async def test_an_owner_of_the_settings_is_greeted_in_the_language_of_their_first_word(
    house: House, code: str | None, language: str
) -> None:
    team = house.another(default_language="en").team
    await team.name_owners([NEW])
    owner = await team.editor(NEW)
    assert owner
    greeted = await team.greet(owner, "Марія", code)
    assert greeted == Editor(NEW, "Марія", Role.OWNER, language)
    assert await team.greet(greeted, "Марія К.", "uk") == Editor(
        NEW, "Марія К.", Role.OWNER, language
    )


async def test_whoever_has_no_known_language_is_spoken_to_in_the_newsrooms(house: House) -> None:
    newsroom = house.another(default_language="en")
    token, _ = await newsroom.team.invite(Role.EDITOR, by=an_owner())
    came = await newsroom.team.accept(token, user_id=NEW, name="Марія", language_code=None)
    assert came.language == "en"
    for number, (code, language) in enumerate((("de", "en"), ("uk", "uk"), (None, "en"))):
        assert await newsroom.readers.join(Person(NEW + number), code) == language


@pytest.mark.parametrize(
    ("by", "person", "may"),
    [
        (Role.OWNER, Role.OWNER, True),
        (Role.OWNER, Role.CHIEF, True),
        (Role.OWNER, Role.EDITOR, True),
        (Role.CHIEF, Role.OWNER, False),
        (Role.CHIEF, Role.CHIEF, False),
        (Role.CHIEF, Role.EDITOR, True),
        (Role.EDITOR, Role.EDITOR, False),
    ],
)
async def test_people_are_dismissed_by_those_above_them(
    house: House, by: Role, person: Role, *, may: bool
) -> None:
    await hired(house.storage, an_editor(NEW, person), an_owner(NEW + 1))
    if may:
        assert await house.team.dismiss(NEW, by=an_editor(IHOR, by)) == an_editor(NEW, person)
    else:
        with pytest.raises(RefusedError, match=r"^owners_only$"):
            await house.team.dismiss(NEW, by=an_editor(IHOR, by))
    assert (await house.team.editor(NEW) is None) is may
    assert len(await house.team.editors()) == (3 if may else 4)


async def test_the_cards_of_whoever_is_dismissed_are_drawn_anew(house: House) -> None:
    """What they show then, the delivery's own tests say."""
    draft = await house.pasted(a_page())
    public = await house.published(a_page("Міст"))
    await house.publishing.ask_correction(public.id, by=an_owner())
    await house.publishing.show_card(draft.id, by=an_owner())
    await house.editing.ask(draft.id, Field.LEAD, by=an_editor())
    await house.show_everything()
    assert house.owed(Kind.CARD, None) == []
    await house.team.dismiss(IHOR, by=an_owner())
    assert house.owed(Kind.CARD, IHOR) != []
    assert house.owed(Kind.CARD, OLENA) == []
    assert await house.questions.open(an_editor()) is None
    assert await house.questions.open(an_owner()) is not None
    assert house.woken()
