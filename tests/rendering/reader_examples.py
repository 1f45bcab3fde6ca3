"""Pages of readers with made-up values, for golden files and property tests."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Final

from bot.domain.delivery import Audience
from bot.domain.formatted import Format, Formatted
from bot.domain.found import COUNTED_TO, FoundPage, Hit, UnknownName
from bot.domain.letter import LetterKind
from bot.domain.letter_notices import AnswerInDoubt, LetterArrived
from bot.domain.personal_data import KeptFor
from bot.domain.query import Query
from bot.domain.section import FIRST_SECTIONS
from bot.domain.topics import TopicKind
from bot.rendering import (
    PlainPage,
    PostPage,
    group_pages,
    letter_pages,
    privacy_pages,
    saved_pages,
    search_pages,
)
from bot.rendering.editors import NoticePage
from bot.rendering.teasers import Teaser
from tests.builders import an_article

_USUAL: Final = KeptFor(posts=90, backups=30)
_FOR_EVER: Final = KeptFor(posts=None, backups=None)

_QUERY = Query(words=("порту",), since=date(2026, 5, 1), ignored=("до:завтра",))
_HITS = tuple(
    Hit(
        an_article(headline, link=link),
        Formatted(headline, (Format("bold", 0, 4),)),
        Formatted("…причалять у порту вже восени.", (Format("bold", 13, 5),)),
        post,
    )
    for headline, link, post in (
        ("Порт <Роттердама> & інші", "https://news.example/1?a=1&b=2", "https://t.me/svit/5"),
        ("Порт Одеси", None, None),
    )
)
_FOUND = FoundPage(_QUERY, "порту від:01.05.2026", _HITS, 0, 2, search_id=7)

POSTS: Final[Mapping[str, PostPage]] = {
    "readers/privacy--reader": privacy_pages.PrivacyPage(_USUAL, desk=False),
    "readers/privacy--desk": privacy_pages.PrivacyPage(_FOR_EVER, desk=True),
    "readers/forget_question--reader": privacy_pages.ForgetQuestion(_USUAL, desk=False),
    "readers/forget_question--desk": privacy_pages.ForgetQuestion(_FOR_EVER, desk=True),
    "readers/forgotten--reader": privacy_pages.Forgotten(KeptFor(1, 1), desk=False),
    "readers/forgotten--desk": privacy_pages.Forgotten(KeptFor(1, 0), desk=True),
    "readers/found--some": search_pages.FoundView(_FOUND),
    "readers/found--many": search_pages.FoundView(
        replace(_FOUND, page=3, total=COUNTED_TO, newest=True, has_more=True)
    ),
    "readers/found--of-a-section": search_pages.FoundView(
        replace(_FOUND, query=Query(sections=("Світ",)), words="рубрика:Світ")
    ),
    "readers/found--one": search_pages.FoundView(
        replace(_FOUND, query=Query(("порт",)), words="порт", hits=_HITS[:1], total=1)
    ),
    "readers/found--none": search_pages.FoundView(
        replace(_FOUND, words="«порту Одеси» від:01.05.2026", hits=(), total=0)
    ),
    "readers/found--none-in-days": search_pages.FoundView(
        FoundPage(Query(since=date(2026, 5, 1)), "від:01.05.2026", (), 0, 0, search_id=9)
    ),
    "readers/found--no-such-page": search_pages.FoundView(
        FoundPage(Query(("https",)), "https://t.me/inshi/15", (), 0, 0, search_id=9)
    ),
    "readers/found--none-yet": search_pages.FoundView(
        replace(_FOUND, hits=(), total=0, is_partial=True)
    ),
    "readers/found--instead": search_pages.FoundView(
        FoundPage(Query(("прот",)), "прот", (), 0, 0, search_id=8, instead=Query(("порт",)))
    ),
    "readers/found--of-unknown-names": search_pages.FoundView(
        FoundPage(
            Query(("порт",), sections=("Свіь",), authors=("Ковал",), tags=("<море>",)),
            "порт рубрика:Свіь автор:Ковал тег:<море>",
            (),
            0,
            0,
            search_id=9,
            instead=Query(("порт",), sections=("Світ",), authors=("Марта Коваль",)),
            unknown=(
                UnknownName(TopicKind.SECTION, "Свіь", ("Світ", "Мій <дім>"), "Світ"),
                UnknownName(TopicKind.AUTHOR, "Ковал", ("Марта Коваль",), "Марта Коваль"),
                UnknownName(TopicKind.TAG, "<море>"),
            ),
        )
    ),
    "readers/found--of-no-day": search_pages.FoundView(
        FoundPage(
            Query(
                ("хар*",), since=date(2026, 5, 1), until=date(2026, 4, 1), ignored=("від:31.02",)
            ),
            "хар* від:01.05.2026 до:01.04.2026 від:31.02",
            (),
            0,
            0,
            search_id=9,
        )
    ),
    "readers/search_help": search_pages.SearchHelp(section="Світ"),
    "readers/search_help--not-understood": search_pages.SearchHelp(
        ("від:31.02", "рубрика:"), "Мій <дім>"
    ),
    "readers/not_forgotten": privacy_pages.NotForgotten(),
    "editors/desk_chat": group_pages.DeskChat("vistnyk_bot"),
    "readers/group_hello--named": group_pages.GroupHello("Вісник <сходу> & півдня"),
    "readers/group_hello--nameless": group_pages.GroupHello(""),
    "readers/group_hello--stopped": group_pages.GroupHello("", stopped=True),
    "readers/group_elsewhere": group_pages.GroupElsewhere("vistnyk_bot"),
    "readers/group_topics--some": group_pages.GroupTopics(FIRST_SECTIONS, frozenset({1, 3})),
    "readers/group_topics--stopped": group_pages.GroupTopics(
        FIRST_SECTIONS, frozenset(), stopped=True, in_thread=True
    ),
    "readers/group_forget_question": group_pages.GroupForgetQuestion(),
    "readers/group_forgotten": group_pages.GroupForgotten(),
    "teasers/teaser--group": Teaser(
        an_article(link=None), Audience.READER, "https://t.me/vistnyk_bot?start=a1", in_group=True
    ),
    "editors/who_answers": letter_pages.WhoAnswers(7),
    "readers/letter_question--unsigned": letter_pages.LetterQuestion(signed=False),
    "readers/letter_question--signed": letter_pages.LetterQuestion(signed=True),
    "readers/letter_sent": letter_pages.LetterSent(7),
    "readers/letter_changed": letter_pages.LetterChanged(7),
    "readers/letter_cancelled": letter_pages.LetterCancelled(),
    "readers/no_letter": letter_pages.NoLetter(),
    "editors/notices/answer_in_doubt": NoticePage(AnswerInDoubt(9)),
    "editors/notices/letter_arrived--text": NoticePage(
        LetterArrived(7, LetterKind.TEXT, "Чому не працює <архів>?\nДякую & бувайте!")
    ),
    "editors/notices/letter_arrived--photo": NoticePage(
        LetterArrived(9, LetterKind.PHOTO, "", "Тарас Мельник", 7, 70)
    ),
    "editors/notices/letter_arrived--album": NoticePage(
        LetterArrived(
            9,
            LetterKind.PHOTO,
            "Ось що в нас у дворі.",
            more=2,
            changed=True,
            rest=("", "А це дах."),
        )
    ),
    "editors/notices/letter_arrived--documents": NoticePage(
        LetterArrived(9, LetterKind.DOCUMENT, "", more=4)
    ),
    "editors/notices/letter_arrived--video": NoticePage(LetterArrived(9, LetterKind.VIDEO, "")),
    "editors/notices/letter_arrived--videos": NoticePage(
        LetterArrived(9, LetterKind.VIDEO, "Наш двір.", more=2)
    ),
    "editors/notices/letter_arrived--mixed": NoticePage(
        LetterArrived(9, LetterKind.MIXED, "Наш двір.", more=1)
    ),
    "editors/notices/letter_arrived--document": NoticePage(
        LetterArrived(9, LetterKind.DOCUMENT, "Ось рішення суду.", answered_by=("Олена", "Ігор"))
    ),
    "editors/notices/letter_arrived--long": NoticePage(
        LetterArrived(9, LetterKind.TEXT, "Я читаю вас десять років. " * 150, blocked=True)
    ),
    "editors/notices/letter_arrived--erased": NoticePage(
        LetterArrived(9, LetterKind.VOICE, "", follows=7, erased=True)
    ),
}

NOTICES: Final[Mapping[str, PlainPage]] = {
    "readers/group_follow_set--on": group_pages.GroupFollowSet(
        FIRST_SECTIONS[0], on=True, stopped=False
    ),
    "readers/group_follow_set--off": group_pages.GroupFollowSet(
        FIRST_SECTIONS[0], on=False, stopped=False
    ),
    "readers/group_follow_set--stopped": group_pages.GroupFollowSet(
        FIRST_SECTIONS[0], on=True, stopped=True
    ),
    "readers/my_data": privacy_pages.MyData(),
    "readers/saved_set--on": saved_pages.SavedSet(on=True),
    "readers/saved_set--off": saved_pages.SavedSet(on=False),
    "editors/writer_blocked--on": letter_pages.WriterBlocked(on=True),
    "editors/writer_blocked--off": letter_pages.WriterBlocked(on=False),
}
