"""A template that would fail on the day of the news fails when it is chosen."""

from pathlib import Path

import pytest

from bot.rendering import LANGUAGES, Renderer
from bot.rendering.post_templates import fault_of, faults, post_templates
from tests.rendering.examples import KYIV, NOW, renderer

GOOD = "<b>{{ headline }}</b>\n{{ lead }}\n{% if section %}{{ section.name|short(40) }}{% endif %}"


def with_template(folder: Path, text: str, name: str = "morning") -> Renderer:
    own = folder / "uk" / "teasers" / "channels"
    own.mkdir(parents=True)
    (own / f"{name}.html.j2").write_text(text, encoding="utf-8")
    return Renderer(KYIV, lambda: NOW, overlay=folder)


@pytest.mark.parametrize("language", LANGUAGES)
def test_posts_can_be_made_by_every_template_that_we_ship(language: str) -> None:
    assert post_templates(renderer(), language) == ("usual", "brief", "quote")
    assert list(faults(renderer(), language)) == []


def test_an_operators_own_template_stands_beside_ours(tmp_path: Path) -> None:
    pages = with_template(tmp_path, GOOD)
    assert post_templates(pages, "uk") == ("usual", "brief", "morning", "quote")
    assert fault_of(pages, "morning", "uk") is None
    assert post_templates(pages, "en") == ("usual", "brief", "quote")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("<div>{{ headline }}</div>", "unsupported tag «div»"),
        ("<b>{{ headline }}", "no end of «b»"),
        ("{{ headlin }}", "'headlin' is undefined"),
        ("{{ section.name }}", "has no attribute 'name'"),
        ("{% if %}", "template"),
        ("{{ 1 // 0 }}", "ZeroDivisionError"),
        ("{% if lead %}{{ lead }}{% endif %}", "the post is empty"),
        ("{{ headline }}" + "а" * 4096, "longer than Telegram takes"),
        ("{{ headline }}{{ 'а' * 1024 }}", "longer than Telegram takes"),
        ("<b>{{ headline|replace('<', '') }}</b>{{ '<i>'|safe }}", "no end of «i»"),
    ],
)
def test_one_that_fails_says_why(tmp_path: Path, text: str, why: str) -> None:
    pages = with_template(tmp_path, text)
    assert why in (fault_of(pages, "morning", "uk") or "")
    assert [name for name, _ in faults(pages, "uk")] == ["morning"]


@pytest.mark.parametrize("name", ["Morning", "m-1", "ранок", "a" * 17])
def test_a_name_that_no_button_carries_is_no_choice(tmp_path: Path, name: str) -> None:
    pages = with_template(tmp_path, GOOD, name)
    assert name not in post_templates(pages, "uk")
    assert "its name is not one of" in (fault_of(pages, name, "uk") or "")
    assert [named for named, _ in faults(pages, "uk")] == [name]


def test_one_that_is_not_there_is_no_choice() -> None:
    assert "no such file" in (fault_of(renderer(), "nowhere", "uk") or "")
