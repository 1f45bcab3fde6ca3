"""Every page with made-up but lifelike values, for golden files and property tests."""

from collections.abc import Mapping
from dataclasses import asdict, replace
from datetime import datetime, timedelta
from functools import cache
from typing import Final
from zoneinfo import ZoneInfo

from bot.domain.article import Article, ArticleState, Content, Image, Related, Revision
from bot.domain.article_fields import Field
from bot.domain.channel import Channel, ChannelState
from bot.domain.courtesies import Courtesy
from bot.domain.deed_log import About, Change, Deed, Did, LogPage, Subject
from bot.domain.delivery import Audience, State
from bot.domain.desk import (
    ArchivePage,
    Card,
    Forum,
    FoundPosts,
    Publication,
    SectionFacts,
    Status,
    Why,
)
from bot.domain.figures import ChannelFigures, Figures, Noticed, Period, SectionFigures, Spans
from bot.domain.formatted import Formatted
from bot.domain.forum import REST, Thread, Threads, ThreadState
from bot.domain.health import Health, Queue
from bot.domain.outlets import Outlets
from bot.domain.outside_look import Outside
from bot.domain.own_words import OwnWords
from bot.domain.people import Editor, Role
from bot.domain.picture import Layout, Picture
from bot.domain.preflight import Preflight, Remark, Weight
from bot.domain.progress import ChannelProgress, Progress
from bot.domain.quiet_hours import QuietHours
from bot.domain.reasons import Reason, ReasonCode
from bot.domain.round_up import RoundUpRule
from bot.domain.routing import Pace
from bot.domain.routing_trial import RoutingTrial, SectionTrial
from bot.domain.schedule import Scheduled
from bot.domain.second_look import Wanted, Wish
from bot.domain.section import FIRST_SECTIONS
from bot.domain.section_merger import Merger, SectionUses
from bot.domain.text import Paragraph, Style
from bot.domain.topics import Topic, TopicKind, section_topic
from bot.rendering import (
    PlainPage,
    PostPage,
    Renderer,
    channel_pages,
    editors,
    forum_pages,
    reader_pages,
    saved_pages,
    shaping_pages,
)
from bot.rendering.full_texts import FullText
from bot.rendering.refused import RefusedPage
from bot.rendering.round_up_post import RoundUpLine, RoundUpPost
from bot.rendering.teasers import Teaser, WithdrawnTeaser
from tests.builders import said
from tests.notices import page_of
from tests.rendering import (
    archive_examples,
    feed_examples,
    own_examples,
    reader_examples,
    reading_examples,
    schedule_examples,
    topic_examples,
)

KYIV: Final = ZoneInfo("Europe/Kyiv")
NOW: Final = datetime(2026, 11, 24, 12, 30, tzinfo=KYIV)
WORLD, CULTURE = FIRST_SECTIONS[0], FIRST_SECTIONS[-1]
SITE = "https://vistnyk.example/kultura/nichna-biblioteka"
IN_BOT = "https://t.me/vistnyk_bot?start=a12"


FIGURES: Final = Figures(
    Period.WEEK,
    datetime(2026, 11, 18, tzinfo=KYIV),
    NOW,
    posts=42,
    before=40,
    breaking=3,
    corrected=2,
    retracted=1,
    readers=12_345,
    gained=121,
    lost=15,
    spans=Spans(timedelta(milliseconds=800), timedelta(seconds=61)),
    reader_spans=Spans(timedelta(seconds=74), timedelta(seconds=310)),
    sections=(SectionFigures(WORLD, 31, 9_001, 240), SectionFigures(None, 1, 0)),
    channels=(
        ChannelFigures("Вісник – Світ", 31, 1, 15_422, 103),
        ChannelFigures("<Культура> @vistnyk", 11, 0, 402, -2),
        ChannelFigures("Архів", 1, 0, 7, 0),
        ChannelFigures("Новий", 2, 0, 3),
        ChannelFigures("Поки не пораховано", 0, 0),
    ),
    noticed=(Noticed(12, "У Львові відкрили бібліотеку, що працює вночі", 214),),
)
NO_FIGURES: Final = Figures(
    Period.DAY,
    datetime(2026, 11, 24, tzinfo=KYIV),
    NOW,
    posts=0,
    before=0,
    breaking=0,
    corrected=0,
    retracted=0,
    readers=0,
    gained=0,
    lost=0,
    spans=None,
)


@cache
def renderer() -> Renderer:
    """One for all tests of a process: what its templates import is there for the next page."""
    return Renderer(KYIV, lambda: NOW)


