"""What buttons and links carry: it fits, and it is understood."""

import re

import pytest
from telegram.constants import InlineKeyboardButtonLimit

from bot import buttons
from bot.storage.entries import new_reference
from knowledge.interview import REFERENCE_LIMIT

FORMS = {
    buttons.ANSWER: lambda noted_as, reference: buttons.answer(reference, 999, noted_as),
    buttons.RELATED: lambda noted_as, reference: buttons.related(reference, noted_as),
    buttons.RIGHT: buttons.right,
    buttons.WRONG: buttons.wrong,
    buttons.SUGGESTED: buttons.suggested,
    buttons.NOT_THAT: buttons.not_that,
}


@pytest.mark.parametrize("length", [1, 45, 46, 47, REFERENCE_LIMIT])
@pytest.mark.parametrize("form", FORMS)
def test_a_question_s_name_and_an_exchange_of_any_length_fit(
    form: re.Pattern[str], length: int
) -> None:
    noted_as, reference = new_reference(), "-_" * 99
    carried = FORMS[form](noted_as, reference[:length])

    found = form.match(carried)

    # A link's limit is the same (https://core.telegram.org/api/links#bot-links).
    assert len(carried.encode()) <= InlineKeyboardButtonLimit.MAX_CALLBACK_DATA
    assert found is not None
    assert found["noted_as"] == noted_as
    assert found["key"] == buttons.key(reference[:length])


@pytest.mark.parametrize("carried", ["a:trade-growth:0", f"a:{'x' * 56}:12", "r:trade-growth"])
def test_what_old_buttons_carry_is_understood(carried: str) -> None:
    form = buttons.ANSWER if carried.startswith("a") else buttons.RELATED
    found = form.match(carried)

    assert found is not None
    assert found["noted_as"] is None
    assert found["key"] == carried.split(":")[1]


def test_keys_that_stand_for_long_references_differ() -> None:
    long = "a" * (REFERENCE_LIMIT - 1)

    assert buttons.key(f"{long}b") != buttons.key(f"{long}c")
    assert buttons.key(buttons.key(long)) == buttons.key(long)
