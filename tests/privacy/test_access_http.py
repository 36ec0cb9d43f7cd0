"""What was made is fetched once, by whom it is for."""

import re
from collections.abc import Iterator

import pytest

from tests.cast import Cast
from tests.conversations.talk import opened
from tests.gateway.http import ask
from tests.privacy.packages import fetch, made
from tests.serving import serving
from troth.log import Log
from troth.privacy.access.link import link
from troth.privacy.access.orders import AccessLink


@pytest.fixture(scope="module")
def port(log: Log) -> Iterator[int]:
    with serving(log) as port:
        yield port


def test_a_link_is_used_once(cast: Cast, port: int) -> None:
    opened(cast.vi)
    ordered = made(cast.bikes, cast.vi.id)
    token = link(ordered)
    assert fetch(port, token)[0] == 200
    status, page = fetch(port, token)
    assert status == 410
    assert b"This link was used already" in page
    ordered.refresh_from_db()
    assert ordered.state == "fetched"
    assert fetch(port, link(ordered))[0] == 200, "whoever proves anew who they are gets another"
    for wrong in ("", "x", "é" * 300, token + "x"):
        assert fetch(port, wrong)[0] == 410
    assert not AccessLink.objects.filter(hash__contains=token).exists()


def test_a_link_of_somebodys_browser_works_in_no_other(cast: Cast, port: int) -> None:
    opened(cast.vi)
    token = link(made(cast.bikes, cast.vi.id), holder="their-session")
    assert fetch(port, token)[0] == 410
    assert fetch(port, token, Cookie="troth_my_data=another-session")[0] == 410
    assert fetch(port, token, Cookie="a=b; troth_my_data=their-session")[0] == 200


def test_the_refusal_is_a_page_in_the_browsers_language(cast: Cast, port: int) -> None:
    status, page = fetch(port, "nothing", **{"Accept-Language": "ar,en;q=0.5"})
    assert status == 410
    assert 'lang="ar" dir="rtl"' in page.decode()


def test_the_desk_fetches_by_a_ticket_for_a_minute(cast: Cast, port: int) -> None:
    opened(cast.vi)
    ordered = made(cast.bikes, cast.vi.id)
    path = f"/workspaces/{cast.bikes.id}/privacy/orders/{ordered.id}"
    told = cast.ada.api.get(path)
    assert (told.status, told["state"], told["kind"]) == (200, "ready", "access")
    ticket = cast.ada.api.post(f"{path}/ticket")
    assert ticket.status == 201
    where = re.sub(r"^https?://[^/]+", "", ticket["url"])
    status, body = ask(port, "GET", where, {})
    assert (status, len(body)) == (200, told["size"])
    status, problem = ask(port, "GET", where, {})
    assert (status, problem["code"]) == (410, "gone")
    for stranger, refused in ((cast.ben, 403), (cast.cy, 404)):
        assert stranger.api.get(path).status == refused
        assert stranger.api.post(f"{path}/ticket").status == refused
    other = f"/workspaces/{cast.tea.id}/privacy/orders/{ordered.id}"
    assert cast.ada.api.get(other).status == 404, "of another company of hers"
