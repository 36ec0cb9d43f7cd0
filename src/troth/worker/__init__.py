"""The worker: runs the readers of the log, each with a bookmark of its own. It knows no reader by name."""

from .reader import Reader
from .readers import Worker

__all__ = ["Reader", "Worker"]
