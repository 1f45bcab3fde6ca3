"""What is looked at before an article goes out, and what each thing does."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.article import ArticleState
from bot.domain.channel import Channel, ChannelState
from bot.domain.desk import Card
from bot.domain.outside_look import Outside
from bot.domain.post_length import Cut, PostLength
from bot.domain.preflight import Preflight, Remark, Weight, examine, remarks_on
from bot.domain.quiet_hours import QuietHours
from tests.builders import an_article

DRAFT = an_article(state=ArticleState.DRAFT)
OPEN = Channel(-1, "Світ", None, ChannelState.ACTIVE, frozenset({1}))
PAUSED = replace(OPEN, chat_id=-2, title="Стрічка", state=ChannelState.PAUSED)
QUIET = replace(OPEN, chat_id=-3, title="Нічний", quiet=QuietHours(22 * 60, 7 * 60))
IN_FULL = PostLength("Світ", 300, 1024)
CUT = replace(IN_FULL, cut=Cut.LEAD)
FOR_READERS = PostLength("", 1024, 1024, Cut.LEAD_LEFT_OUT)
FINE = Card(DRAFT, (), (OPEN,), 5)
NIGHT = datetime(2026, 11, 24, 23, 0, tzinfo=UTC)
NOON = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)


def codes(card: Card, *, breaking: bool = False, now: datetime = NOON) -> dict[str, Weight]:
    found = examine(card, breaking=breaking, now=now, zone=UTC).remarks
    return {remark.code: remark.weight for remark in found}


@pytest.mark.parametrize(
    ("card", "found"),
    [
        (FINE, {}),
        (
            replace(FINE, article=replace(DRAFT, section=None), channels=()),
            {"no_section": "stops"},
        ),
        (replace(FINE, resembled=replace(DRAFT, id=7)), {"in_question": "stops"}),
        (
            replace(FINE, resembled=replace(DRAFT, id=7, state=ArticleState.RETRACTED)),
            {"resembles_retracted": "asks"},
        ),
        (replace(FINE, resembled=replace(DRAFT, id=7, state=ArticleState.MERGED)), {}),
        (replace(FINE, channels=(), followers=0), {"nobody": "asks"}),
        (replace(FINE, channels=(), followers=1), {"no_channels": "told"}),
        (replace(FINE, followers=0), {}),
        (replace(FINE, channels=(OPEN, PAUSED)), {"rights_lost": "asks"}),
        (replace(FINE, outside=Outside(lost_pictures=1)), {"picture_missing": "asks"}),
        (
            replace(FINE, outside=Outside(lost_pictures=1, small_pictures=1)),
            {"picture_too_small": "asks"},
        ),
        (
            replace(FINE, outside=Outside(lost_pictures=2, small_pictures=1)),
            {"picture_too_small": "asks", "picture_missing": "asks"},
        ),
        (replace(FINE, outside=Outside(unseen_pictures=1)), {"picture_unseen": "told"}),
        (replace(FINE, outside=Outside("link_missing")), {"link_missing": "asks"}),
        (replace(FINE, lengths=(IN_FULL, CUT)), {"lead_shortened": "told"}),
        (replace(FINE, lengths=(replace(CUT, cut=Cut.WORDS),)), {"words_cut": "asks"}),
        (replace(FINE, lengths=(FOR_READERS,)), {"lead_left_out": "told"}),
        (replace(FINE, lengths=(FOR_READERS,), followers=0), {}),
        (replace(FINE, outside=Outside("link_unreachable")), {"link_unreachable": "asks"}),
        (replace(FINE, article=replace(DRAFT, state=ArticleState.PUBLISHED), channels=()), {}),
    ],
)
def test_what_is_found(card: Card, found: dict[str, str]) -> None:
    assert codes(card) == found


def test_the_gravest_stands_first() -> None:
    card = replace(
        FINE,
        article=replace(DRAFT, section=None),
        outside=Outside(lost_pictures=1),
        channels=(PAUSED,),
    )
    assert [r.weight for r in remarks_on(card)] == [Weight.STOPS, Weight.ASKS, Weight.ASKS]


def test_quiet_hours_are_told_at_their_hour_and_not_of_breaking_news() -> None:
    card = replace(FINE, channels=(OPEN, QUIET))
    assert codes(card, now=NIGHT) == {"quiet_hours": Weight.TOLD}
    (remark,) = examine(card, breaking=False, now=NIGHT, zone=UTC).remarks
    assert remark.names == ("Нічний",)
    assert codes(card, now=NOON) == codes(card, breaking=True, now=NIGHT) == {}


def test_an_embargo_stops_an_article_until_it_is_over() -> None:
    card = replace(FINE, article=replace(DRAFT, embargo_until=NOON))
    assert codes(card, now=NOON - timedelta(minutes=1)) == {"embargo": Weight.STOPS}
    assert codes(card, now=NOON) == {}


def test_a_date_that_is_still_ahead_is_asked_about() -> None:
    def dated(at: datetime) -> dict[str, Weight]:
        content = replace(DRAFT.content, published_at=at)
        return codes(replace(FINE, article=replace(DRAFT, content=content)))

    assert dated(NOON + timedelta(hours=24)) == {}
    assert dated(NOON + timedelta(hours=25)) == {"date_ahead": Weight.ASKS}


def test_what_is_fine_goes_at_once_and_breaking_news_are_asked_about() -> None:
    assert Preflight(FINE, breaking=False).may_go(0)
    breaking = Preflight(FINE, breaking=True)
    assert not breaking.may_go(0)
    assert breaking.may_go(breaking.mark)
    assert not breaking.may_go(breaking.mark + 1)
    meant = replace(FINE, article=replace(DRAFT, breaking=True))
    assert Preflight(meant, breaking=True).may_go(0)
    assert Preflight(meant, breaking=False).may_go(0)


def test_a_yes_holds_for_what_was_asked() -> None:
    lost = Remark("rights_lost", Weight.ASKS, ("Світ",))
    asked = Preflight(FINE, breaking=False, remarks=(lost,))
    assert asked.may_go(asked.mark)
    assert asked.may_go(None), "another question has had its yes"
    assert not asked.may_go(0)
    more = replace(asked, remarks=(replace(lost, names=("Світ", "Стрічка")),))
    assert not more.may_go(asked.mark)
    night = replace(asked, remarks=(lost, Remark("quiet_hours", Weight.TOLD, ("Світ",))))
    assert night.may_go(asked.mark), "what is only told asks for no second yes"
    assert not replace(asked, breaking=True).may_go(asked.mark)


def test_what_stops_an_article_stops_it_whatever_is_said() -> None:
    stopped = Preflight(FINE, breaking=False, remarks=(Remark("no_section", Weight.STOPS),))
    assert stopped.stops
    assert not any(map(stopped.may_go, (None, 0, stopped.mark)))


def test_a_flash_goes_at_once_and_its_doubts_are_asked_about_all_the_same() -> None:
    flash = replace(FINE, article=replace(DRAFT, breaking=True))
    assert Preflight(flash, breaking=True).may_go(0)
    doubt = (Remark("rights_lost", Weight.ASKS),)
    assert not Preflight(flash, breaking=True, remarks=doubt).may_go(0)
    assert not Preflight(flash, breaking=True, remarks=(Remark("embargo", Weight.STOPS),)).may_go(
        0
    )
