"""Labelled questions, put to all interviews at once: ``python -m benches.many_interviews FOLDER``.

The folder has ``interviews`` and ``questions`` (see ``benches/labelled.py``). Each question is put
as it stands, with its speaker's name, with the name misspelt, and with the name of somebody else,
who was not asked it.
"""

import argparse
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from platformdirs import user_cache_path

from benches.labelled import LabelledSet, labelled_sets
from benches.table import print_figures
from knowledge.evaluation import LabelledQuestion, Outcome, evaluate, figures
from knowledge.interview import Interview
from knowledge.matching import Decision, Match, Matcher
from knowledge.matching.chosen_model import NONE, chosen_model
from knowledge.matching.vector_cache import VectorCache

# How readers name a speaker: each question has one of these, in turn.
TEMPLATES = (
    "what did {name} say about this: {question}",
    "{name} {question}",
    "{question} ({name})",
    "{name}: {question}",
    "{question} According to {name}",
)
# Of the conversations, whose files don't say it.
OUTLET = "Founders Talk"
Naming = Callable[[LabelledQuestion, str, int], LabelledQuestion]


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, help="has interviews/ and questions/")
    parser.add_argument("--model", default="auto", help=f"as BOT_MODEL: auto, {NONE} or a folder")
    parser.add_argument("--imported", action="store_true", help="without also_asked")
    options = parser.parse_args()
    sets = [
        _published(one)
        for one in labelled_sets(options.folder)
        if one.name.endswith("+") != options.imported
    ]
    interviews = list({one.interview.id: one.interview for one in sets}.values())
    model = chosen_model(options.model)
    cache = VectorCache(model, user_cache_path("verbatim")) if model else None
    matcher = Matcher(interviews, cache)
    _print("As they stand", sets, matcher, _as_it_is)
    _print("With the speaker's name", sets, matcher, _named)
    _print("With the name misspelt", sets, matcher, _misspelt)
    _print_of_others("With somebody else's name", sets, matcher)


def _print(title: str, sets: Sequence[LabelledSet], matcher: Matcher, naming: Naming) -> None:
    found: dict[str, list[Outcome]] = {}
    for one in sets:
        match = _within(one.interview, matcher.match)
        name = one.interview.interviewee.name
        questions = [naming(asked, name, number) for number, asked in enumerate(one.questions)]
        found[one.name] = evaluate(match, questions)
    found["all"] = [outcome for outcomes in found.values() for outcome in outcomes]
    print_figures(title, {name: figures(outcomes) for name, outcomes in found.items()})


def _print_of_others(title: str, sets: Sequence[LabelledSet], matcher: Matcher) -> None:
    """Print how often somebody is said to have answered what somebody else was asked."""
    names = list(dict.fromkeys(one.interview.interviewee.name for one in sets))
    decisions: list[tuple[Decision, bool]] = []
    for one in sets:
        own = names.index(one.interview.interviewee.name)
        for number, asked in enumerate(one.questions):
            other = names[(own + 1 + number % (len(names) - 1)) % len(names)]
            match = matcher.match(_named(asked, other, number).question)
            decisions.append((match.decision, match.is_elsewhere))
    count = len(decisions)
    said = sum(decision is Decision.ANSWER for decision, _ in decisions)
    elsewhere = sum(is_elsewhere for _, is_elsewhere in decisions)
    print(f"{title}: answered {said / count:.2f}, said not to be there {elsewhere / count:.2f}\n")


def _within(interview: Interview, match: Callable[[str], Match]) -> Callable[[str], Match]:
    """Return a matcher's matches in which exchanges of other interviews are no exchange's."""

    def counted(question: str) -> Match:
        found = match(question)
        candidates = tuple(
            one if one.interview.id == interview.id else replace(one, number=0)
            for one in found.candidates
        )
        return replace(found, candidates=candidates)

    return counted


def _as_it_is(asked: LabelledQuestion, _name: str, _number: int) -> LabelledQuestion:
    return asked


def _named(asked: LabelledQuestion, name: str, number: int) -> LabelledQuestion:
    template = TEMPLATES[number % len(TEMPLATES)]
    shown = name if number % 2 else name.rsplit(maxsplit=1)[-1].lower()
    return replace(asked, question=template.format(name=shown, question=asked.question))


def _misspelt(asked: LabelledQuestion, name: str, number: int) -> LabelledQuestion:
    family = name.rsplit(maxsplit=1)[-1].lower()
    at = 1 + number % (len(family) - 2)
    swapped = f"{family[:at]}{family[at + 1]}{family[at]}{family[at + 2 :]}"
    return _named(asked, swapped, number)


def _published(one: LabelledSet) -> LabelledSet:
    outlet = one.interview.outlet or OUTLET
    return replace(one, interview=one.interview.model_copy(update={"outlet": outlet}))


if __name__ == "__main__":
    main()
