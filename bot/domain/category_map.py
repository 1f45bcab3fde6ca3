"""Which section a feed's category means: by its name, its Latin name, or what others call it."""

import re
from collections.abc import Iterable

from bot.domain.section import Section, section_key, slug_of

# What sites call the rubrics that most newsrooms have. A section of any of these names is meant
# by all the others of its line.
_CALLED_ALIKE = """\
світ, світові новини, новини світу, у світі, за кордоном, закордон, міжнародні новини, world, \
world news, international, global, foreign, abroad
політика, політичні новини, новини політики, влада, вибори, politics, policy, government, elections
війна, війна в україні, російсько-українська війна, фронт, новини з фронту, оборона, зсу, war, \
war in ukraine, ukraine war, defence, defense, frontline, military
економіка, новини економіки, економічні новини, бізнес, фінанси, гроші, ринки, economy, \
economics, business, finance, money, markets
суспільство, соціум, новини суспільства, люди, життя, society, people, social, life
спорт, новини спорту, спортивні новини, футбол, бокс, теніс, sport, sports, football, soccer, \
tennis
культура, новини культури, культура і мистецтво, мистецтво, кіно, театр, музика, книги, culture, \
arts, art, arts and culture, movies, cinema, theatre, music, books
технології, наука і технології, техно, гаджети, іт, technology, tech, technologies, gadgets
наука, новини науки, science, research
здоров’я, здоров'я, медицина, health, medicine, healthcare
освіта, школа, education, school
кримінал, надзвичайні події, події, нп, пригоди, crime, incidents, accidents
україна, новини україни, ukraine, national
думки, колонки, блоги, opinion, opinions, columns, blogs
погода, weather
подорожі, туризм, travel, tourism
авто, автомобілі, auto, cars, motors
довкілля, екологія, клімат, environment, climate, ecology"""
_ALIKE = [
    frozenset(section_key(name) for name in line.split(",")) for line in _CALLED_ALIKE.splitlines()
]
_BETWEEN = re.compile(r"[/|>»›:·•,;]|(?<=\s)[-–—](?=\s)")
_LONGEST = 200  # characters; what is longer is no rubric's name, whatever a feed says


def propose_section(category: str, sections: Iterable[Section]) -> Section | None:
    """The section that a category means, as far as names tell; None where they do not.

    Of «Новини / Спорт» the first part that means something decides.
    """
    if len(category) > _LONGEST:
        return None
    known = tuple(sections)
    parts = (category, *map(str.strip, _BETWEEN.split(category)))
    return next((found for part in parts if (found := _meant(part, known))), None)


def _meant(name: str, sections: tuple[Section, ...]) -> Section | None:
    key = section_key(name)
    if not key:
        return None
    by_name = (section for section in sections if key in section.keys)
    by_slug = (section for section in sections if section.slug in (key, slug_of(name)))
    alike = (
        section
        for group in _ALIKE
        if key in group
        for section in sections
        if section_key(section.name) in group
    )
    return next(by_name, None) or next(by_slug, None) or next(alike, None)
