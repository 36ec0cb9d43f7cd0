"""Sign-in by allauth: browsers by cookie, apps by token; what neither may do."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.test import Client as DjangoClient
from django.test import override_settings

from tests.cast import Api, Cast
from troth.accounts import signed_out
from troth.accounts.models import Person
from troth.kernel.ids import new_id
from troth.log import Log


class Client(DjangoClient):
    def __init__(self, **more: Any) -> None:
        super().__init__(SERVER_NAME="localhost", **more)


PASSWORD = "correct horse battery"


@pytest.fixture
def person(log: Log) -> Person:
    person = Person(email=f"{new_id().hex}@example.test", name="Dee Amari")
    person.set_password(PASSWORD)
    person.save()
    return person


def browser() -> Client:
    client = Client(enforce_csrf_checks=True)
    client.get("/_allauth/browser/v1/config")
    return client


def post(client: Client, path: str, body: dict[str, Any], **headers: str) -> Any:
    if "csrftoken" in client.cookies:
        headers.setdefault("X-CSRFToken", client.cookies["csrftoken"].value)
    return client.post(path, body, content_type="application/json", headers=headers)


def test_an_app_signs_in_and_exchanges_its_token_for_a_pass(person: Person) -> None:
    answer = post(Client(), "/_allauth/app/v1/auth/login", {"email": person.email.upper(), "password": PASSWORD})
    assert answer.status_code == 200
    api = Api(**{"X-Session-Token": answer.json()["meta"]["session_token"]})
    assert api.get("/me")["person"]["email"] == person.email
    made = api.post("/passes")
    assert Api(Authorization=f"Bearer {made['pass']}").get("/me")["person"]["id"] == str(person.id)
    assert Api(Authorization=f"Bearer {made['pass']}").post("/passes").status == 401  # a pass makes no pass


def test_a_browser_signs_in_and_needs_its_csrf_token_to_change_things(person: Person) -> None:
    client = browser()
    answer = post(client, "/_allauth/browser/v1/auth/login", {"email": person.email, "password": PASSWORD})
    assert answer.status_code == 200
    cookie = client.cookies["troth_session"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert client.get("/api/v1/me").json()["person"]["name"] == "Dee Amari"
    bare = client.put("/api/v1/me/availability", {"available": True}, content_type="application/json")
    assert (bare.status_code, bare.json()["code"]) == (403, "forbidden")
    token = client.cookies["csrftoken"].value
    kept = client.put(
        "/api/v1/me/availability", {"available": True}, content_type="application/json", headers={"X-CSRFToken": token}
    )
    assert kept.status_code == 200
    client.delete("/_allauth/browser/v1/auth/session", headers={"X-CSRFToken": token})
    assert client.get("/api/v1/me").status_code == 401


@pytest.mark.parametrize("how", ["sign out", "new password"])
@pytest.mark.parametrize("restarted", [False, True])
def test_who_signed_out_has_no_pass_any_more(
    person: Person, how: str, restarted: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer = post(Client(), "/_allauth/app/v1/auth/login", {"email": person.email, "password": PASSWORD})
    session = {"X-Session-Token": answer.json()["meta"]["session_token"]}
    api = Api(Authorization=f"Bearer {Api(**session).post('/passes')['pass']}")  # in the same second as what follows
    assert api.get("/me").status == 200
    password = PASSWORD
    if how == "sign out":
        assert Client().delete("/_allauth/app/v1/auth/session", headers=session).status_code == 401
    else:
        password = "another horse battery"
        change = {"current_password": PASSWORD, "new_password": password}
        assert post(Client(), "/_allauth/app/v1/account/password/change", change, **session).status_code == 200
    if restarted:
        monkeypatch.setattr(signed_out, "_at", {})  # another process, or the next: it has the rows alone
    assert (api.get("/me").status, api.get("/me").code) == (401, "sign_in")
    again = post(Client(), "/_allauth/app/v1/auth/login", {"email": person.email, "password": password})
    made = Api(**{"X-Session-Token": again.json()["meta"]["session_token"]}).post("/passes")
    assert Api(Authorization=f"Bearer {made['pass']}").get("/me").status == 200


def test_nobody_signs_up(log: Log) -> None:
    body = {"email": "new@example.test", "password": PASSWORD}
    assert post(Client(), "/_allauth/app/v1/auth/signup", body).status_code == 403
    assert not Person.objects.filter(email="new@example.test").exists()


def test_nobody_takes_an_address_unproven(person: Person) -> None:
    signed_in = post(Client(), "/_allauth/app/v1/auth/login", {"email": person.email, "password": PASSWORD})
    headers = {"X-Session-Token": signed_in.json()["meta"]["session_token"]}
    taken = post(Client(), "/_allauth/app/v1/account/email", {"email": "ceo@example.test"}, **headers)
    assert (taken.status_code, taken.json()["code"]) == (404, "not_found")


def tried(email: str, password: str, address: str) -> str:
    """What a sign-in from this network address came to."""
    body = {"email": email, "password": password}
    answer = post(Client(REMOTE_ADDR=address), "/_allauth/app/v1/auth/login", body)
    return "in" if answer.status_code == 200 else str(answer.json()["errors"][0]["code"])


def test_wrong_passwords_are_counted_and_then_refused(person: Person) -> None:
    assert [tried(person.email, "wrong horse battery", "203.0.113.7") for _ in range(7)][
        -1
    ] == "too_many_login_attempts"
    assert tried(person.email, PASSWORD, "203.0.113.7") == "too_many_login_attempts"


def test_a_stranger_keeps_nobody_out_from_elsewhere(person: Person) -> None:
    for _ in range(7):
        tried(person.email, "wrong horse battery", "203.0.113.12")
    assert tried(person.email, PASSWORD, "203.0.113.13") == "in"


def test_a_password_is_not_guessed_from_many_addresses(person: Person) -> None:
    with override_settings(ACCOUNT_RATE_LIMITS={**settings.ACCOUNT_RATE_LIMITS, "login_failed_anywhere": "3/15m/key"}):
        for at in range(4):
            tried(person.email, "wrong horse battery", f"203.0.113.{100 + at}")
        assert tried(person.email, PASSWORD, "203.0.113.110") == "too_many_login_attempts"
    assert tried(person.email, PASSWORD, "203.0.113.110") == "in"


def test_strangers_do_not_push_out_what_was_counted(person: Person) -> None:
    for _ in range(6):
        tried(person.email, "wrong horse battery", "203.0.113.14")
    for n in range(1_000):
        cache.set(f"somebody-else-{n}", 1)
    assert tried(person.email, PASSWORD, "203.0.113.14") == "too_many_login_attempts"


def test_an_unknown_address_and_a_wrong_password_look_alike(person: Person) -> None:
    answers = [
        Client(REMOTE_ADDR="203.0.113.8").post(
            "/_allauth/app/v1/auth/login",
            {"email": email, "password": "nope nope nope"},
            content_type="application/json",
        )
        for email in (person.email, f"{new_id().hex}@example.test")
    ]
    assert answers[0].status_code == answers[1].status_code == 400
    assert answers[0].json() == answers[1].json()


def test_garbage_credentials_get_a_typed_error(cast: Cast) -> None:
    for headers in (
        {},
        {"Authorization": "Bearer"},
        {"Authorization": "Bearer x.y"},
        {"Authorization": "Bearer " + "A" * 5000},
        {"Authorization": "Basic QWRhOnB3"},
        {"Authorization": "Bearer \u00e9.\u00e9"},
        {"X-Session-Token": "no such session"},
        {"X-Session-Token": "x" * 3000},
    ):
        answer = Api(**headers).get("/me")
        assert (answer.status, answer.code) == (401, "sign_in"), headers


@pytest.mark.parametrize(
    "body",
    [
        b"{",
        b"[]",
        b"7",
        b"\xff",
        b"[" * 50_000,
        b'{"email": "a\\u0000@example.test", "password": "x"}',
        b'{"email": "\\ud800@example.test", "password": "x"}',
        b'{"email": "a@example.test", "password": "\\ud800"}',
        b'{"email": {"a": 1}, "password": ["x"]}',
        b'{"email": "\\u0000", "password": ' + b"[" * 3_000 + b"]" * 3_000 + b"}",
        b'{"email": "' + b"a" * 50_000 + b'@example.test", "password": "x"}',
        b'{"email": "a@example.test", "password": "' + b"x" * 100_000 + b'"}',
    ],
)
def test_garbage_at_the_door_is_refused_as_json(log: Log, body: bytes) -> None:
    answer = Client(REMOTE_ADDR="203.0.113.9", raise_request_exception=False).post(
        "/_allauth/app/v1/auth/login", body, content_type="application/json"
    )
    assert answer.status_code in (400, 422), answer.content
    assert "json" in answer["Content-Type"]


@pytest.fixture
def no_new_session(log: Log) -> Iterator[None]:
    """The database takes no new session, and not because its key is taken."""
    postgres = connection.vendor == "postgresql"
    refuse, allow = (
        ("ALTER TABLE django_session ADD CONSTRAINT none_now CHECK (false) NOT VALID",
         "ALTER TABLE django_session DROP CONSTRAINT none_now")
        if postgres
        else ("CREATE TRIGGER none_now BEFORE INSERT ON django_session BEGIN SELECT RAISE(ABORT, 'none now'); END",
              "DROP TRIGGER none_now")
    )  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(refuse)
    yield
    with connection.cursor() as cursor:
        cursor.execute(allow)


@pytest.mark.usefixtures("no_new_session")
def test_a_session_that_the_database_refuses_is_an_error_and_not_tried_for_ever(person: Person) -> None:
    body = {"email": person.email, "password": PASSWORD}
    assert post(Client(raise_request_exception=False), "/_allauth/app/v1/auth/login", body).status_code == 500
