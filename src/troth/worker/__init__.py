"""The worker: runs the readers of the log, each with a bookmark of its own. It knows no reader by name."""

from .readers import Reader, Worker

__all__ = ["Reader", "Worker"]
