"""nginx with the very file of deploy/nginx, on ports of this machine and with a certificate of the test's own."""

import asyncio
import os
import shutil
import signal
import subprocess
from collections.abc import Sequence
from pathlib import Path

from tests.deploy.authority import Authority
from tests.process import ROOT, free_port

EXAMPLE = ROOT / "deploy" / "nginx"
PASSED_OVER = "max_fails=1 fail_timeout=1s"


def found() -> str | None:
    """nginx, where Debian has it or where `./dev test` put it."""
    return shutil.which("nginx", path=os.pathsep.join([os.environ.get("PATH", ""), "/usr/sbin"]))


class Nginx:
    """`port` speaks TLS, `plain` leads there. What it writes down is in `folder`."""

    def __init__(self, folder: Path, authority: Authority) -> None:
        self.folder, self.port, self.plain = folder, free_port(), free_port()
        self._process: asyncio.subprocess.Process | None = None
        shutil.copytree(EXAMPLE, folder, dirs_exist_ok=True)
        self._put(
            "address.conf",
            f"listen 127.0.0.1:{self.port} ssl http2; server_name localhost;",
            f"ssl_certificate {authority.certificate}; ssl_certificate_key {authority.key};",
            f"access_log {self.said} troth;",
        )
        self._put("plain.conf", f"listen 127.0.0.1:{self.plain}; server_name localhost;")
        temporary = (f"{one}_temp_path {folder}/tmp-{one};" for one in _TEMPORARY)
        (folder / "nginx.conf").write_text(
            f"daemon off; worker_processes 2; pid {folder}/pid; error_log {self.complaints} crit;\n"
            f"{'user root;' if os.geteuid() == 0 else ''}\n"
            f"events {{ worker_connections 1024; }}\nhttp {{ {' '.join(temporary)}\ninclude troth.conf; }}\n"
        )

    @property
    def said(self) -> Path:
        return self.folder / "access.log"

    @property
    def complaints(self) -> Path:
        return self.folder / "error.log"

    def behind(self, gateways: Sequence[int], webs: Sequence[int]) -> None:
        """Who is behind it, by their ports; in force with the next start or reload."""
        for file, ports in (("gateways.conf", gateways), ("webs.conf", webs)):
            self._put(file, *(f"server 127.0.0.1:{port} {PASSED_OVER};" for port in ports))

    def check(self) -> str:
        """What `nginx -t` says of it."""
        told = subprocess.run([*self._words, "-t"], capture_output=True, text=True)
        assert told.returncode == 0, told.stderr
        return told.stderr

    async def start(self) -> None:
        self._process = await asyncio.create_subprocess_exec(*self._words, start_new_session=True)
        while True:
            try:
                _, writer = await asyncio.open_connection("127.0.0.1", self.port)
            except OSError:
                if self._process.returncode is not None:
                    raise RuntimeError(f"nginx ended:\n{self.complaints.read_text()}") from None
                await asyncio.sleep(0.05)
            else:
                writer.close()
                return

    async def reload(self) -> None:
        assert self._process is not None
        self._process.send_signal(signal.SIGHUP)

    async def kill(self) -> None:
        """With all of its workers, as if the power had gone."""
        await self._end(signal.SIGKILL)

    async def stop(self) -> None:
        await self._end(signal.SIGTERM)

    async def _end(self, how: signal.Signals) -> None:
        if self._process is not None and self._process.returncode is None:
            os.killpg(self._process.pid, how)
            await self._process.wait()

    @property
    def _words(self) -> list[str]:
        return [found() or "nginx", "-p", str(self.folder), "-c", "nginx.conf", "-e", str(self.complaints)]

    def _put(self, file: str, *lines: str) -> None:
        (self.folder / "troth" / file).write_text("\n".join(lines) + "\n")


_TEMPORARY = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
