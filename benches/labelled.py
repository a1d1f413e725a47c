"""The labelled questions that the matcher is fitted to and measured on, with their interviews."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from knowledge.evaluation import LabelledQuestion, read_questions
from knowledge.importing.imported import import_source
from knowledge.interview import Interview
from knowledge.knowledge_file import read_interview

OWN = Path(__file__).parent.parent
OWN_INTERVIEW = OWN / "knowledge" / "interviews" / "fedorov-geo-tv.yaml"
OWN_QUESTIONS = OWN / "tests" / "knowledge" / "questions.jsonl"
# Other wordings of the questions of interviews that are measured on, by exchange; written by
# people who had read the interview and none of its labelled questions.
OWN_GROUP = "own"
WORDINGS = Path(__file__).parent / "wordings"


@dataclass(frozen=True)
class LabelledSet:
    """Questions put to an interview.

    Attributes:
        name: of the file of questions; with a + where the exchanges have ``also_asked``.
        interview: as it is searched.
        questions: with their labels.
        group: the same for all sets on one interview.
    """

    name: str
    interview: Interview
    questions: list[LabelledQuestion]
    group: str


def labelled_sets(folder: Path) -> Iterator[LabelledSet]:
    """Yield every set of a folder that has ``interviews`` and ``questions``.

    ``questions/NAME.jsonl`` and ``NAME-….jsonl`` are about the interview whose file name begins
    with NAME. Each is yielded twice: with ``also_asked``, and without.
    """
    for file in sorted((folder / "questions").glob("*.jsonl")):
        group = file.stem.split("-", maxsplit=1)[0]
        interview = _interview(folder, group)
        for name, one in ((f"{file.stem}+", interview), (file.stem, bare(interview))):
            yield LabelledSet(name, one, read_questions(file, one), group)


def own_sets() -> Iterator[LabelledSet]:
    """Yield the project's own questions, with ``also_asked`` and without."""
    interview = read_interview(OWN_INTERVIEW)
    for name, one in (("own+", interview), ("own", bare(interview))):
        yield LabelledSet(name, one, read_questions(OWN_QUESTIONS, one), OWN_GROUP)


def bare(interview: Interview) -> Interview:
    """Return an interview as it is imported: without ``also_asked``."""
    exchanges = tuple(one.model_copy(update={"also_asked": ()}) for one in interview.exchanges)
    return interview.model_copy(update={"exchanges": exchanges})


def _interview(folder: Path, group: str) -> Interview:
    if OWN_INTERVIEW.stem.startswith(group):
        return read_interview(OWN_INTERVIEW)
    (source,) = (folder / "interviews").glob(f"{group}-*")
    imported = import_source(source).as_interview(group)
    wordings = json.loads((WORDINGS / f"{group}.json").read_text(encoding="utf-8"))
    exchanges = tuple(
        one.model_copy(update={"also_asked": tuple(wordings.get(one.id, ()))})
        for one in imported.exchanges
    )
    return imported.model_copy(update={"exchanges": exchanges})
