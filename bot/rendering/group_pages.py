"""What a group that follows sections is shown: its administrators choose, everybody reads."""

from dataclasses import dataclass

from bot.domain.group_buttons import (
    ForgetGroup,
    GroupFollow,
    GroupSpeak,
    ShowGroupTopics,
    SwitchGroup,
)
from bot.domain.post import Button, Keyboard, rows
from bot.domain.section import Section
from bot.rendering.keyboards import first_choices, section_name, switch
from bot.rendering.page import LANGUAGES, Label, PlainPage, PostPage


@dataclass(frozen=True)
class GroupHello(PostPage):
    """The bot has come into a group, or was asked what it can do; `publication` may be empty."""

    template = "readers/group_hello"
    publication: str
    stopped: bool = False

    def keyboard(self, label: Label) -> Keyboard:
        return ((Button(label("group_topics"), press=ShowGroupTopics()),),)


@dataclass(frozen=True)
class GroupElsewhere(PostPage):
    """What a reader can do, and a group cannot: `username` is the bot's, with whom to do it."""

    template = "readers/group_elsewhere"
    username: str


@dataclass(frozen=True)
class DeskChat(PostPage):
    """In the desk's own group: what comes there, and where its commands are taken."""

    template = "editors/desk_chat"
    username: str


@dataclass(frozen=True)
class GroupTopics(PostPage):
    """`in_thread`: of a forum, where news are to come as well."""

    template = "readers/group_topics"
    sections: tuple[Section, ...]
    follows: frozenset[int]
    stopped: bool = False
    in_thread: bool = False

    def keyboard(self, label: Label) -> Keyboard:
        switches = (
            switch(
                section_name(s),
                GroupFollow(s.id, on=s.id not in self.follows),
                on=s.id in self.follows,
            )
            for s in first_choices(self.sections)
        )
        news = Button(
            label("resume_group" if self.stopped else "stop_group"),
            press=SwitchGroup(on=self.stopped),
        )
        others = (language for language in LANGUAGES if language != label.language)
        speak = tuple(Button(label(f"speak_{name}"), press=GroupSpeak(name)) for name in others)
        return (*rows(switches, 2), (news,), speak)


@dataclass(frozen=True)
class GroupForgetQuestion(PostPage):
    template = "readers/group_forget_question"

    def keyboard(self, label: Label) -> Keyboard:
        return (
            (Button(label("forget_sure"), press=ForgetGroup(sure=True)),),
            (Button(label("forget_not"), press=ForgetGroup(sure=False)),),
        )


@dataclass(frozen=True)
class GroupForgotten(PostPage):
    template = "readers/group_forgotten"


@dataclass(frozen=True)
class GroupFollowSet(PlainPage):
    """`stopped`: nothing is sent there for now."""

    template = "readers/group_follow_set"
    section: Section
    on: bool
    stopped: bool
