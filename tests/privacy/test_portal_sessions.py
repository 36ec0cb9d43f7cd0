"""Sessions of my data end when they should, whatever somebody holds; and how much of it there may be."""

import re
from collections.abc import Iterator
from http.client import HTTPConnection
from ipaddress import ip_network
from typing import NamedTuple
from urllib.parse import urlencode

import pytest
from msgspec.structs import replace

import troth.log
from tests.cast import Cast, guest
from tests.privacy.at_the_portal import COOKIE, Browser, Later, chat_code, codes, mails
from tests.serving import serving
from tests.until import PATIENCE
from troth.datamap.vocabulary import Subject
from troth.kernel import config
from troth.kernel.ids import new_id
from troth.log import Log
from troth.privacy.plan import plan
from troth.privacy.portal import digits
from troth.privacy.portal.erase import empty_what_is_over
from troth.privacy.portal.proof import DataCode, Proof
from troth.privacy.run import run
from troth.sites.add import add


def test_a_session_of_one_site_is_none_at_another(cast: Cast, address: str) -> None:
    vi = Browser(cast.bikes_site)
    vi.proves(address)
    for site in (cast.lamps_site, add(cast.bikes.id, "Bikes for children")):
        vi.root = f"/my-data/{site.key}"
        assert not vi.at_their_rights()
        vi.get("/withdraw")
        assert vi.place_now == f"{vi.root}?ended"
        assert address not in vi.text


def test_a_session_ends_after_half_an_hour(cast: Cast, address: str, later: Later) -> None:
    vi = Browser(cast.bikes_site)
    vi.proves(address)
    later(minutes=29)
    assert vi.at_their_rights()
    later(minutes=2)
    assert not vi.at_their_rights()
    assert address not in vi.text


def test_what_a_browser_held_before_it_was_proven_opens_nothing_after(cast: Cast, address: str) -> None:
    vi = Browser(cast.bikes_site)
    vi.ask(address)
    before = vi.token
    vi.send("/code", code=codes(address)[0])
    assert vi.token != before
    fixed = Browser(cast.bikes_site)
    fixed.client.cookies[COOKIE] = before
    assert not fixed.at_their_rights()


def test_leaving_ends_the_session_also_for_who_copied_the_cookie(cast: Cast, address: str) -> None:
    vi, thief = Browser(cast.bikes_site), Browser(cast.bikes_site)
    vi.proves(address)
    thief.client.cookies[COOKIE] = vi.token
    assert thief.at_their_rights()
    vi.get("/rights")
    vi.send("/leave")
    assert not thief.at_their_rights()


@pytest.fixture
def by_tls() -> Iterator[None]:
    before = config.current()
    config.use(replace(before, base_url="https://localhost"))
    yield
    config.use(before)


def test_over_tls_the_cookie_is_of_this_host_alone(cast: Cast, address: str, by_tls: None) -> None:
    vi, bound = Browser(cast.bikes_site), f"__Host-{COOKIE}"
    vi.proves(address)
    assert COOKIE not in vi.client.cookies
    for size, lasts in ((43, 1800), (0, 0)):
        kept = vi.client.cookies[bound]
        assert (len(kept.value), kept["max-age"]) == (size, lasts)
        assert (kept["path"], kept["domain"], kept["secure"], kept["samesite"]) == ("/", "", True, "Strict")
        if lasts:
            assert kept["httponly"]
            assert vi.at_their_rights()
            vi.send("/leave")
    unbound = Browser(cast.bikes_site)
    unbound.proves(address)
    unbound.client.cookies[COOKIE] = unbound.client.cookies.pop(bound).value
    assert not unbound.at_their_rights()


@pytest.mark.parametrize("kind", [Subject.VISITOR, Subject.CONTACT])
def test_who_is_erased_has_no_session_no_code_and_no_mail(cast: Cast, address: str, kind: Subject) -> None:
    by_mail, by_chat, waiting = (Browser(cast.bikes_site) for _ in range(3))
    by_mail.proves(address)
    by_chat.shows(chat_code(cast.vi))
    waiting.ask(address)
    typed, code = codes(address)[-1], chat_code(cast.vi)
    other = Browser(cast.tea_site)
    other.ask(f"{new_id().hex}@example.test")
    contact = Proof.objects.get(token_hash=digits.hash_of(by_mail.token)).subject
    whom = cast.vi.id if kind is Subject.VISITOR else contact
    assert whom is not None
    run(plan(cast.bikes.id, kind, whom, force=True))
    assert [one.at_their_rights() for one in (by_mail, by_chat)] == [False, False]
    assert waiting.send("/code", code=typed) == 410
    assert Browser(cast.bikes_site).shows(code) == 422
    assert mails(address) == []
    assert not DataCode.objects.filter(visitor_id=cast.vi.id).exists()
    assert not Proof.objects.filter(workspace=cast.bikes, address__isnull=False).exists()
    assert Proof.objects.filter(workspace=cast.tea, address__isnull=False).exists()


