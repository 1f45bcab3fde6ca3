"""Which words are a person's name."""

import re

_NAMES = """
андрій анастасія анатолій анна антон антоніна аліна алла альона артем арсен арина богдан богдана
борис вадим валентин валентина валерій валерія василь василина вероніка віктор вікторія віталій
віталіна віта віра віолетта влад владислав владислава володимир всеволод в'ячеслав галина ганна
геннадій георгій гліб григорій дана данило дар'я дарина денис діана дмитро еліна ельвіра емма ждан
жанна захар зінаїда зоряна зоя іван іванна ігор ілля інна інга ірина йосип катерина кароліна кирило
кіра клим костянтин ксенія лариса лев леонід леся лідія лілія ліна любов людмила максим марина
маргарита марія мар'ян мар'яна марко марта матвій микита микола мирослав мирослава михайло надія
назар назарій наталія наталка наталя неля ніна оксана олег олександр олександра олексій олена олеся
ольга орест орися остап павло петро поліна роман роксолана руслан руслана світлана святослав семен
сергій соломія софія станіслав степан стефанія таїсія тамара тарас тетяна тимофій тимур уляна устим
федір христина юлія юрій юліан ядвіга яків яна ярина ярослав ярослава меланія карина зеновій зеник
ростислав марічка ілона єва лука мирон дарка іларіон ілларіон оляна одарка остапія трохим прохор
пилип юхим яким севастян тарасій устина мілана злата зореслава ліліана мартин матей макар лесик
інеса ніл нестор модест даша саша паша маша настя катя юля таня наташа оля женя діма вова коля ваня
андрей алексей александр александра николай михаил сергей дмитрий татьяна наталья елена екатерина
юлия мария евгений евгения владимир виктор виктория ирина игорь кирилл павел пётр svitlana
oleksandr oleksandra olena iryna yuliia yulia dmytro andrii mykola mykhailo serhii volodymyr viktor
nataliia natalia tetiana oksana kateryna ihor taras bohdan vasyl yaroslav daria anastasia maryna
petro pavlo ivan olha jan anna piotr paweł krzysztof andrzej tomasz marcin michał marek grzegorz
jerzy wojciech łukasz katarzyna małgorzata agnieszka ewa elżbieta joanna magdalena monika
aleksandra karolina kamil jakub mateusz bartosz rafał jacek dariusz mariusz zofia hanna justyna
beata dorota hans peter michael thomas andreas stefan stephan christian markus sabine petra jürgen
ursula claudia birgit jonas lukas felix lena katrin wolfgang klaus adam alan alex alice amy andrew
angela ann anne anthony ben brian carol charles charlotte chris christine claire daniel david diana
edward elena elizabeth emily emma eric eva frank george grace hannah helen henry ian jack james
jane jason jennifer jessica john jonathan joseph julia karen kate kevin laura lisa lucy maria mark
martin mary matthew nancy nick oliver olivia patrick paul philip rachel rebecca richard robert ryan
sam samuel sarah simon sophie stephen steven susan tim tom victoria william євген євгенія єгор luke
nina jon dan rob joe jim mike matt greg jeff scott adrian gary julian shaun sean liam noah ethan
owen dylan callum hugh neil graham keith ross stuart gavin craig colin barry derek trevor nigel
aaron nathan joshua josh zach zachary tyler logan connor kyle brandon justin kenneth ronald larry
dennis jerry douglas roger wayne bruce ralph eugene howard fred frederick walter harold gerald
louis lewis max oscar theo leo sebastian marcus julius hugo emil anton erik lars sven olaf björn
nils megan lauren chloe zoe ella lily ruby katie kelly stacy tracy wendy heather holly jodie gemma
fiona isla eleanor alison joan jean ruth esther miriam leah naomi natasha tanya nadia amanda
melissa michelle nicole stephanie samantha danielle vanessa theresa teresa veronica virginia
margaret martha caroline carolyn kathryn katherine catherine cathy judith judy janet joyce rosa
rosie pjotr pyotr dmitri sergei mikhail nikolai vladimir yevhen yevheniia viktoriia anhelina illia
nazar artem maksym denys roman szymon dominik patryk sylwia iwona renata weronika pierre françois
jacques philippe camille luc antoine matthias tobias florian heike
"""
_GIVEN_NAMES = frozenset(_NAMES.split())
_WORD = re.compile(r"[^\W\d_]+(?:['-][^\W\d_]+)*")
_FULL_NAME = (2, 3)
_NAME_WORDS = 4
_SURNAME, _SHORT_SURNAME = 5, 3  # letters
_LONGEST = 80


