"""How long a post will be is said before, exactly, and what of it will not fit."""

from dataclasses import replace

import pytest

from bot.domain.article import Article, ArticleState, Image
from bot.domain.channel import Channel, ChannelState
from bot.domain.channel_words import AS_EVERYWHERE
from bot.domain.delivery import Audience
from bot.domain.desk import Card
from bot.domain.formatted import Formatted
from bot.domain.own_words import OwnWords
from bot.domain.picture import Layout, Picture
from bot.domain.post_length import Cut, PostLength
from bot.domain.section import FIRST_SECTIONS
from bot.domain.telegram_html import parse_html
from bot.domain.text import utf16_length
from bot.rendering.post_lengths import measured
from bot.rendering.preview_pages import post_preview
from bot.rendering.teasers import Teaser
from tests.rendering.examples import CONTENT, DRAFT, SITE, renderer

PAGES = renderer()
CAPTIONS = Channel(-1, "Підписи", None, ChannelState.ACTIVE, layout=Layout.PHOTO)
TEXTS = Channel(-2, "Тексти", None, ChannelState.ACTIVE)
BRIEF = replace(CAPTIONS, chat_id=-3, title="Коротко", template="brief")
LEAD = "Ось речення, яке має свій кінець 🌊. " * 40
PHOTO = Image("https://example.org/1.jpg", "Фото: Марта Довженко")


def a_card(*channels: Channel, **fields: object) -> Card:
    content = replace(CONTENT, link=SITE, **fields)  # type: ignore[arg-type]
    return Card(replace(DRAFT, content=content), FIRST_SECTIONS, channels, 5)


def lengths(card: Card) -> dict[str, PostLength]:
    return {each.title: each for each in measured(PAGES, "uk", card).lengths}


def test_each_chat_has_its_own_limit_and_what_it_cuts() -> None:
    found = lengths(a_card(CAPTIONS, TEXTS, BRIEF, lead=LEAD, images=(PHOTO,)))
    assert {title: (each.limit, each.cut) for title, each in found.items()} == {
        "": (1024, Cut.LEAD),  # readers get the photo that a channel has asked for
        "Підписи": (1024, Cut.LEAD),
        "Тексти": (4096, None),
        "Коротко": (1024, None),  # its template shows no lead
    }


@pytest.mark.parametrize("channel", [CAPTIONS, TEXTS, BRIEF])
def test_it_is_as_long_as_the_very_post(channel: Channel) -> None:
    card = a_card(channel, lead=LEAD, images=(PHOTO,))
    files = (Picture("file", "file"),) if channel.layout is Layout.PHOTO else ()
    teaser = Teaser(card.article, Audience.CHANNEL, SITE, files=files, made_by=channel.template)
    text = parse_html(PAGES.post(teaser, "uk").html)[0]
    assert lengths(card)[channel.title].units == utf16_length(text)
    shown = parse_html(PAGES.post(post_preview(card, 1, SITE), "uk").html)[0]
    assert shown == text


@pytest.mark.parametrize(
    ("fields", "cut"),
    [
        ({"lead": LEAD, "headline": "слово " * 160}, Cut.LEAD_LEFT_OUT),
        ({"lead": LEAD, "headline": "слово " * 300}, Cut.HEADLINE),
        ({"own": OwnWords(Formatted(LEAD), headed=True)}, Cut.WORDS),
        ({"lead": "Лід."}, None),
    ],
)
def test_what_gives_way_is_named(fields: dict[str, object], cut: Cut | None) -> None:
    assert lengths(a_card(CAPTIONS, images=(PHOTO,), **fields))["Підписи"].cut is cut


def test_a_channels_own_words_count_there_alone() -> None:
    other = replace(CAPTIONS, chat_id=-4, title="Інші")
    card = a_card(CAPTIONS, other, lead=LEAD, images=(PHOTO,))
    words = replace(AS_EVERYWHERE, lead="Коротко.")
    found = lengths(replace(card, channel_words={-4: words}))
    assert (found["Підписи"].cut, found["Інші"].cut) == (Cut.LEAD, None)


def test_a_change_of_fields_is_measured_as_the_article_would_have_it() -> None:
    card = a_card(CAPTIONS, images=(PHOTO,))
    changed = replace(card.article, amends=1, resembles=7)
    proposed = replace(card.article.content, lead=LEAD)
    card = replace(card, article=changed, proposed=proposed)
    assert lengths(card)["Підписи"].cut is Cut.LEAD


def test_of_a_template_that_fails_the_usual_ones_post_is_measured() -> None:
    gone = replace(TEXTS, template="gone")
    assert lengths(a_card(gone)) == lengths(a_card(TEXTS))


def test_the_preview_says_how_long_it_is_below_as_far_as_there_is_room() -> None:
    card = measured(PAGES, "uk", a_card(CAPTIONS, lead=LEAD, images=(PHOTO,)))
    text = parse_html(PAGES.post(post_preview(card, 1, SITE), "uk").html)[0]
    units = card.lengths[1].units
    files, length = "🖼 Над текстом: 1\xa0світлина", f"📏 {units} із 1\xa0024 знаків: лід скорочено"
    assert text.endswith(f"\n\n{files}\n{length}")
    full = measured(PAGES, "uk", a_card(TEXTS, lead=LEAD * 4))
    text = parse_html(PAGES.post(post_preview(full, 1, SITE), "uk").html)[0]
    assert utf16_length(text) == full.lengths[1].units


def test_what_is_published_is_measured_too() -> None:
    article: Article = replace(a_card(TEXTS).article, state=ArticleState.PUBLISHED)
    assert [each.cut for each in measured(PAGES, "uk", Card(article, ())).lengths] == [None]
