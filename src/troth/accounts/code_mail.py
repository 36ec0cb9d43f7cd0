"""Mails of the sign-in pages leave in one thread of their own. A mail server that is slow, silent or refuses costs no
request its thread, and the answer tells nobody whether there was a mail to send: not by its words, not by its time.

Such a mail is of use for minutes, so it waits in memory: whoever gets none asks again."""

import contextvars
import logging
import queue
import threading
import time
from collections.abc import Callable

from troth.datamap.doors import act_for
from troth.datamap.purposes import ACCOUNT

_log = logging.getLogger(__name__)

MOST = 200  # mails that wait
_waiting: queue.Queue[Callable[[], None]] = queue.Queue(MOST)
_starting = threading.Lock()
_thread: threading.Thread | None = None


def hand_over(send: Callable[[], None]) -> None:
    """`send` composes and sends a mail; it is called soon, in the context of now but for the purpose of an account, and
    may fail there."""
    global _thread
    with _starting:
        if _thread is None or not _thread.is_alive():
            _thread = threading.Thread(target=_run, name="code-mail", daemon=True)
            _thread.start()
    context = contextvars.copy_context()
    context.run(act_for, ACCOUNT)
    try:
        _waiting.put_nowait(lambda: context.run(send))
    except queue.Full:
        _log.error("a code to choose a password was not mailed: %d wait for the mail server", MOST)


def settle(within: float = 5.0) -> bool:
    """Wait until nothing waits any more, `within` seconds at most; whether that is so."""
    ends = time.monotonic() + within
    with _waiting.all_tasks_done:
        while _waiting.unfinished_tasks:
            left = ends - time.monotonic()
            if left <= 0:
                return False
            _waiting.all_tasks_done.wait(left)
    return True


def _run() -> None:
    while True:
        send = _waiting.get()
        try:
            send()
        except Exception as error:  # without its text: a mail server's answer may name the address
            _log.error("a code to choose a password could not be mailed: %s", type(error).__name__)
        finally:
            _waiting.task_done()
