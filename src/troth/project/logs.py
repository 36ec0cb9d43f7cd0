"""What the server writes to stderr: one line an event, no tokens, no whole addresses, no words of a talk."""

import logging
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager

_TICKET = re.compile(r"(?<=/api/v1/files/)[^/]+")


def set_up() -> None:
    logging.basicConfig(
        stream=sys.stderr, level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s", force=True
    )
    logging.getLogger("uvicorn").setLevel(logging.WARNING)
    logging.getLogger("uvicorn.error").setLevel(logging.WARNING)
    logging.getLogger("django.request").setLevel(logging.ERROR)  # a 404 is not news
    logging.getLogger("django.security.DisallowedHost").setLevel(logging.CRITICAL)  # nor is what strangers make up
    logging.captureWarnings(True)


@contextmanager
def quiet(name: str) -> Iterator[None]:
    """Only errors of this logger for a while."""
    logger = logging.getLogger(name)
    before = logger.level
    logger.setLevel(logging.ERROR)
    try:
        yield
    finally:
        logger.setLevel(before)


def masked(path: str) -> str:
    """A path without what opens something, on one line whatever is in it; the query never gets here."""
    return _TICKET.sub("***", path).encode("unicode_escape").decode()
