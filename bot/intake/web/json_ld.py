"""JSON-LD of a page: the article that it describes, also where sites write it badly."""

import html
import json
import re
from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain, islice
from typing import Any

from bot.domain.article import headline_key
from bot.intake.text.stems import stems

Node = Mapping[str, Any]

_ARTICLE_TYPES = """
    article newsarticle reportagenewsarticle analysisnewsarticle backgroundnewsarticle
    opinionnewsarticle reviewnewsarticle askpublicnewsarticle satiricalarticle report
    advertisercontentarticle blogposting liveblogposting socialmediaposting techarticle
    scholarlyarticle medianewsarticle
"""
_ARTICLES = frozenset(_ARTICLE_TYPES.split())
_LISTS = frozenset(("collectionpage", "itemlist", "searchresultspage", "profilepage", "blog"))
_WRAPPING = (("<!--", "-->"), ("//", ""), ("<![CDATA[", "]]>"), ("", "//"))  # around the JSON
_TRAILING_COMMA = re.compile(r",\s*+([}\]])")
_LONGEST = 1_000_000
_MOST_NODES = 2_000
_FEWEST_LISTED = 4  # an article's page may describe two or three others beside it
_MOST_OBJECTS = 20_000
_SHORTEST_TITLE, _LEAST_TEXT = 12, 120
# What programs call the parts of an article in data of their own.
_PARTS = {
    "headline": ("headline", "title", "name"),
    "articleBody": ("articleBody", "content", "body", "text", "html", "fullText"),
    "description": ("lead", "subtitle", "description", "excerpt", "announce", "summary"),
    "datePublished": ("datePublished", "publishedAt", "published_at", "pubDate", "date"),
    "articleSection": ("articleSection", "section", "category", "rubric"),
}
_SALVAGED = ("headline", "datePublished", "description", "articleSection", "articleBody")
_BEFORE_VALUE = re.compile(r'\s{0,9}+:\s{0,9}+"')
_VALUE = re.compile(
    r'((?:[^"\\]|\\.|"(?!\s{0,99}+(?:[}\]]|,\s{0,99}+"[\w@]{1,40}+"\s{0,9}+:))){1,100000}+)"'
)


def read_nodes(scripts: Iterable[str]) -> tuple[Node, ...]:
    """Every object that the scripts describe, out of their lists and @graphs, in order."""
    found: list[Node] = []
    for script in scripts:
        for document in _documents(script[:_LONGEST]):
            for node in _nodes(document, 0):
                if len(found) < _MOST_NODES:
                    found.append(node)
    return tuple(found)


def article_of(nodes: Iterable[Node], headlines: Iterable[str]) -> Node | None:
    """The article that the page is about: the one with its headline, else the first like it.

    None where the page describes several articles, as lists do, and none is that of its headline.
    """
    articles = articles_of(nodes)
    titles = [*headlines]
    keys = {headline_key(title) for title in titles} - {""}
    words = stems(" ".join(titles))
    for node in articles:
        if keys & {headline_key(text_of(node.get(name))) for name in ("headline", "name")}:
            return node
    alike = (node for node in articles if not words or _could_be_of(words, node))
    return None if are_many(articles) else next(alike, None)


def _could_be_of(words: set[str], node: Node) -> bool:
    """Whether its headline, where it has one, takes up a word of the page's."""
    told = stems(text_of(node.get("headline")))
    return not told or bool(told & words)


def article_of_data(scripts: Iterable[str], headlines: Iterable[str]) -> Node | None:
    """The article in the data of a page's own program: the object with its headline and a text."""
    titles = [headline_key(headline) for headline in headlines]
    documents = (one for script in scripts for one in _documents(script[:_LONGEST]))
    for node in islice(chain.from_iterable(map(_objects, documents)), _MOST_OBJECTS):
        named = headline_key(_first(node, _PARTS["headline"]))
        is_its = len(named) > _SHORTEST_TITLE and any(one.startswith(named) for one in titles)
        if is_its and len(_first(node, _PARTS["articleBody"])) > _LEAST_TEXT:
            found = {part: _first(node, names) for part, names in _PARTS.items()}
            return found | {"author": node.get("author") or node.get("authors")}
    return None


def _first(node: Node, names: Iterable[str]) -> str:
    return next((text for name in names if (text := text_of(node.get(name)))), "")


def _objects(document: object) -> Iterator[Node]:
    """Every object, the outer ones first."""
    rest = deque([document])
    while rest:
        one = rest.popleft()
        if isinstance(one, dict):
            yield one
        rest.extend(
            one.values() if isinstance(one, dict) else one if isinstance(one, list) else ()
        )


def articles_of(nodes: Iterable[Node]) -> list[Node]:
    """Those that describe an article."""
    return [node for node in nodes if types_of(node) & _ARTICLES]


