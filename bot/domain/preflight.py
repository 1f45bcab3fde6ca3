"""What is looked at before an article goes out: what stops it, what is asked about once."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from enum import StrEnum
from zlib import crc32

from bot.domain.article import Content
from bot.domain.channel import Channel, ChannelState
from bot.domain.desk import Card
from bot.domain.post_length import Cut, PostLength
from bot.domain.schedule import is_over

_AHEAD = timedelta(days=1)  # a date within it may be right: pages are made up the evening before


class Weight(StrEnum):
    """What a remark does: it stops the article, is asked about once, or is said beside that."""

    STOPS = "stops"
    ASKS = "asks"
    TOLD = "told"


@dataclass(frozen=True, slots=True)
class Remark:
    """`code` has a sentence in the templates; `names` are those of the channels concerned.

    An empty name is the readers'.
    """

    code: str
    weight: Weight
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Preflight:
    """An article about to be published, and what was found."""

    card: Card
    breaking: bool
    remarks: tuple[Remark, ...] = ()

    @property
    def stops(self) -> bool:
        return any(remark.weight is Weight.STOPS for remark in self.remarks)

    @property
    def asks(self) -> bool:
        """Whether somebody has to say yes first: breaking news wait for that.

        A flash does not: it was begun as one, and its card has named the reach.
        """
        unexpected = self.breaking and not self.card.article.breaking
        return unexpected or any(each.weight is Weight.ASKS for each in self.remarks)

    @property
    def mark(self) -> int:
        """What a «yes» is an answer to: with other remarks it is asked for again. Never 0."""
        grave = [(f.code, f.names) for f in self.remarks if f.weight is Weight.ASKS]
        return crc32(repr((self.breaking, grave)).encode()) or 1

    def may_go(self, asked: int | None) -> bool:
        """`asked`: the mark of the question that was answered with yes; None: it was another."""
        return not self.stops and (asked is None or not self.asks or asked == self.mark)


def remarks_on(card: Card) -> tuple[Remark, ...]:
    """All that does not depend on the hour, the gravest first."""
    if not card.article.can_be_published or card.article.amends:
        return ()
    found = [*_stopping(card), *_doubtful(card), *shortened(card)]
    return tuple(sorted(found, key=lambda remark: list(Weight).index(remark.weight)))


def examine(card: Card, *, breaking: bool, now: datetime, zone: tzinfo) -> Preflight:
    """The same with what this hour brings."""
    quiet = () if breaking else _names(c for c in card.channels if _is_quiet(c, now, zone))
    hours = (Remark("quiet_hours", Weight.TOLD, quiet),) if quiet else ()
    until = card.article.embargo_until
    embargo = (Remark("embargo", Weight.STOPS),) if until and not is_over(until, now) else ()
    is_ahead = dated_ahead(card.article.content, now)
    ahead = (Remark("date_ahead", Weight.ASKS),) if is_ahead else ()
    return Preflight(card, breaking, (*embargo, *ahead, *remarks_on(card), *hours))


def dated_ahead(content: Content, now: datetime) -> bool:
    """Whether its date is yet to come, so that lists have it above all that is newer."""
    return content.published_at is not None and content.published_at > now + _AHEAD


def _stopping(card: Card) -> Iterator[Remark]:
    if card.article.section is None:
        yield Remark("no_section", Weight.STOPS)
    if card.in_question is not None and card.article.is_draft:
        yield Remark("in_question", Weight.STOPS)


def _doubtful(card: Card) -> Iterator[Remark]:
    if card.resembles_retracted is not None:
        yield Remark("resembles_retracted", Weight.ASKS)
    if card.article.section and not card.channels and not card.in_question:
        nobody = not card.followers
        yield Remark("nobody", Weight.ASKS) if nobody else Remark("no_channels", Weight.TOLD)
    if lost := _names(c for c in card.channels if c.state is ChannelState.PAUSED):
        yield Remark("rights_lost", Weight.ASKS, lost)
    yield from _outside(card)


def _outside(card: Card) -> Iterator[Remark]:
    """What readers would find on the site: a dead link is asked about, a slow site is none."""
    outside = card.outside
    if outside.link_trouble:
        yield Remark(outside.link_trouble, Weight.ASKS)
    if outside.small_pictures:
        yield Remark("picture_too_small", Weight.ASKS)
    if outside.lost_pictures > outside.small_pictures:
        yield Remark("picture_missing", Weight.ASKS)
    if outside.unseen_pictures:
        yield Remark("picture_unseen", Weight.TOLD)


def shortened(card: Card) -> Iterator[Remark]:
    """What does not fit, and where. Of own words the end is lost: there is no more to read."""
    for cut in Cut:
        weight = Weight.ASKS if cut is Cut.WORDS else Weight.TOLD
        if titles := tuple(each.title for each in _seen_lengths(card) if each.cut is cut):
            yield Remark(cut.value, weight, titles)


def _seen_lengths(card: Card) -> Iterator[PostLength]:
    has_readers = bool(card.followers) and card.article.outlets.readers
    return (each for each in card.lengths if each.title or has_readers)


def _is_quiet(channel: Channel, now: datetime, zone: tzinfo) -> bool:
    return channel.quiet is not None and channel.quiet.is_quiet(now, zone)


def _names(channels: Iterator[Channel]) -> tuple[str, ...]:
    return tuple(channel.title for channel in channels)
