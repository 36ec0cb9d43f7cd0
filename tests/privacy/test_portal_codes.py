"""Codes for my data: guessed, replayed, of another address, another browser, another site, or too late."""

import re
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from tests.cast import Cast
from tests.privacy.at_the_portal import COOKIE, Browser, Later, chat_code, codes, mails, words, wrong
from troth.kernel.ids import new_id
from troth.privacy.portal import digits
from troth.privacy.portal.proof import Proof
from troth.sites.add import add


def test_five_wrong_codes_end_the_right_one(cast: Cast, address: str) -> None:
    vi = Browser(cast.bikes_site)
    vi.ask(address)
    code = codes(address)[0]
    assert [vi.send("/code", code=wrong(code)) for _ in range(5)] == [422, 422, 422, 422, 410]
    assert vi.send("/code", code=code) == 410
    assert not vi.at_their_rights()


@pytest.mark.parametrize("typed", ["", "0", "abcdef", "00000000000", "\u0661\u0662", "' OR 1=1 --"])
def test_what_is_no_code_is_a_try(cast: Cast, address: str, typed: str) -> None:
    vi = Browser(cast.bikes_site)
    vi.ask(address)
    assert vi.send("/code", code=typed) == 422
    assert Proof.objects.get(token_hash=digits.hash_of(vi.token)).tries == 1


def test_a_code_works_once(cast: Cast, address: str) -> None:
    vi, thief = Browser(cast.bikes_site), Browser(cast.bikes_site)
    vi.ask(address)
    stolen, code = vi.token, codes(address)[0]
    vi.send("/code", code=code)
    thief.get()
    thief.client.cookies[COOKIE] = stolen  # what the browser held before
    assert thief.send("/code", code=code) == 410
    assert not thief.at_their_rights()
    assert vi.at_their_rights()


def test_of_one_code_at_the_same_moment_one_session_comes(cast: Cast, address: str) -> None:
    vi = Browser(cast.bikes_site)
    vi.ask(address)
    code, page = codes(address)[0], vi.last

    def sent(_: int) -> bool:
        one = Browser(cast.bikes_site)
        one.client.cookies.load({name: found.value for name, found in vi.client.cookies.items()})
        one.last = page
        one.send_only("/code", code=code)
        connection.close()
        return bool(one.last.status_code == 303)

    with ThreadPoolExecutor(4) as threads:
        assert sum(threads.map(sent, range(4))) == 1


def test_a_code_works_only_in_the_browser_that_asked_for_it(cast: Cast, address: str) -> None:
    vi, other = Browser(cast.bikes_site), Browser(cast.bikes_site)
    vi.ask(address)
    other.get()
    assert other.send("/code", code=codes(address)[0]) == 410
    other.ask(f"{new_id().hex}@example.test")
    assert other.send("/code", code=codes(address)[0]) == 422  # the code of another address
    assert vi.send("/code", code=codes(address)[0]) == 200


def test_a_code_of_one_site_is_none_at_another(cast: Cast, address: str) -> None:
    for site in (cast.lamps_site, add(cast.bikes.id, "Bikes for children")):
        vi = Browser(cast.bikes_site)
        vi.ask(address)
        code = codes(address)[-1]
        vi.site, vi.root = site, f"/my-data/{site.key}"
        assert vi.send("/code", code=code) == 410
        assert not vi.at_their_rights()


def test_a_code_ends_after_ten_minutes_and_is_not_mailed_late(cast: Cast, address: str, later: Later) -> None:
    vi = Browser(cast.bikes_site)
    vi.ask(address)
    code = codes(address)[0]
    later(minutes=10, seconds=1)
    assert words(mails(address)[0]) == ""
    assert vi.send("/code", code=code) == 410


def test_no_row_holds_a_code_or_an_address(cast: Cast, address: str) -> None:
    vi = Browser(cast.bikes_site)
    vi.ask(address)
    code = codes(address)[0].encode()
    for row in [*Proof.objects.filter(site=cast.bikes_site).values(), *(vars(mail) for mail in mails(address))]:
        for value in row.values():
            held = bytes(value) if isinstance(value, bytes | memoryview) else str(value).encode()
            assert address.encode() not in held
            assert not re.search(rb"\b" + code + rb"\b", held)


@given(st.uuids(), st.text("0123456789 -\u200f", max_size=20))
def test_a_code_is_typed_with_whatever_blanks_and_digits(proof: object, typed: str) -> None:
    assert isinstance(proof, type(new_id()))
    code = digits.of_proof(proof)
    arabic = code.translate({ord(str(n)): chr(0x660 + n) for n in range(10)})
    assert digits.is_of_proof(proof, f" {code[:3]}-{code[3:]}\u200f")
    assert digits.is_of_proof(proof, arabic)
    assert digits.is_of_proof(proof, typed) == (re.sub(r"\D", "", typed) == code)


def test_a_chats_code_works_once_and_at_its_own_site(cast: Cast) -> None:
    code = chat_code(cast.vi)
    for site in (cast.lamps_site, cast.tea_site, add(cast.bikes.id, "Bikes for children")):
        assert Browser(site).shows(code) == 422
    vi, late = Browser(cast.bikes_site), Browser(cast.bikes_site)
    assert vi.shows(code) == 200
    assert late.shows(code) == 422
    assert not late.at_their_rights()
    assert vi.at_their_rights()


def test_a_newer_code_of_the_chat_ends_the_older(cast: Cast, later: Later) -> None:
    old, new = chat_code(cast.vi), chat_code(cast.vi)
    assert Browser(cast.bikes_site).shows(old) == 422
    assert Browser(cast.bikes_site).shows(new) == 200
    code = chat_code(cast.vi)
    later(minutes=10, seconds=1)
    assert Browser(cast.bikes_site).shows(code) == 422


def test_a_chats_code_is_a_visitors_and_goes_with_them(cast: Cast) -> None:
    assert cast.ada.api.post("/me/data-code").status == 403
    assert cast.public.post("/me/data-code").status == 401
    code = chat_code(cast.vi)
    assert cast.vi.api.post("/me/departure").status == 204
    assert cast.vi.api.post("/me/data-code").status == 401
    assert Browser(cast.bikes_site).shows(code) == 422


def test_one_chat_shows_so_many_codes(cast: Cast) -> None:
    answers = [cast.vi.api.post("/me/data-code") for _ in range(11)]
    assert [one.status for one in answers] == [201] * 10 + [429]
    assert Browser(cast.bikes_site).shows(answers[9]["code"]) == 200
