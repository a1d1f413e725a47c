"""A published page or transcript becomes an interview, word for word."""

from knowledge.importing.imported import Imported, ImportedExchange, ImportFailure, import_source

__all__ = ["ImportFailure", "Imported", "ImportedExchange", "import_source"]
