"""The C library's memory: of how many places the threads of a process take it."""

import ctypes
import platform
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from bot import heap
from tests.conftest import OWN

# Threads that are there together, and take memory; then what glibc says of itself, in XML.
PROGRAM = """
import ctypes, sys, threading
from bot.heap import keep_together
if sys.argv[1] == "together":
    keep_together()
there = threading.Barrier(4)
def take():
    there.wait()
    some = [bytearray(10_000) for _ in range(100)]
    there.wait()
threads = [threading.Thread(target=take) for _ in range(4)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
library = ctypes.CDLL(None)
library.fopen.restype = ctypes.c_void_p
file = ctypes.c_void_p(library.fopen(sys.argv[2].encode(), b"w"))
library.malloc_info(0, file)
library.fclose(file)
"""


def arenas(how: str, file: Path) -> int:
    command = [sys.executable, "-c", PROGRAM, how, str(file)]
    subprocess.run(command, cwd=OWN, check=True, timeout=60)  # noqa: S603  (our own program)
    return file.read_text(encoding="ascii").count("<heap nr=")


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="another C library")
def test_all_threads_take_memory_from_one_arena(tmp_path: Path) -> None:
    assert arenas("apart", tmp_path / "apart") > 1
    assert arenas("together", tmp_path / "together") == 1


def _is_not_there(_name: None) -> object:
    raise OSError("no such library")


@pytest.mark.parametrize("library", [_is_not_there, lambda _name: object()])
def test_of_another_c_library_nothing_is_asked(
    library: Callable[[None], object], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ctypes, "CDLL", library)

    heap.keep_together()
