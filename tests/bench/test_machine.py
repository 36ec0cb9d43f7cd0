"""Where processes of a measurement run: the server on its own core, not on the load's that starts it."""

import os
import subprocess
import sys

import pytest

CHILD = "import os; print(*os.sched_getaffinity(0))"
PARENT = f"""
import subprocess, sys
from bench.machine import LOAD_CORE, SERVER_CORE, pin
pin(LOAD_CORE)
subprocess.run([sys.executable, "-c", {CHILD!r}], preexec_fn=lambda: pin(SERVER_CORE), check=True)
"""


def test_what_a_pinned_process_starts_may_be_kept_on_another_core() -> None:
    if not {0, 1} <= os.sched_getaffinity(0):
        pytest.skip("this machine has not the two cores")
    told = subprocess.run([sys.executable, "-c", PARENT], capture_output=True, text=True, check=True)
    assert told.stdout.split() == ["0"]
