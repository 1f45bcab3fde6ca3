"""The tags that a web page shows are taken from links that say so, and no section is one."""

from bot.intake.html_tree import parse_html
from bot.intake.web.shown_tags import shown_tags


def test_a_section_whose_link_says_category_and_tag_is_no_tag() -> None:
    links = '<a href="/c" rel="category tag">Культура</a> <a href="/t" rel="tag">глина</a>'
    page = parse_html(f"<article><p>{links}</p></article>")
    assert page is not None
    assert shown_tags(page) == ("глина",)
