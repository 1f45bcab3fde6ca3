"""What a web page says of its article outside the text, put in the order of belief."""

import re
from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from bot.domain.links import read_link
from bot.intake.html_tree import Tree, address
from bot.intake.language import short_language
from bot.intake.web.json_ld import (
    Node,
    are_many,
    article_of,
    article_of_data,
    articles_of,
    is_list,
    names_of,
    read_nodes,
    text_of,
    texts_of,
    types_of,
    updates_of,
)
from bot.intake.web.microdata import (
    categories_of,
    crumbs_of,
    elements,
    having,
    headings_of,
    items_of,
    line_of,
)

_MOST_TAGS = 30
_MOST_SAID = 30  # values of one name
_LONGEST_SECTION, _LONGEST_AUTHOR, _LONGEST_TAG = 60, 100, 79
_TITLE_NAMES = (
    "og:title",
    "twitter:title",
    "title",
    "dc.title",
    "sailthru.title",
    "parsely-title",
)
_DATE_NAMES = (
    "article:published_time", "og:published_time", "article:published", "datepublished",
    "parsely-pub-date", "sailthru.date", "dc.date.issued", "dcterms.created", "dc.date", "date",
    "pubdate", "publishdate", "publish_date", "publish-date", "publication_date",
    "published_time",
    "article_date_original", "cxenseparse:recs:publishtime", "bt:pubdate",
    "mediator_published_time",
    "analyticsattributes.articledate", "dcterms.date", "release_date", "article.published",
    "og:article:published_time", "ptime", "rnews:datepublished", "creation_date",
)  # fmt: skip
_AUTHOR_NAMES = ("author", "article:author", "parsely-author", "dc.creator", "byl",
                 "sailthru.author",
                 "mediator_author", "article:author_name",
                 "og:article:author", "dcterms.creator")  # fmt: skip
_SECTION_NAMES = ("article:section", "og:article:section", "parsely-section", "section",
                  "cxenseparse:section", "mediator_theme")  # fmt: skip
_LEAD_NAMES = ("og:description", "description", "twitter:description", "dc.description")
_SITE_NAMES = ("og:site_name", "application-name", "publisher", "dc.publisher",
               "apple-mobile-web-app-title", "copyright")  # fmt: skip
