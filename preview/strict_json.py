"""JSON that comes from outside, read so that it can be written again for anybody."""

import json
import math
from typing import Any


def read_json(source: str) -> Any:
    """Return what JSON text says.

    Raises:
        ValueError: where it is none, too deep, or holds what can't be written as JSON in UTF-8:
            half a surrogate pair, or a number that is none or too large to be one.
    """
    try:
        value = _DECODER.decode(source)
    except RecursionError as error:
        raise ValueError("too deep") from error
    if "\\ud" in source.lower():
        json.dumps(value, ensure_ascii=False).encode()
    return value


def _number(text: str) -> float:
    number = float(text)
    if not math.isfinite(number):
        raise ValueError(f"{text} is no number of JSON's")
    return number


_DECODER = json.JSONDecoder(parse_float=_number, parse_constant=_number)