CONTENT: Final = Content(
    headline="У Львові відкрили бібліотеку, що працює вночі",
    section="Культура",
    published_at=datetime(2026, 11, 23, 18, 5, tzinfo=KYIV),
    lead="Перші відвідувачі прийшли ще до відкриття: студенти, медики після зміни й водії таксі.",
    body=(
        "Читальна зала розрахована на шістдесят місць і відчинена до п’ятої ранку.",
        "«Місто не спить, то чому має спати бібліотека?» – каже директорка Олена Гнатів.",
        "За перший тиждень видали 1 240 книжок.",
    ),
    author="Марта Коваль",
    captions=("Читальна зала вночі. Фото: Ігор Бойко",),
    related=(
        Related("Культура", "Музей просто неба шукає волонтерів", None, "12 червня, 13:45"),
        Related("Світ", "Токіо отримає новий міст", None, "9 червня, 08:10"),
    ),
    language="uk",
)
IMAGE: Final = Image("https://vistnyk.example/foto/zala.jpg", "Читальна зала. Фото: Ігор Бойко")
DRAFT: Final = Article(
    id=12,
    state=ArticleState.DRAFT,
    revision=1,
    content=CONTENT,
    section=CULTURE,
    warnings=("no_link",),
)
OLD: Final = Article(
    id=7,
    state=ArticleState.PUBLISHED,
    revision=1,
    content=replace(
        CONTENT,
        headline="Нічна бібліотека відкриється у Львові",
        published_at=datetime(2023, 5, 10, 15, 25, tzinfo=KYIV),
        link=SITE,
    ),
    section=CULTURE,
    released_at=datetime(2023, 5, 10, 15, 30, tzinfo=KYIV),
)
ILLUSTRATED: Final = replace(DRAFT, content=replace(CONTENT, images=(IMAGE,)))
PUBLISHED: Final = replace(
    DRAFT,
    state=ArticleState.PUBLISHED,
    revision=2,
    content=replace(CONTENT, link=SITE),
    warnings=(),
    breaking=True,
    released_at=datetime(2026, 11, 24, 12, 0, tzinfo=KYIV),
    corrected_at=datetime(2026, 11, 24, 12, 20, tzinfo=KYIV),
)
OWN_WORDS: Final = replace(
    PUBLISHED, content=replace(CONTENT, own=OwnWords(Formatted("Двері зачинено."), headed=True))
)
FIRST: Final = replace(PUBLISHED, revision=1, corrected_at=None)
ARCHIVED: Final = replace(OLD, state=ArticleState.ARCHIVED)
RETRACTED: Final = replace(
    PUBLISHED,
    state=ArticleState.RETRACTED,
    retracted_at=datetime(2026, 11, 24, 12, 45, tzinfo=KYIV),
)
MARKED: Final = replace(PUBLISHED, breaking=False, marked_at=PUBLISHED.corrected_at)
BARE: Final = Article(
    id=13,
    state=ArticleState.DRAFT,
    revision=1,
    content=Content(headline="Коротка звістка", section="Технології"),
    section=None,
    warnings=("no_date", "no_lead", "no_body", "no_author", "no_link", "code_of_tomorrow"),
)
CHANNEL: Final = Channel(
    -1001001, "Світ і культура", "svit_kultura", ChannelState.ACTIVE, frozenset({1, 7})
)
_FORUM: Final = Forum(
    replace(CHANNEL, title="Форум", threads=Threads(rest=5, own={1: 44, 7: 9})),
    {
        5: Thread(5, "Новини"),
        9: Thread(9, None, ThreadState.GONE),
        30: Thread(30, None),
        44: Thread(44, "Світ <і> люди", ThreadState.CLOSED),
    },
    FIRST_SECTIONS,
)
AT_NIGHT: Final = replace(CHANNEL, pins=True, pinned_hours=6, quiet=QuietHours(22 * 60, 7 * 60))
OFFERED: Final = Channel(-1001002, "Чужий канал", None, ChannelState.OFFERED)
PAUSED: Final = Channel(-1001003, "Політика", None, ChannelState.PAUSED, frozenset({2}))
LEFT: Final = Channel(-1001004, "Старий канал", None, ChannelState.LEFT)
OWNER: Final = Editor(1, "Оксана Мельник", Role.OWNER, "uk")
CHIEF: Final = Editor(2, "Тарас Шмід", Role.CHIEF, "uk")
WRITER: Final = Editor(3, "Марта Коваль", Role.EDITOR, "uk")
UNDER_WAY: Final = Progress(
    channels=(
        ChannelProgress(-1001001, "Світ і культура", "svit_kultura", State.SHOWN, 40, 1),
        ChannelProgress(-1001005, "Уся стрічка", None, State.SENDING),
        ChannelProgress(-1001019, "Без прав", None, State.DUE, paused=True),
        ChannelProgress(
            -1001010, "Щогодини", None, State.DUE, waits_until=NOW + timedelta(minutes=10)
        ),
        ChannelProgress(-1001011, "Стрічка", "strichka", State.SHOWN, 41, 2, in_round_up=True),
        ChannelProgress(
            -1001006,
            "Резервний",
            None,
            State.UNKNOWN,
            None,
            0,
            Reason(ReasonCode.NO_ANSWER, "timed out"),
        ),
        ChannelProgress(
            -1001003, "Політика", None, State.FAILED, None, 0, said("Bad Request: chat not found")
        ),
    ),
    readers={State.SHOWN: 123, State.DUE: 877},
    reasons={
        said("Forbidden: bot was blocked by the user"): 3,
        said("Forbidden: user is deactivated"): 1,
        said("Bad Request: something of tomorrow"): 2,
    },
    counting=True,
    replayable=1,
    first_shown_at=datetime(2026, 11, 24, 12, 0, 1, tzinfo=KYIV),
    last_shown_at=datetime(2026, 11, 24, 12, 4, tzinfo=KYIV),
)
BEING_PINNED: Final = Progress(
    channels=(
        ChannelProgress(
            -1001001, "Світ і культура", "svit_kultura", State.DUE, 40, 1, to_pin=True
        ),
    ),
    readers={State.SHOWN: 10, State.DUE: 990},
)
STANDING: Final = tuple(
    ChannelProgress(-1001000000001 - n, f"Канал <{n}>", None if n else "svit", State.SHOWN, 40 + n)
    for n in range(7)
)
ARRIVED: Final = Progress(
    channels=(ChannelProgress(-1001001, "Світ і культура", "svit_kultura", State.SHOWN, 40, 1),),
    readers={State.SHOWN: 1000},
    first_shown_at=datetime(2026, 11, 24, 12, 0, 1, tzinfo=KYIV),
    last_shown_at=datetime(2026, 11, 24, 12, 1, tzinfo=KYIV),
)
NOT_EVERYWHERE: Final = Progress(
    channels=(
        *ARRIVED.channels,
        ChannelProgress(
            -1001004,
            "Старий канал",
            None,
            State.SKIPPED,
            None,
            0,
            Reason(ReasonCode.REMOVED),
        ),
    ),
    readers={State.SHOWN: 21, State.FAILED: 2},
    replayable=1,
    reasons={said("Forbidden: bot was blocked by the user"): 1, said(""): 1},
)
NOBODY: Final = Progress()
CORRECTED: Final = replace(
    ARRIVED,
    channels=tuple(replace(channel, revision=2) for channel in ARRIVED.channels),
)
SOME_DELETED: Final = replace(
    CORRECTED,
    channels=(
        *CORRECTED.channels,
        ChannelProgress(
            -1001008,
            "Обласна",
            None,
            State.SKIPPED,
            3,
            1,
            said("Bad Request: message to edit not found"),
        ),
    ),
    readers={State.SHOWN: 999, State.SKIPPED: 1},
    reasons={said("Bad Request: message to edit not found"): 1},
)
LONG_AGO: Final = replace(CORRECTED, untracked=984)
WITHDRAWN_LONG_AGO: Final = Progress(
    readers={State.SHOWN: 1, State.WITHDRAWN: 3},
    untracked=1,
)
ONE_BY_HAND: Final = replace(
    CORRECTED,
    channels=(
        *CORRECTED.channels,
        ChannelProgress(
            -1001006,
            "Резервний",
            None,
            State.SHOWN,
            None,
            1,
            Reason(ReasonCode.NUMBER_UNKNOWN),
        ),
    ),
)
CHANGED_BY_HAND: Final = replace(
    CORRECTED,
    channels=(
        *CORRECTED.channels,
        ChannelProgress(
            -1001006, "Резервний", None, State.SHOWN, message_id=41, revision=1, by_hand=True
        ),
    ),
)
_CHANNELS_OF_THE_RETRACTED: Final = (
    ChannelProgress(
        -1001001,
        "Світ і культура",
        "svit_kultura",
        State.WITHDRAWN,
        40,
        2,
        Reason(ReasonCode.DELETED),
    ),
    ChannelProgress(
        -1001005, "Уся стрічка", None, State.WITHDRAWN, 51, 2, Reason(ReasonCode.OVERWRITTEN)
    ),
    ChannelProgress(
        -1001004, "Старий канал", None, State.SKIPPED, None, 0, Reason(ReasonCode.RETRACTED)
    ),
)
BEING_WITHDRAWN: Final = Progress(
    channels=(
        *_CHANNELS_OF_THE_RETRACTED,
        ChannelProgress(
            -1001006,
            "Резервний",
            None,
            State.UNKNOWN,
            None,
            0,
            Reason(ReasonCode.NO_ANSWER, "timed out"),
        ),
        ChannelProgress(-1001007, "Культура+", "kultura_plus", State.DUE, 8, 2),
    ),
    readers={State.WITHDRAWN: 1204, State.DUE: 20, State.SENDING: 1, State.SKIPPED: 2},
    first_shown_at=datetime(2026, 11, 24, 12, 0, 0, 400_000, tzinfo=KYIV),
    last_shown_at=datetime(2026, 11, 24, 12, 1, 5, tzinfo=KYIV),
)
WITHDRAWN: Final = Progress(
    channels=_CHANNELS_OF_THE_RETRACTED, readers={State.WITHDRAWN: 1225, State.SKIPPED: 2}
)
NOT_WITHDRAWN: Final = Progress(
    channels=(
        *_CHANNELS_OF_THE_RETRACTED,
        ChannelProgress(
            -1001003, "Політика", None, State.FAILED, 9, 2, said("Bad Request: CHAT_RESTRICTED")
        ),
        ChannelProgress(-1001006, "Резервний", None, State.SHOWN, None, 1),
    ),
    readers={State.WITHDRAWN: 1200, State.FAILED: 25},
    reasons={said("Forbidden: bot was blocked by the user"): 25},
    replayable=1,
    standing=25,
)
REVISIONS: Final = (
    Revision(1, datetime(2026, 11, 24, 11, 50, tzinfo=KYIV), "Марта Коваль", OLD.content),
    Revision(2, datetime(2026, 11, 24, 12, 20, tzinfo=KYIV), None, PUBLISHED.content),
)
SEVEN_REVISIONS: Final = (
    *REVISIONS,
    *(
        Revision(
            n,
            NOW + timedelta(minutes=n),
            "Оксана Мельник",
            replace(PUBLISHED.content, lead=f"Лід, версія {n}."),
        )
        for n in range(3, 7)
    ),
    Revision(7, NOW + timedelta(hours=1), "Оксана Мельник", ILLUSTRATED.content),
)


_AMENDED = replace(
    PUBLISHED.content,
    headline=PUBLISHED.content.headline.replace("вночі", "до ранку"),
    published_at=datetime(2023, 5, 11, 9, 5, tzinfo=KYIV),
    author=None,
)


def _card(article: Article, **facts: object) -> Card:
    return Card(article=article, sections=FIRST_SECTIONS, **facts)  # type: ignore[arg-type]


def _why(article: Article, followers: int, progress: Progress) -> Why:
    """One channel for each way in which an article may have come to it or not."""
    posted = (
        Channel(post.chat_id, post.title, post.username, ChannelState.ACTIVE, frozenset({7}))
        for post in progress.channels
        if post.chat_id not in (PAUSED.chat_id, LEFT.chat_id)
    )
    others = (
        Channel(-1001011, "Новий канал культури", None, ChannelState.ACTIVE, frozenset({7})),
        Channel(-1001012, "Порожній канал", None, ChannelState.ACTIVE),
    )
    return Why(article, (OFFERED, PAUSED, LEFT, *others, *posted), followers, progress)


def _paragraphs_shown() -> tuple[Paragraph, ...]:
    return (
        Paragraph(CONTENT.headline, Style.BOLD),
        Paragraph("🎭 Культура · 23 листопада, 18:05"),
        *map(Paragraph, CONTENT.body),
        Paragraph("🖼 " + CONTENT.captions[0], Style.ITALIC),
    )


