"""An operator's command that dies on purpose: at the n-th moment at which it opens, renames or removes a file of what
is kept. The next child begins with what the dead one left. One child a moment, until one survives.

`main` is for tests/forked.py: VAR EVERY WORD..., and EVERY says to die at each so-manyth moment. The last line printed
is the number of children.
"""

import os
import signal
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

MOST = 400


class Death:
    """Comes at the n-th event that touches what is kept."""

    WATCHED = frozenset({"open", "os.rename", "os.remove", "os.rmdir", "os.mkdir", "os.chmod", "sqlite3.connect"})

    def __init__(self, kept: str, step: int) -> None:
        self._kept, self._left = kept, step

    def hook(self, event: str, args: tuple[Any, ...]) -> None:
        if event in self.WATCHED and self._kept in str(args[0]):
            self._left -= 1
            if self._left == 0:
                os.kill(os.getpid(), signal.SIGKILL)


def main(given: Sequence[str]) -> int:
    from troth.project import command

    kept, every, *words = given
    for child, step in enumerate(range(1, MOST, int(every)), 1):
        pid = os.fork()  # this process has no threads and no connection
        if pid == 0:
            null = os.open(os.devnull, os.O_WRONLY)
            os.dup2(null, 1)
            sys.addaudithook(Death(str(Path(kept)), step).hook)
            os._exit(command.main(words))
        _, status = os.waitpid(pid, 0)
        if os.WIFEXITED(status):
            print(child)
            return os.WEXITSTATUS(status)
        if os.WTERMSIG(status) != signal.SIGKILL:
            sys.exit(f"step {step} failed by itself")
    sys.exit("it never survived")
