"""What an article lacks, or has in doubt, as the stable codes of warnings."""

from bot.domain.article import Content
from bot.intake.dates import DateDoubt


def warnings_of(
    content: Content,
    trouble: DateDoubt | None,
    *,
    dated: bool,
    bad_related_date: bool = False,
    paywalled: bool = False,
    more_pages: bool = False,
) -> tuple[str, ...]:
    """`dated`: a date is printed, whatever it may mean; `trouble` is what is wrong with it."""
    told = {
        "no_section": content.section is None,
        "no_date": not dated,
        str(trouble): trouble is not None,
        "no_lead": content.lead is None,
        "no_body": not content.body,
        "no_author": content.author is None,
        "no_link": content.link is None,
        "no_language": content.language is None,
        "bad_related_date": bad_related_date,
        "paywalled": paywalled,
        "more_pages": more_pages,
    }
    return tuple(code for code, is_so in told.items() if is_so)
