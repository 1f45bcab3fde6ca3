"""Progress reports: how a publication goes, shown anew until nothing moves any more."""

from datetime import timedelta

from bot.delivery.subjects.subject import DesiredPost, Rendering, Subject
from bot.domain.delivery import Delivery, Kind
from bot.rendering.editors import ProgressPage

_FIRST_REFRESH = timedelta(seconds=2)  # leaves room for a teaser to the same person
_LAST_REFRESH = timedelta(minutes=1)


class ProgressReports(Subject):
    kind = Kind.PROGRESS

    async def desired(self, row: Delivery, rendering: Rendering) -> DesiredPost:
        status = await rendering.tx.cards.status(row.subject_id)
        post = rendering.post(ProgressPage(status=status))
        if status.progress.is_final:
            return DesiredPost.of(post)
        age = rendering.now - (status.article.last_moved_at or rendering.now)
        return DesiredPost.of(post, refresh=min(max(_FIRST_REFRESH, age / 5), _LAST_REFRESH))
