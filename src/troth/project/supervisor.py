"""What a supervisor like systemd is told (sd_notify): `READY=1` once the server answers, so that the next one may be
restarted, and `STOPPING=1` when it was told to end."""

import contextlib
import socket

from troth.kernel.config import Config


def tell(config: Config, state: str) -> None:
    """Say it; nothing where nobody listens. A name that begins with @ is one of Linux's without a file."""
    name = config.supervisor
    if not name:
        return
    with contextlib.suppress(OSError), socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as way:
        way.sendto(state.encode(), "\0" + name[1:] if name.startswith("@") else name)
