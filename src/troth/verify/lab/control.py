"""The server's end of the control pipe: a thread that calls what it is asked to, one thing after the other."""

import os
import signal
import socket
import threading
import traceback
from importlib import import_module
from typing import Any

import msgspec

INSIDE = "troth.verify.inside."  # nothing else is called
STILL_ON = "saboteurs:"


class Ask(msgspec.Struct):
    act: str  # module:function
    args: dict[str, Any] = {}


class Told(msgspec.Struct):
    """error: what it raised, one line; the rest is in the server's log."""

    result: Any = None
    error: str = ""


def answer_on(pipe: socket.socket) -> None:
    threading.Thread(target=_answer, args=(pipe,), name="verify-control", daemon=True).start()


def _answer(pipe: socket.socket) -> None:
    with pipe, pipe.makefile("rwb") as lines:
        while line := lines.readline():
            told = _do(msgspec.json.decode(line, type=Ask))
            lines.write(msgspec.json.encode(told, enc_hook=str) + b"\n")
            lines.flush()
    os.kill(os.getpid(), signal.SIGTERM)  # whoever started the lab is gone: nobody needs it any more


def _do(ask: Ask) -> Told:
    from django.db import connections

    module, _, name = ask.act.partition(":")
    try:
        if not module.startswith(INSIDE):
            raise LookupError(f"{module} is not inside")
        return Told(getattr(import_module(module), name)(**ask.args))
    except Exception as error:
        traceback.print_exc()
        return Told(error=f"{type(error).__name__}: {error}")
    finally:
        connections.close_all()
