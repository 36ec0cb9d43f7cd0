"""The tenant walk: every operation, socket op, file and ticket of one tenant, asked for with the credentials of others.

Another tenant's object does not exist: 404 on every route, the op's typed error on the socket. What is walked is read
from the API's own description and from the wire, so a new operation fails here until somebody says how it is asked
for; and the owner's very same request must succeed, so that a 404 for everybody proves nothing.
"""

import json
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from functools import cache
from typing import Any, get_args
from uuid import UUID

import pytest

from tests.cast import Agent, Cast, Guest, gather, guest
from tests.conversations.talk import events, opened, say
from tests.gateway.http import ask
from tests.gateway.line import pass_of
from tests.gateway.talk import Socket
from tests.law.visits import VISITS, Scene, Visit, proof, taken_part
from tests.serving import serving
from troth.accounts.models import Member
from troth.kernel import config
from troth.kernel.ids import new_id
from troth.log import Log
from troth.wire.frames import AnyClientFrame


@cache
def operations() -> list[tuple[str, str, str]]:
    """(operation id, method, path) of the whole API."""
    from troth.project.api import api

    described = api.get_openapi_schema(path_prefix="/api/v1")["paths"]
    return [
        (str(operation["operationId"]), method.upper(), path)
        for path, methods in described.items()
        for method, operation in methods.items()
    ]


@pytest.fixture(scope="module")
def company(log: Log) -> Iterator[tuple[Cast, int]]:
    with serving(log) as port:
        cast = gather()
        yield cast, port


@pytest.fixture
def scene(company: tuple[Cast, int]) -> Iterator[Scene]:
    cast, port = company
    # one of the visits is that they depart
    cast, neighbour = replace(cast, val=guest(cast.tea_site), vi=guest(cast.bikes_site)), guest(cast.tea_site)
    opening: dict[str, Any] = {
        "id": str(new_id()),
        "client_id": str(new_id()),
        "text": "Which?",
        "fields": {"email": "v@example.test"},
    }
    assert cast.val.api.post("/conversations", **opening).status == 201
    with ExitStack() as lines:
        made = Scene(cast, neighbour, port, UUID(opening["id"]), opening)
        yield made
        for line in made.lines:
            lines.enter_context(line)


def strangers(scene: Scene) -> list[Agent | Guest]:
    """Ben works for Ada elsewhere, Cy owns another tenant, Vi visits another tenant."""
    return [scene.cast.ben, scene.cast.cy, scene.cast.vi, scene.neighbour]


def test_the_walk_visits_every_operation() -> None:
    assert set(VISITS) == {operation for operation, _, _ in operations()}


@pytest.mark.parametrize("operation", sorted(VISITS))
def test_another_tenants_operation_does_not_exist(scene: Scene, operation: str) -> None:
    (method, template), *_ = [(method, path) for name, method, path in operations() if name == operation]
    visit = VISITS[operation](scene)
    assert _fits(f"/api/v1{visit.path}", template)
    before = events(scene.cast.ada, scene.talk)
    for stranger in strangers(scene):
        status, body = _ask(scene, method, visit, stranger)
        told = json.dumps(body, default=str) if not isinstance(body, bytes) else body.decode("latin-1")
        if visit.hides and _knows_the_kind(operation, stranger):
            assert (status, body["code"]) == (404, "not_found"), (stranger, body)
        elif visit.hides:
            assert (status, body["code"]) in {(403, "forbidden"), (404, "not_found")}, (stranger, body)
        elif not visit.free:
            assert not visit.secret or visit.secret not in told
        assert str(scene.cast.val.id) not in told
    assert events(scene.cast.ada, scene.talk) == before
    if operation in ("download_file", "download_export"):
        visit = VISITS[operation](scene)  # the strangers used theirs up
    status, body = _ask(scene, method, visit, visit.by)
    assert 200 <= status < 300, body
    if visit.secret:
        assert visit.secret in _told(scene, operation, body)


def test_own_keys_do_not_open_doors_of_others(scene: Scene) -> None:
    """Parts of two tenants in one address: Cy's own workspace with Ada's member, site or conversation in it."""
    cast = scene.cast
    lamps, member = cast.lamps.id, cast.ada.member(cast.tea).id
    for method, path, body in (
        ("PATCH", f"/workspaces/{lamps}/members/{member}", {"alias": "Mine"}),
        ("DELETE", f"/workspaces/{lamps}/members/{member}", {}),
        ("DELETE", f"/workspaces/{lamps}/members/{member}/picture", {}),
        ("POST", f"/workspaces/{lamps}/members/{member}/invitations", {}),
        ("GET", f"/workspaces/{lamps}/sites/{cast.tea_site.id}", None),
        ("PATCH", f"/workspaces/{lamps}/sites/{cast.tea_site.id}", {"name": "Mine"}),
        ("GET", f"/conversations?workspace={scene.tea}", None),
        ("GET", f"/conversations?workspace={scene.tea}&view=waiting", None),
    ):
        status, answer = _ask(scene, method, Visit(path, cast.cy, body), cast.cy)
        assert (status, answer["code"]) == (404, "not_found"), path
    assert Member.objects.get(id=member).alias == "Mina"
    # a message of one's own that names another tenant's file
    file = scene.uploaded(cast.val)
    own = opened(cast.zoe)
    refused = say(cast.zoe, own, "Mine now", files=[file])
    assert (refused.status, refused.code) == (422, "invalid")


# --- the socket

