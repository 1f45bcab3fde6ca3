"""Word files say what stands in them, and those made to do harm are refused."""

import tracemalloc
import zipfile
from io import BytesIO
from zoneinfo import ZoneInfo

import docx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.errors import RefusedError
from bot.intake.files.text_file import read_text_file
from bot.intake.files.word import WORD_LIMIT, word_text
from bot.intake.text.page_text import read_page_text

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="r" Target="word/document.xml" Type="http://schemas.openxmlformats.org'
    '/officeDocument/2006/relationships/officeDocument"/></Relationships>'
)


def a_word_file(body: str, **parts: str) -> bytes:
    """A file with this XML in its body; `parts` take the place of others, by name."""
    document = f'<w:document xmlns:w="{W}"><w:body>{body}</w:body></w:document>'
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("_rels/.rels", parts.get("relations", RELATIONS))
        file.writestr("word/document.xml", parts.get("document", document))
    return packed.getvalue()


def a_paragraph(inner: str) -> str:
    return f"<w:p>{inner}</w:p>"


def a_run(text: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>'


def test_a_file_made_with_word_is_an_article() -> None:
    document = docx.Document()
    document.add_heading("Порт відкрив зелений термінал", 0)
    document.add_paragraph("СВІТ")
    document.add_paragraph("10.05.2023, 15:25")
    document.add_paragraph("Перші кораблі причалять уже восени")
    document.add_heading("Що змінилося", 1)
    paragraph = document.add_paragraph("Будівництво ")
    paragraph.add_run("тривало").bold = True
    paragraph.add_run(" чотири роки, кажуть у порту.")
    document.add_paragraph("Менше шуму.", style="List Bullet")
    document.add_table(1, 1).cell(0, 0).text = "Кораблів торік: 12."
    document.add_paragraph("Автор: Марія Коваль")
    saved = BytesIO()
    document.save(saved)
    text = read_text_file("page.docx", saved.getvalue())
    article = read_page_text(text, zone=ZoneInfo("Europe/Kyiv")).content
    assert article.headline == "Порт відкрив зелений термінал"
    assert article.section == "СВІТ"
    assert article.published_at
    assert article.published_at.isoformat() == "2023-05-10T15:25:00+03:00"
    assert article.author == "Марія Коваль"
    assert (article.lead, *article.body) == (
        "Перші кораблі причалять уже восени",
        "Що змінилося",
        "Будівництво тривало чотири роки, кажуть у порту.",
        "• Менше шуму.",
        "Кораблів торік: 12.",
    )


def test_corrections_are_taken_and_what_was_taken_out_is_gone() -> None:
    body = a_paragraph(
        a_run("Міст відкрили ")
        + '<w:del w:id="1"><w:r><w:delText>у травні</w:delText></w:r></w:del>'
        + f'<w:ins w:id="2">{a_run("у червні")}</w:ins>'
        + "<w:r><w:rPr><w:vanish/></w:rPr><w:t>, перевірити!</w:t></w:r>"
        + f"<w:hyperlink>{a_run(', каже місто')}</w:hyperlink>"
        + "<w:r><w:instrText>PAGE</w:instrText></w:r>"
    )
    assert word_text("a.docx", a_word_file(body)) == "Міст відкрили у червні, каже місто"


def test_a_break_within_a_paragraph_is_a_line_of_its_own() -> None:
    body = a_paragraph(f"{a_run('Один')}<w:r><w:br/></w:r>{a_run('два')}<w:r><w:tab/></w:r>")
    assert word_text("a.docx", a_word_file(body)) == "Один\nдва"


def test_a_word_file_is_known_without_its_name() -> None:
    assert read_text_file("-", a_word_file(a_paragraph(a_run("Міст")))) == "Міст"


def test_an_item_of_a_list_is_told_from_a_numbered_heading() -> None:
    item = "<w:pPr><w:numPr/></w:pPr>"
    heading = '<w:pPr><w:pStyle w:val="Heading2"/><w:numPr/></w:pPr>'
    level = '<w:pPr><w:numPr/><w:outlineLvl w:val="1"/></w:pPr>'
    body = "".join(a_paragraph(kind + a_run("Так")) for kind in (item, heading, level))
    assert word_text("a.docx", a_word_file(body)) == "• Так\n\nТак\n\nТак"


BOMB = "<w:p/>" * 2_000_000


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "file_unreadable"),
        (b"PK\x03\x04word/document", "file_unreadable"),
        (b"\xd0\xcf\x11\xe0 locked by a password", "file_unreadable"),
        (b"\0" * (WORD_LIMIT + 1), "file_too_big"),
        (a_word_file(BOMB), "file_too_big"),
        (a_word_file("", document="<w:document"), "file_unreadable"),
        (a_word_file("", relations="<Relationships/>"), "file_unreadable"),
        (a_word_file("", relations=RELATIONS.replace("word/", "../")), "file_unreadable"),
        (
            a_word_file("", document='<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'),
            "file_unreadable",
        ),
        (a_word_file("<w:sdt>" * 10_000), "file_unreadable"),
    ],
)
def test_what_is_no_word_file_or_made_to_do_harm_is_refused(data: bytes, code: str) -> None:
    with pytest.raises(RefusedError) as refused:
        read_text_file("a.docx", data)
    assert refused.value.code == code


def test_a_file_with_too_many_parts_is_refused() -> None:
    packed = BytesIO(a_word_file(a_paragraph(a_run("Міст"))))
    with zipfile.ZipFile(packed, "a") as file:
        for number in range(5_000):
            file.writestr(f"word/media/{number}.png", b"")
    with pytest.raises(RefusedError, match="file_unreadable"):
        word_text("a.docx", packed.getvalue())


def test_a_part_that_is_larger_than_it_says_is_refused() -> None:
    data = a_word_file(a_paragraph(a_run("Міст")) * 100_000)
    size = zipfile.ZipFile(BytesIO(data)).getinfo("word/document.xml").file_size
    lying = data.replace(size.to_bytes(4, "little"), (100).to_bytes(4, "little"))
    tracemalloc.start()
    with pytest.raises(RefusedError, match="file_unreadable"):
        word_text("a.docx", lying)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < size


@given(st.integers(min_value=0), st.binary(max_size=20))
def test_a_damaged_file_is_read_or_refused(at: int, damage: bytes) -> None:
    whole = a_word_file(a_paragraph(a_run("Міст відкрили")))
    at %= len(whole)
    try:
        word_text("a.docx", whole[:at] + damage + whole[at + len(damage) :])
    except RefusedError as refused:
        assert refused.code in {"file_unreadable", "file_too_big"}  # noqa: PT017 - either is right
