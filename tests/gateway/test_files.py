"""Files up and down through the real server."""

import os
from base64 import b64decode
from collections.abc import Iterator
from contextlib import ExitStack
from ipaddress import ip_network

import pytest
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore

from tests.cast import Cast, Guest
from tests.gateway.http import Http, ask
from tests.gateway.talk import opened
from tests.own_s3 import OwnS3
from tests.serving import serving
from tests.until import PATIENCE, until
from troth.conversations.models import File
from troth.gateway.session import Pace
from troth.kernel import config
from troth.kernel.config import FilesAt
from troth.kernel.ids import new_id
from troth.log import Log

PNG = b64decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==")


@pytest.fixture(scope="module", params=["folder", "s3"])
def port(log: Log, request: pytest.FixtureRequest) -> Iterator[int]:
    """The real server, on each store of files."""
    kept = config.current().files
    if request.param == "s3":
        s3: OwnS3 = request.getfixturevalue("s3")
        kept = stored(s3.address("gateway"))
    with serving(log, files=kept) as port:
        yield port


def stored(address: str) -> FilesAt:
    return config.load({"TROTH_VAR": str(config.current().var), "FILES_URL": address}).files


def up(port: int, who: Guest, talk: object, name: str, body: bytes, kind: str) -> tuple[int, dict[str, object]]:
    headers = {**who.api.headers, "Content-Type": kind}
    return ask(port, "POST", f"/api/v1/conversations/{talk}/files?name={name}", headers, body)


def test_a_file_comes_back_as_it_was_once_a_ticket(cast: Cast, port: int) -> None:
    talk = opened(cast)
    body = b"\xef\xbb\xbfplain text\n" + os.urandom(1024 * 1024).hex().encode()  # 2 MiB: more than is kept in memory
    status, ref = up(port, cast.vi, talk, "notes.txt", body, "text/plain")
    assert (status, ref["name"], ref["size"]) == (201, "notes.txt", len(body))
    ticket = cast.vi.api.post(f"/files/{ref['id']}/tickets")
    assert ticket.status == 201
    path = ticket["url"][ticket["url"].index("/api/") :]
    status, got = ask(port, "GET", path, {})
    assert (status, len(got)) == (200, len(body))
    assert got == body
    assert ask(port, "GET", path, {})[0] == 404


def test_only_the_right_people_send_files(cast: Cast, port: int) -> None:
    talk = opened(cast)
    for who in (cast.val, cast.zoe):
        status, error = up(port, who, talk, "a.png", PNG, "image/png")
        assert (status, error["code"]) == (404, "not_found")
    path = f"/api/v1/conversations/{talk}/files?name=a.png"
    for headers in ({}, {"Authorization": "Bearer nonsense"}, {"Cookie": "troth_session=x"}):
        status, error = ask(port, "POST", path, headers, PNG)
        assert (status, error["code"]) == (401, "sign_in")
    assert up(port, cast.vi, talk, "a.png", PNG, "image/png")[0] == 201
    assert up(port, cast.vi, "nonsense", "a.png", PNG, "image/png")[0] == 404


def test_a_session_sends_files_as_it_opens_the_rest_of_the_api(cast: Cast, port: int) -> None:
    path = f"/api/v1/conversations/{opened(cast)}/files?name=a.png"
    token = SessionStore()
    login = {SESSION_KEY: str(cast.ada.person.pk), HASH_SESSION_KEY: cast.ada.person.get_session_auth_hash()}
    token.update({**login, BACKEND_SESSION_KEY: settings.AUTHENTICATION_BACKENDS[0]})
    token.save()
    kind = {"Content-Type": "image/png"}
    assert ask(port, "POST", path, {**kind, "X-Session-Token": str(token.session_key)}, PNG)[0] == 201
    assert ask(port, "POST", path, {**kind, "X-Session-Token": "nonsense"}, PNG)[1]["code"] == "sign_in"
    secret = "x" * 32
    cookie = {**kind, "Cookie": f"troth_session={token.session_key}; csrftoken={secret}", "Origin": "http://localhost"}
    assert ask(port, "POST", path, cookie, PNG)[1]["code"] == "forbidden"  # another website's page could send that
    assert ask(port, "POST", path, {**cookie, "X-CSRFToken": secret}, PNG)[0] == 201


def test_a_file_must_have_a_name_and_a_type_we_take(cast: Cast, port: int) -> None:
    talk = opened(cast)
    status, error = up(port, cast.vi, talk, "", PNG, "image/png")
    assert (status, error["fields"]) == (422, {"name": "is missing"})
    status, error = up(port, cast.vi, talk, "a.html", b"<script>alert(1)</script>", "text/html")
    assert (status, error["code"]) == (415, "unsupported")


def test_a_file_larger_than_the_limit_is_not_read_to_its_end(cast: Cast, port: int) -> None:
    talk = opened(cast)
    limit = config.current().limits.file_size
    headers = {**cast.vi.api.headers, "Content-Type": "text/plain"}
    path = f"/api/v1/conversations/{talk}/files?name=a.txt"
    with Http(port) as http:
        http.head("POST", path, {**headers, "Content-Length": str(limit + 1)})
        assert http.answer()[0] == 413


