"""A page is decoded by what its bytes show, whatever anybody declares."""

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.intake.decode import decode_page

UKRAINIAN = "Ґанок музею в Сарнах виклали цеглою – «з любов’ю», – каже Їжакевич."
SHORT = "Їжа"
RUSSIAN = "Съёмки фильма начались, объявил режиссёр."


@pytest.mark.parametrize(
    "declared", [None, "utf-8", "windows-1251", "iso-8859-1", "koi8-u", "nonsense", "rot13", "hex"]
)
@pytest.mark.parametrize("text", [UKRAINIAN, RUSSIAN, SHORT])
@pytest.mark.parametrize("alphabet", ["utf-8", "cp1251"])
def test_ukrainian_comes_out_whatever_is_declared(
    text: str, alphabet: str, declared: str | None
) -> None:
    page = f"<meta charset='{declared}'><h1>{text}</h1>"
    assert decode_page(page.encode(alphabet), declared) == page


@pytest.mark.parametrize(
    ("text", "alphabet"),
    [
        ("L’été à la plage, où Noël naît : déjà vu.", "cp1252"),
        ("Größe und Übermut tun selten gut, weiß Jörg.", "iso-8859-1"),
        ("Příliš žluťoučký kůň úpěl ďábelské ódy", "cp1250"),
        ("Zażółć gęślą jaźń", "iso-8859-2"),
        ("首相は記者会見で述べた。", "shift_jis"),
        ("国务院总理今天发表讲话", "gb18030"),
        ("Съешь ещё этих мягких булок", "koi8-r"),
    ],
)
def test_another_alphabet_is_taken_as_declared(text: str, alphabet: str) -> None:
    assert decode_page(f"<p>{text}".encode(alphabet), alphabet) == f"<p>{text}"


def test_the_page_itself_may_declare_it() -> None:
    page = "<?xml version='1.0' encoding='KOI8-U'?><p>Ґанок музею виклали цеглою"
    assert decode_page(page.encode("koi8-u")) == page


@pytest.mark.parametrize("alphabet", ["utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("marked", [True, False])
def test_wide_letters_are_read_with_their_mark_or_without(alphabet: str, *, marked: bool) -> None:
    page = f"<html><p>{UKRAINIAN}</p></html>" * 3
    mark = {"utf-16-le": codecs.BOM_UTF16_LE, "utf-16-be": codecs.BOM_UTF16_BE}[alphabet]
    assert decode_page((mark if marked else b"") + page.encode(alphabet)) == page


def test_a_torn_letter_does_not_change_the_alphabet() -> None:
    data = (UKRAINIAN * 5).encode()[:-1] + b"\xd0"
    assert decode_page(data).startswith(UKRAINIAN * 4)


@given(st.binary(max_size=300), st.none() | st.text(max_size=12))
def test_any_bytes_are_decoded(data: bytes, declared: str | None) -> None:
    assert isinstance(decode_page(data, declared), str)
