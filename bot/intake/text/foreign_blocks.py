"""Blocks that a site sets into its page: a newsletter's promotion, consent to cookies, a poll.

No line of them need tell what it is: a line above the block or below it does.
"""

import re
from collections.abc import Sequence
from itertools import zip_longest

from bot.intake.text.asks import asks_reader
from bot.intake.text.lines import TextLine

_PROMOTION = re.compile(
    r"skip past .{3,40}|list 2 of \d+|"
    r"(?:пропустити|skip) .{2,40} (?:і|та|and) (?:продовжити|continue).{0,20}",
    re.IGNORECASE,
)
_PROMOTION_ENDS = re.compile(
    r"after .{3,40}\b(?:promotion|sign-up)|end of list|(?:кінець|end of) \S+(?: \S+){0,2}",
    re.IGNORECASE,
)
_START = re.compile(r"0?0:00")
_LENGTH = re.compile(r"(?:\d{1,2}:)?\d{1,2}:\d\d")
# What players say of themselves: «No media source currently available», «720p».
_PLAYER = re.compile(
    r"embed|auto|.{0,40}\b(?:browser|браузер)\b.{0,30}"
    r"\b(?:not support|не п(?:ідтриму|оддержива))\w*\b.{0,40}|"
    r"відео відтворюється|відтворити відео|play video|\d{3,4}p(?: \| .{2,12})?|no "
    r"media source currently available|video player is "
    r"loading\.?|"
    r"this is a modal window\.?|beginning of dialog window\b.{0,60}|(?:play|now playing|"
    r"paused|unmute|ad loading)|"
    r"\d+ seconds? of .{3,60}|\w{4,8} px \w{4,8} px|пряме посилання|прямая ссылка|direct link|"
    r"(?:the )?(?:code|url|link|код|посилання|ссылка) (?:has been |було |был\w? )?(?:copied|"
    r"скопі\w{5,7}|скопирован\w?)"
    r"(?: .{3,30})?|(?:медіа-?джерело|источник медиа|медиа-?источник) .{3,30}",
    re.IGNORECASE,
)
_SHARPNESS = re.compile(r"\d{3,4}p")  # below «Якість» and «Авто»
_POST_ENDS = re.compile(
    r"(?:view|open|see) (?:in|on) (?:telegram|instagram|twitter|x|facebook)|"
    r"(?:переглянути|відкрити|дивитися|посмотреть|открыть) (?:в|у|на) (?:telegram|instagram|"
    r"facebook|twitter)",
    re.IGNORECASE,
)
_POST_AT = re.compile(r"(?:https?://)?t\.me/\S{3,60}|@\w{3,30}")
_HANDLE = re.compile(r"[\w.@-]{3,40}")
_TAKE = re.compile(r"пройти (?:тест|опитування)|take (?:the|our) (?:quiz|survey)", re.IGNORECASE)
_LONGEST = 15  # lines
_CONSENT = re.compile(
    r"(?:я )?(?:погоджу(?:юсь|юся|ватися)|не погоджуюсь|прийняти|приймаю|дозволити|відхилити|"
    r"керувати (?:налаштуваннями|параметрами|cookie|вибором)|налаштувати вибір|зрозуміло|"
    r"(?:i )?(?:agree|accept|reject|decline|consent|allow|disagree)|manage (?:options|"
    r"preferences|settings|choices)|"
    r"akceptuję|zgadzam się|odrzuć|przejdź do serwisu|принять|согласен|akzeptieren|ablehnen)"
    r"(?: (?:все|всі|усі|все та продовжити|all|all cookies|cookies|alle|wszystkie|and "
    r"continue|i zamknij))?[.!]?",
    re.IGNORECASE,
)
_PRIVACY = re.compile(
    r"cookie|кукі|приватн|конфіденційн|персональн\w{1,3} дан|privacy|personal data|prywatno|"
    r"datenschutz|"
    r"конфиденциальн|персональн\w{1,3} данн",
    re.IGNORECASE,
)
_TOP = 40  # lines of a page where a banner may have been copied, and as many at its end
_VOTE = re.compile(
    r"(?:про)?голосувати|голосуй(?:те)?|vote|submit vote|zagłosuj|голосовать|проголосовать|"
    r"abstimmen",
    re.IGNORECASE,
)
_RESULTS = re.compile(
    r"(?:показати |переглянути |view |see )?(?:результати|results|результаты)(?: голосування)?"
    r"|(?:всього |усього )?(?:проголосувало|голосів|votes?)[: ].{1,12}|.{1,8} голос(?:и|ів)",
    re.IGNORECASE,
)
_POLL = re.compile(
    r"(?:наше )?(?:опитування|голосування|poll|ankieta|опрос)\W?.{0,20}", re.IGNORECASE
)
_OFFERED = re.compile(
    r"(?:register|buy|get|book|join|reserve)(?: your| my)?(?: tickets?| a seat| now| here)+",
    re.IGNORECASE,
)
_SENDS = re.compile(
    r"(?:send|share) (?:us )?your (?:news|photos?|pictures?|videos?|stories|story)\b.{0,30}",
    re.IGNORECASE,
)
_LONGEST_OFFER = 8  # lines
_SUBSCRIBES = re.compile(
    r"підписатис[ья]|подписаться|sign up|subscribe|zapisz się|abonnieren|s['’]abonner|suscríbete",
    re.IGNORECASE,
)
_BY_LETTER = re.compile(
    r"\b(?:telegram|телеграм\w{0,2}|viber|whatsapp|розсилк\w{1,2}|дайджест\w{0,2}|newsletters?|"
    r"email|e-mail)\b",
    re.IGNORECASE,
)
_FIELD = re.compile(
    r"(?:enter |введіть |вкажіть )?(?:your|ваш\w?|свій|свою) "
    r"(?:e-?mail|електронн\w{1,2} (?:пошт\w|адрес\w))"
    r"(?: address| адрес\w)?\W{0,3}|(?:введіть )?ел(?:ектронна|\.) (?:пошта|адреса)\W{0,3}|"
    r"email address|adres e-?mail|e-?mail-adresse|"
    r"(?:інша|своя|довільна) сума|(?:other|custom) amount",
    re.IGNORECASE,
)
_AT_PLATFORM = re.compile(
    r"([^.!?:]{2,40}) (?:у|в|на|in|on) (?:telegram|viber|whatsapp|facebook|instagram|youtube|"
    r"tiktok|threads|twitter|x|google news)",
    re.IGNORECASE,
)
_SUM = re.compile(r"[$€£₴]?\s?\d[\d\s.,]{0,7}\s?(?:грн|₴|zł|€|\$)?")
_OFFER_LINES = 3  # above its form
_TITLE_WORDS = 6
_ENDS_SENTENCE = re.compile(r"[.!?…][»\"”’)]*$")
_PARAGRAPH = 80
_FEWEST_TOLD = 2  # paragraphs
_CALL = re.compile(r"(?:не )?[^\W\d_]{2,}(?:й|йте|йся|йтеся|іть|іться)\b", re.IGNORECASE)
_ANSWERS = {
    **dict.fromkeys(("так", "yes", "да", "tak", "ja"), "yes"),
    **dict.fromkeys(("ні", "no", "нет", "nie", "nein"), "no"),
}
_OPTION_WORDS = 8
_FEWEST_OPTIONS = 2
_MOST_OPTIONS = 12