_TAG_NAMES = ("article:tag", "og:article:tag", "news_keywords", "keywords", "parsely-tags")
_WRITTEN = frozenset(
    (
        "written by",
        "author",
        "автор",
        "автори",
        "авторка",
        "написано",
        "autor",
        "von",
        "verfasst von",
    )
)
_FILED = frozenset(("filed under", "рубрика", "категорія", "розділ", "section", "kategoria"))
_ITEM_ARTICLE = re.compile(r"schema\.org/\w*(?:Article|BlogPosting|Report)\b")
_GENERIC = frozenset(
    ("новини", "новина", "усі новини", "всі новини", "news", "all news", "article", "articles",
     "стаття", "статті", "головна", "home", "публікації", "публікація", "latest", "latest news",
     "стрічка новин", "стрічка", "uncategorized", "без рубрики", "без категорії",
     "останні новини", "новости", "главная", "top news", "main", "головна сторінка", "text",
     "homepage", "uk", "ua")
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Metadata:
    """Candidates in the order in which they are to be believed; texts are plain."""

    titles: tuple[str, ...] = ()
    document_title: str = ""
    dates: tuple[str, ...] = ()
    leads: tuple[str, ...] = ()
    sections: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    sites: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    images: tuple[str, ...] = ()
    link: str | None = None
    language: str | None = None
    article_text: str = ""
    is_article: bool = False
    has_node: bool = False  # its data describe an article; any page may call itself one
    is_listing: bool = False
    is_paid: bool = False


def read_head(tree: Tree, url: str | None) -> Metadata:
    """What the page says of itself. `url` is where it came from."""
    metas = _metas(tree)
    scripts = (
        "".join(script.itertext())
        for script in tree.iter("script")
        if "ld+json" in (script.get("type") or "").lower()
    )
    nodes = read_nodes(scripts)
    own_data = ("".join(one.itertext()) for one in tree.iter("script") if _holds_data(one))
    document_title = next((line_of("".join(texts)) for texts in elements(tree, "title")), "")
    headings = [one for one in (*_meta(metas, _TITLE_NAMES), *headings_of(tree)) if one]
    headings.append(document_title)
    article = article_of(nodes, headings) or article_of_data(own_data, headings) or {}
    has_node = bool(article) or any(
        _ITEM_ARTICLE.search(one.get("itemtype") or "") for one in having(tree, "itemtype")
    )
    link = _link(tree, metas, article, url)
    base = link or url
    images = [*_image_urls(article.get("image")), *_raw(metas, ("og:image", "twitter:image"))]
    return Metadata(
        titles=_each_once(
            line_of(text_of(article.get("headline")) or text_of(article.get("name"))),
            *items_of(tree, "headline"),
            *_meta(metas, _TITLE_NAMES),
        ),
        document_title=document_title,
        dates=_each_once(
            text_of(article.get("datePublished")),
            *_raw(metas, _DATE_NAMES[:4]),
            *items_of(tree, "datePublished"),
            text_of(_page(nodes).get("datePublished")),
            *_raw(metas, _DATE_NAMES[4:]),
            text_of(article.get("dateCreated")),
        ),
        leads=_each_once(line_of(text_of(article.get("description"))), *_meta(metas, _LEAD_NAMES)),
        sections=_sections(tree, metas, article, nodes),
        authors=_authors(tree, metas, article, nodes),
        sites=_sites(metas, article, nodes, base),
        tags=_tags(tree, metas, article),
        images=_each_once(*(address(one, base) or "" for one in images)),
        link=link,
        language=_language(tree, article),
        article_text=text_of(article.get("articleBody"))
        or updates_of(article)
        or _text_told(metas),
        is_article=has_node
        or "article" in _raw(metas, ("og:type",))
        or bool(_raw(metas, ("article:published_time",))),
        has_node=has_node and not are_many(articles_of(nodes)),
        is_listing=not article and (is_list(nodes) or "website" in _raw(metas, ("og:type",))),
        is_paid=_is_paid(article, metas),
    )


def _holds_data(script: Tree) -> bool:
    """Whether it is what a framework hands to its own program: «__NEXT_DATA__» and the like."""
    return (script.get("type") or "").lower().partition(";")[0].strip() == "application/json"


def _metas(tree: Tree) -> Mapping[str, list[str]]:
    found: dict[str, list[str]] = {}
    for meta in tree.iter("meta"):
        name = meta.get("property") or meta.get("name") or meta.get("itemprop")
        value = meta.get("content")
        if name and value and value.strip():
            said = found.setdefault(name.strip().lower(), [])
            if len(said) < _MOST_SAID:
                said.append(value.strip())
    return found


def _raw(metas: Mapping[str, list[str]], names: Iterable[str]) -> list[str]:
    return [value for name in names for value in metas.get(name, ())]


def _meta(metas: Mapping[str, list[str]], names: Iterable[str]) -> list[str]:
    return [line_of(value) for value in _raw(metas, names)]


def _page(nodes: Iterable[Node]) -> Node:
    return next((node for node in nodes if "webpage" in types_of(node)), {})


def _link(
    tree: Tree,
    metas: Mapping[str, list[str]],
    article: Node,
    url: str | None,
) -> str | None:
    """The page's own address: the first candidate that could be one."""
    named = [
        link.get("href") or ""
        for link in tree.iter("link")
        if "canonical" in (link.get("rel") or "").lower().split()
    ]
    main = article.get("mainEntityOfPage")
    whole = main.get("@id") if isinstance(main, dict) else main
    base = base_of(tree, url) or next((o for o in _raw(metas, ("og:url",)) if "://" in o), None)
    for said in (*named, *_raw(metas, ("og:url", "al:web:url")), article.get("url"), whole):
        link = address(said, base) if isinstance(said, str) and said.strip() else None
        if link and read_link(link) and _is_believed(link, url):
            return link.partition("#")[0]
    return url.partition("#")[0] if url and read_link(url) else None


def base_of(tree: Tree, url: str | None) -> str | None:
    """Where the addresses of the page begin: where it says so itself, else where it came from."""
    named = next(tree.iter("base"), None)
    said = address(named.get("href") or "", url) if named is not None else None
    return said or url


def _is_believed(link: str, url: str | None) -> bool:
    """Not the root of a site, which is no article's address, unless the page came from there."""
    parts = urlsplit(link)
    is_root = (
        parts.path.strip("/") in {"", "uk", "ua", "en", "ru", "index.html"} and not parts.query
    )
    return not is_root or (url is not None and link.rstrip("/") == url.rstrip("/"))


def _sections(
    tree: Tree,
    metas: Mapping[str, list[str]],
    article: Node,
    nodes: Iterable[Node],
) -> tuple[str, ...]:
    said = [
        *map(line_of, texts_of(article.get("articleSection"))),
        *items_of(tree, "articleSection"),
        *_meta(metas, _SECTION_NAMES),
        *(one for one in _labelled(metas, _FILED) if "," not in one),  # several are tags
        *crumbs_of(tree, nodes),
        *categories_of(tree),
    ]
    short = (one for one in said if len(one) < _LONGEST_SECTION and "/" not in one)
    return _each_once(*(one for one in short if not is_generic(one)))


def is_generic(section: str) -> bool:
    """Whether it names no section but everything that the site has."""
    return section.casefold() in _GENERIC


def _authors(
    tree: Tree,
    metas: Mapping[str, list[str]],
    article: Node,
    nodes: Iterable[Node],
) -> tuple[str, ...]:
    named = names_of(article.get("author") or article.get("creator"), nodes)
    people = [name for name, person in named if person] or [name for name, _ in named]
    if people:
        return _each_once(*map(line_of, people))
    marked = (one for one in items_of(tree, "author") if len(one) < _LONGEST_AUTHOR)
    written = _labelled(metas, _WRITTEN)
    return _each_once(*marked, *_meta(metas, _AUTHOR_NAMES), *written)[:1]


def _labelled(metas: Mapping[str, list[str]], labels: Container[str]) -> list[str]:
    """What a card of the page says of it beside such a label: «Written by»."""
    return [
        value
        for n in ("1", "2", "3")
        for label, value in zip(
            _meta(metas, (f"twitter:label{n}",)), _meta(metas, (f"twitter:data{n}",)), strict=False
        )
        if label.casefold().strip(" :") in labels
    ]


def _sites(
    metas: Mapping[str, list[str]], article: Node, nodes: Iterable[Node], base: str | None
) -> tuple[str, ...]:
    """What the site is called: names that may hang on a headline."""
    own = [text_of(node.get("name")) for node in nodes if types_of(node) & _OWNERS]
    own += [name for name, person in names_of(article.get("author"), nodes) if not person]
    host = (urlsplit(base).hostname or "") if base else ""
    host = host.removeprefix("www.")
    return _each_once(
        *_meta(metas, _SITE_NAMES),
        line_of(text_of(article.get("publisher"))),
        *map(line_of, own),
        host,
        host.partition(".")[0],
    )


_OWNERS = {"organization", "newsmediaorganization", "website"}


def _tags(tree: Tree, metas: Mapping[str, list[str]], article: Node) -> tuple[str, ...]:
    told = texts_of(article.get("keywords"))
    said = told or _raw(metas, _TAG_NAMES) or items_of(tree, "keywords")
    parts = [line_of(part) for one in said for part in re.split(r"[,;]", one)]
    named = (part for part in parts if len(part) <= _LONGEST_TAG and not is_generic(part))
    return _each_once(*named)[:_MOST_TAGS]


def _image_urls(value: object) -> list[str]:
    if isinstance(value, str):
        return [value]
    if isinstance(value, dict):
        return [url for url in (value.get("url"), value.get("contentUrl")) if isinstance(url, str)]
    if isinstance(value, list):
        return [url for item in value[:20] for url in _image_urls(item)]
    return []


def _language(tree: Tree, article: Node) -> str | None:
    said = (tree.get("lang"), tree.get("xml:lang"), text_of(article.get("inLanguage")))
    return next(filter(None, map(short_language, said)), None)


def _text_told(metas: Mapping[str, list[str]]) -> str:
    """A description of several paragraphs is the text itself, as of a post in a messenger."""
    return next((one for one in _raw(metas, _LEAD_NAMES) if "\n\n" in one), "")


def _is_paid(article: Node, metas: Mapping[str, list[str]]) -> bool:
    free = article.get("isAccessibleForFree")
    tier = " ".join(_raw(metas, ("article:content_tier", "og:article:content_tier"))).lower()
    return str(free).strip().lower().rpartition("/")[2] == "false" or tier in {"locked", "metered"}


def _each_once(*values: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(value for value in (one.strip() for one in values) if value))
