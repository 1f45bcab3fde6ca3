"""An article as rich messages: what stands where, and where it is cut."""

from dataclasses import replace
from typing import Any

from bot.domain.article import Article, Image
from bot.domain.formatted import Format, Formatted
from bot.domain.own_words import OwnWords, Source, Typed
from bot.domain.picture import Medium, sent_picture
from bot.domain.post import Button
from bot.domain.rich_post import (
    MOST_CHARACTERS,
    Block,
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
from bot.domain.text import utf16_length
from bot.intake.text.own_text import read_own_text
from bot.rendering.full_texts import full_text
from bot.rendering.rich_article import rich_article
from tests.builders import an_article
from tests.clock import NOON
from tests.rendering.examples import MARKED, SITE, renderer

LABEL = renderer().label("uk")
BENEATH = ((Button("Сайт", url=SITE),),)


def whole(article: Article, **more: Any) -> tuple[RichPost, ...]:
    given: dict[str, Any] = {"files": {}, "related": (), "beneath": BENEATH}
    return rich_article(article, LABEL, **given | more)


def own(words: Formatted, source: Source | None = None, **more: Any) -> Article:
    """The article that such a message becomes."""
    content = read_own_text(Typed(5, words, NOON, source)).content
    return replace(an_article(), content=replace(content, **more))


def words_of(block: Block) -> list[tuple[str, ...]]:
    """The runs of a paragraph, each as its words, its styles and where it leads."""
    assert isinstance(block, Prose)
    return [(run.text, *run.styles, *filter(None, [run.url])) for run in block.runs]


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
        Points(((Run("один"),), (Run("два"),))),
        Prose((Run("Другий абзац."),)),
        FileBlock(Medium.VIDEO, "BAACAg"),
        Prose((Run("🖼 Підпис без знімка", ("italic",)),)),
        Divider(),
        Heading("Читайте також", 3),
        Points(((Run("Музей", url=SITE),),)),
    )
    between = post.blocks[1:-8]
    assert FileBlock(Medium.PHOTO, "AgACAg", "Причал") == between[-1]
    assert Prose((Run(lead, ("bold",)),)) in between
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
            shown.append((block.items[0] if isinstance(block, Points) else block.runs)[0].text)
    told = ["0.jpg", "3.jpg", "Перший.", "5.jpg", "один", "2.jpg", "Другий.", "Перший."]
    assert shown == [*told, "1.jpg", "4.jpg"]


def test_headings_and_quotes_stand_as_such_where_the_text_has_them_still() -> None:
    content = an_article(body=("Як це було", "Ми чекали.", "Далі – черга."))
    kinds: Any = {"headings": ("Як це було", "Чого вже немає"), "quotes": ("Ми чекали.",)}
    article = replace(content, content=replace(content.content, **kinds))
    (post,) = whole(article)
    assert post.blocks[-3:] == (
        Heading("Як це було", 3),
        Quote(((Run("Ми чекали."),),)),
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
    items = [run.text for b in blocks if isinstance(b, Points) for (run,) in b.items]
    assert items == [f"точка {n}" for n in range(400)]
    words = " ".join(t for post in posts for t in texts(post)).count("слово")
    assert words == 5_000


OWN = "Міст відкрито\n\nРух із 7:10 👍, мапа тут.\n• перший\n• другий\nМи чекали.\nДовго.\nкод"


def at(words: str, kind: str, url: str | None = None) -> Format:
    return Format(kind, utf16_length(OWN[: OWN.index(words)]), utf16_length(words), url)


def test_own_words_stand_as_they_were_typed_and_name_their_source() -> None:
    formats = (
        at("Рух із 7:10", "italic"),
        at("7:10 👍, мапа", "spoiler"),
        at("мапа тут", "text_link", SITE),
        at("другий", "strikethrough"),
        at("Ми чекали.\nДовго.", "blockquote"),
        at("Довго", "underline"),
        at("код", "pre"),
    )
    source = Source("Метро", SITE)
    (post,) = whole(own(Formatted(OWN, formats), source))
    heading, dateline, line, points, quote, code, reported = post.blocks
    assert heading == Heading("Міст відкрито", 1)
    assert words_of(dateline)[0][1:] == ("italic",)
    assert words_of(line) == [
        ("Рух із ", "italic"),
        ("7:10", "italic", "spoiler"),
        (" 👍, ", "spoiler"),
        ("мапа", "spoiler", SITE),
        (" тут", SITE),
        (".",),
    ]
    assert points == Points(((Run("перший"),), (Run("другий", ("strikethrough",)),)))
    said = (Run("Ми чекали."),), (Run("Довго", ("underline",)), Run("."))
    assert quote == Quote(said)
    assert words_of(code) == [("код", "code")]
    assert words_of(reported) == [("За повідомленням «Метро»", "italic", SITE)]
    assert post.finds_links
    english = rich_article(
        own(Formatted(OWN), source), renderer().label("en"), files={}, related=(), beneath=()
    )
    assert words_of(english[0].blocks[-1])[0][0] == "As reported by “Метро”"


def test_own_words_without_a_headline_are_not_said_twice() -> None:
    (post,) = whole(own(Formatted("Тривога в Києві, мапа тут:\nдалі")))
    assert texts(post)[1:] == ["Тривога в Києві, мапа тут:", "далі"]
    assert not any(isinstance(block, Heading) for block in post.blocks)
    (voice,) = whole(own(Formatted("Голосове"), own=OwnWords(Formatted(""), headed=False)))
    assert voice.blocks[0] == Heading("Голосове", 1)


def test_a_folded_quote_stays_folded_and_a_long_one_is_several() -> None:
    text = "Слова\n" + "ні\n" * 120
    kinds = "expandable_blockquote", "blockquote"
    for kind in kinds:
        words = Formatted(text, (Format(kind, 6, 360),))
        (post,) = whole(own(words))
        quotes = [block for block in post.blocks if isinstance(block, Quote)]
        assert [len(quote.paragraphs) for quote in quotes] == [50, 50, 20]
        assert {quote.folded for quote in quotes} == {kind == kinds[0]}


def test_pages_have_the_formatting_of_own_words_too() -> None:
    words = Formatted(OWN, (at("Рух", "italic"), at("тут", "text_link", SITE)))
    for language in ("uk", "en"):
        (page,) = full_text(renderer(), own(words), language)
        assert "<i>Рух</i>" in page.html
        assert f'<a href="{SITE}">тут</a>' in page.html
