"""Why a source could not be imported."""


class ImportFailedError(ValueError):
    """A source in which no interview was found; its text says what was looked for, and where."""
