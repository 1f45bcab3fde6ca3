"""What a site asks of whoever reads it: to follow, to subscribe, to help it, to agree.

Such a line has a verb that speaks to the reader and a thing of the site's own. Neither alone
says so: a story, too, tells its readers what to do, and of channels and letters.
"""

import re

_LONGEST = 260
_FEW = 2  # blanks: «Анонімність гарантуємо.» beside what is asked
_PAIR = 2
_PLATFORM = (
    r"(?:google\s?(?:news|новин\w{0,2})?|telegram|телеграм\w{0,2}|viber|вайбер\w?|facebook|фейсбу\w{1,3}|"
    r"instagram|інстаграм\w{0,2}|youtube|ютуб\w?|whatsapp|tiktok|тікток\w?|threads|twitter|x|signal|bluesky|"
    r"linkedin|соцмереж\w{0,2}|соціальних мережах|patreon|apple podcasts|spotify|app store|"
    r"google play)"
)
_ON_PLATFORM = re.compile(
    rf".*(?:\b(?:в|у|на|on|in|через)|:)\s(?:\w+[\s-])?{_PLATFORM}"
    rf"(?:[\s,/|-]+(?:(?:та|і|й|або|чи|and|or)\s)?(?:{_PLATFORM}|\w+-?канал\w{{0,2}}))*"
    r"(?:\s[\w-]{2,20}\.[a-z]{2,4})?",  # «на Instagram site.net»
)
_VERB = re.compile(
    r"(?:(?:не )?(?:хоч|бажа)(?:еш|єш|ете|єте)|підпи(?:суй|ш)\w{0,5}|підпишіть\w{0,2}|"
    r"скористай\w{0,4}|"
    r"стеж(?:те)?|слідкуй\w{0,2}|читай(?:те)?|дізнава?й\w{0,4}|отрим(?:ай|уй)(?:те)?|"
    r"завантаж(?:уй)?(?:те)?|встанов\w{1,5}|(?:до|при)(?:луч|єдн)\w{2,7}|обговор\w{1,6}|коментуй\w{0,2}|"
    r"(?:по)?діл(?:ись|іться|ітесь)|надсилай(?:те)?|надішл\w{1,3}|натис\w{1,6}|тисн\w{1,4}|залиш\w{1,6}|"
    r"підтрим(?:ай|уй)(?:те)?|оцін\w{1,4}|дода(?:й|вай)(?:те)?|шукай(?:те)?|див(?:ись|іться|ітесь)|"
    r"слухай(?:те)?|оцен\w{1,4}|поделит\w{1,3}|пиш(?:и|іть)|передплат\w{1,4}|будь(?:те)?|стань(?:те)?|обер\w{1,4}|"
    r"подписывай\w{1,4}|подпиши\w{1,5}|следите|читайте|присоединяй\w{1,4}|поддерж\w{1,4}|скачай\w{0,2}|"
    r"розкаж\w{1,3}|(?:с|по)пробу\w{1,3}|постав\w{1,3}|порекоменд\w{2,5}|"
    r"не пропуст\w{2,3}|напиш\w{1,4}|допомож\w{1,3}|please|поки що підтрим\w{3,4}|"
    r"повідом(?:те|ляй(?:те)?)|don't miss|stay|email|contact|"
    r"follow|join|subscribe|sign up|get|download|listen|watch|read|support|donate|receive|become|"
    r"discover|consider|help us|śledź|obserwuj|polub|zapisz|napisz|pobierz|dołącz|wesprzyj|"
    r"abonnieren|folgen)\b"
)
_ITS_CHANNELS = re.compile(
    rf"\b{_PLATFORM}[\s-]?(?:канал|спільнот|груп|чат)\w{{0,3}}|\bми (?:в|у|на) {_PLATFORM}\b"
)
_TO_US = re.compile(
    r"\b(?:(?:на)?пиш|надсил|надішл|розкаж|повідом)\w{1,6} (?:\S+ )?нам\b(?!\.$)|\bнам "
    r"(?:стати|ставати) |"
    r"\b(?:на|за) (?:нас|нами)\b|\bnas na\b|\b(?:читай|див|слухай|шукай)\w{2,3} нас\b"
    r"|\bми (?:вам |з вами )?(?:зателефону|передзвон|зв['’]яж|напиш)\w{1,4}"
    r"|\b(?:email|contact|tell) (?:us|our)\b|\b(?:з|із) друзями\b"
    r"|\b(?:підтрим\w{2,5}|support) (?:нас\b|редакці|видання|медіа\b|us\b)"
)
_OUR_THINGS = re.compile(
    r"(?<!через )\b(?:наш\w{0,3}|мо(?:го|му|єму|їм|ю|й)|нових|власн\w{2,3}|our|my|nasz\w{0,4}) "
    r"(?:[\w-]+ ){0,3}"
    r"(?:[\w-]*канал|сторінк|спільнот|груп|розсилк|застосун|додат|соцмереж|соціальн|новин|видан|youtube|"
    r"telegram|телеграм|viber|вайбер|facebook|фейсбук|instagram|інстаграм|whatsapp|чат|бот|сайт|приложени|подкаст|"
    r"дайджест|журналіст|експерт|роботу|читач|czyteln|leser|newsletter|page|channel|app\b|community|coverage|podcast|journalism|work)\w{0,5}"
)
_ON_SITE = re.compile(
    r"\bщо читаєте\b|\b(?:у|в) коментар|\bобговоренн|\bчат-бот|\bпідпискою\b|"
    r"\bексклюзивн\w{1,3} контент|\bподкаст\w? (?:на|у|в) |\bрозсилк\w{1,2}\b|"
    r"\b(?:в|у|на) (?:месенджер|пошту|email|скриньку)\b|\bgoogle (?:news|новин)|"
    r"\bнезалежн\w{1,3} журналіст"
    r"|\bчастин\w{1,3} (?:нашої )?спільнот"
    r"|\bспільнот\w{1,2} (?:читач|підписник|друзів|патрон|прихильник|видання)"
)
_ON_SITE_IN_ENGLISH = re.compile(
    r"\bindependent journalism|\blatest news|\bto continue reading|\bdonation\b|"
    r"\b(?:informed|tuned)\b|\bnewsletters?\b|\byour (?:inbox|email)\b|"
    r"\b(?:free|paid) subscriber|\bbecome a (?:member|patron)\b|"
    r"\bconsider (?:supporting|subscribing|donating|becoming|joining)\b"
)
# «Коли ви купуєте передплату, ви підтримуєте…», «By signing up, you agree to…»
_TERMS = re.compile(
    r"(?:[^.!?]{0,60}\b(?:підпис|натис|реєстр|продовж|використ|нажим|подпис|регистр)\w*(?:ючи|ючись|ая|аясь|уясь)\b"
    r"[^.!?]{0,80}\b(?:ви|вы)\b[^.!?]{0,20}\b(?:погоджу|даєте|підтверджу|прийма|соглаша|даете)"
    r"|[^!?]{0,120}\b(?:you can subscribe|forwarded this email)\b"
    r"|(?:оформ|придба|купи?)\w{0,4} (?:\w+ )?(?:підписк|передплат)\w{1,3}\b.{0,80}$"
    r"|.{0,160}\bnewsletter\b.{0,160}\bsign up\b.{0,20}$"
    r"|(?:if|when) you [^.!?]{0,60}\b(?:purchase|buy|click)\b[^.!?]{0,60}"
    r"\bwe (?:may|might) [^!?]{3,60}$"
    r"|thanks for reading\b[^,]{0,60}\bsubscribe\b.{0,120}$"
    r"|you (?:are receiving|received|'re receiving) this (?:email|letter)\b"
    r"|ви отрим\w{2,5} (?:цей |цього )?(?:лист|електронн)"
    r"|[^.!?]{0,20}[.!?]? ?check your (?:inbox|email)\b"
    r"|by (?:signing up|subscribing|continuing|clicking|registering|entering|providing)\b"
    r"[^.!?]{0,60}\b(?:you|i agree)\b"
    r"|(?:ви|you|you've|you have) (?:вже )?(?:прочитали|read) \d{1,3} ?%[^.!?]{0,30}$"
    r"|ви (?:вже )?прочитали \d{1,3} [^.!?]{0,40}\bстат[^.!?]{0,20}$"
    r"|you have \w+ [^.!?]{0,40}\b(?:articles?|stories)\b[^.!?]{0,40}$"
    r"|[ув] вас залиши\w{2,4} [^.!?]{0,30}\b(?:статей|статті|матеріал\w{1,2}|"
    r"переглядів)\b[^.!?]{0,40}$"
    r"|(?:коли|якщо|купуючи|when|if)\b[^.!?]{0,60}\b(?:передплат|підписк|"
    r"subscri)\w*[^.!?]{0,20}\b(?:ви|ти|you) "
    r"(?:підтрим|допомаг|support|help))"
)
# «Сподобалася стаття? Розкажіть друзям», «If you enjoyed this post, share it»
_LIKED = re.compile(
    r"сподоба\w{2,4}\? (?:можна |можете )?пригост\w{1,4} .{3,40}|"
    r"(?:(?:якщо )?(?:вам )?сподоба\w{2,4} |if you (?:enjoyed|liked|found|love|value) |"
    r"если вам понрави\w{2,4} )[^.!?]{2,60}[,?!] (?:please |то |будь ласка, )?"
    r"(?:поділ|пошир|розкаж|пригост|підпи|постав|оцін|підтрим|share|subscribe|tap|like|support|leave|подел|подпи)"
    r"[^.!?]{0,80}[.!]?"
)
# Without a verb: «Тижні у Google News», «Розсилка «Лист»», «Найкращі тексти у вашій пошті».
_OFFER = re.compile(
    rf"(?:наш\w{{0,2}}|our) {_PLATFORM}(?:[\s,/|]+(?:(?:та|і|й|and)\s)?{_PLATFORM})*[.!]?|"
    r"(?:\S+\s){1,3}(?:в|у|на|in|on)\sgoogle (?:news|новинах)|розсилка «[^»]{2,60}»"
    rf"|(?:\S+\s){{1,4}}(?:в|у|на|in|on)\s{_PLATFORM}(?:\s?[|,/]\s?{_PLATFORM})+"
    rf"|[^.!?]{{0,60}}\b{_PLATFORM}\b[^.!?]{{0,60}}[.!]\s(?:підписатис[ья]|долучитис[ья]|"
    r"приєднатис[ья]|(?:підписуй|долучай|приєднуй)тес[ья]|subscribe|join)[.!]?"
    r"|newsletter [„“«\"][^„“”»\"]{2,60}[“”»\"]|.{0,80}\bin ihr(?:em)? (?:e-mail-)?postfach\.?"
    r"|нам (?:потрібна|нужна) (?:ваша|твоя) .{0,80}"
    r"|.{0,80}\b(?:[ув] (?:вашій|твоїй)|на (?:вашу|твою)|in your) (?:пошт\w|email|inbox)\b.{0,20}"
)
# «Більше новин у нашому Telegram-каналі», «Ще більше новин – на нашій сторінці»: nobody did it.
_NEWS_THERE = re.compile(
    rf"(?:[^.!?]|\.(?=\w)){{0,50}}\b(?:новин\w{{0,2}}|інформаці\w|контент\w?|матеріал\w{{1,3}}|історі[йї]|текстів|фото|відео|news|stories|updates)\b"
    rf"(?:[^.!?]|\.(?=\w)){{0,40}}"
    rf"\b(?:в|у|на|in|on) (?:(?:наш\w{{1,3}}|our) (?:[\w-]+ )?(?:[\w-]*канал|сторінц|спільнот|"
    rf"чат|розсилц|channel|page)\w{{0,2}}|"
    rf"(?:наш\w{{1,3}}|our) {_PLATFORM}|{_PLATFORM}-(?:канал|спільнот|груп)\w{{1,3}}|"
    rf"{_PLATFORM}(?:[\s,/|]+(?:(?:та|і|й|and)\s)?{_PLATFORM})*\.?$)(?:[^.!?]|\.(?=\w)){{0,40}}[.!]?"
)
# «Термінові новини читайте на каналі Вісника в Telegram»
_LOOK_THERE = re.compile(
    r"[^.!?«»]{0,160}\b(?:читай|див|слухай|шукай|стеж)\w{0,2}те\s(?:[^.!?«»]{0,60}\s)?"
    rf"(?:в|у|на|через) {_PLATFORM}[.!]?"
)
_DID = re.compile(
    r"\w{3}(?:ли|лися|лись|лось|лося|ла|лася|ало|ило)\b|\w{3}(?:ав|ив|ув|ів)\b|\b(?:є|каж\w+|пиш\w+)\b"
)
# «Як вам стаття?», «Новина доповнюється»
_OF_TEXT = re.compile(
    r"(?:got|have|do you (?:have|know)) [^.!?]{3,60}\? (?:please )?"
    r"(?:call|e-?mail|contact|write|tell|let us|get in touch)\b.{2,80}|"
    r"якщо (?:ви |у вас )?(?:стали|маєте|знаєте|бачили|є) [^.!?]{3,100}, "
    r"(?:надішл|надсил|пиш|напиш|повідом|розкаж|зв['’]яж)\w{2,8} "
    r"(?:[^.!?]{1,30} )?(?:нам|до редакції)\b[^.!?:]{0,40}\.?|"
    r"ста(?:ньте|нь|вайте) (?:нашим[и]? )?"
    r"(?:автор|патрон|спонсор|учасник|член|партнер|підписник)\w{1,4} .{2,40}|"
    r"(?:маєте|знаєте|є) [^.!?]{3,60}\? (?:пишіть|напишіть|телефонуйте|дзвоніть|надсилайте|"
    r"розкажіть)\b.{2,80}|"
    r"чи (?:була |є )?(?:вам )?(?:корисн|цікав)\w{1,2} (?:вам |для вас )?(?:ця|цей|це) .{3,20}\?|"
    r"(?:підтримати|поддержать|support) .{2,60}\b(?:patreon|monobank|монобанк|paypal|donatello|"
    r"ko-fi)\b.{0,40}|"
    r"чи (?:бу(?:ла|в|ло) )?(?:ця |цей |це )?.{3,20} (?:корисн|цікав)\w{1,3}(?: для вас| вам)?\?|"
    r"was this (?:(?:page|article|story|information) )?(?:helpful|useful)\?|"
    r"(?:яка )?ваша реакція.{0,20}\?|"
    r"понравил[аи]сь (?:статья|новость|материалы?|публикация)\?|"
    r"(?:по)?дел(?:ись|итесь) (?:с (?:друзьями|друг\w{2,3}|подруг\w{2,3}))[!.]?|"
    r"(?:як вам|чи сподоба\w{2,4} вам|вам сподоба\w{2,4}|сподоба\w{2,4}) (?:ця |цей )?"
    r"(?:стаття|новина|матеріал|публікація|текст|інтерв['’]ю|репортаж|колонка|подкаст)\?|"
    r"(?:новина|матеріал|текст|стаття) "
    r"(?:постійно |ще )?(?:оновлюється|доповнюється)[.…!]{0,3}|this is a developing "
    r"story\b.{0,80}|"
    r"(?:текст|матеріал|стаття) опубліковано на правах реклами|"
    r"(?:[^.!?]{0,40} )?(?:увій(?:ти|діть)|авторизу\w{5,8}|зареєстру\w{5,8}|войти|войдите|log in|"
    r"sign in)\b[^.!?]{0,30} (?:коментар|коментув|комментар|comment)\w{0,5}\.?|"
    r"(?:щоб|для|чтобы|to) [^.!?]{0,30}(?:коментар|коментув|комментар|comment)[^.!?]{0,40}"
    r" (?:увій(?:ти|діть)|авторизу\w{5,8}|зареєстру\w{5,8}|войти|войдите|log in|sign in)\.?"
)
_WE = re.compile(r"\b(?:we|we've|our|ми|наш\w{0,3})\b")
_YOU = re.compile(r"\b(?:you|your|вам|вас|ваш\w{0,3}|тобі)\b")
_SIGNS = re.compile(r"^[^\w«\"“„–—-]+")  # «👉 », «📲»
_CLAUSES = re.compile(r"(?<=[,:–—])\s|\s(?:та|і|й|and)\s")
_CLAUSE_ENDS = re.compile(r":\s|\s[–—-]\s")
_SENTENCES = re.compile(r"(?<=[.!?…])\s+")
# «Prenumerata cyfrowa już od 1,99 zł za miesiąc»
_PRICE = re.compile(
    r"\d\s?(?:грн|₴|zł|€|\$|євро|euro|гривень)\.?\s(?:на|за|za|per|a|pro|im|/)\s?"
    r"(?:місяць|тиждень|рік|day|week|month|year|miesiąc|rok|monat|woche|jahr)"
)
_FROM = re.compile(r"\b(?:від|за|from|od|ab|от) \d*$")
_SUBSCRIPTION = re.compile(r"передплат|підписк|subscri|prenumer|abonn")
_OWN = (_ITS_CHANNELS, _TO_US, _OUR_THINGS, _ON_SITE, _ON_SITE_IN_ENGLISH)
# «Прикарпатський вісник. Підпишись!», «Підписатися | Надіслати новину», below a channel's post
_SUBSCRIBE = re.compile(
    r"(?:[^.!?|]{2,60}[.!?|]\s)?(?:підпи(?:шись|шіться|суйся|суйтесь|суйтеся|сатис[ья])|подпи(?:шись|саться)|"
    r"subscribe|join us|приєдн(?:уйся|уйтесь|атис[ья]))(?:\s(?:на канал|на нас))?"
    r"(?:\s?[|•·]\s?[^.!?]{2,40})*[\s!.]{0,4}"
)
# «Детальніше на сайті», «Більше новин Славути тут: t.me/slavuta»
_MORE_THERE = re.compile(
    r"(?:ще )?(?:більше|детальніше|докладніше|подробиці|деталі|повн\w{2,3} (?:текст|версі)\w{0,2}|"
    r"читати|more|full story|read more|details)\b(?:[^.!?«»:]{0,60}\s)?"
    r"(?:тут|на (?:нашому )?сайті|за посиланням|here|at the link|on (?:our|the) (?:web)?site)"
    r"[^\w.!?]{0,6}(?:(?:https?://|t\.me/)\S{2,200})?[^\w]{0,4}"
)
# What somebody says, and not «Детектор» тижня, a name on top of a sentence.
_SPOKEN = re.compile(r"[–—-] |[«\"“„](?![^«»\"“”]{1,40}[»\"”] \w)")


