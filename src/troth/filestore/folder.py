"""Files in a folder, on a disk of this machine or one that several machines mount."""

import contextlib
import errno
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

from .contract import NAME, Missing, Passing, Permanent

_FOR_THE_OPERATOR = (errno.EACCES, errno.EPERM, errno.EROFS, errno.ENOTDIR)


class Folder:
    """`path` is made with the first file."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def put(self, name: str, box: bytes) -> None:
        with _told(self.path):
            path = self.path / name
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            part = path.with_suffix(".part")
            try:
                with open(part, "wb", opener=_private) as file:
                    file.write(box)
                    file.flush()
                    os.fsync(file.fileno())
                part.replace(path)
            except BaseException:
                part.unlink(missing_ok=True)  # a disk that is full needs its room
                raise
            folder = os.open(path.parent, os.O_RDONLY)
            try:
                os.fsync(folder)
            finally:
                os.close(folder)

    def get(self, name: str) -> bytes:
        with _told(self.path):
            try:
                return (self.path / name).read_bytes()
            except FileNotFoundError:
                raise Missing from None

    def delete(self, name: str) -> None:
        with _told(self.path):
            path = self.path / name
            path.unlink(missing_ok=True)
            path.with_suffix(".part").unlink(missing_ok=True)

    def names(self) -> Iterator[str]:
        with _told(self.path):
            for fan in os.scandir(self.path) if self.path.exists() else ():
                for one in os.scandir(fan) if fan.is_dir() else ():
                    if NAME.fullmatch(name := f"{fan.name}/{one.name}"):
                        yield name

    def clear(self) -> None:
        for name in list(self.names()):
            self.delete(name)
        if self.path.exists():
            for folder in (*self.path.iterdir(), self.path):
                with contextlib.suppress(OSError):  # it holds what is not ours, or is where a disk is mounted
                    folder.rmdir()

    def attempt(self) -> None:
        with _told(self.path):
            folder = next(one for one in (self.path, *self.path.parents) if one.exists())
            with tempfile.TemporaryFile(dir=folder) as file:
                file.write(bytes(4096))
                file.flush()


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


@contextlib.contextmanager
def _told(folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        kind = Permanent if error.errno in _FOR_THE_OPERATOR else Passing
        raise kind(f"the folder {folder}: {error.strerror}") from None
