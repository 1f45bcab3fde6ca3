"""What needs no request is known before one is made."""

from dataclasses import replace

import pytest

from bot.app import App
from bot.delivery.subjects import DesiredPost
from bot.domain.delivery import Audience, Kind, Shown, Skipped
from bot.domain.reasons import Reason, ReasonCode
from tests.builders import IHOR, TARAS, a_delivery
from tests.clock import Clock
from tests.delivery.steps import Steps


@pytest.fixture
async def steps(app: App, clock: Clock) -> Steps:
    opened = Steps(app, clock)
    await opened.open()
    return opened


async def test_a_report_that_says_the_same_is_looked_at_again_later_and_not_sent(
    steps: Steps,
) -> None:
    report = a_delivery(
        kind=Kind.PROGRESS, subject_id=steps.article_id, chat_id=IHOR, audience=Audience.DESK
    )
    wanted = await steps.deliverer.prepare(report)
    assert isinstance(wanted, DesiredPost)
    assert wanted.refresh
    shown = await steps.deliverer.show(report, wanted)
    assert isinstance(shown, Shown)
    assert shown.refresh_at == steps.clock() + wanted.refresh
    steps.clock.pass_by(1)
    stands = report._replace(
        message_id=shown.message_id, revision=shown.revision, sent_print=shown.said
    )
    steps.start_process()  # whichever looks at it: what was shown is in the row
    again = await steps.deliverer.prepare(stands)
    assert again == replace(shown, refresh_at=steps.clock() + wanted.refresh)
    another = await steps.deliverer.prepare(stands._replace(sent_print=None))
    assert isinstance(another, DesiredPost), "what another message says is not known"
    late = await steps.deliverer.prepare(stands._replace(revision=0))
    assert isinstance(late, DesiredPost), "an older edit may have come since"


@pytest.mark.parametrize("in_doubt", [False, True])
async def test_what_is_owed_no_more_is_skipped_and_a_doubt_is_called_one(
    steps: Steps, *, in_doubt: bool
) -> None:
    row = a_delivery(subject_id=404, chat_id=TARAS, audience=Audience.READER, unknown=in_doubt)
    code = ReasonCode.MAY_HAVE_ARRIVED if in_doubt else ReasonCode.NOT_OWED
    assert await steps.deliverer.prepare(row) == Skipped(Reason(code))
    card = a_delivery(kind=Kind.CARD, subject_id=404, chat_id=IHOR, audience=Audience.DESK)
    assert await steps.deliverer.prepare(card) == Skipped(Reason(ReasonCode.NOT_OWED))
