"""The server's log: the fields that are declared, and nothing that names or opens anything."""

from typing import Any

import msgspec

from troth.verify.inside import datamap
from troth.verify.scenario import scenario
from troth.verify.world import World


@scenario("log-hygiene", needs=("store", "inside"))
def play(world: World) -> None:
    """Words, names, addresses, browsers, tokens and passwords are in no line; the network is without its last part."""
    said, name, address = world.plant(), world.plant(), world.plant("@example.test")
    page, agent, wrong = world.plant(), world.plant(), world.plant()
    visitor = world.visitor(User_Agent=f"Mozilla/5.0 {agent}")
    talk = visitor.open(f"My word is {said}", name=name, email=address)
    for path in (
        f"/chat/{world.site['key']}?from={page}",
        f"/nothing/{page}",
        f"/my-data/{world.site['key']}?x={page}",
    ):
        world.public.at("GET", path, headers={"Referer": f"https://shop.example/{page}", "User-Agent": agent})
    world.public.at("POST", "/_allauth/app/v1/auth/login", {"email": address, "password": wrong})
    world.api("agent").post(f"/conversations/{talk.id}/messages", id="no id", text=said)  # refused, and said to be
    lines = world.until(lambda: about(world, "/my-data/{key}"), "the requests have no lines in the log")
    with world.check("lines_as_declared", level=3):
        declared = set(world.inside(datamap.log_fields))
        odd = {field for line in every(world) for field in line} - declared
        assert not odd, f"fields that nobody declared: {', '.join(sorted(odd))}"
        assert all({"time", "method", "route", "status"} <= line.keys() for line in lines), "a line lacks what it tells"
    with world.check("secrets_absent", level=3):
        secrets = [said, name, address, page, agent, wrong, visitor.token, world.cast.login("agent").password]
        held = sorted(what for one in secrets for what in world.store.log_holds(one))
        assert not held, f"{len(held)} of the words that were planted stand in the log"
    with world.check("address_cut", level=3):
        whole = {line["network"] for line in every(world) if "network" in line} & {"127.0.0.1", "::1"}
        assert not whole, f"a whole network address stands in the log: {', '.join(whole)}"
        assert any("network" in line for line in lines), "no line tells of a network, so nothing was looked at"


def every(world: World) -> list[dict[str, Any]]:
    assert world.ground.var is not None
    written = (world.ground.var / "server.log").read_bytes().splitlines()
    return [msgspec.json.decode(line) for line in written if line.startswith(b"{") and line.endswith(b"}")]


def about(world: World, route: str) -> list[dict[str, Any]]:
    return [line for line in every(world) if line.get("route") == route]
