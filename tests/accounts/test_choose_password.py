"""Who has no password, or forgot theirs, chooses one by a mailed code. Nobody learns here who has a login."""

import json
import re
import socket
import threading
from email import message_from_string
from pathlib import Path
from typing import Any

import pytest
from django.test import override_settings

from tests.accounts.test_sign_in import PASSWORD, Client, browser, post
from tests.cast import Cast
from tests.process import ROOT
from tests.until import PATIENCE
from troth.accounts import code_mail
from troth.accounts.invitation import WORDS
from troth.accounts.models import Person
from troth.kernel import config
from troth.kernel.ids import new_id
from troth.log import Log

REQUEST, RESET = "/_allauth/browser/v1/auth/password/request", "/_allauth/browser/v1/auth/password/reset"


@pytest.fixture
def person(log: Log) -> Person:
    person = Person(email=f"{new_id().hex}@example.test", name="Dee Amari")
    person.set_password(PASSWORD)
    person.save()
    return person


def stranger() -> str:
    return f"{new_id().hex}@example.test"


def asking(email: str, address: str, **headers: str) -> tuple[Client, Any]:
    """A browser that has asked for a code from an address of its own."""
    client = browser()
    client.defaults["REMOTE_ADDR"] = address
    return client, post(client, REQUEST, {"email": email}, **headers)


def test_who_was_added_chooses_a_password_and_is_in(cast: Cast) -> None:
    email = stranger()
    cast.ada.api.post(f"/workspaces/{cast.bikes.id}/members", email=email, name="Dee Amari")
    client, asked = asking(email.upper(), "203.0.113.20")
    assert asked.status_code == 401  # allauth: a step is open
    assert "Subject: Your code to choose a password" in newest_mail_to(email)
    code = code_in(newest_mail_to(email))
    weak = post(client, RESET, {"key": code, "password": "short"})
    assert (weak.status_code, weak.json()["errors"][0]["code"]) == (400, "password_too_short")
    typed = f" {code.lower().replace('-', ' ')}\n"
    done = post(client, RESET, {"key": typed, "password": PASSWORD})
    assert done.status_code == 200, done.content
    assert client.get("/api/v1/me").json()["person"]["email"] == email
    signed_in = post(browser(), "/_allauth/browser/v1/auth/login", {"email": email, "password": PASSWORD})
    assert signed_in.status_code == 200


def test_a_code_serves_once_and_only_where_it_was_asked_for(person: Person) -> None:
    client, _ = asking(person.email, "203.0.113.21")
    code = code_in(newest_mail_to(person.email))
    elsewhere = post(browser(), RESET, {"key": code, "password": "another horse battery"})
    assert elsewhere.status_code == 409
    assert post(client, RESET, {"key": code, "password": "another horse battery"}).status_code == 200
    assert post(client, RESET, {"key": code, "password": "a third horse battery"}).status_code == 409


def test_known_and_unknown_addresses_are_answered_alike(person: Person) -> None:
    """Every answer on the way, to the same requests: asking, a wrong code with a weak password, and until it ends."""
    told: list[list[tuple[int, str]]] = []
    for at, email in enumerate((person.email, stranger())):
        client, asked = asking(email, f"203.0.113.{30 + at}")
        answers = [asked]
        answers.append(client.get(RESET, headers={"X-Password-Reset-Key": "BCDF-GHJK"}))
        answers += [post(client, RESET, {"key": "BCDF-GHJK", "password": "short"}) for _ in range(6)]
        told.append([(one.status_code, one.content.decode()) for one in answers])
    assert told[0] == told[1]
    assert [status for status, _ in told[0]] == [401, 405, 400, 400, 400, 400, 400, 409]
    assert {error["code"] for error in json.loads(told[0][2][1])["errors"]} == {"incorrect_code"}


def test_an_unknown_address_gets_no_mail(log: Log) -> None:
    email = stranger()
    asking(email, "203.0.113.40")
    with pytest.raises(StopIteration):
        newest_mail_to(email)


def test_an_address_is_not_filled_with_mail(person: Person) -> None:
    codes = [asking(person.email, f"203.0.113.{50 + at}")[1].status_code for at in range(7)]
    assert codes == [401] * 5 + [429] * 2


def test_a_mail_server_that_is_down_tells_nothing(person: Person, caplog: pytest.LogCaptureFixture) -> None:
    nowhere = {"BACKEND": "troth.project.capture.Send", "OPTIONS": {"host": "127.0.0.1", "port": 1}}
    with override_settings(MAILERS={"default": nowhere}):
        _, asked = asking(person.email, "203.0.113.60")
        assert code_mail.settle(PATIENCE)
    assert asked.status_code == 401
    assert [one.message for one in caplog.records if one.levelname == "ERROR"] == [
        "a code to choose a password could not be mailed: ConnectionRefusedError"
    ]


def test_a_silent_mail_server_keeps_no_request_and_no_threads(person: Person) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:  # takes connections and says nothing
        silent.settimeout(PATIENCE)
        to = {"host": "127.0.0.1", "port": silent.getsockname()[1], "timeout": PATIENCE}
        mailers = {"default": {"BACKEND": "troth.project.capture.Send", "OPTIONS": to}}
        with override_settings(MAILERS=mailers):
            before = threading.active_count()
            for at in range(4):
                assert asking(person.email, f"203.0.113.{70 + at}")[1].status_code == 401
            assert threading.active_count() <= before + 1
            for _ in range(4):
                held, _ = silent.accept()
                assert not code_mail.settle(0)  # all were answered, and the mail server has not said a word
                held.close()
            assert code_mail.settle(PATIENCE)


def test_the_mail_is_in_the_language_that_was_read(person: Person) -> None:
    asking(person.email, "203.0.113.61", **{"Accept-Language": "ar"})
    assert "اكتب هذا الرمز" in body_of(newest_mail_to(person.email))


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_invitation_names_the_link_as_the_page_does(language: str) -> None:
    words = json.loads((ROOT / f"web/words/console.{language}.json").read_text(encoding="utf-8"))
    assert words["signin.forgot"]["text"] in WORDS[language]["new"]


def newest_mail_to(address: str) -> str:
    def about(file: Path) -> bool:
        return f"To: {address}" in file.read_text()

    assert code_mail.settle(PATIENCE)
    return next(file.read_text() for file in config.current().mail_dir.glob("*.eml") if about(file))


def body_of(mail: str) -> str:
    payload = message_from_string(mail).get_payload(decode=True)
    assert isinstance(payload, bytes)
    return payload.decode()


def code_in(mail: str) -> str:
    found = re.search(r"^([A-Z0-9]{4}-?[A-Z0-9]{4}|[A-Z0-9]{6,8})\s*$", mail, re.MULTILINE)
    assert found, mail
    return found[1]
