"""`search` and `reindex`: what readers would find, and the index made anew."""

from pathlib import Path

from bot.language.indexing import Index
from bot.language.terms import Language
from storage.storage import Storage
from tests.builders import address_of
from tests.commands.calling import TOKYO, Outcome, a_file, call


def vistnyk(*arguments: str, database: Path) -> Outcome:
    return call(
        *arguments, folder=database.parent, settings={"DATABASE_URL": address_of(database)}
    )


def test_what_was_imported_is_found_by_any_form_of_its_words(database: Path) -> None:
    vistnyk("import", a_file(database.parent, TOKYO), database=database)
    found = vistnyk("search", "альянси", "до:2023", "--json", database=database).json
    (article,) = found["articles"]
    assert found["total"] == 1
    assert article.keys() == {"id", "headline", "section", "published_at", "link"}
    assert (article["id"], article["section"]) == (1, "Світ")
    in_words = vistnyk("search", "альянси", "--section", "світ", database=database)
    assert article["headline"] in in_words.out
    for nowhere in (["велосипед"], ["альянс", "--section", "спорт"], ["--", "альянс", "-азія"]):
        nothing = vistnyk("search", *nowhere, database=database)
        assert nothing.exit_code == 0
        assert "нічого не знайшлося" in nothing.out


def test_what_is_not_understood_is_named_where_something_is_found_as_well(
    database: Path,
) -> None:
    """Else every article there is would seem to be of that day."""
    vistnyk("import", a_file(database.parent, TOKYO), database=database)
    told = vistnyk("search", "альянс", "від:32.13", database=database)
    assert told.out.endswith("\n1 found; not understood and left out: від:32.13\n")
    found = vistnyk("search", "альянс", "від:32.13", "--json", database=database).json
    assert (found["total"], found["ignored"]) == (1, ["від:32.13"])
    assert vistnyk("search", "альянс", "--json", database=database).json["ignored"] == []


def test_where_no_section_is_called_so_those_that_there_are_are_named(database: Path) -> None:
    vistnyk("import", a_file(database.parent, TOKYO), database=database)
    told = vistnyk("search", "альянс", "--section", "Спортт", database=database).complaint(2)
    assert "«Спортт»" in told
    assert "Світ, Політика, Війна, Економіка, Суспільство, Спорт, Культура" in told


def test_where_nothing_is_found_it_says_what_readers_are_told(database: Path) -> None:
    vistnyk("import", a_file(database.parent, TOKYO), database=database)

    def told(*words: str) -> str:
        return vistnyk("search", *words, database=database).out

    unknown = told("альянс рубрика:Немає тег:нема")
    assert "Рубрики «Немає» немає. Є такі: " in unknown
    assert "Тегу «нема» в архіві немає." in unknown
    assert "Можливо, ви шукали «Альянс»?" in told("альянц")
    assert "«Альянс рубрика:світ»" in told("альянц", "--section", "світ")
    assert "Дні пишіть так" in told("велосипед", "від:32.13", "--section", "світ")
    english = call(
        "search", "велосипед", folder=database.parent,
        settings={"DATABASE_URL": address_of(database), "LANG": "en_US.UTF-8"},
    )  # fmt: skip
    assert "велосипед" in english.out
    assert "Try fewer words" in english.out


async def test_the_index_is_made_anew(storage: Storage, database: Path) -> None:
    vistnyk("import", a_file(database.parent, TOKYO), database=database)
    async with storage.writing() as tx:
        await tx.search.begin("another dictionary")
    nothing = vistnyk("search", "альянс", database=database)
    assert "пошук саме відновлюється" in nothing.out
    made = vistnyk("reindex", database=database)
    assert made.out == "In the search index: 1\n"
    assert "1 found" in vistnyk("search", "альянс", database=database).out
    async with storage.reading() as tx:
        state = await tx.search.state()
    assert state
    assert (state.made_by, state.up_to) == (Index(Language()).made_by, None)
    told = vistnyk("reindex", "--json", database=database)
    assert (told.json["articles"], told.err) == (1, "")
    assert told.json["all_forms"] is Language().knows_all_forms
