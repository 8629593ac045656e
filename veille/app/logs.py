"""The journal of a long-lived process: one line an event, on standard error.

What libraries say of warnings and errors goes through it too, in the same form.
"""

import logging
import sys
from typing import Literal

import structlog

LogFormat = Literal["auto", "logfmt", "json"]

_SAID_ALREADY = "Exception in ASGI application"
"""uvicorn's words for an error that the site has answered and written down."""


def configure(form: LogFormat = "auto") -> None:
    """Readable on a terminal, ``key=value`` elsewhere, for a service manager that dates lines.

    ``json`` dates its lines itself, for a program that gathers them.
    """
    shared: list[structlog.typing.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
    ]
    if form == "json":
        shared.append(structlog.processors.TimeStamper(fmt="iso", utc=True, key="time"))
    shared.append(structlog.processors.format_exc_info)
    last = _renderer(form)
    structlog.configure(
        processors=[*shared, last], logger_factory=structlog.PrintLoggerFactory(sys.stderr)
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=[*shared[:-1], structlog.stdlib.add_logger_name],
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.format_exc_info,
                last,
            ],
        )
    )
    handler.addFilter(lambda record: not record.getMessage().startswith(_SAID_ALREADY))
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(logging.WARNING)


def _renderer(form: LogFormat) -> structlog.typing.Processor:
    if form == "json":
        return structlog.processors.JSONRenderer(ensure_ascii=False)
    if form == "auto" and sys.stderr.isatty():
        return structlog.dev.ConsoleRenderer()
    return structlog.processors.LogfmtRenderer(key_order=["level", "event"])
