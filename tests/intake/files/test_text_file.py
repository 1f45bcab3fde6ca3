"""Which files hold a web page, told by their name or by how they begin."""

import codecs

import pytest

from bot.intake.files.text_file import is_web_page, read_text_file


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("page.html", b"anything"),
        ("PAGE.HTM", b""),
        ("page.txt", b"<!DOCTYPE html><p>a"),
        ("-", b"\n\n  <html lang=uk>"),
        ("page", b"<!-- saved from url --><!doctype HTML>"),
        ("page", b'<?xml version="1.0"?>\n<html xmlns="">'),
        ("page", codecs.BOM_UTF8 + b"<head>"),
        ("page", codecs.BOM_UTF16_LE + "<html>".encode("utf-16-le")),
    ],
)
def test_a_web_page(name: str, data: bytes) -> None:
    assert is_web_page(name, data)


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("page.txt", "Міст відкрили".encode()),
        ("page.txt", b"<b>"),
        ("feed.xml", b'<?xml version="1.0"?><rss>'),
        ("page", b"An <html> tag within a text"),
        ("page", b""),
    ],
)
def test_no_web_page(name: str, data: bytes) -> None:
    assert not is_web_page(name, data)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1251", "koi8-u", "cp866"])
def test_a_text_file_is_read_in_the_alphabet_that_its_letters_show(encoding: str) -> None:
    text = "Гончар привіз глечики з Опішні, і їх розкупили за день."
    if encoding == "cp866":
        text = text.translate(str.maketrans("іїє", "ыъэ"))  # it has no Ukrainian letters
    assert read_text_file("page.txt", text.encode(encoding)) == text


def test_a_torn_letter_does_not_spoil_a_text_file() -> None:
    text = "Гончар привіз глечики з Опішні, і їх розкупили за день."
    assert read_text_file("page.txt", text.encode().replace(b"\xd1\x96", b"\xd1", 1)).endswith(
        "глечики з Опішні, і їх розкупили за день."
    )
