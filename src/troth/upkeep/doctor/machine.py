"""The machine: disks, files, memory, clock, packages, and who may read what is kept."""

import contextlib
import os
import re
import resource
import stat
import tempfile
from email.utils import parsedate_to_datetime
from importlib.metadata import PackageNotFoundError, requires, version
from pathlib import Path

from troth.kernel import clock

from .found import CantLook, Check, Found, broken, ok, warning
from .installation import Installation

NETWORKED = {
    "nfs", "nfs4", "cifs", "smb3", "smbfs", "fuse.sshfs", "fuse.s3fs", "fuse.rclone", "ceph", "glusterfs",
    "fuse.glusterfs", "afs",
}  # fmt: skip
_HERE = "when-something-is-wrong"
_MB = 1024 * 1024
_REQUIREMENT = re.compile(r"([A-Za-z0-9._-]+)(?:\[[^]]*\])?(==|>=)([0-9.]+)(\.\*)?$")


def _disk(here: Installation) -> Found:
    least = here.config.limits.free_space
    for folder in _folders(here):
        free = os.statvfs(folder).f_bavail * os.statvfs(folder).f_frsize
        says = f"{free // _MB:,} MB are free at {folder}"
        mend = "Make room or a larger disk: at its end nothing more is kept (TROTH_LIMIT_FREE_SPACE is for uploads)."
        if free < least:
            return broken(f"{says}, less than the {least // _MB:,} MB that stay free.", mend, "settings")
        if free < 2 * least:
            return warning(f"{says}, less than twice of what stays free.", mend, "settings")
    return ok("There is room on every disk that is written to.")


def _inodes(here: Installation) -> Found:
    told = False
    for folder in _folders(here):
        found = os.statvfs(folder)
        if not found.f_files:
            continue  # a file system that has as many as it needs
        told = True
        if found.f_favail < 1000 or found.f_favail < found.f_files * 0.02:
            return broken(
                f"Only {found.f_favail:,} more files fit at {folder}, whatever their size.",
                "Delete small files that nobody needs there (sessions, caches, old mail), or use another file system.",
                "settings",
            )
    if not told:
        raise CantLook("the disks here have no such bound")
    return ok("More files fit on every disk that is written to.")


def _open_files(here: Installation) -> Found:
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    if most != resource.RLIM_INFINITY and most < here.bars.open_files:
        return warning(
            f"A process of this user may open {most:,} files, and every visitor is one.",
            "Set LimitNOFILE=65536 in the systemd unit, or --ulimit nofile=65536 for the container.",
            "start",
        )
    return ok("As many files may be open as are needed.")


