"""The journal of a long-lived process: one line an event, on standard error."""

import sys

import structlog


def configure() -> None:
    """Readable on a terminal, ``key=value`` elsewhere, for a service manager that dates lines."""
    terminal = sys.stderr.isatty()
    last: structlog.typing.Processor = (
        structlog.dev.ConsoleRenderer()
        if terminal
        else structlog.processors.LogfmtRenderer(key_order=["level", "event"])
    )
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.format_exc_info,
            last,
        ],
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )
