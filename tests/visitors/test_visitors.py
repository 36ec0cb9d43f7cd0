"""A browser becomes a visitor, gets passes, asks who it is."""

import pytest

from tests.cast import Api, Cast
from troth.kernel.buckets import Hourly
from troth.kernel.clock import now
from troth.visitors import api, board
from troth.wire.frames import Page, VisitorHere


def test_a_visitor_begins_with_a_token_and_a_pass(cast: Cast) -> None:
    begun = cast.public.post(f"/sites/{cast.bikes_site.key}/visitors", language="ar")
    assert begun.status == 201
    assert set(begun.body) == {"visitor_id", "token", "pass", "expires"}
    me = Api(Authorization=f"Bearer {begun['pass']}").get("/me")
    assert me.body == {
        "kind": "visitor",
        "id": begun["visitor_id"],
        "site_id": str(cast.bikes_site.id),
        "workspace_id": str(cast.bikes.id),
    }


def test_an_agent_sees_their_workspaces_sites_and_aliases(cast: Cast) -> None:
    me = cast.ada.api.get("/me")
    assert me["kind"] == "agent"
    shown = {
        m["workspace"]["name"]: (m["role"], m["alias"], [s["name"] for s in m["sites"]]) for m in me["memberships"]
    }
    assert shown == {"Bikes": ("owner", "Robin", ["Bikes"]), "Tea": ("owner", "Mina", ["Tea"])}
    assert me["memberships"][0]["member_id"] != me["memberships"][1]["member_id"]


def test_an_agent_sees_the_alias_they_have_on_each_site(cast: Cast) -> None:
    path = f"/workspaces/{cast.bikes.id}/sites/{cast.bikes_site.id}"
    cast.ada.api.patch(path, aliases=[{"member_id": str(cast.ada.member(cast.bikes).id), "alias": "Rob"}])
    shown = cast.ada.api.get("/me")["memberships"]
    assert [(m["alias"], [site["alias"] for site in m["sites"]]) for m in shown] == [
        ("Robin", ["Rob"]),
        ("Mina", ["Mina"]),
    ]


def test_a_token_is_exchanged_for_passes_for_ever(cast: Cast) -> None:
    made = Api(Authorization=f"Bearer {cast.vi.token}").post("/passes")
    assert made.status == 200
    assert Api(Authorization=f"Bearer {made['pass']}").get("/me")["id"] == str(cast.vi.id)


def test_a_token_opens_nothing_else(cast: Cast) -> None:
    refused = Api(Authorization=f"Bearer {cast.vi.token}").get("/me")
    assert (refused.status, refused.code) == (401, "sign_in")


def test_an_unknown_site_has_no_visitors(cast: Cast) -> None:
    for key in ("nothere", "a%00b", "..", "x" * 500):
        assert cast.public.post(f"/sites/{key}/visitors").status == 404


def test_the_board_shows_open_panels_and_pages_where_telemetry_allows(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    on_sites = [
        VisitorHere(visitor=cast.vi.id, site=cast.bikes_site.id, since=now(), page=Page(url="https://x/", title="X")),
    ]
    monkeypatch.setattr(board, "source", lambda workspace: on_sites)
    path = f"/workspaces/{cast.bikes.id}/visitors"
    (bare,) = cast.ben.api.get(path)["items"]  # the panel is open; where it is, is nobody's to know
    assert (bare["visitor_id"], bare["page"]) == (str(cast.vi.id), None)
    cast.ada.api.patch(f"/workspaces/{cast.bikes.id}/sites/{cast.bikes_site.id}", telemetry="basic")
    (shown,) = cast.ben.api.get(path)["items"]
    nothing_more = {"referrer": "", "browser": "", "system": ""}
    assert (shown["visitor_id"], shown["page"]) == (
        str(cast.vi.id), {"url": "https://x/", "title": "X"} | nothing_more,
    )  # fmt: skip
    assert cast.cy.api.get(path).status == 404
    assert cast.vi.api.get(path).status == 403


def test_many_visitors_from_one_address_must_wait(cast: Cast) -> None:
    few = Hourly[str](3, "3 an hour.")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(api, "_from_address", lambda: few)
        path = f"/sites/{cast.bikes_site.key}/visitors"
        statuses = [cast.public.post(path).status for _ in range(4)]
        assert statuses == [201, 201, 201, 429]
        refused = cast.public.post(path)
        assert refused.code == "too_many"
        assert 5 < int(refused.headers["Retry-After"]) <= 1200
