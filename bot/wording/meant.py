"""Which interviews a sentence is about: how many there are decides how they are named."""

from collections.abc import Sequence
from enum import Enum

from bot.wording.catalogue import Argument, Catalogue
from knowledge.interview import Interview

_MOST_NAMES = 3


class Meant(Enum):
    """How interviews are named."""

    ONE = "one"  # by who was interviewed
    ONE_OF_OUTLET = "one-of-outlet"  # by outlet and who was interviewed
    SEVERAL = "several"  # by who was interviewed
    MANY = "many"  # by their number
    MANY_OF_OUTLET = "many-of-outlet"  # by their number, and the outlet of them all


def meant(interviews: Sequence[Interview], catalogue: Catalogue) -> dict[str, Argument]:
    """Return what the catalogues' sentences about interviews are given.

    ``meant``: how they are named; ``interviews``, ``people``: how many there are;
    ``speakers``: who was interviewed; ``outlet``: who published them, '' where that is not one.
    """
    names = _names(interviews)
    outlets = {one.outlet or "" for one in interviews}
    outlet = outlets.pop() if len(outlets) == 1 else ""
    if len(names) > _MOST_NAMES:
        how = Meant.MANY_OF_OUTLET if outlet else Meant.MANY
    elif len(interviews) > 1:
        how = Meant.SEVERAL
    else:
        how = Meant.ONE_OF_OUTLET if outlet else Meant.ONE
    return {
        "meant": how,
        "interviews": len(interviews),
        "people": len(names),
        "speakers": _speakers(names, catalogue),
        "outlet": outlet,
    }


def are_many(interviews: Sequence[Interview]) -> bool:
    """Whether there are too many interviews to name everybody who answers in them."""
    return len(_names(interviews)) > _MOST_NAMES


def _names(interviews: Sequence[Interview]) -> list[str]:
    return list(dict.fromkeys(one.interviewee.name for one in interviews))


def _speakers(names: Sequence[str], catalogue: Catalogue) -> str:
    if len(names) > _MOST_NAMES:
        return catalogue.say("people-interviewed")
    return catalogue.listed(names)
