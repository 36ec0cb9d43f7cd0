"""`./dev test`: everything, in two lanes (the browsers beside all the rest), and one plain count at the end.

With arguments it is pytest: `./dev test tests/log -k order`.
"""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests import postgres
from tests.count import Count, of_pytest, of_vitest
from tests.own_postgres import own_postgres

ROOT = Path(__file__).parent.parent
BROWSERS = "tests/journeys"


@contextmanager
def _with_postgres() -> Iterator[str]:
    """Let every test process find the same server; yields a sentence that says which one it is."""
    if at := postgres.server():
        os.environ["TEST_POSTGRES"] = at
        yield f"PostgreSQL: {at.rpartition('@')[2]}"
        return
    with own_postgres() as own:
        os.environ["TEST_POSTGRES"] = own.url if own else ""
        yield (
            "PostgreSQL: a server of our own"
            if own
            else "PostgreSQL: none found or installed, so its tests were skipped"
        )


def _pytest(report: Path, *arguments: str) -> list[str]:
    return [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "--no-header",
        "-p",
        "no:cacheprovider",
        f"--junitxml={report}",
        *arguments,
    ]


def everything() -> int:
    started = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="troth-test-") as name, _with_postgres() as which:
        folder = Path(name)
        # Chromium waits for servers and servers for Chromium: beside the rest they cost almost nothing.
        said = folder / "browsers.txt"
        with said.open("wb") as out:
            browsers = subprocess.Popen(
                _pytest(folder / "browsers.xml", BROWSERS), cwd=ROOT, stdout=out, stderr=subprocess.STDOUT
            )
        vitest = ["npx", "--no-install", "vitest", "run", "--reporter=default", "--reporter=json"]
        web = subprocess.run([*vitest, f"--outputFile.json={folder / 'web.json'}"], cwd=ROOT)
        rest = subprocess.run(_pytest(folder / "rest.xml", "tests", f"--ignore={BROWSERS}"), cwd=ROOT)
        browsers.wait()
        print(said.read_text(errors="replace"), flush=True)
        count = of_vitest(folder / "web.json") + of_pytest(folder / "rest.xml") + of_pytest(folder / "browsers.xml")
    _tell(count, which, time.monotonic() - started)
    return 1 if count.failed or web.returncode or rest.returncode or browsers.returncode else 0


def _tell(count: Count, which: str, seconds: float) -> None:
    print("\nTime per folder (seconds)")
    for folder, spent in count.seconds.most_common():
        print(f"  {folder:24} {spent:7.1f}")
    print(f"  {'all, two at a time':24} {seconds:7.1f}")
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
