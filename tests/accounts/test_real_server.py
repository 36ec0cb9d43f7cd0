"""The same doors through the real server: what the test client can't show."""

from collections.abc import Iterator

import httpx2
import pytest

from tests.cast import Cast, agent_pass


@pytest.fixture
def http(server: str) -> Iterator[httpx2.Client]:
    with httpx2.Client(base_url=server) as client:
        yield client


def test_an_app_signs_in_over_the_wire(http: httpx2.Client, cast: Cast) -> None:
    cast.ada.person.set_password("correct horse battery")
    cast.ada.person.save()
    credentials = {"email": cast.ada.person.email, "password": "correct horse battery"}
    signed_in = http.post("/_allauth/app/v1/auth/login", json=credentials)
    token = signed_in.json()["meta"]["session_token"]
    me = http.get("/api/v1/me", headers={"X-Session-Token": token})
    assert me.json()["person"]["id"] == str(cast.ada.person.id)
    assert "Server" not in me.headers


def test_a_pass_works_over_the_wire(http: httpx2.Client, cast: Cast) -> None:
    headers = {"Authorization": f"Bearer {agent_pass(cast.ada.person.id)}"}
    listed = http.get("/api/v1/workspaces", headers=headers).json()["items"]
    assert [item["name"] for item in listed] == ["Bikes", "Tea"]


def test_a_foreign_host_is_refused(http: httpx2.Client, cast: Cast) -> None:
    answer = http.get(f"/api/v1/sites/{cast.bikes_site.key}/widget", headers={"Host": "evil.example"})
    assert answer.status_code == 422


def test_the_front_page_is_the_console(http: httpx2.Client) -> None:
    answer = http.get("/")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/console/")
