"""Which format a source has, told by its content."""

from knowledge.importing.document import Document
from knowledge.importing.encoding import decoded
from knowledge.importing.markdown import is_markdown, read_markdown
from knowledge.importing.plain_text import read_plain_text


def read_document(source: bytes) -> Document:
    """Read a source of any format.

    Raises:
        UnreadableTextError: if it is of none.
    """
    text = decoded(source)
    return read_markdown(text) if is_markdown(text) else read_plain_text(text)
