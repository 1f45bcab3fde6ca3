"""The Bot API's methods that the sandbox knows, by their names in small letters."""

from collections.abc import Awaitable, Callable

from bot.sandbox.methods import changing, deleting, membership, pinning, receiving, sending
from bot.sandbox.parameters import Parameters
from bot.sandbox.state import SandboxState

Method = Callable[[SandboxState, Parameters], object | Awaitable[object]]

METHODS: dict[str, Method] = {
    "getme": receiving.get_me,
    "getupdates": receiving.get_updates,
    "deletewebhook": receiving.delete_webhook,
    "getwebhookinfo": receiving.get_webhook_info,
    "getfile": receiving.get_file,
    "getmystarbalance": receiving.get_my_star_balance,
    "setmycommands": receiving.set_my_commands,
    "getmycommands": receiving.get_my_commands,
    "deletemycommands": receiving.delete_my_commands,
    "answercallbackquery": receiving.answer_callback_query,
    "sendmessage": sending.send_message,
    "forwardmessage": sending.forward_message,
    "copymessage": sending.copy_message,
    "sendchataction": sending.send_chat_action,
    "editmessagetext": changing.edit_message_text,
    "editmessagereplymarkup": changing.edit_message_reply_markup,
    "deletemessage": deleting.delete_message,
    "deletemessages": deleting.delete_messages,
    "pinchatmessage": pinning.pin_chat_message,
    "unpinchatmessage": pinning.unpin_chat_message,
    "unpinallchatmessages": pinning.unpin_all_chat_messages,
    "getchat": membership.get_chat,
    "getchatmember": membership.get_chat_member,
    "getchatadministrators": membership.get_chat_administrators,
    "leavechat": membership.leave_chat,
}
