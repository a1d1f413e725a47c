"""Labelled questions and the figures that are taken on them."""

import json
from pathlib import Path

import pytest

from knowledge.evaluation import (
    Asked,
    Bin,
    Figures,
    LabelledQuestion,
    Outcome,
    QuestionsError,
    WrongAnswer,
    as_json,
    evaluate,
    figures,
    read_questions,
    reliability,
    wrong_answers,
)
from knowledge.interview import Exchange, Interview, Person
from knowledge.matching import Decision, Matcher

ANSWER, SUGGEST, DECLINE = Decision.ANSWER, Decision.SUGGEST, Decision.DECLINE
HARBOUR = Interview(
    id="harbour",
    interviewee=Person(name="Ada"),
    exchanges=(
        Exchange(
            id="why",
            question="Why did you build the harbour?",
            answer="Ships needed it.\n\nThe town did.",
        ),
        Exchange(id="who", question="Who paid for the lighthouse?", answer="The town did."),
        Exchange(id="depth", question="How deep is the basin?", answer="Nine\nfeet."),
    ),
)
MEND = "give question, kind, and relevant or quotes"


def _outcome(
    decision: Decision,
    numbers: tuple[int, ...],
    *,
    relevant: set[int] | None = None,
    kind: str = "paraphrase",
    confidence: float = 0.5,
    ms: float | None = None,
) -> Outcome:
    labelled = LabelledQuestion("?", kind, frozenset(relevant or ()))
    return Outcome(labelled, decision, numbers, confidence, ms)


def test_shares_of_answered_questions_are_what_is_counted_by_hand() -> None:
    found = figures(
        [
            _outcome(ANSWER, (1, 2, 3), relevant={1}),  # right
            _outcome(ANSWER, (2, 1, 3), relevant={2, 3}),  # right
            _outcome(ANSWER, (2, 1, 3), relevant={1}),  # wrong, though the third is there
            _outcome(ANSWER, (1, 2, 3), relevant={4}),  # wrong
            _outcome(SUGGEST, (1, 2, 3), relevant={1}),  # one tap
            _outcome(SUGGEST, (1, 2, 3), relevant={3}),  # one tap
            _outcome(SUGGEST, (1, 2, 3), relevant={9}),  # offered in vain
            _outcome(DECLINE, (1, 2, 3), relevant={1}),  # found, but not said
            _outcome(DECLINE, (), relevant={1}),  # not found
            _outcome(ANSWER, (5,), kind="offtopic"),  # counts for none of these
        ]
    )
    assert found.questions == 10
    assert found.right == pytest.approx(2 / 9)
    assert found.one_tap == pytest.approx(4 / 9)
    assert found.wrong == pytest.approx(2 / 9)
    assert found.top1 == pytest.approx(4 / 9)
    assert found.top3 == pytest.approx(6 / 9)


def test_shares_of_unanswered_questions_are_what_is_counted_by_hand() -> None:
    found = figures(
        [
            _outcome(ANSWER, (1,), kind="offtopic"),
            _outcome(SUGGEST, (1,), kind="offtopic"),
            _outcome(DECLINE, (1,), kind="offtopic"),
            _outcome(DECLINE, (), kind="offtopic"),
            _outcome(ANSWER, (1,), kind="nearmiss"),
            _outcome(ANSWER, (1,), kind="nearmiss"),
            _outcome(DECLINE, (1,), kind="nearmiss"),
            _outcome(ANSWER, (1,), kind="contrast"),
            _outcome(ANSWER, (2,), kind="nearmiss", relevant={1}),  # answered: not among these
        ]
    )
    assert found.offtopic_said == pytest.approx(1 / 4)
    assert found.offtopic_declined == pytest.approx(2 / 4)
    assert found.nearmiss_said == pytest.approx(2 / 3)
    assert found.declined == pytest.approx(3 / 8)


def test_the_calibration_error_is_the_mean_gap_over_ten_bins() -> None:
    found = figures(
        [
            _outcome(ANSWER, (1,), relevant={1}, confidence=1.0),  # the last bin: 0.95, half hit
            _outcome(ANSWER, (1,), relevant={2}, confidence=0.9),
            _outcome(SUGGEST, (1,), relevant={1}, confidence=0.25),  # 0.25, all hit
            _outcome(DECLINE, (), confidence=0.0),  # 0.05, none hit
            _outcome(DECLINE, (1,), kind="offtopic", confidence=0.1 - 1e-9),
        ]
    )
    expected = (2 * (0.95 - 0.5) + 1 * (1 - 0.25) + 2 * 0.05) / 5
    assert found.calibration_error == pytest.approx(expected)


