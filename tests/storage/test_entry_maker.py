"""Which words of an article are offered to the index: those that it may lack."""

from storage.entry_maker import EntryMaker


def offered(maker: EntryMaker, words: set[str]) -> set[str]:
    maker.begin()
    new = maker.new_among(words)
    maker.commit()
    return new


def test_a_word_that_is_said_again_and_again_is_offered_once_however_many_others_are() -> None:
    maker = EntryMaker()
    others = [
        {f"інше{number}" for number in range(at, at + 1000)} for at in range(0, 200_000, 1000)
    ]
    times = sum("слово" in offered(maker, {"слово", *each}) for each in others)
    assert times == 1
    assert "інше0" in offered(maker, {"інше0"}), "kept in mind are some of them, not all"


def test_what_was_not_committed_is_offered_again() -> None:
    maker = EntryMaker()
    maker.begin()
    assert maker.new_among({"слово"}) == {"слово"}
    assert maker.new_among({"слово"}) == set()
    assert offered(maker, {"слово"}) == {"слово"}
    assert offered(maker, {"слово"}) == set()
    maker.forget()
    assert offered(maker, {"слово"}) == {"слово"}
