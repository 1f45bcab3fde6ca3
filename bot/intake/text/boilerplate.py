"""What stands around an article on its page: menus, buttons, counters, cookies, copyright."""

import re
from functools import lru_cache

from bot.intake.dates import PrintedDate, read_date
from bot.intake.text.asks import asks_reader
from bot.intake.text.crumbs import read_way
from bot.intake.text.foot import is_foot
from bot.intake.text.menus import is_menu, words_of
from bot.intake.text.page_words import BUTTONS, HEADINGS

_STARTS = (
    "ми у соцмережах", "ми в соцмережах", "додати до пріоритетних",
    "цю статтю можна прочитати", "this article is more than", "це кешована версія",
    "this is google's cache of", "підказка. щоб швидко знайти", "tip: to quickly find",
)  # fmt: skip
_AROUND_EMBEDDED = re.compile(
    r"пропустити\s.{2,40}\s(?:і|та)\sпродовжити|кінець\s\S+\sканал|"
    r"skip\s.{2,40}\sand\scontinue.{0,20}|end\sof\s\S+\s(?:post|promotion)|"
    r"кінець\s(?:whatsapp|telegram|youtube|facebook|instagram|viber|twitter|x)|"
    r"\w{1,20} sharing button|"
    r"новини\s\S+\sу\s(?:whatsapp|telegram|viber)|"
    r".{0,300}\bpic\.twitter\.com/\S+|[—–-]\s.{2,60}\s\(@\w{1,20}\)\s.{6,30}|"
    r"(?:czytaj|dalsz\w{1,2}|читайте|читати|продовження|continue|story continues|article "
    r"continues)\s"
    r"(?:\w+\s){0,3}(?:pod|під|після|below|after)\s.{0,30}(?:wideo|відео|video|reklam\w|реклам\w{1,2}|ad\w{0,12})|"
    r"(?:(?:переглянути|подивитися) цей допис|посмотреть эту публикацию|view this "
    r"post)\s\S+\s\w{2,12}|"
    r"(?:share|tweet|pin|post|send|поширити|поділити\w{2}) (?:this )?"
    r"(?:on|to|via|in|у|в|на) \S{1,12}|"
    r"(?:реклама|advertisement|anzeige|reklama)(?:\s?[–—-]\s.{5,40}|\sна\s[\w-]+\.\w+)|"
    r"(?:поставте|залиште) (?:свою )?оцінку\b.{0,30}|середня оцінка .{1,60}|"
    r"[★☆⭐]{3,}[\s\d.,/]*(?:\([^()]{1,30}\))?|"
    r"оцінок (?:поки|ще) немає.{0,60}|average rating .{1,60}|no votes so far.{0,60}|"
    r"[^\W\d_]{3,14} хвилин\w? (?:на )?читання|"
    r"(?:сортувати|sort by)\b.{2,40}|add to my\w{2,12}|"
    r"(?:завантажити|скачати|download) .{2,60}\b(?:pdf|docx?|xlsx?|[мm][бb]|[кk][бb])\b.{0,20}|"
    r"(?:forwarded from|переслано (?:з|від)|переслано з каналу|переслав\w{0,2})[: ].{2,80}|"
    r"\d[\d.,\s]{0,9}(?:[kкmм]|тис\.?|млн)?\s?(?:subscribers|підписник\w{0,3}|подписчик\w{0,2}|members)|"
    r"(?:previous|попередн\w{1,2}(?: запис)?): .{3,120} "
    r"(?:next|наступн\w{1,2}(?: запис)?): .{3,120}|"
    r"пропустити розділ .{2,60}|skip (?:next )?section .{2,60}|"
    r"(?:допис, (?:поширений|яким поділи\w{3,5})|публикация от|a post shared by)\s.{2,80}"
)
_NUMBER_OF_PICTURES = re.compile(r"item\s\d+\sof\s\d+\s.{5,390}")
# «НАШЕ СЛОВО № 47 (3215)», on top of a paper's page
_ISSUE = re.compile(r".{2,40}№\s?\d{1,4}(?:-\d{1,4})?\s?\(\d{1,6}(?:-\d{1,6})?\).{0,40}")
_NICKNAME = re.compile(r"by\s[a-z\d_.-]{2,20}|@\w{3,30}")  # «by admin», as it is set
# The weather and the money of the day over a menu: «+18°C», «USD 42.10 EUR 47.30».
_FIGURES_OF_DAY = re.compile(
    r"(?:[^\W\d_]{3,20}\s)?[+−-]?\d{1,2}\s?°\s?[cс]?"
    r"|(?:[^\W\d_]{3,20}\s[+−-]?\d{1,2}\s?°\s?[cс]?\s?[/|]?\s?)?"
    r"(?:(?:usd|eur|pln|gbp|btc|\$|€)\s?\d[\d.,]*(?:\s?[/|])?\s?)+"
)
_READING_TIME = re.compile(
    r"час (?:на )?(?:про)?читання(?: хв\w{0,5})?:?|"
    r"(?:час (?:на )?(?:про)?читання|читати|прочита[єе]те за|reading time|lesezeit|czyta się"
    r"|temps de lecture|(?:ten )?(?:tekst|artykuł) przeczytasz w|czas czytania|время чтения)?"
    r"\s?:?\s?[~≈•·]?\s?(?:\d{1,2}[–-])?\d{1,3}[\s-]?"
    r"(?:хв|хвилин[аиу]?|мин(?:ут[аы]?)?|minuten|minut[ay]?|min(?:ute)?s?)\.?"
    r"(?:\s(?:на\s)?(?:про)?(?:читання|читати|чтение|read(?:ing)?|czytania|lesezeit|чтения))?"
)
_WHICH_PICTURE = re.compile(r"\d{1,3}\s?(?:of|із|з|/|von|z)\s?\d{1,3}\s?\|?")
# «Матеріал має інформаційний характер…», «Текст підготовлено за підтримки фонду».
_ABOUT_ITSELF = re.compile(
    r"(?:зараз ви|ви зараз|you are (?:now|currently)) (?:чита|перегляда|read|view)\w+ .{3,350}|"
    r"(?:цей |ця |цю |це |даний |данный )?(?:матеріал|публікаці[яю]|статт[яю]|текст|розслідування|"
    r"материал|статья) "
    r"(?:ма(?:є|ють)|носить|створен|з['’]явив|підготовлен|опублікован|нос[ия]т|создан|"
    r"подготовлен)\w{0,2} (?:за (?:фінансової )?підтримк|за допомогою|із? використанням|"
    r"[ув] межах|[ув] рамках|завдяки|при (?:финансовой )?поддержк|"
    r"(?:виключно |суто |лише |исключительно )?(?:інформаційн|ознайомч|ознайомлюв|довідков|"
    r"информационн|ознакомительн|справочн))\w{0,8}\b.{0,250}"
    r"|(?:цей |ця |це )(?:матеріал|інтерв['’]ю|випуск|відео|текст|розмов\w|подкаст) (?:також "
    r")?(?:можна|можете) (?:також )?"
    r"(?:подивитися|переглянути|послухати|прочитати|слухати|почути) (?:на|у|в) .{3,60}"
    r"|(?:контент|вміст|матеріал|сайт|контент сайту|матеріали сайту)\w{0,2} "
    r"(?:\w+ )?(?:призначен|розрахован)\w{1,2} (?:лише |тільки |виключно )?"
    r"(?:для|на) (?:осіб|користувач|читач|повноліт)\w{0,3}.{0,200}"
    r"|a version of this (?:article|story) .{0,250}"
    r"|this (?:article|story|reporting) (?:was|is) (?:produced|supported|made possible) "
    r"(?:with|by|in partnership)\b.{0,250}"
)
_OFFER = re.compile(
    r"(?:get|join|receive|subscribe to|sign up for) (?:our|the) .{0,40}\bnewsletters?\b.{0,40}|"
    r"sign up (?:to|for|here)\b.{0,60}|click here to .{3,60}|list (?:of )?\d+ (?:of \d+|items)|"
    r"contact [^.!?]{3,60} at \S{2,40}@\S{3,60}|"
    r"\d{1,2} (?:wochen|monate|тижн\w{1,2}|місяц\w{1,2}|weeks?|months?) (?:für|за|for|only) "
    r"[€$£]?\d{1,4}\s?(?:euro|€|грн|zł)?|"
    r"heard on \w+(?: \w+){0,3}|\d{1,3}-minute listen|"
    r"\W{0,3}(?:підписатис[ья]|підпишись|підпишіться|підписуйтес[ья]|подписаться|подпишись) на "
    r"[^.:!?]{2,40}|"
    r"(?:listen to this article|слухати статтю)\b.{0,40}|"
    r"(?:якщо )?(?:ви )?(?:знайшли|помітили|виявили|побачили) (?:\S+ )?помилку\b.{0,50}|"
    r".{0,40}\b(?:читайте|дивіться|шукайте) (?:на|в|у) (?:наш\S+ )?"
    r"(?:telegram|телеграм|viber|facebook|instagram|youtube|whatsapp)\S*(?: \S+)?|"
    r"більше .{2,60} (?:читайте|дивіться) за посиланням\.?|from \w+, the free .{3,60}|"
    r".{0,80}\b(?:дивіться|дивись|смотрите) (?:у|в|на) (?:відео|видео)(?: нижче)?[:.]?|"
    r".{0,60}\bin this (?:\w+ )?newsletter\b.{0,30}|"
    r"сподоба(?:в|ла)с[ья] (?:стаття|матеріал|новина|текст)\?.{0,60}|"
    r".{0,60}\bпідпи(?:шіться|суйтес[ья]) на (?:\S+ )?(?:розсилку|канал|telegram|email)\b"
    r".{0,40}"
)
_PREFERRED = re.compile(
    r"(?:додай(?:те)?|додати|обер(?:и|іть)|обрати|зроби(?:ти|те|ть)?|add|choose|make|prefer) "
    r".{2,90} google\S*(?: (?:додати|add|обрати))?|"
    r"(?:тільки|лише|уся|вся) перевірена інформація .{0,60}"
    r"(?:telegram|телеграм|viber|whatsapp).{0,60}"
)
# What a page asks of its reader: «Показати ще новини», «Поділитись новиною», «Оцініть статтю».
_ASKS = re.compile(
    r"(?:(?:по)?діли\w{2,6}|пошир\w{2,4}|поділі\w{2,6}|показати|завантажити|зберегти|оцін\w{2,4}|дода\w{2,4}|"
    r"надіслати|натисн\w{2,5}|авторизуйтес[ья]|увійдіть|залиш\w{2,4}|підтрима\w{2,4}|"
    r"підпи\w{3,8}|коментувати|щоб коментувати|читати|переглянути|дивитися|повідом\w{2,4}|"
    r"більше|поделит\w{2,4}|подпи\w{3,8}|оцени\w{2}|показать|нашли|заметили|сообщит\w{1,3}|"
    r"share|save|show|load|see|view|leave|report|support|rate|subscribe|udostępnij|dodaj|zobacz|pokaż|"
    r"oceń|wesprzyj|podoba|teilen|mehr|kommentar|jetzt)\b[^.:«»\"]{1,50}"
    r"\b(?:новин\w{1,3}|соцмереж\w{0,2}|статт\w{1,3}|матеріал\w{0,3}|публікаці\w|запис\w{0,2}|обран\w{1,3}|посиланн\w|рецепт\w{0,2}|"
    r"коментар\w{0,3}|редакці\w|друзям\w?|журнал|patreon|facebook|telegram|viber|twitter|whatsapp|"
    r"ще|[xх]|помилк\w|ошибк\w.{0,50}|новост\w{1,2}|материал\w{0,2}|комментар\w{1,3}|comments?|stor(?:y|ies)|"
    r"articles?|more|page|komentarz\w{0,2}|artykuł\w{0,2}|więcej|udostępnij|artikel|schreiben|anzeigen)"
    r"\b.{0,45}"
)
_OTHER_LANGUAGE = re.compile(
    r"available languages?: .{2,60}|"
    r"(?:цей|ця|це|эта|этот|this) \w{4,11} (?:також |также |is also )?"
    r"(?:доступн|available ).{3,30}"
    r"|(?:стаття|матеріал|текст|article|story|artykuł|artikel|статья|материал) "
    r"(?:доступн|dostępn|available|nur|only)\w{0,3} (?:для |dla |to |for |für )?"
    r"(?:\w+ )?(?:передплатник|підписник|subskrybent|prenumerator|subscriber|abonnent|"
    r"подписчик)\w{0,3}"
    r"|(?:про)?чита(?:йте|ти|ть) (?:\w{2,4} )?"
    r"(?:(?:статт|новин|матеріал|текст|публікац|стать|новост|материал|нас)\w{0,3} )?"
    r"(?:також )?(?:на )?"
    r"(?:російською|українською|англійською|польською|русском|украинском)(?: мовою)?"
)
_REACTIONS = re.compile(r"(?:\w{3,12}: )?(?:[^\w\s.,:;!?–—-]{1,3} ?\d{1,6}(?: |$)){2,}")
# «👁 1,2 тис.», «🕯 418»
_COUNTER = re.compile(
    r"[\u2600-\u27bf\U0001f300-\U0001faff]\ufe0f?\s?\d[\d\s.,]*(?:[kк]|тис\.?)?", re.IGNORECASE
)
# «1,2 тис.», «4.1K 20:14», below a channel's post
_COUNT = re.compile(r"\d[\d\s.,]*(?:[KkКк]|тис|т|млн)\.?(?:\s\d{1,2}:\d\d)?")
# «Підписуйтесь на нас, просять волонтери», «Зберегти рецепт вдалося»: a story, not its site.
_REPORTS = re.compile(
    r"[,»”\"] (?:[—–-] )?(?:\w{1,15} ){0,2}"
    r"(?:каж|сказа|говор|прос[ия]|пиш|написа|гукну|клич|заклика|"
    r"поясн|згад|нагад|рад[ия]ть|визна|повідом|заяви|розпові|жарту|зазнач|вважа|дода[вєюл]|стверджу|"
    r"запевн|обіця|said|says?|told|tells|asked|wrote|explain|сказал|заявил|сообщ|просит|рассказ)"
    r"(?!\w{0,6}ти\b)\w{0,8}\b"
)
_PAST = re.compile(r"\w{2}(?<!кана)(?:ли|лися|лось|лося|лась)\b")
_FOUND = ("знайшли", "помітили", "побачили", "виявили", "нашли", "заметили", "ви ", "якщо ")
_SET_PHRASES = (
    _ASKS,
    _REACTIONS,
    _OTHER_LANGUAGE,
    _FIGURES_OF_DAY,
    _READING_TIME,
    _PREFERRED,
    _WHICH_PICTURE,
    _COUNTER,
)
_UPDATED = (
    "first published on",
    "оновлено", "останнє оновлення", "updated", "last updated", "обновлено", "змінено",
    "modifié le",
    "mis à jour le", "modifica il", "modificato il", "aktualisiert", "actualizado", "aktualizacja",
    "last modified on", "upd.", "upd",
)  # fmt: skip
_TYPING_ERROR = "ctrl"
_COOKIES = ("cookie", "кукі-файл", "файли кукі")
# «Важливо: думка редакції…»
_DISCLAIMER = re.compile(
    r"(?:важливо: )?(?:думк\w|позиці\w|погляд\w{1,3}|мнени\w) (?:редакц\w{2}|автор\w{0,3})"
    r" .{0,30}\b(?:збіга|співпада|відрізня|розходи|відобража|редакц|совпада|отлича)\w{1,5}\b"
    r".{0,120}"
    r"|.{0,250}\b(?:не (?:завжди )?(?:збіга|співпада)|збіг|співпа)\w{1,7} (?:з|із) "
    r"(?:думк|позиці|погляд)\w{1,4} редакці\w\b.{0,80}"
    r"|редакція (?:\S{2,30} )?(?:може )?не (?:завжди )?"
    r"(?:поділя|погодж|збіга|розділя|нес)\w{1,5}\b.{0,150}"
    r"|.{0,120}\b(?:текст|колонк|матеріал|публікаці|думк|статт|блог)\w{0,3} (?:\w+ )?"
    r"(?:відобража|виража)\w{2,4} (?:лише |виключно |їхн\w |його |її )*"
    r"(?:особист|власн|приватн)\w{1,3} (?:точк|думк|погляд|позиц|ставлен).{0,120}"
    r"|(?:ця |цей )?(?:публікація|матеріал|текст|стаття|колонка|блог) (?:висловлює|відображає|"
    r"виражає|передає) "
    r"(?:лише |виключно |тільки )?(?:\w+ )?(?:думк|погляд|позиц|точк).{0,160}"
    r"|(?:думки|погляди)(?:, (?:висловлені|викладені))? .{0,60}"
    r"\b(?:автор|редакц|обов['’]язков|збіга|належать|відобража)\w{0,6}\b.{0,200}"
    r"|(?:the )?(?:views|opinions) expressed .{0,60}"
    r"\b(?:author|own|necessar|editor)\w{0,6}\b.{0,200}"
    r"|thanks for reading\b(?!.{0,60}\bsubscribe\b)[^,]{0,200}"
)
_WARNING = re.compile(r"(?:застереження|дисклеймер|примітка|увага|disclaimer): ")
# «Популярні гороскопи», over other ones
_OTHERS = re.compile(
    r"інші (?:новини|статті|матеріали|публікації|колонки|тексти|записи)(?: [^.!?:«»]{2,40})?|"
    r"(?:усі|всі|більше|популярні|найпопулярніші|найновіші|останні|свіжі) "
    r"(?:новини|статті|матеріали|публікації|гороскопи|рецепти|відео|записи|огляди|тексти|блоги|колонки)"
    r"(?: (?:про|за тегом|розділу|рубрики|з|із|на тему|за темою)\b.{0,40})?"
)
_REPLIES = re.compile(
    r"(?:залишити|додати|написати|leave|post|add|оставить|добавить) (?:(?:a|your|свій) )?"
    r"(?:відповідь|коментар|відгук|reply|comment|ответ|комментарий)"
    r"(?: (?:скасувати|cancel|отменить) \w+)?|"
    r"(?:\d{1,5}|one) thoughts? on .{3,200}|один коментар до [“«\"].{3,200}|"
    r"\d{1,5} (?:repl(?:y|ies)|responses?|відповід[іь]|ответ\w{0,3})\b.{0,30}|"
    r"\d{1,5} (?:responses?|комента\w{2,4}|comments?|комментари\w|відповід[іь]) "
    r"(?:to|on|на|до|к) [“«\"].{3,200}|"
    r"(?:немає коментарів|no comments|коментарів немає|нет комментариев)(?: yet)?[:.]?|"
    r"(?:comments|коментарі|комментарии|komentarze|kommentare|відгуки|отзывы) \(?\d{1,5}\)?"
)
_RELEASE_ENDS = re.compile(r"#\s?#\s?#|[—–-]\s?(?:ENDS|END|КІНЕЦЬ)\s?[—–-]")
# Words of a menu that end an article where they stand below it.
_ENDS = frozenset(("теми", "теги", "форум", "tags", "topics", "усі новини", "всі новини"))
# Buttons whose words head a part of an article as well.
_HEADINGS_TOO = frozenset(
    ("команда", "контакти", "вакансії", "архів", "редакція", "реєстрація", "пошук", "contacts")
)
_LAYOUT_SIGNS = frozenset("|/\\•·×✕‹›<>←→↑↓▲▼◀▶+_ ")
_LONGEST_NOTICE = 400
_LONGEST_BUTTON = 90
_FEW = 40


