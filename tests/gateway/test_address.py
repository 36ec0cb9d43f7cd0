from ipaddress import ip_address, ip_network

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.effort import tries
from troth.gateway.address import client_address, crowd, cut, is_trusted
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


# what stands in a header nobody has looked at: addresses of all kinds, some broken, and anything else
ADDRESSES = st.ip_addresses().map(str)
HOPS = (
    ADDRESSES
    | ADDRESSES.map(lambda one: f"[{one}]:4711")
    | ADDRESSES.map(lambda one: f"{one}%eth0")
    | ADDRESSES.map(lambda one: f"::ffff:{one}")
    | st.sampled_from(
        ["unknown", "_hidden", "10.0.0.7", "::1", "", " ", "127.1", "0x7f.1", "010.0.0.1", "10.0.0.1\x00"]
    )
    | st.text(max_size=20)
)
LINES = st.lists(st.lists(HOPS, max_size=5).map(", ".join), max_size=4)


@tries(200)
@given(peer=ADDRESSES | st.text(max_size=20), lines=LINES)
def test_who_is_not_our_proxy_is_who_they_are(peer: str, lines: list[str]) -> None:
    if not is_trusted(peer, OURS):
        assert client_address(peer, lines, OURS) == peer
    assert is_trusted(peer, ()) is False


@tries(200)
@given(
    lines=LINES, stranger=ADDRESSES.filter(lambda one: not is_trusted(one, OURS)), ours=st.lists(st.just("10.0.0.7"))
)
def test_what_stands_left_of_whom_our_proxy_saw_changes_nothing(
    lines: list[str], stranger: str, ours: list[str]
) -> None:
    seen = client_address("10.0.0.1", [*lines, ", ".join([stranger, *ours])], OURS)
    assert ip_address(seen) == (getattr(ip_address(stranger), "ipv4_mapped", None) or ip_address(stranger))


def is_address(text: str) -> bool:
    return str(ip_address(text)) == text


@tries(200)
@given(peer=HOPS, lines=LINES)
def test_an_address_is_the_peers_or_one_that_can_be_read(peer: str, lines: list[str]) -> None:
    seen = client_address(peer, lines, OURS)
    assert seen == peer or is_address(seen)
    assert len(crowd(seen)) <= max(len(peer), 45)
    assert cut(seen) == "-" or is_address(cut(seen))
