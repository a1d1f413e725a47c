"""``run_bot.py schema``: the JSON Schema of a knowledge file, for editors."""

import argparse
import sys

from config import Settings
from knowledge.schema import schema_as_json
from knowledge.whole_file import write_whole


def write_schema(options: argparse.Namespace, _settings: Settings) -> int:
    """Write the JSON Schema that knowledge files point to."""
    try:
        options.out.parent.mkdir(parents=True, exist_ok=True)
        write_whole(options.out, schema_as_json().encode())
    except OSError as error:
        print(f"{options.out} can't be written: {error.strerror}", file=sys.stderr)
        return 1
    print(f"{options.out}: the JSON Schema of a knowledge file")
    return 0
