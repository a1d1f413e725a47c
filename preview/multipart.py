"""Forms in parts, in which files come (https://www.rfc-editor.org/rfc/rfc7578)."""

from dataclasses import dataclass
from email.message import Message
from email.parser import HeaderParser


@dataclass(frozen=True)
class Upload:
    """A file that came with a call, under the name that its sender gives it."""

    name: str
    content: bytes


@dataclass(frozen=True)
class Form:
    """What a form holds, by the names of its fields."""

    texts: dict[str, str]
    uploads: dict[str, Upload]


def read_form(content_type: str, body: bytes) -> Form:
    """Return the fields of a form; a part without a name is passed over.

    Raises:
        ValueError: where it has no boundary, does not end, or has a text that is not UTF-8.
    """
    form = Form({}, {})
    for head, content in _parts(body, _boundary(content_type)):
        name = head.get_param("name", header="content-disposition")
        file_name = head.get_filename()
        if not isinstance(name, str):
            continue
        if file_name is None:
            form.texts[name] = content.decode()
        else:
            form.uploads[name] = Upload(file_name, content)
    return form


def _boundary(content_type: str) -> str:
    boundary = HeaderParser().parsestr(f"Content-Type: {content_type}\n\n").get_boundary()
    if not boundary:
        raise ValueError("the form has no boundary")
    return boundary


def _parts(body: bytes, boundary: str) -> list[tuple[Message, bytes]]:
    # The line break belongs to the delimiter, but nothing stands before the first.
    delimited = (b"\r\n" + body).split(b"\r\n--" + boundary.encode())
    ended = [number for number, part in enumerate(delimited) if part.startswith(b"--")]
    if not ended:
        raise ValueError("the form does not end")
    parts = []
    for part in delimited[1 : ended[0]]:
        head, _, content = part.partition(b"\r\n\r\n")
        parts.append((HeaderParser().parsestr(head.decode().lstrip() + "\n\n"), content))
    return parts
