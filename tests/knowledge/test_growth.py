"""A library that grows: what it serves meanwhile, and that it is in the end what a whole one is."""

import logging
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from threading import Event
from threading import enumerate as enumerate_threads

import pytest

from knowledge.growth import Growth
from knowledge.interview import Interview
from knowledge.knowledge_file import interview_as_yaml
from knowledge.library import Beginning, Edition, Library, Step, Work
from knowledge.matching import Match, Matcher
from knowledge.matching.gists import all_texts_read
from knowledge.matching.sentence_model import Reading, SentenceModel
from knowledge.matching.vector_cache import VectorCache
from knowledge.problem import KnowledgeError
from tests.held_library import PATIENCE, HeldLibrary
from tests.knowledge.matching.tiny_model import TinyModel
from tests.several import sold

THINGS = "harbour town bridge boat herring lighthouse wall tax museum bakery mill farm bee".split()
PORTION = Beginning(files=4, texts=0)
QUESTIONS = (
    *(f"Why did you sell your {thing}?" for thing in THINGS),
    "Quill Boatson on the tax",
    "what did the town do with all of that",
    "pancakes",
)


INTERVIEWS = [sold(number, thing) for number, thing in enumerate(THINGS)]


def write(one: Interview, folder: Path) -> Path:
    file = folder / f"{one.id}.yaml"
    file.write_text(interview_as_yaml(one), encoding="utf-8")
    return file


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "archive"
    folder.mkdir()
    for one in INTERVIEWS:
        write(one, folder)
    return folder


class Counting(SentenceModel):
    """A sentence model that notes which texts it has read."""

    texts: list[str]

    def read(self, texts: Sequence[str]) -> list[Reading]:
        self.texts += texts
        return super().read(texts)


@pytest.fixture(scope="module")
def model_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return TinyModel().write(tmp_path_factory.mktemp("models") / "tiny")


@pytest.fixture
def model(model_folder: Path) -> Counting:
    model = Counting.load(model_folder)
    model.texts = []
    return model


def asked(edition: Edition) -> list[Match]:
    return [rounded(edition.matcher.match(question)) for question in QUESTIONS]


def rounded(match: Match) -> Match:
    """Return a match without the last digits, which hang on what was read together with what."""
    candidates = (replace(one, confidence=round(one.confidence, 4)) for one in match.candidates)
    return replace(match, candidates=tuple(candidates))


def grown(library: Library) -> list[Step]:
    return list(library.grow())


def ids(edition: Edition) -> list[str]:
    return [one.id for one in edition.interviews]


def unread(library: Library) -> list[str]:
    return [one.interview.id for one in library.current.matcher.finder.unread]


def texts_of(library: Library, cache: VectorCache) -> list[str]:
    """Return the different texts that a model reads of what is served."""
    return sorted(set(all_texts_read(library.current.matcher.finder.indexed, cache)))


# Files


def test_a_library_begins_with_its_first_files_and_grows_to_what_a_whole_one_is(
    folder: Path,
) -> None:
    whole = Library(folder)
    library = Library(folder, beginning=PORTION)
    assert ids(library.current) == ids(whole.current)[:4]
    assert asked(library.current) == asked(Edition(INTERVIEWS[:4]))

    steps = grown(library)

    assert [(step.work, step.done, step.of) for step in steps] == [
        (Work.LOADING, met, 13) for met in range(5, 14)
    ]
    assert library.current.version == whole.current.version
    assert asked(library.current) == asked(whole.current)
    assert library.current.entries == whole.current.entries
    assert list(library.current.topics) == list(whole.current.topics)


def test_each_edition_has_half_as_much_again_so_that_many_files_make_few_of_them(
    folder: Path,
) -> None:
    library = Library(folder, beginning=Beginning(files=2))
    served = [2]
    for _ in library.grow():
        if len(library.current.interviews) != served[-1]:
            served.append(len(library.current.interviews))
    assert served == [2, 3, 5, 8, 12, 13]


def test_what_is_coming_is_told_until_all_is_served(folder: Path) -> None:
    library = Library(folder, beginning=PORTION)
    assert library.coming == Step(Work.LOADING, 4, 13)
    for step in library.grow():
        assert library.coming == (step if step.done < 13 else None)
    assert library.unfinished.is_set() is False


