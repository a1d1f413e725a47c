"""Sentences of an answer, and the passage that bears on a question."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.knowledge_file import read_interview
from knowledge.matching.passages import passage, sentences
from tests.conftest import FEDOROV

ANSWERS = [exchange.answer for exchange in read_interview(FEDOROV).exchanges]


def _sentences(text: str) -> list[str]:
    return [text[start:end] for start, end in sentences(text)]


@pytest.mark.parametrize(
    "expected",
    [
        ["One.", "Two!", "Three?", "Four…", "Five"],
        ["He said “no.”", "Then (he left.)", "So 'it goes.'", "Ends."],
        ["Andrey V. Fedorov met J. D. Vance.", "They spoke."],
        ["Putin hosted U.S. Special Envoy Steve Witkoff.", "It was the U.S. team."],
        ["Mr. Witkoff, Mrs. May, Ms. Lee, Dr. No and St. Paul came.", "All of them."],
        ["It grew by 3.5% in 2025.", "See geo.tv for more."],
        ["یہ سچ ہے۔", "کیا واقعی؟", "ہاں"],
        ["यह सच है।", "हाँ।"],
        ["No mark at all"],
    ],
    ids=lambda expected: expected[0],
)
def test_a_sentence_ends_at_its_mark_but_not_at_an_initial(expected: list[str]) -> None:
    assert _sentences(" ".join(expected)) == expected
    assert _sentences("\n\n".join(expected)) == expected
    assert _sentences(f"  {'  '.join(expected)} \n") == expected


@pytest.mark.parametrize("text", ["", " ", "\n\n"])
def test_a_text_without_words_has_no_sentences(text: str) -> None:
    assert sentences(text) == []


@settings(deadline=None)
@given(st.text() | st.text('aB.!? \n"”'))
def test_sentences_are_all_of_a_text_but_the_white_space_between_them(text: str) -> None:
    spans = sentences(text)
    edges = [0, *(edge for span in spans for edge in span), len(text)]
    assert edges == sorted(edges)
    for start, end in spans:
        assert text[start:end] == text[start:end].strip() != ""
    for end, start in zip(edges[::2], edges[1::2], strict=True):
        assert not text[end:start].strip()


def _holds(answer: str) -> None:
    """Assert for each sentence what a passage promises."""
    spans = sentences(answer)
    starts, ends = {start for start, _ in spans}, {end for _, end in spans}
    for best, (start, end) in enumerate(spans):
        found = passage(answer, spans, best)
        assert found in answer
        assert answer[start:end] in found
        assert found == answer or any(
            answer.startswith(found, at) and at + len(found) in ends for at in starts
        )


@pytest.mark.parametrize("answer", ANSWERS, ids=lambda answer: answer[:20])
def test_a_passage_of_the_interview_begins_and_ends_with_a_sentence(answer: str) -> None:
    _holds(answer)


@settings(deadline=None)
@given(
    st.text(min_size=1)
    | st.lists(
        st.sampled_from(
            [
                "A sentence of some words. ",
                "Another one, which is a good deal longer than that? ",
                "\n\n",
                "U.S. ",
                "“Quoted.” ",
                "word " * 30,
                "v" * 300,
                "دو جملے۔ ",
            ]
        ),
        min_size=1,
        max_size=25,
    ).map("".join)
)
def test_a_passage_of_any_answer_is_whole_sentences_of_it(answer: str) -> None:
    _holds(answer.strip())


def test_a_short_answer_is_its_own_passage() -> None:
    assert passage("One.\n\nTwo.", sentences("One.\n\nTwo."), 1) == "One.\n\nTwo."


def test_a_passage_of_a_long_answer_is_a_part_of_it_in_which_the_paragraph_goes_first() -> None:
    first = " ".join(f"This is sentence {number} of the first." for number in range(20))
    second = " ".join(f"This is sentence {number} of the second." for number in range(20))
    answer = f"{first}\n\n{second}"
    spans = sentences(answer)
    for best in range(40):
        found = passage(answer, spans, best)
        assert len(found) < len(answer) / 3
        assert "\n\n" not in found
