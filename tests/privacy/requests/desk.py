"""The privacy desk of a company, through the public API: an officer, and what they do."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any
from uuid import UUID

from tests.cast import Agent, Answer, Api, Cast, agent_pass
from troth.accounts.models import Member, Workspace
from troth.kernel import clock
from troth.kernel.ids import new_id
from troth.post.letters import composer
from troth.post.models import Mail


def hired(cast: Cast, role: str, workspace: Workspace | None = None) -> Agent:
    """Somebody new in this role, by the owner."""
    where = workspace or cast.bikes
    added = cast.ada.api.post(
        f"/workspaces/{where.id}/members", email=f"{new_id().hex}@example.test", name="Olu Adeyemi", role=role
    )
    assert added.status == 201, added
    person = Member.objects.select_related("person").get(id=added["id"]).person
    return Agent(person, Api(Authorization=f"Bearer {agent_pass(person.id)}"))


class Desk:
    """What an officer does at `/privacy` of one workspace."""

    def __init__(self, who: Agent, workspace: Workspace) -> None:
        self.who, self.workspace = who, workspace
        self.place = f"/workspaces/{workspace.id}/privacy"

    @property
    def api(self) -> Api:
        """With a pass of this moment, whatever the clock says."""
        return Api(Authorization=f"Bearer {agent_pass(self.who.person.id)}")

    def file(self, right: str = "access", **more: Any) -> Any:
        answer = self.api.post(f"{self.place}/requests", right=right, **more)
        assert answer.status == 201, answer
        return answer.body

    def get(self, request: str, path: str = "") -> Answer:
        return self.api.get(f"{self.place}/requests/{request}{path}")

    def act(self, request: str, act: str, **body: Any) -> Answer:
        return self.api.post(f"{self.place}/requests/{request}/{act}", **body)

    def listed(self, **query: Any) -> list[Any]:
        answer = self.api.get(f"{self.place}/requests", **query)
        assert answer.status == 200, answer
        return list(answer["items"])


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    clock.set_clock(lambda: moment)
    try:
        yield
    finally:
        clock.set_clock(None)


def mails(request: str) -> list[tuple[str, str]]:
    """(subject, words) of what waits to be sent about a request, the oldest first."""
    found = []
    for mail in Mail.objects.filter(stream=UUID(request)).order_by("id"):
        known = composer(mail.kind)
        assert known is not None
        letter = known.compose(mail)
        assert letter is not None
        plain = letter.get_body(("plain",))
        assert plain is not None
        found.append((str(letter["Subject"]), plain.get_content()))
    return found
