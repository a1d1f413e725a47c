"""What a bot sends with a call, read as the Bot API reads it."""

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl

from preview.errors import bad_request


class Parameters:
    """The parameters of one call, by name.

    Whatever way they came (query string, form or JSON), a parameter is text here; one that has a
    structure is JSON text.
    """

    def __init__(self, values: Mapping[str, str]) -> None:
        self._values = dict(values)

    @classmethod
    def read(cls, query: str, content_type: str, body: bytes) -> "Parameters":
        """Read a request's query string and body.

        Raises:
            ApiError: 400, where the body is not what its content type says.
        """
        values = dict(parse_qsl(query, keep_blank_values=True))
        kind = content_type.partition(";")[0].strip().lower()
        try:
            if kind == "application/json" and body:
                for name, value in json.loads(body).items():
                    values[name] = value if isinstance(value, str) else json.dumps(value)
            elif kind == "application/x-www-form-urlencoded":
                values.update(parse_qsl(body.decode(), keep_blank_values=True))
        except (ValueError, AttributeError) as error:
            raise bad_request("can't parse the request body") from error
        return cls(values)

    def as_dict(self) -> dict[str, str]:
        """Return all of them, as text."""
        return dict(self._values)

    def text(self, name: str, default: str = "") -> str:
        """Return a text."""
        return self._values.get(name, default)

    def integer(self, name: str, default: int = 0) -> int:
        """Return a whole number; what is none counts as not given."""
        try:
            return int(self._values[name])
        except (KeyError, ValueError):
            return default

    def flag(self, name: str) -> bool:
        """Return whether something was asked for."""
        return self._values.get(name, "").lower() in ("true", "1", "yes")

    def json(self, name: str) -> Any:
        """Return what a structured parameter holds; ``None`` where it was not given.

        Raises:
            ApiError: 400, where it is not JSON.
        """
        value = self._values.get(name)
        if not value:
            return None
        try:
            return json.loads(value)
        except ValueError as error:
            raise bad_request(f"can't parse {name.replace('_', ' ')} JSON object") from error