def are_many(articles: Iterable[Node]) -> bool:
    """Whether they are of so many headlines that the page may be a list."""
    return len({headline_key(text_of(one.get("headline"))) for one in articles}) >= _FEWEST_LISTED


def is_list(nodes: Iterable[Node]) -> bool:
    """Whether the page says that it lists articles and is none."""
    return any(types_of(node) & _LISTS for node in nodes)


def types_of(node: Node) -> set[str]:
    """Its types in small letters, without the address of the vocabulary."""
    said = node.get("@type", ())
    named = said if isinstance(said, list) else [said]
    return {name.rpartition("/")[2].lower() for name in named if isinstance(name, str)}


def text_of(value: object) -> str:
    """A value as text: of a list the first, of an object its name."""
    if isinstance(value, str):
        return value
    if isinstance(value, list):
        return next((text for item in value[:20] if (text := text_of(item))), "")
    if isinstance(value, dict):
        return text_of(value.get("name") or value.get("@value") or value.get("title") or "")
    return ""


def texts_of(value: object) -> list[str]:
    """Every text of a value that may be a list, or one text with commas."""
    values = value if isinstance(value, list) else [value]
    return [text for item in values[:50] if (text := text_of(item))]


def updates_of(article: Node) -> str:
    """What a live report tells, each of its parts on a line of its own below its headline."""
    told = article.get("liveBlogUpdate")
    parts = (
        [part for part in told[:_MOST_NODES] if isinstance(part, dict)]
        if isinstance(told, list)
        else []
    )
    lines = (text_of(part.get(name)) for part in parts for name in ("headline", "articleBody"))
    return "\n".join(filter(None, lines))


def names_of(value: object, nodes: Iterable[Node]) -> list[tuple[str, bool]]:
    """Who wrote it: each name, and whether it is a person's. References are followed."""
    by_id = {node["@id"]: node for node in nodes if isinstance(node.get("@id"), str)}
    names: list[tuple[str, bool]] = []
    for item in value[:20] if isinstance(value, list) else [value]:
        whole = item
        if isinstance(item, dict) and not item.get("name"):
            whole = by_id.get(str(item.get("@id")), item)
        kinds = types_of(whole) if isinstance(whole, dict) else set()
        person = not any("organization" in kind for kind in kinds)
        said = whole.get("name") if isinstance(whole, dict) else whole
        names += [(name, person) for name in texts_of(said)]
    return names


def _documents(script: str) -> Iterator[object]:
    text = _unwrapped(script)
    for attempt in (text, html.unescape(text), _TRAILING_COMMA.sub(r"\1", text)):
        documents = _decoded(attempt)
        if documents:
            yield from documents
            return
    if "Article" in text or "BlogPosting" in text:
        yield _salvaged(text)


def _unwrapped(script: str) -> str:
    """Without the comment or the CDATA that old pages put around a script."""
    text = script.strip().rstrip("; \t\r\n")
    for start, end in _WRAPPING:
        text = text.removeprefix(start).removesuffix(end).strip().rstrip("; \t\r\n")
    return text


def _decoded(text: str) -> list[object]:
    """One document, or several with nothing between them; none where one is broken."""
    decoder = json.JSONDecoder(strict=False)
    documents: list[object] = []
    at = 0
    try:
        while at < len(text):
            document, at = decoder.raw_decode(text, at)
            documents.append(document)
            while at < len(text) and text[at] in " \t\r\n;,":
                at += 1
    except (ValueError, RecursionError):
        return []
    return documents


def _salvaged(text: str) -> dict[str, str]:
    """What can be read of an article's description that is no JSON: bare quotes and the like."""
    found: dict[str, str] = {"@type": "NewsArticle"}
    for name in _SALVAGED:
        # Only where it stands first: to try each place would take quadratic time.
        start = _value_at(text, f'"{name}"')
        if start and (match := _VALUE.match(text, start)):
            found[name] = match[1].replace('\\"', '"').replace("\\/", "/").replace("\\n", "\n")
    return found if "headline" in found or "datePublished" in found else {}


def _value_at(text: str, name: str) -> int:
    """Where the first text with this name begins; 0 if there is none."""
    at = text.find(name)
    while at >= 0:
        if found := _BEFORE_VALUE.match(text, at + len(name)):
            return found.end()
        at = text.find(name, at + len(name))
    return 0


def _nodes(document: object, depth: int) -> Iterator[Node]:
    if depth > 6:  # noqa: PLR2004 - deeper than any site goes
        return
    if isinstance(document, list):
        for item in document[:_MOST_NODES]:
            yield from _nodes(item, depth + 1)
    elif isinstance(document, dict):
        yield document
        for name in ("@graph", "mainEntity", "mainEntityOfPage"):
            yield from _nodes(document.get(name), depth + 1)
