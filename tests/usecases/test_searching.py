"""A search finds every form of what is looked for, among what readers may see, alike on both."""

from tests.builders import a_content
from tests.gold_pairs import FOUND, NOT_FOUND, pairs
from tests.usecases.house import House

READER = 2001


async def test_words_find_each_other_in_their_forms_and_no_others(house: House) -> None:
    wanted, unwanted = pairs(FOUND), pairs(NOT_FOUND)
    assert len(wanted) >= 150
    assert len(unwanted) >= 80
    ids = {}
    for text in {text for _, text in wanted + unwanted}:
        ids[text] = (await house.archived(a_content(text, lead=None, body=()))).id
    found = {
        query: {each.id for each in (await house.app.searching.all_of(query, None, 1000))[1]}
        for query in {query for query, _ in wanted + unwanted}
    }
    assert [pair for pair in wanted if ids[pair[1]] not in found[pair[0]]] == []
    assert [pair for pair in unwanted if ids[pair[1]] in found[pair[0]]] == []
