"""What people say to a bot as they would to somebody: a greeting, thanks, “what is new?”."""

from enum import StrEnum
from typing import Final


class Courtesy(StrEnum):
    GREETING = "greeting"
    SALUTE = "salute"
    THANKS = "thanks"
    LEAVING = "leaving"
    HELP = "help"
    NEWS = "news"


_SAID: Final = {
    Courtesy.GREETING: (
        *("привіт", "вітаю", "вітання", "доброго дня", "добрий день", "добрий вечір"),
        *("доброго вечора", "доброго ранку", "добрий ранок", "доброї ночі", "добридень"),
        *("здрастуйте", "агов", "на добраніч", "до побачення", "бувайте"),
        *("як справи", "як ти", "how are you", "good afternoon"),
        *("hi", "hello", "hey", "good morning", "good evening", "good night", "bye"),
    ),
    Courtesy.SALUTE: ("слава україні", "slava ukraini", "glory to ukraine"),
    Courtesy.THANKS: (
        *("дякую", "дуже дякую", "щиро дякую", "дякую вам", "спасибі", "дяка", "красно дякую"),
        *("thanks", "thank you", "thank you very much", "thx", "ty"),
    ),
    Courtesy.LEAVING: (
        *("стоп", "досить", "годі", "відписатися", "відписатись", "відпишіть мене", "відписка"),
        *("не пишіть мені", "не пиши мені", "відчепіться", "відчепись"),
        *("stop", "unsubscribe", "unsubscribe me", "leave me alone", "enough"),
    ),
    Courtesy.HELP: (
        *("допомога", "допоможіть", "меню", "хто ти", "хто ви", "що ти вмієш", "команди"),
        *("help", "menu", "who are you", "what can you do", "commands"),
    ),
    Courtesy.NEWS: (
        *(
            "новини",
            "останні новини",
            "свіжі новини",
            "які новини",
            "що нового",
            "що нового у світі",
        ),
        *("новини дня", "головні новини", "головне", "новости", "последние новости"),
        *("новини сьогодні", "новини за сьогодні", "сьогоднішні новини", "які новини сьогодні"),
        *("які сьогодні новини", "що сьогодні нового", "що нового сьогодні", "що сталося"),
        *("що сталося сьогодні", "що сьогодні сталося", "що відбувається"),
        *("news", "latest news", "what s new", "top news", "news today", "today s news"),
    ),
}
_TAKE_BACK: Final = ("/cancel", "cancel", "скасувати", "відміна", "передумав", "передумала")
_NO_WORD: Final = ("cancel", "скасувати")  # that anybody looks for
_MEANT: Final = {words: courtesy for courtesy, all_of in _SAID.items() for words in all_of}


def courtesy_of(text: str) -> Courtesy | None:
    """What a message is that says nothing else; None where something may be looked for."""
    words = "".join(c if c.isalpha() else " " for c in text.casefold())
    return _MEANT.get(" ".join(words.split()))


def takes_back(text: str) -> bool:
    """Whether somebody wants nothing more of what they began."""
    return text.strip().casefold() in _TAKE_BACK


def only_takes_back(text: str) -> bool:
    """Whether it can mean nothing else, even where nothing is waited for."""
    return text.strip().casefold() in _NO_WORD
