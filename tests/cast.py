"""The people of the tests. Ada owns two workspaces, Ben works in the first only, Cy owns another one and is a stranger
to both, Vi visits Ada's first site, Val the second, Zoe is Cy's visitor. All act through the public API."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.test import Client

from troth.accounts.asker import PersonAsker, VisitorAsker
from troth.accounts.found import found
from troth.accounts.models import Member, Person, Workspace
from troth.kernel import config, passes
from troth.kernel.clock import now
from troth.kernel.ids import new_id
from troth.sites.add import add
from troth.sites.models import Site


@dataclass(frozen=True)
class Answer:
    """What the API answered; `body` is its JSON, None when there is none."""

    status: int
    body: Any
    headers: Mapping[str, str]

    def __getitem__(self, key: str) -> Any:
        return self.body[key]

    @property
    def code(self) -> str:
        """The code of a problem."""
        return str(self.body["code"])


class Api:
    """The public API under /api/v1, with a credential in every request."""

    def __init__(self, **headers: str) -> None:
        self.headers = headers
        self.client = Client(enforce_csrf_checks=True, raise_request_exception=False, SERVER_NAME="localhost")

    def get(self, path: str, **query: Any) -> Answer:
        return self._answer(self.client.get(f"/api/v1{path}", query, headers=self.headers))

    def post(self, path: str, **body: Any) -> Answer:
        return self.send("POST", path, body)

    def put(self, path: str, **body: Any) -> Answer:
        return self.send("PUT", path, body)

    def patch(self, path: str, **body: Any) -> Answer:
        return self.send("PATCH", path, body)

    def delete(self, path: str, **body: Any) -> Answer:
        return self.send("DELETE", path, body)

    def send(self, method: str, path: str, body: Any) -> Answer:
        """Any body; bytes go as they are."""
        raw = body if isinstance(body, bytes) else json.dumps(body, default=str).encode()
        return self._answer(
            self.client.generic(method, f"/api/v1{path}", raw, content_type="application/json", headers=self.headers)
        )

    def _answer(self, response: Any) -> Answer:
        is_json = response.content and "json" in response.headers.get("Content-Type", "")
        return Answer(response.status_code, json.loads(response.content) if is_json else None, response.headers)


@dataclass(frozen=True)
class Agent:
    """A person with a login. `member` of a workspace is who they are there."""

    person: Person
    api: Api

    @property
    def asker(self) -> PersonAsker:
        return PersonAsker(self.person.id)

    def member(self, workspace: Workspace) -> Member:
        return Member.objects.get(workspace=workspace, person=self.person)


@dataclass(frozen=True)
class Guest:
    """A visitor of a site, with what their browser keeps."""

    id: UUID
    site: Site
    token: str
    api: Api

    @property
    def asker(self) -> VisitorAsker:
        return VisitorAsker(self.id, self.site.workspace_id, self.site.id)


@dataclass(frozen=True)
class Cast:
    """`bikes` and `tea` are Ada's, `lamps` is Cy's; each has a site of the same name."""

    ada: Agent
    ben: Agent
    cy: Agent
    vi: Guest
    val: Guest
    zoe: Guest
    bikes: Workspace
    tea: Workspace
    lamps: Workspace
    bikes_site: Site
    tea_site: Site
    lamps_site: Site
    public: Api


def gather() -> Cast:
    """A new cast, met by nobody before."""
    ada, ben, cy = (agent(name) for name in ("Ada Lindqvist", "Ben Okafor", "Cy Moreau"))
    bikes = found("Bikes", ada.person, alias="Robin", title="Workshop")
    tea = found("Tea", ada.person, alias="Mina", title="Tea adviser")
    lamps = found("Lamps", cy.person)
    bikes_site, tea_site, lamps_site = (add(workspace.id, workspace.name) for workspace in (bikes, tea, lamps))
    added = ada.api.post(f"/workspaces/{bikes.id}/members", email=ben.person.email, name="Ben Okafor", role="agent")
    assert added.status == 201, added
    return Cast(
        ada=ada, ben=ben, cy=cy,
        vi=guest(bikes_site), val=guest(tea_site), zoe=guest(lamps_site),
        bikes=bikes, tea=tea, lamps=lamps,
        bikes_site=bikes_site, tea_site=tea_site, lamps_site=lamps_site,
        public=Api(),
    )  # fmt: skip


def agent(name: str) -> Agent:
    """A person with a pass, as after signing in (which itself is slow on purpose: see test_sign_in)."""
    person = Person(email=f"{name.split()[0].lower()}.{new_id().hex}@example.test", name=name)
    person.set_unusable_password()
    person.save()
    return Agent(person, Api(Authorization=f"Bearer {agent_pass(person.id)}"))


def agent_pass(person: UUID) -> str:
    return passes.sign(config.current().secret("passes"), passes.for_agent(person, now()))


def guest(site: Site) -> Guest:
    """A new visitor of a site."""
    begun = Api().post(f"/sites/{site.key}/visitors", language="en")
    assert begun.status == 201, begun
    return Guest(UUID(begun["visitor_id"]), site, begun["token"], Api(Authorization=f"Bearer {begun['pass']}"))
