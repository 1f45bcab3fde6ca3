"""What stands at the foot of a page: whose it is, who made it, how to reach and to quote them."""

import re

_STOP_PARTS = (
    "усі права захищен", "всі права захищен", "права застережен", "all rights reserved",
    "все права защищены", "медіа-ідентифікатор", "our standards: ",
    "this page was last edited", "text is available under", "dieses thema im programm",
    "über dieses thema berichtete", "discussion about this post", "колонка є видом",
    "весь контент доступний за ліцензією", "our stories may be republished", "republish this",
    "il vous reste", "riproduzione riservata", "weiterlesen mit", "jetzt weiterlesen",
    "continue reading with", "czytaj dalej z", "адреса редакції", "телефон редакції",
    "outdated browser", "застарілий браузер", "privacy notice: ",
    "розробка сайту", "створення сайту", "сайт розроблено", "developed by", "designed by",
)  # fmt: skip
# «Передрук матеріалів лише з дозволу редакції»; a text may tell of a reprint as well.
_TERMS = re.compile(
    r"(?:[^\s.]{2,30}\.\s)?"  # whose they are
    r"(?:передрук|перепечатка|(?:while|when) (?:citing|using|quoting|copying)|"
    r"використання (?:будь-яких )?матеріалів|повне або часткове|"
    r"повна або часткова|републікація|копіювання (?:будь-яких )?матеріалів|"
    r"(?:при|у разі) (?:цитуванн|використанн|передру|копіюванн)|использование материалов)"
    r".{0,200}?(?:сайт|портал|гіперпосил|гиперссыл|посилання|ссылк|дозвол(?:у|ом|ен|яє)|разреш|заборон|запрещ|"
    r"редакц|агентств|правовласник|mandatory|required|permission).{0,300}"
)
# «Полиця 2026. Тексти — за ліцензією CC BY 4.0»
_LICENCE = re.compile(
    r"(?:.{2,40}(?:19|20)\d\d\.? )?(?:усі |всі |all )?"
    r"(?:тексти|матеріали|контент|вміст|content|texts|тексты|материалы) .{0,40}"
    r"(?:ліценз|лиценз|licen[cs])\w{1,4} (?:creative commons|cc)\b.{0,150}"
)
_COPYRIGHT = re.compile(
    r"copyright (?:19|20)\d\d\b.{0,200}|"
    r".{0,60}(?:©.{0,40}(?:19|20)\d\d|(?:19|20)\d\d.{0,20}©).{0,60}"
)


def is_foot(lowered: str) -> bool:
    """Whether the line, in small letters, is such a one."""
    known = lowered.startswith(_STOP_PARTS)
    known = known or _LICENCE.fullmatch(lowered) is not None
    return bool(known or _TERMS.fullmatch(lowered) or _COPYRIGHT.fullmatch(lowered))
