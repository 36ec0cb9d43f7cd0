"""A reader is one worker's at a time. When that one is killed, sleeps, sleeps in the middle of its transaction or ends,
another goes on where it was: every event is handled, once, though the sleeper wakes."""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from subprocess import Popen

import pytest

from tests.faults.reading import READER, TABLE, first_word, reading
from tests.log.rig import Rig, said
from tests.postgres import fresh_database
from tests.until import until
from troth.log import Head

pytestmark = [pytest.mark.postgres, pytest.mark.slow]


class Load:
    """Somebody talks all the time."""

    def __init__(self, rig: Rig) -> None:
        self.rig = rig
        self.head: Head = rig.stream()
        self.said = 0
        self._lock = threading.Lock()
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._talk)
        self._thread.start()

    def say(self, text: str) -> None:
        with self._lock:
            self.rig.log.append_sync(said(self.head, text))
            self.said += 1

    def end(self) -> None:
        self._over.set()
        self._thread.join()

    def _talk(self) -> None:
        while not self._over.wait(0.005):
            self.say("on and on")


@contextmanager
def loaded(tmp_path: Path, url: str) -> Iterator[Load]:
    rig = Rig(tmp_path, url)
    rig.sql(TABLE)
    load = Load(rig)
    try:
        yield load
    finally:
        load.end()
        rig.close()


def _until_noted_by(rig: Rig, name: str, more: int = 20) -> None:
    """Until this worker has handled so many events more."""
    [(before,)] = rig.sql("SELECT count(*) FROM noted WHERE worker = {}", name)
    until(lambda: rig.sql("SELECT count(*) FROM noted WHERE worker = {}", name)[0][0] >= before + more)


def _all_noted_once(load: Load) -> None:
    load.end()
    until(lambda: load.rig.sql("SELECT count(*) FROM noted")[0][0] >= load.said)
    noted = [seq for (seq,) in load.rig.sql("SELECT seq FROM noted ORDER BY seq")]
    assert noted == list(range(1, load.said + 1))


def _kill(one: "Popen[str]", load: Load) -> None:
    one.kill()


def _stop(one: "Popen[str]", load: Load) -> None:
    one.send_signal(signal.SIGSTOP)


def _stop_in_the_middle(one: "Popen[str]", load: Load) -> None:
    load.say("sleep one")


def _end(one: "Popen[str]", load: Load) -> None:
    assert one.stdin is not None
    one.stdin.close()


@pytest.mark.parametrize("fate", [_kill, _stop, _stop_in_the_middle, _end])
def test_another_takes_over_and_each_event_is_handled_once(tmp_path: Path, fate: object) -> None:
    assert callable(fate)
    with fresh_database() as url, loaded(tmp_path, url) as load, reading(tmp_path, url, "one") as one:
        assert first_word(one) == "up"
        _until_noted_by(load.rig, "one")
        with reading(tmp_path, url, "two") as two:
            assert first_word(two) == "up"
            _until_noted_by(load.rig, "one")
            assert load.rig.sql("SELECT count(*) FROM noted WHERE worker = 'two'") == [(0,)], "it waits for its turn"
            fate(one, load)
            _until_noted_by(load.rig, "two")
            [(by_one,)] = load.rig.sql("SELECT count(*) FROM noted WHERE worker = 'one'")
            one.send_signal(signal.SIGCONT)
            _until_noted_by(load.rig, "two", 200)
            assert load.rig.sql("SELECT count(*) FROM noted WHERE worker = 'one'") == [(by_one,)], "it lost its lease"
            _all_noted_once(load)
            [(holder,)] = load.rig.sql(
                "SELECT w.name FROM log_bookmark b JOIN log_worker w ON w.token = b.holder WHERE b.name = {}", READER
            )
            assert holder == "two"


def test_a_name_is_one_workers(tmp_path: Path) -> None:
    with fresh_database() as url, loaded(tmp_path, url) as load, reading(tmp_path, url, "one") as one:
        assert first_word(one) == "up"
        with reading(tmp_path, url, "one") as second:
            refused = first_word(second)
            assert refused.startswith("TROTH_NAME: a worker called one runs already (")
            assert f"process id {one.pid})" in refused
            assert second.wait() == 0
        _until_noted_by(load.rig, "one")
        one.kill()
        one.wait()
        with reading(tmp_path, url, "one") as again:  # its lease is over in seconds
            assert first_word(again) == "up"
            _until_noted_by(load.rig, "one")
            _all_noted_once(load)
