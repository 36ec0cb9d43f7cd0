"""`troth backup --check DIR`: reads a backup through as a restore would, and writes nothing."""

from collections.abc import Iterator
from pathlib import Path

from troth.kernel.config import Config

from .backup import NAMES
from .container import Kind, SealedReader
from .progress import Progress
from .records import Reader


def check(config: Config, folder: Path, keys_folder: Path | None) -> Iterator[str]:
    """A line for each file. Raises Refused at the first that can't be restored."""
    places: list[tuple[Kind, Path]] = [
        ("main", folder / NAMES["main"]),
        ("keys", (keys_folder or folder) / NAMES["keys"]),
        ("tombstones", folder / NAMES["tombstones"]),
    ]
    for kind, path in places:
        yield _read_through(config, kind, path)


def _read_through(config: Config, kind: Kind, path: Path) -> str:
    with SealedReader(path, config, kind) as sealed:
        read = Reader(sealed)
        rows = files = 0
        progress = Progress(f"checking {kind}", sealed.size)
        for found in read.sections(lambda: progress.at(sealed.done)):
            for _ in found.data():
                pass
            rows += found.rows
            files += found.about.kind == "file"
        progress.end()
        head = read.header
        about = f"{rows} rows" + (f", {files} files" if kind == "main" else "")
        return f"{path}  good: {about}; of {head.at}, Troth {head.troth}, {head.database}"
