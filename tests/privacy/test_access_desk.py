"""A request for access is answered: what it asks for is made, and fetched by those who answer."""

from typing import Any
from uuid import UUID

import pytest

from tests.cast import Cast
from tests.conversations.talk import opened
from tests.privacy.packages import make_due, parts_of, unpacked
from troth.log import Log
from troth.privacy.access.orders import AccessOrder


def _filed(cast: Cast, right: str = "access", **more: Any) -> str:
    body = {"right": right, "words": "All of it, please", "reply_to": "vi@example.test", "language": "ar"} | more
    answer = cast.ada.api.post(f"/workspaces/{cast.bikes.id}/privacy/requests", **body)
    assert answer.status == 201, answer
    return f"/workspaces/{cast.bikes.id}/privacy/requests/{answer['id']}"


def _vi(cast: Cast) -> dict[str, str]:
    return {"kind": "visitor", "id": str(cast.vi.id)}


@pytest.mark.parametrize("right", ["access", "portability"])
def test_what_it_asks_for_is_made_in_their_language(cast: Cast, log: Log, right: str) -> None:
    opened(cast.vi, text="My words")
    place = _filed(cast, right, subject=_vi(cast))
    ordered = cast.ada.api.post(f"{place}/export")
    assert ordered.status == 201, ordered
    assert (ordered["order"]["kind"], ordered["order"]["state"]) == (right, "making")
    assert cast.ada.api.post(f"{place}/export")["order"]["id"] == ordered["order"]["id"]
    make_due()
    (told,) = cast.ada.api.get(f"{place}/orders")["items"]
    assert (told["state"], told["request"]) == ("ready", place.rpartition("/")[2])
    packed = unpacked(AccessOrder.objects.get(id=UUID(told["id"])))
    if right == "access":
        assert 'lang="ar"' in packed.read("your-data.html").decode()
        parts = parts_of(packed)
        assert [(one["words"], one["reply_to"]) for one in parts["requests"]] == [
            ("All of it, please", "vi@example.test")
        ]
        assert "export" in [one["what"] for one in parts["looked_at"]]
    else:
        assert b"My words" in packed.read("portable.json")


def test_that_it_was_taken_away_is_kept(cast: Cast, log: Log) -> None:
    opened(cast.vi)
    place = _filed(cast, subject=_vi(cast))
    ordered = cast.ada.api.post(f"{place}/export")["order"]["id"]
    make_due()
    before = _looks(cast)
    ticket = cast.ada.api.post(f"/workspaces/{cast.bikes.id}/privacy/orders/{ordered}/ticket")
    assert ticket.status == 201
    assert before == _looks(cast) == ["export"], "one look a minute"


def _looks(cast: Cast) -> list[str]:
    items = cast.ada.api.get(f"/workspaces/{cast.bikes.id}/privacy/looks")["items"]
    return [one["what"] for one in items if one["what"] == "export"]


def test_a_request_that_can_not_be_answered_so_says_why(cast: Cast, log: Log) -> None:
    opened(cast.vi)
    unknown = _filed(cast)
    refused = cast.ada.api.post(f"{unknown}/export")
    assert (refused.status, refused.code) == (409, "nobody_known")
    other = cast.ada.api.post(f"{_filed(cast, 'restriction', subject=_vi(cast))}/export")
    assert (other.status, other.code) == (409, "conflict")
    place = _filed(cast, subject=_vi(cast))
    assert cast.ada.api.post(f"{place}/done", text="Here").status == 200
    late = cast.ada.api.post(f"{place}/export")
    assert (late.status, late.code) == (409, "request_closed")
    assert cast.ada.api.post(f"{place}/export", kind="everything").status == 422


def test_agents_and_strangers_order_nothing(cast: Cast, log: Log) -> None:
    opened(cast.vi)
    place = _filed(cast, subject=_vi(cast))
    for who, status in ((cast.ben, 403), (cast.cy, 404)):
        assert who.api.post(f"{place}/export").status == status
        assert who.api.get(f"{place}/orders").status == status
    assert not AccessOrder.objects.filter(subject_id=cast.vi.id).exists()


def test_an_officer_orders_and_fetches(cast: Cast, log: Log) -> None:
    opened(cast.vi)
    place = _filed(cast, subject=_vi(cast))
    ben = cast.ben.member(cast.bikes)
    changed = cast.ada.api.patch(f"/workspaces/{cast.bikes.id}/members/{ben.id}", role="officer")
    assert changed.status == 200, changed
    ordered = cast.ben.api.post(f"{place}/export")
    assert ordered.status == 201
    make_due()
    path = f"/workspaces/{cast.bikes.id}/privacy/orders/{ordered['order']['id']}"
    assert cast.ben.api.get(path)["state"] == "ready"
    assert cast.ben.api.post(f"{path}/ticket").status == 201
