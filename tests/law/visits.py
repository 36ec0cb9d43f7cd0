"""How each operation of the API is asked for, about an object of somebody's, by somebody who may."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from tests.cast import Agent, Cast, Guest, agent_pass
from tests.conversations.talk import join
from tests.gateway.http import ask
from tests.gateway.line import Polled, Streamed
from tests.law.desk_asked import ASKED, export_of
from tests.until import until
from troth.kernel.ids import new_id
from troth.sites.consent import fingerprint, shown
from troth.sites.models import Site

PNG = b"\x89PNG\r\n\x1a\n" + b"\0\0\0\rIHDR" + b"\0\0\0\x01" * 2
PICTURE = b"GIF89a" + b"\1\0\1\0" + b"\0" * 20


@dataclass
class Scene:
    """All that belongs to the tenant `tea`: Ada's, and the visitor Val's. Ben, Cy, Vi and Zoe have no part in it."""

    cast: Cast
    neighbour: Guest  # another visitor of the very same site
    port: int
    talk: UUID
    opening: dict[str, Any]  # the very request that opened it
    lines: list[Streamed | Polled] = field(default_factory=list)

    @property
    def tea(self) -> UUID:
        return self.cast.tea.id

    def uploaded(self, who: Agent | Guest) -> UUID:
        path = f"/api/v1/conversations/{self.talk}/files?name=a.gif"
        status, body = ask(self.port, "POST", path, {**proof(who), "Content-Type": "image/gif"}, PICTURE)
        assert status == 201, body
        return UUID(body["id"])

    def ticket(self, who: Agent | Guest) -> str:
        answer = who.api.post(f"/files/{self.uploaded(who)}/tickets")
        assert answer.status == 201, answer
        return str(answer["url"]).rpartition("/")[2]

    def new_member(self) -> UUID:
        answer = self.cast.ada.api.post(
            f"/workspaces/{self.tea}/members", email=f"{new_id().hex}@example.test", name="Dee", role="agent"
        )
        assert answer.status == 201, answer
        return UUID(answer["id"])


@dataclass
class Visit:
    """One operation, asked for. by: whose it is. hides: True when others must be told 404; else what they get must not
    hold `secret`, or, with `free`, anybody may ask."""

    path: str
    by: Agent | Guest
    body: Any = None
    raw: bytes | None = None
    hides: bool = True
    secret: str = ""
    free: bool = False
    headers: dict[str, str] = field(default_factory=dict)


def proof(who: Agent | Guest) -> dict[str, str]:
    if isinstance(who, Agent):
        return {"Authorization": f"Bearer {agent_pass(who.person.id)}"}
    return {"Authorization": who.api.headers["Authorization"]}


def acted(**more: Any) -> dict[str, Any]:
    return {"client_id": str(new_id())} | more


def taken_part(scene: Scene) -> Agent:
    join(scene.cast.ada, scene.talk)
    return scene.cast.ada


def _closed(scene: Scene) -> Agent:
    assert scene.cast.ada.api.post(f"/conversations/{scene.talk}/closure", **acted()).status == 200
    return scene.cast.ada


def _talk(scene: Scene, path: str = "") -> str:
    return f"/conversations/{scene.talk}{path}"


def _room(scene: Scene, path: str = "") -> str:
    return f"/workspaces/{scene.tea}{path}"


def _at_the_desk(asked: Callable[[Agent, Site], tuple[str, Any]]) -> Callable[[Scene], Visit]:
    def visit(scene: Scene) -> Visit:
        path, body = asked(scene.cast.ada, scene.cast.tea_site)
        return Visit(path, scene.cast.ada, body)

    return visit


def _answer(scene: Scene) -> dict[str, Any]:
    site = scene.cast.tea_site
    site.refresh_from_db()  # other visits may have changed what it asks
    return {"answer": "given", "language": "en", "sha256": fingerprint(shown(site, "en"))}


def _on(line: Streamed | Polled, path: str, scene: Scene) -> Visit:
    """A frame on Val's own line, answered at once. The fixture ends the line."""
    scene.lines.append(line)
    asked = {"op": "unsubscribe", "ref": 1, "stream": str(scene.talk)}
    return Visit(path, scene.cast.val, [asked], headers={"Troth-Line": line.id})


def _searched(scene: Scene) -> str:
    """The index knows the talk: the owner finds it."""
    path, word = "/search", f"v{new_id().hex}"
    assert scene.cast.val.api.post(_talk(scene, "/messages"), **acted(text=word)).status == 201
    until(lambda: str(scene.talk) in str(scene.cast.ada.api.get(path, q=word).body))
    return f"{path}?q={word}"


