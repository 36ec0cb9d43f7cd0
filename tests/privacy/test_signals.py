"""What a browser says about being watched, and how much is known of a visitor."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

import pytest
from django.test import Client

from tests.cast import Api, Cast, Guest
from tests.conversations.talk import opened
from tests.gateway.http import ask
from tests.gateway.line import Polled
from tests.gateway.talk import Socket
from tests.serving import serving
from troth.log import Log
from troth.visitors.models import Visitor

PAGE = {
    "url": "https://shop.example/a", "title": "A", "referrer": "search.example/find", "browser": "Firefox",
    "system": "Linux",
}  # fmt: skip
WEB = Client(SERVER_NAME="localhost")
BASIC = {"url": PAGE["url"], "title": PAGE["title"]}


class Quiet(Polled):
    @property
    def headers(self) -> dict[str, str]:
        return {**super().headers, "Sec-GPC": "1"}


@pytest.fixture(scope="module")
def port(log: Log) -> Iterator[int]:
    with serving(log) as number:
        yield number


def setting(cast: Cast, **settings: object) -> None:
    path = f"/workspaces/{cast.bikes.id}/sites/{cast.bikes_site.id}"
    assert cast.ada.api.patch(path, **settings).status == 200


def visitor(cast: Cast, **headers: str) -> Guest:
    begun = Api(**headers).post(f"/sites/{cast.bikes_site.key}/visitors")
    return Guest(
        UUID(begun["visitor_id"]), cast.bikes_site, begun["token"], Api(Authorization=f"Bearer {begun['pass']}")
    )


def known(cast: Cast, port: int, who: Guest, page: dict[str, str] = PAGE, more: str = "") -> Any:
    """What agents see of the page this visitor tells, by both doors."""
    with Socket.of(port, cast.ada) as ada:
        ada.say(op="subscribe", ref=1, workspace=str(cast.bikes.id))
        ada.hear("here")
        with Socket.of(port, who, more=more) as socket:
            socket.say(op="here", page=page)
            socket.follow(opened(who))  # answered after the page was looked at
            told = [
                one.get("page")
                for one in ask(port, "GET", f"/api/v1/workspaces/{cast.bikes.id}/visitors", cast.ada.api.headers)[1][
                    "items"
                ]
                if one["visitor_id"] == str(who.id)
            ]
            here = ada.hear("here")["visitors"]
            if told[0]:
                while not here[0].get("page"):
                    here = ada.hear("here")["visitors"]
    page_on_socket = here[0].get("page")
    assert (page_on_socket or None) == (told[0] and {name: text for name, text in told[0].items() if text})
    return page_on_socket


@pytest.mark.parametrize(("telemetry", "seen"), [("off", None), ("basic", BASIC), ("full", PAGE)])
def test_nothing_is_known_beyond_what_the_site_chose(
    cast: Cast, port: int, telemetry: str, seen: dict[str, str] | None
) -> None:
    setting(cast, telemetry=telemetry)
    assert known(cast, port, cast.vi) == seen


def test_a_referrer_never_has_its_query(cast: Cast, port: int) -> None:
    setting(cast, telemetry="full")
    page = {"url": "https://shop.example/", "referrer": "search.example/find?q=secret#there"}
    assert known(cast, port, cast.vi, page)["referrer"] == "search.example/find"


def test_a_browser_is_one_of_a_short_list_and_never_its_whole_name(cast: Cast, port: int) -> None:
    setting(cast, telemetry="full")
    with Socket.of(port, cast.vi) as socket:
        socket.say(op="here", page={"url": "https://shop.example/", "browser": "Mozilla/5.0 (X11; Linux x86_64)"})
        assert socket.hear("error")["code"] == "invalid"


@pytest.mark.parametrize(("header", "name"), [("Sec-GPC", "gpc"), ("DNT", "dnt")])
def test_a_signal_turns_the_telemetry_off_unless_the_site_ignores_it(
    cast: Cast, port: int, header: str, name: str
) -> None:
    setting(cast, telemetry="full")
    made_so = visitor(cast, **{header: "1"})
    assert Visitor.objects.get(id=made_so.id).signals == name
    assert known(cast, port, made_so) is None  # by the request that made them
    assert known(cast, port, cast.vi, more=f"{header}: 1\r\n") is None  # by the upgrade
    assert known(cast, port, visitor(cast, **{header: "0"}), more=f"{header}: 0\r\n") == PAGE
    setting(cast, signals={name: "ignore"})
    assert known(cast, port, made_so, more=f"{header}: 1\r\n") == PAGE


def test_a_signal_counts_also_where_sockets_are_blocked(cast: Cast, port: int) -> None:
    setting(cast, telemetry="full")
    with Quiet.of(port, cast.vi) as line:
        assert line.say({"op": "here", "page": PAGE})[0] == 204
        line.follow(opened(cast.vi))
        path = f"/api/v1/workspaces/{cast.bikes.id}/visitors"
        (told,) = ask(port, "GET", path, cast.ada.api.headers)[1]["items"]
        assert (told["visitor_id"], told["page"]) == (str(cast.vi.id), None)


def test_the_origin_says_whether_it_honours_the_signal(cast: Cast) -> None:
    answer = WEB.get("/.well-known/gpc.json")
    assert (answer["Content-Type"], set(answer.json())) == ("application/json", {"gpc", "lastUpdate"})
    setting(cast, signals={"gpc": "ignore", "dnt": "honour"})
    assert WEB.get("/.well-known/gpc.json").json()["gpc"] is False
