"""/metrics: it counts what happens, names nobody, and is there for those alone who may look."""

import re
from collections.abc import Callable
from datetime import UTC, datetime
from urllib.parse import urlsplit

import pytest

from tests.cast import Cast
from tests.gateway.talk import Socket, joined, opened
from tests.project.scrape import Sample, ask, samples, value
from tests.serving import serving
from troth.kernel.ids import new_id
from troth.log import Log
from troth.upkeep import noted

TOKEN = "let-me-look-0123456789"


@pytest.fixture
def port(server: str) -> int:
    return urlsplit(server).port or 0


def _grown(port: int, act: Callable[[], object]) -> dict[Sample, float]:
    before = samples(ask(port)[1])
    act()
    after = samples(ask(port)[1])
    return {sample: now - before.get(sample, 0) for sample, now in after.items()}


def test_a_talk_is_counted_where_it_went(port: int, cast: Cast) -> None:
    def talk() -> None:
        id_ = opened(cast)
        joined(cast.ben, id_)
        with Socket.of(port, cast.vi) as vi, Socket.of(port, cast.ben):
            client_id = str(new_id())
            vi.tell(id_, "Is the shop open?", client_id=client_id)
            vi.tell(id_, "Is the shop open?", client_id=client_id)
            vi.tell(id_, "Another shop?", client_id=client_id)
            assert value(port, "troth_sockets", kind="visitor") >= 1
            assert value(port, "troth_sockets", kind="agent") >= 1

    grown = _grown(port, talk)
    assert grown["troth_messages_acknowledged_total", ()] == 1
    assert grown["troth_messages_repeated_total", ()] == 1
    assert grown["troth_messages_refused_total", (("code", "conflict"),)] == 1
    assert grown["troth_frames_refused_total", (("code", "conflict"),)] == 1
    assert grown["troth_ack_seconds_count", ()] == grown["troth_scribe_batch_messages_count", ()] == 3
    assert grown["troth_sockets_opened_total", ()] == 2
    assert grown["troth_frames_total", (("direction", "in"),)] >= 5
    assert grown["troth_frames_total", (("direction", "out"),)] >= 5


def test_requests_are_counted_by_the_pattern_of_their_address(port: int, cast: Cast) -> None:
    def look() -> None:
        paths = ["/vi@example.org", "/api/v1/canary", "/health"]
        paths += [f"/w/{cast.bikes_site.key}.js", f"/api/v1/conversations/{new_id()}"]
        for path in paths:
            ask(port, path, Host="localhost")

    grown = _grown(port, look)
    routes = {dict(labels).get("route") for (name, labels), more in grown.items() if "http_requests" in name and more}
    assert {"unknown", "/health"} <= routes
    assert not any(word in str(routes) for word in ("vi@", "canary", cast.bikes_site.key))
    known = {"/w/{key}.js", "/api/v1/conversations/{conversation_id}"} & routes
    assert len(known) == 2, routes
    assert all(re.fullmatch(r"unknown|/[\w/{}.:-]*", route) for route in routes if route), routes


def test_a_limit_that_says_no_is_counted_by_its_name(log: Log, cast: Cast) -> None:
    with serving(log, limits={"visitor_burst": 2, "visitor_rate": 0.001}) as port:
        id_ = opened(cast)

        def talk() -> None:
            with Socket.of(port, cast.vi) as vi:
                for n in range(4):
                    vi.tell(id_, f"Message {n}")

        grown = _grown(port, talk)
        assert grown["troth_limit_refused_total", (("limit", "visitor_rate"),)] >= 2


def test_the_age_of_the_last_backup_is_told(log: Log, cast: Cast) -> None:
    with serving(log) as port:
        assert samples(ask(port)[1])["troth_backup_timestamp_seconds", ()] == 0
    at = datetime(2026, 5, 4, 3, 0, tzinfo=UTC)
    noted.write(noted.Note(at=at, place="box:/backup", rows=1, files=2, keys=3, size=4))
    with serving(log) as port:
        assert value(port, "troth_backup_timestamp_seconds") == at.timestamp()


def test_without_a_token_it_is_there_for_this_machine_alone(port: int) -> None:
    assert ask(port)[0] == 200
    hidden = ask(port, "/metricsx")
    for brought in ({"X_Forwarded_For": "203.0.113.9"}, {"Forwarded": "for=203.0.113.9"}, {"Via": "1.1 proxy"}):
        assert ask(port, **brought)[:2] == hidden[:2], brought
    for foreign in (
        "chat.example.org",
        "localhost.example.org",
        "203.0.113.9:8000",
        "localhost@example.org",
        "[::2]",
        "[",
    ):
        assert ask(port, Host=foreign)[0] in (400, 404), foreign  # a proxy that adds no header
    for own in ("localhost", f"LOCALHOST:{port}", f"127.0.0.1:{port}", "[::1]", f"[::1]:{port}"):
        assert ask(port, Host=own)[0] == 200, own
    assert ask(port)[2]["content-type"].startswith("text/plain; version=0.0.4")


def test_with_a_token_it_is_there_for_who_has_it(log: Log) -> None:
    with serving(log, metrics_token=TOKEN) as port:
        hidden = ask(port, "/metricsx")
        for wrong in ({}, {"Authorization": "Bearer x"}, {"Authorization": f"Basic {TOKEN}"}, {"Authorization": "ä"}):
            assert ask(port, **wrong)[:2] == hidden[:2], wrong
        assert ask(port, Authorization=f"Bearer {TOKEN}", X_Forwarded_For="203.0.113.9")[0] == 200