def test_a_mailbox_gets_three_codes_an_hour_wherever_they_are_asked_for(cast: Cast, address: str, later: Later) -> None:
    name, _, host = address.partition("@")
    sites = [cast.bikes_site, cast.lamps_site, cast.tea_site, cast.bikes_site]
    asked = [address, address.upper(), f"{name}+news@{host}", f"{name}+more@{host}"]
    browsers = [Browser(site) for site in sites]
    told = [one.ask(to) for one, to in zip(browsers, asked, strict=True)]
    assert told == [200, 200, 200, 429]
    assert "Minutes to wait: 60." in browsers[3].text
    assert int(browsers[3].last["Retry-After"]) > 3500
    for _ in range(2):
        later(hours=1, seconds=1)
        assert [Browser(cast.bikes_site).ask(address) for _ in range(4)] == [200, 200, 200, 429]
    later(hours=1, seconds=1)
    assert Browser(cast.bikes_site).ask(address) == 429  # nine in twelve hours
    later(hours=10)
    assert Browser(cast.bikes_site).ask(address) == 200


def test_what_is_over_is_emptied_and_still_counted(cast: Cast, address: str, later: Later) -> None:
    browsers = [Browser(cast.bikes_site) for _ in range(3)]
    for one in browsers:
        one.ask(address)
    keys = [int.from_bytes(bytes(mail.to)[:8]) for mail in mails(address)]
    browsers[0].send("/code", code=codes(address)[0])
    later(minutes=31)
    while empty_what_is_over():
        pass
    assert mails(address) == []
    assert troth.log.current().keyring.keys(keys) == {}
    rows = Proof.objects.filter(site=cast.bikes_site)
    assert {(row.address, row.mark, row.subject, row.kind) for row in rows} == {(None, None, None, "")}
    assert Browser(cast.bikes_site).ask(address) == 429
    later(hours=12)
    while empty_what_is_over():
        pass
    assert not Proof.objects.filter(site=cast.bikes_site).exists()


def test_one_network_address_asks_and_tries_only_so_often(cast: Cast, address: str) -> None:
    flood = Browser(cast.bikes_site)
    told = [flood.ask(f"{new_id().hex}@example.test") for _ in range(21)]
    assert told == [200] * 20 + [429]
    assert Browser(cast.bikes_site).ask(address) == 200  # from elsewhere
    tries = [flood.shows("XXXX-XXXX-XX") for _ in range(61)]
    assert tries == [422] * 60 + [429]
    assert Browser(cast.bikes_site).shows(chat_code(guest(cast.bikes_site))) == 200


@pytest.mark.parametrize(
    ("forwarded", "same", "other"),
    [
        (["198.51.100.{n}"], "127.0.0.1", "127.0.0.2"),  # nobody's proxy: what a client writes counts for nothing
        (["198.51.100.{n}, 203.0.113.77"], "127.0.0.3", "203.0.113.78"),  # ours: whom it saw, not what it was told
        (["2001:db8:7::{n:x}"], "127.0.0.3", "2001:db8:8::1"),  # a network of IPv6 is one place
    ],
    ids=["forged", "behind a proxy", "IPv6"],
)
def test_a_flood_is_known_by_where_it_really_comes_from(
    cast: Cast, log: Log, forwarded: list[str], same: str, other: str
) -> None:
    trusted = [] if same == "127.0.0.1" else [ip_network("127.0.0.3/32")]
    with serving(log, trusted_proxies=trusted) as port:
        form = Form.of(port, f"/my-data/{cast.bikes_site.key}")
        told = [form.sends("/chat", peer=same, told=forwarded[0].format(n=n)) for n in range(1, 62)]
        assert told == [422] * 60 + [429]
        if trusted:
            assert form.sends("/chat", peer=same, told=other) == 422
        else:
            assert form.sends("/chat", peer=other) == 422


class Form(NamedTuple):
    """A form of the portal, by plain HTTP: from whatever address of this machine, with whatever a proxy says."""

    port: int
    root: str
    token: str
    cookie: str

    @classmethod
    def of(cls, port: int, root: str) -> "Form":
        connection = HTTPConnection("localhost", port, timeout=PATIENCE)
        connection.request("GET", root)
        answer = connection.getresponse()
        found = re.search(r'csrfmiddlewaretoken" value="(\w+)"', answer.read().decode())
        cookie = str(answer.headers["Set-Cookie"]).partition(";")[0]
        connection.close()
        assert found is not None
        return cls(port, root, found[1], cookie)

    def sends(self, path: str, peer: str, told: str = "") -> int:
        connection = HTTPConnection("localhost", self.port, timeout=PATIENCE, source_address=(peer, 0))
        headers = {"Content-Type": "application/x-www-form-urlencoded", "Cookie": self.cookie}
        headers |= {"X-Forwarded-For": told} if told else {}
        body = urlencode({"csrfmiddlewaretoken": self.token, "code": "XXXX-XXXX-XX"})
        connection.request("POST", self.root + path, body, headers)
        status = connection.getresponse().status
        connection.close()
        return status