def test_confidences_are_held_against_the_share_that_is_right_in_ten_bins() -> None:
    found = reliability(
        [
            _outcome(ANSWER, (1,), relevant={1}, confidence=1.0),
            _outcome(ANSWER, (1,), relevant={2}, confidence=0.9),
            _outcome(SUGGEST, (1,), relevant={1}, confidence=0.25),
            _outcome(DECLINE, (), confidence=0.0),
        ]
    )
    assert found == [Bin(0, 1, 0, 0), Bin(2, 1, 0.25, 1), Bin(9, 2, 0.95, 0.5)]


def test_times_are_summed_up_by_median_and_99th_percentile() -> None:
    found = figures([_outcome(DECLINE, (), ms=float(ms)) for ms in range(1, 200)])
    assert (found.ms_median, found.ms_p99) == (100, 198)
    alone = figures([_outcome(DECLINE, (), ms=7.0)])
    assert (alone.ms_median, alone.ms_p99) == (7, None)


def test_a_figure_that_no_question_was_taken_on_is_left_out() -> None:
    assert figures([]) == Figures(0, *[None] * 12)
    assert json.loads(as_json(figures([_outcome(ANSWER, (1,), relevant={1})]))) == {
        "questions": 1,
        "right": 1.0,
        "one_tap": 1.0,
        "wrong": 0.0,
        "top1": 1.0,
        "top3": 1.0,
        "offtopic_said": None,
        "offtopic_declined": None,
        "nearmiss_said": None,
        "declined": None,
        "calibration_error": 0.5,
        "ms_median": None,
        "ms_p99": None,
    }


def test_questions_are_put_to_the_matcher_and_timed() -> None:
    asked = LabelledQuestion("Who paid for the lighthouse?", "paraphrase", frozenset({2}))
    void = LabelledQuestion("🙂", "offtopic", frozenset())
    found, nothing = evaluate(Matcher([HARBOUR]).match, [asked, void])
    assert (found.labelled, found.decision, found.hit, found.said) == (asked, ANSWER, True, True)
    assert found.numbers[0] == 2
    assert found.confidence > 0.5
    assert found.ms is not None
    assert (nothing.decision, nothing.numbers, nothing.confidence) == (DECLINE, (), 0)
    assert not nothing.hit


def test_what_was_wrongly_answered_is_told_with_what_would_have_been_right() -> None:
    outcomes = [
        _outcome(ANSWER, (1, 2, 3), kind="nearmiss", confidence=0.6),
        _outcome(ANSWER, (2, 1), relevant={3, 1}, kind="typo", confidence=0.71239),
        _outcome(ANSWER, (1,), relevant={1}),  # right
        _outcome(SUGGEST, (1,), relevant={2}),  # not said
        _outcome(DECLINE, (), kind="offtopic"),
    ]
    found = wrong_answers(outcomes, HARBOUR)
    why = Asked(1, "why", "Why did you build the harbour?")
    who = Asked(2, "who", "Who paid for the lighthouse?")
    depth = Asked(3, "depth", "How deep is the basin?")
    assert found == [
        WrongAnswer("?", "typo", 0.71239, who, (why, depth)),
        WrongAnswer("?", "nearmiss", 0.6, why, ()),
    ]
    assert json.loads(as_json(figures(outcomes), found))["wrong_answers"][0] == {
        "question": "?",
        "kind": "typo",
        "confidence": 0.7124,
        "given": vars(who),
        "right": [vars(why), vars(depth)],
    }


def _read(tmp_path: Path, *lines: str) -> list[LabelledQuestion]:
    path = tmp_path / "questions.jsonl"
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    return read_questions(path, HARBOUR)


def test_a_label_may_be_the_numbers_of_the_exchanges(tmp_path: Path) -> None:
    assert _read(
        tmp_path,
        '{"question": "a", "kind": "typo", "relevant": [2, 1]}',
        "",
        '{"question": "b", "kind": "offtopic", "lang": "ru", "relevant": [], "pair": 7}',
    ) == [
        LabelledQuestion("a", "typo", frozenset({1, 2})),
        LabelledQuestion("b", "offtopic", frozenset(), 7),
    ]


