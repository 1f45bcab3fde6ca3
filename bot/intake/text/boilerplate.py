"""What stands around an article on its page: menus, buttons, counters, cookies, copyright."""

import re

from bot.intake.dates import PrintedDate, read_date
from bot.intake.text.crumbs import is_home, read_way, split_way
from bot.intake.text.section_names import is_known

# Lines that are nothing but one of these, whatever figures and signs stand beside the words.
_BUTTONS = """
поділитися, поділитись, поділитися новиною, поділитися статтею, поділитися у соцмережах, поділитися
в соцмережах, поділитися в facebook, поділитись у facebook, поділіться, поширити, розповісти
друзям, копіювати посилання, скопіювати посилання, копіювати лінк, скопіювати лінк, посилання
скопійовано, надіслати, надіслати другу, друк, друкувати, надрукувати, роздрукувати, версія для
друку, зберегти, в закладки, до закладок, додати в обране, додати до закладок, підписатися,
підписатись, підписка, підтримати нас, підтримати, увійти, вхід, вийти, реєстрація,
зареєструватися, особистий кабінет, пошук, знайти, шукати, меню, закрити, закрити меню, головна,
головна сторінка, на головну, контакти, про нас, про проєкт, про проект, про агенцію, редакція,
команда, вакансії, реклама, реклама на сайті, розміщення реклами, на правах реклами, рекламодавцям,
архів, архів новин, усі новини, всі новини, всі рубрики, усі рубрики, рубрики, спецпроєкти,
спецпроекти, спецтеми, теми, теги, відео, фото, фото та відео, мультимедіа, подкасти, карта сайту,
мапа сайту, rss, укр, рус, eng, ukr, rus, ua, ru, en, українська, русский, english, вгору, нагору,
наверх, догори, далі, назад, наступна, попередня, наступна новина, попередня новина, наступна
публікація, попередня публікація, читати далі, детальніше, докладніше, більше, показати ще,
показати більше, завантажити ще, прийняти, прийняти всі, прийняти все, погоджуюсь, погоджуюся,
зрозуміло, налаштування cookie, налаштувати, відхилити, переглядів, перегляди, перегляд, переглядів
сторінки, кількість переглядів, прочитали, прочитань, прочитано, прочитано разів, хв, коментарів,
коментар, коментарі, фото автора, фото авторки, дата, дата публікації, дата і час, опубліковано,
primary menu, діліться, ваш email, ap logo, search query, submit search, show search, mailto,
натисни дізнайся, вподобань, подобається, лайків, репостів, поширень, відповісти, читати
російською, читати українською, читать на русском, долучитися, весь ефір, на початок, час
прочитання, час прочитання хв, час читання хв, час читання хвилин, час читання хвилини, час читання
хвилина, читання хв, хв читання, хвилин читання, хвилини читання, хвилина читання, хвилин на
читання, хвилини на читання, розмір шрифту, збільшити шрифт, зменшити шрифт, слухати, слухати
новину, прослухати, оцініть матеріал, повідомити про помилку, надіслати помилку, помітили помилку,
знайшли помилку, доступність посилання, перейти на основний матеріал, перейти на основну навігацію,
перейти до пошуку, пропустити до вмісту, перейти до вмісту, перейти до основного вмісту, перейти до
змісту, політика конфіденційності, політика приватності, редакційна політика, редакційний кодекс,
правила користування, правила сайту, умови використання, угода користувача, публічна оферта,
розробка сайту, facebook, twitter, x, telegram, viber, whatsapp, instagram, youtube, tiktok,
threads, linkedin, messenger, pinterest, signal, google news, google новини, e mail, email, share,
share this, share this article, share on facebook, share on x, share on twitter, copy link, print,
home, menu, search, log in, login, sign in, sign up, subscribe, subscribe now, newsletter, about
us, about, contact us, contacts, contact, advertisement, advertise, views, view, reads, comments,
comment, min read, minute read, minutes read, read more, load more, show more, skip to content,
skip to main content, accept, accept all, accept cookies, privacy policy, terms of use, terms of
service, privacy, careers, back to top, follow us, reuse this content, skip to navigation, skip
past newsletter promotion, after newsletter promotion, enter your email address, free weekly
newsletter, free daily newsletter, поделиться, главная, подписаться, реклама на сайте, просмотров,
комментарии, войти, read, min, save, follow, listen, listen to this article, free newsletter,
prefer on google, this audio is created with ai assistance, open in app, advertisement scroll to
continue, scroll to continue, purchase licensing rights, відео дня, прочитати пізніше, поширити
новину, скасувати, надійне джерело, слухати статтю, додати в закладки, udostępnij, skomentuj,
drukuj, dalszy ciąg materiału pod wideo, dalszy ciąg artykułu pod materiałem wideo, reklama,
przejdź do treści, szukaj, teilen, drucken, merken, anzeige, zum inhalt springen, suche, zur
startseite, startseite, partager, publicité, compartir, publicidad, condividi, pubblicità, add
languages, view history, подобається завантажується, like loading, loading, коментувати,
обговорити, скопійовано, дивитися відео, дивитись відео, share full article, skip advertisement,
see all topics, link copied, end of list, ready for more, завантажити, пожертвувати, донат,
задонатити, долучитись, нагорі, nach oben, kommentare lesen, druckansicht, vorlesen, donate, toggle
caption, hide caption, toggle more options, transcript, sponsor message, gift, s'abonner, se
connecter, ascolta l'articolo, abbonati, accedi, сподобалося, сподобалась стаття, поділіться з
друзями, поділись із друзями, share this page, the following links open in a new tab, dalsza część
artykułu pod materiałem wideo, dalsza część tekstu pod wideo, dalsza część artykułu pod wideo,
попередній наступний, назад вперед, вперед, вконтакте, одноклассники, rating, рейтинг, zaloguj,
zaloguj się, anmelden, abo, impressum, datenschutz, dodaj komentarz, skopiuj link, link kopieren,
ответить, поділитися цим, завантаження, shares, feedback to editors, add as preferred source,
поставити лайк, a a, увійти через google, polub nas na facebooku, ваш e mail, твітнути, копировать
ссылку, скачать, просмотры
"""
_WHOLE = frozenset(" ".join(entry.split()) for entry in _BUTTONS.split(","))
_STARTS = (
    "підписуйтесь на наш", "підписуйтеся на наш", "підписуйтесь на нас", "підписуйтеся на нас",
    "підпишіться на наш", "підпишись на наш", "слідкуйте за нами", "стежте за нами",
    "стежте за новинами", "читайте нас у", "читайте нас в", "долучайтесь до наш",
    "долучайтеся до наш", "приєднуйтесь до наш", "приєднуйтеся до наш", "follow us on",
    "subscribe to our", "подписывайтесь на наш", "ми у соцмережах", "ми в соцмережах",
    "приєднуйтесь до нас", "приєднуйтеся до нас", "долучайтесь до нас", "долучайтеся до нас",
    "дивіться нас", "слухайте нас", "шукайте нас", "читайте головні новини", "читайте нас на",
    "додати до пріоритетних", "цю статтю можна прочитати", "this article is more than",
    "sign up to this", "sign up for our", "це кешована версія", "this is google's cache of",
    "підказка. щоб швидко знайти", "tip: to quickly find",
)  # fmt: skip
_READ_US = re.compile(
    r"(?:читайте|слідкуйте за|підписуйтесь на|підписуйтеся на|підпишіться на|приєднуйтесь до|"
    r"приєднуйтеся до|долучайтесь до|follow|join)\s.{2,60}\s(?:в|у|на|on|in)\s"
    r"(?:google news|google новинах|telegram|телеграм|viber|facebook|instagram|youtube|whatsapp)"
)
_SUBSCRIBE = re.compile(
    r"(?:підписуйтесь|підписуйтеся|підпишіться|підпишись|подписывайтесь)\sна\s.{3,110}"
)
_AROUND_EMBEDDED = re.compile(
    r"пропустити\s.{2,40}\s(?:і|та)\sпродовжити|кінець\s\S+\sканал|"
    r"skip\s.{2,40}\sand\scontinue.{0,20}|end\sof\s\S+\s(?:post|promotion)|"
    r"кінець\s(?:whatsapp|telegram|youtube|facebook|instagram|viber|twitter|x)|"
    r"новини\s\S+\sу\s(?:whatsapp|telegram|viber)|"
    r".{0,300}\bpic\.twitter\.com/\S+|[—–-]\s.{2,60}\s\(@\w{1,20}\)\s.{6,30}"
)
_IN_NEWS_READER = re.compile(r"(?:\S+\s){1,3}(?:в|у|на|in|on)\s(?:google news|google новинах)")
_NUMBER_OF_PICTURES = re.compile(r"item\s\d+\sof\s\d+\s.{5,390}")
_NICKNAME = re.compile(r"by\s[a-z\d_.-]{2,20}")  # «by admin», as it is set
# The weather and the money of the day over a menu: «+18°C», «USD 42.10 EUR 47.30».
_FIGURES_OF_DAY = re.compile(
    r"[+−-]?\d{1,2}\s?°\s?[cс]?|(?:(?:usd|eur|pln|gbp|btc|\$|€)\s?\d[\d.,]*(?:\s?[/|])?\s?)+"
)
_READING_TIME = re.compile(
    r"(?:час (?:на )?(?:про)?читання|читати|прочитаєте за|reading time|lesezeit"
    r"|temps de lecture)?"
    r"\s?:?\s?[~≈•·]?\s?\d{1,3}[\s-]?"
    r"(?:хв|хвилин[аиу]?|мин(?:ут[аы]?)?|minuten|minut[ay]?|min(?:ute)?s?)\.?"
    r"(?:\s(?:на\s)?(?:про)?(?:читання|чтение|read(?:ing)?|czytania|lesezeit|чтения))?"
)
_WHICH_PICTURE = re.compile(r"\d{1,3}\s?(?:of|із|з|/|von|z)\s?\d{1,3}\s?\|?")
# «Редакція понад 20 років пише про…. Підтримайте нас!», and nobody is quoted with it.
_APPEAL = re.compile(
    r".{0,300}\b(?:підтримай(?:те)? (?:нас|редакцію|нашу роботу)"
    r"|support (?:us|our (?:work|journalism)))[.!:]?"
)
_OFFER = re.compile(
    r"sign up (?:to|for|here)\b.{0,60}|click here to .{3,60}|list (?:of )?\d+ (?:of \d+|items)|"
    r"(?:listen to this article|слухати статтю)\b.{0,40}|"
    r"(?:якщо )?(?:ви )?(?:знайшли|помітили|виявили|побачили) (?:\S+ )?помилку\b.{0,50}|"
    r".{0,40}\b(?:читайте|дивіться|шукайте) (?:на|в|у) (?:наш\S+ )?"
    r"(?:telegram|телеграм|viber|facebook|instagram|youtube|whatsapp)\S*(?: \S+)?|"
    r"більше .{2,60} (?:читайте|дивіться) за посиланням\.?|from \w+, the free .{3,60}|"
    r"сподоба(?:в|ла)с[ья] (?:стаття|матеріал|новина|текст)\?.{0,60}|"
    r".{0,60}\bпідпи(?:шіться|суйтес[ья]) на (?:\S+ )?(?:розсилку|канал|telegram|email)\b"
    r".{0,40}"
)
_PREFERRED = re.compile(
    r"(?:додай(?:те)?|додати|обер(?:и|іть)|обрати|зроби(?:ти|те|ть)?|add|choose|make) "
    r".{2,50} google\S*|"
    r"(?:тільки|лише|уся|вся) перевірена інформація .{0,60}"
    r"(?:telegram|телеграм|viber|whatsapp).{0,60}"
)
# What a page asks of its reader: «Показати ще новини», «Поділитись новиною», «Оцініть статтю».
_ASKS = re.compile(
    r"(?:(?:по)?діли\w{2,6}|поділі\w{2,6}|показати|завантажити|зберегти|оцін\w{2,4}|дода\w{2,4}|"
    r"надіслати|натисн\w{2,5}|авторизуйтес[ья]|увійдіть|залиш\w{2,4}|підтрима\w{2,4}|"
    r"підпи\w{3,8}|коментувати|щоб коментувати|читати|переглянути|дивитися|повідом\w{2,4}|"
    r"більше|поделит\w{2,4}|подпи\w{3,8}|оцени\w{2}|показать|нашли|заметили|сообщит\w{1,3}|"
    r"share|show|load|see|view|leave|report|support|rate|subscribe|udostępnij|dodaj|zobacz|pokaż|"
    r"oceń|wesprzyj|podoba|teilen|mehr|kommentar|jetzt)\b[^.:«»\"]{1,50}"
    r"(?:новин\w{1,3}|статт\w{1,3}|матеріал\w{0,3}|публікаці\w|запис\w{0,2}|посиланн\w|рецепт\w{0,2}|"
    r"коментар\w{0,3}|редакці\w|друзям\w?|журнал|patreon|facebook|telegram|viber|twitter|whatsapp|"
    r"ще|[xх]|помилк\w|ошибк\w.{0,50}|новост\w{1,2}|материал\w{0,2}|комментар\w{1,3}|comments?|stories|"
    r"articles?|more|page|komentarz\w{0,2}|artykuł\w{0,2}|więcej|udostępnij|artikel|schreiben|anzeigen)"
    r"\b.{0,45}"
)
_OTHER_LANGUAGE = re.compile(
    r"(?:цей|ця|це|эта|этот|this) \w{4,11} (?:також |также |is also )?"
    r"(?:доступн|available ).{3,30}"
)
_REACTIONS = re.compile(r"(?:\w{3,12}: )?(?:[^\w\s.,:;!?–—-]{1,3} ?\d{1,6}(?: |$)){2,}")
_SET_PHRASES = (
    _ASKS,
    _REACTIONS,
    _OTHER_LANGUAGE,
    _FIGURES_OF_DAY,
    _READING_TIME,
    _PREFERRED,
    _WHICH_PICTURE,
)
_UPDATED = (
    "оновлено", "останнє оновлення", "updated", "last updated", "обновлено", "змінено",
    "modifié le",
    "mis à jour le", "modifica il", "modificato il", "aktualisiert", "actualizado", "aktualizacja",
    "last modified on",
)  # fmt: skip
_TYPING_ERROR = "ctrl"
_COOKIES = ("cookie", "кукі-файл", "файли кукі")
_HEADINGS = """
коментарі, залишити коментар, додати коментар, написати коментар, ваш коментар, останні новини,
найсвіжіші новини, свіжі новини, топ дня, популярні новини, популярне, найпопулярніше,
найпопулярніші новини, найчитаніше, топ новини, топ новин, топ тижня, головні новини, головне за
день, стрічка новин, новини партнерів, від партнерів, партнерські матеріали, інші новини, більше
новин, новини дня, вибір редакції, latest news, most read, most popular, trending, trending now,
popular, leave a comment, leave a reply, post navigation, recent posts, навігація записів, залишити
відповідь, залишити відповідь скасувати коментар, нещодавні записи, попередній запис, more news,
top stories, most viewed, editors picks, головне сьогодні, популярні новини зараз, популярне зараз,
топ коментарі, читайте нас також, news feed, suggested topics, read next, zobacz więcej,
meistgelesen, previous post, next post, related posts, найновіше, найцікавіше, останнє, останні,
популярні матеріали, najnowsze, polecane, kommentare, komentarze, sources, share this post, more
posts, responses, related tags, is this page useful, updates to this page, explore more on these
topics, related topics, последние новости, популярные новости, комментарии
"""
_STOPS = frozenset(" ".join(entry.split()) for entry in _HEADINGS.split(","))
_STOP_PARTS = (
    "усі права захищен", "всі права захищен", "права застережен", "all rights reserved",
    "все права защищены", "передрук", "використання матеріалів", "повне або часткове",
    "повна або часткова", "републікація", "копіювання матеріалів", "при використанні матеріалів",
    "при цитуванні", "медіа-ідентифікатор",
    "ідентифікатор медіа", "our standards: ", "this page was last edited",
    "text is available under", "dieses thema im programm", "thanks for reading",
    "discussion about this post", "весь контент доступний за ліцензією", "схожі публікації",
    "колонка є видом", "редакція може не", "думки, висловлені", "our stories may be republished",
    "republish this", "думки, викладені",
    "мнение автора", "позиція автора", "думка автора", "погляди, висловлені",
    "the views expressed", "opinions expressed", "il vous reste", "riproduzione riservata",
)  # fmt: skip
_COPYRIGHT = re.compile(r".{0,60}(?:©.{0,40}(?:19|20)\d\d|(?:19|20)\d\d.{0,20}©).{0,60}")
_REPLIES = re.compile(r"\d{1,5} (?:repl(?:y|ies)|responses?|відповід[іь]|ответ\w{0,3})\b.{0,30}")
_LETTERS = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?")
# Words of a menu that end an article where they stand below it.
_ENDS = frozenset(("теми", "теги", "форум", "tags", "topics", "усі новини", "всі новини"))
# Buttons whose words head a part of an article as well.
_HEADINGS_TOO = frozenset(
    ("команда", "контакти", "вакансії", "архів", "редакція", "реєстрація", "пошук", "contacts")
)
_COUNTER = re.compile(r"[👁👀💬🗨❤♥👍👎]\ufe0f?\s?\d[\d\s.,]*")
_LAYOUT_SIGNS = frozenset("|/\\•·×✕‹›<>←→↑↓▲▼◀▶+_ ")
_LANGUAGES = frozenset(("UA", "RU", "EN", "UKR", "RUS", "ENG", "УКР", "РУС", "АНГЛ"))
_LONGEST_NOTICE = 400
_LONGEST_BUTTON = 90
_COUNTER_WORDS = {"k", "к", "тис", "тисяч", "млн", "разів", "раз", "m", "one", "min", "about"}


