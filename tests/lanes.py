"""Groups of tests side by side, each a process of its own: its own database and log, and free ports. The next one
begins whenever one ends, and what one said is shown as it ends, also when all are stopped."""

import asyncio
import os
import signal
import sys
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

# Tests wait much: for a server that starts, a page that draws, a lease that ends.
LANES = int(os.environ.get("TEST_LANES", "0")) or min(6, (os.cpu_count() or 1) + 1)
GRACE = 20.0  # s for a group that is stopped to take down what it started


@dataclass
class Group:
    """What to run, and how it ended: None while it has not."""

    name: str
    command: Sequence[str | Path]
    code: int | None = None
    seconds: float = 0.0


def side_by_side(groups: Sequence[Group], folder: Path, cwd: Path) -> None:
    """Run all of them, in their order, LANES at a time; outputs wait in `folder`. Raises CancelledError or
    KeyboardInterrupt when it is told to stop, after what was running has ended."""
    asyncio.run(_all(groups, folder, cwd))


async def _all(groups: Sequence[Group], folder: Path, cwd: Path) -> None:
    task = asyncio.current_task()
    assert task is not None
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, task.cancel)
    turn = asyncio.Semaphore(LANES)
    async with asyncio.TaskGroup() as lanes:
        for group in groups:
            lanes.create_task(_one(group, turn, folder / f"{group.name}.txt", cwd))


async def _one(group: Group, turn: asyncio.Semaphore, said: Path, cwd: Path) -> None:
    async with turn:
        began = time.monotonic()
        with said.open("wb") as out:
            process = await asyncio.create_subprocess_exec(*group.command, cwd=cwd, stdout=out, stderr=out)
        try:
            group.code = await process.wait()
        finally:
            if process.returncode is None:
                await _stop(process)
            group.seconds = time.monotonic() - began
            _show(group, said)


def _show(group: Group, said: Path) -> None:
    how = "was stopped" if group.code is None else "ended"
    print(f"\n── {group.name} {how} after {group.seconds:.0f} s")
    print(said.read_text(errors="replace"), flush=True)


async def _stop(process: asyncio.subprocess.Process) -> None:
    with suppress(ProcessLookupError):
        process.send_signal(signal.SIGINT)  # pytest takes its servers down
        try:
            await asyncio.wait_for(process.wait(), GRACE)
        except TimeoutError:
            process.kill()
            await process.wait()


def of_pytest(name: str, report: Path, folders: Sequence[str]) -> Group:
    words = [sys.executable, "-m", "pytest", "-q", "--no-header", "-p", "no:cacheprovider"]
    return Group(name, [*words, f"--junitxml={report}", *folders])


def of_vitest(report: Path) -> Group:
    words = ["npx", "--no-install", "vitest", "run", "--reporter=default", "--reporter=json"]
    return Group("web", [*words, f"--outputFile.json={report}"])
