"""The versions of a knowledge file: published, kept, compared and brought back."""

import errno
import json
import os
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import pytest
from filelock import FileLock

from knowledge import versions as versions_module
from knowledge.deed import Act, Deed
from knowledge.differences import Kind
from knowledge.knowledge_file import knowledge_files
from knowledge.problem import KnowledgeError
from knowledge.version_file import digest, read_version
from knowledge.versions import FOLDER, KEPT, MovedError, UnchangedError, Versions
from knowledge.whole_file import write_whole
from tests.knowledge.full_disk import no_file_above
from tests.knowledge.harbour import (
    CHANGED_BY_HAND,
    FOUND,
    HARBOUR,
    ID,
    SOMETHING,
    brought_back,
    changed,
    history,
    interview_of,
    saved,
    text_of,
)

COD = changed("herring", "cod")
BROKEN = changed("id: harbour\n", "id: harbour\nid: harbour\n")
BY_HAND = ("", FOUND)


@pytest.fixture
def versions(tmp_path: Path) -> Versions:
    made = Versions(tmp_path / "harbour.yaml", ID)
    saved(made)
    return made


def publish(versions: Versions, text: str, who: str = "Nell") -> None:
    versions.publish(text, based_on=versions.based_on(), who=who, what=SOMETHING)


def nothing_half_done(versions: Versions) -> None:
    left = [*versions.path.parent.glob(".*.part"), *versions.folder.glob("*.next")]
    assert [*left, *versions.folder.glob(".*.part")] == []


def test_what_is_published_stands_in_the_file_and_what_was_there_is_kept(
    versions: Versions,
) -> None:
    before = datetime.now(UTC)
    made = versions.publish(COD, based_on=versions.based_on(), who="Nell", what=SOMETHING)
    assert text_of(versions) == COD
    now, was = versions.kept().versions
    assert (now, now.who, now.what, now.content) == (made, "Nell", SOMETHING, COD.encode())
    assert before <= now.saved <= datetime.now(UTC)
    assert now.saved.utcoffset() == before.utcoffset()
    assert (was.who, was.what, was.content) == (*BY_HAND, HARBOUR.encode())
    nothing_half_done(versions)


def test_what_was_published_where_a_file_had_been_deleted_is_taken_back_to_none(
    versions: Versions,
) -> None:
    publish(versions, COD)
    versions.path.unlink()
    publish(versions, changed("Nell", "Bess"))

    assert versions.take_back(3, who="Nell") is None

    assert not versions.path.exists()
    assert history(versions) == [("Nell", SOMETHING), BY_HAND]


def test_what_stands_there_already_is_not_published_again_whoever_did_it(
    versions: Versions,
) -> None:
    based_on = versions.based_on()
    publish(versions, COD, "Bess")

    with pytest.raises(UnchangedError):
        versions.publish(COD, based_on=based_on, who="Nell", what=SOMETHING)

    versions.take_back(2, who="Nell")
    with pytest.raises(UnchangedError):
        versions.take_back(2, who="Nell")
    assert len(history(versions)) == 3


def test_a_file_that_is_new_is_published_where_there_was_none(tmp_path: Path) -> None:
    versions = Versions(tmp_path / "harbour.yaml", ID)
    assert versions.based_on() is None
    publish(versions, HARBOUR)
    assert text_of(versions) == HARBOUR
    assert history(versions) == [("Nell", SOMETHING)]


def test_versions_are_no_knowledge_files(versions: Versions) -> None:
    publish(versions, COD)
    assert knowledge_files(versions.path.parent) == [versions.path]


@pytest.mark.parametrize("text", [HARBOUR.replace("\n", "\r\n"), "\ufeff" + HARBOUR])
def test_every_byte_is_kept(versions: Versions, text: str) -> None:
    publish(versions, text)
    publish(versions, COD)
    assert versions.kept().versions[1].content == text.encode()