def test_a_label_may_be_words_of_the_answers_however_their_lines_are_broken(tmp_path: Path) -> None:
    assert _read(
        tmp_path,
        '{"question": "a", "kind": "detail", "quotes": ["Nine feet."]}',
        '{"question": "b", "kind": "detail", "quotes": ["The town  did."]}',
        '{"question": "c", "kind": "detail", "quotes": ["needed it. The", "feet"]}',
        '{"question": "d", "kind": "nearmiss", "quotes": []}',
    ) == [
        LabelledQuestion("a", "detail", frozenset({3})),
        LabelledQuestion("b", "detail", frozenset({1, 2})),
        LabelledQuestion("c", "detail", frozenset({1, 3})),
        LabelledQuestion("d", "nearmiss", frozenset()),
    ]


def test_what_a_label_names_and_the_interview_has_not_is_noted_with_its_line(
    tmp_path: Path,
) -> None:
    long = "word " * 20
    partly, wholly, numbered = _read(
        tmp_path,
        '{"question": "a", "kind": "detail", "quotes": ["Nine feet.", "Ten\\nfeet."]}',
        "",
        f'{{"question": "b", "kind": "detail", "quotes": ["Ten feet.", "{long}"]}}',
        '{"question": "c", "kind": "typo", "relevant": [0, 3, 4]}',
    )
    path = tmp_path / "questions.jsonl"
    mend = "stands in no answer: give words as they stand there"
    assert partly.relevant == {3}
    assert partly.faults == (f"{path}:1: the quote “Ten feet.” {mend}",)
    assert wholly.relevant == set()
    assert wholly.faults == (
        f"{path}:3: the quote “Ten feet.” {mend}",
        f"{path}:3: the quote “{long[:60]} …” {mend} (the question counts as one that the "
        "interview does not answer)",
    )
    assert numbered.relevant == {3}
    assert numbered.faults == (
        f"{path}:4: relevant names exchange 0: the interview has 1 to 3",
        f"{path}:4: relevant names exchange 4: the interview has 1 to 3",
    )


def test_a_line_ends_at_its_line_feed_and_nowhere_else(tmp_path: Path) -> None:
    (found,) = _read(tmp_path, '{"question": "a\u2028b\u0085c", "kind": "typo", "relevant": [1]}')
    assert found.question == "a\u2028b\u0085c"


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ('{"question": "a", "relevant": [1]}', "Field required"),
        ('{"kind": "typo", "relevant": [1]}', "Field required"),
        ('{"question": 1, "kind": "typo", "relevant": [1]}', "Input should be a valid string"),
        (
            '{"question": "a", "kind": "typo", "relevant": ["x"]}',
            "Input should be a valid integer, unable to parse string as an integer",
        ),
        ('["a"]', "Input should be an object"),
    ],
)
def test_a_line_that_is_no_labelled_question_is_reported(
    tmp_path: Path, line: str, reason: str
) -> None:
    good = '{"question": "a", "kind": "typo", "relevant": [1]}'
    with pytest.raises(QuestionsError) as caught:
        _read(tmp_path, good, "", line)
    path = tmp_path / "questions.jsonl"
    assert str(caught.value) == f"{path}:3: not a labelled question ({reason}): {MEND}"


@pytest.mark.parametrize(
    "line", ["no JSON", '{"question": "a"', '{"question": "a", "kind": "typo"}']
)
def test_a_line_without_json_or_without_a_label_is_reported(tmp_path: Path, line: str) -> None:
    with pytest.raises(QuestionsError) as caught:
        _read(tmp_path, line)
    start, _, mend = str(caught.value).rpartition(": ")
    assert start.startswith(f"{tmp_path / 'questions.jsonl'}:1: not a labelled question (")
    assert mend == MEND


@pytest.mark.parametrize("content", [b"", b"\n \n"])
def test_a_file_without_questions_is_reported(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "questions.jsonl"
    path.write_bytes(content)
    with pytest.raises(QuestionsError) as caught:
        read_questions(path, HARBOUR)
    assert str(caught.value) == f"{path}: has no questions: give one JSON object a line"


def test_a_file_that_can_not_be_read_is_reported(tmp_path: Path) -> None:
    latin = tmp_path / "latin.jsonl"
    latin.write_bytes(b'{"question": "\xe9"}')
    for path in (tmp_path / "none.jsonl", tmp_path, latin):
        with pytest.raises(QuestionsError) as caught:
            read_questions(path, HARBOUR)
        assert str(caught.value).startswith(f"{path}: can't be read: ")