def test_visitors_of_one_address_send_so_many_bytes_an_hour(cast: Cast, log: Log) -> None:
    talk = opened(cast)
    with serving(log, limits={"address_bytes": 3_000}) as port:
        assert up(port, cast.vi, talk, "a.txt", b"x" * 2_000, "text/plain")[0] == 201
        status, error = up(port, cast.vi, talk, "b.txt", b"x" * 2_000, "text/plain")
        assert (status, error["code"]) == (429, "too_many")
        assert up(port, cast.vi, talk, "c.txt", b"x" * 900, "text/plain")[0] == 201


def test_a_name_that_is_not_text_is_told(cast: Cast, port: int) -> None:
    status, error = up(port, cast.vi, opened(cast), "%ff.txt", b"text", "text/plain")
    assert (status, error["fields"]) == (422, {"name": "characters"})


def test_one_who_fetches_slowly_leaves_places_for_others(
    cast: Cast, port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("troth.gateway.files.ADDRESS_DOWNLOADS", 2)
    body = b"many words " * 300_000
    _, ref = up(port, cast.vi, opened(cast), "a.txt", body, "text/plain")
    paths = []
    for _ in range(4):
        url = cast.vi.api.post(f"/files/{ref['id']}/tickets")["url"]
        paths.append(url[url.index("/api/") :])
    with ExitStack() as slow:
        waiting = [slow.enter_context(Http(port)) for _ in range(3)]
        for http, path in zip(waiting, paths, strict=False):  # at once: none is counted late
            http.head("GET", path, {})
        answers = [http.file.readline().split(b" ")[1] for http in waiting]
        assert sorted(answers) == [b"200", b"200", b"503"]

    def fetched() -> tuple[int, bytes] | None:
        told = ask(port, "GET", paths[3], {})
        return told if told[0] != 503 else None

    status, got = until(fetched)  # the places are free as soon as the server has heard of it
    assert (status, len(got)) == (200, len(body))


def test_one_address_leaves_uploads_for_others(cast: Cast, log: Log) -> None:
    proxy = (ip_network("127.0.0.1"),)
    limits, slow_ones = {"uploads": 3, "address_uploads": 2}, Pace(upload=PATIENCE)
    with serving(log, slow_ones, limits=limits, trusted_proxies=proxy) as port, ExitStack() as slow:
        path = f"/api/v1/conversations/{opened(cast)}/files?name=a.txt"
        headers = {**cast.vi.api.headers, "Content-Type": "text/plain"}
        for _ in range(2):
            http = slow.enter_context(Http(port))
            http.head("POST", path, {**headers, "X-Forwarded-For": "203.0.113.7", "Content-Length": "9"})
        here, there = ({**headers, "X-Forwarded-For": address} for address in ("203.0.113.7", "203.0.113.8"))
        until(lambda: ask(port, "POST", path, here, b"text")[0] == 429)  # the server has met both
        assert ask(port, "POST", path, there, b"text")[0] == 201


def test_a_store_that_goes_away_in_the_middle_of_an_upload_keeps_nothing_by_halves(
    cast: Cast, log: Log, own: OwnS3
) -> None:
    """A clear error, words go on, /health names it; and it works again by itself."""
    talk, body = opened(cast), b"many words " * 100_000
    before = {row.id for row in File.objects.filter(conversation=talk)}
    with serving(log, Pace(upload=PATIENCE), files=stored(own.address("cut"))) as port, Http(port) as http:
        until(lambda: ask(port, "GET", "/health", {})[1]["files"] == {"ok": True})
        kind = {**cast.vi.api.headers, "Content-Type": "text/plain", "Content-Length": str(len(body))}
        http.head("POST", f"/api/v1/conversations/{talk}/files?name=a.txt", kind)
        http.socket.sendall(body[:500_000])
        own.stop()
        http.socket.sendall(body[500_000:])
        status, error = http.answer()
        assert (status, error["code"]) == (503, "busy")
        assert "Files can't be kept at the moment" in error["detail"]
        [left] = File.objects.filter(conversation=talk).exclude(id__in=before)
        assert cast.vi.api.post(f"/files/{left.id}/tickets").status == 404
        assert cast.vi.api.post(f"/conversations/{talk}/messages", client_id=new_id(), text="Words").status == 201
        until(lambda: ask(port, "GET", "/health", {})[1].get("broken") == ["files"])  # it looks at most once a second
        own.start()
        status, ref = up(port, cast.vi, talk, "a.txt", body, "text/plain")
        assert status == 201, ref
        url = cast.vi.api.post(f"/files/{ref['id']}/tickets")["url"]
        assert ask(port, "GET", url[url.index("/api/") :], {}) == (200, body)
        until(lambda: ask(port, "GET", "/health", {})[0] == 200, lambda: ask(port, "GET", "/health", {}))
