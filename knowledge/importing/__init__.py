"""A published page or transcript becomes an interview, word for word."""

from knowledge.importing.imported import (
    Imported,
    ImportedExchange,
    ImportFailedError,
    import_content,
    import_source,
)

__all__ = [
    "ImportFailedError",
    "Imported",
    "ImportedExchange",
    "import_content",
    "import_source",
]
