"""The clock: asks the use cases every so often what is due. It knows no facts itself."""

from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot.drafting import Drafting
from bot.feeds.poller import FeedPoller
from bot.inbox import Inbox
from bot.retention import Retention

# These wait for sites: a run that meets a slow one must not keep the next from starting. How many
# sites are asked at once is their own to say.
_OVERLAP = {"max_instances": 1_000}


def build_scheduler(
    drafting: Drafting, inbox: Inbox, retention: Retention, feeds: FeedPoller
) -> AsyncIOScheduler:
    """Jobs with fixed names and no arguments, in memory."""
    scheduler = AsyncIOScheduler(
        timezone="UTC",
        job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None},
    )
    scheduler.add_job(drafting.assemble, "interval", seconds=0.5, id="assemble pastes")
    scheduler.add_job(drafting.fetch_pages, "interval", seconds=0.5, id="fetch pages", **_OVERLAP)
    scheduler.add_job(drafting.tidy, "interval", hours=1, id="tidy pastes")
    scheduler.add_job(inbox.tidy, "interval", hours=1, id="tidy updates")
    scheduler.add_job(retention.tidy, "interval", hours=1, id="fold old deliveries")
    scheduler.add_job(feeds.poll_due, "interval", seconds=1, id="poll feeds", **_OVERLAP)
    scheduler.add_job(feeds.tidy, "interval", hours=1, id="tidy feeds")
    return scheduler
