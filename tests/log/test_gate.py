"""The gate: first come, first served; passed again by the one who holds it; slow holders are named."""

import logging
import threading

import pytest

from troth.log.gate import Gate, SlowHolders


def test_it_is_handed_over_in_the_order_of_asking() -> None:
    gate, order = Gate(), list[int]()
    threads: list[threading.Thread] = []

    def pass_through(n: int) -> None:
        with gate.held(f"thread {n}"):
            order.append(n)

    with gate.held("test"):
        for n in range(20):
            threads.append(threading.Thread(target=pass_through, args=(n,)))
            threads[-1].start()
            while gate.waiting <= n:  # until it stands in the queue
                threading.Event().wait(0.001)
        assert order == []
    for thread in threads:
        thread.join()
    assert order == list(range(20))


def test_one_at_a_time() -> None:
    gate, inside, most = Gate(), 0, 0

    def work() -> None:
        nonlocal inside, most
        for _ in range(200):
            with gate.held("work"):
                inside += 1
                most = max(most, inside)
                inside -= 1

    threads = [threading.Thread(target=work) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert most == 1


def test_its_holder_passes_again_and_nobody_else_gives_it_back() -> None:
    gate = Gate()
    refused: list[str] = []

    def meddle() -> None:
        try:
            gate.give()
        except RuntimeError as error:
            refused.append(str(error))

    with gate.held("outer"), gate.held("inner"):
        thread = threading.Thread(target=meddle)
        thread.start()
        thread.join()
    assert len(refused) == 1
    with pytest.raises(RuntimeError):
        gate.give()


def test_an_error_inside_gives_it_back() -> None:
    gate = Gate()
    with pytest.raises(ValueError, match="inside"), gate.held("outer"):
        raise ValueError("inside")
    assert not gate.mine()
    with gate.held("next"):
        assert gate.mine()


def test_slow_holders_are_named_once_and_counted(caplog: pytest.LogCaptureFixture) -> None:
    slow = SlowHolders("the gate")
    with caplog.at_level(logging.WARNING):
        slow.held("fast", 9.9)
        for ms in (40.0, 70.0, 60.0):
            slow.held("close", ms)
        slow.held("rate", 11.0)
    assert [record.__dict__["holder"] for record in caplog.records] == ["close", "rate"]
    assert "close held the gate for 40 ms" in caplog.messages[0]
