"""The bot's reactions to messages."""

from bot.sandbox.chats import Person, SandboxChannel
from bot.sandbox.methods.changing import there
from bot.sandbox.methods.sending import check_member, check_reachable
from bot.sandbox.parameters import Parameters
from bot.sandbox.refusals import bad_request
from bot.sandbox.state import SandboxState

# What anybody may react with; the bot without Premium gives one to a message.
_ROWS = (
    "👍 👎 ❤ 🔥 🥰 👏 😁 🤔 🤯 😱 🤬 😢 🎉 🤩 🤮",
    "💩 🙏 👌 🕊 🤡 🥱 🥴 😍 🐳 ❤‍🔥 🌚 🌭 💯 🤣 ⚡",
    "🍌 🏆 💔 🤨 😐 🍓 🍾 💋 🖕 😈 😴 😭 🤓 👻 👨‍💻",
    "👀 🎃 🙈 😇 😨 🤝 ✍ 🤗 🫡 🎅 🎄 ☃ 💅 🤪 🗿",
    "🆒 💘 🙉 🦄 😘 💊 🙊 😎 👾 🤷‍♂ 🤷 🤷‍♀ 😡",
)
EMOJI = frozenset(emoji for row in _ROWS for emoji in row.split())
_PLAIN = "\ufe0f"  # may follow an emoji, and changes nothing


def set_message_reaction(state: SandboxState, p: Parameters) -> bool:
    chat = p.chat(state.chats)
    if isinstance(chat, SandboxChannel):
        check_member(chat)
    elif isinstance(chat, Person):
        check_reachable(chat)
    message = there(state, chat, p, "message to react not found")
    given = p.structure("reaction") or []
    if not isinstance(given, list) or not all(isinstance(one, dict) for one in given):
        raise bad_request("can't parse reaction types: expected an Array of ReactionType")
    if len(given) > 1:
        raise bad_request("REACTIONS_TOO_MANY")
    for one in given:
        if one.get("type") != "emoji" or plain_emoji(one.get("emoji")) not in EMOJI:
            raise bad_request("REACTION_INVALID")
    state.change_reactions(message, state.bot["id"], [dict(one) for one in given])
    return True


def plain_emoji(given: object) -> str:
    return str(given).replace(_PLAIN, "")