def test_a_version_without_its_first_lines_is_the_knowledge_file(versions: Versions) -> None:
    publish(versions, COD)
    (newest,) = versions.folder.glob("000002.yaml")
    assert newest.read_bytes().split(b"\n", 2)[2] == COD.encode()


def test_whoever_began_before_the_file_changed_is_told_and_overwrites_nothing(
    versions: Versions,
) -> None:
    first = second = versions.based_on()
    versions.publish(COD, based_on=first, who="Nell", what=SOMETHING)
    with pytest.raises(MovedError, match=r"harbour\.yaml: the file has changed meanwhile"):
        versions.publish(changed("Nell", "Bess"), based_on=second, who="Bess", what=SOMETHING)
    assert text_of(versions) == COD
    assert [who for who, _ in history(versions)] == ["Nell", ""]


def test_a_file_that_appeared_or_went_meanwhile_has_moved_too(versions: Versions) -> None:
    based_on = versions.based_on()
    with pytest.raises(MovedError):
        versions.publish(COD, based_on=None, who="Nell", what=SOMETHING)
    versions.path.unlink()
    with pytest.raises(MovedError):
        versions.publish(COD, based_on=based_on, who="Nell", what=SOMETHING)
    assert not versions.path.exists()


def test_of_many_who_publish_at_once_each_is_published_or_told(versions: Versions) -> None:
    based_on = versions.based_on()

    def of(number: int) -> bool:
        text = changed("herring", f"herring {number}")
        try:
            Versions(versions.path, ID).publish(
                text, based_on=based_on, who=f"{number}", what=SOMETHING
            )
        except MovedError:
            return False
        return True

    with ThreadPoolExecutor(8) as pool:
        published = list(pool.map(of, range(16)))
    assert published.count(True) == 1
    assert f"herring {published.index(True)}" in text_of(versions)
    assert history(versions) == [(f"{published.index(True)}", SOMETHING), BY_HAND]


def test_what_was_saved_by_hand_is_a_version_of_its_own(versions: Versions) -> None:
    publish(versions, COD)
    saved(versions, changed("Nell", "Bess", COD))
    versions.meet()
    assert history(versions) == [
        ("", CHANGED_BY_HAND),
        ("Nell", SOMETHING),
        BY_HAND,
    ]
    versions.meet()
    assert len(history(versions)) == 3


@pytest.mark.parametrize("content", [BROKEN.encode(), b"", b"\xff\xfe", b"id: [", b"\x00"])
def test_what_was_saved_by_hand_with_problems_is_kept_and_can_be_published_over(
    versions: Versions, content: bytes
) -> None:
    publish(versions, COD)
    versions.path.write_bytes(content)
    publish(versions, HARBOUR)
    assert text_of(versions) == HARBOUR
    assert [what for _, what in history(versions)][1] == Deed(act=Act.SAVED_WITH_PROBLEMS)
    broken = versions.kept().versions[1]
    assert broken.content == content
    with pytest.raises(KnowledgeError):
        versions.interview(broken)
    with pytest.raises(KnowledgeError):
        versions.bring_back(broken.number, based_on=versions.based_on(), who="Nell")
    assert text_of(versions) == HARBOUR


def test_problems_mended_by_hand_are_told_as_that(versions: Versions) -> None:
    saved(versions, BROKEN)
    versions.meet()
    saved(versions)
    versions.meet()
    assert history(versions)[0] == ("", Deed(act=Act.MENDED))


def test_the_last_versions_are_kept_and_older_ones_go(versions: Versions) -> None:
    for number in range(KEPT + 5):
        publish(versions, changed("herring", f"herring {number}"))
    kept = versions.kept().versions
    assert [one.number for one in kept] == list(range(KEPT + 6, 6, -1))
    assert len(list(versions.folder.glob("*.yaml"))) == KEPT
    with pytest.raises(KnowledgeError, match="version 3 is not kept, or damaged"):
        versions.version(3)
    with pytest.raises(KnowledgeError, match="nothing older than version 7 is kept"):
        versions.before(7)