VISITS: dict[str, Callable[[Scene], Visit]] = {
    "list_workspaces": lambda s: Visit("/workspaces", s.cast.ada, hides=False, secret=str(s.tea)),
    "list_members": lambda s: Visit(_room(s, "/members"), s.cast.ada),
    "add_member": lambda s: Visit(
        _room(s, "/members"), s.cast.ada, {"email": f"{new_id().hex}@example.test", "name": "Eve", "role": "agent"}
    ),
    "change_member": lambda s: Visit(_room(s, f"/members/{s.new_member()}"), s.cast.ada, {"alias": "Dee"}),
    "remove_member": lambda s: Visit(_room(s, f"/members/{s.new_member()}"), s.cast.ada),
    "invite_again": lambda s: Visit(_room(s, f"/members/{s.new_member()}/invitations"), s.cast.ada, {}),
    "set_picture": lambda s: Visit(_room(s, f"/members/{s.new_member()}/picture"), s.cast.ada, raw=PNG),
    "remove_picture": lambda s: Visit(_room(s, f"/members/{s.new_member()}/picture"), s.cast.ada, {}),
    "change_person": lambda s: Visit("/me/person", s.cast.ada, {"language": "en"}, hides=False, free=True),
    "set_availability": lambda s: Visit("/me/availability", s.cast.ada, {"available": True}, hides=False, free=True),
    "get_widget": lambda s: Visit(f"/sites/{s.cast.tea_site.key}/widget", s.cast.val, hides=False, free=True),
    "list_sites": lambda s: Visit(_room(s, "/sites"), s.cast.ada),
    "get_site": lambda s: Visit(_room(s, f"/sites/{s.cast.tea_site.id}"), s.cast.ada),
    "change_site": lambda s: Visit(_room(s, f"/sites/{s.cast.tea_site.id}"), s.cast.ada, {"name": "Tea house"}),
    "begin_visitor": lambda s: Visit(f"/sites/{s.cast.tea_site.key}/visitors", s.cast.val, {}, hides=False, free=True),
    "answer_consent": lambda s: Visit(
        f"/sites/{s.cast.tea_site.key}/consents", s.cast.val, _answer(s), hides=False, free=True
    ),
    "renew_consent": lambda s: Visit("/me/consents", s.cast.val, _answer(s), hides=False, free=True),
    "depart": lambda s: Visit("/me/departure", s.cast.val, {}, hides=False, free=True),
    "download_export": lambda s: Visit(export_of(s.cast.tea_site), s.cast.ada, hides=False, free=True),
    "show_data_code": lambda s: Visit("/me/data-code", s.cast.val, {}, hides=False, free=True),
    "list_consents": lambda s: Visit(_room(s, f"/sites/{s.cast.tea_site.id}/consents"), s.cast.ada),
    "make_pass": lambda s: Visit("/passes", s.cast.val, {}, hides=False, secret=str(s.cast.val.id)),
    "get_me": lambda s: Visit("/me", s.cast.ada, hides=False, secret=str(s.cast.ada.person.id)),
    "list_visitors": lambda s: Visit(_room(s, "/visitors"), s.cast.ada),
    "open_conversation": lambda s: Visit("/conversations", s.cast.val, s.opening),
    "list_conversations": lambda s: Visit("/conversations", s.cast.ada, hides=False, secret=str(s.talk)),
    "search_conversations": lambda s: Visit(_searched(s), s.cast.ada, hides=False, secret=str(s.talk)),
    "get_conversation": lambda s: Visit(_talk(s), s.cast.val),
    "list_events": lambda s: Visit(_talk(s, "/events"), s.cast.val),
    "say": lambda s: Visit(_talk(s, "/messages"), s.cast.val, acted(text="Mine")),
    "write_note": lambda s: Visit(_talk(s, "/notes"), s.cast.ada, acted(text="Ours")),
    "join": lambda s: Visit(_talk(s, "/participation"), s.cast.ada, acted()),
    "leave": lambda s: Visit(_talk(s, "/participation"), taken_part(s), acted()),
    "close": lambda s: Visit(_talk(s, "/closure"), s.cast.val, acted()),
    "reopen": lambda s: Visit(_talk(s, "/closure"), _closed(s), acted()),
    "rate": lambda s: Visit(_talk(s, "/rating"), s.cast.val, acted(score=5)),
    "ask_transcript": lambda s: Visit(_talk(s, "/transcripts"), s.cast.val, acted(address="val@example.test")),
    "get_transcript": lambda s: Visit(_talk(s, "/transcript"), s.cast.val),
    "make_file_ticket": lambda s: Visit(f"/files/{s.uploaded(s.cast.val)}/tickets", s.cast.val, {}),
    **{name: _at_the_desk(asked) for name, asked in ASKED.items()},
    "list_mails": lambda s: Visit(_room(s, "/mails"), s.cast.ada),
    "list_mails_of_conversation": lambda s: Visit(_talk(s, "/mails"), s.cast.ada),
    "upload_file": lambda s: Visit(_talk(s, "/files?name=b.gif"), s.cast.val, raw=PICTURE),
    "open_line": lambda s: Visit("/line", s.cast.val, [], hides=False, free=True),
    "say_on_line": lambda s: _on(Streamed.of(s.port, s.cast.val), "/line/frames", s),
    "poll_line": lambda s: _on(Polled.of(s.port, s.cast.val), "/line/poll", s),
    # a ticket is its own credential: whoever holds it; nobody finds one by trying
    "download_file": lambda s: Visit(f"/files/{s.ticket(s.cast.val)}", s.cast.val, hides=False, free=True),
}
