"""How a name in Latin letters may be read: by the rules of one language or of another."""

import re
from collections.abc import Iterator
from typing import Final

# What is written so, and letters that say how it sounds: all of a name by the rules of one line.
# A «-» is silent.
_ENGLISH: Final = """^rh>r chr>kr sch>sk ai(?!r)>ei aw>o ur(?![aeiouy])>er (?<!o)u>a oo>u ea>i
    ow>au ah$>a ew>iu j|g(?=[eiy])>dz (?<=[bcdgkpt])le>l
    wa(?=[lrt])>wo ace$>es eo(?=n$)>e (?<=[bdglmnv])es$>z i(?=[cdfgkmptv]e$)>ai
    o(?=[bdfgklmnptvz]e$)>ou a(?=[bdfgklmnptvz]e$)>ei e$>-"""  # «Sullivan», «Kissinger»
_OTHERS: Final = (
    "ca>ki a>i ow>ou (?<=ff)e$>-",  # «Cameron», «Lammy», «Snowden», «Ratcliffe»
    # «Steinmeier», «Baerbock», «Zuckerberg», «Verstappen», «Schäuble», «Gahr»
    """aeu>oi ae|oe>i ei>ai eu>oi rh>r tz|z>ts (?<=[aeiou])s(?=[aeiou])>z ^v>f
    (?<=[aeiou])h(?=[lmnr])>-""",
    "ch>h tz|z>ts ae|oe>i ^s(?=[aeiou])>z",  # «Leipzig», «Zurich», «Söder»
    # «Saluschnyj», «Tichanowskaja», «Reiche»
    "(?<![ct])sch>zh ch(?!s)>h ei>ai ^s(?=[aeiou])>z aja$>a",
    "sch>skh oe>u ij>ei",  # «Schoof»
    "dj|j|zh>dz c(?=[eiy][^c])>ts c(?![hkz])>4 (?<=n)e$>-",  # «Djokovic», «Kinzhal», «Debrecen»
    "c(?!h)>dz",  # «Recep»
    # «Hernandez», «Sanchez», «Rodriguez», «Guardiola», «Austin», «Crosetto», «Bologna», «Javier»
    """^h(?=[a-z]{5})>- au>o j>h gu(?=[ei])>h gu(?=a)>hv qu(?=[ei])>k
    ll(?=[aou])>li z$>s gn>ni (?<=[aeioun])s(?=[aeiou])>z e$>-""",
    # «Trudeau», «Strasbourg», «Renault», «Michel», «Barnier», «Gérard Depardieu», «Mélenchon»
    """aill>aii ai(?!i)>e ieu$>ie ien$>ian ^jean>zhan en(?=[cdst])>an
    eault$|eauld$|eaux$|eaud$|eaut$|ault$|auld$|aux$|aud$|aut$|(?<=o)t$|eau|au>o ou>u (?<!t)ch>s
    (?<=[nr])c$|(?<=[nr])d$|(?<=[nr])t$|(?<=ie)r$|(?<=e)t$>- ce$>s ge$|g(?=[ei])|j>zh""",
    # «Hollande», «Koutchma»
    "^h(?=[a-z]{5})|e$>- ou>u (?<!t)ch>s g(?=[ei])|j>zh (?<=[aeiou])s(?=[aeiou])>z",
    # «Ancelotti», «Georgescu», «Guido»
    """gli(?=[aeou])>li ch>k ci(?=[aou])|ce(?=a)>tch c(?=[ei])>4 z>ts gn>ni gu(?=[ei])>hv
    ge(?=o)|gi(?=[aou])|g(?=[ei])>dz""",
    "nh>ni lh>li o(?=s?$)>u",  # «Mourinho»
    "oi>ua s$>-",  # «Dubois»
    "aya$>a",  # «Navalnaya»
    "tr>tch nh$>n ^x>s uy>u",  # «Nguyen Phu Trong»
    "chi>ti z|j(?=i)>dz",  # «Hitachi», «Shinzo»
    # «Wroclaw», «Rzepa», «Trzaskowski», «Ziobro», «Paluckas»
    "(?<=[kpt])rz>sh rz>zh ch>h c(?![hz])>ts (?<=[cnsz])i(?=[aou])>-",
    "gyu>du gy>di cs>ch zs>zh ny$>n ny>ni ly>i",  # «Gyurcsány»
    "chr>khr ch>kh ou>u",  # «Christodoulides»
    "iyeh$>ia",  # «Haniyeh»
)
_KOREAN: Final = """yeo>io eo>o eu>i woo|oo>u ae>e (?<=[hkmpr])yu(?=n)|(?<=[hkmpr])yo>o
    u(?=ng|ck|k)>o ng>n r(?=k$)>-"""

_RULES: Final = tuple(
    tuple(
        (re.compile(written), sound.strip("-"))
        for written, sound in (rule.split(">") for rule in rules.split())
    )
    for rules in (
        *(_ENGLISH, *_OTHERS, _KOREAN),
        f"^b>p ^g>k ^d>t ^j>tch (?<=[a-z])j>dz {_KOREAN}",
        f"^k>g ch>tchkh j>tchzh {_KOREAN}",
        f"^j>dz {_KOREAN}",
    )
)
Readings = frozenset[int]  # lines of these
ENGLISH: Final[Readings] = frozenset((0,))
# «Yoon Suk Yeol», «Lee Jae-myung», «Ban Ki-moon», «Incheon»: made of short syllables
KOREAN: Final[Readings] = frozenset(range(len(_RULES) - 4, len(_RULES)))
OTHERS: Final[Readings] = frozenset(range(len(_RULES))) - ENGLISH - KOREAN
_KOREAN_ENDS: Final = frozenset("aeiouygklmnpt")
_NOT_KOREAN: Final = frozenset("fqvxz")
_KOREAN_BEGINNING = re.compile("(?:[cs]h|[kh]w|[bdghjklmnprstwy])?[aeiouwy]")
_LONGEST_KOREAN: Final = 10  # letters
_AROUND = re.compile(r"\(\?[^()]*\)|[\^$]")


def _rules_by_letters() -> dict[str, list[tuple[int, int]]]:
    """The rules by what has to be there: of most names most rules say nothing."""
    places: dict[str, list[tuple[int, int]]] = {}
    for line, rules in enumerate(_RULES):
        for number, (written, _) in enumerate(rules):
            for letters in _AROUND.sub("", written.pattern).split("|"):
                places.setdefault(letters, []).append((line, number))
    return places


_BY_LETTERS: Final = _rules_by_letters()
# What a name may begin with that begins to sound so: by these rules, and in pinyin.
BEGINNINGS: Final = {
    **dict.fromkeys("aiou", "hwy"), "4": "jtq", "d": "jzg", "f": "v", "h": "jkx", "k": "g",
    "p": "b", "s": "xc", "t": "djqzc", "v": "u", "z": "jgsr",
}  # fmt: skip


def may_be_korean(word: str) -> bool:
    is_short = len(word) <= _LONGEST_KOREAN and _NOT_KOREAN.isdisjoint(word)
    return is_short and word[-1] in _KOREAN_ENDS and _KOREAN_BEGINNING.match(word) is not None


def as_read(word: str, readings: Readings) -> Iterator[str]:
    """A name in small letters, as each of these languages has it."""
    found: dict[int, set[int]] = {}
    for letters, places in _BY_LETTERS.items():
        if letters in word:
            for line, rule in places:
                if line in readings:
                    found.setdefault(line, set()).add(rule)
    for line, rules in found.items():
        read = word
        for rule in sorted(rules):
            written, sound = _RULES[line][rule]
            read = written.sub(sound, read)
        yield read
