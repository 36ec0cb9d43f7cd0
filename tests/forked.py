"""Commands of Troth, each a process of its own, but forked from one that has loaded what all of them load: a start
costs a tenth. Its settings each process has for itself."""

import asyncio
import multiprocessing
import os
import resource
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

_forks = multiprocessing.get_context("forkserver")
_forks.set_forkserver_preload(["tests.preloaded", __name__])


type Act = Callable[[Sequence[str]], int]  # a function of a module; gives the exit code


class Said(NamedTuple):
    code: int
    out: str
    err: str


def troth(words: Sequence[str]) -> int:
    from troth.project import command

    return command.main(words)


def run(act: Act, words: Sequence[str], env: Mapping[str, str], cwd: Path, largest: int = 0) -> Said:
    """What it says until it ends. largest: bytes a file may have, as on a disk that is full then."""
    with tempfile.TemporaryDirectory(prefix="troth-said-") as folder:
        out, err = Path(folder) / "out", Path(folder) / "err"
        process = _forks.Process(target=_process, args=(act, list(words), dict(env), cwd, largest, out, err))
        process.start()
        process.join()
        assert process.exitcode is not None
        return Said(process.exitcode, out.read_text(), err.read_text())


class Running:
    """One that goes on: what asyncio's own process is to who started that, on the loop that started it."""

    def __init__(self, act: Act, words: Sequence[str], env: Mapping[str, str], cwd: Path, said: Path) -> None:
        self._process = _forks.Process(
            target=_process, args=(act, list(words), dict(env), cwd, 0, said, said), daemon=True
        )
        self._process.start()
        assert self._process.pid is not None
        self.pid = self._process.pid
        self._loop = asyncio.get_running_loop()
        self._ended = self._loop.create_future()
        self._loop.add_reader(self._process.sentinel, self._end)

    @property
    def returncode(self) -> int | None:
        return self._process.exitcode if self._ended.done() else None

    def send_signal(self, number: int) -> None:
        if not self._ended.done():
            os.kill(self.pid, number)

    async def wait(self) -> int:
        await asyncio.shield(self._ended)
        assert self._process.exitcode is not None
        return self._process.exitcode

    def _end(self) -> None:
        self._loop.remove_reader(self._process.sentinel)
        self._process.join()
        self._ended.set_result(None)


def _process(act: Act, words: list[str], env: dict[str, str], cwd: Path, largest: int, out: Path, err: Path) -> None:
    for number, file in ((1, out), (2, err)):
        os.dup2(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_APPEND), number)
    sys.stdout.reconfigure(line_buffering=True)  # type: ignore[union-attr]
    os.environ.clear()
    os.environ.update(env)
    os.chdir(cwd)
    if largest:
        resource.setrlimit(resource.RLIMIT_FSIZE, (largest, largest))
    sys.exit(act(words))
