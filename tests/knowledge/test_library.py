"""What is served, and what a reload changes."""

import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event

import pytest

from knowledge.interview import Exchange, Interview, Person
from knowledge.knowledge_file import interview_in
from knowledge.library import Changes, Edition, Library
from knowledge.loading import check_all, read_all
from knowledge.matching import Match
from knowledge.matching.model_files import ModelFiles
from knowledge.matching.sentence_model import Reading, SentenceModel
from knowledge.matching.vector_cache import VectorCache
from knowledge.problem import KnowledgeError
from tests.conftest import FEDOROV
from tests.knowledge.matching.tiny_model import TinyModel

HARBOUR = """\
id: harbour
interviewee: {name: Ada Byron}
exchanges:
  - id: why
    question: Why did you build the harbour?
    answer: Because ships needed it.
  - id: money
    question: Who paid for the lighthouse?
    answer: The town did.
"""
BRIDGE = """\
id: bridge
interviewee: {name: Isambard Brunel}
exchanges:
  - id: why
    question: Why is the bridge so long?
    answer: Because the river is wide.
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "harbour.yaml").write_text(HARBOUR, encoding="utf-8")
    return tmp_path


def _edit(folder: Path, old: str, new: str) -> None:
    assert HARBOUR.count(old) == 1
    (folder / "harbour.yaml").write_text(HARBOUR.replace(old, new), encoding="utf-8")


def _references(changes: Changes) -> tuple[list[str], list[str], list[str], bool]:
    added, changed, removed = (
        [entry.reference for entry in entries]
        for entries in (changes.added, changes.changed, changes.removed)
    )
    return added, changed, removed, changes.interviews_changed


def test_a_reload_of_what_did_not_change_changes_nothing(folder: Path) -> None:
    library = Library(folder)
    before = library.current
    changes = library.reload()
    assert _references(changes) == ([], [], [], False)
    assert not changes.any
    assert changes.version == before.version == library.current.version


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (
            "  - id: money",
            "  - id: depth\n    question: How deep is it?\n    answer: Nine feet.\n  - id: money",
            (["harbour--depth"], [], [], False),
        ),
        ("The town did.", "The town and I did.", ([], ["harbour--money"], [], False)),
        (
            "    answer: The town",
            "    topics: [money]\n    answer: The town",
            ([], ["harbour--money"], [], False),
        ),
        ("id: money", "id: funds", (["harbour--funds"], [], ["harbour--money"], False)),
        (
            HARBOUR[HARBOUR.index("  - id: money") :],
            "",
            ([], [], ["harbour--money"], False),
        ),
        ("{name: Ada Byron}", "{name: Ada Byron, role: Engineer}", ([], [], [], True)),
        ("id: harbour\n", "id: harbour\npublished: 2025\n", ([], [], [], True)),
        (
            "id: harbour\n",
            "id: port\n",
            (["port--why", "port--money"], [], ["harbour--why", "harbour--money"], True),
        ),
    ],
    ids=["added", "answer", "topics", "renamed", "removed", "role", "date", "interview renamed"],
)
def test_a_reload_reports_what_it_changed(
    folder: Path, old: str, new: str, expected: tuple[list[str], list[str], list[str], bool]
) -> None:
    library = Library(folder)
    _edit(folder, old, new)
    changes = library.reload()
    assert _references(changes) == expected
    assert changes.any
    assert changes.version == library.current.version


def test_an_entry_that_changed_is_that_of_the_new_edition_and_one_removed_of_the_old(
    folder: Path,
) -> None:
    library = Library(folder)
    _edit(folder, "The town did.", "I did.")
    (changed,) = library.reload().changed
    assert (changed.exchange.answer, changed.number) == ("I did.", 2)
    _edit(folder, "id: money", "id: funds")
    (removed,) = library.reload().removed
    assert (removed.exchange.answer, removed.number) == ("I did.", 2)


def test_a_file_that_is_put_beside_the_others_is_served_after_a_reload(folder: Path) -> None:
    library = Library(folder)
    (folder / "bridge.yaml").write_text(BRIDGE, encoding="utf-8")
    assert _references(library.reload()) == (["bridge--why"], [], [], True)
    assert [one.id for one in library.current.interviews] == ["bridge", "harbour"]


@pytest.mark.parametrize("broken", ["answer:", "\tanswer: x", "answer: 'x", "answr: x"])
def test_a_broken_file_is_refused_and_the_last_good_edition_goes_on_being_served(
    folder: Path, broken: str
) -> None:
    library = Library(folder)
    before = library.current
    _edit(folder, "    answer: The town did.", f"    {broken}".replace("    \t", "\t"))
    with pytest.raises(KnowledgeError, match=r"harbour\.yaml:9: "):
        library.reload()
    assert library.current is before
    _edit(folder, "The town did.", "I did.")
    library.reload()
    assert library.current.interviews[0].exchanges[1].answer == "I did."


def test_a_file_that_is_gone_leaves_what_is_served(folder: Path) -> None:
    library = Library(folder)
    before = library.current
    (folder / "harbour.yaml").unlink()
    with pytest.raises(KnowledgeError, match="no knowledge file is in this folder"):
        library.reload()
    assert library.current is before


def test_a_library_does_not_begin_with_a_broken_file(folder: Path) -> None:
    _edit(folder, "answer: The town did.", "answer:")
    with pytest.raises(KnowledgeError) as caught:
        Library(folder)
    assert str(caught.value) == (
        f"{folder / 'harbour.yaml'}:9: exchanges[1].answer is empty: "
        "give the speaker's words, or remove the exchange"
    )


def test_the_problems_of_all_files_are_reported_together(folder: Path) -> None:
    _edit(folder, "answer: The town did.", "answer:")
    (folder / "bridge.yaml").write_text("id: a b\n", encoding="utf-8")
    with pytest.raises(KnowledgeError) as caught:
        read_all(folder)
    assert {problem.path.name for problem in caught.value.problems} == {
        "bridge.yaml",
        "harbour.yaml",
    }
    assert list(caught.value.problems) == check_all([folder])
    assert check_all([folder / "bridge.yaml", folder / "harbour.yaml"]) == check_all([folder])


@pytest.mark.parametrize("comment", ["# by the editor\n", ""])
def test_of_two_files_with_one_interviews_id_the_first_is_served(
    folder: Path, comment: str
) -> None:
    (folder / "port.yml").write_text(
        comment + HARBOUR.replace("The town did.", "I did."), encoding="utf-8"
    )
    line = 1 + comment.count("\n")
    message = f"{folder / 'port.yml'}:{line}: id 'harbour' is that of harbour.yaml too: change it"

    library = Library(folder)

    assert [one.exchanges[1].answer for one in library.current.interviews] == ["The town did."]
    assert [str(problem) for problem in library.problems] == [message]
    assert [str(problem) for problem in check_all([folder])] == [message]


def test_a_library_begins_without_the_one_file_that_is_broken(folder: Path) -> None:
    (folder / "bridge.yaml").write_text(BRIDGE.replace("long?", "long?\n    answr: x"), "utf-8")

    library = Library(folder)

    assert [one.id for one in library.current.interviews] == ["harbour"]
    assert [problem.path.name for problem in library.problems] == ["bridge.yaml"]


def test_a_file_that_breaks_among_others_is_served_as_it_was_and_they_as_they_are(
    folder: Path,
) -> None:
    bridge = folder / "bridge.yaml"
    bridge.write_text(BRIDGE, encoding="utf-8")
    library = Library(folder)
    bridge.write_text(BRIDGE.replace("answer: Because", "answr: Because"), encoding="utf-8")
    _edit(folder, "The town did.", "I did.")

    changes = library.reload()

    assert _references(changes) == ([], ["harbour--money"], [], False)
    assert [problem.path.name for problem in changes.problems] == ["bridge.yaml"] * 2
    assert changes.problems == library.problems
    assert [one.id for one in library.current.interviews] == ["bridge", "harbour"]
    bridge.write_text(BRIDGE.replace("wide", "very wide"), encoding="utf-8")
    assert _references(library.reload()) == ([], ["bridge--why"], [], False)
    assert library.problems == ()


def test_two_files_that_are_checked_together_may_not_have_one_id(folder: Path) -> None:
    port = folder / "port.yaml"
    port.write_text(HARBOUR, encoding="utf-8")
    problems = check_all([folder / "harbour.yaml", port])
    assert [str(problem) for problem in problems] == [
        f"{port}:1: id 'harbour' is that of harbour.yaml too: change it"
    ]


def test_the_version_is_that_of_the_content_whatever_the_file_looks_like(folder: Path) -> None:
    version = Library(folder).current.version
    assert len(version) == 8
    assert int(version, 16) >= 0
    _edit(
        folder, "Why did you build the harbour?", "'Why did you build the harbour?'  # asked twice"
    )
    assert Library(folder).current.version == version
    (folder / "harbour.yaml").rename(folder / "port.yaml")
    assert Library(folder).current.version == version


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("The town did.", "The town did!"),
        ("id: money", "id: funds"),
        ("id: harbour\n", "id: harbour\nlanguage: fr\n"),
        ("Ada Byron", "Ada Lovelace"),
    ],
)
def test_the_version_changes_with_the_content(folder: Path, old: str, new: str) -> None:
    library = Library(folder)
    before = library.current.version
    _edit(folder, old, new)
    assert library.reload().version != before
    _edit(folder, old, old)
    assert library.reload().version == before


def _interview(name: str, *exchanges: str) -> Interview:
    return Interview(
        id=name,
        interviewee=Person(name="Ada"),
        exchanges=tuple(Exchange(id=one, question=f"{one}?", answer=one) for one in exchanges),
    )


def test_an_exchange_is_found_by_its_reference_or_by_an_id_that_no_other_has() -> None:
    edition = Edition([_interview("a", "why", "money"), _interview("b", "why")])
    found = {
        name: entry and (entry.interview.id, entry.exchange.id, entry.number)
        for name in ("a--why", "b--why", "money", "why", "a--light", "a", "")
        for entry in [edition.find(name)]
    }
    assert found == {
        "a--why": ("a", "why", 1),
        "b--why": ("b", "why", 1),
        "money": ("a", "money", 2),
        "why": None,
        "a--light": None,
        "a": None,
        "": None,
    }


def test_every_exchange_has_an_entry_that_its_reference_leads_back_to() -> None:
    (interview,) = read_all(FEDOROV)
    edition = Edition([interview])
    assert [entry.exchange for entry in edition.entries.values()] == list(interview.exchanges)
    for name, entry in edition.entries.items():
        assert entry.reference == name
        assert edition.find(name) is entry


def test_questions_that_come_while_reloads_go_on_are_each_answered_from_one_edition(
    folder: Path,
) -> None:
    texts = [HARBOUR.replace("ships", sign).replace("town", sign) for sign in ("XX", "YY", "ZZ")]
    (folder / "harbour.yaml").write_text(texts[-1], encoding="utf-8")
    library = Library(folder)
    done = Event()

    def keep_asking() -> int:
        asked = 0
        while not done.is_set() or not asked:
            edition = library.current
            first, second = edition.matcher.match("Who paid for the harbour?").candidates
            assert first.interview is second.interview is edition.interviews[0]
            said = {*first.exchange.answer.split(), *second.exchange.answer.split()}
            assert len(said & {"XX", "YY", "ZZ"}) == 1
            asked += 1
        return asked

    with ThreadPoolExecutor(3) as threads:
        asking = [threads.submit(keep_asking) for _ in range(3)]
        try:
            for text in texts * 4:
                (folder / "harbour.yaml").write_text(text, encoding="utf-8")
                assert library.reload().any
        finally:
            done.set()
        assert all(one.result() for one in asking)


def _asked(library: Library) -> list[Match]:
    """Return what a library makes of questions to the harbour and the bridge."""
    questions = (
        "Who paid for the harbour?",
        "why is that bridge so long, and the river so wide",
        "how many boats needed the lighthose",
        "ships",
        "What is the best recipe for pancakes?",
    )
    return [library.current.matcher.match(question) for question in questions]


def _touched(path: Path) -> None:
    """Write a file again as it is, with another time."""
    path.write_bytes(path.read_bytes())
    os.utime(path, (1, 1))


def test_a_reload_reads_only_the_files_whose_bytes_changed(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "bridge.yaml").write_text(BRIDGE, encoding="utf-8")
    library = Library(folder)
    bridge, harbour = library.current.interviews
    read: list[str] = []

    def reading(path: Path, content: str) -> Interview:
        read.append(path.name)
        return interview_in(path, content)

    monkeypatch.setattr("knowledge.reading.interview_in", reading)
    _touched(folder / "bridge.yaml")
    library.reload()
    assert read == []
    assert library.current.interviews[0] is bridge
    assert library.current.interviews[1] is harbour

    _edit(folder, "The town did.", "I did.")
    library.reload()
    assert read == ["harbour.yaml"]
    assert library.current.interviews[0] is bridge
    assert library.current.interviews[1].exchanges[1].answer == "I did."

    (folder / "tower.yaml").write_text(BRIDGE.replace("bridge", "tower"), encoding="utf-8")
    library.reload()
    assert read == ["harbour.yaml", "tower.yaml"]
    assert library.current.interviews[0] is bridge


def test_a_file_that_is_mended_to_what_it_was_is_served_as_it_was(
    folder: Path,
) -> None:
    library = Library(folder)
    before = library.current.interviews
    _edit(folder, "The town did.", "")
    for _ in range(2):
        with pytest.raises(KnowledgeError):
            library.reload()
    _edit(folder, "The town did.", "The town did.")
    assert not library.reload().any
    assert library.current.interviews[0] is before[0]


def test_a_file_that_is_renamed_and_one_of_the_same_length_are_read(folder: Path) -> None:
    library = Library(folder)
    _edit(folder, "The town did.", "The clan did.")
    os.utime(folder / "harbour.yaml", (1, 1))
    assert _references(library.reload()) == ([], ["harbour--money"], [], False)
    (folder / "harbour.yaml").rename(folder / "port.yaml")
    assert not library.reload().any
    assert library.current.interviews[0].exchanges[1].answer == "The clan did."


def _change(folder: Path) -> Iterator[str]:
    """Change the folder step by step, and say what was done."""
    bridge = folder / "bridge.yaml"
    _edit(folder, "The town did.", "The boats did, and the town.")
    yield "an answer changed"
    bridge.write_text(BRIDGE, encoding="utf-8")
    yield "an interview added before the other"
    _edit(folder, "Because ships needed it.", "For fun.")
    yield "another answer changed"
    bridge.write_text(BRIDGE.replace("Because the river is wide.", "So that boats pass."), "utf-8")
    yield "the answer of the added one changed"
    bridge.rename(folder / "tower.yaml")
    yield "the order changed"
    (folder / "tower.yaml").unlink()
    yield "an interview removed"
    _edit(folder, HARBOUR[HARBOUR.index("  - id: money") :], "")
    yield "an exchange removed"


@pytest.mark.parametrize("with_model", [False, True])
def test_after_any_reload_questions_are_matched_as_by_a_library_that_was_just_made(
    folder: Path, tmp_path_factory: pytest.TempPathFactory, *, with_model: bool
) -> None:
    model = _model(tmp_path_factory) if with_model else None
    cache = VectorCache(model) if model else None
    library = Library(folder, cache)
    before = _asked(library)
    for step in _change(folder):
        library.reload()
        found = _asked(library)
        assert found == _asked(Library(folder, cache)), step
        assert found != before, step
        before = found


class _Watched(SentenceModel):
    """Notes which texts it reads."""

    def __init__(self, files: ModelFiles) -> None:
        super().__init__(files)
        self.texts: list[str] = []

    def read(self, texts: Sequence[str]) -> list[Reading]:
        self.texts += texts
        return super().read(texts)

    def just_read(self) -> list[str]:
        texts = sorted(self.texts)
        self.texts.clear()
        return texts


def _model(tmp_path_factory: pytest.TempPathFactory) -> _Watched:
    return _Watched.load(TinyModel().write(tmp_path_factory.mktemp("model") / "tiny"))


@pytest.mark.parametrize("on_disk", [False, True])
def test_a_model_reads_only_what_a_reload_changed(
    folder: Path, tmp_path_factory: pytest.TempPathFactory, *, on_disk: bool
) -> None:
    model = _model(tmp_path_factory)
    cached = tmp_path_factory.mktemp("cache") if on_disk else None
    library = Library(folder, VectorCache(model, cached))
    assert library.reads_meaning
    assert model.just_read() == [
        "Because ships needed it.",
        "The town did.",
        "Who paid for the lighthouse?",
        "Why did you build the harbour?",
    ]
    library.reload()
    _touched(folder / "harbour.yaml")
    library.reload()
    assert model.just_read() == []

    _edit(folder, "The town did.", "I did.")
    library.reload()
    assert model.just_read() == ["I did."]
    _edit(folder, "The town did.", "The town did.")
    library.reload()
    assert model.just_read() == []

    (folder / "bridge.yaml").write_text(BRIDGE, encoding="utf-8")
    library.reload()
    assert model.just_read() == ["Because the river is wide.", "Why is the bridge so long?"]

    again = Library(folder, VectorCache(model, cached))
    assert len(again.current.entries) == 3
    assert len(model.just_read()) == (0 if on_disk else 6)


def test_progress_is_told_of_what_a_model_reads_anew_and_of_nothing_else(
    folder: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    told: list[tuple[int, int]] = []
    library = Library(
        folder,
        VectorCache(_model(tmp_path_factory)),
        lambda done, of: told.append((done, of)),
    )
    assert told == [(0, 4)]
    library.reload()
    assert told == [(0, 4)]
    _edit(folder, "The town did.", "I did.")
    library.reload()
    assert told == [(0, 4), (0, 1)]
