"""The picture of statistics: of the right size, in colours that can be told apart."""

import io
import warnings
from itertools import combinations

import numpy as np
import pytest
from PIL import Image

from bot.desk import chart
from bot.desk.chart import Asked, Bar, Chart, Legend, drawn

LEGENDS = (
    Legend("✓", "Answered", "12"),
    Legend("≈", "Offered", "3"),
    Legend("✗", "Not found", "1"),
)
BARS = [Bar(f"{day}/11", (day, 2, 1)) for day in range(1, 8)]
URDU = "یہ سوال کس نے پوچھا؟"
COLOURS = (chart.ANSWERED, chart.SUGGESTED, chart.DECLINED, chart.TEXT, chart.QUIET_TEXT)


def asked(question: str, times: int = 3) -> Asked:
    return Asked("1.", question, times, str(times))


def pixels(picture: bytes) -> "np.ndarray[tuple[int, ...], np.dtype[np.uint8]]":
    with Image.open(io.BytesIO(picture)) as image:
        assert image.format == "PNG"
        return np.asarray(image.convert("RGB"))


def luminance(colour: str) -> float:
    """Return the relative luminance: https://www.w3.org/TR/WCAG22/#dfn-relative-luminance."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    ]
    return float(np.dot(linear, (0.2126, 0.7152, 0.0722)))


@pytest.mark.parametrize("colour", COLOURS)
def test_all_that_is_drawn_stands_out_from_the_background(colour: str) -> None:
    lighter, darker = luminance(colour), luminance(chart.BACKGROUND)

    assert (lighter + 0.05) / (darker + 0.05) >= 4.5


def test_it_shows_the_three_decisions_in_their_colours() -> None:
    picture = pixels(drawn(Chart(LEGENDS, BARS, "Most often", [asked("Why?")])))

    assert picture.shape == (chart.HEIGHT, chart.WIDTH, 3)
    counts = [
        int((picture == [int(colour[at : at + 2], 16) for at in (1, 3, 5)]).all(axis=2).sum())
        for colour in COLOURS[:3]
    ]
    assert all(count > 1000 for count in counts)
    assert len({*counts}) == 3


@pytest.mark.parametrize(
    "question",
    ["Why $5 and $6?", "ما هي العلاقات؟", "W" * 54, "half \ud83d", "a\u2068b\u2069", "<b>&", ""],
)
def test_any_question_can_be_drawn(question: str) -> None:
    shown = drawn(Chart(LEGENDS, BARS, "Most often", [asked(question)]))

    assert pixels(shown).shape == (chart.HEIGHT, chart.WIDTH, 3)


def test_what_the_font_cannot_draw_is_left_out_and_not_shown_as_boxes() -> None:
    urdu = tuple(Legend(one.sign, URDU, one.count) for one in LEGENDS)
    wordless = tuple(Legend(one.sign, "", one.count) for one in LEGENDS)

    with warnings.catch_warnings():
        warnings.simplefilter("error")
        shown = drawn(Chart(urdu, BARS, URDU, [asked(URDU), asked("中文 हिन्दी")]))

    assert shown == drawn(Chart(wordless, BARS, "", [asked(""), asked("")]))


def test_an_empty_journal_and_a_huge_one_can_be_drawn() -> None:
    nothing = [Bar(one.date, (0, 0, 0)) for one in BARS]
    huge = [Bar(one.date, (10**9, 10**8, 10**7)) for one in BARS]

    pictures = [
        drawn(Chart(LEGENDS, bars, "", questions))
        for bars, questions in (
            (nothing, []),
            (nothing[:1], []),
            (huge, [asked("Why?", 10**9)] * 10),
        )
    ]

    assert all(one != other for one, other in combinations(pictures, 2))
