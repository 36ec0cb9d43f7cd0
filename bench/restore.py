"""How long a backup and a restore of a million messages take: the commands, as an operator runs them.

The store is that of `bench.store`, from 200,000 conversations of five messages each.
"""

import os
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from .cluster import cluster
from .figure import Figure
from .machine import SERVER_CORE, Steal, pin
from .sealing import own_database

MESSAGES = 1_000_000
OF_EACH = 5  # messages of a conversation
ROOT = Path(__file__).parents[1]


async def measure(database_url: str | None, quick: bool, only: set[str]) -> list[Figure]:
    count = 20_000 if quick else MESSAGES
    if database_url is None:
        return [_measured("", "", "SQLite", count)]
    with cluster(database_url) as (address, what), own_database(address) as one, own_database(address) as other:
        return [_measured(one, other, what, count)]


def _measured(one: str, other: str, what: str, count: int) -> Figure:
    steal, began = Steal(), time.monotonic()
    with TemporaryDirectory(prefix="troth-bench-", ignore_cleanup_errors=True) as folder:
        backup = Path(folder, "backup")
        first, second = _env(Path(folder, "one"), one), _env(Path(folder, "other"), other)
        _took(first, "-m", "troth", "demo")
        made = _took(first, "-m", "bench.store", str(count // OF_EACH))
        wrote = _took(first, "-m", "troth", "backup", str(backup))
        size = sum(file.stat().st_size for file in backup.iterdir())
        checked = _took(first, "-m", "troth", "backup", "--check", str(backup))
        stones = str(backup / "tombstones.troth")
        restored = _took(second, "-m", "troth", "restore", str(backup), "--tombstones", stones)
    context = {
        "database": what, "messages": count, "backup_s": wrote, "check_s": checked, "backup_mib": size // 2**20,
        "making_it_s": made, "steal_cores": steal.cores(time.monotonic() - began),
    }  # fmt: skip
    return Figure("restore_million_s", restored, "s", context)


def _env(var: Path, address: str) -> dict[str, str]:
    own = {"TROTH_VAR": str(var), "TROTH_SECRET_KEY": "b" * 40, "PYTHONPATH": str(ROOT / "src")}
    return {**os.environ, **own, **({"DATABASE_URL": address} if address else {})}


def _took(env: dict[str, str], *words: str) -> float:
    began = time.monotonic()
    subprocess.run(
        [sys.executable, *words], cwd=ROOT, env=env, stdout=subprocess.DEVNULL, check=True,
        preexec_fn=lambda: pin(SERVER_CORE),
    )  # fmt: skip
    return round(time.monotonic() - began, 2)
