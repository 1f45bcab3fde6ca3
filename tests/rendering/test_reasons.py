"""Why something did not reach a chat, in the words of whoever reads it."""

import pytest

from bot.domain.reasons import Reason, ReasonCode
from bot.rendering import LANGUAGES
from tests.builders import said
from tests.rendering.examples import renderer
from tests.rendering.test_templates import templates


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_code_has_a_sentence(language: str) -> None:
    pages = renderer()
    for code in ReasonCode:
        sentence = pages.reason(Reason(code), language, 100)
        assert sentence[0] not in "«“", code
        if language == "uk":
            assert any("а" <= letter <= "ї" for letter in sentence), code


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_words_are_kept_for_codes_that_there_are_not(language: str) -> None:
    assert templates(language)["reasons.txt.j2"].count('": "') == len(ReasonCode)


@pytest.mark.parametrize("language", LANGUAGES)
def test_nobody_elses_words_pass_for_telegrams(language: str) -> None:
    pages = renderer()
    for code in set(ReasonCode) - {ReasonCode.REFUSED}:
        heard = Reason(code, "IntegrityError: timed out")
        plain = pages.reason(Reason(code), language, 100)
        assert pages.reason(heard, language, 100) == plain, code


def test_telegrams_own_words_stay_in_quotes_and_within_the_limit() -> None:
    pages = renderer()
    odd = said("Bad Request: BOOST_REQUIRED")
    assert pages.reason(odd, "uk", 100) == "«Bad Request: BOOST_REQUIRED»"
    assert pages.reason(odd, "en", 100) == "“Bad Request: BOOST_REQUIRED”"
    assert len(pages.reason(said("довгі слова " * 99), "uk", 80)) <= 82


@pytest.mark.parametrize("nothing", [None, said(""), said("\u200b ")])
def test_a_reason_that_was_not_given_is_no_empty_pair_of_quotes(nothing: Reason | None) -> None:
    assert renderer().reason(nothing, "uk", 100) == "причину не названо"
