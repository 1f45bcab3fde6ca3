"""What the bot may do in a chat, what is posted there, and who has blocked it."""

from contextlib import suppress

from aiogram import F, Router
from aiogram.enums import ChatMemberStatus, ChatType
from aiogram.types import (
    ChatMemberAdministrator,
    ChatMemberRestricted,
    ChatMemberUnion,
    ChatMemberUpdated,
    Message,
)

from bot.delivery.reply_sender import NotTakenError, ReplySender
from bot.domain.channel import Rights
from bot.domain.people import language_of
from bot.rendering import Renderer
from bot.rendering.group_pages import DeskChat, GroupHello
from bot.rendering.page import PostPage
from bot.usecases.alerts import Alerts
from bot.usecases.channels import Channels
from bot.usecases.groups import Groups
from bot.usecases.readers import Readers
from handlers.filters import GROUPS
from handlers.sent_files import unique_ids_in


async def rights_changed(change: ChatMemberUpdated, channels: Channels) -> None:
    await channels.rights_changed(
        change.chat.id,
        change.chat.title or str(change.chat.id),
        change.chat.username,
        rights_of(change.new_chat_member, in_channel=change.chat.type == ChatType.CHANNEL),
        by=change.from_user.id,
        by_name=change.from_user.full_name,
    )


async def changed_in_group(
    change: ChatMemberUpdated,
    *,
    channels: Channels,
    groups: Groups,
    sender: ReplySender,
    pages: Renderer,
    default_language: str,
    publication: str,
    bot_username: str,
) -> None:
    """It may be one of the newsroom's channels; any other is told once what it can have."""
    chat_id, rights = change.chat.id, rights_of(change.new_chat_member, in_channel=False)
    await channels.rights_changed(
        chat_id,
        change.chat.title or str(chat_id),
        change.chat.username,
        rights,
        by=change.from_user.id,
        by_name=change.from_user.full_name,
        is_group=True,
        is_forum=bool(change.chat.is_forum),
    )
    await groups.rights_changed(chat_id, rights)
    was_there = rights_of(change.old_chat_member, in_channel=False).member
    if was_there or not rights.may_post:
        return
    page: PostPage = GroupHello(publication)
    if groups.is_desk_chat(chat_id):
        page = DeskChat(bot_username)
    elif await groups.is_of_desk(chat_id):
        return
    language = language_of(change.from_user.language_code, default_language)
    with suppress(NotTakenError):
        await sender.send(chat_id, pages.post(page, language))


async def blocked(change: ChatMemberUpdated, readers: Readers) -> None:
    """A reader who comes back says so by `/start`."""
    await readers.blocked(change.chat.id)


async def unblocked(change: ChatMemberUpdated, readers: Readers) -> None:
    await readers.unblocked(change.chat.id)


async def saw_post(post: Message, channels: Channels) -> None:
    await channels.saw_post(post.chat.id, post.message_id)


async def saw_edit(post: Message, alerts: Alerts) -> None:
    """Telegram tells of other people's edits, and of much that changes no word."""
    given = post.entities or post.caption_entities or ()
    entities = [entity.model_dump(exclude_none=True) for entity in given]
    words = post.text or post.caption or ""
    files = unique_ids_in(post)
    await alerts.edited_by_hand(post.chat.id, post.message_id, words, entities, files)


async def moved(message: Message, channels: Channels) -> None:
    """A group became a supergroup, which is another chat for Telegram."""
    if message.migrate_to_chat_id is not None:
        await channels.moved(message.chat.id, message.migrate_to_chat_id)


def rights_of(member: ChatMemberUnion, *, in_channel: bool) -> Rights:
    """A channel takes posts from administrators with that right; a group, from any writer."""
    if in_channel:
        if isinstance(member, ChatMemberAdministrator):
            return Rights(member=True, may_post=member.can_post_messages is True)
        return Rights(member=False, may_post=False)
    if isinstance(member, ChatMemberRestricted):
        return Rights(member.is_member, member.is_member and member.can_send_messages)
    there = member.status not in {ChatMemberStatus.LEFT, ChatMemberStatus.KICKED}
    return Rights(there, there)


def build() -> Router:
    router = Router(name=__name__)
    private = F.chat.type == ChatType.PRIVATE
    gone = F.new_chat_member.status == ChatMemberStatus.KICKED
    router.my_chat_member.register(blocked, private, gone)
    router.my_chat_member.register(unblocked, private)
    router.my_chat_member.register(changed_in_group, F.chat.type.in_(GROUPS))
    router.my_chat_member.register(rights_changed, ~private)
    router.channel_post.register(saw_post)
    router.edited_channel_post.register(saw_edit)
    router.message.register(moved, F.migrate_to_chat_id)
    return router
