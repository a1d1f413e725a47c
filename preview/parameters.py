"""What a bot sends with a call, read as the Bot API reads it: each field by its kind."""

import json
from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import Any, TypeVar
from urllib.parse import parse_qsl

from preview.errors import ApiError, bad_request
from preview.files import LARGEST_UPLOAD
from preview.multipart import Form, Upload, read_form
from preview.strict_json import read_json

Json = dict[str, Any]
Kind = TypeVar("Kind")

# How a parameter names a file that came beside it (https://core.telegram.org/bots/api#sending-files).
ATTACHED = "attach://"


class Fields:
    """A structure that a bot sent, read field by field.

    A field that is absent or null is not given. A number is taken for a text, and digits for a
    number, as Telegram does.
    """

    def __init__(self, values: Mapping[str, object], what: str) -> None:
        """Read ``values``; ``what`` names the structure to whoever sent it."""
        self._values = values
        self._what = what

    def as_json(self) -> Json:
        """Return the structure as it was sent."""
        return dict(self._values)

    def has(self, name: str) -> bool:
        """Return whether a field was given."""
        return self._values.get(name) is not None

    def text(self, name: str, default: str | None = "") -> str:
        """Return a text.

        Raises:
            ApiError: 400, where it is none, or is not given and there is no ``default``.
        """
        value = self._value(name, default)
        if isinstance(value, int | float) and not isinstance(value, bool):
            return str(value)
        return self._of_kind(name, value, str, "String")

    def integer(self, name: str, default: int | None = 0) -> int:
        """Return a whole number.

        Raises:
            ApiError: 400, where it is none, or is not given and there is no ``default``.
        """
        value = self._value(name, default)
        if isinstance(value, str):
            with suppress(ValueError):
                return int(value)
        return self._of_kind(name, None if isinstance(value, bool) else value, int, "Number")

    def flag(self, name: str) -> bool:
        """Return whether something was asked for."""
        return self._of_kind(name, self._value(name, default=False), bool, "Boolean")

    def structure(self, name: str) -> "Fields | None":
        """Return a structure within this one; ``None`` where it was not given."""
        value = self._structured(name)
        return None if value is None else self._fields(name, value)

    def structures(self, name: str) -> list["Fields"]:
        """Return a list of structures; an empty one where it was not given."""
        return [self._fields(name, one) for one in self._list(name, self._structured(name) or [])]

    def rows(self, name: str) -> list[list["Fields"]]:
        """Return a list of lists of structures."""
        rows = self._list(name, self._value(name, None))
        return [[self._fields(name, one) for one in self._list(name, row)] for row in rows]

    def texts(self, name: str) -> list[str] | None:
        """Return a list of texts; ``None`` where it was not given."""
        value = self._structured(name)
        if value is None:
            return None
        return [self._of_kind(name, one, str, "String") for one in self._list(name, value)]

    def integers(self, name: str) -> list[int]:
        """Return a list of whole numbers; an empty one where it was not given."""
        numbers = self._list(name, self._structured(name) or [])
        return [Fields({name: one}, self._what).integer(name, None) for one in numbers]

    def refusal(self, reason: str) -> ApiError:
        """Return a refusal of this structure."""
        return bad_request(f"can't parse {self._what}: {reason}")

    def _structured(self, name: str) -> object:
        return self._values.get(name)

    def _value(self, name: str, default: object) -> object:
        value = self._values.get(name)
        if value is not None:
            return value
        if default is None:
            raise self.refusal(f'Can\'t find field "{name}"')
        return default

    def _fields(self, name: str, value: object) -> "Fields":
        return Fields(self._of_kind(name, value, dict, "Object"), name.replace("_", " "))

    def _list(self, name: str, value: object) -> Sequence[object]:
        return self._of_kind(name, value, list, "Array")

    def _of_kind(self, name: str, value: object, kind: type[Kind], kind_name: str) -> Kind:
        if not isinstance(value, kind):
            raise self.refusal(f'Field "{name}" must be of type {kind_name}')
        return value


class Parameters(Fields):
    """The parameters of one call, by name.

    Whatever way they came (query string, form or JSON), a parameter is text here; one that has a
    structure is JSON text. Files come beside them.
    """

    def __init__(self, form: Form) -> None:
        super().__init__(form.texts, "parameters")
        self._texts = form.texts
        self._uploads = form.uploads

    @classmethod
    def read(cls, query: str, content_type: str, body: bytes) -> "Parameters":
        """Read a request's query string and body.

        Raises:
            ApiError: 400, where the body is not what its content type says; 413, where its files
                are too large.
        """
        form = Form(dict(parse_qsl(query, keep_blank_values=True)), {})
        kind = content_type.partition(";")[0].strip().lower()
        reader = _BODIES.get(kind)
        if reader is not None and body:
            try:
                sent = reader(content_type, body)
            except (ValueError, AttributeError) as error:
                raise bad_request("can't parse the request body") from error
            if sum(len(upload.content) for upload in sent.uploads.values()) > LARGEST_UPLOAD:
                raise ApiError(413, "Request Entity Too Large")
            form = Form(form.texts | sent.texts, sent.uploads)
        return cls(form)

    def as_dict(self) -> dict[str, str]:
        """Return all of them as text; a file is said by its name and size."""
        attached = "".join(self._texts.values())
        said = {
            name: f"{upload.name} ({len(upload.content)} bytes)"
            for name, upload in self._uploads.items()
            if f"{ATTACHED}{name}" not in attached
        }
        return said | self._texts

    def upload(self, name: str) -> Upload | None:
        """Return the file of a name, where one was sent."""
        return self._uploads.get(name)

    def integer(self, name: str, default: int | None = 0) -> int:
        """Return a whole number; what is none counts as not given."""
        try:
            return int(self._texts[name])
        except (KeyError, ValueError):
            return default or 0

    def flag(self, name: str) -> bool:
        """Return whether something was asked for."""
        return self._texts.get(name, "").lower() in ("true", "1", "yes")

    def _structured(self, name: str) -> object:
        text = self._texts.get(name)
        if not text:
            return None
        try:
            return read_json(text)
        except ValueError as error:
            raise bad_request(f"can't parse {name.replace('_', ' ')} JSON object") from error


def _json_body(_content_type: str, body: bytes) -> Form:
    texts = {
        name: value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
        for name, value in read_json(body.decode()).items()
    }
    return Form(texts, {})


def _form_body(_content_type: str, body: bytes) -> Form:
    return Form(dict(parse_qsl(body.decode(), keep_blank_values=True)), {})


_BODIES = {
    "application/json": _json_body,
    "application/x-www-form-urlencoded": _form_body,
    "multipart/form-data": read_form,
}
