"""Processes that start together on an installation's first day."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

from troth.vault.keyring_sqlite import SQLiteRows

AT_ONCE = 4


def test_they_make_one_keyring_between_them(tmp_path: Path) -> None:
    with ThreadPoolExecutor(AT_ONCE) as threads:
        for number in range(20):
            path, together = tmp_path / f"{number}.sqlite3", Barrier(AT_ONCE)

            def opened(path: Path = path, together: Barrier = together) -> bool:
                together.wait()
                rows = SQLiteRows(path)
                there = path.exists()
                rows.close()
                return there

            assert all(one.result() for one in [threads.submit(opened) for _ in range(AT_ONCE)])
