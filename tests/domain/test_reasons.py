"""Reasons are codes: read off Telegram's words in one place, and never a bare sentence."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import bot
from bot.domain import delivery
from bot.domain.api_answers import Lost, NotSent, Refusal
from bot.domain.reasons import Reason, ReasonCode

ROOT = Path(bot.__file__).parents[1]
WORDS = "bot/domain/api_answers.py"  # where Telegram's words are read
# What takes a reason: the outcomes, the store's steps, and whatever names the argument.
TAKES = {
    *(name for name, kind in vars(delivery).items() if "reason" in getattr(kind, "__slots__", ())),
    "PinSettled",
    "because",
    "end",
    "record_due",
    "record_end",
    "record_failure",
    "record_set_aside",
    "record_undecided",
    "refuse",
    "skip_chat",
    "skip_unsent",
    "stop_all",
    "stop_article",
}


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("Forbidden: bot was blocked by the user", "blocked"),
        ("Forbidden: user is deactivated", "deactivated"),
        ("Forbidden: bot was kicked from the channel chat", "removed"),
        ("Forbidden: bot is not a member of the channel chat", "removed"),
        ("Bad Request: CHANNEL_PRIVATE", "removed"),
        ("Bad Request: not enough rights to send text messages to the chat", "rights"),
        ("Bad Request: need administrator rights in the channel chat", "rights"),
        ("Bad Request: CHAT_WRITE_FORBIDDEN", "rights"),
        ("Bad Request: message to edit not found", "gone"),
        ("Bad Request: message to delete not found", "gone"),
        ("Bad Request: message to pin not found", "gone"),
        ("Bad Request: message to forward not found", "gone"),
        ("Bad Request: MESSAGE_ID_INVALID", "gone"),
        ("Bad Request: message can't be edited", "not_editable"),
        ("Bad Request: the message can't be forwarded", "not_forwarded"),
        ("Bad Request: chat not found", "chat_unknown"),
        ("Forbidden: the group chat was deleted", "chat_gone"),
        ("Forbidden: bot can't initiate conversation with a user", "never_started"),
        ("Forbidden: bots can't send messages to bots", "to_a_bot"),
        ("Bad Request: message is too long", "too_long"),
        ("Bad Request: BALANCE_TOO_LOW", "too_few_stars"),
        ("Bad Request: TOPIC_CLOSED", "topic_closed"),
        ("", "refused"),
    ],
)
def test_a_refusal_is_known_by_what_it_says(said: str, code: str) -> None:
    assert Refusal(400, said).reason == Reason(ReasonCode(code), said)


def test_what_telegram_does_not_put_in_words_is_known_by_its_number() -> None:
    assert Refusal(429, "Too Many", retry_after=3.0).reason.code is ReasonCode.SLOW_DOWN
    assert Refusal(401, "Unauthorized").reason.code is ReasonCode.TOKEN_UNKNOWN
    assert Refusal(403, "Forbidden").reason.code is ReasonCode.REFUSED


def test_a_line_that_fails_is_not_telegram_that_refuses() -> None:
    assert NotSent("timed out").reason == Reason(ReasonCode.NO_CONNECTION, "timed out")
    assert Lost("closed").reason == Reason(ReasonCode.NO_ANSWER, "closed")


def test_a_log_line_has_the_words_that_were_said_or_else_the_code() -> None:
    assert str(Reason(ReasonCode.BLOCKED, "Forbidden: bot was blocked")) == (
        "Forbidden: bot was blocked"
    )
    assert str(Reason(ReasonCode.BLOCKED)) == "blocked"


@pytest.mark.slow
def test_no_reason_is_a_bare_sentence() -> None:
    bare = [
        f"{file}:{call.lineno}"
        for file, call in _calls()
        if _name(call) in TAKES and any(map(_is_text, call.args))
    ]
    named = [
        f"{file}:{call.lineno}"
        for file, call in _calls()
        if any(
            word.arg in ("reason", "trouble") and _is_text(word.value) for word in call.keywords
        )
    ]
    assert bare + named == []


@pytest.mark.slow
def test_every_code_is_given_somewhere_and_telegrams_where_its_words_are_read() -> None:
    given = {
        (file, node.attr)
        for file, tree in _trees()
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and ast.unparse(node.value) == "ReasonCode"
    }
    assert {name for _, name in given} == set(ReasonCode.__members__)
    quoting = [
        f"{file}:{call.lineno}"
        for file, call in _calls()
        if _name(call) == "Reason" and file != WORDS
        if ast.unparse(call.args[0]) == "ReasonCode.REFUSED" and len(call.args) > 1
    ]
    assert quoting == [], "people are shown these words as Telegram's own"


def _trees() -> Iterator[tuple[str, ast.Module]]:
    for folder in ("bot/delivery", "bot/domain", "bot/usecases", "storage"):
        for path in sorted((ROOT / folder).rglob("*.py")):
            if path.name != "reasons.py" or folder == "storage":
                yield str(path.relative_to(ROOT)), ast.parse(path.read_text("utf-8"))


def _calls() -> Iterator[tuple[str, ast.Call]]:
    for file, tree in _trees():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call):
                yield file, node


def _name(call: ast.Call) -> str:
    return ast.unparse(call.func).rpartition(".")[2]


def _is_text(node: ast.expr) -> bool:
    return isinstance(node, ast.JoinedStr) or (
        isinstance(node, ast.Constant) and isinstance(node.value, str)
    )
