"""What a line of few words in a head may be, by its length and its capitals."""

from bot.intake.dates import read_date
from bot.intake.text.bylines import is_role
from bot.intake.text.person_names import could_be_person

SHORT = 3  # words: more of them may be a lead or a caption


def is_stray(text: str) -> bool:
    """Too short for a lead, or a name, a role, a counter, what somebody is."""
    if text[0].islower():
        return True
    words = text.count(" ") + 1
    few = words == SHORT and (is_capitalised(text) or any(map(str.isdigit, text)))
    dated = read_date(text.partition(" - ")[2])  # «admin - чт, 11/05/2026 - 09:05»
    return words < SHORT or few or bool(dated) or could_be_person(text) or is_role(text)


def is_few(text: str) -> bool:
    """Whether it is of so few words that it may be a name."""
    return text.count(" ") + 1 <= SHORT


def is_capitalised(text: str) -> bool:
    """Whether each word has a capital."""
    return all(word[0].isupper() for word in text.split())
