"""WebSocket conformance: every case of Autobahn 1 to 7 on both doors. The doors are those of the real server; what they
hear is echoed instead of understood."""

from collections import Counter
from collections.abc import Iterator

import pytest

from tests.gateway import autobahn, autobahn_text
from tests.gateway.autobahn import Case, closing
from tests.gateway.echo import echoing
from tests.gateway.raw import CLOSE, Raw
from tests.law.files import document
from troth.log import Log

VERDICTS = ("OK", "NON-STRICT", "by design")
CASES = [*autobahn.rows(), *autobahn_text.rows()]


@pytest.fixture(scope="module", params=["picows", "sansio"])
def door(log: Log, request: pytest.FixtureRequest) -> Iterator[tuple[str, int]]:
    """(its name, its port)"""
    with echoing(log, request.param) as port:
        yield request.param, port


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.number)
def test_case(door: tuple[str, int], case: Case) -> None:
    name, port = door
    right = case.ends or (1000,)
    with Raw.open(port) as socket:
        for piece in case.sent:
            socket.put(piece)
        heard: list[tuple[int, bytes]] = []
        while case.ends is None and len(heard) < len(case.heard):
            heard.append(socket.read())
            assert heard[-1] in case.heard
        if case.ends is None:
            socket.put(closing(1000))
        while (last := socket.read())[0] != CLOSE:
            heard.append(last)
        assert int.from_bytes(last[1][:2]) in right + (case.apart if name == "sansio" else ())
        # a pong may overtake a text, which waits for the end of the turn
        assert Counter(heard) == Counter(case.heard) or (not heard and name in case.loose)
        socket.put(closing(1000))
        assert socket.read() == (CLOSE, b"")  # nothing comes after a goodbye, and the connection ends


def test_no_case_is_left_out_and_the_table_of_the_docs_is_true() -> None:
    assert len({case.number for case in CASES}) == len(CASES)
    counted: Counter[tuple[str, str, str]] = Counter()
    for case in CASES:
        section = case.number.rpartition(".")[0]
        counted.update((section, door, case.verdict(door)) for door in ("picows", "sansio"))
        counted[section, "rows", ""] += 1
    sections = {section for section, _, _ in counted}
    for section in sections:
        row = " | ".join(
            (
                f"| {section}",
                str(counted[section, "rows", ""]),
                *(_told({v: counted[section, door, v] for v in VERDICTS}) for door in ("picows", "sansio")),
            )
        )
        assert row in document("protocol.md")
    table = document("protocol.md").partition("## WebSocket conformance")[2].partition("\n## ")[0]
    assert table.count("\n| ") == len(sections) + 1
    # the suite's own numbers of rows
    assert [counted[f"6.{n}", "rows", ""] for n in range(1, 24)] == [
        3, 4, 2, 4, 5, 11, 4, 2, 4, 3, 5, 8, 5, 10, 1, 3, 5, 5, 5, 7, 8, 34, 7
    ]  # fmt: skip
    others = {"1.1": 8, "1.2": 8, "2": 11, "3": 7, "4.1": 5, "4.2": 5, "5": 20}
    others |= {"7.1": 6, "7.3": 6, "7.5": 1, "7.7": 13, "7.9": 9, "7.13": 2}
    assert {name: counted[name, "rows", ""] for name in sections if not name.startswith("6")} == others
    strings = [case.ends is None for case in autobahn_text.rows() if int(case.number.split(".")[1]) > 4]
    assert (strings.count(True), strings.count(False)) == (63, 69)  # texts, and what is none


def _told(counts: dict[str, int]) -> str:
    return ", ".join(f"{count} {verdict}" for verdict, count in counts.items() if count)
