"""What was done to a knowledge file, as facts that can be said in any language."""

from enum import StrEnum

from pydantic import BaseModel, ConfigDict


class Act(StrEnum):
    """What kind of thing was done."""

    FOUND = "found"  # nothing yet: the file was there
    PUBLISHED = "published"
    SAVED = "saved"  # by hand; the next two are as well
    SAVED_WITH_PROBLEMS = "saved-with-problems"
    MENDED = "mended"
    BROUGHT_BACK = "brought-back"
    TAUGHT = "taught"
    TAKEN_OUT = "taken-out"
    TOLD = "told"  # something that is told in words


class Counts(BaseModel):
    """How much of an interview differs.

    Attributes:
        added: how many exchanges were; and so on.
        facts: the fields of the interview itself that were changed, as its file calls them.
    """

    model_config = ConfigDict(frozen=True)

    added: int = 0
    changed: int = 0
    removed: int = 0
    moved: int = 0
    facts: tuple[str, ...] = ()


class Wordings(BaseModel):
    """Wordings that were put to an exchange, given by its id, or taken out of it."""

    model_config = ConfigDict(frozen=True)

    exchange: str
    wordings: tuple[str, ...]


class Deed(BaseModel):
    """What was done to a knowledge file.

    Attributes:
        act: what kind of thing.
        counts: how much differs since, where it was published or saved.
        number: of the version that was brought back.
        wordings: those that were taught, or taken out.
        text: what was done, in words, where it is told so.
    """

    model_config = ConfigDict(frozen=True)

    act: Act = Act.TOLD
    counts: Counts = Counts()
    number: int = 0
    wordings: tuple[Wordings, ...] = ()
    text: str = ""

    def as_json(self) -> str:
        """Return it as JSON, without what says nothing."""
        return self.model_dump_json(exclude_defaults=True)
