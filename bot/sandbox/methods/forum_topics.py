"""Topics of forums, and how a bot makes one."""

from bot.sandbox.chats import SandboxChannel, Topic
from bot.sandbox.messages import Message
from bot.sandbox.methods.sending import check_member
from bot.sandbox.parameters import Parameters
from bot.sandbox.refusals import Json, bad_request
from bot.sandbox.state import SandboxState
from bot.sandbox.texts import Formatted

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
    message = make_topic(state, chat, state.bot["id"], name)
    created: Json = message.content["forum_topic_created"]
    return created | {"message_thread_id": message.message_id}


def make_topic(state: SandboxState, forum: SandboxChannel, author: int, name: str) -> Message:
    """A new topic: the service message whose number is its thread."""
    created = {"forum_topic_created": {"name": name, "icon_color": 7322096}}
    number = state.store.next_id(forum)
    words = Formatted("")
    message = Message(forum.id, number, state.now(), author, words, created, thread=number)
    state.store.keep(message)
    forum.topics[number] = Topic(name)
    state.channel_changed(forum)
    state.message_changed(message)
    return message
