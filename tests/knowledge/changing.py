"""A process that changes a knowledge file as the desk does, to be killed while it does."""

import os
import random
import signal
import sys
from collections.abc import Callable
from multiprocessing.connection import Connection
from pathlib import Path

from knowledge.problem import KnowledgeError
from knowledge.teaching import teach, undo
from knowledge.versions import Versions
from tests.knowledge.harbour import ID, SOMETHING, changed

# What Python announces before it writes, moves or deletes a file:
# https://docs.python.org/3/library/audit_events.html
_MOVES = frozenset({"os.rename", "os.remove", "os.mkdir", "os.chmod", "os.truncate"})
_TAUGHT = ("storm shelter", "herring tax", "Nell", "ships in winter", "whose sister", "the donors")
_OWNERS = ("why", "money", "keeper", "why", "keeper", "money")


def go_on(path: Path, seed: int, done: Connection) -> None:
    """Change the file again and again; tell the number of each version that is published."""
    chance = random.Random(seed)  # noqa: S311  (nothing is secret)
    versions = Versions(path, ID)
    done.send(0)
    while True:
        change = chance.choice([_publish, _teach, _undo, _bring_back])
        try:
            number = change(versions, chance)
        except KnowledgeError:
            continue
        done.send(number)


def die_at(path: Path, step: int, change: str) -> None:
    """Make one change, and die at one of the moments at which a file is written to."""
    versions = Versions(path, ID)
    passed = 0

    def count(event: str, values: tuple[object, ...]) -> None:
        nonlocal passed
        if event in _MOVES or (event == "open" and "w" in str(values[1])):
            passed += 1
            if passed == step:
                os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(count)
    CHANGES[change](versions, random.Random(step))  # noqa: S311


def _publish(versions: Versions, chance: random.Random) -> int:
    text = changed("herring", f"herring {chance.random()}")
    return versions.publish(text, based_on=versions.based_on(), who="Nell", what=SOMETHING).number


def _teach(versions: Versions, chance: random.Random) -> int:
    which = chance.randrange(len(_TAUGHT))
    found = teach(versions, _OWNERS[which], _TAUGHT[which], who="Nell", cache=None)
    return getattr(found, "version", versions.kept().versions[0]).number


def _undo(versions: Versions, _chance: random.Random) -> int:
    return undo(versions, versions.kept().versions[0].number, who="Nell").number


def _bring_back(versions: Versions, chance: random.Random) -> int:
    number = chance.choice(versions.kept().versions).number
    return versions.bring_back(number, based_on=versions.based_on(), who="Nell").number


CHANGES: dict[str, Callable[[Versions, random.Random], int]] = {
    "publish": _publish,
    "teach": _teach,
    "undo": _undo,
}