_ADDRESSES = {7: SITE, 12: IN_BOT}
_REJECTED: Final[Mapping[str, object]] = {
    "delivery_id": 5,
    "chat_id": -1001003,
    "article_id": 12,
    "headline": CONTENT.headline,
    "title": "Політика",
    "reason": asdict(said("Bad Request: can't parse entities")),
}
_NOTICE_DETAILS: Final[Mapping[str, Mapping[str, object]]] = {
    "card_moved": {"article_id": 12, "headline": "НАТО поглибить діалог із Японією"},
    "report_moved": {"article_id": 12, "headline": "НАТО поглибить діалог із Японією"},
    "section_changed": {
        "section_id": 1,
        "label": "🌍 Світ",
        "hashtag": "#Світ_сьогодні",
        "part": "hashtag",
    },
    "form_moved": {
        "article_id": 12,
        "headline": "НАТО поглибить діалог із Японією",
        "kind": "fields",
    },
    "question_ended": {
        "about": "link",
        "ending": "answered",
        "article_id": 12,
        "title": "НАТО поглибить діалог із Японією",
    },
    **{
        f"publication_{what}": {
            "article_id": 12,
            "headline": "НАТО поглибить діалог із Японією",
            "by_name": "Марта Коваль",
        }
        for what in ("wanted", "wished", "denied")
    },
    "paste_refused": {"code": "page_too_long", "details": {"length": 110_000, "limit": 100_000}},
    "channel_added": {
        "chat_id": -1001001,
        "title": "Світ і культура",
        "sections": [[s.id, s.label] for s in FIRST_SECTIONS],
        "chosen": [1, 7],
    },
    "channel_offers": {},
    "channel_unsteady": {"chat_id": -1001002, "title": "Світ · t.me/svit"},
    "posts_elsewhere": {
        "chat_id": -1001002,
        "title": "Форум · t.me/forum",
        "thread_id": 44,
        "name": "Політика <і> право",
        "state": "closed",
        "instead": 7,
        "instead_name": "Новини",
    },
    "channel_offered": {"chat_id": -1001002, "title": "Чужий канал", "by_name": "Гість"},
    "channel_rights_lost": {"title": "Політика", "chat_id": -1001003},
    "channel_rights_back": {"title": "Політика", "chat_id": -1001003},
    "channel_left": {"title": "Старий канал", "chat_id": -1001003, "scheduled": 2},
    "section_withdrawn": {
        "title": "Політика",
        "chat_id": -1001003,
        "section": "Світ <і> люди",
        "scheduled": 2,
    },
    "section_needs_two": {"section": "Світ <і> люди", "scheduled": 2},
    "channel_cannot_post": {"title": "Політика", "chat_id": -1001003},
    "post_rejected": _REJECTED,
    "cannot_tell": {
        "delivery_id": 5,
        "chat_id": -1001003,
        "article_id": 12,
        "headline": CONTENT.headline,
        "title": "Політика",
        "reason": asdict(said("Bad Request: message can't be forwarded")),
    },
    "still_stands": {
        "delivery_id": 5,
        "chat_id": -1001003,
        "article_id": 12,
        "headline": CONTENT.headline,
        "title": "Політика",
        "link": "https://t.me/c/1003/9",
        "reason": asdict(said("Bad Request: message can't be edited")),
        "withdrawing": True,
    },
    "edited_by_hand": {
        "delivery_id": 5,
        "chat_id": -1001003,
        "article_id": 12,
        "headline": CONTENT.headline,
        "title": "Політика",
        "link": "https://t.me/c/1003/9",
    },
    "not_recorded": {
        "delivery_id": 5,
        "chat_id": -1001003,
        "article_id": 12,
        "headline": CONTENT.headline,
        "title": "200300",
        "reason": asdict(
            Reason(ReasonCode.NOT_RECORDED, "IntegrityError: CHECK constraint failed")
        ),
    },
    "readers_unreached": {"count": 30, "reason": asdict(said("Bad Request: chat not found"))},
    "channels_lost": {
        "titles": ["Світ і культура", *(f"Канал <{n}>" for n in range(14))],
        "reason": asdict(said("Bad Request: chat not found")),
    },
    "copy_left": {"title": "Політика"},
    "picture_left": {},
    "wish_lapsed": {"article_id": 12, "headline": "Львів & Варшава"},
    "picture_replaced": {
        "article_id": 12,
        "headline": "Міст відкрили",
        "by_name": "Олена <Шеф>",
        "medium": "photo",
    },
    "files_gave_way": {
        "article_id": 12,
        "headline": "Міст & порт",
        "medium": "voice",
        "gone": {"photo": 2},
    },
    "picture_missing": {
        "article_id": 12,
        "headline": "Міст відкрили",
        "url": "https://vistnyk.example/foto/mist.jpg",
        "code": "picture_too_small",
        "details": {"width": 64, "height": 48},
    },
    "cannot_pin": {
        "delivery_id": 5,
        "chat_id": -1001001,
        "article_id": 12,
        "headline": CONTENT.headline,
        "title": "Світ і культура",
        "reason": asdict(
            said("Bad Request: not enough rights to manage pinned messages in the chat")
        ),
    },
    "paid_ended": {
        "article_id": 12,
        "headline": CONTENT.headline,
        "reason": asdict(Reason(ReasonCode.TOO_FEW_STARS)),
        "has": 320,
        "needs": 1240,
    },
    "new_editor": {"name": "Марта Коваль", "role": "editor"},
    "channel_silent": {"title": "Світ & культура", "hours": 24},
    "channel_speaks": {"title": "Світ & культура"},
    "posts_stuck": {"posts": 12, "since": int(NOW.timestamp()) - 1000},
    "posts_move": {},
    "template_fails": {
        "title": "Світ & культура",
        "template": "morning",
        "fault": "unsupported tag «div»",
    },
    "template_works": {"title": "Світ & культура", "template": "morning"},
    "halted": {"until": int(NOW.timestamp()) + 100_000},
    "halt_over": {"until": int(NOW.timestamp()) + 100_000, "title": "Світ & культура"},
    "desk_chat_lost": {
        "reason": asdict(said("Forbidden: bot was kicked from the supergroup chat"))
    },
    "clock_set_back": {"by": 3725},
    "job_fails": {"job": "poll_feeds", "error": "OperationalError"},
    "webhook_fails": {
        "words": "Wrong response from the webhook: 502 Bad Gateway <nginx>",
        "waiting": 7,
    },
    "restored": {"taken_at": "2026-11-24T03:00:00+02:00"},
    "schedule_missed": {
        "article_id": 12,
        "headline": CONTENT.headline,
        "at": "2026-11-24T09:00:00+02:00",
    },
    "not_published": {
        "article_id": 12,
        "headline": CONTENT.headline,
        "at": "2026-11-24T09:00:00+02:00",
        "code": "article_no_section",
        "details": {"id": 12},
    },
    "update_set_aside": {
        "number": 700_000_123,
        "kind": "message",
        "name": "Хтось <б>",
        "person": 2001,
        "asked_at": NOW.isoformat(),
        "times": 3,
    },
}