def without_blocks(lines: Sequence[TextLine]) -> Sequence[TextLine]:
    """The lines without such blocks."""
    lines = _without_forms(_without_promotions(_without_posts(_without_players(lines))))
    return _without_polls(_without_consent(_without_offers(lines)))


def _without_players(lines: Sequence[TextLine]) -> Sequence[TextLine]:
    """Without «0:00» and «24:18» below it: where a recording stands, and how long it is."""
    lines = [line for at, line in enumerate(lines) if not _parts_times(lines, at)]
    starts = {
        at
        for at, line in enumerate(lines[:-1])
        if _START.fullmatch(line.text) and _LENGTH.fullmatch(lines[at + 1].text)
    }
    sharp = next((at for at, line in enumerate(lines) if _SHARPNESS.fullmatch(line.text)), 0)
    starts |= {at for at in (sharp - 1, sharp - 2) if at > 0 and " " not in lines[at].text}
    return [
        line
        for at, line in enumerate(lines)
        if not ({at, at - 1} & starts or _PLAYER.fullmatch(line.text))
        and not (at - 2 in starts and _START.fullmatch(line.text))
    ]


def _parts_times(lines: Sequence[TextLine], at: int) -> bool:
    """«/» between the two of a player."""
    above, below = lines[max(at - 1, 0)], lines[min(at + 1, len(lines) - 1)]
    times = _START.fullmatch(above.text) and _LENGTH.fullmatch(below.text)
    return lines[at].text == "/" and times is not None


