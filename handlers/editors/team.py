"""The people of the desk: who belongs to it, inviting and dismissing."""

import logging

from aiogram import Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message

from bot.delivery.reply_sender import NotTakenError, ReplySender
from bot.domain.buttons import Dismiss, Invite, ShowTeam
from bot.domain.deep_links import OpenInvitation, bot_link
from bot.domain.desk_buttons import AssignSection, ShowOwnSections
from bot.domain.errors import RefusedError
from bot.domain.people import Editor, Role
from bot.rendering import Renderer
from bot.rendering.editors import (
    AccessTaken,
    Dismissed,
    DismissQuestion,
    InvitationPage,
    OwnSections,
    TeamPage,
)
from bot.rendering.reader_pages import Outdated
from bot.usecases.team import Team
from handlers.callbacks import Pressed
from handlers.filters import IsEditor
from handlers.menu import drop_menu
from handlers.replies import Reply

_logger = logging.getLogger(__name__)


async def list_team(_message: Message, editor: Editor, team: Team, reply: Reply) -> None:
    await reply.say(await _page(team, editor))


async def show_team(_press: CallbackQuery, editor: Editor, team: Team, reply: Reply) -> None:
    await reply.pop_up()
    await reply.show(await _page(team, editor))


async def show_own_sections(
    _press: CallbackQuery, pressed: ShowOwnSections, editor: Editor, team: Team, reply: Reply
) -> None:
    person = await team.assignable(pressed.user_id, by=editor)
    await _show_own(person, team, reply)


async def assign_section(
    _press: CallbackQuery, pressed: AssignSection, editor: Editor, team: Team, reply: Reply
) -> None:
    person = await team.assign(pressed.user_id, pressed.section_id, on=pressed.on, by=editor)
    await _show_own(person, team, reply)


async def invite(
    _press: CallbackQuery,
    *,
    pressed: Invite,
    editor: Editor,
    team: Team,
    bot_username: str,
    reply: Reply,
) -> None:
    if pressed.role not in set(Role):
        await reply.pop_up(Outdated())
        return
    role = Role(pressed.role)
    token, expires_at = await team.invite(role, by=editor)
    link = bot_link(bot_username, OpenInvitation(token))
    await reply.pop_up()
    await reply.say(InvitationPage(link=link, role=role, expires_at=expires_at))


async def dismiss(
    _press: CallbackQuery,
    *,
    pressed: Dismiss,
    editor: Editor,
    team: Team,
    pages: Renderer,
    sender: ReplySender,
    reply: Reply,
) -> None:
    """The first press asks, the second one does it and brings the list back."""
    if not pressed.sure:
        await _ask(pressed.user_id, team, reply)
        return
    person = await team.dismiss(pressed.user_id, by=editor)
    await reply.pop_up(Dismissed(editor=person))
    await reply.show(await _page(team, editor))
    await _tell(sender, pages, person)
    await drop_menu(sender, person.user_id)


async def _page(team: Team, viewer: Editor) -> TeamPage:
    return TeamPage(editors=await team.editors(), viewer=viewer, sections=await team.sections())


async def _show_own(person: Editor, team: Team, reply: Reply) -> None:
    sections = await team.sections()
    await reply.pop_up()
    await reply.show(OwnSections(editor=person, sections=sections))


async def _tell(sender: ReplySender, pages: Renderer, person: Editor) -> None:
    """Who was dismissed hears of it; who has blocked the bot or never wrote to it cannot."""
    reply = Reply(sender, pages, chat_id=person.user_id, language=person.language)
    try:
        await reply.say(AccessTaken())
    except NotTakenError as error:
        _logger.info("a dismissed person was not told: %s", error)


async def _ask(user_id: int, team: Team, reply: Reply) -> None:
    person = await team.editor(user_id)
    if person is None:
        raise RefusedError("editor_unknown")
    await reply.pop_up()
    await reply.say(DismissQuestion(editor=person))


def build() -> Router:
    router = Router(name=__name__)
    router.message.register(list_team, Command("team"), IsEditor())
    router.callback_query.register(show_team, Pressed(ShowTeam), IsEditor())
    router.callback_query.register(show_own_sections, Pressed(ShowOwnSections), IsEditor())
    router.callback_query.register(assign_section, Pressed(AssignSection), IsEditor())
    router.callback_query.register(invite, Pressed(Invite), IsEditor())
    router.callback_query.register(dismiss, Pressed(Dismiss), IsEditor())
    return router
