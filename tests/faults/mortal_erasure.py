"""An erasure that dies on purpose: each child is killed right after it has cleared one store, before that is noted, and
the next one begins with what the dead one left. Until one survives.

`main` is for tests/forked.py: SUBJECT WORKSPACE. The last line printed is the number of children.
"""

import os
import signal
import sys
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

MOST = 40


def _mortal() -> None:
    """Every step of an erasure kills its process once it has cleared something."""
    from troth.project import prepare

    ready = prepare.django_ready

    def dying(clear: Any) -> Any:
        def die(scope: Any) -> None:
            clear(scope)
            os.kill(os.getpid(), signal.SIGKILL)

        return die

    def then(config: Any) -> None:
        ready(config)
        from datetime import timedelta

        from troth.privacy import lease
        from troth.privacy.erasers import erasers

        lease.LEASE = timedelta(seconds=0)  # of who was killed
        erasers.steps[:] = [replace(step, clear=dying(step.clear)) for step in erasers.steps]

    prepare.django_ready = then


def main(words: Sequence[str]) -> int:
    from troth.project import command

    subject, workspace = words
    for child in range(1, MOST):
        pid = os.fork()  # this process has no threads and no connection
        if pid == 0:
            null = os.open(os.devnull, os.O_WRONLY)
            os.dup2(null, 1)
            _mortal()
            os._exit(command.main(["erase", subject, "--workspace", workspace]))
        _, status = os.waitpid(pid, 0)
        if os.WIFEXITED(status):
            print(child)
            return os.WEXITSTATUS(status)
        if os.WTERMSIG(status) != signal.SIGKILL:
            sys.exit(f"child {child} failed by itself")
    sys.exit("it never survived")