def _without_forms(lines: Sequence[TextLine]) -> Sequence[TextLine]:
    """Without «Your email», «Інша сума» and what they stand below: a title, a sentence or two."""
    kept = list(lines)
    for at in range(len(kept) - 1, 0, -1):
        if at >= len(kept) or not _FIELD.fullmatch(kept[at].text):
            continue
        top = at - 1
        while top > 0 and _SUM.fullmatch(kept[top].text):
            top -= 1
        above = range(top, max(top - _OFFER_LINES, -1), -1)
        start = next((n for n in above if _is_title(kept[n].text)), at)
        del kept[start : at + 1]
    return kept


def _is_title(text: str) -> bool:
    return text.count(" ") < _TITLE_WORDS and not _ENDS_SENTENCE.search(text)


def _without_posts(lines: Sequence[TextLine]) -> Sequence[TextLine]:
    """Without the name, the address, the hour over «VIEW IN TELEGRAM»."""
    kept = list(lines)
    ends = [at for at, line in enumerate(kept) if _POST_ENDS.fullmatch(line.text)]
    for end in reversed(ends):
        above = range(end - 1, max(end - _LONGEST_OFFER, 0), -1)
        start = next((at for at in above if _POST_AT.fullmatch(kept[at].text)), end)
        named = kept[start - 1].text
        start -= start < end and bool(_HANDLE.fullmatch(named) or _is_title(named))
        del kept[start : end + 1]
    return kept


def _without_promotions(lines: Sequence[TextLine]) -> Sequence[TextLine]:
    """Without what stands between «skip past newsletter promotion» and where it says it ends.

    So with «list 2 of 3» and «end of list», which screen readers are told.
    """
    starts = [at for at, line in enumerate(lines) if _PROMOTION.fullmatch(line.text)]
    kept = list(lines)
    for start in reversed(starts):
        near = range(start + 1, min(start + _LONGEST, len(kept)))
        end = next((at for at in near if _PROMOTION_ENDS.fullmatch(kept[at].text)), start)
        del kept[start:end]
    return kept


def _without_consent(lines: Sequence[TextLine]) -> Sequence[TextLine]:
    """Without what speaks of cookies and private data above «Погоджуюсь», «Відхилити все»."""
    kept = list(lines)
    at = len(kept) - 1
    while at >= 0:
        outer = at < _TOP or at >= len(kept) - _TOP
        above = range(max(at - _LONGEST, 0), at)
        start = at
        if outer and _CONSENT.fullmatch(kept[at].text):
            start = next((n for n in above if _PRIVACY.search(kept[n].text)), at)
        del kept[start : at + 1 if start < at else at]
        at = start - 1
    return kept


def _without_offers(lines: Sequence[TextLine]) -> Sequence[TextLine]:
    """Without the short lines over «REGISTER NOW», up to the paragraph above."""
    kept = list(lines)
    for at in range(len(kept) - 1, 0, -1):
        if at >= len(kept) or not _OFFERED.fullmatch(kept[at].text):
            continue
        start = at
        while start and at - start < _LONGEST_OFFER and len(kept[start - 1].text) < _PARAGRAPH:
            start -= 1
        del kept[start : at + 1]
    return _without_letters(_without_calls(_without_leading_in(_without_channels(kept))))


def _without_channels(lines: Sequence[TextLine]) -> list[TextLine]:
    """Without «Вісник у Telegram» and «Вісник у WhatsApp», the same name before both."""
    named = [_AT_PLATFORM.fullmatch(line.text) for line in lines]
    names = [said[1].casefold() if said else "" for said in named]
    return [
        line
        for at, line in enumerate(lines)
        if not names[at] or names[at] not in (*names[max(at - 1, 0) : at], *names[at + 1 : at + 2])
    ]


