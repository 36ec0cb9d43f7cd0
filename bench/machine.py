"""What the machine did meanwhile: cores, steal, the cost of a process."""

import os
import time
from pathlib import Path

SERVER_CORE, LOAD_CORE = 0, 1
_TICKS = os.sysconf("SC_CLK_TCK")
_CORES = os.sched_getaffinity(0)  # looked at once: what a pinned process starts would find only the one it is kept on


def pin(core: int) -> None:
    """Keep this process, and whatever it starts from now on, on one core; where there is only one, nowhere else."""
    if core in _CORES:
        os.sched_setaffinity(0, {core})


def core_of(gateway: int) -> int:
    """Where a gateway runs: on a core of its own while the machine has them, else beside the database."""
    own = max(SERVER_CORE, LOAD_CORE) + 1 + gateway
    return own if own in _CORES else SERVER_CORE


def core_speed() -> float:
    """Million turns a second of a plain loop on the server's core, the best of five: two runs whose speeds differ were
    on two machines, whatever they are called, as a host lends more of itself on one day than on another."""
    before = os.sched_getaffinity(0)
    pin(SERVER_CORE)
    try:
        return round(max(_turns() for _ in range(5)), 1)
    finally:
        os.sched_setaffinity(0, before)


def _turns(many: int = 200_000) -> float:
    began, total = time.perf_counter(), 0
    for turn in range(many):
        total += turn * turn % 7
    return many / (time.perf_counter() - began) / 1e6


class Steal:
    """Core time that the host gave to others while we measured; the figures of a run with much of it mean little."""

    def __init__(self) -> None:
        self._before = _steal()

    def cores(self, seconds: float) -> float:
        """In cores: 0.2 is a fifth of one core."""
        return round((_steal() - self._before) / _TICKS / seconds, 2) if seconds else 0.0


def _steal() -> int:
    return int(Path("/proc/stat").read_text().split("\n", 1)[0].split()[8])


def cpu_seconds(pid: int) -> float:
    """User and system time a process has used."""
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / _TICKS


def rss_kib(pid: int) -> int:
    """Resident memory of a process."""
    return _status(pid, "VmRSS")


def handles(pid: int) -> dict[str, int]:
    """What a process holds besides memory."""
    return {"files": len(list(Path(f"/proc/{pid}/fd").iterdir())), "threads": _status(pid, "Threads")}


def _status(pid: int, name: str) -> int:
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith(f"{name}:"):
            return int(line.split()[1])
    return 0