def is_boilerplate(text: str) -> bool:
    """Whether the line belongs to the page and not to the article."""
    if not any(letter.isalpha() for letter in text) or read_way(text) is not None:
        return True
    if len(text) > _LONGEST_NOTICE:
        return False
    lowered = text.casefold()
    cookies = any(word in lowered for word in _COOKIES) and _is_notice(lowered)
    asks = _asks_to_follow(lowered) or _APPEAL.fullmatch(lowered)
    if cookies or asks or (_TYPING_ERROR in lowered and "помилк" in lowered):
        return True
    if len(text) > _LONGEST_BUTTON:
        return _stands_at_picture(lowered)
    if _NICKNAME.fullmatch(text) or _words(lowered) in _WHOLE or _is_menu(text):
        return True
    return read_update(text) is not None or _is_set_phrase(lowered)


def _stands_at_picture(lowered: str) -> bool:
    return bool(_NUMBER_OF_PICTURES.fullmatch(lowered) or _AROUND_EMBEDDED.fullmatch(lowered))


def _is_set_phrase(lowered: str) -> bool:
    known = _stands_at_picture(lowered) or _OFFER.fullmatch(lowered)
    return bool(known or any(phrase.fullmatch(lowered) for phrase in _SET_PHRASES))


def _asks_to_follow(lowered: str) -> bool:
    asked = len(lowered) <= _LONGEST_BUTTON and (
        _READ_US.fullmatch(lowered.rstrip(" .!")) or _IN_NEWS_READER.fullmatch(lowered)
    )
    return lowered.startswith(_STARTS) or bool(asked or _SUBSCRIBE.fullmatch(lowered))