def _without_leading_in(lines: Sequence[TextLine]) -> list[TextLine]:
    """Without «Не витрачай час!», right over what a site asks; so «Помилка в тексті?» below one.

    Above all text a question may be the headline.
    """
    kept: list[TextLine] = []
    told = 0
    for line, below in zip_longest(lines, lines[1:]):
        few = line.text.endswith(("!", "?")) and line.text.count(" ") < _TITLE_WORDS
        asks = told >= _FEWEST_TOLD and line.text.endswith("?")
        leads_in = few and (asks or _CALL.match(line.text) is not None)
        if not (leads_in and below is not None and not below.gap and _asks(below.text)):
            kept.append(line)
        told += len(line.text) > _PARAGRAPH and _ENDS_SENTENCE.search(line.text) is not None
    return kept


def _asks(text: str) -> bool:
    lowered = text.casefold()
    return asks_reader(lowered) or ("ctrl" in lowered and "enter" in lowered)


def _without_calls(lines: Sequence[TextLine]) -> list[TextLine]:
    """Without «Send your news & photos» and the scraps with it, blank lines around them."""
    kept = list(lines)
    for at in range(len(kept) - 1, 0, -1):
        if not _SENDS.fullmatch(kept[at].text) or _ENDS_SENTENCE.search(kept[at].text):
            continue
        start = at
        top = max(at - _LONGEST_OFFER, 0)
        while start > top and not kept[start].gap and _is_scrap(kept[start - 1].text):
            start -= 1
        if kept[start].gap:
            del kept[start : at + 1]
    return kept


def _without_letters(lines: Sequence[TextLine]) -> Sequence[TextLine]:
    """Without a few short lines over «Підписатися», amid the text, that tell of a newsletter."""
    kept = list(lines)
    for at in range(len(kept) - 1, 0, -1):
        if at >= len(kept) or not _SUBSCRIBES.fullmatch(kept[at].text):
            continue
        start = at
        while start and at - start < _OFFER_LINES and _is_scrap(kept[start - 1].text):
            start -= 1
        said = any(_BY_LETTER.search(line.text) for line in kept[start:at])
        above = kept[start - 1].text if start else ""
        if said and len(above) > _PARAGRAPH and _ENDS_SENTENCE.search(above):
            del kept[start : at + 1]
    return kept


def _is_scrap(text: str) -> bool:
    return len(text) < _PARAGRAPH and not _ENDS_SENTENCE.search(text)


def _without_polls(lines: Sequence[TextLine]) -> Sequence[TextLine]:
    """Without a question, its answers and the button below them."""
    kept = list(lines)
    for at in range(len(kept) - 1, 0, -1):
        if at >= len(kept) or not _VOTE.fullmatch(kept[at].text):
            continue
        start = at
        while start and at - start < _MOST_OPTIONS and _could_be_option(kept[start - 1].text):
            start -= 1
        asked = start > 0 and kept[start - 1].text.endswith("?")
        if not asked or at - start < _FEWEST_OPTIONS:
            continue
        start -= 1
        start -= start > 0 and bool(_POLL.fullmatch(kept[start - 1].text))
        end = at + 1
        while end < len(kept) and _RESULTS.fullmatch(kept[end].text):
            end += 1
        del kept[start:end]
    for at in range(len(kept) - 1, -1, -1):
        question, *below = (line.text for line in kept[at : at + 3])
        if not question.endswith("?"):
            continue
        if _TAKE.fullmatch("".join(below[:1])):
            del kept[at : at + 2]
        elif [_answer(text) for text in below] == ["yes", "no"]:
            del kept[at : at + 3]
    return kept


def _answer(text: str) -> str:
    """«yes» of «Так 41», whatever figures stand behind it."""
    return _ANSWERS.get(text.casefold().rstrip(" 0123456789()"), "")


def _could_be_option(text: str) -> bool:
    return not text.endswith((".", "?", ":", "!")) and text.count(" ") < _OPTION_WORDS
