"""Topics of forums, as far as a bot makes them."""

from bot.sandbox.chats import SandboxChannel
from bot.sandbox.methods.sending import check_member
from bot.sandbox.parameters import Parameters
from bot.sandbox.refusals import Json, bad_request
from bot.sandbox.state import SandboxState

_LONGEST = 128  # characters of a name


def create_forum_topic(state: SandboxState, p: Parameters) -> Json:
    """As a `ForumTopic`. The bot is told of no message of its own, this one included."""
    chat = p.chat(state.chats)
    if not isinstance(chat, SandboxChannel):
        raise bad_request("the chat is not a forum")
    check_member(chat)
    if not chat.is_forum:
        raise bad_request("the chat is not a forum")
    if not chat.bot.may("can_manage_topics"):
        raise bad_request("not enough rights to create a topic")
    name = p.text("name").strip()
    if not name or len(name) > _LONGEST:
        raise bad_request("TOPIC_TITLE_INVALID" if name else "TOPIC_TITLE_EMPTY")
    message = state.make_topic(chat, state.bot["id"], name)
    created: Json = message.content["forum_topic_created"]
    return created | {"message_thread_id": message.message_id}
