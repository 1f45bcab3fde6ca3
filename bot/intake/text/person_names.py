"""Which words are a person's name."""

import re

_NAMES = """
андрій анастасія анатолій анна антон антоніна аліна алла альона артем арсен арина богдан
богдана борис вадим валентин валентина валерій валерія василь василина вероніка віктор вікторія
віталій віталіна віта віра віолетта влад владислав владислава володимир всеволод в'ячеслав
галина ганна геннадій георгій гліб григорій дана данило дар'я дарина денис діана дмитро еліна
ельвіра емма жанна захар зінаїда зоряна зоя іван іванна ігор ілля інна інга ірина йосип
катерина кароліна кирило кіра клим костянтин ксенія лариса лев леонід леся лідія лілія ліна
любов людмила максим марина маргарита марія мар'ян мар'яна марко марта матвій микита микола
мирослав мирослава михайло надія назар назарій наталія наталка наталя неля ніна оксана олег
олександр олександра олексій олена олеся ольга орест орися остап павло петро поліна роман
роксолана руслан руслана світлана святослав семен сергій соломія софія станіслав степан стефанія
таїсія тамара тарас тетяна тимофій тимур уляна устим федір христина юлія юрій юліан ядвіга яків
яна ярина ярослав ярослава adam alan alex alice amy andrew angela ann anna anne anthony ben brian
carol charles charlotte chris christine claire daniel david diana edward elena elizabeth emily
emma eric eva frank george grace hannah helen henry ian jack james jane jason jennifer jessica
john jonathan joseph julia karen kate kevin laura lisa lucy maria mark martin mary matthew
michael nancy nick oliver olivia patrick paul peter philip rachel rebecca richard robert ryan
sam samuel sarah simon sophie stephen steven susan thomas tim tom victoria william
"""
_GIVEN_NAMES = frozenset(_NAMES.split())
_WORD = re.compile(r"[^\W\d_]+(?:['-][^\W\d_]+)*")
_FULL_NAME = (2, 3)


def is_person(text: str) -> bool:
    """«Олена Коваль»: two or three words in capital letters, one of the first two a given name."""
    words = text.replace("’", "'").replace("ʼ", "'").split(" ")
    if len(words) not in _FULL_NAME or not all(
        _WORD.fullmatch(word) and word[0].isupper() and not word[1:2].isupper() for word in words
    ):
        return False
    return any(word.casefold() in _GIVEN_NAMES for word in words[:2])
