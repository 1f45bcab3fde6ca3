"""What people are told of what is kept of them, and asked before it is erased."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.domain.personal_data import Kept, KeptFor
from bot.domain.post import Button, Keyboard
from bot.domain.privacy_buttons import AskForget, Forget, SendMyData
from bot.rendering.page import Label, PlainPage, PostPage


@dataclass(frozen=True)
class PrivacyPage(PostPage):
    """`desk`: whoever asks belongs to the newsroom."""

    template = "readers/privacy"
    kept_for: KeptFor
    desk: bool

    def keyboard(self, label: Label) -> Keyboard:
        return (
            (Button(label("my_data"), press=SendMyData()),),
            (Button(label("forget_me"), press=AskForget()),),
        )

    def context(self) -> Mapping[str, Any]:
        kept = [what.value for what in Kept if what is not Kept.DESK or self.desk]
        return {"kept": kept, "kept_for": self.kept_for, "desk": self.desk}


@dataclass(frozen=True)
class MyData(PlainPage):
    """Below the file."""

    template = "readers/my_data"


@dataclass(frozen=True)
class ForgetQuestion(PostPage):
    template = "readers/forget_question"
    kept_for: KeptFor
    desk: bool

    def keyboard(self, label: Label) -> Keyboard:
        return (
            (Button(label("forget_sure"), press=Forget(sure=True)),),
            (Button(label("forget_not"), press=Forget(sure=False)),),
        )


@dataclass(frozen=True)
class Forgotten(PostPage):
    template = "readers/forgotten"
    kept_for: KeptFor
    desk: bool


@dataclass(frozen=True)
class NotForgotten(PostPage):
    template = "readers/not_forgotten"
