"""Channels, and when and how articles go out there: a part of the composition root."""

from typing import Any

from bot.config import Settings
from bot.domain.clock import Clock
from bot.usecases.channel_wording import ChannelWording
from bot.usecases.channels import Channels
from bot.usecases.follow_ups import FollowUps
from bot.usecases.forums import Forums
from bot.usecases.scheduling import Scheduling
from bot.usecases.shaping import Shaping
from storage.storage import Storage


def for_channels(settings: Settings, storage: Storage, clock: Clock) -> dict[str, Any]:
    """By the names that the app has for them."""
    return {
        "channels": Channels(storage, clock, settings.grace, settings.desk),
        "shaping": Shaping(storage, clock),
        "forums": Forums(storage, clock),
        "wording": ChannelWording(storage, clock),
        "scheduling": Scheduling(storage, clock, settings.zone, settings.grace, settings.desk),
        "follow_ups": FollowUps(storage, clock),
    }