def is_boilerplate(text: str) -> bool:
    """Whether the line belongs to the page and not to the article."""
    return _is_boilerplate(text) if len(text) <= _LONGEST_NOTICE else not _has_words(text)


@lru_cache(2_000)  # a line is asked about from several sides
def _is_boilerplate(text: str) -> bool:
    if not _has_words(text) or read_way(text) is not None:
        return True
    lowered = text.casefold()
    if len(text) == 1 or reports(lowered):
        return len(text) == 1  # «A», which makes letters larger
    cookies = any(word in lowered for word in _COOKIES) and _is_notice(lowered)
    if (
        cookies
        or lowered.startswith(_STARTS)
        or asks_reader(lowered)
        or _ABOUT_ITSELF.fullmatch(lowered)
        or (_TYPING_ERROR in lowered and ("помилк" in lowered or "enter" in lowered))
    ):
        return True
    if len(text) > _LONGEST_BUTTON:
        return _stands_at_picture(lowered)
    if (
        _NICKNAME.fullmatch(text)
        or _ISSUE.fullmatch(text)
        or words_of(lowered) in BUTTONS
        or is_menu(text)
    ):
        return True
    return read_update(text) is not None or _is_set_phrase(lowered)


def _has_words(text: str) -> bool:
    """Whether it says more than figures and signs: «1,2 тис.» does not."""
    return any(map(str.isalpha, text)) and not _COUNT.fullmatch(text)


