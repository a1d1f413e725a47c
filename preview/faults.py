"""What goes wrong with calls on demand: at a call of one's choice, or by chance."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, field
from enum import Enum
from random import Random

from preview.errors import ApiError, too_many_requests

# Seconds that a call hangs before the connection is closed.
HANGS_FOR = 30.0
FLOOD = "429"
BAD_GATEWAY = "502"


class Breakdown(Enum):
    """What can go wrong with a call besides a refusal; each by its name on the command line."""

    TIMEOUT = "timeout"
    """The call hangs and is never carried out; then the connection is closed."""
    DROPPED_BEFORE = "dropped-before"
    """The connection is closed at once; the call is not carried out."""
    DROPPED_AFTER = "dropped-after"
    """The call is carried out; then the connection is closed without an answer."""
    BAD_JSON = "bad-json"
    """The call is carried out; half of the answer comes."""


KINDS = (FLOOD, BAD_GATEWAY, *(breakdown.value for breakdown in Breakdown))


@dataclass(frozen=True)
class Fault:
    """What is to go wrong with the next call of a method: a refusal, or a breakdown."""

    method: str
    trouble: ApiError | Breakdown


@dataclass
class Mishaps:
    """What goes wrong by chance, and at every run alike.

    Whether a bot's n-th call of a method goes wrong, and how, depends on the seed alone: not on
    what the bot's other calls are, nor on what other bots do.

    Attributes:
        rate: the share of calls that go wrong, from 0 to 1.
        kinds: what may go wrong, each as often as the others: of ``KINDS``.
        methods: the methods that are struck; ``None`` is all but getUpdates.
        retry_after: the seconds that a 429 asks for.
        happened: how often each kind has happened.

    Raises:
        ValueError: where the rate is no share, or there is no such kind.
    """

    rate: float
    kinds: tuple[str, ...] = KINDS
    seed: int = 0
    methods: Collection[str] | None = None
    retry_after: int = 1
    happened: Counter[str] = field(default_factory=Counter)
    _chances: dict[tuple[int, str], Random] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if not 0 <= self.rate <= 1:
            raise ValueError(f"{self.rate} is no rate: give a number from 0 to 1")
        if not self.kinds:
            raise ValueError("no kind of fault is named: give some of " + ", ".join(KINDS))
        for kind in self.kinds:
            if kind not in KINDS:
                raise ValueError(f"no fault is called {kind!r}: give some of " + ", ".join(KINDS))

    def strike(self, bot_id: int, method: str) -> ApiError | Breakdown | None:
        """Return what goes wrong with a bot's next call of a method, if anything does."""
        struck = method != "getUpdates" if self.methods is None else method in self.methods
        if not struck:
            return None
        if (bot_id, method) not in self._chances:
            seed = f"{self.seed} {bot_id} {method}"
            self._chances[bot_id, method] = Random(seed)  # noqa: S311  (it is to be predictable)
        chance = self._chances[bot_id, method]
        if chance.random() >= self.rate:
            return None
        kind = chance.choice(self.kinds)
        self.happened[kind] += 1
        if kind == FLOOD:
            return too_many_requests(self.retry_after)
        if kind == BAD_GATEWAY:
            return ApiError(502, "Bad Gateway")
        return Breakdown(kind)
