"""How a newsroom's archive loads and answers: ``python -m benches.archive_figures``.

The archive is made from a seed (``benches/news_archive.py``) and searched by words alone: so it is
until the sentence model has read it, which takes hours in the background. Then it is searched by
words and meaning, which is measured with a model that reads in no time
(``benches/chance_model.py``).
"""

import argparse
import os
import resource
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

from pydantic import TypeAdapter
from rich.console import Console
from rich.table import Table

from benches.chance_model import ChanceModel
from benches.memory import peak_memory
from benches.news_archive import EXCHANGES, INTERVIEWS, NewsArchive, Put, write
from knowledge.library import Beginning, Library
from knowledge.matching import Matcher
from knowledge.matching.chosen_model import chosen_model
from knowledge.matching.processors import leave_a_processor
from knowledge.matching.vector_cache import VectorCache

QUESTIONS = 1_000
_WARM_UP = 20


@dataclass(frozen=True)
class Load:
    """One start of the library in a process of its own, and questions put to it.

    Attributes:
        seconds: from the first file to the last.
        times: of the questions, by words alone.
        read: the same by words and meaning; none where there is no model.
        memory: the most that the process held, in MB, and those that read files ahead of it.
    """

    seconds: float
    times: "Times"
    read: "Times | None"
    memory: float


@dataclass(frozen=True)
class Times:
    """Milliseconds of questions.

    Attributes:
        plain: of each that names nobody.
        naming: of each that names who was asked it.
    """

    plain: tuple[float, ...]
    naming: tuple[float, ...]


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--interviews", type=int, default=INTERVIEWS)
    parser.add_argument("--exchanges", type=int, default=EXCHANGES)
    # A start is measured in a process of its own, so that its memory is its own too.
    parser.add_argument("--load", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.load:
        print(TypeAdapter(Load).dump_json(measured(options.load)).decode())
        return
    table = Table(title="An archive", title_justify="left", show_header=False)
    table.add_column()
    table.add_column(justify="right")
    for name, figure in rows(options.interviews, options.exchanges):
        table.add_row(name, figure)
    Console().print(table)


def rows(interviews: int = INTERVIEWS, exchanges: int = EXCHANGES) -> Iterator[tuple[str, str]]:
    """Yield what is measured, and the figure."""
    archive = NewsArchive(interviews, exchanges)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        made = list(archive.interviews())
        paths = write(made, folder / "knowledge")
        put = TypeAdapter(list[Put]).dump_json(archive.questions(made, QUESTIONS))
        (folder / "questions.json").write_bytes(put)
        size = sum(path.stat().st_size for path in paths) / 1e6
        yield "interviews / exchanges", f"{len(paths):,} / {exchanges:,} ({size:.0f} MB)"
        first, later = _loaded(folder), _loaded(folder)
    yield "load, the first time", f"{first.seconds:.1f} s"
    yield "load, later", f"{later.seconds:.1f} s"
    yield "by words: names nobody, median / p99", _figures(later.times.plain)
    yield "by words: names somebody, median / p99", _figures(later.times.naming)
    if read := later.read:
        yield "by words and meaning: names nobody", _figures(read.plain)
        yield "by words and meaning: names somebody", _figures(read.naming)
    yield "peak memory, the first time / later", f"{first.memory:,.0f} / {later.memory:,.0f} MB"


def measured(folder: Path) -> Load:
    """Load an archive in this process, and put its questions."""
    # As the bot does.
    leave_a_processor()
    put = TypeAdapter(list[Put]).validate_json((folder / "questions.json").read_bytes())
    questions = [one.text for one in put]
    model = chosen_model("auto")
    chance = ChanceModel(model) if model else None
    cache = VectorCache(chance, folder / "cache") if chance else None
    begin = perf_counter()
    # The model is to read nothing yet.
    library = Library(
        folder / "knowledge", cache, beginning=Beginning(texts=0), kept=folder / "cache"
    )
    seconds = perf_counter() - begin
    by_words = _timed(library.current.matcher, put)
    read = None
    if chance:
        finder = library.current.matcher.finder
        has_read = library.current.having_read(
            {one: chance.gists(len(one)) for one in finder.indexed}
        )
        for question in questions:
            has_read.matcher.match(question)
        # What was matched is remembered: by another, whose texts are read from the disk again.
        read = _timed(has_read.having_read({}).matcher, put)
    memory = peak_memory(os.getpid()) + _memory_of_others()
    return Load(seconds, by_words, read, memory)


def _timed(matcher: Matcher, put: Sequence[Put]) -> Times:
    times: dict[bool, list[float]] = {False: [], True: []}
    for question in put:
        begin = perf_counter()
        matcher.match(question.text)
        times[question.names].append((perf_counter() - begin) * 1000)
    plain, naming = (tuple(times[names][_WARM_UP:]) for names in (False, True))
    return Times(plain, naming)


def _memory_of_others() -> float:
    """Return the most that the processes which have ended can have held together, in MB."""
    largest = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    return largest * (os.cpu_count() or 1)


def _loaded(folder: Path) -> Load:
    done = subprocess.run(  # noqa: S603  (ourselves)
        [sys.executable, "-m", "benches.archive_figures", "--load", str(folder)],
        check=True,
        stdout=subprocess.PIPE,
    )
    return TypeAdapter(Load).validate_json(done.stdout)


def _figures(times: Sequence[float]) -> str:
    return f"{statistics.median(times):.1f} / {statistics.quantiles(times, n=100)[98]:.1f} ms"


if __name__ == "__main__":
    main()
