"""What the desk is shown of a group's topics: which section's posts stand in which."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.domain.buttons import ShowChannel
from bot.domain.desk import Forum
from bot.domain.forum import AS_THE_REST, GENERAL, GENERAL_NAME, REST, ThreadState
from bot.domain.forum_buttons import MakeThread, SetThread, ShowForum, ShowThreads
from bot.domain.post import Button, Keyboard, rows
from bot.domain.section import Section
from bot.rendering.keyboards import button_name, first_choices, section_name, switch
from bot.rendering.page import Label, PostPage


@dataclass(frozen=True, slots=True)
class Place:
    """A topic as a line says it: `name` is None for one whose name nobody has told yet."""

    id: int
    name: str | None
    state: ThreadState = ThreadState.OPEN


def _place(forum: Forum, thread_id: int) -> Place:
    known = forum.threads.get(thread_id)
    if thread_id == GENERAL or known is None:
        return Place(thread_id, None)
    return Place(thread_id, known.name, known.state)


@dataclass(frozen=True)
class ForumPage(PostPage):
    """Which section's posts stand in which topic; a press on a section asks for another."""

    template = "channels/forum"
    forum: Forum

    def keyboard(self, label: Label) -> Keyboard:
        chat_id = self.forum.channel.chat_id
        choices = (
            Button(section_name(section), press=ShowThreads(chat_id, section.id))
            for section in first_choices(self.forum.sections)
        )
        rest = Button(label("threads_of_rest"), press=ShowThreads(chat_id, REST))
        back = Button(label("back"), press=ShowChannel(chat_id))
        return (*rows(choices, 2), (rest,), (back,))

    def context(self) -> Mapping[str, Any]:
        forum = self.forum
        threads = forum.channel.threads
        own = threads.own if threads else {}
        lines = [
            (section, _place(forum, own[section.id]))
            for section in forum.sections
            if section.id in own
        ]
        return {
            "channel": forum.channel,
            "lines": lines,
            "rest": _place(forum, threads.rest if threads else GENERAL),
            "others": len(lines) < len(forum.sections),
        }


@dataclass(frozen=True)
class ThreadsPage(PostPage):
    """The topics among which a section's posts, or those of all others, may have one."""

    template = "channels/threads"
    forum: Forum
    section_id: int

    @property
    def _section(self) -> Section | None:
        return self.forum.section(self.section_id)

    @property
    def _chosen(self) -> int:
        threads = self.forum.channel.threads
        if threads is None:
            return GENERAL
        return threads.rest if self._section is None else threads.own.get(self.section_id, 0)

    def keyboard(self, label: Label) -> Keyboard:
        chat_id, chosen = self.forum.channel.chat_id, self._chosen

        def choice(name: str, thread_id: int) -> Button:
            press = SetThread(chat_id, self.section_id, thread_id)
            return switch(name, press, on=thread_id == chosen)

        there = [t for t in self.forum.threads.values() if t.state is not ThreadState.GONE]
        named = (
            choice(button_name(t.name) if t.name else label("unnamed_thread", number=t.id), t.id)
            for t in first_choices(reversed(there))
        )
        general = choice(GENERAL_NAME, GENERAL)
        back = (Button(label("back"), press=ShowForum(chat_id)),)
        if self._section is None:
            return (*rows((general, *named), 2), back)
        rest = choice(label("thread_of_rest"), AS_THE_REST)
        new = label("make_thread", name=self._section.label)
        make = (Button(new, press=MakeThread(chat_id, self.section_id, chosen)),)
        return ((rest,), *rows((general, *named), 2), make, back)

    def context(self) -> Mapping[str, Any]:
        return {
            "channel": self.forum.channel,
            "section": self._section,
            "any": bool(self.forum.threads),
        }
