"""What the names and the marks of a page's elements say of them: classes, ids, roles, data."""

import re
from functools import lru_cache

from bot.intake.html_tree import Tree

_SILENT_ROLES = frozenset(
    ("navigation", "banner", "contentinfo", "complementary", "search", "dialog", "alertdialog",
     "menu", "menubar", "toolbar", "tablist")
)  # fmt: skip
# Names of classes and ids, each a word between «-», «_», blanks or a change to capitals.
PAGE_PARTS = re.compile(  # none behind a digit: «f98b1ad2» is made by a program
    r"(?<![a-z\d])(?:shar(?:e|es|ing)|socials?|soc|subscri\w*|newsletters?|banners?|adv|ads?|adsense|"
    r"advert\w*|promo\w*|sponsor\w*|comments?|disqus|breadcrumbs?|crumbs|tags?|taglist|cookies?|"
    r"consent|gdpr|popups?|modal|sidebar|widgets?|menu|navbar|nav|footer|copyrights?|popular|"
    r"trending|rating|likes?|counter|views|reactions?|pagination|pager|login|signup|donat\w*|"
    r"support|toolbar|toc|skip|print|telegram|follow|feedback|outbrain|taboola|recirc\w*|"
    r"most|paywall(?![-_ ]?(?:content|text|body))|sr|visually|authors?|byline|bio|autor|"
    r"latest|recent|partners?|"
    r"infobox|notice|disclaimer|correction|player|gallery|slider|carousel|timeline|(?:post|entry)?meta(?:data)?|"
    r"key[-_]?(?:points?|facts|takeaways)|takeaways|highlights|"
    r"search|header|topbar|btns?|buttons?|onetrust|fb|twitter|viber|rss|bookmarks?|"
    r"embed\w*|off[-_ ]?screen|"
    r"screen[-_ ]?reader)(?![a-z])|(?<![^ ])(?:is[-_]+)?hidden(?![^ ])"
)
# Never the article's text, however much of it there is.
_STRANGERS_WORDS = re.compile(
    r"(?<![a-z])(?:comments?|disqus|cookies?|consent|gdpr|onetrust|footer|copyrights?)(?![a-z])"
)
# What is the case with a part of the page, said on whatever is around: «comments-off».
_STATE = re.compile(
    r"\S+[-_](?:open(?:ed)?|closed?|on|off|offset|(?:dis|en)abled?|accepted|given|denied|"
    r"declined|allowed|fixed|sticky|static|none|ok|(?:in)?active|free|loaded|ready|visible|shown|"
    r"hidden|expanded|collapsed)|(?:hidden|hide|show|disable|enable|toggle|close|open)[-_]\S+"
)
# Of utility frameworks: how a thing looks, and nothing of what it is.
_UTILITY = re.compile(
    r"(?:over(?:flow|scroll)|backface|(?:max|min)[-_][wh]|d[-_]print|wp[-_]embed|has|with|without|"
    r"no|not|prose|text|font|is[-_](?!hidden))[-_]\S+|(?:is[-_])?relative|position[-_]\S+|group|"
    r"peer|prose|list[-_](?:none|disc|decimal|inside|outside|unstyled|inline)"
)
_VARIANT_SIGNS = frozenset(":[]!@&")  # «group-hover:hidden», «print:block», «[&_.ad]:hidden»
OTHER_ARTICLES = re.compile(
    r"(?<![a-z])(?:related\w{0,20}+|relatives?[-_](?:news|posts?|articles?)|"
    r"read[-_ ]?(?:also|more|next|too|further)|also|recommend\w*|similar|"
    r"more[-_ ]?(?:news|stories|articles|from|on)|see[-_ ]?also|next[-_ ]?(?:article|news|post)|"
    r"chytayte|chitayte|interesting|onward)(?![a-z])"
)
LEADS = re.compile(
    r"(?<![a-z])(?:lead|lede|leadtext|standfirst|sub[-_ ]?title|sub[-_ ]?head(?:ing|line)?|dek|"
    r"deck|chapo|anons|anonce|perex|sapo|preview[-_ ]?text)(?![a-z])"
)
# Names that a lead may have, and other short texts as well.
MAYBE_LEADS = re.compile(
    r"(?<![a-z])(?:excerpt|(?<!subscriber.)preview|intro|introduction|(?<!with-)summary|announce|descr?|description|"
    r"abstract|teaser)(?![a-z])"
)
CAPTIONS = re.compile(
    r"(?<![a-z])(?:captions?|wp[-_ ]caption[-_ ]text|credits?|legend|photo[-_ ]?(?:desc\w*|author|"
    r"text|credit|caption|source|copyright)|img[-_ ]?(?:desc\w*|text|caption|author|source)|"
    r"image[-_ ]?(?:desc\w*|text|caption|credit|source|author)|copyright[-_ ]photo|"
    r"pic[-_ ]?(?:desc\w*|caption))(?![a-z])"
)
PICTURES = re.compile(r"(?<![a-z])(?:photos?|foto|image|img|picture|pic|thumb|slide)(?![a-z])")
IS_GALLERY = re.compile(r"(?<![a-z])(?:gallery|slider|carousel|embed\w*)(?![a-z])")
IS_PULLED = re.compile(
    r"(?<![a-z])(?:pull|big|large)[-_ ]?(?:ed[-_ ])?(?:quotes?|text|out)(?![a-z])"
)
IS_READ_ALSO = re.compile(
    r"(?<![a-z])(?:read|see|chytayte|chitayte)[-_ ]?(?:also|more|too|tako?[zj])"
)
_SHOWN_SOMEWHERE = re.compile(r"(?:block|flex|grid|inline|contents|not-sr-only)$")
_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])")
_HIDDEN = re.compile(r"(?:display\s{0,9}:\s{0,9}none|visibility\s{0,9}:\s{0,9}hidden)")
# What holds the article's text is named so, whatever else stands in its name («tag-content»).
IS_CONTENT = re.compile(
    r"(?<![a-z])(?:article|post|news|story|entry|content)(?:[-_]+(?:details?|full|item|single))?"
    r"[-_ ]*(?:body|text|content|inner|main)"
    r"(?![a-z])|articlebody"
)
_ARTICLE_TYPE = re.compile(r"schema\.org/\w*(?:Article|BlogPosting)\b")
_UNSEEN = re.compile(r"(?<![^ ])(?:(?:is[-_]+)?hidden|sr[-_]only|visually[-_]?hidden)(?![^ ])")
_NAMES_LENGTH = 400


