"""What each database is asked, and that both are told of the same places of words."""

import sqlite3
from contextlib import closing

from bot.domain.query import LONGEST_QUERY
from bot.domain.search_terms import GAP, Entry, Match
from storage.search_questions import as_text, as_tsvector, in_fts5, in_tsquery

WORDS = ("wпро", "wце", GAP, "wмовчать")


def test_two_words_side_by_side_are_a_token_and_none_goes_over_a_gap() -> None:
    entry = Entry(WORDS, frozenset({"aце"}))
    asked = in_fts5(Match((), (("wпро", "wце"),)))
    assert asked.strip('()"') in as_text(entry)
    assert len(as_text(entry).split()) == len(WORDS) + 2
    assert as_tsvector(entry).count("'p") == 1


def test_the_places_of_two_words_are_compared_by_postgresql_alone() -> None:
    match = Match((frozenset({"aце"}),), (("wпро", "wце"),))
    assert "'wпро' <-> 'wце'" in in_tsquery(match)
    assert "wпро" not in in_fts5(match)


def test_of_longer_phrases_both_compare_the_places() -> None:
    match = Match((), (("wпро", "wце", "wмовчать"),))
    assert '"wпро wце wмовчать"' in in_fts5(match)
    assert "'wпро' <-> 'wце' <-> 'wмовчать'" in in_tsquery(match)


def test_fts5_looks_for_the_later_words_where_the_first_ones_are() -> None:
    asked = in_fts5(Match(tuple(frozenset({f"a{letter}"}) for letter in "абвг")))
    assert asked == '((((((("aа") AND ("aб")) NOT q) AND ("aв")) NOT q) AND ("aг")))'


def test_as_many_words_as_can_be_typed_are_a_question_that_fts5_reads() -> None:
    words = [f"w{number}" for number in range(LONGEST_QUERY // 2)]
    with closing(sqlite3.connect(":memory:")) as index:
        index.execute("CREATE VIRTUAL TABLE terms USING fts5(words)")
        lines = [" ".join(words), " ".join(words[:-1])]
        index.executemany("INSERT INTO terms VALUES (?)", [(line,) for line in lines])
        asked = in_fts5(Match(tuple(frozenset({word}) for word in words)))
        found = index.execute("SELECT rowid FROM terms WHERE terms MATCH ?", (asked,)).fetchall()
    assert found == [(1,)]