def test_an_earlier_version_is_brought_back_as_a_new_one(versions: Versions) -> None:
    publish(versions, COD)
    publish(versions, changed("Nell", "Bess", COD))
    versions.bring_back(1, based_on=versions.based_on(), who="Bess")
    assert text_of(versions) == HARBOUR
    assert history(versions)[0] == ("Bess", brought_back(1))
    assert len(history(versions)) == 4
    versions.bring_back(3, based_on=versions.based_on(), who="Bess")
    assert text_of(versions) == changed("Nell", "Bess", COD)


def test_bringing_back_over_a_change_that_was_not_seen_is_refused(versions: Versions) -> None:
    publish(versions, COD)
    based_on = versions.based_on()
    saved(versions, changed("Nell", "Bess", COD))
    with pytest.raises(MovedError):
        versions.bring_back(1, based_on=based_on, who="Nell")
    assert text_of(versions) == changed("Nell", "Bess", COD)


def test_publishing_what_stands_there_is_no_version(versions: Versions) -> None:
    with pytest.raises(UnchangedError, match="this is what stands there already"):
        publish(versions, HARBOUR)
    assert history(versions) == [BY_HAND]


def test_two_versions_are_compared(versions: Versions) -> None:
    publish(versions, COD)
    found = versions.compared(1, 2)
    assert [(one.kind, one.exchange.id) for one in found.exchanges] == [(Kind.CHANGED, "money")]
    assert versions.interview(versions.version(1)).exchanges[1].answer.endswith("herring.")


def test_a_text_with_problems_is_refused_with_its_lines(versions: Versions) -> None:
    with pytest.raises(KnowledgeError, match=r"harbour\.yaml:3: id stands twice"):
        publish(versions, BROKEN)
    assert text_of(versions) == HARBOUR
    assert not versions.folder.exists()


def test_a_text_of_another_interview_is_refused(versions: Versions) -> None:
    with pytest.raises(KnowledgeError, match="its id is 'bridge', and here belongs 'harbour'"):
        publish(versions, changed("id: harbour", "id: bridge"))
    assert text_of(versions) == HARBOUR


def test_the_file_of_another_interview_is_left_as_it_is(versions: Versions) -> None:
    other = changed("id: harbour", "id: bridge")
    saved(versions, other)
    with pytest.raises(KnowledgeError, match="this is the file of 'bridge', and not of 'harbour'"):
        publish(versions, HARBOUR)
    assert text_of(versions) == other


@pytest.mark.parametrize("name", ["", "..", "../harbour", "a/b", "a\0", "é", "a" * 65, "."])
def test_an_id_that_could_lead_elsewhere_is_none(tmp_path: Path, name: str) -> None:
    with pytest.raises(ValueError, match="id"):
        Versions(tmp_path / "harbour.yaml", name)


def flipped(content: bytes) -> bytes:
    return content.replace(b"herring", b"herrinG")


