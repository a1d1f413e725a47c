"""``run_bot.py schema``: the JSON Schema of a knowledge file, for editors."""

import argparse
import sys
from pathlib import Path

from config import Settings
from knowledge.schema import SCHEMA_NAME, schema_as_json
from knowledge.whole_file import write_whole

_OWN = Path("knowledge", "interviews", SCHEMA_NAME)


def write_schema(options: argparse.Namespace, _settings: Settings) -> int:
    """Write the JSON Schema that knowledge files point to."""
    out: Path = options.out or _OWN
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        write_whole(out, schema_as_json().encode())
    except OSError as error:
        print(f"{out} can't be written: {error.strerror}", file=sys.stderr)
        return 1
    print(f"{out}: the JSON Schema of a knowledge file")
    return 0
