"""The Bot API's methods that the sandbox knows, by their names in small letters."""

from collections.abc import Awaitable, Callable

from bot.sandbox.methods import (
    changing,
    deleting,
    forum_topics,
    inline,
    media,
    membership,
    pinning,
    profile,
    reacting,
    receiving,
    repeating,
    sending,
    webhooks,
)
from bot.sandbox.parameters import Parameters
from bot.sandbox.state import SandboxState

Method = Callable[[SandboxState, Parameters], object | Awaitable[object]]

METHODS: dict[str, Method] = {
    "getme": receiving.get_me,
    "getupdates": receiving.get_updates,
    "setwebhook": webhooks.set_webhook,
    "deletewebhook": webhooks.delete_webhook,
    "getwebhookinfo": webhooks.get_webhook_info,
    "getfile": receiving.get_file,
    "getmystarbalance": receiving.get_my_star_balance,
    "setmycommands": receiving.set_my_commands,
    "getmycommands": receiving.get_my_commands,
    "deletemycommands": receiving.delete_my_commands,
    **{f"setmy{text.replace('_', '')}": profile.setting_of(text) for text in profile.TEXTS},
    **{f"getmy{text.replace('_', '')}": profile.reading_of(text) for text in profile.TEXTS},
    "setchatmenubutton": profile.set_chat_menu_button,
    "getchatmenubutton": profile.get_chat_menu_button,
    "answercallbackquery": receiving.answer_callback_query,
    "answerinlinequery": inline.answer_inline_query,
    "sendmessage": sending.send_message,
    **{f"send{kind}": media.sending_of(kind) for kind in media.KINDS},
    "sendmediagroup": media.send_media_group,
    "sendrichmessage": media.send_rich_message,
    "sendlocation": media.send_location,
    "forwardmessage": repeating.forward_message,
    "forwardmessages": repeating.forward_messages,
    "copymessage": repeating.copy_message,
    "copymessages": repeating.copy_messages,
    "sendchataction": sending.send_chat_action,
    "editmessagetext": media.edit_message_text,
    "editmessagecaption": media.edit_message_caption,
    "editmessagemedia": media.edit_message_media,
    "setmessagereaction": reacting.set_message_reaction,
    "editmessagereplymarkup": changing.edit_message_reply_markup,
    "deletemessage": deleting.delete_message,
    "deletemessages": deleting.delete_messages,
    "pinchatmessage": pinning.pin_chat_message,
    "unpinchatmessage": pinning.unpin_chat_message,
    "unpinallchatmessages": pinning.unpin_all_chat_messages,
    "createforumtopic": forum_topics.create_forum_topic,
    "getchat": membership.get_chat,
    "getchatmember": membership.get_chat_member,
    "getchatmembercount": membership.get_chat_member_count,
    "getchatadministrators": membership.get_chat_administrators,
    "leavechat": membership.leave_chat,
}