def cut(content: bytes) -> bytes:
    return content[: len(content) // 2]


def renamed_who(content: bytes) -> bytes:
    return content.replace(b'"who":""', b'"who":"X"')


@pytest.mark.parametrize("damaged", [flipped, cut, renamed_who, lambda _: b"", lambda _: b"\xff"])
def test_a_damaged_version_is_told_of_and_passed_over(
    versions: Versions, damaged: type[bytes]
) -> None:
    publish(versions, changed("Nell", "Bess"))
    publish(versions, COD)
    file = versions.folder / "000001.yaml"
    assert damaged(file.read_bytes()) != file.read_bytes()
    file.write_bytes(damaged(file.read_bytes()))
    kept = versions.kept()
    assert [one.number for one in kept.versions] == [3, 2]
    (problem,) = kept.problems
    assert problem.path == file
    assert "its checksum differs" in problem.message
    with pytest.raises(KnowledgeError, match="version 1 is not kept, or damaged"):
        versions.bring_back(1, based_on=versions.based_on(), who="Nell")
    publish(versions, HARBOUR)
    assert text_of(versions) == HARBOUR


def test_the_newest_version_being_damaged_loses_nothing(versions: Versions) -> None:
    publish(versions, COD)
    (versions.folder / "000002.yaml").write_bytes(b"")
    publish(versions, changed("Nell", "Bess", COD))
    assert [one.content for one in versions.kept().versions] == [
        changed("Nell", "Bess", COD).encode(),
        COD.encode(),
        HARBOUR.encode(),
    ]


def test_a_version_of_another_interview_or_under_another_name_is_passed_over(
    versions: Versions,
) -> None:
    publish(versions, COD)
    other = Versions(versions.path.with_name("bridge.yaml"), "bridge")
    publish(other, changed("id: harbour", "id: bridge"))
    (other.folder / "000001.yaml").replace(versions.folder / "000009.yaml")
    copied = versions.folder / "000008.yaml"
    copied.write_bytes((versions.folder / "000001.yaml").read_bytes())
    assert [problem.message for problem in versions.kept().problems] == [
        "passed over: it is a version of 'bridge': delete the file",
        "passed over: it is version 1 under another name: delete the file",
    ]
    assert [one.number for one in versions.kept().versions] == [2, 1]


def test_a_version_of_which_a_line_tells_what_was_done_is_read(versions: Versions) -> None:
    publish(versions, COD)
    file = max(versions.folder.glob("*.yaml"))
    first, heading, content = file.read_bytes().split(b"\n", 2)
    told = json.loads(heading.removeprefix(b"# ")) | {"what": "1 exchange changed"}
    below = b"# " + json.dumps(told).encode() + b"\n" + content
    was = first.rsplit(b" ", 1)[0]
    file.write_bytes(was + b" " + digest(below).encode() + b"\n" + below)
    assert history(versions) == [("Nell", Deed(text="1 exchange changed")), BY_HAND]


def interrupted(versions: Versions) -> Path:
    """Leave the newest version as it is while it is about to be."""
    newest = max(versions.folder.glob("*.yaml"))
    return newest.replace(newest.with_suffix(".next"))


def test_a_version_whose_file_was_written_counts_though_it_was_interrupted(
    versions: Versions,
) -> None:
    publish(versions, COD)
    interrupted(versions)
    versions.meet()
    assert history(versions) == [("Nell", SOMETHING), BY_HAND]
    nothing_half_done(versions)


def test_a_version_whose_file_was_not_written_never_was(versions: Versions) -> None:
    publish(versions, COD)
    interrupted(versions)
    saved(versions)
    versions.meet()
    assert history(versions) == [BY_HAND]
    nothing_half_done(versions)


def test_a_version_that_was_interrupted_and_then_changed_by_hand_is_not_lost(
    versions: Versions,
) -> None:
    publish(versions, COD)
    interrupted(versions)
    saved(versions, changed("Nell", "Bess", COD))
    versions.meet()
    assert history(versions) == [
        ("", CHANGED_BY_HAND),
        ("Nell", SOMETHING),
        BY_HAND,
    ]


def test_a_new_file_that_was_not_written_never_was(tmp_path: Path) -> None:
    versions = Versions(tmp_path / "harbour.yaml", ID)
    publish(versions, HARBOUR)
    interrupted(versions)
    versions.path.unlink()
    versions.meet()
    assert history(versions) == []


def test_a_damaged_version_that_was_about_to_be_is_in_nobodys_way(versions: Versions) -> None:
    publish(versions, COD)
    interrupted(versions).write_bytes(b"")
    publish(versions, HARBOUR)
    assert [one.content for one in versions.kept().versions] == [
        HARBOUR.encode(),
        COD.encode(),
        HARBOUR.encode(),
    ]


def test_a_link_is_not_followed(versions: Versions, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere.txt"
    elsewhere.write_text(HARBOUR, encoding="utf-8")
    versions.path.unlink()
    versions.path.symlink_to(elsewhere)
    with pytest.raises(KnowledgeError, match="is a link to another file"):
        versions.publish(COD, based_on=None, who="Nell", what=SOMETHING)
    assert elsewhere.read_text(encoding="utf-8") == HARBOUR


@pytest.mark.parametrize("name", [FOLDER, f"{FOLDER}/{ID}"])
def test_versions_are_not_written_through_a_link(
    versions: Versions, tmp_path_factory: pytest.TempPathFactory, name: str
) -> None:
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    place = versions.path.parent / name
    place.parent.mkdir(exist_ok=True)
    place.symlink_to(elsewhere)
    with pytest.raises(KnowledgeError, match="is a link"):
        publish(versions, COD)
    assert text_of(versions) == HARBOUR
    assert list(elsewhere.iterdir()) == []


def test_where_versions_can_not_be_kept_nothing_is_published(versions: Versions) -> None:
    (versions.path.parent / FOLDER).write_text("a file")
    assert versions.kept().versions == ()
    with pytest.raises(KnowledgeError, match=r"can't be written \(.+\): check its permissions"):
        publish(versions, COD)
    assert text_of(versions) == HARBOUR


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root may write everywhere")
def test_in_a_folder_that_is_read_only_nothing_is_published(versions: Versions) -> None:
    folder = versions.path.parent
    folder.chmod(0o555)
    try:
        with pytest.raises(KnowledgeError, match="can't be written"):
            publish(versions, COD)
    finally:
        folder.chmod(0o755)
    assert text_of(versions) == HARBOUR


def test_where_the_file_can_not_be_written_no_version_is_left(versions: Versions) -> None:
    publish(versions, COD)
    # A folder stands where the file would be written first.
    (versions.path.parent / ".harbour.yaml.part").mkdir()
    with pytest.raises(KnowledgeError, match=r"harbour\.yaml: can't be written \(Is a directory\)"):
        publish(versions, changed("Nell", "Bess", COD))
    assert text_of(versions) == COD
    assert history(versions) == [("Nell", SOMETHING), BY_HAND]
    assert list(versions.folder.glob("*.next")) == []


def test_a_full_disk_changes_nothing(versions: Versions) -> None:
    publish(versions, COD)
    with (
        no_file_above(len(COD) // 2),
        pytest.raises(KnowledgeError, match=os.strerror(errno.EFBIG)),
    ):
        publish(versions, HARBOUR)
    assert text_of(versions) == COD
    assert history(versions) == [("Nell", SOMETHING), BY_HAND]
    nothing_half_done(versions)


def test_a_text_larger_than_any_knowledge_file_is_refused(
    versions: Versions, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(versions_module, "LARGEST_FILE", 100)
    with pytest.raises(KnowledgeError, match="has more than 0 MB"):
        publish(versions, COD)


def test_who_waits_too_long_for_another_is_told(
    versions: Versions, monkeypatch: pytest.MonkeyPatch
) -> None:
    versions.meet()
    monkeypatch.setattr(versions_module, "PATIENCE", 0.05)
    with (
        FileLock(versions.folder / ".lock"),
        pytest.raises(KnowledgeError, match="another change to it goes on at this moment"),
    ):
        publish(versions, COD)
    publish(versions, COD)


def test_a_file_changed_by_hand_at_the_last_moment_has_moved(
    versions: Versions, monkeypatch: pytest.MonkeyPatch
) -> None:
    by_hand = changed("Nell", "Bess")

    def saved_by_then(file: Path, content: bytes) -> None:
        write_whole(file, content)
        if file.suffix == ".next":
            saved(versions, by_hand)

    monkeypatch.setattr(versions_module, "write_whole", saved_by_then)
    with pytest.raises(MovedError):
        publish(versions, COD)
    assert text_of(versions) == by_hand
    nothing_half_done(versions)


def test_names_of_any_kind_are_kept(versions: Versions) -> None:
    who = 'Нелл "the keeper"\n# {} \u2028 🐟'
    publish(versions, COD, who)
    assert versions.kept().versions[0].who == who
    assert read_version(versions.folder / "000002.yaml", ID).who == who
    assert interview_of(versions).id == ID