# The name of an example is its template, with the case after «--» where there are several.
_STRICT: Final = tuple((s.id, s.label, s.id == 7) for s in FIRST_SECTIONS)
_DEEDS: Final = (
    Deed(
        NOW,
        2,
        "Тарас Шмід",
        Did.CORRECTED,
        Subject.article(PUBLISHED),
        (
            Change("headline", "У Львові відкрили бібліотеку", PUBLISHED.content.headline),
            Change("date", None, "2026-11-23T18:05:00+02:00"),
            Change.switched("mark", on=True),
            Change("link", None, SITE),
        ),
    ),
    Deed(
        NOW,
        3,
        "Марта",
        Did.CORRECTED,
        Subject.article(PUBLISHED),
        (Change("pictures", "telegram:один", "telegram:інший"),),
    ),
    Deed(NOW, None, "", Did.PUBLISHED, Subject.article(DRAFT), (Change("paid", "off", "on"),)),
    Deed(NOW, 1, "Оксана Мельник", Did.SETTLED, Subject(About.POST, 12, "Світ"), ()),
    Deed(NOW, 1, "Оксана Мельник", Did.WRITER_BLOCKED, Subject(About.LETTER, 7), ()),
    Deed(NOW, 1, "Оксана Мельник", Did.READERS_DECIDED, Subject(About.READERS), ()),
    Deed(
        NOW,
        1,
        "Оксана Мельник",
        Did.CHANNEL_CHANGED,
        Subject.channel(CHANNEL),
        (Change("quiet", None, "22:00–07:00"),),
    ),
    Deed(NOW, 1, "Оксана", Did.INVITED, Subject(About.PERSON), (Change("role", None, "chief"),)),
    Deed(NOW, 3, "Марта", Did.JOINED, Subject.person(WRITER), (Change("role", None, "editor"),)),
    Deed(
        NOW,
        None,
        "Бастіон",
        Did.EDITED,
        Subject.article(BARE),
        (Change("section", None, "Культура"),),
    ),
)
POSTS: Final[Mapping[str, PostPage]] = {
    "teasers/teaser--channel": Teaser(
        replace(DRAFT, content=PUBLISHED.content), Audience.CHANNEL, SITE
    ),
    "teasers/teaser--channel-breaking": Teaser(PUBLISHED, Audience.CHANNEL, SITE),
    "teasers/teaser--channel-no-address": Teaser(BARE, Audience.CHANNEL, None),
    "teasers/teaser--reader": Teaser(DRAFT, Audience.READER, IN_BOT),
    "teasers/teaser--reader-unfollowed": Teaser(PUBLISHED, Audience.READER, SITE, followed=False),
    "teasers/teaser--channel-marked": Teaser(MARKED, Audience.CHANNEL, SITE),
    "teasers/teaser--reader-marked-another-day": Teaser(
        replace(MARKED, marked_at=NOW + timedelta(days=1)), Audience.READER, SITE
    ),
    "teasers/teaser--channel-picture": Teaser(ILLUSTRATED, Audience.CHANNEL, SITE),
    "teasers/teaser--channel-photo": Teaser(
        ILLUSTRATED,
        Audience.CHANNEL,
        SITE,
        layout=Layout.PHOTO,
        files=(Picture("AgACAgIAAxkBAAI", "AQAD"),),
    ),
    "teasers/withdrawn": WithdrawnTeaser(),
    "teasers/full_text": FullText(_paragraphs_shown()),
    "teasers/full_text--related": FullText(
        _paragraphs_shown(), (("Тарифи <зростуть>", SITE), ("Музей відкриють", IN_BOT))
    ),
    "teasers/full_text--related-alone": FullText((), (("Музей відкриють", IN_BOT),)),
    "editors/card--draft": editors.CardPage(
        _card(DRAFT, channels=(CHANNEL,), followers=21), IN_BOT
    ),
    "editors/card--may-pay": editors.CardPage(
        _card(DRAFT, channels=(CHANNEL,), followers=21), IN_BOT, may_pay=True
    ),
    "editors/payment_question": editors.PaymentQuestion(
        Preflight(
            _card(DRAFT, channels=(CHANNEL, PAUSED), followers=12_400),
            breaking=True,
            remarks=(Remark("rights_lost", Weight.ASKS, (PAUSED.title,)),),
        )
    ),
    "editors/payment_question--no-channel": editors.PaymentQuestion(
        Preflight(_card(DRAFT, followers=1), breaking=True)
    ),
    "editors/notices/paid_ended--telegrams-words": page_of(
        "paid_ended",
        {
            "article_id": 12,
            "headline": CONTENT.headline,
            "reason": asdict(said("Bad Request: paid broadcasts are not enabled")),
            "has": None,
            "needs": None,
        },
    ),
    "editors/notices/posts_elsewhere--gone": page_of(
        "posts_elsewhere",
        {
            "chat_id": -1001002,
            "title": "Форум",
            "thread_id": 44,
            "name": None,
            "state": "gone",
            "instead": 1,
            "instead_name": None,
        },
    ),
    "editors/notices/halted--one-channel": page_of(
        "halted", {"until": int(NOW.timestamp()) + 300, "title": "Світ & культура"}
    ),
    "editors/notices/halt_over--a-person": page_of(
        "halt_over", {"until": int(NOW.timestamp()) + 100_000, "title": None}
    ),
    "editors/notices/job_fails--other": page_of(
        "job_fails", {"job": "tidy_pastes", "error": "<OSError>"}
    ),
    "editors/card--timed": editors.CardPage(
        _card(
            replace(
                DRAFT,
                scheduled=Scheduled(NOW + timedelta(hours=3), 1),
                embargo_until=NOW + timedelta(hours=2),
                warnings=("no_author",),
            ),
            channels=(CHANNEL,),
        ),
        IN_BOT,
    ),
    "editors/card--outlets": editors.CardPage(
        _card(
            replace(DRAFT, outlets=Outlets(silent=True, readers=False, channels=False, follows=7))
        ),
        IN_BOT,
    ),
    "editors/card--pictures": editors.CardPage(_card(ILLUSTRATED, channels=(CHANNEL,)), SITE),
    "editors/card--own-layout": editors.CardPage(
        _card(replace(ILLUSTRATED, layout=Layout.NONE), channels=(CHANNEL,)), SITE
    ),
    "editors/card--no-section": editors.CardPage(_card(BARE), None),
    "editors/card--section-chosen": editors.CardPage(
        _card(replace(DRAFT, warnings=("no_section", "no_author"))), None
    ),
    "editors/card--resembles-published": editors.CardPage(
        _card(replace(DRAFT, warnings=()), channels=(CHANNEL, PAUSED), followers=2, resembled=OLD),
        IN_BOT,
    ),
    "editors/card--resembles-posted": editors.CardPage(
        replace(_card(DRAFT, followers=2, resembled=OLD), posts=STANDING[:1]), IN_BOT
    ),
    "editors/card--resembles-posted-in-many": editors.CardPage(
        replace(_card(DRAFT, followers=2, resembled=OLD), posts=STANDING), IN_BOT
    ),
    "editors/card--resembles-other-pictures": editors.CardPage(
        replace(_card(ILLUSTRATED, followers=2, resembled=OLD), keeps_pictures=True), IN_BOT
    ),
    "editors/card--resembles-draft": editors.CardPage(
        _card(DRAFT, followers=5, resembled=replace(DRAFT, id=11)), IN_BOT
    ),
    "editors/card--published": editors.CardPage(_card(PUBLISHED, channels=(CHANNEL,)), SITE),
    "editors/card--would-correct": editors.CardPage(
        replace(_card(DRAFT, resembled=OLD), posts=STANDING[:1], proposed=DRAFT.content), IN_BOT
    ),
    "editors/card--amends": editors.CardPage(
        _card(
            replace(DRAFT, id=13, amends=1, resembles=12, warnings=(), content=_AMENDED),
            resembled=PUBLISHED,
            proposed=_AMENDED,
        ),
        SITE,
    ),
    "editors/card--amends-what-is-gone": editors.CardPage(
        _card(replace(DRAFT, id=13, amends=1, resembles=12, warnings=()), resembled=RETRACTED),
        SITE,
    ),
    "editors/card--merged-into": editors.CardPage(
        _card(replace(DRAFT, id=13, resembles=12, state=ArticleState.MERGED), resembled=PUBLISHED),
        IN_BOT,
    ),
    "editors/card--archived": editors.CardPage(_card(ARCHIVED, channels=(CHANNEL,)), SITE),
    "editors/card--discarded": editors.CardPage(
        _card(replace(DRAFT, state=ArticleState.DISCARDED)), IN_BOT
    ),
    "editors/card--discarded-from-the-archive": editors.CardPage(
        _card(replace(DRAFT, state=ArticleState.DISCARDED, released_at=RETRACTED.released_at)),
        IN_BOT,
    ),
    "editors/card--retracted": editors.CardPage(
        _card(replace(RETRACTED, warnings=("no_lead",)), channels=(CHANNEL,)), SITE
    ),
    "editors/card--resembles-retracted": editors.CardPage(
        _card(replace(DRAFT, warnings=()), channels=(CHANNEL,), resembled=RETRACTED), IN_BOT
    ),
    "editors/card--resembles-archived": editors.CardPage(
        _card(replace(DRAFT, warnings=()), channels=(CHANNEL,), resembled=ARCHIVED), IN_BOT
    ),
    "editors/drafts--some": editors.DraftList((DRAFT, BARE)),
    "editors/drafts--timed": editors.DraftList(
        (
            replace(DRAFT, scheduled=Scheduled(NOW + timedelta(hours=3), 1)),
            replace(DRAFT, embargo_until=NOW + timedelta(hours=4)),
        )
    ),
    "editors/drafts--none": editors.DraftList(()),
    "editors/drafts--many": editors.DraftList(tuple(replace(DRAFT, id=n) for n in range(1, 32))),
    "editors/progress--under-way": editors.ProgressPage(Status(FIRST, UNDER_WAY)),
    "editors/progress--readers-wait": editors.ProgressPage(
        Status(FIRST, replace(UNDER_WAY, readers_wait=True))
    ),
    "editors/progress--pinning": editors.ProgressPage(Status(FIRST, BEING_PINNED)),
    "editors/progress--arrived": editors.ProgressPage(Status(FIRST, ARRIVED)),
    "editors/progress--not-everywhere": editors.ProgressPage(Status(FIRST, NOT_EVERYWHERE)),
    "editors/progress--counting": editors.ProgressPage(
        Status(FIRST, replace(UNDER_WAY, readers={}, counting=True))
    ),
    "editors/progress--readers-alone": editors.ProgressPage(
        Status(FIRST, replace(ARRIVED, channels=()))
    ),
    "editors/progress--readers-alone-as-the-desk-wants": editors.ProgressPage(
        Status(replace(FIRST, outlets=Outlets(channels=False)), replace(ARRIVED, channels=()))
    ),
    "editors/progress--nobody": editors.ProgressPage(Status(FIRST, NOBODY)),
    "editors/progress--correcting": editors.ProgressPage(Status(PUBLISHED, UNDER_WAY)),
    "editors/progress--corrected": editors.ProgressPage(Status(PUBLISHED, CORRECTED)),
    "editors/progress--corrected-some-deleted": editors.ProgressPage(
        Status(PUBLISHED, SOME_DELETED)
    ),
    "editors/progress--corrected-long-ago": editors.ProgressPage(Status(PUBLISHED, LONG_AGO)),
    "editors/progress--withdrawn-long-ago": editors.ProgressPage(
        Status(RETRACTED, WITHDRAWN_LONG_AGO)
    ),
    "editors/health--well": editors.HealthPage(
        Health(NOW, Queue(0), heard_at=NOW - timedelta(seconds=2))
    ),
    "editors/health--not-well": editors.HealthPage(
        Health(
            NOW,
            Queue(12, NOW - timedelta(minutes=31)),
            spaced=3,
            next_at=NOW + timedelta(minutes=10),
            readers_waiting=48_210,
            in_doubt=1,
            faulty=3,
            refused=(12, 7),
            given_up=(11, 5, 3),
            readers_stopped=True,
            desk_heard=False,
            paused=("Світ & культура",),
            silent={-1: "Спорт", -2: "Погода"},
            broken_feeds=("Вісті – усі новини",),
            by_usual=("Світ & культура",),
            halted_until=NOW + timedelta(minutes=4),
            processes=("a 1", "b 2"),
        )
    ),
    "editors/health--kept": editors.HealthPage(
        Health(NOW, Queue(0), paused=("Світ & культура",), kept=2, heard_at=NOW)
    ),
    "editors/health--given-up": editors.HealthPage(
        Health(NOW, Queue(0), given_up=(11,), heard_at=NOW)
    ),
    "editors/figures--week": editors.FiguresPage(FIGURES, draws=True),
    "editors/figures--all-as-fast": editors.FiguresPage(
        replace(FIGURES, spans=Spans(timedelta(seconds=1), timedelta(seconds=1)))
    ),
    "editors/figures--nothing-yet": editors.FiguresPage(NO_FIGURES),
    "editors/status--long-ago": editors.StatusPage(Status(PUBLISHED, LONG_AGO)),
    "editors/progress--corrected-but-one": editors.ProgressPage(Status(PUBLISHED, ONE_BY_HAND)),
    "editors/progress--corrected-but-for-a-change-by-hand": editors.ProgressPage(
        Status(PUBLISHED, CHANGED_BY_HAND)
    ),
    "editors/progress--corrected-nobody": editors.ProgressPage(Status(PUBLISHED, NOBODY)),
    "editors/progress--withdrawing": editors.ProgressPage(Status(RETRACTED, BEING_WITHDRAWN)),
    "editors/progress--withdrawn": editors.ProgressPage(Status(RETRACTED, WITHDRAWN)),
    "editors/progress--not-withdrawn": editors.ProgressPage(Status(RETRACTED, NOT_WITHDRAWN)),
    "editors/progress--nothing-to-withdraw": editors.ProgressPage(Status(RETRACTED, NOBODY)),
    "editors/status--under-way": editors.StatusPage(Status(PUBLISHED, UNDER_WAY), REVISIONS),
    "editors/status--paid": editors.StatusPage(Status(replace(PUBLISHED, paid=True), ARRIVED)),
    "editors/status--no-longer-paid": editors.StatusPage(
        Status(
            replace(PUBLISHED, paid=True, unpaid_because=Reason(ReasonCode.TOO_FEW_STARS)), ARRIVED
        )
    ),
    "editors/status--arrived": editors.StatusPage(Status(PUBLISHED, ARRIVED), SEVEN_REVISIONS),
    "editors/status--not-everywhere": editors.StatusPage(Status(PUBLISHED, NOT_EVERYWHERE)),
    "editors/status--draft": editors.StatusPage(Status(DRAFT, NOBODY), REVISIONS[:1]),
    "editors/status--archived": editors.StatusPage(Status(ARCHIVED, NOBODY)),
    "editors/status--retracted-from-the-archive": editors.StatusPage(
        Status(replace(ARCHIVED, state=ArticleState.RETRACTED), NOBODY)
    ),
    "editors/status--some-deleted": editors.StatusPage(Status(PUBLISHED, SOME_DELETED)),
    "editors/status--not-withdrawn": editors.StatusPage(Status(RETRACTED, NOT_WITHDRAWN)),
    "editors/status--retracted": editors.StatusPage(Status(RETRACTED, BEING_WITHDRAWN)),
    "editors/retraction_question--published": editors.RetractionQuestion(PUBLISHED, 3, 1204),
    "editors/retraction_question--channel-alone": editors.RetractionQuestion(PUBLISHED, 1, 0),
    "editors/retraction_question--round-up": editors.RetractionQuestion(
        PUBLISHED, 3, 0, rounded_up=True
    ),
    "editors/retraction_question--readers-alone": editors.RetractionQuestion(PUBLISHED, 0, 21),
    "editors/retraction_question--staying": editors.RetractionQuestion(
        PUBLISHED, 3, 1204, staying=3
    ),
    "editors/retraction_question--spaced": editors.RetractionQuestion(
        PUBLISHED, spaced=UNDER_WAY.spaced
    ),
    "editors/retraction_question--archived": editors.RetractionQuestion(
        replace(PUBLISHED, state=ArticleState.ARCHIVED)
    ),
    "editors/why--published": editors.WhyPage(_why(PUBLISHED, 21, UNDER_WAY)),
    "editors/why--retracted": editors.WhyPage(_why(RETRACTED, 1, BEING_WITHDRAWN)),
    "editors/why--draft": editors.WhyPage(_why(DRAFT, 2, NOBODY)),
    "editors/why--switched-off": editors.WhyPage(
        _why(
            replace(
                DRAFT,
                embargo_until=NOW + timedelta(hours=3),
                outlets=Outlets(readers=False, left_out=frozenset({CHANNEL.chat_id})),
            ),
            2,
            NOBODY,
        )
    ),
    "editors/why--archived": editors.WhyPage(_why(ARCHIVED, 2, NOBODY)),
    "editors/why--in-digests": editors.WhyPage(
        Why(PUBLISHED, (), 9, Progress(readers={State.SHOWN: 3}))
    ),
    "editors/why--some-deleted": editors.WhyPage(_why(PUBLISHED, 2, SOME_DELETED)),
    "editors/why--no-section": editors.WhyPage(Why(BARE, (), 0, NOBODY)),
    "editors/team--owner": editors.TeamPage((OWNER, CHIEF, WRITER), OWNER),
    "editors/team--sections": editors.TeamPage(
        (OWNER, replace(WRITER, section_ids=frozenset({1, 7}))), CHIEF, FIRST_SECTIONS
    ),
    "editors/own_sections": editors.OwnSections(
        replace(WRITER, section_ids=frozenset({1, 7})), FIRST_SECTIONS
    ),
    "editors/own_sections--all": editors.OwnSections(WRITER, FIRST_SECTIONS),
    "editors/team--editor": editors.TeamPage((OWNER, CHIEF, WRITER), WRITER),
    "editors/log--some": editors.LogPost(LogPage(_DEEDS, 1, 20), may_export=True),
    "editors/log--of-one": editors.LogPost(LogPage(_DEEDS[:1], 0, 1, 12), may_export=True),
    "editors/log--of-person": editors.LogPost(
        LogPage(_DEEDS[:1], 1, 20, by=WRITER), may_export=True
    ),
    "editors/log--of-nobody": editors.LogPost(
        LogPage(_DEEDS[:1], 0, 1), may_export=True, typed="x"
    ),
    "editors/log--nothing-of-person": editors.LogPost(
        LogPage((), 0, 0, by=WRITER), may_export=True
    ),
    "editors/log--nothing-of-one": editors.LogPost(LogPage((), 0, 0, 12), may_export=True),
    "editors/log--none": editors.LogPost(LogPage((), 0, 0), may_export=False),
    "editors/log--follows": editors.LogPost(
        LogPage(
            (replace(_DEEDS[0], changes=(Change("follows", None, "7"),)),),
            0,
            1,
        ),
        may_export=False,
    ),
    **{
        f"editors/log--{did}": editors.LogPost(
            LogPage((Deed(NOW, None, "", did, Subject.article(DRAFT)),), 0, 1), may_export=False
        )
        for did in Did
    },
    "editors/preflight--breaking": editors.PreflightPage(
        Preflight(_card(DRAFT, channels=(CHANNEL, PAUSED), followers=1234), breaking=True)
    ),
    "editors/preflight--asks": editors.PreflightPage(
        Preflight(
            _card(DRAFT),
            breaking=False,
            remarks=(
                Remark("resembles_retracted", Weight.ASKS),
                Remark("date_ahead", Weight.ASKS),
                Remark("rights_lost", Weight.ASKS, ("Політика", "Світ")),
                Remark("picture_missing", Weight.ASKS),
                Remark("no_channels", Weight.TOLD),
                Remark("quiet_hours", Weight.TOLD, ("Світ і культура",) * 6),
            ),
        )
    ),
    "editors/preflight--nobody": editors.PreflightPage(
        Preflight(Card(DRAFT, ()), breaking=False, remarks=(Remark("nobody", Weight.ASKS),))
    ),
    "editors/preflight--stops": editors.PreflightPage(
        Preflight(
            _card(replace(BARE, embargo_until=datetime(2026, 11, 25, 9, 0, tzinfo=KYIV))),
            breaking=True,
            remarks=(
                Remark("embargo", Weight.STOPS),
                Remark("no_section", Weight.STOPS),
                Remark("in_question", Weight.STOPS),
            ),
        )
    ),
    "editors/preflight--outside": editors.PreflightPage(
        Preflight(
            _card(DRAFT, channels=(CHANNEL,), followers=12),
            breaking=False,
            remarks=(
                Remark("link_missing", Weight.ASKS),
                Remark("link_unreachable", Weight.ASKS),
                Remark("picture_too_small", Weight.ASKS),
                Remark("picture_unseen", Weight.TOLD),
            ),
        )
    ),
    "editors/preflight--too-long": editors.PreflightPage(
        Preflight(
            _card(DRAFT, channels=(CHANNEL,), followers=12),
            breaking=False,
            remarks=(
                Remark("words_cut", Weight.ASKS, ("", "Світ", "Культура")),
                Remark("headline_cut", Weight.TOLD, ("Світ",)),
                Remark("lead_left_out", Weight.TOLD, ("Культура",)),
                Remark("lead_shortened", Weight.TOLD, ("", "Усе")),
            ),
        )
    ),
    "editors/card--remarks": editors.CardPage(
        _card(DRAFT, channels=(CHANNEL, PAUSED), followers=12, outside=Outside(lost_pictures=1)),
        IN_BOT,
    ),
    "editors/access_taken": editors.AccessTaken(),
    "editors/asked_long_ago--pressed": editors.AskedLongAgo("🚀 Опублікувати", 12, "publish:12:0"),
    "editors/asked_long_ago--typed": editors.AskedLongAgo("/publish 12", 180),
    "editors/card--dropped-change": editors.CardPage(
        _card(
            replace(DRAFT, id=13, state=ArticleState.DISCARDED, resembles=12, amends=1),
            resembled=PUBLISHED,
        ),
        SITE,
    ),
    "editors/sections--chief": editors.SectionsPage(_STRICT, may_change=True),
    "editors/section--owner": editors.SectionPage(
        SectionFacts(WORLD, needs_second=True, hidden=True, channels=(CHANNEL, PAUSED)),
        may_change=True,
        may_send=True,
    ),
    "editors/section--nobody-agrees": editors.SectionPage(
        SectionFacts(WORLD, needs_second=True, deciders=1), may_change=True, may_send=False
    ),
    "editors/section--chief": editors.SectionPage(
        SectionFacts(CULTURE, needs_second=False, channels=(CHANNEL,)),
        may_change=True,
        may_send=False,
    ),
    "editors/section--editor": editors.SectionPage(
        SectionFacts(CULTURE, needs_second=False), may_change=False, may_send=False
    ),
    "editors/section--no-channels": editors.SectionPage(
        SectionFacts(CULTURE, needs_second=False), may_change=True, may_send=True
    ),
    "editors/ask_section--name": editors.AskSection(WORLD, "name"),
    "editors/ask_section--hashtag": editors.AskSection(
        replace(WORLD, own_hashtag="#Світ_сьогодні"), "hashtag"
    ),
    "editors/merger_choice": editors.MergerChoice(WORLD, (CULTURE,)),
    "editors/merger_question": editors.MergerQuestion(
        Merger(WORLD, CULTURE, SectionUses(1_234, 2, 560, 1, 3), both=41)
    ),
    "editors/merger_question--empty": editors.MergerQuestion(
        Merger(WORLD, CULTURE, SectionUses())
    ),
    "editors/ask_section--emoji": editors.AskSection(WORLD, "emoji"),
    "editors/sections--editor": editors.SectionsPage(_STRICT, may_change=False),
    "editors/card--wanted": editors.CardPage(
        _card(
            DRAFT,
            channels=(CHANNEL,),
            followers=12,
            wish=Wish(3, "Марта Коваль", breaking=True, of=""),
            needs_second=True,
        ),
        IN_BOT,
    ),
    "editors/card--wanted-by-oneself": editors.CardPage(
        _card(
            DRAFT,
            channels=(CHANNEL,),
            followers=12,
            wish=Wish(3, "Марта Коваль", breaking=True, of=""),
            needs_second=True,
        ),
        IN_BOT,
        viewer=3,
    ),
    "editors/card--wish-lapsed": editors.CardPage(
        _card(
            DRAFT,
            channels=(CHANNEL,),
            followers=12,
            lapsed=Wish(3, "Марта Коваль", breaking=True, of=""),
            needs_second=True,
        ),
        IN_BOT,
    ),
    "editors/card--spaced": editors.CardPage(
        _card(FIRST, channels=(CHANNEL,), spaced=UNDER_WAY.spaced), SITE
    ),
    "editors/card--needs-second": editors.CardPage(
        _card(DRAFT, channels=(CHANNEL,), followers=12, needs_second=True), IN_BOT
    ),
    "editors/card--needs-second-and-timed": editors.CardPage(
        _card(replace(DRAFT, scheduled=Scheduled(NOW, 1)), channels=(CHANNEL,), needs_second=True),
        IN_BOT,
    ),
    "editors/polite--greeting": editors.EditorPolite(courtesy=Courtesy.GREETING),
    "editors/polite--salute": editors.EditorPolite(courtesy=Courtesy.SALUTE),
    "editors/polite--thanks": editors.EditorPolite(courtesy=Courtesy.THANKS),
    "editors/polite--leaving": editors.EditorPolite(courtesy=Courtesy.LEAVING),
    "editors/polite--news": editors.EditorPolite(courtesy=Courtesy.NEWS),
    "editors/polite--help": editors.EditorPolite(courtesy=Courtesy.HELP),
    "editors/own_message": editors.OwnMessage(),
    "editors/edit_unread": editors.EditUnread(),
    "editors/dismiss_question": editors.DismissQuestion(WRITER),
    "editors/invitation": editors.InvitationPage(
        "https://t.me/vistnyk_bot?start=iAbCdEfGhIjKlMnOp",
        Role.EDITOR,
        datetime(2026, 11, 25, 12, 30, tzinfo=KYIV),
    ),
    "editors/welcomed": editors.Welcomed(CHIEF),
    "editors/welcomed--owner": editors.Welcomed(OWNER),
    "editors/ask_link": editors.AskLink(DRAFT),
    "editors/fields": editors.FieldsPage(DRAFT),
    "editors/fields--published": editors.FieldsPage(PUBLISHED),
    "editors/fields--bare": editors.FieldsPage(BARE),
    **{f"editors/field--{field}": editors.FieldQuestion(DRAFT, field) for field in Field},
    **{f"editors/field--{field}-bare": editors.FieldQuestion(BARE, field) for field in Field},
    "editors/field_section": editors.SectionQuestion(_card(DRAFT)),
    "editors/field_section--none": editors.SectionQuestion(Card(BARE, ())),
    "editors/ask_correction": editors.CorrectionQuestion(PUBLISHED),
    "editors/ask_correction--own_words": editors.CorrectionQuestion(OWN_WORDS),
    "editors/ask_correction--archived": editors.CorrectionQuestion(ARCHIVED),
    "editors/help": editors.DeskHelp(),
    **{
        f"editors/article_choice--{command}": editors.ArticleChoice(command, (DRAFT, BARE))
        for command in ("publish", "status", "why", "correct", "retract")
    },
    "editors/article_choice--no-drafts": editors.ArticleChoice("publish", ()),
    "editors/article_choice--none": editors.ArticleChoice("why", ()),
    "editors/article_choice--no-number": editors.ArticleChoice("status", (BARE,), "<сім>"),
    "editors/posts--first": editors.FoundPostsPage(
        FoundPosts((PUBLISHED, ARCHIVED), 0, has_older=True)
    ),
    "editors/posts--section-and-words": editors.FoundPostsPage(
        FoundPosts(
            (PUBLISHED,), 2, has_older=True, section=WORLD, words="міст через дніпро", search_id=7
        )
    ),
    "editors/posts--nothing-found": editors.FoundPostsPage(
        FoundPosts((), 0, words="<b>пошук</b>", search_id=8)
    ),
    "editors/posts--too-far": editors.FoundPostsPage(FoundPosts((), 9)),
    "editors/posts--none": editors.FoundPostsPage(FoundPosts((), 0)),
    "editors/post_sections": editors.PostSections(FIRST_SECTIONS, 7),
    **feed_examples.POSTS,
    **schedule_examples.examples(DRAFT, PUBLISHED),
    **own_examples.POSTS,
    **topic_examples.PAGES,
    **reading_examples.settings(),
    **reading_examples.digests((DRAFT, OLD)),
    **{
        f"editors/notices/{name}": page_of(name, details)
        for name, details in _NOTICE_DETAILS.items()
    },
    **{
        f"editors/notices/question_ended--{about}": page_of(
            "question_ended",
            {"about": about, "ending": ending, "title": title, "article_id": article_id},
        )
        for about, ending, title, article_id in (
            ("correction", "cancelled", "Міст відкрили", 12),
            ("author", "outdated", "Міст відкрили", 12),
            ("when", "answered", "Міст відкрили", 12),
            ("follow_up", "answered", "Міст відкрили", 12),
            ("embargo", "cancelled", "Міст відкрили", 12),
            ("feed", "cancelled", "", None),
            ("letter", "answered", "", None),
            ("filter", "outdated", "Бастіон", None),
        )
    },
    **{
        f"editors/notices/picture_missing--{code}": page_of(
            "picture_missing",
            {**_NOTICE_DETAILS["picture_missing"], "code": code, "details": details},
        )
        for code, details in {
            "site_status": {"status": 404},
            "site_too_slow": {},
            "site_too_big": {"limit": 20_000_000},
            "site_broken": {},
        }.items()
    },
    "editors/notices/publication_wanted--over": page_of(
        "publication_wanted", {**_NOTICE_DETAILS["publication_wanted"], "over": True}
    ),
    "editors/notices/desk_chat_lost--topic": page_of(
        "desk_chat_lost", {"reason": asdict(said("Bad Request: TOPIC_CLOSED"))}
    ),
    "editors/notices/form_moved--time": page_of(
        "form_moved", {**_NOTICE_DETAILS["form_moved"], "kind": "time", "over": True}
    ),
    "editors/notices/form_moved--over": page_of(
        "form_moved", {**_NOTICE_DETAILS["form_moved"], "kind": "outlets", "over": True}
    ),
    **{
        f"editors/notices/{name}--group": page_of(
            name, {**_NOTICE_DETAILS[name], "is_group": True}
        )
        for name in (
            *("channel_added", "channel_offered", "channel_unsteady", "channel_rights_lost"),
            *("channel_rights_back", "channel_left", "channel_cannot_post", "cannot_tell"),
            "section_withdrawn",
            *("cannot_pin", "still_stands", "edited_by_hand"),
        )
    },
    "editors/notices/cannot_tell--notice": page_of(
        "cannot_tell", {**_NOTICE_DETAILS["cannot_tell"], "article_id": None}
    ),
    **{
        f"editors/notices/edited_by_hand--{case}": page_of(
            "edited_by_hand",
            {**_NOTICE_DETAILS["edited_by_hand"], "case": case, "words": "Міст <b>!\n\nНа добу"},
        )
        for case in ("edited", "waits")
    },
    "editors/notices/edited_by_hand--differences": replace(
        page_of(
            "edited_by_hand",
            {
                **_NOTICE_DETAILS["edited_by_hand"],
                "case": "edited",
                "words": "Міст <b> закрито на добу.\n\nОб’їзд – через Поділ.",
            },
        ),
        ours="Міст <b> закрито на тиждень.\n\nОб’їзд – через Поділ.",
    ),
    "editors/notices/edited_by_hand--notice": page_of(
        "edited_by_hand", {**_NOTICE_DETAILS["edited_by_hand"], "article_id": None}
    ),
    "editors/notices/still_stands--correction": page_of(
        "still_stands", {**_NOTICE_DETAILS["still_stands"], "withdrawing": False}
    ),
    "editors/notices/post_rejected--everywhere": page_of(
        "post_rejected", {**_REJECTED, "title": "123456789", "everywhere": True}
    ),
    "editors/notices/post_rejected--odd-chat": page_of(
        "post_rejected",
        {**_REJECTED, "title": "-1001009", "reason": asdict(said("Bad Request: TOPIC_CLOSED"))},
    ),
    "editors/notices/post_rejected--topic": page_of(
        "post_rejected",
        {
            **_REJECTED,
            "title": "Форум новин",
            "is_group": True,
            "reason": asdict(Reason(ReasonCode.TOPIC_CLOSED)),
        },
    ),
    "readers/article_retracted": page_of("article_retracted", {"headline": CONTENT.headline}),
    "readers/welcome--reader": reader_pages.Welcome(FIRST_SECTIONS, frozenset({1}), desk=False),
    "readers/welcome--named": reader_pages.Welcome(
        FIRST_SECTIONS,
        frozenset(),
        desk=False,
        publication="Вісник",
        latest=(DRAFT, OLD, BARE, OLD),
        addresses=_ADDRESSES,
    ),
    "readers/welcome--returned": reader_pages.Welcome(
        FIRST_SECTIONS, frozenset({1}), desk=False, publication="Вісник", returned=True
    ),
    "readers/welcome--desk": reader_pages.Welcome(FIRST_SECTIONS, frozenset(), desk=True),
    "readers/topics--some": reader_pages.Topics(FIRST_SECTIONS, frozenset({1, 3, 5, 6, 7})),
    "readers/topics--none": reader_pages.Topics(FIRST_SECTIONS, frozenset()),
    "readers/latest--some": reader_pages.Latest((DRAFT, OLD, BARE), _ADDRESSES),
    "readers/taste--section": reader_pages.Taste(
        section_topic(FIRST_SECTIONS[0]), (DRAFT, OLD), _ADDRESSES
    ),
    "readers/taste--breaking": reader_pages.Taste(
        section_topic(FIRST_SECTIONS[0]), (OLD,), _ADDRESSES, pace=Pace.BREAKING
    ),
    "readers/taste--digest": reader_pages.Taste(
        section_topic(FIRST_SECTIONS[0]), (OLD,), _ADDRESSES, pace=Pace.DIGEST
    ),
    "readers/taste--word": reader_pages.Taste(
        Topic(TopicKind.WORD, "порт", "Порт"), (OLD,), _ADDRESSES
    ),
    "readers/latest--none": reader_pages.Latest((), {}),
    **archive_examples.POSTS,
    "readers/help": reader_pages.ReaderHelp(),
    "readers/chat": reader_pages.Chat(),
    "readers/chat--long": reader_pages.Chat(limit=200),
    "readers/polite--greeting": reader_pages.Polite(courtesy=Courtesy.GREETING),
    "readers/polite--salute": reader_pages.Polite(courtesy=Courtesy.SALUTE),
    "readers/polite--thanks": reader_pages.Polite(courtesy=Courtesy.THANKS),
    "readers/polite--leaving": reader_pages.Polite(courtesy=Courtesy.LEAVING),
    "readers/polite--news": reader_pages.Polite(courtesy=Courtesy.NEWS),
    "readers/polite--help": reader_pages.Polite(courtesy=Courtesy.HELP),
    "readers/stopped": reader_pages.Stopped(),
    "readers/stopped--stranger": reader_pages.Stopped(known=False),
    "readers/language": reader_pages.LanguageChoice(),
    "readers/language_set": reader_pages.LanguageSet(),
    "readers/unknown_command": reader_pages.UnknownCommand(),
    "readers/unknown_command--near": reader_pages.UnknownCommand(near="settings"),
    "readers/unknown_command--cancel": reader_pages.UnknownCommand(takes_back=True),
    "readers/only_text": reader_pages.OnlyText(),
    "readers/apology": reader_pages.Apology(),
    **reader_examples.POSTS,
    "readers/saved--some": saved_pages.SavedPage(
        ArchivePage(None, (DRAFT, OLD, BARE), 1, 3, 19), _ADDRESSES
    ),
    "readers/saved--none": saved_pages.SavedPage(ArchivePage(None, (), 0, 1, 0), {}),
    "channels/list--some": channel_pages.ChannelList(
        (CHANNEL, OFFERED, PAUSED, LEFT), FIRST_SECTIONS
    ),
    "channels/list--none": channel_pages.ChannelList((), FIRST_SECTIONS),
    "channels/channel--active": channel_pages.ChannelPage(CHANNEL, FIRST_SECTIONS),
    "channels/channel--no-sections": channel_pages.ChannelPage(
        replace(CHANNEL, section_ids=frozenset()), FIRST_SECTIONS
    ),
    "channels/channel--offered": channel_pages.ChannelPage(OFFERED, FIRST_SECTIONS),
    "channels/channel--paused": channel_pages.ChannelPage(
        replace(PAUSED, section_ids=frozenset()), FIRST_SECTIONS
    ),
    "channels/channel--forum": channel_pages.ChannelPage(
        replace(CHANNEL, threads=Threads()), FIRST_SECTIONS
    ),
    "channels/channel--group": channel_pages.ChannelPage(
        replace(CHANNEL, title="Читальня", username=None, is_group=True), FIRST_SECTIONS
    ),
    "channels/channel--wishes": channel_pages.ChannelPage(AT_NIGHT, FIRST_SECTIONS),
    "channels/routing_trial": shaping_pages.RoutingTrialPage(
        RoutingTrial(CHANNEL, FIRST_SECTIONS, 0b110, 0b10000010, 12, (OLD, PUBLISHED) * 4, (OLD,))
    ),
    "channels/section_trial": shaping_pages.SectionTrialPage(
        SectionTrial(CULTURE, (CHANNEL, PAUSED), 12)
    ),
    "channels/section_trial--none": shaping_pages.SectionTrialPage(SectionTrial(CULTURE, (), 0)),
    "channels/routing_trial--none": shaping_pages.RoutingTrialPage(
        RoutingTrial(CHANNEL, FIRST_SECTIONS, 0b10000010, 0b10000010, 1, (), ())
    ),
    "channels/forum": forum_pages.ForumPage(_FORUM),
    "channels/forum--none": forum_pages.ForumPage(
        replace(_FORUM, channel=replace(CHANNEL, threads=Threads()), threads={})
    ),
    "channels/threads": forum_pages.ThreadsPage(_FORUM, 1),
    "channels/threads--rest": forum_pages.ThreadsPage(replace(_FORUM, threads={}), REST),
    "channels/pinned": shaping_pages.PinnedPage(replace(CHANNEL, pins=True, pinned_hours=3)),
    "channels/pinned--always": shaping_pages.PinnedPage(CHANNEL),
    "channels/round_ups": shaping_pages.RoundUpPage(replace(CHANNEL, round_up=RoundUpRule(5, 30))),
    "channels/round_ups--none": shaping_pages.RoundUpPage(CHANNEL),
    "editors/round_up_articles": shaping_pages.RoundUpArticles((OLD, PUBLISHED)),
    "teasers/round_up": RoundUpPost(
        (
            RoundUpLine(FIRST, SITE),
            RoundUpLine(MARKED, SITE),
            RoundUpLine(replace(OLD, section=WORLD), IN_BOT, "Бібліотека <без> сну", "🌙"),
            RoundUpLine(BARE, IN_BOT),
        )
    ),
    "channels/spacing": channel_pages.SpacingPage(replace(CHANNEL, spacing=10)),
    "channels/spacing--none": channel_pages.SpacingPage(CHANNEL),
    "channels/quiet_hours--none": channel_pages.QuietHoursPage(CHANNEL),
    "channels/quiet_hours--usual": channel_pages.QuietHoursPage(AT_NIGHT),
    "channels/pictures--above": channel_pages.LayoutPage(CHANNEL),
    "channels/pictures--photo": channel_pages.LayoutPage(replace(CHANNEL, layout=Layout.PHOTO)),
    "channels/quiet_hours--shortest": channel_pages.QuietHoursPage(
        replace(CHANNEL, quiet=QuietHours(1410, 0))
    ),
}

