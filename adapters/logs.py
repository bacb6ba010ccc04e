"""How the product writes its log: ids and counts, never people's words."""

import logging
import sys
from typing import Literal

import structlog


def configure(shape: Literal["json", "plain"], *, quiet: bool) -> None:
    """Write to standard error, one line an event; `quiet` leaves out all but warnings."""
    level = logging.WARNING if quiet else logging.INFO
    drawn = structlog.processors.JSONRenderer() if shape == "json" else structlog.dev.ConsoleRenderer(colors=False)
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            drawn,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.WriteLoggerFactory(sys.stderr),
        cache_logger_on_first_use=True,
    )
    # SDKs may log what people wrote; nothing of theirs is passed on below an error.
    logging.basicConfig(level=logging.ERROR, stream=sys.stderr, format="%(levelname)s %(name)s")
