"""How much a reader works that can wait."""

import os
import subprocess
import sys

import pytest

from troth.worker.polite import LEAST, MOST, SHARED, Polite, share

_SPIN = """
import time
for n in range(1, 5):
    end = time.monotonic() + 0.6
    while time.monotonic() < end: pass
    print(n)
"""


@pytest.mark.parametrize(
    ("own", "process", "unused", "expected"),
    [
        (0, 0, 2, MOST),  # nobody else is here
        (0.25, 0.5, 1.5, MOST),
        (0, 0.5, 1, 0.25),  # others leave half of the interpreter, of which a quarter is left alone
        (0, 0.95, 1, LEAST),
        (0, 0.95, 0, LEAST),
        (0, 0, 0, SHARED),  # all cores are busy with what is not ours
        (0.2, 0.2, 0.35, 0.3),  # what it works itself takes nothing away from it
    ],
)
def test_it_works_in_what_others_leave(own: float, process: float, unused: float, expected: float) -> None:
    assert share(1, own, process, unused) == pytest.approx(expected)
    assert share(4, 4 * own, 4 * process, 4 * unused) == pytest.approx(expected)


def test_it_sees_that_its_core_is_taken() -> None:
    """By another process, of which it knows nothing but that."""
    before = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {min(before)})
    try:
        polite = Polite()
        spinning = [sys.executable, "-u", "-c", _SPIN]
        with subprocess.Popen(spinning, stdout=subprocess.PIPE) as process:
            assert process.stdout is not None
            rests = [polite.rest(0.001) for _ in process.stdout]
    finally:
        os.sched_setaffinity(0, before)
    assert rests[-1] == pytest.approx(0.001 * (1 / SHARED - 1), rel=0.5)