def marks_of(element: Tree) -> str:
    """The class and id in small letters, «articleBody» as two words, without utility classes."""
    said = element.get("class") or ""
    own = f"{element.get('id') or ''} {element.get('data-component') or ''}".strip()
    return _marks(said[:_NAMES_LENGTH], own[:_NAMES_LENGTH]) if said or own else ""


@lru_cache(maxsize=2_048)  # a page says the same of many elements, and is asked many times
def _marks(said: str, own: str) -> str:
    tokens = said.split()
    named = [word for word in tokens if _VARIANT_SIGNS.isdisjoint(word)]
    if len(named) < len(tokens) and any(map(_SHOWN_SOMEWHERE.search, set(tokens) - set(named))):
        # «hidden md:block», «sr-only sm:not-sr-only»
        named = [word for word in named if word not in {"hidden", "sr-only"}]
    names = _HUMP.sub("-", " ".join((*named, own))).lower()
    return " ".join(word for word in names.split() if not _UTILITY.fullmatch(word))


def are_strangers_words(marks: str) -> bool:
    """Whether the marks name what others wrote, and not only a state of it."""
    named = " ".join(word for word in marks.split() if not _STATE.fullmatch(word))
    return _STRANGERS_WORDS.search(named) is not None


def is_article(element: Tree, name: str) -> bool:
    """Whether its data say that the article is in it, whatever its class is named after."""
    if (element.get("itemprop") or element.get("property") or "").lower() == "articlebody":
        return True
    return name == "article" and _ARTICLE_TYPE.search(element.get("itemtype") or "") is not None


def names_picture(element: Tree) -> bool:
    """Whether its data say that a picture, and what is told of it, is all there is in it."""
    return (element.get("itemtype") or "").endswith("schema.org/ImageObject")


def is_hidden(element: Tree) -> bool:
    """Whether the page does not show it, or shows it as no part of its text."""
    return (
        element.get("hidden") is not None
        or element.get("aria-hidden") == "true"
        or element.get("placeholder") is not None  # of AMP: shown until what is meant is there
        or element.get("role") in _SILENT_ROLES
        or _HIDDEN.search(element.get("style") or "") is not None
    )


def is_unseen(element: Tree) -> bool:
    """The same, or hidden by its class alone."""
    if not isinstance(element.tag, str):
        return False
    return is_hidden(element) or _UNSEEN.search(marks_of(element)) is not None
