"""What is counted and timed, as Prometheus names and types it.

Source of the names: https://prometheus.io/docs/practices/naming/
"""

import time

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, ProcessCollector

from bot.seeing.seen import Seen

# Seconds; most matches take some milliseconds, a reply some ten, and a flood wait half a minute.
_SECONDS = (
    *(0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5),
    *(1.0, 2.5, 5.0, 10.0, 30.0, 60.0),
)


class Metrics:
    """The measures of one application, in a registry of their own.

    It is an observer of ``Pacing``.

    Attributes:
        last_answer: when Telegram answered last, by ``time.monotonic``; none if it never did.
    """

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.last_answer: float | None = None
        self._updates = Counter(
            "verbatim_updates",
            "Updates that were handled, by kind and by what became of them.",
            ("kind", "outcome"),
            registry=self.registry,
        )
        self._handling = Histogram(
            "verbatim_update_seconds",
            "Seconds from when an update came until it was handled, by kind.",
            ("kind",),
            buckets=_SECONDS,
            registry=self.registry,
        )
        self._under_way = Gauge(
            "verbatim_updates_under_way",
            "Updates that have come and are not handled yet.",
            registry=self.registry,
        )
        self._decisions = Counter(
            "verbatim_decisions",
            "Questions that were looked up and replied to, by decision and kind of chat.",
            ("decision", "place"),
            registry=self.registry,
        )
        self._matching = Histogram(
            "verbatim_matching_seconds",
            "Seconds that it took to look up a question.",
            buckets=_SECONDS,
            registry=self.registry,
        )
        self._answering = Histogram(
            "verbatim_answering_seconds",
            "Seconds from when a question began to be handled until its reply was sent.",
            buckets=_SECONDS,
            registry=self.registry,
        )
        self._retries = Counter(
            "verbatim_call_retries",
            "Calls to Telegram that were made again, by reason.",
            ("reason",),
            registry=self.registry,
        )
        self._limits = Histogram(
            "verbatim_limit_wait_seconds",
            "Seconds for which messages waited for Telegram's limits.",
            buckets=_SECONDS,
            registry=self.registry,
        )
        ProcessCollector(registry=self.registry)

    def began(self) -> None:
        """Note that an update came."""
        self._under_way.inc()

    def ended(self, seen: Seen, seconds: float) -> None:
        """Note that an update is done with."""
        self._under_way.dec()
        self._updates.labels(seen.kind, seen.outcome.value).inc()
        self._handling.labels(seen.kind).observe(seconds)

    def decided(self, decision: str, place: str) -> None:
        """Note what was shown for a question."""
        self._decisions.labels(decision, place).inc()

    def took(self, matching: float, answering: float) -> None:
        """Note the seconds that a question took: to be looked up, and to be replied to."""
        self._matching.observe(matching)
        self._answering.observe(answering)

    def retried(self, reason: str) -> None:
        """Note that a call is made again."""
        self._retries.labels(reason).inc()

    def waited(self, seconds: float) -> None:
        """Note for how long a message waited for Telegram's limits."""
        self._limits.observe(seconds)

    def answered(self) -> None:
        """Note that Telegram answered a call just now."""
        self.last_answer = time.monotonic()

    @property
    def silent_for(self) -> float | None:
        """Seconds since Telegram answered last; none if it never did."""
        return None if self.last_answer is None else time.monotonic() - self.last_answer