STREAM_OPS: dict[str, Callable[[Scene], dict[str, Any]]] = {
    "subscribe": lambda s: {"ref": 5, "stream": str(s.talk)},
    "say": lambda s: {"ref": 5, "stream": str(s.talk), "client_id": str(new_id()), "text": "Mine"},
    "after": lambda s: {"ref": 5, "stream": str(s.talk), "after": 0},
}
SILENT_OPS: dict[str, Callable[[Scene], dict[str, Any]]] = {  # these are never answered when all is well
    "typing": lambda s: {"stream": str(s.talk), "on": True},
    "mark": lambda s: {"stream": str(s.talk), "delivered": 3, "seen": 3},
}
OWN_OPS = {"hello", "unsubscribe", "here", "bye"}  # about the asker alone


def test_the_walk_visits_every_op_of_the_socket() -> None:
    ops = {str(frame.__struct_config__.tag) for frame in get_args(AnyClientFrame)}
    assert set(STREAM_OPS) | set(SILENT_OPS) | OWN_OPS == ops


@pytest.mark.parametrize("op", sorted(STREAM_OPS))
def test_another_tenants_stream_does_not_exist_on_the_socket(scene: Scene, op: str) -> None:
    before = events(scene.cast.ada, scene.talk)
    for stranger in strangers(scene):
        with Socket.of(scene.port, stranger) as socket:
            socket.say(op=op, **STREAM_OPS[op](scene))
            error = socket.hear("error", "subscribed", "ack", "events")
            assert (error["op"], error.get("code"), error.get("ref")) == ("error", "not_found", 5)
    assert events(scene.cast.ada, scene.talk) == before
    for owner in (scene.cast.val, taken_part(scene)):
        with Socket.of(scene.port, owner) as socket:
            socket.follow(scene.talk)
            socket.say(op=op, **STREAM_OPS[op](scene))
            assert socket.hear("error", "subscribed", "ack", "events")["op"] != "error"


def test_another_tenants_inbox_does_not_exist_on_the_socket(scene: Scene) -> None:
    for stranger in strangers(scene):
        with Socket.of(scene.port, stranger) as socket:
            socket.say(op="subscribe", ref=5, workspace=str(scene.tea))
            assert socket.hear("error", "subscribed")["code"] in {"not_found", "forbidden"}
            socket.say(op="subscribe", ref=6, workspace=str(scene.tea), cursor="p1")
            assert socket.hear("error", "subscribed")["op"] == "error"
    with Socket.of(scene.port, scene.cast.ada) as socket:
        socket.say(op="subscribe", ref=5, workspace=str(scene.tea))
        assert socket.hear("error", "subscribed")["op"] == "subscribed"


@pytest.mark.parametrize("op", sorted(SILENT_OPS))
def test_another_tenant_neither_types_nor_marks(scene: Scene, log: Log, op: str) -> None:
    ada = taken_part(scene)
    with Socket.of(scene.port, scene.cast.val) as val:
        val.follow(scene.talk)
        for stranger in strangers(scene):
            with Socket.of(scene.port, stranger) as socket:
                socket.say(op=op, **SILENT_OPS[op](scene))
                socket.say(op="after", ref=9, stream=str(scene.talk), after=0)  # answered after the op before it
                while socket.hear("error").get("ref") != 9:
                    pass
        with Socket.of(scene.port, ada) as socket:
            socket.follow(scene.talk)
            socket.say(op=op, **SILENT_OPS[op](scene))
            heard = val.hear(op)  # the first of its kind that Val hears is Ada's
            who = heard["id"] if op == "typing" else heard["mark"]["participant"]
            assert who == str(ada.member(scene.cast.tea).id)
    assert {mark.participant for mark in log.marks(scene.tea, scene.talk)} <= {
        ada.member(scene.cast.tea).id,
        scene.cast.val.id,
    }


# --- how it is asked


def _ask(scene: Scene, method: str, visit: Visit, who: Agent | Guest) -> tuple[int, Any]:
    headers = proof(who) | {"Content-Type": "image/gif" if visit.raw else "application/json"}
    if visit.path == "/passes":
        if isinstance(who, Agent):
            return 200, {}  # agents get theirs for a session, which holds nobody else's
        headers["Authorization"] = f"Bearer {who.token}"
    headers |= visit.headers
    if visit.path == "/line":
        headers["Troth-Line"] = str(new_id())
        visit.body = [{"op": "hello", "v": 1, "pass": pass_of(who)}]
    raw = visit.raw or (b"" if visit.body is None else json.dumps(visit.body).encode())
    return ask(scene.port, method, f"/api/v1{visit.path}", headers, raw)


def _told(scene: Scene, operation: str, body: Any) -> str:
    """What the owner was told, with the bearer of a pass read out of it."""
    if operation != "make_pass":
        return json.dumps(body)
    from troth.kernel import clock, passes

    return str(passes.read(config.current().secret("passes"), body["pass"], clock.now()).id)


def _knows_the_kind(operation: str, stranger: Agent | Guest) -> bool:
    """Whether this kind of asker may do this to objects of their own; others are told so before any object is looked
    for, which tells nothing of it."""
    for_visitors = operation in {"open_conversation", "rate"}
    agents_only = {"write_note", "join", "leave", "reopen", "list_mails_of_conversation"}
    for_agents = operation in agents_only or "workspaces" in _path(operation)
    return not (for_visitors and isinstance(stranger, Agent)) and not (for_agents and isinstance(stranger, Guest))


def _path(operation: str) -> str:
    return next(path for name, _, path in operations() if name == operation)


def _fits(path: str, template: str) -> bool:
    parts, wanted = path.partition("?")[0].split("/"), template.split("/")
    return len(parts) == len(wanted) and all(w.startswith("{") or w == p for p, w in zip(parts, wanted, strict=True))
