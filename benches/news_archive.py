"""The archive of a newsroom, made up from a seed: for measuring time and memory, not quality.

It has 2,000 interviews with 67,000 exchanges in 80 MB of knowledge files, which look as ``import``
writes them and people edit them. Its words are as unevenly common as those of a language are,
each interview has a subject of its own, and some wordings are in other languages.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from benches.archive import common_words
from knowledge.interview import Exchange, Interview, Person
from knowledge.matching.words import words
from knowledge.schema import SCHEMA_LINE

INTERVIEWS = 2_000
EXCHANGES = 67_000
_VOCABULARY = 150_000
_EVERYDAY = 8_000
# Words of which an interview speaks more than others do, and how often.
_SUBJECT = 120
_OF_THE_SUBJECT = 0.15
_FEWEST = 4
_SYLLABLES = (
    "ba be bi bo cha da de di do fen gar go han ja ka ke ki ko la le li lo mar ma me mi mo na ne "
    "os pel ra re ri ro sa sten ta te to tra un ver vi wa zo"
).split()
_CYRILLIC = "ба ве ги до же за ки ло ма но па ре си то ун фа ха че ша ю".split()
_FOREIGN = {
    "ru": "что как почему когда о в на это".split(),
    "es": "qué por el la de los en".split(),
}
_ROLES = ("Minister of {}", "Chief executive of {}", "Author of {}", "Head of research at {}")
_DAYS = 365

_Choice = TypeVar("_Choice")


@dataclass(frozen=True)
class Put:
    """A question that a reader puts to the archive; ``names`` says whether it names somebody."""

    text: str
    names: bool


class NewsArchive:
    """Makes interviews, and questions about them; the same ones of the same seed."""

    def __init__(
        self, interviews: int = INTERVIEWS, exchanges: int = EXCHANGES, seed: int = 0
    ) -> None:
        self._draw = np.random.default_rng(seed)
        self._words = self._vocabulary()
        # Zipf's law, as Mandelbrot mended it for the commonest words; beyond those that everybody
        # knows, words become rare much faster (https://doi.org/10.1076/jqul.8.3.165.4101).
        rank = np.arange(len(self._words)) + 2.7
        weights = np.minimum(1 / rank, _EVERYDAY / rank**2)
        self._ends = np.cumsum(weights / weights.sum())
        self._first_names = [self._name(2) for _ in range(400)]
        self._surnames = [self._name(3) for _ in range(1_500)]
        self._outlets = [f"{self._name(2)} {kind}" for kind in ("Times", "Post") for _ in range(60)]
        self._sizes = self._sized(interviews, exchanges)

    def interviews(self) -> Iterator[Interview]:
        """Yield every interview."""
        for number, size in enumerate(self._sizes):
            spread = self._draw.uniform(np.log(200), np.log(len(self._words)), _SUBJECT)
            subject = np.exp(spread).astype(np.int64)
            person = Person(
                name=f"{self._one(self._first_names)} {self._one(self._surnames)}",
                role=self._one(_ROLES).format(self._name(3)),
            )
            yield Interview(
                id=f"interview-{number}",
                title=f"{person.name} on {self._words[subject[0]]}",
                outlet=self._one(self._outlets),
                interviewee=person,
                published=str(np.datetime64("2015-01-01") + self._draw.integers(10 * _DAYS)),
                introduction=self._paragraphs(subject, 2),
                exchanges=tuple(self._exchange(place, subject) for place in range(size)),
            )

    def questions(self, interviews: Sequence[Interview], count: int) -> list[Put]:
        """Return questions: of each two one names who was asked it; one in three has a slip."""
        found = []
        for number in range(count):
            interview = self._one(interviews)
            exchange = self._one(interview.exchanges)
            said = words(f"{exchange.question} {exchange.answer}")
            asked = [self._one(said) for _ in range(int(self._draw.integers(4, 9)))]
            if number % 3 == 0:
                asked[-1] = self._misspelt(max(asked, key=len))
            text = f"what about {' '.join(asked)}?"
            if number % 2:
                name = interview.interviewee.name
                text = f"What did {name if number % 4 == 1 else name.split()[-1]} say of {text}"
            found.append(Put(text, bool(number % 2)))
        return found

    def _exchange(self, place: int, subject: NDArray[np.int64]) -> Exchange:
        question = self._sentence(subject, int(self._draw.integers(7, 20)), "?")
        also_asked = [self._asked(subject) for _ in range(int(self._draw.integers(1, 6)))]
        return Exchange(
            id=f"exchange-{place + 1}",
            question=question,
            also_asked=tuple(dict.fromkeys(also_asked)),
            topics=(self._words[int(self._draw.choice(subject[:8]))].capitalize(),),
            answer=self._paragraphs(subject, int(self._draw.integers(1, 4))),
        )

    def _asked(self, subject: NDArray[np.int64]) -> str:
        length = int(self._draw.integers(4, 12))
        language = ("en", "ru", "es")[max(0, int(self._draw.integers(-12, 3)))]
        if language == "en":
            return self._sentence(subject, length, "?").lower()
        return " ".join(
            self._one(_FOREIGN[language])
            if self._draw.random() < 0.5  # noqa: PLR2004
            else self._syllables(3, _CYRILLIC if language == "ru" else _SYLLABLES)
            for _ in range(length)
        )

    def _paragraphs(self, subject: NDArray[np.int64], count: int) -> str:
        return "\n\n".join(
            " ".join(
                self._sentence(subject, int(length), ".")
                for length in self._draw.integers(5, 30, int(self._draw.integers(2, 6)))
            )
            for _ in range(count)
        )

    def _sentence(self, subject: NDArray[np.int64], length: int, mark: str) -> str:
        places = np.searchsorted(self._ends, self._draw.random(length))
        of_it = self._draw.random(length) < _OF_THE_SUBJECT
        places[of_it] = self._draw.choice(subject, int(of_it.sum()))
        said = [self._words[place] for place in places.tolist()]
        if length > 12:  # noqa: PLR2004
            said[length // 2] += ","
            said[1] += "’s"
        said[0] = said[0].capitalize()
        return f"{' '.join(said)}{mark}"

    def _misspelt(self, word: str) -> str:
        at = int(self._draw.integers(1, max(2, len(word) - 1)))
        return word[:at] + word[at : at + 2][::-1] + word[at + 2 :]

    def _one(self, choices: Sequence[_Choice]) -> _Choice:
        return choices[int(self._draw.integers(len(choices)))]

    def _name(self, syllables: int) -> str:
        return self._syllables(syllables, _SYLLABLES).capitalize()

    def _syllables(self, count: int, syllables: Sequence[str]) -> str:
        return "".join(self._one(syllables) for _ in range(count))

    def _sized(self, interviews: int, exchanges: int) -> list[int]:
        """Return how many exchanges each interview has: so many in all, a few of them many."""
        shares = self._draw.lognormal(0, 0.5, interviews)
        sizes = _FEWEST + np.floor(shares / shares.sum() * (exchanges - _FEWEST * interviews))
        sizes[: exchanges - int(sizes.sum())] += 1
        return [int(size) for size in sizes]

    def _vocabulary(self) -> list[str]:
        """Return real words, the commonest first, then names that nobody has."""
        made = (
            self._syllables(int(self._draw.integers(2, 5)), _SYLLABLES)
            for _ in range(2 * _VOCABULARY)
        )
        return list(dict.fromkeys((*common_words(), *made)))[:_VOCABULARY]


def write(interviews: Iterable[Interview], folder: Path) -> list[Path]:
    """Write knowledge files and return their paths.

    They are those of ``write_interview``, which takes minutes for so many.
    """
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for interview in interviews:
        paths.append(folder / f"{interview.id}.yaml")
        paths[-1].write_text(as_written(interview), encoding="utf-8")
    return paths


def as_written(interview: Interview) -> str:
    """Return the knowledge file of one of these interviews, whose texts need no quotation marks."""
    person = interview.interviewee
    lines = [
        SCHEMA_LINE,
        f"id: {interview.id}",
        f"title: {interview.title}",
        f"outlet: {interview.outlet}",
        f"interviewee: {{name: {person.name}, role: {person.role}}}",
        f"published: '{interview.published}'",
        "url:",
        f"language: {interview.language}",
        *_block("introduction", interview.introduction or "", ""),
        "exchanges:",
    ]
    for place, exchange in enumerate(interview.exchanges):
        lines += [""] * (place > 0)
        lines += [f"  - id: {exchange.id}", f"    question: {exchange.question}"]
        lines += ["    also_asked:", *(f"      - {text}" for text in exchange.also_asked)]
        lines += ["    topics:", *(f"      - {text}" for text in exchange.topics)]
        lines += _block("answer", exchange.answer, "    ")
    return "\n".join(lines) + "\n"


def _block(name: str, text: str, indent: str) -> list[str]:
    return [f"{indent}{name}: |", *(line and f"{indent}  {line}" for line in text.split("\n"))]
