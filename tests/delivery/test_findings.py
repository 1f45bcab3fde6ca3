"""What a look-up makes of the messages that it sees."""

from typing import Any

from bot.delivery.findings import Findings
from bot.domain.delivery import Absent, Partial, Retry, Shown, Undecided
from bot.domain.fingerprints import Print
from bot.domain.reasons import Reason, ReasonCode
from tests.builders import a_delivery
from tests.clock import NOON

WORDS = "Порт Роттердама відкрив зелений термінал для кораблів без викидів"
BY_HAND = "Порт Роттердама відкрив зелений термінал для суден без викидів"
RETRY = Retry(NOON, Reason(ReasonCode.NO_ANSWER))


def looking_for(*pictures: str, guessed: bool = False) -> Findings:
    delivery = a_delivery(sent_revision=3, sent_pictures=pictures)
    return Findings(Print.of_html(f"<b>{WORDS}</b>"), delivery, guessed)


def photo(*sizes: str, caption: str = WORDS) -> dict[str, Any]:
    return {"caption": caption, "photo": [{"file_unique_id": size} for size in sizes]}


def test_a_photo_is_found_by_its_words_and_known_in_any_of_its_sizes() -> None:
    findings = looking_for("one")
    assert findings.take(5, {"text": WORDS}) is None  # a photo never became a text
    assert findings.take(6, photo("small", "one")) == Shown(6, 3, pictures=("one",))


def test_another_picture_or_other_words_are_somebodys_change() -> None:
    for seen, pictures in (
        (photo("other"), ("other",)),
        (photo("one", caption=BY_HAND), ("one",)),
    ):
        findings = looking_for("one")
        assert findings.take(5, seen) is None
        assert findings.instead_of(Absent()) == Shown(5, 3, by_hand=True, pictures=pictures)


def test_a_text_that_has_become_a_photo_by_hand_is_the_post_with_its_photo() -> None:
    findings = looking_for()
    assert findings.take(5, photo("small", "large")) is None
    assert findings.instead_of(Absent()) == Shown(5, 3, by_hand=True, pictures=("large",))


def test_of_several_that_look_like_it_none_is_chosen() -> None:
    findings = looking_for()
    for number in (5, 6):
        findings.take(number, {"text": BY_HAND})
    assert findings.instead_of(Absent()) == Undecided(Reason(ReasonCode.SEVERAL_ALIKE))
    assert findings.instead_of(RETRY) is RETRY


def test_a_recording_is_known_by_itself_whatever_stands_under_it() -> None:
    findings = looking_for("voice:one")
    other = {"caption": WORDS, "voice": {"file_unique_id": "two"}}
    assert findings.take(5, other) is None
    assert findings.take(6, photo("one")) is None
    assert findings.instead_of(Absent()) == Absent()
    seen = {"caption": WORDS, "voice": {"file_unique_id": "one"}}
    assert findings.take(7, seen) == Shown(7, 3, pictures=("voice:one",))
    animation = {"file_unique_id": "one"}
    seen = {"caption": WORDS, "document": animation, "animation": animation}
    found = looking_for("animation:one").take(8, seen)
    assert found == Shown(8, 3, pictures=("animation:one",))
    papers = looking_for("document:1", "document:2")
    assert papers.take(5, {"document": {"file_unique_id": "2"}}) is None
    whole = papers.take(6, {"caption": WORDS, "document": {"file_unique_id": "1"}})
    assert whole == Shown(6, 3, more_ids=(5,), pictures=("document:1", "document:2"))


def test_an_album_is_found_in_any_order_and_in_part() -> None:
    findings = looking_for("one", "two", "three")
    assert findings.take(5, photo("two", caption="")) is None
    assert findings.take(6, photo("one")) is None
    assert findings.take(7, photo("three", caption="Зовсім інші слова під світлиною")) is None
    part = findings.instead_of(Absent())
    assert part == Partial((6, 5), ("one", "two"), Reason(ReasonCode.ALBUM_PARTIAL))
    whole = findings.take(8, photo("three", caption=""))
    assert whole == Shown(6, 3, more_ids=(5, 8), pictures=("one", "two", "three"))


def test_what_is_no_photo_of_telegrams_shape_has_no_picture() -> None:
    findings = looking_for("one", "two")
    for odd in ({"photo": "one"}, {"photo": [None, {"file_unique_id": 1}]}, {}):
        assert findings.take(5, odd) is None
    assert findings.instead_of(Absent()) == Absent()


# --- after a restoration: what was sent is guessed --------------------------------------------


def test_the_same_words_are_the_post_whatever_picture_was_uploaded_for_it() -> None:
    findings = looking_for("one", guessed=True)
    assert findings.take(6, photo("then")) == Shown(6, 3, pictures=("then",))


def test_words_that_are_alike_may_be_another_story_so_that_the_desk_is_asked() -> None:
    for findings, seen in (
        (looking_for(guessed=True), {"text": BY_HAND}),
        (looking_for("one", "two", guessed=True), photo("then")),
        (looking_for("one", "two", guessed=True), photo("one")),
    ):
        assert findings.take(5, seen) is None
        assert findings.instead_of(Absent()) == Undecided(Reason(ReasonCode.ALIKE))


def test_the_messages_that_nobody_can_look_at_may_be_the_post_if_they_are_as_many() -> None:
    why = Reason(ReasonCode.NOT_FORWARDED)
    for pictures in ((), ("one",), ("one", "two", "three")):
        findings = looking_for(*pictures)
        ids = tuple(range(7, 7 + max(1, len(pictures))))
        for number in ids[:-1]:
            assert findings.pass_over(number, why) is None
        if len(ids) > 1:
            assert findings.instead_of(Absent()) == Undecided(why)  # only some of it
        assert findings.pass_over(ids[-1], why) is None
        assert findings.instead_of(Absent()) == Undecided(why, may_be=ids)
        assert findings.instead_of(RETRY) is RETRY
        assert findings.pass_over(20, why) == Undecided(why)


def test_how_a_post_was_sent_that_is_not_known_says_nothing_of_how_many_it_was() -> None:
    why = Reason(ReasonCode.NOT_FORWARDED)
    findings = looking_for(guessed=True)
    assert findings.pass_over(7, why) is None
    assert findings.instead_of(Absent()) == Undecided(why)
