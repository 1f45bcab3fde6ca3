"""The tags that a web page shows are taken from links that say so, and no section is one."""

from bot.intake.html_tree import parse_html
from bot.intake.web.shown_tags import shown_tags


def test_a_section_whose_link_says_category_and_tag_is_no_tag() -> None:
    links = '<a href="/c" rel="category tag">Культура</a> <a href="/t" rel="tag">глина</a>'
    page = parse_html(f"<article><p>{links}</p></article>")
    assert page is not None
    assert shown_tags(page, None) == ("глина",)


def test_of_two_boxes_the_one_alone_over_the_headline_is_the_section() -> None:
    section, own = '<p class="tag"><a href="/c">Культура</a></p>', '<p class="tags">{}</p>'
    several = own.format('<a href="/t">глина</a> <a href="/u">гончарі</a>')
    one = own.format('<a href="/t">глина</a>')
    cloud = '<div class="tags"><a href="/1">спорт</a> <a href="/2">кіно</a></div>'
    for page, tags in (
        (f"{section}<h1>Глек</h1><p>Про глину.</p>{several}", ("глина", "гончарі")),
        (f"{section}<h1>Глек</h1><p>Про глину.</p>{one}{cloud}", ("глина",)),
        (f"{section}<h1>Глек</h1><p>Про глину.</p>", ("Культура",)),
    ):
        tree = parse_html(f"<body><main>{page}</main></body>")
        assert tree is not None
        assert shown_tags(tree, tree.find(".//h1")) == tags
