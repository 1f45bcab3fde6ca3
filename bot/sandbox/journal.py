"""What the sandbox notes of calls, presses and the answers to them."""

from dataclasses import dataclass

from bot.sandbox.refusals import Json


@dataclass
class Request:
    """One call of the Bot API, as it came in and as it was answered."""

    number: int
    at: float
    method: str
    params: Json
    chat_id: int | None = None
    accepted: bool = False  # carried out, whatever the caller heard of it
    status: int = 0  # 0 until it is answered, and for good when the connection was closed
    description: str = ""
    scope: str = ""  # of the limit that refused it
    price: int = 0  # in tenths of a Star, taken once it is accepted


@dataclass
class Query:
    """A press of a button, and what the person saw of the answer."""

    id: str
    person: int
    answered: bool = False


@dataclass
class InlineQuery:
    """What somebody typed behind the bot's name, and what the bot offered."""

    id: str
    person: int
    query: str
    results: dict[str, Json] | None = None  # by their ids; None until it is answered
    next_offset: str = ""
    button: Json | None = None  # over the results


@dataclass
class Webhook:
    """Where updates are sent; an empty address when they are polled for."""

    url: str = ""
    secret: str = ""
    max_connections: int = 40
    last_error: str = ""
    last_error_at: int = 0

    def is_same(self, url: str, secret: str, max_connections: int) -> bool:
        return (self.url, self.secret, self.max_connections) == (url, secret, max_connections)


@dataclass(frozen=True)
class PressAnswer:
    callback_id: str
    person: int
    text: str = ""
    show_alert: bool = False
    url: str = ""
