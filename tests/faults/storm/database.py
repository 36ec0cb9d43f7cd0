"""A PostgreSQL of the storm's own: small, durable, and started again whenever it dies."""

import os
import shutil
import subprocess
from pathlib import Path

from tests.own_postgres import binaries
from tests.process import free_port

from .diary import Diary
from .keeper import Kept

# So small that a small disk holds it.
SMALL = ("max_wal_size=96MB", "min_wal_size=32MB", "shared_buffers=32MB", "max_connections=200")


def postgres(folder: Path, said: Path, diary: Diary) -> tuple[Kept, int] | None:
    """(a cluster made in `folder`, not yet started; its port), None where nothing is installed."""
    found = binaries()
    if found is None:
        return None
    user = "postgres" if os.geteuid() == 0 else None
    data, port = folder / "postgres", free_port()
    data.mkdir()
    said.touch()
    if user:
        shutil.chown(data, user, user)
    init: list[str | Path] = [found / "initdb", "-D", data, "-A", "trust", "-U", "postgres", "-E", "UTF8", "--no-sync"]
    subprocess.run(init, user=user, cwd="/", stdout=subprocess.DEVNULL, check=True)
    words: list[str | Path] = [found / "postgres", "-D", data, "-p", str(port), "-k", data]
    for option in ("listen_addresses=127.0.0.1", *SMALL):
        words += ["-c", option]
    return Kept("postgres", words, {"PATH": os.defpath, "LC_ALL": "C.UTF-8"}, said, diary, user), port
