"""Fit the matcher's weighting to labelled questions: ``make fit QUESTIONS=…``.

Prints cross-validated figures (five folds; the two questions of a pair always in the same one),
then fits on all questions and writes ``knowledge/matching/weights.toml``.
"""

import argparse
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold

from benches.table import print_figures
from config import load_settings
from knowledge.evaluation import LabelledQuestion, Outcome, figures, read_questions
from knowledge.knowledge_file import knowledge_files, read_interview
from knowledge.matching.confidence import FITTED, Weighting
from knowledge.matching.evidence import FEATURES, Evidence, EvidenceFinder
from knowledge.matching.matcher import MOST_CANDIDATES

FOLDS = 5
# Half of a set of minimal pairs is made to be unanswered, which no reader's mail is: a pair's
# questions count less, or every confidence would come out too low.
PAIR_WEIGHT = 0.3
# What a confidence must reach for its exchange to be given as the answer, how far it must be above
# the next, and what it must reach for the exchange to be offered.
ANSWER_FROM = 0.45
CLEAR_BY = 0.1
SUGGEST_FROM = 0.15

Example = tuple[LabelledQuestion, list[Evidence]]


def fit(examples: Sequence[Example]) -> Weighting:
    """Fit a logistic regression: does this candidate answer this question?"""
    rows, labels, weights = [], [], []
    for question, (whole, *_) in examples:
        rows.append(whole.features)
        labels += [position + 1 in question.relevant for position in whole.exchanges.tolist()]
        weights += [PAIR_WEIGHT if question.pair else 1.0] * len(whole.exchanges)
    model = LogisticRegression(max_iter=5000).fit(np.vstack(rows), labels, sample_weight=weights)
    return Weighting(
        model.coef_[0].astype(np.float32),
        float(model.intercept_[0]),
        ANSWER_FROM,
        CLEAR_BY,
        SUGGEST_FROM,
    )


def outcome(weighting: Weighting, example: Example) -> Outcome:
    """Return what a matcher with this weighting makes of an example."""
    question, evidence = example
    ranking = weighting.rank(evidence)[:MOST_CANDIDATES]
    confidences = [one.confidence for one in ranking]
    numbers = tuple(one.position + 1 for one in ranking)
    return Outcome(question, weighting.decide(confidences), numbers, (*confidences, 0.0)[0])


def main() -> None:
    """Fit on the files that were named."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("questions", nargs="+", type=Path, help="labelled questions, JSON lines")
    arguments = parser.parse_args()
    (path,) = knowledge_files(load_settings().knowledge)
    interview = read_interview(path)
    finder = EvidenceFinder([(interview, one) for one in interview.exchanges])
    sets = {file: read_questions(file, interview) for file in arguments.questions}
    examples = [
        (question, finder.search(question.question))
        for group in sets.values()
        for question in group
    ]

    groups = [-question.pair if question.pair else at for at, (question, _) in enumerate(examples)]
    tested: dict[int, Outcome] = {}
    for learnt, kept_apart in GroupKFold(FOLDS).split(examples, groups=groups):
        weighting = fit([examples[at] for at in learnt])
        tested.update((at, outcome(weighting, examples[at])) for at in kept_apart)
    start = 0
    columns = {}
    for file, group in sets.items():
        columns[file.stem] = figures([tested[at] for at in range(start, start + len(group))])
        start += len(group)
    print_figures(f"Cross-validated ({FOLDS} folds), {interview.id}", columns)

    fitted = fit(examples)
    lines = [
        "# Written by benches/fit_matcher.py (make fit). Each feature is explained in evidence.py.",
        f"# Fitted on {len(examples)} labelled questions: {', '.join(f.stem for f in sets)}.",
        f"answer_from = {fitted.answer_from}",
        f"clear_by = {fitted.clear_by}",
        f"suggest_from = {fitted.suggest_from}",
        f"bias = {fitted.bias:.3f}",
        "",
        "[weights]",
        *(f"{name} = {value:.3f}" for name, value in zip(FEATURES, fitted.weights, strict=True)),
    ]
    FITTED.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
