"""What the desk is shown of how a channel's posts follow upon each other."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.domain.article import Article
from bot.domain.buttons import ShowCard, ShowChannel
from bot.domain.channel import PINNED_HOURS, Channel
from bot.domain.desk_buttons import ShowSection
from bot.domain.post import Button, Keyboard, rows
from bot.domain.round_up import MOST, RULES
from bot.domain.routing_trial import RoutingTrial, SectionTrial, can_be_tried
from bot.domain.shaping_buttons import ApplyRouting, SetPinned, SetRoundUp, TryRouting
from bot.rendering.editors.finding_pages import article_buttons
from bot.rendering.keyboards import button_name, first_choices, section_name, switch
from bot.rendering.page import Label, PostPage

_MOST_TRIED = 5  # headlines of either kind


@dataclass(frozen=True)
class RoundUpPage(PostPage):
    """When a channel's posts become a round-up."""

    template = "channels/round_ups"
    channel: Channel

    def keyboard(self, label: Label) -> Keyboard:
        id_, chosen = self.channel.chat_id, self.channel.round_up
        choices = (
            switch(
                label("round_up_rule", posts=rule.posts, minutes=rule.minutes),
                SetRoundUp(id_, rule.posts, rule.minutes),
                on=rule == chosen,
            )
            for rule in RULES
        )
        never = switch(label("no_round_ups"), SetRoundUp(id_, 0, 0), on=chosen is None)
        return ((never,), *rows(choices, 1), (Button(label("back"), press=ShowChannel(id_)),))


@dataclass(frozen=True)
class PinnedPage(PostPage):
    """For how long a channel's breaking posts stay on top."""

    template = "channels/pinned"
    channel: Channel

    def keyboard(self, label: Label) -> Keyboard:
        id_, chosen = self.channel.chat_id, self.channel.pinned_hours
        choices = (
            switch(
                label("hours", count=hours) if hours else label("pinned_always"),
                SetPinned(id_, hours),
                on=hours == chosen,
            )
            for hours in PINNED_HOURS
        )
        return (*rows(choices, 3), (Button(label("back"), press=ShowChannel(id_)),))


@dataclass(frozen=True)
class RoundUpArticles(PostPage):
    """The articles of a round-up that somebody has forwarded, to choose a card among."""

    template = "editors/round_up_articles"
    articles: tuple[Article, ...]

    def keyboard(self, label: Label) -> Keyboard:
        return article_buttons(self.articles[:MOST], label, ShowCard)

    def context(self) -> Mapping[str, Any]:
        return {"count": len(self.articles)}


@dataclass(frozen=True)
class RoutingTrialPage(PostPage):
    """What other sections would have meant lately, and the choice to have them."""

    template = "channels/routing_trial"
    trial: RoutingTrial

    def keyboard(self, label: Label) -> Keyboard:
        trial, chat_id = self.trial, self.trial.channel.chat_id
        choices = (
            switch(
                section_name(section),
                TryRouting(chat_id, trial.proposed ^ 1 << section.id),
                on=bool(trial.proposed >> section.id & 1),
            )
            for section in first_choices(trial.sections)
            if can_be_tried(section)
        )
        press = ApplyRouting(chat_id, trial.proposed, trial.base)
        apply = ((Button(label("apply_routing"), press=press),),)
        return (
            *rows(choices, 2),
            *(apply if trial.proposed != trial.base else ()),
            (Button(label("back"), press=ShowChannel(chat_id)),),
        )

    def context(self) -> Mapping[str, Any]:
        trial = self.trial
        after = trial.before + len(trial.more) - len(trial.fewer)
        return {"trial": trial, "after": after, "most": _MOST_TRIED}


@dataclass(frozen=True)
class SectionTrialPage(PostPage):
    """For which channel to try a section, or to try what it would be without."""

    template = "channels/section_trial"
    trial: SectionTrial

    def keyboard(self, label: Label) -> Keyboard:
        trial = self.trial
        choices = (
            switch(
                button_name(channel.title),
                TryRouting(channel.chat_id, trial.proposed(channel)),
                on=trial.section.id in channel.section_ids,
            )
            for channel in first_choices(trial.channels)
        )
        back = Button(label("back"), press=ShowSection(trial.section.id))
        return (*rows(choices, 2), (back,))
