"""Other processes read very many files ahead; whatever becomes of them, all files are served."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import pytest

from knowledge import ahead, loading
from knowledge.ahead import Ahead
from knowledge.interview import Interview
from knowledge.knowledge_file import interview_as_yaml
from knowledge.loading import Loading
from knowledge.reading import Reader
from tests.several import sold

COUNT = 24
INTERVIEWS = [sold(number, f"boat{number}") for number in range(COUNT)]
PATIENCE = 20


@pytest.fixture
def files(tmp_path: Path) -> list[Path]:
    folder = tmp_path / "archive"
    folder.mkdir()
    files = [folder / f"{number:02} of many\n.yaml" for number in range(COUNT)]
    for file, one in zip(files, INTERVIEWS, strict=True):
        file.write_text(interview_as_yaml(one), encoding="utf-8")
    return files


@pytest.fixture
def reader(tmp_path: Path) -> Reader:
    return Reader(tmp_path / "cache")


@pytest.fixture
def few_are_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loading, "_FEW_MADE", 2)
    monkeypatch.setattr(loading, "_MANY_LEFT", 5)


def loaded(files: Sequence[Path], reader: Reader, processes: int = 2) -> list[Interview]:
    found = Loading(files, reader, None, processes)
    found.read_all()
    return found.interviews


def program(tmp_path: Path, lines: str) -> str:
    """Return a program that is run in place of Python."""
    path = tmp_path / "python"
    path.write_text(f"#!/bin/sh\n{lines}\n")
    path.chmod(0o755)
    return str(path)


@pytest.mark.usefixtures("few_are_many")
@pytest.mark.parametrize("processes", [1, 2, 3])
def test_very_many_files_are_read_by_other_processes(
    files: list[Path], reader: Reader, processes: int
) -> None:
    assert loaded(files, reader, processes) == INTERVIEWS
    # One more: which was due when they began.
    assert reader.made == 3


def test_a_few_files_are_read_without_others(
    files: list[Path], reader: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "executable", "/there/is/none")
    assert loaded(files, reader) == INTERVIEWS
    assert reader.made == COUNT


@pytest.mark.usefixtures("few_are_many")
def test_a_file_that_others_read_ahead_is_refused_for_what_is_wrong_with_it(
    files: list[Path], reader: Reader
) -> None:
    files[10].write_text("id: [", encoding="utf-8")
    files[11].unlink()
    found = Loading(files, reader, None, 2)
    found.read_all()
    assert found.interviews == INTERVIEWS[:10] + INTERVIEWS[12:]
    assert [problem.path for problem in found.problems] == files[10:12]


@pytest.mark.usefixtures("few_are_many")
def test_a_file_that_is_changed_after_others_read_it_is_read_as_it_is(
    files: list[Path], reader: Reader
) -> None:
    found = Loading(files, reader, None, 1)
    while found.met < 4:
        found.read_next()
    changed = sold(99, "herring")
    files[-1].write_text(interview_as_yaml(changed), encoding="utf-8")
    found.read_all()
    assert found.interviews == [*INTERVIEWS[:-1], changed]


@pytest.mark.usefixtures("few_are_many")
@pytest.mark.parametrize("lines", ["exit 1", "read one; echo; read two; echo; exit 1"])
def test_where_they_die_all_files_are_read_without_them(
    files: list[Path],
    reader: Reader,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    lines: str,
) -> None:
    monkeypatch.setattr(sys, "executable", program(tmp_path, lines))
    assert loaded(files, reader) == INTERVIEWS
    assert reader.made == COUNT
    assert "has ended" in caplog.text


@pytest.mark.usefixtures("few_are_many")
def test_where_no_other_process_can_be_begun_all_files_are_read(
    files: list[Path],
    reader: Reader,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    monkeypatch.setattr(sys, "executable", "/there/is/none")
    assert loaded(files, reader) == INTERVIEWS
    assert "No other process" in caplog.text


@pytest.mark.usefixtures("few_are_many")
def test_where_nothing_is_kept_none_are_begun(
    files: list[Path], monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(sys, "executable", "/there/is/none")
    assert loaded(files, Reader()) == INTERVIEWS
    assert not caplog.text


def test_one_that_hangs_is_ended(
    files: list[Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hanging = program(tmp_path, f"echo $$ > {tmp_path}/id\nexec tail -f /dev/null")
    monkeypatch.setattr(sys, "executable", hanging)
    monkeypatch.setattr(ahead, "_PATIENCE", 0.1)
    reading = Ahead(files, tmp_path, 1)
    wait_until_there(tmp_path / "id")
    reading.stop()
    assert not is_running(int((tmp_path / "id").read_text()))


@pytest.mark.skipif(sys.platform != "linux", reason="who runs is looked up in /proc")
@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM", "SIGKILL"])
def test_they_end_with_the_process_that_began_them(
    files: list[Path], tmp_path: Path, name: str
) -> None:
    script = """
import sys, time
from pathlib import Path
from knowledge.ahead import Ahead
reading = Ahead([Path(name) for name in sys.argv[2:]], Path(sys.argv[1]), 2)
reading.wait_for_next()
print(*(one.pid for one in reading._workers), flush=True)
time.sleep(60)
"""
    command = [sys.executable, "-c", script, str(tmp_path / "cache"), *map(str, files)]
    with subprocess.Popen(  # noqa: S603  (ourselves)
        command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, start_new_session=True
    ) as parent:
        assert parent.stdout is not None
        workers = list(map(int, parent.stdout.readline().split()))
        assert len(workers) == 2
        if name == "SIGINT":
            # As a terminal does, which tells it all of them.
            os.killpg(parent.pid, signal.SIGINT)
        else:
            parent.send_signal(signal.Signals[name])
    until = time.monotonic() + PATIENCE
    while any(map(is_running, workers)):
        assert time.monotonic() < until
        time.sleep(0.01)


def test_they_know_no_telegram() -> None:
    command = "import sys, knowledge.ahead; sys.exit('telegram' in sys.modules)"
    found = subprocess.run([sys.executable, "-c", command], check=False)  # noqa: S603  (ourselves)
    assert found.returncode == 0


def wait_until_there(file: Path) -> None:
    until = time.monotonic() + PATIENCE
    while not (file.exists() and file.read_text().strip()):
        assert time.monotonic() < until
        time.sleep(0.01)


def is_running(process: int) -> bool:
    """Whether a process runs: one that has ended may not have been waited for."""
    try:
        status = Path(f"/proc/{process}/stat").read_text()
    except FileNotFoundError:
        return False
    return status.rsplit(")", 1)[1].split()[0] != "Z"