def could_be_text(text: str) -> bool:
    """Whether a line that looks like boilerplate may as well be the article's, by its place.

    Figures and signs are, if neither an eye stands before them nor layout alone uses them; so are
    a button's words where somebody says them («— Далі?») or where they head a part of the text.
    """
    if not any(letter.isalpha() for letter in text):
        counted = _COUNTER.fullmatch(text) or _WHICH_PICTURE.fullmatch(text)
        return not (counted or _LAYOUT_SIGNS.issuperset(text))
    words = _words(text.casefold())
    said = text.startswith(("— ", "– ")) or (" " not in words and text.endswith((".", "?", "!")))
    return words in _HEADINGS_TOO or (said and words in _WHOLE)


def is_stop(text: str) -> bool:
    """Whether the article is over where this line stands: comments, other news, copyright."""
    if len(text) > _LONGEST_NOTICE:
        return False
    lowered = text.casefold()
    return bool(
        lowered.startswith(("©", "(c) ", "copyright ©"))
        or (len(text) <= _LONGEST_BUTTON and _words(lowered) in _STOPS)
        or lowered.startswith(_STOP_PARTS)
        or _REPLIES.fullmatch(lowered)
        or _COPYRIGHT.fullmatch(lowered)
        or (lowered.find("права захищен") > 0 and len(text) <= _LONGEST_BUTTON)
    )


