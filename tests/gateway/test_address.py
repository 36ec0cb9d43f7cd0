from ipaddress import ip_network

import pytest

from troth.gateway.address import client_address, crowd, cut
from troth.gateway.shim import environ
from troth.kernel import config

OURS = [ip_network("10.0.0.0/8"), ip_network("::1")]


@pytest.mark.parametrize(
    ("peer", "forwarded", "seen"),
    [
        ("203.0.113.9", [], "203.0.113.9"),
        ("203.0.113.9", ["198.51.100.1"], "203.0.113.9"),  # not our proxy: what it says is nothing
        ("10.0.0.1", ["198.51.100.1"], "198.51.100.1"),
        ("10.0.0.1", ["1.1.1.1, 198.51.100.1"], "198.51.100.1"),  # the left one was written by the client
        ("10.0.0.1", ["1.1.1.1", "198.51.100.1, 10.0.0.7"], "198.51.100.1"),
        ("10.0.0.1", [], "10.0.0.1"),
        ("10.0.0.1", ["10.0.0.2"], "10.0.0.2"),
        ("10.0.0.1", ["198.51.100.1, nonsense, 10.0.0.2"], "10.0.0.2"),
        ("10.0.0.1", ["[2001:db8::7]:4711"], "2001:db8::7"),
        ("10.0.0.1", ["198.51.100.1:4711"], "198.51.100.1"),
        ("::1", ["2001:db8::7"], "2001:db8::7"),
        ("::ffff:10.0.0.1", ["::ffff:198.51.100.1"], "198.51.100.1"),
        ("", ["198.51.100.1"], ""),
    ],
)
def test_the_right_most_address_that_is_not_ours(peer: str, forwarded: list[str], seen: str) -> None:
    assert client_address(peer, forwarded, OURS) == seen


def test_logs_hold_no_whole_address() -> None:
    assert [cut("203.0.113.9"), cut("2001:db8:1:2::7"), cut("nobody")] == ["203.0.113.0", "2001:db8:1::", "-"]


def test_a_limit_counts_an_ipv6_network_as_one() -> None:
    assert crowd("2001:db8:1:2::7") == crowd("2001:db8:1:2:ffff::1") != crowd("2001:db8:1:3::7")
    assert crowd("203.0.113.9") == "203.0.113.9"


def test_what_django_counts_by_address_is_counted_by_network() -> None:
    scope = {"method": "GET", "path": "/", "query_string": b"", "http_version": "1.1", "scheme": "http", "headers": []}
    seen = {
        environ({**scope, "client": (f"2001:db8:1:2::{n}", 4711)}, b"", config.current())["REMOTE_ADDR"]
        for n in (1, 2, 3)
    }
    assert len(seen) == 1
