"""Pages of readers with made-up values, for golden files and property tests."""

from collections.abc import Mapping
from typing import Final

from bot.domain.letter import LetterKind
from bot.domain.letter_notices import LetterArrived
from bot.domain.personal_data import KeptFor
from bot.rendering import PlainPage, PostPage, letter_pages, privacy_pages
from bot.rendering.editors import NoticePage

_USUAL: Final = KeptFor(posts=90, backups=30)
_FOR_EVER: Final = KeptFor(posts=None, backups=None)

POSTS: Final[Mapping[str, PostPage]] = {
    "readers/privacy--reader": privacy_pages.PrivacyPage(_USUAL, desk=False),
    "readers/privacy--desk": privacy_pages.PrivacyPage(_FOR_EVER, desk=True),
    "readers/forget_question--reader": privacy_pages.ForgetQuestion(_USUAL, desk=False),
    "readers/forget_question--desk": privacy_pages.ForgetQuestion(_FOR_EVER, desk=True),
    "readers/forgotten--reader": privacy_pages.Forgotten(KeptFor(1, 1), desk=False),
    "readers/forgotten--desk": privacy_pages.Forgotten(KeptFor(1, 0), desk=True),
    "readers/not_forgotten": privacy_pages.NotForgotten(),
    "readers/letter_question--unsigned": letter_pages.LetterQuestion(signed=False),
    "readers/letter_question--signed": letter_pages.LetterQuestion(signed=True),
    "readers/letter_sent": letter_pages.LetterSent(7),
    "readers/letter_cancelled": letter_pages.LetterCancelled(),
    "readers/no_letter": letter_pages.NoLetter(),
    "editors/notices/letter_arrived--text": NoticePage(
        LetterArrived(7, LetterKind.TEXT, "Чому не працює <архів>?\nДякую & бувайте!")
    ),
    "editors/notices/letter_arrived--photo": NoticePage(
        LetterArrived(9, LetterKind.PHOTO, "", "Тарас Мельник", 7, 70)
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
    "editors/writer_blocked--on": letter_pages.WriterBlocked(on=True),
    "editors/writer_blocked--off": letter_pages.WriterBlocked(on=False),
}
