"""What stands around an article on its page: menus, buttons, counters, cookies, copyright."""

import re

from bot.intake.dates import read_date
from bot.intake.text.section_names import is_known

# Lines that are nothing but one of these, whatever figures and signs stand beside the words.
_BUTTONS = """
поділитися, поділитись, поділитися новиною, поділитися статтею, поділитися у соцмережах,
поділитися в соцмережах, поділіться, поширити, розповісти друзям, копіювати посилання,
скопіювати посилання, посилання скопійовано, надіслати, надіслати другу, друк, друкувати,
надрукувати, роздрукувати, версія для друку, зберегти, в закладки, до закладок, додати в обране,
додати до закладок, підписатися, підписатись, підписка, підтримати нас, підтримати, увійти,
вхід, вийти, реєстрація, зареєструватися, особистий кабінет, пошук, знайти, шукати, меню,
закрити, закрити меню, головна, головна сторінка, на головну, контакти, про нас, про проєкт, про
проект, про агенцію, редакція, команда, вакансії, реклама, реклама на сайті, розміщення реклами,
на правах реклами, рекламодавцям, архів, архів новин, усі новини, всі новини, всі рубрики, усі
рубрики, рубрики, спецпроєкти, спецпроекти, спецтеми, теми, теги, відео, фото, фото та відео,
мультимедіа, подкасти, карта сайту, мапа сайту, rss, укр, рус, eng, ukr, rus, ua, ru, en,
українська, русский, english, вгору, нагору, наверх, догори, далі, назад, наступна, попередня,
наступна новина, попередня новина, читати далі, детальніше, докладніше, більше, показати ще,
показати більше, завантажити ще, прийняти, прийняти всі, прийняти все, погоджуюсь, погоджуюся,
зрозуміло, налаштування cookie, налаштувати, відхилити, переглядів, перегляди, перегляд,
переглядів сторінки, прочитали, прочитань, прочитано, прочитано разів, хв, коментарів, коментар,
коментарі, вподобань, подобається, лайків, репостів, поширень, час читання хв, час читання
хвилин, час читання хвилини, час читання хвилина, читання хв, хв читання, хвилин читання,
хвилини читання, хвилина читання, хвилин на читання, хвилини на читання, розмір шрифту,
збільшити шрифт, зменшити шрифт, слухати, слухати новину, прослухати, оцініть матеріал,
повідомити про помилку, знайшли помилку, пропустити до вмісту, перейти до вмісту, перейти до
основного вмісту, перейти до змісту, політика конфіденційності, політика приватності, редакційна
політика, редакційний кодекс, правила користування, правила сайту, умови використання, угода
користувача, публічна оферта, розробка сайту, facebook, twitter, x, telegram, viber, whatsapp,
instagram, youtube, tiktok, threads, linkedin, messenger, pinterest, signal, google news, google
новини, e mail, email, share, share this, share this article, share on facebook, share on x,
share on twitter, copy link, print, home, menu, search, log in, login, sign in, sign up,
subscribe, subscribe now, newsletter, about us, about, contact us, contacts, contact,
advertisement, advertise, views, view, reads, comments, comment, min read, minute read, minutes
read, read more, load more, show more, skip to content, skip to main content, accept, accept
all, accept cookies, privacy policy, terms of use, terms of service, privacy, careers, back to
top, follow us, поделиться, главная, подписаться, реклама на сайте, просмотров, комментарии,
войти
"""
_WHOLE = frozenset(" ".join(entry.split()) for entry in _BUTTONS.split(","))
_STARTS = (
    "підписуйтесь на наш", "підписуйтеся на наш", "підписуйтесь на нас", "підписуйтеся на нас",
    "підпишіться на наш", "підпишись на наш", "слідкуйте за нами", "стежте за нами",
    "стежте за новинами", "читайте нас у", "читайте нас в", "долучайтесь до наш",
    "долучайтеся до наш", "приєднуйтесь до наш", "приєднуйтеся до наш", "follow us on",
    "subscribe to our", "подписывайтесь на наш", "ми у соцмережах", "ми в соцмережах",
)  # fmt: skip
_READ_US = re.compile(
    r"(?:читайте|слідкуйте за|підписуйтесь на|підписуйтеся на|підпишіться на|приєднуйтесь до|"
    r"приєднуйтеся до|долучайтесь до|follow|join)\s.{2,60}\s(?:в|у|на|on|in)\s"
    r"(?:google news|google новинах|telegram|телеграм|viber|facebook|instagram|youtube|whatsapp)"
)
_UPDATED = ("оновлено", "останнє оновлення", "updated", "last updated", "обновлено")
_TYPING_ERROR = "ctrl"
_COOKIES = ("cookie", "кукі-файл", "файли кукі")
_HEADINGS = """
коментарі, залишити коментар, додати коментар, написати коментар, ваш коментар, останні новини,
найсвіжіші новини, свіжі новини, популярні новини, популярне, найпопулярніше, найпопулярніші
новини, найчитаніше, топ новини, топ новин, топ тижня, головні новини, головне за день, стрічка
новин, новини партнерів, від партнерів, партнерські матеріали, інші новини, більше новин, новини
дня, вибір редакції, latest news, most read, most popular, trending, trending now, popular,
leave a comment, more news, top stories, editors picks, последние новости, популярные новости,
комментарии
"""
_STOPS = frozenset(" ".join(entry.split()) for entry in _HEADINGS.split(","))
_STOP_PARTS = (
    "усі права захищен", "всі права захищен", "права застережен", "all rights reserved",
    "все права защищены", "передрук", "використання матеріалів", "повне або часткове",
    "копіювання матеріалів", "при використанні матеріалів", "при цитуванні", "медіа-ідентифікатор",
    "ідентифікатор медіа",
)  # fmt: skip
_LETTERS = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?")
# Buttons whose words head a part of an article as well.
_HEADINGS_TOO = frozenset(
    ("команда", "контакти", "вакансії", "архів", "редакція", "реєстрація", "пошук", "contacts")
)
_COUNTER = re.compile(r"[👁👀💬🗨❤♥👍👎]\ufe0f?\s?\d[\d\s.,]*")
_LAYOUT_SIGNS = frozenset("|/\\•·×✕‹›<>←→↑↓▲▼◀▶+_ ")
_LANGUAGES = frozenset(("UA", "RU", "EN", "UKR", "RUS", "ENG", "УКР", "РУС", "АНГЛ"))
_HOME = ("головна", "home", "главная")
_ANY = ("новини", "головне", "news")
_CRUMBS = ("/", "»", ">", "›", "→", "|", "•", "·", "\\")
_LONGEST_NOTICE = 400
_LONGEST_BUTTON = 90
_COUNTER_WORDS = {"k", "к", "тис", "тисяч", "млн", "разів", "раз", "m", "one", "min", "about"}


