"""All kinds of deliveries: one class for each, with what the delivery loop has to know of it.

A new kind, say a round-up, takes

1. a member of `Kind`, in `bot/domain/delivery.py`;
2. a file here with its class, which is then named in `_ALL`: what a chat is to show of it
   (`desired`), and whatever else of `Subject` is not as usual;
3. its page in `bot/rendering`, its templates in both languages, and their golden files;
4. the use case that owes it: `tx.ledger.enqueue(Kind.ROUND_UP, …, audience=…, lane=…)`. The
   lane is the row's, since breaking news have another than other news of the same kind.

Claims, slots, look-ups, retries and outcomes are the same for all, and ask for no kind.
"""

from typing import Final

from bot.delivery.subjects.article_posts import ArticlePosts
from bot.delivery.subjects.cards import Cards
from bot.delivery.subjects.digest_posts import DigestPosts
from bot.delivery.subjects.notice_posts import NoticePosts
from bot.delivery.subjects.progress_reports import ProgressReports
from bot.delivery.subjects.round_ups import RoundUps
from bot.delivery.subjects.subject import DesiredPost, Rendering, Subject
from bot.domain.delivery import Delivery

_ALL: Final = (
    ArticlePosts(),
    RoundUps(),
    Cards(),
    ProgressReports(),
    NoticePosts(),
    DigestPosts(),
)
SUBJECTS: Final = {subject.kind: subject for subject in _ALL}

__all__ = ["SUBJECTS", "DesiredPost", "Rendering", "Subject", "subject_of"]


def subject_of(row: Delivery) -> Subject:
    return SUBJECTS[row.kind]
