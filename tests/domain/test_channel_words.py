"""What can be other in a channel, and what is refused."""

import pytest

from bot.domain.channel_words import (
    AS_EVERYWHERE,
    ChannelWords,
    WordPart,
    as_values,
    from_values,
    part_named,
    with_part,
    without_part,
)
from bot.domain.errors import RefusedError

MAP = "https://example.org/map"


@pytest.mark.parametrize(
    ("part", "typed", "kept"),
    [
        (WordPart.HEADLINE, " Міст\n відкрито ", "Міст відкрито"),
        (WordPart.HEADLINE, "М" * 1000, "М" * 1000),
        (WordPart.LEAD, "Рух\nвідновили", "Рух відновили"),
        (WordPart.EMOJI, "🚇", "🚇"),
        (WordPart.EMOJI, "👨‍👩‍👧", "👨‍👩‍👧"),
        (WordPart.HASHTAGS, "Харків, #метро #пів-день", "#Харків #метро #південь"),
        (
            WordPart.BUTTONS,
            f"Мапа – {MAP}\n\n Розклад: example.org/a ",
            ((("Мапа", MAP), ("Розклад", "https://example.org/a"))),
        ),
    ],
)
def test_what_is_typed_is_kept(part: WordPart, typed: str, kept: object) -> None:
    words = with_part(AS_EVERYWHERE, part, typed)
    assert getattr(words, part.value) == kept
    assert from_values(as_values(words)) == words
    assert with_part(AS_EVERYWHERE, part, words.said(part) or "") == words
    assert without_part(words, part) == AS_EVERYWHERE


@pytest.mark.parametrize(
    ("part", "typed"),
    [
        (WordPart.HEADLINE, " \u200b "),
        (WordPart.HEADLINE, "М" * 1001),
        (WordPart.LEAD, "Р" * 2001),
        (WordPart.EMOJI, "🚇!"),
        (WordPart.EMOJI, "метро"),
        (WordPart.EMOJI, "🚇" * 9),
        (WordPart.HASHTAGS, "# , #"),
        (WordPart.HASHTAGS, "а" * 201),
        (WordPart.BUTTONS, "Мапа"),
        (WordPart.BUTTONS, MAP),
        (WordPart.BUTTONS, "Мапа – javascript:alert(1)"),
        (WordPart.BUTTONS, f"{'М' * 41} – {MAP}"),
        (WordPart.BUTTONS, "\n".join([f"Мапа – {MAP}"] * 7)),
    ],
)
def test_what_cannot_stand_there_is_refused(part: WordPart, typed: str) -> None:
    with pytest.raises(RefusedError, match=r"words_not_read|field_too_long"):
        with_part(AS_EVERYWHERE, part, typed)


def test_what_was_not_set_is_as_everywhere() -> None:
    assert [ChannelWords().said(part) for part in WordPart] == [None] * len(WordPart)
    with pytest.raises(RefusedError, match="field_stale"):
        part_named("body")
