"""Who may see and do what: by role, operation for operation."""

from collections.abc import Iterator
from typing import Any

from troth.kernel.ids import new_id
from troth.verify.scenario import scenario
from troth.verify.world import World

OWNER, OFFICER, AGENT, STRANGER = "owner", "officer", "agent", "stranger"
SERVING, LEADS, PRIVACY, TEAM, ALONE = (
    {OWNER, AGENT}, {OWNER}, {OWNER, OFFICER}, {OWNER, OFFICER, AGENT}, {OWNER}
)  # fmt: skip


@scenario("least-access")
def play(world: World) -> None:
    """Each operation is open to the roles it is for, and the privacy officer reads no talk."""
    said = world.plant()
    talk = world.visitor().open(said).id
    with world.check("role_matrix"):
        for method, path, body, may in matrix(world, talk):
            for who in (OWNER, OFFICER, AGENT, STRANGER):
                answer = world.api(who).send(method, path, body)
                kept_out = answer.status in (403, 404)
                told = (
                    f"{method} {path.partition(world.workspace['id'])[2] or path} answers the {who} with {answer.told}"
                )
                assert kept_out is (who not in may), told
    with world.check("officer_reads_no_talk"):
        for path in (f"/conversations/{talk}", f"/conversations/{talk}/events", f"/conversations/{talk}/transcript"):
            answer = world.api(OFFICER).get(path)
            assert answer.status in (403, 404), f"the officer reads a talk: {answer.told}"
        for path in ("/conversations?view=open", f"/search?q={said}"):
            answer = world.api(OFFICER).get(path)
            assert said not in answer.text, f"the officer is shown a talk by {path}"
        assert refused_on_socket(world, talk), "the officer follows a talk on a socket"


def matrix(world: World, talk: Any) -> Iterator[tuple[str, str, Any, set[str]]]:
    """Method, path, body, and who it is for. What the first of them did is done: the second may be told so."""
    new = world.plant("@example.test")
    here, site = world.at_workspace, world.site["id"]
    one = f"/conversations/{talk}"
    for path in (one, f"{one}/events", f"{one}/mails", f"{one}/transcript", f"{here}/visitors"):
        yield "GET", path, None, SERVING
    yield "POST", f"{one}/participation", {"client_id": new_id()}, SERVING
    yield "POST", f"{one}/notes", {"client_id": new_id(), "text": "Calls again"}, SERVING
    for path in (f"{here}/members", f"{here}/sites", world.at_site):
        yield "GET", path, None, TEAM
    for path in (
        "requests", "holds", "measures", "looks", "settings", "subjects?q=nobody", "retention/runs",
        f"sites/{site}/retention", f"sites/{site}/retention/counts",
    ):  # fmt: skip
        yield "GET", f"{here}/privacy/{path}", None, PRIVACY
    yield "POST", f"{here}/privacy/requests", {"right": "access", "words": "All of it"}, PRIVACY
    yield "PUT", f"{here}/privacy/settings", {"time_zone": "UTC"}, PRIVACY
    yield "POST", f"{here}/privacy/sites/{site}/notices", {}, PRIVACY
    yield "GET", f"{world.at_site}/consents", None, PRIVACY
    yield "GET", f"{here}/mails", None, LEADS
    yield "POST", f"{here}/members", {"email": new, "name": "New", "role": "agent"}, LEADS
    yield "PATCH", world.at_site, {"name": "The shop"}, LEADS
    yield "GET", f"{here}/closing/plan", None, ALONE
    yield "POST", f"{here}/closing", {"confirm": "another name"}, ALONE
    yield "GET", f"{here}/closing/exports", None, ALONE


def refused_on_socket(world: World, talk: Any) -> bool:
    from troth.kernel.errors import Forbidden, NotFound

    asking = world.agent(OFFICER)
    asking.connect()
    try:
        asking.on_loop(lambda sdk: sdk.live.following.follow(talk))
    except (NotFound, Forbidden):
        return True
    return False
