"""An article as rich messages: what stands where, and where it is cut."""

from dataclasses import replace
from typing import Any

from bot.domain.article import Article, Image
from bot.domain.picture import Medium, sent_picture
from bot.domain.post import Button
from bot.domain.rich_post import (
    MOST_CHARACTERS,
    Divider,
    FileBlock,
    Heading,
    Points,
    Prose,
    Quote,
    RichPost,
    Run,
    length_of,
)
from bot.domain.text import Style
from bot.rendering.full_texts import full_text
from bot.rendering.rich_article import rich_article
from tests.builders import an_article
from tests.rendering.examples import MARKED, SITE, renderer

LABEL = renderer().label("uk")
BENEATH = ((Button("Сайт", url=SITE),),)


def whole(article: Article, **more: Any) -> tuple[RichPost, ...]:
    given: dict[str, Any] = {"files": {}, "related": (), "beneath": BENEATH}
    return rich_article(article, LABEL, **given | more)


def texts(post: RichPost) -> list[str]:
    return [block.runs[0].text for block in post.blocks if isinstance(block, Prose)]


def test_the_headline_stands_over_date_lead_picture_text_and_what_is_related() -> None:
    first, second = "https://news.example/1.jpg", sent_picture("video:AgAD")
    article = an_article(
        body=("Перший абзац.", "• один", "• два", "Другий абзац."),
        author="Марта Коваль",
        images=(Image(first, "Причал"), Image(second), Image("https://news.example/2.jpg")),
        captions=("Причал", "Підпис без знімка"),
    )
    (post,) = whole(article, files={first: "AgACAg", second: "BAACAg"}, related=[("Музей", SITE)])
    lead = article.content.lead or ""
    assert post.blocks[0] == Heading(article.content.headline, 1)
    assert post.blocks[-8:] == (
        Prose((Run("Перший абзац."),)),
        Points((Run("один"), Run("два"))),
        Prose((Run("Другий абзац."),)),
        FileBlock(Medium.VIDEO, "BAACAg"),
        Prose((Run("🖼 Підпис без знімка", Style.ITALIC),)),
        Divider(),
        Heading("Читайте також", 3),
        Points((Run("Музей", url=SITE),)),
    )
    between = post.blocks[1:-8]
    assert FileBlock(Medium.PHOTO, "AgACAg", "Причал") == between[-1]
    assert Prose((Run(lead, Style.BOLD),)) in between
    assert "✍️ Марта Коваль" in texts(post)
    assert post.keyboard == BENEATH


def test_pictures_stand_where_the_article_has_them() -> None:
    urls = [f"https://news.example/{number}.jpg" for number in range(6)]
    places = ("Другий.", None, "• два", "Лід.", "Чого вже немає", "Перший.")
    article = an_article(
        lead="Лід.",
        body=("Перший.", "• один", "• два", "Другий.", "Перший."),
        images=tuple(Image(url, None, place) for url, place in zip(urls, places, strict=True)),
    )
    (post,) = whole(article, files={url: url[-5:] for url in urls})

    shown: list[str] = []
    for block in post.blocks[3:]:
        if isinstance(block, FileBlock):
            shown.append(block.file)
        elif isinstance(block, Points | Prose):
            shown.append((block.items if isinstance(block, Points) else block.runs)[0].text)
    told = ["0.jpg", "3.jpg", "Перший.", "5.jpg", "один", "2.jpg", "Другий.", "Перший."]
    assert shown == [*told, "1.jpg", "4.jpg"]


def test_headings_and_quotes_stand_as_such_where_the_text_has_them_still() -> None:
    content = an_article(body=("Як це було", "Ми чекали.", "Далі – черга."))
    kinds: Any = {"headings": ("Як це було", "Чого вже немає"), "quotes": ("Ми чекали.",)}
    article = replace(content, content=replace(content.content, **kinds))
    (post,) = whole(article)
    assert post.blocks[-3:] == (
        Heading("Як це було", 3),
        Quote("Ми чекали."),
        Prose((Run("Далі – черга."),)),
    )
    (page,) = full_text(renderer(), article, "uk")
    assert "<b>Як це було</b>" in page.html
    assert "Чого вже немає" not in page.html


def test_a_corrected_article_says_when_and_one_that_changed_under_the_reader_says_that() -> None:
    (post,) = whole(MARKED, corrected=True)
    assert texts(post)[0].startswith("Редакція виправила цю новину, поки ви читали")
    assert any(text.startswith("Оновлено ") for text in texts(post))


def test_a_long_article_is_cut_between_paragraphs_and_the_buttons_stand_at_its_end() -> None:
    body = tuple(f"Абзац {n}. " + "Текст абзацу. " * 80 for n in range(30))
    posts = whole(an_article(body=body), related=[("Музей", SITE)])
    assert len(posts) > 3
    assert [post.keyboard for post in posts] == [()] * (len(posts) - 1) + [BENEATH]
    assert all(sum(map(length_of, post.blocks)) <= MOST_CHARACTERS for post in posts)
    said = [text.strip() for post in posts for text in texts(post)]
    assert [text for text in said if text.startswith("Абзац")] == [text.strip() for text in body]


def test_a_heading_goes_on_with_what_it_is_over() -> None:
    for count in range(8_300, 9_000, 50):
        posts = whole(
            an_article(lead=None, body=("а" * 4_000, "б" * (count - 4_000))),
            related=[("Музей " * 20, SITE)],
        )
        for post in posts:
            assert isinstance(post.blocks[-1], Prose | Points)


def test_a_paragraph_and_a_list_that_are_too_long_are_cut_and_nothing_of_them_is_lost() -> None:
    points = tuple(f"• точка {n}" for n in range(400))
    posts = whole(an_article(body=("слово " * 5_000, *points)))
    blocks = [block for post in posts for block in post.blocks]
    items = [run.text for block in blocks if isinstance(block, Points) for run in block.items]
    assert items == [f"точка {n}" for n in range(400)]
    words = " ".join(t for post in posts for t in texts(post)).count("слово")
    assert words == 5_000
