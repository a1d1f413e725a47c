"""Importing in a process of its own: a source that would be read for ever holds nobody up."""

import subprocess
import sys
from functools import lru_cache
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from knowledge.importing.found import Imported
from knowledge.importing.refusal import ImportFailedError

# Seconds; five megabytes of speech take a quarter of it.
PATIENCE = 60.0

_ROOT = Path(__file__).parents[2]
_REFUSED = 3
_IMPORTED = TypeAdapter(Imported)


# Whoever goes through what a source would change asks for the same with each page.
@lru_cache(maxsize=4)
def import_apart(content: bytes, name: str) -> Imported:
    """Read a published interview as ``import_content`` does, in another process.

    Raises:
        ImportFailedError: as ``import_content``; or if reading takes too long, or breaks down.
    """
    try:
        # Not by multiprocessing, which would import the main module again, and Telegram with it.
        done = subprocess.run(  # noqa: S603  (ourselves)
            [sys.executable, "-m", __name__, name],
            cwd=_ROOT,
            input=content,
            capture_output=True,
            timeout=PATIENCE,
            check=False,
        )
        if done.returncode == _REFUSED:
            raise ImportFailedError(done.stdout.decode())
        return _IMPORTED.validate_json(done.stdout)
    except subprocess.TimeoutExpired as error:
        raise ImportFailedError(
            f"{name}: it takes too long to be read: save the interview alone, as plain text"
        ) from error
    except (OSError, ValidationError) as error:
        raise ImportFailedError(
            f"{name}: reading it broke down: save the interview alone, as plain text"
        ) from error


def answer(name: str) -> int:
    """Import standard input, and write what is found, or why nothing is, on standard output."""
    # Only the other process reads, and needs what reading needs.
    from knowledge.importing.imported import import_content  # noqa: PLC0415

    try:
        written = _IMPORTED.dump_json(import_content(sys.stdin.buffer.read(), name))
    except ImportFailedError as error:
        sys.stdout.buffer.write(str(error).encode("utf-8", "replace"))
        return _REFUSED
    sys.stdout.buffer.write(written)
    return 0


if __name__ == "__main__":
    sys.exit(answer(sys.argv[1]))
