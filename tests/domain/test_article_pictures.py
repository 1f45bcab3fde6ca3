"""An editor's own pictures go before a source's, and pasted words leave pictures alone."""

from bot.domain.article import Article, ArticleState, Image
from bot.domain.article_pictures import (
    as_desk_has_it,
    as_source_has_it,
    with_sent,
    without_pictures,
)
from bot.domain.picture import MOST_IN_ALBUM, sent_picture
from tests.builders import a_content, an_article

SITES = Image("https://vistnyk.example/1.jpg")
OWN, OTHER = (Image(sent_picture(name)) for name in ("one", "two"))


def draft(*images: Image) -> Article:
    return an_article(state=ArticleState.DRAFT, images=images)


def test_an_editors_photo_takes_the_place_of_a_sites_and_stands_beside_their_others() -> None:
    first = with_sent(draft(SITES), OWN)
    assert first.content.images == (OWN,)
    assert with_sent(first, OTHER).content.images == (OWN, OTHER)
    assert with_sent(first, OWN) == first


def test_an_album_holds_only_so_many() -> None:
    article = draft()
    for number in range(MOST_IN_ALBUM + 2):
        article = with_sent(article, Image(sent_picture(str(number))))
    assert len(article.content.images) == MOST_IN_ALBUM
    assert article.content.images[-1].url == sent_picture(str(MOST_IN_ALBUM + 1))


def test_a_published_article_has_the_new_photo_in_place_of_the_first() -> None:
    published = an_article(images=(OWN, SITES))
    assert with_sent(published, OTHER).content.images == (OTHER, SITES)


def test_without_pictures_there_is_none() -> None:
    assert without_pictures(draft(OWN, SITES)).content.images == ()


def test_a_sources_pictures_count_unless_an_editor_chose_others() -> None:
    new = a_content(images=(SITES,))
    assert as_source_has_it(new, a_content()).images == (SITES,)
    assert as_source_has_it(a_content(), a_content(images=(SITES,))).images == ()
    assert as_source_has_it(new, a_content(images=(OWN, SITES))).images == (OWN,)


def test_pasted_words_leave_pictures_as_they_are() -> None:
    assert as_desk_has_it(a_content(), a_content(images=(SITES,))).images == (SITES,)
    assert as_desk_has_it(a_content(images=(SITES,)), a_content(images=(OWN,))).images == (OWN,)
    assert as_desk_has_it(a_content(images=(OTHER,)), a_content(images=(OWN,))).images == (OTHER,)
