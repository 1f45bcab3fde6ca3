"""Which articles may share a post of a channel."""

from bot.domain.article import Article


def may_share_a_post(article: Article) -> bool:
    """Whether a line may stand for it; a reply and own words are posts of their own."""
    alone = article.breaking or article.outlets.follows is not None
    return not alone and article.content.own is None
