"""Archives of any size, made up of words from a seed: for measuring time, not quality."""

import json
import random
from collections.abc import Iterator, Sequence
from pathlib import Path

from benches.labelled import OWN_INTERVIEW, OWN_QUESTIONS
from knowledge.interview import Exchange, Interview, Person
from knowledge.knowledge_file import read_interview
from knowledge.matching.words import words

PER_INTERVIEW = 100
# Different paragraphs and questions; the larger archives have them several times, so that a
# sentence model is through with them in minutes.
PARAGRAPHS = 2_000
QUESTIONS = 4_000
_VOCABULARY = 20_000
_SYLLABLES = (
    "ba be bi bo da de di do ka ke ki ko la le li lo ma me mi mo na ne ra re ri ro sa".split()
)


class Archive:
    """Interviews whose words are as unevenly common as those of a language are."""

    def __init__(self, seed: int = 0) -> None:
        self._random = random.Random(seed)  # noqa: S311  (no secret)
        self._words = self._vocabulary()
        # Zipf's law: the n-th commonest word is an n-th as common.
        self._weights = [1 / rank for rank in range(1, len(self._words) + 1)]
        self._paragraphs = [
            " ".join(self._sentence(12, ".") for _ in range(3)) for _ in range(PARAGRAPHS)
        ]
        self._questions = [self._sentence(11, "?") for _ in range(QUESTIONS)]

    def interviews(self, exchanges: int) -> Iterator[Interview]:
        """Yield interviews of up to a hundred exchanges each, with so many in all."""
        for number, first in enumerate(range(0, exchanges, PER_INTERVIEW)):
            count = min(PER_INTERVIEW, exchanges - first)
            # No two of an interview are the same.
            asked = self._random.sample(self._questions, 3 * count)
            yield Interview(
                id=f"interview-{number}",
                interviewee=Person(name=f"{self._word().title()} {self._word().title()}"),
                exchanges=tuple(
                    self._exchange(place, asked[3 * place : 3 * place + 3])
                    for place in range(count)
                ),
            )

    def question(self) -> str:
        """Return a question as a reader may put it."""
        return self._sentence(8, "?")

    def _exchange(self, place: int, wordings: Sequence[str]) -> Exchange:
        return Exchange(
            id=f"exchange-{place}",
            question=wordings[0],
            also_asked=tuple(wordings[1:]),
            answer="\n\n".join(self._random.choices(self._paragraphs, k=2)),
        )

    def _sentence(self, length: int, mark: str) -> str:
        chosen = self._random.choices(self._words, self._weights, k=length)
        return f"{' '.join(chosen).capitalize()}{mark}"

    def _word(self) -> str:
        return "".join(self._random.choices(_SYLLABLES, k=3))

    def _vocabulary(self) -> list[str]:
        """Return real words, the commonest first, then names that nobody has."""
        made = (self._word() for _ in range(10 * _VOCABULARY))
        return list(dict.fromkeys((*common_words(), *made)))[:_VOCABULARY]


def common_words() -> list[str]:
    """Return the words of the project's own interview and questions, the commonest first."""
    interview = read_interview(OWN_INTERVIEW)
    lines = OWN_QUESTIONS.read_text(encoding="utf-8").splitlines()
    texts = [json.loads(line)["question"] for line in lines]
    texts += [f"{one.question} {one.answer}" for one in interview.exchanges]
    found = [word for text in texts for word in words(text)]
    return sorted(set(found), key=lambda word: (-found.count(word), word))


def write(interviews: Sequence[Interview], folder: Path) -> list[Path]:
    """Write knowledge files, as JSON, which is YAML too, and return their paths."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for interview in interviews:
        paths.append(folder / f"{interview.id}.yaml")
        paths[-1].write_text(interview.model_dump_json(exclude_none=True), encoding="utf-8")
    return paths
