"""What the model makes of a text is computed once, and whatever happens to its file is survived."""

import sqlite3
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from functools import partial
from pathlib import Path
from typing import Any, Self

import numpy as np
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from knowledge.matching import vector_cache
from knowledge.matching.sentence_model import Reading, SentenceModel
from knowledge.matching.vector_cache import VectorCache, untold
from tests.knowledge.matching.tiny_model import TinyModel

TEXTS = (
    "Who paid for the harbour?",
    "The town did.",
    "why",
    "🙂 …",
    "",
    "Кто заплатил?",
    "It was built in 1871, with a tax on herring.",
)
# The numbers of a text's vector are kept in 16 bits, those of a word's in 8.
NEAR = 1e-3
NEAR_WORDS = 1 / 250


class Counting(SentenceModel):
    """A sentence model that counts how often it has read each text."""

    counted: Counter[str]

    @classmethod
    def load(cls, folder: Path, sha256: str | None = None) -> Self:
        model = super().load(folder, sha256)
        model.counted = Counter()
        return model

    def read(self, texts: Sequence[str]) -> list[Reading]:
        self.counted.update(texts)
        return super().read(texts)

    def taken(self) -> Counter[str]:
        """Return what was counted, and begin to count anew."""
        counted, self.counted = self.counted, Counter()
        return counted


