"""The rates that the settings allow are those that the pacer keeps."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.app import App
from bot.config import FixedSettings
from bot.delivery.rates import PAID_PER_SECOND, Rates
from bot.domain.rate import Tariff
from bot.telegram_side import build_pacer


@pytest.mark.parametrize(
    ("paid", "rates"),
    [("on", Rates(7, 11, paid_per_second=PAID_PER_SECOND)), ("off", Rates(7, 11))],
)
async def test_the_pacer_keeps_to_the_settings(app: App, paid: str, rates: Rates) -> None:
    settings = FixedSettings(rate_per_second=7, rate_per_channel_minute=11, paid_broadcast=paid)
    pacer = build_pacer(replace(app, settings=settings))
    assert pacer.rates == rates
    assert Tariff.FREE in pacer.paces
    assert (Tariff.PAID in pacer.paces) is (paid == "on")


@pytest.mark.parametrize(
    ("webhook", "spell"),
    [(None, timedelta(seconds=0.5)), ("https://bot.example.org", timedelta(seconds=0.3))],
)
async def test_by_webhook_slots_are_reserved_less_far_ahead_since_all_processes_reply(
    app: App, webhook: str | None, spell: timedelta
) -> None:
    settings = FixedSettings(http_port=8080, webhook_url=webhook)
    pace = build_pacer(replace(app, settings=settings)).paces[Tariff.FREE]
    assert pace.spell == (spell if app.storage.is_shared else timedelta(seconds=0.5))
