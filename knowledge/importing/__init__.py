"""A published page or transcript becomes an interview, word for word."""

from knowledge.importing.imported import (
    Imported,
    ImportedExchange,
    import_content,
    import_source,
)
from knowledge.importing.refusal import ImportFailedError

__all__ = [
    "ImportFailedError",
    "Imported",
    "ImportedExchange",
    "import_content",
    "import_source",
]