def _stands_at_picture(lowered: str) -> bool:
    return bool(_NUMBER_OF_PICTURES.fullmatch(lowered) or _AROUND_EMBEDDED.fullmatch(lowered))


def reports(lowered: str) -> bool:
    """Whether it is a sentence that tells what somebody says or what was done."""
    if not lowered.endswith("."):
        return False
    told = _PAST.search(lowered) and not lowered.startswith(_FOUND)
    return bool(_REPORTS.search(lowered) or (told and _ASKS.fullmatch(lowered)))


def _is_set_phrase(lowered: str) -> bool:
    known = _stands_at_picture(lowered) or _OFFER.fullmatch(lowered)
    known = known or _PREFERRED.fullmatch(lowered.rpartition("! ")[2])
    return bool(known or any(phrase.fullmatch(lowered) for phrase in _SET_PHRASES))


def could_be_text(text: str) -> bool:
    """Whether a line that looks like boilerplate may as well be the article's, by its place.

    Figures and signs are, if neither an eye stands before them nor layout alone uses them; so are
    a button's words where somebody says them («— Далі?») or where they head a part of the text.
    """
    if not _has_words(text):
        counted = _COUNTER.fullmatch(text) or _WHICH_PICTURE.fullmatch(text)
        return not (counted or _LAYOUT_SIGNS.issuperset(text))
    words = words_of(text.casefold())
    said = text.startswith(("— ", "– ")) or (" " not in words and text.endswith((".", "?", "!")))
    return words in _HEADINGS_TOO or (said and words in BUTTONS)