REFUSALS: Final[Mapping[str, Mapping[str, object]]] = {
    "chart_failed": {},
    "saved_too_many": {"limit": 500},
    "administrators_only": {},
    "administrators_unknown": {},
    "group_of_desk": {},
    "letters_blocked": {},
    "letters_too_many": {"count": 5, "minutes": 12},
    "letter_unknown": {},
    "letter_gone": {},
    "letter_unanswerable": {},
    "page_empty": {},
    "page_fault": {},
    "page_too_long": {"length": 110_000, "limit": 100_000},
    "parsing_too_slow": {"seconds": 20},
    "page_no_headline": {},
    "page_no_text": {"headline": CONTENT.headline},
    "page_not_article": {},
    "own_words_too_large": {},
    "template_fails": {"name": "morning", "fault": "unsupported tag «div» at character 0"},
    "message_forgotten": {},
    "words_not_read": {"part": "buttons"},
    "file_too_big": {"size": 60_000_000, "limit": 1_000_000},
    "file_not_text": {"name": "фото.jpg"},
    "file_unreadable": {"name": "стаття.docx"},
    "revision_lower": {"stored": 3},
    "submission_unknown": {},
    "another_source": {"id": 12},
    "not_a_feed": {},
    "feed_too_big": {"limit": 5_000_000},
    "feed_entities": {},
    "filter_too_long": {"phrases": 100, "letters": 100},
    "address_invalid": {"url": "ftp://vistnyk.example/news"},
    "address_inside": {"url": "http://127.0.0.1/"},
    "site_unreachable": {"url": SITE},
    "site_too_slow": {"url": SITE, "seconds": 20},
    "site_too_big": {"url": SITE, "limit": 5_000_000},
    "site_redirects": {"url": SITE, "limit": 5},
    "site_broken": {"url": SITE},
    "site_status": {"url": SITE, "status": 503},
    "web_page_no_article": {"reason": "nothing"},
    "article_unknown": {"id": 99},
    "story_unknown": {},
    "article_discarded": {"id": 12},
    "article_not_draft": {"id": 12},
    "article_no_section": {"id": 12},
    "section_unknown": {},
    "shelf_unknown": {},
    "zone_unknown": {"text": "Марс"},
    "pause_not_read": {"text": "колись"},
    "setting_unknown": {},
    "digest_unknown": {},
    "topic_no_section": {"name": "Спорт <і> & дозвілля"},
    "topic_not_read": {"words": 5, "letters": 60},
    "topic_unknown": {},
    "tags_not_read": {"text": "###", "letters": 60, "most": 20},
    "topic_too_common": {"name": "сьогодні"},
    "topics_too_many": {"limit": 100},
    "section_name_taken": {"name": "Культура"},
    "section_misnamed": {"name": "Культурка", "known": ["Світ", "Культура"]},
    "section_name_unread": {},
    "hashtag_unread": {},
    "card_outdated": {"id": 12},
    "draft_amends": {"id": 13, "article_id": 12},
    "field_changed": {"value": "Міст відкрили"},
    "search_unknown": {},
    "link_invalid": {"text": "vistnyk example"},
    "article_retracted": {"id": 12},
    "article_withdrawn": {},
    "draft_merged": {"id": 12, "into": 7},
    "not_published": {"id": 12},
    "second_own": {"id": 12},
    "second_nobody": {"id": 12},
    "second_needed": {"id": 12},
    "wish_gone": {"id": 12},
    "section_not_yours": {"id": 12, "section": "Культура"},
    "channel_unknown": {},
    "hours_invalid": {},
    "hours_not_read": {"text": "25:99"},
    "picture_unreadable": {},
    "picture_too_small": {"width": 64, "height": 64},
    "picture_too_large": {"width": 12_000, "height": 9_000},
    "picture_uneven": {"width": 4_000, "height": 120},
    "picture_gone": {},
    "picture_no_desk": {},
    "picture_refused": {},
    "photo_only_one": {"id": 12},
    "editor_unknown": {},
    "feed_unknown": {},
    "owners_only": {},
    "chiefs_only": {},
    "paid_broadcast_off": {},
    "invitation_unknown": {},
    "invitation_used": {},
    "invitation_expired": {},
    "last_owner": {},
    "delivery_settled": {},
    "field_stale": {},
    "field_too_long": {"length": 1_204, "limit": 200},
    "outlet_unknown": {},
    "spacing_invalid": {},
    "round_up_invalid": {},
    "not_a_forum": {},
    "thread_unknown": {},
    "thread_changed": {"name": "🌍 Світ"},
    "topic_rights": {"words": "not enough rights"},
    "topic_not_made": {"words": "TOPIC_TITLE_EMPTY"},
    "pinned_hours_invalid": {},
    "time_not_read": {"text": "колись"},
    "follow_up_not_read": {"text": "учорашня"},
    "follow_up_of_what": {"id": 7},
    "follows_itself": {"id": 12},
    "follow_up_amends": {"id": 12, "article_id": 7},
    "time_without_hour": {"text": "завтра"},
    "time_no_such_day": {"text": "31 лютого"},
    "time_past": {"text": "вчора о 9", "names_day": True},
    "time_too_far": {"text": "через 400 днів"},
    "time_skipped": {"text": "28 березня о 3:30"},
    "embargo": {"id": 12, "until": datetime(2026, 11, 25, 9, 0, tzinfo=KYIV)},
    "date_not_read": {"text": "десь у <травні>"},
    "reader_unknown": {},
}

