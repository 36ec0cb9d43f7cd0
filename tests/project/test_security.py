"""What docs/security.md says of every answer, of cookies and of passwords."""

import os
import subprocess
import sys
from pathlib import Path
from socket import create_connection
from typing import Any

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.test import Client

from tests.cast import Cast
from tests.gateway.http import Http
from tests.gateway.raw import Raw
from tests.law.files import ROOT
from tests.serving import serving
from troth.accounts.models import Person
from troth.gateway.http import MOST_HEAD
from troth.kernel.ids import new_id
from troth.log import Log

PASSWORD = " correct  Horse\tbattery "
LOGIN = "/_allauth/app/v1/auth/login"


def head_of(port: int, method: str, path: str) -> dict[str, str]:
    with Http(port) as http:
        http.head(method, path, {"Connection": "close"})
        lines = http.file.read().partition(b"\r\n\r\n")[0].decode("latin-1").split("\r\n")[1:]
    return {name.lower(): value for name, _, value in (line.partition(": ") for line in lines)}


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/health"),
        ("GET", "/ws"),
        ("GET", "/console/"),
        ("GET", "/api/v1/me"),
        ("GET", "/api/v1/nothing"),
        ("GET", "/nothing"),
        ("GET", "/api/v1/files/nothing"),
        ("POST", "/api/v1/conversations/nothing/files"),
        ("GET", "/_allauth/app/v1/auth/session"),
    ],
)
def test_each_answer_says_what_it_is_and_that_tls_is_a_must(log: Log, method: str, path: str) -> None:
    with serving(log, base_url="https://localhost") as port:
        head = head_of(port, method, path)
    assert head["strict-transport-security"] == "max-age=31536000"
    kind = head["content-type"]
    assert "json" in kind or kind.endswith("charset=utf-8")


@pytest.mark.parametrize("door", ["picows", "sansio"])
@pytest.mark.parametrize(("path", "status"), [("/ws", 101), ("/ws?pass=x", 400), ("/elsewhere", 404)])
def test_so_does_each_answer_to_an_upgrade(log: Log, door: str, path: str, status: int) -> None:
    with serving(log, base_url="https://localhost", door=door) as port, Raw.open(port, path) as socket:
        assert socket.status == status
        assert "strict-transport-security: max-age=31536000" in socket.head.lower().split("\r\n")


@pytest.mark.parametrize("asked", [b"?\r\n\r\n", b"GET / HTTP/1.1\r\nX: ".ljust(MOST_HEAD + 1, b"x")])
def test_so_does_what_refuses_a_request_that_nobody_reads(log: Log, asked: bytes) -> None:
    with serving(log, base_url="https://localhost") as port, create_connection(("localhost", port), 30) as line:
        line.sendall(asked)
        head = line.makefile("rb").read().lower()
    assert head.startswith(b"http/1.1 4")
    assert head.count(b"strict-transport-security: max-age=31536000\r\n") == 1


def test_without_tls_nobody_is_told_to_use_it(log: Log) -> None:
    with serving(log) as port:
        assert "strict-transport-security" not in head_of(port, "GET", "/health")
        with Raw.open(port, "/ws") as socket:
            assert "strict-transport-security" not in socket.head.lower()


def test_a_refused_upgrade_says_what_it_is(log: Log) -> None:
    with serving(log) as port, Raw.open(port, "/ws?pass=x") as socket:
        assert "content-type: text/plain; charset=utf-8" in socket.head.lower()


def settings(var: Path, what: str, **env: str) -> list[str]:
    """Django's, of an installation with this environment: what `print(what)` says, by words."""
    program = f"from django.conf import settings as s; print({what})"
    told = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT / "src", capture_output=True, check=True, text=True,
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "troth.project.settings", "TROTH_VAR": str(var), **env},
    )  # fmt: skip
    return told.stdout.split()


def test_cookies_over_tls_are_of_this_host_alone(tmp_path: Path) -> None:
    names, flags = "s.SESSION_COOKIE_NAME, s.CSRF_COOKIE_NAME", "s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE"
    place = "s.SESSION_COOKIE_PATH, s.SESSION_COOKIE_DOMAIN"
    told = settings(tmp_path, f"{names}, {flags}, {place}", TROTH_BASE_URL="https://chat.example.test")
    assert told == ["__Host-troth_session", "__Host-csrftoken", "True", "True", "/", "None"]


