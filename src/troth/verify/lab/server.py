"""Starting the lab's server, asking it, and taking it down with all it kept."""

import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import Any

import msgspec

from ..api import Api
from ..checks import Unplayable
from ..ground import Fill
from ..scenario import LAB_ONLY, Need
from .control import Ask, Told
from .database import temporary

UP_WITHIN = 600.0  # s, on a busy machine; a server that ends earlier is noticed at once
ANSWER_WITHIN = 180.0  # s for what is done inside
MANY = "1000000"
LIMITS = (
    "address_visitors", "address_conversations", "site_conversations", "workspace_conversations", "address_burst",
    "address_transcripts", "address_signins", "address_codes", "address_tries", "mailbox_codes",
)  # fmt: skip


class Lab:
    """A Ground. `var` is everything it keeps."""

    has: frozenset[Need] = LAB_ONLY | {"browser"}

    def __init__(
        self, url: str, var: Path, process: "subprocess.Popen[bytes]", pipe: socket.socket, raw: bool,
        beside: "Callable[[Fill | None], AbstractContextManager[Lab]]",
    ) -> None:  # fmt: skip
        self.url, self.var, self.raw = url, var, raw
        self._beside = beside
        self._process, self._lines = process, pipe.makefile("rwb")
        self._turn = threading.Lock()

    def inside(self, act: Callable[..., Any], /, **args: Any) -> Any:
        ask = Ask(f"{act.__module__}:{act.__name__}", args)
        with self._turn:
            try:
                self._lines.write(msgspec.json.encode(ask, enc_hook=str) + b"\n")
                self._lines.flush()
                line = self._lines.readline()
            except (OSError, ValueError) as lost:
                raise Unplayable(f"the lab's server is gone ({type(lost).__name__})") from lost
        if not line:
            raise Unplayable("the lab's server is gone")
        told = msgspec.json.decode(line, type=Told)
        if told.error:
            raise RuntimeError(f"inside the lab's server: {told.error}")
        return told.result

    def close(self) -> None:
        with suppress(OSError):  # nobody is there to hear the rest
            self._lines.close()

    def alive(self) -> bool:
        return self._process.poll() is None

    def another(self, fill: Fill | None = None) -> "AbstractContextManager[Lab]":
        return self._beside(fill)

    def kill(self) -> None:
        self._process.kill()
        self._process.wait()


@contextmanager
def lab(
    environ: Mapping[str, str], postgres: str = "", fill: Fill | None = None, *, keep: bool = False
) -> Iterator[Lab]:
    """A running one, gone afterwards with all it kept. environ: of this process; nothing of Troth in it is passed on.
    postgres: the address of a server on which a database is made for it; "": SQLite. keep: leave its folder."""
    with (
        tempfile.TemporaryDirectory(prefix="troth-lab-", ignore_cleanup_errors=True, delete=not keep) as name,
        temporary(postgres) as at,
    ):
        var = Path(name)
        settings = _environment(environ, var, at)
        if fill is not None:
            fill(settings)
        ours, theirs = socket.socketpair()
        ours.settimeout(ANSWER_WITHIN)
        said = (var / "server.log").open("ab")
        with ours, theirs, said:
            process = subprocess.Popen(
                [sys.executable, "-m", "troth.verify.lab", str(theirs.fileno())], pass_fds=(theirs.fileno(),),
                env=settings, cwd=var, stdin=subprocess.DEVNULL, stdout=said, stderr=said,
                start_new_session=True,
            )  # fmt: skip
            theirs.close()
            try:
                made = Lab(_up(process, var), var, process, ours, not at, partial(lab, environ, postgres))
                yield made
                made.close()
            finally:
                process.terminate()
                try:
                    process.wait(30)
                except subprocess.TimeoutExpired:
                    process.kill()
                    process.wait()


def _environment(environ: Mapping[str, str], var: Path, database: str) -> dict[str, str]:
    passed = {name: environ[name] for name in ("PATH", "HOME", "LANG", "TMPDIR", "PYTHONPATH") if name in environ}
    own = {"PORT": "0", "TROTH_VAR": str(var), "TROTH_PORT_FILE": str(var / "port"), "PYTHONUNBUFFERED": "1"}
    limits = {f"TROTH_LIMIT_{name.upper()}": MANY for name in LIMITS}
    return {**passed, **own, **limits, **({"DATABASE_URL": database} if database else {})}


def _up(process: "subprocess.Popen[bytes]", var: Path) -> str:
    """Its address, once it answers. Raises Unplayable with the end of its log."""
    port, until = var / "port", time.monotonic() + UP_WITHIN
    while time.monotonic() < until:
        if process.poll() is not None:
            break
        if port.exists():
            url = f"http://localhost:{port.read_text().strip()}"
            with Api(url) as api:
                if api.at("GET", "/health").status == 200:
                    return url
        time.sleep(0.05)
    said = (var / "server.log").read_text(errors="replace").splitlines()[-20:]
    raise Unplayable("the lab's server did not come up:\n" + "\n".join(said))
