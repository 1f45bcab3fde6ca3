"""Pages of readers with made-up values, for golden files and property tests."""

from collections.abc import Mapping
from typing import Final

from bot.domain.personal_data import KeptFor
from bot.rendering import PostPage, privacy_pages

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
}