def test_rows_travel_as_encrypted_as_the_log(tmp_path: Path) -> None:
    url = "postgres://ann@db.example/troth?sslmode=verify-full&sslrootcert=/ca.pem"
    options = "s.DATABASES['default']['OPTIONS']"
    told = settings(tmp_path, f"{options}['sslmode'], {options}['sslrootcert']", DATABASE_URL=url)
    assert told == ["verify-full", "/ca.pem"]


# --- passwords


def sign_in(email: str, password: str, client: Client | None = None) -> Any:
    client = client or Client(SERVER_NAME="localhost")
    return client.post(LOGIN, {"email": email, "password": password}, content_type="application/json")


@pytest.fixture
def person(log: Log) -> Person:
    person = Person(email=f"{new_id().hex}@example.test", name="Dee Amari")
    person.set_password(PASSWORD)
    person.save()
    return person


def test_a_password_is_looked_at_exactly_as_it_was_sent(person: Person) -> None:
    for other in (PASSWORD.strip(), PASSWORD.lower(), PASSWORD.replace("\t", " "), PASSWORD + " "):
        assert sign_in(person.email, other).status_code == 400
    assert sign_in(person.email, PASSWORD).status_code == 200


def test_who_changes_a_password_knows_the_one_before(person: Person) -> None:
    session = {"X-Session-Token": sign_in(person.email, PASSWORD).json()["meta"]["session_token"]}
    change = "/_allauth/app/v1/account/password/change"
    client = Client(SERVER_NAME="localhost")
    for body in ({"new_password": "another horse battery"}, {"new_password": "x" * 20, "current_password": "wrong"}):
        assert client.post(change, body, content_type="application/json", headers=session).status_code == 400
    good = {"new_password": "another horse battery", "current_password": PASSWORD}
    assert client.post(change, good, content_type="application/json", headers=session).status_code == 200


def test_a_sign_in_makes_another_session(person: Person) -> None:
    client = Client(SERVER_NAME="localhost")
    keys = []
    for _ in range(2):
        body = {"email": person.email, "password": PASSWORD}
        path = "/_allauth/browser/v1/auth/login"
        assert client.post(path, body, content_type="application/json").status_code == 200
        keys.append(client.cookies["troth_session"].value)
        client.delete("/_allauth/browser/v1/auth/session")
        client.cookies["troth_session"] = keys[-1]  # somebody else's browser brings it again
        assert client.get("/api/v1/me").status_code == 401
    assert keys[0] != keys[1]
    assert all(len(key) >= 32 for key in keys)  # of 36 signs: 165 bits


def test_a_closed_login_ends_its_sessions(person: Person) -> None:
    session = {"X-Session-Token": sign_in(person.email, PASSWORD).json()["meta"]["session_token"]}
    client = Client(SERVER_NAME="localhost")
    assert client.get("/api/v1/me", headers=session).status_code == 200
    Person.objects.filter(id=person.id).update(is_active=False)
    assert client.get("/api/v1/me", headers=session).status_code == 401
    assert sign_in(person.email, PASSWORD).status_code != 200


@pytest.mark.parametrize(
    "password", ["password2024", "Password123!", "qwertyqwerty", "letmeinletmein", "!!!sunshine1", "123456123456"]
)
def test_what_everybody_tries_is_no_password(password: str) -> None:
    with pytest.raises(ValidationError) as refused:
        validate_password(password)
    assert {one.code for one in refused.value.error_list} == {"password_too_common"}


def test_a_short_password_is_none() -> None:
    with pytest.raises(ValidationError) as refused:
        validate_password("elevensigns")
    assert [one.code for one in refused.value.error_list] == ["password_too_short"]


@pytest.mark.parametrize(
    "password", ["correct horse", "aaaaaaaaaaab", "كلمة سر طويلة", "8 2 6 1 9 3 0", "test90817264535"]
)
def test_a_password_may_be_made_of_anything(password: str) -> None:
    validate_password(password)


def test_nobody_is_there_who_was_not_added(cast: Cast) -> None:
    names = ("admin", "root", "troth", "demo", "test", "administrator", "support")
    assert not [person.email for person in Person.objects.all() if person.email.partition("@")[0] in names]
