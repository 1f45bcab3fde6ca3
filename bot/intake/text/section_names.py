"""Which lines name a section: names that newsrooms use, and short lines in capitals."""

import re

from bot.intake.text.lines import cyrillic
from bot.intake.text.person_names import is_person

_NAMES = """
світ політика війна економіка суспільство спорт культура україна наука технології здоров'я
медицина кримінал події надзвичайні надзвичайне нп бізнес фінанси освіта екологія довкілля авто
столиця київ львів харків одеса дніпро запоріжжя регіони новини головне аналітика думка думки
блоги погляди інтерв'ю репортаж розслідування історія життя стиль подорожі туризм шоу-бізнес
шоубіз армія оборона безпека фронт право медіа кіно музика театр релігія погода курйози
енергетика агро аграрії транспорт нерухомість промисловість міста громади місто європа азія
америка природа гроші поради погляд курйоз лайфстайл фото відео подкасти
колонки колонка блог рецепти гороскопи гороскоп погода комуналка скандали пресрелізи смачно
дозвілля агробізнес компанії ринки спецпроєкти суд суди наживо психологія футбол бокс теніс
баскетбол волейбол хокей біатлон огляди роз'яснення пояснення мнения мнение интервью события
громада онлайн пресреліз фоторепортаж рейтинги рейтинг некролог лонгріди лонгриди лонгрид лайф
розмови розмова спецтеми фактчек інфографіка опитування мода краса кулінарія випічка кухня
книжки література пригоди інциденти
мистецтво серіали город сад тварини стосунки сім'я кар'єра гаджети ігри космос зброя
валюта пенсії тарифи субсидії ціни лайфхаки астрологія дтп мобілізація ексклюзив
world politics war economy business society sport sports culture science technology tech
health ukraine opinion education europe finance environment travel entertainment arts local
lifestyle wildlife weather markets crime features explainers analysis investigations interviews
longreads books film football tennis obituaries wydarzenia мир политика война экономика общество
технологии здоровье происшествия финансы бизнес
politik wirtschaft kultur gesellschaft panorama lokales wissen inland ausland regional
polityka gospodarka świat kraj społeczeństwo biznes zdrowie
"""
_PHRASES = (
    "надзвичайні події",
    "стиль життя",
    "наука і технології",
    "наука та технології",
    "технології та наука",
    "освіта і наука",
    "освіта та наука",
    "культура і мистецтво",
    "наука та іт",
    "міста й громади",
    "міста та громади",
    "світ і ми",
    "економіка та бізнес",
    "економіка і бізнес",
    "права людини",
    "суспільство і право",
    "world news",
    "business news",
    "прес-релізи",
    "прес-реліз",
    "press release",
    "press releases",
    "us news",
    "uk news",
    "новини компаній",
    "local news",
)
_AGENCIES = frozenset(("PAP", "УНН", "УНІАН", "AFP", "DPA", "EPA", "ТАСС", "РБК", "REUTERS"))
_FIGURE = re.compile(r"\d|\w\.\w")  # or the dot of a site's name
_LONGEST = 48
_MOST_WORDS = 5
_ABBREVIATION = 2


def _key(text: str) -> str:
    return cyrillic(
        text.replace("’", "'").replace("`", "'").replace("ʼ", "'").strip(" :·•|#[]/»›>→")
    )


KNOWN = frozenset(_key(name) for name in (*_NAMES.split(), *_PHRASES))


_TIES = frozenset((
    "до", "про", "на", "в", "у", "з", "із", "зі", "від", "для", "без", "під", "над", "за",
    "через", "після", "проти", "біля", "замість",
))  # fmt: skip


def ties_words(text: str) -> bool:
    """«Черга до протеза»: three words so tied are a headline; «Наука і технології» a section."""
    words = text.split(" ")
    return len(words) > 2 and not _TIES.isdisjoint(words[1:-1])  # noqa: PLR2004


def is_known(text: str) -> bool:
    """Whether newsrooms have a section of this name; case and look-alike letters aside."""
    return len(text) <= _LONGEST and _key(text) in KNOWN


def is_section(text: str) -> bool:
    """A known name, or a short line all in capitals; of two letters is a country («UK»)."""
    shouted = text.isupper() and len(text) > _ABBREVIATION and text not in _AGENCIES
    shouted = shouted and not is_person(text.title())
    return is_short_name(text) and (shouted or is_known(text))


def is_short_name(text: str) -> bool:
    """A line that could name a section: short, no sentence, no figures."""
    return (
        1 < len(text) <= _LONGEST  # of one letter is a button, which makes letters larger
        and text[0].isupper()
        and text[-1] not in '.!?…,;»"'
        and text.count(" ") < _MOST_WORDS
        and not _FIGURE.search(text)
    )
