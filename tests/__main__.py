"""`./dev test`: everything, some groups at a time (TEST_LANES of them), and one plain count at the end.

With arguments it is pytest: `./dev test tests/log -k order`.
"""

import asyncio
import os
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from tests import lanes, postgres
from tests.count import Count, of_pytest, of_vitest
from tests.own_postgres import own_postgres

ROOT = Path(__file__).parent.parent
# Folders with a process of their own, those that take longest first. All other folders share one, which has its turn
# in the middle; the short ones at the end fill the lanes, so that none is left alone with a long one.
ALONE = (
    "journeys", "faults", "privacy", "upkeep", "gateway", "verify", "law", "roles", "deploy", "bench", "project",
    "client",
)  # fmt: skip
OTHERS_AFTER = "upkeep"
PICTURES = "tests/journeys/test_states.py"  # takes as long as all other journeys; shares no server with them


@contextmanager
def _with_postgres(*, of_our_own: bool = False) -> Iterator[str]:
    """Let every test process find the same server; yields a sentence that says which one it is. of_our_own: rather one
    that has connections for all lanes and no disk to wait for, unless the environment names one."""
    named = os.environ.get("TEST_POSTGRES") or os.environ.get("DATABASE_URL", "").startswith("postgres")
    if (named or not of_our_own) and (at := postgres.server()):
        os.environ["TEST_POSTGRES"] = at
        yield f"PostgreSQL: {at.rpartition('@')[2]}"
        return
    with own_postgres() as own:
        at = own.url if own else postgres.server() or ""
        os.environ["TEST_POSTGRES"] = at
        yield (
            "PostgreSQL: a server of our own"
            if own
            else f"PostgreSQL: {at.rpartition('@')[2]}"
            if at
            else "PostgreSQL: none found or installed, so its tests were skipped"
        )


def groups() -> dict[str, list[str]]:
    """Every folder of tests, in the groups that run together, in their order."""
    folders = sorted({path.relative_to(ROOT / "tests").parts[0] for path in (ROOT / "tests").rglob("test_*.py")})
    made: dict[str, list[str]] = {"pictures": [PICTURES]}
    for name in ALONE:
        made[name] = [f"tests/{name}"]
        if name == OTHERS_AFTER:
            made["others"] = [f"tests/{one}" for one in folders if one not in ALONE]
    made["journeys"] += [f"--ignore={PICTURES}"]
    return made


def everything() -> int:
    started = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="troth-test-") as name, _with_postgres(of_our_own=True) as which:
        folder = Path(name)
        ours = [lanes.of_pytest(group, folder / f"{group}.xml", folders) for group, folders in groups().items()]
        web = lanes.of_vitest(folder / "web.json")
        with suppress(asyncio.CancelledError, KeyboardInterrupt):
            lanes.side_by_side([*ours, web], folder, ROOT)
        count = sum((of_pytest(folder / f"{group.name}.xml") for group in ours), of_vitest(folder / "web.json"))
    _tell(count, which, time.monotonic() - started)
    return 1 if count.failed or any(group.code != 0 for group in [*ours, web]) else 0


def _tell(count: Count, which: str, seconds: float) -> None:
    print("\nTime per folder (seconds)")
    for folder, spent in count.seconds.most_common():
        print(f"  {folder:24} {spent:7.1f}")
    print(f"  {f'all, {lanes.LANES} at a time':24} {seconds:7.1f}")
    print(which)
    for reason, times in count.reasons.most_common():
        print(f"skipped {times}: {reason}")
    print(f"{count.passed} passed, {count.failed} failed, {count.skipped} skipped")


def main(arguments: list[str]) -> int:
    os.chdir(ROOT)
    if not arguments:
        return everything()
    with _with_postgres():
        return int(pytest.main(arguments))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
