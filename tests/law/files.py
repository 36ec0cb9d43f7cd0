"""The tracked files of this checkout, as the laws read them."""

import subprocess
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent


@cache
def tracked() -> tuple[Path, ...]:
    """Every file that git tracks or would track: what a stranger's clone will hold."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    names = listed.stdout.decode().split("\0")
    return tuple(path for name in sorted(set(names)) if name and (path := ROOT / name).is_file())


def text(path: Path) -> str | None:
    """A tracked file's text; None for a picture, a font or a sound."""
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return None


def document(name: str) -> str:
    return (ROOT / "docs" / name).read_text(encoding="utf-8")


def headings(name: str) -> set[str]:
    """The headings of a page of docs, and the first cells of its tables, without backquotes."""
    found = set()
    for line in document(name).splitlines():
        if line.startswith("#"):
            found.add(line.lstrip("#").strip().strip("`"))
        elif line.startswith("|"):
            found.add(line.split("|")[1].strip().strip("`"))
    return found
