"""The notice of a site, as an owner asks for it over the API and as anybody reads it."""

from typing import Any

from django.test import Client

from tests.cast import Agent, Answer, Api, Guest, agent_pass
from troth.sites.models import Site


def path(site: Site, more: str = "") -> str:
    return f"/workspaces/{site.workspace_id}/privacy/sites/{site.id}/notices{more}"


def publish(by: Agent, site: Site, **how: Any) -> Answer:
    return by.api.post(path(site), **how)


def published(by: Agent, site: Site, **how: Any) -> dict[str, Any]:
    answer = publish(by, site, **how)
    assert answer.status == 201, answer
    told: dict[str, Any] = answer.body
    return told


OURS = """
name = "ours"
title = "Ours"
[telemetry]
visitor = "full"
[change]
lead_days = 14
"""


def promise(by: Agent, site: Site, more: str = "") -> None:
    """The workspace has a profile: of changes of substance it tells two weeks before."""
    answer = by.api.put(f"/workspaces/{site.workspace_id}/privacy/profile", text=f"{OURS}{more}")
    assert answer.status == 200, answer


def setting(by: Agent, site: Site, **change: Any) -> None:
    assert by.api.patch(f"/workspaces/{site.workspace_id}/sites/{site.id}", **change).status == 200


def back(who: Agent) -> Agent:
    """Signed in again, at whatever time it is."""
    return Agent(who.person, Api(Authorization=f"Bearer {agent_pass(who.person.id)}"))


def guest_again(who: Guest) -> Api:
    """Their browser, with a new pass for its token."""
    renewed = Api(Authorization=f"Bearer {who.token}").post("/passes")
    assert renewed.status == 200, renewed
    return Api(Authorization=f"Bearer {renewed['pass']}")


def read(site: Site, more: str = "", **headers: str) -> Any:
    """A browser with nothing of anybody's."""
    return Client(SERVER_NAME="localhost").get(f"/privacy/{site.key}{more}", headers=headers)


def text(site: Site, more: str = "", **headers: str) -> str:
    answer = read(site, more, **headers)
    assert answer.status_code == 200, answer
    return str(answer.content.decode())


def plain(page: str) -> str:
    """Without the invisible marks around what comes from elsewhere."""
    return page.replace("\u2068", "").replace("\u2069", "")
