"""What a proof has found."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime

Told = Callable[[str, int, int], None]


@dataclass(frozen=True)
class Finding:
    """Figures, and whether what was to be proved holds.

    Attributes:
        name: of the proof.
        figures: names and values, as they are printed.
        faults: in what it does not hold; none where it does.
        latencies: seconds of answers and the moments at which they came, for the picture.
        measured: the day.
    """

    name: str
    figures: Sequence[tuple[str, str]]
    faults: Sequence[str] = ()
    latencies: Sequence[tuple[float, float]] = field(default=(), repr=False)
    measured: date = field(default_factory=lambda: datetime.now(UTC).date())


def percentiles(seconds: Sequence[float]) -> str:
    """Return the median and the 99th percentile, in milliseconds."""
    if not seconds:
        return "–"
    ordered = sorted(seconds)
    median, high = (ordered[int(len(ordered) * share)] for share in (0.5, 0.99))
    return f"{1000 * median:.0f} / {1000 * high:.0f} ms"