def test_a_small_folder_is_there_as_a_whole_and_leaves_nothing_to_be_done(
    folder: Path, model: Counting
) -> None:
    cache = VectorCache(model)
    library = Library(folder, cache, beginning=Beginning(files=13, texts=1000))
    assert (library.coming, unread(library)) == (None, [])
    assert not library.unfinished.is_set()
    assert sorted(model.texts) == texts_of(library, cache)
    assert grown(library) == []


def test_files_are_read_on_until_one_of_them_is_good(folder: Path) -> None:
    for one in INTERVIEWS[:6]:
        (folder / f"{one.id}.yaml").write_text("id: a b\n", encoding="utf-8")
    library = Library(folder, beginning=PORTION)
    assert ids(library.current) == ["about-06"]
    assert len({problem.path for problem in library.problems}) == 6


def test_a_folder_without_a_good_file_is_refused_with_the_problems_of_each(folder: Path) -> None:
    for one in INTERVIEWS:
        (folder / f"{one.id}.yaml").write_text("id: a b\n", encoding="utf-8")
    with pytest.raises(KnowledgeError) as caught:
        Library(folder, beginning=PORTION)
    assert len({problem.path for problem in caught.value.problems}) == 13


def test_a_problem_is_told_with_the_file_that_has_it_and_the_others_are_served(
    folder: Path,
) -> None:
    (folder / "about-05.yaml").write_text("id: a b\n", encoding="utf-8")
    write(INTERVIEWS[1], folder).rename(folder / "about-06.yaml")
    write(INTERVIEWS[1], folder)
    library = Library(folder, beginning=PORTION)
    assert library.problems == ()

    told = {step.done: {problem.path.name for problem in step.problems} for step in grown(library)}

    assert {met: names for met, names in told.items() if names} == {
        6: {"about-05.yaml"},
        7: {"about-06.yaml"},
    }
    assert len(library.current.interviews) == 11
    whole = Library(folder)
    assert (library.problems, library.current.version) == (whole.problems, whole.current.version)


def test_a_reload_while_files_are_loaded_loads_all_of_them(folder: Path) -> None:
    library = Library(folder, beginning=PORTION)
    growing = library.grow()
    next(growing)
    write(sold(0, THINGS[0], "I did."), folder)

    changes = library.reload()

    assert library.coming is None
    assert [one.reference for one in changes.changed] == ["about-00--why"]
    assert len(changes.added) == 18
    assert library.current.version == Library(folder).current.version
    assert list(growing) == []


def test_a_reload_that_is_refused_while_files_are_loaded_changes_nothing_of_it(
    folder: Path,
) -> None:
    library = Library(folder, beginning=PORTION)
    growing = library.grow()
    next(growing)
    away = folder.rename(folder.with_name("away"))
    with pytest.raises(KnowledgeError):
        library.reload()
    away.rename(folder)
    assert library.coming is not None
    assert len(list(growing)) == 8
    assert len(library.current.interviews) == 13


def test_what_is_left_off_is_loaded_by_the_next_reload(folder: Path) -> None:
    library = Library(folder, beginning=PORTION)
    library.leave_off()
    assert library.coming is None
    assert grown(library) == []
    assert len(library.reload().added) == 18
    assert len(library.current.interviews) == 13


# Texts


