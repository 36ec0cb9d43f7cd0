"""A small disk of our own, so that one can be full without harm to others."""

import os
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

SIZE = 512  # MiB
CHUNK = 1024 * 1024


class Disk:
    """`small`: whether it is one, and can be filled; else it is a folder like any other, and `why` says why."""

    def __init__(self, folder: Path, why: str) -> None:
        self.folder, self.why = folder, why
        self._ballast = folder / "ballast"

    @property
    def small(self) -> bool:
        return not self.why

    def fill(self) -> None:
        """Until nothing more goes in."""
        with self._ballast.open("ab", buffering=0) as ballast:
            for size in (CHUNK, 4096):
                with suppress(OSError):
                    while ballast.write(bytes(size)):
                        pass

    def empty(self) -> None:
        self._ballast.unlink(missing_ok=True)


@contextmanager
def disk() -> Iterator[Disk]:
    """Mounted where that is allowed."""
    with tempfile.TemporaryDirectory(prefix="troth-storm-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        folder.chmod(0o755)  # PostgreSQL has a user of its own
        if os.geteuid():
            yield Disk(folder, "only root can mount a small disk")
            return
        mount: list[str | Path] = ["mount", "-t", "tmpfs", "-o", f"size={SIZE}m,mode=755", "tmpfs", folder]
        if subprocess.run(mount, capture_output=True).returncode:
            yield Disk(folder, "no small disk can be mounted here")
            return
        try:
            yield Disk(folder, "")
        finally:
            subprocess.run(["umount", "-l", folder], check=True)
