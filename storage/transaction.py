"""What may be asked of the database in one transaction, and what may be changed in it."""

from collections.abc import Iterable
from datetime import datetime

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
from storage.membership import MembershipStore, MembershipView
from storage.origins import OriginStore, OriginView
from storage.pace import PaceStore, PaceView
from storage.people import PeopleStore, PeopleView
from storage.personal import PersonalStore, PersonalView
from storage.pictures import PictureStore, PictureView
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


class Snapshot:
    """One state of the database: what is asked of it changes nothing and locks nothing."""

    def __init__(self, connection: AsyncConnection) -> None:
        self.archive = ArchiveView(connection)
        self.archive_names = ArchiveNameView(connection)
        self.articles = ArticleView(connection)
        self.channels = ChannelView(connection)
        self.broadcasts = BroadcastView(connection)
        self.amendments = AmendmentView(connection)
        self.cards = CardView(connection)
        self.deeds = DeedView(connection)
        self.channel_words = ChannelWordsView(connection)
        self.desk = DeskView(connection)
        self.digests = DigestView(connection)
        self.feeds = FeedView(connection)
        self.forums = ForumView(connection)
        self.identity = IdentityView(connection)
        self.imports = ImportView(connection)
        self.inbox = InboxView(connection)
        self.ledger = LedgerView(connection)
        self.letters = LetterView(connection)
        self.saved = SavedView(connection)
        self.round_ups = RoundUpView(connection)
        self.looks = LookView(connection)
        self.members = MembershipView(connection)
        self.origins = OriginView(connection)
        self.pace = PaceView(connection)
        self.people = PeopleView(connection)
        self.personal = PersonalView(connection)
        self.pictures = PictureView(connection)
        self.questions = QuestionView(connection)
        self.reach = ReachView(connection)
        self.retention = RetentionView(connection)
        self.schedule = ScheduleView(connection)
        self.search = SearchView(connection)
        self.sections = SectionView(connection)
        self.statistics = StatisticsView(connection)
        self.health = HealthView(connection)
        self.stories = SameStoryView(connection)
        self.topics = TopicView(connection)
        self.totals = TotalView(connection)
        self.wishes = WishView(connection)

    async def desk_chats(self, chat_id: int | None) -> list[int]:
        """Whom the desk's news go to: the chat of the settings, or else the owners."""
        if chat_id is not None:
            return [chat_id]
        return [owner.user_id for owner in await self.people.owners()]


class Transaction(Snapshot):
    """What may be changed as well; it covers no network call and is over when the block ends."""

    def __init__(self, connection: AsyncConnection, entries: EntryMaker | None = None) -> None:
        super().__init__(connection)
        self.archive_names: ArchiveNameStore = ArchiveNameStore(connection)
        self.articles: ArticleStore = ArticleStore(connection, entries)
        self.channels: ChannelStore = ChannelStore(connection)
        self.broadcasts: BroadcastStore = BroadcastStore(connection)
        self.deeds: DeedStore = DeedStore(connection)
        self.channel_words: ChannelWordsStore = ChannelWordsStore(connection)
        self.desk: DeskStore = DeskStore(connection)
        self.digests: DigestStore = DigestStore(connection)
        self.feeds: FeedStore = FeedStore(connection)
        self.forums: ForumStore = ForumStore(connection)
        self.identity: IdentityStore = IdentityStore(connection)
        self.imports: ImportStore = ImportStore(connection, entries)
        self.inbox: InboxStore = InboxStore(connection)
        self.ledger: Ledger = Ledger(connection)
        self.letters: LetterStore = LetterStore(connection)
        self.saved: SavedStore = SavedStore(connection)
        self.round_ups: RoundUpStore = RoundUpStore(connection)
        self.origins: OriginStore = OriginStore(connection)
        self.people: PeopleStore = PeopleStore(connection)
        self.personal: PersonalStore = PersonalStore(connection)
        self.pictures: PictureStore = PictureStore(connection)
        self.questions: QuestionStore = QuestionStore(connection)
        self.reach: ReachStore = ReachStore(connection)
        self.restored = RestoredStore(connection)
        self.retention: RetentionStore = RetentionStore(connection)
        self.sections: SectionStore = SectionStore(connection)
        self.search: SearchStore = SearchStore(connection, entries)
        self.looks: LookStore = LookStore(connection)
        self.members: MembershipStore = MembershipStore(connection)
        self.pace: PaceStore = PaceStore(connection)
        self.publishing = PublishingStore(connection, self.articles)
        self.statistics: StatisticsStore = StatisticsStore(connection)
        self.health: HealthStore = HealthStore(connection)
        self.topics: TopicStore = TopicStore(connection)
        self.wishes: WishStore = WishStore(connection)
        self.time = TimekeepingStore(connection)
        self.wakes = False

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
