"""What happened when, a JSON line each: kept when the run fails, so that it can be told what came together."""

import json
import time
from pathlib import Path
from typing import Any


class Diary:
    def __init__(self, path: Path) -> None:
        self.path = path
        self._file = path.open("a", buffering=1)
        self._began = time.monotonic()

    @property
    def elapsed(self) -> float:
        """Seconds since the storm began."""
        return time.monotonic() - self._began

    def note(self, what: str, **more: Any) -> None:
        wall = time.strftime("%H:%M:%S", time.gmtime())
        self._file.write(
            json.dumps({"t": round(self.elapsed, 3), "at": wall, "what": what, **more}, default=str) + "\n"
        )

    def close(self) -> None:
        self._file.close()
