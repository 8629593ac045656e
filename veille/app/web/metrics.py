"""What a monitor reads of this process and of the store, in Prometheus' format."""

from collections.abc import Iterator

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Histogram,
    ProcessCollector,
    disable_created_metrics,
    generate_latest,
)
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from veille.store import operations
from veille.store.database import Store
from veille.store.errors import StoreError
from veille.store.operations import Figures

SHIPPED = "livré"
"""The name of the model that came with the program."""

_BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.15, 0.25, 0.5, 1, 2.5, 5, 10)


# They make twice the lines, and nothing here reads them.
disable_created_metrics()  # type: ignore[no-untyped-call]


class Metrics:
    """The figures of one application: its requests as they come, the store's when asked."""

    def __init__(self, store: Store) -> None:
        self._registry = CollectorRegistry()
        ProcessCollector(registry=self._registry)
        self._registry.register(_StoreFigures(store))
        self._requests = Counter(
            "veille_http_requests",
            "Requests answered, by route.",
            ("route", "method", "status"),
            registry=self._registry,
        )
        self._seconds = Histogram(
            "veille_http_request_duration_seconds",
            "Time to answer a request, by route.",
            ("route", "method"),
            buckets=_BUCKETS,
            registry=self._registry,
        )

    def observe(self, route: str, method: str, status: int, seconds: float) -> None:
        """Count a request."""
        self._requests.labels(route, method, str(status)).inc()
        self._seconds.labels(route, method).observe(seconds)

    def text(self) -> bytes:
        """Everything, as a monitor reads it."""
        return generate_latest(self._registry)


class _StoreFigures(Collector):
    """Read from the store each time a monitor asks; a store that does not answer says so."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def describe(self) -> list[Metric]:
        """Nothing: the names are known once the store is read."""
        return []

    def collect(self) -> Iterator[Metric]:
        """The store's figures."""
        up = GaugeMetricFamily("veille_store_up", "Whether the store answers.")
        try:
            with self._store.read() as session:
                figures = operations.figures(session)
        except StoreError:
            up.add_metric((), 0)
            yield up
            return
        up.add_metric((), 1)
        yield up
        yield from _families(figures)


def _families(figures: Figures) -> Iterator[Metric]:
    notices = GaugeMetricFamily("veille_notices", "Notices stored.", labels=("source",))
    for source, number in figures.notices.items():
        notices.add_metric((source,), number)
    yield notices
    success = GaugeMetricFamily(
        "veille_source_last_success_timestamp_seconds",
        "When a source was last read whole.",
        labels=("source",),
    )
    for source, moment in figures.last_success.items():
        success.add_metric((source,), moment.timestamp())
    yield success
    unreadable = GaugeMetricFamily(
        "veille_payloads_unreadable", "Payloads kept but not read.", labels=("source",)
    )
    for source, number in figures.unreadable.items():
        unreadable.add_metric((source,), number)
    yield unreadable
    outbox = GaugeMetricFamily("veille_outbox_messages", "Messages by state.", labels=("state",))
    for state, number in figures.outbox.items():
        outbox.add_metric((state,), number)
    yield outbox
    runs = GaugeMetricFamily("veille_runs_failed", "Failed runs of jobs.", labels=("job",))
    for job, number in figures.failed_runs.items():
        runs.add_metric((job,), number)
    yield runs
    model = GaugeMetricFamily("veille_model_info", "The model that serves.", labels=("model",))
    model.add_metric((figures.model or SHIPPED,), 1)
    yield model