def ends_text(text: str) -> bool:
    """Whether what a menu has above an article is its end below it: «Теми», «Усі новини»."""
    return len(text) <= _LONGEST_BUTTON and _words(text.casefold()) in _ENDS


def heads_list(text: str) -> bool:
    """«Останні новини Миколаєва»: it begins as what stands above lists of news."""
    words = text.casefold().split()
    return " ".join(words[:2]) in _STOPS


def is_menu_word(text: str) -> bool:
    """Whether the line could be one entry of a menu."""
    return is_known(text) or _words(text.casefold()) in _WHOLE


def read_update(text: str) -> PrintedDate | None:
    """«Оновлено 10.05.2023, 15:25»: when the page changed last."""
    words = text.casefold().strip("()")
    words = words.removeprefix("ua ru ")  # the languages of the page, on one line with it
    label = next((label for label in _UPDATED if words.startswith(label)), None)
    if label is None:
        return None
    date = words[len(label) :].lstrip(" :")
    return read_date(date.removeprefix("о ").removeprefix("at ").upper())


def _is_notice(lowered: str) -> bool:
    starts = ("ми використовуємо", "цей сайт", "наш сайт", "сайт використовує", "використовуючи",
              "продовжуючи", "we use", "this site", "this website", "by using", "by continuing",
              "мы используем")  # fmt: skip
    return lowered.startswith(starts)


def _words(lowered: str) -> str:
    words = _LETTERS.findall(lowered.replace("’", "'"))
    return " ".join(word for word in words if word not in _COUNTER_WORDS or len(words) == 1)


def _is_menu(text: str) -> bool:
    """Several menu entries on one line, or the way to the page («Головна / Світ / …»)."""
    for parts in split_way(text):
        if len(parts) > 1 and all(map(is_menu_word, parts)):
            return True
    words = text.split()
    if len(words) > 1 and _LANGUAGES.issuperset(words):
        return True
    if is_home(words[0]) and len(words) > 2 and text.istitle():  # noqa: PLR2004
        return True
    return len(words) > 2 and all(is_menu_word(word) for word in words)  # noqa: PLR2004