def asks_reader(lowered: str) -> bool:
    """Whether the line, in small letters, is but the site speaking to its readers."""
    if len(lowered) > _LONGEST or is_spoken(lowered):
        return False
    line = _SIGNS.sub("", lowered)
    if _TERMS.match(line) or _offers(line) or _SUBSCRIBE.fullmatch(line):
        return True
    clause = _CLAUSE_ENDS.split(line.rstrip(" .!:"), maxsplit=1)[0]
    own = any(form.search(line) for form in _OWN)
    price = _PRICE.search(line)
    own = own or bool(
        price and (_SUBSCRIPTION.search(line) or _FROM.search(line, 0, price.start()))
    )
    sentences = _SENTENCES.split(line)
    if not (own or _ON_PLATFORM.fullmatch(clause)):
        return _is_short_wish(sentences)
    asked = [_asks(sentence) or _offers(sentence) for sentence in sentences]
    # «Не хочете пропустити головне?», «Дякуємо!»: what leads to it.
    return any(asked) and all(
        one
        or sentence.endswith(("?", "!"))
        or sentence.count(" ") < _FEW
        or _leads_to_ask(sentence)
        for one, sentence in zip(asked, sentences, strict=True)
    )


def _is_short_wish(sentences: list[str]) -> bool:
    """«Подобається? Поділіться!»: a question and a wish, of a few words each."""
    short = len(sentences) == _PAIR and all(one.count(" ") <= _FEW for one in sentences)
    return short and sentences[0].endswith("?") and bool(_VERB.match(sentences[1]))


def is_spoken(text: str) -> bool:
    """Whether it begins as what somebody says does: with a dash or a quote."""
    return bool(_SPOKEN.match(text))


def speaks_to_reader(text: str) -> bool:
    """Whether one of its sentences, in small letters, does."""
    return any(map(_asks, _SENTENCES.split(text)))


def _leads_to_ask(sentence: str) -> bool:
    """«Щоб знати більше», «We bring you independent news»: what may stand before it."""
    we = _WE.search(sentence)
    told = we is not None and _YOU.search(sentence, we.end()) is not None
    return told or sentence.startswith(("щоб ", "аби ")) or bool(_PRICE.search(sentence))


def _offers(line: str) -> bool:
    if _LIKED.fullmatch(line) or _OFFER.fullmatch(line) or _OF_TEXT.fullmatch(line):
        return True
    there = _NEWS_THERE.fullmatch(line) or _LOOK_THERE.fullmatch(line)
    there = there or _MORE_THERE.fullmatch(line)
    return there is not None and not _DID.search(line)


def _asks(sentence: str) -> bool:
    """Whether one of its clauses begins with a verb that speaks to the reader."""
    return any(_VERB.match(clause) for clause in _CLAUSES.split(sentence)[:3])
