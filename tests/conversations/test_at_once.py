"""What several do in the same moment, through the real server."""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from uuid import UUID

import httpx2

from tests.cast import Cast, Guest, guest
from tests.conversations.talk import events
from tests.until import PATIENCE
from troth.kernel import config
from troth.kernel.ids import new_id


def at_once(server: str, asks: list[Callable[[httpx2.Client], int]]) -> list[int]:
    """The statuses of requests that begin together."""
    begin = Barrier(len(asks))

    def go(ask: Callable[[httpx2.Client], int]) -> int:
        with httpx2.Client(base_url=server, timeout=PATIENCE) as client:
            client.get("/health")
            begin.wait()
            return ask(client)

    with ThreadPoolExecutor(len(asks)) as pool:
        return list(pool.map(go, asks))


def opening(who: Guest, id_: UUID) -> Callable[[httpx2.Client], int]:
    body = {"id": str(id_), "client_id": str(new_id()), "text": "x", "fields": {"email": "vi@example.test"}}
    return lambda client: client.post("/api/v1/conversations", json=body, headers=who.api.headers).status_code


def test_a_conversation_is_of_who_was_first_and_nobody_hears_of_a_failure(server: str, cast: Cast) -> None:
    for _ in range(5):
        id_, guests = new_id(), [guest(site) for site in (cast.bikes_site, cast.bikes_site, cast.tea_site)]
        told = at_once(server, [opening(who, id_) for who in guests])
        assert sorted(told) == [201, 404, 404]
        first = guests[told.index(201)]
        assert [event["kind"] for event in events(first, id_)] == ["opened", "form_answered", "said"]


def test_a_visitor_who_begins_many_at_once_gets_no_more_than_one_by_one(server: str, cast: Cast) -> None:
    most = config.current().limits.visitor_conversations
    told = Counter(at_once(server, [opening(cast.vi, new_id()) for _ in range(2 * most)]))
    assert told == {201: most, 429: most}