def _memory(here: Installation) -> Found:
    bounds = []
    for path in here.machine.memory:
        try:
            text = path.read_text().strip()
        except OSError:
            continue
        if text.isdigit():
            bounds.append(int(text))
    with contextlib.suppress(ValueError, OSError):
        bounds.append(os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE"))
    if not bounds:
        raise CantLook("this system does not tell how much memory there is")
    if min(bounds) < here.bars.memory:
        return warning(
            f"There are {min(bounds) // _MB:,} MB of memory for Troth, and {here.bars.memory // _MB:,} MB is what it"
            " needs on a busy day: the system kills it when it takes more.",
            "Give the container or the machine more (MemoryMax, --memory).",
            "start",
        )
    return ok("There is memory enough.")


def _clock(here: Installation) -> Found:
    seen = dict(_other_clocks(here))
    if not seen:
        raise CantLook("there is no other clock to compare with")
    who, apart = max(seen.items(), key=lambda one: abs(one[1]))
    says = f"The clock of this machine and {who} are {abs(apart):.0f} seconds apart"
    mend = "Let all machines follow the same time (timedatectl set-ntp true, or chrony)."
    if abs(apart) > here.bars.clock_broken:
        return broken(f"{says}: passes end too early or too late, and times are wrong.", mend, _HERE)
    if abs(apart) > here.bars.clock_warning:
        return warning(f"{says}.", mend, _HERE)
    return ok("The clock goes with the others.")


def _other_clocks(here: Installation) -> list[tuple[str, float]]:
    """Whose it is, and how many seconds it is ahead."""
    found = []
    try:
        rows = None if here.from_outside else here.rows()
        if rows is not None and rows.kind == "postgres":
            before = clock.now().timestamp()
            theirs = float(rows.read("SELECT extract(epoch FROM clock_timestamp())")[0][0])
            found.append(("the database's", theirs - (before + clock.now().timestamp()) / 2))
    except CantLook:
        pass
    try:
        answer = here.public()
        date = parsedate_to_datetime(answer.headers["date"]).timestamp() + 0.5  # it tells whole seconds
        apart = date - answer.sent
        found.append((f"{here.host}'s", 0.0 if abs(apart) < 1 else apart))
    except (CantLook, KeyError, ValueError):
        pass
    return found


def _permissions(here: Installation) -> Found:
    config = here.config
    secret = [config.var / "secret"]
    if config.keyring.kind == "sqlite":
        secret.append(config.keyring.path)
    kept = [config.var, *([config.database.path] if config.database.kind == "sqlite" else [])]
    if config.files.kind == "folder":
        kept.append(config.files.folder)
    for path in secret:
        if _others(path):
            return broken(
                f"Others on this machine may read {path}: with it they read what is sealed.",
                f"chmod 600 {path}, and think about who has read it until now.",
                "settings",
            )
    for path in kept:
        if _others(path):
            return warning(
                f"Others on this machine may look into {path}, where names and addresses are.",
                f"chmod {700 if path.is_dir() else 600} {path}",
                "settings",
            )
    return ok("What is kept is for the server's own user alone.")


def _others(path: Path) -> bool:
    try:
        return bool(stat.S_IMODE(path.stat().st_mode) & 0o077)
    except OSError:
        return False


def _network_disk(here: Installation) -> Found:
    config = here.config
    files = [one.path for one in (config.database, config.keyring) if one.kind == "sqlite"]
    if not files:
        raise CantLook("no SQLite file is in use")
    for path in files:
        kind = _file_system(here.machine.mounts, path)
        if kind in NETWORKED:
            return broken(
                f"{path} lies on a network file system ({kind}), where SQLite's locks do not hold and a file breaks.",
                "Move TROTH_VAR to a disk of this machine, or use PostgreSQL (DATABASE_URL, TROTH_KEYRING_URL).",
                "on-postgresql",
            )
    return ok("SQLite's files lie on a disk of this machine.")


def _file_system(mounts: Path, path: Path) -> str:
    """Its type: of the mount with the longest path above it (proc(5), mountinfo). Raises CantLook."""
    try:
        lines = mounts.read_text().splitlines()
    except OSError:
        raise CantLook("this system does not tell what is mounted where") from None
    best, kind = -1, ""
    for line in lines:
        before, _, after = line.partition(" - ")
        point = before.split(" ")[4].encode().decode("unicode_escape")
        if path.resolve().is_relative_to(point) and len(point) >= best:
            best, kind = len(point), after.split(" ")[0]
    return kind


def _packages(_here: Installation) -> Found:
    anew = "Install Troth anew (pip install troth-*.whl)"
    for need in requires("troth") or []:
        wanted = _REQUIREMENT.match(need.split(";")[0].replace(" ", ""))
        if wanted is None or "extra" in need:
            continue
        name, how, number, _ = wanted.groups()
        try:
            there = version(name)
        except PackageNotFoundError:
            return broken(f"The package {name} is not installed.", f"{anew}.", "upgrade")
        if not _fits(there, how, number):
            return warning(
                f"The package {name} is {there}, and Troth is made for {how}{number}.",
                f"{anew}, into an environment of its own.",
                "upgrade",
            )
    return ok("The packages are those that Troth is made for.")


def _fits(there: str, how: str, number: str) -> bool:
    if how == "==":
        return there == number or there.startswith(f"{number}.")
    return [int(part) for part in re.findall(r"\d+", there)] >= [int(part) for part in number.split(".")]


def _folders(here: Installation) -> list[Path]:
    """Where something is written, that is there, each once."""
    config = here.config
    wanted = [config.var, Path(tempfile.gettempdir())]
    wanted += [one.path.parent for one in (config.database, config.keyring) if one.kind == "sqlite"]
    if config.files.kind == "folder":
        wanted.append(config.files.folder)
    return [folder for folder in dict.fromkeys(wanted) if folder.is_dir()]


CHECKS = (
    Check("disk", "room on the disks of `TROTH_VAR`, database, files and temporary files", _disk),
    Check("inodes", "more files fit there", _inodes),
    Check("open files", "the system lets a process open as many as there are visitors", _open_files),
    Check("memory", "of the machine or of the container", _memory),
    Check("clock", "against the database's and the public address's", _clock, True),
    Check("permissions", "nobody else on this machine may read secret, keyring and database", _permissions),
    Check("network disk", "SQLite's files lie on a disk of this machine", _network_disk),
    Check("packages", "those that this version is made for", _packages),
)
