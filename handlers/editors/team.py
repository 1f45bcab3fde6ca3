"""The people of the desk: who belongs to it, inviting and dismissing."""

from aiogram import Bot, Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message

from bot.domain.buttons import Dismiss, Invite, OpenInvitation, ShowTeam, bot_link
from bot.domain.errors import Refused
from bot.domain.people import Editor, Role
from bot.rendering.editors import Dismissed, DismissQuestion, InvitationPage, TeamPage
from bot.rendering.readers import Outdated
from bot.team import Team
from handlers.callbacks import Pressed
from handlers.filters import IsEditor
from handlers.menu import drop_menu
from handlers.replies import Reply


async def list_team(_message: Message, editor: Editor, team: Team, reply: Reply) -> None:
    await reply.say(TeamPage(editors=await team.editors(), viewer=editor))


async def show_team(_press: CallbackQuery, editor: Editor, team: Team, reply: Reply) -> None:
    await reply.pop_up()
    await reply.show(TeamPage(editors=await team.editors(), viewer=editor))


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
    bot: Bot,
    reply: Reply,
) -> None:
    """The first press asks, the second one does it and brings the list back."""
    if not pressed.sure:
        await _ask(pressed.user_id, team, reply)
        return
    person = await team.dismiss(pressed.user_id, by=editor)
    await reply.pop_up(Dismissed(editor=person))
    await reply.show(TeamPage(editors=await team.editors(), viewer=editor))
    await drop_menu(bot, person.user_id)


async def _ask(user_id: int, team: Team, reply: Reply) -> None:
    person = await team.editor(user_id)
    if person is None:
        raise Refused("editor_unknown")
    await reply.pop_up()
    await reply.say(DismissQuestion(editor=person))


def build() -> Router:
    router = Router(name=__name__)
    router.message.register(list_team, Command("team"), IsEditor())
    router.callback_query.register(show_team, Pressed(ShowTeam), IsEditor())
    router.callback_query.register(invite, Pressed(Invite), IsEditor())
    router.callback_query.register(dismiss, Pressed(Dismiss), IsEditor())
    return router