@pytest.fixture(scope="module")
def models(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("models")
    TinyModel().write(folder / "one")
    TinyModel(seed=2).write(folder / "other")
    return folder


@pytest.fixture
def model(models: Path) -> Counting:
    return Counting.load(models / "one")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "caches" / "verbatim"


def file_in(folder: Path) -> Path:
    (found,) = folder.glob("*.sqlite")
    return found


@pytest.fixture
def kept(folder: Path, model: Counting) -> Path:
    """A file in which the readings of the texts are kept."""
    VectorCache(model, folder).prepare(TEXTS, untold)
    assert model.taken() == Counter(TEXTS)
    return file_in(folder)


def assert_right(cache: VectorCache, texts: Sequence[str] = TEXTS) -> None:
    """Ask for texts both ways and see whether they are as the model reads them."""
    assert_readings_right(cache, texts)
    vectors = cache.vectors(texts)
    right = [reading.vector for reading in SentenceModel.read(cache.model, texts)]
    assert vectors.dtype == np.float32
    assert vectors == pytest.approx(np.stack(right), rel=0, abs=NEAR)


def assert_readings_right(cache: VectorCache, texts: Sequence[str] = TEXTS) -> None:
    expected = SentenceModel.read(cache.model, texts)
    readings = cache.readings(texts)
    right = np.stack([one.vector for one in expected])
    assert readings.vectors == pytest.approx(right, rel=0, abs=NEAR)
    assert readings.lengths.tolist() == [len(one.words) for one in expected]
    words = np.concatenate([one.words for one in expected])
    assert readings.words.shape == words.shape
    assert np.allclose(readings.words, words, rtol=0, atol=NEAR_WORDS)
    assert np.array_equal(readings.spans, np.concatenate([one.spans for one in expected]))
    assert {readings.vectors.dtype, readings.words.dtype} == {np.dtype(np.float32)}


def execute(file: Path, statement: str, *values: object) -> list[Any]:
    """Do something to a file from outside."""
    with closing(sqlite3.connect(file)) as database, database:
        return database.execute(statement, values).fetchall()


@pytest.mark.parametrize("in_memory", [True, False], ids=["in memory", "in a folder"])
def test_a_text_is_read_once_however_often_it_is_asked_for(
    model: Counting, folder: Path, in_memory: bool
) -> None:
    cache = VectorCache(model, None if in_memory else folder)
    for _ in range(3):
        assert_right(cache)
        cache.prepare(TEXTS, untold)
    # Asked for in another order, and more than once.
    assert_right(cache, TEXTS[::-1] + TEXTS)
    assert model.taken() == Counter(TEXTS)


@pytest.mark.parametrize("first", ["prepare", "readings", "vectors"])
def test_what_was_read_is_kept_over_a_restart(
    models: Path, model: Counting, folder: Path, first: str
) -> None:
    cache = VectorCache(model, folder)
    if first == "prepare":
        assert cache.prepare(TEXTS, untold) == len(TEXTS)
    elif first == "readings":
        cache.readings(TEXTS)
    else:
        cache.vectors(TEXTS)
    assert model.taken() == Counter(TEXTS)
    again = Counting.load(models / "one")
    cache = VectorCache(again, folder)
    assert_right(cache)
    assert cache.prepare(TEXTS, untold) == 0
    assert again.taken() == Counter()


def test_another_model_has_a_file_of_its_own(models: Path, model: Counting, folder: Path) -> None:
    other = Counting.load(models / "other")
    for one in (model, other):
        assert_right(VectorCache(one, folder))
        assert one.taken() == Counter(TEXTS)
    for one in (model, other):
        assert_right(VectorCache(one, folder))
        assert one.taken() == Counter()
    assert {file.name for file in folder.iterdir()} == {
        f"readings-{one.identity}.sqlite" for one in (model, other)
    }


@pytest.mark.usefixtures("kept")
def test_only_what_has_changed_is_read_anew(model: Counting, folder: Path) -> None:
    changed = ["The town did!", *TEXTS, "and who did not?"]
    cache = VectorCache(model, folder)
    assert cache.prepare(changed, untold) == 2
    assert_right(cache, changed)
    assert model.taken() == Counter(["The town did!", "and who did not?"])


def test_texts_that_differ_in_anything_are_different_texts(model: Counting) -> None:
    texts = ["café", "cafe\u0301", "Café", "café ", "cafe"]
    cache = VectorCache(model)
    for text in texts:
        assert cache.prepare([text], untold) == 1
    assert model.taken() == Counter(texts)
    assert_right(cache, texts)


def test_a_text_that_is_asked_for_twice_at_once_is_read_once(model: Counting) -> None:
    cache = VectorCache(model)
    assert_right(cache, ["why", "who", "why"])
    assert cache.prepare(["town", "town"], untold) == 1
    assert model.taken() == Counter(["why", "who", "town"])


def test_the_readings_of_no_texts_are_none(model: Counting) -> None:
    cache = VectorCache(model)
    readings = cache.readings([])
    assert len(readings.lengths) == 0
    assert readings.vectors.shape == readings.words.shape == (0, model.dimensions)
    assert cache.prepare([], untold) == 0


def test_the_vectors_of_no_texts_are_none(model: Counting) -> None:
    assert VectorCache(model).vectors([]).shape == (0, model.dimensions)


def test_it_tells_before_each_batch_how_many_are_done_and_of_how_many(
    model: Counting, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(vector_cache, "_BATCH", 3)
    told: list[tuple[int, int]] = []

    def tell(done: int, of: int) -> None:
        assert sum(model.counted.values()) == done
        told.append((done, of))

    cache = VectorCache(model, folder)
    assert cache.prepare(TEXTS, tell) == 7
    assert told == [(0, 7), (3, 7), (6, 7)]
    assert cache.prepare(TEXTS, tell) == 0
    assert len(told) == 3
    model.taken()
    assert cache.prepare([*TEXTS, "town"], tell) == 1
    assert told[3:] == [(0, 1)]


def test_what_was_done_before_it_was_stopped_is_kept(
    model: Counting, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(vector_cache, "_BATCH", 3)

    def stop(done: int, _of: int) -> None:
        if done == 6:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        VectorCache(model, folder).prepare(TEXTS, stop)
    assert model.taken() == Counter(TEXTS[:6])
    assert VectorCache(model, folder).prepare(TEXTS, untold) == 1
    assert model.taken() == Counter(TEXTS[6:])


def test_many_vectors_are_read_in_batches(
    model: Counting, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(vector_cache, "_BATCH", 2)
    cache = VectorCache(model, folder)
    assert cache.vectors(TEXTS).shape == (len(TEXTS), model.dimensions)
    assert_right(cache)
    assert model.taken() == Counter(TEXTS)


def _flip(whole: bytes, begin: int, end: int) -> bytes:
    flipped = bytes(byte ^ 0xFF for byte in whole[begin:end])
    return whole[:begin] + flipped + whole[end:]


DAMAGES: dict[str, Callable[[bytes], bytes]] = {
    "empty": lambda _: b"",
    "not a database": lambda _: b"These are no readings.\n" * 100,
    "zeros": lambda whole: bytes(len(whole)),
    "its name flipped": lambda whole: _flip(whole, 0, 8),
    "its sizes flipped": lambda whole: _flip(whole, 16, 32),
    "its table flipped": lambda whole: _flip(whole, 100, 140),
    "its middle flipped": lambda whole: _flip(whole, len(whole) // 3, len(whole) * 2 // 3),
    "all after its first page flipped": lambda whole: _flip(whole, 4096, len(whole)),
    "cut off in its first page": lambda whole: whole[:1000],
    "cut off after its first page": lambda whole: whole[:4096],
    "cut off in its middle": lambda whole: whole[: len(whole) // 2],
    "cut off before its end": lambda whole: whole[:-1],
}


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES.keys())
@pytest.mark.parametrize("when", ["before it is opened", "while it is open"])
def test_a_file_that_is_damaged_is_made_anew(
    model: Counting, kept: Path, damage: Callable[[bytes], bytes], when: str
) -> None:
    if when == "while it is open":
        cache = VectorCache(model, kept.parent)
        kept.write_bytes(damage(kept.read_bytes()))
    else:
        kept.write_bytes(damage(kept.read_bytes()))
        cache = VectorCache(model, kept.parent)
    assert_right(cache)
    cache.prepare(TEXTS, untold)
    # Once the damage was met the file is whole again, with all texts or what was still to be read.
    VectorCache(model, kept.parent).prepare(TEXTS, untold)
    assert_right(VectorCache(model, kept.parent))
    model.taken()
    assert_right(VectorCache(model, kept.parent))
    assert model.taken() == Counter()


@settings(
    deadline=None, max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(st.tuples(st.floats(0, 1, exclude_max=True), st.integers(0, 255)), min_size=1))
# In the table's own description, which is then quoted in the error.
@example([(0.328125, 128)])
def test_wherever_bytes_are_wrong_no_reading_is(
    model: Counting, kept: Path, wrong: list[tuple[float, int]]
) -> None:
    whole = kept.read_bytes()
    damaged = bytearray(whole)
    for share, byte in wrong:
        damaged[int(share * len(whole))] = byte
    kept.write_bytes(damaged)
    try:
        cache = VectorCache(model, kept.parent)
        cache.prepare(TEXTS, untold)
        assert_right(cache)
    finally:
        kept.write_bytes(whole)


Ask = Callable[[VectorCache, Sequence[str]], object]
ASK: list[Ask] = [VectorCache.readings, VectorCache.vectors]
# Readings of these have all parts.
WORDY = [text for text in TEXTS if any(sign.isalnum() for sign in text)]


def _damage(file: Path, column: str, value: object) -> None:
    execute(file, f"update readings set {column} = ? where length(words) > 4", value)  # noqa: S608


@pytest.mark.parametrize("column", ["vector", "words"])
@pytest.mark.parametrize(
    "value",
    [b"", b"\0", bytes(64), b"\xff" * 64, bytes(10_000)],
    ids=["empty", "a byte", "zeros", "not numbers", "long"],
)
def test_a_single_reading_that_is_damaged_is_read_anew(
    model: Counting, kept: Path, column: str, value: bytes
) -> None:
    _damage(kept, column, value)
    assert_read_anew(model, kept, VectorCache.readings)


def assert_read_anew(model: Counting, file: Path, ask: Ask) -> None:
    """See whether those whose readings were damaged are read again, and kept."""
    ask(VectorCache(model, file.parent), TEXTS)
    assert_right(VectorCache(model, file.parent))
    assert model.taken() == Counter(WORDY)
    assert_right(VectorCache(model, file.parent))
    assert model.taken() == Counter()


@pytest.mark.parametrize(
    "value",
    [b"", bytes(64), b"\xff" * 64, b"\0\x3c" * 32, bytes(6400)],
    ids=["empty", "zeros", "not numbers", "ones", "long"],
)
def test_a_single_vector_that_is_damaged_is_read_anew(
    model: Counting, kept: Path, value: bytes
) -> None:
    right = VectorCache(model, kept.parent).vectors(TEXTS)
    _damage(kept, "vector", value)
    found = VectorCache(model, kept.parent).vectors(TEXTS)
    assert np.allclose(found, right, rtol=0, atol=NEAR)
    assert model.taken() == Counter(WORDY)
    assert_right(VectorCache(model, kept.parent))
    assert model.taken() == Counter()


@pytest.mark.parametrize("value", [b"\0", bytes(10)], ids=["a byte", "some bytes"])
def test_a_single_vector_that_was_cut_off_is_read_anew(
    model: Counting, kept: Path, value: bytes
) -> None:
    _damage(kept, "vector", value)
    assert_read_anew(model, kept, VectorCache.vectors)


# Sqlite takes any value in any column, and so may what was damaged have any.
OF_OTHER_KINDS = pytest.mark.parametrize(
    "value", ["text", 5, 0.5], ids=["text", "a number", "a fraction"]
)


@OF_OTHER_KINDS
@pytest.mark.parametrize("column", ["vector", "words"])
@pytest.mark.parametrize("ask", ASK)
def test_a_single_value_of_another_kind_is_read_anew(
    model: Counting, kept: Path, ask: Ask, column: str, value: object
) -> None:
    _damage(kept, column, value)
    assert_read_anew(model, kept, ask)


@pytest.mark.parametrize("ask", ASK)
def test_what_was_kept_for_another_text_is_read_anew(model: Counting, kept: Path, ask: Ask) -> None:
    """As a damaged index gives it: a whole row, but not the one that was asked for."""
    texts = [text for (text,) in execute(kept, "select text from readings")]
    moved = zip(texts, [b"on the way" + text for text in texts[1:] + texts[:1]], strict=True)
    for old, new in moved:
        execute(kept, "update readings set text = ? where text = ?", new, old)
    execute(kept, "update readings set text = substr(text, 11)")
    ask(VectorCache(model, kept.parent), TEXTS)
    assert model.taken() == Counter(TEXTS)
    assert_right(VectorCache(model, kept.parent))


def test_a_database_of_another_kind_is_made_anew(model: Counting, folder: Path) -> None:
    folder.mkdir(parents=True)
    file = folder / f"readings-{model.identity}.sqlite"
    execute(file, "create table readings (question text, answer text)")
    assert_right(VectorCache(model, folder))
    model.taken()
    cache = VectorCache(model, folder)
    cache.prepare(TEXTS, untold)
    assert_right(cache)
    assert model.taken() == Counter()


def test_a_file_that_is_deleted_while_it_is_used_is_made_anew(model: Counting, kept: Path) -> None:
    cache = VectorCache(model, kept.parent)
    kept.unlink()
    assert_right(cache)
    assert_right(VectorCache(model, kept.parent))


@pytest.fixture(params=["a file", "below a file", "name too long", "a folder for the file"])
def unusable(request: pytest.FixtureRequest, tmp_path: Path, model: Counting) -> Path:
    """A folder in which nothing can be kept."""
    if request.param == "name too long":
        return tmp_path / ("n" * 300)
    if request.param == "a folder for the file":
        (tmp_path / f"readings-{model.identity}.sqlite").mkdir()
        return tmp_path
    blocking = tmp_path / "blocking"
    blocking.touch()
    return blocking if request.param == "a file" else blocking / "caches"


def test_where_nothing_can_be_kept_all_is_kept_in_memory(
    model: Counting, unusable: Path, caplog: pytest.LogCaptureFixture
) -> None:
    cache = VectorCache(model, unusable)
    (logged,) = [record.getMessage() for record in caplog.records]
    assert logged.startswith(str(unusable))
    assert logged.endswith(": vectors are kept in memory alone")
    assert cache.prepare(TEXTS, untold) == len(TEXTS)
    assert cache.prepare(TEXTS, untold) == 0
    assert_right(cache)
    assert model.taken() == Counter(TEXTS)


def test_a_damaged_file_that_can_not_be_removed_is_done_without(
    model: Counting, kept: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(path: Path, *, missing_ok: bool = False) -> None:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(Path, "unlink", refuse)
    cache = VectorCache(model, kept.parent)
    kept.write_bytes(b"no database" * 1000)
    assert_right(cache)
    assert_right(VectorCache(model, kept.parent))


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have nobody wait until a database is free again."""
    monkeypatch.setattr(sqlite3, "connect", partial(sqlite3.connect, timeout=0))


@contextmanager
def locked(file: Path, how: str) -> Iterator[None]:
    """Hold a file as another process does that is about to write, or is writing."""
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute(f"begin {how}")
        yield
        other.execute("rollback")


@pytest.mark.usefixtures("impatient")
@pytest.mark.parametrize("how", ["immediate", "exclusive"])
def test_what_another_process_holds_at_the_start_is_not_lost(
    model: Counting, kept: Path, how: str
) -> None:
    with locked(kept, how):
        cache = VectorCache(model, kept.parent)
        assert_right(cache, ["town", *TEXTS[:3]])
        cache.prepare(["town", *TEXTS[:3]], untold)
    assert_kept_but_for(["town"], model, kept)
    assert_right(cache, ["town", *TEXTS])


@pytest.mark.usefixtures("impatient")
def test_what_another_process_is_about_to_write_to_is_not_lost(model: Counting, kept: Path) -> None:
    cache = VectorCache(model, kept.parent)
    with locked(kept, "immediate"):
        assert_right(cache, ["town", *TEXTS])
        cache.prepare(["town", *TEXTS], untold)
        assert model.taken().keys() == {"town"}
    assert_kept_but_for(["town"], model, kept)
    assert_right(cache, ["town", *TEXTS])


@pytest.mark.usefixtures("impatient")
@pytest.mark.parametrize("ask", [*ASK, partial(VectorCache.prepare, tell=untold)])
def test_what_another_process_is_writing_to_is_not_lost(
    model: Counting, kept: Path, ask: Ask
) -> None:
    cache = VectorCache(model, kept.parent)
    with locked(kept, "exclusive"):
        ask(cache, ["town", *TEXTS[:3]])
        assert_right(cache, ["town", *TEXTS[:3]])
    assert_kept_but_for(["town"], model, kept)
    assert_right(cache, ["town", *TEXTS])


def assert_kept_but_for(texts: Sequence[str], model: Counting, file: Path) -> None:
    """See whether a file has still what it had, and these can be written to it again."""
    model.taken()
    assert_right(VectorCache(model, file.parent), [*texts, *TEXTS])
    assert not model.taken().keys() - set(texts)
    assert_right(VectorCache(model, file.parent), [*texts, *TEXTS])
    assert model.taken() == Counter()


@pytest.fixture
def full_disk(monkeypatch: pytest.MonkeyPatch) -> Iterator[pytest.MonkeyPatch]:
    """Let no page be added to a file, as where there is no room for one."""

    class Full(sqlite3.Connection):
        def __init__(self, name: str, **options: Any) -> None:
            super().__init__(name, **options)
            if name != ":memory:":
                self.execute("pragma max_page_count = 1")

    with monkeypatch.context() as full:
        full.setattr(sqlite3, "connect", Full)
        yield full


def test_what_can_not_be_written_to_a_full_disk_is_held_and_nothing_is_lost(
    model: Counting, kept: Path, full_disk: pytest.MonkeyPatch
) -> None:
    new = [f"town {number}" for number in range(300)]
    cache = VectorCache(model, kept.parent)
    assert_right(cache, TEXTS)
    assert model.taken() == Counter()
    for _ in range(2):
        assert len(cache.readings([*TEXTS, *new]).lengths) == len(TEXTS) + len(new)
    assert model.taken() == Counter(new)
    full_disk.undo()
    later = VectorCache(model, kept.parent)
    assert_right(later, [*TEXTS, *new])
    assert model.taken() == Counter(new)
    assert_right(VectorCache(model, kept.parent), [*TEXTS, *new])
    assert model.taken() == Counter()


def test_a_disk_that_is_full_for_long_is_logged_once(
    model: Counting,
    kept: Path,
    full_disk: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    cache = VectorCache(model, kept.parent)
    for number in range(5):
        cache.vectors([f"town {number} {one}" for one in range(100)])
    assert [record.getMessage() for record in caplog.records] == [
        f"{kept}: database or disk is full"
    ]


def test_where_the_disk_is_full_from_the_start_all_is_kept_in_memory(
    model: Counting, folder: Path, full_disk: pytest.MonkeyPatch
) -> None:
    cache = VectorCache(model, folder)
    for _ in range(2):
        assert_right(cache)
    assert model.taken() == Counter(TEXTS)
    full_disk.undo()
    for _ in range(2):
        assert_right(VectorCache(model, folder))
    assert model.taken() == Counter(TEXTS)


def _forget(file: Path) -> None:
    execute(file, "delete from readings")


def test_what_was_read_last_is_held_in_memory_and_the_oldest_is_dropped(
    model: Counting, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(vector_cache, "_HELD_WORDS", 6)
    cache = VectorCache(model, folder)
    first, second, third = "who paid", "why the town", "the harbour did"
    for text in (first, second, first, third):
        cache.readings([text])
    assert model.taken() == Counter([first, second, third])
    # What the file no longer has is still there, if it is held.
    _forget(file_in(folder))
    cache.readings([first, third])
    assert model.taken() == Counter()
    cache.readings([second])
    assert model.taken() == Counter([second])


def test_more_than_is_held_in_memory_is_read_from_the_file(
    model: Counting, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(vector_cache, "_HELD_WORDS", 3)
    texts = [f"the town {number} paid" for number in range(50)]
    cache = VectorCache(model, folder)
    for _ in range(2):
        assert_right(cache, texts)
        for text in texts:
            assert_right(cache, [text])
    assert model.taken() == Counter(texts)


def test_no_more_is_held_in_memory_however_much_was_read(
    model: Counting, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(vector_cache, "_HELD_WORDS", 6)
    texts = [f"town {number} paid" for number in range(20)]
    cache = VectorCache(model, folder)
    for text in texts:
        cache.readings([text])
    model.taken()
    _forget(file_in(folder))
    cache.readings(texts)
    assert model.taken() == Counter(texts[:-2])


def test_a_text_longer_than_what_is_held_is_held_alone(
    model: Counting, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(vector_cache, "_HELD_WORDS", 3)
    long = "who paid for the harbour of the town"
    cache = VectorCache(model, folder)
    cache.readings(["why", long])
    assert model.taken() == Counter(["why", long])
    _forget(file_in(folder))
    assert len(cache.readings([long]).lengths) == 1
    assert model.taken() == Counter()
    assert_right(cache, [long, "why"])


@pytest.mark.usefixtures("hasty_threads")
@pytest.mark.parametrize("in_memory", [True, False], ids=["in memory", "in a folder"])
def test_several_threads_may_use_it_at_once(
    model: Counting, folder: Path, monkeypatch: pytest.MonkeyPatch, in_memory: bool
) -> None:
    monkeypatch.setattr(vector_cache, "_HELD_WORDS", 5)
    cache = VectorCache(model, None if in_memory else folder)
    batches = [TEXTS[start:] + TEXTS[:start] for start in range(len(TEXTS))] * 4

    def use(batch: Sequence[str]) -> None:
        cache.prepare(batch[:3], untold)
        assert_right(cache, batch)

    with ThreadPoolExecutor(8) as threads:
        list(threads.map(use, batches))
    model.taken()
    assert_right(cache)
    assert model.taken() == Counter()


@pytest.mark.usefixtures("hasty_threads")
def test_a_file_that_is_damaged_while_several_threads_use_it_is_made_anew(
    model: Counting, kept: Path
) -> None:
    cache = VectorCache(model, kept.parent)
    kept.write_bytes(_flip(kept.read_bytes(), 0, 10_000))
    with ThreadPoolExecutor(8) as threads:
        list(threads.map(partial(assert_right, cache), [TEXTS] * 16))
    VectorCache(model, kept.parent).prepare(TEXTS, untold)
    assert_right(VectorCache(model, kept.parent))


@pytest.mark.usefixtures("hasty_threads")
def test_two_processes_may_share_a_file(model: Counting, folder: Path) -> None:
    caches = [VectorCache(model, folder) for _ in range(4)]
    with ThreadPoolExecutor(4) as threads:
        list(threads.map(assert_right, caches))
    model.taken()
    assert_right(VectorCache(model, folder))
    assert model.taken() == Counter()