def is_stop(text: str) -> bool:
    """Whether the article is over where this line stands: comments, other news, copyright."""
    if len(text) > _LONGEST_NOTICE:
        return False
    if _RELEASE_ENDS.fullmatch(text):
        return True
    lowered = _WARNING.sub("", text.casefold())
    if reports(lowered):
        return False
    return bool(
        lowered.startswith(("©", "(c) ", "copyright ©"))
        or (lowered.startswith("copyright ") and (len(text) < _FEW or "rights reserv" in lowered))
        or (len(text) <= _LONGEST_BUTTON and words_of(lowered) in HEADINGS)
        or is_foot(lowered)
        or _OTHERS.fullmatch(lowered.rstrip(" :"))
        or _REPLIES.fullmatch(lowered)
        or _DISCLAIMER.fullmatch(lowered)
        or "ідентифікатор медіа" in lowered
        or (lowered.find("права захищен") > 0 and len(text) <= _LONGEST_BUTTON)
    )


def ends_text(text: str) -> bool:
    """Whether what a menu has above an article is its end below it: «Теми», «Усі новини»."""
    return len(text) <= _LONGEST_BUTTON and words_of(text.casefold()) in _ENDS


def heads_list(text: str) -> bool:
    """«Останні новини Миколаєва»: it begins as what stands above lists of news."""
    words = text.casefold().split()
    return " ".join(words[:2]) in HEADINGS


def is_place_in_gallery(text: str) -> bool:
    """«3/12», over the caption of the third picture of twelve."""
    return bool(_WHICH_PICTURE.fullmatch(text.casefold()))


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