def is_boilerplate(text: str) -> bool:
    """Whether the line belongs to the page and not to the article."""
    if not any(letter.isalpha() for letter in text):
        return True
    if len(text) > _LONGEST_NOTICE:
        return False
    lowered = text.casefold()
    if any(word in lowered for word in _COOKIES) and _is_notice(lowered):
        return True
    if _asks_to_follow(lowered) or (_TYPING_ERROR in lowered and "помилк" in lowered):
        return True
    if len(text) > _LONGEST_BUTTON:
        return False
    return _words(lowered) in _WHOLE or _is_menu(text) or _is_update(lowered)


def section_of_crumbs(text: str) -> str:
    """«Економіка» of «Головна / Новини / Економіка»: the last section on the way to the page."""
    for sign in _CRUMBS:
        home, *names = [part.strip() for part in text.split(sign)]
        if names and home.casefold() in _HOME:
            known = [name for name in names if is_known(name) and name.casefold() not in _ANY]
            return known[-1] if known and len(text) <= _LONGEST_NOTICE else ""
    return ""


def _asks_to_follow(lowered: str) -> bool:
    asked = len(lowered) <= _LONGEST_BUTTON and _READ_US.fullmatch(lowered.rstrip(" .!"))
    return lowered.startswith(_STARTS) or bool(asked)


def could_be_text(text: str) -> bool:
    """Whether a line that looks like boilerplate may as well be the article's, by its place.

    Figures and signs are, if neither an eye stands before them nor layout alone uses them; so are
    a button's words where somebody says them («— Далі?») or where they head a part of the text.
    """
    if not any(letter.isalpha() for letter in text):
        return not (_COUNTER.fullmatch(text) or _LAYOUT_SIGNS.issuperset(text))
    words = _words(text.casefold())
    said = text.startswith(("— ", "– ")) or (" " not in words and text.endswith((".", "?", "!")))
    return words in _HEADINGS_TOO or (said and words in _WHOLE)


def is_stop(text: str) -> bool:
    """Whether the article is over where this line stands: comments, other news, copyright."""
    if len(text) > _LONGEST_NOTICE:
        return False
    lowered = text.casefold()
    return (
        lowered.startswith(("©", "(c) ", "copyright ©"))
        or (len(text) <= _LONGEST_BUTTON and _words(lowered) in _STOPS)
        or lowered.startswith(_STOP_PARTS)
        or (lowered.find("права захищен") > 0 and len(text) <= _LONGEST_BUTTON)
    )


def is_menu_word(text: str) -> bool:
    """Whether the line could be one entry of a menu."""
    return is_known(text) or _words(text.casefold()) in _WHOLE


def _is_update(lowered: str) -> bool:
    words = lowered.strip("()")
    label = next((label for label in _UPDATED if words.startswith(label)), None)
    if label is None:
        return False
    date = words[len(label) :].lstrip(" :")
    return read_date(date.removeprefix("о ").removeprefix("at ")) is not None


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
    for sign in _CRUMBS:
        if sign in text:
            parts = [part.strip() for part in text.split(sign)]
            if parts[0].casefold() in _HOME or all(part and is_menu_word(part) for part in parts):
                return True
    words = text.split()
    if len(words) > 1 and _LANGUAGES.issuperset(words):
        return True
    return len(words) > 2 and all(is_menu_word(word) for word in words)  # noqa: PLR2004