def is_person(text: str) -> bool:
    """«Олена Коваль»: two or three words in capital letters, one of the first two a given name."""
    words = text.replace("’", "'").replace("ʼ", "'").split(" ")
    if len(words) not in _FULL_NAME or not all(
        _WORD.fullmatch(word)
        and word[0].isupper()
        and (not word[1:2].isupper() or _is_surname(words, word))
        for word in words
    ):
        return False
    return any(word.casefold() in _GIVEN_NAMES for word in words[:2])


_CAPITALS = re.compile(r"[^\W\d_a-zа-яіїєґ](?:[^\W\d_]*(?:['’ʼ-][^\W\d_]+)*|\.)")
_SOMEWHERE = re.compile(r"\s(?:in|у|в)\s[^\W\d_a-zа-яіїєґ]\S+$")
_PART = re.compile(r"[IVXІХ]{1,4}\. [^\W\da-zA-Z]")  # «II. Травень», as parts of a text are called
_SITES_WORDS = """
новини новости вести вісті редакція реклама радіо суспільне фото відео читати дивитися news media
press photo share save read follow listen watch staff desk team editor agency world local home
radio live reporting more topics explore
"""
_NO_NAMES = frozenset(_SITES_WORDS.split())


def without_place(name: str) -> str:
    """«Anna Lind» of «Anna Lind in Tallinn»."""
    return _SOMEWHERE.sub("", name)


def said_once(text: str) -> str:
    """«Яна Козир» of «Фото автора: Яна Козир Яна Козир»: a picture's words, and the name below."""
    words = text.rpartition(": ")[2].split(" ")
    half = len(words) // 2
    return " ".join(words[half:]) if half > 1 and words[:half] == words[half:] else text


def could_be_person(text: str) -> bool:
    """Two or three words, each with a capital: a name, where something else speaks for one."""
    words = without_place(text).split(" ")
    if _PART.match(text):
        return False
    return len(words) in _FULL_NAME and all(
        _CAPITALS.fullmatch(word)
        and (
            text.isupper() or not word.isupper() or word.endswith(".") or _is_surname(words, word)
        )
        and word.casefold() not in _NO_NAMES
        for word in words
    )


def _is_surname(words: list[str], word: str) -> bool:
    """«СТЕПОВА» of «Оксана СТЕПОВА», as papers print it.

    Behind a given name it may be short: «Ніна ПОЛЕ»; behind another word it is an abbreviation.
    """
    fewest = _SHORT_SURNAME if words[0].casefold() in _GIVEN_NAMES else _SURNAME
    return word is words[-1] and len(word) >= fewest and not words[0].isupper()


def is_credit(text: str) -> bool:
    """«Микита Завадський / Громада»: who took a picture and for whom, or but who."""
    name, _, agency = text.partition(" / ")
    if "архів" in agency:
        return False  # whom the picture shows
    return could_be_person(name) and agency.count(" ") < _NAME_WORDS and len(text) <= _LONGEST


_INITIAL = re.compile(r"(?<=\w) [^\W\d_]\.$")  # «Petro M.»
_SIGN = re.compile(r"[\U0001F300-\U0001FAFF\u2600-\u27BF](?<!✍)")  # «⚡️ Спорт» is a section


def is_name(value: str) -> bool:
    """Whether it could name an author: a few words, or more of them in capital letters."""
    value = _INITIAL.sub("", value)
    words = value.split()
    capital = sum(word[0].isupper() for word in words)
    return (
        0 < len(value) <= _LONGEST
        and (len(words) <= _NAME_WORDS or 2 * capital >= len(words))
        and not value.endswith((".", "!", "?", "…", ":", ","))
        and not _SIGN.match(value)
        and not any(sign in value for sign in (" — ", " – ", "«", "?", "!", ";"))
    )


def is_author(value: str) -> bool:
    """The same behind «Підготовка:», where a recipe has «30 хв»."""
    return is_name(value) and not value[0].isdecimal()