def test_words_alone_answer_until_the_model_has_read(
    folder: Path, model: Counting, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("knowledge.library._LEAST_TAKEN_UP", 3)
    cache = VectorCache(model)
    whole = Library(folder, cache)
    model.texts.clear()
    library = Library(folder, VectorCache(model), beginning=PORTION)
    assert model.texts == []
    assert asked(library.current) == asked(Edition(INTERVIEWS[:4]))

    steps = grown(library)

    reading = [step for step in steps if step.work is Work.READING]
    total = sum(len(one.exchanges) * 2 for one in INTERVIEWS)
    assert {step.of for step in reading} == {total}
    assert [step.done for step in reading] == sorted({step.done for step in reading})
    assert reading[-1].done == total
    assert sorted(set(model.texts)) == texts_of(library, cache)
    assert unread(library) == []
    assert asked(library.current) == asked(whole.current)


def test_interviews_are_taken_up_some_at_a_time(
    folder: Path, model: Counting, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("knowledge.library._LEAST_TAKEN_UP", 3)
    library = Library(folder, VectorCache(model), beginning=Beginning(texts=0))
    left = [13]
    for _ in library.grow():
        if len(unread(library)) != left[-1]:
            left.append(len(unread(library)))
    assert left == [13, 10, 7, 4, 1]
    assert unread(library) == []


def test_what_was_read_before_it_was_stopped_is_not_read_again(
    folder: Path, model: Counting, tmp_path: Path
) -> None:
    library = Library(folder, VectorCache(model, tmp_path), beginning=Beginning(texts=0))
    growing = library.grow()
    for _ in range(5):
        next(growing)
    before = set(model.texts)
    assert before
    model.texts.clear()

    cache = VectorCache(model, tmp_path)
    again = Library(folder, cache, beginning=Beginning(texts=0))
    grown(again)

    assert before.isdisjoint(model.texts)
    assert sorted(before | set(model.texts)) == texts_of(again, cache)


def test_what_was_read_before_is_there_at_once(
    folder: Path, model: Counting, tmp_path: Path
) -> None:
    Library(folder, VectorCache(model, tmp_path))
    model.texts.clear()
    library = Library(folder, VectorCache(model, tmp_path), beginning=Beginning(texts=1))
    assert (unread(library), model.texts) == ([], [])


def test_a_reload_while_texts_are_read_keeps_what_was_read(
    folder: Path, model: Counting, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("knowledge.library._LEAST_TAKEN_UP", 3)
    library = Library(folder, VectorCache(model), beginning=Beginning(texts=0))
    growing = library.grow()
    while len(unread(library)) == 13:
        next(growing)
    changed = write(sold(0, THINGS[0], "I did."), folder)

    assert [one.reference for one in library.reload().changed] == ["about-00--why"]

    # What changed is unread again; what was read and is the same isn't.
    assert unread(library) == ["about-00", *(one.id for one in INTERVIEWS[3:])]
    changed.unlink()
    library.reload()
    list(growing)
    assert unread(library) == []
    fresh = Library(folder, VectorCache(model))
    assert asked(library.current) == asked(fresh.current)


def test_of_a_reload_that_brings_little_all_is_read_and_of_one_that_brings_much_nothing_yet(
    folder: Path, model: Counting
) -> None:
    library = Library(folder, VectorCache(model), beginning=Beginning(texts=45))
    assert not library.unfinished.is_set()
    write(sold(20, "needle"), folder)
    library.reload()
    assert (unread(library), library.unfinished.is_set()) == ([], False)
    new = [sold(30 + number, f"thing{number}") for number in range(16)]
    for one in new:
        write(one, folder)
    assert len(library.reload().added) == 32
    assert unread(library) == [one.id for one in new]
    assert library.unfinished.is_set()
    grown(library)
    assert (unread(library), library.unfinished.is_set()) == ([], False)


# In a thread


@pytest.fixture
def grow() -> Iterator[Callable[..., Growth]]:
    """Start to grow a library; it is stopped with the test."""
    started: list[Growth] = []

    def start(library: Library, served: Callable[[], None] = lambda: None) -> Growth:
        started.append(Growth(library, served))
        started[-1].start()
        return started[-1]

    yield start
    for one in started:
        one.stop()


def waited_for(is_so: Callable[[], bool], changed: Event) -> None:
    while not is_so():
        assert changed.wait(PATIENCE)
        changed.clear()


@pytest.mark.usefixtures("hasty_threads")
def test_questions_that_come_while_it_grows_are_each_answered_from_one_edition(
    folder: Path, model: Counting, grow: Callable[..., Growth]
) -> None:
    library = Library(folder, VectorCache(model), beginning=PORTION)
    done = Event()

    def keep_asking() -> int:
        count = 0
        while not done.is_set() or not count:
            edition = library.current
            for question in QUESTIONS:
                for one in edition.matcher.match(question).candidates:
                    assert any(one.interview is served for served in edition.interviews)
                    assert edition.entry_of(one).reference in edition.entries
            assert len(edition.entries) == 2 * len(edition.interviews)
            count += 1
        return count

    with ThreadPoolExecutor(3) as threads:
        asking = [threads.submit(keep_asking) for _ in range(3)]
        changed = Event()
        try:
            grow(library, changed.set)
            waited_for(lambda: library.coming is None and not unread(library), changed)
        finally:
            done.set()
        assert all(one.result() for one in asking)
    assert asked(library.current) == asked(Library(folder, VectorCache(model)).current)


def test_what_a_reload_brings_is_read_without_a_word_from_anybody(
    folder: Path, model: Counting, grow: Callable[..., Growth]
) -> None:
    library = Library(folder, VectorCache(model), beginning=Beginning(texts=45))
    changed = Event()
    grow(library, changed.set)
    for number in range(16):
        write(sold(30 + number, f"thing{number}"), folder)
    library.reload()
    waited_for(lambda: not unread(library), changed)
    assert len(library.current.interviews) == 29


def test_a_model_that_fails_is_logged_once_and_words_answer_on(
    folder: Path,
    model: Counting,
    grow: Callable[..., Growth],
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def fail(_texts: Sequence[str]) -> list[Reading]:
        raise MemoryError("no room for it")

    monkeypatch.setattr(model, "read", fail)
    library = Library(folder, VectorCache(model), beginning=PORTION)
    changed = Event()
    grow(library, changed.set)
    waited_for(lambda: "no room for it" in caplog.text, changed)
    assert [record.levelname for record in caplog.records] == ["ERROR"]
    assert len(library.current.interviews) == 13
    assert asked(library.current) == asked(Edition(INTERVIEWS))

    monkeypatch.undo()
    write(sold(40, "needle"), folder)
    library.reload()
    waited_for(lambda: not unread(library), changed)


def test_it_stops_between_two_steps(folder: Path, grow: Callable[..., Growth]) -> None:
    library = HeldLibrary(folder, PORTION)
    growth = grow(library)
    library.take(2)
    library.let_go()
    growth.stop()
    assert all(thread.name != "growth" for thread in enumerate_threads())


def test_the_log_has_a_line_every_some_seconds_and_one_at_the_end(
    folder: Path,
    model: Counting,
    grow: Callable[..., Growth],
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    caplog.set_level(logging.INFO)
    # A clock by which each look at it comes two seconds after the last one.
    monkeypatch.setattr("knowledge.growth.monotonic", iter(range(0, 10_000, 2)).__next__)
    library = Library(folder, VectorCache(model), beginning=PORTION)
    changed = Event()
    grow(library, changed.set)
    waited_for(lambda: "52 of 52" in caplog.text, changed)

    lines = [record.getMessage() for record in caplog.records]
    loading = [line for line in lines if line.startswith("Loaded")]
    assert loading[-1] == "Loaded 13 of 13 interviews"
    assert len(set(lines)) == len(lines)
    assert 1 < len(loading) < 9
    assert f"Knowledge version {library.current.version}" in lines
    reading = [line for line in lines if line.startswith("Reading")]
    assert reading[-1] == "Reading the interviews for what they mean: 52 of 52 texts"
    assert 1 < len(reading) < 13


# A matcher whose model has read a part


@pytest.mark.parametrize("read", [0, 1, 5, 12, 13])
def test_a_matcher_knows_only_what_was_read(model: Counting, read: int) -> None:
    cache = VectorCache(model)
    whole = Matcher(INTERVIEWS, cache)
    gists = dict(list(whole.finder.gists.items())[:read])
    matcher = Matcher(INTERVIEWS, cache, most_texts=0)
    partly = matcher.having_read(
        {
            mine: gists[theirs]
            for mine, theirs in zip(matcher.finder.indexed, whole.finder.indexed, strict=True)
            if theirs in gists
        }
    )
    assert len(partly.finder.unread) == 13 - read
    expected = {0: Matcher(INTERVIEWS), 13: whole}.get(read)
    if expected:
        assert [partly.match(one) for one in QUESTIONS] == [
            expected.match(one) for one in QUESTIONS
        ]
    assert [matcher.match(one) for one in QUESTIONS] == [
        Matcher(INTERVIEWS).match(one) for one in QUESTIONS
    ]
