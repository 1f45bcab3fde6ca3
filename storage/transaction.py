"""What may be asked of the database in one transaction, and what may be changed in it."""

from collections.abc import Callable, Iterable
from datetime import datetime
from functools import cached_property
from typing import Generic, TypeVar

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.delivery import Audience, Kind, Lane
from bot.domain.notice import Notice
from storage.amendments import AmendmentView
from storage.archive import ArchiveView
from storage.archive_names import ArchiveNameStore, ArchiveNameView
from storage.articles import ArticleStore, ArticleView
from storage.broadcasts import BroadcastStore, BroadcastView
from storage.cards import CardView
from storage.channel_words import ChannelWordsStore, ChannelWordsView
from storage.channels import ChannelStore, ChannelView
from storage.deeds import DeedStore, DeedView
from storage.desk import DeskStore, DeskView
from storage.digests import DigestStore, DigestView
from storage.entry_maker import EntryMaker
from storage.feeds import FeedStore, FeedView
from storage.forums import ForumStore, ForumView
from storage.health import HealthStore, HealthView
from storage.identity import IdentityStore, IdentityView
from storage.imports import ImportStore, ImportView
from storage.inbox import InboxStore, InboxView
from storage.ledger import Ledger
from storage.ledger_view import LedgerView
from storage.letters import LetterStore, LetterView
from storage.looks import LookStore, LookView
from storage.origins import OriginStore, OriginView
from storage.pace import PaceStore, PaceView
from storage.people import PeopleStore, PeopleView
from storage.personal import PersonalStore, PersonalView
from storage.pictures import PictureStore, PictureView
from storage.processes import ProcessStore, ProcessView
from storage.publishing import PublishingStore
from storage.questions import QuestionStore, QuestionView
from storage.reach import ReachStore, ReachView
from storage.restored import RestoredStore
from storage.retention import RetentionStore, RetentionView
from storage.round_ups import RoundUpStore, RoundUpView
from storage.same_story import SameStoryView
from storage.saved import SavedStore, SavedView
from storage.schedule import ScheduleView
from storage.search import SearchStore, SearchView
from storage.sections import SectionStore, SectionView
from storage.statistics import StatisticsStore, StatisticsView
from storage.timekeeping import TimekeepingStore
from storage.topics import TopicStore, TopicView
from storage.totals import TotalView
from storage.wishes import WishStore, WishView

Made_co = TypeVar("Made_co", covariant=True)


class Part(Generic[Made_co]):
    """Of a transaction, made once it is asked for: most of them need two or three of the fifty."""

    def __init__(self, make: Callable[..., Made_co], *, indexes: bool = False) -> None:
        """`indexes`: it writes into the search index, too."""
        self._make = make
        self._indexes = indexes

    def __set_name__(self, _: type, name: str) -> None:
        self._name = name

    def __get__(self, tx: "Snapshot", _: type) -> Made_co:
        given = (tx._connection, tx._entries) if self._indexes else (tx._connection,)  # noqa: SLF001
        made = tx.__dict__[self._name] = self._make(*given)
        return made


class Snapshot:
    """One state of the database: what is asked of it changes nothing and locks nothing."""

    archive = Part(ArchiveView)
    archive_names = Part(ArchiveNameView)
    articles = Part(ArticleView)
    channels = Part(ChannelView)
    broadcasts = Part(BroadcastView)
    amendments = Part(AmendmentView)
    cards = Part(CardView)
    deeds = Part(DeedView)
    channel_words = Part(ChannelWordsView)
    desk = Part(DeskView)
    digests = Part(DigestView)
    feeds = Part(FeedView)
    forums = Part(ForumView)
    identity = Part(IdentityView)
    imports = Part(ImportView)
    inbox = Part(InboxView)
    ledger = Part(LedgerView)
    letters = Part(LetterView)
    saved = Part(SavedView)
    round_ups = Part(RoundUpView)
    looks = Part(LookView)
    processes = Part(ProcessView)
    origins = Part(OriginView)
    pace = Part(PaceView)
    people = Part(PeopleView)
    personal = Part(PersonalView)
    pictures = Part(PictureView)
    questions = Part(QuestionView)
    reach = Part(ReachView)
    retention = Part(RetentionView)
    schedule = Part(ScheduleView)
    search = Part(SearchView)
    sections = Part(SectionView)
    statistics = Part(StatisticsView)
    health = Part(HealthView)
    stories = Part(SameStoryView)
    topics = Part(TopicView)
    totals = Part(TotalView)
    wishes = Part(WishView)

    def __init__(self, connection: AsyncConnection, entries: EntryMaker | None = None) -> None:
        self._connection = connection
        self._entries = entries

    async def desk_chats(self, chat_id: int | None) -> list[int]:
        """Whom the desk's news go to: the chat of the settings, or else the owners."""
        if chat_id is not None:
            return [chat_id]
        return [owner.user_id for owner in await self.people.owners()]


class Transaction(Snapshot):
    """What may be changed as well; it covers no network call and is over when the block ends."""

    archive_names = Part(ArchiveNameStore)
    articles = Part(ArticleStore, indexes=True)
    channels = Part(ChannelStore)
    broadcasts = Part(BroadcastStore)
    deeds = Part(DeedStore)
    channel_words = Part(ChannelWordsStore)
    desk = Part(DeskStore)
    digests = Part(DigestStore)
    feeds = Part(FeedStore)
    forums = Part(ForumStore)
    identity = Part(IdentityStore)
    imports = Part(ImportStore, indexes=True)
    inbox = Part(InboxStore)
    ledger = Part(Ledger)
    letters = Part(LetterStore)
    saved = Part(SavedStore)
    round_ups = Part(RoundUpStore)
    origins = Part(OriginStore)
    people = Part(PeopleStore)
    personal = Part(PersonalStore)
    pictures = Part(PictureStore)
    questions = Part(QuestionStore)
    reach = Part(ReachStore)
    restored = Part(RestoredStore)
    retention = Part(RetentionStore)
    sections = Part(SectionStore)
    search = Part(SearchStore, indexes=True)
    looks = Part(LookStore)
    processes = Part(ProcessStore)
    pace = Part(PaceStore)
    statistics = Part(StatisticsStore)
    health = Part(HealthStore)
    topics = Part(TopicStore)
    wishes = Part(WishStore)
    time = Part(TimekeepingStore)

    wakes = False

    @cached_property
    def publishing(self) -> PublishingStore:
        return PublishingStore(self._connection, self.articles)

    def wake(self) -> None:
        """Something may be due now: once this is committed, whoever delivers looks at once."""
        self.wakes = True

    async def move_chat(self, old: int, new: int) -> None:
        """A group became a supergroup: all that is known of it, and owed to it, goes there."""
        await self.channels.move_chat(old, new)
        await self.channel_words.move_chat(old, new)
        await self.round_ups.move_chat(old, new)
        await self.people.move_group(old, new)
        await self.ledger.move_chat(old, new)
        await self.restored.move_chat(old, new)

    async def tell(
        self,
        chats: Iterable[int],
        notice: Notice,
        now: datetime,
        *,
        lane: Lane = Lane.REPLY,
        message_id: int | None = None,
    ) -> int:
        """Owe people of the desk a notice; its number.

        `lane`: a later one for what strangers can cause, so that the desk's work goes before it.
        `message_id`: it takes the place of this message.
        """
        notice_id = await self.desk.add_notice(notice, now)
        await self.ledger.enqueue(
            Kind.NOTICE,
            notice_id,
            chats,
            audience=Audience.DESK,
            lane=lane,
            now=now,
            message_id=message_id,
        )
        return notice_id
