"""Which addresses lead to one page: what tracking, phones and AMP have added is folded away."""

import posixpath
import re
import unicodedata
from contextlib import suppress
from urllib.parse import quote, unquote_plus, unquote_to_bytes, urlsplit

_LONGEST = 2000
_HOSTS_OF_ONE_SITE = frozenset(("www", "m", "mobile", "amp"))
_DEFAULT_PORTS = frozenset((None, 80, 443))
_LAST_PAGES = frozenset(("index.html", "index.htm", "index.php"))
_AMP_CACHE = ".cdn.ampproject.org"
# Of an AMP cache or viewer: …/c/s/example.org/news, google.com/amp/s/example.org/news
_CACHED = re.compile(r"/(?:[cvir]|amp)/(?:s/)?([^/]+\.[^/]+)(/.*)?", re.DOTALL)
_GOOGLE = re.compile(r"(?:www\.)?google\.[a-z.]{2,6}")

_TRACKING = re.compile(
    r"""utm_\w+|(?:fb|g|y|d|ms|tw|tt|ys)clid|msclkid|li_fat_id|[gw]braid|gclsrc|srsltid|igshi?d?
    |_ga|_gl|_ke|_openstat|mc_[ce]id|mkt_tok|_hs(?:enc|mi)|vero_id|oly_(?:anon|enc)_id
    |wickedid|rb_clickid|mtm_\w+|pk_(?:campaign|kwd|source|medium)|at_(?:campaign|medium)\w*
    |ref_(?:src|url)|cmpid|ncid|__tn__|__twitter_impression|_branch_match_id""",
    re.VERBOSE | re.IGNORECASE,
)
# These may name the page itself: only what is known to name where the reader came from goes.
_WHERE_FROM = frozenset(("ref", "from", "source", "src", "via", "share"))
_KNOWN_PLACES = re.compile(
    r"facebook|fb|twitter|tw|x|telegram|tg|viber|whatsapp|instagram|ig|threads|linkedin|youtube"
    r"|rss|feed|e?mail|newsletter|push|google|gnews|ukrnet|social|share|amp|mobile",
    re.IGNORECASE,
)
_AMP_QUERY = frozenset((("amp", ""), ("amp", "1"), ("amp", "true"), ("outputtype", "amp")))
_KEPT_AS_WRITTEN = "-._~!$&'()*+,;=:@"  # in a part of a path (RFC 3986)


def address_key(link: str | None) -> str | None:
    """What all addresses of one page share; None where the address is that of no page.

    A site's front page is no article's address: whatever names it as its link shares nothing.
    """
    if not link or len(link) > _LONGEST:
        return None
    try:
        parts = urlsplit(_whole(link.strip()))
        host, port = parts.hostname, parts.port
    except ValueError:
        return None
    if parts.scheme not in {"http", "https"} or not host:
        return None
    host, path = _out_of_cache(host, parts.path)
    host = _host(host)
    path = _path(path)
    query = _query(parts.query)
    routed = parts.fragment if parts.fragment.startswith("!") else ""
    if not path and not query and not routed:
        return None
    place = host if port in _DEFAULT_PORTS else f"{host}:{port}"
    return f"{place}{path}{query}" + (f"#{routed}" if routed else "")


def untracked(link: str) -> str:
    """The address as it is written, without what only tells where its reader came from."""
    before, sign, behind = link.partition("?")
    query, hash_, fragment = behind.partition("#")
    if not sign or "#" in before:
        return link
    kept = "&".join(pair for pair in query.split("&") if not _only_tracks(*_pair(pair)))
    return before + (kept and f"?{kept}") + hash_ + fragment


def _whole(text: str) -> str:
    """Without half characters, which no encoding takes."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _out_of_cache(host: str, path: str) -> tuple[str, str]:
    """The host and path that a cache of AMP pages names; others as they are."""
    cached = _CACHED.fullmatch(path)
    if cached is None or not (host.endswith(_AMP_CACHE) or _GOOGLE.fullmatch(host)):
        return host, path
    return cached[1], cached[2] or ""


def _host(host: str) -> str:
    """In Punycode, without the labels of a site's other faces."""
    host = host.rstrip(".").lower()
    if not host.isascii():
        try:
            host = host.encode("idna").decode()
        except UnicodeError:
            host = unicodedata.normalize("NFKC", host).casefold()
    labels = host.split(".")
    while len(labels) > 2 and labels[0] in _HOSTS_OF_ONE_SITE:  # noqa: PLR2004 - «m.ua» is a site
        del labels[0]
    return ".".join(labels)


def _path(path: str) -> str:
    """Escapes in one spelling, no AMP, no empty or dotted parts, no slash at the end."""
    parts = [_part(part) for part in posixpath.normpath(f"/{path}").split("/") if part]
    if parts and parts[-1].lower() in _LAST_PAGES:
        del parts[-1]
    if len(parts) > 1 and parts[0].lower() == "amp":
        del parts[0]
    if len(parts) > 1 and parts[-1].lower() in {"amp", "amp.html"}:
        del parts[-1]
    if parts:
        parts[-1] = re.sub(r"\.amp(?=\.html?$|$)", "", parts[-1], flags=re.IGNORECASE)
    return "".join(f"/{part}" for part in parts if part)


def _part(part: str) -> str:
    raw = unquote_to_bytes(part)
    with suppress(UnicodeError):  # in another charset: its bytes are what there is
        raw = unicodedata.normalize("NFC", raw.decode()).encode()
    return quote(raw, safe=_KEPT_AS_WRITTEN)


def _query(query: str) -> str:
    """What names the page, in one order: ids stay, whatever they are called."""
    kept = sorted(pair for pair in map(_pair, query.split("&")) if not _only_tracks(*pair))
    written = (quote(name) + (value and f"={quote(value)}") for name, value in kept)
    return f"?{'&'.join(written)}" if kept else ""


def _pair(written: str) -> tuple[str, str]:
    """`amp;` is what an address keeps that was copied out of a page's source."""
    name, _, value = written.removeprefix("amp;").partition("=")
    return _decoded(name), _decoded(value)


def _decoded(text: str) -> str:
    return unicodedata.normalize("NFC", unquote_plus(text))


def _only_tracks(name: str, value: str) -> bool:
    lower = name.lower()
    if lower in _WHERE_FROM:
        return bool(_KNOWN_PLACES.fullmatch(value))
    empty = not name and not value
    return empty or (lower, value.lower()) in _AMP_QUERY or bool(_TRACKING.fullmatch(name))
