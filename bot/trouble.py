"""What goes wrong, as those who run the bot are told: its kind and place, nobody's words."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum


class Trouble(Enum):
    """Kinds of what goes wrong."""

    FAILED = "failed"  # an update could not be handled
    CONFLICT = "conflict"  # another bot polls with the same token
    DATABASE = "database"  # it can't be used
    LOST = "lost"  # entries of the journal are
    REFUSED = "refused"  # a knowledge file that was saved
    LEFT_OUT = "left-out"  # a knowledge file, from what is served
    GAVE_WAY = "gave-way"  # a change of a knowledge file, to one of another machine
    OUT_OF_STEP = "out-of-step"  # a knowledge file, with that of other machines


@dataclass(frozen=True)
class Cause:
    """What went wrong; what has the same cause is told together.

    Attributes:
        place: of the code, or in a knowledge file; '' where the kind says all.
    """

    trouble: Trouble
    place: str = ""


Tell = Callable[[Cause], None]


def untold(_cause: Cause) -> None:
    """Tell nobody."""