NOTICES: Final[Mapping[str, PlainPage]] = {
    "editors/publishing--new": editors.PublishingReply(
        Publication(PUBLISHED, (CHANNEL, PAUSED), 1234, new=True)
    ),
    "editors/publishing--spaced": editors.PublishingReply(
        Publication(PUBLISHED, (CHANNEL, PAUSED), 1234, new=True, spaced=UNDER_WAY.spaced)
    ),
    "editors/publishing--again": editors.PublishingReply(
        Publication(PUBLISHED, (CHANNEL,), 1, new=False)
    ),
    "editors/discarded": editors.Discarded(DRAFT),
    "editors/discarded--from-the-archive": editors.Discarded(
        replace(DRAFT, released_at=RETRACTED.released_at)
    ),
    "editors/discarded--change": editors.Discarded(replace(DRAFT, id=13, resembles=12, amends=1)),
    "editors/layout_set": editors.LayoutSet(DRAFT),
    "editors/layout_set--own": editors.LayoutSet(replace(DRAFT, layout=Layout.ALBUM)),
    "editors/section_set": editors.SectionSet(DRAFT),
    "editors/corrected--published": editors.Corrected(PUBLISHED),
    "editors/corrected--draft": editors.Corrected(DRAFT),
    "editors/kept_apart": editors.KeptApart(),
    **feed_examples.NOTICES,
    **reader_examples.NOTICES,
    **topic_examples.NOTICES,
    "editors/wanted--one": editors.WantedReply(Wanted(DRAFT, ("Оксана Мельник",))),
    "editors/wanted--many": editors.WantedReply(Wanted(DRAFT, ("Оксана", "Тарас") * 3)),
    "editors/wish_denied": editors.WishDenied(12),
    "editors/not_now": editors.NotNow(12),
    "editors/merged": editors.Merged(Merger(WORLD, CULTURE, SectionUses())),
    "editors/form_done": editors.FormDone(12),
    "editors/own_taken": editors.OwnTaken(as_page=False),
    "editors/own_taken--as-page": editors.OwnTaken(as_page=True),
    "editors/text_joined": editors.TextJoined(12),
    "editors/retracting": editors.Retracting(RETRACTED, tell=False),
    "editors/retracting--and-telling": editors.Retracting(RETRACTED, tell=True),
    "editors/kept_posted": editors.KeptPosted(12),
    "editors/replaying--all": editors.Replaying(3, 0),
    "editors/replaying--some": editors.Replaying(1, 2),
    "editors/replaying--none-reachable": editors.Replaying(0, 3),
    "editors/replaying--nobody": editors.Replaying(0, 0),
    "editors/replaying--withdrawing": editors.Replaying(1, 0, withdrawing=True),
    "editors/replaying--nothing-to-withdraw": editors.Replaying(0, 0, withdrawing=True),
    "editors/post_taken_away": editors.PostTakenAway(),
    "editors/readers_decided--on": editors.ReadersDecided(go_on=True),
    "editors/readers_decided--not": editors.ReadersDecided(go_on=False),
    "editors/dismissed": editors.Dismissed(WRITER),
    "editors/question_closed--cancelled": editors.QuestionClosed(cancelled=True),
    "editors/question_closed--closed-before": editors.QuestionClosed(cancelled=False),
    "editors/hand_decided--kept": editors.HandDecided(kept=True),
    "editors/hand_decided--restored": editors.HandDecided(kept=False),
    "editors/settled--there": editors.Settled(there=True),
    "editors/settled--absent": editors.Settled(there=False),
    "readers/follow_set--on": reader_pages.FollowSet(WORLD, on=True),
    "readers/follow_set--off": reader_pages.FollowSet(WORLD, on=False),
    "readers/not_where_shown": reader_pages.NotWhereShown(),
    "readers/outdated": reader_pages.Outdated(),
    "channels/taken": channel_pages.ChannelTaken(OFFERED),
    "channels/taken--group": channel_pages.ChannelTaken(replace(OFFERED, is_group=True)),
    "channels/declined": channel_pages.ChannelDeclined("Чужий канал"),
    **{f"refused/{code}": RefusedPage(code, details) for code, details in REFUSALS.items()},
    "refused/time_past--pressed": RefusedPage("time_past", {"text": "", "names_day": True}),
    "refused/time_past--today": RefusedPage("time_past", {"text": "о 9", "names_day": False}),
    "refused/time_too_far--pressed": RefusedPage("time_too_far", {"text": ""}),
    "refused/file_not_text--no-name": RefusedPage("file_not_text", {"name": ""}),
    "refused/file_unreadable--no-name": RefusedPage("file_unreadable", {"name": ""}),
    "refused/site_status--missing": RefusedPage("site_status", {"status": 404}),
    "refused/site_status--closed": RefusedPage("site_status", {"status": 403}),
    **{
        f"refused/web_page_no_article--{reason}": RefusedPage(
            "web_page_no_article", {"reason": reason}
        )
        for reason in ("paywall", "consent", "check", "listing", "missing", "script", "file")
    },
}
