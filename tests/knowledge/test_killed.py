"""A process that is killed while it changes a knowledge file leaves it whole, and its versions."""

import multiprocessing
import os
import random
import signal
from contextlib import suppress
from multiprocessing.connection import Connection
from pathlib import Path

import pytest

from knowledge.versions import KEPT, Versions
from tests.knowledge import changing
from tests.knowledge.harbour import ID, SOMETHING, history, interview_of, saved, text_of

pytestmark = pytest.mark.skipif(os.name != "posix", reason="elsewhere nothing is killed like this")

ROUNDS = 100
SEED = 20_261_126
# Seconds in which some changes are made.
LONGEST = 0.03
# Seconds that a process may take to begin, where the machine is busy.
BEGINS = 60


@pytest.fixture
def versions(tmp_path: Path) -> Versions:
    made = Versions(tmp_path / "harbour.yaml", ID)
    saved(made)
    made.meet()
    return made


@pytest.fixture(scope="module")
def processes() -> multiprocessing.context.ForkServerContext:
    """What begins processes that have loaded everything already."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([changing.__name__])
    return context


def check_all_is_whole(versions: Versions) -> None:
    """Hold a file and its versions against what they may be after a change, done or not."""
    content = versions.path.read_bytes()
    interview_of(versions)
    was_kept = versions.kept()
    assert was_kept.problems == ()
    versions.meet()
    newest, *older = versions.kept().versions
    assert newest.content == content
    # Nothing was taken for the work of somebody's hands; nothing that was kept before is lost.
    assert all(one.who for one in (newest, *older) if one.number > 1)
    last = [one.number for one in was_kept.versions[: KEPT - 1]]
    assert {*last} <= {newest.number, *(one.number for one in older)}
    assert len(older) < KEPT
    assert list(versions.folder.glob("*.next")) == []


@pytest.mark.timeout(300)
def test_a_kill_at_any_moment_leaves_a_valid_file_and_readable_versions(
    versions: Versions, processes: multiprocessing.context.ForkServerContext
) -> None:
    chance = random.Random(SEED)  # noqa: S311
    for number in range(ROUNDS):
        told, tells = processes.Pipe(duplex=False)
        process = processes.Process(
            target=changing.go_on, args=(versions.path, SEED + number, tells)
        )
        process.start()
        tells.close()
        # First so many changes that are done; then, somewhere in the next ones, the end.
        published = [_next(told) for _ in range(1 + chance.randrange(3))]
        process.join(chance.uniform(0, LONGEST))
        process.kill()
        process.join()
        assert process.exitcode == -signal.SIGKILL
        published += _rest(told)
        check_all_is_whole(versions)
        # Whatever was said to be published is.
        assert versions.kept().versions[0].number >= max(published)


@pytest.mark.timeout(300)
@pytest.mark.parametrize("change", changing.CHANGES)
def test_a_kill_before_any_step_of_a_change_leaves_it_undone_or_done(
    versions: Versions, processes: multiprocessing.context.ForkServerContext, change: str
) -> None:
    if change == "undo":
        changing.CHANGES["publish"](versions, random.Random(0))  # noqa: S311
    before, kept = text_of(versions), history(versions)
    outcomes = []
    for step in range(1, 100):
        process = processes.Process(target=changing.die_at, args=(versions.path, step, change))
        process.start()
        process.join(BEGINS)
        if process.exitcode == 0:
            break
        assert process.exitcode == -signal.SIGKILL
        check_all_is_whole(versions)
        outcomes.append(text_of(versions) != before)
        assert len(history(versions)) == len(kept) + outcomes[-1]
        if outcomes[-1]:
            # As it was, for the next step.
            now = versions.based_on()
            versions.publish(before, based_on=now, who="Nell", what=SOMETHING)
            kept = history(versions)
    assert text_of(versions) != before
    # Before and after the one step that counts.
    assert outcomes == sorted(outcomes)
    assert set(outcomes) == {False, True}


def _next(told: Connection) -> int:
    assert told.poll(BEGINS)
    number: int = told.recv()
    return number


def _rest(told: Connection) -> list[int]:
    """Return what was told before the end; the last of it may be cut off."""
    numbers: list[int] = []
    with suppress(EOFError, OSError):
        while told.poll():
            numbers.append(told.recv())
    return numbers
