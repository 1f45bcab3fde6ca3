"""A channel is as the desk left it."""

from bot.domain.channel import Channel, ChannelState
from tests.builders import CHANNEL


def test_a_channel_pins_nothing_unless_it_is_to() -> None:
    assert not Channel(CHANNEL, "Світ", None, ChannelState.ACTIVE).pins
