"""The list of very many interviews."""

import pytest

from knowledge.catalogue import Catalogue
from knowledge.interview import Interview
from tests.several import DUNMORE, LOVELL, NORWOOD, SEVERAL, archive

CATALOGUE = Catalogue(SEVERAL)


def test_interviews_come_newest_first_and_those_without_a_date_last_in_their_order() -> None:
    undated = LOVELL.model_copy(update={"id": "undated", "published": None})
    year = LOVELL.model_copy(update={"id": "year", "published": "2021"})

    listed = Catalogue([undated, DUNMORE, year, LOVELL, NORWOOD]).newest_first

    assert [one.id for one in listed] == ["norwood", "lovell", "year", "undated", "dunmore"]


@pytest.mark.parametrize(
    ("sought", "found"),
    [
        ("lovell", [LOVELL]),
        ("ADA LOVELL", [LOVELL]),
        ("lovel", [LOVELL]),
        ("lvoell", [LOVELL]),
        ("norw", [NORWOOD]),
        ("the harbour years", [LOVELL]),
        ("hill.tv", [NORWOOD]),
        ("harbour master", [LOVELL]),
        ("with dunmore", [DUNMORE]),
        ("2024", [NORWOOD]),
        ("ada norwood", [NORWOOD, LOVELL]),
        ("ada lovell lighthouse", [LOVELL]),
        ("qwertyuiop", []),
        ("", [NORWOOD, LOVELL, DUNMORE]),
        ("?! …", [NORWOOD, LOVELL, DUNMORE]),
    ],
)
def test_those_are_found_that_have_most_of_the_words(sought: str, found: list[Interview]) -> None:
    assert list(CATALOGUE.search(sought)) == found


def test_of_thousands_one_is_found_though_its_name_is_misspelt() -> None:
    interviews = archive(3000)
    name = interviews[1234].interviewee.name.split()[1]
    misspelt = f"{name[0]}{name[2]}{name[1]}{name[3:]}"

    found = Catalogue(interviews).search(f"quill {misspelt}")

    assert found == (interviews[1234],)
