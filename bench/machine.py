"""What the machine did meanwhile: cores, steal, the cost of a process."""

import os
from pathlib import Path

SERVER_CORE, LOAD_CORE = 0, 1
_TICKS = os.sysconf("SC_CLK_TCK")


def pin(core: int) -> None:
    """Keep this process, and whatever it starts from now on, on one core; where there is only one, nowhere else."""
    if core in os.sched_getaffinity(0):
        os.sched_setaffinity(0, {core})


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
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1])
    return 0
