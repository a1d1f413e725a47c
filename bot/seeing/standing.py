"""What is read off when it is asked for: how things stand."""

from collections.abc import Iterator

from prometheus_client.core import GaugeMetricFamily, InfoMetricFamily, Metric
from prometheus_client.registry import Collector

from bot.journal import Journal
from bot.seeing.metrics import Metrics
from bot.storage.database import Database
from knowledge.library import Library


class Standing(Collector):
    """Tells how things stand with what an application works with."""

    def __init__(
        self, metrics: Metrics, library: Library, database: Database, journal: Journal
    ) -> None:
        self._metrics = metrics
        self._library = library
        self._database = database
        self._journal = journal

    def collect(self) -> Iterator[Metric]:
        """Yield each measure as it is now."""
        edition = self._library.current
        yield InfoMetricFamily(
            "verbatim_knowledge",
            "The version of the knowledge that answers.",
            {"version": edition.version},
        )
        yield GaugeMetricFamily(
            "verbatim_interviews", "Interviews that are served.", len(edition.interviews)
        )
        yield GaugeMetricFamily(
            "verbatim_journal_waiting",
            "Entries of the journal that are not written yet.",
            self._journal.waiting,
        )
        yield GaugeMetricFamily(
            "verbatim_database_up",
            "1 where the database can be used, as far as is known; else 0.",
            int(self._database.is_there),
        )
        silent = self._metrics.silent_for
        yield GaugeMetricFamily(
            "verbatim_telegram_silent_seconds",
            "Seconds since Telegram answered a call last; NaN until it has.",
            float("nan") if silent is None else silent,
        )
