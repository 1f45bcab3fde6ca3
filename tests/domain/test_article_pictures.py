"""An editor's own pictures go before a source's, and pasted words leave pictures alone."""

from bot.domain.article import Article, ArticleState, Image
from bot.domain.article_pictures import (
    as_desk_has_it,
    as_source_has_it,
    files_of_post,
    with_sent,
    without_pictures,
)
from bot.domain.picture import MOST_IN_ALBUM, Layout, sent_picture
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


def of(medium: str, name: str = "1") -> Image:
    return Image(sent_picture(f"{medium}:{name}"))


def test_what_cannot_stand_beside_a_new_file_gives_way() -> None:
    article = with_sent(draft(OWN), of("video"))
    assert article.content.images == (OWN, of("video"))
    article = with_sent(article, of("voice"))
    assert article.content.images == (of("voice"),)
    article = with_sent(article, of("document"))
    assert with_sent(article, of("document", "2")).content.images == (
        of("document"),
        of("document", "2"),
    )
    out = an_article(images=(OWN, OTHER))
    assert with_sent(out, of("video")).content.images == (of("video"), OTHER)
    assert with_sent(out, of("audio")).content.images == (of("audio"),)


def test_a_layout_is_that_of_pictures_and_files_are_shown_whatever_it_is() -> None:
    papers = (of("document"), of("document", "2"))
    for layout in Layout:
        assert files_of_post(layout, papers) == papers
        assert files_of_post(layout, (of("voice"),)) == (of("voice"),)
        assert files_of_post(layout, ()) == ()
        wanted = 1 if layout in (Layout.PHOTO, Layout.NONE) else 2
        assert len(files_of_post(layout, (of("video"), OWN))) == wanted
    assert files_of_post(Layout.NONE, (OWN, of("video"))) == ()
    assert files_of_post(Layout.ABOVE, (SITES,)) == ()
    assert files_of_post(Layout.ABOVE, (OWN, SITES)) == (OWN,)
    assert files_of_post(Layout.BELOW, (OWN, OTHER)) == (OWN, OTHER)
